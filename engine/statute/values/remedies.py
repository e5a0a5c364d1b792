"""The remedy paragraph of a letter, by remedy class and by the day of the act."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from declared.yaml_file import Item, read
from engine.statute.values import parameters
from engine.statute.values.parameters import NotInForce

FILE = Path(__file__).parent / "remedies.yaml"
CLASSES = ("N", "P", "O")


@dataclass(frozen=True, slots=True)
class Remedy:
    """What one class means from a day on. ``text`` "" means no paragraph.

    ``same_as``: the class whose paragraph is used instead ("" for none).
    ``choice_of_organ``: whether the applicant may choose between reconsideration organs.
    """

    since: date
    text: str
    same_as: str
    choice_of_organ: bool
    article: str


def paragraph(
    remedy_class: str,
    on: date,
    *,
    reconsideration_organ: str,
    court: str,
    online_url: str = "",
    choices: tuple[str, ...] = (),
) -> str:
    """The paragraph for an act of class N, P or O dated ``on``; "" for class N.

    ``choices``: further organs the applicant may choose, named only while the law of that day
    leaves the choice. Raises NotInForce before 2008-05-01, KeyError for another class and
    ValueError (Chinese) when the organ or the court is missing.
    """
    remedy = at(effective_class(remedy_class, on), on)
    if not remedy.text:
        return ""
    if not reconsideration_organ.strip():
        raise ValueError("缺少行政复议机关名称，不能告知救济途径")
    if not court.strip():
        raise ValueError("缺少人民法院名称，不能告知救济途径")
    organs = [reconsideration_organ, *(choices if remedy.choice_of_organ else ())]
    return remedy.text.format(
        organ="或者".join(dict.fromkeys(organs)),
        court=court,
        online=f"（网上申请：{online_url}）" if online_url else "",
        reconsideration=parameters.number("reconsideration", on),
        litigation=parameters.number("litigation", on),
        after=parameters.number("litigation_after_reconsideration", on),
    )


def effective_class(remedy_class: str, on: date) -> str:
    """The class whose paragraph applies on that day: P is O before reconsideration came first."""
    return at(remedy_class, on).same_as or remedy_class


def at(remedy_class: str, on: date) -> Remedy:
    """The class as it stood on a day. Raises NotInForce, KeyError."""
    held = [remedy for remedy in _all()[remedy_class] if remedy.since <= on]
    if not held:
        raise NotInForce(f"救济途径（{remedy_class}）在{on}尚无规定")
    return held[-1]


@cache
def _all() -> dict[str, tuple[Remedy, ...]]:
    found: dict[str, tuple[Remedy, ...]] = {}
    for name, item in read(FILE).pairs():
        if name not in CLASSES:
            raise item.refuse(f"不认识的救济类别“{name}”，请改正")
        rows = item.table("title values")["values"].list()
        found[name] = tuple(_remedy(row) for row in rows)
        for before, after in zip(found[name], found[name][1:], strict=False):
            if after.since <= before.since:
                raise item.refuse(f"{after.since}应当晚于上一项的{before.since}，请改正")
    return found


def _remedy(item: Item) -> Remedy:
    row = item.table("from article", "text same_as none choice_of_organ")
    if sum(key in row for key in ("text", "same_as", "none")) != 1:
        raise item.refuse("text、same_as和none应当写且只写一个")
    if "none" in row and not row["none"].flag():
        raise row["none"].refuse("none只能为true，请改正，或者写明text")
    text = row["text"].text() if "text" in row else ""
    same_as = row["same_as"].text() if "same_as" in row else ""
    if same_as and same_as not in CLASSES:
        raise row["same_as"].refuse(f"不认识的救济类别“{same_as}”，请改正")
    choice = row["choice_of_organ"].flag() if "choice_of_organ" in row else False
    return Remedy(row["from"].day(), text, same_as, choice, row["article"].text())
