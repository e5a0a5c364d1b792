"""When, where and with which password people sign in here, and how they fail."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from engine.actors.actor import VISITOR
from engine.configuration import Configuration
from engine.errors import SignInRefused
from engine.store.database import Database
from engine.transaction.hearing import Reactions
from engine.transaction.surroundings import Surroundings
from engine.transaction.unit_of_work import UnitOfWork, carry_out

T = TypeVar("T")

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PASSWORD = "春眠不觉晓·处处闻啼鸟"
DESK, ELSEWHERE = "10.1.2.3", "10.9.9.9"


def around(database: Database, configuration: Configuration, now: datetime) -> Surroundings:
    """What a transaction at that moment is surrounded by, as far as signing in asks."""
    return Surroundings(
        database, lambda: now, {Configuration: configuration, Reactions: Reactions({})}
    )


def in_a_transaction(
    database: Database, configuration: Configuration, act: Callable[[UnitOfWork], T]
) -> T:
    """The act at ``NOW``, as the engine would carry it out."""
    return carry_out(around(database, configuration, NOW), VISITOR, "Test", act)


def fail(enter, times: int, **where: object) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            enter(password="wrong", **where)
