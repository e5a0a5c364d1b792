"""Where a case's process stands, for the picture."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.actors.roles import Role
from engine.cases.visible import Shown, processes_of, visible
from engine.tasks.rows import TaskWithCase
from engine.tasks.task import open_tasks
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class Token:
    """Where the process stands. state: waiting | done"""

    element: str
    state: str
    name: str = ""
    holder: str = ""
    role: str = ""
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class DiagramView:
    """One diagram of a case. ``called_from``: the call activity that led to it; ``about``: what
    a process beside the whole life is about, in words."""

    process: str
    version: int
    name: str
    xml: str
    tokens: tuple[Token, ...]
    called_from: tuple[str, str] | None = None   # (process, element)
    active: bool = False
    about: str = ""


def diagrams(at: Snapshot, case_id: int) -> tuple[DiagramView, ...]:
    """Every diagram of a case with its tokens, the main one first. Raises NotFound."""
    visible(at, case_id)
    tasks = {task["id"]: task for task in open_tasks(at, case_id)}
    return tuple(
        view for shown in processes_of(at, case_id) for view in _of(shown, tasks)
    )


def _of(shown: Shown, tasks: Mapping[str, TaskWithCase]) -> Iterator[DiagramView]:
    """The diagrams of one of its processes, those that it calls after it."""
    holders = {
        (each.process, each.element): tasks[each.id]
        for each in shown.instance.open_tasks() if each.id in tasks
    }
    tokens = shown.instance.tokens()
    definitions = shown.process.release.with_called(shown.process.name)
    for process, definition in reversed(list(definitions.items())):
        own: dict[str, Token] = {}
        for token in (t for t in tokens if t.process == process):
            task = None if token.done else holders.get((process, token.element))
            if token.done and own.get(token.element) is not None:
                continue
            own[token.element] = Token(
                element=token.element, state="done" if token.done else "waiting",
                name=definition.elements[token.element].name
                if token.element in definition.elements else "",
                holder="" if task is None else task["assignee_name"] or "",
                role="" if task is None else Role(task["role"]).title,
                since=None if task is None else task["opened_at"],
            )
        # Of several calls: the one that stands now, else the last.
        callers = sorted((t for t in tokens if t.process == process), key=lambda t: not t.done)
        called = callers[-1].called_from if callers else None
        yield DiagramView(
            process=process, version=definition.version, name=definition.name,
            xml=definition.xml.decode(), tokens=tuple(own.values()), called_from=called,
            active=any(token.state == "waiting" for token in own.values()),
            about=shown.about,
        )
