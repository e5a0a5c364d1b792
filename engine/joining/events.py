"""What it leaves on the record of both cases."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class ItemsSplitOff(Event):
    """Items of this case became a case of their own. into: its register number."""

    numbers: tuple[int, ...]
    into: str
    reason_digest: str


@dataclass(frozen=True, kw_only=True)
class CaseSplitOff(Event):
    """This case began with items of another. out_of: the other's register number."""

    out_of: str


@dataclass(frozen=True, kw_only=True)
class CaseMerged(Event):
    """This case was merged into another. into: the other's register number."""

    into: str
    reason_digest: str


@dataclass(frozen=True, kw_only=True)
class CaseTakenIn(Event):
    """Another case was merged into this one. out_of: its number; numbers: its items here."""

    out_of: str
    numbers: tuple[int, ...]
