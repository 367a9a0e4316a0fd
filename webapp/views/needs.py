"""Who may go where: one line per endpoint. The application refuses to start when a line is missing.

`docs/rollen.md` says in words what each role may do; `tests/webapp/test_isolation.py` walks every line.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Everybody; a link that may change; a link that may read; everybody who is signed in; the national curator.
PUBLIC, EDIT_LINK, READ_LINK, SIGNED_IN, CURATOR = (
    "openbaar",
    "link-edit",
    "link-read",
    "aangemeld",
    "curator",
)
#: Whoever holds a code that the thing itself gave out, such as a participant of a conversation.
GUEST = "gast"


@dataclass(frozen=True)
class Need:
    """The verdict on an endpoint, and the duty that a member needs where an organisation owns the thing.

    ``thing`` says what the token in the address belongs to; see `webapp.views.gate.OWNERS`. Who only reads is
    sent from the link to change to the link to read, unless the page ``stays``: there is something to do.
    """

    verdict: str
    duty: str = ""
    thing: str = "assessment"
    stays: bool = False


def member(duty: str) -> Need:
    """Only who is signed in, with this duty in the organisation that was chosen."""
    return Need(duty, duty)


OPEN = Need(PUBLIC)
STARTS = Need(PUBLIC, "invuller")
READS = Need(READ_LINK, "beoordelaar")
REACTS = Need(READ_LINK, "beoordelaar")
EDITS = Need(EDIT_LINK, "invuller")
LOOKS_IN = Need(EDIT_LINK, "beoordelaar")
DECIDES = Need(EDIT_LINK, "besluitnemer")
OURS = Need(PUBLIC, "beoordelaar")
TAKES_PART = Need(GUEST, thing="participant")
ACCOUNT = Need(SIGNED_IN)

NEEDS: dict[str, Need] = {
    "static": OPEN,
    "home.page": OPEN,
    "home.robots": OPEN,
    "home.theme": OPEN,
    "home.start": STARTS,
    "home.begin": STARTS,
    "home.overview": OURS,
    "home.old_overview": OPEN,
    "health.live": OPEN,
    "health.ready": OPEN,
    "health.metrics": OPEN,  # asks for a token of its own
    "texts.rules": OPEN,
    "texts.help_page": OPEN,
    "texts.accessibility": OPEN,
    "texts.privacy": OPEN,
    "fill.section": EDITS,
    "fill.save_section": EDITS,
    "fill.save_one": EDITS,
    "fill.undo": EDITS,
    "facts.page": EDITS,
    "facts.save_facts": EDITS,
    "advice.page": READS,
    "advice.remark": REACTS,
    "advice.data": READS,
    "advice.memo": READS,
    "advice.memo_plain": READS,
    "advice.who": READS,
    "advice.supplier": READS,
    "advice.supplier_plain": READS,
    "advice.change": READS,
    "advice.conversation": READS,
    "advice.keep_conversation": EDITS,
    "duties.page": READS,
    "duties.keep": EDITS,
    "duties.table": READS,
    "duties.plain": READS,
    "dossier.page": READS,
    "dossier.read": READS,
    "dossier.download": READS,
    "dossier.note": READS,
    "dossier.publish": READS,
    "dossier.make_public": READS,
    "publish.page": READS,
    "publish.download": READS,
    "profiles.page": READS,
    "profiles.share": EDITS,
    "profiles.download": EDITS,
    "matters.also": EDITS,
    "matters.page": Need(READ_LINK, "beoordelaar", "matter"),
    "keep.page": EDITS,
    "keep.download": READS,
    "keep.download_all": EDITS,
    "keep.example": READS,
    "keep.open_page": STARTS,
    "keep.open_file": STARTS,
    "keep.confirm_delete": EDITS,
    "keep.delete": EDITS,
    "keep.enter": Need(EDIT_LINK, "invuller", "workspace"),
    "keep.entered": Need(EDIT_LINK, "invuller", "workspace"),
    "meeting.new": EDITS,
    "meeting.create": EDITS,
    "meeting.room": EDITS,
    "meeting.standing": EDITS,
    "meeting.move": EDITS,
    "meeting.agree": EDITS,
    "meeting.report": READS,
    "joining.page": OPEN,
    "joining.join": OPEN,  # the code in the form is the way in
    "joining.another": OPEN,
    "joining.answer": TAKES_PART,
    "joining.save": TAKES_PART,
    "joining.standing": TAKES_PART,
    "decision.page": READS,
    "decision.keep": DECIDES,
    "signing.page": DECIDES,
    "signing.sign": DECIDES,
    "signing.checked": READS,
    "signing.changed": READS,
    "signing.download": READS,
    "signing.look": EDITS,
    "agenda.page": OURS,
    "agenda.download": OURS,
    "assignments.page": EDITS,
    "assignments.keep": EDITS,
    "comments.page": Need(READ_LINK, "beoordelaar", stays=True),
    "comments.add": LOOKS_IN,
    "comments.change": LOOKS_IN,
    "evidence.page": Need(READ_LINK, "beoordelaar", stays=True),
    "evidence.file": LOOKS_IN,
    "evidence.add": EDITS,
    "evidence.add_link": EDITS,
    "evidence.delete": EDITS,
    "history.page": LOOKS_IN,
    "history.name": LOOKS_IN,
    "history.restore": EDITS,
    "compare.page": OURS,
    "compare.known": OPEN,
    "scenario.page": READS,
    "scenario.side_by_side": READS,
    "scenario.keep": EDITS,
    "scenario.make_plan": EDITS,
    "scenario.delete": EDITS,
    "timeline.page": READS,
    "benchmarks.page": OPEN,
    "benchmarks.give": EDITS,
    "benchmarks.given": EDITS,
    "benchmarks.stop": EDITS,
    "cases.library": OPEN,
    "cases.page": OPEN,
    "cases.forum": OPEN,
    "cases.share": EDITS,
    "cases.publish": EDITS,
    "cases.withdraw": EDITS,
    "fact_changes.look": EDITS,
    "replies.page": OPEN,  # the secret in its address is the way in
    "curator.page": Need(CURATOR),
    "curator.enter": Need(CURATOR),
    "curator.leave": Need(CURATOR),
    "curator.subjects": Need(CURATOR),
    "curator.add_subject": Need(CURATOR),
    "curator.subject": Need(CURATOR),
    "curator.fact": Need(CURATOR),
    "curator.save_fact": Need(CURATOR),
    "curator.withdraw": Need(CURATOR),
    "curator_inbox.disputes": Need(CURATOR),
    "curator_inbox.answer_dispute": Need(CURATOR),
    "curator_inbox.remarks": Need(CURATOR),
    "curator_inbox.answer_remark": Need(CURATOR),
    "curator_inbox.cases": Need(CURATOR),
    "curator_inbox.hide": Need(CURATOR),
    # --- only with accounts ---
    "sign_in.page": OPEN,
    "sign_in.enter": OPEN,
    "sign_in.leave": OPEN,
    "sign_in.invitation": OPEN,
    "sign_in.accept": OPEN,
    "oidc.start": OPEN,
    "oidc.back": OPEN,
    "account.page": ACCOUNT,
    "account.password": ACCOUNT,
    "account.everywhere": ACCOUNT,
    "account.choose": ACCOUNT,
    "account.chosen": ACCOUNT,
    "people.page": member("beheerder"),
    "people.invite": member("beheerder"),
    "people.withdraw": member("beheerder"),
    "people.role": member("beheerder"),
    "people.fresh_link": member("beheerder"),
    "people.confirm_remove": member("beheerder"),
    "people.remove": member("beheerder"),
    "people.log": member("beheerder"),
    "figures.page": member("beleidsmedewerker"),
    "figures.download": member("beleidsmedewerker"),
    "claims.confirm": member("invuller"),
    "claims.take": member("invuller"),
    "claims.confirm_team": member("invuller"),
    "claims.take_team": member("invuller"),
    "claims.read_link": EDITS,
}
