"""The Regulation that governs a request, with all its limits read for that request's day."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from declared.yaml_file import Item, read
from engine.statute.values import parameters
from engine.statute.values.parameters import NotInForce

FILE = Path(__file__).parent / "rule_sets.yaml"
PARTIES = {
    "third_party": "第三方",
    "other_agency": "其他机关",
    "co_maker": "共同制作机关",
    "secrecy_authority": "保密行政管理部门或者主管部门",
}


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of the Regulation. Limits count working days; None where it sets none.

    agrees_by_silence: who is held to agree when he says nothing in time, with the article.
    """

    code: str
    title: str
    since: date
    reply_article: str
    correction_article: str
    reasons_article: str
    excluded: dict[str, str]
    agrees_by_silence: dict[str, str]
    reply: int
    extension: int
    extension_times: int
    extension_article: str
    correction_notice: int | None
    consultation: dict[str, int | None]
    consultation_article: dict[str, str]

    @property
    def is_2007(self) -> bool:
        """Whether this is the Regulation as first issued."""
        return self.code == "2007"


def of(received: date) -> RuleSet:
    """The rule set for a request received on that day; NotInForce before 2008-05-01."""
    sets = _all()
    position = bisect_right(sets, received, key=lambda rules: rules.since)
    if not position:
        raise NotInForce(f"《政府信息公开条例》自{sets[0].since}起施行，{received}尚未施行")
    return sets[position - 1]


def first_day() -> date:
    """The day on which the first Regulation came into force."""
    return _all()[0].since


@cache
def _all() -> tuple[RuleSet, ...]:
    return tuple(
        sorted((_rule_set(code, item) for code, item in read(FILE).pairs()), key=lambda r: r.since)
    )


def _rule_set(code: str, item: Item) -> RuleSet:
    row = item.table("title from reply correction reasons excluded silence")
    since = row["from"].day()
    limits = {party: _limit(f"consultation_{party}", since) for party in PARTIES}
    extension = parameters.at("reply_extension", since)
    return RuleSet(
        code=code,
        title=row["title"].text(),
        since=since,
        reply_article=row["reply"].text(),
        correction_article=row["correction"].text(),
        reasons_article=row["reasons"].text(),
        excluded=_by_party(row["excluded"]),
        agrees_by_silence=_by_party(row["silence"]),
        reply=parameters.number("reply", since),
        extension=parameters.number("reply_extension", since),
        extension_times=parameters.number("reply_extension_times", since),
        extension_article=extension.article,
        correction_notice=_limit("correction_notice", since)[0],
        consultation={party: limit for party, (limit, _) in limits.items()},
        consultation_article={
            party: article or row["reply"].text() for party, (_, article) in limits.items()
        },
    )


def _by_party(item: Item) -> dict[str, str]:
    """The articles by the party that each is about."""
    found: dict[str, str] = {}
    for party, article in item.pairs():
        if party not in PARTIES:
            raise article.refuse(f"不认识的一方“{party}”，请改正")
        found[party] = article.text()
    return found


def _limit(name: str, day: date) -> tuple[int | None, str]:
    try:
        value = parameters.at(name, day)
    except NotInForce:
        return None, ""
    return value.number, value.article
