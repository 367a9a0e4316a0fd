"""Settings of the web application: defaults, then the environment, then what the caller gives."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

PREFIX = "BASISLIJN_"
PERIOD = re.compile(r"P(?=\d)(\d+Y)?(\d+M)?(\d+D)?")
TRUE_WORDS = frozenset({"1", "ja", "true", "yes", "aan"})


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between one installation and the next.

    Every field can be set in the environment as ``BASISLIJN_`` plus its name in capitals.
    """

    organisatie: str = ""
    organisatie_id: str = ""
    archief_waardering: str = ""
    archief_bewaartermijn: str = ""
    archief_openbaarheid: str = ""
    thema_css: str = ""
    contact: str = ""
    inhoud: str = ""
    gegevens: str = "var"
    database_url: str = ""
    secret_key: str = ""
    kijk_mee: bool = False
    https: bool = False
    proxies: int = 0
    limieten: bool = True
    bewaar_dagen: int = 730
    vandaag: str = ""
    curator_sleutel: str = ""
    vergelijk_vanaf: int = 5
    log: str = "uit"
    metrics_token: str = ""
    max_body: int = 2_000_000
    bewijs_mb: int = 10
    bewijs_totaal_mb: int = 200
    openen_mb: int = 25
    scan: str = ""
    scan_seconden: int = 60
    testing: bool = False
    accounts: bool = False
    demo: bool = False
    sessie_uren: int = 12
    sessie_stil_uren: int = 4
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "uw organisatie"
    oidc_organisation: str = ""
    oidc_email_zonder_bewijs: bool = False

    @property
    def data_folder(self) -> Path:
        """The folder for the database and the generated key."""
        return Path(self.gegevens).resolve()

    @property
    def files_folder(self) -> Path:
        """The folder for what people add as evidence; never served as it is."""
        return self.data_folder / "bewijs"

    @property
    def most_to_open(self) -> int:
        """How many bytes a file may have that somebody opens; without evidence in it, ``max_body``."""
        return max(self.max_body, self.openen_mb * 1_000_000)

    @property
    def room_for_evidence(self) -> int:
        """How many bytes of a complete file evidence may take, so that it can be opened here again."""
        return self.most_to_open - self.max_body

    @property
    def url(self) -> str:
        """The address of the database; SQLite in the data folder unless set."""
        return self.database_url or f"sqlite:///{self.data_folder / 'basislijn.sqlite3'}"


def read_settings(
    given: Mapping[str, object] | None = None, env: Mapping[str, str] | None = None
) -> Settings:
    """Merge the defaults, the environment and ``given``; unknown names in ``given`` are refused."""
    env = os.environ if env is None else env
    settings = Settings()
    known = {field.name: field.type for field in fields(Settings)}
    for name in known:
        text = env.get(PREFIX + name.upper())
        if text is not None:
            settings = replace(settings, **{name: _typed(getattr(settings, name), text)})
    for key, value in (given or {}).items():
        name = key.lower()
        if name not in known:
            raise ValueError(f"onbekende instelling: {key}; bekend zijn {', '.join(sorted(known))}")
        settings = replace(settings, **{name: str(value) if isinstance(value, Path) else value})
    _check_archive(settings)
    return settings


def _check_archive(settings: Settings) -> None:
    """Refuse what can't stand in the metadata for the archive."""
    if settings.archief_waardering not in ("", "B", "V"):
        raise ValueError("archief_waardering is B (blijvend bewaren), V (tijdelijk bewaren) of leeg")
    if settings.archief_bewaartermijn and not PERIOD.fullmatch(settings.archief_bewaartermijn):
        raise ValueError("archief_bewaartermijn is een duur zoals P10Y (tien jaar), of leeg")


def _typed(default: object, text: str) -> object:
    if isinstance(default, bool):
        return text.strip().lower() in TRUE_WORDS
    if isinstance(default, int):
        return int(text)
    return text


def secret_key(settings: Settings) -> str:
    """The key that signs cookies: from the settings, else made once and kept in the data folder."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_folder / "sleutel"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(48)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(made)
    return path.read_text(encoding="ascii").strip()
