"""What may be done with an open task."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.actors.permissions import SIGNED_IN
from engine.transaction.messages import Command


@dataclass(frozen=True, kw_only=True)
class ClaimTask(Command[None], permission=SIGNED_IN):
    """Take a task that waits for a role, so that nobody else begins on it. Returns None."""

    task_id: str


@dataclass(frozen=True, kw_only=True)
class ReleaseTask(Command[None], permission=SIGNED_IN):
    """放回: give a claimed task free, to anybody of its role. Returns None."""

    task_id: str


@dataclass(frozen=True, kw_only=True)
class HandOverTask(Command[None], permission=SIGNED_IN):
    """Give a task to a colleague of the same agency who holds its role: one's own (移交), or as a
    manager of the agency anybody's (改派). Returns None."""

    task_id: str
    to_person_id: int


@dataclass(frozen=True, kw_only=True)
class SaveTaskDraft(Command[bool], permission=SIGNED_IN):
    """Keep what was typed so far in a task's form.

    page: the key of the page it was typed on; came_from: the version of the draft that the page
    began with (None: unknown). Returns whether it stands beside a newer draft that the page has
    never seen, and not in its place (bool).
    """

    task_id: str
    values: Mapping[str, Any]
    page: str = ""
    came_from: str | None = None


@dataclass(frozen=True, kw_only=True)
class TakeUpTaskDraft(Command[None], permission=SIGNED_IN):
    """Go on with the draft that stands beside; the one before stands beside then. Returns None."""

    task_id: str
    page: str


@dataclass(frozen=True, kw_only=True)
class DropTaskDraft(Command[None], permission=SIGNED_IN):
    """Throw away a draft that stands beside. Returns None."""

    task_id: str
    page: str


@dataclass(frozen=True, kw_only=True)
class CompleteTask(Command[int], permission=SIGNED_IN):
    """Hand in a task's form; the process runs on to its next wait. Returns the case id (int).

    values: the form's fields by name, the outcome variable among them.
    """

    task_id: str
    values: Mapping[str, Any]
