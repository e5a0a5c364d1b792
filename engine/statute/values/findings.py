"""Findings: what the clock remarks about a ledger, in words an officer can act on."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter

from declared.yaml_file import read
from engine.statute.values.rule_sets import RuleSet

FILE = Path(__file__).parent / "findings.yaml"
EVENT_NAMES = {
    "correction_requested": "补正告知",
    "correction_received": "收到补正",
    "consultation_opened": "发出征求意见书",
    "consultation_delivered": "征求意见书送达",
    "consultation_answered": "收到意见",
    "extended": "延长答复",
    "reasons_requested": "要求说明理由",
    "reasons_given": "收到理由说明",
    "deferred": "确定延迟答复",
    "fee_noticed": "收费通知",
    "fee_paid": "缴纳信息处理费",
    "transferred": "移送",
    "withdrawn": "撤回申请",
    "replied": "答复",
    "reopened": "责令重新答复",
}
_OF_RULE_SET = {
    name: f"{name}_article" for name in ("reply", "correction", "reasons", "extension")
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark. ``code`` is stable and English, ``message`` and ``article`` are Chinese.

    effect: refused (the act has no effect), flagged (late, but effective), note.
    """

    code: str
    message: str
    article: str
    effect: str = "note"

    def to_json(self) -> dict[str, str]:
        """The remark as JSON; ``effect`` is for programs of ours and not part of the contract."""
        return {"code": self.code, "message": self.message, "article": self.article}


def date_in_words(day: date) -> str:
    """A date as an official paper writes it: 2026年4月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def finding(code: str, rules: RuleSet, party: str = "third_party", /, **facts: object) -> Finding:
    """The finding ``code`` with its message filled in and the article of the rule set."""
    text = _texts()[code]
    words = {}
    for name in text.facts:
        fact = facts[name]
        words[name] = date_in_words(fact) if isinstance(fact, date) else fact
    article = text.article
    if article == "consultation":
        article = rules.consultation_article.get(party, rules.reply_article)
    elif article in _OF_RULE_SET:
        article = getattr(rules, _OF_RULE_SET[article])
    return Finding(code, text.message.format_map(words), article, text.effect)


@dataclass(frozen=True, slots=True)
class _Text:
    """``message`` with its blanks, and the facts that fill them."""

    message: str
    facts: tuple[str, ...]
    article: str
    effect: str


@cache
def _texts() -> dict[str, _Text]:
    found: dict[str, _Text] = {}
    for code, item in read(FILE).pairs():
        row = item.table("message article effect")
        effect = row["effect"].one_of(("refused", "flagged", "note"))
        message = row["message"].text()
        facts = tuple(name for _, name, _, _ in Formatter().parse(message) if name)
        found[code] = _Text(message, facts, row["article"].text(), effect)
    return found
