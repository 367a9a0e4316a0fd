"""What each code of a message means: what, why, what is wrong and what is right.

A check says it in the docstring of its `check`, and names its code at the start of its file. Codes of
reading and of names, which many checks share, stand in the table here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from engine import checks

_PART = re.compile(r"(Wat|Waarom|Fout|Goed): (.+?)(?=\n\s*(?:Wat|Waarom|Fout|Goed): |\n\s*\n|\Z)", re.DOTALL)
_CODE = re.compile(r"[A-Z][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A code in Dutch: what it says, why that matters, a wrong and a right example."""

    code: str
    what: str
    why: str
    wrong: str
    right: str

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """The four parts, each under its Dutch word."""
        return (("Wat", self.what), ("Waarom", self.why), ("Fout", self.wrong), ("Goed", self.right))


@cache
def explanations() -> dict[str, Explanation]:
    """Return the explanation of every code, sorted by code."""
    found = _from_checks() | {row[0]: Explanation(*row) for row in _TABLE}
    return {code: found[code] for code in sorted(found)}


def _from_checks() -> dict[str, Explanation]:
    """Return the explanations that stand beside the checks themselves."""
    found: dict[str, Explanation] = {}
    for info in iter_modules(checks.__path__):
        module = import_module(f"{checks.__name__}.{info.name}")
        check = getattr(module, "check", None)
        parts = {
            word: " ".join(text.split()) for word, text in _PART.findall(getattr(check, "__doc__", "") or "")
        }
        if len(parts) == 4:
            head = (module.__doc__ or "").partition(":")[0]
            found |= {code: Explanation(code, *_ordered(parts)) for code in _CODE.findall(head)}
    return found


def _ordered(parts: dict[str, str]) -> tuple[str, str, str, str]:
    what, why, wrong, right = (parts[word] for word in ("Wat", "Waarom", "Fout", "Goed"))
    return what, why, wrong, right


