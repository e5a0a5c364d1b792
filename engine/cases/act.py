"""One move of one case: what a person handed in, or the timer that fired."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.cases.case import Case, Running
from engine.cases.rows import tasks
from engine.errors import InvalidInput, UnlawfulAct
from engine.processes.forms.form import Form
from engine.processes.runtime import SENDS, Perform, Scalar
from engine.statute import Entry
from engine.statute.clock.what_if import prospect
from engine.store.shapes import TimerRow
from engine.transaction.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Message:
    """What one process of a case, or an act, tells the others. ``about_id``, ``about``: the
    letter, … that it is about; None for the case itself. values: the variables with which a
    process begins by it."""

    name: str
    about_id: int | None = None
    about: str = ""
    values: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass
class Act:
    """``form``: what a person filled in, ``handed_in`` its values, clean. ``timer``: the row, when
    no person moved the case. ``running``: the process that moves now; ``sent``: the messages that
    are on their way, and arrive when it waits again."""

    unit: UnitOfWork
    case: Case
    form: Form | None = None
    handed_in: Mapping[str, Any] = field(default_factory=dict)
    timer: TimerRow | None = None
    running: Running | None = None
    sent: list[Message] = field(default_factory=list)

    def send(
        self, name: str, about_id: int | None = None, about: str = "", **values: Scalar
    ) -> None:
        """Tell the other processes of the case."""
        self.sent.append(Message(name, about_id, about, values))

    @property
    def serves_letters(self) -> bool:
        """Whether letters of this case are served by processes of their own."""
        return "letter_issued" in self.case.life.process.release.beside

    @property
    def about_id(self) -> int:
        """What the process that moves now is about."""
        assert self.running is not None
        assert self.running.about_id is not None      # it stands beside the whole life
        return self.running.about_id

    def written(self, name: str) -> Any:
        """What a form of the case says under this name: the one now handed in, if it asks for
        it, else the latest that did; None when nobody wrote anything."""
        if self.form is not None and any(each.name == name for each in self.form.fields):
            return self.handed_in.get(name)
        return tasks.latest_value(self.unit.connection, self.case.id, name)


Operation = Callable[[Act, Mapping[str, str]], Mapping[str, Scalar]]


@dataclass(frozen=True)
class Operations:
    """The verbs that a service task may speak: ``room/verb``, nothing else.

    Each acts at once on the case in memory and in this transaction: the next timer or gateway of
    the same step sees what it did. None of them sends anything anywhere; a failure undoes the
    whole command.
    """

    by_name: Mapping[str, Operation]


def perform(act: Act) -> Perform:
    """What the process library calls for the service tasks of one move, and for what they send."""
    operations = act.unit.around[Operations].by_name

    def performed(operation: str, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
        if operation != SENDS:
            return operations[operation](act, parameters)
        assert act.running is not None
        act.send(parameters["name"], act.running.about_id, act.running.about)
        return {}

    return performed


def enter(act: Act, entry: Entry) -> None:
    """Enter a fact in the ledger, unless the statute gives it no effect. Raises UnlawfulAct."""
    would = prospect(
        act.case.ledger, entry, calendar=act.case.calendar, discretion=act.case.discretion,
    )
    if refused := would.refused:
        raise UnlawfulAct(reason=refused.message.rstrip("。"), article=refused.article)
    act.case.enter(entry)


def not_later_than_today(day: date, act: Act, name: str) -> None:
    """A day that somebody typed lies between the receipt and today. Raises InvalidInput."""
    if day > act.unit.today:
        raise InvalidInput({name: "日期不能晚于今天。"})
    if day < act.case.ledger.received:
        raise InvalidInput({name: "日期不能早于收到申请之日。"})
