"""Side by side: what differs is shown and named, and only rows of one's own werkmap are taken."""

from __future__ import annotations

import itertools
import re

import pytest
from flask import Flask

from tests.webapp.conftest import FIRST
from tests.webapp.pages import Page, Visitor
from webapp.content_store import Snapshot
from webapp.services.comparison import Column, Comparison, compare
from webapp.services.side_by_side import known_subjects
from webapp.services.weighing import Weighing

TOO_FEW = "Kies er nog minstens één bij."


def ids(visitor: Visitor) -> list[str]:
    """The numbers of the assessments that the page offers."""
    visitor.get("/naast-elkaar")
    assert visitor.response is not None
    return re.findall(r'name="kies" value="(\d+)"', visitor.response.text)


def two(visitor: Visitor) -> list[str]:
    """Two assessments in this werkmap."""
    for subject, account in (("platform/x", "bestaand"), ("platform/mastodon", "nieuw")):
        edit = visitor.begin(subject)
        visitor.answer(edit, 1, {**FIRST, "account": account})
    return ids(visitor)


def open_table(visitor: Visitor, *keys: str, show: str = "verschil") -> Page:
    return visitor.get(f"/naast-elkaar?{'&'.join(f'kies={key}' for key in keys)}&toon={show}")


def weighings(snapshot: Snapshot) -> list[Weighing]:
    from datetime import date

    topic = snapshot.by_slug("sociale-media")
    assert topic is not None
    return [row.weighing for row in known_subjects(topic, snapshot, date(2026, 11, 23)).values()]


def table(*found: Weighing, everything: bool = True) -> Comparison:
    return compare([Column(str(at), weighing) for at, weighing in enumerate(found)], everything)


# --- the table ----------------------------------------------------------------------------------------


def test_an_assessment_beside_itself_shows_no_difference(snapshot: Snapshot) -> None:
    for weighing in weighings(snapshot):
        assert table(weighing, weighing).alike
        assert not [row for part in table(weighing, weighing).parts for row in part.rows if row.differs]


def test_the_order_of_columns_plays_no_part_in_what_differs(snapshot: Snapshot) -> None:
    rows = weighings(snapshot)
    for one, other in itertools.pairwise(rows):
        assert table(one, other).differing == table(other, one).differing != ()
        assert table(one, other, one).differing == table(one, other).differing


def test_only_what_differs_is_the_whole_without_what_is_the_same(snapshot: Snapshot) -> None:
    one, other = weighings(snapshot)[:2]
    whole, short = table(one, other), table(one, other, everything=False)
    assert short.differing == whole.differing
    for part in whole.parts:
        kept = next(found for found in short.parts if found.key == part.key)
        assert len(kept.rows) + kept.same == len(part.rows)
        if kept.key in ("criteria", "antwoorden", "notities"):
            assert all(row.differs for row in kept.rows)


def test_the_numbers_are_those_of_each_advice(snapshot: Snapshot) -> None:
    one, other = weighings(snapshot)[:2]
    part = next(part for part in table(one, other).parts if part.key == "beginselen")
    for row in part.rows:
        for weighing, cell in zip((one, other), row.cells, strict=True):
            now = next(p.score.now for p in weighing.advice.principles if p.title == row.title)
            assert cell.lines[0] in (str(now), "–", "geen score")


# --- the page -----------------------------------------------------------------------------------------


def test_two_assessments_side_by_side(visitor: Visitor) -> None:
    keys = two(visitor)
    page = open_table(visitor, *keys)
    assert visitor.status == 200
    assert "Hebt u al een account" in page.text or "verschilt" in page.text
    for word in ("Advies", "Score", "Onder de basislijn", "Wat dit bepaalt", "Privacy", "verschilt"):
        assert word in page.text
    assert page.title.startswith("Naast elkaar")
    everything = open_table(visitor, *keys, show="alles")
    assert len(everything.text) > len(page.text)
    assert "Toon alleen wat verschilt" in everything.text


