"""系统 → 人员, on its pages: a forgotten password is replaced, duties change, somebody leaves."""

import re
from collections.abc import Callable

from flask import Flask

from engine import Role
from tests.engine.office import PASSWORD, Office
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]
PAGE = "/system/people"


def page_of(office: Office, role: Role) -> str:
    return f"{PAGE}/{office.people[role].person_id}"


def shown(visitor: Visitor, address: str) -> str:
    return visitor.get(address).get_data(as_text=True)


def enters(app: Flask, office: Office, role: Role, password: str = PASSWORD) -> bool:
    """Whether somebody can sign in with that password."""
    visitor = Visitor(app)
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", {
        "name": office.people[role].sign_in_name, "password": password,
    })
    return answer.status_code == 303


def test_the_list_leads_from_the_system_page_to_each_person(
    somebody: SignIn, office: Office
) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    assert f'href="{PAGE}"' in shown(visitor, "/system")
    page = shown(visitor, PAGE)
    for person in office.people.values():
        assert person.sign_in_name in page
    assert page_of(office, Role.HANDLER) in page
    assert "没有人员" in shown(visitor, f"{PAGE}?agency=999")
    assert visitor.get(f"{PAGE}/999999").status_code == 404
    assert visitor.post(f"{PAGE}/999999/disable", {}).status_code == 404


def test_only_an_administrator_opens_these_pages_and_sends_these_forms(
    somebody: SignIn, office: Office, app: Flask
) -> None:
    where = page_of(office, Role.HANDLER)
    for role in (Role.HANDLER, Role.SUPERVISOR):
        visitor = somebody(role)
        assert visitor.get(PAGE).status_code == 403
        assert visitor.get(where).status_code == 403
        for deed in ("password", "duties", "disable", "restore"):
            assert visitor.post(f"{where}/{deed}", {}).status_code == 403
    assert enters(app, office, Role.HANDLER)


def test_a_new_password_is_shown_once_and_a_reload_does_not_show_it(
    somebody: SignIn, office: Office, app: Flask
) -> None:
    visitor, forgetful = somebody(Role.ADMINISTRATOR), somebody(Role.HANDLER)
    where = page_of(office, Role.HANDLER)
    form = {"key": key_of(shown(visitor, where))}
    answer = visitor.post(f"{where}/password", form)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    found = re.search(r'id="new-password">([a-z0-9-]{19})<', answer.get_data(as_text=True))
    assert found
    assert forgetful.get("/mine").status_code == 302, "signed out everywhere"
    again = visitor.post(f"{where}/password", form).get_data(as_text=True)
    assert "不再显示" in again
    assert found[1] not in again
    assert 'id="new-password"' not in again
    assert enters(app, office, Role.HANDLER, found[1])
    assert not enters(app, office, Role.HANDLER)


def test_duties_are_ticked_and_at_least_one_must_be(somebody: SignIn, office: Office) -> None:
    visitor, where = somebody(Role.ADMINISTRATOR), page_of(office, Role.HANDLER)
    none = visitor.post(f"{where}/duties", {"key": key_of(shown(visitor, where))})
    assert none.status_code == 422
    assert "请至少选择一项职责" in none.get_data(as_text=True)
    changed = visitor.post(f"{where}/duties", {
        "key": key_of(shown(visitor, where)), "roles": ["reviewer", "manager", "emperor"],
    })
    assert changed.status_code == 303
    page = shown(visitor, changed.location)
    assert "职责已经变更" in page
    ticked = re.findall(r'name="roles" value="(\w+)" checked', page)
    assert ticked == ["reviewer", "manager"]


