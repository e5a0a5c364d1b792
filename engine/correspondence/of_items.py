"""What a letter takes from the items of a case: which of them it answers, and its words for them.

《政府信息公开条例》第三十六条、第三十七条：one letter may answer several items, each with its
own ground, reason and remedy; what is said of an item was said of the item, not of the letter.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from engine.items import answers, item
from engine.items.item import RequestItem
from engine.statute.values import grounds
from letters import Kind

_ANSWERS = "item_answers"


def by_item(kind: Kind) -> bool:
    """Whether a letter of this kind answers several items, one after the other."""
    return _ANSWERS in kind.facts


def answered_by(kind: Kind, items: Iterable[RequestItem]) -> tuple[RequestItem, ...]:
    """The items that a reply of this kind answers."""
    return item.found(items) if by_item(kind) else item.answered_by(items, kind.ground)


def speaks_against(kind: Kind, items: Sequence[RequestItem], in_turns: bool) -> str:
    """Why the items forbid this kind of reply now, in Chinese; "" else.

    in_turns: whether what is left over may be answered by another letter.
    """
    waiting, answered = item.still_open(items), answered_by(kind, items)
    if not waiting:
        return "没有待答复的事项"
    left = [each for each in waiting if each not in answered]
    if left and (not in_turns or not answered):
        named = "、".join(answers.place(each) for each in left)
        if by_item(kind):
            return f"{named}还没有认定，请先在“事项”中逐项认定"
        title = grounds.title_of(kind.ground)
        return f"{named}没有认定为“{title}”；各事项情形不同的，请在“事项”中逐项认定，选用逐项答复"
    if not by_item(kind) and grounds.needs_search(kind.ground) and any(
        not item.searched([each]) for each in answered
    ):
        return "答复信息不存在，应当经过检索：请先在“事项”中登记结果为“没有找到”的检索记录"
    return ""


def facts(
    kind: Kind, items: Sequence[RequestItem], received_on: date, address: str
) -> dict[str, Any]:
    """The facts of a letter that come from the items which it answers.

    address: person | organisation, as the applicant is addressed.
    """
    answered = answered_by(kind, items)
    if by_item(kind):
        if len(item.still_open(items)) < 2 or not answered:
            return {}
        return {
            _ANSWERS: "\n".join(
                line for each in answered for line in answers.paragraphs(each, received_on, address)
            ),
            "item_count": len(answered),
        }
    records = item.searched(answered)
    return {name: take(records) for name, take in _SEARCHED.items() if records}


def _each(name: str) -> Callable[[Sequence[Any]], str]:
    """What the records say under a name, each once."""
    return lambda records: "、".join(dict.fromkeys(record[name] for record in records))


_SEARCHED: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "search_scope": _each("systems"), "search_keywords": _each("words"),
    "search_period": _each("period"), "searched_by": _each("searched_by"),
    "searched_on": lambda records: max(record["searched_on"] for record in records),
}
#: Facts that come from the items of the case.
ITEM_FACTS = frozenset({_ANSWERS, "item_count", *_SEARCHED})
