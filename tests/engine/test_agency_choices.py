"""Where the law is silent an agency chooses, from a day ahead on; no case that exists changes.

The applicant's correction period is 10 working days unless the agency chose another.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from engine import (
    Actor,
    CancelAgencyChoice,
    CaseOf,
    ChoicesPage,
    InvalidInput,
    MakeAgencyChoice,
    MonitorPage,
    NotFound,
    NotPermitted,
    ReceiptOf,
    RegisterFilter,
    RegisterPage,
    Role,
    SystemPage,
)
from engine.statute.values.discretion import all_choices
from engine.transaction import rows as keys
from tests.conftest import ON_ONE_KIND
from tests.engine.office import (
    CORRECTION_NEEDED,
    DISCLOSED,
    MONDAY,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    ROOT,
    Office,
    accepted,
    day,
    engine_of_latest,
    handed_over,
    submitted,
)

WEDNESDAY = day(3, 4)
TOMORROW = MONDAY + timedelta(days=1)


def choose(office: Office, **changes: Any) -> MakeAgencyChoice:
    """Fifteen working days for a correction, from tomorrow on."""
    values: dict[str, Any] = {
        "agency_id": office.agency_id, "name": "correction_period_days", "value": 15,
        "from_day": TOMORROW, "basis": "周财办发〔2026〕2号",
    }
    return MakeAgencyChoice(**{**values, **changes})


def choice(office: Office, name: str = "correction_period_days") -> Any:
    view = office.engine.ask(ChoicesPage(agency_id=office.agency_id), ROOT)
    return next(each for each in view.choices if each.name == name)


def correct_by(office: Office, received: date, told: date = WEDNESDAY) -> date | None:
    """Until when the applicant may correct a request received that day."""
    office.clock.go_to(received)
    case_id = office.register()
    office.play(case_id, (replace(CORRECTION_NEEDED, on=told), replace(NOTICE_WRITTEN, on=told)))
    assert office.case(case_id).clock.correct_by is None, "it runs from the service of the notice"
    office.take(case_id, handed_over(told))
    case = office.case(case_id)
    assert case.assessment.limits.correction_received == case.clock.correct_by
    return case.clock.correct_by


def test_a_choice_holds_for_requests_received_from_its_day_on(office: Office) -> None:
    """Ten working days after Wednesday 4 March end on the 18th, fifteen on the 25th."""
    office.engine.handle(choose(office), ROOT)
    assert correct_by(office, MONDAY) == day(3, 18)
    assert correct_by(office, TOMORROW) == day(3, 25)


def test_no_case_that_exists_changes_and_every_date_is_made_again(office: Office) -> None:
    """In another process, after the choice, and after it was changed once more."""
    office.engine.handle(choose(office), ROOT)
    with_ten = office.register()
    office.play(with_ten, (CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED))
    office.clock.go_to(day(3, 20))
    office.engine.handle(choose(office, value=12, from_day=day(3, 23)), ROOT)
    office.clock.go_to(day(3, 24))
    fresh = engine_of_latest(office.engine.configuration, now=office.clock)
    case = fresh.ask(CaseOf(case_id=with_ten), office.people[Role.HANDLER])
    assert case.assessment.limits.correction_received == day(3, 18)
    fresh.close()
    # Twelve working days after Tuesday 24 March: 4 to 6 April are Qingming.
    assert correct_by(office, day(3, 24), day(3, 24)) == day(4, 10)


def test_the_letter_names_the_period_that_the_agency_chose(office: Office) -> None:
    office.engine.handle(choose(office), ROOT)
    correct_by(office, TOMORROW)
    row = office.engine.ask(
        RegisterPage(wanted=RegisterFilter()), office.people[Role.HANDLER]
    ).rows[0]
    letters = office.case(row.id).letters
    notice = next(each for each in letters if each.kind == "correction_notice")
    words = "".join(words for _, words in notice.paragraphs)
    assert "15个工作日" in words


def test_one_agency_s_choice_is_not_another_s(office: Office) -> None:
    other = Office.open(
        office.engine.configuration, office.clock, code="周民公开", engine=office.engine
    )
    office.engine.handle(choose(office), ROOT)
    assert correct_by(other, TOMORROW) == day(3, 18)
    assert choice(other).coming == ()


def test_the_intake_and_the_case_use_the_agency_s_limit_for_confirmation(office: Office) -> None:
    office.engine.handle(choose(office, name="confirmation_alarm_days", value=5), ROOT)
    officer = office.people[Role.INTAKE_OFFICER]
    codes = [
        [
            finding.code
            for finding in office.engine.ask(
                ReceiptOf(
                    channel="internet",
                    arrived_on=received - timedelta(days=6),
                    received_on=received,
                ),
                officer,
            ).findings
        ]
        for received in (MONDAY, TOMORROW)
    ]
    assert codes == [["confirmation_late"], []]
    office.clock.go_to(TOMORROW)
    case_id = office.register(channel="internet", arrived_on=TOMORROW - timedelta(days=6))
    assert office.case(case_id).assessment.findings == ()


@ON_ONE_KIND
@pytest.mark.parametrize(("changes", "field", "message"), [
    ({"from_day": MONDAY}, "from_day", "晚于今天"),
    ({"from_day": MONDAY - timedelta(days=1)}, "from_day", "晚于今天"),
    ({"basis": "  "}, "basis", "依据"),
    ({"basis": "长" * 201}, "basis", "不超过200字"),
    ({"value": 0}, "value", "1至250的整数"),
    ({"value": "10"}, "value", "1至250的整数"),
    ({"value": True}, "value", "1至250的整数"),
    ({"name": "calendar_alarm_month", "value": 13}, "value", "1至12的整数"),
    ({"name": "suspension_starts", "value": "never"}, "value", "只能为"),
    ({"name": "determination_excluded", "value": "true"}, "value", "true 或者 false"),
    ({"name": "correction_2007", "value": "runs"}, "from_day", "不能再变更"),
    ({"value": None}, "value", "本来就是这样"),
    ({"agency_id": 999}, "agency_id", "请选择机关"),
])
def test_a_choice_that_may_not_be_made_says_why_and_is_not_kept(
    office: Office, changes: dict[str, Any], field: str, message: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        office.engine.handle(choose(office, **changes), ROOT)
    assert message in refused.value.problems[field]
    assert choice(office, changes.get("name", "correction_period_days")).coming == ()


def test_every_choice_can_be_chosen_but_for_the_law_that_is_past(office: Office) -> None:
    values: dict[str, Any] = {
        "suspension_starts": "delivered", "correction_period_days": 7,
        "confirmation_alarm_days": 2, "reasons_effect": "restarts",
        "determination_excluded": False, "extension_survives_restart": False,
        "correction_period_starts": "issued", "notice_day": "served",
        "second_correction": "allowed", "correction_in_term": "runs",
        "transfer_receipt": "answering",
        "withheld_review_months": 6, "calendar_alarm_month": 12, "leading_item": "most",
    }
    assert set(all_choices()) == {*values, "correction_2007"}
    for name, value in values.items():
        office.engine.handle(choose(office, name=name, value=value), ROOT)
    office.clock.go_to(TOMORROW)
    for name, value in values.items():
        shown = choice(office, name)
        assert shown.own
        assert shown.value == str(value).lower()
        assert shown.source == "周财办发〔2026〕2号"
    assert choice(office, "correction_2007").closed


def test_what_is_in_effect_to_come_and_before_is_told_with_its_source(office: Office) -> None:
    office.engine.handle(choose(office), ROOT)
    shown = choice(office)
    assert (shown.label, shown.own) == ("10", False)
    assert "条例第三十条" in shown.source
    assert [(each.label, each.from_day) for each in shown.coming] == [("15", TOMORROW)]
    office.clock.go_to(TOMORROW)
    shown = choice(office)
    assert (shown.label, shown.own, shown.since) == ("15", True, TOMORROW)
    assert [each.state for each in shown.history] == ["in_effect"]
    office.engine.handle(choose(office, value=None, from_day=day(3, 9), basis="废止"), ROOT)
    office.clock.go_to(day(3, 9))
    shown = choice(office)
    assert (shown.label, shown.own) == ("10", False)
    assert [(each.state, each.label) for each in shown.history] == [("past", ""), ("past", "15")]


def test_a_choice_is_taken_back_only_before_its_day(office: Office) -> None:
    choice_id = office.engine.handle(choose(office), ROOT)
    with pytest.raises(InvalidInput, match="先取消原来的变更"):
        office.engine.handle(choose(office, value=12), ROOT)
    office.engine.handle(CancelAgencyChoice(choice_id=choice_id), ROOT)
    assert [each.state for each in choice(office).history] == ["cancelled"]
    assert correct_by(office, TOMORROW) == day(3, 18)
    with pytest.raises(NotFound):
        office.engine.handle(CancelAgencyChoice(choice_id=choice_id), ROOT)
    office.clock.go_to(MONDAY)
    later = office.engine.handle(choose(office, value=12), ROOT)
    office.clock.go_to(TOMORROW)
    with pytest.raises(InvalidInput, match="已经生效，不能取消"):
        office.engine.handle(CancelAgencyChoice(choice_id=later), ROOT)


def test_only_who_looks_after_the_installation_chooses(office: Office) -> None:
    for person in office.people.values():
        with pytest.raises(NotPermitted):
            office.engine.handle(choose(office), person)
        with pytest.raises(NotPermitted):
            office.engine.ask(ChoicesPage(), person)
    supervisor = Actor(person_id=None, name="主管", agency_id=office.agency_id,
                       roles=frozenset({Role.SUPERVISOR}))
    choice_id = office.engine.handle(choose(office), supervisor)
    with pytest.raises(NotPermitted):
        office.engine.handle(
            CancelAgencyChoice(choice_id=choice_id), office.people[Role.MANAGER])


def test_choices_stand_on_the_record(office: Office) -> None:
    choice_id = office.engine.handle(choose(office), ROOT)
    office.engine.handle(CancelAgencyChoice(choice_id=choice_id), ROOT)
    with office.engine.database.read() as connection:
        rows = connection.execute(text(
            "SELECT kind, data, command FROM audit_events WHERE kind LIKE 'AgencySetting%' "
            "ORDER BY seq"
        )).all()
    assert [kind for kind, _, _ in rows] == ["AgencySettingChosen", "AgencySettingCancelled"]
    assert [each for _, _, each in rows] == ["SetAgencySetting", "CancelAgencySetting"]
    assert '"value":15,"from_day":"2026-03-03","basis":"周财办发〔2026〕2号"' in rows[0][1]


def test_a_form_sent_before_the_command_had_its_name_is_not_done_again(office: Office) -> None:
    with office.engine.database.write() as connection:
        keys.keep(connection, "form-1", ROOT.person_id, "SetAgencySetting", "", 7, office.clock())
    assert office.engine.handle(choose(office), ROOT, key="form-1") == 7
    assert choice(office).coming == ()


def test_from_which_month_the_missing_calendar_is_an_alarm_is_the_agency_s_choice(
    office: Office
) -> None:
    office.engine.handle(choose(office, name="calendar_alarm_month", value=12), ROOT)
    office.clock.go_to(date(2026, 11, 2))
    assert "2027年" in office.engine.ask(SystemPage(), ROOT).alarm
    assert office.engine.ask(MonitorPage(), office.people[Role.MANAGER]).alarm == ""
    office.clock.go_to(date(2026, 12, 1))
    assert "2027年" in office.engine.ask(MonitorPage(), office.people[Role.MANAGER]).alarm


def test_another_process_knows_the_choice_at_once(office: Office) -> None:
    other = engine_of_latest(office.engine.configuration, now=office.clock)
    assert other.ask(SystemPage(), ROOT).alarm == ""
    officer = office.people[Role.INTAKE_OFFICER]
    asked = ReceiptOf(
        channel="internet", arrived_on=TOMORROW - timedelta(days=6), received_on=TOMORROW,
    )
    assert other.ask(asked, officer).findings
    office.engine.handle(choose(office, name="confirmation_alarm_days", value=9), ROOT)
    assert not other.ask(asked, officer).findings
    other.close()


def test_the_choices_cost_no_statement_of_their_own(office: Office) -> None:
    office.engine.handle(choose(office), ROOT)
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3))])
    command = office.form(case_id, submitted(day(3, 4), DISCLOSED))
    asked: list[str] = []
    event.listen(office.engine.database._writer, "before_cursor_execute",
                 lambda *a: asked.append(a[2]))
    office.engine.handle(command, office.people[Role.HANDLER])
    looks = [each for each in asked if "agency_settings" in each or "calendar_notices" in each]
    assert len(looks) == 1
