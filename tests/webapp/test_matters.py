"""One subject, several questionnaires: the joint page, what is taken over, and who may see it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from tests.content.ai_reader import content
from tests.webapp.pages import Page, Visitor

AI, CLOUD = "ai-verordening", "cloud"
CAMERA = "Camera met AI telt bezoekers op de markt"


def also(visitor: Visitor, edit: str, slug: str) -> str:
    """Weigh the same subject with another questionnaire; return the address to edit it."""
    page = visitor.get(f"{edit}/advies")
    form = next(form for form in page.forms if form.action.endswith(f"/ook/{slug}"))
    visitor.post(form.action, form.fields)
    assert visitor.status == 200, visitor.page.text
    return visitor.url.partition("/vragen/")[0].removesuffix("/advies")


def joint_link(page: Page) -> str:
    return next(link for link in page.links if link.startswith("/onderwerp/w/"))


def test_a_subject_is_weighed_with_a_second_questionnaire(visitor: Visitor, edit: str) -> None:
    second = also(visitor, edit, AI)
    assert second != edit
    page = visitor.get(f"{edit}/advies")
    assert not any(form.action.endswith(f"/ook/{AI}") for form in page.forms)
    joint = visitor.get(joint_link(page))
    assert joint.title.startswith("Alles over X")
    assert "2 vragenlijsten over één onderwerp" in joint.text
    assert f"{edit}/advies" in joint.links
    assert f"{second}/advies" in joint.links
    assert joint.inline == []


def test_asking_twice_leads_to_the_same_one(visitor: Visitor, edit: str) -> None:
    page = visitor.get(f"{edit}/advies")
    form = next(form for form in page.forms if form.action.endswith(f"/ook/{AI}"))
    first = also(visitor, edit, AI)
    visitor.post(form.action, form.fields)
    assert visitor.url.removesuffix("/advies") == first


def test_the_link_to_read_shows_all_and_changes_nothing(app: Flask, visitor: Visitor, edit: str) -> None:
    second = also(visitor, edit, AI)
    joint = visitor.get(joint_link(visitor.get(f"{edit}/advies")))
    shared = next(value for form in [visitor.response.text] for value in [_shared(form)])
    reader = Visitor(app.test_client()).get(shared)
    assert joint.title.split(" · ")[0] == reader.title.split(" · ")[0]
    assert reader.forms == []
    assert not any(link.startswith("/w/") for link in reader.links)
    assert edit not in " ".join(reader.links)
    assert second not in " ".join(reader.links)


def _shared(html: str) -> str:
    """Return the path of the link to read, as it stands in its field."""
    return "/onderwerp/l/" + html.partition("/onderwerp/l/")[2].partition('"')[0]


def test_who_has_one_link_does_not_reach_the_other(app: Flask, visitor: Visitor, edit: str) -> None:
    second = also(visitor, edit, AI)
    stranger = Visitor(app.test_client()).get(f"{edit}/advies")
    assert not any("/onderwerp/" in link for link in stranger.links)
    assert second not in " ".join(stranger.links)
    for token in ("x" * 32, edit.rpartition("/")[2], second.rpartition("/")[2]):
        for mode in ("w", "l"):
            visitor.get(f"/onderwerp/{mode}/{token}")
            assert visitor.status == 404


def test_the_matter_goes_with_its_last_assessment(visitor: Visitor, edit: str) -> None:
    second = also(visitor, edit, AI)
    link = joint_link(visitor.get(f"{edit}/advies"))
    for address in (edit, second):
        visitor.get(link)
        assert visitor.status == 200
        visitor.get(f"{address}/verwijder")
        visitor.submit({})
    visitor.get(link)
    assert visitor.status == 404


def test_the_old_address_of_the_list_still_works(visitor: Visitor) -> None:
    answer = visitor.client.get("/kanalen")
    assert (answer.status_code, answer.location) == (301, "/afwegingen")


def test_what_both_ask_is_answered_once_until_somebody_answers_otherwise(visitor: Visitor) -> None:
    edit = visitor.begin("anders", "Slimme camera", CLOUD)
    give(visitor, edit, "persoonsgegevens", "gewone")
    give(visitor, edit, "dpia", "bezig")
    second = also(visitor, edit, AI)
    assert stored(visitor, second, "dpia") == ("bezig", True)
    give(visitor, edit, "dpia", "ja")
    assert stored(visitor, second, "dpia") == ("ja", True)
    visitor.save_one(second, "dpia", {"v-dpia": "nee", "z-dpia": "2.x"})
    give(visitor, edit, "dpia", "bezig")
    assert stored(visitor, second, "dpia") == ("nee", False)
    assert stored(visitor, edit, "dpia") == ("bezig", False)


def test_an_ai_camera_in_the_cloud_is_answered_once(visitor: Visitor) -> None:
    """The same camera is an example of both questionnaires; what both ask has the same answer in both."""
    cloud, ai = example("cloud/v1", CAMERA), example("ai-verordening/v1", CAMERA)
    both = {"dpia", "verwerkersovereenkomst"}
    assert {key: cloud[key] for key in both} == {key: ai[key] for key in both}
    edit = visitor.begin("anders", "Slimme camera", CLOUD)
    for question in ("persoonsgegevens", *sorted(both)):
        give(visitor, edit, question, str(cloud[question]))
    second = also(visitor, edit, AI)
    assert {key: stored(visitor, second, key) for key in both} == {key: (ai[key], True) for key in both}
    others = {key: value for key, value in ai.items() if key not in both}
    for number in range(1, 8):
        page = visitor.get(f"{second}/vragen/{number}")
        asked = {name[2:] for form in page.forms for name in form.names if name.startswith("v-")}
        visitor.answer(second, number, {key: others[key] for key in asked & set(others)})
    own = [visitor.get(f"{address}/advies") for address in (edit, second)]
    assert all("Teken de verwerkersovereenkomst voordat" in page.text for page in own)
    joint = visitor.get(joint_link(own[0]))
    assert joint.text.count("Teken de verwerkersovereenkomst voordat") == 1


def example(rules: str, name: str) -> Mapping[str, object]:
    """Return the answers of the example with a name that begins like this."""
    return next(case.answers for case in content().examples[rules].cases if case.name.startswith(name))


def give(visitor: Visitor, edit: str, question: str, option: str) -> None:
    """Answer a question on the page where it stands."""
    for number in range(1, 6):
        page = visitor.get(f"{edit}/vragen/{number}")
        if any(f"v-{question}" in form.names for form in page.forms):
            visitor.answer(edit, number, {question: option}, "hier")
            return
    raise AssertionError(question)


def stored(visitor: Visitor, edit: str, question: str) -> tuple[str, bool]:
    answer = visitor.file(edit)["antwoorden"][question]
    return answer["waarde"], answer["overgenomen"]
