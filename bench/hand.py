"""The rules for social media as a programmer would write them by hand: the floor to measure against.

Complete answers only. It gives the outcome, the score and the facts that decide; no reasons, no sources, no
ranges, and no way for a policy officer to change it.
"""

from __future__ import annotations

from collections.abc import Mapping

#: principle, weight, and per criterion: the question, the points per answer, the floor
JUDGED = (
    (
        "rechtsnaleving",
        10,
        (
            ("handhaving", {"geen_procedure": 3, "onderzoek": 2, "voorlopig": 1, "besluit": 0}, "ja"),
            ("aanspreekpunt", {"ja": 3, "deels": 1, "nee": 0}, "ja"),
        ),
    ),
    (
        "tijdlijnkeuze",
        11,
        (
            ("tijdlijn", {"standaard": 3, "blijvend": 2, "tijdelijk": 1, "nee": 0}, "ja"),
            ("uitleg_tijdlijn", {"volledig": 3, "voorwaarden": 2, "summier": 1, "nee": 0}, "nee"),
        ),
    ),
    (
        "rechtsbescherming",
        11,
        (
            ("melden", {"goed": 3, "gebreken": 2, "moeizaam": 1, "ontbreekt": 0}, "ja"),
            ("moderatie", {"ruim": 3, "gepubliceerd": 2, "minimaal": 1, "ontbreekt": 0}, "nee"),
            ("bezwaar", {"werkt": 3, "beide": 2, "gebrekkig": 1, "nee": 0}, "nee"),
        ),
    ),
    (
        "jeugdbescherming",
        8,
        (
            ("minderjarigen", {"passend": 3, "discussie": 2, "onderzoek": 1, "overtreding": 0}, "ja"),
            ("reclame_jeugd", {"zonder_profielen": 3, "nageleefd": 2, "twijfel": 1, "nee": 0}, "nee"),
        ),
    ),
    (
        "privacy",
        14,
        (
            ("privacytoezicht", {"in_orde": 3, "zonder_dpia": 2, "hoge_risicos": 1, "onopgelost": 0}, "ja"),
            ("volgen_bezoekers", {"nee": 3, "op_platform": 2, "met_toestemming": 1, "standaard": 0}, "nee"),
            ("doorgifte", {"europa": 3, "adequaat": 2, "waarborgen": 1, "zonder_waarborgen": 0}, "ja"),
        ),
    ),
    (
        "onafhankelijkheid",
        12,
        (
            ("zeggenschap", {"publiek": 3, "europees_bedrijf": 2, "buiten_eu": 1, "staat": 0}, "blokkade"),
            (
                "sturing_debat",
                {"geen_aanwijzingen": 3, "losse_aanwijzingen": 2, "onderzoek": 1, "vastgesteld": 0},
                "ja",
            ),
        ),
    ),
    ("open_toegang", 6, (("zonder_account", {"ja": 3, "grotendeels": 2, "enkele": 1, "nee": 0}, "nee"),)),
    (
        "overdraagbaarheid",
        8,
        (
            (
                "open_protocol",
                {"gefedereerd": 3, "een_beheerder": 2, "alleen_koppeling": 1, "gesloten": 0},
                "nee",
            ),
            ("meenemen", {"alles": 3, "inhoud": 2, "gedeeltelijk": 1, "nee": 0}, "nee"),
        ),
    ),
    ("toegankelijkheid", 5, (("hulptechnologie", {"goed": 3, "redelijk": 2, "matig": 1, "nee": 0}, "nee"),)),
    (
        "verkiezingsintegriteit",
        6,
        (
            ("echtheid_account", {"officieel": 3, "gecontroleerd": 2, "zwak": 1, "misleidend": 0}, "nee"),
            ("verkiezingen", {"getoetst": 3, "bekendgemaakt": 2, "beperkt": 1, "nee": 0}, "nee"),
        ),
    ),
    (
        "controleerbaarheid",
        5,
        (
            ("onderzoekers", {"open": 3, "procedure": 2, "belemmerd": 1, "overtreding": 0}, "nee"),
            ("advertentieregister", {"volledig": 3, "bruikbaar": 2, "gebrekkig": 1, "overtreding": 0}, "nee"),
        ),
    ),
    (
        "archiveerbaarheid",
        4,
        (("veiligstellen", {"volledig": 3, "eigen_berichten": 2, "via_derden": 1, "nee": 0}, "nee"),),
    ),
)

