"""What happens in the sign-off of a reply."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class SignOffBegun(Event):
    """A reply goes to these levels, in this order."""

    levels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SignedAtLevel(Event):
    """A level agreed to the text with this digest."""

    level: str
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class ReturnedFromLevel(Event):
    """A level sent the reply back, to an earlier one or to who drafts it."""

    level: str
    returned_to: str


@dataclass(frozen=True, kw_only=True)
class LevelsAdded(Event):
    """A case that is being signed goes to further levels; why stands with the round."""

    levels: tuple[str, ...]
