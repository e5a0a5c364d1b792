"""What happens to a task."""

from dataclasses import dataclass

from engine.record.event import Event


@dataclass(frozen=True, kw_only=True)
class TaskClaimed(Event):
    """Somebody took a task for himself."""

    task_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class TaskReleased(Event):
    """A claimed task was given free, to anybody of its role."""

    task_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class TaskHandedOver(Event):
    """A task was given to a colleague."""

    task_id: str
    name: str
    to_person_id: int


@dataclass(frozen=True, kw_only=True)
class TextWritten(Event):
    """Somebody began to write in a task's form and saved it; not each further saving."""

    task_id: str
    element: str
    name: str
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class TaskCompleted(Event):
    """``outcome`` is the choice's value; ``outcome_label`` its words on the button.

    written_by: who wrote the texts that were handed in, by id.
    """

    task_id: str
    element: str
    name: str
    outcome: str
    outcome_label: str
    values_digest: str
    written_by: tuple[int, ...] = ()
