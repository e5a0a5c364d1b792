"""What may be done with what came in."""

from dataclasses import dataclass, field
from datetime import date

from engine.actors.permissions import INTAKE
from engine.attachments.commands import Upload
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class ArrivalFacts:
    """What is known of an arrival.

    way: signed_post | ordinary_post | in_person | fax | email | web. arrived_on: handed in, signed
    for by the mail room, or come in. handed_over_…: by the mail room to the office, if it did.
    """

    way: str
    arrived_on: date
    sender: str = ""
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    subject: str = ""
    note: str = ""
    tracking_number: str = ""
    handed_over_on: date | None = None
    handed_over_by: str = ""


@dataclass(frozen=True, kw_only=True)
class TakeIn(Command[int], permission=INTAKE):
    """Take down that something came in. Returns the arrival's id (int)."""

    facts: ArrivalFacts
    papers: tuple[Upload, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MendArrival(Command[None], permission=INTAKE):
    """Put right what was taken down of an open arrival. Returns None."""

    arrival_id: int
    facts: ArrivalFacts


@dataclass(frozen=True, kw_only=True)
class AddArrivalPapers(Command[None], permission=INTAKE):
    """Put papers to an open arrival: all or none. Returns None."""

    arrival_id: int
    papers: tuple[Upload, ...]


@dataclass(frozen=True, kw_only=True)
class NoteCall(Command[None], permission=INTAKE):
    """Take down an attempt to confirm with who asks, also one that reached nobody. Returns None.

    confirmed: both sides confirmed that it is a request, so that the day counts as receipt.
    """

    arrival_id: int
    called_on: date
    called_at: str = ""
    number: str = field(default="", repr=False)
    spoke_with: str = ""
    reached: bool = False
    confirmed: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PassOn(Command[None], permission=INTAKE):
    """Hand a letter meant for another unit on with its originals, and close it. Returns None."""

    arrival_id: int
    passed_on: date
    to: str
    signed_by: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FoundNoRequest(Command[None], permission=INTAKE):
    """Close what is no request for information, with the reason. Returns None."""

    arrival_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class QuarantinePaper(Command[None], permission=INTAKE):
    """Remove a secret that came in or was uploaded by mistake with what is no case; of a case,
    ``QuarantineAttachment``. That it was there stays on the record. Returns None."""

    paper_id: int
    reason: str
