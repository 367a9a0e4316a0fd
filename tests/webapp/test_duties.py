"""'Wie doet wat': every measure with an owner, a date and a state; nothing that people typed gets lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from flask import Flask

from engine.advice import MeasureView
from tests.webapp.conftest import FIRST
from tests.webapp.pages import Page, Visitor
from tests.webapp.test_advice import read_only
from webapp.services.duties import duties, grouped, summary, task_words
from webapp.storage.records import TaskRecord

PLAN, ARCHIVE, PERHAPS = "afbouwplan_maken", "archief_veiligstellen", "adverteren_beperken"
SAVED = "De lijst is opgeslagen."


def fill(visitor: Visitor, edit: str, **values: str) -> Page:
    """Fill in fields (``e_`` stands for ``e-``) and save."""
    visitor.get(f"{edit}/plichten")
    return visitor.submit({f"{key[0]}-{key[2:]}": value for key, value in values.items()})


def fields(visitor: Visitor, edit: str) -> dict[str, str]:
    """What the page holds now."""
    visitor.get(f"{edit}/plichten")
    return {key: values[0] for key, values in visitor.main_form().fields.items()}


# --- the list ---------------------------------------------------------------------------------------


def test_every_measure_is_there_once_certain_ones_apart_from_possible_ones(
    visitor: Visitor, edit: str
) -> None:
    states = visitor.advice(edit)["maatregelen"]
    page = visitor.get(f"{edit}/plichten")
    here = [name.removeprefix("z-") for name in visitor.main_form().names if name.startswith("z-")]
    assert sorted(here) == sorted(states)
    certain = [key for key, state in states.items() if state == "geldt"]
    assert f"0 van {len(certain)} geregeld." in page.text
    order = [part.removeprefix("taak-") for part in page.ids if part.startswith("taak-")]
    assert set(order[: len(certain)]) == set(certain)
    first, perhaps = page.text.index("Dit geldt nu"), page.text.index("Misschien nodig")
    assert first < page.text.index("Stel een afbouwplan vast") < perhaps
    assert "Meestal Communicatie · binnen 1 maand Gemeentewet, artikelen 160 en 169" in page.text


def test_nothing_certain_yet(visitor: Visitor) -> None:
    edit = visitor.begin("anders", "Zaakherkenner", "ai-verordening")
    page = visitor.get(f"{edit}/plichten")
    assert "Er is nog niets dat zeker moet." in page.text
    assert "Dit geldt nu" not in page.text
    assert "Misschien nodig" in page.text


def measure(key: str, starts: date | None = None, certain: bool = True) -> MeasureView:
    return MeasureView(key, f"Doe {key}.", "FG", "direct", "", (), certain, (), starts, 1)


def rows_on(today: date, *tasks: TaskRecord) -> tuple[object, ...]:
    measures = (
        measure("oud", date(2025, 2, 2)),
        measure("altijd"),
        measure("straks", date(2026, 12, 2)),
        measure("wellicht", certain=False),
    )
    weighing = SimpleNamespace(
        advice=SimpleNamespace(measures=measures),
        today=today,
        topic=SimpleNamespace(ruleset=SimpleNamespace(measures={"weg": SimpleNamespace(do="Doe weg.")})),
    )
    return duties(weighing, {task.measure: task for task in tasks})


@pytest.mark.parametrize(
    ("today", "kind", "when"),
    [
        (date(2026, 12, 1), "later", "geldt vanaf 2 december 2026"),
        (date(2026, 12, 2), "nu", "geldt nu"),
    ],
)
def test_what_holds_is_seen_from_the_day_of_the_assessment(today: date, kind: str, when: str) -> None:
    rows = {duty.id: duty for duty in rows_on(today)}
    assert (rows["straks"].kind, rows["straks"].when) == (kind, when)
    assert (rows["oud"].kind, rows["oud"].when) == ("nu", "geldt nu")
    assert (rows["altijd"].kind, rows["altijd"].when) == ("nu", "")


def test_groups_come_in_order_and_what_no_longer_applies_stays_apart() -> None:
    rows = rows_on(
        date(2026, 12, 1),
        TaskRecord("weg", owner="FG"),
        TaskRecord("verdwenen", note="x"),
        TaskRecord("leeg"),
    )
    shown = [(group.key, [duty.do for duty in group.duties]) for group in grouped(rows)]
    assert shown == [
        ("nu", ["Doe oud.", "Doe altijd."]),
        ("later", ["Doe straks."]),
        ("misschien", ["Doe wellicht."]),
        ("voorbij", ["Doe weg.", "Een maatregel die niet meer bestaat (‘verdwenen’)"]),
    ]


def test_by_owner_nobody_comes_first_and_capitals_make_no_difference() -> None:
    tasks = [
        TaskRecord("oud", owner="jurist"),
        TaskRecord("straks", owner="Jurist"),
        TaskRecord("wellicht", owner="Jurist"),
    ]
    groups = grouped(rows_on(date(2026, 12, 1), *tasks), by_owner=True)
    assert [(group.title, [duty.id for duty in group.duties]) for group in groups] == [
        ("Nog niemand", ["altijd"]),
        ("Jurist", ["oud", "straks"]),
        ("Misschien nodig", ["wellicht"]),
    ]


def test_the_count_leaves_out_what_is_not_certain_or_does_not_apply() -> None:
    today = date(2026, 12, 1)
    late = replace(TaskRecord("oud"), due=date(2026, 11, 30), state="bezig")
    assert summary(rows_on(today)).text == "0 van 3 geregeld"
    assert not summary(rows_on(today, TaskRecord("wellicht", owner="FG"))).begun
    done = TaskRecord("altijd", state="klaar", due=date(2020, 1, 1))
    tasks = [late, done, TaskRecord("wellicht", state="klaar")]
    assert summary(rows_on(today, *tasks)).text == "1 van 3 geregeld, 1 over tijd"
    tasks[1] = replace(done, state="nvt", note="Wij doen dit niet")
    assert summary(rows_on(today, *tasks)).text == "0 van 2 geregeld, 1 over tijd, 1 niet van toepassing hier"
    on_the_day = replace(late, due=today)
    assert summary(rows_on(today, on_the_day)).overdue == 0


def test_a_task_in_words() -> None:
    task = TaskRecord("m", "Anna", date(2027, 3, 1), "bezig", "bijna rond")
    assert task_words(task) == "Anna, klaar op 1 maart 2027, bezig, ‘bijna rond’"
    assert task_words(TaskRecord("m")) == "nog niemand, te doen"


# --- filling in -------------------------------------------------------------------------------------


def test_what_is_filled_in_stays_and_counts(visitor: Visitor, edit: str) -> None:
    values = {
        f"e_{PLAN}": "  Team  web ",
        f"d_{PLAN}": "1-11-2026",
        f"s_{PLAN}": "bezig",
        f"o_{PLAN}": "Loopt",
    }
    page = fill(visitor, edit, **values, **{f"s_{ARCHIVE}": "klaar"})
    assert visitor.status == 200
    assert SAVED in page.text
    held = fields(visitor, edit)
    assert [held[f"{part}-{PLAN}"] for part in "edso"] == ["Team web", "2026-11-01", "bezig", "Loopt"]
    assert held[f"s-{ARCHIVE}"] == "klaar"
    assert "1 van 7 geregeld, 1 over tijd" in visitor.get(f"{edit}/advies").text
    assert "1 van 7 geregeld, 1 over tijd." in visitor.get(f"{edit}/notitie").text
    assert "1 van 7 geregeld, 1 over tijd." in visitor.client.get(f"{edit}/notitie.txt").text
    by_owner = visitor.get(f"{edit}/plichten?per=eigenaar").text
    assert by_owner.index("Nog niemand") < by_owner.index("Team web 7 Stel een afbouwplan vast")
    visitor.submit({})
    assert visitor.response.request.query_string == b"per=eigenaar"


def test_before_anybody_fills_in_there_is_no_count(visitor: Visitor, edit: str) -> None:
    for name in ("advies", "notitie"):
        assert "geregeld" not in visitor.get(f"{edit}/{name}").text.replace("moet regelen", "")
    fill(visitor, edit)
    assert visitor.file(edit)["taken"] == {}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("d", "31-02-2027", "Vul een datum in, bijvoorbeeld 23-11-2026."),
        ("d", "volgende week", "Vul een datum in, bijvoorbeeld 23-11-2026."),
        ("d", "0027-03-01", "Controleer het jaar. Vul een datum in tussen 2000 en 2100."),
        ("e", "x" * 81, "Deze tekst is te lang: 81 tekens. Er passen er 80."),
        ("o", "x" * 2001, "Deze tekst is te lang: 2001 tekens. Er passen er 2000."),
        ("s", "nvt", "Schrijf erbij waarom dit hier niet van toepassing is."),
        ("s", "misschien", "Kies een stand uit de lijst."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    visitor: Visitor, edit: str, field: str, value: str, said: str
) -> None:
    page = fill(visitor, edit, **{f"{field}_{PLAN}": value, f"e_{ARCHIVE}": "Archivaris"})
    assert visitor.status == 422
    assert page.title.startswith("Fout: ")
    assert page.text.count(said) == 2
    assert "1 andere regel is wel opgeslagen." in page.text
    if value != "misschien":
        assert visitor.main_form().fields[f"{field}-{PLAN}"] == [value]
    assert fields(visitor, edit)[f"e-{ARCHIVE}"] == "Archivaris"
    assert PLAN not in visitor.file(edit)["taken"]


def test_an_error_points_at_its_field(visitor: Visitor, edit: str) -> None:
    page = fill(visitor, edit, **{f"d_{PLAN}": "31-02-2027", f"e_{PLAN}": "x" * 81})
    assert {f"#d-{PLAN}", f"#e-{PLAN}"} <= set(page.links)
    assert "Er zijn nog 2 dingen nodig" in page.text
    assert f'aria-describedby="fout-d-{PLAN}"' in visitor.response.text


def test_control_signs_and_markup_are_text(visitor: Visitor, edit: str) -> None:
    fill(visitor, edit, **{f"e_{PLAN}": "A\x00nna\u202e <b>", f"o_{PLAN}": "<script>alert(1)</script>"})
    visitor.get(f"{edit}/plichten")
    assert fields(visitor, edit)[f"e-{PLAN}"] == "Anna <b>"
    assert "<script>alert" not in visitor.response.text


def test_reading_shows_it_and_changes_nothing(visitor: Visitor, edit: str) -> None:
    fill(visitor, edit, **{f"e_{PLAN}": "Team web", f"d_{PLAN}": "2027-03-01", f"o_{PLAN}": "Loopt al"})
    read = read_only(visitor, edit)
    page = visitor.get(f"{read}/plichten")
    assert "Eigenaar: Team web · klaar op 1 maart 2027 · te doen Loopt al" in page.text
    assert page.forms == []
    assert edit.rpartition("/")[2] not in visitor.response.text
    assert visitor.client.post(f"{read}/plichten", data={}).status_code in (400, 404, 405)
    for name in ("plichten.txt", "plichten.csv"):
        assert "Team web" in visitor.client.get(f"{read}/{name}").text


# --- two people at once -----------------------------------------------------------------------------


@pytest.fixture
def other(app: Flask) -> Visitor:
    """Somebody else with the same link."""
    return Visitor(app.test_client())


def test_each_their_own_line_is_no_conflict(visitor: Visitor, other: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/plichten")
    fill(other, edit, **{f"e_{PLAN}": "FG"})
    page = visitor.submit({f"e-{ARCHIVE}": "Archivaris"})
    assert SAVED in page.text
    held = fields(visitor, edit)
    assert (held[f"e-{PLAN}"], held[f"e-{ARCHIVE}"]) == ("FG", "Archivaris")


def clash(visitor: Visitor, other: Visitor, edit: str) -> Page:
    """Both change the same line; the other one is first."""
    visitor.get(f"{edit}/plichten")
    fill(other, edit, **{f"e_{PLAN}": "FG", f"d_{PLAN}": "2027-03-01"})
    return visitor.submit({f"e-{PLAN}": "Jurist", f"e-{ARCHIVE}": "Archivaris"})


def test_the_same_line_is_shown_and_not_overwritten(visitor: Visitor, other: Visitor, edit: str) -> None:
    page = clash(visitor, other, edit)
    assert visitor.status == 409
    assert page.title.startswith("Fout: ")
    assert "FG, klaar op 1 maart 2027, te doen" in page.text
    assert "Jurist, te doen" in page.text
    assert visitor.main_form().fields[f"e-{PLAN}"] == ["Jurist"]
    held = fields(other, edit)
    assert (held[f"e-{PLAN}"], held[f"e-{ARCHIVE}"]) == ("FG", "Archivaris")


def test_without_a_choice_the_question_comes_again(visitor: Visitor, other: Visitor, edit: str) -> None:
    clash(visitor, other, edit)
    visitor.submit({})
    assert visitor.status == 409
    assert fields(other, edit)[f"e-{PLAN}"] == "FG"


def choose(visitor: Visitor, which: int) -> Page:
    """Choose theirs (0) or mine (1)."""
    html = visitor.response.text
    values = [part.split('value="')[1].split('"')[0] for part in html.split(f'name="k-{PLAN}" ')[1:]]
    return visitor.submit({f"k-{PLAN}": values[which]})


@pytest.mark.parametrize(("which", "owner", "due"), [(0, "FG", "2027-03-01"), (1, "Jurist", "")])
def test_what_is_chosen_stays(
    visitor: Visitor, other: Visitor, edit: str, which: int, owner: str, due: str
) -> None:
    clash(visitor, other, edit)
    page = choose(visitor, which)
    assert SAVED in page.text
    held = fields(other, edit)
    assert (held[f"e-{PLAN}"], held[f"d-{PLAN}"]) == (owner, due)


def test_a_choice_does_not_cover_what_changed_after_it(visitor: Visitor, other: Visitor, edit: str) -> None:
    clash(visitor, other, edit)
    fill(other, edit, **{f"e_{PLAN}": "Griffie"})
    page = choose(visitor, 1)
    assert visitor.status == 409
    assert "Griffie" in page.text
    choose(visitor, 1)
    assert fields(other, edit)[f"e-{PLAN}"] == "Jurist"


# --- measures come and go ---------------------------------------------------------------------------


def test_what_was_agreed_outlives_the_measure(visitor: Visitor, edit: str) -> None:
    fill(visitor, edit, **{f"e_{PLAN}": "FG"})
    visitor.answer(edit, 1, {**FIRST, "account": "nieuw"})
    page = visitor.get(f"{edit}/plichten")
    assert PLAN not in visitor.advice(edit)["maatregelen"]
    assert page.text.index("Geldt niet meer") < page.text.index("Stel een afbouwplan vast")
    assert fields(visitor, edit)[f"e-{PLAN}"] == "FG"
    assert "geregeld" not in visitor.get(f"{edit}/notitie").text
    visitor.answer(edit, 1, FIRST)
    page = visitor.get(f"{edit}/plichten")
    assert "Geldt niet meer" not in page.text
    assert fields(visitor, edit)[f"e-{PLAN}"] == "FG"


def test_emptied_it_is_gone(visitor: Visitor, edit: str) -> None:
    fill(visitor, edit, **{f"e_{PLAN}": "FG"})
    visitor.answer(edit, 1, {**FIRST, "account": "nieuw"})
    fill(visitor, edit, **{f"e_{PLAN}": ""})
    assert "Geldt niet meer" not in visitor.get(f"{edit}/plichten").text
    assert visitor.file(edit)["taken"] == {}


@pytest.mark.parametrize(("due", "status"), [("2027-03-01", 200), ("31-02-2027", 422)])
def test_a_measure_that_goes_while_somebody_types(
    visitor: Visitor, other: Visitor, edit: str, due: str, status: int
) -> None:
    visitor.get(f"{edit}/plichten")
    other.answer(edit, 1, {**FIRST, "account": "nieuw"})
    page = visitor.submit({f"e-{PLAN}": "FG", f"d-{PLAN}": due})
    assert visitor.status == status
    assert "Geldt niet meer" in page.text
    assert visitor.main_form().fields[f"e-{PLAN}"] == ["FG"]
    assert visitor.main_form().fields[f"d-{PLAN}"] == [due]


def test_made_up_measures_are_not_kept(visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/plichten")
    visitor.submit({"z-verzonnen": "0.", "e-verzonnen": "FG"})
    assert visitor.file(edit)["taken"] == {}
