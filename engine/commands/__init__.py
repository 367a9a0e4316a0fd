"""The sub-commands of `basislijn`, one file per group.

A new sub-command is a `Command` in the `COMMANDS` of its own module, and that module in `MODULES` below.
"""

from __future__ import annotations

from engine.commands import (
    advise,
    ask,
    bulk,
    check,
    cover,
    explain_code,
    freeze,
    impacts,
    keep,
    new,
    publish,
    receipts,
    show,
    show_schema,
)
from engine.commands.base import Command, Refused

MODULES = (
    check,
    advise,
    publish,
    ask,
    show,
    cover,
    keep,
    bulk,
    receipts,
    new,
    impacts,
    freeze,
    explain_code,
    show_schema,
)

__all__ = ["Command", "Refused", "commands"]


def commands() -> tuple[Command, ...]:
    """Return every sub-command, in the order of the help text."""
    return tuple(command for module in MODULES for command in module.COMMANDS)
