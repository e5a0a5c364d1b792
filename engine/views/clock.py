"""A due date in one glance, and what a receipt leads to."""

from dataclasses import dataclass
from datetime import date

from engine.statute import Finding


@dataclass(frozen=True, kw_only=True)
class ClockMark:
    """One mark on the clock strip.

    kind: received | correction_requested | correction_received | correction_lapsed |
    consultation_opened | consultation_answered | extended | fee_noticed | fee_paid |
    warned | missed | replied | due | today
    """

    kind: str
    on: date
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ClockStrip:
    """The due date in one glance. ``remaining``: working days left, negative when overdue,
    frozen while paused; None when no limit runs (waiting for a correction, ended)."""

    state: str                 # running | paused_* | lapsed | replied | withdrawn (see Assessment)
    received_on: date
    due_on: date | None
    warning_due_on: date | None
    provisional: bool
    remaining: int | None
    urgency: str               # overdue | today | near | ample | paused | ended
    on_time: bool | None = None
    replied_on: date | None = None
    correct_by: date | None = None  # the applicant's limit while a correction is awaited


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
