"""One consultation: how it stands, and what follows from all of a case for its reply.

《政府信息公开条例》第三十二条：the third party is asked in writing; refused with good reason, it is
not disclosed, unless the public interest outweighs it, which the third party is told in writing.
第三十四条：who made it too and says nothing in time is held to agree.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum

from engine.consultations import rows
from engine.statute.values import grounds, rule_sets
from engine.statute.values.findings import date_in_words
from engine.store import Connection
from engine.store.shapes import ConsultationRow

MOST_ASKED = 2000
#: What a party said, or that it said nothing.
OPINIONS: Mapping[str, str] = {
    "agree": "同意公开", "partly": "同意部分公开", "disagree": "不同意公开",
    "silent": "逾期未答复",
}
DECISIONS: Mapping[str, str] = {"disclose": "决定公开", "withhold": "决定不公开"}
_OBJECTS = ("disagree", "partly")
#: Groups of grounds by which something is supplied.
_WHOLE, _IN_PART = "予以公开", "部分公开"


class ConsultationState(StrEnum):
    """How far a consultation has come."""

    TO_SEND = "to_send"
    SENT = "sent"
    DELIVERED = "delivered"
    ANSWERED = "answered"
    DECIDED = "decided"
    CLOSED = "closed"
    ENDED = "ended"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a state
        """In Chinese."""
        return _TITLES[self]


_TITLES = {
    ConsultationState.TO_SEND: "等待送出",
    ConsultationState.SENT: "已送出，等待送达",
    ConsultationState.DELIVERED: "等待答复意见",
    ConsultationState.ANSWERED: "等待决定",
    ConsultationState.DECIDED: "等待告知第三方",
    ConsultationState.CLOSED: "已办结",
    ConsultationState.ENDED: "已停止",
}
#: Still to be answered, decided or told.
OPEN = frozenset(ConsultationState) - {ConsultationState.CLOSED, ConsultationState.ENDED}
#: The opinion, or the silence, is not there yet.
_AWAITED = (ConsultationState.TO_SEND, ConsultationState.SENT, ConsultationState.DELIVERED)


def about(party: str, number: int) -> str:
    """What its process is about, in words: no name, for it stands in lists of tasks."""
    return f"征求意见{number}（{rule_sets.PARTIES[party]}）"


def objects(row: ConsultationRow) -> bool:
    """Whether the party objects to disclosure, wholly or in part."""
    return row["opinion"] in _OBJECTS


def agreed(row: ConsultationRow, received_on: date) -> bool:
    """Whether it agreed, or is held to: silent, where the law takes that for consent."""
    by_silence = rule_sets.of(received_on).agrees_by_silence
    return row["opinion"] == "agree" or (row["opinion"] == "silent" and row["party"] in by_silence)


def about_items(connection: Connection, case_id: int, numbers: Collection[int]) -> str:
    """Which consultation was about one of these items, or about all, in words; "" when none."""
    return next((about(each["party"], each["number"]) for each in rows.of_case(connection, case_id)
                 if each["state"] != ConsultationState.ENDED
                 and (each["item"] is None or each["item"] in numbers)), "")


def third_party_opinion(found: Sequence[ConsultationRow]) -> str | None:
    """``objected`` or ``silent``: on what a refusal for a third party's sake rests; None else."""
    opinions = {each["opinion"] for each in found
                if each["party"] == "third_party" and each["decision"] == "withhold"}
    return "objected" if opinions & {*_OBJECTS} else "silent" if "silent" in opinions else None


def speaks_against(
    connection: Connection, case_id: int, answered: Mapping[int, str], received_on: date,
    today: date,
) -> str:
    """Why a reply would contradict the consultations, in Chinese; "" else.

    answered: the ground on which it answers each item, by the item's number.
    """
    # Who was asked again, as for a reply that was ordered anew, is held to what came last.
    held = [*{(each["party"], each["name"], each["item"]): each
              for each in rows.of_case(connection, case_id)
              if each["state"] != ConsultationState.ENDED}.values()]
    everything = all(grounds.group_of(each) == _WHOLE for each in answered.values())
    for number, ground in answered.items():
        found = [each for each in held if each["item"] in (None, number)]
        if grounds.withholds_for_others(ground):
            against = _no_refusal([each for each in found if each["party"] == "third_party"])
        elif grounds.group_of(ground) in (_WHOLE, _IN_PART):
            # Who was asked about the whole request may have withheld what another item asks for.
            against = next(filter(None, (
                _no_disclosure(each, received_on, today, whole=grounds.group_of(ground) == _WHOLE
                               and (everything or each["item"] is not None))
                for each in found)), "")
        else:
            against = ""
        if against:
            return against
    return ""


def _no_refusal(found: Sequence[ConsultationRow]) -> str:
    if not found:
        return "没有书面征求过第三方的意见，不能以损害第三方合法权益为由不予公开"
    if any(each["decision"] == "withhold" and each["opinion"] != "agree" for each in found):
        return ""
    if any(each["state"] in _AWAITED for each in found):
        return "第三方的意见尚未登记，期限也没有登记为届满，不能以损害第三方合法权益为由不予公开"
    if any(each["state"] == ConsultationState.ANSWERED for each in found):
        return "征求意见还没有决定是否公开，请先办理“决定是否公开”"
    return "第三方同意公开，或者已决定公开，不能以损害第三方合法权益为由不予公开"


def _no_disclosure(
    row: ConsultationRow, received_on: date, today: date, *, whole: bool
) -> str:
    who = about(row["party"], row["number"])
    if row["state"] in _AWAITED:
        return f"{who}还没有答复，期限也没有登记为届满，现在不能决定公开"
    if row["state"] == ConsultationState.ANSWERED:
        return f"{who}还没有决定是否公开，请先办理“决定是否公开”"
    if row["decision"] == "withhold":
        return f"{who}已决定不公开，不能全部公开；改为公开的，请重新征求意见" if whole else ""
    if row["party"] != "third_party" or agreed(row, received_on):
        return ""
    if row["party_told_on"] is None:
        return f"{who}：决定公开的内容和理由还没有书面告知第三方"
    if row["disclose_from"] is not None and today < row["disclose_from"]:
        day = date_in_words(row["disclose_from"])
        return f"{who}：已告知第三方，{day}以前不能提供，请届时再办"
    return ""
