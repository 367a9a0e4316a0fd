"""What the pages share: the content and store in use, the assessment behind a link, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from flask import (
    Flask,
    abort,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    render_template,
    request,
    session,
    url_for,
)

from webapp.content_store import Snapshot, Topic
from webapp.services import answers_in_words, dutch, history_words, still_open, wording
from webapp.services.accounts import ROLES, allows
from webapp.services.curated import with_curated
from webapp.services.progress import ADVICE, FACTS, Step, place_of
from webapp.services.stamps import stamp
from webapp.services.subject_words import subject_words
from webapp.services.weighing import Weighing, weigh
from webapp.storage import wall
from webapp.storage.account_records import Who
from webapp.storage.frozen import Frozen, is_frozen
from webapp.storage.meeting_records import BLIND, RoundRecord
from webapp.storage.records import AssessmentRecord, WorkspaceRecord
from webapp.storage.repository import Repository
from webapp.storage.work_records import HeadRecord

if TYPE_CHECKING:
    from webapp import Parts

EDIT, READ = "w", "l"
WORKSPACE = "werkmap"
DRAIN = 100_000_000

#: What tells the advice, or what follows from it: hidden while a conversation runs.
TELLS_ADVICE = frozenset(
    {
        *("advice.page", "advice.remark", "advice.data", "advice.memo", "advice.memo_plain"),
        *("advice.change", "advice.conversation", "advice.supplier", "advice.supplier_plain"),
        *("duties.page", "duties.plain", "duties.table", "profiles.share", "keep.example"),
        *("decision.page", "decision.keep", "signing.page", "signing.sign", "signing.changed"),
        *("scenario.page", "scenario.side_by_side", "scenario.keep", "scenario.make_plan", "timeline.page"),
        *("dossier.read", "dossier.download", "dossier.note", "dossier.publish", "dossier.make_public"),
        *("cases.share", "cases.publish", "benchmarks.give", "benchmarks.given"),
    }
)
RUNNING_TEXT = "Er loopt een gesprek. Het advies wordt zichtbaar zodra het gesprek is afgerond."


@dataclass(frozen=True)
class Access:
    """An assessment as reached through one of its two links."""

    weighing: Weighing
    mode: str
    token: str

    @property
    def holds_edit_link(self) -> bool:
        """Whether this is the link of the people who work on it."""
        return self.mode == EDIT

    @property
    def may_edit(self) -> bool:
        """Whether answers may be changed: with this link and the role for it, and not once signed off."""
        return self._may_change("invuller")

    @property
    def may_decide(self) -> bool:
        """Whether decisions may be recorded; as for answers, with another role."""
        return self._may_change("besluitnemer")

    @property
    def work_token(self) -> str:
        """The token of the pages to work together: for who has that link, and for colleagues of the owner."""
        record, who = self.weighing.record, signed_in()
        chosen = who.chosen if who else None
        colleague = chosen is not None and chosen.organisation.id == record.organisation_id
        return record.edit_token if self.holds_edit_link or colleague else ""

    def _may_change(self, duty: str) -> bool:
        record = self.weighing.record
        if not self.holds_edit_link or is_frozen(record):
            return False
        return record.organisation_id is None or may(duty)

    def url(self, endpoint: str, **values: object) -> str:
        """The address of a page that both links have."""
        return url_for(endpoint, mode=self.mode, token=self.token, **values)

    def step_url(self, step: Step) -> str:
        """The address of a step of the path."""
        return step_url(self.token, step.key)


def step_url(token: str, key: str, anchor: str | None = None) -> str:
    """The address of a step; only the link to edit has steps."""
    if key == FACTS:
        return url_for("facts.page", token=token, _anchor=anchor)
    if key == ADVICE:
        return url_for("advice.page", mode=EDIT, token=token, _anchor=anchor)
    return url_for("fill.section", token=token, number=int(key), _anchor=anchor)


def question_url(access: Access, question: str) -> str:
    """The address of a question on its page."""
    return step_url(access.token, place_of(access.weighing, question), anchor=f"vraag-{question}")


def parts() -> Parts:
    """Settings, content and store of this application."""
    return current_app.extensions["basislijn"]


def repository() -> Repository:
    """The store."""
    return parts().repository


def snapshot() -> Snapshot:
    """The content for this request, with what the curator added to it."""
    if "snapshot" not in g:
        g.snapshot = with_curated(parts().contents.current(), repository().shared.facts.all())
    return g.snapshot


def now() -> datetime:
    """The present moment in UTC, as it is stored."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def today() -> date:
    """Today in the Netherlands, or the day that the settings give."""
    fixed = parts().settings.vandaag
    return date.fromisoformat(fixed) if fixed else dutch.local(now()).date()


def topic_or_404(slug: str) -> Topic:
    """The newest version of a topic."""
    topic = snapshot().by_slug(slug)
    if topic is None:
        abort(404)
    return topic


def open_link(mode: str, token: str) -> Access:
    """The assessment behind a link; 410 when it was deleted, 404 when it never was."""
    store = repository()
    record = store.by_edit_token(token) if mode == EDIT else store.by_read_token(token)
    if record is None:
        abort(410 if store.gone(token) else 404)
    days = parts().settings.bewaar_dagen
    if days and not is_frozen(record) and record.touched_at < now() - timedelta(days=days):
        with wall.system():
            store.delete(record.id, "verlopen", now())
        abort(410)
    if record.questionnaire not in snapshot().topics:
        abort(404)
    g.owner = record.organisation_id
    access = Access(weigh(record, snapshot(), today()), mode, token)
    if request.endpoint in TELLS_ADVICE and advice_hidden(record):
        if "." in request.path.rpartition("/")[2]:
            abort(make_response(jsonify({"title": RUNNING_TEXT, "status": 409}), 409))
        abort(make_response(running_page(access)))
    return access


