"""Every filter that the register declares narrows the list when it is used."""

from collections.abc import Callable

import pytest

from engine import FILTERS, FilterField, Role
from tests.engine.office import Office
from tests.web.conftest import Visitor

#: What an address may say of a filter of each kind.
SAID = {
    "text": "统计", "step": "examine_request", "letter": "disclosed", "number": "1", "person": "1",
    "agency": "1", "from_day": "2026-03-01", "to_day": "2026-03-31", "flag": "1",
}


@pytest.mark.parametrize("each", FILTERS, ids=lambda each: each.name)
def test_a_filter_can_be_used(
    each: FilterField, somebody: Callable[[Role], Visitor], office: Office
) -> None:
    office.register(subject="统计年鉴")
    for value in each.codes or [SAID[each.kind]]:
        answer = somebody(Role.MANAGER).get(
            f"/register?{each.name}={value}", follow_redirects=True
        )
        assert answer.status_code == 200, value
        assert ">清除</a>" in answer.get_data(as_text=True), "the list is narrowed, and says so"
