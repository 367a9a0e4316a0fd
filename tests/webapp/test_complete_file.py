"""The complete file through the web: everything comes back, for who may edit, as far as it fits."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask

from tests.webapp.complete_files import complete, number_of, open_file, opened, store_of
from tests.webapp.pages import Visitor
from tests.webapp.people import make_town
from tests.webapp.test_advice import OWN, read_only
from tests.webapp.test_decision import decide, decide_all
from tests.webapp.test_evidence import PDF, files, send
from tests.webapp.test_signing import sign
from webapp.services.meeting_file import read_rounds
from webapp.storage.records import AnswerRecord, TaskRecord
from webapp.storage.work_records import ASIDE, AssignmentRecord, EvidenceRecord

EARLIER = datetime(2026, 3, 1, 9, 30)
LATER = datetime(2026, 3, 2, 10, 0)
LARGE = b"Een groot stuk.\n" * 200_000  # more than a file without evidence may be
ROUND = {
    "soort": "afweging",
    "stand": "klaar",
    "begonnen": "2026-03-01T09:00:00",
    "deelnemers": 4,
    "functies": ["FG", "jurist"],
    "vragen": [{"vraag": "bereik", "tekst": "Bereikt u hier mensen?", "redenen": ["Jongeren"]}],
}
#: Of this installation: a file that is opened begins a new assessment, and the time to keep it starts anew.
NEW_HERE = ("aangemaakt", "gewijzigd")


def keep_file(app: Flask, number: int, name: str, content: bytes, at: datetime) -> None:
    """Evidence as it lies in the store."""
    store = store_of(app)
    assert store.evidence.files
    written = store.evidence.files.write(BytesIO(content))
    media = {"pdf": "application/pdf", "txt": "text/plain"}[name.rpartition(".")[2]]
    item = EvidenceRecord(
        "",
        "bereik",
        f"Stuk “{name}”",
        file_name=name,
        media=media,
        size=written.size,
        sha256=written.sha256,
        stored=written.stored,
        author="Noor é",
    )
    assert store.evidence.add(number, item, at, 10**9)


def fill(app: Flask, visitor: Visitor, edit: str) -> None:
    """Everything that people can do around the answers, at moments of long ago."""
    store, number = store_of(app), number_of(app, edit)
    said = AnswerRecord("bereik", "answered", "aantoonbaar", "Regel 1\n“2”", "bron", date(2026, 2, 1))
    store.save_answers(number, [said], {"bereik": 1}, "h", EARLIER, author="FG")
    undone = store.save_answers(number, [AnswerRecord("later_weg", "nvt", None)], {}, "h", EARLIER)
    assert store.undo(number, undone.batch, LATER, "Noor")
    store.history.set_aside(number, [AnswerRecord("bereik", "unknown", None, who="jurist")], LATER, "Bo")
    store.assignments.save(number, [AssignmentRecord("2", "FG “é”", date(2026, 12, 1))], {}, EARLIER)
    for text, keep in (("Klopt dit?", True), ("Al gedaan\nin mei", False)):
        made = store.comments.add(
            number, "bereik", text, EARLIER, author="Noor", in_dossier=keep, browser="b1"
        )
    assert made
    store.comments.resolve(number, made.id, True, LATER)
    store.evidence.add(number, EvidenceRecord("", "", "Besluit", "https://voorbeeld.nl/b"), EARLIER, 10**9)
    keep_file(app, number, "stuk.pdf", PDF, LATER)
    keep_file(app, number, "groot.txt", LARGE, LATER)
    store.scenarios.keep(
        number, "Alles geregeld", {"regel": ["afbouwplan_maken"], "a-bereik": ["nee"]}, LATER
    )
    store.tasks.save(number, [TaskRecord("afbouwplan_maken", "FG", None, "bezig", "Loopt")], {}, EARLIER)
    decide(visitor, edit, c="uitgelegd", r="Wij bereiken hier jongeren.", w="Directeur", d="2026-11-20")
    store.meetings.restore(number, read_rounds([ROUND]))
    visitor.get(f"{edit}/gesprek")
    visitor.submit({"aanwezig": "Anna", "opmerking-bereik": "Ja"})


def test_everything_comes_back(app: Flask, visitor: Visitor, edit: str) -> None:
    for section, answers in OWN.items():
        visitor.answer(edit, section, answers, "hier")
    fill(app, visitor, edit)
    saved = complete(visitor, edit)
    work = saved["werk"]
    assert all(work[part] for part in ("verdeling", "opmerkingen", "bewijs", "scenarios", "geschiedenis"))
    assert {row["hoe"] for row in work["geschiedenis"]} >= {"begin", "bewaard", "opzij", "ongedaan"} - {
        "begin"
    }
    assert all(saved[part] for part in ("taken", "besluiten", "gesprekken"))
    assert work["weggelaten"] == {"bestanden": [], "versies": 0, "advies": ""}
    other, again = opened(app, saved)
    assert (
        "Ook meegekomen: 1 deel met een naam, 2 opmerkingen, 3 stukken bewijs, 1 scenario" in other.page.text
    )
    found = complete(other, again)
    for name in NEW_HERE:
        saved.pop(name), found.pop(name)
    assert found == saved
    assert other.advice(again) == visitor.advice(edit)
    assert len(files(app)) == 4
    versions = store_of(app).history.of_question(number_of(app, again), "bereik")
    assert (versions[0].how, versions[0].number, versions[0].author) == (ASIDE, 2, "Bo")
    assert store_of(app).evidence.sweep() == 0


def test_the_next_answer_goes_on_from_the_number_in_the_file(app: Flask, visitor: Visitor, edit: str) -> None:
    fill(app, visitor, edit)
    other, again = opened(app, complete(visitor, edit))
    number, store = number_of(app, again), store_of(app)
    present = store.by_edit_token(again.rpartition("/")[2])
    assert present
    assert (present.answers["bereik"].version, present.answers["bereik"].updated_at) == (2, EARLIER)
    assert not store.save_answers(
        number, [AnswerRecord("bereik", "nvt", None)], {"bereik": 1}, "h", LATER
    ).saved
    assert store.save_answers(number, [AnswerRecord("bereik", "nvt", None)], {"bereik": 2}, "h", LATER).saved
    assert store.history.of_question(number, "bereik")[0].number == 3
    assert "Bo" in other.get(f"{again}/geschiedenis?vraag=bereik").text


def test_an_answer_that_was_changed_in_the_file_is_one_more_version(
    app: Flask, visitor: Visitor, edit: str
) -> None:
    saved = complete(visitor, edit)
    saved["antwoorden"]["bereik"].update(staat="onbekend", waarde=None)
    _other, again = opened(app, saved)
    versions = store_of(app).history.of_question(number_of(app, again), "bereik")
    assert [(v.number, v.answer.state) for v in versions if v.answer] == [(2, "unknown"), (1, "answered")]


def test_nobody_deletes_the_remark_of_another_through_a_file(app: Flask, visitor: Visitor, edit: str) -> None:
    visitor.get(f"{edit}/opmerkingen")
    visitor.submit({"tekst": "Van mij", "naam": "Anna"})
    saved = complete(visitor, edit)
    assert "browser" not in json.dumps(saved)
    open_file(visitor, json.dumps(saved).encode())
    again = visitor.url.removesuffix("/advies")
    assert "Verwijder" not in [
        name for form in visitor.get(f"{again}/opmerkingen").forms for name in form.names
    ]
    (comment,) = store_of(app).comments.of(number_of(app, again))
    form = visitor.page.forms[0]
    token = form.fields["csrf_token"]
    page = visitor.post(f"{again}/opmerkingen/{comment.id}", {"csrf_token": token, "doe": "verwijder"})
    assert "Verwijderen kan alleen in de browser" in page.text
    assert (comment.author, comment.browser) == ("Anna", "")


def test_the_file_to_share_leaves_the_work_out(app: Flask, visitor: Visitor, edit: str) -> None:
    fill(app, visitor, edit)
    page = visitor.get(f"{edit}/bewaren")
    assert {f"{edit}/bestand", f"{edit}/bestand/alles"} <= set(page.links)
    shared = visitor.client.get(f"{edit}/bestand").text
    assert "werk" not in json.loads(shared)
    for text in ("Klopt dit?", "Noor", "voorbeeld.nl/b", "Alles geregeld", "opzij"):
        assert text not in shared
    other, again = opened(app, json.loads(shared))
    assert "meegekomen" not in other.page.text
    assert complete(other, again)["werk"]["opmerkingen"] == []


def test_who_reads_does_not_get_the_complete_file(app: Flask, visitor: Visitor, edit: str) -> None:
    read = read_only(visitor, edit)
    assert visitor.client.get(f"{read}/bestand").status_code == 200
    assert visitor.client.get(f"{read}/bestand/alles").status_code == 404
    token = read.rpartition("/")[2]
    assert visitor.client.get(f"/w/{token}/bestand/alles").status_code == 404


@pytest.mark.parametrize(("role", "status"), [("invuller", 200), ("beoordelaar", 403), ("elders", 403)])
def test_with_accounts_only_who_may_edit(make_app: Callable[..., Flask], role: str, status: int) -> None:
    town = make_town(make_app(accounts=True))
    record = town.assessment("Geheim", town.here, account="nieuw")
    answer = town.as_role(role).client.get(f"/w/{record.edit_token}/bestand/alles")
    assert answer.status_code == status


# --- sizes ------------------------------------------------------------------------------------------------


def test_what_does_not_fit_is_left_out_and_told(make_app: Callable[..., Flask]) -> None:
    app = make_app(max_body=300_000, openen_mb=1)
    visitor = Visitor(app.test_client())
    edit = visitor.begin()
    send(visitor, edit, "klein.txt", b"k" * 100_000, titel="Klein stuk")
    send(visitor, edit, "groot.txt", b"g" * 700_000, titel="Groot stuk")
    page = visitor.get(f"{edit}/bewaren")
    assert "Dit past niet in het bestand, en gaat dus niet mee: Groot stuk." in page.text
    saved = complete(visitor, edit)
    assert saved["werk"]["weggelaten"]["bestanden"] == ["Groot stuk"]
    assert "Bewaar deze bestanden zelf" in saved["werk"]["weggelaten"]["advies"]
    assert [item["titel"] for item in saved["werk"]["bewijs"]] == ["Klein stuk"]
    other, again = opened(app, saved)
    assert "Dit bewijs paste niet in het bestand: ‘Groot stuk’." in other.page.text
    assert complete(other, again)["werk"]["bewijs"] == saved["werk"]["bewijs"]


def test_a_long_history_is_cut_at_its_oldest_end(make_app: Callable[..., Flask]) -> None:
    app = make_app(max_body=150_000)
    visitor = Visitor(app.test_client())
    edit = visitor.begin()
    number, store = number_of(app, edit), store_of(app)
    for at in range(100):
        note = AnswerRecord("bereik", "answered", "ja", note=f"{at} " + "é" * 900)
        store.save_answers(number, [note], {"bereik": at}, "h", EARLIER + timedelta(minutes=at))
    saved = complete(visitor, edit)
    left = saved["werk"]["weggelaten"]["versies"]
    assert 0 < left < 100
    assert saved["werk"]["geschiedenis"][-1]["nummer"] == 100
    other, again = opened(app, saved)
    assert f"De oudste {left} versies van antwoorden pasten niet in het bestand." in other.page.text
    assert complete(other, again)["werk"]["geschiedenis"] == saved["werk"]["geschiedenis"]


@pytest.mark.parametrize("size", [11_000, 1_400_000])
def test_too_large_says_so_on_the_page(make_app: Callable[..., Flask], size: int) -> None:
    visitor = Visitor(make_app(max_body=10_000, openen_mb=1).test_client())
    open_file(visitor, b" " * size)
    assert visitor.status == 413
    assert visitor.page.title.startswith("Fout: ")
    assert "Een bestand mag 1 MB zijn" in visitor.page.text


# --- signed off -------------------------------------------------------------------------------------------


def test_what_was_signed_off_opens_as_an_open_assessment(app: Flask, visitor: Visitor, edit: str) -> None:
    store = store_of(app)
    decide_all(visitor, edit)
    sign(visitor, edit)
    record = store.by_edit_token(edit.rpartition("/")[2])
    assert record
    assert record.frozen_at, visitor.page.text
    assert "Wie het bestand opent, begint een nieuwe afweging" in visitor.get(f"{edit}/bewaren").text
    other, again = opened(app, complete(visitor, edit))
    assert "De afweging in het bestand was vastgesteld op" in other.page.text
    found = store.by_edit_token(again.rpartition("/")[2])
    assert found
    assert found.frozen_at is None
