"""Dutch dates, lists, terms and headlines."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from engine.advice import OutcomeView, ScoreRange
from engine.diagnostics import Place
from webapp.services import dutch, wording


def test_dates_and_times() -> None:
    assert dutch.date_text(date(2026, 11, 23)) == "23 november 2026"
    assert dutch.date_text(None) == ""
    assert dutch.clock_text(datetime(2026, 11, 23, 13, 3)) == "14:03"
    assert dutch.clock_text(datetime(2026, 7, 1, 13, 3)) == "15:03"
    assert dutch.moment_text(datetime(2026, 12, 31, 23, 30)) == "1 januari 2027, 00:30"


def test_lists_and_counts() -> None:
    assert dutch.join_words([]) == ""
    assert dutch.join_words(["a"]) == "a"
    assert dutch.join_words(["a", "b", "c"], "of") == "a, b of c"
    assert dutch.count_text(1, "vraag", "vragen") == "1 vraag"
    assert dutch.count_text(0, "vraag", "vragen") == "0 vragen"
    assert dutch.lower_first("Gebruiken") == "gebruiken"
    assert dutch.lower_first("EU-kanaal") == "EU-kanaal"
    assert dutch.in_words(12) == "twaalf"
    assert dutch.full_stop("Ja") == "Ja."
    assert dutch.full_stop("Ja.") == "Ja."


@pytest.mark.parametrize(
    ("term", "day"),
    [
        ("6 maanden", date(2027, 2, 28)),
        ("1 jaar", date(2027, 8, 31)),
        ("2 weken", date(2026, 9, 14)),
        ("3 dagen", date(2026, 9, 3)),
        ("ooit", None),
        ("", None),
    ],
)
def test_terms(term: str, day: date | None) -> None:
    assert wording.add_term(date(2026, 8, 31), term) == day


def test_an_outcome_says_its_day_until_it_comes() -> None:
    place = Place("rules/x/v1.yaml")
    outcome = OutcomeView("verboden", "Verboden", 1, "", "", "", "", place, date(2026, 12, 2))
    assert wording.outcome_title(outcome, date(2026, 12, 1)) == "Verboden, vanaf 2 december 2026"
    assert wording.outcome_title(outcome, date(2026, 12, 2)) == "Verboden"
    later = outcome._replace(term="3 maanden", starts=None)
    assert wording.outcome_title(later, date(2026, 12, 1)) == "Verboden, binnen 3 maanden"


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (ScoreRange(37, 37, 37), "37 van 100"),
        (ScoreRange(85, 90, 89), "nu 89, nog tussen 85 en 90 van 100"),
        (ScoreRange(0, 100, None), "nog tussen 0 en 100 van 100"),
        (ScoreRange(None, None, None), "geen score"),
        (ScoreRange(None, 90, 89), "89 van 100"),
    ],
)
def test_scores(score: ScoreRange, text: str) -> None:
    assert wording.score_text(score) == text
