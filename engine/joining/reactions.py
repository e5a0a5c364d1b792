"""What the reply to a case means for those that were merged into it."""

from engine.cases.open_cases import open_cases
from engine.cases.process import projection
from engine.cases.rows import cases as case_rows
from engine.correspondence import rows as letter_rows
from engine.correspondence.events import ReplyServed
from engine.joining import rows
from engine.statute import Entry
from engine.transaction.unit_of_work import UnitOfWork


def answer_merged(event: ReplyServed, unit: UnitOfWork) -> None:
    """The clock of each was kept: each is answered by this reply, on time or not by its own."""
    letter = letter_rows.find(unit.connection, event.letter_id)
    assert letter is not None
    for case_id in rows.merged_into(unit.connection, letter["case_id"]):
        row = case_rows.lock(unit.connection, case_id)
        assert row is not None
        case = open_cases(unit).take(case_id, row["revision"])
        if case.row["replied_on"] is not None:
            continue
        case.enter(Entry(
            type="replied", on=event.served_on, service=event.service, served=event.served_on))
        case.set(replied_on=event.replied_on)
        projection.settle_dates(unit, case)
