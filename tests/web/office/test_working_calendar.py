"""The working calendar on its pages: seen, previewed, taken up, taken back."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO

import pytest

from engine import Role
from engine.workers import ticker as scheduler
from tests.engine.office import Office
from tests.statute.test_notice_text import GOOD
from tests.web.conftest import Visitor, key_of
from web.office.working_calendar import PATIENCE

SignIn = Callable[[Role], Visitor]
TYPED = {"text": GOOD, "url": "某发明电〔2026〕9号", "published": ""}


def import_2027(visitor: Visitor) -> None:
    page = visitor.post("/system/calendar/import", TYPED).get_data(as_text=True)
    answer = visitor.post(
        "/system/calendar/notices", {**TYPED, "year": "2027", "key": key_of(page)}
    )
    assert answer.location == "/system/calendar?year=2027&done=imported"


def test_a_year_is_shown_with_a_word_for_every_day_and_its_notice(somebody: SignIn) -> None:
    page = somebody(Role.ADMINISTRATOR).get("/system/calendar?year=2026").get_data(as_text=True)
    assert len(re.findall(r'<td class="day day-', page)) == 365
    assert "2026年2月14日（星期六） 调休上班" in page
    assert "2026年2月17日（星期二） 春节" in page
    assert "国务院办公厅关于2026年部分节假日安排的通知" in page


def test_a_year_without_notice_says_so(somebody: SignIn, office: Office) -> None:
    office.clock.go_to(date(2026, 11, 2))
    for role, address in (
        (Role.ADMINISTRATOR, "/system"), (Role.ADMINISTRATOR, "/system/calendar"),
        (Role.SUPERVISOR, "/monitor"),
    ):
        page = somebody(role).get(address).get_data(as_text=True)
        assert "2027年放假安排尚未录入" in page, address
    page = somebody(Role.SUPERVISOR).speak_english().get("/monitor").get_data(as_text=True)
    assert "The holiday arrangement of 2027 has not been entered" in page
    page = somebody(Role.ADMINISTRATOR).get("/system/calendar?year=2027").get_data(as_text=True)
    assert "放假安排未公布" in page


def test_a_notice_is_previewed_before_it_takes_effect(
    somebody: SignIn, office: Office
) -> None:
    office.clock.go_to(date(2027, 1, 11))
    case_id = office.register()
    visitor = somebody(Role.SUPERVISOR)
    page = visitor.post("/system/calendar/import", TYPED).get_data(as_text=True)
    assert "期限将改变的在办件：1 件" in page
    assert "2027年2月10日（星期三）" in page
    assert "2027年2月15日（星期一）" in page
    assert office.case(case_id).assessment.due == date(2027, 2, 10), "nothing took effect yet"
    import_2027(visitor)
    assert office.case(case_id).assessment.due == date(2027, 2, 15)
    shown = visitor.get("/system/calendar?year=2027").get_data(as_text=True)
    assert "其中 1 件的期限正在重新计算" in shown
    assert "生效中" in shown


def test_what_is_not_understood_is_quoted_and_kept(somebody: SignIn) -> None:
    wrong = {**TYPED, "text": GOOD.replace("1月1日（周五）", "1月1日（周四）")}
    answer = somebody(Role.ADMINISTRATOR).post("/system/calendar/import", wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "是星期五，与所写的星期四不符" in page
    assert "部分节假日安排的通知" in page, "what was pasted is kept"


def test_what_only_the_original_can_settle_is_told_before_it_takes_effect(
    somebody: SignIn
) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    lost = {**TYPED, "text": GOOD.replace("1月31日（周日）、2月20日（周六）", "2月20日（周六）")}
    page = visitor.post("/system/calendar/import", lost).get_data(as_text=True)
    assert "请与通知原件核对" in page
    assert "2027-02-20上班，而2027-02-13离假期更近" in page
    page = visitor.speak_english().post("/system/calendar/import", lost).get_data(as_text=True)
    assert "Compare with the original notice" in page


def test_a_text_without_its_date_is_completed_in_the_field_beside_it(somebody: SignIn) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    undated = {**TYPED, "text": GOOD.replace("2026年11月20日", "")}
    answer = visitor.post("/system/calendar/import", undated)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'data-problem="published">没有找到落款日期，请填写“印发日期”' in page
    assert "部分节假日安排的通知" in page, "what was pasted is kept"
    answer = visitor.post("/system/calendar/import", {**undated, "published": "2026-11-20"})
    assert "核对放假通知" in answer.get_data(as_text=True)
    assert "2026年11月20日" in answer.get_data(as_text=True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_file_does_as_well(somebody: SignIn, encoding: str) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    page = visitor.post("/system/calendar/import", {
        **TYPED, "text": "", "file": (BytesIO(GOOD.encode(encoding)), "notice.txt"),
    }).get_data(as_text=True)
    assert "核对放假通知" in page
    assert "春节 2月5日" in page


def test_a_wrong_import_is_taken_back_with_a_reason(somebody: SignIn) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    import_2027(visitor)
    address = "/system/calendar/notices/1/withdraw"
    assert "撤回放假通知" in visitor.get(address).get_data(as_text=True)
    assert visitor.post(address, {"reason": " "}).status_code == 422
    answer = visitor.post(address, {"reason": "误录了征求意见稿"})
    assert answer.location == "/system/calendar?year=2027&done=withdrawn"
    page = visitor.get(answer.location).get_data(as_text=True)
    assert "误录了征求意见稿" in page
    assert visitor.get(address).status_code == 404


def test_a_manager_looks_but_does_not_change(somebody: SignIn) -> None:
    visitor = somebody(Role.MANAGER)
    assert "录入放假通知" not in visitor.get("/system/calendar").get_data(as_text=True)
    assert visitor.get("/system/calendar/import").status_code == 403
    assert visitor.post("/system/calendar/notices", TYPED).status_code == 403


def test_the_page_asks_for_the_progress_until_all_is_recomputed(
    somebody: SignIn, office: Office
) -> None:
    office.clock.go_to(date(2027, 1, 11))
    office.register()
    office.register()
    visitor = somebody(Role.ADMINISTRATOR)
    assert "hx-trigger" not in visitor.get("/system/calendar").get_data(as_text=True)
    import_2027(visitor)
    shown = visitor.get("/system/calendar").get_data(as_text=True)
    assert '<progress value="0" max="2"' in shown
    for _ in range(PATIENCE):
        again = re.search(r'hx-get="([^"]+)" hx-trigger="every 2s"', shown)
        assert again, "still asking"
        shown = visitor.get(unescape(again[1])).get_data(as_text=True)
    assert "hx-trigger" not in shown, "nothing moves: an open page must not ask for ever"
    assert "一分钟没有进展" in shown
    assert 'href="/system/calendar"' in shown
    scheduler.recalculate(office.engine)
    shown = visitor.get("/system/calendar/progress?waiting=2&still=3").get_data(as_text=True)
    assert "在办件 2 件，期限均已按现行日历计算" in shown
    assert "hx-trigger" not in shown
    assert somebody(Role.HANDLER).get("/system/calendar/progress").status_code == 403
