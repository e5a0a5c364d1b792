"""What putting right leaves on the record."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class RegistrationVoided(Event):
    """Registered in error, or twice: ``duplicate_of`` is the other's register number, "" for
    none."""

    number: str
    duplicate_of: str
    reason: str
