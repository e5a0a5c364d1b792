"""What people and the clock may ask of the engine: imperative, frozen, one transaction each.

Hand one to ``Engine.handle(command, actor, key=...)``. ``handlers.py`` holds one function
for each; what a command returns is said in its docstring.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.roles import Role


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it came: its name by the sender's word and its bytes. Nothing is believed."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Who asks (Regulation art. 29). ``kind`` is a column of the annual report's table 3.

    kind: natural_person | enterprise | research | welfare | legal_service | other_organisation
    """

    kind: str
    name: str
    id_kind: str = ""
    id_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    postcode: str = ""
    email: str = field(default="", repr=False)
    contact_person: str = ""
    legal_representative: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterRequest:
    """Enter a request in the register and start its process (arts. 29, 31, 45).

    channel: in_person | signed_post | ordinary_post | internet | fax
    received_on: the day that the law counts as receipt for that channel.
    Returns the case id (int).
    """

    channel: str
    arrived_on: date
    received_on: date
    applicant: Applicant
    subject: str
    description: str
    form_of_supply: str = "paper"       # paper | electronic | other
    way_of_supply: str = "post"         # post | email | pickup | inspection | fax
    area: str = ""                      # one of the notice's eight areas, or none
    written_for_applicant: bool = False  # spoken request, form filled in by staff (art. 29)
    needs_assistance: bool = False      # reading, sight or hearing difficulty (art. 43)
    suggests_publication: bool = False  # art. 44
    attachments: tuple[Upload, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClaimTask:
    """Take a task that waits for a role, so that nobody else begins on it. Returns None."""

    task_id: str


@dataclass(frozen=True, kw_only=True)
class ReleaseTask:
    """Give a claimed task back to its role. Returns None."""

    task_id: str


@dataclass(frozen=True, kw_only=True)
class HandOverTask:
    """Give a task to a colleague of the same agency who holds its role. Returns None."""

    task_id: str
    to_person_id: int


@dataclass(frozen=True, kw_only=True)
class SaveTaskDraft:
    """Keep what was typed so far in a task's form. Returns None."""

    task_id: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class CompleteTask:
    """Hand in a task's form; the process runs on to its next wait. Returns the case id (int).

    values: the form's fields by name, the outcome variable among them.
    """

    task_id: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class TriggerTimers:
    """Fire a case's due timers in the order of their due moments. By the actor "clock".

    Returns the number fired; nothing due is 0 and does no harm.
    """

    case_id: int


@dataclass(frozen=True, kw_only=True)
class AddAttachment:
    """Put a file on a case. Returns the attachment id (int)."""

    case_id: int
    upload: Upload


@dataclass(frozen=True, kw_only=True)
class RevealApplicant:
    """Look at the unmasked identity number and contact: needs a reason, leaves an event.

    Returns the applicant as a mapping of field to value.
    """

    case_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class AddAgency:
    """A government office, department, town or sub-district office. Returns its id (int).

    kind: government_office | department | town | subdistrict
    letter_code: 机关代字 of its reply letters, such as 周财公开.
    """

    name: str
    short_name: str
    letter_code: str
    kind: str
    valid_from: date
    parent_id: int | None = None
    disclosure_office: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    reconsideration_organ: str = ""
    court: str = ""
    online_url: str = ""


@dataclass(frozen=True, kw_only=True)
class AddPerson:
    """Somebody who may sign in. Returns the person's id (int)."""

    sign_in_name: str
    name: str
    agency_id: int
    roles: tuple[Role, ...]
    password: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ChangePassword:
    """One's own password; every other session of the person ends. Returns None."""

    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ResetPassword:
    """Another one's password; every session of the person ends. Returns ``receipt``.

    receipt: what the sender knows this sending by. A form sent twice gets the first one's, and
    so learns that the password it holds was not set.
    """

    person_id: int
    password: str = field(repr=False)
    receipt: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeDuties:
    """What a person may do from now on; tasks of duties taken away go back. Returns None."""

    person_id: int
    roles: tuple[Role, ...]


@dataclass(frozen=True, kw_only=True)
class DisablePerson:
    """The person can no longer sign in; the tasks he holds go back. Returns None."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class RestorePerson:
    """A disabled person may sign in again. Returns None."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class ImportNotice:
    """Take up a notice on the working days; in effect for every case at once. Returns its id (int).

    ``text`` is read as it was pasted; ``published`` where it bears no date. ``notice`` instead
    of a text to be read: one as ``engine.statute.Notice.to_json`` gives it.
    """

    text: str
    url: str = ""
    published: date | None = None
    notice: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class AddLocalDays:
    """Take up days off that an agency, or its local government, set by a document of its own.

    agency_id None: for every agency. off: a line for each holiday (name, first day, last day);
    worked: a line for each make-up day. Returns the notice's id (int).
    """

    agency_id: int | None
    title: str
    document: str               # its number, under which it is cited
    published: date
    off: str
    worked: str = ""


@dataclass(frozen=True, kw_only=True)
class WithdrawNotice:
    """Take a wrong import out of effect. Returns None."""

    notice_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class SetAgencySetting:
    """Choose for an agency what the law leaves open, for requests received from a day on.

    name: one of ``engine/statute/settings.yaml``. value None: the default again. from_day:
    tomorrow at the earliest, so that no case changes. Returns the choice's id (int).
    """

    agency_id: int
    name: str
    value: str | int | bool | None
    from_day: date
    basis: str


@dataclass(frozen=True, kw_only=True)
class CancelAgencySetting:
    """Take back a choice that has not taken effect yet. Returns None."""

    setting_id: int


@dataclass(frozen=True, kw_only=True)
class RecalculateCase:
    """Give an open case the dates of the calendar in effect. Returns None; twice does no harm."""

    case_id: int


Command = (
    RegisterRequest
    | ClaimTask
    | ReleaseTask
    | HandOverTask
    | SaveTaskDraft
    | CompleteTask
    | TriggerTimers
    | AddAttachment
    | RevealApplicant
    | AddAgency
    | AddPerson
    | ChangePassword
    | ResetPassword
    | ChangeDuties
    | DisablePerson
    | RestorePerson
    | ImportNotice
    | AddLocalDays
    | WithdrawNotice
    | SetAgencySetting
    | CancelAgencySetting
    | RecalculateCase
)
