"""What the pages to fill in share: remarks, messages, conflicts and the parts that JavaScript swaps."""

from __future__ import annotations

from flask import get_template_attribute, render_template, request, url_for
from flask_wtf import FlaskForm

from webapp import forms
from webapp.form_reading import Reading, form_data, read_fact, read_question
from webapp.forms import fact_form, name, section_form
from webapp.services.dutch import clock_text, join_words
from webapp.services.filling import Saved, save
from webapp.services.progress import FACTS, fact_keys, own_keys, progress
from webapp.services.stamps import stamp
from webapp.services.weighing import Weighing
from webapp.storage.records import FeedbackRecord
from webapp.views import common
from webapp.views.author import author
from webapp.views.common import Access, repository, snapshot
from webapp.views.sharing_help import remember_ticket

THEIRS = "hun"
REPLY_HERE = "Hier komt het antwoord"
BESIDE = {"gesprek": "comments.page", "bewijs": "evidence.page", "geschiedenis": "history.page"}
SHOWN_PARTS = (forms.VALUE, forms.STATE, forms.NOTE, forms.SOURCE, forms.DATED, forms.WHO, forms.FACT)
CONFLICT = "Iemand anders heeft deze vraag ondertussen beantwoord. Kies welk antwoord blijft staan."


def make_form(weighing: Weighing, keys: list[str], posted: bool = False) -> FlaskForm:
    """The form for these questions, filled with what is stored."""
    questions = {key: weighing.questions[key] for key in keys}
    found = {key: fact for key, fact in weighing.found.items() if key in questions}
    experts = weighing.questionnaire.experts
    made = fact_form(questions, found, experts) if found else section_form(questions, experts)
    if posted:
        form = made(request.form)
        form.validate()
        return form
    return made(formdata=None, data=form_data(questions, weighing.fitting, found))


def read_all(form: FlaskForm, weighing: Weighing, keys: list[str]) -> dict[str, Reading]:
    """What the form says about each question."""
    return {
        key: read_fact(form, key, weighing.questions[key], weighing.found.get(key))
        if key in weighing.found
        else read_question(form, key, weighing.questions[key])
        for key in keys
    }


def save_readings(weighing: Weighing, form: FlaskForm, readings: dict[str, Reading]) -> Saved:
    """Save what can be saved; who chooses the other answer finds the own one back in the history."""
    choices = {key: request.form.get(name(forms.SETTLE, key), "") for key in readings}
    typed = {key: reading.record for key, reading in readings.items() if reading.record is not None}
    theirs = [key for key, choice in choices.items() if choice == THEIRS]
    aside = [typed[key] for key in theirs if key in typed and typed[key].state != "open"]
    if aside:
        repository().history.set_aside(weighing.record.id, aside, common.now(), author())
    records = [record for key, record in typed.items() if key not in theirs]
    stamps = {key: choices[key] or form[name(forms.SEEN, key)].data or "" for key in readings}
    saved = save(repository(), snapshot(), weighing, records, stamps, common.now(), author())
    _take_theirs(form, saved.weighing, theirs)
    return saved


def _take_theirs(form: FlaskForm, weighing: Weighing, keys: list[str]) -> None:
    """Let the form show what is stored, where somebody chose that."""
    for key in keys:
        found = {key: weighing.found[key]} if key in weighing.found else {}
        data = form_data({key: weighing.questions[key]}, weighing.fitting, found)
        for part in (*SHOWN_PARTS, forms.SEEN):
            field = form._fields.get(name(part, key))
            if field is not None:
                field.data = data.get(name(part, key), [] if isinstance(field.data, list) else "")


def settling() -> str:
    """The question of which somebody just chose the answer, if that is what they did."""
    start = name(forms.SETTLE, "")
    return next((key.removeprefix(start) for key in request.form if key.startswith(start)), "")


def problems(readings: dict[str, Reading], saved: Saved, target: str) -> dict[str, str]:
    """What to say per question before going on; going back never asks for more."""
    found = {conflict.question: CONFLICT for conflict in saved.conflicts}
    for key, reading in readings.items():
        if reading.problem:
            found[key] = reading.problem
        elif reading.missing and target == "verder" and key in saved.weighing.shown:
            found.setdefault(key, reading.missing)
    return {key: found[key] for key in readings if key in found}


def refresh_stamps(form: FlaskForm, saved: Saved, readings: dict[str, Reading]) -> None:
    """Let the form carry the stamp of what is stored, where it says the same.

    Elsewhere it keeps the stamp it came with: who did not see a change must not overwrite it unseen.
    """
    for key, reading in readings.items():
        stored = saved.weighing.record.answers.get(key)
        if reading.record is not None and reading.record.same_content(stored):
            form[name(forms.SEEN, key)].data = stamp(stored)


