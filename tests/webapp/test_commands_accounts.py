"""`basislijn beheer`, and the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.webapp.pages import Visitor
from webapp import commands
from webapp.commands_accounts import manage
from webapp.services.demo import PASSWORD, people


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run a command on a database of its own; the code, and what it said."""

    def started(*words: str) -> tuple[int, str]:
        code = manage([*words, "--gegevens", str(tmp_path / "gegevens")])
        said = capsys.readouterr()
        return code, said.out + said.err

    return started


def test_the_first_organisation_and_its_manager(
    run: Callable[..., tuple[int, str]], make_app: Callable[..., Flask]
) -> None:
    assert run("organisatie", "Gemeente Voorbeeld")[0] == 0
    assert "is er al" in run("organisatie", "Gemeente Voorbeeld")[1]
    code, said = run("uitnodiging", "gemeente-voorbeeld", "Anna@voorbeeld.example", "--naam", "Anna")
    assert code == 0
    link = said.strip().splitlines()[-1]
    visitor = Visitor(make_app(accounts=True).test_client())
    visitor.get(link.removeprefix("http://127.0.0.1:8000"))
    visitor.submit({"wachtwoord": "vier losse woorden", "nog-eens": "vier losse woorden"})
    assert "beheerder bij Gemeente Voorbeeld" in visitor.page.text
    assert "laatste beheerder" in run("verwijder", "gemeente-voorbeeld", "anna@voorbeeld.example")[1]
    assert "hoort niet bij" in run("verwijder", "gemeente-voorbeeld", "niemand@voorbeeld.example")[1]
    assert "is nu landelijk curator" in run("curator", "anna@voorbeeld.example")[1]
    assert "geen landelijk curator meer" in run("curator", "anna@voorbeeld.example", "--niet-meer")[1]
    assert "nog geen account" in run("curator", "niemand@voorbeeld.example")[1]
    fresh = run("wachtwoord", "anna@voorbeeld.example")[1].splitlines()[0].split()[-1]
    visitor.get("/inloggen")
    visitor.submit({"email": "anna@voorbeeld.example", "wachtwoord": fresh})
    assert visitor.url == "/afwegingen"
    assert "geen account" in run("wachtwoord", "niemand@voorbeeld.example")[1]
    code, said = run("logboek")
    assert code == 0
    assert "Het logboek klopt" in said


def test_what_can_not_be_is_said(run: Callable[..., tuple[int, str]]) -> None:
    code, said = run("uitnodiging", "nergens", "anna@voorbeeld.example")
    assert code == 1
    assert "‘nergens’ is er niet. Bekend zijn: nog geen." in said
    run("organisatie", "Gemeente Voorbeeld")
    assert "geen e-mailadres" in run("uitnodiging", "gemeente-voorbeeld", "anna")[1]


def test_a_demonstration_has_somebody_for_every_role_and_samples(make_app: Callable[..., Flask]) -> None:
    app = make_app(demo=True)
    visitor = Visitor(app.test_client())
    page = visitor.get("/inloggen")
    assert "Dit is een demonstratie" in page.text
    assert PASSWORD in page.text
    for person in people():
        form = next(f for f in visitor.get("/inloggen").forms if f.fields.get("email") == [person.email])
        visitor.post(form.action, dict(form.fields))
        if person.is_curator:
            assert visitor.url == "/curator"
            assert "Gedeelde kennis bijhouden" in visitor.page.text
        else:
            assert f"bij {person.place}" in visitor.page.text
            assert visitor.url == "/afwegingen"
            assert "Opnieuw wegen" in visitor.page.text
        leave = next(f for f in visitor.page.forms if f.action == "/uitloggen")
        visitor.post("/uitloggen", dict(leave.fields))
    assert "/vragen/" in visitor.begin() + "/vragen/"
    again = make_app(demo=True)
    assert len(again.extensions["basislijn"].repository.accounts.organisations()) == 2


def test_a_demonstration_never_runs_where_it_matters(
    make_app: Callable[..., Flask], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RuntimeError, match="demonstratie kan niet met https"):
        make_app(demo=True, https=True)
    make_app(demo=True)
    with pytest.raises(RuntimeError, match="gemaakt voor een demonstratie"):
        make_app(accounts=True)
    assert commands.serve(["--demo", "--host", "0.0.0.0"]) == 2
    assert "alleen op 127.0.0.1" in capsys.readouterr().err
