"""Drafts that stand beside others."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from engine.store.reading import all_of, first_of
from engine.store.shapes import DraftRow
from engine.store.tables import drafts, people


class DraftByName(DraftRow):
    """A draft with the name of who typed it."""

    by_name: str


_ALL = (
    select(drafts, people.c.name.label("by_name"))
    .join(people, people.c.id == drafts.c.person_id)
    .order_by(drafts.c.saved_at.desc(), drafts.c.page)
)


def of_form(
    connection: Connection, form: str, person_id: int | None = None
) -> Sequence[DraftByName]:
    """The drafts of a form, perhaps only those of one person, the latest first."""
    query = _ALL.where(drafts.c.form == form)
    if person_id is not None:
        query = query.where(drafts.c.person_id == person_id)
    return all_of(connection, query, DraftByName)


def find(connection: Connection, form: str, page: str) -> DraftByName | None:
    """The draft of one page of a form."""
    return first_of(
        connection, _ALL.where(drafts.c.form == form, drafts.c.page == page), DraftByName
    )


def put(connection: Connection, row: DraftRow) -> None:
    """Keep what was typed on a page, in place of what was kept of that page before."""
    remove(connection, row["form"], row["page"], row["person_id"])
    connection.execute(insert(drafts), row)


def remove(
    connection: Connection, form: str, page: str, person_id: int | None = None
) -> None:
    """Forget the draft of a page."""
    gone = delete(drafts).where(drafts.c.form == form, drafts.c.page == page)
    if person_id is not None:
        gone = gone.where(drafts.c.person_id == person_id)
    connection.execute(gone)


def remove_version(connection: Connection, form: str, person_id: int, version: str) -> None:
    """Forget a draft while it is still the version that somebody went on with."""
    connection.execute(delete(drafts).where(
        drafts.c.form == form, drafts.c.person_id == person_id, drafts.c.version == version
    ))


def remove_form(connection: Connection, form: str) -> None:
    """Forget every draft of a form: it has been handed in."""
    connection.execute(delete(drafts).where(drafts.c.form == form))


def forget_before(connection: Connection, moment: datetime) -> None:
    """Remove drafts that nobody has gone on with since."""
    connection.execute(delete(drafts).where(drafts.c.saved_at < moment))
