"""The chain of a case as it was: the levels of each round, what each said, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.actors.roles import SIGNING_LEVELS, Role
from engine.correspondence import rows as letter_rows
from engine.rules.sign_off.arrangements import ONE_LEVEL
from engine.sign_off import rows
from engine.sign_off.changes import Change, changes
from engine.sign_off.rounds import APPROVED, DRAFTER, RETURNED, agreed, levels_of, turn
from engine.store.shapes import RoundRow
from engine.transaction.snapshot import Snapshot

RETURN_TO = "return_to"


@dataclass(frozen=True, kw_only=True)
class SignOffStep:
    """What a level said. outcome: approved | returned; returned_to: a role or "drafter"."""

    level: Role
    outcome: str
    returned_to: str
    by: str
    at: datetime
    opinion: str
    stands: bool        # False: the reply went back to before this level afterwards


@dataclass(frozen=True, kw_only=True)
class AddedLevels:
    """Levels that were put in on the way."""

    levels: tuple[Role, ...]
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class SignOffRound:
    """One round. outcome: "" while it goes on | signed | returned. ahead: levels still to come, the
    one that has the reply first. above: levels that this person may put in now."""

    number: int
    levels: tuple[Role, ...]
    began_at: datetime
    outcome: str
    steps: tuple[SignOffStep, ...]
    ahead: tuple[Role, ...]
    added: tuple[AddedLevels, ...]
    above: tuple[Role, ...] = ()


def rounds(at: Snapshot, case_id: int) -> tuple[SignOffRound, ...]:
    """The rounds of a case, oldest first; none on the first releases."""
    found = rows.rounds_of(at.connection, case_id)
    if not found:
        return ()
    every = rows.steps_of(at.connection, [each["id"] for each in found])
    return tuple(
        _round(at, number, each, [step for step in every if step["round_id"] == each["id"]])
        for number, each in enumerate(found, start=1)
    )


def _round(
    at: Snapshot, number: int, row: RoundRow, steps: Sequence[rows.StepWithName]
) -> SignOffRound:
    said = agreed(steps)
    open_ = row["ended_at"] is None
    return SignOffRound(
        number=number, levels=levels_of(row), began_at=row["began_at"], outcome=row["outcome"],
        steps=tuple(SignOffStep(
            level=Role(step["level"]), outcome=step["outcome"], returned_to=step["returned_to"],
            by=step["by_name"] or "", at=step["at"], opinion=step["opinion"],
            stands=step["outcome"] == RETURNED or said.get(Role(step["level"])) is step,
        ) for step in steps),
        ahead=tuple(level for level in levels_of(row) if level not in said) if open_ else (),
        added=tuple(AddedLevels(
            levels=tuple(map(Role, each["levels"])), by=each["by_name"],
            at=datetime.fromisoformat(each["at"]), reason=each["reason"],
        ) for each in row["added"]),
        above=still_above(at, row) if open_ and may_add(at, row) else (),
    )


def still_above(at: Snapshot, row: RoundRow) -> tuple[Role, ...]:
    """The levels above the one that has the reply, which the round does not have yet."""
    now = turn(row, rows.steps_of(at.connection, [row["id"]]))
    if now is None:
        return ()
    higher = SIGNING_LEVELS[SIGNING_LEVELS.index(now) + 1:]
    return tuple(level for level in higher if level not in levels_of(row))


def may_add(at: Snapshot, row: RoundRow) -> bool:
    """Whether this person may put levels in: a manager of the agency, who agreed in this round,
    who holds the level that has the reply."""
    if Role.MANAGER in at.actor.roles:
        return True
    steps = rows.steps_of(at.connection, [row["id"]])
    signed = {step["person_id"] for step in steps if step["outcome"] == APPROVED}
    return turn(row, steps) in at.actor.roles or at.actor.person_id in signed


def levels_ahead(at: Snapshot, case_id: int) -> tuple[Role, ...]:
    """The levels by which a case is signed: of its latest round, else the usual one."""
    row = rows.latest_round(at.connection, case_id)
    return ONE_LEVEL if row is None else levels_of(row)


def to_return_to(at: Snapshot, case_id: int, level: Role) -> frozenset[str]:
    """Where a level may send the reply back to now: the drafter, and earlier levels."""
    row = rows.latest_round(at.connection, case_id)
    if row is None:
        return frozenset({DRAFTER})
    chain = levels_of(row)
    before = chain[:chain.index(level)] if level in chain else ()
    return frozenset({DRAFTER, *(each.value for each in before)})


def since_last_seen(at: Snapshot, case_id: int, level: Role) -> tuple[Change, ...] | None:
    """What changed in the reply since this level saw it last; None when it never did."""
    found = rows.rounds_of(at.connection, case_id)
    steps = rows.steps_of(at.connection, [each["id"] for each in found]) if found else ()
    seen = [step for step in steps if step["level"] == level.value]
    reply = letter_rows.reply_of(at.connection, case_id)
    if not seen or reply is None or reply["state"] != "draft":
        return None
    return changes(seen[-1]["text"], reply["text"])


