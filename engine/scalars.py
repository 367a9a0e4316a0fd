"""The smallest parts of content files: ids, words, numbers and dates, typed from text.

Every scalar in a file is read as the text that is written; here it becomes what a keyword asks for,
or a Dutch message says what belongs there.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

_RESERVED = """
    onbekend nvt geen anders altijd niet alle een_van score blokkade beginselen_gemist ondergrens
    kennislacune peildatum bekend niet_van_toepassing
"""
RESERVED = frozenset(_RESERVED.split())
ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
TOPIC = re.compile(r"[a-z][a-z0-9-]{0,39}/v[0-9]{1,3}")
DURATION = re.compile(r"([0-9]{1,3}) (dag|dagen|week|weken|maand|maanden|jaar)")


def _yes_no(value: object) -> bool:
    if value == "ja" or value is True:
        return True
    if value == "nee" or value is False:
        return False
    raise ValueError("hier hoort ‘ja’ of ‘nee’")


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value):
        return int(value)
    raise ValueError("hier hoort een heel getal")


def _date(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else _refuse()
    except ValueError:
        raise ValueError("hier hoort een datum als 2026-11-23") from None


def _refuse() -> date:
    raise ValueError


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ValueError("hier hoort een tekst")


def _names(value: object) -> object:
    return [value] if isinstance(value, str) and value else value


YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Whole = Annotated[int, BeforeValidator(_whole)]
Day = Annotated[date, BeforeValidator(_date)]
Text = Annotated[str, BeforeValidator(_text)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Raw = Any  # a condition, or a comparison, as written


class Model(BaseModel):
    """A frozen part of a content file; keywords are the aliases."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False)
