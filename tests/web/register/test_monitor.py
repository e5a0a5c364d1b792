"""监控: each figure is what it says and opens its cases; what is cut short says so."""

import re
from collections.abc import Callable

from engine import Role
from tests.engine.office import Office, accepted, day
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]


def tables_of(page: str) -> dict[str, dict[str, list[int]]]:
    """The figures of each table with a heading, by row, in the order of the page."""
    found: dict[str, dict[str, list[int]]] = {}
    for heading, table in re.findall(
        r"<h2[^>]*>([^<]+)</h2>\s*<div class=\"table-scroll\">\s*<table class=\"table list figures"
        r"\">(.*?)</table>", page, flags=re.S,
    ):
        rows = re.findall(r'<th scope="row">([^<]+)</th>(.*?)</tr>', table, flags=re.S)
        found[heading] = {
            name: [int(n) for n in re.findall(r">(\d+)<", cells)] for name, cells in rows
        }
    return found


def test_the_handlers_figures_add_up_with_the_cases_that_nobody_handles_yet(
    somebody: SignIn, office: Office
) -> None:
    taken = [office.register() for _ in range(2)]
    for case_id in taken:
        office.play(case_id, [accepted(day(3, 2))])
    office.clock.go_to(day(3, 2))
    for _ in range(3):
        office.register()
    office.clock.go_to(day(3, 31))
    manager = somebody(Role.MANAGER)
    page = manager.get("/monitor").get_data(as_text=True)
    handler = office.people[Role.HANDLER].name
    assert tables_of(page)["承办人在办数"] == {handler: [2, 2], "尚未确定": [3, 3]}
    nobody = re.search(r'尚未确定</th>\s*<td><a [^>]*href="([^"]+)"', page)
    assert nobody
    listed = manager.get(nobody[1].replace("&amp;", "&")).get_data(as_text=True)
    assert "共 3 件" in listed


def test_the_step_where_most_is_overdue_stands_first(somebody: SignIn, office: Office) -> None:
    for _ in range(2):
        office.play(office.register(), [accepted(day(3, 2))])
        office.clock.go_to(day(3, 2))
    office.clock.go_to(day(3, 30))
    for _ in range(3):
        office.register()
    office.clock.go_to(day(3, 31))
    steps = tables_of(somebody(Role.MANAGER).get("/monitor").get_data(as_text=True))["停在哪个环节"]
    assert [(name, figures[:2]) for name, figures in steps.items()] == [
        ("拟制答复", [2, 2]), ("审查申请", [3, 0])]


def test_a_list_that_is_cut_short_says_so_and_leads_to_the_whole(
    somebody: SignIn, office: Office
) -> None:
    for _ in range(50):
        office.register()
    office.clock.go_to(day(3, 31))
    manager = somebody(Role.MANAGER)
    assert "查看全部" not in manager.get("/monitor").get_data(as_text=True)
    office.clock.go_to(day(3, 2))
    office.register()
    office.clock.go_to(day(3, 31))
    page = manager.get("/monitor").get_data(as_text=True)
    whole = re.search(r'<a href="([^"]+)">这里列出最先到期的 50 件，查看全部 51 件</a>', page)
    assert whole
    listed = manager.get(whole[1].replace("&amp;", "&")).get_data(as_text=True)
    assert "共 51 件" in listed


def test_agencies_are_compared_only_by_who_sees_several(
    somebody: SignIn, office: Office
) -> None:
    office.register()
    assert "按机关" in tables_of(somebody(Role.SUPERVISOR).get("/monitor").get_data(as_text=True))
    own = somebody(Role.MANAGER).get("/monitor").get_data(as_text=True)
    assert list(tables_of(own)) == ["停在哪个环节", "承办人在办数"]


def test_whose_turn_it_is_is_not_taken_from_who_handles_the_case(
    somebody: SignIn, office: Office
) -> None:
    """At the reviewer's step the list names the handler as handler, not as who is late."""
    office.play(office.register(), [accepted(day(3, 2))])
    office.clock.go_to(day(3, 31))
    page = somebody(Role.MANAGER).get("/monitor").get_data(as_text=True)
    words = re.sub(r"<[^>]+>", "", page)
    assert f"承办人：{office.people[Role.HANDLER].name}" in words
