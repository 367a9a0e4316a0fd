"""The word for a subject in a sentence: dit platform, deze clouddienst."""

from __future__ import annotations

from dataclasses import dataclass

from engine.models import Questionnaire


@dataclass(frozen=True)
class SubjectWords:
    """The word, and what stands before it."""

    word: str
    neuter: bool

    @property
    def the(self) -> str:
        """``het platform``."""
        return f"{'het' if self.neuter else 'de'} {self.word}"

    @property
    def this(self) -> str:
        """``dit platform``."""
        return f"{'dit' if self.neuter else 'deze'} {self.word}"

    @property
    def which(self) -> str:
        """``welk platform``."""
        return f"{'welk' if self.neuter else 'welke'} {self.word}"

    @property
    def another(self) -> str:
        """``een ander platform``."""
        return f"een {'ander' if self.neuter else 'andere'} {self.word}"


def subject_words(questionnaire: Questionnaire) -> SubjectWords:
    """Return the words for the subject of a questionnaire."""
    return SubjectWords(questionnaire.subject_title or "onderwerp", questionnaire.subject_article == "het")
