"""Letters, attachments and the bytes of both, each kept once under its SHA-256."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.store import Row
from engine.store.prepared import Prepared
from engine.store.tables import attachments, blobs, letters, people

_ADD = Prepared(insert(letters).returning(letters.c.id))
_ADD_ATTACHMENT = Prepared(insert(attachments).returning(attachments.c.id))
_KEEP = {
    dialect.dialect.name: Prepared(dialect.insert(blobs).on_conflict_do_nothing())
    for dialect in (sqlite, postgresql)
}
_CHANGE = Prepared(update(letters).where(letters.c.id == bindparam("letter")))
_OF_CASE = Prepared(
    select(letters, people.c.name.label("drafted_by_name"))
    .outerjoin(people, people.c.id == letters.c.drafted_by)
    .where(letters.c.case_id == bindparam("of_case")).order_by(letters.c.id)
)
_REPLY = Prepared(
    select(letters).where(letters.c.case_id == bindparam("of_case"), letters.c.series == "reply")
    .order_by(letters.c.id.desc()).limit(1)
)


def keep(connection: Connection, content: bytes) -> str:
    """Keep bytes; the same bytes twice are one row. Returns their SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    _KEEP[connection.dialect.name].run(connection, {"digest": digest, "content": content})
    return digest


def content(connection: Connection, digest: str) -> bytes:
    """The bytes of a digest. Raises ValueError when they were altered since."""
    found = bytes(
        connection.execute(select(blobs.c.content).where(blobs.c.digest == digest)).scalar_one()
    )
    if hashlib.sha256(found).hexdigest() != digest:
        raise ValueError(f"stored bytes do not match their digest {digest}")
    return found


def add(connection: Connection, values: Mapping[str, Any]) -> int:
    return int(_ADD.scalar(connection, values))


def change(connection: Connection, letter_id: int, changes: Mapping[str, Any]) -> None:
    _CHANGE.run(connection, {**changes, "letter": letter_id})


def find(connection: Connection, letter_id: int) -> RowMapping | None:
    return connection.execute(
        select(letters, people.c.name.label("drafted_by_name"))
        .outerjoin(people, people.c.id == letters.c.drafted_by)
        .where(letters.c.id == letter_id)
    ).mappings().first()


def of_case(connection: Connection, case_id: int) -> Sequence[Row]:
    """The letters of a case, oldest first."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def reply_of(connection: Connection, case_id: int) -> Row | None:
    """The case's reply letter: drafted, or issued once signed off."""
    return _REPLY.first(connection, {"of_case": case_id})


def add_attachment(connection: Connection, values: Mapping[str, Any]) -> int:
    return int(_ADD_ATTACHMENT.scalar(connection, values))


def find_attachment(connection: Connection, attachment_id: int) -> RowMapping | None:
    return connection.execute(
        select(attachments, people.c.name.label("added_by_name"))
        .join(people, people.c.id == attachments.c.added_by)
        .where(attachments.c.id == attachment_id)
    ).mappings().first()


def attachments_of(connection: Connection, case_id: int) -> Sequence[RowMapping]:
    return connection.execute(
        select(attachments, people.c.name.label("added_by_name"))
        .join(people, people.c.id == attachments.c.added_by)
        .where(attachments.c.case_id == case_id).order_by(attachments.c.id)
    ).mappings().all()
