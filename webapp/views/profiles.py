"""What another municipality shared about a subject, and sharing what one worked out oneself."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort, render_template, request
from flask_wtf import FlaskForm
from wtforms import Form, StringField, TextAreaField
from wtforms.validators import ValidationError

from engine.cases import SubjectProfile, WorkedOut
from engine.profile_file import profile_text
from webapp import security
from webapp.forms import Length, tidy
from webapp.services.profiles import adopted, measures_to_share, shared_profile
from webapp.services.progress import progress
from webapp.views import common
from webapp.views.common import Access, today

pages = Blueprint("profiles", __name__)
ADDRESS = re.compile(r"https?://[^\s<>\"]{3,480}")
SHORT, LONG = 120, 600
HOW, WHERE = "hoe-", "url-"


class Needed:
    """A text that can't be left out, said in Dutch."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Form, field: StringField) -> None:
        """Refuse an empty field."""
        if not field.data:
            raise ValidationError(self.message)


def _address(_form: Form, field: StringField) -> None:
    """Refuse what is no address of a page."""
    if field.data and not ADDRESS.fullmatch(field.data):
        raise ValidationError("Dit is geen adres. Begin met https:// en laat spaties weg.")


def _line(label: str, *checks: object, most: int = SHORT) -> StringField:
    return StringField(label, filters=[tidy], validators=[*checks, Length(most)])


def _text(label: str, *checks: object) -> TextAreaField:
    return TextAreaField(label, filters=[tidy], validators=[*checks, Length(LONG)])


class ShareForm(FlaskForm):
    """What another municipality wants to know."""

    doel = _text("Waarvoor gebruikt u het?", Needed("Schrijf in één of twee zinnen waarvoor u het gebruikt."))
    gedeeld_door = _line("Welke gemeente deelt dit?", Needed("Vul de naam van uw gemeente in."))
    leverancier = _line("Wie levert het, of wie bouwde het?")
    kosten = _text("Wat kost het?")
    evaluatie = _text("Wat liet de evaluatie zien?")
    anders_doen = _text("Wat zou u een volgende keer anders doen?")
    contact = _line("Bij welke afdeling of welk algemeen adres kan iemand terecht?")
    dpia = _line("Waar staat de DPIA?", _address, most=500)
    register = _line("Waar staat het in het Algoritmeregister?", _address, most=500)


@pages.get("/<any(w,l):mode>/<token>/profiel")
def page(mode: str, token: str) -> str:
    """What somebody else worked out about this subject."""
    access = common.open_link(mode, token)
    found = adopted(access.weighing)
    if found is None:
        abort(404)
    path = progress(access.weighing)
    return render_template("profiel.html", access=access, weighing=access.weighing, view=found, path=path)


@pages.get("/w/<token>/delen")
def share(token: str) -> str:
    """The form to share what was worked out."""
    access = common.open_to_edit(token)
    subject = access.weighing.subject
    profile = subject.profile if subject else None
    given = profile.model_dump(by_alias=True) if profile else {}
    given["gedeeld_door"] = common.organisation_name()
    worked = subject.worked_out if subject else {}
    hows = {key: (row.how, row.url) for key, row in worked.items()}
    return _share_page(access, ShareForm(formdata=None, data=given), hows, {})


@pages.post("/w/<token>/delen")
@security.limiter.limit(security.REMARKS)
def download(token: str) -> Response | tuple[str, int]:
    """The file to share; what is wrong is said, and nothing is lost."""
    access = common.open_to_edit(token)
    form = ShareForm()
    measures = measures_to_share(access.weighing)
    hows = {m.id: (_given(HOW + m.id), _given(WHERE + m.id)) for m in measures}
    problems = {key: problem for key, row in hows.items() if (problem := _problem(*row))}
    if not form.validate() or problems:
        return _share_page(access, form, hows, problems), 422
    fields = {name: text for name, text in form.data.items() if name != "csrf_token" and text}
    profile = SubjectProfile.model_validate({**fields, "peildatum": today().isoformat()})
    worked = {key: WorkedOut(hoe=how, url=url) for key, (how, url) in hows.items() if how}
    text = profile_text(shared_profile(access.weighing, profile, worked))
    name = re.sub(r"[^a-z0-9]+", "-", access.weighing.name.lower()).strip("-") or "onderwerp"
    headers = {"Content-Disposition": f'attachment; filename="{name}.yaml"'}
    return Response(text, content_type="application/yaml; charset=utf-8", headers=headers)


def _given(name: str) -> str:
    return tidy(request.form.get(name, ""))


def _problem(how: str, url: str) -> str:
    if len(how) > LONG:
        return f"Deze tekst is te lang. Er passen {LONG} tekens."
    if url and not ADDRESS.fullmatch(url):
        return "Dit is geen adres. Begin met https:// en laat spaties weg."
    return "Schrijf erbij hoe u dit uitwerkte." if url and not how else ""


def _share_page(
    access: Access, form: FlaskForm, hows: dict[str, tuple[str, str]], problems: dict[str, str]
) -> str:
    fields = {name: errors[0] for name, errors in form.errors.items() if errors and name != "csrf_token"}
    return render_template(
        "delen.html",
        access=access,
        weighing=access.weighing,
        form=form,
        measures=measures_to_share(access.weighing),
        hows=hows,
        problems=problems,
        fields=fields,
    )
