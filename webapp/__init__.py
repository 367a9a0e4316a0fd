"""The web application: server-rendered pages over the engine and a small store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from engine.load import content_root
from webapp import observe, security
from webapp.content_store import ContentStore
from webapp.services.demo import make_demo
from webapp.services.meeting_kinds import kinds
from webapp.services.oidc import check_mapping
from webapp.services.overview import Summaries
from webapp.settings import Settings, read_settings, secret_key
from webapp.storage.database import Database
from webapp.storage.evidence_files import EvidenceFolder
from webapp.storage.repository import Repository
from webapp.views import register

STATIC = Path(__file__).parent / "static"
PROVED = "nagekeken.json"
ONE_WALL = (
    "The role of the database may pass row-level security: use one that is no superuser (docs/beheer.md)."
)
DEMO_DATA = (
    "Deze database is gemaakt voor een demonstratie, met wachtwoorden die iedereen kent. "
    "Kies een andere met BASISLIJN_DATABASE_URL of --gegevens."
)
ASSETS = ("vendor/nlds.css", "vendor/tokens.css", "vendor/fonts.css")


@dataclass(frozen=True)
class Parts:
    """What the views reach for."""

    settings: Settings
    contents: ContentStore
    repository: Repository
    measures: observe.Measures
    summaries: Summaries = field(default_factory=Summaries)


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
    """Make the application; raises ContentError on content that does not check."""
    chosen = read_settings(settings)
    if chosen.demo:
        chosen = replace(chosen, accounts=True)
    _need_assets()
    _refuse_unsafe(chosen)
    kinds()  # said now when they do not check, not in the middle of a conversation
    root = Path(chosen.inhoud).resolve() if chosen.inhoud else content_root()
    contents = ContentStore(root, watch=chosen.kijk_mee, proved=chosen.data_folder / PROVED)
    database = Database(chosen.url)
    database.migrate()
    repository = Repository(database, EvidenceFolder(chosen.files_folder))
    repository.evidence.sweep()
    if repository.accounts.has_demo() and not chosen.demo and chosen.accounts:
        raise RuntimeError(DEMO_DATA)
    repository.purge(chosen.bewaar_dagen, datetime.now(UTC).replace(tzinfo=None))

    app = Flask(__name__)
    app.secret_key = secret_key(chosen)
    app.config["TESTING"] = chosen.testing
    if chosen.accounts and chosen.database_url.startswith("postgresql") and not database.second_wall():
        app.logger.warning(ONE_WALL)
    measures = observe.observe(app, chosen)
    app.extensions["basislijn"] = Parts(chosen, contents, repository, measures)
    security.protect(app, chosen)
    register(app, accounts=chosen.accounts)
    if chosen.demo:
        make_demo(repository, contents.current(), datetime.now(UTC).replace(tzinfo=None, microsecond=0))
    return app


def _refuse_unsafe(settings: Settings) -> None:
    """A demonstration has passwords that everybody knows."""
    if settings.demo and (settings.https or settings.oidc_issuer):
        raise RuntimeError("Een demonstratie kan niet met https of met inloggen via een organisatie.")
    try:
        check_mapping(settings.oidc_organisation)
    except ValueError as error:
        raise RuntimeError(str(error)) from None


def _need_assets() -> None:
    missing = [name for name in ASSETS if not (STATIC / name).is_file()]
    if missing:
        raise RuntimeError(
            f"Deze bestanden voor de opmaak ontbreken: {', '.join(missing)}. Voer ‘make run’ uit."
        )
