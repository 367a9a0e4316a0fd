"""The second half of a dossier: answers, what is open, and what people said, decided and brought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.models import Question
from webapp.services.answers_in_words import stored_label
from webapp.services.conversation import VERDICTS, talking_points
from webapp.services.dossier.advice_part import bullets, heading, known_source, pair, paragraph
from webapp.services.dossier.extras import DecisionLine, DossierExtras, EvidenceLine, MinorityView, RoundLine
from webapp.services.dossier.model import NAME, ROLE, TYPED, Block, Entry, Pair, Paragraph, Words
from webapp.services.dutch import date_text, moment_text
from webapp.services.facts import answer_label
from webapp.services.still_open import open_groups
from webapp.services.weighing import Weighing
from webapp.services.wording import DECISION
from webapp.storage.records import AnswerRecord

NO_ANSWER = "Nog geen antwoord"


def answers_part(weighing: Weighing) -> Iterator[Block]:
    """Every section with every answered question."""
    yield heading(2, "De antwoorden")
    stored = weighing.record.answers
    misfit = {item.question: item.message for item in weighing.misfits}
    found_one = False
    for section in weighing.questionnaire.sections:
        entries = [
            entry
            for key, question in section.questions.items()
            if (entry := _answer(weighing, key, question, misfit.get(key, "")))
        ]
        if entries:
            found_one = True
            yield heading(3, section.title)
            yield from entries
    gone = [record for key, record in stored.items() if key not in weighing.questions]
    if gone:
        found_one = True
        yield heading(3, "Antwoorden op vragen die niet meer bestaan")
        for record in gone:
            raw = ", ".join(record.value) if isinstance(record.value, tuple) else record.value or record.state
            title = Words(f"Vraag ‘{record.question}’")
            value = Words(
                raw, TYPED, f"antwoord-{record.question}", "Antwoord op een vraag die niet meer bestaat"
            )
            yield Entry(title, _parts(weighing, record, value, record.question))
    if not found_one:
        yield paragraph("Er is nog geen vraag beantwoord.")


def _answer(weighing: Weighing, key: str, question: Question, misfit: str) -> Entry | None:
    record = weighing.record.answers.get(key)
    if record is not None and (record.state != "open" or record.note or record.source):
        label = _label(weighing, record, misfit)
        free = (question.kind == "tekst" and record.state == "answered") or bool(misfit)
        value = (
            Words(label, TYPED, f"antwoord-{key}", f"Antwoord op {question.code}") if free else Words(label)
        )
        parts = _parts(weighing, record, value, question.code)
        if misfit:
            parts = (*parts, pair("Let op", f"{misfit} Dit antwoord telt niet mee."))
        elif key not in weighing.shown:
            parts = (*parts, pair("Let op", "Deze vraag doet bij de andere antwoorden niet mee."))
        return Entry(Words(question.text), parts, question.code)
    given = weighing.answers.given.get(key)
    if given is None:
        return None
    return _found(weighing, key, question)


def _label(weighing: Weighing, record: AnswerRecord, misfit: str) -> str:
    if misfit and record.state == "answered":
        return ", ".join(record.value) if isinstance(record.value, tuple) else record.value or ""
    return NO_ANSWER if record.state == "open" else stored_label(weighing, record)


def _found(weighing: Weighing, key: str, question: Question) -> Entry:
    """A fact from a profile that nobody looked at yet."""
    given, found = weighing.answers.given[key], weighing.found.get(key)
    states = {"unknown": "Dat weten we nog niet", "nvt": "Niet van toepassing"}
    label = states.get(given.state) or (found.label if found else answer_label(question, given.value))
    own = question.kind == "tekst" and bool(weighing.record.profile)
    parts = (
        Pair(
            "Antwoord",
            Words(label, TYPED, f"antwoord-{key}", f"Antwoord op {question.code}") if own else Words(label),
        ),
        Pair("Toelichting", _typed(given.note, f"toelichting-{key}", f"Toelichting bij {question.code}"))
        if weighing.record.profile
        else pair("Toelichting", given.note),
        *_source(weighing, given.source, given.dated, key, question.code),
        pair("Bevestigd", "Nee, dit komt uit het profiel"),
    )
    return Entry(Words(question.text), tuple(part for part in parts if part.value), question.code)


def _typed(text: str, key: str, label: str) -> Words:
    return Words(text, TYPED, key, label)


def _parts(weighing: Weighing, record: AnswerRecord, value: Words, code: str) -> tuple[Pair, ...]:
    key = record.question
    taken = " (overgenomen uit een andere afweging)" if record.carried else ""
    parts = (
        Pair("Antwoord", value),
        Pair("Notitie", _typed(record.note, f"notitie-{key}", f"Notitie bij {code}")),
        *_source(weighing, record.source, record.dated, key, code),
        Pair("Ingevuld door", Words(record.who, NAME)),
        pair("Bevestigd", f"{'Ja' if record.confirmed else 'Nee'}{taken}"),
        pair("Ingevuld op", moment_text(record.updated_at) if record.updated_at else ""),
    )
    return tuple(part for part in parts if part.value)


def _source(weighing: Weighing, source: str, dated: date | None, key: str, code: str) -> tuple[Pair, ...]:
    known = known_source(weighing, key, source)
    words = Words(known) if known else _typed(source, f"bron-{key}", f"Bron bij {code}")
    return (Pair("Bron", words), pair("Stand van", date_text(dated)))


def open_part(weighing: Weighing) -> Iterator[Block]:
    """What is still to find out."""
    yield heading(2, "Nog uit te zoeken")
    groups = open_groups(weighing)
    if not groups:
        yield paragraph("Niets. Alle vragen die meetellen hebben een antwoord.")
    for group in groups:
        yield heading(3, group.title)
        yield bullets(f"{question.text} ({question.code})" for _, question in group.questions)


def decisions_part(extras: DossierExtras) -> Iterator[Block]:
    """What was decided."""
    yield heading(2, "Het besluit")
    yield paragraph(DECISION)
    if not extras.decisions:
        yield paragraph("Er is nog geen besluit vastgelegd.")
    for number, line in enumerate(extras.decisions, 1):
        yield _decision(number, line)


def _decision(number: int, line: DecisionLine) -> Entry:
    label = f"Besluit {number}"
    parts = (
        Pair("Besluit", _typed(line.text, f"besluit-{number}-tekst", f"Tekst van besluit {number}")),
        Pair(
            "Motivering", _typed(line.reason, f"besluit-{number}-reden", f"Motivering van besluit {number}")
        ),
        Pair("Genomen door", Words(line.role, ROLE)),
        Pair("Naam", Words(line.who, NAME)),
        pair("Op", date_text(line.decided_on)),
        pair("Opnieuw wegen voor", date_text(line.review_on)),
        pair("Bij versie", line.version),
    )
    return Entry(Words(f"{label}: {line.outcome}"), tuple(part for part in parts if part.value))


def conversation_part(weighing: Weighing, extras: DossierExtras) -> Iterator[Block]:
    """What was said: rounds with their minority views, and the points of the meeting."""
    yield heading(2, "Het gesprek")
    present = weighing.record.attendees
    if present:
        yield Entry(Words("Aanwezig bij het gesprek"), (Pair("Wie", Words(present, NAME)),))
    points = {key: point for key, point in extras.points.items() if point.verdict or point.remark}
    if not (present or points or extras.rounds):
        yield paragraph("Er is nog geen gesprek vastgelegd.")
    for number, line in enumerate(extras.rounds, 1):
        yield from _round(weighing, number, line)
    if points:
        yield heading(3, "Punten die zijn besproken")
    texts = {point.key: (point.text, point.code) for point in talking_points(weighing)}
    for key, said in points.items():
        question = weighing.questions.get(key)
        text, code = texts.get(key) or ((question.text, question.code) if question else (f"Punt ‘{key}’", ""))
        remark = _typed(said.remark, f"punt-{key}", f"Opmerking bij het punt ‘{text}’")
        parts = (pair("Oordeel", VERDICTS.get(said.verdict, said.verdict)), Pair("Opmerking", remark))
        yield Entry(Words(text), tuple(part for part in parts if part.value), code)


def _round(weighing: Weighing, number: int, line: RoundLine) -> Iterator[Block]:
    question = weighing.questions.get(line.question)
    yield heading(3, f"Ronde {number}{f', {date_text(line.held_on)}' if line.held_on else ''}")
    key, label = f"ronde-{number}", f"ronde {number}"
    parts = [
        Pair("Over", Words(f"{question.text} ({question.code})") if question else Words("")),
        Pair("Afgesproken antwoord", _typed(line.agreed, f"{key}-antwoord", f"Afgesproken in {label}")),
    ]
    for place, reason in enumerate(line.reasons, 1):
        parts.append(Pair("Reden", _typed(reason, f"{key}-reden-{place}", f"Reden in {label}")))
    parts.append(Pair("Aanwezig", Words(", ".join(line.attendees), NAME)))
    title = _typed(line.title, f"{key}-titel", f"Titel van {label}")
    yield Entry(title, tuple(part for part in parts if part.value))
    for place, view in enumerate(line.minority, 1):
        yield _minority(view, f"{key}-minderheid-{place}", label)


def _minority(view: MinorityView, key: str, label: str) -> Entry:
    parts = (
        Pair("Standpunt", _typed(view.text, key, f"Minderheidsstandpunt in {label}")),
        Pair("Omdat", _typed(view.reason, f"{key}-reden", f"Reden van een minderheid in {label}")),
        Pair("Van", Words(view.who, NAME)),
    )
    return Entry(Words("Minderheidsstandpunt"), tuple(part for part in parts if part.value))


def comments_part(weighing: Weighing, extras: DossierExtras) -> Iterator[Block]:
    """Comments that somebody marked for the dossier."""
    yield heading(2, "Opmerkingen")
    if not extras.comments:
        yield paragraph("Er zijn geen opmerkingen gemarkeerd voor dit dossier.")
    for number, line in enumerate(extras.comments, 1):
        question = weighing.questions.get(line.about)
        title = question.text if question else line.about or "Bij het advies"
        parts = (
            Pair("Opmerking", _typed(line.text, f"opmerking-{number}", f"Opmerking {number} bij ‘{title}’")),
            Pair("Van", Words(line.who, NAME)),
            pair("Op", date_text(line.written_on)),
        )
        yield Entry(Words(title), tuple(p for p in parts if p.value), question.code if question else "")


def evidence_part(weighing: Weighing, extras: DossierExtras) -> Iterator[Block]:
    """The evidence, with what is needed to recognise a file."""
    yield heading(2, "Bewijs")
    if not extras.evidence:
        yield Paragraph(Words("Er is geen bewijs bijgevoegd."))
    for number, line in enumerate(extras.evidence, 1):
        yield _evidence(weighing, number, line)


def _evidence(weighing: Weighing, number: int, line: EvidenceLine) -> Entry:
    question = weighing.questions.get(line.question)
    key, label = f"bewijs-{number}", f"bewijs {number}"
    parts = (
        pair("Bij", f"{question.text} ({question.code})" if question else ""),
        Pair("Toelichting", _typed(line.note, f"{key}-toelichting", f"Toelichting bij {label}")),
        Pair("Adres", _typed(line.url, f"{key}-adres", f"Adres van {label}")),
        pair("Stand van", date_text(line.dated)),
        pair("Omvang", f"{line.size} bytes" if line.size is not None else ""),
        pair("Controlegetal (SHA-256)", line.sha256),
        Pair("Toegevoegd door", Words(line.who, NAME)),
    )
    return Entry(_typed(line.title, f"{key}-titel", f"Naam van {label}"), tuple(p for p in parts if p.value))
