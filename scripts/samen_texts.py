"""What the people in the pictures of an organisation write and choose. Everything here is made up."""

from __future__ import annotations

#: When the assessments of the demonstration were made and changed last, in the order in which they were made.
DAYS = (
    *("2026-11-20 13:05:00", "2026-11-18 09:20:00", "2026-11-16 15:40:00", "2026-11-12 10:10:00"),
    *("2026-11-09 14:30:00", "2026-11-05 08:55:00", "2026-10-29 11:15:00", "2026-10-22 13:45:00"),
    *("2026-11-19 09:00:00", "2026-11-17 10:00:00", "2026-11-10 11:00:00", "2026-11-03 12:00:00"),
)
#: Which worked examples other organisations have, and how many of them.
OTHERS = {0: 6, 1: 9, 2: 7}
#: What was not so, or not known yet, when they began; and per moment what was answered then, on which page.
LINKEDIN_AT_FIRST = {
    "dpia": "nee",
    "huisregels": "nee",
    "moderatie": "onbekend",
    "bezwaar": "onbekend",
    "privacytoezicht": "onbekend",
}
LINKEDIN_DAYS = {
    "2026-09-07T09:15:00": {},
    "2026-10-19T12:30:00": {"huisregels": ("vragen/3", "ja"), "privacytoezicht": ("feiten", "klopt")},
    "2026-11-23T08:10:00": {
        "dpia": ("vragen/3", "bezig"),
        "moderatie": ("feiten", "klopt"),
        "bezwaar": ("feiten", "klopt"),
    },
}
DIVISION = {
    "1": ("Team communicatie", "2026-11-27"),
    "2": ("Team web", "2026-11-27"),
    "3": ("FG", "2026-12-04"),
    "4": ("CISO", "2026-12-04"),
}
REMARKS = (
    (
        "bereik",
        "Team werving",
        "In het voorjaar kwamen 14 van de 40 sollicitanten via LinkedIn. Telt dat als cijfers?",
    ),
    ("dpia", "FG", "Ik lees de DPIA volgende week. Houd dit antwoord tot dan op ‘bezig’."),
    ("betaald", "Team communicatie", "We zetten advertenties stil tot duidelijk is wie het publiek kiest."),
)
FILES = (
    (
        "bereik",
        "bereik-vacatures-2026.csv",
        "Bereik van onze vacatures in 2026",
        "maand;bereik\n1;200\n2;260\n" * 90,
    ),
)
LINKS = (
    ("dpia", "https://zaken.voorbeeld.nl/dpia-linkedin", "DPIA LinkedIn, tweede concept"),
    ("huisregels", "https://www.voorbeeld.nl/huisregels", "Onze huisregels voor sociale media"),
)
SCENARIO = "regel=dpia_afronden"
TASKS = {
    "afbouwplan_maken": ("Team communicatie", "2026-11-16"),
    "crisis_omleggen": ("Team crisis", "2026-11-30"),
    "archief_veiligstellen": ("Archivaris", "2026-12-18"),
    "alternatief_opbouwen": ("Team web", "2027-02-01"),
}
#: Per row of the decision: the choice, why, decided on, and to be looked at again on.
DECISIONS = (
    ("gevolgd", "Het account bereikt geen inwoners die wij anders missen.", "2026-11-17", "2027-05-17"),
    (
        "uitgesteld",
        "Het loket op de website opent op 1 december. Dan stoppen wij hiermee.",
        "2026-11-17",
        "2026-12-01",
    ),
    (
        "uitgelegd",
        "Het platform moet dit zelf herstellen. Wij bouwen het account af.",
        "2026-11-17",
        "2027-05-17",
    ),
)
X_CASE = {
    "titel": "Crisisnieuws eerst op onze eigen website",
    "casus": "Bij een storing stond ons nieuws het eerst op X. Wie daar geen account had, zag het later. "
    "Het account zelf was al maanden stil.",
    "waarden": "Snel zijn botste met iedereen bereiken.",
    "afweging": "Met cijfers over een jaar zagen wij dat bijna niemand ons alleen op X volgt. De pers en de "
    "hulpdiensten lezen ook de website en de lokale omroep. Daarmee viel de reden weg om te blijven.",
    "minderheid": "Team crisis wilde het account houden tot de website drukte aankan.",
    "besluit": "Wij bouwen het account af in twaalf maanden. Crisisnieuws staat nu eerst op de website.",
    "geleerd": "Begin bij de vraag wie u kwijtraakt. Die is met cijfers goed te beantwoorden.",
}
INSTAGRAM_CASE = {
    "titel": "Jongerenwerk op Instagram, en een plek erbuiten",
    "casus": "Jongerenwerkers bereiken via Instagram jongeren die nergens anders reageren. Ouders vroegen of "
    "wij kinderen daarmee naar een platform trekken dat hen volgt.",
    "waarden": "Jongeren bereiken botste met hen beschermen.",
    "afweging": "Stoppen kost contact met jongeren die hulp nodig hebben. Blijven kan alleen als alles ook "
    "buiten Instagram te vinden is, en als een gesprek daar niet verdergaat.",
    "besluit": "Wij blijven, en maken met jongeren een tweede kanaal.",
    "geleerd": "Vraag het aan jongeren zelf. Zij kozen een ander kanaal dan wij dachten.",
}
AI_CASE = {
    "titel": "Met AI zoeken in tien jaar bezwaren",
    "casus": "Juristen wilden zien of wij in bezwaren over de Wmo steeds dezelfde fout maken. "
    "Alles lezen kost maanden.",
    "waarden": "Leren van fouten botste met de privacy van wie bezwaar maakte.",
    "afweging": "Het model geeft geen oordeel over mensen en draait op onze eigen servers. "
    "Namen gaan er vooraf uit.",
    "besluit": "Wij doen een proef van drie maanden, met de FG erbij.",
    "geleerd": "Schrijf eerst op welke vraag u hebt. Dan blijkt hoe weinig gegevens u nodig hebt.",
}
#: Who shares, which assessment, with a name or without, the texts, and the values that it is about.
CASES = (
    (
        "Gemeente Elders",
        "Zoeken met AI in tien jaar bezwaren, naar patronen en scheefheid",
        True,
        AI_CASE,
        (),
    ),
    ("invuller", "Instagram", False, INSTAGRAM_CASE, ()),
    ("invuller", "X", True, X_CASE, ()),
)
DISPUTE = "Wij kregen in oktober binnen een dag antwoord van een medewerker."
#: Per participant what they answer, and why; all give an answer to the same questions.
VOTES = {
    "Jongerenwerk": (
        {"bereik": "aantoonbaar", "alternatief": "nee", "huisregels": "ja", "capaciteit": "krap"},
        "Deze jongeren komen niet op de website.",
    ),
    "Communicatie": (
        {"bereik": "aantoonbaar", "alternatief": "deels", "huisregels": "ja", "capaciteit": "krap"},
        "Onze cijfers van dit jaar laten het zien.",
    ),
    "FG": (
        {"bereik": "aannemelijk", "alternatief": "deels", "huisregels": "ja", "capaciteit": "nee"},
        "Ik zag geen cijfers per leeftijd.",
    ),
    "Jongerenraad": (
        {"bereik": "nee", "alternatief": "deels", "huisregels": "ja", "capaciteit": "krap"},
        "Wij zitten vooral in een eigen groepsapp.",
    ),
    "Archivaris": (
        {"bereik": "aannemelijk", "alternatief": "deels", "huisregels": "ja", "capaciteit": "ja"},
        "",
    ),
}
