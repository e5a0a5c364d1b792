"""When, where and with which password people sign in here, and how they fail."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.configuration import Configuration
from engine.errors import SignInRefused
from engine.store.database import Database
from engine.transaction.hearing import Reactions
from engine.transaction.surroundings import Surroundings

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PASSWORD = "春眠不觉晓·处处闻啼鸟"
DESK, ELSEWHERE = "10.1.2.3", "10.9.9.9"


def around(database: Database, configuration: Configuration, now: datetime) -> Surroundings:
    """What a transaction at that moment is surrounded by, as far as signing in asks."""
    return Surroundings(
        database, lambda: now, {Configuration: configuration, Reactions: Reactions({})}
    )


def fail(enter, times: int, **where: object) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            enter(password="wrong", **where)
