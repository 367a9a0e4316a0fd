"""What pages show of shared knowledge: facts that changed, answers that came back, similar cases."""

from __future__ import annotations

from flask import Flask, g, session

from webapp.services.case_library import Similar, similar_cases
from webapp.services.changed_facts import FactFlag, fact_flags
from webapp.services.weighing import Weighing, weigh
from webapp.storage.knowledge_records import CaseRecord, DisputeRecord, TicketRecord
from webapp.views import roles
from webapp.views.common import repository, snapshot, today

TICKETS = "reacties"
MOST_TICKETS = 12


def flags_of(weighing: Weighing) -> list[FactFlag]:
    """The facts of an assessment that changed or expired, as far as nobody looked at them."""
    looks = repository().shared.facts.looks([weighing.record.id])
    return fact_flags(weighing, looks.get(weighing.record.id, {}))


def flags_in_list(edit_token: str) -> int:
    """How many facts of an assessment in a list changed or expired."""
    record = repository().by_edit_token(edit_token)
    if record is None or record.questionnaire not in snapshot().topics:
        return 0
    return len(flags_of(weigh(record, snapshot(), today())))


def dispute_of(weighing: Weighing, question: str) -> DisputeRecord | None:
    """What this assessment said against a fact, with the answer of the curator."""
    found = g.setdefault("disputes", {})
    number = weighing.record.id
    if number not in found:
        found[number] = repository().shared.facts.disputes_of(number)
    return found[number].get(question)


def cases_like(weighing: Weighing) -> list[Similar]:
    """The shared cases that look like an assessment."""
    return similar_cases(weighing, repository().shared.cases.all(topic=weighing.topic.slug))


def own_case(weighing: Weighing) -> CaseRecord | None:
    """The case that was made of an assessment."""
    return repository().shared.cases.of(weighing.record.id)


def remember_ticket(token: str) -> None:
    """Let this browser know which remarks are its own; nothing else knows it."""
    session[TICKETS] = [*_tickets(), token][-MOST_TICKETS:]
    session.permanent = True


def forget_ticket(token: str) -> None:
    """The answer was read."""
    session[TICKETS] = [kept for kept in _tickets() if kept != token]


def new_replies() -> list[TicketRecord]:
    """The answers to remarks of this browser that nobody read yet."""
    tokens = _tickets()
    found = repository().shared.tickets.by_tokens(tokens) if tokens else []
    return [ticket for ticket in found if ticket.reply]


def _tickets() -> list[str]:
    kept = session.get(TICKETS)
    return [token for token in kept if isinstance(token, str)] if isinstance(kept, list) else []


def prepare(app: Flask) -> None:
    """Functions that templates use."""
    app.jinja_env.globals.update(
        fact_flags=flags_of,
        flags_in_list=flags_in_list,
        dispute_of=dispute_of,
        cases_like=cases_like,
        own_case=own_case,
        new_replies=new_replies,
        is_curator=roles.is_curator,
    )
