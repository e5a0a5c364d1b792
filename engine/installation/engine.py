"""An installed Gongkai: one object that the web, the ticker and the command line share."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, TypeVar

from engine.actors.actor import VISITOR, Actor
from engine.cases.act import Operations
from engine.cases.case import CasesInMemory
from engine.configuration import Configuration
from engine.errors import DatabaseAway, DatabaseBusy, Refusal
from engine.identity import sign_in
from engine.installation.contracts import contracts
from engine.installation.publishing import require_proven
from engine.installation.questions.answers import ANSWERS, LISTINGS
from engine.installation.tables import HANDLERS, LIMITS_APART, OPERATIONS, REACTIONS
from engine.processes.executable import ExecutableProcesses
from engine.processes.published import Published, load as load_published
from engine.rules.alarms import alarms
from engine.rules.apart import LimitsApart
from engine.rules.calendars.calendars import Calendars
from engine.rules.in_effect import Lookout
from engine.statute import Notice, WorkingDays
from engine.statute.calendar.zone import local_day
from engine.store import migrations
from engine.store.database import Database
from engine.transaction import rows as keys
from engine.transaction.content import digest
from engine.transaction.hearing import Reactions
from engine.transaction.messages import Command, Listing, Question
from engine.transaction.snapshot import Snapshot
from engine.transaction.surroundings import Surroundings
from engine.transaction.unit_of_work import UnitOfWork, carry_out

R = TypeVar("R")


def _wall_clock() -> datetime:
    return datetime.now(UTC)


class _Undone(Exception):
    """Undoes a transaction that was only to be tried. result: what it would have given."""

    def __init__(self, result: Any) -> None:
        super().__init__()
        self.result = result


class Engine:
    """Takes commands, answers questions. Safe to share between threads.

    ``now`` gives the present moment, aware; only tests and example data pass another.
    """

    def __init__(
        self, configuration: Configuration, *, now: Callable[[], datetime] = _wall_clock,
        notices: tuple[Notice, ...] | None = None, processes: Published | None = None,
    ) -> None:
        """Raises ConfigurationRefused when database or published processes do not fit.

        ``notices``: the calendar's notices, if not those that come with the product.
        ``processes``: what is published, likewise; new cases begin on its latest release.
        """
        self.configuration = configuration
        self.database = Database(configuration.database_url)
        migrations.require_head(self.database)
        published = load_published() if processes is None else processes
        require_proven(published)
        executable = ExecutableProcesses(published, contracts(), alarms())
        calendars = Calendars(WorkingDays.load().notices if notices is None else notices)
        things = (
            configuration, published, executable, calendars, Lookout(calendars),
            CasesInMemory(configuration.live_cases), Operations(OPERATIONS), Reactions(REACTIONS),
            LimitsApart(LIMITS_APART),
        )
        self._around = Surroundings(
            self.database, now, {type(thing): thing for thing in things}
        )

    @property
    def published(self) -> Published:
        """The processes that it works by."""
        return self._around[Published]

    @cached_property
    def _secret(self) -> bytes:
        return self.configuration.secret_key()

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def handle(
        self, command: Command[R], actor: Actor, *, key: str | None = None,
        only_try: bool = False,
    ) -> R:
        """Carry out a command, whole or not at all; returns what its docstring says.

        ``only_try``: find out whether it would be carried out; it is, and then it is undone.

        ``key`` makes it safe to send the same form twice: the second time only the first
        result comes back. Raises a ``Refusal`` that says what to do; SentWithOtherContent when
        the key did its deed before and the form says something else now.
        """
        content = digest(command, self._secret) if key else ""
        try:
            return self._carry_out(command, actor, key, content, undo=only_try)
        except _Undone as undone:
            tried: R = undone.result
            return tried
        except Refusal as refusal:
            result: R = self._sent_before(command, actor, key, content, refusal)
            return result

    def _sent_before(
        self, command: Command[Any], actor: Actor, key: str | None, content: str,
        refusal: Refusal,
    ) -> Any:
        """What the same form gave before: sent twice, it meets what the first sending did, or at
        last its key. And where the connection was lost during the COMMIT, the key says what became
        of it. Raises the refusal when it was not sent before; SentWithOtherContent."""
        earlier = None
        if key is not None:
            try:
                with self.database.read() as connection:
                    earlier = keys.find(connection, key, actor.person_id)
            except (DatabaseAway, DatabaseBusy):
                raise refusal from None
        if earlier is None:
            raise refusal
        if not earlier.is_the_same(command.stored_as, content):
            raise earlier.with_other_content() from refusal
        return earlier.result

    def _carry_out(
        self, command: Command[R], actor: Actor, key: str | None, content: str, *,
        undo: bool,
    ) -> R:
        command.permission.check(actor)
        name = command.stored_as

        def act(unit: UnitOfWork) -> R:
            result: R = HANDLERS[type(command)](command, unit)
            if key is not None:
                keys.keep(
                    unit.connection, key, actor.person_id, name, content, result, unit.now
                )
            if undo:
                raise _Undone(result)
            return result

        return carry_out(self._around, actor, name, act)

    def ask(self, question: Question[R], actor: Actor = VISITOR) -> R:
        """The answer, from one snapshot of the database. Raises a ``Refusal``."""
        question.permission.check(actor)
        answer = ANSWERS[type(question)]
        with self.database.read() as connection:
            found = answer.give(
                question, Snapshot(self._around, connection, actor, self.now())
            )
        if answer.afterwards is not None:
            found = answer.afterwards(question, found, actor)
        result: R = found
        return result

    def stream(self, listing: Listing[R], actor: Actor) -> Iterator[R]:
        """The answer row by row, all from one snapshot. Raises a ``Refusal``, at the first row."""
        listing.permission.check(actor)
        with self.database.read() as connection:
            yield from LISTINGS[type(listing)](
                listing, Snapshot(self._around, connection, actor, self.now())
            )

    def sign_in(self, name: str, password: str, *, address: str) -> str:
        """The token of a new session. Raises SignInRefused or SignInThrottled."""
        return sign_in.sign_in(self._around, name, password, address=address)

    def session(self, token: str) -> Actor | None:
        """Whose token this is; None when it is nobody's or has run out."""
        return sign_in.session(self._around, token)

    def sign_out(self, token: str) -> None:
        """End a session. A token that is nobody's is no error."""
        sign_in.sign_out(self._around, token)

    def now(self) -> datetime:
        """The present moment, aware."""
        return self._around.now()

    def today(self) -> date:
        """The legal day in which it falls."""
        return local_day(self.now())

    def at(self, now: Callable[[], datetime]) -> "Engine":
        """The same engine with another present moment: example data are made in the past."""
        other = object.__new__(Engine)
        other.__dict__.update(self.__dict__)
        other._around = replace(self._around, now=now)
        return other


def unhandled() -> list[str]:
    """What may be asked and no table names: commands, questions, listings."""

    def kinds(base: type[Any]) -> set[type[Any]]:
        return set(base.__subclasses__())

    missing = (
        (kinds(Command) - HANDLERS.keys()) | (kinds(Question) - ANSWERS.keys())
        | (kinds(Listing) - LISTINGS.keys())
    )
    return sorted(f"{kind.__module__}.{kind.__qualname__}" for kind in missing)
