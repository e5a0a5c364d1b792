"""The register of reconsideration and litigation: what goes on, and what comes next in each."""

from collections import Counter

from engine import KIND_TITLES, REPORT_BLOCKS, REPORT_COLUMNS, RemediesPage, RemedyLine, Role
from tests.engine.advising import another_legal_office
from tests.engine.contesting import LEGAL, answered, contest, decided, do
from tests.engine.office import STATE_SECRET, Office, accepted, concluded, day


def _listed(office: Office, role: Role = LEGAL, **wanted: object) -> tuple[RemedyLine, ...]:
    return office.engine.ask(RemediesPage(**wanted), office.people[role]).lines


def test_what_goes_on_stands_first_by_its_next_limit(office: Office) -> None:
    """Answers until 7 May and 30 April, a reply ordered until 8 July; one is decided."""
    assert _listed(office) == ()
    cases = [office.register(subject=f"决算{number}") for number in range(4)]
    office.play(cases[2], (accepted(day(3, 3)), *concluded(10, STATE_SECRET)))
    office.clock.go_to(day(4, 21))
    for case_id, came in zip(cases, (20, 16, 17, 13), strict=True):
        contest(office, case_id, day(4, came))
    for case_id in cases[2:]:
        answered(office, case_id, 1, day(4, 22))
    decided(office, cases[2], 1, day(6, 16), "ordered", remedy_decided_on="2026-06-15")
    assert [(each.case_id, each.step) for each in _listed(office, standing="open")
            if each.state == "decided"] == [(cases[2], "登记责令的期限")]
    do(office, cases[2], 1, "enter_term", day(6, 17), anew="reopened", term="15",
       term_unit="working_days", counted_from="receipt", term_from="2026-06-16")
    decided(office, cases[3], 1, day(6, 18))
    lines = _listed(office)
    assert [(each.case_id, each.limit, each.limit_for, each.overdue) for each in lines] == [
        (cases[1], day(4, 30), "answer", True), (cases[0], day(5, 7), "answer", True),
        (cases[2], day(7, 8), "reply", False), (cases[3], None, "", False)]
    assert [each.case_id for each in _listed(office, standing="closed")] == [cases[3]]
    assert len(_listed(office, standing="open")) == 3
    assert len(_listed(office, year=2026)) == 4
    assert _listed(office, year=2025) == ()
    page = office.engine.ask(RemediesPage(year=2025), office.people[LEGAL])
    assert (page.any, page.years, page.total) == (True, (2026,), 0)


def test_an_order_that_was_carried_out_is_finished(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, (accepted(day(3, 3)), *concluded(10, STATE_SECRET)))
    office.clock.go_to(day(4, 21))
    contest(office, case_id, day(4, 20))
    answered(office, case_id, 1, day(5, 6))
    decided(office, case_id, 1, day(6, 16), "ordered", remedy_decided_on="2026-06-15")
    do(office, case_id, 1, "enter_term", day(6, 17), anew="reopened", term="15",
       term_unit="working_days", counted_from="receipt", term_from="2026-06-16")
    for step in concluded(22, STATE_SECRET, month=6):
        office.clock.go_to(step.on)
        office.engine.handle(office.form(case_id, step), office.people[step.by])
    (line,) = _listed(office, Role.MANAGER)
    assert (line.goes_on, line.limit, line.outcome) == (False, None, "corrected")


def test_one_agency_never_sees_anothers(office: Office) -> None:
    case_id = office.register()
    contest(office, case_id, day(3, 2))
    other = another_legal_office(office)
    assert office.engine.ask(RemediesPage(), other).lines == ()
    assert len(_listed(office, Role.HANDLER)) == 1


def test_every_cell_of_table_four_is_reached(office: Office) -> None:
    """国办公开办函〔2021〕30号: three blocks, each upheld, corrected, other, not decided yet."""
    case_id = office.register()
    office.clock.go_to(day(4, 21))
    number = 0
    for kind in KIND_TITLES:
        for outcome in ("upheld", "corrected", "ordered", "other", ""):
            number += 1
            contest(office, case_id, day(4, 20), kind, case_number=f"{number}号")
            if outcome:
                answered(office, case_id, number, day(4, 21))
                decided(office, case_id, number, day(4, 21), outcome)
    counted = Counter((REPORT_BLOCKS[each.kind], REPORT_COLUMNS[each.outcome])
                      for each in _listed(office))
    assert counted == {
        (block, column): 2 if column == "结果纠正" else 1      # corrected, and ordered anew
        for block in ("行政复议", "未经复议直接起诉", "复议后起诉")
        for column in ("结果维持", "结果纠正", "其他结果", "尚未审结")}
