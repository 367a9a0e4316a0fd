"""Error pages in Dutch: what happened, and what to do."""

from __future__ import annotations

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from webapp.observe import log_fault
from webapp.storage.frozen import Frozen

PAGES = {
    400: ("Dit verzoek klopt niet", "Ga terug naar de vorige pagina en probeer het opnieuw."),
    401: (
        "U bent niet meer ingelogd",
        "Wat u net verstuurde, is nog niet bewaard. Log in een ander tabblad weer in. "
        "Ga daarna terug naar de vorige pagina en verstuur het nog eens.",
    ),
    403: (
        "Dit mag hier niet",
        "Vraag uw collega om de link waarmee u kunt invullen. Bent u curator? Open eerst het curatorscherm.",
    ),
    404: (
        "Deze pagina is er niet",
        "Controleer de link. Een link naar een afweging is lang: kopieer hem in zijn geheel.",
    ),
    405: ("Zo werkt deze pagina niet", "Ga terug naar de vorige pagina en gebruik de knoppen."),
    410: (
        "Deze afweging is er niet meer",
        "Iemand heeft deze afweging gewist, of de bewaartijd is voorbij. "
        "Hebt u een bewaard bestand? Dan kunt u dat openen.",
    ),
    413: ("Dit is te groot", "Het bestand of formulier is groter dan wij aannemen (2 MB). Maak het kleiner."),
    415: ("Dit soort bestand kan hier niet", "Kies het .json-bestand dat u hier eerder bewaarde."),
    422: ("Dit konden wij niet lezen", "Ga terug, controleer wat u invulde en probeer het opnieuw."),
    429: (
        "Even rustig aan",
        "Er kwamen heel veel verzoeken vanaf uw netwerk. Wacht een minuut en probeer het opnieuw.",
    ),
    500: (
        "Er ging iets mis bij ons",
        "Uw opgeslagen antwoorden zijn veilig. Probeer het over een paar minuten opnieuw.",
    ),
}
TYPED = ("n-", "r-", "b-", "o-", "aanwezig")  # fields that hold what somebody wrote
#: Why the gate refused, by the word that it gives along.
REFUSED = {
    "rol": (
        "Uw rol mag dit niet",
        "Vraag een collega die dit wel mag, of vraag de beheerder van uw organisatie om een andere rol.",
    ),
    "organisatie": (
        "Dit is van een andere organisatie",
        "U bent ingelogd voor een organisatie die hier niet bij kan. "
        "Vraag degene van wie u de link kreeg om een leeslink of een uitnodiging.",
    ),
}
USED = (
    "Deze uitnodiging werkt niet meer",
    "Een uitnodiging werkt één keer, en 14 dagen lang. "
    "Vraag de beheerder van uw organisatie om een nieuwe link.",
)
EXPIRED = (
    "Deze pagina stond te lang open",
    "Voor de veiligheid kunnen we dit formulier niet aannemen. "
    "Ga terug, laad de pagina opnieuw en verstuur hem nog eens.",
)


def register(app: Flask) -> None:
    """Answer every error with a page."""

    @app.errorhandler(CSRFError)
    def _csrf(_error: CSRFError) -> tuple[object, int]:
        return _answer(400, *EXPIRED)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> object:
        code = error.code or 500
        if code < 400:
            return error
        if code == 410 and error.description == "uitnodiging":
            return _answer(code, *USED)
        if code == 403 and error.description in REFUSED:
            return _answer(code, *REFUSED[error.description])
        return _answer(code, *PAGES.get(code, PAGES[500 if code >= 500 else 400]))

    @app.errorhandler(Frozen)
    def _frozen(_error: Frozen) -> tuple[object, int]:
        return _signed_off()

    @app.errorhandler(Exception)
    def _broken(error: Exception) -> object:
        log_fault(app, error)
        return _answer(500, *PAGES[500])


def page_for(code: int) -> tuple[object, int]:
    """The page for a status, for who handles some errors of that status in another way."""
    return _answer(code, *PAGES[code])


def _signed_off() -> tuple[object, int]:
    """Say that this dossier was signed off, and how to go on; what somebody just typed is not lost."""
    asked_to_change = request.method != "GET"
    token = (request.view_args or {}).get("token", "")
    if not asked_to_change:
        return render_template("bevroren.html", token=token, texts=[]), 200
    title, text = "Dit dossier is vastgesteld", "Begin een nieuwe blik om iets te veranderen."
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    if best == "application/json":
        return {"title": title, "status": 409, "detail": text}, 409
    texts = [value for name, value in request.form.items() if name[:2] in TYPED or name in TYPED]
    texts += [value for name, value in request.form.items() if name.startswith("opmerking-")]
    return render_template("bevroren.html", token=token, texts=[text for text in texts if text]), 409


def _answer(code: int, title: str, text: str) -> tuple[object, int]:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    if best == "application/json" or request.path.endswith(".json"):
        return {"title": title, "status": code, "detail": text}, code
    return render_template("fout.html", code=code, title=title, text=text), code
