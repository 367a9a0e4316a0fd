"""What a conversation is made of: kinds as data, the order of differences, words and the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from webapp.content_store import Snapshot
from webapp.services.meeting import (
    DECIDES,
    NOTHING,
    OUT_OF_SIGHT,
    OUTCOME,
    TOGETHER,
    VALUE,
    Effect,
    differences,
    effect,
    proposals,
)
from webapp.services.meeting_file import RoundsError, read_rounds, rounds_json
from webapp.services.meeting_kinds import PLACE, KindError, kinds, read_kinds
from webapp.services.meeting_opening import opening
from webapp.services.meeting_words import present_text
from webapp.services.weighing import Weighing, weigh
from webapp.storage.meeting_records import (
    AGREED,
    ANSWERED,
    NO_OPINION,
    NOT_AGREED,
    UNKNOWN,
    Agreement,
    Choice,
    Count,
    ItemRecord,
    RoundRecord,
    Shape,
)
from webapp.storage.records import AnswerRecord, AssessmentRecord

NOW = datetime(2026, 11, 23, 13, 3)
TODAY = date(2026, 11, 23)


def weighed(
    snapshot: Snapshot, answers: Mapping[str, str], questionnaire: str = "sociale-media/v1"
) -> Weighing:
    """An assessment of X."""
    subject = "platform/x" if questionnaire.startswith("sociale") else None
    stored = {key: AnswerRecord(key, "answered", value, version=1) for key, value in answers.items()}
    record = AssessmentRecord(
        1, "e", "r", None, questionnaire, "h", subject, "Proef", "", NOW, NOW, NOW, answers=stored
    )
    return weigh(record, snapshot, TODAY)


def put(weighing: Weighing, key: str, *values: str, **more: object) -> ItemRecord:
    """A question with as many different answers as there are values."""
    question = weighing.questions[key]
    shape = Shape(question.code, question.text, options=dict(question.options))
    counts = tuple(Count(Choice(ANSWERED, value), 1) for value in values)
    return ItemRecord(key, shape, counts, agreement=Agreement(key, **more))  # type: ignore[arg-type]


def talk(*items: ItemRecord, **more: object) -> RoundRecord:
    base = RoundRecord(1, 1, 1, "afweging", "ACD346", "verschil", 5, "h", NOW, NOW, items=items, joined=2)
    return replace(base, **more)  # type: ignore[arg-type]


FILE = PLACE.read_text(encoding="utf-8")
FAULTS = {
    "no source": ("voorstel: ja}", "bij: [inzet]}", "heeft een bron, of is een voorstel"),
    "unknown source": ("bron: vng_2025", "bron: ergens", "ergens"),
    "two blind parts": (
        "{titel: Feiten, minuten: 5,",
        "{titel: Feiten, blind: ja, minuten: 5,",
        "precies één deel",
    ),
    "no minutes": ("minuten: 20", "minuten: nul", "minuten"),
    "unknown word": ("titel: Datadialoog", "titel: Datadialoog\n    kleur: rood", "kleur"),
    "no YAML": ("soorten:", "soorten: [", "niet te lezen"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_kind_that_does_not_check_is_refused(tmp_path: Path, fault: str) -> None:
    good, bad, told = FAULTS[fault]
    assert good in FILE
    place = tmp_path / "gesprekken.yaml"
    place.write_text(FILE.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(KindError, match=told):
        read_kinds(place)


def test_the_kinds_take_45_minutes_and_name_questions_that_exist(snapshot: Snapshot) -> None:
    found = kinds()
    assert set(found.kinds) == {"afweging", "datadialoog", "ethische_commissie"}
    assert {(kind.minutes, kind.blind_minutes) for kind in found.kinds.values()} == {(45, 5)}
    for topic in snapshot.latest():
        assert set(found.values[topic.slug]) <= set(topic.questionnaire.questions), topic.slug
    assert found.of("verdwenen") == found.kinds["afweging"]


def test_judgements_are_proposed_and_facts_are_looked_up(snapshot: Snapshot) -> None:
    found = proposals(weighed(snapshot, {"account": "bestaand", "bereik": "nee", "alternatief": "ja"}))
    assert (found.chosen[0].key, found.chosen[0].why) == ("bereik", DECIDES)
    assert ("alternatief", VALUE) in [(row.key, row.why) for row in found.chosen]
    assert all(row.question.about != "onderwerp" for row in found.chosen)
    assert any("besluit tegen dit platform" in question.text for question, _ in found.look_up)


@pytest.mark.parametrize("slug", ["ai-verordening", "cloud", "collectivisering", "sociale-media"])
def test_every_questionnaire_has_at_most_ten_proposals(snapshot: Snapshot, slug: str) -> None:
    topic = snapshot.by_slug(slug)
    assert topic is not None
    found = proposals(weighed(snapshot, {}, topic.id))
    assert len(found.chosen) <= 10
    assert found.chosen or found.others


def test_the_order_is_by_what_a_difference_does(snapshot: Snapshot) -> None:
    weighing = weighed(snapshot, {"account": "bestaand", "bereik": "nee", "alternatief": "ja"})
    items = (
        put(weighing, "crisisrol", "geen_rol", "leidend"),
        put(weighing, "alternatief", "ja", "nee"),
        put(weighing, "account", "bestaand", "nieuw"),
        put(weighing, "bereik", "nee", "aantoonbaar"),
    )
    view = differences(weighing, snapshot, talk(*items), kinds().kinds["afweging"])
    order = [(row.item.question, row.effect.kind if row.effect else "") for row in view.differ]
    assert order[0] == ("account", OUTCOME)
    assert set(order[1:3]) == {("alternatief", TOGETHER), ("bereik", TOGETHER)}
    assert order[3] == ("crisisrol", NOTHING)
    assert all("nieuw" not in (row.effect.text if row.effect else "") for row in view.differ)


def test_a_question_out_of_sight_and_no_opinion_do_not_count(snapshot: Snapshot) -> None:
    weighing = weighed(snapshot, {"account": "bestaand", "bereik": "nee", "alternatief": "ja"})
    hidden = next(key for key in weighing.questions if key not in weighing.shown)
    assert effect(weighing, snapshot, put(weighing, hidden, "ja", "nee")).kind == OUT_OF_SIGHT
    item = put(weighing, "bereik", "nee")
    item = replace(item, counts=(*item.counts, Count(Choice(NO_OPINION), 4)))
    view = differences(weighing, snapshot, talk(item), kinds().kinds["afweging"])
    assert view.differ == ()
    assert view.agree[0].answered == 5
    unsure = replace(item, counts=(Count(Choice(UNKNOWN), 1), item.counts[0]))
    assert len(differences(weighing, snapshot, talk(unsure), kinds().kinds["afweging"]).differ) == 1


def test_an_effect_orders_and_speaks() -> None:
    found = [
        Effect(NOTHING),
        Effect(OUTCOME, 2, 3),
        Effect(OUTCOME, 3),
        Effect(TOGETHER),
        Effect("score", 1, 9),
    ]
    ordered = sorted(found, key=lambda each: each.order)
    assert [each.kind for each in ordered] == [OUTCOME, OUTCOME, TOGETHER, "score", NOTHING]
    assert ordered[0].outcomes == 3


def test_what_does_not_fit_any_more_is_told_and_not_saved(snapshot: Snapshot) -> None:
    weighing = weighed(snapshot, {"bereik": "nee", "alternatief": "ja"})
    gone = replace(put(weighing, "bereik", "nee"), question="vroeger", agreement=_agreed("vroeger", "ja"))
    other = put(weighing, "alternatief", "ja", verdict=AGREED, agreed=Choice(ANSWERED, "bestaat_niet"))
    good = put(
        weighing, "bereik", "nee", verdict=AGREED, agreed=Choice(ANSWERED, "aantoonbaar"), reason="Want"
    )
    found = opening(weighing, talk(gone, other, good), ("FG", "jurist"), TODAY)
    assert [item.question for item in found.misfits] == ["vroeger", "alternatief"]
    (answer,) = found.answers
    assert (answer.value, answer.note) == ("aantoonbaar", "Want")
    assert answer.source == "gesprek van 23 november 2026 (FG en jurist)"


def test_not_agreed_opens_only_what_was_answered(snapshot: Snapshot) -> None:
    weighing = weighed(snapshot, {"bereik": "nee"})
    items = [put(weighing, key, "ja", verdict=NOT_AGREED) for key in ("bereik", "alternatief")]
    found = opening(weighing, talk(*items), (), TODAY)
    assert [(answer.question, answer.state) for answer in found.answers] == [("bereik", "open")]


def _agreed(key: str, value: str) -> Agreement:
    return Agreement(key, AGREED, Choice(ANSWERED, value))


@pytest.mark.parametrize(
    ("joined", "roles", "told"),
    [
        (0, (), "Niemand deed mee met een telefoon."),
        (1, (), "1 deelnemer."),
        (2, ("jurist", "jurist"), "2 deelnemers: jurist (2)."),
        (3, ("jurist", "FG"), "3 deelnemers: FG, jurist en 1 deelnemer zonder functie."),
    ],
)
def test_who_was_there_in_words(joined: int, roles: tuple[str, ...], told: str) -> None:
    assert present_text(talk(joined=joined, roles=roles)) == told


def test_a_round_survives_the_file(snapshot: Snapshot) -> None:
    weighing = weighed(snapshot, {"bereik": "nee"})
    item = replace(put(weighing, "bereik", "nee", verdict=NOT_AGREED, minority="Nee"), reasons=("Want",))
    said = rounds_json([talk(item, state="klaar", started_at=NOW, finished_at=NOW, roles=("FG",))])
    assert rounds_json(read_rounds(said)) == said
    assert rounds_json([talk(item)])[0]["stand"] == "gestopt"


@pytest.mark.parametrize(
    "change",
    [
        {"soort": "x" * 41},
        {"stand": "blind"},
        {"begonnen": "gisteren"},
        {"deelnemers": -1},
        {"functies": ["a\x00b"]},
        {"vragen": [{"vraag": "../x", "tekst": "t"}]},
        {"vragen": [{"vraag": "a", "tekst": "t", "want": "x" * 2001}]},
        {"vragen": [{"vraag": "a", "tekst": "t", "ervoor": {"state": "stuk"}}]},
        {"vragen": [{"vraag": "a", "tekst": "t", "ervoor": {"state": "nvt", "dated": "2026-13-41"}}]},
        {"vragen": [{"vraag": "a", "tekst": "t", "aantallen": [{"staat": "answered", "aantal": 10**9}]}]},
    ],
)
def test_a_file_with_a_wrong_conversation_is_refused(change: dict[str, object]) -> None:
    good = rounds_json([talk(started_at=NOW)])[0]
    with pytest.raises(RoundsError, match="gesprekken"):
        read_rounds([{**good, **change}])


@pytest.mark.parametrize("data", ["tekst", {"a": 1}, [1], [{}], [{}] * 51])
def test_a_file_with_something_else_is_refused(data: object) -> None:
    with pytest.raises(RoundsError, match="gesprekken"):
        read_rounds(data)
    assert read_rounds(None) == ()
