"""The record of a case or an account as sentences: one event, one sentence, who and when."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine import FACTS, REGISTERED, LetterView, PersonRef, RecordedEvent, Role, TimelineItem
from web.casework.sentences import ALARMS, QUIET, SENTENCES
from web.frame.language import CHINESE, day, language, translate
from web.frame.vocabulary import (
    ADVISERS,
    ASSISTANCE_KINDS,
    CHANNELS,
    CONCLUSIONS,
    CONSULTED,
    CONTESTED,
    GROUNDS,
    LIMITS,
    MANNERS,
    METHODS,
    REASON_FINDINGS,
    ROLES,
    SEARCH_RESULTS,
    SECRECY_FINDINGS,
    SERVICES,
    TERM_WORDS,
    WAYS,
)

_DAYS = frozenset({
    "after", "arrived_on", "before", "correct_by", "due_before", "due_on", "ended_before",
    "ended_on", "from_day", "legal_date", "on", "received_before", "received_on",
    "replied_on", "sent_before", "sent_on", "served_on", "told_on", "until",
})


def kind_in_words(kind: str) -> str:
    """What a kind of event is called where it is chosen from a list: its sentence, left open."""
    return re.sub(r"\{\w+\}", "…", translate(SENTENCES.get(kind, kind)))


@dataclass(frozen=True)
class Sentence:
    """One line of the record. tone: deed | quiet | alarm"""

    seq: int
    at: datetime
    by: str
    text: str
    tone: str
    kind: str


def tell(
    items: Iterable[TimelineItem], people: Iterable[PersonRef], letters: Iterable[LetterView]
) -> tuple[Sentence, ...]:
    """The record in words, the latest first."""
    names = {person.id: person.name for person in people}
    titles = {letter.kind: letter.title for letter in letters}
    told = [sentence(item, names, titles) for item in items]
    return tuple(sorted(told, key=lambda each: each.seq, reverse=True))


def sentence(
    item: TimelineItem | RecordedEvent, names: Mapping[int, str], titles: Mapping[str, str]
) -> Sentence:
    """One event in words. names: people by id; titles: letters by kind."""
    pattern = SENTENCES.get(item.kind, item.kind)
    words = _Words({
        name: _word(item.kind, name, value, names, titles) for name, value in item.data.items()
    })
    written = [names.get(int(each), translate("同事")) for each in item.data.get("written_by", ())]
    text = translate(pattern).format_map(words)
    if any(name != item.by for name in written):
        text += translate("（文字由{names}起草）", names=words["written_by"])
    tone = "quiet" if item.kind in QUIET else "alarm" if item.kind in ALARMS else "deed"
    return Sentence(
        seq=item.seq, at=item.at, by=translate(item.by), tone=tone, kind=item.kind,
        text=text,
    )


class _Words(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "—"


def _word(
    kind: str, name: str, value: Any, names: Mapping[int, str], titles: Mapping[str, str]
) -> str:
    if value is None or value == "":
        return "—"
    if name == "facts" and isinstance(value, dict):
        return _facts(value)
    if isinstance(value, list):
        between = "、" if language() == CHINESE else ", "
        if name == "fields":
            return between.join(translate(REGISTERED.get(each, each)) for each in value)
        if name in ("attachments", "into", "numbers"):
            return between.join(str(each) for each in value) or "—"
        if name == "written_by":
            return between.join(names.get(int(each), translate("同事")) for each in value) or "—"
        return between.join(translate(Role(role).title) for role in value)
    if name in _DAYS:
        return day(value if isinstance(value, date) else date.fromisoformat(str(value)[:10]))
    if name == "person_id" and not value:
        return ""
    if name in ("handler_id", "to_person_id", "person_id"):
        return names.get(int(value), translate("同事"))
    if name == "result":
        return translate(SEARCH_RESULTS.get(value, value))
    if name == "ground" and kind == "ItemFound":
        return translate(GROUNDS.get(value, value))
    if name == "channel":
        return translate(CHANNELS.get(value, value))
    if kind == "ReasonsWeighed" and name == "finding":
        return translate(REASON_FINDINGS.get(value, value))
    if kind == "FeeProposed" and name == "method":
        return translate(METHODS.get(value, value))
    if name == "manner":
        return translate(MANNERS.get(value, value))
    if kind.startswith("Assistance") and name == "kind":
        return translate(ASSISTANCE_KINDS.get(value, value))
    if kind.startswith(("Consultation", "Opinion")) and name in CONSULTED:
        return translate(CONSULTED[name].get(value, value))
    if name == "finding" and kind in ("SecrecyFound", "DocumentReviewed"):
        return translate(SECRECY_FINDINGS.get(value, value))
    if name == "answer" and kind == "SecrecyDetermined":
        return translate("属于国家秘密") if value == "secret" else translate("不属于国家秘密")
    if name == "adviser_kind":
        return translate(ADVISERS.get(value, value))
    if name == "conclusion":
        return translate(CONCLUSIONS.get(value, value))
    if kind.startswith("Remedy") and name in CONTESTED:
        return translate(CONTESTED[name].get(value, value))
    if name in ("role", "level", "returned_to"):
        if value == "drafter":
            return translate("承办人员")
        return translate(ROLES.get(value, value))
    if name == "limit":
        return translate(LIMITS.get(value, value))
    if name == "service":
        return translate(SERVICES.get(value, value))
    if name == "way":
        return translate(WAYS.get(value, value))
    if name == "reached":
        return translate("联系上") if value else translate("没有联系上")
    if name == "confirmed":
        return translate("双方已确认") if value else translate("没有确认")
    if name == "passed":
        return translate("通过") if value else translate("未通过")
    if name in ("unit", "unit_before") and value in TERM_WORDS:
        return translate(TERM_WORDS[value])
    if name == "in_time":
        return translate("按期") if value else translate("逾期")
    if name == "on_time":
        return translate("按期答复") if value else translate("逾期答复")
    if name == "letter_kind" or (name == "kind" and kind.startswith("Letter")):
        return translate(titles.get(value, value))
    return translate(str(value))


def _facts(facts: Mapping[str, Any]) -> str:
    """What changed of an agency, each with what held before."""
    between = "；" if language() == CHINESE else "; "
    return between.join(
        translate("{label}由“{before}”改为“{after}”", label=translate(FACTS.get(name, name)),
                  before=before or "—", after=after or "—")
        for name, (before, after) in facts.items()
    )
