"""Earlier requests appear while a request is typed, and the name goes into no address."""

from collections.abc import Callable

from playwright.sync_api import Request, expect

from engine import Role
from tests.browser.conftest import Desk, Site, sign_in_name


def test_similar_requests_appear_without_a_name_in_an_address(
    site: Site, sit_down: Callable[..., Desk]
) -> None:
    desk = sit_down(site.address, sign_in_name(site.office.people[Role.INTAKE_OFFICER]))
    page = desk.go("/intake")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.fill("#name", "王小明")
    with page.expect_response(lambda answer: "/intake/similar" in answer.url) as waited:
        page.fill("#subject", "低保名单")
    assert waited.value.status == 200
    expect(page.locator("#similar")).to_contain_text("相似的申请")
    posted = [each for each in asked if "/intake/similar" in each.url]
    assert posted
    assert all(each.method == "POST" and "?" not in each.url for each in posted)
    expect(page.locator("#name")).to_have_value("王小明")        # what is typed stays
