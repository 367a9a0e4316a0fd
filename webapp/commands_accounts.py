"""`basislijn beheer`: the first organisation and manager, taking somebody out, and checking the log."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from webapp.services.accounts import (
    KINDS,
    ROLES,
    email_problem,
    hash_password,
    name_problem,
    slug_of,
    tidy_email,
)
from webapp.settings import read_settings
from webapp.storage import wall
from webapp.storage.account_records import OrganisationRecord
from webapp.storage.accounts import LastManager
from webapp.storage.database import Database
from webapp.storage.evidence_files import EvidenceFolder
from webapp.storage.packed import BackupProblem
from webapp.storage.repository import Repository
from webapp.storage.transfer import export_organisation, import_organisation, remove_organisation

T = TypeVar("T")


class Refused(Exception):
    """What somebody asked can't be; the message says why."""


def manage(argv: Sequence[str]) -> int:
    """Run one of the commands of who keeps an installation."""
    options = _parser().parse_args(argv)
    settings = read_settings({"gegevens": options.gegevens} if options.gegevens else {})
    database = Database(settings.url)
    database.migrate()
    try:
        with wall.system():
            run: Callable[[Repository, argparse.Namespace], int] = options.run
            return run(Repository(database, EvidenceFolder(settings.files_folder)), options)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    finally:
        database.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="basislijn beheer", description="Organisaties, mensen en het logboek."
    )
    kinds = parser.add_subparsers(required=True, metavar="opdracht")

    def add(name: str, text: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        found = kinds.add_parser(name, help=text, description=text)
        found.add_argument("--gegevens", help="map voor de database (standaard var)")
        found.set_defaults(run=run)
        return found

    made = add("organisatie", "maak een organisatie", _organisation)
    made.add_argument("naam")
    made.add_argument("--soort", choices=list(KINDS), default="gemeente")
    invited = add("uitnodiging", "maak een link waarmee iemand een account krijgt", _invitation)
    invited.add_argument("organisatie", help="de korte naam, zoals gemeente-voorbeeld")
    invited.add_argument("email")
    invited.add_argument("--naam", default="", help="hoe deze persoon heet (standaard het e-mailadres)")
    invited.add_argument("--rol", choices=list(ROLES), default="beheerder")
    invited.add_argument("--adres", default="http://127.0.0.1:8000", help="het adres van deze website")
    removed = add("verwijder", "haal iemand uit een organisatie", _remove)
    removed.add_argument("organisatie", help="de korte naam, zoals gemeente-voorbeeld")
    removed.add_argument("email")
    curator = add("curator", "maak iemand met een account landelijk curator", _curator)
    curator.add_argument("email")
    curator.add_argument("--niet-meer", action="store_true", help="neem deze taak weer af")
    forgot = add("wachtwoord", "geef iemand die voor meer organisaties werkt een nieuw wachtwoord", _password)
    forgot.add_argument("email")
    out = add("exporteer", "schrijf alles van een organisatie naar een bestand", _export)
    out.add_argument("organisatie", help="de korte naam, zoals gemeente-voorbeeld")
    out.add_argument("bestand", type=Path)
    taken = add("importeer", "lees een organisatie in uit zo’n bestand", _import)
    taken.add_argument("bestand", type=Path)
    wiped = add("wis", "wis alles van een organisatie, voorgoed", _wipe)
    wiped.add_argument("organisatie", help="de korte naam, zoals gemeente-voorbeeld")
    wiped.add_argument("--zeker", action="store_true", help="zonder dit woord gebeurt er niets")
    add("logboek", "controleer of niemand het logboek heeft veranderd", _log)
    return parser


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def _find(store: Repository, slug: str) -> OrganisationRecord:
    known = {row.slug: row for row in store.accounts.organisations()}
    if slug not in known:
        names = ", ".join(known) or "nog geen"
        raise Refused(f"De organisatie ‘{slug}’ is er niet. Bekend zijn: {names}.")
    return known[slug]


def _organisation(store: Repository, options: argparse.Namespace) -> int:
    name, slug = " ".join(options.naam.split()), slug_of(options.naam)
    if not slug or len(name) > 120:
        raise Refused("Geef een naam van hoogstens 120 tekens.")
    if any(row.slug == slug for row in store.accounts.organisations()):
        raise Refused(f"De organisatie ‘{slug}’ is er al.")
    made = store.accounts.make_organisation(name, options.soort, slug, _now())
    print(f"{made.name} is er nu. De korte naam is {made.slug}.")
    print(f"Nu de eerste beheerder: basislijn beheer uitnodiging {made.slug} naam@gemeente.nl")
    return 0


def _invitation(store: Repository, options: argparse.Namespace) -> int:
    owner, email = _find(store, options.organisatie), tidy_email(options.email)
    name = " ".join(options.naam.split()) or email[:80]
    if problem := email_problem(email) or name_problem(name):
        raise Refused(problem)
    token = store.accounts.invite(owner.id, email, name, options.rol, _now())
    print(f"Geef deze link aan {name}. Hij werkt één keer, en 14 dagen lang:")
    print(f"{options.adres.rstrip('/')}/uitnodiging/{token}")
    return 0


def _remove(store: Repository, options: argparse.Namespace) -> int:
    owner, person = _find(store, options.organisatie), store.accounts.by_email(tidy_email(options.email))
    with wall.within(wall.Scope(organisation=owner.id)):
        try:
            removed = person is not None and store.accounts.remove(person.id, _now())
        except LastManager:
            raise Refused(
                "Dit is de laatste beheerder. Maak eerst een andere: basislijn beheer uitnodiging."
            ) from None
    if not removed:
        raise Refused(f"{options.email} hoort niet bij {owner.name}.")
    print(f"{options.email} hoort niet meer bij {owner.name}.")
    return 0


def _curator(store: Repository, options: argparse.Namespace) -> int:
    email, on = tidy_email(options.email), not options.niet_meer
    if not store.accounts.set_curator(email, on, _now()):
        raise Refused(f"{email} heeft nog geen account. Nodig deze persoon eerst uit.")
    print(f"{email} is nu {'' if on else 'geen '}landelijk curator{'' if on else ' meer'}.")
    return 0


def _password(store: Repository, options: argparse.Namespace) -> int:
    """For who works for several organisations: no single one of them may set the password."""
    person = store.accounts.by_email(tidy_email(options.email))
    if person is None:
        raise Refused(f"{options.email} heeft geen account.")
    fresh = secrets.token_urlsafe(15)
    store.accounts.set_password(person.id, hash_password(fresh), _now())
    print(f"Het nieuwe wachtwoord van {person.email} is {fresh}")
    print("Geef het door, en vraag om het meteen te veranderen bij ‘Mijn account’.")
    return 0


def _export(store: Repository, options: argparse.Namespace) -> int:
    owner = _find(store, options.organisatie)
    made = _or_refuse(lambda: export_organisation(store, owner.id, options.bestand, _now()))
    print(f"Klaar: {made.rows['assessment']} afwegingen en {made.files} bestanden van {owner.name}.")
    print("In het bestand staan persoonsgegevens. Wachtwoorden staan er niet in.")
    return 0


def _import(store: Repository, options: argparse.Namespace) -> int:
    number = _or_refuse(lambda: import_organisation(store, options.bestand, _now()))
    owner = next(row for row in store.accounts.organisations() if row.id == number)
    print(f"{owner.name} is er nu, met haar mensen. Geef ieder een nieuwe link om in te loggen:")
    print(f"basislijn beheer uitnodiging {owner.slug} naam@gemeente.nl")
    return 0


def _wipe(store: Repository, options: argparse.Namespace) -> int:
    owner = _find(store, options.organisatie)
    if not options.zeker:
        raise Refused(
            f"Dit wist alles van {owner.name}, voorgoed. "
            "Maak eerst een kopie met: basislijn beheer exporteer. "
            "Weet u het zeker? Zet er dan --zeker achter."
        )
    removed = remove_organisation(store, owner.id, _now())
    print(f"Alles van {owner.name} is gewist: {removed.get('assessment', 0)} afwegingen. Het logboek blijft.")
    return 0


def _or_refuse(do: Callable[[], T]) -> T:
    try:
        return do()
    except BackupProblem as problem:
        raise Refused(str(problem)) from None


def _log(store: Repository, _options: argparse.Namespace) -> int:
    wrong = list(store.audit.broken())
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong:
        return 1
    print("Het logboek klopt. Bewaar deze laatste regels ergens anders: dan valt het op als er een weg is.")
    for chain, number, digest in store.audit.ends():
        print(f"{chain}/{number} {digest}")
    return 0
