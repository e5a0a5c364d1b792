"""What an agency decides where the law is silent, on its pages: seen, changed, taken back."""

from collections.abc import Callable

from engine import Role, all_choices
from tests.engine.office import Office, day
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]
PAGE = "/system/settings"


def changed(visitor: Visitor, name: str = "correction_period_days", **typed: str) -> str:
    """The answer to a form handed in: the place it leads to, or the page with its problems."""
    form = {"value": "15", "from_day": "2026-03-03", "basis": "周财办发〔2026〕2号", **typed}
    key = key_of(visitor.get(f"{PAGE}/{name}").get_data(as_text=True))
    answer = visitor.post(f"{PAGE}/{name}", {**form, "key": key})
    return str(answer.location or answer.get_data(as_text=True))


def test_every_matter_is_shown_with_its_value_and_where_that_comes_from(
    somebody: SignIn
) -> None:
    page = somebody(Role.ADMINISTRATOR).get(PAGE).get_data(as_text=True)
    assert page.count('class="card card-body setting"') == len(all_choices())
    assert "条例第三十条只规定“合理”；各地多为7至15个工作日" in page
    assert "征求意见书发出之日" in page
    assert "只涉及2019年5月14日以前收到的申请，不能再变更" in page


def test_a_change_is_announced_then_holds_then_is_history(
    somebody: SignIn, office: Office
) -> None:
    visitor = somebody(Role.SUPERVISOR)
    where = changed(visitor)
    assert where == f"{PAGE}?agency={office.agency_id}&done=set"
    page = visitor.get(where).get_data(as_text=True)
    assert "自2026年3月3日起：15" in page
    assert "周财办发〔2026〕2号" in page
    office.clock.go_to(day(3, 3))
    visitor = somebody(Role.SUPERVISOR)
    page = visitor.get(PAGE).get_data(as_text=True)
    assert "自2026年3月3日起收到的申请适用；默认为“10”" in page
    assert "历次变更（1）" in page
    where = changed(visitor, default="1", from_day="2026-03-09", basis="原文件废止")
    assert "自2026年3月9日起：恢复默认" in visitor.get(where).get_data(as_text=True)


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(somebody: SignIn) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    page = changed(visitor, from_day="2026-03-02", basis="会议纪要〔2026〕1号")
    assert "生效日期应当晚于今天" in page
    assert 'value="会议纪要〔2026〕1号"' in page
    page = changed(visitor, value="abc", from_day="")
    assert "请填写1至250的整数" in page
    assert "请填写“生效日期”" in page
    assert "请选择一项" in changed(visitor, "suspension_starts", value="never")
    assert "请写明依据" in changed(visitor, basis=" ")


def test_yes_or_no_and_words_are_chosen_as_well(somebody: SignIn, office: Office) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    assert "done=set" in changed(visitor, "determination_excluded", value="false")
    assert "done=set" in changed(visitor, "suspension_starts", value="delivered")
    office.clock.go_to(day(3, 3))
    page = somebody(Role.ADMINISTRATOR).get(PAGE).get_data(as_text=True)
    assert "<strong>计算在内</strong>" in page
    assert "<strong>征求意见书送达之日</strong>" in page


def test_a_coming_change_is_taken_back(somebody: SignIn, office: Office) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    changed(visitor)
    answer = visitor.post(f"{PAGE}/changes/1/cancel?agency={office.agency_id}", {})
    assert answer.location == f"{PAGE}?agency={office.agency_id}&done=cancelled"
    assert "生效前已取消" in visitor.get(answer.location).get_data(as_text=True)
    changed(visitor)
    office.clock.go_to(day(3, 3))
    late = somebody(Role.ADMINISTRATOR).post(f"{PAGE}/changes/2/cancel", {})
    assert late.status_code == 422
    assert "已经生效，不能取消" in late.get_data(as_text=True)


def test_who_does_not_look_after_the_installation_is_kept_out(somebody: SignIn) -> None:
    visitor = somebody(Role.MANAGER)
    for path in (PAGE, f"{PAGE}/correction_period_days"):
        assert visitor.get(path).status_code == 403
    assert visitor.post(f"{PAGE}/correction_period_days", {}).status_code == 403
    assert visitor.post(f"{PAGE}/changes/1/cancel", {}).status_code == 403


def test_what_does_not_exist_is_not_found(somebody: SignIn) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    for path in (f"{PAGE}/fast_mode", f"{PAGE}?agency=999"):
        assert visitor.get(path).status_code == 404
