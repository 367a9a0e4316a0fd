"""The same worlds in every role, under every condition and on every date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tests.content.ai_worlds import IN_USE, Answers, World

UNDER_THE_ACT = IN_USE - {"geen_ai", "uitgezonderd"}

#: Answers, roles under the Act, and roles that a contract gives.
ROLES: dict[str, tuple[Answers, str]] = {
    "bouwt": ({"positie": ["bouwt"]}, "aanbieder"),
    "gebruikt": ({"positie": ["gebruikt"]}, "gebruiksverantwoordelijke"),
    "bouwt en gebruikt": ({"positie": ["bouwt", "gebruikt"]}, "aanbieder gebruiksverantwoordelijke"),
    "koopt en gebruikt": ({"positie": ["koopt", "gebruikt"]}, "gebruiksverantwoordelijke inkoper"),
    "van een andere gemeente": ({"positie": ["van_gemeente", "gebruikt"]}, "gebruiksverantwoordelijke"),
    "laat bouwen, eigen naam": (
        {"positie": ["laat_bouwen", "gebruikt"], "eigen_naam": "ja"},
        "aanbieder gebruiksverantwoordelijke inkoper",
    ),
    "laat bouwen, naam van de maker": (
        {"positie": ["laat_bouwen", "gebruikt"]},
        "gebruiksverantwoordelijke inkoper",
    ),
    "bouwt en deelt": ({"positie": ["bouwt", "deelt"], "deelt_handel": "ja"}, "aanbieder"),
    "draait eigen systeem": ({"positie": ["centrum"], "eigen_naam": "ja"}, "aanbieder"),
    "levert systeem van een ander": ({"positie": ["deelt"], "deelt_handel": "ja"}, "distributeur"),
    "gemachtigd": ({"positie": ["gemachtigd"]}, "gemachtigde"),
    "levert een onderdeel": ({"positie": ["onderdeel"]}, "onderdeel"),
}
CHANGES = {"naam": "naam", "wijziging": "wijziging", "doel": "doel", "fabrikant": "product"}


def in_roles(world: World) -> Iterator[World]:
    """Yield the world in every role of a municipality, the change of role of article 25 included."""
    is_open = "open licentie" in world.name
    here = world.classes & UNDER_THE_ACT or is_open
    for name, (answers, roles) in ROLES.items():
        wanted = set(roles.split())
        given = as_paid(world) if is_open and "koopt" in answers["positie"] else world
        yield given.plus(name, answers, roles=frozenset(wanted if here else wanted & {"inkoper"}))
    bought, _ = ROLES["koopt en gebruikt"]
    yield (as_paid(world) if is_open else world).plus(
        "importeur",
        {"positie": ["koopt", "deelt"], "invoer": "ja"},
        roles=frozenset({"inkoper"} | ({"importeur"} if world.is_high else set())),
    )
    if world.is_high:
        for name, change in CHANGES.items():
            roles = {"gebruiksverantwoordelijke", "inkoper"}
            if name != "fabrikant" or "hoog_i" in world.classes:
                roles |= {"aanbieder"} | ({"rolwissel"} if name != "fabrikant" else set())
            for_bid = {**bought, "verandering": [change]}
            yield world.plus(f"rolwissel {name}", for_bid, roles=frozenset(roles))


def as_paid(world: World) -> World:
    """Return an open system as something that is bought: no exception for free systems (2(12))."""
    return replace(world, classes=frozenset({"minimaal"}))


CONDITIONS: dict[str, tuple[Answers, str]] = {
    "niets": ({}, ""),
    "opsporing": ({"raakt": ["opsporing"]}, "opsporing"),
    "werk": ({"raakt": ["werk"]}, "werk"),
    "medewerkers": ({"raakt": ["medewerkers"]}, "medewerkers"),
    "besluit": ({"raakt": ["besluit"]}, "besluit"),
    "indeling": ({"raakt": ["indeling"]}, "indeling"),
    "gegevens": ({"raakt": ["gegevens"], "edpb": ["gevoelig"]}, "persoonsgegevens"),
    "zonder verwerkersovereenkomst": (
        {"raakt": ["gegevens"], "verwerkersovereenkomst": "nee"},
        "persoonsgegevens zonder_overeenkomst",
    ),
    "lijst van de AP": ({"raakt": ["gegevens"], "ap_lijst": ["fraude"]}, "persoonsgegevens dpia"),
    "twee punten": (
        {"raakt": ["gegevens"], "edpb": ["gevoelig", "koppelen"], "restrisico": "ja"},
        "persoonsgegevens dpia restrisico",
    ),
    "automatisch met grond": (
        {"raakt": ["gegevens", "besluit"], "hoe_beslist": "automatisch"},
        "persoonsgegevens besluit automatisch grond",
    ),
    "automatisch zonder grond": (
        {"raakt": ["gegevens", "indeling"], "hoe_beslist": "automatisch", "grond_automatisch": "geen_grond"},
        "persoonsgegevens indeling automatisch geen_grond",
    ),
    "op de grond zonder profiel": (
        {"raakt": ["gegevens", "besluit"], "hoe_beslist": "leunt", "grond_automatisch": "zonder_profiel"},
        "persoonsgegevens besluit leunt grond_zonder_profiel",
    ),
    "op de grond zonder profiel, met een profiel": (
        {
            "raakt": ["gegevens", "besluit"],
            "hoe_beslist": "automatisch",
            "grond_automatisch": "zonder_profiel",
            "ap_lijst": ["profiel"],
        },
        "persoonsgegevens besluit automatisch grond_zonder_profiel dpia profiel",
    ),
    "leunt zonder grond": (
        {"raakt": ["gegevens", "besluit"], "hoe_beslist": "leunt", "grond_automatisch": "geen_grond"},
        "persoonsgegevens besluit leunt geen_grond",
    ),
    "alles": (
        {
            "raakt": ["gegevens", "besluit", "indeling", "werk", "medewerkers", "opsporing"],
            "hoe_beslist": "leunt",
            "ap_lijst": ["camera", "profiel"],
            "restrisico": "ja",
            "discriminatie_toets": "ja_bijzonder",
            "verwerkersovereenkomst": "bezig",
            "ombouw_verboden": "ja",
            "onderdeel_open": "ja",
        },
        "persoonsgegevens besluit indeling werk medewerkers opsporing leunt grond dpia restrisico bijzonder "
        "verboden_door_aanbieder onderdeel_open zonder_overeenkomst",
    ),
}


def under_conditions(world: World) -> Iterator[World]:
    """Yield the world with each thing that a duty can hang on."""
    for name, (answers, facts) in CONDITIONS.items():
        yield world.plus(name, answers, facts=frozenset(facts.split()))


ON_THE_MARKET = {
    "voor_augustus_2026": date(2026, 1, 1),
    "voor_december_2027": date(2027, 1, 1),
    "voor_augustus_2028": date(2028, 1, 1),
    "later": date(2029, 1, 1),
}


def on_dates(world: World) -> Iterator[World]:
    """Yield the world for every interval in which the system came on the market, changed or not."""
    for answer, day in ON_THE_MARKET.items():
        for changes in (True, False):
            for government in (True, False):
                answers = {
                    "op_de_markt": answer,
                    "ontwerp_verandert": "ja" if changes else "nee",
                    "voor_overheid": "ja" if government else "nee",
                }
                yield world.plus(
                    f"{answer}, verandert {changes}, overheid {government}",
                    answers,
                    day=day,
                    changes=changes,
                    for_government=government,
                )


def models() -> Iterator[World]:
    """Yield who brings a general model on the market, open or not, with systemic risk or not."""
    base = World("model", {"techniek": "algemeen", "positie": ["bouwt"]}, frozenset({"minimaal"}))
    base = base.plus("bouwt", {}, roles=frozenset({"aanbieder"}))
    ways: dict[str, tuple[Answers, bool]] = {
        "nee": ({"model_uitbrengen": "nee"}, False),
        "tot een derde": ({"model_uitbrengen": "aangepast", "rekenkracht": "tot_een_derde"}, False),
        "meer": ({"model_uitbrengen": "aangepast", "rekenkracht": "meer"}, True),
        "eigen": ({"model_uitbrengen": "eigen"}, True),
    }
    for name, (answers, makes) in ways.items():
        for is_open in (True, False):
            for systemic in (True, False):
                for old in (True, False):
                    yes = {True: "ja", False: "nee"}
                    rows = {
                        **answers,
                        "model_open": yes[is_open],
                        "systeemrisico": yes[systemic],
                        "model_voor_2025": yes[old],
                    }
                    facts = {"model_open" if is_open else "model_gesloten"}
                    facts |= {"systeemrisico" if systemic else "geen_systeemrisico"}
                    facts |= {"model_oud"} if old else set()
                    roles = frozenset({"modelmaker"} if makes else set())
                    yield base.plus(f"{name} {rows}", rows, facts=frozenset(facts), roles=roles)
