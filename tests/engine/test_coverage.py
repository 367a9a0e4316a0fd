"""What examples reach, which faults they notice, and examples that would notice the rest."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
import yaml

from engine.attainable import attainable, looked_at
from engine.cases import Example, Expectation
from engine.checks.examples import differences, example_answers
from engine.cli import main
from engine.coverage import Mutation, Trial, is_settled
from engine.distinguish import Search
from engine.engine import Engine
from engine.load import content_root, load_content
from engine.mutants import DROP, Mutant, apply, mutants
from tests.engine.klein import EXAMPLES, RULES, small, write

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


def test_the_columns_and_the_advice_agree_on_what_can_still_be_expected(real: Trial) -> None:
    """On the real content and on faults: never "no" where the advice says yes; exact when all is settled."""
    asked = settled = 0
    for mutant in [None, *list(mutants(real.content, TOPIC))[::90]]:
        changed = real.variant(mutant) if mutant else (real.content, real.program)
        if changed is None:
            continue
        content, program = changed
        trial = Trial(content, TOPIC)
        rules, found = content.rulesets[TOPIC], trial.found
        with closing(Engine(content, TOPIC)) as engine:
            for row, case in list(enumerate(real.cases))[:: 3 if mutant is None else 6]:
                advice = engine.advise(example_answers(content, engine, case), case.day)
                met = not any(differences(case.expected, advice))
                can = attainable(case.expected, found, program, rules, row)
                assert can or not met, (mutant, case.name)
                if is_settled(found, row):
                    settled += 1
                    assert can is met, (mutant, case.name)
                asked += 1
    assert asked > 90
    assert settled > 20


PARTS = (
    {"uitkomst": "stoppen"},
    {"mogelijke_uitkomsten": ["ja_graag", "stoppen"]},
    {"score": "99"},
    {"score": {"nu": "100", "min": "99"}},
    {"kenmerken": {"nodig": "laag"}},
    {"kenmerken": {"doelen": "2"}},
    {"kenmerken": {"aandacht": ["tijd"]}},
    {"criteria": {"toezicht_goed": "voldoet_niet"}},
    {"omdat": {"uitkomst": "niet ruim"}},
    {"signalen": ["grens"]},
    {"maatregelen": ["opnieuw"]},
    {"voorbehoud": ["veel_open"]},
    {"beginselen_gemist": "1"},
    {"blokkade": "ja"},
)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: next(iter(part)))
def test_every_part_of_an_expectation_can_fail(part: dict[str, object]) -> None:
    """Each expects something else than the settled first example gives."""
    trial = Trial(small(), "klein/v1")
    expected = Expectation.model_validate(part)
    rules = trial.content.rulesets["klein/v1"]
    assert is_settled(trial.found, 0)
    assert not attainable(expected, trial.found, trial.program, rules, 0)
    assert looked_at(expected, trial.program, rules)
    with closing(Engine(trial.content, "klein/v1")) as engine:
        advice = engine.advise(example_answers(trial.content, engine, trial.cases[0]), trial.cases[0].day)
    assert list(differences(expected, advice))


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
        *("drempel", "gewicht", "oordeel", "opties verwisseld", "waarde", "volgorde"),
        *("regel weg", "ondergrens weg", "voorwaarde weg", "en/of", "maatregel weg"),
    }
    assert len({m.clause for m in found}) == len(found)
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


@pytest.fixture(scope="module")
def blocks(real: Trial) -> list[tuple[Mutant, Example]]:
    """Examples that are proposed for a few faults, read back from their YAML."""
    found = []
    with closing(Search(real, 600)) as search:
        for clause in (
            "‘ruim’ 81 was in plaats van 80",
            "‘zeggenschap_onafhankelijk’ geen ondergrens had",
            "‘standaard’ bij ‘tijdlijn_kiesbaar’ ‘grotendeels’ gaf in plaats van ‘voldoet’",
            "het signaal ‘reacties_zonder_mensen’ niet naar ‘doel’ keek",
            "regel 3 van het kenmerk ‘noodzaak’ niet naar ‘bereik’ keek",
            "het voorbehoud ‘veel_onbekend’ nooit verscheen",
            "de vraag ‘afbouwplan’ altijd getoond werd",
        ):
            mutant = by_clause(real, clause)
            text = search.witness(mutant)
            assert text is not None, clause
            (raw,) = yaml.load(text, yaml.BaseLoader)  # every scalar as text
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


def test_the_solver_finds_what_was_not_drawn() -> None:
    trial = Trial(small(), "klein/v1")
    with closing(Search(trial, 1)) as search:
        text = search.witness(
            by_clause(trial, "in onderdeel 2 van ‘inzet’ ‘minstens’ bij ‘uren’ 3 was in plaats van 4")
        )
        assert text is not None
        assert "      uren: 3" in text
        assert search.witness(by_clause(trial, "‘veel’ 3 was in plaats van 2")) is None


@pytest.mark.slow
@pytest.mark.parametrize("ruleset", sorted(load_content(content_root()).rulesets))
def test_no_fault_in_the_real_content_goes_without_example_proof_or_reason(ruleset: str) -> None:
    mutation = Trial(load_content(content_root()), ruleset).mutation()
    assert [m.sentence for m in mutation.unnoticed] == []
    assert mutation.stale == ()
    assert mutation.noticed > 100


# -- what is written down about a fault -----------------------------------------------------------------

PART = "‘inzet’ onderdeel 1 niet telde"
NOTES = (
    "zonder_voorbeeld:\n"
    f"  - fout: {PART}\n    omdat: Dit proberen wij met de hand.\n"
    "  - fout: ‘ruim’ 79 was in plaats van 80\n    omdat: Dat merkt een voorbeeld al.\n"
)


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mutation]:
    """The small content with two reasons, and what becomes of its mutants."""
    folder = write(tmp_path_factory.mktemp("inhoud"))
    path = folder / EXAMPLES
    path.write_text(path.read_text(encoding="utf-8") + NOTES, encoding="utf-8")
    return folder, Trial(load_content(folder), "klein/v1").mutation()


def test_a_reason_explains_one_fault_and_goes_stale_where_there_is_none(noted: tuple[Path, Mutation]) -> None:
    _, mutation = noted
    assert [(m.clause, why) for m, why in mutation.explained] == [(PART, "Dit proberen wij met de hand.")]
    assert PART not in [m.clause for m in mutation.unnoticed]
    assert [note.fault for note in mutation.stale] == ["‘ruim’ 79 was in plaats van 80"]
    assert mutation.total == mutation.noticed + 1 + len(mutation.unnoticed)
    assert mutation.same


def test_the_command_prints_shares_and_places(
    noted: tuple[Path, Mutation], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, mutation = noted
    assert main(["dekking", str(folder), "--voorstellen"]) == 1
    out = capsys.readouterr().out
    assert f"fouten       {mutation.noticed:>3} van {mutation.total}" in out
    assert "met reden      1 onder ‘zonder_voorbeeld’" in out
    assert f"gelijk       {len(mutation.same):>3} veranderen niets aan een advies; dat is bewezen" in out
    assert "zonder_voorbeeld: ‘‘ruim’ 79 was in plaats van 80’ is hier geen fout" in out
    assert mutation.unnoticed
    for mutant in mutation.unnoticed:
        assert f"{mutant.place}: {mutant.sentence}" in out
    assert "Voorstellen voor voorbeelden." in out
    assert "  - fout: de vraag ‘sinds’ altijd getoond werd\n    omdat: …" in out
    assert main(["dekking", str(folder), "--kort"]) == 0
    assert "fouten" not in capsys.readouterr().out


def test_the_command_refuses_faulty_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path)
    path = folder / RULES
    path.write_text(path.read_text(encoding="utf-8") + "\nonzin: ja\n", encoding="utf-8")
    assert main(["dekking", str(folder)]) == 2
    assert "onzin" in capsys.readouterr().err
