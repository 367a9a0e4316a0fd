"""Build the report of an assessment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.advice import Advice, SourceRef
from engine.answers import Answers
from engine.receipt import engine_version, make_receipt
from webapp.services.dossier.advice_part import (
    advice_part,
    duties_part,
    heading,
    known_source,
    pair,
    paragraph,
    score_part,
)
from webapp.services.dossier.answers_part import (
    answers_part,
    comments_part,
    conversation_part,
    decisions_part,
    evidence_part,
    open_part,
)
from webapp.services.dossier.extras import DossierExtras
from webapp.services.dossier.model import TITLE, Block, Entry, Pair, Report, Source, Sources, Words
from webapp.services.dutch import date_text, full_stop, moment_text
from webapp.services.weighing import Weighing
from webapp.services.wording import headline, review_date


def build_report(
    weighing: Weighing,
    extras: DossierExtras,
    organisation: str,
    receipt: Mapping[str, Any] | None = None,
) -> Report:
    """The whole dossier of one assessment."""
    receipt = receipt or receipt_of(weighing)
    parts = (
        advice_part(weighing),
        score_part(weighing),
        duties_part(weighing, extras),
        decisions_part(extras),
        conversation_part(weighing, extras),
        answers_part(weighing),
        open_part(weighing),
        comments_part(weighing, extras),
        evidence_part(weighing, extras),
        _sources_part(weighing),
        _receipt_part(weighing, receipt),
    )
    return Report(
        title=Words(weighing.name, TITLE),
        subtitle=Words(f"{headline(weighing.advice)}"),
        date=weighing.today,
        organisation=organisation,
        facts=tuple(_facts(weighing, organisation)),
        blocks=tuple(block for part in parts for block in part),
    )


def _facts(weighing: Weighing, organisation: str) -> Iterator[Pair]:
    advice = weighing.advice
    rows = (
        Pair("Wat is gewogen", Words(weighing.name, TITLE)),
        pair("Vragenlijst", f"{weighing.questionnaire.title} ({weighing.topic.id})"),
        pair("Gemeente", organisation),
        pair("Berekend op", date_text(weighing.today)),
        pair("Laatst ingevuld op", moment_text(weighing.record.updated_at)),
        pair("Stand van de regels", full_stop(advice.status_note or advice.status)),
        pair("Opnieuw wegen voor", date_text(review_date(advice, weighing.today))),
        pair("Code van de inhoud", weighing.topic.version_hash[:12]),
    )
    yield from (row for row in rows if row.value)


def used_sources(weighing: Weighing) -> dict[str, Source]:
    """The sources that this dossier rests on, by id: of the advice, and of the answered questions."""
    advice = weighing.advice
    refs = {ref.id: ref for ref in _refs(advice)}
    ids = dict.fromkeys(refs)
    for key, question in weighing.questions.items():
        given = weighing.answers.given.get(key)
        record = weighing.record.answers.get(key)
        if given or record:
            ids |= dict.fromkeys(question.sources)
        for source in (given.source if given else "", record.source if record else ""):
            if source in weighing.sources:
                ids[source] = None
    return {
        key: _source(weighing, key, refs.get(key)) for key in ids if key in weighing.sources or key in refs
    }


def _refs(advice: Advice) -> Iterator[SourceRef]:
    for item in advice.deciders:
        yield from item.sources
    for principle in advice.principles:
        for row in principle.criteria:
            yield from row.because.sources if row.because else ()
    for signal in (*advice.stops, *advice.alerts, *advice.reservations):
        yield from signal.sources
    for measure in advice.measures:
        yield from measure.sources
    for fact in advice.shown_facts:
        for value in fact.values:
            for reason in value.reasons:
                yield from reason.sources


def _source(weighing: Weighing, key: str, ref: SourceRef | None) -> Source:
    known = weighing.sources.get(key)
    if known:
        return Source(Words(known.title), Words(known.article), Words(known.url), known.seen)
    assert ref is not None
    return Source(Words(ref.title), url=Words(ref.url), seen=ref.seen)


def _sources_part(weighing: Weighing) -> Iterator[Block]:
    yield heading(2, "Bronnen")
    found = tuple(used_sources(weighing).values())
    if found:
        yield paragraph("Hierop rust dit dossier. De datum zegt wanneer iemand de bron heeft bekeken.")
        yield Sources(found)
    else:
        yield paragraph("Er zijn geen bronnen gebruikt.")


def receipt_of(weighing: Weighing, public: bool = False) -> dict[str, Any]:
    """The receipt; of a public dossier without the sources that people typed."""
    engine, record = weighing.topic.engine, weighing.record
    answers = _without_typed_sources(weighing) if public else weighing.answers
    subject = record.subject if weighing.subject and record.subject else ""
    return make_receipt(engine, answers, weighing.today, subject)


def _without_typed_sources(weighing: Weighing) -> Answers:
    given = {
        key: answer if known_source(weighing, key, answer.source) else replace(answer, source="")
        for key, answer in weighing.answers.given.items()
    }
    return replace(weighing.answers, given=given)


def _receipt_part(weighing: Weighing, receipt: Mapping[str, Any]) -> Iterator[Block]:
    yield heading(2, "Versie en kwitantie")
    yield paragraph(
        "Met de kwitantie rekent u dit advies later na, en ziet u of er iets is veranderd. Zij zit als"
        " kwitantie.json in de ZIP voor het archief, en in het JSON-bestand. Nakijken kan zo:"
        " basislijn controleer kwitantie.json"
    )
    yield receipt_entry(receipt, weighing.topic.id)
    if weighing.changed_content:
        yield paragraph(
            "De vragen of regels zijn veranderd sinds iemand het laatst iets invulde."
            " Dit advies gebruikt de nieuwste versie."
        )


def receipt_entry(receipt: Mapping[str, Any], version: str) -> Entry:
    """The receipt in words: the hashes to compare."""
    rows = [
        pair("Versie", version),
        pair("Basislijn", engine_version()),
        pair("Peildatum", receipt["peildatum"]),
        pair("Hash van de inhoud", receipt["inhoud"]["hash"]),
        pair("Hash van het resultaat", receipt["resultaat_hash"]),
        pair("Hash van de kwitantie", receipt["kwitantie_hash"]),
    ]
    rows += [pair(f"Bestand {name}", value) for name, value in receipt["inhoud"]["bestanden"].items()]
    return Entry(Words("Kwitantie"), tuple(rows))
