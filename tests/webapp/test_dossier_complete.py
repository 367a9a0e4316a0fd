"""A dossier is complete: what somebody filled in, and what the advice says, is in every format."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.webapp.dossier_parts import KINDS, SLUGS, Words, assessment, extras, made, squeeze, texts
from webapp.content_store import Snapshot
from webapp.services.answers_in_words import stored_label
from webapp.services.dossier import formats
from webapp.services.dossier.build import build_report, used_sources
from webapp.services.dossier.data import dossier_json, plain, report_from
from webapp.services.dossier.extras import DossierExtras
from webapp.services.dossier.model import every_words
from webapp.services.files import from_data, saved_data, to_file
from webapp.services.weighing import Weighing
from webapp.storage.records import AnswerRecord, PointRecord, TaskRecord


def required(weighing: Weighing, words: Words) -> list[str]:
    """Every text that has to be in every format."""
    found = list(words.given)
    for key, record in weighing.record.answers.items():
        found += [weighing.questions[key].text, weighing.questions[key].code, stored_label(weighing, record)]
    for key, given_answer in weighing.answers.given.items():
        found += [weighing.questions[key].text, given_answer.note]
    advice = weighing.advice
    for measure in advice.measures:
        found += [measure.do, measure.who, measure.term, measure.explanation, *measure.reasons]
    for item in advice.deciders:
        found.append(item.text)
    for signal in (*advice.stops, *advice.alerts):
        found += [signal.title, signal.text] if signal.certain else []
    for principle in advice.principles:
        found += [principle.title, principle.explanation, *(row.title for row in principle.criteria)]
        found += [row.because.text for row in principle.criteria if row.because]
    for question in advice.open_questions:
        found.append(question.text)
    for source in used_sources(weighing).values():
        found += [source.title.text, source.article.text, source.url.text]
    found += [weighing.topic.id, weighing.topic.version_hash]
    return [text for text in dict.fromkeys(found) if text]


@pytest.mark.parametrize("slug", SLUGS)
def test_everything_is_in_every_format(snapshot: Snapshot, slug: str) -> None:
    words = Words()
    weighing = assessment(snapshot, slug, words)
    dossier = formats.full(weighing, extras(weighing, words), "Gemeente Voorbeeld")
    wanted = {squeeze(text): text for text in required(weighing, words)}
    assert len(wanted) > 200
    for kind in KINDS:
        there = squeeze(texts(made(dossier, kind), kind))
        missing = [text for short, text in wanted.items() if short not in there]
        assert not missing, f"{slug} as {kind} lacks {missing[:5]} ({len(missing)} in all)"


def test_a_missing_text_would_be_seen(snapshot: Snapshot) -> None:
    words = Words()
    weighing = assessment(snapshot, "cloud", words)
    dossier = formats.full(weighing, DossierExtras(), "")
    lost = words("opmerking die niemand meegaf")
    assert squeeze(lost) not in squeeze(texts(made(dossier, "pdf"), "pdf"))


@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_assessment_gives_a_whole_dossier(snapshot: Snapshot, slug: str) -> None:
    weighing = assessment(snapshot, slug, Words())
    record = replace(weighing.record, answers={}, attendees="")
    empty = weighing.with_record(record, snapshot)
    dossier = formats.full(empty, DossierExtras(), "")
    for kind in KINDS:
        there = texts(made(dossier, kind), kind)
        for text in ("Er is nog geen besluit vastgelegd.", "Er is nog geen gesprek vastgelegd."):
            assert squeeze(text) in squeeze(there), kind


SIGNS = st.text(
    st.one_of(
        st.sampled_from(
            list("#[]{}$*_`\\@<>&\"'=-+/~|%^;:\n\t\x00\x07\x1b\u202e\u2066\u200d\u00ad\ufeff\uffff")
        ),
        st.characters(),
        st.sampled_from(list("مرحباשלום漢字😀👨‍👩‍👧\ue000\U0001f1f3\U0001f1f1é€✓")),
    ),
    max_size=60,
)
SAFE = "ABC-begin {} einde-XYZ"


def test_hostile_text_goes_through_every_format(snapshot: Snapshot) -> None:
    @settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
    @given(st.lists(SIGNS, min_size=5, max_size=5))
    def holds(signs: list[str]) -> None:
        title, note, who, source, organisation = signs
        weighing = assessment(snapshot, "cloud", Words(), title=SAFE.format(title))
        key, answer = next(iter(weighing.record.answers.items()))
        changed = replace(answer, note=SAFE.format(note), who=who, source=source)
        record = replace(weighing.record, answers={**weighing.record.answers, key: changed})
        weighing = weighing.with_record(record, snapshot)
        dossier = formats.full(weighing, DossierExtras(), organisation)
        for kind in KINDS:
            there = squeeze(texts(made(dossier, kind), kind))
            assert there.count(squeeze("ABC-begin")) >= 2, kind
            assert squeeze("einde-XYZ") in there, kind

    holds()


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x") *vet* _schuin_ $x$ @bron <label> \\u{1} ```raw``` #{1+1} // niets',
        "</w:t></text:p></p><script>alert(1)</script> & ]]> &amp; <!-- -->",
        "x" * 10_000,
        "woord " * 1_700,
        "regel\n" * 400,
        "😀" * 200 + "漢字" * 50,
    ],
)
def test_texts_that_are_code_elsewhere(snapshot: Snapshot, text: str) -> None:
    words = Words()
    weighing = assessment(snapshot, "sociale-media", words)
    key, answer = next(iter(weighing.record.answers.items()))
    record = replace(weighing.record, answers={**weighing.record.answers, key: replace(answer, note=text)})
    dossier = formats.full(weighing.with_record(record, snapshot), DossierExtras(), "Gemeente <Voorbeeld>")
    for kind in KINDS:
        there = squeeze(texts(made(dossier, kind), kind))
        if kind == "html":
            assert "<script" not in made(dossier, kind).decode()
        if text.isascii() and kind != "html":
            assert squeeze(text) in there, kind


def test_a_sign_that_no_font_has_is_written_as_its_number(snapshot: Snapshot) -> None:
    weighing = assessment(snapshot, "cloud", Words(), title="Dienst 😀")
    dossier = formats.full(weighing, DossierExtras(), "")
    assert "[U+1F600]" in texts(made(dossier, "pdf"), "pdf")
    assert "😀" in texts(made(dossier, "odt"), "odt")


def test_typed_texts_keep_apart_from_fixed_ones(snapshot: Snapshot) -> None:
    """Whatever somebody typed is marked as such; only then can the redaction see it."""
    words = Words()
    weighing = assessment(snapshot, "sociale-media", words)
    report = build_report(weighing, extras(weighing, words), "")
    fixed = squeeze(" ".join(item.text for item in every_words(report) if item.origin == "vast"))
    assert not [text for text in words.given if squeeze(text) in fixed]


# -- JSON ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", SLUGS)
def test_the_report_as_json_comes_back_the_same(snapshot: Snapshot, slug: str) -> None:
    words = Words(" <&> 'é'\nen meer")
    weighing = assessment(snapshot, slug, words)
    report = build_report(weighing, extras(weighing, words), "Gemeente Voorbeeld")
    assert report_from(json.loads(json.dumps(plain(report)))) == report


TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=80)


def test_the_assessment_as_json_comes_back_without_loss(snapshot: Snapshot) -> None:
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        weighing = assessment(snapshot, "sociale-media", Words())
        answers = {
            key: replace(
                answer,
                state=data.draw(st.sampled_from(["answered", "unknown", "nvt", "open"])),
                note=data.draw(TEXT),
                source=data.draw(TEXT),
                who=data.draw(TEXT),
                dated=data.draw(st.none() | st.dates()),
                confirmed=data.draw(st.booleans()),
                carried=data.draw(st.booleans()),
            )
            for key, answer in list(weighing.record.answers.items())[:6]
        }
        answers = {k: a if a.state == "answered" else replace(a, value=None) for k, a in answers.items()}
        record = replace(
            weighing.record, answers=answers, attendees=data.draw(TEXT), title=data.draw(TEXT) or "x"
        )
        points = {"bereik": PointRecord("bereik", "eens", data.draw(TEXT))}
        tasks = {
            "website_eerst": TaskRecord("website_eerst", data.draw(TEXT), None, "bezig", data.draw(TEXT))
        }
        given_back = weighing.with_record(record, snapshot)
        text = to_file(given_back, points, tasks, {})
        receipt = {"soort": "x"}
        for raw in (text, dossier_json(build_report(given_back, DossierExtras(), ""), receipt, text)):
            saved = saved_data(raw.encode())
            assert saved is not None
            opened = from_data(saved)
            own = {answer.question: answer for answer in opened.answers if answer.question in answers}
            assert {key: _said(own[key]) for key in answers} == {
                key: _said(answer) for key, answer in answers.items()
            }
            assert (opened.title, opened.attendees) == (record.title, record.attendees)
            assert {point.point: point for point in opened.points} == points
            assert [task.content() for task in opened.tasks] == [task.content() for task in tasks.values()]

    holds()


def _said(answer: AnswerRecord) -> tuple[object, ...]:
    return (*answer.content(), answer.carried)


# -- text processors ----------------------------------------------------------------------------------------


def test_odt_and_docx_open_again_with_headings_and_tables(snapshot: Snapshot) -> None:
    import docx
    import odfdo

    words = Words()
    weighing = assessment(snapshot, "sociale-media", words, title="Kanaal")
    dossier = formats.full(weighing, extras(weighing, words), "Gemeente Voorbeeld")
    levels = [("1", "Kanaal")]
    levels += [(str(b.level), b.text.text) for b in dossier.report.blocks if type(b).__name__ == "Heading"]
    word = docx.Document(BytesIO(made(dossier, "docx")))
    found = [(p.style.name[-1], p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert found == levels
    assert word.core_properties.title == "Dossier: Kanaal"
    assert word.core_properties.language == "nl-NL"
    assert all(table.rows[0]._tr.trPr.xpath("w:tblHeader") for table in word.tables)
    assert word.tables
    assert next(shape._inline.docPr.get("descr") for shape in word.inline_shapes).startswith("Balken")
    open_text = odfdo.Document(BytesIO(made(dossier, "odt")))
    heads = open_text.body.headers
    assert [
        (str(head.get_attribute_integer("text:outline-level")), head.inner_text) for head in heads
    ] == levels
    assert open_text.meta.title == "Dossier: Kanaal"
    assert open_text.body.get_elements("//table:table-header-rows")
    assert open_text.body.get_element("//svg:desc").text.startswith("Balken")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_dossier_gives_the_same_file(snapshot: Snapshot, kind: str) -> None:
    words = Words()
    weighing = assessment(snapshot, "cloud", words)
    dossier = formats.full(weighing, extras(weighing, words), "Gemeente Voorbeeld")
    assert made(dossier, kind) == made(dossier, kind)
