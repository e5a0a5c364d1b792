"""Kinds of reply and grounds of refusal, with remedy class and annual-report row."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from declared.yaml_file import Item, read
from engine.statute.values import remedies
from engine.statute.values.parameters import NotInForce

FILE = Path(__file__).parent / "grounds.yaml"
#: The headings of table 三 of the annual report, in its order; menus of replies follow it.
REPLY_GROUPS = ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理")
FIRST_ROW, LAST_ROW = 3, 23
#: What a kind of reply may need to have happened, else it would state what is not so.
NEEDS = ("correction_received", "correction_lapsed", "fee_lapsed", "withdrawn")


@dataclass(frozen=True, slots=True)
class Ground:
    """A kind of reply as it stood on a day.

    code: 36-2, 14-a, FEE-X, … group: one of REPLY_GROUPS. remedy: N, P or O as
    in force for an act of that day. row: row of table 三 of the annual report (3 to 23).
    """

    code: str
    title: str
    group: str
    article: str
    remedy: str
    row: int


@dataclass(frozen=True, slots=True)
class _Dated:
    code: str
    title: str
    group: str
    remedy: str
    row: int
    articles: tuple[tuple[date, str], ...]
    needs: str = ""
    search: bool = False
    others: bool = False
    excess: bool = False
    secret: bool = False

    def at(self, day: date) -> Ground | None:
        held = [article for since, article in self.articles if since <= day]
        if not held:
            return None
        remedy = remedies.effective_class(self.remedy, day)
        return Ground(self.code, self.title, self.group, held[-1], remedy, self.row)


def all_at(day: date) -> tuple[Ground, ...]:
    """Every kind of reply that the law of that day knows, in the order of the report."""
    return tuple(ground for dated in _all().values() if (ground := dated.at(day)) is not None)


def at(code: str, day: date) -> Ground:
    """One kind of reply on a day. Raises KeyError (no such code), NotInForce (not yet law)."""
    ground = _all()[code].at(day)
    if ground is None:
        raise NotInForce(f"{_all()[code].title}（{code}）在{day}尚无规定")
    return ground


def need_of(code: str) -> str:
    """What must have happened for this kind of reply, one of NEEDS; "" for most."""
    return _all()[code].needs


def group_of(code: str) -> str:
    """The heading of a kind of reply. Raises KeyError (no such code)."""
    return _all()[code].group


def ground_titles() -> dict[str, str]:
    """What every kind of reply is called, by its code."""
    return {code: dated.title for code, dated in _all().items()}


def title_of(code: str) -> str:
    """What a kind of reply is called. Raises KeyError (no such code)."""
    return _all()[code].title


def row_of(code: str) -> int:
    """The row of table 三 that counts a kind of reply. Raises KeyError (no such code)."""
    return _all()[code].row


def needs_search(code: str) -> bool:
    """Whether this kind of reply says that something was looked for and not found, and so must
    cite the record of a search. Raises KeyError (no such code)."""
    return _all()[code].search


def withholds_for_others(code: str) -> bool:
    """Whether this kind of reply withholds for a third party's sake, and so stands on what it was
    asked in writing (article 32). Raises KeyError (no such code)."""
    return _all()[code].others


def for_excess(code: str) -> bool:
    """Whether this kind of reply says that the applicant asks for too much without good reasons,
    and so stands on the reasons that he was asked for (article 35). Raises KeyError."""
    return _all()[code].excess


def withholds_secret(code: str) -> bool:
    """Whether this kind of reply withholds a state secret, and so stands on a finding that it is
    one (articles 14 and 17). Raises KeyError (no such code)."""
    return _all()[code].secret


@cache
def _all() -> dict[str, _Dated]:
    return {code: _dated(code, item) for code, item in read(FILE).pairs()}


def _dated(code: str, item: Item) -> _Dated:
    row = item.table("title group remedy row values", "needs search others excess secret")
    remedy, number = row["remedy"].text(), row["row"].whole(FIRST_ROW)
    group = row["group"].text()
    if group not in REPLY_GROUPS:
        raise row["group"].refuse(f"年度报告表三没有“{group}”这一类，请改正")
    if remedy not in remedies.CLASSES:
        raise row["remedy"].refuse(f"不认识的救济类别“{remedy}”，请改正")
    if number > LAST_ROW:
        raise row["row"].refuse(f"年度报告表三没有第{number}行，请改正")
    articles: list[tuple[date, str]] = []
    for entry in row["values"].list():
        dated = entry.table("from article")
        since = dated["from"].day()
        if articles and since <= articles[-1][0]:
            raise dated["from"].refuse(f"{since}应当晚于上一项的{articles[-1][0]}，请改正")
        articles.append((since, dated["article"].text()))
    if not articles:
        raise item.refuse("没有写任何条款，请补上")
    needs = row["needs"].one_of(NEEDS) if "needs" in row else ""
    search = "search" in row and row["search"].flag()
    others = "others" in row and row["others"].flag()
    excess = "excess" in row and row["excess"].flag()
    secret = "secret" in row and row["secret"].flag()
    return _Dated(
        code, row["title"].text(), group, remedy, number, tuple(articles), needs, search,
        others, excess, secret,
    )
