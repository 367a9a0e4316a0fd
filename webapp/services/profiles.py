"""Sharing what one municipality worked out: a profile that another one takes over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.advice import MeasureView
from engine.cases import SubjectFact, SubjectFile, SubjectHead, SubjectProfile, WorkedOut
from webapp.services.weighing import Weighing
from webapp.storage.records import AnswerRecord

OWN = "Opgave van {}"


@dataclass(frozen=True)
class Adopted:
    """What came along with the subject: the profile, and which measures are worked out."""

    profile: SubjectProfile | None
    worked_out: Mapping[str, WorkedOut]
    done: tuple[MeasureView, ...]
    total: int


def adopted(weighing: Weighing) -> Adopted | None:
    """Return what somebody else shared about this subject; None when nobody did."""
    subject = weighing.subject
    if subject is None or not (subject.profile or subject.worked_out):
        return None
    certain = [measure for measure in weighing.advice.measures if measure.certain]
    done = tuple(measure for measure in certain if measure.id in subject.worked_out)
    return Adopted(subject.profile, subject.worked_out, done, len(certain))


def measures_to_share(weighing: Weighing) -> list[MeasureView]:
    """The measures of which one can tell how they were worked out."""
    return [measure for measure in weighing.advice.measures if measure.certain]


def shared_profile(
    weighing: Weighing, profile: SubjectProfile, worked_out: Mapping[str, WorkedOut]
) -> SubjectFile:
    """Return the file for another municipality: the facts, without notes, and what was worked out."""
    head = SubjectHead(soort=weighing.questionnaire.subject_kind, naam=weighing.name, status="voorstel")
    facts = {}
    for key, question in weighing.questions.items():
        if question.about == "onderwerp" and key in weighing.shown:
            fact = _fact(weighing, key, profile)
            if fact is not None:
                facts[key] = fact
    return SubjectFile(onderwerp=head, profiel=profile, feiten=facts, uitgewerkt=dict(worked_out))


def _fact(weighing: Weighing, key: str, profile: SubjectProfile) -> SubjectFact | None:
    record = weighing.fitting.get(key)
    if record is not None and record.state == "answered":
        return SubjectFact(
            antwoord=_raw(record),
            bron=record.source or OWN.format(profile.shared_by),
            peildatum=record.dated or profile.dated,
        )
    given = weighing.subject.facts.get(key) if weighing.subject else None
    return given if record is None else None


def _raw(record: AnswerRecord) -> str | list[str]:
    return list(record.value) if isinstance(record.value, tuple) else str(record.value)
