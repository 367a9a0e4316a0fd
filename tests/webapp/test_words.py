"""The author's words, and English, do not occur on the pages of somebody who fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from tests.webapp.pages import Page, Visitor
from tests.webapp.test_advice import OWN, read_only

FORBIDDEN = re.compile(
    r"\b(criterium\w*|criteria|kenmerk(en)?|ondergrens\w*|signa(al|len)|rulesets?|yaml|regelset\w*|"
    r"floor|feedback|workspace|dashboard|submit|upload\w*|download\w*|login|account settings)\b",
    re.IGNORECASE,
)
ENGLISH_LEFTOVERS = re.compile(r"\b(None|True|False|undefined|NaN|Undefined)\b|\{\{|\{%")
TEXTS = ("notitie.txt", "plichten.txt")
WORK = ("verdeling", "opmerkingen", "bewijs", "geschiedenis", "geschiedenis?vraag=bereik")
PUBLIC = (
    "/",
    "/begin/sociale-media",
    "/afwegingen",
    "/open",
    "/hulp",
    "/privacy",
    "/meedoen",
    "/toegankelijkheid",
    "/nergens",
)


def walk(visitor: Visitor, edit: str, read: str) -> Iterator[tuple[str, Page]]:
    """Every page that somebody who fills in can see, empty, filled and with faults."""
    for number in range(1, 6):
        yield f"vragen/{number}", visitor.get(f"{edit}/vragen/{number}")
        yield f"vragen/{number} fout", visitor.submit({"n-bereik": "x" * 3000}, ("naar", "verder"))
    yield "feiten", visitor.get(f"{edit}/feiten")
    yield "feiten fout", visitor.submit({"f-handhaving": "klopt_niet"}, ("naar", "hier"))
    yield "plichten", visitor.get(f"{edit}/plichten")
    yield "plichten fout", visitor.submit({"s-afbouwplan_maken": "nvt", "d-afbouwplan_maken": "morgen"})
    for name in WORK:
        yield name, visitor.get(f"{edit}/{name}")
    yield "opmerking fout", (visitor.get(f"{edit}/opmerkingen"), visitor.submit({}))[1]
    yield "verdeling fout", (visitor.get(f"{edit}/verdeling"), visitor.submit({"d-2": "morgen"}))[1]
    for name in ("advies", "gesprek", "notitie", "wie", "verandering", "bewaren", "verwijder", *TEXTS):
        yield name, visitor.get(f"{edit}/{name}")
    for name in ("advies", "gesprek", "notitie", "wie", "plichten", "opmerkingen", "bewijs"):
        yield f"lezen {name}", visitor.get(f"{read}/{name}")
    for url in PUBLIC:
        yield url, visitor.get(url)
    visitor.get("/begin/sociale-media")
    yield "begin fout", visitor.submit({})
    visitor.get("/open")
    yield "open fout", visitor.submit({})


def test_no_author_words_on_any_page(app: Flask, visitor: Visitor, edit: str) -> None:
    seen = 0
    for state in ("first", "later"):
        if state == "later":
            for section, answers in OWN.items():
                visitor.answer(edit, section, answers, "hier")
        for name, page in walk(visitor, edit, read_only(visitor, edit)):
            seen += 1
            found = FORBIDDEN.search(f"{page.title} {page.text}")
            assert found is None, f"{name}: {found[0]} in {page.text}"
            left = ENGLISH_LEFTOVERS.search(page.text)
            assert left is None, f"{name}: {left[0]}"
    assert seen > 40


def test_no_author_words_in_the_script(app: Flask) -> None:
    script = (Path(app.static_folder) / "app.js").read_text(encoding="utf-8")
    texts = re.findall(r"\"([^\"]*)\"|`([^`]*)`", script)
    for pair in texts:
        assert FORBIDDEN.search(" ".join(pair)) is None


def test_every_page_says_what_it_is(visitor: Visitor, edit: str) -> None:
    titles = {}
    for name, page in walk(visitor, edit, read_only(visitor, edit)):
        if not name.endswith(".txt"):
            assert page.title.strip(), name
            titles[name] = page.title
    assert titles["vragen/2"] == "Hoe gebruikt u het? · X"
    assert titles["feiten fout"].startswith("Fout: ")
    assert titles["plichten fout"].startswith("Fout: ")
