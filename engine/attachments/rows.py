"""Attachments."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, or_, select

from engine.store.reading import all_of, first_of
from engine.store.shapes import AttachmentRow, NewAttachmentRow
from engine.store.statements import Prepared
from engine.store.tables import attachments, letters, people

_ADD_ATTACHMENT = Prepared(insert(attachments).returning(attachments.c.id))


_REVIEWED = Prepared(select(letters.c.id).where(
    letters.c.case_id == bindparam("of_case"), letters.c.series == "reply",
    or_(letters.c.state == "draft", letters.c.state == "issued"), letters.c.reviewed_digest != "",
    letters.c.reviewed_digest == letters.c.text_digest,
))


class AttachmentWithName(AttachmentRow):
    """An attachment with the name of who added it."""

    added_by_name: str


def _with_name() -> Select[Any]:
    return (
        select(attachments, people.c.name.label("added_by_name"))
        .join(people, people.c.id == attachments.c.added_by)
    )


def add_attachment(connection: Connection, values: NewAttachmentRow) -> int:
    """Keep an attachment; returns its id."""
    return int(_ADD_ATTACHMENT.scalar(connection, values))


def find_attachment(connection: Connection, attachment_id: int) -> AttachmentWithName | None:
    """An attachment with the name of who added it; None when there is none."""
    return first_of(
        connection, _with_name().where(attachments.c.id == attachment_id), AttachmentWithName
    )


def reply_is_reviewed(connection: Connection, case_id: int) -> bool:
    """Whether the case's reply has passed its review and has not left the house yet."""
    return _REVIEWED.scalar(connection, {"of_case": case_id}) is not None


def attachments_of(connection: Connection, case_id: int) -> Sequence[AttachmentWithName]:
    """A case's attachments with the names of who added them, oldest first."""
    return all_of(
        connection,
        _with_name().where(attachments.c.case_id == case_id).order_by(attachments.c.id),
        AttachmentWithName,
    )
