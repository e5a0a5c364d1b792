"""Sessions, passwords and attempts to sign in."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from sqlalchemy import (
    Connection,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from engine.store.reading import all_of
from engine.store.shapes import SessionRow
from engine.store.statements import PreparedRows
from engine.store.tables import (
    agencies,
    people,
    sessions,
    sign_in_attempts,
)


def set_password(
    connection: Connection, person_id: int, digest: str, now: datetime, *, own: bool
) -> None:
    """Keep the digest of a person's new password; ``own``: he chose it himself."""
    connection.execute(
        update(people).where(people.c.id == person_id).values(
            password_hash=digest, password_changed_at=now, password_own_since=now if own else None
        )
    )


def hash_anew(connection: Connection, person_id: int, digest: str) -> None:
    """The same password at another cost."""
    connection.execute(
        update(people).where(people.c.id == person_id).values(password_hash=digest)
    )


def add_session(
    connection: Connection, token_digest: str, person_id: int, *, address: str, now: datetime
) -> None:
    """Keep a session under the digest of its token."""
    connection.execute(insert(sessions).values(
        token_digest=token_digest, person_id=person_id, created_at=now, seen_at=now,
        address=address[:60],
    ))


class FailedAttempts(TypedDict):
    """How often a name failed from an address."""

    sign_in_name: str
    address: str
    failures: int
    first: datetime


class SessionWithPerson(SessionRow):
    """A session with whose it is."""

    name: str
    sign_in_name: str
    active: bool
    agency_id: int
    agency_name: str
    password_own_since: datetime | None


_SESSION = PreparedRows(
    select(
        sessions, people.c.name, people.c.sign_in_name, people.c.active, people.c.agency_id,
        agencies.c.name.label("agency_name"), people.c.password_own_since,
    )
    .join(people, people.c.id == sessions.c.person_id)
    .join(agencies, agencies.c.id == people.c.agency_id)
    .where(sessions.c.token_digest == bindparam("token")),
    SessionWithPerson,
)


def session(connection: Connection, token_digest: str) -> SessionWithPerson | None:
    """A session with its person and agency; None when nobody is signed in so."""
    return _SESSION.first(connection, {"token": token_digest})


def touch_session(connection: Connection, token_digest: str, now: datetime) -> None:
    """The session was used now."""
    connection.execute(
        update(sessions).where(sessions.c.token_digest == token_digest).values(seen_at=now)
    )


def end_session(connection: Connection, token_digest: str) -> bool:
    """Whether there was one to end."""
    return connection.execute(
        delete(sessions).where(sessions.c.token_digest == token_digest)
    ).rowcount == 1


def end_sessions_of(connection: Connection, person_id: int, *, but: str = "") -> None:
    """End a person's sessions, all ``but`` the one with that token digest."""
    connection.execute(delete(sessions).where(
        sessions.c.person_id == person_id, sessions.c.token_digest != but
    ))


def end_sessions_before(
    connection: Connection, *, seen_before: datetime, created_before: datetime
) -> int:
    """Remove sessions that nobody can use any more. Returns how many."""
    return connection.execute(delete(sessions).where(
        or_(sessions.c.seen_at < seen_before, sessions.c.created_at < created_before)
    )).rowcount


def await_turn_to_try(connection: Connection, name: str, *, address: str) -> None:
    """One attempt at a time is counted, by name and by address, until the transaction ends.

    SQLite has one writer anyway. PostgreSQL would let many count before the first is written.
    """
    if connection.dialect.name == "postgresql":
        for kind, key in enumerate((address[:60], name[:60])):  # in this order: no deadlock
            connection.execute(func.pg_advisory_xact_lock(kind, func.hashtext(key)).select())


def add_attempt(connection: Connection, name: str, *, address: str, now: datetime) -> None:
    """Count an attempt to sign in, before it is known how it ends."""
    connection.execute(insert(sign_in_attempts).values(
        at=now, sign_in_name=name[:60], address=address[:60]
    ))


def attempts(
    connection: Connection, *, since: datetime, name: str | None = None,
    address: str | None = None,
) -> tuple[int, datetime | None]:
    """How many attempts failed or are under way since then, and the moment of the oldest."""
    query = select(func.count(), func.min(sign_in_attempts.c.at)).where(
        sign_in_attempts.c.at > since
    )
    if name is not None:
        query = query.where(sign_in_attempts.c.sign_in_name == name[:60])
    if address is not None:
        query = query.where(sign_in_attempts.c.address == address[:60])
    count, oldest = connection.execute(query).one()
    return count, oldest


def forget_attempts(connection: Connection, name: str, *, address: str) -> None:
    """The right password was given: what failed before was a slip of the hand."""
    connection.execute(delete(sign_in_attempts).where(
        sign_in_attempts.c.sign_in_name == name[:60],
        sign_in_attempts.c.address == address[:60],
    ))


def lift_lock(connection: Connection, name: str) -> bool:
    """What failed on a name, from wherever, counts no more. Returns whether anything had."""
    return connection.execute(
        delete(sign_in_attempts).where(sign_in_attempts.c.sign_in_name == name[:60])
    ).rowcount > 0


def lift_address_lock(connection: Connection, address: str) -> bool:
    """What failed at an address counts no more. Returns whether anything had."""
    return connection.execute(
        delete(sign_in_attempts).where(sign_in_attempts.c.address == address[:60])
    ).rowcount > 0


def failed_since(connection: Connection, since: datetime) -> Sequence[FailedAttempts]:
    """How often each name failed from each address since then, and the first moment of these."""
    columns = (sign_in_attempts.c.sign_in_name, sign_in_attempts.c.address)
    return all_of(
        connection,
        select(*columns, func.count().label("failures"),
               func.min(sign_in_attempts.c.at).label("first"))
        .where(sign_in_attempts.c.at > since).group_by(*columns),
        FailedAttempts,
    )


def forget_attempts_before(connection: Connection, moment: datetime) -> int:
    """Remove attempts that no longer count. Returns how many."""
    return connection.execute(
        delete(sign_in_attempts).where(sign_in_attempts.c.at < moment)
    ).rowcount
