"""Earlier advice is found again for like cases: by the draft's ground, or the question's words.

区政府办公室2015年通知三（三）：加强对情况复杂或者疑难申请的会商研究，及时总结，分类研究。
"""

import pytest

from engine import Actor, LegalDesk, LegalQuestionOf, Role
from tests.engine.advising import another_legal_office, ask, earlier, given, opinion
from tests.engine.office import DISCLOSED, HANDLER, ROOT, Office, Step, accepted, day, new_agency


@pytest.fixture
def case_id(office: Office) -> int:
    """Received on Monday 2 March, accepted on Tuesday."""
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    return case_id


@pytest.fixture
def lawyer(office: Office) -> Actor:
    return another_legal_office(office)


def test_earlier_advice_on_a_like_question_is_found_again(office: Office, case_id: int) -> None:
    ask(office, case_id, day(3, 4))
    given(office, case_id, day(3, 5), "隐去合同价款后公开。")
    like = office.register(description="2024年度部门决算附注")
    unlike = office.register(description="城区供热管网改造批复", subject="供热")
    for other in (like, unlike):
        office.take(other, accepted(day(3, 6)))
    ask(office, like, day(3, 9), "附注里的合同价款能不能公开？")
    (found,) = earlier(office, like)
    assert (found.case_id, found.opinion, found.like) == (case_id, "隐去合同价款后公开。", True)
    assert earlier(office, unlike) == ()
    assert earlier(office, case_id) == ()       # not its own
    # Nobody is shown it who neither asks nor advises.
    assert office.case(like, by=Role.INTAKE_OFFICER).legal.earlier == ()


def test_earlier_advice_on_the_same_ground_is_found_again(office: Office, case_id: int) -> None:
    ask(office, case_id, day(3, 4), letter=DISCLOSED)
    given(office, case_id, day(3, 5))
    other = office.register(description="城区供热管网改造批复", subject="供热")
    office.take(other, accepted(day(3, 6)))
    ask(office, other, day(3, 9), "能否提供？", letter=DISCLOSED)
    (found,) = earlier(office, other)
    assert (found.case_id, found.like) == (case_id, False)


def test_advice_of_another_agency_is_found_by_nobody_else(
    office: Office, case_id: int, lawyer: Actor
) -> None:
    ask(office, case_id, day(3, 4))
    (line,) = office.engine.ask(LegalDesk(), lawyer)
    office.engine.handle(opinion(line.id), lawyer)
    strange = Office(office.engine, office.clock, office.engine.handle(
        new_agency("周民公开"), ROOT))
    for role in (Role.INTAKE_OFFICER, Role.HANDLER, Role.LEGAL_OFFICER):
        strange.people[role] = strange.hire(role, f"民政{role.title}")
    other = strange.register()
    strange.take(other, Step(day(3, 6), "examine_request", Role.INTAKE_OFFICER, {
        "examination": "accepted", "handler": HANDLER}))
    ask(strange, other, day(3, 9))
    assert strange.case(other).legal.earlier == ()
    # The legal office itself finds what it told the agency that asks, and no case behind it.
    ask(office, case_id, day(3, 10))
    again = next(each for each in office.engine.ask(LegalDesk(), lawyer) if each.state == "asked")
    assert office.engine.ask(LegalQuestionOf(advice_id=again.id), lawyer).earlier == ()
    second = office.register()
    office.take(second, accepted(day(3, 11)))
    ask(office, second, day(3, 11))
    newest = next(each for each in office.engine.ask(LegalDesk(), lawyer)
                  if each.state == "asked" and each.id != again.id)
    (found,) = office.engine.ask(LegalQuestionOf(advice_id=newest.id), lawyer).earlier
    assert (found.opinion, found.case_number, found.case_id) == ("隐去合同价款后公开。", "", 0)
