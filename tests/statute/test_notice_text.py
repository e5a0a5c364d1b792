"""A year's notice is read from its pasted text; what contradicts itself is refused."""

import json
from datetime import date

import pytest

from engine.statute import ContradictoryNotice, UnreadableNotice, WorkingDays, read_notice
from engine.statute.calendar.notice_text import in_words
from engine.statute.calendar.notices import Notice, published

TEXT = """国务院办公厅关于2027年
部分节假日安排的通知
某发明电〔2026〕9号
除个别特殊情形外，春节自农历除夕起放假调休8天，国庆节自10月1日起放假调休7天。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕、周五）至12日（农历正月初七、周五）放假调休，共8天。2月4日（周四）照常；鼓励错峰。
三、清明节：4月5日放假，与周末连休。
四、劳动节：5月1日(星期六)至5日(星期三)放假调休，共5天。4月25日(星期日)、5月8日(星期六)上班。
五、端午节：6月9日(周三)放假1天，不调休。
六、中秋节：9月15日(周三)放假1天，不调休。
七、国庆节：10月1日(周五)至7日(周四)放假调休，共7天。9月26日(周日)、10月9日(周六)上班。
节假日期间，各地区、各部门要妥善安排好值班。
国务院办公厅
2026年11月20日
"""
GOOD = TEXT.replace("2月4日（周四）照常；鼓励错峰。", "1月31日（周日）、2月20日（周六）上班。")


def read(text: str) -> Notice:
    return read_notice(text, url="https://www.gov.cn/zhengce/2027")


def test_a_notice_is_read_as_it_is_pasted() -> None:
    notice = read(GOOD)
    assert (notice.year, notice.published) == (2027, date(2026, 11, 20))
    assert [(s.name, s.first, s.last) for s in notice.off] == [
        ("元旦", date(2027, 1, 1), date(2027, 1, 3)),
        ("春节", date(2027, 2, 5), date(2027, 2, 12)),
        ("清明节", date(2027, 4, 5), date(2027, 4, 5)),
        ("劳动节", date(2027, 5, 1), date(2027, 5, 5)),
        ("端午节", date(2027, 6, 9), date(2027, 6, 9)),
        ("中秋节", date(2027, 9, 15), date(2027, 9, 15)),
        ("国庆节", date(2027, 10, 1), date(2027, 10, 7)),
    ]
    assert [day.isoformat()[5:] for day in notice.worked] == [
        "01-31", "02-20", "04-25", "05-08", "09-26", "10-09",
    ]


def test_it_then_makes_a_calendar() -> None:
    calendar = WorkingDays.load().with_notice(read(GOOD))
    assert calendar.published(2027)
    assert calendar.why(date(2027, 5, 8)).kind == "make_up"
    assert calendar.add(date(2026, 12, 31), 1) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("1月1日（周五）", "1月1日（周四）", "是星期五，与所写的星期四不符"),
        ("共5天", "共6天", "与起止日期（5天）不符"),
        ("4月25日(星期日)", "4月26日(星期一)", "不能作为调休上班日"),
        ("5月8日(星期六)", "5月1日(星期六)", "写了两次"),
        ("4月5日放假", "4月31日放假", "没有4月31日这一天"),
        ("4月5日放假", "4月5日左右放假", "看不懂的放假安排"),
        ("4月5日放假", "清明当日放假", "看不懂的放假安排"),
        ("清明节：4月5日", "清明节：5日", "没有写明月份"),
        ("清明节：", "清明节", "形式"),
        ("上班。\n节假日", "大概上班。\n节假日", "看不懂"),
        ("\n节假日期间", "\n有关部门", "看不懂"),
        ("4月5日放假", "4月6日放假", "不与周末相连"),
        ("1日（周五）至3日（周日）放假，共3天", "2日至3日放假，共2天", "没有1月1日"),
        ("4月25日(星期日)", "3月28日(星期日)", "离劳动节假期太远"),
        ("清明节：4月5日放假，与周末连休", "清明节：6月4日放假，不调休", "先后顺序"),
        ("2027年\n部分节假日", "部分节假日", "没有找到"),
        ("2026年11月20日", "", "落款"),
        ("一、元旦", "元旦", "应当为“一、”"),
        ("7天。\n一、元旦", "7天一、元旦", "应当为“一、”"),
        ("三、清明节", "四、清明节", "应当为“三、”"),
        ("2026年11月20日", "2026年11月31日", "落款日期有误：2026年11月31日"),
    ],
)
def test_a_text_that_is_wrong_or_unclear_is_refused_and_quoted(
    old: str, new: str, words: str
) -> None:
    assert old in GOOD
    with pytest.raises((UnreadableNotice, ContradictoryNotice), match=words):
        read(GOOD.replace(old, new))


def test_a_sentence_that_says_something_else_is_not_passed_over() -> None:
    with pytest.raises(UnreadableNotice, match="照常"):
        read(TEXT)


def test_an_imported_notice_can_be_kept_as_json() -> None:
    notice = read(GOOD)
    assert Notice.from_json(json.loads(json.dumps(notice.to_json()))) == notice


@pytest.mark.parametrize("text", ["", "今天天气很好", "关于2027年部分节假日安排的通知", "\0" * 50])
def test_what_is_no_notice_is_refused(text: str) -> None:
    with pytest.raises(UnreadableNotice):
        read(text)


YEARLY = [notice for notice in published() if "年" in notice.title.partition("关于")[2][:8]]


@pytest.mark.parametrize("notice", YEARLY, ids=lambda n: f"{n.year}-{n.published}")
def test_every_notice_there_has_been_can_be_written_and_read_again(notice: Notice) -> None:
    again = read(in_words(notice))
    assert (again.off, again.worked) == (notice.off, notice.worked)
    assert again.published == notice.published
