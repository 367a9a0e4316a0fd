"""The municipality's own scanner: a command that looks at a file before we keep it."""

from __future__ import annotations

import logging
import os
import shlex
import signal
import subprocess
from pathlib import Path

log = logging.getLogger(__name__)

REFUSED = (
    "De controle op virussen keurt dit bestand af. Wij hebben het niet bewaard. Vraag uw beheerder om hulp."
)
FAILED = "Wij konden dit bestand nu niet controleren en hebben het niet bewaard. Probeer het later nog eens."


class ScanProblem(Exception):
    """Why a file is not kept, and what to do."""


def scan(command: str, path: Path, seconds: int) -> None:
    """Let the command look at a file; raises ScanProblem unless it ends with 0 in time.

    No shell is involved: the path comes as the last argument.
    """
    if not command.strip():
        return
    try:
        running = subprocess.Popen(  # noqa: S603 - the command comes from the host's own settings
            [*shlex.split(command), str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        log.error("the scanner did not start: %s", error)
        raise ScanProblem(FAILED) from None
    try:
        code = running.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        log.error("the scanner took longer than %s seconds", seconds)
        raise ScanProblem(FAILED) from None
    if code != 0:
        log.warning("the scanner refused a file (exit code %s)", code)
        raise ScanProblem(REFUSED)
