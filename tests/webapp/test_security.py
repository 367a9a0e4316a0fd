"""Headers, CSRF, limits, error pages, and nothing inline."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.webapp.pages import Visitor
from webapp.security import HEADERS, POLICY, limiter

ERRORS = {
    404: "Deze pagina is er niet",
    405: "Zo werkt deze pagina niet",
    410: "Deze afweging is er niet meer",
    413: "Dit is te groot",
    422: "Dit konden wij niet lezen",
    429: "Even rustig aan",
    500: "Er ging iets mis bij ons",
}


def test_every_answer_carries_the_headers(visitor: Visitor, edit: str) -> None:
    for url in ("/", f"{edit}/advies", "/bestaat-niet", "/static/app.css", f"{edit}/advies.json"):
        answer = visitor.client.get(url)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (url, name)
        answer.close()


def test_the_policy_is_strict() -> None:
    assert "unsafe" not in POLICY
    assert POLICY.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    for part in ("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in POLICY


def test_pages_are_not_kept_or_indexed(visitor: Visitor, edit: str) -> None:
    assert visitor.client.get(f"{edit}/advies").headers["Cache-Control"] == "no-store"
    assert "Disallow: /" in visitor.client.get("/robots.txt").text
    assert 'name="robots" content="noindex' in visitor.client.get("/").text


def test_strict_transport_and_secure_cookie_by_setting(make_app: Callable[..., Flask]) -> None:
    plain = make_app().test_client().get("/open")
    assert "Strict-Transport-Security" not in plain.headers
    answer = make_app(https=True).test_client().get("/open", base_url="https://voorbeeld.nl")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))


def test_a_changed_cookie_opens_nothing(app: Flask, visitor: Visitor, edit: str) -> None:
    visitor.client.set_cookie("basislijn", "eyJ3ZXJrbWFwIjoieCJ9.bad.signature")
    assert "U hebt er nog geen" in visitor.get("/afwegingen").text


def test_forms_without_token_are_refused(visitor: Visitor, edit: str) -> None:
    token = edit.rpartition("/")[2]
    for url in (
        "/begin/sociale-media",
        "/open",
        f"{edit}/vragen/1",
        f"{edit}/antwoord/bereik",
        f"{edit}/feiten",
        f"{edit}/gesprek",
        f"{edit}/gesprek/nieuw",
        f"{edit}/gesprek/1/start",
        f"{edit}/gesprek/1/vastleggen",
        "/meedoen",
        "/meedoen/ander",
        "/meedoen/" + "x" * 32,
        f"{edit}/plichten",
        f"{edit}/advies",
        f"{edit}/verwijder",
        f"{edit}/ongedaan/x",
        f"/werkmap/{token}",
    ):
        answer = visitor.client.post(url, data={"v-bereik": "nee", "csrf_token": "vals"})
        assert answer.status_code == 400, url
        assert "Deze pagina stond te lang open" in answer.text


def test_rate_limit(make_app: Callable[..., Flask]) -> None:
    app = make_app(limieten=True)
    visitor = Visitor(app.test_client())
    fields = visitor.get("/open").forms[0].fields
    try:
        codes = {visitor.client.post("/open", data=fields).status_code for _ in range(60)}
        assert codes == {422}
        answer = visitor.client.post("/open", data=fields)
        assert answer.status_code == 429
        assert "Even rustig aan" in answer.text
        assert visitor.client.get("/").status_code == 200
    finally:
        limiter.reset()


@pytest.mark.parametrize("code", ERRORS)
def test_error_pages_are_dutch(app: Flask, code: int) -> None:
    from flask import abort

    app.add_url_rule("/breek", "breek", lambda: abort(code))
    answer = app.test_client().get("/breek")
    assert answer.status_code == code
    assert ERRORS[code] in answer.text
    assert answer.headers["Content-Security-Policy"] == POLICY
    data = app.test_client().get("/breek", headers={"Accept": "application/json"})
    assert data.get_json()["title"] == ERRORS[code]


def test_a_fault_in_our_code_shows_nothing_of_it(app: Flask) -> None:
    def fault() -> str:
        raise RuntimeError("geheim pad")

    app.add_url_rule("/fout", "fout", fault)
    answer = app.test_client().get("/fout")
    assert answer.status_code == 500
    assert "geheim" not in answer.text


def test_nothing_is_inline_and_ids_are_unique(visitor: Visitor, edit: str) -> None:
    for url in (
        "/",
        "/begin/sociale-media",
        f"{edit}/vragen/2",
        f"{edit}/feiten",
        f"{edit}/advies",
        f"{edit}/gesprek",
        f"{edit}/plichten",
        f"{edit}/verdeling",
        f"{edit}/opmerkingen?vraag=bereik",
        f"{edit}/bewijs?vraag=bereik",
        f"{edit}/geschiedenis?vraag=bereik",
        "/afwegingen",
    ):
        page = visitor.get(url)
        assert page.inline == []
        assert len(page.ids) == len(set(page.ids)), url
        assert "<style" not in visitor.response.text
        assert "<script>" not in visitor.response.text


def test_names_from_people_are_text(visitor: Visitor) -> None:
    edit = visitor.begin("anders", "<img src=x onerror=alert(1)>")
    for url in (
        "/afwegingen",
        f"{edit}/advies",
        f"{edit}/feiten",
        f"{edit}/notitie",
        f"{edit}/wie",
        f"{edit}/bewaren",
    ):
        visitor.get(url)
        assert "<img" not in visitor.response.text
        assert visitor.page.inline == []
    visitor.get(f"{edit}/bestand")
    assert visitor.response.headers["Content-Disposition"].endswith('.json"')


def test_guessing_links(visitor: Visitor) -> None:
    for token in ("x", "x" * 32, "..%2f..", "%00", "a" * 3000):
        for mode in ("w", "l"):
            visitor.get(f"/{mode}/{token}/advies")
            assert visitor.status == 404


def test_own_theme_comes_last(make_app: Callable[..., Flask], tmp_path) -> None:
    theme = tmp_path / "gemeente.css"
    theme.write_text(":root { --accent: #154273; }", encoding="utf-8")
    client = make_app(thema_css=str(theme), organisatie="Gemeente Utopia").test_client()
    page = client.get("/").text
    assert page.index("app.css") < page.index("/thema.css")
    assert "Gemeente Utopia" in page
    answer = client.get("/thema.css")
    assert answer.mimetype == "text/css"
    answer.close()
    assert make_app().test_client().get("/thema.css").status_code == 404
