"""What must be known at a step: what is asked there, and what is not answered yet.

Nothing waits for an answer: whoever drafts or signs decides whether to. But nobody overlooks one.
"""

from engine.actors.roles import SIGNING_LEVELS, Role
from engine.assistance import rows
from engine.assistance.assistance import about, open_of
from engine.cases.glance.told import Told
from engine.cases.visible import Shown
from engine.transaction.snapshot import Snapshot

_TOLD = frozenset({Role.HANDLER, *SIGNING_LEVELS})


def told_of(at: Snapshot, case_id: int, running: Shown, role: str) -> tuple[Told, ...]:
    """For a step of the process ``running`` that is done by this role."""
    if running.about_id is None:
        return tuple(
            Told(kind="unanswered", about=about(row["kind"], row["number"]))
            for row in open_of(at.connection, case_id)
        ) if Role(role) in _TOLD else ()
    if running.process.name != running.process.release.beside.get("assistance_asked"):
        return ()
    row = rows.find(at.connection, running.about_id)
    assert row is not None          # its process was begun by its asking
    name = about(row["kind"], row["number"])
    return (
        Told(kind="asked", about=name, text=row["asked"]),
        *(Told(kind="returned", about=name, text=turn["said"])
          for turn in rows.turns(at.connection, [row["id"]]) if turn["outcome"] == "returned"),
    )