WELL_ARRANGED = (
    ("formele_berichten", ("nee",)),
    ("volgen_personen", ("nee", "trends")),
    ("betaald", ("nee", "zonder_gegevens")),
    ("uitgaven_bekend", ("ja",)),
    ("eigen_website", ("volledig",)),
    ("dpia", ("ja",)),
    ("huisregels", ("ja",)),
    ("archief", ("ja",)),
    ("capaciteit", ("ja",)),
    ("crisisrol", ("geen_rol", "aanvullend")),
    ("priveberichten", ("nee", "doorverwezen")),
    ("toegankelijke_berichten", ("ja",)),
    ("accountbeveiliging", ("ja",)),
    ("verkiezingstijd", ("ja",)),
)

Result = tuple[str, int | None, dict[str, str]]


def weigh(answers: Mapping[str, str]) -> Result:
    """Return the outcome, the score and the facts."""
    missed, yielding, total, weights, block = 0, False, 0, 0, False
    for principle, weight, criteria in JUDGED:
        points, failed = 0, False
        for question, table, floor in criteria:
            value = table[answers[question]]
            points += value
            failed = failed or (floor != "nee" and value == 0)
            block = block or (floor == "blokkade" and value == 0)
        if failed and principle == "rechtsnaleving":
            yielding = True  # counts only when nothing else is missed
        elif failed:
            missed += 1
        total += weight * points * (6 // len(criteria))  # sixths: a principle has one to three criteria
        weights += weight
    missed = missed or int(yielding)
    score = (200 * total + 18 * weights) // (36 * weights)  # with floats a tie rounds wrongly
    facts = _facts(answers)
    return _outcome(answers, facts, missed, score, block), score, facts


def _facts(answers: Mapping[str, str]) -> dict[str, str]:
    reach, other = answers["bereik"], answers["alternatief"]
    needed = (reach == "aantoonbaar" and other != "ja") or (reach == "aannemelijk" and other == "nee")
    lacking = (
        "nee" in (answers["eigen_website"], answers["dpia"], answers["huisregels"], answers["archief"])
        or answers["capaciteit"] != "ja"
    )
    young = answers["jongeren"] in ("ook", "vooral")
    tally = sum(answers[question] in good for question, good in _asked(answers))
    return {
        "noodzaak": "hoog" if needed else "laag",
        "eigen_inzet_knelt": "ja" if lacking else "nee",
        "jeugd_knelt": "ja" if young and answers["minderjarigen"] in ("onderzoek", "overtreding") else "nee",
        "eigen_inzet": str(tally),
    }


def _asked(answers: Mapping[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    paid = answers["betaald"] != "nee"
    return [row for row in WELL_ARRANGED if paid or row[0] != "uitgaven_bekend"]


def _outcome(
    answers: Mapping[str, str], facts: Mapping[str, str], missed: int, score: int, block: bool
) -> str:
    new = answers["account"] == "nieuw"
    if block or missed:
        if new:
            return "niet_gebruiken"
        keep = not block and missed == 1 and facts["noodzaak"] == "hoog"
        return "afbouwen" if keep else "uitfaseren"
    if score < 45:
        return "niet_gebruiken" if new else "afbouwen"
    if score < 80 or facts["jeugd_knelt"] == "ja" or facts["eigen_inzet_knelt"] == "ja":
        return "voorwaarden"
    return "gebruiken"
