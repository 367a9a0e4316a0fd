"""What an open question can change is what brute force over all worlds says."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from engine import functions, influence
from engine.answers import Answers, read_answers, subject_answers
from engine.assess import Assessment
from engine.engine import Engine
from engine.evaluate import world
from engine.influence import verdicts
from engine.load import content_root, load_content
from engine.program import Decision
from tests.engine.brute import DAY, assessment_of, completions, open_questions, quick_readers
from tests.engine.random_models import ModelMaker, answers

KNOWN = ({"?open": "ja"}, {"?open": "nee"})


@pytest.fixture(autouse=True)
def decisions_are_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(influence, "ACTIONS", ("d",))


def expected(assessment: Assessment) -> dict[str, tuple[str, Fraction]]:
    """Return kind and effect per open question that is asked, from every world."""
    program, given = assessment.program, assessment.given
    rows = {row: world(program, full, assessment.known) for row, full in completions(program, given)}
    values = program.values["uitkomst"]
    lists = [item.id for item in program.items if isinstance(item, Decision)]
    table = {}
    for at, question in enumerate(open_questions(program, given)):
        if not assessment.shown(question):
            continue
        differing = {name for name in lists if _differs(rows, at, name, values if name == "uitkomst" else {})}
        kind = "niets"
        if any(name.startswith("c") for name in differing):
            kind = "score"
        if any(name.startswith("d") for name in differing):
            kind = "maatregel"
        if "uitkomst" in differing:
            kind = "advies"
        table[question] = kind, _effect(rows, at, values)
    return table


def _differs(rows: dict, at: int, name: str, values: dict) -> bool:
    rest: dict = {}
    for row, found in rows.items():
        result = values.get(found[name], found[name])
        if rest.setdefault((*row[:at], *row[at + 1 :]), result) != result:
            return True
    return False


def _effect(rows: dict, at: int, values: dict) -> Fraction:
    left: dict = {}
    for row, found in rows.items():
        left.setdefault(row[at], set()).add(values.get(found["uitkomst"], found["uitkomst"]))
    now = set().union(*left.values())
    return len(now) - Fraction(sum(map(len, left.values())), len(left))


def compare(seeds: range) -> int:
    found = 0
    for seed in seeds:
        rng = random.Random(seed)
        sizes = rng.randint(3, 5), rng.randint(2, 5), rng.randint(2, 4), int(seed % 3 == 0)
        program = ModelMaker(seed, *sizes).program()
        readers = quick_readers(program)
        given, known = answers(program, rng, rng.choice([0.4, 0.8])), rng.choice(KNOWN)
        assessment = assessment_of(readers, given, known)
        rows = verdicts(readers, assessment)
        assert {v.question: (v.kind, v.effect) for v in rows} == expected(assessment), (seed, given)
        found += len(rows)
    return found


def test_verdicts_equal_every_world() -> None:
    assert compare(range(300)) > 400


@pytest.mark.slow
def test_verdicts_equal_every_world_of_many_models() -> None:
    assert compare(range(5_000, 8_000)) > 4_000


def test_what_is_too_wide_may_change_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "MOST", 5)
    readers = quick_readers(ModelMaker(3, 5, 4, 3).program())
    given = dict.fromkeys((i.id for i in readers.program.inputs), None)
    rows = verdicts(readers, assessment_of(readers, given, KNOWN[0]))
    assert rows
    assert {v.effect for v in rows} == {0}


def test_the_next_best_question_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(influence, "ACTIONS", ("maatregel.", "signaal."))
    content = load_content(content_root())
    engine = Engine(content, "sociale-media/v1")
    try:
        form = engine.questionnaire
        empty = engine.verdicts(Answers({}), DAY)
        assert {v.kind for v in empty} == {"advies", "maatregel"}
        assert [v.effect for v in empty if v.kind == "advies"] == sorted(
            (v.effect for v in empty if v.kind == "advies"), reverse=True
        )
        assert empty[0].question == "account"
        known = subject_answers(form, content.subjects["platform/linkedin"])
        first = {"account": "bestaand", "bereik": "nee", "alternatief": "ja"}
        left = engine.verdicts(read_answers(form, first, known), DAY)
        assert {v.kind for v in left} == {"maatregel", "niets"}
    finally:
        engine.close()
