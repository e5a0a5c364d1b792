"""What a diagram may say about the service of the letter that its process is about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import letters
from engine.cases.act import Act, enter
from engine.cases.glance.status import CaseStatus
from engine.correspondence import rows as letter_rows
from engine.correspondence.events import ReplyServed
from engine.correspondence.letter import LetterState
from engine.errors import InvalidInput
from engine.items import item
from engine.processes.runtime import Scalar
from engine.service import rows
from engine.service.events import LetterReturned, LetterSent, LetterServed, LetterVoided
from engine.statute import Entry
from engine.statute.calendar.zone import local_day
from engine.statute.values.ways_of_service import ways_of_service
from engine.store.shapes import LetterRow

_TOO_EARLY = "日期不能早于文书签发的日期（{day}），请核对。"


def sent(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Handed to the post: a reply is dated by that day."""
    letter, on, way = _letter(act), act.handed_in["served_on"], act.handed_in["service_method"]
    if ways_of_service()[way].at(on).counts != "on":
        raise InvalidInput({"service_method": "当面、网上送达等当场送到的，请选择“当场送到”。"})
    _in_its_time(act, letter, "served_on", on)
    _keep(act, letter, way, on, None)
    letter_rows.change(act.unit.connection, letter["id"], {
        "state": LetterState.SENT.value, "service": way,
        "tracking_number": act.handed_in.get("tracking_number", ""),
    })
    act.unit.record(
        LetterSent(letter_id=letter["id"], kind=letter["kind"], service=way, on=on), act.case)
    _reply(act, letter, way, on, None)
    return {"told": "yes"}


def delivered(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """It reached the addressee, at once or after it was sent: what begins by it begins."""
    letter, before = _letter(act), rows.latest(act.unit.connection, act.about_id)
    if before is None or before["state"] != "sent":
        way, on = act.handed_in["service_method"], act.handed_in["served_on"]
        if ways_of_service()[way].at(on).counts == "on":
            raise InvalidInput({"service_method": "邮寄的请选择“已寄出”，送到以后再登记送达结果。"})
        _in_its_time(act, letter, "served_on", on)
        _keep(act, letter, way, on, on)
        sent_on = on
    else:
        way, on = before["way"], act.handed_in["delivered_on"]
        sent_on = before["sent_on"]
        _not_before_sent(act, on, sent_on)
        rows.change(act.unit.connection, before["id"], {
            "state": "delivered", "ended_on": on,
            "recipient": act.handed_in.get("recipient", ""),
            "result_by": act.unit.actor.person_id, "result_at": act.unit.now,
        })
    letter_rows.change(act.unit.connection, letter["id"], {
        "state": LetterState.SERVED.value, "service": way, "served_on": on,
    })
    act.unit.record(
        LetterServed(letter_id=letter["id"], kind=letter["kind"], service=way, on=on), act.case)
    _reply(act, letter, way, sent_on, on)
    _arrived(act, letter, on)
    return {}


def returned(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """It came back: it is served again, and nothing has begun by it."""
    letter, before = _letter(act), rows.latest(act.unit.connection, act.about_id)
    assert before is not None       # only what was sent comes back
    on, reason = act.handed_in["delivered_on"], act.handed_in["return_reason"]
    _not_before_sent(act, on, before["sent_on"])
    rows.change(act.unit.connection, before["id"], {
        "state": "returned", "ended_on": on, "return_reason": reason,
        "result_by": act.unit.actor.person_id, "result_at": act.unit.now,
    })
    letter_rows.change(
        act.unit.connection, letter["id"], {"state": LetterState.RETURNED.value})
    act.unit.record(LetterReturned(
        letter_id=letter["id"], kind=letter["kind"], on=on, reason=reason[:200]), act.case)
    return {}


def void(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Issued and taken back before it left: the number stays, void."""
    letter = _letter(act)
    letter_rows.change(act.unit.connection, letter["id"], {"state": LetterState.VOID.value})
    item.reopen(act.unit, act.case, letter["id"], f"{letter['number']}已收回作废")
    act.unit.record(LetterVoided(
        letter_id=letter["id"], kind=letter["kind"], number=letter["number"],
        reason=str(act.handed_in.get("reason", ""))[:200],
    ), act.case)
    return {}


def _letter(act: Act) -> LetterRow:
    found = letter_rows.find(act.unit.connection, act.about_id)
    assert found is not None        # the process was begun by its issue
    return found


def _in_its_time(act: Act, letter: LetterRow, field: str, on: date) -> None:
    assert letter["issued_at"] is not None
    issued_on = local_day(letter["issued_at"])
    if on > act.unit.today:
        raise InvalidInput({field: "日期不能晚于今天。"})
    if on < issued_on:
        raise InvalidInput({field: _TOO_EARLY.format(day=letters.date_in_words(issued_on))})
    before = rows.latest(act.unit.connection, letter["id"])
    if before is not None and before["ended_on"] is not None and on < before["ended_on"]:
        day = letters.date_in_words(before["ended_on"])
        raise InvalidInput({field: f"日期不能早于文书被退回的日期（{day}），请核对。"})


def _not_before_sent(act: Act, on: date, sent_on: date) -> None:
    if on > act.unit.today:
        raise InvalidInput({"delivered_on": "日期不能晚于今天。"})
    if on < sent_on:
        day = letters.date_in_words(sent_on)
        raise InvalidInput({"delivered_on": f"日期不能早于寄出的日期（{day}），请核对。"})


def _keep(act: Act, letter: LetterRow, way: str, on: date, ended: date | None) -> None:
    typed = act.handed_in
    rows.add(act.unit.connection, {
        "letter_id": letter["id"], "case_id": act.case.id, "way": way, "sent_on": on,
        "tracking_number": typed.get("tracking_number", ""),
        "recipient": typed.get("recipient", ""), "note": typed.get("service_note", ""),
        "state": "sent" if ended is None else "delivered", "ended_on": ended,
        "return_reason": "", "recorded_by": act.unit.actor.person_id,
        "recorded_at": act.unit.now, "result_by": None, "result_at": None,
        "replaces": None, "reason": "",
    })


def _reply(act: Act, letter: LetterRow, way: str, on: date, served: date | None) -> None:
    """The first time that the reply leaves, or reaches the applicant at once, dates it."""
    if letter["series"] != "reply" or act.case.row["replied_on"] is not None:
        return
    if item.still_open(item.of_case(act.unit.connection, act.case.id)):
        return      # the request is answered when the last of its items is
    day = served or on
    enter(act, Entry(type="replied", on=on, service=way, served=day))
    act.case.set(status=CaseStatus.REPLIED.value, replied_on=day)
    act.unit.record(ReplyServed(
        letter_id=letter["id"], service=way, served_on=day, replied_on=day,
        on_time=bool(act.case.assessment.on_time),
    ), act.case)


def _arrived(act: Act, letter: LetterRow, on: date) -> None:
    """The entry that the notice made in the ledger now has the day on which it arrived."""
    entered = letters.kinds()[letter["kind"]].served_as
    entries = act.case.ledger.entries
    place = next(
        (n for n in reversed(range(len(entries))) if entries[n].type == entered), None
    ) if entered else None
    if place is not None:
        arrived = replace(entries[place], served=on, awaiting_service=False)
        act.case.replace(place, arrived, f"登记“{letter['title']}”送达")
