"""The register, what is like a request in it, and what the managers watch."""

from dataclasses import dataclass, field
from datetime import date

from engine.views.clock import ClockStrip
from engine.views.people import AgencyRef, PersonRef

NOBODY = 0                     # no person has this id


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """One line of the register."""

    id: int
    number: str
    subject: str
    applicant: str             # masked
    applicant_kind: str
    agency: AgencyRef
    channel: str
    area: str
    step: str                  # element id
    step_name: str
    handler: PersonRef | None
    status: str                # open | replied | archived
    letter_kind: str           # empty until decided
    letter_title: str
    clock: ClockStrip


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """What the register list is narrowed to. Empty means all. Sorted as ``sort`` says.

    due: overdue | within_1 | within_3 | within_5 (working days) | provisional | paused
    sort: due | newest | oldest (in the order of registration)
    handler_id: NOBODY for cases that nobody handles yet
    after: the opaque mark of the last row seen (keyset paging), from ``RegisterPage.next``
    """

    text: str = ""
    agency_id: int | None = None
    status: str = ""
    step: str = ""
    due: str = ""
    channel: str = ""
    area: str = ""
    letter_kind: str = ""
    handler_id: int | None = None
    received_from: date | None = None
    received_to: date | None = None
    mine: bool = False         # registered by me
    sort: str = "newest"
    after: str = ""
    limit: int = 50


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    rows: tuple[CaseRow, ...]
    total: int | None          # None when counting would cost too much; then say "more"
    next: str                  # empty at the end
    step_name: str             # of the step and the reply it is narrowed to; empty for all
    letter_title: str


@dataclass(frozen=True, kw_only=True)
class Similar:
    """An earlier request like the one being registered."""

    case_id: int
    number: str
    subject: str
    received_on: date
    same_applicant: bool
    status: str


@dataclass(frozen=True, kw_only=True)
class MonitorLine:
    """Counts for one agency or step. Every figure opens its cases by a RegisterFilter."""

    agency: AgencyRef | None
    step: str
    step_name: str
    open: int
    overdue: int
    within_1: int
    within_3: int
    within_5: int


@dataclass(frozen=True, kw_only=True)
class MonitorView:
    today: date
    total: MonitorLine
    by_agency: tuple[MonitorLine, ...]  # these two: where most is overdue or soon will be first
    by_step: tuple[MonitorLine, ...]
    overdue: tuple[CaseRow, ...]     # the worst first, at most 50
    near: tuple[CaseRow, ...]        # due within 5 working days, at most 50
    load: tuple[tuple[PersonRef, int, int], ...] = field(default=())  # officer, open, overdue
    unassigned: tuple[int, int] = (0, 0)                              # open, overdue
