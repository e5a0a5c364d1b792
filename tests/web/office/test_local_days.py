"""An agency's own days off on the pages: typed, previewed, taken up, seen, taken back."""

from collections.abc import Callable

from engine import Role
from tests.engine.office import Office, day
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]


def typed(office: Office, **changes: str) -> dict[str, str]:
    return {
        "agency_id": str(office.agency_id), "title": "关于州庆放假的通知",
        "document": "州政办发〔2026〕3号", "published": "2026-03-02",
        "off": "州庆 2026-03-10", "worked": "", **changes,
    }


def take_up(visitor: Visitor, form: dict[str, str]) -> str:
    page = visitor.post("/system/calendar/local", form).get_data(as_text=True)
    answer = visitor.post(
        "/system/calendar/local/take-up", {**form, "year": "2026", "key": key_of(page)})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def test_local_days_are_previewed_taken_up_and_named_on_the_calendar(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    visitor = somebody(Role.SUPERVISOR)
    page = visitor.post("/system/calendar/local", typed(office)).get_data(as_text=True)
    assert "期限将改变的在办件：1 件" in page
    assert "2026年3月30日（星期一）" in page
    assert "2026年3月31日（星期二）" in page
    assert "对所选机关生效" in page
    assert office.case(case_id).assessment.due == day(3, 30), "nothing took effect yet"
    where = take_up(visitor, typed(office))
    assert where == f"/system/calendar?year=2026&agency={office.agency_id}&done=imported"
    shown = visitor.get(where).get_data(as_text=True)
    assert "2026年3月10日（星期二） 州庆 关于州庆放假的通知（州政办发〔2026〕3号）" in shown
    assert "day-holiday day-local" in shown
    assert "day-local" not in visitor.get("/system/calendar?year=2026").get_data(as_text=True)
    proof = somebody(Role.HANDLER).get(f"/cases/{case_id}?tab=limit").get_data(as_text=True)
    assert "州政办发〔2026〕3号" in proof


def test_what_was_typed_is_kept_when_it_is_not_understood_and_when_one_goes_back(
    somebody: SignIn, office: Office
) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    form = typed(office, off="州庆 3月10日")
    answer = visitor.post("/system/calendar/local", form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "第1行没有写明年、月、日：“州庆 3月10日”" in page
    for kept in (">州庆 3月10日</textarea>", "州政办发〔2026〕3号", "2026-03-02"):
        assert kept in page
    answer = visitor.post("/system/calendar/local", {**typed(office), "agency_id": "",
                                                      "published": ""})
    page = answer.get_data(as_text=True)
    assert "请选择适用的机关" in page
    assert "请填写“印发日期”" in page
    back = visitor.post("/system/calendar/local", {**typed(office), "change": "1"})
    assert ">州庆 2026-03-10</textarea>" in back.get_data(as_text=True)


def test_local_days_are_taken_back_with_a_reason(somebody: SignIn, office: Office) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    take_up(visitor, typed(office))
    address = "/system/calendar/notices/1/withdraw"
    assert "关于州庆放假的通知" in visitor.get(address).get_data(as_text=True)
    answer = visitor.post(address, {"reason": "文件已废止"})
    assert answer.location == (
        f"/system/calendar?year=2026&done=withdrawn&agency={office.agency_id}")
    page = visitor.get(answer.location).get_data(as_text=True)
    assert "文件已废止" in page
    assert "day-local" not in page


def test_days_may_be_for_every_agency(somebody: SignIn, office: Office) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    assert take_up(visitor, typed(office, agency_id="all")) == (
        "/system/calendar?year=2026&done=imported")
    assert "day-local" in visitor.get("/system/calendar?year=2026").get_data(as_text=True)


def test_who_does_not_look_after_the_calendar_only_looks(
    somebody: SignIn, office: Office
) -> None:
    visitor = somebody(Role.MANAGER)
    assert visitor.get("/system/calendar/local").status_code == 403
    assert visitor.post("/system/calendar/local/take-up", typed(office)).status_code == 403
    assert visitor.get(f"/system/calendar?agency={office.agency_id}").status_code == 200
    assert visitor.get("/system/calendar?agency=999").status_code == 404
    page = visitor.get("/system/calendar").get_data(as_text=True)
    assert "增补地方放假" not in page
    assert "该机关没有地方增补" in page, "it opens with the calendar of his own agency"
    assert "该机关没有地方增补" not in visitor.get(
        "/system/calendar?agency=").get_data(as_text=True)
