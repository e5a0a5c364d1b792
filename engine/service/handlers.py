"""Taking back a letter, and putting right how it was served."""

from dataclasses import replace
from datetime import date
from typing import Any, cast

import letters
from declared.characters import unprintable
from engine.actors.permissions import own
from engine.cases.act import Act
from engine.cases.case import Case
from engine.cases.open_cases import open_cases
from engine.cases.process import moving, projection
from engine.cases.visible import own_case
from engine.charging.policy import check_still_holds
from engine.correspondence import rows as letter_rows
from engine.errors import InvalidInput, NotFound, UnlawfulAct
from engine.processes.runtime import NotOpen
from engine.service import rows
from engine.service.commands import MendService, RecallLetter
from engine.service.events import ServiceMended
from engine.statute.calendar.zone import local_day
from engine.store.shapes import LetterRow, NewServiceRow, ServiceRow
from engine.transaction.unit_of_work import UnitOfWork

_ARTICLE = "《条例》第四十五条"


def recall_letter(command: RecallLetter, unit: UnitOfWork) -> None:
    letter, case = _taken(unit, command.letter_id)
    if letter["series"] != "reply":
        raise UnlawfulAct(reason="只有答复可以收回；告知书有误的，请制发更正的文书",
                          article=_ARTICLE)
    act = Act(unit, case, handed_in={"reason": _reason(command.reason)})
    try:
        moving.tell(act, "letter_recalled", letter["id"])
    except NotOpen:
        raise UnlawfulAct(
            reason="答复已经发出，不能收回；确有错误的，请依法更正或者重新答复", article=_ARTICLE,
        ) from None


def mend_service(command: MendService, unit: UnitOfWork) -> None:
    before = rows.find(unit.connection, command.service_id)
    if before is None:
        raise NotFound()
    letter, case = _taken(unit, before["letter_id"])
    reason = _reason(command.reason)
    latest = rows.latest(unit.connection, letter["id"])
    assert latest is not None
    if latest["id"] != before["id"]:
        raise UnlawfulAct(reason="这次送达已经更正过，或者以后又送达过，请更正最后一次",
                          article=_ARTICLE)
    _check_days(command, before, letter, unit.today)
    if (command.sent_on, command.ended_on) == (before["sent_on"], before["ended_on"]):
        raise InvalidInput({"sent_on": "日期没有变动，不需要更正。"})
    row: dict[str, Any] = {name: value for name, value in before.items() if name != "id"}
    rows.add(unit.connection, cast("NewServiceRow", {
        **row, "sent_on": command.sent_on, "ended_on": command.ended_on,
        "replaces": before["id"], "reason": reason,
        "recorded_by": unit.actor.person_id, "recorded_at": unit.now,
    }))
    if before["state"] == "delivered":
        letter_rows.change(unit.connection, letter["id"], {"served_on": command.ended_on})
    _in_the_ledger(case, letter, command, before, reason)
    check_still_holds(unit, case, "ended_on")
    unit.record(ServiceMended(
        letter_id=letter["id"], kind=letter["kind"], sent_before=before["sent_on"],
        sent_on=command.sent_on, ended_before=before["ended_on"], ended_on=command.ended_on,
        reason=reason,
    ), case)
    projection.settle(unit, case)


def _in_the_ledger(
    case: Case, letter: LetterRow, command: MendService, before: ServiceRow, reason: str
) -> None:
    """The entry that this service made or completed holds with the days put right."""
    reply = letter["series"] == "reply"
    entered = "replied" if reply else letters.kinds()[letter["kind"]].served_as
    if not entered or before["state"] == "returned":
        return
    entries = case.ledger.entries
    for place in reversed(range(len(entries))):
        entry = entries[place]
        # A case that was opened again has a reply of each round.
        if entry.type != entered or (reply and entry.on != before["sent_on"]):
            continue
        if reply:
            served = command.sent_on if before["state"] == "sent" else command.ended_on
            right = replace(entry, on=command.sent_on, served=served)
            if not any(each.type == "reopened" for each in entries[place:]):
                case.set(replied_on=served if entry.service != "post" else command.sent_on)
        else:
            right = replace(entry, served=command.ended_on)
        if right != entry:
            case.replace(place, right, reason)
        return


def _check_days(command: MendService, before: ServiceRow, letter: LetterRow, today: date) -> None:
    assert letter["issued_at"] is not None
    issued_on, problems = local_day(letter["issued_at"]), dict[str, str]()
    if command.sent_on > today:
        problems["sent_on"] = "日期不能晚于今天。"
    elif command.sent_on < issued_on:
        day = letters.date_in_words(issued_on)
        problems["sent_on"] = f"日期不能早于文书签发的日期（{day}），请核对。"
    if (command.ended_on is None) is not (before["ended_on"] is None):
        problems["ended_on"] = (
            "还没有送达结果，请在“登记送达结果”中登记。" if before["ended_on"] is None
            else "请填写签收或者退回日期。"
        )
    elif command.ended_on is not None and command.ended_on > today:
        problems["ended_on"] = "日期不能晚于今天。"
    elif command.ended_on is not None and command.ended_on < command.sent_on:
        problems["ended_on"] = "签收或者退回日期不能早于寄出日期，请核对。"
    if problems:
        raise InvalidInput(problems)


def _taken(unit: UnitOfWork, letter_id: int) -> tuple[LetterRow, Case]:
    letter = letter_rows.find(unit.connection, letter_id)
    if letter is None or not own(unit.actor).covers(letter["agency_id"]):
        raise NotFound()
    row = own_case(unit, letter["case_id"])
    return letter, open_cases(unit).take(row["id"], row["revision"])


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise InvalidInput({"reason": "请写明原因。"})
    if found := unprintable(reason):
        raise InvalidInput({"reason": found.told("原因")})
    return reason[:200]
