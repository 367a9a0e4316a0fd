"""Where somebody is: only questions that count now."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.services.facts import is_decided
from webapp.services.weighing import Weighing

FACTS = "feiten"
ADVICE = "advies"
FEW = 3  # outcomes that one can keep apart


@dataclass(frozen=True)
class Step:
    """One page of the path."""

    key: str
    title: str
    done: int
    total: int
    current: bool = False

    @property
    def complete(self) -> bool:
        """Every question here has an answer."""
        return self.total > 0 and self.done == self.total


@dataclass(frozen=True)
class Progress:
    """The whole path, and what is left of it."""

    steps: tuple[Step, ...]
    left: int
    facts_left: int
    more: bool = False  # whether other questions can still appear

    def after(self, key: str) -> Step:
        """The step that follows; the advice at the end."""
        keys = [step.key for step in self.steps]
        place = keys.index(key)
        return self.steps[min(place + 1, len(keys) - 1)]

    def before(self, key: str) -> Step | None:
        """The step that comes before, if any."""
        keys = [step.key for step in self.steps]
        place = keys.index(key)
        return self.steps[place - 1] if place else None

    def first_page(self, key: str) -> bool:
        """Whether this is the first page, and nothing was filled in after it."""
        own = [step for step in self.steps if step.key not in (FACTS, ADVICE)]
        return own[0].key == key and not any(step.done for step in own[1:])

    @property
    def next_open(self) -> Step:
        """The first step with something left to answer."""
        return next((step for step in self.steps if step.total and not step.complete), self.steps[-1])


def own_keys(weighing: Weighing, section: int) -> list[str]:
    """The shown questions of one section that do not stand on the page of facts."""
    questions = weighing.questionnaire.sections[section - 1].questions
    return [key for key in questions if key not in weighing.facts and key in weighing.shown]


def own_sections(weighing: Weighing) -> list[int]:
    """The numbers of the sections that ask something themselves."""
    return [
        number
        for number, section in enumerate(weighing.questionnaire.sections, 1)
        if any(key not in weighing.facts for key in section.questions)
    ]


def fact_keys(weighing: Weighing) -> list[str]:
    """The shown questions on the page of facts."""
    return [key for key in weighing.questions if key in weighing.facts and key in weighing.shown]


def answered(weighing: Weighing, key: str) -> bool:
    """Whether a question of the municipality itself has been dealt with."""
    record = weighing.fitting.get(key)
    return record is not None and record.state != "open"


def progress(weighing: Weighing, current: str = "") -> Progress:
    """The path with its counts."""
    steps: list[Step] = []
    for number in own_sections(weighing):
        keys = own_keys(weighing, number)
        title = weighing.questionnaire.sections[number - 1].title
        done = sum(answered(weighing, key) for key in keys)
        if keys or current == str(number) or not weighing.questionnaire.facts_in_order:
            steps.append(Step(str(number), title, done, len(keys), current == str(number)))
    left = sum(step.total - step.done for step in steps)
    keys = fact_keys(weighing)
    facts_done = sum(is_decided(weighing.fitting.get(key)) for key in keys)
    if keys:
        title = f"Feiten over {weighing.name}"
        steps.append(Step(FACTS, title, facts_done, len(keys), current == FACTS))
    steps.append(Step(ADVICE, "Advies", 0, 0, current == ADVICE))
    more = bool(weighing.perhaps - weighing.facts) and weighing.questionnaire.facts_in_order
    return Progress(tuple(steps), left, len(keys) - facts_done, more)


def first_image(weighing: Weighing) -> bool:
    """Whether the advice is worth a look after the first page.

    Where facts are asked in their place, most is still open then; a look helps once few outcomes are left.
    """
    return not weighing.questionnaire.facts_in_order or len(weighing.advice.possible) <= FEW


def place_of(weighing: Weighing, question: str) -> str:
    """The step on which a question stands."""
    if question in weighing.facts:
        return FACTS
    for number, section in enumerate(weighing.questionnaire.sections, 1):
        if question in section.questions:
            return str(number)
    return FACTS
