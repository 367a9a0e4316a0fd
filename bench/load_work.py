"""Requests on a fixed clock, and what came of them."""

from __future__ import annotations

import queue
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.load_users import CAUGHT, Refused, User

THREADS = 32
LOOKS = 0.1


@dataclass
class Outcome:
    """What a run gave; times in seconds."""

    seconds: float
    taken: list[tuple[bool, float]] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def asked(self) -> int:
        """How many requests there were."""
        return len(self.taken) + self.errors

    @property
    def errors(self) -> int:
        """How many failed."""
        return sum(self.faults.values())

    @property
    def kept(self) -> int:
        """How many answers were kept."""
        return sum(1 for save, _ in self.taken if save)

    @property
    def rate(self) -> float:
        """Requests a second that were answered."""
        return len(self.taken) / self.seconds

    def times(self, *, save: bool) -> list[float]:
        """The times of one kind of request."""
        return [seconds for kind, seconds in self.taken if kind is save]

    def quantile(self, part: float) -> float:
        """The time within which this part of all requests was answered."""
        return self.of([seconds for _, seconds in self.taken], part)

    def of(self, times: Sequence[float], part: float) -> float:
        """The same of a list of times."""
        return sorted(times)[min(int(part * len(times)), len(times) - 1)] if times else 0.0

    def reasons(self) -> dict[str, int]:
        """What went wrong, and how often."""
        return dict(self.faults)


def run(
    users: Sequence[User], rate: float, seconds: float, halfway: Callable[[], None] | None = None
) -> Outcome:
    """Send requests at a rate for so long; ``halfway`` ends the run when it was called."""
    chance = random.Random(20261123)
    outcome, work = Outcome(seconds), queue.Queue[tuple[float, User, bool] | None]()
    guard, stop = threading.Lock(), threading.Event()
    threads = [
        threading.Thread(target=_serve, args=(work, outcome, guard, stop), daemon=True)
        for _ in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    start = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = start + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        if halfway and number > rate * seconds / 2:
            stop.set()  # what fails from here on is no fault: the server is gone
            halfway()
            break
        work.put((due, users[number % len(users)], chance.random() < LOOKS))
    for _ in threads:
        work.put(None)
    for thread in threads:
        thread.join()
    return outcome


def _serve(
    work: queue.Queue[tuple[float, User, bool] | None],
    outcome: Outcome,
    guard: threading.Lock,
    stop: threading.Event,
) -> None:
    while (task := work.get()) is not None:
        due, user, look = task
        try:
            with user.lock:
                user.look() if look else user.save()
        except (*CAUGHT, Refused, ValueError) as error:
            with guard:
                outcome.faults[f"{type(error).__name__} {error}"[:80]] += not stop.is_set()
            continue
        with guard:
            outcome.taken.append((not look, time.perf_counter() - due))
