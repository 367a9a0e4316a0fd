"""Which files may serve as evidence, and whether a file is what its name says.

The name decides what we expect; the content must agree. Nothing is unpacked: of a zip-based file only
the list of its parts is read, and of two parts a bounded beginning.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import puremagic

NAME_LENGTH = 120
HEAD = 4096
MOST_PARTS = 5000
MOST_UNPACKED = 300_000_000
MOST_RATIO = 200
PART_HEAD = 1_000_000

NOT_ALLOWED = "Dit soort bestand nemen wij niet aan. Dit kan wel: {}."
EMPTY = "Dit bestand is leeg. Kies een ander bestand."
DIFFERENT = (
    "Dit bestand is van binnen geen {}. Open het op uw computer, bewaar het opnieuw en probeer het nog eens."
)
MACROS = "In dit bestand zitten macro’s. Bewaar het zonder macro’s, of als pdf, en probeer het nog eens."
LOCKED = "Op dit bestand zit een wachtwoord. Bewaar het zonder wachtwoord en probeer het nog eens."
TOO_BIG_INSIDE = "Dit bestand is van binnen veel te groot. Bewaar het als pdf en probeer het nog eens."


class EvidenceProblem(Exception):
    """Why a file is not taken, and what to do."""


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken."""

    word: str
    media: str
    fits: Callable[[Path], bool]


def check(path: Path, file_name: str) -> Kind:
    """The kind of a file; raises EvidenceProblem when we do not take it."""
    kind = KINDS.get(_ending(file_name))
    if kind is None:
        raise EvidenceProblem(NOT_ALLOWED.format(allowed_words()))
    if path.stat().st_size == 0:
        raise EvidenceProblem(EMPTY)
    if not kind.fits(path):
        raise EvidenceProblem(DIFFERENT.format(kind.word))
    return kind


def allowed_words() -> str:
    """The kinds in words."""
    return ", ".join(ending for ending in KINDS if ending != "jpeg")


def accept() -> str:
    """The kinds for the field of a form."""
    return ",".join(f".{ending}" for ending in KINDS)


def safe_name(raw: str) -> str:
    """A file name without a path, control characters or signs that mean something elsewhere."""
    text = unicodedata.normalize("NFC", raw).replace("\\", "/").rpartition("/")[2]
    text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")
    text = re.sub(r'[<>:"|?*\u2028\u2029]', "-", text)
    text = re.sub(r"\s+", " ", re.sub(r"\.{2,}", ".", text)).strip().rstrip(" .")
    stem, dot, ending = text.rpartition(".")
    if not dot:
        return text[:NAME_LENGTH] or "bestand"
    return f"{stem.strip(' .')[: NAME_LENGTH - len(ending) - 1] or 'bestand'}.{ending[:10]}"


def is_link(text: str) -> bool:
    """Whether it is an address on the web with encryption, without a name and password in it."""
    if any(sign.isspace() or unicodedata.category(sign)[0] == "C" for sign in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD)


def _is(start: bytes, *endings: str) -> Callable[[Path], bool]:
    def fits(path: Path) -> bool:
        """The first bytes, and what puremagic makes of the whole."""
        if not _head(path).startswith(start):
            return False
        try:
            found = {match.extension.lstrip(".") for match in puremagic.magic_file(path)}
        except (puremagic.PureError, ValueError):
            return False
        return bool(found & set(endings))

    return fits


def _webp(path: Path) -> bool:
    head = _head(path)
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP" and _is(b"RIFF", "webp")(path)


def _pdf(path: Path) -> bool:
    return _is(b"%PDF-", "pdf")(path) and b"startxref" in _tail(path)


def _tail(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - HEAD))
        return stream.read(HEAD)


def _text(path: Path) -> bool:
    """Text that people can read; no HTML, XML or RTF, which other programs would carry out."""
    with path.open("rb") as stream:
        raw = stream.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in set(text)):
        return False
    start = text.lstrip()[:200].lower()
    return "\ufffd" not in text and not start.startswith(("<", "{\\rtf", "%pdf-", "#!"))


