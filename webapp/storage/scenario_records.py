"""Scenarios and earlier states of answers, as storage hands them to the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.storage.records import AnswerRecord


@dataclass(frozen=True)
class ScenarioRecord:
    """Choices kept by name: per field of the form what was chosen."""

    id: int
    name: str
    choices: Mapping[str, tuple[str, ...]]
    created_at: datetime


@dataclass(frozen=True)
class ChangeRecord:
    """What an answer was before a change; ``before`` is None when there was none."""

    question: str
    before: AnswerRecord | None
    created_at: datetime
