"""The commands for the hosting party: `basislijn kopie` and `basislijn onderhoud`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from webapp.settings import Settings, read_settings
from webapp.storage.backup import Backup, BackupProblem, check_backup, make_backup, restore_backup
from webapp.storage.database import Database
from webapp.storage.evidence_files import EvidenceFolder
from webapp.storage.repository import Repository

DONE, PROBLEM = 0, 2


def backup(argv: Sequence[str]) -> int:
    """Make a backup, check one, or put one back."""
    parser = argparse.ArgumentParser(
        prog="basislijn kopie",
        description="Maak een kopie van alle gegevens, controleer haar of zet haar terug.",
    )
    todo = parser.add_subparsers(dest="wat", required=True)
    for name, help_text in (
        ("maak", "schrijf alle gegevens naar een nieuw bestand"),
        ("controleer", "lees een kopie helemaal, en vergelijk elk deel met zijn controlegetal"),
        ("zet-terug", "zet een kopie terug in een lege database"),
    ):
        sub = todo.add_parser(name, help=help_text)
        sub.add_argument("bestand", type=Path, help="het bestand met de kopie (.zip)")
        sub.add_argument("--gegevens", help="map met de gegevens (standaard var)")
    options = parser.parse_args(argv)
    settings = read_settings({"gegevens": options.gegevens} if options.gegevens else {})
    try:
        found = _do(options.wat, options.bestand, settings)
    except BackupProblem as problem:
        print(problem, file=sys.stderr)
        return PROBLEM
    rows = sum(found.rows.values())
    print(f"In orde: {rows} rijen in {len(found.rows)} tabellen, en {found.files} bestanden.")
    print(f"De kopie is van {found.made:%d-%m-%Y %H:%M} (UTC), versie {found.revision}.")
    return DONE


def _do(what: str, path: Path, settings: Settings) -> Backup:
    if what == "controleer":
        return check_backup(path)
    database = Database(settings.url)
    try:
        if what == "maak":
            return make_backup(database, settings.files_folder, path, _now())
        return restore_backup(database, settings.files_folder, path)
    finally:
        database.close()


def upkeep(argv: Sequence[str]) -> int:
    """Delete what has been kept long enough; meant to run every day."""
    parser = argparse.ArgumentParser(
        prog="basislijn onderhoud",
        description="Verwijder afwegingen waarvan de bewaartijd voorbij is. Laat dit elke dag lopen.",
    )
    parser.add_argument("--gegevens", help="map met de gegevens (standaard var)")
    options = parser.parse_args(argv)
    settings = read_settings({"gegevens": options.gegevens} if options.gegevens else {})
    database = Database(settings.url)
    try:
        database.migrate()
        store = Repository(database, EvidenceFolder(settings.files_folder))
        gone = store.purge(settings.bewaar_dagen, _now())
        store.evidence.sweep()
    finally:
        database.close()
    print(f"Klaar: {gone} afwegingen verwijderd die {settings.bewaar_dagen} dagen niet zijn veranderd.")
    return DONE


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