def _zipped(looks: Callable[[zipfile.ZipFile, set[str]], bool]) -> Callable[[Path], bool]:
    def fits(path: Path) -> bool:
        """The list of parts is in order, and the parts that name the kind are there."""
        if not _head(path).startswith(b"PK\x03\x04"):
            if _head(path).startswith(b"\xd0\xcf\x11\xe0"):  # an office file in a locked wrapping
                raise EvidenceProblem(LOCKED)
            return False
        try:
            with zipfile.ZipFile(path) as archive:
                names = _parts(archive)
                return looks(archive, names)
        except (zipfile.BadZipFile, KeyError, NotImplementedError, ValueError, OSError, EOFError):
            return False
        except RuntimeError:
            raise EvidenceProblem(LOCKED) from None

    return fits


def _parts(archive: zipfile.ZipFile) -> set[str]:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 10_000):
        raise EvidenceProblem(TOO_BIG_INSIDE)
    if any(part.flag_bits & 1 for part in parts):
        raise EvidenceProblem(LOCKED)
    names = {part.filename for part in parts}
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise zipfile.BadZipFile
    if any(_is_macro(name.lower()) for name in names):
        raise EvidenceProblem(MACROS)
    return names


def _is_macro(name: str) -> bool:
    return (
        name.endswith(("vbaproject.bin", "vbadata.xml"))
        or "/activex/" in f"/{name}"
        or "/macrosheets/" in f"/{name}"
        or name.startswith(("basic/", "scripts/"))
    )


def _read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(PART_HEAD)


def _office(part: str, main: str) -> Callable[[Path], bool]:
    def looks(archive: zipfile.ZipFile, names: set[str]) -> bool:
        types = _read_part(archive, "[Content_Types].xml")
        if b"macroenabled" in types.lower():
            raise EvidenceProblem(MACROS)
        return part in names and main.encode() in types

    return _zipped(looks)


def _open_document(media: str) -> Callable[[Path], bool]:
    def looks(archive: zipfile.ZipFile, names: set[str]) -> bool:
        if b"encryption-data" in _read_part(archive, "META-INF/manifest.xml"):
            raise EvidenceProblem(LOCKED)
        return "content.xml" in names and _read_part(archive, "mimetype") == media.encode()

    return _zipped(looks)


_ODF = "application/vnd.oasis.opendocument"
_OOXML = "application/vnd.openxmlformats-officedocument"
_PNG = b"\x89PNG\r\n\x1a\n"

KINDS = {
    "pdf": Kind("pdf", "application/pdf", _pdf),
    "docx": Kind(
        "Word-document",
        f"{_OOXML}.wordprocessingml.document",
        _office("word/document.xml", f"{_OOXML}.wordprocessingml.document.main+xml"),
    ),
    "xlsx": Kind(
        "Excel-bestand",
        f"{_OOXML}.spreadsheetml.sheet",
        _office("xl/workbook.xml", f"{_OOXML}.spreadsheetml.sheet.main+xml"),
    ),
    "odt": Kind("tekstdocument (odt)", f"{_ODF}.text", _open_document(f"{_ODF}.text")),
    "ods": Kind("rekenblad (ods)", f"{_ODF}.spreadsheet", _open_document(f"{_ODF}.spreadsheet")),
    "png": Kind("png-afbeelding", "image/png", _is(_PNG, "png")),
    "jpg": Kind("jpg-afbeelding", "image/jpeg", _is(b"\xff\xd8\xff", "jpg", "jpeg", "jfif", "jpe")),
    "jpeg": Kind("jpg-afbeelding", "image/jpeg", _is(b"\xff\xd8\xff", "jpg", "jpeg", "jfif", "jpe")),
    "webp": Kind("webp-afbeelding", "image/webp", _webp),
    "txt": Kind("gewone tekst", "text/plain", _text),
    "csv": Kind("csv-bestand", "text/csv", _text),
}
