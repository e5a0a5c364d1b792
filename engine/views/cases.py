"""One case with its diagrams and its timeline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.statute import Assessment
from engine.views.clock import ClockMark, ClockStrip
from engine.views.letters import AttachmentView, LetterView
from engine.views.people import AgencyRef, PersonRef
from engine.views.work import Opinion, TaskItem


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
    """One diagram of a case. ``called_from``: the call activity that led to it."""

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
