"""The work in the complete file, without the web: it comes back as it was; what is wrong is said in Dutch."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.services.file_parts import FileError
from webapp.services.work_files import Contents, Filed, Work, lift, work_json
from webapp.services.work_moving import Refused, evidence_that_fits, first_names, told, within
from webapp.services.work_reading import CHANGED, NO_CONTENT, NO_LINK, read_work
from webapp.storage.records import AnswerRecord
from webapp.storage.scenario_records import ScenarioRecord
from webapp.storage.work_records import (
    HOW,
    AssignmentRecord,
    CommentRecord,
    EvidenceRecord,
    VersionRecord,
)

SIGNS = st.characters(exclude_characters="\x00", exclude_categories=["Cs"])


def texts(most: int, least: int = 0) -> st.SearchStrategy[str]:
    return st.text(SIGNS, min_size=least, max_size=most)


KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 12, 31))
VALUES = st.one_of(texts(60), st.lists(texts(20), max_size=4).map(tuple))


@st.composite
def answers(draw: st.DrawFn, question: str) -> AnswerRecord:
    state = draw(st.sampled_from(["answered", "unknown", "nvt", "open"]))
    return AnswerRecord(
        question,
        state,
        draw(VALUES) if state == "answered" else None,
        draw(texts(80)),
        draw(texts(80)),
        draw(st.none() | DAYS),
        draw(texts(80)),
        draw(st.booleans()),
        draw(st.booleans()),
    )


@st.composite
def versions(draw: st.DrawFn) -> VersionRecord:
    key, how = draw(KEYS), draw(st.sampled_from(HOW))
    answer = draw(answers(key)) if how == "opzij" else draw(st.none() | answers(key))
    return VersionRecord(0, key, draw(st.integers(0, 1000)), answer, how, draw(texts(80)), draw(MOMENTS))


@st.composite
def filed(draw: st.DrawFn) -> Filed:
    about, title = draw(st.just("") | KEYS), draw(texts(200, 1))
    author, at = draw(texts(80)), draw(MOMENTS)
    if draw(st.booleans()):
        url = "https://voorbeeld.example/" + draw(st.from_regex(r"[a-z0-9/]{0,30}", fullmatch=True))
        return Filed(EvidenceRecord("", about, title, url=url, author=author, created_at=at))
    content = draw(st.binary(max_size=40) | st.binary(min_size=200, max_size=600))
    item = EvidenceRecord(
        "",
        about,
        title,
        file_name=draw(texts(120)),
        media=draw(texts(80)),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        author=author,
        created_at=at,
    )
    return Filed(item, content)


COMMENTS = st.builds(
    CommentRecord,
    id=st.just(0),
    question=st.just("") | KEYS,
    text=texts(200, 1),
    author=texts(80),
    in_dossier=st.booleans(),
    created_at=MOMENTS,
    resolved_at=st.none() | MOMENTS,
)
SECTIONS = st.from_regex(r"[a-z0-9_-]{1,20}", fullmatch=True)
ASSIGNMENTS = st.builds(AssignmentRecord, section=SECTIONS, who=texts(80), due=st.none() | DAYS)
FIELDS = st.just("regel") | KEYS.map(lambda key: f"a-{key}")
SCENARIOS = st.builds(
    ScenarioRecord,
    id=st.just(0),
    name=texts(80, 1),
    choices=st.dictionaries(FIELDS, st.lists(texts(60), max_size=3).map(tuple), max_size=3),
    created_at=MOMENTS,
)
WORKS = st.builds(
    Work,
    assignments=st.lists(ASSIGNMENTS, max_size=3, unique_by=lambda row: row.section).map(tuple),
    comments=st.lists(COMMENTS, max_size=3).map(tuple),
    evidence=st.lists(filed(), max_size=3).map(tuple),
    versions=st.lists(versions(), max_size=5).map(tuple),
    scenarios=st.lists(SCENARIOS, max_size=3, unique_by=lambda row: row.name.casefold()).map(tuple),
    left=st.lists(texts(200), max_size=3).map(tuple),
    left_versions=st.integers(0, 1000),
    signed=st.none() | MOMENTS,
)


def through(work: Work) -> Work:
    """Written as a file, and read back."""
    raw, contents = lift(json.dumps({"werk": work_json(work)}, ensure_ascii=False, indent=2).encode())
    found = read_work(json.loads(raw)["werk"], contents)
    assert contents == {}
    return found


@given(WORKS)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back(work: Work) -> None:
    assert through(work) == work


def test_a_content_is_lifted_out_and_nothing_else_is() -> None:
    content = b"A" * 3000
    told_in_text = json.dumps({"notitie": f'"inhoud": "{"A" * 300}"', "inhoud": content.decode()})
    raw, contents = lift(told_in_text.encode())
    assert contents == {0: content}
    assert json.loads(raw) == {"notitie": f'"inhoud": "{"A" * 300}"', "inhoud": 0}


def sample() -> dict[str, object]:
    content = b"maand;bereik\n1;200\n"
    at = datetime(2026, 11, 23, 13, 3)
    item = EvidenceRecord(
        "",
        "bereik",
        "Cijfers",
        file_name="cijfers.csv",
        media="text/csv",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=at,
    )
    answer = AnswerRecord("bereik", "answered", "ja")
    return work_json(
        Work(
            assignments=(AssignmentRecord("1", "FG", date(2026, 12, 1)),),
            comments=(CommentRecord(0, "bereik", "Klopt dit?", "Noor", True, at),),
            evidence=(Filed(item, content),),
            versions=(VersionRecord(0, "bereik", 1, answer, "bewaard", "Noor", at),),
            scenarios=(ScenarioRecord(0, "Alles", {"regel": ("m",)}, at),),
        )
    )


LONG = "x" * 9000
#: What is put where -> a part of what is said. A path is names and places in lists.
WRONG: list[tuple[tuple[str | int, ...], object, str]] = [
    (("verdeling",), [], "de lijst ‘verdeling’"),
    (("verdeling",), {f"d{i}": {} for i in range(61)}, "de lijst ‘verdeling’"),
    (("verdeling", "../etc"), {}, "een deel dat niet kan bestaan"),
    (("verdeling", "1"), "FG", "een deel dat niet kan bestaan"),
    (("verdeling", "1", "wie"), ["FG"], "verkeerds bij ‘wie’"),
    (("verdeling", "1", "wie"), "x" * 81, "hoogstens 80 tekens"),
    (("verdeling", "1", "klaar_op"), "morgen", "De datum bij ‘verdeling’"),
    (("verdeling", "1", "klaar_op"), "0001-01-01", "het jaar ligt ver weg"),
    (("opmerkingen",), {}, "de lijst ‘opmerkingen’"),
    (("opmerkingen",), ["x"], "de lijst ‘opmerkingen’"),
    (("opmerkingen",), [{}] * 501, "de lijst ‘opmerkingen’"),
    (("opmerkingen", 0, "tekst"), "", "een opmerking zonder tekst"),
    (("opmerkingen", 0, "tekst"), LONG, "hoogstens 2000 tekens"),
    (("opmerkingen", 0, "tekst"), "a\x00b", "verkeerds bij ‘tekst’"),
    (("opmerkingen", 0, "vraag"), "../etc", "een vraag die niet kan bestaan"),
    (("opmerkingen", 0, "door"), 5, "verkeerds bij ‘door’"),
    (("opmerkingen", 0, "op"), None, "ontbreekt bij ‘opmerkingen’ een tijdstip"),
    (("opmerkingen", 0, "op"), "0001-01-01T00:00:00", "Het tijdstip bij ‘opmerkingen’"),
    (("opmerkingen", 0, "op"), "2026-11-23T13:03:00+02:00", "Het tijdstip bij ‘opmerkingen’"),
    (("opmerkingen", 0, "op"), 1e300, "Het tijdstip bij ‘opmerkingen’"),
    (("opmerkingen", 0, "afgehandeld_op"), "ja", "Het tijdstip bij ‘opmerkingen’"),
    (("opmerkingen", 0, "in_dossier"), "ja", "verkeerds bij ‘in_dossier’"),
    (("bewijs",), "x", "de lijst ‘bewijs’"),
    (("bewijs",), [{}] * 201, "de lijst ‘bewijs’"),
    (("bewijs", 0, "titel"), "x" * 201, "hoogstens 200 tekens"),
    (("bewijs", 0, "bestandsnaam"), {"a": 1}, "verkeerds bij ‘bestandsnaam’"),
    (("bewijs", 0, "mediatype"), "x" * 101, "hoogstens 100 tekens"),
    (("bewijs", 0, "sha256"), 5, "verkeerds bij ‘sha256’"),
    (("bewijs", 0, "adres"), "https://a.example/" + LONG, "hoogstens 500 tekens"),
    (("bewijs", 0, "op"), "gisteren", "Het tijdstip bij ‘bewijs’"),
    (("geschiedenis",), None, "de lijst ‘geschiedenis’"),
    (("geschiedenis", 0, "vraag"), "Bereik", "een vraag die niet kan bestaan"),
    (("geschiedenis", 0, "nummer"), True, "verkeerds bij ‘nummer’"),
    (("geschiedenis", 0, "nummer"), -1, "verkeerds bij ‘nummer’"),
    (("geschiedenis", 0, "nummer"), 10**30, "verkeerds bij ‘nummer’"),
    (("geschiedenis", 0, "nummer"), 1.5, "verkeerds bij ‘nummer’"),
    (("geschiedenis", 0, "hoe"), "gehackt", "Een versie van het antwoord op ‘bereik’"),
    (("geschiedenis", 0, "hoe"), ["bewaard"], "Een versie van het antwoord op ‘bereik’"),
    (("geschiedenis", 0, "antwoord"), "ja", "Het antwoord op ‘bereik’ is niet te lezen"),
    (("geschiedenis", 0, "antwoord", "waarde"), LONG, "Het antwoord op ‘bereik’ is niet te lezen"),
    (("scenarios",), [{}] * 11, "de lijst ‘scenarios’"),
    (("scenarios", 0, "naam"), "", "de lijst ‘scenarios’"),
    (("scenarios", 0, "keuzes"), {"csrf_token": ["x"]}, "de lijst ‘scenarios’"),
    (("scenarios", 0, "keuzes"), {"regel": "m"}, "de lijst ‘scenarios’"),
    (("scenarios", 0, "keuzes"), {"regel": [5]}, "verkeerds bij ‘regel’"),
    (("weggelaten",), [], "de lijst ‘weggelaten’"),
    (("weggelaten", "bestanden"), ["x"] * 1001, "de lijst ‘weggelaten’"),
    (("weggelaten", "bestanden"), [5], "verkeerds bij ‘weggelaten’"),
    (("weggelaten", "versies"), "veel", "verkeerds bij ‘versies’"),
    (("vastgesteld_op",), "ja", "Het tijdstip bij ‘vastgesteld_op’"),
]


def placed(data: dict[str, object], path: tuple[str | int, ...], value: object) -> dict[str, object]:
    """The data with one thing put in a place."""
    inner: object = data
    for step in path[:-1]:
        inner = inner[step]  # type: ignore[index]
    inner[path[-1]] = value  # type: ignore[index]
    return data


@pytest.mark.parametrize(("path", "value", "said"), WRONG)
def test_what_cannot_be_is_said_in_dutch(path: tuple[str | int, ...], value: object, said: str) -> None:
    with pytest.raises(FileError) as error:
        read_work(placed(sample(), path, value), {})
    assert said in str(error.value)


@pytest.mark.parametrize("value", [None, [], "werk", 5])
def test_work_that_is_no_list_of_parts(value: object) -> None:
    with pytest.raises(FileError, match="het deel ‘werk’ niet te lezen"):
        read_work(value, {})


def test_an_empty_part_is_no_work() -> None:
    assert read_work({}, {}) == Work()


def test_too_many_versions_of_one_answer() -> None:
    data = sample()
    data["geschiedenis"] = [data["geschiedenis"][0]] * 201  # type: ignore[index]
    with pytest.raises(FileError, match="meer dan 200 versies"):
        read_work(data, {})


def test_two_scenarios_of_one_name() -> None:
    data = sample()
    first = data["scenarios"][0]  # type: ignore[index]
    data["scenarios"] = [first, {**first, "naam": "ALLES"}]
    with pytest.raises(FileError, match="twee scenario’s dezelfde naam"):
        read_work(data, {})


REFUSED: list[tuple[dict[str, object], str]] = [
    ({"inhoud": "geen base64!"}, NO_CONTENT),
    ({"inhoud": "é"}, NO_CONTENT),
    ({"inhoud": "QQ"}, NO_CONTENT),
    ({"inhoud": None}, NO_CONTENT),
    ({"inhoud": True}, NO_CONTENT),
    ({"inhoud": 0}, NO_CONTENT),
    ({"inhoud": ["QQ=="]}, NO_CONTENT),
    ({"sha256": "0" * 64}, CHANGED),
    ({"inhoud": base64.b64encode(b"iets anders").decode()}, CHANGED),
    ({"adres": "javascript:alert(1)"}, NO_LINK),
    ({"adres": "http://voorbeeld.example"}, NO_LINK),
    ({"adres": "https://a@voorbeeld.example"}, NO_LINK),
]


@pytest.mark.parametrize(("change", "why"), REFUSED)
def test_evidence_that_does_not_hold_up_is_told_and_the_rest_is_kept(
    change: dict[str, object], why: str
) -> None:
    data = sample()
    good = data["bewijs"][0]  # type: ignore[index]
    data["bewijs"] = [{**good, **change}, good]
    work = read_work(data, {})
    assert [row.refused for row in work.evidence] == [why, ""]
    assert len(work.comments) == len(work.versions) == 1


def test_a_content_serves_once() -> None:
    """A small file can't ask for the same large content many times."""
    content = b"x" * 900
    contents: Contents = {0: base64.b64encode(content)}
    data = sample()
    row = {**data["bewijs"][0], "sha256": hashlib.sha256(content).hexdigest(), "inhoud": 0}  # type: ignore[index]
    data["bewijs"] = [row, row]
    assert [row.refused for row in read_work(data, contents).evidence] == ["", NO_CONTENT]


