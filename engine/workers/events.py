"""What was done about the installation as a whole."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class BackupMade(Event):
    """A copy of all data. until, digest: number and hash of the last event in it."""

    until: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class BackupRestored(Event):
    """These data come from a copy that ended with that event."""

    until: int
    digest: str
