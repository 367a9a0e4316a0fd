"""The first half of a dossier: the advice, its score, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.advice import Because, PrincipleView, SignalView, SourceRef
from webapp.services.advice_page import AdvicePage, advice_page
from webapp.services.dossier.extras import DossierExtras
from webapp.services.dossier.model import (
    NAME,
    NOTHING,
    TYPED,
    Bar,
    Block,
    Bullets,
    Entry,
    Figure,
    Heading,
    Item,
    Pair,
    Paragraph,
    Table,
    Words,
)
from webapp.services.dutch import date_text, join_words
from webapp.services.duties import Duty, duties, grouped, summary
from webapp.services.weighing import Weighing
from webapp.services.wording import fact_line

MISSED = {"ja": "niet gehaald", "nee": "gehaald", "mogelijk": "nog niet zeker"}
STATES = {"ja": "in orde", "nee": "niet in orde", "onbekend": "nog niet bekend", "nvt": "niet van toepassing"}


def heading(level: int, text: str) -> Heading:
    """A heading with a fixed text."""
    return Heading(level, Words(text))


def paragraph(text: str, style: str = "") -> Paragraph:
    """A paragraph with a fixed text."""
    return Paragraph(Words(text), style)


def pair(label: str, text: str) -> Pair:
    """A label with a fixed text."""
    return Pair(label, Words(text))


def bullets(texts: Iterable[str], ordered: bool = False) -> Bullets:
    """A list of fixed texts."""
    return Bullets(tuple(Item(Words(text)) for text in texts), ordered)


def source_titles(sources: Iterable[SourceRef]) -> str:
    """Sources in one line."""
    return "; ".join(source.title for source in sources)


def advice_part(weighing: Weighing) -> Iterator[Block]:
    """The advice with its reasons, in order."""
    advice, view = weighing.advice, advice_page(weighing)
    yield heading(2, "Het advies")
    for stop in view.stops:
        yield paragraph(f"Stop hier vandaag mee: {stop.title}. {stop.text}", "stop")
    yield paragraph(f"{view.headline}.", "lead")
    yield paragraph(" ".join(filter(None, (view.sentence, view.because))))
    yield paragraph(f"{view.firm.title}. {view.firm.text}".strip())
    for signal in advice.reservations:
        if signal.certain:
            yield paragraph(f"Voorbehoud: {signal.title}. {signal.text}")
    if view.deciders:
        yield heading(3, "Wat dit bepaalt")
        items = (_because(weighing, item) for item, _ in view.deciders)
        yield Bullets(tuple(items), ordered=True)
    if advice.shown_facts:
        yield heading(3, "Wat is vastgesteld")
        yield from (_shown(fact) for fact in advice.shown_facts)
    yield from _signals("Let op", view.alerts)
    yield from _signals("Misschien moet dit stoppen", view.possible_stops)
    for tally in advice.tallies:
        if tally.total:
            yield heading(3, tally.title)
            yield paragraph(f"{tally.done} van {tally.total} in orde, {tally.open} nog niet bekend.")
            yield bullets(f"{item.label}: {STATES[item.state]}" for item in tally.items)
    if len(advice.possible) > 1 and advice.outcome is None:
        yield heading(3, "Wat het advies nog kan worden")
        yield bullets(f"{outcome.title}. {outcome.advice}" for outcome in advice.possible)


def _shown(fact: object) -> Entry:
    reasons = dict.fromkeys(reason.text for value in fact.values for reason in value.reasons)  # type: ignore[attr-defined]
    return Entry(Words(fact_line(fact)), tuple(pair("Omdat", text) for text in reasons))  # type: ignore[arg-type]


def _signals(title: str, signals: tuple[SignalView, ...]) -> Iterator[Block]:
    if signals:
        yield heading(3, title)
        for signal in signals:
            parts = (pair("Waarom", signal.text), pair("Bron", source_titles(signal.sources)))
            yield Entry(Words(signal.title), tuple(part for part in parts if part.value))


def _because(weighing: Weighing, item: Because) -> Item:
    """A reason, with where it comes from below it."""
    return Item(Words(item.text), tuple(filter(None, origin(weighing, item))))


def known_source(weighing: Weighing, question: str, source: str) -> str:
    """The title of a source that is in the content: of a list of sources, or of a profile that we ship.

    Empty when somebody typed it; a profile that came in a file counts as typed.
    """
    if source in weighing.sources:
        return weighing.sources[source].title
    found = weighing.found.get(question)
    ours = weighing.record.profile is None and found is not None and found.source == source
    return source if ours else ""


def origin(weighing: Weighing, item: Because) -> tuple[Words, ...]:
    """Where a deciding fact comes from; what somebody typed stays apart from what is known."""
    typed = NOTHING
    parts = []
    known = known_source(weighing, item.question, item.source_text)
    if known:
        parts.append(f"Bron: {known}")
    elif item.source_text:
        typed = Words(
            f"Bron: {item.source_text}",
            TYPED,
            f"bron-{item.question}",
            f"Bron bij {item.code or 'een antwoord'}",
        )
    if item.sources:
        parts.append(f"Grond: {source_titles(item.sources)}")
    if item.code:
        parts.append(f"Vraag {item.code}")
    if item.dated:
        parts.append(f"Stand van {date_text(item.dated)}")
    if item.question and not item.confirmed:
        parts.append("Nog niet bevestigd")
    return (typed, Words(". ".join(parts)))


def score_part(weighing: Weighing) -> Iterator[Block]:
    """The score with its range, as bars, as a table, and per criterion."""
    advice, view = weighing.advice, advice_page(weighing)
    if not advice.principles:
        return
    yield heading(2, "De score")
    if view.total is None:
        yield paragraph("Er is geen score: er telt niets mee, of het advies hangt er niet van af.")
    else:
        line = f" De lijn voor het geheel ligt bij {view.threshold}." if view.threshold else ""
        yield paragraph(f"Samen {view.score}.{line} Dit is geen rapportcijfer, wel een richting.")
        yield _figure(weighing, view)
    yield Table(
        "Score per beginsel, van 0 tot 100",
        ("Beginsel", "Gewicht", "Score nu", "Kan nog worden", "Ondergrens"),
        tuple(
            tuple(map(Words, (row.title, str(row.weight), row.score, row.range or "–", _floor_text(item))))
            for row, item in zip(view.principles, advice.principles, strict=True)
        ),
    )
    yield from _floors(weighing)
    for principle in advice.principles:
        yield from _criteria(weighing, principle)


def _floor_text(item: PrincipleView) -> str:
    """Whether the floor is reached; a dash where nothing has a floor."""
    return MISSED[item.missed] if item.missed != "nee" or any(row.floor for row in item.criteria) else "–"


def _figure(weighing: Weighing, view: AdvicePage) -> Figure:
    advice = weighing.advice
    rows = [(item.title, item.score, None) for item in advice.principles]
    bars = []
    for title, score, line in [("Samen", advice.score, view.threshold), *rows]:
        if score.now is None and score.min is None:
            continue
        now = score.now if score.now is not None else score.min
        low = score.min if score.min is not None else now or 0
        high = score.max if score.max is not None else now or 0
        value = str(now) if low == high else f"{now}, nog {low} tot {high}"
        bars.append(Bar(title, now, low, high, line, value))
    words = [f"{bar.label} {bar.value}" for bar in bars]
    line = f"; de lijn voor het geheel ligt bij {view.threshold}" if view.threshold else ""
    alt = f"Balken met de score per beginsel, van 0 tot 100: {'; '.join(words)}{line}."
    return Figure(alt, "Een lichte balk hangt af van wat nog openstaat.", tuple(bars))


def _floors(weighing: Weighing) -> Iterator[Block]:
    missed = [
        row
        for item in weighing.advice.principles
        for row in item.criteria
        if row.missed != "nee" and row.floor
    ]
    yield heading(3, "Wat de basislijn niet haalt")
    if not missed:
        yield paragraph("Elke ondergrens is gehaald.")
        return
    lines = []
    for row in missed:
        sure = "onder de grens" if row.missed == "ja" else "misschien onder de grens, dit is nog niet zeker"
        details = (Words(row.because.text),) if row.because else ()
        lines.append(Item(Words(f"{row.title}: {sure}"), details))
    yield Bullets(tuple(lines))


def _criteria(weighing: Weighing, principle: PrincipleView) -> Iterator[Block]:
    if not principle.criteria:
        return
    yield heading(3, principle.title)
    if principle.explanation:
        yield paragraph(principle.explanation, "intro")
    rows = []
    for row in principle.criteria:
        judgement = join_words([label for _, label in row.judgements], "of") or "–"
        because = row.because.text if row.because else "Nog uit te zoeken"
        ground = source_titles(row.because.sources) if row.because else ""
        rows.append(tuple(Words(text) for text in (row.title, judgement, because, ground or "–")))
    yield Table(f"{principle.title}: oordeel per punt", ("Punt", "Oordeel", "Waarom", "Grond"), tuple(rows))


def duties_part(weighing: Weighing, extras: DossierExtras) -> Iterator[Block]:
    """Every measure and duty, with what was agreed about it."""
    rows = duties(weighing, extras.tasks)
    yield heading(2, "Wat u doet")
    if not rows:
        yield paragraph("Er is nog niets dat zeker moet.")
        return
    yield paragraph(f"{summary(rows).text}.")
    for group in grouped(rows):
        yield heading(3, group.title)
        if group.explanation:
            yield paragraph(group.explanation)
        yield from (_duty(duty) for duty in group.duties)


def _duty(duty: Duty) -> Entry:
    measure, task = duty.measure, duty.task
    parts = []
    if measure:
        usual = ", ".join(part for part in (measure.who, measure.term) if part)
        parts += [
            pair("Waarom", " ".join(dict.fromkeys((*measure.reasons, measure.explanation)))),
            pair("Bron", source_titles(measure.sources)),
            pair("Meestal", usual),
            pair("Vanaf", duty.when),
        ]
    label = f"Opmerking bij de maatregel ‘{duty.do}’"
    parts += [
        Pair("Eigenaar", Words(task.owner, NAME) if task.owner else Words("nog niemand")),
        pair("Klaar op", date_text(task.due)),
        pair("Stand", f"{duty.state}{', over tijd' if duty.overdue else ''}"),
        Pair("Opmerking", Words(task.note, TYPED, f"taak-{duty.id}", label)),
    ]
    return Entry(Words(duty.do), tuple(part for part in parts if part.value))
