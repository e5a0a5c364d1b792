"""What a receipt leads to, before anything is saved."""

from dataclasses import dataclass
from datetime import date

from engine.actors.permissions import INTAKE
from engine.registration import application
from engine.rules.in_effect import in_effect
from engine.statute import Finding, Ledger, assess
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class ReceiptPreview:
    """What the intake form shows beside the channel, before anything is saved."""

    received_on: date
    day: str                   # what that day is called: of handing in, of signing, …
    rule: str
    article: str
    due_on: date | None
    provisional: bool
    correction_notice_by: date | None
    explanation: str
    findings: tuple[Finding, ...] = ()
    correction_notice_provisional: bool = False     # that day is in a year without a notice


@dataclass(frozen=True, kw_only=True)
class ReceiptOf(Question[ReceiptPreview], permission=INTAKE):
    """What registering would make of a channel and its days. Raises InvalidInput."""

    channel: str
    arrived_on: date
    received_on: date


def receipt_of(question: ReceiptOf, at: Snapshot) -> ReceiptPreview:
    channel, received_on = question.channel, question.received_on
    rule = application.receipt_rule(channel, question.arrived_on, received_on)
    agency_id = at.actor.agency_id
    calendar = in_effect(at).calendars.of(agency_id)
    assessment = assess(
        Ledger(received_on, channel, arrived=question.arrived_on), calendar=calendar,
        discretion=in_effect(at).choices.of(agency_id, received_on),
    )
    notice_by = assessment.limits.correction_notice
    return ReceiptPreview(
        received_on=received_on, day=rule.day, rule=rule.counts, article=rule.article,
        due_on=assessment.due, provisional=assessment.provisional,
        correction_notice_by=notice_by,
        correction_notice_provisional=bool(notice_by and not calendar.published(notice_by.year)),
        explanation=assessment.explanation, findings=assessment.findings,
    )
