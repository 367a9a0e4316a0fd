"""Everything beside the answers of an assessment, as the lines of a dossier."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.services import meeting_words
from webapp.services.decisions import DecisionRow, decided_rows, decision_rows
from webapp.services.dossier.archive import Enclosed
from webapp.services.dossier.extras import (
    CommentLine,
    DecisionLine,
    DossierExtras,
    EvidenceFile,
    EvidenceLine,
    MinorityView,
    RoundLine,
)
from webapp.services.files import to_file
from webapp.services.meeting_opening import held_on, round_records
from webapp.services.weighing import Weighing
from webapp.services.work_moving import evidence_that_fits
from webapp.storage.meeting_records import ItemRecord, RoundRecord
from webapp.storage.repository import Repository
from webapp.storage.work_records import CommentRecord, EvidenceRecord

MOST_EVIDENCE = 50_000_000  # bytes of evidence in one archive, as it is made in memory


def gather(repository: Repository, weighing: Weighing) -> DossierExtras:
    """Everything beside the answers. Whoever builds a new part of the dossier adds its lines here."""
    record = weighing.record.id
    decisions = repository.decisions.of(record)
    tasks, points = repository.tasks.of(record), repository.points(record)
    every = round_records(repository.meetings, record, running=True)
    rounds = round_records(repository.meetings, record)
    rows = decided_rows(decision_rows(weighing, decisions))
    return DossierExtras(
        tasks=tasks,
        points=points,
        decisions=tuple(map(_decision, rows)),
        rounds=tuple(line for talk in rounds for line in _round(talk)),
        comments=tuple(map(_comment, repository.comments.for_dossier(record))),
        evidence=tuple(map(_evidence, repository.evidence.of(record))),
        file=to_file(weighing, points, tasks, decisions, every),
    )


def enclosed(repository: Repository, weighing: Weighing) -> Enclosed:
    """The files of evidence for the archive; together they take a bounded part of the memory."""
    items = repository.evidence.of(weighing.record.id)
    numbers = {item.key: number for number, item in enumerate(items, 1)}
    kept, left = evidence_that_fits(items, MOST_EVIDENCE, lambda size: size)
    folder, files = repository.evidence.files, []
    for item in kept:
        path = folder.path(item.stored) if folder and item.is_file else None
        if path is not None and item.created_at is not None:
            head = (numbers[item.key], item.file_name, item.title or item.file_name, item.media)
            files.append(EvidenceFile(*head, item.created_at, path.read_bytes()))
    return Enclosed(tuple(files), tuple(item.title or item.file_name for item in left))


def _decision(row: DecisionRow) -> DecisionLine:
    decision = row.decision
    return DecisionLine(
        outcome=row.label,
        text=row.title,
        reason=decision.reason,
        who=decision.decider,  # a function or a name: only people can tell
        decided_on=decision.decided,
        review_on=decision.review,
        version=decision.seen_hash,
    )


def _round(talk: RoundRecord) -> Iterator[RoundLine]:
    for item in meeting_words.discussed(talk):
        said = item.agreement
        yield RoundLine(
            title=f"{meeting_words.heading(talk)}: {item.shape.text}",
            agreed=meeting_words.verdict_text(item),
            reasons=tuple(reason for reason in (said.reason, *item.reasons) if reason),
            minority=_minority(item),
            attendees=talk.roles,
            held_on=held_on(talk),
            question=item.question,
        )


def _minority(item: ItemRecord) -> tuple[MinorityView, ...]:
    said = item.agreement
    return (MinorityView(said.minority, who=said.minority_role),) if said.minority else ()


def _comment(comment: CommentRecord) -> CommentLine:
    about = comment.question or "de hele afweging"
    return CommentLine(comment.text, comment.author, about, comment.created_at.date())


def _evidence(item: EvidenceRecord) -> EvidenceLine:
    return EvidenceLine(
        title=item.title or item.file_name,
        question=item.question,
        note=item.file_name if item.title else "",
        url=item.url,
        sha256=item.sha256,
        size=item.size if item.is_file else None,
        dated=item.created_at.date() if item.created_at else None,
        who=item.author,
    )
