"""What happened to what came in. Who sent it stands in no event."""

from dataclasses import dataclass
from datetime import date

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class ArrivalTakenIn(Event):
    """Something came in. way: one of engine.arrivals.arrival.WAYS."""

    arrival_id: int
    way: str
    arrived_on: date


@dataclass(frozen=True, kw_only=True)
class ArrivalMended(Event):
    """What was taken down was wrong. before, after: digests of all of it."""

    arrival_id: int
    digest_before: str
    digest_after: str


@dataclass(frozen=True, kw_only=True)
class ApplicantCalled(Event):
    """An attempt to confirm with who asks (art. 31)."""

    arrival_id: int
    on: date
    reached: bool
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class ArrivalPaperAdded(Event):
    """A paper was put to an arrival. ``digest``: of its content."""

    arrival_id: int
    digest: str
    size: int


@dataclass(frozen=True, kw_only=True)
class ArrivalPaperQuarantined(Event):
    """A secret among the papers of an arrival: its bytes are gone. ``size``: bytes."""

    arrival_id: int
    digest: str
    size: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ArrivalPassedOn(Event):
    """Handed on with its originals to another unit, which signed for it."""

    arrival_id: int
    on: date


@dataclass(frozen=True, kw_only=True)
class ArrivalNoRequest(Event):
    """Closed, because it asks for no information."""

    arrival_id: int


@dataclass(frozen=True, kw_only=True)
class ArrivalRegistered(Event):
    """It has become this case."""

    arrival_id: int
