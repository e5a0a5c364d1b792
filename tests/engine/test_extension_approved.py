"""Art. 33: the head of the disclosure office agrees to an extension, not who signs replies."""

import pytest

from engine import CompleteTask, Engine, NotPermitted, Role
from engine.configuration import Configuration
from engine.processes.published import load
from tests.engine.office import (
    DISCLOSED,
    EXTENDED,
    EXTENSION_ASKED,
    Clock,
    Office,
    accepted,
    concluded,
    day,
)


def test_the_head_of_the_disclosure_office_approves_and_nobody_else(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), EXTENSION_ASKED])
    task = office.task(case_id, "approve_extension")
    assert task.role is Role.OFFICE_HEAD
    with pytest.raises(NotPermitted, match="公开机构负责人"):
        office.engine.handle(
            CompleteTask(task_id=task.id, values=EXTENDED.values), office.people[Role.REVIEWER])
    office.take(case_id, EXTENDED)
    case = office.case(case_id)
    (approved,) = [each for each in case.done if each.step_name == "审批延期"]
    assert approved.by == office.people[Role.OFFICE_HEAD].name
    (notice,) = [each for each in case.letters if each.kind == "extension_notice"]
    assert "公开工作机构负责人同意" in "".join(text for _, text in notice.paragraphs)


def test_a_case_that_is_older_than_the_duty_ends_as_it_began(settings: Configuration) -> None:
    """On the first releases the signer approves the extension; such a case goes on so."""
    clock = Clock()
    office = Office.open(settings, clock, engine=Engine(
        settings, now=clock, processes=load().as_of(1)))
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), EXTENSION_ASKED])
    office.restart()
    task = office.task(case_id, "approve_extension")
    assert task.role is Role.REVIEWER
    with pytest.raises(NotPermitted):
        office.engine.handle(
            CompleteTask(task_id=task.id, values=EXTENDED.values),
            office.people[Role.OFFICE_HEAD])
    office.play(case_id, [EXTENDED, *concluded(24, DISCLOSED)])
    assert office.case(case_id).status == "archived"
    office.close()
