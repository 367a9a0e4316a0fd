"""R011: an item that nothing uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.conditions import items
from engine.diagnostics import Diagnostic
from engine.kinds import ORDER_WORDS, ChoiceTerm
from engine.load import Content
from engine.models import Question, Ruleset
from engine.names import terms_of
from engine.program import Count, Program
from engine.source import Source

CONDITIONS = frozenset({"als", "toon_als", "tel", "ondergrens"})


def check(content: Content, program: Program) -> Iterator[Diagnostic]:
    """Wat: een kenmerk, maatregel, drempel of deskundige die nergens wordt gebruikt.

    Waarom: wie hem verandert, denkt dat het advies verandert.
    Fout: een drempel die in geen enkele voorwaarde staat.
    Goed: gebruik hem, of haal hem weg.
    """
    rules = content.rulesets[program.id]
    form = content.questionnaires[rules.questionnaire]
    source, on_form = content.file("regels", program.id), content.file("vragenlijst", form.id)
    used = _used(program)
    for key, fact in rules.facts.items():
        own = {key, f"{key}#", *(f"{key}.{rule.value}" for rule in fact.rules)}
        if not (own & used or fact.show or any(rule.measures for rule in fact.rules)):
            yield _unused(source, "kenmerken", key, "het kenmerk")
    for key in rules.measures:
        if not program.triggers.get(key):
            yield _unused(source, "maatregelen", key, "de maatregel")
    yield from _thresholds(rules, source, on_form)
    yield from _scales(content, program.id)
    known = {expert for question in form.questions.values() for expert in question.known_by}
    known |= {expert for measure in rules.measures.values() for expert in measure.asks}
    for key in form.experts:
        if key not in known:
            yield _unused(on_form, "weten", key, "de deskundige")


def _thresholds(rules: Ruleset, source: Source, on_form: Source) -> Iterator[Diagnostic]:
    compared = set(_texts_in_conditions(source.value)) | set(_texts_in_conditions(on_form.value))
    compared.add(rules.line)
    for key in rules.thresholds:
        if key not in compared:
            yield _unused(source, "drempels", key, "de drempel")


def _scales(content: Content, ruleset: str) -> Iterator[Diagnostic]:
    """Yield the scales on which nothing is compared."""
    rules = content.rulesets[ruleset]
    form, source = content.questionnaires[rules.questionnaire], content.file("regels", ruleset)
    terms = terms_of(form, rules, content.baselines[rules.baseline])
    files = (source, content.file("vragenlijst", form.id))
    compared = {name for file in files for name in _compared_in_order(file.value)}
    orders = {term.order for name in compared if isinstance(term := terms.get(name), ChoiceTerm)}
    lowest = {fact.scale for fact in rules.facts.values()}
    for key, values in rules.scales.items():
        if values not in orders and key not in lowest:
            yield _unused(source, "schalen", key, "de schaal")


def _compared_in_order(value: Any) -> Iterator[str]:
    """Yield every name that stands before a comparison of more or less."""
    if isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, dict) and set(ORDER_WORDS) & set(part):
                yield key
            yield from _compared_in_order(part)
    elif isinstance(value, list):
        for part in value:
            yield from _compared_in_order(part)


def check_sources(content: Content) -> Iterator[Diagnostic]:
    """Wat: een bron die nergens wordt genoemd.

    Waarom: een lezer zoekt vergeefs waar de bron bij hoort, en iemand houdt hem wel bij.
    Fout: een wetsartikel in ‘bronnen’ dat bij geen enkele vraag of regel staat.
    Goed: noem de bron waar hij bij hoort, of haal hem weg.
    """
    named = {name for form in content.questionnaires.values() for name in _cited(form.questions.values())}
    named |= {name for rules in content.rulesets.values() for name in _cited_by(rules)}
    named |= {fact.source for subject in content.subjects.values() for fact in subject.facts.values()}
    tables: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("basislijn", content.baselines),
        ("vragenlijst", content.questionnaires),
        ("regels", content.rulesets),
    )
    for kind, table in tables:
        for owner, model in table.items():
            for key in model.sources:
                if key not in named:
                    yield _unused(content.file(kind, owner), "bronnen", key, "de bron")


def _unused(source: Source, section: str, key: str, what: str) -> Diagnostic:
    found = source.diagnostic(
        "R011",
        (section, key),
        f"{what} ‘{key}’ wordt nergens gebruikt",
        "gebruik hem, of haal hem weg",
        key=True,
    )
    return Diagnostic(found.place, found.code, found.message, found.hint, found.excerpt, "let op")


def _used(program: Program) -> set[str]:
    """Return every item that some condition looks at."""
    conditions = [c for item in program.items for c in item.conditions()]
    conditions += [when for rows in program.starts.values() for when, _ in rows]
    counted = {item.id for item in program.items if isinstance(item, Count) and item.id.endswith("#")}
    own = [c for item in program.items if item.id in counted for c in item.conditions()]
    return {name for c in conditions if c not in own for name in items(c)}


def _texts_in_conditions(value: Any, inside: bool = False) -> Iterator[str]:
    """Yield every text that stands somewhere in a condition."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _texts_in_conditions(part, inside or key in CONDITIONS)
    elif isinstance(value, list):
        for part in value:
            yield from _texts_in_conditions(part, inside)
    elif inside and isinstance(value, str):
        yield value


def _cited(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        yield from question.sources


def _cited_by(rules: Ruleset) -> Iterator[str]:
    holders: list[Any] = [*rules.signals.values(), *rules.measures.values(), *rules.ladder]
    for fact in rules.facts.values():
        holders += [fact, *fact.rules]
    for criterion in rules.criteria.values():
        holders += [criterion, *criterion.rules, *criterion.verdicts.values()]
    for holder in holders:
        yield from holder.sources
