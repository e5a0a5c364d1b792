"""The calculator for everybody: without sign-in, without scripts, by the one computation."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest

from engine import Role
from engine.statute.clock import deadline
from engine.statute.clock.ledger import TYPES
from engine.statute.values import fees
from engine.statute.values.discretion import all_choices, as_typed
from engine.statute.values.receipt import channels
from tests.statute.test_worked_deadlines import TABLE, ledger
from tests.web.conftest import Visitor
from web.frame.language import WEEKDAYS
from web.public import calculator, settings

Given = dict[str, Any]
BASE: Given = {"received": "2026-03-02", "channel": "in_person"}


def address(given: Given, **more: str) -> str:
    """The address that the form makes of a ledger: every row sends each of its columns."""
    pairs = [
        ("received", given["received"]), ("channel", given["channel"]),
        *((name, as_typed(value)) for name, value in given.get("settings", {}).items()),
    ]
    for event in given.get("events", []):
        pairs += [(name, str(event.get(name, ""))) for name in calculator.COLUMNS]
    return "/calculator?" + urlencode([*pairs, *more.items()])


def page_of(visitor: Visitor, where: str, status: int = 200) -> str:
    answer = visitor.get(where)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def in_words(iso: str) -> str:
    year, month, day = map(int, iso.split("-"))
    return f"{year}年{month}月{day}日"


def can_be_typed(given: Given) -> bool:
    known = set(calculator.COLUMNS)
    return (
        given["channel"] in channels()
        and set(given.get("settings", {})) <= set(settings.SETTINGS)
        and all(set(e) <= known and e["type"] in calculator.EVENTS
                and e.get("party", "third_party") in calculator.PARTIES
                and e.get("service", "post") in calculator.SERVICES
                for e in given.get("events", []))
    )


def test_every_worked_deadline_that_can_be_typed_is_shown_as_computed(visitor: Visitor) -> None:
    typed = [given for given in map(ledger, TABLE) if can_be_typed(given)]
    assert len(typed) > 60
    for given in typed:
        answer = deadline.answer(given)
        page = page_of(visitor, address(given))
        assert answer["explanation"] in page, given
        if answer["due"]:
            shown = re.search(r'<p class="due-day">([^<（]+)（(星期.)）', page)
            assert shown, given
            assert shown[1] == in_words(answer["due"])
            assert shown[2] in WEEKDAYS
            if answer["warning_due"] != answer["due"]:
                assert f"<strong>{in_words(answer['warning_due'])}" in page
        for finding in answer["findings"]:
            assert finding["message"] in page.replace("&#34;", '"'), given
            assert finding["article"] in page


def test_the_day_by_day_proof_stands_below(visitor: Visitor) -> None:
    page = page_of(visitor, address(BASE))
    ordinals = [int(n) for n in re.findall(r'<td class="ordinal">(\d+)</td>', page)]
    assert ordinals == list(range(1, 21))
    assert "data-print" in page


def test_rows_are_added_and_removed_by_buttons_and_what_was_typed_stays(
    visitor: Visitor
) -> None:
    given = {**BASE, "events": [
        {"type": "correction_requested", "on": "2026-03-04"},
        {"type": "correction_received", "on": "2026-03-09"},
    ]}
    longer = page_of(visitor, address(given, do="add"))
    assert longer.count('class="event-row"') == 3
    shorter = page_of(visitor, address(given, remove="0"))
    assert shorter.count('class="event-row"') == 1
    assert 'value="2026-03-09"' in shorter
    assert 'value="2026-03-04"' not in shorter
    for page in (longer, shorter):
        assert 'value="2026-03-02"' in page
        assert 'id="result"' not in page, "nothing is computed before it is asked for"


def test_an_empty_row_is_passed_over(visitor: Visitor) -> None:
    given = {**BASE, "events": [{"type": "", "on": ""}]}
    assert "2026年3月30日（星期一）" in page_of(visitor, address(given))


@pytest.mark.parametrize(("change", "field", "words"), [
    ({"received": ""}, "received", "请填写“收到申请之日”"),
    ({"received": "2026-02-30"}, "received", "不是有效的日期"),
    ({"received": "1999-01-04"}, "received", "请核对日期"),
    ({"received": "2008-04-30"}, "received", "请核对日期"),
    ({"received": "9999-12-31"}, "received", "请核对日期"),
    ({"channel": "pigeon"}, "channel", "请选择申请渠道"),
    ({"settings": {"suspension_starts": "never"}}, "suspension_starts", "请选择"),
    ({"events": [{}, {"type": "withdrawn", "on": ""}]}, "on-1", "第 2 项：请填写“日期”"),
    ({"events": [{}, {"type": "withdrawn", "on": "9000-01-01"}]}, "on-1", "第 2 项：没有这一天"),
    ({"events": [{"type": "", "on": "2026-03-03"}]}, "type-0", "第 1 项：请选择发生了什么"),
    ({"events": [{"type": "extended", "on": "2026-03-03", "working_days": "-3"}]},
     "working_days-0", "第 1 项：请填写天数"),
    ({"events": [{"type": "consultation_opened", "on": "2026-03-03", "party": "x"}]},
     "party-0", "第 1 项：请选择征求谁的意见"),
    ({"events": [{"type": "replied", "on": "2026-03-03", "served": "soon"}]},
     "served-0", "第 1 项：“送达日期”不是有效的日期"),
    ({"events": [{"type": "consultation_opened", "on": "2026-03-03", "party": "third_party",
                  "told": "yes"}]}, "told-0", "第 1 项：“告知申请人之日”不是有效的日期"),
    ({"events": [{"type": "reopened", "on": "2026-03-03", "term": "0", "unit": "working_days",
                  "by": "judgment"}]}, "term-0", "第 1 项：请填写天数"),
    ({"events": [{"type": "reopened", "on": "2026-03-03", "term": "15", "unit": "weeks",
                  "by": "judgment"}]}, "unit-0", "第 1 项：请选择工作日或者日"),
    ({"events": [{"type": "reopened", "on": "2026-03-03", "term": "15", "unit": "working_days",
                  "by": "mayor"}]}, "by-0", "第 1 项：请选择由谁责令答复"),
    ({"settings": {"correction_period_days": 251}}, "correction_period_days", "1至250的整数"),
    ({"settings": {"second_correction": "often"}}, "second_correction", "请选择“补正后仍不明确"),
])
def test_what_cannot_be_computed_is_named_with_its_row_and_stays_typed(
    visitor: Visitor, change: Given, field: str, words: str
) -> None:
    page = page_of(visitor, address({**BASE, **change}), 422)
    problem = re.search(rf'data-problem="{field}">([^<]+)<', page)
    assert problem, field
    assert words in problem[1]
    assert f'id="{field}"' in page, "the list of problems leads to an input"
    assert 'id="result"' not in page


def test_an_act_that_the_law_does_not_allow_is_a_note_with_its_article(visitor: Visitor) -> None:
    given = {**BASE, "events": [{"type": "extended", "on": "2026-03-10", "working_days": 21}]}
    page = page_of(visitor, address(given))
    assert "延长21个工作日，超过20个工作日，不予计入" in page
    assert "2026年3月30日（星期一）" in page


def test_hostile_words_stay_words_and_odd_lists_do_no_harm(visitor: Visitor) -> None:
    given = {**BASE, "events": [
        {"type": "consultation_opened", "on": "2026-03-03", "id": "<b>{{7*7}}",
         "party": "third_party"},
    ]}
    page = page_of(visitor, address(given))
    assert "&lt;b&gt;{{7*7}}" in page
    assert "<b>{{" not in page
    page_of(visitor, "/calculator?on=2026-03-03&on=x&type=withdrawn")
    many = "/calculator?" + "&".join(["type=withdrawn&on=2026-03-03"] * 500)
    assert page_of(visitor, many).count('class="event-row"') == calculator.MOST_ROWS
    page_of(visitor, "/calculator?remove=99999")


def test_everything_a_date_may_depend_on_can_be_typed(visitor: Visitor) -> None:
    """Every event of the statute, and every matter that is left open but for what moves no date."""
    page = page_of(visitor, "/calculator")
    assert set(calculator.EVENTS) == set(TYPES)
    moves_nothing = {
        "confirmation_alarm_days", "withheld_review_months", "calendar_alarm_month", "leading_item",
    }
    assert set(settings.SETTINGS) == set(all_choices()) - moves_nothing
    for name in (*settings.SETTINGS, *(f"{column}-0" for column in calculator.COLUMNS)):
        assert f'id="{name}"' in page


def test_what_was_chosen_stays_chosen_and_in_sight(visitor: Visitor) -> None:
    assert '<details class="more-settings" >' in page_of(visitor, address(BASE))
    page = page_of(visitor, address({**BASE, "settings": {
        "correction_period_days": 7, "determination_excluded": False}}))
    assert '<details class="more-settings" open>' in page
    assert 'name="correction_period_days" value="7"' in page
    assert '<option value="false" selected>' in page


def test_an_address_of_earlier_days_still_answers(visitor: Visitor) -> None:
    given = {**BASE, "events": [
        {"type": "reasons_requested", "on": "2026-03-04"},
        {"type": "reasons_received", "on": "2026-03-09"},
    ]}
    assert '<option value="reasons_given" selected>' in page_of(visitor, address(given))


def test_the_sign_in_page_leads_to_the_calculator(visitor: Visitor) -> None:
    assert 'href="/calculator"' in page_of(visitor, "/sign-in")


def test_who_is_signed_in_has_it_in_the_menu(somebody: Callable[[Role], Visitor]) -> None:
    visitor = somebody(Role.HANDLER)
    menu = re.search(r'class="person-panel">(.*?)</details>', page_of(visitor, "/calculator"), re.S)
    assert menu
    assert 'href="/calculator"' in menu[1]
    assert 'href="/calculator/fee"' in page_of(visitor, "/calculator")


def test_both_calculators_speak_english(visitor: Visitor) -> None:
    visitor.speak_english()
    page = page_of(visitor, address(BASE))
    assert "Time limit calculator" in page
    assert "Monday, 30 March 2026" in page
    assert "Processing fee" in page_of(visitor, "/calculator/fee")


# -- the fee --------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "quantity", "before", "total"), [
    ("by_page", "30", "", 0), ("by_page", "31", "", 10), ("by_page", "250", "", 4700),
    ("by_piece", "10", "", 0), ("by_piece", "1", "11", 100), ("by_piece", "45", "3", 6400),
])
def test_a_fee_is_shown_line_by_line(
    visitor: Visitor, method: str, quantity: str, before: str, total: int
) -> None:
    page = page_of(visitor, "/calculator/fee?" + urlencode(
        {"method": method, "quantity": quantity, "before": before, "on": "2026-03-02"}
    ))
    assert f'<p class="due-day">{total} 元</p>' in page
    amounts = [int(n) for n in re.findall(r"<td>(\d+)</td></tr>\n\s*(?=<tr>|</tbody>)", page)]
    assert sum(amounts) == total
    assert len(amounts) >= 1
    assert "国办函〔2020〕109号" in page


@pytest.mark.parametrize(("change", "field"), [
    ({"quantity": ""}, "quantity"), ({"quantity": "0"}, "quantity"), ({"quantity": "1.5"},
     "quantity"), ({"quantity": "999999999"}, "quantity"), ({"before": "-1"}, "before"),
    ({"method": "by_weight"}, "method"), ({"on": ""}, "on"), ({"on": "2020-12-31"}, "on"),
])
def test_a_fee_that_cannot_be_computed_says_what_to_change(
    visitor: Visitor, change: dict[str, str], field: str
) -> None:
    typed = {"method": "by_piece", "quantity": "12", "before": "", "on": "2026-03-02", **change}
    page = page_of(visitor, "/calculator/fee?" + urlencode(typed), 422)
    assert f'data-problem="{field}"' in page
    assert f'id="{field}"' in page
    assert '<p class="due-day">' not in page


def test_the_tariffs_offered_are_those_of_the_statute() -> None:
    assert set(calculator.TARIFFS) == {"by_piece", "by_page"}
    assert fees.by_page(1, date(2026, 3, 2)).method == "by_page"