def test_the_form_works_without_a_script(visitor: Visitor) -> None:
    keys = two(visitor)
    page = visitor.get("/naast-elkaar")
    form = visitor.main_form()
    assert form.method == "get"
    assert form.buttons == [("toon", "verschil")]
    assert not page.inline
    visitor.get(f"{form.action}?kies={keys[0]}&kies={keys[1]}&toon=verschil")
    assert visitor.status == 200


def test_no_link_to_an_assessment_stands_in_the_address(visitor: Visitor) -> None:
    keys = two(visitor)
    page = open_table(visitor, *keys)
    switches = [link for link in page.links if link.startswith("/naast-elkaar?")]
    assert switches
    assert all(re.fullmatch(r"/naast-elkaar\?kies=\d+&kies=\d+&toon=alles#tabel", link) for link in switches)


@pytest.mark.parametrize(
    ("number", "says"), [(0, "Kies minstens twee afwegingen"), (1, TOO_FEW), (7, "Kies er hoogstens zes")]
)
def test_too_few_and_too_many_are_told_what_to_do(visitor: Visitor, number: int, says: str) -> None:
    for _ in range(max(2, number)):
        visitor.begin("platform/x")
    page = open_table(visitor, *ids(visitor)[:number])
    assert visitor.status == 422
    assert says in page.text
    assert page.title.startswith("Fout: ")


def test_different_questionnaires_are_refused(visitor: Visitor) -> None:
    visitor.begin("platform/x")
    visitor.begin("clouddienst/voorbeelddienst", slug="cloud")
    page = visitor.get("/naast-elkaar")
    assert "twee afwegingen met dezelfde vragenlijst nodig" in page.text
    page = open_table(visitor, "1", "2")
    assert visitor.status == 422
    assert "verschillende vragenlijsten" in page.text


def test_rows_of_another_werkmap_are_refused_as_rows_that_do_not_exist(app: Flask) -> None:
    mine, theirs = Visitor(app.test_client()), Visitor(app.test_client())
    keys, other = two(mine), two(theirs)
    page = open_table(mine, keys[0], other[0])
    assert mine.status == 422
    assert "staat niet in uw werkmap" in page.text
    assert page.text == open_table(mine, keys[0], "999").text
    assert open_table(mine, keys[0], "x").text == page.text
    open_table(Visitor(app.test_client()), *keys)
    nobody = Visitor(app.test_client())
    assert "staat niet in uw werkmap" in open_table(nobody, *keys).text


def test_the_overview_and_the_advice_lead_here(visitor: Visitor, edit: str) -> None:
    assert "/naast-elkaar" in visitor.get("/afwegingen").links
    assert "/naast-elkaar" in visitor.get(f"{edit}/advies").links


# --- known subjects ------------------------------------------------------------------------------------


def test_known_subjects_say_what_stays_possible_and_that_nothing_is_filled_in(visitor: Visitor) -> None:
    page = visitor.get("/naast-elkaar/sociale-media")
    assert "Uw eigen gebruik is niet ingevuld" in page.text
    assert "Gebruiken of gebruiken onder voorwaarden" in page.text
    page = visitor.get("/naast-elkaar/sociale-media?kies=platform/x&kies=platform/mastodon&toon=verschil")
    assert visitor.status == 200
    assert "wacht" in page.text
    assert "/w/" not in " ".join(page.links)


@pytest.mark.parametrize("chosen", ["", "kies=platform/x", "kies=platform/x&kies=bestaat/niet"])
def test_known_subjects_that_cannot_be_shown(visitor: Visitor, chosen: str) -> None:
    page = visitor.get(f"/naast-elkaar/sociale-media?{chosen}&toon=verschil")
    assert visitor.status == 422
    assert page.title.startswith("Fout: ")


def test_a_questionnaire_without_known_subjects_has_no_such_page(visitor: Visitor) -> None:
    visitor.get("/naast-elkaar/cloud")
    assert visitor.status == 404
    visitor.get("/naast-elkaar/bestaat-niet")
    assert visitor.status == 404
