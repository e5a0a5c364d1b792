"""Taking up a notice on the working days, taking a wrong one back, and what follows for a case.

A change takes effect in one act. Running cases follow one by one, each in its own transaction:
by the scheduler's sweep, or before, as soon as anybody acts on them.
"""

from datetime import date
from typing import Any

from engine import commands, events
from engine.errors import InvalidInput, NotFound, NotPermitted
from engine.live_case import DatedCase
from engine.roles import Role
from engine.statute import (
    ContradictoryNotice,
    Notice,
    OutsideCalendar,
    UnreadableNotice,
    WorkingDays,
    read_notice,
)
from engine.store import Row, calendar, cases, timers
from engine.unit_of_work import UnitOfWork, digest_of, read_ledger
from engine.views import Actor

MAY_CHANGE = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
LONGEST_TEXT = 20_000     # characters; a yearly notice has some 900
LONGEST_SOURCE = 200


def require_duty(actor: Actor) -> None:
    """The calendar is everybody's: only who looks after the whole installation changes it."""
    if not actor.roles & MAY_CHANGE:
        raise NotPermitted(roles="、".join(r.title for r in Role if r in MAY_CHANGE))


def understood(text: str, url: str, published: date | None, in_effect: WorkingDays) -> Notice:
    """The notice of a text. Raises InvalidInput, quoting the sentence that is not understood."""
    problems: dict[str, str] = {}
    if not text.strip():
        problems["text"] = "请粘贴通知全文，或者选择文本文件。"
    elif len(text) > LONGEST_TEXT:
        problems["text"] = "文本过长，请只粘贴通知正文。"
    if not url.strip():
        problems["url"] = "请填写通知的网址或者文号。"
    elif len(url.strip()) > LONGEST_SOURCE:
        problems["url"] = "网址或者文号过长。"
    if problems:
        raise InvalidInput(problems)
    try:
        notice = read_notice(text, url=url.strip(), published=published)
        _not_known_yet(notice, in_effect)
        in_effect.with_notice(notice)
    except (UnreadableNotice, ContradictoryNotice, OutsideCalendar) as error:
        raise InvalidInput({"text": str(error)}) from error
    return notice


def _not_known_yet(notice: Notice, in_effect: WorkingDays) -> None:
    known = in_effect.notice(notice.url)
    if known is not None:
        raise InvalidInput({"url": "这份通知已经在用；如录入有误，请先撤回再录入。"})


def import_notice(command: commands.ImportNotice, unit: UnitOfWork) -> int:
    require_duty(unit.actor)
    if command.notice is None:
        notice = understood(command.text, command.url, command.published, unit.calendar)
    else:
        notice = Notice.from_json(command.notice)
        _not_known_yet(notice, unit.calendar)
    in_effect = [row for row in calendar.notices(unit.connection) if row["withdrawn_at"] is None]
    version = unit.around.calendars.made_of(in_effect, notice).version
    notice_id = calendar.add(unit.connection, {
        "agency_id": None, "year": notice.year, "notice": notice.to_json(),
        "source": command.text, "taken_effect_at": unit.now,
        "taken_effect_by": unit.actor.person_id, "withdrawn_because": "",
    })
    unit.record(events.CalendarNoticeImported(
        notice_id=notice_id, year=notice.year, title=notice.title, url=notice.url,
        digest=digest_of(command.text), calendar_version=version,
    ))
    return notice_id


def withdraw_notice(command: commands.WithdrawNotice, unit: UnitOfWork) -> None:
    require_duty(unit.actor)
    reason = command.reason.strip()
    if not reason or len(reason) > 200:
        raise InvalidInput({"reason": "请写明撤回的原因，不超过200字。"})
    in_effect = [row for row in calendar.notices(unit.connection) if row["withdrawn_at"] is None]
    wrong, rest = parted(in_effect, command.notice_id)
    calendar.withdraw(
        unit.connection, command.notice_id, at=unit.now, by=unit.actor.person_id, because=reason
    )
    unit.record(events.CalendarNoticeWithdrawn(
        notice_id=command.notice_id, year=wrong["year"], reason=reason,
        calendar_version=unit.around.calendars.made_of(rest).version,
    ))


def parted(in_effect: list[Any], notice_id: int) -> tuple[Row, list[Row]]:
    """The notice of that number and the others. Raises NotFound when it is not in effect."""
    wrong = [row for row in in_effect if row["id"] == notice_id]
    if not wrong:
        raise NotFound()
    return wrong[0], [row for row in in_effect if row["id"] != notice_id]


def recalculate_case(command: commands.RecalculateCase, unit: UnitOfWork) -> None:
    """No calendar moves a process: the case is taken up without it, which is half the work."""
    case_id, connection = command.case_id, unit.connection
    found = cases.lock_with_row(connection, case_id)
    if found is None:
        raise NotFound()
    if found["status"] == "open":
        row = dict(found)
        unit.redate(DatedCase(
            case_id, row, read_ledger(connection, row), revision=row.pop("revision"),
            timers={each["id"]: dict(each) for each in timers.of_case(connection, case_id)},
        ))
