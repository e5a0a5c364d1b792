"""What nobody may see half-done."""

from typing import Any

from tests.engine.office import Office


def state(office: Office, case_id: int) -> tuple[Any, ...]:
    """What a half-done command would show."""
    case = office.case(case_id)
    return (case.status, office.open_steps(case_id), office.events(case_id),
            [letter.number for letter in case.letters], case.clock.due_on)
