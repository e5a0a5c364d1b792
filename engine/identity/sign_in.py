"""Who is who: passwords, sessions, and what stops a guesser.

A password is kept as its argon2id hash, a session token as its SHA-256: neither can be read
back from the database or a backup. An unknown name costs the same work and gets the same
answer as a wrong password.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import ceil

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection

from engine.actors.actor import Actor
from engine.actors.roles import Role
from engine.configuration import Settings
from engine.errors import (
    DatabaseBusy,
    DatabaseFull,
    InvalidInput,
    SignInRefused,
    SignInThrottled,
)
from engine.identity import rows as identity_rows
from engine.identity.events import SignedIn, SignedOut, SignInFailed
from engine.identity.passwords import LONGEST, problem_with
from engine.installation.messages import Event
from engine.people import rows as people_rows
from engine.people.commands import AddPerson
from engine.record import chain as audit
from engine.store import Row
from engine.store.database import Database

# A whole office may stand behind one address, and one name may be guessed from many.
_TIMES_PER_ADDRESS = 5      # as many as one name may fail at one address
_TIMES_PER_NAME = 20
_TOUCH_EVERY = timedelta(minutes=1)


def sign_in(
    database: Database, settings: Settings, name: str, password: str, *, address: str,
    now: datetime,
) -> str:
    """Returns the token of a new session: 256 random bits.

    Takes the database and not a connection: the slow hashing runs outside of any transaction,
    and a failed attempt is on the books although this raises. It counts from its beginning, so
    that a thousand guesses at once are still five. Raises SignInRefused, SignInThrottled.
    """
    name = canonical_name(name)
    with database.write() as connection:
        identity_rows.await_turn_to_try(connection, name, address=address)
        _throttle(connection, settings, name, address, now)
        identity_rows.add_attempt(connection, name, address=address, now=now)
        person = people_rows.find_by_sign_in_name(connection, name)
    known = person is not None and person["active"]
    stored = person["password_hash"] if person is not None and known else _nobody(settings)
    fits = _fits(settings, stored, password)
    if person is None or not known or not fits:
        if person is not None:
            with database.write() as connection:
                # Nobody's act: it may well not have been the owner of the name.
                _record(
                    connection, SignInFailed(person_id=person["id"], address=address[:60]),
                    person["agency_id"], now, actor_id=None,
                )
        raise SignInRefused()
    token = secrets.token_urlsafe(32)
    fresh = hash_password(settings, password) if _outdated(settings, stored) else None
    with database.write() as connection:
        still = people_rows.lock(connection, person["id"])
        if still is None or not still["active"] or still["password_hash"] != stored:
            raise SignInRefused()   # put off, or another password set, while this one was tried
        identity_rows.forget_attempts(connection, name, address=address)
        identity_rows.add_session(
            connection, token_digest(token), person["id"], address=address, now=now
        )
        if fresh is not None:
            identity_rows.set_password(
                connection, person["id"], fresh, person["password_changed_at"]
            )
        _record(
            connection, SignedIn(person_id=person["id"], address=address[:60]),
            person["agency_id"], now, actor_id=person["id"],
        )
    return token


def session(database: Database, settings: Settings, token: str, *, now: datetime) -> Actor | None:
    """Whose token this is; None when it is nobody's, has run out, or its owner was put off.

    Runs out when unused for ``session_idle``, or after ``session_length`` at the latest.
    """
    digest = token_digest(token)
    with database.read() as connection:
        row = identity_rows.session(connection, digest)
        if row is None or not row["active"]:
            return None
        idle, age = now - row["seen_at"], now - row["created_at"]
        if idle >= settings.session_idle or age >= settings.session_length:
            return None
        roles = people_rows.roles_of(connection, row["person_id"])
    if idle >= _TOUCH_EVERY:
        try:
            with database.write() as connection:
                identity_rows.touch_session(connection, digest, now)
        except (DatabaseBusy, DatabaseFull):
            pass  # reading on matters more than the minute last seen
    return Actor(
        person_id=row["person_id"], name=row["name"], agency_id=row["agency_id"],
        agency_name=row["agency_name"], roles=frozenset(Role(role) for role in roles),
        sign_in_name=row["sign_in_name"], session=digest,
    )


def sign_out(database: Database, token: str, *, now: datetime) -> None:
    """End a session. A token that is nobody's is no error."""
    digest = token_digest(token)
    with database.write() as connection:
        row = identity_rows.session(connection, digest)
        if row is not None:
            identity_rows.end_session(connection, digest)
            _record(
                connection, SignedOut(person_id=row["person_id"]), row["agency_id"], now,
                actor_id=row["person_id"], command="SignOut",
            )


