"""R012: a question that is shown by one that is asked later."""

from __future__ import annotations

from collections.abc import Iterator

from engine.conditions import items
from engine.diagnostics import Diagnostic
from engine.load import Content
from engine.program import Program


def check(content: Content, program: Program) -> Iterator[Diagnostic]:
    """Wat: ‘toon_als’ kijkt naar een vraag die pas later wordt gesteld, ook via een kenmerk.

    Waarom: de vraag verschijnt dan achteraf, op een plek waar iemand al voorbij is.
    Fout: een vraag in sectie 1 die verschijnt door een antwoord in sectie 2.
    Goed: zet de vraag die bepaalt vóór de vraag die verschijnt.
    """
    form = content.questionnaires[content.rulesets[program.id].questionnaire]
    source = content.file("vragenlijst", form.id)
    place = {key: at for at, key in enumerate(form.questions)}
    for index, section in enumerate(form.sections):
        for key in section.questions:
            shown = program.inputs_of[key][0].shown
            if shown is None:
                continue
            below = {question for name in items(shown) for question in program.questions_below[name]}
            late = [
                question for question in form.questions if question in below and place[question] >= place[key]
            ]
            if late:
                yield source.diagnostic(
                    "R012",
                    ("secties", index, "vragen", key, "toon_als"),
                    f"‘{key}’ verschijnt door ‘{late[0]}’, en die vraag komt later",
                    f"zet ‘{late[0]}’ vóór ‘{key}’",
                )
