"""What the names in a rule set stand for: questions, facts, criteria and built-ins as terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.conditions import TRUE, Condition, Is
from engine.kinds import ChoiceTerm, DayTerm, NumberTerm, SetTerm, Term, TextTerm
from engine.models import Baseline, Question, Questionnaire, Ruleset

YES, NO = frozenset(["ja"]), frozenset(["nee"])
MISSED, MET = "gemist", "gehaald"
LARGEST = 2**53


def terms_of(form: Questionnaire, rules: Ruleset, baseline: Baseline) -> dict[str, Term]:
    """Return what each name in the conditions of a rule set stands for."""
    scales = {name: tuple(values) for name, values in rules.scales.items()}
    terms: dict[str, Term] = {key: _question_term(key, q, scales) for key, q in form.questions.items()}
    for key, fact in rules.facts.items():
        if fact.count is not None:
            terms[key] = NumberTerm(key)
        elif fact.collect:
            flags = {rule.value: f"{key}.{rule.value}" for rule in fact.rules}
            terms[key] = SetTerm(flags, f"{key}#", "waarde van")
        else:
            values = [rule.value for rule in fact.rules]
            terms[key] = ChoiceTerm(key, _by_value(values), "waarde van", order_of(values, scales))
    for key, criterion in rules.criteria.items():
        judgements = (
            [v.judgement for v in criterion.verdicts.values()]
            if criterion.follows
            else [rule.judgement for rule in criterion.rules]
        )
        if criterion.follows:
            judgements.append("niet_van_toepassing")
        known = dict.fromkeys(baseline.scale.judgements, frozenset[str]())
        counting = [j for j in judgements if baseline.scale.counts(j)]
        order = order_of(counting, scales)
        terms[key] = ChoiceTerm(key, known | _by_value(judgements), "oordeel van", order)
    terms["score"] = NumberTerm("score", may_be_nothing=True)
    for key in baseline.principles:
        terms[f"score.{key}"] = NumberTerm(f"score.{key}", may_be_nothing=True)
        states = {MISSED: frozenset([MISSED]), MET: frozenset([MET])}
        terms[f"ondergrens.{key}"] = ChoiceTerm(f"ondergrens.{key}", states, "stand van")
    terms["blokkade"] = ChoiceTerm("blokkade", {"ja": YES, "nee": NO}, "stand van")
    terms["beginselen_gemist"] = NumberTerm("beginselen_gemist")
    return terms


def order_of(values: Iterable[str], scales: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the scale that holds all the values, from low to high; the first that fits, else none."""
    wanted = set(values)
    return next((order for order in scales.values() if wanted and wanted <= set(order)), ())


def outcome_start(key: str) -> str:
    """Return the name under which the start of an outcome stands among those of measures."""
    return f"uitkomst.{key}"


def reasoned(rules: Ruleset) -> dict[str, str]:
    """Return what has one reason at a time, with its title: the outcome, facts with rules, criteria."""
    facts = {key: fact.title for key, fact in rules.facts.items() if fact.count is None and not fact.collect}
    criteria = {key: criterion.title for key, criterion in rules.criteria.items()}
    return {"uitkomst": "het advies", **facts, **criteria}


def bounds_of(question: Question) -> tuple[int, int]:
    """Return the lowest and highest number of a question, in its own units."""
    if question.kind == "datum":
        return 1, 3_652_059  # 0001-01-01 to 9999-12-31 as ordinals
    scale = 10**question.decimals
    low = -LARGEST if question.minimum is None else question.minimum
    high = LARGEST if question.maximum is None else question.maximum
    return low * scale, high * scale


def _by_value(values: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return per value the symbols (rule numbers) that have it."""
    table: dict[str, set[str]] = {}
    for index, value in enumerate(values, 1):
        table.setdefault(value, set()).add(str(index))
    return {value: frozenset(symbols) for value, symbols in table.items()}


def _applies(question: Question, flags: list[str]) -> Condition:
    """Return when a multiple choice has an answer, known or not."""
    always = not question.not_applicable and question.shown_if is None
    return TRUE if always or not flags else Is(flags[0], YES | NO)


def _question_term(key: str, question: Question, scales: Mapping[str, tuple[str, ...]]) -> Term:
    match question.kind:
        case "keuze":
            values = {option: frozenset([option]) for option in question.options}
            return ChoiceTerm(key, values, order=order_of(values, scales))
        case "meerkeuze":
            flags = {option: f"{key}.{option}" for option in question.options}
            return SetTerm(flags, f"{key}#", applies=_applies(question, list(flags.values())))
        case "getal":
            return NumberTerm(key, question.decimals)
        case "datum":
            return DayTerm(key)
    return TextTerm()
