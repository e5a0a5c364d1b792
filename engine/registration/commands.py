"""Entering a request in the register."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.actors.permissions import INTAKE
from engine.attachments.commands import Upload
from engine.transaction.content import MADE_FOR_ONE_SENDING
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Who asks (Regulation art. 29). ``kind`` is a column of the annual report's table 3.

    kind: natural_person | enterprise | research | welfare | legal_service | other_organisation
    country: where an applicant from abroad comes from; empty for everybody else.
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
    id_note: str = ""       # why a number that breaks the rule is right all the same
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterRequest(Command[int], permission=INTAKE):
    """Enter a request in the register and start its process (arts. 29, 31, 45).

    channel: in_person | signed_post | ordinary_post | internet | fax
    received_on: the day that the law counts as receipt for that channel.
    applicant: of several who ask together, the one who represents the others (``joint``).
    agent: who acts for them; authority: none | applies | applies_and_receives, what he showed.
    way_of_supply: left open, what the channel suggests. Returns the case id (int).
    """

    channel: str
    arrived_on: date
    received_on: date
    applicant: Applicant
    subject: str
    description: str
    form_of_supply: str = "paper"       # paper | electronic | other
    way_of_supply: str = ""             # post | email | pickup | inspection | fax
    area: str = ""                      # one of the notice's eight areas, or none
    written_for_applicant: bool = False  # spoken request, form filled in by staff (art. 29) …
    written_by: str = ""                # … and by whom
    needs_assistance: bool = False      # reading, sight or hearing difficulty (art. 43)
    suggests_publication: bool = False  # art. 44
    items: tuple[str, ...] = ()         # what is asked for, one thing each; none: the subject
    joint: tuple[Applicant, ...] = ()
    agent: Applicant | None = None
    authority: str = ""
    arrival_id: int = 0                 # what came in, if that was taken down before
    attachments: tuple[Upload, ...] = ()
    page: str = field(default="", metadata=MADE_FOR_ONE_SENDING)        # whose draft it was
    came_from: str = field(default="", metadata=MADE_FOR_ONE_SENDING)   # the version begun with


@dataclass(frozen=True, kw_only=True)
class SaveIntakeDraft(Command[bool], permission=INTAKE):
    """Keep what was typed so far of a request: its own page's draft, and of what that page began
    with only what nobody has gone on with since. Returns whether others stand beside it (bool)."""

    values: Mapping[str, str] = field(repr=False)
    page: str
    came_from: str = ""


@dataclass(frozen=True, kw_only=True)
class DropIntakeDraft(Command[None], permission=INTAKE):
    """Throw away one of one's own drafts of a request. Returns None."""

    page: str
