"""A text to send to somebody: to copy, or to open in a mail program."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

#: Mail programs cut an address that is much longer.
MOST_IN_ADDRESS = 1800


@dataclass(frozen=True)
class Letter:
    """A subject and a text."""

    subject: str
    text: str

    @property
    def mailto(self) -> str:
        """A link that opens the text in the mail program; empty when the text is too long for that."""
        if len(self.text) >= MOST_IN_ADDRESS:
            return ""
        return f"mailto:?subject={quote(self.subject)}&body={quote(self.text)}"
