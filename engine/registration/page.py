"""What a receipt leads to, before anything is saved."""

from dataclasses import dataclass
from datetime import date

from engine.cases.scope import Scope
from engine.registration import application as intake
from engine.statute import Finding, Ledger, assess


@dataclass(frozen=True, kw_only=True)
class ReceiptPreview:
    """What the intake form shows beside the channel, before anything is saved."""

    received_on: date
    rule: str
    article: str
    due_on: date | None
    provisional: bool
    correction_notice_by: date | None
    explanation: str
    findings: tuple[Finding, ...] = ()


def preview_receipt(scope: Scope, channel: str, arrived_on: date, received_on: date
                    ) -> ReceiptPreview:
    """What the intake form says of a channel and its days. Raises InvalidInput."""
    rule = intake.receipt_rule(channel, arrived_on, received_on)
    agency_id = scope.actor.agency_id
    assessment = assess(
        Ledger(received_on, channel, arrived=arrived_on),
        calendar=scope.calendars.of(agency_id),
        settings=scope.in_effect.settings.of(agency_id, received_on),
    )
    return ReceiptPreview(
        received_on=received_on, rule=rule.counts, article=rule.article,
        due_on=assessment.due, provisional=assessment.provisional,
        correction_notice_by=assessment.limits.correction_notice,
        explanation=assessment.explanation, findings=assessment.findings,
    )
