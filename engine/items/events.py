"""What happens to the items of a request. What they ask for stands in no event."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class ItemDivided(Event):
    """An item was divided, or worded anew. into: the numbers that it became, its own first."""

    number: int
    into: tuple[int, ...]
    reason_digest: str


@dataclass(frozen=True, kw_only=True)
class ItemAdded(Event):
    """An item came in after registration, mostly by the correction."""

    number: int
    reason_digest: str


@dataclass(frozen=True, kw_only=True)
class ItemWithdrawn(Event):
    """The applicant no longer asks for it."""

    number: int
    reason_digest: str


@dataclass(frozen=True, kw_only=True)
class SearchRecorded(Event):
    """What was searched for an item. replaces: the record that this takes the place of."""

    number: int
    record_id: int
    result: str
    replaces: int | None
    record_digest: str


@dataclass(frozen=True, kw_only=True)
class ItemFound(Event):
    """What an item is found to be. ground: a code of the statute; empty: taken back."""

    number: int
    ground: str
    finding_digest: str


@dataclass(frozen=True, kw_only=True)
class ItemsAnswered(Event):
    """A reply was issued that answers these items."""

    letter_id: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ItemsReopened(Event):
    """The letter that answered these items counts no more."""

    letter_id: int
    numbers: tuple[int, ...]