def change_password(
    connection: Connection, settings: Settings, person_id: int, *, old: str, new: str,
    now: datetime, keep: str = "",
) -> None:
    """Every session of the person ends but the one whose token digest is ``keep``.

    Raises InvalidInput, naming the field ``old`` or ``new``.
    """
    person = people_rows.find(connection, person_id)
    if person is None or not _fits(settings, person["password_hash"], old):
        raise InvalidInput({"old": "原密码不正确，请重新输入。"})
    if problem := problem_with(new, sign_in_name=person["sign_in_name"]):
        raise InvalidInput({"new": problem})
    if new == old:
        raise InvalidInput({"new": "新密码不能与原密码相同。"})
    identity_rows.set_password(connection, person_id, hash_password(settings, new), now)
    identity_rows.end_sessions_of(connection, person_id, but=keep)


def set_password(
    connection: Connection, settings: Settings, person: Row, password: str,
    now: datetime,
) -> None:
    """Another password without the old one; every session of the person ends.

    Raises InvalidInput, naming the field ``password``.
    """
    if problem := problem_with(password, sign_in_name=person["sign_in_name"]):
        raise InvalidInput({"password": problem})
    identity_rows.set_password(connection, person["id"], hash_password(settings, password), now)
    identity_rows.end_sessions_of(connection, person["id"])


def add_person(
    connection: Connection, settings: Settings, command: AddPerson, now: datetime
) -> int:
    """Somebody who may sign in from now on; returns the id. Raises InvalidInput."""
    name = canonical_name(command.sign_in_name)
    problems: dict[str, str] = {}
    if not name or any(letter.isspace() for letter in name):
        problems["sign_in_name"] = "请填写用户名，中间不能有空格。"
    elif people_rows.find_by_sign_in_name(connection, name) is not None:
        problems["sign_in_name"] = f"用户名“{name}”已有人使用，请另取。"
    if not command.name.strip():
        problems["name"] = "请填写姓名。"
    if not people_rows.agency_exists(connection, command.agency_id):
        problems["agency_id"] = "请选择所在机关。"
    if not command.roles:
        problems["roles"] = "请至少选择一项职责。"
    if problem := problem_with(command.password, sign_in_name=name):
        problems["password"] = problem
    if problems:
        raise InvalidInput(problems)
    return people_rows.add(connection, {
        "sign_in_name": name, "name": command.name.strip(), "agency_id": command.agency_id,
        "password_hash": hash_password(settings, command.password), "active": True,
        "created_at": now, "password_changed_at": now,
    }, [role.value for role in command.roles])


def canonical_name(name: str) -> str:
    """The one way to write a sign-in name: no full-width or capital letters, no blanks around."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
                   for letter in plain)


def token_digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def hash_password(settings: Settings, password: str) -> str:
    """The argon2id hash in its usual text form, salted anew each time."""
    return _hasher(settings.argon2_memory_kib, settings.argon2_rounds).hash(_bytes(password))


@dataclass(frozen=True)
class _Limit:
    """At most ``failures`` attempts within the window by one name, one address or both."""

    failures: int
    name: str | None
    address: str | None


def _throttle(
    connection: Connection, settings: Settings, name: str, address: str, now: datetime
) -> None:
    window, few = settings.sign_in_window, settings.sign_in_failures
    for limit in (
        _Limit(few, name, address),
        _Limit(few * _TIMES_PER_ADDRESS, None, address),
        _Limit(few * _TIMES_PER_NAME, name, None),
    ):
        count, oldest = identity_rows.attempts(
            connection, since=now - window, name=limit.name, address=limit.address
        )
        if count >= limit.failures and oldest is not None:
            wait = oldest + window - now
            raise SignInThrottled(minutes=max(1, ceil(wait / timedelta(minutes=1))))


def _record(
    connection: Connection, event: Event, agency_id: int, now: datetime, *,
    actor_id: int | None, command: str = "SignIn",
) -> None:
    audit.append(
        connection, [audit.Entry(event, None, agency_id)], at=now, actor_id=actor_id,
        command=command,
    )


def _fits(settings: Settings, stored: str, password: str) -> bool:
    hasher = _hasher(settings.argon2_memory_kib, settings.argon2_rounds)
    try:
        return hasher.verify(stored, _bytes(password)) and len(password) <= LONGEST
    except (VerificationError, InvalidHashError):
        return False


def _outdated(settings: Settings, stored: str) -> bool:
    """The installation's cost was raised since this password was set."""
    hasher = _hasher(settings.argon2_memory_kib, settings.argon2_rounds)
    return hasher.check_needs_rehash(stored)


def _bytes(password: str) -> bytes:
    # Hashing more than any password may hold would be work for the asking.
    return unicodedata.normalize("NFC", password[:LONGEST + 1]).encode(errors="replace")


@cache
def _hasher(memory_kib: int, rounds: int) -> PasswordHasher:
    return PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)


def _nobody(settings: Settings) -> str:
    """The hash that an unknown name's password is compared with, at the same cost."""
    return _hash_of_nothing(settings.argon2_memory_kib, settings.argon2_rounds)


@cache
def _hash_of_nothing(memory_kib: int, rounds: int) -> str:
    return _hasher(memory_kib, rounds).hash(secrets.token_bytes(32))
