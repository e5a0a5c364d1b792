"""系统 → 审批层级: what an agency arranged is shown, changed from a day on, and cancelled."""

from collections.abc import Callable

from engine import Role
from tests.engine.office import DISCLOSED, Office, accepted, day, reviewed, submitted
from tests.engine.signing import FOUR, agrees, arranged, returns
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]
WHERE = "/system/sign-off/new"


def shown(visitor: Visitor, address: str) -> str:
    return str(visitor.get(address).get_data(as_text=True))


def test_an_administrator_arranges_levels_and_takes_them_back(
    office: Office, somebody: SignIn
) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    assert "审核签发人" in shown(visitor, "/system/sign-off")
    wrong = visitor.post(WHERE, {
        "key": key_of(shown(visitor, WHERE)), "levels-": [], "from_day": "2026-03-09",
        "basis": "周财办〔2026〕3号", "days-reviewer": "很快",
    })
    page = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert "请填写整数，或者留空。" in page
    assert "周财办〔2026〕3号" in page, "nothing typed is lost"
    done = visitor.post(WHERE, {
        "key": key_of(shown(visitor, WHERE)), "levels-": ["reviewer"],
        "levels-不予公开": ["legal_officer", "reviewer", "principal"], "days-legal_officer": "3",
        "from_day": "2026-03-09", "basis": "周财办〔2026〕3号",
    })
    assert done.status_code == 303
    page = shown(visitor, "/system/sign-off")
    assert "2026年3月9日" in page
    assert "法制机构 3个工作日" in page
    (action,) = [part.split('"')[0] for part in page.split('action="')
                 if "/cancel" in part.split('"')[0]]
    assert visitor.post(action.replace("&amp;", "&"), {}).status_code == 303
    assert "生效前已取消" in shown(visitor, "/system/sign-off")


def test_the_page_of_a_case_tells_its_chain_and_what_changed(
    office: Office, somebody: SignIn
) -> None:
    arranged(office)
    case_id = office.register()
    office.play(case_id, [
        accepted(day(3, 3)), submitted(day(3, 4), DISCLOSED), reviewed(day(3, 5)),
        agrees(day(3, 6), FOUR[0], opinion="事实清楚。"),
        returns(day(3, 6), FOUR[1], "section_head", "请核对页数。")])
    visitor = somebody(FOUR[0])
    page = shown(visitor, f"/cases/{case_id}?tab=handling")
    assert "其后退回，需要重新审核" in page
    assert "退回科室负责人" in page
    assert "文书没有变动。" in page
    manager = somebody(Role.MANAGER)
    page = shown(manager, f"/cases/{case_id}?tab=handling")
    refused = manager.post(f"/cases/{case_id}/levels", {
        "key": key_of(page), "levels": ["office_head"], "reason": ""})
    assert refused.status_code == 422
    assert "最多4个层级" in refused.get_data(as_text=True)
