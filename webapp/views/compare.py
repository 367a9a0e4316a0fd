"""Side by side: assessments of this werkmap, or known subjects with their published facts alone.

What is chosen stands in the address as row numbers or names of known subjects. A row number opens nothing:
only rows of the werkmap of this browser are taken. Links to assessments are secrets and never stand there.
"""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for

from webapp import security
from webapp.services.comparison import Column, Comparison, compare
from webapp.services.side_by_side import (
    LEAST,
    MOST,
    ChoiceProblem,
    assessment_columns,
    by_questionnaire,
    chosen,
    chosen_assessments,
    known_subjects,
)
from webapp.services.subject_words import subject_words
from webapp.services.weighing import weigh
from webapp.views import common
from webapp.views.common import repository, snapshot, today

pages = Blueprint("compare", __name__)
PICK, SHOW, ALL = "kies", "toon", "alles"


@pages.get("/naast-elkaar")
@security.limiter.limit(security.COMPARING)
def page() -> str | tuple[str, int]:
    """Choose assessments of this werkmap, and see them side by side."""
    team = common.workspace()
    every = repository().assessments(team.id) if team else []
    records = [record for record in every if not common.advice_hidden(record)]
    groups = by_questionnaire(records, snapshot())
    problem, table = "", None
    if _asked():
        here = [record for _, rows in groups for record in rows]
        try:
            rows = chosen_assessments(request.args.getlist(PICK), here)
            weighings = [weigh(row, snapshot(), today()) for row in rows]
            urls = [url_for("advice.page", mode=common.EDIT, token=row.edit_token) for row in rows]
            columns = assessment_columns(weighings, urls)
            table = compare(columns, _everything())
        except ChoiceProblem as error:
            problem = str(error)
    enough = [(topic, rows) for topic, rows in groups if len(rows) >= LEAST]
    text = render_template(
        "naast_elkaar.html",
        groups=enough,
        alone=bool(groups) and not enough,
        known=[topic for topic in snapshot().latest() if _has_known(topic.questionnaire.subject_kind)],
        picked=request.args.getlist(PICK),
        problem=problem,
        table=table,
        **_switch(table, "compare.page"),
    )
    return (text, 422) if problem else text


@pages.get("/naast-elkaar/<slug>")
@security.limiter.limit(security.COMPARING)
def known(slug: str) -> str | tuple[str, int]:
    """What can be said of each known subject, before anybody filled in their own use."""
    topic = common.topic_or_404(slug)
    subjects = known_subjects(topic, snapshot(), today())
    if len(subjects) < LEAST:
        abort(404)
    words = subject_words(topic.questionnaire)
    problem, table = "", None
    if _asked():
        try:
            rows = chosen(request.args.getlist(PICK), subjects, "onderwerpen", "de lijst")
            table = compare([Column(row.name, row.weighing) for row in rows], _everything())
        except ChoiceProblem as error:
            problem = str(error)
    text = render_template(
        "naast_elkaar_bekend.html",
        topic=topic,
        subjects=subjects,
        words=words,
        picked=request.args.getlist(PICK),
        problem=problem,
        table=table,
        most=MOST,
        **_switch(table, "compare.known", slug=slug),
    )
    return (text, 422) if problem else text


def _has_known(kind: str) -> bool:
    return len(snapshot().subjects(kind)) >= LEAST


def _asked() -> bool:
    """Whether somebody asked for a table; also with nothing ticked."""
    return PICK in request.args or SHOW in request.args


def _everything() -> bool:
    return request.args.get(SHOW) == ALL


def _switch(table: Comparison | None, endpoint: str, **values: str) -> dict[str, object]:
    """The address of the same table with all answers, or with those that differ."""
    other = "verschil" if _everything() else ALL
    more = {PICK: request.args.getlist(PICK), SHOW: other}
    return {"switch_url": url_for(endpoint, **values, **more, _anchor="tabel") if table else ""}
