"""R002, R009 and R010: facts, the values that they can have, and the scales that put values in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checks.naming import ids, known_names
from engine.diagnostics import Diagnostic, enumerate_words, suggest
from engine.keywords import MISSING
from engine.kinds import ChoiceTerm, Term
from engine.models import Fact, Ruleset
from engine.scalars import ID, RESERVED
from engine.source import Path, Source


def facts(source: Source, rules: Ruleset, terms: Mapping[str, Term]) -> Iterator[Diagnostic]:
    """Yield every finding in the facts and scales of one rule set; attached names are checked elsewhere."""
    yield from _scales(source, rules)
    for key, fact in rules.facts.items():
        path: Path = ("kenmerken", key)
        yield from _form(source, path, key, fact)
        yield from _table(source, path, fact, terms)
        yield from _lowest(source, path, fact, rules, terms)
        yield from _values(source, path, fact)


def _scales(source: Source, rules: Ruleset) -> Iterator[Diagnostic]:
    yield from ids(source, ("schalen",), rules.scales)
    seen: dict[str, str] = {}
    for name, values in rules.scales.items():
        for index, value in enumerate(values):
            here: Path = ("schalen", name, index)
            if value in seen:
                hint = "elke waarde staat op één schaal, en daar één keer"
                yield source.diagnostic(
                    "R010", here, f"‘{value}’ staat al op de schaal ‘{seen[value]}’", hint
                )
            seen[value] = name


def _form(source: Source, path: Path, key: str, fact: Fact) -> Iterator[Diagnostic]:
    """Yield a finding unless the fact follows in exactly one way, with all that belongs to it."""
    short = bool(fact.table) + bool(fact.lowest)
    written = bool(fact.rules) and not short
    if written + (fact.count is not None) + short != 1:
        message = f"‘{key}’ heeft niet precies één van ‘regels’, ‘tel’, ‘tabel’ en ‘laagste’"
        yield source.diagnostic("R010", path, message, "kies hoe dit kenmerk volgt", key=True)
    for word, there, other, beside in (
        ("tabel", bool(fact.table), "per", bool(fact.per)),
        ("laagste", bool(fact.lowest), "schaal", bool(fact.scale)),
    ):
        if there != beside:
            missing, hint = (other, f"voeg ‘{other}:’ toe") if there else (word, f"laat ‘{other}’ weg")
            yield source.diagnostic("M002", path, f"hier ontbreekt ‘{missing}’", hint, key=True)
    if short and not fact.because:
        hint = "geen oordeel zonder reden: schrijf in één zin waarom"
        yield source.diagnostic("M002", path, "hier ontbreekt ‘omdat’", hint, key=True)
    if short and fact.collect:
        hint = "dit kenmerk heeft altijd één waarde"
        yield source.diagnostic("R010", (*path, "verzamel"), "‘verzamel’ kan hier niet", hint)


def _table(source: Source, path: Path, fact: Fact, terms: Mapping[str, Term]) -> Iterator[Diagnostic]:
    if not fact.table or not fact.per:
        return
    term = terms.get(fact.per)
    if not isinstance(term, ChoiceTerm):
        yield from known_names(source, (*path, "per"), [fact.per], _choices(terms), "de keuze")
        return
    for option in term.values:
        if option not in fact.table and term.values[option]:
            message, hint = f"het antwoord ‘{option}’ heeft geen waarde", f"voeg ‘{option}:’ toe"
            yield source.diagnostic("R002", (*path, "tabel"), message, hint, key=True)
    for option in fact.table:
        if option not in term.values:
            known = list(term.values)
            message = f"‘{option}’ is geen {term.what} ‘{fact.per}’ ({enumerate_words(known)})"
            yield source.diagnostic(
                "R002", (*path, "tabel", option), message, suggest(option, known), key=True
            )


def _lowest(
    source: Source, path: Path, fact: Fact, rules: Ruleset, terms: Mapping[str, Term]
) -> Iterator[Diagnostic]:
    if not fact.lowest or not fact.scale:
        return
    yield from known_names(source, (*path, "schaal"), [fact.scale], rules.scales, "de schaal")
    order = rules.scales.get(fact.scale, ())
    for index, name in enumerate(fact.lowest):
        term = terms.get(name)
        if not isinstance(term, ChoiceTerm) or term.order != order:
            message = f"‘{name}’ staat niet op de schaal ‘{fact.scale}’"
            hint = suggest(name, _choices(terms)) or "noem een vraag, kenmerk of criterium op deze schaal"
            yield source.diagnostic("R002", (*path, "laagste", index), message, hint)


def _values(source: Source, path: Path, fact: Fact) -> Iterator[Diagnostic]:
    for i, rule in enumerate(fact.rules):
        here = (*path, *fact.rule_path(i))
        here = here if fact.table or fact.lowest else (*here, "is")
        if not ID.fullmatch(rule.value) and rule.value != MISSING:
            message = f"‘{rule.value}’ kan geen waarde zijn"
            hint = "gebruik kleine letters, cijfers en _, en begin met een letter"
            yield source.diagnostic("R009", here, message, hint)
        elif rule.value in RESERVED:
            message = f"‘{rule.value}’ heeft al een vaste betekenis"
            yield source.diagnostic("R009", here, message, "kies een andere waarde")
    known = {rule.value: "" for rule in fact.rules}
    yield from known_names(source, (*path, "waarden"), fact.labels, known, "de waarde")


def _choices(terms: Mapping[str, Term]) -> dict[str, Term]:
    return {key: term for key, term in terms.items() if isinstance(term, ChoiceTerm)}
