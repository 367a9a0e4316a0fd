"""Large rule sets as an author could have written them, made from a number: 60 questions and 120 rules.

The rules are 16 facts of every kind, 36 criteria, 18 signals, 2 reservations, 36 measures and 12 rungs;
what stands below each of them (judgements, values) is not counted. Eleven weighted principles have three or
four criteria each, most of which follow one question. Questions show only after another answer, in chains of
one or two. A rule looks at one to four questions. The same number gives the same texts.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import yaml

from bench.large_forms import CRITERIA, PRINCIPLES, TOPIC, Form, Table
from engine.load import Content, load_content

__all__ = ["TOPIC", "content", "files"]

FACTS, SIGNALS, MEASURES = 16, 18, 36
JUDGEMENTS = ("voldoet", "grotendeels", "deels", "voldoet_niet")
TEXT = "Dit staat hier om te laten zien hoe lang een gewone reden is."
OUTCOMES = ("gebruiken", "voorwaarden", "afbouwen", "uitfaseren", "niet_gebruiken")


def content(seed: int, folder: Path) -> Content:
    """Write one rule set below a folder; return its content."""
    for name, text in files(seed).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_content(folder)


def files(seed: int) -> Mapping[str, str]:
    """Return the text of each file."""
    form = Form(random.Random(f"vragen {seed}"))
    rules = _Rules(random.Random(f"regels {seed}"), form)
    tables = {
        f"questionnaires/{TOPIC}.yaml": form.table(),
        "rules/grote-basislijn/v1.yaml": _baseline(random.Random(f"basislijn {seed}")),
        f"rules/{TOPIC}.yaml": rules.table(),
    }
    return {name: yaml.dump(table, Dumper=_Plain, sort_keys=False) for name, table in tables.items()}


class _Plain(yaml.SafeDumper):
    """Writes a part that stands in two places twice."""

    def ignore_aliases(self, data: object) -> bool:
        """Return that nothing is shared."""
        return True


def _baseline(rng: random.Random) -> Table:
    principles = {
        f"beginsel_{p}": {"titel": f"Beginsel {p}", "gewicht": rng.randint(5, 14)} for p in range(PRINCIPLES)
    }
    principles["beginsel_0"]["wijkt"] = "ja"
    scale = dict(zip(JUDGEMENTS, "3210", strict=True)) | {"niet_van_toepassing": "telt niet"}
    return {
        "basislijn": "grote-basislijn/v1",
        "titel": "Grote basislijn",
        "status": "voorstel",
        "schaal": {"hoogste": "3", "oordelen": scale},
        "beginselen": {key: {k: str(v) for k, v in row.items()} for key, row in principles.items()},
    }


class _Rules:
    """The rules over a form."""

    def __init__(self, rng: random.Random, form: Form) -> None:
        self.random, self.form = rng, form
        self.plain = [k for k, row in form.use.items() if "soort" not in row]
        self.waiting = list(form.use)  # questions that no fact looks at yet
        rng.shuffle(self.waiting)
        self.measures = [f"maatregel_{i}" for i in range(MEASURES)]
        self.unused = self.measures[6:]
        self.facts = {f"kenmerk_{i}": self._fact(i) for i in range(FACTS)}
        self.criteria = {f"criterium_{i}": self._criterion(i, key) for i, key in enumerate(form.subject)}
        self.facts[f"kenmerk_{FACTS - 1}"] = self._pinch()
        self.signals = {f"signaal_{i}": self._signal(i) for i in range(SIGNALS)}

    def table(self) -> Table:
        """Return the rule set."""
        return {
            "regels": TOPIC,
            "titel": "Grote regels",
            "vragenlijst": TOPIC,
            "basislijn": "grote-basislijn/v1",
            "status": "voorstel",
            "drempels": {
                "ruim": str(self.random.randint(75, 82)),
                "genoeg": str(self.random.randint(45, 60)),
            },
            "kenmerken": self.facts,
            "criteria": self.criteria,
            "signalen": self.signals,
            "voorbehoud": self._reservations(),
            "uitkomsten": self._outcomes(),
            "ladder": self._ladder(),
            "maatregelen": {key: self._measure(at, key) for at, key in enumerate(self.measures)},
        }

    # -- facts ----------------------------------------------------------------------------------------

    def _fact(self, number: int) -> Table:
        match number:
            case 11 | 12:
                return self._collected()
            case 13:
                keys = self._questions(self.random.randint(6, 10))
                tests = [self.form.condition(key, False) for key in keys]
                return {"titel": "Aantal dingen die goed gaan", "tel": tests}
            case 14:
                several = [k for k, row in self.form.use.items() if row.get("soort") == "meerkeuze"]
                return {"titel": "Aantal antwoorden", "tel": self.random.choice(several)}
        keys = self._questions(self.random.randint(2, 3))
        rules = []
        for at in range(self.random.randint(1, 3)):
            tests = [self.form.condition(key) for key in self.random.sample(keys, min(len(keys), 2))]
            if 2 <= number < 5 and not at:
                tests.append({f"kenmerk_{number - 2}": "waarde_0"})
            rules.append({"als": _all(tests), "is": f"waarde_{at}", "omdat": TEXT})
        return {"titel": "Een kenmerk", "regels": [*rules, {"anders": "ja", "is": "geen_van", "omdat": TEXT}]}

    def _collected(self) -> Table:
        keys = self._questions(self.random.randint(7, 10))
        rules = [
            {"als": self.form.condition(key, True), "is": f"punt_{at}", "omdat": TEXT} | self._brings(0.7)
            for at, key in enumerate(keys)
        ]
        return {"titel": "Wat u nog regelt", "verzamel": "ja", "regels": rules}

    def _pinch(self) -> Table:
        """A fact that looks at a judgement and at the use."""
        key = self.random.choice([k for k, row in self.criteria.items() if "volgt" in row])
        test = {key: ["deels", "voldoet_niet"]} | self.form.condition(self.random.choice(self.plain))
        rule = {"als": test, "is": "ja", "omdat": TEXT}
        return {"titel": "Hier knelt het", "regels": [rule, {"anders": "ja", "is": "nee", "omdat": TEXT}]}

    def _questions(self, count: int) -> list[str]:
        """Return questions about the use, those that nothing looks at yet first."""
        fresh, self.waiting = self.waiting[: (count + 1) // 2], self.waiting[(count + 1) // 2 :]
        rest = [key for key in self.form.use if key not in fresh]
        return fresh + self.random.sample(rest, count - len(fresh))

    # -- criteria ---------------------------------------------------------------------------------------

    def _criterion(self, number: int, question: str) -> Table:
        row: Table = {"titel": "Een criterium", "beginsel": f"beginsel_{self.form.principle[question]}"}
        row["ondergrens"] = "blokkade" if number == 7 else "ja" if self.random.random() < 0.4 else "nee"
        options = list(self.form.subject[question]["opties"])
        kind = self.random.random()
        if kind < 0.65:
            given = [*JUDGEMENTS[: len(options) - 1], JUDGEMENTS[-1]]
            verdicts = {o: {"is": j, "omdat": TEXT} for o, j in zip(options, given, strict=True)}
            verdicts[options[-1]] |= self._brings(0.3)
            return {**row, "volgt": question, "oordelen": verdicts}
        if kind < 0.85:
            own = [k for k, p in self.form.principle.items() if p == self.form.principle[question]]
            other = self.form.condition(self.random.choice([k for k in own if k != question]), False)
        elif kind < 0.93:
            other = self.form.condition(self.random.choice(self.plain[:4]), False)
        else:
            other = {f"kenmerk_{self.random.randint(0, 4)}": "geen_van"}
        rules = [
            {"als": {question: options[0]} | other, "oordeel": "voldoet", "omdat": TEXT},
            {"als": {question: options[0]}, "oordeel": "grotendeels", "omdat": TEXT},
            {"als": {question: options[1]}, "oordeel": "deels", "omdat": TEXT},
            {"anders": "ja", "oordeel": "voldoet_niet", "omdat": TEXT} | self._brings(0.3),
        ]
        off = {"als": self._aside(question), "oordeel": "niet_van_toepassing", "omdat": TEXT}
        return {**row, "regels": [off, *rules] if off["als"] else rules}

    def _aside(self, question: str) -> Table:
        """Return when a criterion does not count: for some use, or where its question is not shown."""
        shown = self.form.subject[question].get("toon_als")
        if shown:
            return {"niet": shown}
        return self.form.condition(self.random.choice(self.plain[:4])) if self.random.random() < 0.2 else {}

    # -- signals, measures and the ladder ----------------------------------------------------------------

    def _signal(self, number: int) -> Table:
        use, subject = self.random.choice(list(self.form.use)), self.random.choice(list(self.form.subject))
        tests: list[Table] = [self.form.condition(use, True)]
        match number:
            case 0 | 1:
                tests.append({"beginselen_gemist": {"minstens": "1"}})
            case 2:
                tests = [{"beginselen_gemist": "0", "score": {"rond": "genoeg", "marge": "5"}}]
            case 3:
                tests.append({"score": {"minder_dan": "ruim"}})
            case 4:
                tests = [{"peildatum": {"ouder_dan": "6 maanden"}}]
            case 5:
                tests.append({f"score.beginsel_{self.random.randrange(PRINCIPLES)}": {"minder_dan": "50"}})
            case 6 | 7 | 8:
                tests.append({f"criterium_{self.random.randrange(CRITERIA)}": "voldoet_niet"})
            case 9 | 10 | 11:
                tests = [self.form.condition(subject, True)]
            case 12:
                tests = [{"kenmerk_13": {"minder_dan": "3"}}]
            case 13:
                tests = [{"kenmerk_11": {"aantal": {"minstens": "3"}}}]
        stop = "stop" if number > 14 else "let_op"
        return {"titel": "Let hierop", "als": _all(tests), "ernst": stop, "omdat": TEXT} | self._brings(0.8)

    def _reservations(self) -> Table:
        row = {"titel": "Er is veel onbekend", "omdat": TEXT}
        return {
            "te_vroeg": {**row, "als": {"kennislacune": {"meer_dan": "40"}}},
            "veel_open": {**row, "als": {"kennislacune": {"meer_dan": "20", "hoogstens": "40"}}},
        }

    def _outcomes(self) -> Table:
        table: Table = {}
        for rank, key in enumerate(OUTCOMES, 1):
            table[key] = {"titel": key.capitalize(), "rang": str(rank), "advies": TEXT}
            if rank > 2:
                table[key]["maatregelen"] = self.random.sample(self.measures[6:], 2)
        return table

    def _ladder(self) -> list[Table]:
        new = self.form.condition(self.plain[0])
        need = {f"kenmerk_{self.random.randint(0, 4)}": "waarde_0"}
        weak, pinch = f"beginsel_{self.random.randrange(PRINCIPLES)}", f"kenmerk_{FACTS - 1}"
        rows: list[tuple[Table, str]] = [
            ({"blokkade": "ja"} | new, "niet_gebruiken"),
            ({"blokkade": "ja"}, "uitfaseren"),
            ({"beginselen_gemist": {"minstens": "1"}} | new, "niet_gebruiken"),
            ({"beginselen_gemist": {"minstens": "2"}}, "uitfaseren"),
            ({"beginselen_gemist": "1"} | need, "afbouwen"),
            ({"beginselen_gemist": "1"}, "uitfaseren"),
            ({"score": {"minder_dan": "genoeg"}} | new, "niet_gebruiken"),
            ({"score": {"minder_dan": "genoeg"}}, "afbouwen"),
            ({"score": {"minder_dan": "ruim"}, f"score.{weak}": {"minder_dan": "60"}}, "afbouwen"),
            ({"score": {"minder_dan": "ruim"}}, "voorwaarden"),
            ([{pinch: "ja"}, {"kenmerk_13": {"minder_dan": "2"}}], "voorwaarden"),
        ]
        ladder = [{"als": when, "uitkomst": outcome, "omdat": TEXT} for when, outcome in rows]
        return [*ladder, {"anders": "ja", "uitkomst": "gebruiken", "omdat": TEXT}]

    def _brings(self, share: float) -> Table:
        """Return a measure for a rule, most often one that no rule brings yet."""
        if self.random.random() >= share:
            return {}
        fresh = self.unused.pop(0) if self.unused and self.random.random() < 0.7 else ""
        return {"maatregelen": [fresh or self.random.choice(self.measures[6:])]}

    def _measure(self, number: int, key: str) -> Table:
        row: Table = {"doe": "Regel dit met elkaar.", "wie": "Communicatie", "termijn": "direct"}
        row["inspanning"] = str(self.random.randint(1, 3))
        if number < 3:
            return {**row, "altijd": "ja"}
        if number < 6:
            some = self.random.sample(range(PRINCIPLES), 3)
            return {**row, "als": [{f"score.beginsel_{p}": {"minder_dan": "50"}} for p in some]}
        if key in self.unused:
            row["als"] = self.form.condition(self.random.choice(self.plain))
        return row


def _all(tests: list[Table]) -> Table:
    """Return the test that all of these hold."""
    keys = [key for test in tests for key in test]
    if len(set(keys)) == len(keys):
        return {key: value for test in tests for key, value in test.items()}
    return {"alle": tests}