def test_somebody_who_left_is_disabled_and_restored_when_back(
    somebody: SignIn, office: Office, app: Flask
) -> None:
    visitor, leaving = somebody(Role.ADMINISTRATOR), somebody(Role.HANDLER)
    where = page_of(office, Role.HANDLER)
    answer = visitor.post(f"{where}/disable", {"key": key_of(shown(visitor, where))})
    assert "已停用，该人员不能再登录" in shown(visitor, answer.location)
    assert leaving.get("/mine").status_code == 302
    assert not enters(app, office, Role.HANDLER)
    assert shown(visitor, PAGE).count("已停用") == 1
    answer = visitor.post(f"{where}/restore", {"key": key_of(shown(visitor, where))})
    assert "已恢复" in shown(visitor, answer.location)
    assert enters(app, office, Role.HANDLER)


def test_a_persons_page_says_what_was_done_to_the_account_and_by_whom(
    somebody: SignIn, office: Office
) -> None:
    visitor, where = somebody(Role.ADMINISTRATOR), page_of(office, Role.HANDLER)
    visitor.post(f"{where}/duties", {
        "key": key_of(shown(visitor, where)), "roles": ["handler", "reviewer"],
    })
    visitor.post(f"{where}/disable", {"key": key_of(shown(visitor, where))})
    told = lines_of_record(shown(visitor, where))
    by = office.people[Role.ADMINISTRATOR].name
    assert told == [
        f"2026年3月2日 09:00 {by} 停用账号",
        f"2026年3月2日 09:00 {by} 变更职责，由“承办人员”改为“承办人员、审核签发人”",
        "2026年3月2日 09:00 命令行 添加账号，职责：承办人员",
    ]
    english = lines_of_record(shown(visitor.speak_english(), where))
    assert len(english) == len(told)
    assert not re.search("[\u4e00-\u9fff]", "".join(english).replace(by, ""))


def lines_of_record(page: str) -> list[str]:
    """What the record on a page says, line by line."""
    lines = re.findall(r'<li class="record-\w+">(.*?)</li>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


def test_ones_own_page_offers_neither_reset_nor_disabling(
    somebody: SignIn, office: Office
) -> None:
    visitor, where = somebody(Role.ADMINISTRATOR), page_of(office, Role.ADMINISTRATOR)
    page = shown(visitor, where)
    assert f"{where}/disable" not in page
    assert f"{where}/password" not in page
    for deed in ("disable", "password"):
        answer = visitor.post(f"{where}/{deed}", {})
        assert answer.status_code == 422
        assert "本人" in answer.get_data(as_text=True)
    answer = visitor.post(f"{where}/duties", {"roles": "handler"})
    assert "不能取消本人的系统管理员职责" in answer.get_data(as_text=True)


def test_who_failed_too_often_is_shown_and_let_in_again(
    app: Flask, office: Office, somebody: SignIn
) -> None:
    for _ in range(5):
        assert not enters(app, office, Role.HANDLER, "wrong")
    assert not enters(app, office, Role.HANDLER)
    visitor = somebody(Role.ADMINISTRATOR)
    assert "登录锁定至 2026年3月2日 09:10" in shown(visitor, PAGE)
    address = page_of(office, Role.HANDLER)
    assert "登录失败次数过多" in shown(visitor, address)
    answer = visitor.post(f"{address}/lock", {"key": key_of(shown(visitor, address))})
    assert answer.location == f"{address}?done=unlocked"
    page = shown(visitor, answer.location)
    assert "登录锁定已解除" in page
    assert "解除登录锁定" in page, "and it stands in the account's history"
    assert enters(app, office, Role.HANDLER)


def test_a_locked_address_is_shown_and_let_go(app: Flask, office: Office, somebody: SignIn) -> None:
    visitor = somebody(Role.ADMINISTRATOR)
    for number in range(25):
        stranger = Visitor(app)
        stranger.get("/sign-in")
        stranger.post("/sign-in", {"name": f"nobody{number}", "password": "wrong"})
    assert not enters(app, office, Role.HANDLER)
    assert "来自网络地址 127.0.0.1 的登录失败过多" in shown(visitor, PAGE)
    answer = visitor.post(f"{PAGE}/addresses/lock", {"address": "127.0.0.1"})
    assert answer.location == f"{PAGE}?done=unlocked"
    assert enters(app, office, Role.HANDLER)
