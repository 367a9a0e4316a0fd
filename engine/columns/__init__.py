"""The columnar reader: the only part of the engine that knows numpy."""

from engine.columns.cases import Cases
from engine.columns.found import BLANK, OPEN, Found, Profile
from engine.columns.reader import CHUNK, Columns

__all__ = ["BLANK", "CHUNK", "OPEN", "Cases", "Columns", "Found", "Profile"]
