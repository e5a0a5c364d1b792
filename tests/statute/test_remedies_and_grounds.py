"""Which remedy a letter names, by class and day; grounds with their row and class."""

from datetime import date

import pytest

from engine.statute import NotInForce
from engine.statute.values import grounds, remedies

ORGANS = {"reconsideration_organ": "某区人民政府", "court": "某区人民法院"}
FROM_2024 = date(2024, 1, 1)


def test_reconsideration_comes_first_for_a_refusal_since_2024() -> None:
    words = remedies.paragraph("P", FROM_2024, **ORGANS)
    assert words == (
        "如不服本决定，可以自收到之日起60日内先向某区人民政府申请行政复议；"
        "对行政复议决定仍不服的，可以自收到行政复议决定书之日起15日内向某区人民法院提起行政诉讼。"
    )


def test_a_refusal_of_2023_leaves_the_choice() -> None:
    on = date(2023, 12, 31)
    assert remedies.paragraph("P", on, **ORGANS) == remedies.paragraph("O", on, **ORGANS)
    assert "或者自收到之日起6个月内" in remedies.paragraph("P", on, **ORGANS)
    assert remedies.effective_class("P", on) == "O"
    assert remedies.effective_class("P", FROM_2024) == "P"


@pytest.mark.parametrize(
    ("on", "months"),
    [(date(2015, 4, 30), "3个月"), (date(2015, 5, 1), "6个月"), (date(2026, 4, 8), "6个月")],
)
def test_the_period_to_sue_was_three_months_before_may_2015(on: date, months: str) -> None:
    assert months in remedies.paragraph("O", on, **ORGANS)


def test_the_online_channel_of_reconsideration_is_named() -> None:
    words = remedies.paragraph("O", FROM_2024, **ORGANS, online_url="https://fy.example")
    assert "某区人民政府申请行政复议（网上申请：https://fy.example）" in words


def test_before_2024_a_department_names_both_organs() -> None:
    both = remedies.paragraph("O", date(2023, 12, 31), **ORGANS, choices=("某市教育局",))
    one = remedies.paragraph("O", FROM_2024, **ORGANS, choices=("某市教育局",))
    assert "向某区人民政府或者某市教育局申请行政复议" in both
    assert "教育局" not in one


def test_a_procedural_letter_names_no_remedy() -> None:
    assert remedies.paragraph("N", FROM_2024, reconsideration_organ="", court="") == ""


def test_a_missing_organ_or_court_is_refused() -> None:
    with pytest.raises(ValueError, match="缺少行政复议机关"):
        remedies.paragraph("O", FROM_2024, reconsideration_organ=" ", court="某区人民法院")
    with pytest.raises(ValueError, match="缺少人民法院"):
        remedies.paragraph("O", FROM_2024, reconsideration_organ="某区人民政府", court="")
    with pytest.raises(NotInForce):
        remedies.paragraph("O", date(2008, 4, 30), **ORGANS)
    with pytest.raises(KeyError):
        remedies.paragraph("X", FROM_2024, **ORGANS)


def test_every_row_of_the_report_from_3_to_23_is_fed() -> None:
    assert {ground.row for ground in grounds.all_at(FROM_2024)} == set(range(3, 24))


def test_the_class_of_statistics_is_not_the_class_of_remedy() -> None:
    enquiry, partly = grounds.at("36-7", FROM_2024), grounds.at("37", FROM_2024)
    assert (enquiry.group, enquiry.remedy, enquiry.row) == ("不予公开", "O", 12)
    assert (partly.group, partly.remedy, partly.row) == ("部分公开", "P", 4)


def test_only_refusals_under_14_to_16_and_partial_ones_go_to_reconsideration_first() -> None:
    first = {ground.code for ground in grounds.all_at(FROM_2024) if ground.remedy == "P"}
    assert first == {"14-a", "14-b", "14-c", "15", "16-1", "16-2", "16-3", "37"}


def test_a_process_document_changes_class_with_the_year() -> None:
    assert grounds.at("16-2", date(2023, 12, 31)).remedy == "O"
    assert grounds.at("16-2", FROM_2024).remedy == "P"


def test_the_regulation_of_2007_knew_fewer_grounds() -> None:
    old = {ground.code: ground for ground in grounds.all_at(date(2009, 6, 1))}
    assert {"36-2", "14-a", "36-4", "36-5", "30-A"} <= set(old)
    assert not {"38", "36-6", "39-1", "FEE-X", "16-2"} & set(old)
    assert "2007年" in old["14-a"].article
    with pytest.raises(NotInForce):
        grounds.at("38", date(2019, 5, 14))
    with pytest.raises(KeyError):
        grounds.at("99", FROM_2024)
