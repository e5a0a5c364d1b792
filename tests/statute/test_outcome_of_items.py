"""A request counts once in the annual report, whatever became of its items."""

from datetime import date
from itertools import pairwise

import pytest

from engine.statute import Discretion
from engine.statute.values import grounds, outcome

TODAY = date(2026, 3, 2)
CODES = [each.code for each in grounds.all_at(TODAY)]
LEADS = ("first", "report_order", "most")
#: One kind of reply for each row of table 三, as the report's own notes have it.
BY_ROW = {
    3: "36-2", 4: "37", 5: "14-a", 6: "14-b", 7: "14-c", 8: "15", 9: "16-1", 10: "16-2",
    11: "16-3", 12: "36-7", 13: "36-4", 14: "38", 15: "30-A", 16: "39-1", 17: "36-6",
    18: "39-2", 19: "35", 20: "CONF", 21: "30-B", 22: "FEE-X", 23: "OTHER",
}
NOT_DISCLOSED = [code for row, code in BY_ROW.items() if row > 4]


def row(codes: list[str], leads: str = "first") -> int:
    return grounds.row_of(outcome.of_items(codes, leads))


@pytest.mark.parametrize("leads", LEADS)
@pytest.mark.parametrize("wanted", range(3, 24))
def test_every_row_counts_a_request_of_one_item_and_of_several_alike(
    wanted: int, leads: str
) -> None:
    code = BY_ROW[wanted]
    assert row([code], leads) == row([code] * 3, leads) == wanted


@pytest.mark.parametrize("leads", LEADS)
@pytest.mark.parametrize("refused", NOT_DISCLOSED)
def test_some_disclosed_and_some_not_counts_as_partly_disclosed_alone(
    refused: str, leads: str
) -> None:
    for disclosed in ("36-1", "36-2", "37"):
        assert outcome.of_items([refused, disclosed, refused], leads) == "37"


def test_a_part_that_is_disclosed_in_part_makes_the_request_partly_disclosed() -> None:
    assert outcome.of_items(["36-2", "37"], "first") == "37"


@pytest.mark.parametrize("leads", LEADS)
@pytest.mark.parametrize(
    ("codes", "wanted"), [(["36-1", "36-2"], 3), (["36-5", "36-4"], 13)],
)
def test_items_of_one_row_stay_in_it(codes: list[str], wanted: int, leads: str) -> None:
    assert row(codes, leads) == wanted
    assert outcome.of_items(codes, leads) == codes[0]


def test_where_nothing_is_disclosed_the_choice_of_the_agency_says_which_item_leads() -> None:
    codes = ["39-1", "36-4", "36-5"]
    assert row(codes, "first") == 16
    assert row(codes, "report_order") == 13
    assert row(codes, "most") == 13
    assert row(["36-6", "36-4"], "most") == 17      # of as many, the first item's


@pytest.mark.parametrize("leads", LEADS)
def test_the_row_is_one_of_the_items_or_partly_disclosed(leads: str) -> None:
    for one, other in pairwise(CODES):
        assert row([one, other], leads) in {grounds.row_of(one), grounds.row_of(other), 4}


def test_the_default_is_the_first_item() -> None:
    assert Discretion().leading_item == "first"


def test_a_request_without_items_that_count_has_no_row() -> None:
    assert outcome.of_items([], "first") == ""


def test_an_unknown_ground_is_told() -> None:
    with pytest.raises(KeyError):
        outcome.of_items(["36-4", "99"], "first")


def test_only_what_says_that_nothing_was_found_must_cite_a_search() -> None:
    assert [code for code in CODES if grounds.needs_search(code)] == ["36-4"]
