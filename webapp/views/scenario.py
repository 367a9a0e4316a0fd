"""Scenarios on one assessment: try, keep by name, put side by side, take over as a plan."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp import forms, security
from webapp.scenario_reading import MEASURE, NAME, ScenarioReading, read_name, read_scenario
from webapp.services.answers_in_words import question_texts
from webapp.services.comparison import Column, compare
from webapp.services.dutch import count_text
from webapp.services.duties import save_tasks
from webapp.services.scenarios import NOW, effect, offers, own_questions, plan, play
from webapp.services.side_by_side import MOST, ChoiceProblem
from webapp.services.stamps import stamp
from webapp.storage.scenarios import MOST as MOST_KEPT
from webapp.storage.scenarios import TooMany
from webapp.views import common
from webapp.views.common import Access, repository, snapshot

pages = Blueprint("scenario", __name__)
LINK = "/<any(w,l):mode>/<token>/scenario"
PICK, SHOW, ALL = "kies", "toon", "alles"


@pages.get(LINK)
@security.limiter.limit(security.COMPARING)
def page(mode: str, token: str) -> str | tuple[str, int]:
    """Choose, and see beside the present what it leads to."""
    access = common.open_link(mode, token)
    reading = read_scenario(access.weighing, _sent(request.args))
    problems = dict(reading.problems)
    if request.args.get("bereken") and not reading.choices.number and not problems:
        problems[MEASURE] = "Kies minstens één maatregel, of verander een antwoord."
    return _page(access, reading, problems)


@pages.post("/w/<token>/scenario")
@security.limiter.limit(security.COMPARING)
def keep(token: str) -> Answer | tuple[str, int] | str:
    """Keep the choices by name; the answers of the assessment stay as they are."""
    access = common.open_to_change(token)
    reading = read_scenario(access.weighing, _sent(request.form))
    name, wrong = read_name(request.form.get(NAME))
    problems = dict(reading.problems)
    if not reading.choices.number and not problems:
        problems[MEASURE] = "Kies minstens één maatregel, of verander een antwoord."
    if wrong:
        problems[NAME] = wrong
    if not problems:
        try:
            repository().scenarios.keep(access.weighing.record.id, name, reading.given, common.now())
        except TooMany:
            problems[NAME] = f"U bewaarde er al {MOST_KEPT}. Wis er eerst een, hieronder."
    if problems:
        return _page(access, reading, problems)
    common.tell(f"Scenario ‘{name}’ is bewaard. Uw antwoorden zijn niet veranderd.")
    return redirect(_address(access, reading.given), 303)


@pages.post("/w/<token>/scenario/plan")
def make_plan(token: str) -> Answer | tuple[str, int] | str:
    """Make tasks of the chosen measures; what was agreed already stays."""
    access = common.open_to_edit(token)
    weighing = access.weighing
    reading = read_scenario(weighing, _sent(request.form))
    tasks = repository().tasks.of(weighing.record.id)
    made, had = plan(weighing, reading.choices.measures, tasks)
    if not made and not had:
        return _page(access, reading, {MEASURE: "Kies minstens één maatregel om over te nemen."})
    stamps = {task.measure: stamp(tasks.get(task.measure)) for task in made}
    saved = save_tasks(repository(), weighing, made, stamps, common.now())
    number, there = len(saved.saved), had + len(saved.conflicts)
    text = f"{_measures_stand(number)} nu in ‘Wie doet wat’. Zet erbij wie het doet."
    if there:
        text += (
            f" Over {count_text(there, 'maatregel', 'maatregelen')} was al iets afgesproken; dat blijft zo."
        )
    common.tell(text if number else "Alles wat u koos, stond al in ‘Wie doet wat’.")
    return redirect(access.url("duties.page"), 303)


def _measures_stand(number: int) -> str:
    """``1 maatregel staat``, ``3 maatregelen staan``."""
    return f"{number} maatregel staat" if number == 1 else f"{number} maatregelen staan"


@pages.post("/w/<token>/scenario/<int:number>/wis")
def delete(token: str, number: int) -> Answer:
    """Delete a kept scenario."""
    access = common.open_to_change(token)
    if not repository().scenarios.delete(access.weighing.record.id, number):
        abort(404)
    common.tell("Het scenario is gewist.")
    return redirect(access.url("scenario.page"), 303)


@pages.get(f"{LINK}/naast-elkaar")
@security.limiter.limit(security.COMPARING)
def side_by_side(mode: str, token: str) -> str | tuple[str, int]:
    """Kept scenarios beside the present and each other."""
    access = common.open_link(mode, token)
    weighing = access.weighing
    kept = {str(row.id): row for row in repository().scenarios.of(weighing.record.id)}
    asked = PICK in request.args or SHOW in request.args
    picked = request.args.getlist(PICK) if asked else list(kept)[: MOST - 1]
    problem, table = "", None
    try:
        rows = [kept[key] for key in _picked(picked, kept)] if kept else []
        columns = [Column(NOW, weighing)]
        for row in rows:
            after = play(weighing, read_scenario(weighing, row.choices).choices, snapshot()).after
            columns.append(Column(row.name, after, "scenario", _address(access, row.choices)))
        table = compare(columns, request.args.get(SHOW) == ALL) if rows else None
    except ChoiceProblem as error:
        problem = str(error)
    other = "verschil" if request.args.get(SHOW) == ALL else ALL
    text = render_template(
        "scenarios.html",
        access=access,
        weighing=weighing,
        kept=kept,
        picked=picked,
        problem=problem,
        table=table,
        switch_url=access.url("scenario.side_by_side", kies=picked, toon=other, _anchor="tabel"),
    )
    return (text, 422) if problem else text


def _picked(ids: list[str], kept: Mapping[str, object]) -> list[str]:
    """The ticked scenarios in the order of the list; raises ChoiceProblem."""
    if any(key not in kept for key in ids):
        raise ChoiceProblem("Een van de gekozen scenario’s is er niet. Kies opnieuw uit de lijst.")
    if not ids:
        raise ChoiceProblem("U koos er nog geen. Kies minstens één scenario.")
    if len(set(ids)) >= MOST:
        raise ChoiceProblem(f"U koos er {len(set(ids))}. Kies er hoogstens {MOST - 1}.")
    return [key for key in kept if key in ids]


def _sent(given: object) -> dict[str, list[str]]:
    return {key: given.getlist(key) for key in given}  # type: ignore[attr-defined]


def _address(access: Access, given: Mapping[str, tuple[str, ...]]) -> str:
    return access.url("scenario.page", **{key: list(values) for key, values in given.items()})


def _page(access: Access, reading: ScenarioReading, problems: dict[str, str]) -> str | tuple[str, int]:
    weighing = access.weighing
    fields = {f"a-{key}": text for key, text in question_texts(weighing).items()}
    chosen = reading.choices.number and not reading.problems
    text = render_template(
        "scenario.html",
        access=access,
        weighing=weighing,
        advice=weighing.advice,
        offers=offers(weighing),
        questions=own_questions(weighing),
        apart=forms.apart,
        nothing=(forms.NONE_OF_THESE, forms.NONE_LABEL),
        given=reading.given,
        view=play(weighing, reading.choices, snapshot()) if chosen else None,
        effect=effect,
        kept=repository().scenarios.of(weighing.record.id),
        address=lambda row: _address(access, row.choices),
        problems=problems,
        names={**fields, MEASURE: "Wat u regelt.", NAME: "De naam."},
        name=request.form.get(NAME, ""),
        most=MOST_KEPT,
        form=FlaskForm(),
        again=url_for("scenario.page", mode=access.mode, token=access.token),
    )
    return (text, 422) if problems else text
