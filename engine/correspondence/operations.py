"""What a diagram may say about letters."""

from collections.abc import Mapping

import letters
from engine.cases.act import Act, enter, not_later_than_today
from engine.cases.glance.status import CaseStatus
from engine.correspondence import drafting, of_items, rows
from engine.correspondence.events import ReplyDecided, ReplyServed
from engine.correspondence.letter import LetterState
from engine.errors import InvalidInput
from engine.items import item
from engine.processes.runtime import Scalar
from engine.statute import Entry
from engine.statute.calendar.zone import local_day


def record_decided(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Signed off: what the reply is, and what the case comes to with it by all its items."""
    draft = drafting.reply_draft(act)
    kind = letters.kinds()[draft["kind"]]
    known = item.of_case(act.unit.connection, act.case.id)
    ground = item.ground_of_case(
        known, act.case.discretion.leading_item, now=of_items.answered_by(kind, known),
        as_=kind.ground,
    )
    act.case.set(letter_kind=_named_by(kind, ground), ground=ground)
    act.unit.record(ReplyDecided(letter_kind=kind.name, ground=ground), act.case)
    return {}


def _named_by(kind: letters.Kind, ground: str) -> str:
    """The kind of reply by which the register knows a case: the letter's own, unless the items
    together came to something else."""
    if ground == kind.ground or of_items.by_item(kind):
        return kind.name
    return next(
        (each.name for each in letters.kinds().values()
         if each.ground == ground and each.series == "reply"), kind.name,
    )


def clock_replied(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Served: the reply is dated by the posting, the signature or the delivery online."""
    served_on = act.handed_in["served_on"]
    not_later_than_today(served_on, act, "served_on")
    letter = drafting.issued_reply(act)
    assert letter["issued_at"] is not None
    if served_on < local_day(letter["issued_at"]):
        raise InvalidInput({"served_on": "送达日期不能早于文书签发的日期，请核对。"})
    service = act.handed_in["service_method"]
    enter(act, Entry(type="replied", on=served_on, service=service, served=served_on))
    assessment = act.case.assessment
    rows.change(act.unit.connection, letter["id"], {
        "state": LetterState.SERVED.value, "service": service, "served_on": served_on,
        "tracking_number": act.handed_in.get("tracking_number", ""),
    })
    act.case.set(status=CaseStatus.REPLIED.value, replied_on=served_on)
    act.unit.record(ReplyServed(
        letter_id=letter["id"], service=service, served_on=served_on, replied_on=served_on,
        on_time=bool(assessment.on_time),
    ), act.case)
    return {}


def letter_issue(act: Act, parameters: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Number a letter, render it and keep its bytes. Without ``kind``: the drafted reply.

    The number is taken in this transaction: no gap when it fails, no double when two race.
    Raises LetterNotReady.
    """
    kind_name = parameters.get("kind")
    if kind_name is None:
        drafting.issue_reply(act)
    else:
        kind = letters.kinds()[kind_name]
        own = {each.name: act.handed_in[each.name] for each in kind.officer_facts
               if each.name in act.handed_in}
        drafting.number_and_keep(act, kind_name, own, None)
        if kind.ground:     # no reply, but what the request came to
            act.case.set(letter_kind=kind.name, ground=kind.ground)
            act.unit.record(ReplyDecided(letter_kind=kind.name, ground=kind.ground), act.case)
    return {}
