"""What a change of people means for those who are signed in."""

from engine.identity import rows
from engine.people.events import PersonDisabled
from engine.transaction.unit_of_work import UnitOfWork


def end_sessions(event: PersonDisabled, unit: UnitOfWork) -> None:
    """Whoever was put off is signed out everywhere."""
    rows.end_sessions_of(unit.connection, event.person_id)
