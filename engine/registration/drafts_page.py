"""Requests whose intake somebody began and has not finished."""

from dataclasses import dataclass

from engine.actors.permissions import INTAKE
from engine.drafts import rows
from engine.drafts.draft import INTAKE as FORM, Draft
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class IntakeDrafts(Question[tuple[Draft, ...]], permission=INTAKE):
    """One's own, the latest first: nobody sees what another has not registered."""


def intake_drafts(question: IntakeDrafts, at: Snapshot) -> tuple[Draft, ...]:
    assert at.actor.person_id is not None
    return tuple(
        Draft(page=row["page"], version=row["version"], by=row["by_name"],
              saved_at=row["saved_at"], values=row["values"])
        for row in rows.of_form(at.connection, FORM, at.actor.person_id)
    )
