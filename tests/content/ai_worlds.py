"""Worlds for the AI Act: what a municipality answers, and what that is by the law, told apart from the rules.

Written from the table of duties and the dates of the law, not from the rule set: a `World` says which
classes, points, roles and conditions it stands for, beside the answers that describe it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

Answers = Mapping[str, object]

POINTS = {
    "biometrie": ("p1a", "p1b", "p1c"),
    "infrastructuur": ("p2",),
    "onderwijs": ("p3a", "p3b", "p3c", "p3d"),
    "werk": ("p4a", "p4b"),
    "diensten": ("p5a", "p5b", "p5c", "p5d"),
    "handhaving": ("p6a", "p6b", "p6c", "p6d", "p6e"),
    "migratie": ("p7a", "p7b", "p7c", "p7d"),
    "recht": ("p8a", "p8b"),
}
AREA = {point: area for area, points in POINTS.items() for point in points}
IN_USE = frozenset(
    {
        "geen_ai",
        "uitgezonderd",
        "hoog_i",
        "hoog_i_b",
        "hoog_iii",
        "niet_hoog_6_3",
        "transparantie",
        "minimaal",
    }
)

PROFILE = frozenset(
    {"profiel"}
)  # the use is under Annex III, and then it makes profiles (the default answer)

#: Every question that has one answer gets this one, unless a world says otherwise.
DEFAULTS: Answers = {
    "techniek": "geleerd",
    "buiten": "nee",
    "praktijken": [],
    "positie": ["gebruikt"],
    "eigen_naam": "nee",
    "deelt_handel": "nee",
    "raakt": [],
    "gebieden": [],
    "kritieke_entiteit": "ja",
    "veiligheid_infra": "ja",
    "profilering": "ja",
    "veiligheidsdeel": "veiligheid",
    "keuring": "ja",
    "omgang": [],
    "praat_met": "mensen",
    "maakt_wat": "nieuw",
    "echt_lijkend": "nee",
    "publiceert": "nee",
    "herkent_reden": "nee",
    "open_licentie": "nee",
    "model_uitbrengen": "nee",
    "opgave": "hoog",
    "verandering": [],
    "ombouw_verboden": "nee",
    "invoer": "nee",
    "onderdeel_open": "nee",
    "op_de_markt": "later",
    "ontwerp_verandert": "nee",
    "voor_overheid": "ja",
    "hoe_beslist": "mens",
    "grond_automatisch": "andere_wet",
    **{f"punt_{area}": [] for area in POINTS if area != "infrastructuur"},
    "deeltaak": [],
    "ap_lijst": [],
    "edpb": [],
    "restrisico": "nee",
    "discriminatie_toets": "ja",
}


@dataclass(frozen=True)
class World:
    """Answers with what they stand for.

    classes: as in the law, with t1 to t5 beside them; points: of Annex III, such as "p5a".
    roles: as a row of duties names them; facts: the conditions that hold.
    day: a day in the interval in which the system came on the market.
    """

    name: str
    answers: Answers
    classes: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    day: date = date(2029, 1, 1)
    changes: bool = False
    for_government: bool = True
    letters: frozenset[str] = frozenset()

    def plus(self, name: str, answers: Answers, **more: object) -> World:
        """Return the world with something added; sets are joined, other values replaced."""
        merged = {
            key: getattr(self, key) | value if isinstance(value, frozenset) else value
            for key, value in more.items()
        }
        changed = replace(self, name=f"{self.name}, {name}", answers={**self.answers, **answers})
        return replace(changed, **merged)  # type: ignore[arg-type]

    @property
    def is_high(self) -> bool:
        """Whether the duties of chapter III can hold."""
        return bool(self.classes & {"hoog_i", "hoog_iii"})

    @property
    def high_from(self) -> date | None:
        """The day from which the duties of chapter III hold (113, 111(2)); None when they do not."""
        if not self.is_high:
            return None
        application = date(2027, 12, 2) if "hoog_iii" in self.classes else date(2028, 8, 2)
        if self.day < application and not self.changes:
            return date(2030, 8, 2) if self.for_government else None
        return application


def classes() -> Iterator[World]:
    """Yield a world per class, and per point of Annex III in every class that it can have."""
    empty = World("", {})
    yield empty.plus("geen algoritme", {"techniek": "geen_algoritme"}, classes=frozenset({"geen_algoritme"}))
    for kind in ("regels", "eenvoudig"):
        yield empty.plus(kind, {"techniek": kind}, classes=frozenset({"geen_ai"}))
    for scope in ("defensie", "onderzoek", "ontwikkeling", "prive"):
        yield empty.plus(scope, {"buiten": scope}, classes=frozenset({"uitgezonderd"}))
    yield empty.plus("open licentie", {"open_licentie": "ja"}, classes=frozenset({"uitgezonderd"}))
    yield empty.plus("minimaal", {"buiten": "pilot"}, classes=frozenset({"minimaal"}))
    yield from (
        with_openness(empty, letters) for letters in ("t1", "t2", "t3", "t4", "t5", "t1 t2", "t2 t4 t5")
    )
    yield from _prohibited(empty)
    lift = empty.plus("product A", _product("afdeling_a"), classes=frozenset({"hoog_i"}))
    bus = empty.plus("product B", _product("afdeling_b"), classes=frozenset({"hoog_i_b"}))
    yield from (lift, bus, _without_effect(bus, "t1"), with_openness(lift, "t1 t2 t3"))
    for point in AREA:
        yield with_points(empty, point)
        yield with_points(lift, point)
        yield _small_task(empty, point)
        yield bus.plus(point, {**_used_for(point), "gebieden": ["product", AREA[point]]}, facts=PROFILE)
    for pair in (("p2", "p5a"), ("p1a", "p5a"), ("p6e", "p5a"), ("p1b", "p6a"), ("p2", "p7c")):
        yield with_points(empty, *pair)
    yield with_openness(with_points(empty, "p5a"), "t1 t2 t4 t5")
    yield with_openness(with_points(empty, "p1c"), "t3")


def _prohibited(empty: World) -> Iterator[World]:
    ways: dict[str, tuple[str, Answers]] = {
        "a": ("misleiding", {}),
        "b": ("kwetsbaar", {}),
        "c": ("sociale_score", {"score_hoe": "onevenredig"}),
        "d": ("misdaad", {"misdaad_hoe": "alleen_profiel"}),
        "e": ("gezichten", {}),
        "f": ("emotie_werk", {"emotie_reden": "nee"}),
        "g": ("biometrie_gevoelig", {"biometrie_reden": "mensen"}),
        "h": ("live_gezicht", {"live_grond": "nee"}),
        "ba": ("naaktbeeld", {"naaktbeeld_hoe": "gebruikt"}),
        "bb": ("kindermisbruik", {"misbruik_bevoegd": "nee"}),
    }
    for letters in (*((letter,) for letter in ways), ("ba", "bb"), ("ba", "a")):
        answers = {key: value for letter in letters for key, value in ways[letter][1].items()}
        answers["praktijken"] = [ways[letter][0] for letter in letters]
        found = frozenset({"verboden"})
        yield empty.plus("+".join(letters), answers, classes=found, letters=frozenset(letters))


def _product(section: str) -> Answers:
    return {"gebieden": ["product"], "product": section}


def _used_for(*points: str) -> dict[str, object]:
    """Return the answers that put a system under points of Annex III."""
    areas = dict.fromkeys(AREA[point] for point in points)
    rows: dict[str, object] = {"gebieden": list(areas)}
    for area in areas:
        if area != "infrastructuur":
            rows[f"punt_{area}"] = [point for point in points if AREA[point] == area]
    return rows


def with_points(base: World, *points: str) -> World:
    """Return a world in which the use falls under Annex III and the risk is high."""
    rows = _used_for(*points)
    product = base.answers.get("product")
    if product:
        rows["gebieden"] = ["product", *rows["gebieden"]]  # type: ignore[misc]
    return base.plus(
        "+".join(points), rows, classes=frozenset({"hoog_iii"}), points=frozenset(points), facts=PROFILE
    )


def _small_task(base: World, point: str) -> World:
    task = {
        "profilering": "nee",
        "oordeel_over_zaak": "nee",
        "groter_geheel": "nee",
        "deeltaak": ["procedure"],
    }
    return base.plus(
        f"kleine taak {point}", {**_used_for(point), **task}, classes=frozenset({"niet_hoog_6_3"})
    )


OPENNESS: dict[str, tuple[str, Answers]] = {
    "t1": ("praat", {"praat_met": "mensen"}),
    "t2": ("maakt", {"maakt_wat": "nieuw"}),
    "t3": ("herkent", {"herkent_reden": "nee"}),
    "t4": ("maakt", {"maakt_wat": "nieuw", "echt_lijkend": "ja"}),
    "t5": ("maakt", {"maakt_wat": "hulp", "publiceert": "zonder_redactie"}),
}


def with_openness(base: World, letters: str) -> World:
    """Return a world in which these duties of openness hold, such as "t1 t2"."""
    wanted = letters.split()
    found = set(wanted) | ({"t2"} if "t4" in wanted else set())
    rows: dict[str, object] = {}
    for letter in wanted:
        rows |= OPENNESS[letter][1]
    if "t2" in found:
        rows["maakt_wat"] = "nieuw"
    rows["omgang"] = list(dict.fromkeys(OPENNESS[letter][0] for letter in wanted))
    return base.plus(letters, rows, classes=frozenset({"transparantie", *found}))


def _without_effect(base: World, letters: str) -> World:
    """Return the same answers where the Act leaves openness to other law (2(2))."""
    shown = with_openness(base, letters)
    return replace(shown, classes=base.classes)
