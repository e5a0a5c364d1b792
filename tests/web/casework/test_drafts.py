"""What is typed is kept by the page, told where it stands, and found again."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from engine import Role
from tests.engine.office import Office
from tests.web.casework.test_intake import request_form
from tests.web.conftest import Visitor, key_of

SignIn = Callable[[Role], Visitor]
BY_SCRIPT = {"HX-Request": "true"}


def begun_with(page: str) -> str:
    found = re.search(r'name="draft" value="([^"]*)"', page)
    assert found
    return found[1]


def kept(officer: Visitor, address: str, page: str, **typed: Any) -> str:
    """What the quiet line says after the page has saved itself."""
    answer = officer.post(address, {
        "key": key_of(page), "draft": begun_with(page), **typed,
    }, headers=BY_SCRIPT)
    assert answer.status_code == 200
    assert answer.headers["HX-Answered"]
    return answer.get_data(as_text=True)


def test_a_stale_tab_is_told_that_both_texts_are_kept_and_both_are_shown(
    somebody: SignIn, office: Office
) -> None:
    task = office.task(office.register(), "examine_request")
    officer, address = somebody(Role.INTAKE_OFFICER), f"/tasks/{task.id}"
    old, new = (officer.get(address).get_data(as_text=True) for _ in range(2))
    assert "草稿已保存" in kept(officer, f"{address}/draft", new, **{"field-note": "新的一稿"})
    told = kept(officer, f"{address}/draft", old, **{"field-note": "旧的一稿"})
    assert "没有覆盖，两份都保留" in told
    page = officer.get(address).get_data(as_text=True)
    assert ">新的一稿</textarea>" in page
    assert "另有一份草稿" in page
    assert "旧的一稿" in page
    swap = re.search(r'action="([^"]+/take-up)"', page)
    assert swap
    assert officer.post(swap[1], {}).status_code == 303
    page = officer.get(address).get_data(as_text=True)
    assert ">旧的一稿</textarea>" in page
    assert "新的一稿" in page


def test_what_is_begun_and_not_registered_waits_on_the_page_of_whoever_began_it(
    somebody: SignIn
) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    page = officer.get("/intake").get_data(as_text=True)
    officer.post("/intake/draft", {"key": key_of(page), "draft": "", **request_form()},
                 headers=BY_SCRIPT)
    mine = officer.get("/mine").get_data(as_text=True)
    assert "还没有登记完" in mine
    assert f'/intake?draft={key_of(page)}"' in mine
    assert "还没有登记完" not in somebody(Role.HANDLER).get("/mine").get_data(as_text=True)


def test_intake_loaded_anew_goes_on_where_it_was(somebody: SignIn, office: Office) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    page = officer.get("/intake").get_data(as_text=True)
    typed = request_form()
    answer = officer.post("/intake/draft", {"key": key_of(page), "draft": "", **typed},
                          headers=BY_SCRIPT)
    here = answer.headers["HX-Replace-Url"]
    again = officer.get(here).get_data(as_text=True)
    for value in (typed["name"], typed["id_number"], typed["subject"], typed["address"]):
        assert f'value="{value}"' in again
    assert "附件需要重新选择" in again
    assert typed["name"] not in officer.get("/intake?new=1").get_data(as_text=True).partition(
        "<form method=\"post\" action=\"/intake\"")[2]
    done = officer.post("/intake", {**typed, "key": key_of(again), "draft": begun_with(again)})
    assert urlsplit(done.location).path.startswith("/cases/")
    assert "已经登记或者删除" in officer.get(here).get_data(as_text=True)


def test_nobody_else_sees_or_drops_what_somebody_has_not_registered(
    somebody: SignIn, office: Office, app: Any
) -> None:
    officer = somebody(Role.INTAKE_OFFICER)
    page = officer.get("/intake").get_data(as_text=True)
    kept(officer, "/intake/draft", page, name="李晓华", subject="王村镇2025年低保名单")
    other = Visitor(app).sign_in(office.hire(Role.INTAKE_OFFICER, "别的受理人员"))
    assert "王村镇" not in other.get(f"/intake?draft={key_of(page)}").get_data(as_text=True)
    other.post(f"/intake/drafts/{key_of(page)}/drop", {})
    assert "王村镇" in officer.get("/intake").get_data(as_text=True)
