"""Small faults in a rule set, one at a time: what a slip of an author's pen could have written instead.

A mutant is a change at one path of one file's plain values, and a Dutch clause that says it ("als ‘genoeg’
44 was in plaats van 45"). What it means is left to the compiler: there is no second meaning here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from engine.desugar import compile_program
from engine.diagnostics import Place
from engine.keywords import build
from engine.load import Content
from engine.models import Baseline, Questionnaire, Ruleset
from engine.side_questions import only_for_publications
from engine.source import Path, Source

DROP: Final = object()  # instead of a value: take the key or the row away
NEVER: Final = {"alle": [{"score": "geen"}, {"score": {"minstens": "0"}}]}  # a condition that never holds
_OTHER_ENDS = {
    "minstens": "meer_dan",
    "meer_dan": "minstens",
    "hoogstens": "minder_dan",
    "minder_dan": "hoogstens",
}
Change = tuple[Path, Any, str]  # path below where it starts, what comes instead, the clause

_TABLES: dict[str, tuple[str, type[Ruleset] | type[Baseline] | type[Questionnaire]]] = {
    "regels": ("rulesets", Ruleset),
    "basislijn": ("baselines", Baseline),
    "vragenlijst": ("questionnaires", Questionnaire),
}


@dataclass(frozen=True)
class Mutant:
    """One change: in which file (kind and id), where, what comes instead, and how to say it."""

    operator: str
    kind: str
    key: str
    path: Path
    value: Any
    place: Place
    clause: str

    @property
    def sentence(self) -> str:
        """What it means that no example notices."""
        return f"Als {self.clause}, merkt geen voorbeeld dat."


def apply(content: Content, mutant: Mutant) -> Content | None:
    """Return the content with the change, or None when its form forbids it."""
    source = content.file(mutant.kind, mutant.key)
    changed = replace(source, value=_replaced(source.value, mutant.path, mutant.value))
    table, model = _TABLES[mutant.kind]
    built, findings = build(model, changed)
    if built is None or findings:
        return None
    tables: dict[str, Any] = {table: {**getattr(content, table), mutant.key: built}}
    return replace(content, files={**content.files, (mutant.kind, mutant.key): changed}, **tables)


def _replaced(value: Any, path: Path, new: Any) -> Any:
    """Return the value with another one at `path`; what is not on the way is shared."""
    if not path:
        return new
    step = path[0]
    copy = dict(value) if isinstance(value, dict) else list(value)
    if len(path) == 1 and new is DROP:
        del copy[step]  # type: ignore[arg-type]  # a key of a mapping, or a place in a list
    else:
        copy[step] = _replaced(value[step], path[1:], new)  # type: ignore[index]
    return copy


def mutants(content: Content, ruleset: str) -> Iterator[Mutant]:
    """Yield every mutant of a rule set, in the order of its files.

    Questions that only a publication reads have none: no example of the rules could notice.
    """
    rules = content.rulesets[ruleset]
    aside = only_for_publications(content, compile_program(content, ruleset))
    scale = list(content.baselines[rules.baseline].scale.judgements)
    for file, key, found in (
        ("regels", ruleset, _rules),
        ("basislijn", rules.baseline, _baseline),
        ("vragenlijst", rules.questionnaire, _form),
    ):
        source = content.file(file, key)
        for operator, (path, value, clause) in found(source, scale):
            if file == "vragenlijst" and path[3] in aside:
                continue
            if operator == "vergelijking" and set(value.values()) & set(rules.thresholds):
                continue  # a threshold one off, which is tried as well, says the same
            place = source.place(path, key=value is DROP)
            yield Mutant(operator, file, key, path, value, place, clause)


Found = Iterator[tuple[str, Change]]


def _rules(source: Source, scale: list[str]) -> Found:
    value: Any = source.value
    for name, number in value.get("drempels", {}).items():
        yield from _numbers("drempel", ("drempels", name), number, f"‘{name}’")
    for name, fact in value.get("kenmerken", {}).items():
        yield from _fact(("kenmerken", name), fact, name)
        yield from _short(("kenmerken", name), fact, name)
    for name, criterion in value.get("criteria", {}).items():
        yield from _criterion(("criteria", name), criterion, name, scale)
    for part, what in (("signalen", "het signaal"), ("voorbehoud", "het voorbehoud")):
        for name, row in value.get(part, {}).items():
            yield "regel weg", ((part, name, "als"), NEVER, f"{what} ‘{name}’ nooit verscheen")
            yield from _condition((part, name, "als"), row["als"], f"{what} ‘{name}’")
            yield from _measures((part, name), row, f"{what} ‘{name}’")
    for name, outcome in value["uitkomsten"].items():
        yield from _measures(("uitkomsten", name), outcome, f"de uitkomst ‘{name}’")
    for name, measure in value.get("maatregelen", {}).items():
        if "als" in measure:
            yield from _condition(("maatregelen", name, "als"), measure["als"], f"de maatregel ‘{name}’")
    yield from _list(("ladder",), value["ladder"], "de ladder")
    yield from _values(("ladder",), value["ladder"], "uitkomst", "de ladder")
    yield from _order(("ladder",), value["ladder"], ("uitkomst", "termijn"), "de ladder")


def _fact(path: Path, fact: Any, name: str) -> Found:
    rules, where = fact.get("regels", []), f"het kenmerk ‘{name}’"
    yield from _list((*path, "regels"), rules, where)
    if fact.get("verzamel") != "ja":
        yield from _values((*path, "regels"), rules, "is", where)
        yield from _order((*path, "regels"), rules, ("is",), where)
    if isinstance(fact.get("tel"), list):
        yield from _counted((*path, "tel"), fact["tel"], name)


def _baseline(source: Source, _scale: list[str]) -> Found:
    value: Any = source.value
    for name, principle in value["beginselen"].items():
        path: Path = ("beginselen", name)
        yield from _numbers("gewicht", (*path, "gewicht"), principle["gewicht"], f"het gewicht van ‘{name}’")
        if principle.get("wijkt") == "ja":
            yield "ondergrens weg", ((*path, "wijkt"), "nee", f"het beginsel ‘{name}’ niet week")


def _form(source: Source, _scale: list[str]) -> Found:
    value: Any = source.value
    for at, section in enumerate(value["secties"]):
        for name, question in section["vragen"].items():
            if "toon_als" in question:
                path: Path = ("secties", at, "vragen", name, "toon_als")
                yield "regel weg", (path, DROP, f"de vraag ‘{name}’ altijd getoond werd")
                yield from _condition(path, question["toon_als"], f"de vraag ‘{name}’")


def _numbers(operator: str, path: Path, text: str, what: str) -> Found:
    if text.lstrip("-").isdigit():
        for step in (-1, 1):
            other = str(int(text) + step)
            yield operator, (path, other, f"{what} {other} was in plaats van {text}")


def _list(path: Path, rules: list[Any], where: str) -> Found:
    """Yield rules dropped, and changes in their conditions; the rule that always holds stays."""
    for at, rule in enumerate(rules):
        if "als" in rule:
            here = f"regel {at + 1} van {where}"
            yield "regel weg", ((*path, at), DROP, f"{here} er niet stond")
            yield from _condition((*path, at, "als"), rule["als"], here)
        yield from _measures((*path, at), rule, f"regel {at + 1} van {where}")


def _values(path: Path, rules: list[Any], word: str, where: str) -> Found:
    """Yield rules that give the value of the nearest rule above or below that gives another one."""
    for at, rule in enumerate(rules):
        others = [r[word] for r in (*rules[:at][::-1], *rules[at + 1 :]) if r[word] != rule[word]]
        for other in dict.fromkeys(others[:1]):
            clause = f"regel {at + 1} van {where} ‘{other}’ gaf in plaats van ‘{rule[word]}’"
            yield "waarde", ((*path, at, word), other, clause)


def _order(path: Path, rules: list[Any], words: tuple[str, ...], where: str) -> Found:
    """Yield rules that stand the other way round, where they do not give the same."""
    for at, (first, second) in enumerate(pairwise(rules)):
        if any(first.get(word) != second.get(word) for word in words):
            swapped = [*rules[:at], second, first, *rules[at + 2 :]]
            yield "volgorde", (path, swapped, f"regel {at + 1} en {at + 2} van {where} verwisseld waren")


def _measures(path: Path, row: Any, where: str) -> Found:
    """Yield measures that were forgotten."""
    names = row.get("maatregelen", [])
    for at, name in enumerate(names if isinstance(names, list) else []):
        place, value = (
            ((*path, "maatregelen", at), DROP) if len(names) > 1 else ((*path, "maatregelen"), DROP)
        )
        yield "maatregel weg", (place, value, f"de maatregel ‘{name}’ wegviel uit {where}")


def _counted(path: Path, parts: list[Any], name: str) -> Found:
    for at, part in enumerate(parts):
        if len(parts) > 1:
            yield "regel weg", ((*path, at), DROP, f"‘{name}’ onderdeel {at + 1} niet telde")
        yield from _condition((*path, at), part, f"onderdeel {at + 1} van ‘{name}’")


def _short(path: Path, fact: Any, name: str) -> Found:
    """Yield faults in a table (another value that it knows) and in what a lowest value looks at."""
    table = fact.get("tabel", {})
    values = list(dict.fromkeys(table.values()))
    for option, value in table.items():
        for other in _neighbours(values, value):
            clause = f"‘{option}’ bij ‘{name}’ ‘{other}’ gaf in plaats van ‘{value}’"
            yield "tabel", ((*path, "tabel", option), other, clause)
    lowest = fact.get("laagste", [])
    for at, item in enumerate(lowest if isinstance(lowest, list) and len(lowest) > 1 else []):
        yield "voorwaarde weg", ((*path, "laagste", at), DROP, f"‘{name}’ niet naar ‘{item}’ keek")


def _neighbours(order: list[str], value: str) -> list[str]:
    """Return the values beside one in a list."""
    at = order.index(value)
    return order[max(0, at - 1) : at] + order[at + 1 : at + 2]


def _criterion(path: Path, criterion: Any, name: str, scale: list[str]) -> Found:
    floor = criterion.get("ondergrens", "nee")
    if floor != "nee":
        yield "ondergrens weg", ((*path, "ondergrens"), "nee", f"‘{name}’ geen ondergrens had")
    if floor == "blokkade":
        yield (
            "ondergrens weg",
            ((*path, "ondergrens"), "ja", f"‘{name}’ wel ondergrens was maar niet blokkeerde"),
        )
    if isinstance(floor, (dict, list)):
        yield from _condition((*path, "ondergrens"), floor, f"de ondergrens van ‘{name}’")
    verdicts = criterion.get("oordelen", {})
    for option, verdict in verdicts.items():
        where = f"‘{option}’ bij ‘{name}’"
        yield from _judgement((*path, "oordelen", option, "is"), verdict["is"], where, scale)
    for first, second in pairwise(verdicts):
        swapped = {**verdicts, first: verdicts[second], second: verdicts[first]}
        yield (
            "opties verwisseld",
            (
                (*path, "oordelen"),
                swapped,
                f"‘{first}’ en ‘{second}’ bij ‘{name}’ verwisseld waren",
            ),
        )
    rules = criterion.get("regels", [])
    for at, rule in enumerate(rules):
        where = f"regel {at + 1} van ‘{name}’"
        yield from _judgement((*path, "regels", at, "oordeel"), rule["oordeel"], where, scale)
    yield from _list((*path, "regels"), rules, f"‘{name}’")
    yield from _order((*path, "regels"), rules, ("oordeel",), f"‘{name}’")


def _judgement(path: Path, judgement: str, where: str, scale: list[str]) -> Found:
    """Yield the judgements one step away."""
    for other in _neighbours(scale, judgement):
        yield "oordeel", (path, other, f"{where} ‘{other}’ gaf in plaats van ‘{judgement}’")


# -- conditions ---------------------------------------------------------------------------------------


def _condition(path: Path, raw: Any, where: str) -> Found:
    """Yield every small fault in a condition as it is written."""
    if isinstance(raw, list):
        yield from _branches(path, raw, where, "en", "alle")
        return
    if not isinstance(raw, dict):
        return
    if len(raw) > 1:
        for key in raw:
            yield "voorwaarde weg", ((*path, key), DROP, f"{where} niet naar ‘{key}’ keek")
        either = {"een_van": [{key: value} for key, value in raw.items()]}
        yield "en/of", (path, either, f"in {where} ‘of’ stond voor ‘en’")
    for key, value in raw.items():
        if key in ("alle", "een_van"):
            yield from _branches((*path, key), value, where, "of" if key == "alle" else "en", "")
            if len(value) > 1:
                other = "een_van" if key == "alle" else "alle"
                rest = {k: v for k, v in raw.items() if k != key}
                word = "‘of’ stond voor ‘en’" if key == "alle" else "‘en’ stond voor ‘of’"
                yield "en/of", (path, {**rest, other: value}, f"in {where} {word}")
        elif key == "niet":
            if len(raw) == 1:
                yield "voorwaarde weg", (path, value, f"‘niet’ wegviel uit {where}")
            yield from _condition((*path, key), value, where)
        else:
            yield from _value((*path, key), key, value, where)


def _branches(path: Path, parts: list[Any], where: str, word: str, keyword: str) -> Found:
    if len(parts) > 1:
        for at in range(len(parts)):
            yield "voorwaarde weg", ((*path, at), DROP, f"mogelijkheid {at + 1} wegviel uit {where}")
        if keyword:
            yield "en/of", (path, {keyword: parts}, f"in {where} ‘{word}’ stond voor ‘of’")
    for at, part in enumerate(parts):
        here = f"mogelijkheid {at + 1} van {where}" if len(parts) > 1 else where
        yield from _condition((*path, at), part, here)


def _value(path: Path, key: str, value: Any, where: str) -> Found:
    """Yield faults in what stands behind a name: an answer left out, a number one off."""
    if isinstance(value, list) and len(value) > 1:
        for at, answer in enumerate(value):
            if isinstance(answer, str):
                clause = f"‘{answer}’ bij ‘{key}’ niet meetelde in {where}"
                yield "voorwaarde weg", ((*path, at), DROP, clause)
    elif isinstance(value, dict):
        for word, number in value.items():
            if isinstance(number, dict):
                yield from _value((*path, word), key, number, where)
            elif word in _OTHER_ENDS and not number.lstrip("-").isdigit():
                other = {w if w != word else _OTHER_ENDS[word]: n for w, n in value.items()}
                clause = f"in {where} ‘{_OTHER_ENDS[word]}’ stond voor ‘{word}’ bij ‘{key}’"
                yield "vergelijking", (path, other, clause)
            else:
                yield from _numbers("drempel", (*path, word), number, f"in {where} ‘{word}’ bij ‘{key}’")
    elif isinstance(value, str):
        yield from _numbers("drempel", path, value, f"in {where} ‘{key}’")
