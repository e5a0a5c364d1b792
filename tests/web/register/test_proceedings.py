"""复议诉讼登记簿: every proceeding with its next limit, narrowed in the address."""

import re
from collections.abc import Callable

from engine import Role
from tests.engine.contesting import answered, contest, decided
from tests.engine.office import Office, day
from tests.web.conftest import Visitor

SignIn = Callable[[Role], Visitor]


def _read(visitor: Visitor, address: str = "/remedies") -> str:
    page = visitor.get(address).get_data(as_text=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.split("<main", 1)[1]))


def test_it_says_so_while_there_is_none(somebody: SignIn, office: Office) -> None:
    office.register()
    legal = somebody(Role.LEGAL_OFFICER)
    assert "还没有登记过行政复议、行政诉讼" in _read(legal)
    assert "复议诉讼登记簿" in _read(legal, "/register")       # how everybody comes here


def test_it_lists_what_comes_next_and_is_narrowed_by_state_and_year(
    somebody: SignIn, office: Office
) -> None:
    first, second = office.register(subject="决算一"), office.register(subject="决算二")
    office.clock.go_to(day(4, 21))
    contest(office, first, day(4, 20))
    contest(office, second, day(4, 16), "suit", case_number="行初8号")
    answered(office, second, 1, day(4, 24))
    decided(office, second, 1, day(6, 16))
    handler = somebody(Role.HANDLER)
    page = _read(handler)
    for said in ("共 2 件", "2026年5月7日", "期限已过", "提交答复、答辩", "行初8号", "结果维持"):
        assert said in page, said
    assert page.index("决算一") < page.index("决算二")
    assert "决算二" not in _read(handler, "/remedies?standing=open")
    assert "决算一" not in _read(handler, "/remedies?standing=closed&year=2026")
    assert "没有符合条件的复议、诉讼" in _read(handler, "/remedies?year=2025")
    assert "共 2 件" in _read(handler, "/remedies?standing=never&year=soon")     # left out
