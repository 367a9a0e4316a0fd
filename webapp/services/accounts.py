"""Roles, passwords, and what somebody fills in about an account."""

from __future__ import annotations

import re
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.storage.account_records import PersonRecord

MIN_PASSWORD, MAX_PASSWORD = 12, 200
NAME, EMAIL = 80, 254
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x1f\x7f]*")
DIFFERENT = 5

KINDS = {"gemeente": "gemeente", "samenwerking": "samenwerking", "ander": "andere overheid"}


@dataclass(frozen=True)
class Role:
    """What a role is called, what it is for, and which duties it has."""

    key: str
    label: str
    may: str
    duties: frozenset[str]


def _role(key: str, label: str, may: str, *also: str) -> tuple[str, Role]:
    return key, Role(key, label, may, frozenset((key, *also)))


#: Who may what. A duty carries the name of the role that has it first; docs/rollen.md says the same in words.
ROLES: dict[str, Role] = dict(
    (
        _role("beoordelaar", "Beoordelaar", "leest alles en reageert"),
        _role("invuller", "Invuller", "begint afwegingen en vult ze in", "beoordelaar"),
        _role("besluitnemer", "Besluitnemer", "vult in en legt besluiten vast", "beoordelaar", "invuller"),
        _role(
            "beleidsmedewerker",
            "Beleidsmedewerker",
            "vult in en ziet alles van de organisatie, ook de cijfers",
            "beoordelaar",
            "invuller",
        ),
        _role(
            "beheerder",
            "Beheerder",
            "vult in en beheert de mensen",
            "beoordelaar",
            "invuller",
            "beleidsmedewerker",
        ),
    )
)


def allows(role: str, duty: str) -> bool:
    """Whether a role has a duty."""
    return role in ROLES and duty in ROLES[role].duties


# --- passwords --------------------------------------------------------------------------------------

_hasher = PasswordHasher()
_nobody: list[str] = []


def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    return _hasher.hash(password)


def password_fits(person: PersonRecord | None, password: str) -> bool:
    """Whether this is the password of this person; takes as long when there is no such person."""
    stored = person.password_hash if person else None
    if not stored and not _nobody:
        _nobody.append(_hasher.hash("nobody has this password"))
    try:
        _hasher.verify(stored or _nobody[0], password[: MAX_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored) and person is not None and person.active


def password_problem(password: str, again: str, *known: str) -> str:
    """What is wrong with a new password; empty when it is good."""
    if len(password) < MIN_PASSWORD:
        return f"Kies een wachtwoord van minstens {MIN_PASSWORD} tekens. Een korte zin werkt goed."
    if len(password) > MAX_PASSWORD:
        return f"Dit wachtwoord is te lang. Er passen {MAX_PASSWORD} tekens."
    if len(set(password.lower())) < DIFFERENT or password.lower() in {word.lower() for word in known}:
        return "Dit wachtwoord is te makkelijk te raden. Gebruik bijvoorbeeld vier losse woorden."
    if password != again:
        return "De twee wachtwoorden zijn niet gelijk. Typ ze nog een keer."
    return ""


# --- what somebody fills in -------------------------------------------------------------------------


def tidy_email(text: str) -> str:
    """An address as it is stored."""
    return text.strip().lower()[: EMAIL + 1]


def email_problem(email: str) -> str:
    """What is wrong with an address; empty when it is good."""
    if not email:
        return "Vul een e-mailadres in."
    if len(email) > EMAIL or not ADDRESS.fullmatch(email):
        return "Dit is geen e-mailadres. Het ziet eruit als naam@gemeente.nl."
    return ""


def name_problem(name: str) -> str:
    """What is wrong with a name; empty when it is good."""
    if not name:
        return "Vul een naam in."
    return f"Deze naam is te lang. Er passen {NAME} tekens." if len(name) > NAME else ""


def local_address(text: str) -> str:
    """Where to go after signing in; only an address of this website, else the overview."""
    return text if len(text) < 2000 and LOCAL.fullmatch(text) else ""


def slug_of(name: str) -> str:
    """The short name of an organisation."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80]


def browser_name(agent: str) -> str:
    """A browser and a system in words, from what the browser says of itself."""
    browsers = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        *(("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
        *(("Mac OS", "Mac"), ("Linux", "Linux")),
    )
    browser = next((name for sign, name in browsers if sign in agent), "Een browser")
    system = next((name for sign, name in systems if sign in agent), "")
    return f"{browser} op {system}" if system else browser


# --- the log in words -------------------------------------------------------------------------------

ACTIONS = {
    "organisatie_gemaakt": "maakte de organisatie",
    "curator": "werd landelijk curator",
    "curator_af": "is geen landelijk curator meer",
    "rol_veranderd": "gaf een andere rol",
    "uit_organisatie": "haalde iemand uit de organisatie",
    "in_organisatie": "gaf iemand toegang",
    "wachtwoord_veranderd": "veranderde het eigen wachtwoord",
    "aanmelding_gekoppeld": "koppelde het inloggen via de eigen organisatie",
    "uitgenodigd": "nodigde iemand uit",
    "uitnodiging_ingetrokken": "trok een uitnodiging in",
    "uitnodiging_gebruikt": "nam een uitnodiging aan",
    "ingelogd": "logde in",
    "uitgelogd": "logde uit",
    "overal_uitgelogd": "logde overal uit",
    "overgenomen": "nam een afweging over",
    "leeslink_open": "zette de leeslink open",
    "leeslink_dicht": "zette de leeslink dicht",
    "afweging_gemaakt": "begon een afweging",
    "vastgesteld": "stelde een dossier vast",
    "organisatie_gewist": "wiste een organisatie",
    "ingelezen": "las een organisatie in",
    "nieuwe_blik": "begon een nieuwe blik",
    "afweging_gewist": "wiste een afweging",
    "afweging_verlopen": "wiste een afweging, want de bewaartijd was voorbij",
}


def action_words(action: str) -> str:
    """What happened, in words."""
    return ACTIONS.get(action, action.replace("_", " "))
