"""The same subject over time: each day as it was, and what changed in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from flask import Flask

from engine.advice import ScoreRange
from engine.engine import Engine
from engine.report_json import advice_json
from tests.webapp.pages import Visitor
from tests.webapp.test_advice import read_only
from webapp.content_store import Snapshot, Topic
from webapp.services.line import BOTTOM, TOP, Mark, draw
from webapp.services.timeline import Look, own_looks, same_subject, timeline
from webapp.services.weighing import Weighing, weigh
from webapp.storage.records import AnswerRecord, AssessmentRecord
from webapp.storage.repository import Repository

TODAY = date(2026, 11, 23)
DAYS = [datetime(2026, 9, 1, 12), datetime(2026, 10, 2, 12), datetime(2026, 11, 3, 12)]


def stored(app: Flask) -> Repository:
    return app.extensions["basislijn"].repository


def started(app: Flask, snapshot: Snapshot, workspace: int | None = None) -> AssessmentRecord:
    """An assessment of Mastodon that changed on three days."""
    topic = snapshot.by_slug("sociale-media")
    assert topic is not None
    store = stored(app)
    made = store.create(
        workspace_id=workspace,
        questionnaire=topic.id,
        content_hash=topic.version_hash,
        subject="platform/mastodon",
        title="Mastodon",
        answers=[AnswerRecord("account", "answered", "bestaand")],
        now=DAYS[0],
    )
    for day, (key, value) in zip(
        (*DAYS, DAYS[2]),
        (("bereik", "nee"), ("dpia", "nee"), ("dpia", "ja"), ("alternatief", "ja")),
        strict=True,
    ):
        found = store.by_edit_token(made.edit_token)
        assert found is not None
        seen = {k: answer.version for k, answer in found.answers.items()}
        answer = AnswerRecord(key, "answered", value)
        store.save_answers(made.id, [answer], seen, topic.version_hash, day)
    last = store.by_edit_token(made.edit_token)
    assert last is not None
    return last


def looks(app: Flask, snapshot: Snapshot, record: AssessmentRecord) -> list[Look]:
    weighing = weigh(record, snapshot, TODAY)
    return own_looks(weighing, stored(app).changes.of(record.id), snapshot, "")


def test_each_day_is_as_it_was_at_its_end(app: Flask, snapshot: Snapshot) -> None:
    record = started(app, snapshot)
    found = looks(app, snapshot, record)
    assert [look.day for look in found] == [day.date() for day in DAYS] + [TODAY]
    values = [{key: answer.value for key, answer in look.weighing.record.answers.items()} for look in found]
    assert values[0] == {"account": "bestaand", "bereik": "nee"}
    assert values[1] == {**values[0], "dpia": "nee"}
    assert values[2] == values[3] == {**values[0], "dpia": "ja", "alternatief": "ja"}
    for look in found:
        copy = weigh(replace(record, answers=look.weighing.record.answers), snapshot, look.day)
        assert advice_json(look.weighing.advice) == advice_json(copy.advice)


def test_what_was_undone_is_not_on_the_line(app: Flask, snapshot: Snapshot) -> None:
    record = started(app, snapshot)
    store = stored(app)
    seen = {key: answer.version for key, answer in record.answers.items()}
    day = datetime(2026, 11, 10, 12)
    saved = store.save_answers(record.id, [AnswerRecord("dpia", "answered", "nee")], seen, "h", day)
    store.undo(record.id, saved.batch, day)
    found = store.by_edit_token(record.edit_token)
    assert found is not None
    assert [look.day for look in looks(app, snapshot, found)] == [d.date() for d in DAYS] + [TODAY]


def test_between_two_looks_stands_what_changed(app: Flask, snapshot: Snapshot) -> None:
    record = started(app, snapshot)
    view = timeline(looks(app, snapshot, record), weigh(record, snapshot, TODAY))
    assert view.since[0].nothing
    changed = {row.code for row in view.since[1].answers}
    codes = {key: q.code for key, q in weigh(record, snapshot, TODAY).questions.items()}
    assert codes["alternatief"] in changed
    assert view.since[1].answers[0].differs
    assert [step.rules for step in view.since] == [(), (), ()]


def test_rules_that_changed_are_told(app: Flask, snapshot: Snapshot) -> None:
    record = started(app, snapshot)
    now = weigh(record, snapshot, TODAY)
    key = now.topic.ruleset.baseline
    baseline = snapshot.content.baselines[key]
    name, principle = next(iter(baseline.principles.items()))
    heavier = principle.model_copy(update={"weight": principle.weight + 5})
    older = baseline.model_copy(update={"principles": {**baseline.principles, name: heavier}})
    content = replace(snapshot.content, baselines={**snapshot.content.baselines, key: older})
    rules = next(key for key, rules in content.rulesets.items() if rules is now.topic.ruleset)
    topic = Topic(now.topic.id, now.topic.questionnaire, now.topic.ruleset, Engine(content, rules), "anders")
    step = timeline([Look("Toen", date(2026, 1, 1), replace(now, topic=topic)), Look("Nu", TODAY, now)], now)
    weight = principle.weight
    said = f"Lichter: {principle.title} telt nu {weight} in plaats van {weight + 5}"
    assert said in step.since[0].rules
    assert not step.since[0].nothing


def test_what_is_still_to_come_has_its_day(snapshot: Snapshot) -> None:
    topic = snapshot.by_slug("ai-verordening")
    assert topic is not None
    moment = datetime(2026, 8, 1)
    record = AssessmentRecord(
        *(1, "w", "l", None, topic.id, topic.version_hash, None, "Zaakherkenner", "", moment, moment, moment)
    )
    weighing: Weighing = weigh(record, snapshot, date(2026, 7, 1))
    days = {view.starts for view in (*weighing.advice.possible, *weighing.advice.measures) if view.starts}
    found = timeline([Look("Nu", weighing.today, weighing)], weighing).ahead
    assert [item.day for item in found] == sorted(day for day in days if day > weighing.today)
    assert all(item.advice or item.measures for item in found)


def test_the_line_stands_where_the_numbers_say() -> None:
    marks = [Mark("a", date(2026, 1, 1), ScoreRange(0, 100, 50)), Mark("b", TODAY, ScoreRange(100, 100, 100))]
    found = draw(marks, 45)
    assert found is not None
    assert [(p.y, p.low, p.high) for p in found.points] == [(96, BOTTOM, TOP), (TOP, TOP, TOP)]
    assert found.text == "Van 50 naar 100 van 100, op 2 momenten."
    same = draw([replace(mark, day=TODAY) for mark in marks], None)
    assert same is not None
    assert same.points[0].x < same.points[1].x
    assert draw(marks[:1], None) is None
    assert draw([Mark("a", TODAY, ScoreRange(None, None, None))] * 3, None) is None


# --- the page -----------------------------------------------------------------------------------------


def test_the_page_tells_it_in_a_table_too(app: Flask, snapshot: Snapshot, visitor: Visitor) -> None:
    record = started(app, snapshot)
    page = visitor.get(f"/w/{record.edit_token}/tijdlijn")
    assert visitor.status == 200
    for words in ("1 september 2026", "3 november 2026", "Wat er veranderde", "Score van Mastodon"):
        assert words in page.text
    assert visitor.response is not None
    assert 'role="img"' in visitor.response.text
    assert not page.inline


def test_one_look_says_what_to_expect(visitor: Visitor, edit: str) -> None:
    page = visitor.get(f"{edit}/tijdlijn")
    assert "Er is nog één moment" in page.text
    assert f"{edit}/tijdlijn" in visitor.get(f"{edit}/advies").links


def test_another_assessment_of_the_subject_is_only_for_who_works_in_the_werkmap(
    app: Flask, snapshot: Snapshot
) -> None:
    mine = Visitor(app.test_client())
    edit = mine.begin("platform/mastodon")
    record = stored(app).by_edit_token(edit.removeprefix("/w/"))
    assert record is not None
    old = started(app, snapshot, record.workspace_id)
    weighing = weigh(record, snapshot, TODAY)
    assert [row.id for row in same_subject(weighing, [record, old])] == [old.id]
    assert f"/w/{old.edit_token}/advies" in mine.get(f"{edit}/tijdlijn").links
    read = read_only(mine, edit)
    assert old.edit_token not in mine.client.get(f"{read}/tijdlijn").text
    stranger = Visitor(app.test_client())
    assert old.edit_token not in stranger.client.get(f"{edit}/tijdlijn").text
