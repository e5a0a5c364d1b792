"""What happens to a task."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TaskClaimed:
    task_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class TaskReleased:
    task_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class TaskHandedOver:
    task_id: str
    name: str
    to_person_id: int


@dataclass(frozen=True, kw_only=True)
class TaskCompleted:
    """``outcome`` is the choice's value; ``outcome_label`` its words on the button."""

    task_id: str
    element: str
    name: str
    outcome: str
    outcome_label: str
    values_digest: str
