"""One subject, several questionnaires: weighing the next one too, and the joint page."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template
from werkzeug.wrappers import Response as Answer

from webapp import security
from webapp.services.joint import joint_page
from webapp.services.progress import progress
from webapp.services.sharing import starting_answers
from webapp.services.weighing import weigh
from webapp.views import common
from webapp.views.common import EDIT, repository, snapshot, today

pages = Blueprint("matters", __name__)


@pages.post("/w/<token>/ook/<slug>")
@security.limiter.limit(security.STARTING)
def also(token: str, slug: str) -> Answer:
    """Weigh the same subject with another questionnaire; what both ask is taken over."""
    access = common.open_to_edit(token)
    topic, record = common.topic_or_404(slug), access.weighing.record
    matter = repository().matters.of(record, common.now())
    others = repository().matters.assessments(matter.id)
    have = next((row for row in others if row.questionnaire == topic.id), None)
    if have is not None:
        return redirect(common.step_url(have.edit_token, "advies"), 303)
    team = record.workspace_id or common.workspace(create=True).id
    made = repository().create(
        workspace_id=team,
        questionnaire=topic.id,
        content_hash=topic.version_hash,
        subject=None,
        title=record.title,
        answers=starting_answers(repository(), snapshot(), topic, team, others),
        now=common.now(),
        matter_id=matter.id,
    )
    weighing = weigh(made, snapshot(), today())
    if made.answers:
        common.tell("Wat u al had beantwoord, namen wij over. U kunt het veranderen.")
    return redirect(common.step_url(made.edit_token, progress(weighing).steps[0].key), 303)


@pages.get("/onderwerp/<any(w,l):mode>/<token>")
def page(mode: str, token: str) -> str:
    """All advice over one subject, and one list of what to do."""
    found = repository().matters
    matter = found.by_edit_token(token) if mode == EDIT else found.by_read_token(token)
    if matter is None:
        abort(404)
    records = [row for row in found.assessments(matter.id) if row.questionnaire in snapshot().topics]
    if not records:
        abort(410)
    talking = [record for record in records if common.advice_hidden(record)]
    weighings = [weigh(record, snapshot(), today()) for record in records if record not in talking]
    return render_template(
        "samen.html",
        matter=matter,
        mode=mode,
        view=joint_page(weighings),
        others=other_topics({row.questionnaire for row in records}),
        first=records[0],
        talking=[snapshot().topics[record.questionnaire].questionnaire.title for record in talking],
        on=today(),
    )


def other_topics(have: set[str]) -> list[object]:
    """The questionnaires that do not look at this subject yet."""
    return [topic for topic in snapshot().latest() if topic.id not in have]
