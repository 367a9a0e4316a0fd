"""Home, start and 'Onze afwegingen'."""

from __future__ import annotations

import time
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp import security
from webapp.services.listing import NOBODY, ORDERS, STATES, Known, listing, read_query
from webapp.services.progress import progress
from webapp.services.sharing import starting_answers
from webapp.services.starting import StartProblem, choices, chosen, facts_total, time_text
from webapp.services.weighing import weigh
from webapp.views import common
from webapp.views.common import repository, snapshot, today

pages = Blueprint("home", __name__)
PATIENCE = 4.0  # seconds for advices on a page with a list


@pages.get("/")
def page() -> str:
    """What this is, and the questionnaires."""
    return render_template("home.html", topics=snapshot().latest())


@pages.get("/robots.txt")
def robots() -> Response:
    """Nothing here is for search engines."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


@pages.get("/thema.css")
def theme() -> Response:
    """The municipality's own colours and type, when set."""
    path = common.parts().settings.thema_css
    if not path or not Path(path).is_file():
        abort(404)
    return send_file(Path(path).resolve(), mimetype="text/css", max_age=300)


@pages.get("/begin/<slug>")
def start(slug: str) -> str:
    """Choose the subject."""
    return _start_page(slug, "", "", "")


@pages.post("/begin/<slug>")
@security.limiter.limit(security.STARTING)
def begin(slug: str) -> Answer | tuple[str, int]:
    """Make the assessment, with what is known already."""
    topic = common.topic_or_404(slug)
    form = FlaskForm()
    subject, other = request.form.get("onderwerp", ""), request.form.get("naam", "")
    try:
        form.validate()
        choice = chosen(snapshot(), topic, subject, other)
    except StartProblem as problem:
        return _start_page(slug, subject, other, str(problem)), 422
    team = common.workspace(create=True)
    record = repository().create(
        workspace_id=team.id,
        questionnaire=topic.id,
        content_hash=topic.version_hash,
        subject=choice.subject,
        title=choice.name,
        answers=starting_answers(repository(), snapshot(), topic, team.id),
        now=common.now(),
    )
    first = progress(weigh(record, snapshot(), today())).steps[0]
    return redirect(common.step_url(record.edit_token, first.key), 303)


def _start_page(slug: str, subject: str, other: str, problem: str) -> str:
    topic = common.topic_or_404(slug)
    team = common.workspace()
    known = choices(snapshot(), topic)
    mine = repository().assessments(team.id) if team else []
    return render_template(
        "begin.html",
        topic=topic,
        choices=known,
        statuses=sorted({item.status for item in known}),
        total=facts_total(topic),
        total_time=time_text(facts_total(topic)),
        have={record.subject for record in mine if record.subject},
        subject=subject,
        other=other,
        problem=problem,
        form=FlaskForm(),
    )


@pages.get("/afwegingen")
def overview() -> str:
    """Everything this team weighed: searched, filtered, a page at a time."""
    team = common.workspace()
    query = read_query(request.args)
    store = repository().listings
    every = store.heads(workspace_id=team.id) if team else []
    found = store.heads(workspace_id=team.id, words=query.parts) if team and query.parts else every
    end = time.monotonic() + PATIENCE
    known = Known(
        common.parts().summaries,
        store.records,
        snapshot(),
        today(),
        lambda: time.monotonic() < end,
        common.advice_hidden,
    )
    link = url_for("keep.enter", token=team.token, _external=True) if team else ""
    who = common.signed_in()
    ours = who is not None and who.chosen is not None
    mine = common.browser_workspace() if ours and common.may("invuller") else None
    return render_template(
        "afwegingen.html",
        listing=listing(every, found, query, known),
        query=query,
        states=STATES,
        orders=ORDERS,
        nobody=NOBODY,
        team=team,
        link_to_team=link,
        ours=ours,
        own_browser=repository().assessments(mine.id) if mine else [],
        own_team=mine.token if mine else "",
    )


@pages.get("/kanalen")
def old_overview() -> Answer:
    """The address of the first version; people kept it."""
    return redirect(url_for("home.overview"), 301)
