"""Written conditions to trees: each kind of name has its own ways to be compared.

Conditions read like filled-in answers: `vraag: antwoord`. A mapping is *and*, a list is *or*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from engine.conditions import (
    FALSE,
    NOTHING,
    TRUE,
    All,
    Any,
    Between,
    Condition,
    Is,
    Not,
    all_of,
    any_of,
    leaves,
)
from engine.diagnostics import Diagnostic, enumerate_words, suggest
from engine.kinds import (
    ORDER_WORDS,
    STEP_WORDS,
    ChoiceTerm,
    DayTerm,
    NumberTerm,
    SetTerm,
    Term,
    TextTerm,
    beyond,
)
from engine.scalars import DURATION
from engine.source import Path, Source, Value

MAX_DEPTH, MAX_TESTS, MAX_BRANCHES = 8, 64, 32
COMPARISONS = ("minstens", "hoogstens", "meer_dan", "minder_dan", "voor", "vanaf", "rond", "marge")
KNOWN, OLDER, OPEN_SHARE = "?bekend:", "?ouder_dan:", "?kennislacune"


@dataclass
class Reader:
    """Reads written conditions of one file into trees; findings pile up in `findings`."""

    source: Source
    terms: Mapping[str, Term]
    thresholds: Mapping[str, int]
    questions: frozenset[str]
    findings: list[Diagnostic] = field(default_factory=list)

    def read(self, raw: Value, path: Path, *, knowledge: bool = False, depth: int = 0) -> Condition:
        """Return the tree of a written condition; what is wrong becomes a finding and is false.

        Args:
            raw: the plain value behind `als`, `toon_als` or a part of it.
            path: where it stands.
            knowledge: whether what is known may be tested here.
            depth: how many layers stand around it.
        """
        if depth > MAX_DEPTH:
            return self._wrong(
                "R007",
                path,
                f"deze voorwaarde is dieper dan {MAX_DEPTH} lagen",
                "maak van een deel een kenmerk",
            )
        if isinstance(raw, list):
            condition = self._branches(raw, path, knowledge, depth, Any)
        elif isinstance(raw, dict) and raw:
            parts = [self._entry(key, value, (*path, key), knowledge, depth) for key, value in raw.items()]
            condition = all_of(*parts)
        else:
            return self._wrong("R007", path, "hier hoort een voorwaarde, zoals ‘vraag: antwoord’")
        if depth == 0 and sum(1 for _ in leaves(condition)) > MAX_TESTS:
            return self._wrong(
                "R007",
                path,
                f"deze voorwaarde heeft meer dan {MAX_TESTS} vergelijkingen",
                "maak van een deel een kenmerk",
            )
        return condition

    def _branches(
        self, raw: Value, path: Path, knowledge: bool, depth: int, kind: type[All] | type[Any]
    ) -> Condition:
        if not isinstance(raw, list) or not raw:
            return self._wrong("R007", path, "hier hoort een lijst met voorwaarden")
        if len(raw) > MAX_BRANCHES:
            return self._wrong(
                "R007",
                path,
                f"deze lijst heeft meer dan {MAX_BRANCHES} voorwaarden",
                "maak van een deel een kenmerk",
            )
        parts = tuple(
            self.read(part, (*path, index), knowledge=knowledge, depth=depth + 1)
            for index, part in enumerate(raw)
        )
        return parts[0] if len(parts) == 1 else kind(parts)

    def _entry(self, key: str, value: Value, path: Path, knowledge: bool, depth: int) -> Condition:
        if key == "niet":
            return Not(self.read(value, path, knowledge=knowledge, depth=depth + 1))
        if key == "alle":
            return self._branches(value, path, knowledge, depth, All)
        if key == "een_van":
            return self._branches(value, path, knowledge, depth, Any)
        if key in ("kennislacune", "peildatum"):
            return self._knowledge(key, value, path, knowledge)
        if isinstance(value, str) and value in ("bekend", "onbekend"):
            return self._known(key, value, path, knowledge)
        term = self.terms.get(key)
        if term is None:
            hint = suggest(key, self.terms) or "gebruik een vraag, kenmerk of criterium dat bestaat"
            self.findings.append(
                self.source.diagnostic("R001", path, f"‘{key}’ bestaat niet", hint, key=True)
            )
            return FALSE
        if isinstance(value, list):
            if not value:
                return self._wrong("R007", path, "deze lijst is leeg", "noem minstens één antwoord")
            return any_of(*(self._test(key, term, v, (*path, i)) for i, v in enumerate(value)))
        return self._test(key, term, value, path)

    # -- tests on a value ---------------------------------------------------------------------

    def _test(self, name: str, term: Term, value: Value, path: Path) -> Condition:
        match term:
            case ChoiceTerm(item, values, what) if isinstance(value, str):
                if value not in values:
                    return self._not_an_answer(name, value, list(values), what, path)
                return Is(item, values[value])
            case ChoiceTerm() if isinstance(value, dict) and value and term.order:
                return self._ordered(term, value, path)
            case SetTerm():
                return self._test_set(name, term, value, path)
            case NumberTerm(item, decimals, may_be_nothing):
                if may_be_nothing and value == "geen":
                    return Is(item, frozenset([NOTHING]))
                return self._range(item, value, path, lambda text: self._number(text, decimals))
            case DayTerm(item):
                return self._range(item, value, path, self._ordinal)
            case TextTerm():
                return self._wrong(
                    "R006",
                    path,
                    f"‘{name}’ is een tekst; een regel kan er niet in kijken",
                    "maak er een keuzevraag van",
                )
        return self._wrong(
            "R006",
            path,
            f"‘{name}’ heeft vaste antwoorden en kan niet zo vergeleken worden",
            "noem het antwoord, of zet de antwoorden op volgorde in ‘schalen’",
        )

    def _ordered(self, term: ChoiceTerm, value: Mapping[str, Value], path: Path) -> Condition:
        """Return the comparison of a value on a scale with a value, or with another item on that scale."""
        steps = value.get("trappen", "1")
        if not isinstance(steps, str) or not steps.isdecimal() or not int(steps):
            return self._wrong("R006", (*path, "trappen"), "‘trappen’ is een heel getal, minstens 1")
        parts = []
        for word, operand in value.items():
            if word == "trappen":
                continue
            if word not in ORDER_WORDS or ("trappen" in value and word not in STEP_WORDS):
                known = STEP_WORDS if "trappen" in value else ORDER_WORDS
                hint = suggest(word, known) or f"kies uit: {enumerate_words(known)}"
                message = f"‘{word}’ is hier geen vergelijking"
                self.findings.append(self.source.diagnostic("R006", (*path, word), message, hint, key=True))
                return FALSE
            parts.append(self._on_scale(term, word, operand, int(steps), (*path, word)))
        return all_of(*parts) if parts else self._wrong("R006", path, "hier ontbreekt een vergelijking")

    def _on_scale(self, term: ChoiceTerm, word: str, operand: Value, steps: int, path: Path) -> Condition:
        order = term.order
        if isinstance(operand, str) and operand in order:
            return term.among(beyond(order, word, order.index(operand), steps))
        other = self.terms.get(operand) if isinstance(operand, str) else None
        if isinstance(other, ChoiceTerm) and other.order == order:
            return any_of(
                *(
                    All((other.among([v]), term.among(beyond(order, word, at, steps))))
                    for at, v in enumerate(order)
                    if other.values.get(v)
                )
            )
        hint = suggest(str(operand), [*order, *self.terms]) or f"kies uit: {enumerate_words(list(order))}"
        return self._wrong("R002", path, f"‘{operand}’ staat niet op deze schaal", hint)

    def _test_set(self, name: str, term: SetTerm, value: Value, path: Path) -> Condition:
        flags = term.flags
        if isinstance(value, dict):
            if list(value) != ["aantal"]:
                return self._wrong(
                    "R006",
                    path,
                    f"‘{name}’ is een lijst met antwoorden",
                    "noem een antwoord, of gebruik ‘aantal’",
                )
            number = value["aantal"]
            test = self._range(term.count, number, (*path, "aantal"), lambda text: self._number(text, 0))
            return test if term.applies == TRUE else All((term.applies, test))
        if value == "geen":
            return All(tuple(Is(flag, frozenset(["nee"])) for flag in flags.values()))
        if not isinstance(value, str) or value not in flags:
            return self._not_an_answer(name, str(value), [*flags, "geen"], term.what, path)
        return Is(flags[value], frozenset(["ja"]))

    def _range(self, item: str, value: Value, path: Path, convert: object) -> Condition:
        """Return the test of a number or date against constants."""
        assert callable(convert)
        day = convert == self._ordinal
        if isinstance(value, str):
            exact = convert(value)
            return self._bad_constant(value, path, day) if exact is None else Between(item, exact, exact)
        if not isinstance(value, dict) or not value:
            return self._wrong("R006", path, "hier hoort een getal, of een vergelijking zoals ‘minstens: 10’")
        amounts: dict[str, int] = {}
        for word, text in value.items():
            if word not in COMPARISONS:
                hint = suggest(word, COMPARISONS) or f"kies uit: {enumerate_words(COMPARISONS[:6])}"
                message = f"‘{word}’ is hier geen vergelijking"
                self.findings.append(self.source.diagnostic("R006", (*path, word), message, hint, key=True))
                return FALSE
            amount = convert(text) if isinstance(text, str) else None
            if amount is None:
                return self._bad_constant(str(text), (*path, word), day)
            amounts[word] = amount
        if ("rond" in amounts) != ("marge" in amounts):
            return self._wrong(
                "R006",
                path,
                "‘rond’ en ‘marge’ horen bij elkaar",
                "schrijf bijvoorbeeld ‘{rond: genoeg, marge: marge}’",
            )
        return Between(item, *_ends(amounts))

    def _number(self, text: str, decimals: int) -> int | None:
        if text in self.thresholds:
            return self.thresholds[text] * int(10**decimals)
        try:
            scaled = Decimal(text.replace(",", ".")) * 10**decimals
        except ArithmeticError:
            return None
        return int(scaled) if scaled == scaled.to_integral_value() and abs(scaled) < 2**53 else None

    def _ordinal(self, text: str) -> int | None:
        try:
            return date.fromisoformat(text).toordinal()
        except ValueError:
            return None

    # -- tests on what is known ---------------------------------------------------------------

    def _known(self, name: str, value: str, path: Path, knowledge: bool) -> Condition:
        if not knowledge:
            return self._no_knowledge(path)
        if name not in self.questions:
            hint = suggest(name, self.questions)
            return self._wrong("R001", path, f"‘{name}’ is geen vraag", hint)
        return Is(KNOWN + name, frozenset(["ja" if value == "bekend" else "nee"]))

    def _knowledge(self, name: str, value: Value, path: Path, knowledge: bool) -> Condition:
        if not knowledge:
            return self._no_knowledge(path)
        if name == "kennislacune":
            return self._range(OPEN_SHARE, value, path, lambda text: self._number(text, 0))
        age = value.get("ouder_dan", "") if isinstance(value, dict) and len(value) == 1 else ""
        if not isinstance(age, str) or not DURATION.fullmatch(age):
            return self._wrong("R006", path, "hier hoort een leeftijd, zoals ‘ouder_dan: 6 maanden’")
        return Is(OLDER + age, frozenset(["ja"]))

    def _no_knowledge(self, path: Path) -> Condition:
        return self._wrong(
            "R005",
            path,
            "wat bekend is mag alleen in ‘signalen’ en ‘voorbehoud’ meetellen",
            "laat dit weg; wie iets niet weet, mag daar geen voordeel van hebben",
        )

    # -- findings -------------------------------------------------------------------------------

    def _not_an_answer(self, name: str, value: str, known: Sequence[str], what: str, path: Path) -> Condition:
        return self._wrong(
            "R002",
            path,
            f"‘{value}’ is geen {what} ‘{name}’ ({enumerate_words(known)})",
            suggest(value, known),
        )

    def _bad_constant(self, text: str, path: Path, day: bool) -> Condition:
        hint = suggest(text, self.thresholds) or "schrijf een getal of de naam van een drempel"
        hint = "schrijf een datum als 2026-11-23" if day else hint
        return self._wrong("R006", path, f"met ‘{text}’ kan hier niet vergeleken worden", hint)

    def _wrong(self, code: str, path: Path, message: str, hint: str = "") -> Condition:
        self.findings.append(self.source.diagnostic(code, path, message, hint))
        return FALSE


def _ends(amounts: Mapping[str, int]) -> tuple[int | None, int | None]:
    """Return the lowest and the highest number that every comparison allows; None leaves an end open."""
    lows, highs = [], []
    for word, amount in amounts.items():
        if word in ("minstens", "vanaf", "meer_dan"):
            lows.append(amount + (word == "meer_dan"))
        elif word in ("hoogstens", "minder_dan", "voor"):
            highs.append(amount - (word != "hoogstens"))
        elif word == "rond":
            lows.append(amount - amounts["marge"])
            highs.append(amount + amounts["marge"])
    return max(lows, default=None), min(highs, default=None)
