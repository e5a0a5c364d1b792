"""Rounds of sign-off and what each level said in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from engine.store.reading import all_of, first_of
from engine.store.shapes import NewRoundRow, NewStepRow, RoundRow, StepRow
from engine.store.tables import people, sign_off_rounds, sign_off_steps


class StepWithName(StepRow):
    """A step with the name of who said it."""

    by_name: str | None


def begin(connection: Connection, values: NewRoundRow) -> int:
    """Keep a round that begins; returns its id."""
    result = connection.execute(insert(sign_off_rounds), values)
    assert result.inserted_primary_key is not None
    return int(result.inserted_primary_key[0])


def rounds_of(connection: Connection, case_id: int) -> Sequence[RoundRow]:
    """The rounds of a case, oldest first."""
    return all_of(
        connection,
        select(sign_off_rounds).where(sign_off_rounds.c.case_id == case_id)
        .order_by(sign_off_rounds.c.id),
        RoundRow,
    )


def latest_round(connection: Connection, case_id: int) -> RoundRow | None:
    """The round that a case is in, or was in last."""
    return first_of(
        connection,
        select(sign_off_rounds).where(sign_off_rounds.c.case_id == case_id)
        .order_by(sign_off_rounds.c.id.desc()).limit(1),
        RoundRow,
    )


def end(connection: Connection, round_id: int, outcome: str, at: datetime) -> None:
    """A round is over."""
    connection.execute(
        update(sign_off_rounds).where(sign_off_rounds.c.id == round_id)
        .values(outcome=outcome, ended_at=at)
    )


def put_in(
    connection: Connection, round_id: int, levels: list[str], added: list[dict[str, Any]]
) -> None:
    """A round has these levels now."""
    connection.execute(
        update(sign_off_rounds).where(sign_off_rounds.c.id == round_id)
        .values(levels=levels, added=added)
    )


def add_step(connection: Connection, values: NewStepRow) -> None:
    """Keep what a level said."""
    connection.execute(insert(sign_off_steps), values)


def steps_of(connection: Connection, round_ids: Sequence[int]) -> Sequence[StepWithName]:
    """What was said in these rounds, oldest first."""
    return all_of(
        connection,
        select(sign_off_steps, people.c.name.label("by_name"))
        .outerjoin(people, people.c.id == sign_off_steps.c.person_id)
        .where(sign_off_steps.c.round_id.in_(list(round_ids)))
        .order_by(sign_off_steps.c.id),
        StepWithName,
    )
