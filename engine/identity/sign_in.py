"""Who is who: passwords, sessions, and what stops a guesser.

A password is kept as its argon2id hash, a session token as its SHA-256: neither can be read
back from the database or a backup. An unknown name costs the same work and gets the same
answer as a wrong password.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import TypedDict

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.actors.actor import VISITOR, Actor
from engine.actors.roles import Role
from engine.configuration import Configuration
from engine.errors import (
    DatabaseAway,
    DatabaseBusy,
    DatabaseFull,
    DatabaseUnsure,
    InvalidInput,
    SignInRefused,
)
from engine.identity import locks, rows as identity_rows
from engine.identity.commands import AddPerson
from engine.identity.events import SignedIn, SignedOut, SignInFailed
from engine.identity.passwords import LONGEST, problem_with
from engine.people import rows as people_rows
from engine.people.changes.facts import is_valid, predecessors
from engine.statute.calendar.zone import local_day
from engine.store import Connection
from engine.store.shapes import PersonRow
from engine.transaction.surroundings import Surroundings
from engine.transaction.unit_of_work import UnitOfWork, transaction

_TOUCH_EVERY = timedelta(minutes=1)
COMMAND = "SignIn"      # what the record calls it


def sign_in(around: Surroundings, name: str, password: str, *, address: str) -> str:
    """Returns the token of a new session: 256 random bits.

    The slow hashing runs outside of any transaction, and a failed attempt is on the books although
    this raises. It counts from its beginning, so that a thousand guesses at once are still five.
    Raises SignInRefused, SignInThrottled.
    """
    name, configuration = canonical_name(name), around[Configuration]
    with transaction(around, VISITOR, COMMAND) as unit:
        identity_rows.await_turn_to_try(unit.connection, name, address=address)
        locks.throttle(unit.connection, configuration, name, address, unit.now)
        identity_rows.add_attempt(unit.connection, name, address=address, now=unit.now)
        person = people_rows.find_by_sign_in_name(unit.connection, name)
    known = person is not None and person["active"]
    stored = person["password_hash"] if person is not None and known else _nobody(configuration)
    fits = _fits(configuration, stored, password)
    if person is None or not known or not fits:
        if person is not None:
            # Nobody's act: it may well not have been the owner of the name.
            nobody = replace(VISITOR, agency_id=person["agency_id"])
            with transaction(around, nobody, COMMAND) as unit:
                unit.record(SignInFailed(person_id=person["id"], address=address[:60]))
        raise SignInRefused()
    token = secrets.token_urlsafe(32)
    fresh = hash_password(configuration, password) if _outdated(configuration, stored) else None
    with transaction(around, _as(person["id"], person), COMMAND) as unit:
        still = people_rows.lock(unit.connection, person["id"])
        if still is None or not still["active"] or still["password_hash"] != stored:
            raise SignInRefused()   # put off, or another password set, while this one was tried
        identity_rows.forget_attempts(unit.connection, name, address=address)
        identity_rows.add_session(
            unit.connection, token_digest(token), person["id"], address=address, now=unit.now
        )
        if fresh is not None:
            identity_rows.hash_anew(unit.connection, person["id"], fresh)
        unit.record(SignedIn(person_id=person["id"], address=address[:60]))
    return token


def session(around: Surroundings, token: str) -> Actor | None:
    """Whose token this is; None when it is nobody's, has run out, or its owner was put off.

    Runs out when unused for ``session_idle``, or after ``session_length`` at the latest.
    """
    digest, now, configuration = token_digest(token), around.now(), around[Configuration]
    with around.database.read() as connection:
        row = identity_rows.session(connection, digest)
        if row is None or not row["active"]:
            return None
        idle, age = now - row["seen_at"], now - row["created_at"]
        if idle >= configuration.session_idle or age >= configuration.session_length:
            return None
        roles = people_rows.roles_of(connection, row["person_id"])
        merged = predecessors(connection, row["agency_id"], local_day(now))
    actor = Actor(
        person_id=row["person_id"], name=row["name"], agency_id=row["agency_id"],
        agency_name=row["agency_name"], predecessors=merged,
        roles=frozenset(Role(role) for role in roles),
        sign_in_name=row["sign_in_name"], session=digest,
        password_given=row["password_own_since"] is None,
    )
    if idle >= _TOUCH_EVERY:
        try:
            with transaction(around, actor, "TouchSession") as unit:
                identity_rows.touch_session(unit.connection, digest, unit.now)
        except (DatabaseAway, DatabaseBusy, DatabaseFull, DatabaseUnsure):
            pass  # reading on matters more than the minute last seen
    return actor


def sign_out(around: Surroundings, token: str) -> None:
    """End a session. A token that is nobody's is no error."""
    digest = token_digest(token)
    with around.database.read() as connection:
        row = identity_rows.session(connection, digest)
    if row is None:
        return
    with transaction(around, _as(row["person_id"], row), "SignOut") as unit:
        if identity_rows.end_session(unit.connection, digest):
            unit.record(SignedOut(person_id=row["person_id"]))


class _Named(TypedDict):
    name: str
    agency_id: int


def _as(person_id: int, person: _Named) -> Actor:
    """Somebody who signs in or out, by his own row."""
    return Actor(person_id=person_id, name=person["name"], agency_id=person["agency_id"])


