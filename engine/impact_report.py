"""An impact as text, as JSON, and as a page that stands on its own."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from engine.impact import Case, Impact, Result

_SAID = {
    "strenger": "strenger",
    "gunstiger": "gunstiger",
    "termijn": "een andere termijn",
    "onzekerder": "minder zeker",
    "zekerder": "zekerder",
    "anders": "anders",
    "gelijk": "hetzelfde",
}


def as_json(found: Impact) -> dict[str, Any]:
    """Return the impact as plain data; the keys are stable."""
    return {
        "oud": {"versie": found.old.id, "hash": found.old.hash},
        "nieuw": {"versie": found.new.id, "hash": found.new.hash},
        "verschillen": [{"deel": change.part, "tekst": change.text} for change in found.changes],
        "aantal": len(found.cases),
        "richtingen": found.directions,
        "overgangen": [{"van": old, "naar": new, "aantal": n} for (old, new), n in found.moves.items()],
        "afwegingen": [_case_json(case) for case in found.cases],
    }


def _case_json(case: Case) -> dict[str, Any]:
    cause = case.cause
    place = str(cause.place) if cause and cause.place else None
    return {
        "naam": case.name,
        "richting": case.direction,
        "oud": _result_json(case.old),
        "nieuw": _result_json(case.new),
        "oorzaak": {"onderdeel": cause.item, "tekst": cause.text, "regel": place} if cause else None,
        "vervallen": list(case.dropped),
    }


def _result_json(result: Result) -> dict[str, Any]:
    low, high, now = result.score
    return {
        "uitkomsten": list(result.outcomes),
        "advies": result.label,
        "omdat": list(result.because),
        "score": {"min": low, "max": high, "nu": now},
        "maatregelen": list(result.measures),
        "signalen": list(result.signals),
    }


# -- sentences -----------------------------------------------------------------------------------------


def summary(found: Impact) -> str:
    """Return in one sentence how many are hit."""
    if not found.cases:
        return "Er zijn geen afwegingen om na te rekenen."
    moved, total = len(found.moved), len(found.cases)
    if not moved:
        every = "De ene afweging houdt" if total == 1 else f"Alle {total} afwegingen houden"
        return f"{every} hetzelfde advies."
    parts = ", ".join(f"{n} {_SAID[word]}" for word, n in found.directions.items() if word != "gelijk")
    verb = "krijgt" if moved == 1 else "krijgen"
    return f"{moved} van {total} afwegingen {verb} een ander advies: {parts}."


def _heading(found: Impact) -> str:
    return f"Van {found.old.id} ({found.old.hash[:12]}) naar {found.new.id} ({found.new.hash[:12]})"


def _rows(case: Case) -> Iterator[tuple[str, str]]:
    """Yield what is said of an assessment with another advice."""
    yield "Eerst", f"{case.old.label}. {' '.join(case.old.because)}"
    yield "Nu", f"{case.new.label}. {' '.join(case.new.because)}"
    if case.cause:
        place = f" ({case.cause.place})" if case.cause.place else ""
        yield "Door", f"{case.cause.text}{place}"
    if case.old.score != case.new.score:
        yield "Score", f"{_score(case.old)} wordt {_score(case.new)}"
    if case.dropped:
        yield "Open", "; ".join(case.dropped)


def _score(result: Result) -> str:
    low, high, _ = result.score
    if low is None or high is None:
        return "geen"
    return str(low) if low == high else f"{low} tot {high}"


def _work(case: Case) -> str:
    """Return what there is more and less to do or to heed."""
    parts = []
    for old, new in ((case.old.measures, case.new.measures), (case.old.signals, case.new.signals)):
        parts += [f"erbij: {key.replace('_', ' ')}" for key in new if key not in old]
        parts += [f"weg: {key.replace('_', ' ')}" for key in old if key not in new]
    return "; ".join(parts)


# -- text ----------------------------------------------------------------------------------------------


def as_text(found: Impact) -> str:
    """Return the impact as text for a terminal."""
    lines = [_heading(found), "", "Wat er verandert"]
    lines += [f"- {change.text}." for change in found.changes] or ["- Niets dat telt."]
    lines += ["", "Wie dat raakt", summary(found)]
    lines += [f"- {old} wordt {new}: {n}" for (old, new), n in found.moves.items()]
    for case in found.moved:
        lines += ["", f"{case.name} ({_SAID[case.direction]})"]
        lines += [f"  {word + ':':<6} {text}" for word, text in _rows(case)]
    work = [case for case in found.cases if case.other_work]
    if work:
        lines += ["", "Hetzelfde advies, ander werk", *(f"- {case.name}: {_work(case)}" for case in work)]
    return "\n".join(lines)


# -- a page --------------------------------------------------------------------------------------------

_STYLE = """
body { margin: 0 auto; max-width: 46rem; padding: 2rem 1rem; background: #faf9f6; color: #16202e;
  font: 1.0625rem/1.6 "Atkinson Hyperlegible Next", system-ui, sans-serif; }
h1, h2, h3 { font-family: Newsreader, Georgia, serif; font-weight: 560; line-height: 1.2; }
h2 { margin-top: 2.5rem; } h3 { margin: 0 0 0.5rem; }
article { padding: 1rem 0; border-top: 1px solid #dcd8cf; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid #dcd8cf; }
th, td { text-align: left; vertical-align: top; }
dl { display: grid; grid-template-columns: 5rem 1fr; margin: 0; } dt { color: #4d5a6a; } dd { margin: 0; }
.soft { color: #4d5a6a; } code { overflow-wrap: anywhere; }
@media print { body { background: none; max-width: none; } article { break-inside: avoid; } }
"""


def as_html(found: Impact) -> str:
    """Return the impact as a page that needs nothing else."""
    title = f"Gevolgen: {found.old.id} naar {found.new.id}"
    changes = _list([f"{change.text}." for change in found.changes] or ["Niets dat telt."])
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="soft">{escape(_heading(found))}</p>',
        "<h2>Wat er verandert</h2>",
        changes,
        "<h2>Wie dat raakt</h2>",
        f"<p>{escape(summary(found))}</p>",
        _table(found),
        *(_article(case) for case in found.moved),
    ]
    work = [f"{case.name}: {_work(case)}" for case in found.cases if case.other_work]
    if work:
        parts += ["<h2>Hetzelfde advies, ander werk</h2>", _list(work)]
    return _page(title, "\n".join(part for part in parts if part))


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="nl">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _list(lines: list[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{escape(line)}</li>" for line in lines) + "\n</ul>"


def _table(found: Impact) -> str:
    if not found.moves:
        return ""
    rows = (
        f"<tr><td>{escape(old)}</td><td>{escape(new)}</td><td>{n}</td></tr>"
        for (old, new), n in found.moves.items()
    )
    head = '<tr><th scope="col">Eerst</th><th scope="col">Nu</th><th scope="col">Aantal</th></tr>'
    caption = '<caption class="soft">Van welk advies naar welk advies</caption>'
    return f"<table>{caption}\n<thead>{head}</thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody>\n</table>"


def _article(case: Case) -> str:
    rows = "\n".join(f"<dt>{word}</dt><dd>{escape(text)}</dd>" for word, text in _rows(case))
    head = f'<h3>{escape(case.name)} <span class="soft">({escape(_SAID[case.direction])})</span></h3>'
    return f"<article>\n{head}\n<dl>\n{rows}\n</dl>\n</article>"
