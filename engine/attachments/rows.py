"""Attachments."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from engine.store.statements import Prepared
from engine.store.tables import attachments, people

_ADD_ATTACHMENT = Prepared(insert(attachments).returning(attachments.c.id))


def add_attachment(connection: Connection, values: Mapping[str, Any]) -> int:
    """Keep an attachment; returns its id."""
    return int(_ADD_ATTACHMENT.scalar(connection, values))


def find_attachment(connection: Connection, attachment_id: int) -> RowMapping | None:
    """An attachment with the name of who added it; None when there is none."""
    return connection.execute(
        select(attachments, people.c.name.label("added_by_name"))
        .join(people, people.c.id == attachments.c.added_by)
        .where(attachments.c.id == attachment_id)
    ).mappings().first()


def attachments_of(connection: Connection, case_id: int) -> Sequence[RowMapping]:
    """A case's attachments with the names of who added them, oldest first."""
    return connection.execute(
        select(attachments, people.c.name.label("added_by_name"))
        .join(people, people.c.id == attachments.c.added_by)
        .where(attachments.c.case_id == case_id).order_by(attachments.c.id)
    ).mappings().all()
