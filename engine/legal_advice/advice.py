"""One question and its opinion, and what makes two questions alike.

The notice of 2015, part 三(三): 加强对情况复杂或疑难申请的会商研究. Each round is kept; how
often one asks is bounded by people alone.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from engine.store.folding import folded

MOST_QUESTION, MOST_OPINION, MOST_NAME = 2000, 3000, 60
#: What an opinion comes to.
CONCLUSIONS: Mapping[str, str] = {
    "agree": "同意承办意见", "suggest": "提出修改建议", "disagree": "不同意承办意见",
}
#: So many pairs of characters are kept of a question, and looked for.
MOST_KEPT, MOST_LOOKED_FOR = 400, 80
#: Two questions are alike that share this part of their pairs, and as many at least.
ALIKE, LEAST_SHARED = 6, 3
MOST_FOUND = 5
_RUN = re.compile(r"\w+")


class AdviceState(StrEnum):
    """How far it has come."""

    ASKED = "asked"
    GIVEN = "given"
    GIVEN_UP = "given_up"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a state
        """In Chinese."""
        return _TITLES[self]


_TITLES = {
    AdviceState.ASKED: "等待法制意见",
    AdviceState.GIVEN: "已出具法制意见",
    AdviceState.GIVEN_UP: "不再等待",
}


def pairs(text: str, most: int) -> tuple[str, ...]:
    """Every two characters that stand side by side in its words, each pair once: Chinese has no
    blanks by which words could be told."""
    found: dict[str, None] = {}
    for run in _RUN.findall(folded(text)):
        found.update(dict.fromkeys(run[place:place + 2] for place in range(len(run) - 1)))
    return tuple(found)[:most]


def shared_at_least(looked_for: int) -> int:
    """How many of so many pairs an earlier question must share to be like this one."""
    return max(LEAST_SHARED, looked_for // ALIKE)