def change_password(
    unit: UnitOfWork, person_id: int, *, old: str, new: str, keep: str = ""
) -> None:
    """Every session of the person ends but the one whose token digest is ``keep``.

    Raises InvalidInput, naming the field ``old`` or ``new``.
    """
    person = people_rows.find(unit.connection, person_id)
    if person is None or not _fits_outside(unit, person["password_hash"], old):
        raise InvalidInput({"old": "原密码不正确，请重新输入。"})
    if problem := problem_with(new, sign_in_name=person["sign_in_name"]):
        raise InvalidInput({"new": problem})
    if new == old:
        raise InvalidInput({"new": "新密码不能与原密码相同。"})
    digest = _hash_outside(unit, new)
    identity_rows.set_password(unit.connection, person_id, digest, unit.now, own=True)
    identity_rows.end_sessions_of(unit.connection, person_id, but=keep)


def set_password(unit: UnitOfWork, person: PersonRow, password: str) -> None:
    """Another password without the old one, to be changed by the person before anything else.

    Every session of the person ends, and what failed before no longer keeps him out.

    Raises InvalidInput, naming the field ``password``.
    """
    if problem := problem_with(password, sign_in_name=person["sign_in_name"]):
        raise InvalidInput({"password": problem})
    digest = _hash_outside(unit, password)
    identity_rows.set_password(unit.connection, person["id"], digest, unit.now, own=False)
    identity_rows.lift_lock(unit.connection, person["sign_in_name"])
    identity_rows.end_sessions_of(unit.connection, person["id"])


def _fits_outside(unit: UnitOfWork, stored: str, password: str) -> bool:
    configuration = unit.around[Configuration]
    return unit.made_outside(
        ("fits", stored, password), lambda: _fits(configuration, stored, password)
    )


def _hash_outside(unit: UnitOfWork, password: str) -> str:
    configuration = unit.around[Configuration]
    return unit.made_outside(
        ("hash", password), lambda: hash_password(configuration, password)
    )


def add_person(unit: UnitOfWork, command: AddPerson) -> int:
    """Somebody who may sign in from now on; returns the id. Raises InvalidInput.

    The password is one that others know, until the person changes it.
    """
    connection = unit.connection
    name = canonical_name(command.sign_in_name)
    problems: dict[str, str] = {}
    if not name or any(letter.isspace() for letter in name):
        problems["sign_in_name"] = "请填写用户名，中间不能有空格。"
    elif people_rows.find_by_sign_in_name(connection, name) is not None:
        problems["sign_in_name"] = f"用户名“{name}”已有人使用，请另取。"
    if not command.name.strip():
        problems["name"] = "请填写姓名。"
    if not _may_join(connection, command.agency_id, unit.today):
        problems["agency_id"] = "请选择所在机关。"
    if not command.roles:
        problems["roles"] = "请至少选择一项职责。"
    if problem := problem_with(command.password, sign_in_name=name):
        problems["password"] = problem
    if problems:
        raise InvalidInput(problems)
    return people_rows.add(connection, {
        "sign_in_name": name, "name": command.name.strip(), "agency_id": command.agency_id,
        "password_hash": _hash_outside(unit, command.password), "active": True,
        "created_at": unit.now, "password_changed_at": unit.now, "password_own_since": None,
        "unit_id": None,
    }, [role.value for role in command.roles])


def _may_join(connection: Connection, agency_id: int, today: date) -> bool:
    agency = people_rows.find_agency(connection, agency_id)
    return agency is not None and is_valid(agency, today)


def canonical_name(name: str) -> str:
    """The one way to write a sign-in name: no full-width or capital letters, no blanks around."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
                   for letter in plain)


def token_digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def hash_password(configuration: Configuration, password: str) -> str:
    """The argon2id hash in its usual text form, salted anew each time."""
    hasher = _hasher(configuration.argon2_memory_kib, configuration.argon2_rounds)
    return hasher.hash(_bytes(password))


def _fits(configuration: Configuration, stored: str, password: str) -> bool:
    hasher = _hasher(configuration.argon2_memory_kib, configuration.argon2_rounds)
    try:
        return hasher.verify(stored, _bytes(password)) and len(password) <= LONGEST
    except (VerificationError, InvalidHashError):
        return False


def _outdated(configuration: Configuration, stored: str) -> bool:
    """The installation's cost was raised since this password was set."""
    hasher = _hasher(configuration.argon2_memory_kib, configuration.argon2_rounds)
    return hasher.check_needs_rehash(stored)


def _bytes(password: str) -> bytes:
    # Hashing more than any password may hold would be work for the asking.
    return unicodedata.normalize("NFC", password[:LONGEST + 1]).encode(errors="replace")


@cache
def _hasher(memory_kib: int, rounds: int) -> PasswordHasher:
    return PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=1)


def _nobody(configuration: Configuration) -> str:
    """The hash that an unknown name's password is compared with, at the same cost."""
    return _hash_of_nothing(configuration.argon2_memory_kib, configuration.argon2_rounds)


@cache
def _hash_of_nothing(memory_kib: int, rounds: int) -> str:
    return _hasher(memory_kib, rounds).hash(secrets.token_bytes(32))
