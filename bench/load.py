"""Load: PostgreSQL and gunicorn, with the generator on the same machine.

    python -m bench.load                  five minutes, then until it is too much, then a hard kill
    python -m bench.load --seconden 60    shorter

Nine in ten requests save an answer, one in ten opens the advice. Requests start on a fixed clock, whether or
not the server keeps up; a time runs from the moment that a request was due, so that waiting counts.
Every answer that the server said it kept is read back at the end. Exits 1 when a limit is passed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.load_server import Server
from bench.load_users import User, make_users
from bench.load_work import Outcome, run
from tests.postgres import postgres_server

P95_LIMIT = 0.150
RATE = 20
STEPS = (20, 25, 30, 35, 40, 50, 60, 80, 100)


@dataclass(frozen=True)
class Row:
    """One line of the report; times in milliseconds."""

    name: str
    outcome: Outcome

    def text(self) -> str:
        """The line."""
        outcome = self.outcome
        saves, looks = outcome.times(save=True), outcome.times(save=False)
        times = {
            **{f"p{part}": outcome.quantile(part / 100) for part in (50, 95, 99)},
            "bewaren p95": outcome.of(saves, 0.95),
            "advies p95": outcome.of(looks, 0.95),
        }
        shown = "  ".join(f"{name} {1000 * seconds:.0f}" for name, seconds in times.items())
        faults = f"fouten {outcome.errors} van {outcome.asked}"
        return f"{self.name:<32} {outcome.rate:5.1f}/s  {shown} ms  {faults}"


def lost(users: list[User]) -> list[str]:
    """The answers that the server said it kept, and that are not there."""
    return [line for user in users for line in user.missing()]


def saturation(users: list[User], seconds: float) -> float:
    """The highest rate that keeps within the limit; each step is printed."""
    best = 0.0
    for rate in STEPS:
        outcome = run(users, rate, seconds)
        print(Row(f"  verzadiging: {rate} per seconde", outcome).text(), flush=True)
        if outcome.errors or outcome.quantile(0.95) > P95_LIMIT:
            break
        best = rate
    return best


def killed(server: Server, users: list[User], seconds: float) -> Outcome:
    """Kill the server hard in the middle of the work, start it again, and go on."""
    outcome = run(users, RATE, seconds, halfway=server.kill)
    for user in users:
        user.forget_connection()
    server.start()
    return outcome


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and say what passed a limit."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--seconden", type=float, default=300, help="duur van de meting")
    parser.add_argument("--gebruikers", type=int, default=60, help="hoeveel afwegingen tegelijk")
    parser.add_argument("--stap", type=float, default=20, help="duur van elke stap naar verzadiging")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, postgres_server() as postgres:
        address = postgres.fresh()
        with Server(address, Path(folder)) as server:
            users = make_users(server.port, options.gebruikers)
            run(users, 10, 5)  # warm
            main_row = run(users, RATE, options.seconden)
            print(Row(f"{RATE} per seconde, {options.seconden:.0f} s", main_row).text(), flush=True)
            gone = lost(users)
            best = saturation(users, options.stap)
            print(
                f"  p95 onder {1000 * P95_LIMIT:.0f} ms tot en met {best:.0f} verzoeken per seconde",
                flush=True,
            )
            hit = killed(server, users, 20)
            after = lost(users)
            print(f"hard gestopt na {hit.kept} bewaarde antwoorden: {len(after)} bevestigde antwoorden kwijt")
    faults = []
    if main_row.errors:
        faults.append(f"{main_row.errors} fouten: {json.dumps(main_row.reasons())}")
    if main_row.quantile(0.95) > P95_LIMIT:
        faults.append(f"p95 is {1000 * main_row.quantile(0.95):.0f} ms")
    if gone or after:
        faults.append(f"kwijt: {(gone + after)[:5]}")
    for fault in faults:
        print(f"FOUT: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    started = time.monotonic()
    status = main()
    print(f"({time.monotonic() - started:.0f} s)")
    sys.exit(status)
