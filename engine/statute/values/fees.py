"""信息处理费: what a request costs, line by line (国办函〔2020〕109号).

By piece: per applicant and calendar month, the k-th request costs the rate of its tier.
By page: per request. Both rise by tiers, each rate applying only within its own tier.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from declared.yaml_file import Item, read
from engine.statute.values.parameters import NotInForce

FILE = Path(__file__).parent / "fees.yaml"


@dataclass(frozen=True, slots=True)
class FeeLine:
    """``quantity`` units numbered ``first`` to ``last`` at ``rate`` yuan each."""

    first: int
    last: int
    quantity: int
    rate: int
    amount: int
    text: str


@dataclass(frozen=True, slots=True)
class Fee:
    """A computed fee in whole yuan, with its lines."""

    method: str
    title: str
    total: int
    lines: tuple[FeeLine, ...]
    article: str


@dataclass(frozen=True, slots=True)
class Tier:
    """Units from ``first`` on; ``to`` None: goes on, dearer by ``increase`` every ``step``."""

    first: int
    to: int | None
    rate: int
    step: int
    increase: int

    def piece_of(self, number: int) -> tuple[int, int]:
        """The last unit and the rate of the stretch in which ``number`` lies."""
        if self.to is not None:
            return self.to, self.rate
        steps = (number - self.first) // self.step
        return self.first + (steps + 1) * self.step - 1, self.rate + steps * self.increase


@dataclass(frozen=True, slots=True)
class Tariff:
    """One of the two methods."""

    method: str
    title: str
    unit: str
    tiers: tuple[Tier, ...]

    def lines(self, first: int, last: int) -> tuple[FeeLine, ...]:
        """The lines for the units numbered ``first`` to ``last``."""
        found: list[FeeLine] = []
        number = first
        while number <= last:
            tier = next(t for t in reversed(self.tiers) if t.first <= number)
            end, rate = tier.piece_of(number)
            end = min(end, last)
            if tier.to is None and not tier.increase:
                end = last
            quantity = end - number + 1
            span = f"第{number}{self.unit}" if quantity == 1 else f"第{number}至{end}{self.unit}"
            text = f"{span}：{quantity}{self.unit}×{rate}元＝{quantity * rate}元"
            found.append(FeeLine(number, end, quantity, rate, quantity * rate, text))
            number = end + 1
        return tuple(found)


def by_piece(requests: int, on: date, *, before: int = 0) -> Fee:
    """The fee for ``requests`` requests of one applicant in one month.

    ``before``: requests already counted in that month, so that ``by_piece(1, on, before=11)``
    is what the twelfth request alone costs. Raises NotInForce, ValueError for negative counts.
    """
    return _fee("by_piece", before + 1, before + requests, on)


def by_page(pages: int, on: date) -> Fee:
    """The fee for the pages of one request. Raises NotInForce, ValueError for negative counts."""
    return _fee("by_page", 1, pages, on)


def _fee(method: str, first: int, last: int, on: date) -> Fee:
    since, article, tariffs = _all()
    if on < since:
        raise NotInForce(f"{article}自{since}起施行，{on}尚未施行")
    if first < 1 or last < first - 1:
        raise ValueError("件数、页数不能为负数")
    if last > 1_000_000:
        raise ValueError("件数、页数过大，请核对")
    tariff = tariffs[method]
    lines = tariff.lines(first, last)
    return Fee(method, tariff.title, sum(line.amount for line in lines), lines, article)


@cache
def _all() -> tuple[date, str, dict[str, Tariff]]:
    row = read(FILE).table("article from by_piece by_page")
    tariffs = {method: _tariff(method, row[method]) for method in ("by_piece", "by_page")}
    return row["from"].day(), row["article"].text(), tariffs


def _tariff(method: str, item: Item) -> Tariff:
    row = item.table("title unit tiers")
    tiers: list[Tier] = []
    for entry in row["tiers"].list():
        cells = entry.table("first rate", "to step increase")
        first = cells["first"].whole(1)
        if tiers and tiers[-1].to != first - 1:
            raise cells["first"].refuse("档次之间有空缺、重叠，或者写在最后一档之后，请改正")
        if not tiers and first != 1:
            raise cells["first"].refuse("第一档应当从1起，请改正")
        if ("to" in cells) == ("step" in cells) or ("step" in cells) != ("increase" in cells):
            raise entry.refuse("一档要么写to，要么写step和increase，请改正")
        tiers.append(
            Tier(
                first,
                cells["to"].whole(first) if "to" in cells else None,
                cells["rate"].whole(),
                cells["step"].whole(1) if "step" in cells else 1,
                cells["increase"].whole() if "increase" in cells else 0,
            )
        )
    if not tiers or tiers[-1].to is not None:
        raise item.refuse("最后一档应当没有上限，请写step和increase")
    return Tariff(method, row["title"].text(), row["unit"].text(), tuple(tiers))
