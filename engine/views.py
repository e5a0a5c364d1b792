"""What the engine shows: plain frozen facts for pages, lists and the command line.

Names of applicants come masked unless the reader's work needs them; the identity number is
never here (see ``RevealApplicant``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.roles import Role
from engine.statute import Assessment, Finding


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts. ``person_id`` None is the clock, which is nobody's account."""

    person_id: int | None
    name: str
    agency_id: int | None
    agency_name: str = ""
    roles: frozenset[Role] = frozenset()
    sign_in_name: str = ""
    session: str = field(default="", repr=False)   # digest of the token he acts by

    @property
    def sees_all_agencies(self) -> bool:
        """The supervising department watches every agency (art. 47)."""
        return Role.SUPERVISOR in self.roles


CLOCK = Actor(person_id=None, name="系统时钟", agency_id=None)


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
class PersonRef:
    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class AgencyRef:
    id: int
    name: str
    short_name: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class TaskItem:
    """An open task of my work."""

    id: str
    case_id: int
    case_number: str
    subject: str
    applicant: str             # masked
    agency: AgencyRef
    element: str
    name: str
    role: Role
    assignee: PersonRef | None
    mine: bool
    opened_at: datetime
    clock: ClockStrip
    has_draft: bool


@dataclass(frozen=True, kw_only=True)
class DoneItem:
    """A task that I completed."""

    task_id: str
    case_id: int
    case_number: str
    subject: str
    name: str
    outcome: str
    ended_at: datetime


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
    sort: due | newest | number
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


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One field of a task form, ready to be drawn.

    type: text | paragraphs | date | person | choice | number | list | letter | file | tick
    when: shown and counted only while each named field has the given value.
    """

    name: str
    label: str
    type: str
    required: bool
    help: str = ""
    min: int | None = None
    max: int | None = None
    choices: tuple[tuple[str, str], ...] = ()   # (value, label); people for type person
    when: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FormChoice:
    """One button. ``not_now`` says why it is not lawful now; ``due_if_done`` what it leads to.

    ``working_days``: the length of the extension that ``due_if_done`` is computed with.
    """

    value: str
    label: str
    button: str                # primary | secondary | danger
    requires: tuple[str, ...] = ()
    confirm: str = ""
    not_now: str = ""
    due_if_done: date | None = None
    working_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class TaskForm:
    """All that a page needs to let somebody do a task."""

    task: TaskItem
    title: str
    legal_basis: str
    instruction: str
    outcome_variable: str
    choices: tuple[FormChoice, ...]
    fields: tuple[FormField, ...]
    values: Mapping[str, Any]  # draft or prefilled
    may_act: bool
    may_claim: bool
    not_permitted_because: str = ""
    colleagues: tuple[PersonRef, ...] = ()  # to whom it may be handed over
    letter: "LetterView | None" = None      # what is to be reviewed, signed or served
    opinions: tuple["Opinion", ...] = ()    # what others said on this case so far


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What somebody wrote when completing a step."""

    step_name: str
    outcome_label: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LetterKindChoice:
    """A kind of reply letter the handler may choose, with the facts only a person knows."""

    kind: str
    title: str
    basis: str
    remedy: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, kw_only=True)
class LetterView:
    """A letter on screen. ``paragraphs``: (role, text); role: title | addressee | body |
    heading | remedy | closing | signer | date | attachment."""

    id: int
    case_id: int
    kind: str
    title: str
    state: str                 # draft | issued | served
    number: str                # empty while a draft
    paragraphs: tuple[tuple[str, str], ...]
    drafted_by: str
    issued_at: datetime | None
    service: str
    served_on: date | None
    digest: str
    findings: tuple[str, ...] = ()  # what the gate still objects to


@dataclass(frozen=True, kw_only=True)
class AttachmentView:
    id: int
    name: str
    media_type: str
    size: int
    added_by: str
    added_at: datetime


