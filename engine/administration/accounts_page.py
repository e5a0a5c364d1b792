"""Who is there to choose from; and everybody who signs in, for those who look after them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.actors.actor import AT_THE_KEYBOARD
from engine.actors.permissions import ADMINISTRATORS, SIGNED_IN
from engine.actors.roles import Role
from engine.configuration import Configuration
from engine.errors import NotFound
from engine.identity.locks import Locks, locks
from engine.identity.sign_in import canonical_name
from engine.people import rows as people_rows
from engine.people.agencies import AgencyRef, agencies_offered, agencies_seen
from engine.people.units import rows as unit_rows
from engine.record.timeline import TimelineItem
from engine.tasks import rows as task_rows
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody who signs in, as an administrator looks after them.

    locked_until: too many attempts failed; None when he may try. password_given: he has not yet
    changed the password that was made for him.
    """

    id: int
    name: str
    sign_in_name: str
    agency: AgencyRef
    roles: tuple[Role, ...]
    active: bool
    tasks_held: int = 0         # counted for one person only
    is_self: bool = False       # the administrator who looks
    locked_until: datetime | None = None
    password_given: bool = False


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """One account and what was done about it, the latest first. unit_id: the unit he is of."""

    account: Account
    history: tuple[TimelineItem, ...]
    unit_id: int | None = None
    units: tuple[tuple[int, str], ...] = ()     # of his agency, to choose from


@dataclass(frozen=True, kw_only=True)
class LockedAddresses(Question[tuple[tuple[str, datetime], ...]], permission=ADMINISTRATORS):
    """The network addresses from which nobody may sign in for now, and until when."""


@dataclass(frozen=True, kw_only=True)
class Accounts(Question[tuple[Account, ...]], permission=ADMINISTRATORS):
    """Everybody who signs in, agency by agency, by name; of one agency when it is named."""

    agency_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AccountPage(Question[AccountView], permission=ADMINISTRATORS):
    """One who signs in. Raises NotFound."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class AccountNamed(Question[Account | None], permission=ADMINISTRATORS):
    """The account of a sign-in name, however it is typed; None when there is none."""

    sign_in_name: str


@dataclass(frozen=True, kw_only=True)
class Agencies(Question[tuple[AgencyRef, ...]], permission=SIGNED_IN):
    """The agencies that the actor may look at; all of them for an administrator. ended: those too
    that are no more."""

    ended: bool = False


def accounts(question: Accounts, at: Snapshot) -> tuple[Account, ...]:
    agencies = agencies_seen(at)
    roles, locked = people_rows.all_roles(at.connection), _locks(at).names
    wanted = None if question.agency_id is None else (question.agency_id,)
    return tuple(
        _account(at, row, agencies, roles.get(row["id"], frozenset()), locked)
        for row in people_rows.of_agencies(at.connection, wanted)
    )


def account_page(question: AccountPage, at: Snapshot) -> AccountView:
    row = people_rows.find(at.connection, question.person_id)
    if row is None:
        raise NotFound()
    return AccountView(
        unit_id=row["unit_id"], units=tuple(
            (each["id"], each["name"])
            for each in unit_rows.of_agency(at.connection, row["agency_id"])
            if each["valid_to"] is None or each["valid_to"] >= at.today
        ),
        account=_account(
            at, row, agencies_seen(at), people_rows.roles_of(at.connection, row["id"]),
            _locks(at).names, tasks_held=len(task_rows.held_by(at.connection, row["id"])),
        ),
        history=tuple(
            TimelineItem(
                seq=event["seq"], at=event["at"], kind=event["kind"],
                by=event["actor_name"] or AT_THE_KEYBOARD.name, command=event["command"],
                data=event["data"],
            )
            for event in people_rows.account_events(at.connection, row["id"])
        ),
    )


def account_named(question: AccountNamed, at: Snapshot) -> Account | None:
    row = people_rows.find_by_sign_in_name(at.connection, canonical_name(question.sign_in_name))
    if row is None:
        return None
    roles = people_rows.roles_of(at.connection, row["id"])
    return _account(at, row, agencies_seen(at), roles, _locks(at).names)


def locked_addresses(
    question: LockedAddresses, at: Snapshot
) -> tuple[tuple[str, datetime], ...]:
    return tuple(sorted(_locks(at).addresses.items()))


def _locks(at: Snapshot) -> Locks:
    return locks(at.connection, at.around[Configuration], at.now)


def agencies(question: Agencies, at: Snapshot) -> tuple[AgencyRef, ...]:
    return tuple(agencies_seen(at).values()) if question.ended else agencies_offered(at)


def _account(
    at: Snapshot, row: people_rows.AccountColumns, agencies: Mapping[int, AgencyRef],
    roles: frozenset[str], locked: Mapping[str, datetime], *, tasks_held: int = 0,
) -> Account:
    return Account(
        id=row["id"], name=row["name"], sign_in_name=row["sign_in_name"],
        agency=agencies[row["agency_id"]], active=row["active"], tasks_held=tasks_held,
        roles=tuple(role for role in Role if role.value in roles),
        is_self=row["id"] == at.actor.person_id, locked_until=locked.get(row["sign_in_name"]),
        password_given=row["password_own_since"] is None,
    )
