"""What happened, in the past tense: the record of a case and of the installation.

``kind`` of an audit event is the class name; its fields are the event's data. No personal
data stand here: people by id, applicants not at all, texts by digest. The one exception is the
network address of who signs in, which an inquiry into misuse cannot do without.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class RequestRegistered:
    """Entered in the register (art. 45)."""

    number: str
    channel: str
    received_on: date
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class RequestAccepted:
    """Examined and handed to a handler."""

    handler_id: int


@dataclass(frozen=True, kw_only=True)
class TaskOpened:
    """A user task waits for somebody of a role."""

    task_id: str
    element: str
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class TaskClaimed:
    task_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class TaskReleased:
    task_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class TaskHandedOver:
    task_id: str
    name: str
    to_person_id: int


@dataclass(frozen=True, kw_only=True)
class TaskCompleted:
    """``outcome`` is the choice's value; ``outcome_label`` its words on the button."""

    task_id: str
    element: str
    name: str
    outcome: str
    outcome_label: str
    values_digest: str


@dataclass(frozen=True, kw_only=True)
class TaskCancelled:
    """The process moved on without it."""

    task_id: str
    element: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CorrectionRequested:
    """Art. 30: told once what to correct."""

    on: date
    correct_by: date | None


@dataclass(frozen=True, kw_only=True)
class CorrectionReceived:
    """Art. 30: the reply period runs anew from this day."""

    on: date
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class CorrectionLapsed:
    """Art. 30: not corrected in time without good reason."""

    on: date


@dataclass(frozen=True, kw_only=True)
class TimeLimitExtended:
    """Art. 33: once, by at most 20 working days, with the office head's consent."""

    on: date
    working_days: int
    due_before: date | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class TimeLimitWarned:
    """A limit comes near. One event per limit and date."""

    limit: str
    legal_date: date


@dataclass(frozen=True, kw_only=True)
class TimeLimitMissed:
    """A limit passed. One event per limit and date."""

    limit: str
    legal_date: date


@dataclass(frozen=True, kw_only=True)
class ReplyDecided:
    """Signed off: the outcome of the request."""

    letter_kind: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class LetterDrafted:
    letter_id: int
    kind: str
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class LetterReviewed:
    """Art. 17: reviewed before disclosure; the digest ties the review to this very text."""

    letter_id: int
    text_digest: str
    passed: bool


@dataclass(frozen=True, kw_only=True)
class LetterIssued:
    letter_id: int
    kind: str
    number: str
    document_digest: str


@dataclass(frozen=True, kw_only=True)
class ReplyServed:
    """``replied_on`` is the day that the reply is dated by, on time or not."""

    letter_id: int
    service: str
    served_on: date
    replied_on: date
    on_time: bool


@dataclass(frozen=True, kw_only=True)
class CaseArchived:
    on: date


@dataclass(frozen=True, kw_only=True)
class DueDateRecalculated:
    """Another calendar took effect and moved the due date of a running case."""

    before: date | None
    after: date | None
    calendar_version: str


@dataclass(frozen=True, kw_only=True)
class CalendarNoticeImported:
    """A notice took effect. ``digest``: SHA-256 of the text it was read from.

    ``agency_id``: the only agency that it concerns; None when it concerns all.
    """

    notice_id: int
    agency_id: int | None = None
    year: int
    title: str
    url: str
    digest: str
    calendar_version: str


@dataclass(frozen=True, kw_only=True)
class CalendarNoticeWithdrawn:
    """A wrong import was taken out of effect."""

    notice_id: int
    year: int
    reason: str
    calendar_version: str


@dataclass(frozen=True, kw_only=True)
class AgencySettingChosen:
    """An agency's choice where the law is silent, for requests received from a day on."""

    setting_id: int
    agency_id: int
    name: str
    value: str | int | bool | None      # None: the default again
    from_day: date
    basis: str


@dataclass(frozen=True, kw_only=True)
class AgencySettingCancelled:
    """A choice was taken back before its day came."""

    setting_id: int
    agency_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded:
    attachment_id: int
    digest: str
    size: int


@dataclass(frozen=True, kw_only=True)
class ApplicantRevealed:
    """Somebody looked at unmasked personal data."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AgencyAdded:
    agency_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class PersonAdded:
    person_id: int
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PasswordChanged:
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordReset:
    """By an administrator, not by the person."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class DutiesChanged:
    person_id: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonDisabled:
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonRestored:
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """``address``: from where; empty in records of before it was kept."""

    person_id: int
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class SignInFailed:
    """A failed attempt on a name that exists."""

    person_id: int
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class SignedOut:
    person_id: int


Event = (
    RequestRegistered | RequestAccepted | TaskOpened | TaskClaimed | TaskReleased
    | TaskHandedOver | TaskCompleted | TaskCancelled | CorrectionRequested | CorrectionReceived
    | CorrectionLapsed | TimeLimitExtended | TimeLimitWarned | TimeLimitMissed | ReplyDecided
    | LetterDrafted | LetterReviewed | LetterIssued | ReplyServed | CaseArchived
    | DueDateRecalculated | CalendarNoticeImported | CalendarNoticeWithdrawn
    | AgencySettingChosen | AgencySettingCancelled
    | AttachmentAdded | ApplicantRevealed | AgencyAdded | PersonAdded | PasswordChanged
    | PasswordReset | DutiesChanged | PersonDisabled | PersonRestored
    | SignedIn | SignInFailed | SignedOut
)
