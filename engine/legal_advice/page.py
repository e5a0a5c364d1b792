"""What other agencies ask this agency's legal office, and one of their questions.

Nothing of the other agency is there but the question, the request and the draft: who asked for
the information, the papers and the case itself are not.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.actors.permissions import own
from engine.cases.rows import cases as case_rows
from engine.errors import NotFound
from engine.legal_advice import rows
from engine.legal_advice.advice import AdviceState
from engine.legal_advice.commands import ADVISING
from engine.legal_advice.view import EarlierAdvice, earlier_advice, last_day
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class AskedByAnother:
    """A question of another agency. limit: the last day for the opinion, None once it is there.
    state: of ``AdviceState``."""

    id: int
    agency: str
    question: str
    asked_on: date
    state: str
    limit: date | None
    overdue: bool
    given_on: date | None


@dataclass(frozen=True, kw_only=True)
class AdviceToGive(AskedByAnother):
    """The same with all that the legal office needs. earlier: what it told this agency before."""

    request: str
    draft_title: str
    draft_text: str
    conclusion: str
    opinion: str
    reasons: str
    given_by: str
    earlier: tuple[EarlierAdvice, ...]


@dataclass(frozen=True, kw_only=True)
class LegalDesk(Question[tuple[AskedByAnother, ...]], permission=ADVISING):
    """What other agencies ask: open questions first, then those that are over."""


@dataclass(frozen=True, kw_only=True)
class LegalQuestionOf(Question[AdviceToGive], permission=ADVISING):
    """One of them. Raises NotFound."""

    advice_id: int


def legal_desk(_: LegalDesk, at: Snapshot) -> tuple[AskedByAnother, ...]:
    return tuple(
        AskedByAnother(**_shown(at, row))
        for row in rows.put_to(at.connection, own(at.actor).agencies)
    )


def legal_question(question: LegalQuestionOf, at: Snapshot) -> AdviceToGive:
    mine = own(at.actor).agencies
    found = rows.put_to(at.connection, mine, advice_id=question.advice_id)
    if not found:
        raise NotFound()
    row = found[0]
    return AdviceToGive(
        **_shown(at, row), request=row["request"], draft_title=row["draft_title"],
        draft_text=row["draft_text"], conclusion=row["conclusion"], opinion=row["opinion"],
        reasons=row["reasons"], given_by=row["given_by"],
        earlier=earlier_advice(
            at.connection, row["case_id"], {row["agency_id"]},
            "\n".join([row["question"], row["request"]]), row["ground"], mine,
        ) if row["state"] == AdviceState.ASKED else (),
    )


def _shown(at: Snapshot, row: rows.AdviceOfAgency) -> dict[str, Any]:
    awaited = row["state"] == AdviceState.ASKED
    case = case_rows.find(at.connection, row["case_id"]) if awaited else None
    limit = None if case is None else last_day(at, case, row["asked_on"])
    return {
        "id": row["id"], "agency": row["agency_name"], "question": row["question"],
        "asked_on": row["asked_on"], "state": row["state"], "limit": limit,
        "overdue": limit is not None and limit < at.today, "given_on": row["given_on"],
    }
