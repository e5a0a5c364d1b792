"""A reply is annulled: what was decided on the way to it does not stand in the way of the next."""

from datetime import date

from tests.engine import asking
from tests.engine.charged import UNPAID, lapsed, noticed, offered, view as fee
from tests.engine.contesting import answered, contest, decided, do
from tests.engine.lives import (
    CORRECTION_NEEDED,
    DISCLOSED,
    LAPSE_CONFIRMED,
    LAPSED,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    Step,
    accepted,
    concluded,
    day,
)
from tests.engine.office import Office


def _go(office: Office, case_id: int, *steps: Step) -> None:
    for step in steps:
        office.clock.go_to(step.on)
        office.engine.handle(office.form(case_id, step), office.people[step.by])


def _annulled(office: Office, case_id: int, on: date) -> None:
    office.clock.go_to(day(5, 12))
    contest(office, case_id, day(5, 11))
    answered(office, case_id, 1, day(5, 12))
    decided(office, case_id, 1, on, "ordered", remedy_decided_on=on.isoformat())
    do(office, case_id, 1, "enter_term", on, anew="reopened", term="15",
       term_unit="working_days", counted_from="receipt", term_from=on.isoformat())


def test_what_lapsed_before_the_annulment_no_longer_binds_the_reply_anew(office: Office) -> None:
    case_id = office.register()
    _go(office, case_id, accepted(day(3, 3)))
    noticed(office, case_id, day(3, 6))
    lapsed(office, case_id, day(4, 7))
    _go(office, case_id, *concluded(8, UNPAID, month=4))
    _annulled(office, case_id, day(6, 16))
    case = office.case(case_id)
    assert (case.status, case.clock.state, case.clock.due_on) == ("open", "running", day(7, 8))
    kinds = offered(office, case_id)
    assert "disclosed" in kinds
    assert "fee_unpaid" not in kinds
    _go(office, case_id, *concluded(22, DISCLOSED, month=6))
    case = office.case(case_id)
    assert (case.status, case.clock.on_time) == ("archived", True)
    assert fee(office, case_id).state == "lapsed"       # what was so stays


def test_a_third_party_that_was_heeded_is_asked_again_before_the_disclosure_that_was_ordered(
    office: Office,
) -> None:
    """《条例》第三十二条: who objects is told of the decision before anything is disclosed."""
    case_id = office.register()
    _go(office, case_id, accepted(day(3, 3)))
    _objected(office, case_id, 1, day(3, 4))
    asking.decided(office, case_id, 1, day(3, 9), "withhold")
    _go(office, case_id, *concluded(10, asking.REFUSED))
    _annulled(office, case_id, day(6, 16))
    assert "请重新征求意见" in asking.offered(office, case_id)["予以公开告知书"]
    _objected(office, case_id, 2, day(6, 17))
    assert "还没有决定是否公开" in asking.offered(office, case_id)["予以公开告知书"]
    asking.decided(office, case_id, 2, day(6, 22), "disclose", "饮用水源的安全重于保密。")
    asking.told(office, case_id, 2, day(6, 22), day(6, 29))
    office.clock.go_to(day(6, 29))
    assert "予以公开告知书" not in asking.offered(office, case_id)
    assert "第三方" in asking.offered(office, case_id)["不予公开告知书（第三方权益）"]
    _go(office, case_id, *concluded(1, DISCLOSED, month=7))


def test_a_correction_that_did_not_come_no_longer_binds_the_reply_anew(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, (
        CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED, LAPSE_CONFIRMED,
        *concluded(1, LAPSED, month=4)))
    _annulled(office, case_id, day(6, 16))
    assert {"disclosed", "not_held"} & offered(office, case_id)
    _go(office, case_id, *concluded(22, DISCLOSED, month=6))
    assert office.case(case_id).clock.on_time is True


def _objected(office: Office, case_id: int, number: int, on: date) -> None:
    office.clock.go_to(on)
    asking.ask(office, case_id)
    asking.sent(office, case_id, number, on)
    asking.arrived(office, case_id, number, on)
    asking.said(office, case_id, number, on)
