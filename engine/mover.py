"""The cheapest answers to change so that the outcome is a better one, whatever is still open.

Exact: costs are tried from low to high, each set found is proven over every way to answer what is open,
and a way to answer that still spoils it becomes one more case that the next set has to withstand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from engine.bounds import Bounds, Part
from engine.clauses import Copy, affected, answer_literals
from engine.clauses_score import SMALL, ScoreClauses
from engine.compiled import Compiled
from engine.conditions import NOT_APPLICABLE, Is
from engine.program import Input, Program
from engine.solver import Gates, Model, Undecided

CONFLICTS, TOTAL, CASES = 4_000, 10_000, 60

Answer = tuple[str, ...]  # the symbols of one question's inputs
Moves = tuple[tuple[str, Answer], ...]  # per question the answer that it gets


@dataclass(frozen=True)
class Task:
    """What may change, and what counts as better.

    given: the symbol per input, None while open.
    movable: the questions that may change, in order; the order decides between sets that cost the same.
    better: the rungs to reach.
    efforts: per question what a change brings along, as (name, cost); a name counts once. Without any: 1.
    heavy: questions of which as few as possible change, whatever else that costs; they have no effort.
    """

    reader: Compiled
    given: Mapping[str, str | None]
    known: Mapping[str, str]
    movable: tuple[str, ...]
    better: frozenset[str]
    efforts: Mapping[str, tuple[tuple[str, int], ...]]
    heavy: frozenset[str] = frozenset()

    @property
    def program(self) -> Program:
        """The rules."""
        return self.reader.program

    def cost(self, questions: Sequence[str]) -> int:
        """Return what changing these questions costs, the heavy ones left out."""
        light = [question for question in questions if question not in self.heavy]
        named = dict(effort for question in light for effort in self.efforts.get(question, ()))
        return sum(named.values()) + sum(not self.efforts.get(question) for question in light)


class Mover:
    """Searches for one task. Close it; not for more than one thread at a time."""

    def __init__(self, task: Task, total: int = TOTAL, small: int = SMALL) -> None:
        self.small = small
        self.task, self.program, self.gates = task, task.program, Gates(CONFLICTS, total)
        self.inputs = {q: task.program.inputs_of[q] for q in task.movable}
        self.own = answer_literals(self.gates, self.program)
        self.known = {
            name: {s: self.gates.true if s == symbol else -self.gates.true for s in (symbol,)}
            for name, symbol in task.known.items()
        }
        self.open = [q for q, items in self.program.inputs_of.items() if task.given[items[0].id] is None]
        self.changed = {question: self._changed(question) for question in task.movable}
        self.cases: list[Copy] = []
        self.bounds = Bounds(self.gates, self.program)
        self._last: Model | None = None
        self._least = [0, 0, 0]  # nothing costs less than the last that was found, as demands only grow
        self._known = task.reader.known_masks(task.known)
        self._stand({i.id: i.answers[0] for q in self.open for i in self.program.inputs_of[q]})
        self._stand_hard()

    def close(self) -> None:
        """Give back what the solver holds outside Python."""
        self.gates.close()

    def sets(self, most: int) -> Iterator[Moves]:
        """Yield the cheapest sets of changes, none of which contains another, cheapest first.

        Raises:
            Undecided: when a limit is reached; what was yielded before is right.
        """
        for _ in range(most):
            found = self._next()
            if found is None:
                return
            yield found
            self.gates.add([-self.changed[question] for question, _ in found])
            self._last = None

    def some(self) -> Moves | None:
        """Return a set of which nothing can be left out, or None; quick, but another one may be smaller."""
        while True:
            fixed: list[int] = []
            if self._search(fixed) is None:
                return None
            last_first = self.task.movable[::-1]
            order = sorted(last_first, key=lambda question: question not in self.task.heavy)
            for question in order:
                if self._search([*fixed, -self.changed[question]]) is not None:
                    fixed.append(-self.changed[question])
                else:
                    fixed.append(self.changed[question])
            chosen = [question for question in self.task.movable if self.changed[question] in fixed]
            found = tuple((question, self._value(question, fixed)) for question in chosen)
            spoiler = self._spoiler(found)
            if spoiler is None:
                return found
            self._stand(spoiler)

    # -- literals -----------------------------------------------------------------------------------------

    def _changed(self, question: str) -> int:
        """Return whether a question changes; of an open one: whether it gets an answer."""
        if question in self.open:
            return self.gates.var()
        return -self.gates.all(
            self.own[item.id][symbol]
            for item in self.inputs[question]
            if (symbol := self.task.given[item.id]) is not None
        )

    def _answers(self, completion: Mapping[str, str] | None) -> dict[str, dict[str, int]]:
        """Return the answers of a case; without a completion, what is open stays free."""
        table = {}
        for question, items in self.program.inputs_of.items():
            for item in items:
                table[item.id] = self._answer(question, item, completion)
        return table

    def _answer(self, question: str, item: Input, completion: Mapping[str, str] | None) -> dict[str, int]:
        gates, own = self.gates, self.own[item.id]
        if question not in self.open:
            if question in self.changed:
                return own
            return {s: gates.true if s == self.task.given[item.id] else -gates.true for s in item.answers}
        if completion is None:
            rest = self.free[item.id]
        else:
            rest = {s: gates.true if s == completion[item.id] else -gates.true for s in item.answers}
        if question not in self.changed:
            return rest
        here = self.changed[question]
        return {s: gates.any([gates.all([here, own[s]]), gates.all([-here, rest[s]])]) for s in item.answers}

    @cached_property
    def free(self) -> dict[str, dict[str, int]]:
        """The literals of what is open and not changed."""
        return answer_literals(self.gates, self.program)

    @cached_property
    def anything(self) -> Copy:
        """The program with every open question free."""
        return self._copy(None)

    def _copy(self, completion: Mapping[str, str] | None) -> Copy:
        base = self.cases[0] if self.cases else None
        return Copy(
            self.gates,
            self.program,
            self._answers(completion),
            self.known,
            partial(ScoreClauses, small=self.small),
            base,
            affected(self.program, self.open) if base else frozenset(),
        )

    def _goal(self, copy: Copy) -> int:
        return copy.literal(Is("uitkomst", self.task.better))

    def _stand(self, completion: Mapping[str, str]) -> None:
        """Add a case that every set has to withstand."""
        if len(self.cases) == CASES:
            raise Undecided
        self._latest = completion
        self.cases.append(self._copy(completion))
        self.gates.add([self._goal(self.cases[-1])])
        self._last = None

    def _stand_hard(self) -> None:
        """Add at the start the answers that do most harm, so that few more cases are needed."""
        if self.open and (model := self._search([])) is not None:
            hard = self._harmful(_given(model, self.cases[0]))
            if hard != self._latest:
                self._stand(hard)

    def _harmful(self, good: Mapping[str, str]) -> dict[str, str]:
        """Return the latest case with per open input the answer that alone does most harm in a good world."""
        case = dict(self._latest)
        for item in (item for question in self.open for item in self.program.inputs_of[question]):
            now = case[item.id]
            if NOT_APPLICABLE not in (now, good[item.id]):
                order = sorted(item.values, key=lambda symbol: symbol != now)
                case[item.id] = min(order, key=lambda symbol: self._harm({**good, item.id: symbol}))
        return case

    def _harm(self, given: Mapping[str, str]) -> tuple[bool, int]:
        """Return whether a world is better, and its score; one where nothing counts is not low."""
        reader = self.task.reader
        found = reader.look(reader.masks(given), self._known)
        low = found.scores["score"].low
        return found["uitkomst"] in self.task.better, 101 if low is None else low

    # -- searching ----------------------------------------------------------------------------------------

    def _next(self) -> Moves | None:
        while True:
            found = self._cheapest()
            if found is None:
                return None
            spoiler = self._spoiler(found)
            if spoiler is None:
                return found
            self._stand(spoiler)

    def _cheapest(self) -> Moves | None:
        """Return the first of the cheapest sets that every case so far withstands."""
        if self._search([]) is None:
            return None
        fixed: list[int] = []
        prices: list[int] = []
        for at, parts in enumerate(self.objectives):
            least = self._least[at] if prices == self._least[:at] else 0
            while self._search([*fixed, -self._more(parts, least)]) is None:
                least += 1
            fixed.append(-self._more(parts, least))
            prices.append(least)
        self._least = prices
        chosen = []
        for question, literal in self.changed.items():
            take = self._search([*fixed, literal]) is not None
            fixed.append(literal if take else -literal)
            chosen += [question] if take else []
        return tuple((question, self._value(question, fixed)) for question in chosen)

    def _more(self, parts: tuple[Part, ...], most: int) -> int:
        """Return whether the price is more than this."""
        more = self.gates.at_least([(part.weight, part.literal) for part in parts], most + 1)
        for case in self.cases:
            if isinstance(case.scored, ScoreClauses):
                self.bounds.add(case.scored, parts, most, more)
        return more

    @cached_property
    def objectives(self) -> list[tuple[Part, ...]]:
        """Return what to keep low, most important first: heavy questions, effort, and how many change."""
        by_name: dict[str, tuple[int, list[str]]] = {}
        for question in self.changed:
            if question not in self.task.heavy:
                for name, effort in self.task.efforts.get(question, ()) or ((f"?{question}", 1),):
                    by_name.setdefault(name, (effort, []))[1].append(question)
        heavy = [(1, [question]) for question in self.changed if question in self.task.heavy]
        groups = [heavy, list(by_name.values()), [(1, [question]) for question in self.changed]]
        return [tuple(self._part(*row) for row in rows) for rows in groups]

    def _part(self, weight: int, questions: list[str]) -> Part:
        literal = self.gates.any([self.changed[question] for question in questions])
        return Part(weight, literal, frozenset(questions))

    def _value(self, question: str, fixed: list[int]) -> Answer:
        """Choose the first answer that works, and add it to what is fixed."""
        symbols = []
        for item in self.inputs[question]:
            order = [s for s in item.answers if s != NOT_APPLICABLE]
            order += [s for s in item.answers if s == NOT_APPLICABLE]
            if len(self.inputs[question]) > 1:  # of a multiple choice as few options as possible
                now = self.task.given[item.id]
                order = [s for s in order if s == now] + [s for s in order if s != now]
            for symbol in order:
                literal = self.own[item.id][symbol]
                if self._search([*fixed, literal]) is not None:
                    fixed.append(literal)
                    symbols.append(symbol)
                    break
        return tuple(symbols)

    def _search(self, assumptions: list[int]) -> Model | None:
        if self._last is not None and all(map(self._last.sure, assumptions)):
            return self._last
        found = self.gates.search(assumptions, lambda m: all(self._reaches(m, case) for case in self.cases))
        self._last = found or self._last
        return found

    def _reaches(self, model: Model, copy: Copy) -> bool:
        return self._better(_given(model, copy))

    def _better(self, given: Mapping[str, str]) -> bool:
        reader = self.task.reader
        return reader.look(reader.masks(given), self._known)["uitkomst"] in self.task.better

    def _spoiler(self, moves: Moves) -> dict[str, str] | None:
        """Return answers to what is open with which the outcome is no better after all."""
        if not self.open:
            return None
        moved = self._moved(moves)
        fixed = {item: symbol for item, symbol in self.task.given.items() if symbol is not None}
        hard = self._harmful({**fixed, **self._latest, **moved})
        if not self._better({**fixed, **hard, **moved}):
            return hard
        table = dict(moves)
        wanted = [self.own[item][symbol] for item, symbol in moved.items()]
        wanted += [lit if question in table else -lit for question, lit in self.changed.items()]
        wanted.append(-self._goal(self.anything))
        model = self.gates.search(wanted, lambda m: not self._reaches(m, self.anything))
        if model is None:
            return None
        answers = _given(model, self.anything)
        spoiler = {item.id: answers[item.id] for q in self.open for item in self.program.inputs_of[q]}
        return self._worst(spoiler, moves)

    def _worst(self, spoiler: dict[str, str], moves: Moves) -> dict[str, str]:
        """Return answers with which these moves fail as well and the score is as low as one can make it.

        A set that withstands those withstands most others, so fewer cases are needed.
        """
        fixed = {item: symbol for item, symbol in self.task.given.items() if symbol is not None}
        moved = self._moved(moves)
        least = self._harm({**fixed, **spoiler})[1]
        for item in (item for question in self.open for item in self.program.inputs_of[question]):
            for symbol in item.values if spoiler[item.id] != NOT_APPLICABLE else ():
                answers = {**fixed, **spoiler, item.id: symbol}
                low = self._harm(answers)[1]
                if low < least and not self._better({**answers, **moved}):
                    spoiler, least = {**spoiler, item.id: symbol}, low
        return spoiler

    def _moved(self, moves: Moves) -> dict[str, str]:
        """Return the symbol per input that changes."""
        return {
            item.id: symbol
            for question, answer in moves
            for item, symbol in zip(self.inputs[question], answer, strict=True)
        }


def _given(model: Model, copy: Copy) -> dict[str, str]:
    return {
        item: next((s for s, literal in row.items() if model(literal)), next(iter(row)))
        for item, row in copy.answers.items()
    }
