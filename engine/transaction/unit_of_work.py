"""One command, one transaction: all of it is written, or nothing.

Nobody else commits. A unit knows its connection, its actor, its moment and its record. What
rooms keep in memory until the end they write by ``before_commit`` and let go by ``after_commit``.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from engine.actors.actor import Actor
from engine.errors import CaseMovedOn
from engine.record import chain
from engine.record.event import Event
from engine.store import IntegrityError
from engine.transaction.hearing import Reactions
from engine.transaction.outside import MadeOutside, NotMadeYet
from engine.transaction.snapshot import Snapshot
from engine.transaction.surroundings import Surroundings

T = TypeVar("T")


class Concerned(Protocol):
    """The case that an event is about."""

    id: int

    @property
    def agency_id(self) -> int: ...


@dataclass
class UnitOfWork(Snapshot):
    """The transaction of one command."""

    command: str = ""
    outside: MadeOutside = field(default_factory=MadeOutside, repr=False)
    _entries: list[chain.Entry] = field(default_factory=list, repr=False)
    _last_acts: list[Callable[[], None]] = field(default_factory=list, repr=False)
    _afterwards: list[Callable[[], None]] = field(default_factory=list, repr=False)

    def record(self, event: Event, case: Concerned | None = None) -> None:
        """Put an event on the record of this transaction."""
        self._entries.append(chain.Entry(
            event,
            None if case is None else case.id,
            self.actor.agency_id if case is None else case.agency_id,
        ))

    def made_outside(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, made while nobody waits for this transaction.

        For what takes long and needs nothing of the database; ``key`` says all that it depends
        on. Raises NotMadeYet, which ``carry_out`` alone catches.
        """
        made: T = self.outside.give(key, make)
        return made

    def before_commit(self, act: Callable[[], None]) -> None:
        """Do this when all commands and reactions are through, before the record is written."""
        self._last_acts.append(act)

    def after_commit(self, act: Callable[[], None]) -> None:
        """Do this when the transaction is durable; never when it failed."""
        self._afterwards.append(act)

    def _finish(self) -> None:
        """Let reactions follow, write what is kept in memory, append the record."""
        heard = self.around[Reactions].heard
        place = 0
        while place < len(self._entries):       # what a reaction records is heard as well
            event = self._entries[place].event
            for react in heard.get(type(event), ()):
                react(event, self)
            place += 1
        for act in self._last_acts:
            act()
        chain.append(
            self.connection, self._entries, at=self.now, actor_id=self.actor.person_id,
            command=self.command,
        )


def carry_out(
    around: Surroundings, actor: Actor, command: str, act: Callable[[UnitOfWork], T]
) -> T:
    """An act in a transaction of its own, begun anew after each thing made outside of it.

    Raises what the act raises, CaseMovedOn and what ``Database.write`` does.
    """
    outside = MadeOutside()
    while True:
        try:
            with transaction(around, actor, command, outside) as unit:
                result = act(unit)
            return result
        except NotMadeYet as wanted:
            outside.make(wanted)


@contextmanager
def transaction(
    around: Surroundings, actor: Actor, command: str, outside: MadeOutside | None = None
) -> Iterator[UnitOfWork]:
    """The only place that commits. Raises CaseMovedOn and what ``Database.write`` does."""
    try:
        with around.database.write() as connection:
            unit = UnitOfWork(
                around, connection, actor, around.now(), command=command,
                outside=outside or MadeOutside(),
            )
            yield unit
            unit._finish()
    except IntegrityError as error:
        raise CaseMovedOn() from error
    for act in unit._afterwards:
        act()
