"""What goes out carries the name of the organisation that made it, not of the one that runs Basislijn."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask

from tests.webapp.conftest import FIRST
from tests.webapp.pages import Visitor
from tests.webapp.people import Town, make_town, now
from webapp.storage.wall import Scope, within

HOST = "Stichting Beheer"


@pytest.fixture
def town(make_app: Callable[..., Flask]) -> Town:
    """Two organisations on an installation of somebody else."""
    return make_town(make_app(accounts=True, organisatie=HOST, organisatie_id="gm9999"))


@pytest.fixture
def filler(town: Town) -> tuple[Visitor, str, str]:
    """Somebody of an organisation, with an assessment."""
    record = town.assessment(owner=town.here, **FIRST)
    return town.as_role("invuller"), f"/w/{record.edit_token}", town.here.name


def test_the_note_and_the_profile(filler: tuple[Visitor, str, str]) -> None:
    visitor, edit, name = filler
    for page in ("notitie", "notitie.txt", "delen"):
        text = visitor.get(f"{edit}/{page}").text
        if page == "delen":
            text = str(visitor.main_form().fields["gedeeld_door"])
        assert name.casefold() in text.casefold(), page
        assert HOST.casefold() not in text.casefold(), page


def test_a_reader_from_outside_sees_whose_it_is(town: Town) -> None:
    record = town.assessment(owner=town.here, **FIRST)
    with within(Scope(organisation=town.here.id)):
        town.store.claims.leave_open(record.id, True, now())
    reader = Visitor(town.app.test_client())
    text = reader.get(f"/l/{record.read_token}/notitie.txt").text
    assert town.here.name.upper() in text
    assert HOST.upper() not in text


def test_the_archive_names_who_formed_it_and_never_with_the_number_of_another(
    filler: tuple[Visitor, str, str],
) -> None:
    visitor, edit, name = filler
    archive = visitor.client.get(f"{edit}/dossier/volledig.zip").data
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        (described,) = [entry for entry in opened.namelist() if entry.endswith(".mdto.xml")][:1]
        text = opened.read(described).decode()
    assert f"<verwijzingNaam>{name}</verwijzingNaam>" in text
    assert HOST not in text
    assert "gm9999" not in text
