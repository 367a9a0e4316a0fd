"""A known subject as a file: written for another municipality, and read from one."""

from __future__ import annotations

from typing import Any

import yaml

from engine.answers import read_answer
from engine.cases import SubjectFile
from engine.diagnostics import ContentError
from engine.keywords import build
from engine.models import Questionnaire
from engine.source import read_source


def profile_text(subject: SubjectFile) -> str:
    """Return the file, in YAML, as an author would write it."""
    return yaml.safe_dump(profile_data(subject), allow_unicode=True, sort_keys=False, width=110)


def profile_data(subject: SubjectFile) -> dict[str, Any]:
    """Return the profile as plain data under its Dutch keywords; what is empty is left out."""
    data: dict[str, Any] = subject.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    return data


def is_profile(raw: bytes) -> bool:
    """Whether a file says that it is a known subject."""
    return raw.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"onderwerp:") and b"\nfeiten:" in raw


def read_profile(raw: bytes, name: str) -> SubjectFile:
    """Return the known subject in a file.

    Raises:
        ContentError: with Dutch findings when it can't be read.
    """
    subject, findings = build(SubjectFile, read_source(raw, name))
    if subject is None or findings:
        raise ContentError(findings)
    return subject


def fitting(subject: SubjectFile, form: Questionnaire) -> tuple[SubjectFile, tuple[str, ...]]:
    """Return the subject with the facts that answer a question of this questionnaire, and the other names."""
    facts, left = {}, []
    for key, fact in subject.facts.items():
        question = form.questions.get(key)
        try:
            if question is None or question.about != "onderwerp":
                raise ValueError(key)
            read_answer(question, fact.answer)
            facts[key] = fact
        except ValueError:
            left.append(key)
    return subject.model_copy(update={"facts": facts}), tuple(left)
