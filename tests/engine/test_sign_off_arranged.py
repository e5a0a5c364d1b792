"""By which levels an agency signs: arranged as data, from a day on, for each kind of reply."""

from typing import Any

import pytest

from engine import (
    CancelArrangement,
    ChangeDuties,
    DutiesUnheld,
    InvalidInput,
    NotFound,
    NotPermitted,
    Role,
    SignOffLevels,
)
from tests.engine.office import (
    DISCLOSED,
    ROOT,
    STATE_SECRET,
    Office,
    accepted,
    day,
    reviewed,
    submitted,
)
from tests.engine.signing import ELEMENTS, FOUR, arranged, arrangement

SECTION, LEGAL, OFFICE, LEADER, PRINCIPAL = (
    Role.SECTION_HEAD, Role.LEGAL_OFFICER, Role.OFFICE_HEAD, Role.REVIEWER, Role.PRINCIPAL)



def test_kinds_of_reply_have_levels_of_their_own(office: Office) -> None:
    arranged(office, levels={"": (LEADER,), "不予公开": (LEGAL, PRINCIPAL)})
    for letter, first in ((DISCLOSED, LEADER), (STATE_SECRET, LEGAL)):
        case_id = office.register()
        office.play(case_id, [
            accepted(day(3, 3)), submitted(day(3, 4), letter), reviewed(day(3, 5))])
        assert office.open_steps(case_id) == [ELEMENTS[first]]


@pytest.mark.parametrize(("changes", "field"), [
    ({"levels": {}}, "levels-"), ({"levels": {"": ()}}, "levels-"),
    ({"levels": {"": (SECTION, LEGAL, OFFICE, LEADER, PRINCIPAL)}}, "levels-"),
    ({"days": {LEADER: 0}}, "days-reviewer"), ({"days": {LEADER: 21}}, "days-reviewer"),
    ({"from_day": day(3, 2)}, "from_day"), ({"basis": " "}, "basis"),
    ({"basis": "字" * 201}, "basis"),
])
def test_a_wrong_arrangement_is_refused_at_the_field(
    office: Office, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        arranged(office, **changes)
    assert set(refused.value.problems) == {field}


def test_two_arrangements_do_not_share_a_day_and_one_to_come_is_taken_back(office: Office) -> None:
    arrangement_id = arranged(office)
    with pytest.raises(InvalidInput, match="已有一项安排"):
        arranged(office)
    office.engine.handle(CancelArrangement(arrangement_id=arrangement_id), ROOT)
    second = arranged(office)
    office.clock.go_to(day(3, 3))
    with pytest.raises(InvalidInput, match="已经生效"):
        office.engine.handle(CancelArrangement(arrangement_id=second), ROOT)
    view = office.engine.ask(SignOffLevels(agency_id=office.agency_id), ROOT)
    assert [each.state for each in view.changes] == ["in_effect", "cancelled"]
    assert view.now.of("部分公开") == FOUR


def test_who_does_not_look_after_all_arranges_nothing(office: Office) -> None:
    with pytest.raises(NotPermitted):
        office.engine.handle(arrangement(office), office.people[Role.MANAGER])
    with pytest.raises(InvalidInput):
        office.engine.handle(arrangement(office, agency_id=999), ROOT)
    with pytest.raises(NotFound):
        office.engine.handle(arrangement(office, levels={"": (LEADER,), "别的": (LEADER,)}), ROOT)


def test_levels_that_nobody_holds_are_told_and_one_person_for_two_of_them(office: Office) -> None:
    principal, head = office.people[PRINCIPAL], office.people[SECTION]
    office.engine.handle(ChangeDuties(
        person_id=principal.person_id or 0, roles=(Role.INTAKE_OFFICER,)), ROOT)
    assert office.engine.ask(DutiesUnheld(), ROOT) == (), "no reply of theirs comes to that level"
    arranged(office)
    (lacking,) = office.engine.ask(DutiesUnheld(), ROOT)
    assert lacking.duties == (PRINCIPAL,)
    office.engine.handle(ChangeDuties(
        person_id=principal.person_id or 0, roles=(PRINCIPAL, SECTION)), ROOT)
    office.engine.handle(ChangeDuties(
        person_id=head.person_id or 0, roles=(Role.INTAKE_OFFICER,)), ROOT)
    (lacking,) = office.engine.ask(DutiesUnheld(), ROOT)
    assert (SECTION, PRINCIPAL) in lacking.alone
