"""说明理由 on the page of a case."""

from collections.abc import Callable

from engine import Role
from tests.engine.office import Office, accepted, day
from tests.engine.test_excess import asked, begin, given, view
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]


def test_reasons_are_asked_for_from_the_page_and_what_is_wrong_is_told_at_its_field(
    somebody: SignIn, office: Office
) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    handler = somebody(Role.HANDLER)
    begun = handler.post(f"/cases/{case_id}/excess/open", {})
    assert begun.status_code == 303
    assert "拟制说明理由通知书" in handler.get(begun.location).get_data(as_text=True)
    where = f"/cases/{case_id}/excess/{view(office, case_id).id}"
    refused = handler.post(f"{where}/end", {"reason": " "})
    assert refused.status_code == 422
    assert "drop-" in refused.get_data(as_text=True)
    assert handler.post(f"{where}/end", {"reason": "没有超过"}).status_code == 303
    page = handler.speak_english().get(f"/cases/{case_id}?tab=excess").get_data(as_text=True)
    assert "Stopped" in page or "stopped" in page


def test_who_weighs_the_reasons_has_them_before_him(somebody: SignIn, office: Office) -> None:
    case_id = office.register()
    office.take(case_id, accepted(day(3, 3)))
    begin(office, case_id)
    asked(office, case_id, day(3, 4))
    given(office, case_id, day(3, 4))
    task = office.task(case_id, "weigh_reasons")
    page = somebody(Role.REVIEWER).get(f"/tasks/{task.id}").get_data(as_text=True)
    panel = page.split('data-panel="excess"')[1].split('data-panel="letters"')[0]
    assert not panel.split(">")[0].strip().endswith("hidden")
    for words in ("86", "用于地方史研究。", "所需信息的用途。"):
        assert words in panel
    assert "说明理由1：收到申请人的说明" in page.split('data-panel="record"')[1]
    assert "地方史" not in str([item.data for item in office.case(case_id).timeline])