@dataclass(frozen=True, kw_only=True)
class TimelineItem:
    """One event. ``kind`` is the event class's name, ``data`` its fields."""

    seq: int
    at: datetime
    kind: str
    by: str
    command: str
    data: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Token:
    """Where the process stands. state: waiting | done"""

    element: str
    state: str
    name: str = ""
    holder: str = ""
    role: str = ""
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DiagramView:
    """One diagram of a case. ``element`` names the call activity it was called from."""

    process: str
    version: int
    name: str
    xml: str
    tokens: tuple[Token, ...]
    called_from: tuple[str, str] | None = None   # (process, element)
    active: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """The case page."""

    id: int
    number: str
    subject: str
    description: str
    agency: AgencyRef
    applicant: str             # masked
    applicant_kind: str
    contact: str               # masked phone or mail
    channel: str
    arrived_on: date
    form_of_supply: str
    way_of_supply: str
    area: str
    written_for_applicant: bool
    needs_assistance: bool
    suggests_publication: bool
    registered_by: str
    registered_at: datetime
    handler: PersonRef | None
    status: str
    step_name: str
    clock: ClockStrip
    marks: tuple[ClockMark, ...]
    assessment: Assessment     # with the day-by-day proof
    tasks: tuple[TaskItem, ...]
    done: tuple[Opinion, ...]
    letters: tuple[LetterView, ...]
    attachments: tuple[AttachmentView, ...]
    timeline: tuple[TimelineItem, ...]
    letter_title: str = ""
    archived_at: datetime | None = None


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
    by_agency: tuple[MonitorLine, ...]
    by_step: tuple[MonitorLine, ...]
    overdue: tuple[CaseRow, ...]     # the worst first, at most 50
    near: tuple[CaseRow, ...]        # due within 5 working days, at most 50
    load: tuple[tuple[PersonRef, int, int], ...] = field(default=())  # officer, open, overdue


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """kind: weekday | weekend | holiday | make_up | unpublished. changed: by what is compared.

    local: the document that makes it another day here than elsewhere; "" when none does.
    """

    on: date
    kind: str
    name: str
    changed: bool
    local: str = ""


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """A notice on working days. off: holiday, first and last day, both included.

    local: days that lie on top of the arrangement for all.
    """

    year: int
    title: str
    url: str
    published: date
    off: tuple[tuple[str, date, date], ...]
    worked: tuple[date, ...]
    local: bool


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    """A year as twelve months of weeks from Monday; None for a day of another month."""

    year: int
    published: bool
    months: tuple[tuple[tuple[CalendarDay | None, ...], ...], ...]
    working_days: int
    notices: tuple[NoticeView, ...]


@dataclass(frozen=True, kw_only=True)
class ImportedNotice:
    """A notice taken up here. withdrawn_at None: it is in effect. agency None: for all."""

    id: int
    agency: AgencyRef | None
    notice: NoticeView
    taken_effect_at: datetime
    by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_because: str


@dataclass(frozen=True, kw_only=True)
class CalendarView:
    """alarm: which year is missing, "" when none. waiting: of the running cases, those not yet
    recomputed for the calendar in effect.

    agency: whose calendar it is, None for the one for all. agencies: whose it might be; with_own:
    those of them that have days of their own.
    """

    agency: AgencyRef | None
    agencies: tuple[AgencyRef, ...]
    with_own: frozenset[int]
    year: CalendarYear
    years: tuple[int, ...]
    imported: tuple[ImportedNotice, ...]
    alarm: str
    waiting: int
    running: int
    version: str


@dataclass(frozen=True, kw_only=True)
class CaseMove:
    """A running case whose due date another calendar moves or makes certain."""

    case_id: int
    number: str
    subject: str
    agency: AgencyRef
    before: date | None
    after: date | None
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class CalendarPreview:
    """What a change of the calendar would do.

    others: the year's other notices; of local days, those that speak of the same days.
    agency: the only one that it concerns; None when it concerns all.
    """

    agency: AgencyRef | None
    notice: NoticeView
    year: CalendarYear
    others: tuple[NoticeView, ...]
    moves: tuple[CaseMove, ...]     # at most 500
    total: int


@dataclass(frozen=True, kw_only=True)
class SettingChange:
    """An agency's choice from a day on. label "": the default again.

    state: in_effect | coming | past | cancelled
    """

    id: int
    from_day: date
    state: str
    label: str
    basis: str
    set_at: datetime
    set_by: str
    cancelled_at: datetime | None
    cancelled_by: str


@dataclass(frozen=True, kw_only=True)
class SettingView:
    """One matter that the law leaves open, as it stands for requests received today.

    own: whether the agency chose it, since when. source: the agency's act, or that of the default.
    choices: none for a number up to ``most``. closed: it concerns only receipts until ``until``.
    """

    name: str
    title: str
    value: str
    label: str
    own: bool
    since: date | None
    source: str
    default: str
    choices: tuple[tuple[str, str], ...]
    most: int
    closed: bool
    until: date | None
    coming: tuple[SettingChange, ...]
    history: tuple[SettingChange, ...]


@dataclass(frozen=True, kw_only=True)
class SettingsView:
    """All of them for one agency. first_day: the earliest day for a change."""

    agency: AgencyRef
    agencies: tuple[AgencyRef, ...]
    first_day: date
    settings: tuple[SettingView, ...]


@dataclass(frozen=True, kw_only=True)
class Health:
    """Is the installation well: used by /healthz and the system page."""

    database: str
    revision: str
    ticker_seen_at: datetime | None
    calendar_until: int        # last year with a published calendar
    audit_seq: int
    pdf: bool
    problems: tuple[str, ...] = ()
