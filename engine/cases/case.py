"""A case in memory: its process, its clock ledger, its open tasks and timers.

Commands change it here; the case room writes what differs (``engine.cases.open_cases``). Kept
between commands while the stored revision is the same, so that an act need not read what this
program wrote itself.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Unpack, cast

from engine.cases.rows.cases import NewEntry
from engine.processes.executable import ExecutableProcess
from engine.processes.runtime import Instance, NotOpen
from engine.statute import Assessment, Discretion, Entry, Ledger, WorkingDays, assess
from engine.store.shapes import (
    CaseChanges,
    CaseRow,
    JsonObject,
    RequestColumns,
    TaskRow,
    TimerRow,
)

#: Between a description as it was registered and what a correction (补正) brought.
CORRECTION = "\n\n【补正】"

#: The messages that begin what others bring about, and what may go on after the archive.
_APART = ("remedy_entered",)


def is_apart(process: ExecutableProcess) -> bool:
    """Whether a process goes on whatever becomes of its case."""
    beside = process.release.beside
    return any(beside.get(message) == process.name for message in _APART)


@dataclass(slots=True, kw_only=True)
class Dates:
    """What a case's dates follow from. ``calendar`` and ``discretion`` (what the agency chose
    where the law is silent) are those that hold for it."""

    id: int
    ledger: Ledger
    calendar: WorkingDays
    discretion: Discretion
    _assessed: tuple[str, Assessment] | None = None     # calendar version and what it gave

    @property
    def assessment(self) -> Assessment:
        """What the statute says of the ledger now."""
        if self._assessed is None or self._assessed[0] != self.calendar.version:
            self._assessed = (self.calendar.version, assess(
                self.ledger, calendar=self.calendar, discretion=self.discretion,
            ))
        return self._assessed[1]


@dataclass(slots=True, kw_only=True)
class DatedCase(Dates):
    """A case without its process, with the timers that carry its dates.

    ``row``: the case's columns; ``changes``: those not yet written.
    """

    row: CaseRow
    timers: dict[str, TimerRow] = field(default_factory=dict)
    revision: int = 0
    changes: CaseChanges = field(default_factory=CaseChanges)

    @property
    def agency_id(self) -> int:
        """The agency that handles it."""
        return self.row["agency_id"]

    def set(self, **values: Unpack[CaseChanges]) -> None:
        """Change columns of the case."""
        # Whoever calls is held to the columns and their types; here they are any.
        row, changes = cast("dict[str, Any]", self.row), cast("dict[str, Any]", self.changes)
        for name, value in values.items():
            if row[name] != value:
                row[name] = changes[name] = value


@dataclass(frozen=True, slots=True)
class GivenTo:
    """For whom the next tasks of a process are: one person, or anybody of a unit."""

    unit_id: int | None
    person_id: int | None


@dataclass(slots=True, kw_only=True)
class Running:
    """One process of a case. ``about_id``, ``about``: the letter, … that it is about, and in
    words; None and empty for the whole life. ``moved``: its state is yet to be written.
    ``given_to``: for whom the tasks are that this move opens; None: for anybody of their role."""

    id: int
    process: ExecutableProcess
    instance: Instance = field(default_factory=Instance.not_started)
    about_id: int | None = None
    about: str = ""
    moved: bool = True
    given_to: GivenTo | None = None

    @property
    def apart(self) -> bool:
        """Whether it goes on whatever becomes of the case, which waits for nothing of it."""
        return is_apart(self.process)


@dataclass(slots=True, kw_only=True)
class Case(DatedCase):
    """A whole case. ``running``: its whole life first, then the processes that stand beside it.

    seqs: the place in the store of each entry of the ledger; last_seq: the last one taken.
    """

    running: list[Running] = field(default_factory=list)
    open_tasks: dict[str, TaskRow] = field(default_factory=dict)
    tasks_so_far: int = 0
    seqs: list[int] = field(default_factory=list)
    last_seq: int = 0
    new_entries: list[NewEntry] = field(default_factory=list)

    @property
    def life(self) -> Running:
        """The process of the whole life."""
        return self.running[0]

    def live(self) -> Iterator[Running]:
        """The processes that have not ended, the whole life first."""
        return (each for each in self.running if not each.instance.completed)

    @property
    def contested(self) -> bool:
        """Whether others still decide about it."""
        return any(each.apart for each in self.live())

    def where(self, waiting: str) -> Running:
        """The process in which a task or event of this id waits. Raises NotOpen."""
        for each in self.live():
            if each.instance.holds(waiting):
                return each
        raise NotOpen(waiting)

    def registered_otherwise(
        self, columns: RequestColumns, applicant_id: int, ledger: Ledger, discretion: Discretion
    ) -> None:
        """What was registered wrong is put right, and has been stored so; its dates follow."""
        self.row = {**self.row, **columns, "applicant_id": applicant_id}
        self.ledger, self.discretion, self._assessed = ledger, discretion, None

    def enter(self, entry: Entry) -> None:
        """Add a fact to the clock ledger; the next question sees it at once."""
        self.ledger = self.ledger.with_entry(entry)
        self.last_seq += 1
        self.seqs.append(self.last_seq)
        self._note(entry, None, "")

    def replace(self, place: int, entry: Entry | None, reason: str) -> None:
        """Let another fact hold in the place of one of the ledger, or none; both are kept."""
        entries, seq = list(self.ledger.entries), self.seqs[place]
        if entry is None:
            del entries[place], self.seqs[place]
        else:
            entries[place] = entry
        self.ledger = replace(self.ledger, entries=tuple(entries))
        self.last_seq += 1
        self._note(entry, seq, reason)

    def _note(self, entry: Entry | None, replaces: int | None, reason: str) -> None:
        self._assessed = None
        json: JsonObject = {} if entry is None else entry.to_json()
        self.new_entries.append({
            "seq": self.last_seq, "entry": json, "replaces": replaces, "reason": reason,
        })


class CasesInMemory:
    """The cases most lately acted on. Taking one out gives its only holder the right to it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._guard = threading.Lock()
        self._cases: OrderedDict[int, Case] = OrderedDict()

    def take(self, case_id: int, revision: int) -> Case | None:
        """The case, if it is at this very revision; it leaves the store either way."""
        with self._guard:
            case = self._cases.pop(case_id, None)
        return case if case is not None and case.revision == revision else None

    def put(self, case: Case) -> None:
        """Only after the commit."""
        with self._guard:
            self._cases[case.id] = case
            self._cases.move_to_end(case.id)
            while len(self._cases) > self._most:
                self._cases.popitem(last=False)


def scalars(values: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """The few values that may route a process on."""
    return {k: v for k, v in values.items() if k in names and isinstance(v, str | bool | int)}