def of_size(key: str, size: int) -> EvidenceRecord:
    return EvidenceRecord(key, "", key, file_name=f"{key}.txt", size=size, stored=key)


def test_what_does_not_fit_is_left_out_and_links_always_fit() -> None:
    link = EvidenceRecord("link", "", "Besluit", url="https://voorbeeld.example")
    items = [of_size("groot", 900), of_size("klein", 3), link, of_size("midden", 90)]
    kept, left = evidence_that_fits(items, 130)
    assert [item.key for item in kept] == ["klein", "link", "midden"]
    assert [item.key for item in left] == ["groot"]
    assert evidence_that_fits(items, 10_000) == (items, [])


def test_the_latest_versions_stay_when_not_all_fit() -> None:
    at = datetime(2026, 11, 23)
    every = tuple(VersionRecord(0, "a", number, None, "bewaard", "", at) for number in range(1, 101))
    assert within(Work(versions=every), 100_000) == Work(versions=every)
    some = within(Work(versions=every), 10_000)
    assert some.versions == every[-len(some.versions) :]
    assert some.left_versions == 100 - len(some.versions) > 0
    assert within(Work(versions=every), -1).versions == ()


def test_what_is_told_stays_short() -> None:
    """It goes to the next page in a cookie, and that has room for 4 kB."""
    refused = [Refused("é" * 200, f"reden {number}") for number in range(200)]
    work = Work(left=("ë" * 200,) * 200, left_versions=5, signed=datetime(2026, 3, 1))
    _good, warnings = told(work, refused)
    assert len(json.dumps(warnings, ensure_ascii=False)) < 1500
    assert "Nog 197 stukken bewijs" in " ".join(warnings)
    assert first_names(["a", "b", "c", "d"]) == "‘a’, ‘b’, ‘c’ en nog 1"
