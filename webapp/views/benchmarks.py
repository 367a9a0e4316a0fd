"""Comparing with other organisations: giving one's own figures by choice, and the page with tables."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answer

from webapp import security
from webapp.content_store import Topic
from webapp.forms import tidy
from webapp.services import benchmarks
from webapp.services.facts import answer_label
from webapp.views import common, roles
from webapp.views.common import Access, repository

pages = Blueprint("benchmarks", __name__)
NAMED, COUNTED = "naam", "telt"
NAME_LENGTH = 120


def least() -> int:
    """The smallest group that may be known here."""
    return benchmarks.least(common.parts().settings.vergelijk_vanaf)


@pages.get("/vergelijken/<slug>")
def page(slug: str) -> str:
    """What the others chose, as far as it can't be worked back to anyone."""
    topic = common.topic_or_404(slug)
    store = repository().shared.benchmarks
    k = least()
    view = benchmarks.compare_page(topic, store.latest(topic.id), store.contributions(topic.id), k)
    return render_template("vergelijken.html", topic=topic, view=view, k=k)


@pages.get("/w/<token>/vergelijken")
def give(token: str) -> str:
    """What would be given, and the choice."""
    access = common.open_to_edit(token)
    mine = _mine(access)
    name = mine.organisation if mine and mine.named else common.organisation_name()
    return _form(access, (NAMED if mine.named else COUNTED) if mine else "", name, {})


@pages.post("/w/<token>/vergelijken")
@security.limiter.limit(security.SHARING)
def given(token: str) -> Answer | tuple[str, int]:
    """Give the figures, by choice."""
    access = common.open_to_edit(token)
    if not roles.counts(access.weighing.record):
        return _form(access, "", "", {}), 409
    how = request.form.get("hoe", "")
    name = common.own_organisation() or tidy(request.form.get("naam", ""))
    problems: dict[str, str] = {}
    if how not in (NAMED, COUNTED):
        problems["hoe"] = "Kies of u alleen meetelt, of ook met uw naam op de lijst staat."
    elif how == NAMED and not name:
        problems["naam"] = "Vul de naam van uw organisatie in. Zonder naam kunt u alleen meetellen."
    if len(name) > NAME_LENGTH:
        problems["naam"] = f"Deze naam is te lang. Er passen {NAME_LENGTH} tekens."
    if problems:
        return _form(access, how, name, problems), 422
    weighing = access.weighing
    row = benchmarks.contribution(weighing, roles.organisation_key(weighing.record), name, how == NAMED)
    repository().shared.benchmarks.contribute(row, common.now())
    _release(weighing.topic)
    common.tell(
        "Dank u wel. U staat nu met uw naam op de lijst."
        if how == NAMED
        else "Dank u wel. U telt mee zodra er genoeg nieuwe organisaties bij zijn."
    )
    return redirect(url_for("benchmarks.page", slug=weighing.topic.slug), 303)


@pages.post("/w/<token>/vergelijken/stop")
def stop(token: str) -> Answer:
    """Take one's own figures back."""
    access = common.open_to_edit(token)
    topic = access.weighing.topic
    repository().shared.benchmarks.withdraw(topic.id, roles.organisation_key(access.weighing.record))
    _release(topic)
    common.tell("Uw gegevens zijn gewist en tellen niet meer mee bij de volgende stand.")
    return redirect(url_for("benchmarks.give", token=token), 303)


def _release(topic: Topic) -> None:
    accounts = common.parts().settings.accounts
    benchmarks.release(repository(), topic, least(), common.now(), accounts=accounts)


def _mine(access: Access) -> benchmarks.ContributionRecord | None:
    key = roles.organisation_key(access.weighing.record)
    return repository().shared.benchmarks.of(access.weighing.topic.id, key)


def _form(access: Access, how: str, name: str, problems: dict[str, str]) -> str:
    weighing = access.weighing
    row = benchmarks.contribution(weighing, "", "", named=False)
    return render_template(
        "vergelijken_delen.html",
        access=access,
        weighing=weighing,
        mine=_mine(access),
        how=how,
        name=name,
        problems=problems,
        row=row,
        options=[
            (weighing.questions[key].text, answer_label(weighing.questions[key], value))
            for key, value in row.options.items()
        ],
        k=least(),
        own_organisation=common.own_organisation(),
        counts=roles.counts(weighing.record),
        form=FlaskForm(),
    )
