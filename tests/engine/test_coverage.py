"""What examples reach, which faults they notice, and examples that would notice the rest."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
import yaml

from engine.cases import Example
from engine.checks.examples import differences, example_answers
from engine.cli import main
from engine.coverage import Trial, advice_of, is_settled
from engine.distinguish import Search
from engine.engine import Engine
from engine.load import content_root, load_content
from engine.mutants import DROP, Mutant, apply, mutants
from tests.engine.klein import RULES, small, write

TOPIC = "sociale-media/v1"


def by_clause(trial: Trial, clause: str) -> Mutant:
    found = [m for m in mutants(trial.content, trial.ruleset) if m.clause == clause]
    assert len(found) == 1, [m.clause for m in mutants(trial.content, trial.ruleset)]
    return found[0]


def noticed(trial: Trial, clause: str) -> bool:
    variant = trial.variant(by_clause(trial, clause))
    assert variant is not None
    return trial.notices(*variant)


@pytest.fixture(scope="module")
def real() -> Trial:
    return Trial(load_content(content_root()), TOPIC)


def test_the_columns_give_what_examples_can_expect(real: Trial) -> None:
    """The quick advice equals the real one wherever an example settles everything."""
    rules, settled = real.content.rulesets[TOPIC], 0
    with closing(Engine(real.content, TOPIC)) as engine:
        for row, case in enumerate(real.cases):
            if not is_settled(real.found, row):
                continue
            settled += 1
            full = engine.advise(example_answers(real.content, engine, case), case.day)
            quick = advice_of(real.found, real.program, rules, row)
            assert [o.id for o in quick.possible] == [o.id for o in full.possible]
            assert (quick.score.min, quick.score.max, quick.score.now) == tuple(full.score)[:3]
            assert {k: set(f.values) for k, f in quick.facts.items()} == {
                k: set(f.values) for k, f in full.facts.items()
            }
            signals = {s.id for s in (*full.stops, *full.alerts) if s.certain}
            assert {s.id for s in quick.stops} == signals
            assert {m.id for m in quick.measures} == {m.id for m in full.measures if m.certain}
            assert {r.id for r in quick.reservations} == {r.id for r in full.reservations}
            assert (quick.missed.min, quick.missed.max) == (full.missed.min, full.missed.max)
            assert quick.block == full.block
            judged = {c.id: {k for k, _ in c.judgements} for p in full.principles for c in p.criteria}
            assert {c.id: {k for k, _ in c.judgements} for c in quick.principles[0].criteria} == judged
    assert settled > 10


def test_every_rule_and_rung_of_the_real_content_is_reached(real: Trial) -> None:
    rows = {row.kind: row for row in real.reached()}
    assert rows["regels"].missed == rows["treden"].missed == ()
    assert rows["regels"].total > 100
    assert rows["antwoorden"].total > 100


def test_what_is_not_reached_has_its_place() -> None:
    trial = Trial(small(), next(iter(small().rulesets)))
    for row in trial.reached():
        assert all(place.line > 1 for place, _ in row.missed)
        assert 0 <= len(row.missed) <= row.total


def test_every_mutant_has_a_place_and_a_clause(real: Trial) -> None:
    found = list(mutants(real.content, TOPIC))
    operators = {m.operator for m in found}
    assert len(found) > 400
    assert operators == {
        *("drempel", "gewicht", "oordeel", "opties verwisseld"),
        *("regel weg", "ondergrens weg", "voorwaarde weg", "en/of"),
    }
    for mutant in found:
        assert mutant.place.line > 1
        assert mutant.sentence == f"Als {mutant.clause}, merkt geen voorbeeld dat."


def test_a_mutant_changes_one_thing_and_leaves_the_content_alone(real: Trial) -> None:
    mutant = by_clause(real, "‘genoeg’ 44 was in plaats van 45")
    changed = apply(real.content, mutant)
    assert changed is not None
    assert changed.rulesets[TOPIC].thresholds["genoeg"] == 44
    assert real.content.rulesets[TOPIC].thresholds["genoeg"] == 45
    before, after = real.content.rulesets[TOPIC], changed.rulesets[TOPIC]
    assert after.model_copy(update={"thresholds": before.thresholds}) == before


def test_examples_notice_a_floor_a_rung_and_a_threshold(real: Trial) -> None:
    assert noticed(real, "‘genoeg’ 44 was in plaats van 45")
    assert noticed(real, "‘zeggenschap_onafhankelijk’ geen ondergrens had")
    assert noticed(real, "regel 4 van de ladder er niet stond")


def test_a_change_without_meaning_is_no_mutant() -> None:
    trial = Trial(small(), next(iter(small().rulesets)))
    same = by_clause(trial, next(m.clause for m in mutants(trial.content, trial.ruleset)))
    source = trial.content.file(same.kind, same.key)
    value = source.value
    for step in same.path:
        value = value[step]  # type: ignore[index,call-overload]
    unchanged = Mutant(same.operator, same.kind, same.key, same.path, value, same.place, "niets")
    assert trial.variant(unchanged) is None
    assert (
        apply(trial.content, Mutant("", "regels", trial.ruleset, ("ladder",), DROP, same.place, "")) is None
    )


@pytest.fixture
def blocks(real: Trial) -> list[tuple[Mutant, Example]]:
    """Examples that are proposed for a few faults, read back from their YAML."""
    search, found = Search(real, 600), []
    for clause in (
        "‘ruim’ 81 was in plaats van 80",
        "‘zeggenschap_onafhankelijk’ geen ondergrens had",
        "‘standaard’ bij ‘tijdlijn_kiesbaar’ ‘grotendeels’ gaf in plaats van ‘voldoet’",
        "het signaal ‘reacties_zonder_mensen’ niet naar ‘doel’ keek",
    ):
        mutant = by_clause(real, clause)
        witness = search.witness(mutant)
        assert witness is not None
        (raw,) = yaml.load(witness.text, yaml.BaseLoader)  # every scalar as text
        found.append((mutant, Example.model_validate(raw)))
    return found


def test_a_proposed_example_is_true_and_notices_the_fault(
    real: Trial, blocks: list[tuple[Mutant, Example]]
) -> None:
    for mutant, case in blocks:
        variant = real.variant(mutant)
        assert variant is not None
        for content, good in ((real.content, True), (variant[0], False)):
            with closing(Engine(content, TOPIC)) as engine:
                advice = engine.advise(example_answers(content, engine, case), case.day)
            assert (not list(differences(case.expected, advice))) is good, mutant.clause


def test_nothing_found_is_said_so(real: Trial) -> None:
    mutant = by_clause(real, "regel 1 van de ladder er niet stond")
    assert Search(real, 50).witness(mutant) is None


def test_the_command_prints_shares_and_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path)
    assert main(["dekking", str(folder), "--voorstellen"]) == 0
    out = capsys.readouterr().out
    trial = Trial(small(), next(iter(small().rulesets)))
    mutation = trial.mutation()
    assert f"fouten       {mutation.total - len(mutation.unnoticed):>3} van {mutation.total}" in out
    assert mutation.unnoticed
    for mutant in mutation.unnoticed:
        assert f"{mutant.place}: {mutant.sentence}" in out
    assert "Voorstellen voor voorbeelden." in out
    assert main(["dekking", str(folder), "--kort"]) == 0
    assert "fouten" not in capsys.readouterr().out


def test_the_command_refuses_faulty_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path)
    path = folder / RULES
    path.write_text(path.read_text(encoding="utf-8") + "\nonzin: ja\n", encoding="utf-8")
    assert main(["dekking", str(folder)]) == 2
    assert "onzin" in capsys.readouterr().err
