"""A day typed wrong is a slip at its field: it closes no button, and is mended where it stands."""

from typing import Any

import pytest

from engine import InvalidInput, Role, SaveTaskDraft, TaskFormOf
from engine.processes.forms.shown import FormChoice
from tests.engine.office import (
    CORRECTED,
    CORRECTION_NEEDED,
    NOTICE_WRITTEN,
    Office,
    Step,
    day,
)

INTAKE = Role.INTAKE_OFFICER
BEFORE_THE_NOTICE = day(3, 3).isoformat()       # received on the 2nd, told on the 4th


@pytest.fixture
def case_id(office: Office) -> int:
    case_id = office.register()
    for step in (CORRECTION_NEEDED, NOTICE_WRITTEN):
        office.take(case_id, step)
    office.clock.go_to(day(3, 10))
    return case_id


def button(office: Office, case_id: int, typed: dict[str, Any] | None = None) -> FormChoice:
    task_id = office.task(case_id, "receive_correction").id
    form = office.engine.ask(TaskFormOf(task_id=task_id, typed=typed), office.people[INTAKE])
    return form.choices[0]


def test_a_draft_with_a_wrong_day_leaves_the_button_open(office: Office, case_id: int) -> None:
    office.engine.handle(SaveTaskDraft(
        task_id=office.task(case_id, "receive_correction").id,
        values={"corrected_on": BEFORE_THE_NOTICE},
    ), office.people[INTAKE])
    wrong = button(office, case_id)
    assert wrong.not_now == ""
    assert wrong.due_if_done is None
    assert wrong.follows == "corrected_on", "the due date is asked for anew when it is mended"
    mended = button(office, case_id, {"corrected_on": day(3, 10).isoformat()})
    assert mended.due_if_done is not None


def test_a_day_that_cannot_be_is_told_at_its_field(office: Office, case_id: int) -> None:
    step = Step(day(3, 10), "receive_correction", INTAKE,
                {**CORRECTED.values, "corrected_on": BEFORE_THE_NOTICE})
    with pytest.raises(InvalidInput) as refused:
        office.engine.handle(office.form(case_id, step), office.people[INTAKE])
    assert "2026年3月3日" in refused.value.problems["corrected_on"]
    office.take(case_id, CORRECTED)
