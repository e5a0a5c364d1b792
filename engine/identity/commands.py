"""Who may sign in, and passwords."""

from dataclasses import dataclass, field

from engine.actors.permissions import ADMINISTRATORS, ONESELF
from engine.actors.roles import Role
from engine.transaction.content import MADE_FOR_ONE_SENDING
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class AddPerson(Command[int], permission=ADMINISTRATORS):
    """Somebody who may sign in. Returns the person's id (int)."""

    sign_in_name: str
    name: str
    agency_id: int
    roles: tuple[Role, ...]
    password: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ChangePassword(Command[None], permission=ONESELF):
    """One's own password; every other session of the person ends. Returns None."""

    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class LiftSignInLock(Command[None], permission=ADMINISTRATORS):
    """Forget what failed on a person's name, so that he may try again at once. Returns None."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class LiftAddressLock(Command[None], permission=ADMINISTRATORS):
    """Forget what failed at a network address: a whole office may sit behind it. Returns None."""

    address: str


@dataclass(frozen=True, kw_only=True)
class ResetPassword(Command[str], permission=ADMINISTRATORS):
    """Another one's password; every session of the person ends. Returns ``receipt``.

    receipt: what the sender knows this sending by. A form sent twice gets the first one's, and
    so learns that the password it holds was not set.
    """

    person_id: int
    password: str = field(repr=False, metadata=MADE_FOR_ONE_SENDING)
    receipt: str = field(default="", metadata=MADE_FOR_ONE_SENDING)