def advice_hidden(record: AssessmentRecord | HeadRecord) -> bool:
    """Whether a conversation runs, so that nobody may see the advice yet."""
    return record.meeting_until is not None and record.meeting_until > now()


def running_page(access: Access) -> str:
    """The page instead of the advice while a conversation runs."""
    talk = repository().meetings.running(access.weighing.record.id)
    return render_template(
        "gesprek_loopt.html", access=access, weighing=access.weighing, talk=talk, text=RUNNING_TEXT
    )


def seconds_left(talk: RoundRecord) -> int:
    """What the clock of a round shows, by the time of the server."""
    if talk.state != BLIND or talk.started_at is None:
        return talk.minutes * 60
    ends = talk.started_at + timedelta(minutes=talk.minutes)
    return max(0, int((ends - now()).total_seconds()))


def open_to_edit(token: str) -> Access:
    """The assessment behind an edit link."""
    return open_link(EDIT, token)


def open_to_change(token: str) -> Access:
    """The assessment behind an edit link, to change; raises Frozen when it was signed off."""
    access = open_to_edit(token)
    if is_frozen(access.weighing.record):
        raise Frozen(access.weighing.record.id)
    return access


def link_to(record: AssessmentRecord, mode: str, endpoint: str, **values: object) -> str:
    """The address of a page of another assessment, for who holds the same kind of link."""
    token = record.edit_token if mode == EDIT else record.read_token
    return url_for(endpoint, mode=mode, token=token, **values)


def workspace(create: bool = False) -> WorkspaceRecord | None:
    """The werkmap of this browser, or of the organisation that one works for."""
    if wall.current().organisation is not None:
        found = repository().organisation_workspace()
        return found or (repository().create_workspace(now()) if create else None)
    found = browser_workspace()
    if found is None and create:
        found = repository().create_workspace(now())
        enter_workspace(found)
    return found


def browser_workspace() -> WorkspaceRecord | None:
    """The werkmap of this browser, whoever is signed in; not one that belongs to an organisation."""
    token = session.get(WORKSPACE)
    found = repository().workspace(token) if isinstance(token, str) else None
    return found if found and found.organisation_id is None else None


def enter_workspace(record: WorkspaceRecord) -> None:
    """Let this browser work in a werkmap."""
    session[WORKSPACE] = record.token
    session.permanent = True


def signed_in() -> Who | None:
    """Who is signed in in this browser."""
    return g.get("who")


def may(duty: str) -> bool:
    """Whether who is signed in has a duty in the organisation of this page."""
    who = signed_in()
    return who is not None and allows(who.role, duty)


def reads_only() -> bool:
    """Whether who is signed in works for an organisation in which this person begins and changes nothing."""
    who = signed_in()
    return who is not None and who.chosen is not None and not may("invuller")


def own_organisation() -> str:
    """The name of the organisation that one works for; empty without one."""
    who = signed_in()
    return who.chosen.organisation.name if who and who.chosen else ""


def organisation_name() -> str:
    """The name on what goes out: of the organisation whose assessment this is, else of this installation."""
    owner, who = g.get("owner"), signed_in()
    chosen = who.chosen.organisation if who and who.chosen else None
    if chosen and owner in (None, chosen.id):
        return chosen.name
    return repository().accounts.name_of(owner) if owner else parts().settings.organisatie


def role_name(role: str) -> str:
    """What a role is called in a sentence."""
    return ROLES[role].label.lower() if role in ROLES else ""


def drain() -> None:
    """Read what the browser still sends, or it would show a broken connection instead of our answer."""
    left = min(request.content_length or 0, DRAIN)
    while left > 0:
        piece = request.environ["wsgi.input"].read(min(left, 65536))
        if not piece:
            return
        left -= len(piece)


def tell(text: str, kind: str = "ok", **more: object) -> None:
    """Say something on the next page."""
    flash({"text": text, "kind": kind, **more})


def prepare(app: Flask) -> None:
    """Words and functions that every template may use."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        date=dutch.date_text,
        clock=dutch.clock_text,
        moment=dutch.moment_text,
        join_words=dutch.join_words,
        lower_first=dutch.lower_first,
        upper_first=dutch.upper_first,
        in_words=dutch.in_words,
        full_stop=dutch.full_stop,
    )
    app.jinja_env.globals.update(
        count=dutch.count_text,
        wording=wording,
        labels=answers_in_words.stored_label,
        notes=answers_in_words.note,
        own_notes=answers_in_words.own_notes,
        open_groups=still_open.open_groups,
        open_sentence=still_open.open_sentence,
        texts=answers_in_words.question_texts,
        question_url=question_url,
        advice_hidden=advice_hidden,
        subject_words=subject_words,
        clash_rows=history_words.clash_rows,
        answer_rows=history_words.answer_rows,
        stamp=stamp,
    )

    @app.context_processor
    def _everywhere() -> dict[str, object]:
        settings = parts().settings
        return {
            "organisation": organisation_name(),
            "has_theme": bool(settings.thema_css),
            "contact": settings.contact,
            "accounts": settings.accounts,
            "signed_in": signed_in(),
            "may": may,
            "reads_only": reads_only(),
            "role_name": role_name,
            "faults": parts().contents.faults,
            "faults_in_use": parts().contents.in_use,
        }
