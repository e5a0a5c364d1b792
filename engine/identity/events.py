"""Who signed in or out, and whose password changed."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PasswordChanged:
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordReset:
    """By an administrator, not by the person."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """``address``: from where; empty in records of before it was kept."""

    person_id: int
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class SignInFailed:
    """A failed attempt on a name that exists."""

    person_id: int
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class SignedOut:
    person_id: int