_TABLE = (
    (
        "Y001",
        "het bestand is niet te lezen als YAML.",
        "zonder leesbaar bestand is er niets te controleren.",
        "‘omdat: Let op: dit is verboden.’, met een tweede dubbele punt in de tekst.",
        '‘omdat: "Let op: dit is verboden."’, met aanhalingstekens om de hele tekst.',
    ),
    (
        "Y002",
        "dezelfde naam staat twee keer in één blok.",
        "een van de twee zou stil verdwijnen.",
        "twee keer ‘bereik:’ onder ‘vragen’.",
        "elke naam één keer.",
    ),
    (
        "Y003",
        "het bestand gebruikt iets van YAML dat hier niet kan: een anker, een verwijzing, een soort met een "
        "uitroepteken, of een tweede document.",
        "wie het bestand leest, moet zien wat er staat, zonder te zoeken waar het vandaan komt.",
        "‘omdat: *zelfde_reden’.",
        "schrijf de reden uit.",
    ),
    (
        "Y004",
        "het bestand is te groot, heeft te veel onderdelen, of is te diep genest.",
        "een te groot bestand maakt Basislijn traag, en is voor mensen niet te overzien.",
        "alle onderwerpen in één bestand.",
        "een bestand per onderwerp.",
    ),
    (
        "Y005",
        "een regel begint met een tab.",
        "een tab is niet overal even breed; dan is niet te zien wat bij elkaar hoort.",
        "inspringen met de tabtoets, in een editor die tabs bewaart.",
        "inspringen met spaties.",
    ),
    (
        "M001",
        "hier staat een woord dat Basislijn op deze plek niet kent.",
        "een typefout zou stil niets doen.",
        "‘vraagt: Bereikt u inwoners?’.",
        "‘vraag: Bereikt u inwoners?’.",
    ),
    (
        "M002",
        "hier ontbreekt een woord dat nodig is.",
        "zonder dit woord is de regel niet uit te leggen of niet uit te rekenen.",
        "een regel zonder ‘omdat’.",
        "een regel met ‘omdat: U bereikt hier niemand.’.",
    ),
    (
        "M003",
        "hier staat een waarde die niet kan.",
        "Basislijn zou moeten raden wat u bedoelt.",
        "‘nvt: soms’.",
        "‘nvt: ja’.",
    ),
    (
        "L001",
        "de map bevat geen vragenlijsten en regels.",
        "er is dan niets om over te adviseren.",
        "‘basislijn check rules’, de map rules zelf.",
        "‘basislijn check .’, de map waarin questionnaires en rules staan.",
    ),
    (
        "L002",
        "het bestand zegt niet wat het is.",
        "het eerste woord bepaalt hoe Basislijn het bestand leest.",
        "een bestand dat begint met ‘titel:’.",
        "een bestand dat begint met ‘vragenlijst: sociale-media/v1’.",
    ),
    (
        "L003",
        "de naam in het bestand past niet bij de plaats van het bestand.",
        "wie een versie zoekt, vindt haar op haar naam.",
        "‘regels: sociale-media/v1’ in rules/sociale-media/v2.yaml.",
        "‘regels: sociale-media/v2’ in rules/sociale-media/v2.yaml.",
    ),
    (
        "L004",
        "twee bestanden hebben dezelfde naam.",
        "niet te zeggen is welk van de twee geldt.",
        "een kopie van een vragenlijst met dezelfde eerste regel.",
        "een kopie met een eigen versie, zoals ‘basislijn nieuw’ die maakt.",
    ),
    (
        "L005",
        "rules/versions.lock is met de hand veranderd en niet meer te lezen.",
        "dit bestand bewaakt dat gepubliceerde versies hetzelfde blijven.",
        "een regel zonder hash.",
        "haal het bestand terug, en laat ‘basislijn bevries’ het schrijven.",
    ),
    (
        "R001",
        "een naam wijst naar iets dat niet bestaat.",
        "een naam met een typefout zou stil nooit gelden.",
        "‘maatregelen: [huisregel]’, terwijl de maatregel ‘huisregels’ heet.",
        "de naam precies zoals hij is vastgelegd.",
    ),
    (
        "R002",
        "dit is geen antwoord op de vraag, of geen waarde van het kenmerk.",
        "de voorwaarde zou nooit kunnen kloppen.",
        "‘alternatief: misschien’, bij een vraag met ja, deels en nee.",
        "‘alternatief: deels’.",
    ),
    (
        "R003",
        "een naam of code is dubbel gebruikt.",
        "een voorwaarde met die naam kan dan twee dingen betekenen.",
        "een kenmerk ‘bereik’ naast een vraag ‘bereik’.",
        "een kenmerk met een eigen naam, zoals ‘noodzaak’.",
    ),
    (
        "R004",
        "verwijzingen lopen rond: een regel rust op zichzelf.",
        "er is dan geen begin om te rekenen.",
        "kenmerk a kijkt naar b, en b kijkt naar a.",
        "laat een van de twee alleen naar vragen kijken.",
    ),
    (
        "R005",
        "een regel kijkt naar wat bekend is, en dat mag hier niet.",
        "wie iets niet weet, mag daar geen voordeel van hebben.",
        "een trede van de ladder met ‘dpia: onbekend’.",
        "een signaal of voorbehoud met ‘dpia: onbekend’.",
    ),
    (
        "R006",
        "deze vergelijking past niet bij wat vergeleken wordt.",
        "de voorwaarde zou iets anders betekenen dan er staat.",
        "‘alternatief: {minstens: 2}’, bij een vraag met vaste antwoorden.",
        "‘alternatief: [ja, deels]’.",
    ),
    (
        "R007",
        "dit is geen voorwaarde, of hij is te lang of te diep.",
        "een voorwaarde die u niet in één keer leest, kan niemand controleren.",
        "‘als: altijd’.",
        "‘anders: ja’, of een voorwaarde zoals ‘als: {bereik: nee}’.",
    ),
    (
        "R008",
        "een regel zegt niet wanneer hij geldt, of de ladder eindigt niet met ‘anders: ja’.",
        "er zijn dan antwoorden waarvoor geen advies is.",
        "een laatste trede met ‘als’.",
        "een laatste trede met ‘anders: ja’.",
    ),
    (
        "R009",
        "deze naam kan niet.",
        "een naam is kort en zonder leestekens; sommige woorden hebben al een betekenis.",
        "‘Eigen Website:’ of ‘score:’ als naam van een vraag.",
        "‘eigen_website:’.",
    ),
    (
        "R010",
        "iets is niet compleet, of past niet bij elkaar.",
        "Basislijn zou moeten raden welke van de twee geldt.",
        "een criterium met zowel ‘volgt’ als ‘regels’.",
        "een van de twee.",
    ),
    (
        "T001",
        "de regelmotor kan deze regels niet aan.",
        "regels die te groot zijn, maken de website traag of laten haar stoppen.",
        "één voorwaarde met tientallen blokken in elkaar.",
        "een kenmerk voor elk deel, en een korte voorwaarde over die kenmerken.",
    ),
    (
        "T002",
        "twee manieren om deze regels uit te rekenen geven iets anders.",
        "dit is een fout van Basislijn zelf; een advies is dan niet te vertrouwen.",
        "niets wat u schreef.",
        "meld het, met dit bestand erbij.",
    ),
    (
        "A001",
        "een bestand met antwoorden is niet te lezen.",
        "zonder antwoorden is er geen advies.",
        "een leeg bestand, of een bestand met alleen tekst.",
        "regels als ‘bereik: nee’, of een bestand dat u vanuit Basislijn bewaarde.",
    ),
    (
        "A002",
        "dit bestand is geen kwitantie.",
        "alleen een kwitantie bevat alles om een advies na te rekenen.",
        "‘basislijn controleer antwoorden.yaml’.",
        "‘basislijn controleer kwitantie.json’, met een bestand dat ‘basislijn kwitantie’ maakte.",
    ),
)