def keep_remarks(form: FlaskForm, weighing: Weighing, keys: list[str]) -> None:
    """Keep what people say about the questions themselves."""
    kept = 0
    url = ""
    for key in keys:
        kind, text = form[name(forms.REMARK_KIND, key)], form[name(forms.REMARK_TEXT, key)]
        if kind.errors or text.errors or not (kind.data or text.data):
            continue
        url = keep_remark(weighing, key, kind.data or forms.REMARK, text.data or "")
        kept += 1
    if kept:
        common.tell(
            "Dank u wel. De makers van de vragenlijst lezen uw opmerking.", link=url, link_text=REPLY_HERE
        )


def keep_remark(weighing: Weighing, question: str | None, kind: str, text: str) -> str:
    """Keep one remark, without a name and without a link to this assessment; where its answer will come."""
    topic = weighing.topic
    token = repository().shared.tickets.add(
        FeedbackRecord(topic.id, topic.version_hash, question, kind, text, common.now())
    )
    remember_ticket(token)
    return url_for("replies.page", token=token)


def lost_text(weighing: Weighing, keys: tuple[str, ...]) -> str:
    """Which answers no longer count after a change."""
    names = join_words([f"‘{weighing.questions[key].text}’ ({weighing.questions[key].code})" for key in keys])
    if len(keys) == 1:
        return f"Uw antwoord op {names} telt nu niet meer mee. Wij bewaren het voor als de vraag terugkomt."
    return f"Uw antwoorden op {names} tellen nu niet meer mee. Wij bewaren ze voor als de vragen terugkomen."


def tell_saved(saved: Saved) -> None:
    """Say which answers no longer count, with the way back."""
    if saved.no_longer:
        common.tell(
            lost_text(saved.weighing, saved.no_longer),
            "let_op",
            undo=saved.batch,
            token=saved.weighing.record.edit_token,
        )


def beside(access: Access, target: str) -> str:
    """Where the buttons beside a question lead: remarks, evidence, history; empty for any other button."""
    kind, _, key = target.partition(":")
    if kind not in BESIDE or key not in access.weighing.questions:
        return ""
    own = {} if kind == "geschiedenis" else {"mode": access.mode}
    return url_for(BESIDE[kind], token=access.token, vraag=key, **own)


def anchor(target: str, weighing: Weighing) -> str | None:
    """Where on the page to come back to."""
    key = target.partition(":")[2]
    return f"vraag-{key}" if key in weighing.questions else None


def changes(
    access: Access, saved: Saved, reading: Reading, form: FlaskForm, question: str, place: str
) -> dict[str, object]:
    """What the page must show after one answer was saved."""
    weighing = access.weighing
    keys = fact_keys(weighing) if place == FACTS else own_keys(weighing, int(place))
    path = progress(weighing, place)
    problem = problems({question: reading}, saved, "hier")
    is_saved = not problem and not saved.conflicts and reading.record is not None
    return {
        "opgeslagen": is_saved,
        "tekst": f"Opgeslagen {clock_text(weighing.record.updated_at)}"
        if is_saved
        else "Nog niet opgeslagen",
        "nodig": next(iter(problem.values()), "") or (reading.missing if reading.record is None else ""),
        "stempel": form[name(forms.SEEN, question)].data or "",
        "volgorde": keys,
        "nieuw": {key: question_html(access, key) for key in _wanted(keys)},
        "vraag": question_html(access, question, form, saved) if saved.conflicts else "",
        "voortgang": render_template("deel/voortgang.html", path=path, access=access),
        "paneel": render_template("deel/paneel.html", access=access, weighing=weighing, path=path),
        "melding": _lost_html(saved) if saved.no_longer else "",
    }


def _wanted(keys: list[str]) -> list[str]:
    have = set(request.form.get("aanwezig", "").split(","))
    return [key for key in keys if key not in have][:60]


def _lost_html(saved: Saved) -> str:
    message = {
        "text": lost_text(saved.weighing, saved.no_longer),
        "kind": "let_op",
        "undo": saved.batch,
        "token": saved.weighing.record.edit_token,
    }
    return str(get_template_attribute("macros/algemeen.html", "message")(message))


def question_html(access: Access, key: str, form: FlaskForm | None = None, saved: Saved | None = None) -> str:
    """One question as HTML."""
    weighing = access.weighing
    form = form or make_form(weighing, [key])
    conflicts = {conflict.question: conflict for conflict in saved.conflicts} if saved else {}
    return render_template(
        "deel/vraag.html",
        access=access,
        weighing=weighing,
        form=form,
        key=key,
        problems={key: CONFLICT} if key in conflicts else {},
        conflicts=conflicts,
    )
