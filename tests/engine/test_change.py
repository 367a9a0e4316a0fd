"""The smallest change: equal to trying every change, on random models; and right on written content."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from itertools import chain, combinations, product
from pathlib import Path

import pytest

from engine import change
from engine.answers import Answers, read_answers, subject_answers
from engine.change import smallest_change
from engine.compiled import Compiled
from engine.engine import Engine
from engine.evaluate import world
from engine.load import content_root, load_content
from engine.mover import Mover, Task
from engine.solver import Undecided
from engine.ways import ways
from tests.engine.brute import DAY
from tests.engine.klein import FORM, RULES, Edit, load
from tests.engine.random_models import answers
from tests.engine.test_search import random_program

Found = list[tuple[str, ...]]


def random_task(seed: int) -> Task:
    rng, program = random.Random(seed), random_program(seed)
    given = answers(program, rng, rng.choice([0.0, 0.0, 0.3, 0.6]))
    known = {"?open": rng.choice(["ja", "nee"])}
    questions = list(program.inputs_of)
    movable = tuple(q for q in questions if rng.random() < 0.6)
    efforts = {q: tuple((m, n) for m, n in (("a", 2), ("b", 1)) if rng.random() < 0.3) for q in movable}
    heavy = frozenset(q for q in movable if rng.random() < 0.2)
    efforts |= dict.fromkeys(heavy, ())
    return Task(Compiled(program), given, known, movable, frozenset(rng.sample("1234", 2)), efforts, heavy)


def brute(task: Task) -> Found:
    """Return the three cheapest sets by trying every change, in every world of what stays open."""
    order = {q: i for i, q in enumerate(task.movable)}
    subsets = chain.from_iterable(combinations(task.movable, n) for n in range(len(task.movable) + 1))

    def key(chosen: tuple[str, ...]) -> tuple[object, ...]:
        return len(task.heavy & set(chosen)), task.cost(chosen), len(chosen), [order[q] for q in chosen]

    found: Found = []
    for chosen in sorted(subsets, key=key):
        if len(found) < 3 and not any(set(f) <= set(chosen) for f in found) and any(works(task, chosen)):
            found.append(chosen)
    return found


def works(task: Task, chosen: tuple[str, ...]) -> Iterator[bool]:
    """Yield per way to change these questions whether it always gives a better outcome."""
    inputs = {item.id: item for item in task.program.inputs}
    for row in product(*([s for s in inputs[q].answers if s != task.given[q]] for q in chosen)):
        yield always_better(task, {**task.given, **dict(zip(chosen, row, strict=True))})


def always_better(task: Task, given: dict[str, str | None]) -> bool:
    rows = [[s] if (s := given[item.id]) is not None else item.answers for item in task.program.inputs]
    ids = [item.id for item in task.program.inputs]
    return all(
        world(task.program, dict(zip(ids, row, strict=True)), task.known)["uitkomst"] in task.better
        for row in product(*rows)
    )


def compare(seeds: range) -> int:
    """Compare with brute force; return how many sets were found."""
    total = 0
    for seed in seeds:
        task = random_task(seed)
        with closing(Mover(task)) as mover:
            moves = list(mover.sets(3))
        assert [tuple(q for q, _ in row) for row in moves] == brute(task), seed
        for row in moves:
            after = {**task.given, **{q: answer[0] for q, answer in row}}
            assert always_better(task, after), seed
        with closing(Mover(task)) as mover:
            some = mover.some()
        assert (some is None) == (not moves), seed
        if some is not None:
            left = [tuple(q for q, _ in some if q != out) for out, _ in some]
            assert not any(any(works(task, fewer)) for fewer in left), seed
        total += len(moves)
    return total


def test_smallest_changes_equal_trying_everything() -> None:
    assert compare(range(300)) > 150


@pytest.mark.slow
def test_smallest_changes_equal_trying_everything_on_many_models() -> None:
    assert compare(range(1_000, 4_000)) > 1_500


# -- written content -----------------------------------------------------------------------------------

OWN: list[Edit] = [
    (FORM, "over: inzet\n        vraag: Bereikt u",
     "over: inzet\n        te_regelen: ja\n        vraag: Bereikt u"),
    (RULES, "  - als: {score: {minstens: ruim}}",
     "  - als: {bereik: nee}\n    uitkomst: soms\n    omdat: U bereikt niemand.\n"
     "  - als: {uren: {minder_dan: 4}}\n    uitkomst: soms\n    omdat: Weinig tijd.\n"
     "  - als: {score: {minstens: ruim}}"),
]  # fmt: skip
GOOD = {"account": "bestaand", "bereik": "ja", "doel": "geen", "uren": "8", "tijdlijn": "vrij"}
GOOD["toezicht"] = "goed"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with closing(Engine(load(tmp_path, *OWN), "klein/v1")) as engine:
        yield engine


def changes(engine: Engine, **other: str) -> change.Changes:
    raw = {**GOOD, **other}
    return found_for(engine, read_answers(engine.questionnaire, raw))


def found_for(engine: Engine, given: Answers) -> change.Changes:
    assessment = engine.assess(given, DAY)
    return smallest_change(engine, assessment, engine.possible(assessment))


def test_own_conduct_that_helps(engine: Engine) -> None:
    found = changes(engine, bereik="nee", uren="2")
    assert [[(m.question, m.now, m.becomes, m.own) for m in c.moves] for c in found.own] == [
        [("bereik", "nee", "ja", True), ("uren", "2", "4.0", True)]
    ]
    assert [(c.cost, c.outcomes) for c in found.own] == [(2, ("ja_graag",))]
    assert found.subject == ()
    assert found.complete


def test_an_open_question_can_get_an_answer(engine: Engine) -> None:
    found = changes(engine, bereik="nee", uren="onbekend")
    assert [[(m.question, m.now, m.becomes) for m in c.moves] for c in found.own] == [
        [("bereik", "nee", "ja"), ("uren", "", "4.0")]
    ]


def test_where_no_own_change_helps_the_subject_would_have_to(engine: Engine) -> None:
    found = changes(engine, toezicht="slecht")
    assert found.own == ()
    assert [[(m.question, m.becomes, m.own) for m in c.moves] for c in found.subject] == [
        [("toezicht", "goed", False)]
    ]
    assert found.subject[0].cost == 0


def test_the_best_advice_and_an_open_one_need_no_change(engine: Engine) -> None:
    assert changes(engine) == change.Changes((), (), True)
    assert changes(engine, toezicht="onbekend") == change.Changes((), (), True)


def test_a_limit_is_said_and_what_is_given_is_right(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_: object) -> None:
        raise Undecided

    monkeypatch.setattr(Mover, "sets", give_up)
    found = changes(engine, bereik="nee")
    assert [[m.question for m in c.moves] for c in found.own] == [["bereik"]]
    assert not found.complete
    monkeypatch.setattr(Mover, "some", give_up)
    assert changes(engine, bereik="nee") == change.Changes((), (), False)


def test_measures_are_the_cost_of_a_change() -> None:
    content = load_content(content_root())
    cases = {case.name: case for case in content.examples["sociale-media/v1"].cases}
    with closing(Engine(content, "sociale-media/v1")) as engine:
        for name, question, measure, cost in (
            ("Mastodon zonder DPIA", "dpia", ("dpia_afronden",), 3),
            ("Mastodon zonder plek op de eigen website", "eigen_website", ("website_eerst",), 1),
        ):
            raw, subject = cases[name].answers, content.subjects[cases[name].subject]
            base = subject_answers(engine.questionnaire, subject)
            found = found_for(engine, read_answers(engine.questionnaire, raw, base))
            first = found.own[0]
            assert [(m.question, m.measures) for m in first.moves] == [(question, measure)]
            assert (first.cost, first.outcomes) == (cost, ("gebruiken",))


@pytest.mark.slow
@pytest.mark.parametrize("topic", sorted(load_content(content_root()).examples))
def test_every_way_out_of_every_example_can_be_put_in_words(topic: str) -> None:
    content = load_content(content_root())
    with closing(Engine(content, topic)) as engine:
        for case in content.examples[topic].cases:
            subject = content.subjects.get(case.subject)
            base = subject_answers(engine.questionnaire, subject) if subject else {}
            assessment = engine.assess(read_answers(engine.questionnaire, case.answers, base), case.day)
            reach = engine.possible(assessment)
            advice = engine.explain(assessment, reach, deciding=False)
            found = ways(engine, assessment, reach, advice, elsewhere=True)
            assert found.complete, case.name
            assert all(step.becomes for way in (*found.own, *found.subject) for step in way.steps), case.name
