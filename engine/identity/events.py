"""Who signed in or out, and whose password changed."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A person changed his own password."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordReset(Event):
    """By an administrator, not by the person."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class SignInLockLifted(Event):
    """By an administrator: what failed on the person's name no longer counts."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class AddressLockLifted(Event):
    """By an administrator: what failed at a network address no longer counts."""

    address: str


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """``address``: from where; empty in records of before it was kept."""

    person_id: int
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class SignInFailed(Event):
    """A failed attempt on a name that exists."""

    person_id: int
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    """A person ended his session."""

    person_id: int
