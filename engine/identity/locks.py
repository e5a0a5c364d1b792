"""Who has to wait before the next attempt to sign in, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from engine.configuration import Configuration
from engine.errors import SignInThrottled
from engine.identity import rows
from engine.store import Connection

# A whole office may stand behind one address, and one name may be guessed from many.
_TIMES_PER_ADDRESS = 5      # as many as one name may fail at one address
_TIMES_PER_NAME = 20


@dataclass(frozen=True)
class _Limit:
    """At most ``failures`` attempts within the window by one name, one address or both."""

    failures: int
    name: str | None
    address: str | None


@dataclass(frozen=True, kw_only=True)
class Locks:
    """Until when a sign-in name has to wait, at one address at least; until when an address."""

    names: Mapping[str, datetime]
    addresses: Mapping[str, datetime]


def throttle(
    connection: Connection, configuration: Configuration, name: str, address: str, now: datetime
) -> None:
    """Raises SignInThrottled when one more attempt is one too many."""
    window, few = configuration.sign_in_window, configuration.sign_in_failures
    for limit in (
        _Limit(few, name, address),
        _Limit(few * _TIMES_PER_ADDRESS, None, address),
        _Limit(few * _TIMES_PER_NAME, name, None),
    ):
        count, oldest = rows.attempts(
            connection, since=now - window, name=limit.name, address=limit.address
        )
        if count >= limit.failures and oldest is not None:
            wait = oldest + window - now
            raise SignInThrottled(minutes=max(1, ceil(wait / timedelta(minutes=1))))


def locks(connection: Connection, configuration: Configuration, now: datetime) -> Locks:
    """What ``throttle`` would refuse now, for who looks after people."""
    window, few = configuration.sign_in_window, configuration.sign_in_failures
    names: dict[str, datetime] = {}
    by_name: dict[str, tuple[int, datetime]] = {}
    by_address: dict[str, tuple[int, datetime]] = {}
    for each in rows.failed_since(connection, now - window):
        if each["failures"] >= few:
            _later(names, each["sign_in_name"], each["first"] + window)
        _count(by_name, each["sign_in_name"], each)
        _count(by_address, each["address"], each)
    for name, (failures, first) in by_name.items():
        if failures >= few * _TIMES_PER_NAME:
            _later(names, name, first + window)
    return Locks(names=names, addresses={
        address: first + window for address, (failures, first) in by_address.items()
        if failures >= few * _TIMES_PER_ADDRESS
    })


def _count(
    counted: dict[str, tuple[int, datetime]], key: str, each: rows.FailedAttempts
) -> None:
    failures, first = counted.get(key, (0, each["first"]))
    counted[key] = (failures + each["failures"], min(first, each["first"]))


def _later(until: dict[str, datetime], key: str, moment: datetime) -> None:
    until[key] = max(until.get(key, moment), moment)
