"""The commands that need the web: `basislijn serve` and `basislijn terugkoppeling`."""

from __future__ import annotations

import argparse
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from waitress import serve as run_server

from engine.diagnostics import ContentError, render
from engine.load import content_root
from engine.memory import Memory
from webapp import PROVED, create_app
from webapp.content_store import make_snapshot
from webapp.services.remarks import group_remarks, render_remarks
from webapp.settings import read_settings
from webapp.storage.database import Database
from webapp.storage.repository import Repository

PATIENCE = "Vragen en regels worden nagekeken. De eerste keer duurt dat ongeveer een minuut."
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
ONLY_HERE = "Een demonstratie luistert alleen op 127.0.0.1: iedereen kent de wachtwoorden."
REFUSED = "De inhoud is niet in orde. Basislijn start niet. Verbeter dit eerst:"
#: What an option of `serve` sets.
SETTINGS = ("kijk_mee", "demo", "inhoud", "gegevens")


def serve(argv: Sequence[str]) -> int:
    """Serve the application; refuses content that does not check."""
    options = _serve_parser().parse_args(argv)
    if options.demo and options.host not in LOCAL_HOSTS:
        print(ONLY_HERE, file=sys.stderr)
        return 2
    if not _is_free(options.host, options.poort):
        other = options.poort + 1
        print(
            f"Poort {options.poort} is al in gebruik. Kies een andere, zoals --poort {other}"
            f" (of: make run PORT={other}).",
            file=sys.stderr,
        )
        return 2
    print(PATIENCE, flush=True)
    try:
        # An option that was not given leaves the word to the environment.
        app = create_app({key: value for key in SETTINGS if (value := getattr(options, key))})
    except ContentError as error:
        print(f"{REFUSED}\n\n{render(error.diagnostics)}", file=sys.stderr)
        return 1
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"Basislijn draait op http://{options.host}:{options.poort}  (stoppen: Ctrl+C)", flush=True)
    run_server(app, host=options.host, port=options.poort, threads=8, ident=None)
    return 0


def _serve_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="basislijn serve", description="Start de website.")
    parser.add_argument("--host", default="127.0.0.1", help="adres om op te luisteren")
    parser.add_argument("--poort", "--port", type=int, default=8000, help="poort (standaard 8000)")
    parser.add_argument(
        "--kijk-mee",
        "--watch",
        action="store_true",
        help="lees vragenlijsten en regels opnieuw zodra u een bestand bewaart",
    )
    parser.add_argument(
        "--demo",
        action="store_true",
        help="een demonstratie met accounts, alleen op deze computer: iedereen kent de wachtwoorden",
    )
    parser.add_argument("--inhoud", help="map met questionnaires/ en rules/")
    parser.add_argument("--gegevens", help="map voor de database (standaard var)")
    return parser


def _is_free(host: str, port: int) -> bool:
    """Whether nobody listens on this port yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def feedback(argv: Sequence[str]) -> int:
    """List the remarks by question and the line of its YAML."""
    parser = argparse.ArgumentParser(
        prog="basislijn terugkoppeling", description="Toon opmerkingen per vraag, met bestand en regel."
    )
    parser.add_argument("--inhoud", help="map met questionnaires/ en rules/")
    parser.add_argument("--gegevens", help="map van de database (standaard var)")
    options = parser.parse_args(argv)
    settings = read_settings({"gegevens": options.gegevens} if options.gegevens else {})
    database = Database(settings.url)
    database.migrate()
    root = options.inhoud or settings.inhoud
    try:
        memory = Memory.read(settings.data_folder / PROVED)
        snapshot = make_snapshot(Path(root).resolve() if root else content_root(), memory)
    except ContentError as error:
        print(render(error.diagnostics), file=sys.stderr)
        return 1
    print(render_remarks(group_remarks(Repository(database).feedback(), snapshot)))
    database.close()
    return 0
