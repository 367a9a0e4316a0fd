"""The questionnaire of a large rule set: 36 questions about the subject and 24 about the use."""

from __future__ import annotations

import random
from typing import Any

TOPIC = "groot/v1"
PRINCIPLES, CRITERIA, USE = 11, 36, 24
Table = dict[str, Any]


class Form:
    """The questions: those about the subject, one for each criterion, and those about the use."""

    def __init__(self, rng: random.Random) -> None:
        self.random = rng
        self.subject = {
            f"feit_{i}": self._choice("onderwerp", rng.choice((3, 4, 4))) for i in range(CRITERIA)
        }
        self.use = {f"inzet_{i}": self._of_use(i) for i in range(USE)}
        self.principle = {key: at * PRINCIPLES // CRITERIA for at, key in enumerate(self.subject)}
        self._show(list(self.use), self.use, 6)
        for p in rng.sample(range(PRINCIPLES), 6):
            own = [key for key in self.subject if self.principle[key] == p]
            self._show(own, self.subject, 2)
        for key in rng.sample(list(self.subject), 4):
            self.subject[key]["nvt"] = "ja"

    def table(self) -> Table:
        """Return the questionnaire."""
        rows = list({**self.use, **self.subject}.items())
        parts = [dict(rows[at : at + 10]) for at in range(0, len(rows), 10)]
        return {
            "vragenlijst": TOPIC,
            "titel": "Een grote vragenlijst",
            "onderwerp": "dienst",
            "onderwerp_titel": "dienst",
            "secties": [{"titel": f"Deel {at}", "vragen": part} for at, part in enumerate(parts, 1)],
        }

    def condition(self, key: str, low: bool | None = None) -> Table:
        """Return a test on one question: on its lower answers, its higher ones, or any."""
        question = self.use.get(key) or self.subject[key]
        match question.get("soort"):
            case "getal":
                word = {True: "minder_dan", False: "minstens", None: "meer_dan"}[low]
                return {key: {word: str(self.random.choice((2, 5, 10, 20)))}}
            case "datum":
                return {key: {"voor" if low else "vanaf": f"{self.random.choice((2024, 2025, 2026))}-07-01"}}
            case "meerkeuze":
                if self.random.random() < 0.4:
                    return {key: {"aantal": {"minder_dan" if low else "minstens": "2"}}}
                return {key: self.random.choice(list(question["opties"]))}
        options = list(question["opties"])
        cut = self.random.randint(1, len(options) - 1)
        chosen = self.random.sample(options, cut) if low is None else options[cut:] if low else options[:cut]
        return {key: chosen[0] if len(chosen) == 1 else chosen}

    def _of_use(self, number: int) -> Table:
        about = "organisatie" if number % 3 == 0 else "inzet"
        match number:
            case 4 | 9 | 14 | 19:
                row = self._choice(about, self.random.randint(3, 6))
                return {**row, "soort": "meerkeuze"}
            case 6 | 12:
                row = self._choice(about, 2)
                del row["opties"]
                return {**row, "soort": "getal", "van": "0", "tot": "100"}
            case 10:
                row = self._choice(about, 2)
                del row["opties"]
                return {**row, "soort": "datum"}
        row = self._choice(about, self.random.choice((2, 2, 3, 3, 4)))
        return {**row, "te_regelen": "ja"} if number % 2 else row

    def _choice(self, about: str, options: int) -> Table:
        self.number = getattr(self, "number", 0) + 1
        return {
            "code": f"V{self.number}",
            "over": about,
            "vraag": "Hoe is dit hier geregeld?",
            "opties": {f"stand_{i}": f"Stand {i}" for i in range(options)},
        }

    def _show(self, keys: list[str], table: dict[str, Table], count: int) -> None:
        """Let some questions depend on an earlier one, in chains of one or two."""
        depth = dict.fromkeys(keys, 0)
        for at in sorted(self.random.sample(range(1, len(keys)), min(count, len(keys) - 1))):
            earlier = [k for k in keys[max(0, at - 4) : at] if depth[k] < 2 and "soort" not in table[k]]
            if earlier:
                on = self.random.choice(earlier)
                depth[keys[at]] = depth[on] + 1
                table[keys[at]]["toon_als"] = self.condition(on)
