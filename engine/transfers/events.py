"""What becomes of a case that another agency is to answer."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class TransferProposed(Event):
    """Another agency is to answer. number: within the case. manner: of ``MANNERS``."""

    number: int
    manner: str
    to_agency: str
    reason_digest: str


@dataclass(frozen=True, kw_only=True)
class TransferOffered(Event):
    """Approved, and offered to the other agency."""

    number: int
    to_agency: str


@dataclass(frozen=True, kw_only=True)
class TransferNotApproved(Event):
    """Not approved: the case stays."""

    number: int
    to_agency: str


@dataclass(frozen=True, kw_only=True)
class TransferWithdrawn(Event):
    """Taken back before the other agency answered."""

    number: int
    to_agency: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TransferRefused(Event):
    """The other agency does not take it over."""

    number: int
    to_agency: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CaseHandedOver(Event):
    """The last thing that the record of the first agency says of it."""

    number: int
    to_agency: str
    received_on: date


@dataclass(frozen=True, kw_only=True)
class CaseTakenOver(Event):
    """The first thing that the record of the agency says that answers from now on.

    number_there: under which its own register has it; the case keeps the number it was given.
    """

    number: int
    from_agency: str
    number_there: str
    received_on: date
