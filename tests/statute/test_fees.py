"""信息处理费 by piece and by page, line by line."""

from datetime import date

import pytest

from engine.statute import NotInForce
from engine.statute.values import fees

DAY = date(2026, 4, 8)


@pytest.mark.parametrize(
    ("requests", "yuan"),
    [
        *[(0, 0), (10, 0), (11, 100), (12, 200), (30, 2000)],
        *[(31, 2200), (40, 4000), (41, 4300), (50, 7000), (60, 11000)],
    ],
)
def test_a_months_requests_cost(requests: int, yuan: int) -> None:
    assert fees.by_piece(requests, DAY).total == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [
        *[(0, 0), (30, 0), (31, 10), (68, 380), (100, 700)],
        *[(101, 720), (200, 2700), (201, 2740), (250, 4700), (1000, 34700)],
    ],
)
def test_the_pages_of_a_request_cost(pages: int, yuan: int) -> None:
    assert fees.by_page(pages, DAY).total == yuan


def test_the_twelfth_request_alone_costs_a_hundred() -> None:
    fee = fees.by_piece(1, DAY, before=11)
    assert fee.total == 100
    assert [line.text for line in fee.lines] == ["第12件：1件×100元＝100元"]


def test_the_computation_is_shown_line_by_line() -> None:
    fee = fees.by_piece(45, DAY)
    assert [(line.first, line.last, line.rate, line.amount) for line in fee.lines] == [
        (1, 10, 0, 0),
        (11, 30, 100, 2000),
        (31, 40, 200, 2000),
        (41, 45, 300, 1500),
    ]
    assert fee.total == sum(line.amount for line in fee.lines)
    assert "109号" in fee.article


def test_splitting_a_month_changes_nothing() -> None:
    whole = fees.by_piece(77, DAY).total
    assert whole == sum(fees.by_piece(1, DAY, before=n).total for n in range(77))


def test_a_long_request_is_one_line_at_the_last_rate() -> None:
    assert [line.text for line in fees.by_page(250, DAY).lines][-1] == (
        "第201至250页：50页×40元＝2000元"
    )


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(NotInForce):
        fees.by_page(31, date(2020, 12, 31))
    with pytest.raises(ValueError, match="不能为负数"):
        fees.by_page(-1, DAY)
    with pytest.raises(ValueError, match="不能为负数"):
        fees.by_piece(1, DAY, before=-1)
    with pytest.raises(ValueError, match="过大"):
        fees.by_page(10**7, DAY)
