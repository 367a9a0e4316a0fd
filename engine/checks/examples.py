"""E001: an example whose expectation is not met."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from engine.advice import Advice
from engine.answers import AnswerError, Answers, read_answers, subject_answers
from engine.assess import Assessment
from engine.cases import Example, Expectation
from engine.diagnostics import Diagnostic
from engine.engine import Engine
from engine.load import Content
from engine.program import Program
from engine.written import reasons


class Worked:
    """The examples of one rule set, each assessed once for all checks. Close it."""

    def __init__(self, content: Content, program: Program) -> None:
        self.content, self.program = content, program
        self.source = content.file("voorbeelden", program.id)
        self.engine = Engine(content, program.id, program)

    @cached_property
    def cases(self) -> list[tuple[Example, Assessment]]:
        """Every example with what is certain in it; raises AnswerError."""
        return [
            (case, self.engine.assess(example_answers(self.content, self.engine, case), case.day))
            for case in self.content.examples[self.program.id].cases
        ]

    def close(self) -> None:
        """Give back what the engine holds outside Python."""
        self.engine.close()


def check(worked: Worked) -> Iterator[Diagnostic]:
    """Wat: een voorbeeld geeft iets anders dan erbij staat.

    Waarom: voorbeelden zijn de proef op de regels.
    Fout: verwacht ‘gebruiken’, terwijl de regels ‘voorwaarden’ geven.
    Goed: pas de regel aan, of de verwachting als die niet meer klopt.
    """
    engine = worked.engine
    for i, (case, assessment) in enumerate(worked.cases):
        advice = engine.explain(assessment, engine.possible(assessment), deciding=False)
        for keyword, message in differences(case.expected, advice):
            path = ("gevallen", i, "verwacht", keyword)
            yield worked.source.diagnostic(
                "E001", path, f"‘{case.name}’: {message}", "pas de regel aan, of de verwachting"
            )


def example_answers(content: Content, engine: Engine, case: Example) -> Answers:
    """Return the answers of an example, on top of its subject's facts; raises AnswerError."""
    base = {}
    if case.subject:
        if case.subject not in content.subjects:
            raise AnswerError(())
        base = subject_answers(engine.questionnaire, content.subjects[case.subject])
    return read_answers(engine.questionnaire, case.answers, base)


def differences(expected: Expectation, advice: Advice) -> Iterator[tuple[str, str]]:
    """Yield per keyword what differs from the expectation."""
    got = {o.id for o in advice.possible}
    if expected.outcome and got != {expected.outcome}:
        yield "uitkomst", f"verwacht ‘{expected.outcome}’, maar het wordt {_or(got)}"
    if expected.possible is not None and got != set(expected.possible):
        yield "mogelijke_uitkomsten", f"verwacht {_or(set(expected.possible))}, maar het wordt {_or(got)}"
    yield from _score(expected, advice)
    for key, value in expected.facts.items():
        wanted = (value,) if isinstance(value, str) else tuple(value)
        if sorted(advice.facts[key].values) != sorted(wanted):
            yield (
                "kenmerken",
                f"verwacht {key}: {_or(set(wanted))}, maar het wordt {_or(set(advice.facts[key].values))}",
            )
    judged = {c.id: {k for k, _ in c.judgements} for p in advice.principles for c in p.criteria}
    for key, judgement in expected.criteria.items():
        if judged[key] != {judgement}:
            yield "criteria", f"verwacht {key}: {judgement}, maar het wordt {_or(judged[key])}"
    yield from _because(expected, advice)
    yield from _sets(expected, advice)
    if expected.missed is not None and (advice.missed.min, advice.missed.max) != (
        expected.missed,
        expected.missed,
    ):
        yield (
            "beginselen_gemist",
            f"verwacht {expected.missed}, maar het wordt {_reach(advice.missed.min, advice.missed.max)}",
        )
    if expected.block and advice.block != expected.block:
        yield "blokkade", f"verwacht ‘{expected.block}’, maar het wordt ‘{advice.block}’"


def _because(expected: Expectation, advice: Advice) -> Iterator[tuple[str, str]]:
    """Compare words with the reason that an advice gives, as far as that is certain."""
    found = reasons(advice) if expected.because else {}
    for key, words in expected.because.items():
        reason = found.get(key, "")
        if words not in reason:
            got = f"‘{reason}’" if reason else "nog niet zeker waarom"
            yield "omdat", f"verwacht bij {key} de reden ‘{words}’, maar het is {got}"


def _score(expected: Expectation, advice: Advice) -> Iterator[tuple[str, str]]:
    if expected.score is None:
        return
    score = advice.score
    got = {"nu": score.now, "min": score.min, "max": score.max}
    wanted = expected.score if isinstance(expected.score, dict) else {"nu": expected.score}
    for word, value in wanted.items():
        if str(got.get(word, "")) != str(value):
            yield "score", f"verwacht {word} {value}, maar het wordt {_number(got.get(word))}"


def _sets(expected: Expectation, advice: Advice) -> Iterator[tuple[str, str]]:
    signals = {s.id for s in (*advice.stops, *advice.alerts) if s.certain}
    rows = (
        ("signalen", expected.signals, signals),
        ("maatregelen", expected.measures, {m.id for m in advice.measures if m.certain}),
        ("voorbehoud", expected.reservations, {r.id for r in advice.reservations}),
    )
    for keyword, wanted, got in rows:
        if wanted is not None and set(wanted) != got:
            missing, extra = sorted(set(wanted) - got), sorted(got - set(wanted))
            parts = [f"er ontbreekt {', '.join(missing)}"] if missing else []
            parts += [f"er is ook {', '.join(extra)}"] if extra else []
            yield keyword, " en ".join(parts)


def _number(value: int | None) -> str:
    return "niets" if value is None else str(value)


def _reach(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} tot {high}"


def _or(values: set[str]) -> str:
    return " of ".join(f"‘{v}’" for v in sorted(values)) or "niets"
