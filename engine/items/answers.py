"""What a reply says of one item: its words by its ground, and what a handler has to say for them.

The articles come from the statute, what was searched from the search records: one truth each.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from declared.yaml_file import Item, read
from engine.items.item import RequestItem, searched as nothing_found
from engine.statute.values import grounds, remedies
from engine.statute.values.findings import date_in_words
from engine.store.shapes import SearchRecordRow
from letters.facts import ordinal

FILE = Path(__file__).parent / "answers.yaml"
#: What a handler may have to say of an item, with its words on screens.
ASKED: Mapping[str, str] = {
    "finding": "予以公开的内容", "supply": "提供的形式、途径和时间", "withheld": "不予公开的内容",
    "withheld_ground": "不予公开的依据", "reason": "理由",
}
_YOU = {"person": "您", "organisation": "贵单位"}
_GIVEN = frozenset({"article", "search", "you", "withheld_title", "withheld_article"})


@dataclass(frozen=True, slots=True)
class Answer:
    """The words for one ground. asks: fields of ``ASKED`` that must be said; text: its lines."""

    code: str
    asks: tuple[str, ...]
    text: tuple[str, ...]


@cache
def answers() -> Mapping[str, Answer]:
    """The words of every ground that may be an item's. Raises FileRefused."""
    return {code: _answer(code, told) for code, told in read(FILE).pairs()}


def _answer(code: str, told: Item) -> Answer:
    row = told.table("asks text")
    made = Answer(code, row["asks"].texts(), row["text"].texts())
    grounds.group_of(code)      # known to the statute
    named = {
        name for line in made.text for _, name, _, _ in Formatter().parse(line) if name is not None
    }
    if not named <= {*ASKED, *_GIVEN} or not set(made.asks) <= set(ASKED):
        raise told.refuse("只能写asks中可以问的项目和规则给出的文字，请改正")
    return made


def withheld_grounds(day: date) -> tuple[grounds.Ground, ...]:
    """Why a part may be withheld: the refusals of arts. 14 to 16, as the law of that day has them.
    A part that does not exist is not among them."""
    return tuple(each for each in grounds.all_at(day) if each.code[:2] in {"14", "15", "16"})


def may_be_found(day: date) -> tuple[grounds.Ground, ...]:
    """What an item may be found to be under the law of that day, in the order of the report."""
    return tuple(each for each in grounds.all_at(day) if each.code in answers())


def paragraphs(item: RequestItem, received_on: date, address: str) -> Iterator[str]:
    """What the reply says of an item, a paragraph each. address: person | organisation."""
    row = item.row
    words: dict[str, str] = {
        "finding": row["finding"], "supply": row["supply"].rstrip("。"),
        "withheld": row["withheld"].rstrip("。"), "reason": row["reason"],
        "you": _YOU[address],
        "article": grounds.at(item.ground, received_on).article,
        "search": "".join(searched(each) for each in nothing_found([item])),
    }
    if row["withheld_ground"]:
        withheld = grounds.at(row["withheld_ground"], received_on)
        words["withheld_title"], words["withheld_article"] = withheld.title, withheld.article
    head = f"关于{place(item)}“{_inside(row['description'])}”："
    for line in answers()[item.ground].text:
        names = [name for _, name, _, _ in Formatter().parse(line) if name]
        if any(not words.get(name, "").strip() for name in names if name in ASKED):
            continue
        for each in line.format(**words).splitlines():
            if each.strip():
                yield head + each.strip()
                head = ""


def place(item: RequestItem) -> str:
    """How a letter names an item: 第一项."""
    return f"第{ordinal(item.number)}项"


def _inside(text: str) -> str:
    """Words within “”, on one line: their own quotation marks become ‘’."""
    return " ".join(text.split()).replace("“", "‘").replace("”", "’")


def searched(record: SearchRecordRow) -> str:
    """What was searched, in one sentence."""
    return (
        f"本机关由{record['searched_by']}于{date_in_words(record['searched_on'])}对"
        f"{record['systems']}进行了检索，检索的关键词为“{_inside(record['words'])}”，"
        f"所检索信息的形成时间为{record['period']}。"
    )


def remedy_of(items: Sequence[RequestItem], on: date, **where: Any) -> str:
    """How the answers to these items may be contested: each as its own ground has it.

    where: as ``remedies.paragraph``. Items of one class are told together.
    """
    by_class: dict[str, list[RequestItem]] = {}
    for item in items:
        code = item.row["withheld_ground"] or item.ground
        remedy = remedies.effective_class(grounds.at(code, on).remedy, on)
        by_class.setdefault(remedy, []).append(item)
    told = {
        remedy: text for remedy in by_class
        if (text := remedies.paragraph(remedy, on, **where))
    }
    if len(by_class) == 1:
        return "".join(told.values())
    return "".join(
        f"对{'、'.join(place(each) for each in by_class[remedy])}的答复不服的，"
        f"{text.partition('，')[2]}" for remedy, text in told.items()
    )
