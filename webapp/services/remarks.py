"""The pilot's voice: remarks, listed by question and the line of its YAML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.services.dutch import moment_text
from webapp.storage.knowledge_records import TicketRecord
from webapp.storage.records import FeedbackRecord

if TYPE_CHECKING:
    from webapp.content_store import Snapshot

LABELS = {"onduidelijk": "onduidelijk", "klopt_niet": "klopt niet bij ons", "opmerking": "opmerking"}


@dataclass(frozen=True)
class RemarkGroup:
    """All remarks on one question, or on the advice."""

    place: str
    title: str
    counts: dict[str, int]
    remarks: tuple[FeedbackRecord, ...]


def group_remarks(records: Iterable[FeedbackRecord], snapshot: Snapshot) -> list[RemarkGroup]:
    """Remarks by question, those with most remarks first."""
    groups: dict[tuple[str, str | None], list[FeedbackRecord]] = {}
    for record in records:
        groups.setdefault((record.questionnaire, record.question), []).append(record)
    found = [_group(key, items, snapshot) for key, items in groups.items()]
    return sorted(found, key=lambda group: (-len(group.remarks), group.place))


@dataclass(frozen=True)
class TicketGroup:
    """All remarks on one question, with what came back."""

    place: str
    title: str
    tickets: tuple[TicketRecord, ...]


def group_tickets(tickets: Iterable[TicketRecord], snapshot: Snapshot) -> list[TicketGroup]:
    """Remarks with their answers by question, those with most remarks first."""
    groups: dict[tuple[str, str | None], list[TicketRecord]] = {}
    for ticket in tickets:
        groups.setdefault((ticket.questionnaire, ticket.question), []).append(ticket)
    found = [
        TicketGroup(place_of(topic, key, snapshot), title_of(topic, key, snapshot), tuple(rows))
        for (topic, key), rows in groups.items()
    ]
    return sorted(found, key=lambda group: (-len(group.tickets), group.place))


def _group(key: tuple[str, str | None], items: list[FeedbackRecord], snapshot: Snapshot) -> RemarkGroup:
    topic, question = key
    counts = dict(Counter(LABELS.get(item.kind, item.kind) for item in items))
    return RemarkGroup(
        place_of(topic, question, snapshot), title_of(topic, question, snapshot), counts, tuple(items)
    )


def title_of(topic: str, question: str | None, snapshot: Snapshot) -> str:
    """The question in words, or what the remark is about otherwise."""
    if question is None:
        return "het advies"
    found = snapshot.topics.get(topic)
    item = found.questionnaire.questions.get(question) if found else None
    return f"{item.code} {item.text}" if item else f"vraag {question} (bestaat niet meer)"


def place_of(topic: str, question: str | None, snapshot: Snapshot) -> str:
    """``file:line`` of the question, or the topic when there is no such line."""
    source = snapshot.content.files.get(("vragenlijst", topic))
    found = snapshot.topics.get(topic)
    if source is None or found is None or question is None:
        return topic
    for number, section in enumerate(found.questionnaire.sections):
        if question in section.questions:
            place = source.place(("secties", number, "vragen", question), key=True)
            return f"{place.file}:{place.line}"
    return topic


def render_remarks(groups: Iterable[RemarkGroup]) -> str:
    """The remarks as text for the command line."""
    blocks = []
    for group in groups:
        counts = ", ".join(f"{number}x {label}" for label, number in sorted(group.counts.items()))
        lines = [f"{group.place}: {group.title}", f"  {counts}"]
        for remark in group.remarks:
            if remark.text:
                text = " ".join(remark.text.split())
                lines.append(
                    f"  - {moment_text(remark.created_at)}, {LABELS.get(remark.kind, remark.kind)}: {text}"
                )
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) if blocks else "Er zijn nog geen opmerkingen."
