"""The State Council's notices as they are published, and as they arrive after copying and pasting.

国办发明电〔2023〕7号 (2023-10-25; 国务院公报2023年第31号), 国办发明电〔2024〕12号 (2024-11-12;
国务院公报2024年第33号) and 国办发明电〔2025〕7号 (2025-11-04), word for word: the texts of official
documents are under no copyright (《著作权法》第五条第一项).
Whatever happened to a text on its way, its days are read as they are or it is refused aloud.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from engine.statute import ContradictoryNotice, UnreadableNotice, read_notice
from engine.statute.calendar.notice_doubts import doubts_about
from engine.statute.calendar.notice_text import UndatedNotice
from engine.statute.calendar.notices import Notice, published

FOLDER = Path(__file__).parent / "holiday_notices"
TEXTS = {
    int(path.stem): path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))
}
KNOWN = {notice.year: notice for notice in published() if notice.year in TEXTS}
YEARS = sorted(TEXTS)


def days(notice: Notice) -> object:
    return [(stretch.first, stretch.last) for stretch in notice.off], notice.worked


def read(text: str, day: date | None = None) -> Notice:
    return read_notice(text, url="https://www.gov.cn/", published=day)


@pytest.mark.parametrize("year", YEARS)
def test_the_newest_notices_are_read_as_they_are_published(year: int) -> None:
    notice = read(TEXTS[year])
    assert days(notice) == days(KNOWN[year])
    assert notice.published == KNOWN[year].published
    assert not notice.doubts


HEAD = """首页 > 政策 > 国务院政策文件库
索引号：000014349/2025-00075　　主题分类：国务院办公厅
发文机关：国务院办公厅　　成文日期：{signed}
标　　题：国务院办公厅关于{year}年部分节假日安排的通知
发布日期：{signed}
字号：默认 大 超大 | 打印 | 收藏
"""


def _wrapped(text: str, width: int) -> str:
    lines = []
    for line in text.splitlines():
        lines += [line[at : at + width] for at in range(0, len(line), width)] or [""]
    return "\n".join(lines)


def _full_width_digits(text: str) -> str:
    return re.sub(r"\d", lambda digit: chr(ord(digit[0]) - ord("0") + ord("０")), text)


def _signature(text: str) -> str:
    return text[text.rindex("国务院办公厅") :].split()[1]


def _year(text: str) -> str:
    found = re.search(r"关于(\d+)年", text)
    assert found
    return found[1]


def _source_of_a_page(text: str) -> str:
    paragraphs = "".join(
        f"<p style='text-indent:2em'><span>{line}</span></p>\n" for line in text.splitlines()
    ).replace("、", "&#12289;").replace("：", "：&nbsp;")
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><style>p { color: red; }</style>"
        "<script>var shown = '2024年1月1日放假';</script></head><body><!-- 一、元旦： -->"
        f"<div id='UCAP-CONTENT'>{paragraphs}</div></body></html>"
    )


# What copying does to a text and leaves readable.
KEPT: dict[str, Callable[[str], str]] = {
    "line ends of Windows": lambda t: t.replace("\n", "\r\n"),
    "line ends of old Macs": lambda t: t.replace("\n", "\r"),
    "line separators": lambda t: t.replace("\n", "\u2028"),
    "no empty lines": lambda t: re.sub(r"\n+", "\n", t),
    "many empty lines": lambda t: t.replace("\n", "\n\n\n"),
    "all in one line": lambda t: t.replace("\n", ""),
    "one line, with blanks": lambda t: " ".join(t.split()),
    "indented as in print": lambda t: re.sub(r"(?m)^(?=.)", "\u3000\u3000", t),
    "indented by a tab": lambda t: re.sub(r"(?m)^(?=.)", "\t", t),
    "blanks at the ends of lines": lambda t: t.replace("\n", " \u00a0\n"),
    "lines broken at 20": lambda t: _wrapped(t, 20),
    "lines broken at 37": lambda t: _wrapped(t, 37),
    "half-width signs": lambda t: unicodedata.normalize("NFKC", t),
    "full-width digits": _full_width_digits,
    "half-width full stops": lambda t: t.replace("。", "｡"),
    "points for full stops": lambda t: t.replace("。", "."),
    "blanks around digits": lambda t: re.sub(r"(\d+)", r" \1 ", t),
    "a blank between any two signs": lambda t: " ".join(t),
    "invisible signs": lambda t: "\ufeff" + t.replace("日", "日\u200b").replace("年", "年\u00ad"),
    "radicals of a PDF": lambda t: t.replace("月", "⽉").replace("日", "⽇").replace("一", "⼀"),
    "the other word for the weekday": lambda t: t.replace("周", "星期").replace("星期末", "周末"),
    "dashes for 至": lambda t: re.sub(r"(?<=[日）])至", "—", t),
    "semicolons for full stops": lambda t: t.replace("天。", "天；"),
    "the page's head before it": lambda t: HEAD.format(signed=_signature(t), year=_year(t)) + t,
    "how it is disclosed after it": lambda t: t + "（此件公开发布）\n",
    "who edited the page after it": lambda t: t + "\n责任编辑：某某\n扫一扫在手机打开当前页\n",
    "the page's links after it": lambda t: t + "\n相关文件\n国务院办公厅关于2007年部分节假日安排"
                                               "的通知 2006-12-18\n图解：放假安排来了\n",
    "the date of printing after it": lambda t: t + "2026年1月5日印发\n",
    "no document number": lambda t: re.sub(r"国办发明电.*\n", "", t),
    "no title, the preamble alone": lambda t: t[t.index("现将") :],
    "the closing paragraph joined to the last item": lambda t: re.sub(
        r"\n+(鼓励|节假日)", r"\1", t
    ),
    "another kind of dash": lambda t: re.sub(r"(?<=[日）])至", "――", t),
    "a wavy dash": lambda t: re.sub(r"(?<=[日）])至", "～", t),
    "a hyphen": lambda t: re.sub(r"(?<=[日）])至", "-", t),
    "the other word for until": lambda t: re.sub(r"(?<=[日）])至", "到", t),
    "no word of exchange": lambda t: t.replace("放假调休，", "放假，"),
    "no lengths": lambda t: re.sub(r"，共\d天", "", t),
    "no weekdays": lambda t: re.sub(r"（(?:周|星期).）", "", t),
    "no brackets but half-width ones": lambda t: t.replace("（", "(").replace("）", ")"),
    "every month named": lambda t: re.sub(
        r"(\d+月)(\d+日(?:（[^）]*）)?)至(?=\d+日)", r"\1\2至\1", t
    ),
    "every year named": lambda t: re.sub(r"(?<=[：。、])(?=\d+月)", f"{_year(t)}年", t),
    "the source of a page": _source_of_a_page,
    "text out of Word": lambda t: t.replace("\n", "\x0b\r\n").replace("、", "、\u2002"),
    "words broken by lines": lambda t: t.replace("放假", "放\n假").replace("上班", "上\n班"),
    "numbers broken by lines": lambda t: re.sub(r"(\d)(\d)日", r"\1\n\2日", t),
    "a day named by both its weekday and its feast": lambda t: t.replace("除夕（", "除夕当日（"),
    "encouraged and closed in one paragraph": lambda t: re.sub(
        r"(?<=\n)节假日期间", "鼓励单位和个人结合落实带薪年休假等制度，错峰出行。节假日期间", t
    ),
}

# What loses something that cannot be known without it.
LOST: dict[str, Callable[[str], str]] = {
    "the end": lambda t: t[: t.rindex("、国庆节") - 1],
    "the beginning": lambda t: t[t.index("二、春节") :],
    "an item": lambda t: re.sub(r"三、.*\n", "", t),
    "an item's number": lambda t: t.replace("四、", ""),
    "the last item's number": lambda t: re.sub(r"[六七]、(?=国庆)", "", t),
    "the name of a holiday": lambda t: t.replace("元旦：", "："),
    "a colon": lambda t: t.replace("节：", "节", 1),
    "the word for working": lambda t: t.replace("上班", "", 1),
    "the length's agreement": lambda t: re.sub(r"共8天|共9天", "共6天", t),
    "the sign between two make-up days": lambda t: re.sub("(?<=[日六]）)、", "", t),
    "the year": lambda t: re.sub(r"20\d\d年(?=\s*部分|元旦)", "", t),
    "the one year": lambda t: re.sub(r"20\d\d年(?=元旦)", "2019年", t),
    "one of two: pasted twice": lambda t: t + t,
    "a day into the advice": lambda t: t.replace(
        "各地区、", "5月16日（周六）上班，各地区、"
    ),
    "a make-up day into another month": lambda t: re.sub(r"(?<=、)10月1\d日", "1月10日", t),
    "the sentences on days worked": lambda t: re.sub(
        r"\d+月\d+日（[^）]*）(?:、[^。]*)?上班。", "", t
    ),
    "a festival into a wrong week": lambda t: t.replace("端午节：6月1", "端午节：6月2").replace(
        "端午节：5月31日（周六）至6月2日（周一）", "端午节：6月7日（周六）至9日（周一）"
    ),
    "a festival into a wrong month": lambda t: re.sub(
        r"(?<=清明节：)4月(\d)日(（..）)?", r"3月\1日", t
    ),
    "the years of number and signature": lambda t: re.sub(
        r"〔(20\d\d)〕", lambda found: f"〔{int(found[1]) - 1}〕", t
    ),
    "the month of the signature": lambda t: re.sub(r"(?<=\d年)1[01]月(?=\d+日\n$)", "1月", t),
    "the dates of page and signature": lambda t: HEAD.format(
        signed="2023年9月30日", year=_year(t)
    ) + t,
    "one of two: another year's after it": lambda t: t + TEXTS[2024 if "2026" in t else 2026],
    "one of two: another year's before it": lambda t: TEXTS[2024 if "2026" in t else 2026] + t,
    "zeros read as letters": lambda t: t.replace("10月", "1O月"),
    "ones read as letters": lambda t: t.replace("月1日", "月l日"),
    "days read as another sign": lambda t: t.replace("日（", "曰（"),
    "the sign after a day": lambda t: t.replace("日（", "（"),
    "a day worked twice": lambda t: re.sub(r"(\d+月\d+日（[^）]*）)上班", r"\1、\1上班", t),
    "a weekday": lambda t: t.replace("日）、", "一）、"),
    "all but one item": lambda t: t[: t.index("二、")] + t[t.rindex("国务院办公厅") :],
    "the year into another": lambda t: re.sub(r"20\d\d年(?=\s*部分|元旦)", "2023年", t),
    "the numerals": lambda t: re.sub(r"(?m)^([一二三四五六七])、", r"(\1) ", t),
}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("how", KEPT)
def test_what_copying_does_to_a_notice_changes_nothing_of_it(how: str, year: int) -> None:
    notice = read(KEPT[how](TEXTS[year]))
    assert days(notice) == days(KNOWN[year])
    assert notice.published == KNOWN[year].published


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("how", LOST)
def test_a_notice_that_lost_something_is_refused(how: str, year: int) -> None:
    text = LOST[how](TEXTS[year])
    assert text != TEXTS[year]
    with pytest.raises((UnreadableNotice, ContradictoryNotice)):
        read(text)


@pytest.mark.parametrize("year", YEARS)
def test_without_any_one_of_its_signs_it_is_read_the_same_or_refused(year: int) -> None:
    text = TEXTS[year]
    for at in range(len(text)):
        try:
            notice = read(text[:at] + text[at + 1 :])
        except (UnreadableNotice, ContradictoryNotice):
            continue
        where = text[max(0, at - 12) : at] + "[" + text[at] + "]" + text[at + 1 : at + 12]
        assert days(notice) == days(KNOWN[year]), where


def _slips(text: str, end: int) -> list[str]:
    """The text with each of its figures read as each other, once, up to the signature."""
    return [
        text[:at] + digit + text[at + 1 :]
        for at in range(end) if text[at].isdigit()
        for digit in "0123456789" if digit != text[at]
    ]


@pytest.mark.parametrize("year", YEARS)
def test_a_figure_misread_is_refused_or_told(year: int) -> None:
    text = TEXTS[year]
    told = 0
    for slip in _slips(text, text.rindex("国务院办公厅")):
        try:
            notice = read(slip)
        except (UnreadableNotice, ContradictoryNotice):
            continue
        if days(notice) != days(KNOWN[year]):
            assert notice.doubts, slip
            told += 1
    assert told, "a make-up day a week too early or late contradicts nothing in the text itself"


@pytest.mark.parametrize("year", YEARS)
def test_a_sentence_or_a_clause_lost_or_doubled_is_refused_or_told(year: int) -> None:
    text = TEXTS[year]
    for found in re.finditer(r"[^。\n]+。|[^，。、\n]+[，。、]", text):
        for slip in (
            text[: found.start()] + text[found.end() :],
            text[: found.end()] + found[0] + text[found.end() :],
        ):
            try:
                notice = read(slip)
            except (UnreadableNotice, ContradictoryNotice):
                continue
            assert days(notice) == days(KNOWN[year]) or notice.doubts, found[0]


@pytest.mark.parametrize("notice", published(), ids=lambda n: f"{n.year}-{n.published}")
def test_no_notice_there_has_been_is_doubted_for_its_days(notice: Notice) -> None:
    assert not [each for each in doubts_about(notice) if not each.startswith("印发日期")]


@pytest.mark.parametrize("year", YEARS)
def test_the_date_may_be_given_beside_the_text_and_the_message_says_so(year: int) -> None:
    text, day = TEXTS[year], KNOWN[year].published
    for bare in (text.replace(_signature(text), ""), text[: text.rindex("国务院办公厅")]):
        with pytest.raises(UndatedNotice, match="请填写“印发日期”"):
            read(bare)
        assert read(bare, day).published == day
    with pytest.raises(UndatedNotice, match="与所填的印发日期"):
        read(text, date(year, 1, 1))
    with pytest.raises(UndatedNotice, match="请核对印发日期"):
        read(text[: text.rindex("国务院办公厅")], date(year - 3, 11, 4))
