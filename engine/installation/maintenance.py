"""What an administrator does before or beside a running installation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.actors.roles import Role
from engine.configuration import Configuration
from engine.installation.tables import OPERATIONS
from engine.processes.checks.problem import Problem
from engine.processes.checks.verification import verify
from engine.rules.alarms import alarms
from engine.store import migrations
from engine.store.database import Database


def migrate(configuration: Configuration) -> tuple[str, str]:
    """Build the schema or bring it up to date; the revision before ("" for none) and after."""
    database = Database(configuration.database_url)
    try:
        before = migrations.current(database)
        migrations.upgrade(database)
    finally:
        database.close()
    return before or "", migrations.head()


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """What stands against publishing one diagram; no problems: nothing."""

    name: str
    problems: tuple[Problem, ...]


def check_diagrams(files: Iterable[tuple[str, bytes]]) -> Iterator[Diagnosis]:
    """Verify diagrams, given by name and content, one after the other."""
    for name, xml in files:
        yield Diagnosis(name=name, problems=verify(
            xml, operations=frozenset(OPERATIONS), timers=frozenset(alarms()),
            lanes=frozenset(role.title for role in Role),
        ))
