"""Taking up a notice on the working days, taking a wrong one back, and what follows for a case.

A change takes effect in one act. Running cases follow one by one, each in its own transaction:
by the scheduler's sweep, or before, as soon as anybody acts on them.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from engine import commands, events
from engine.calendars import AgencyCalendars
from engine.errors import InvalidInput, NotFound
from engine.live_case import DatedCase
from engine.roles import Role
from engine.statute import (
    ContradictoryNotice,
    Notice,
    OutsideCalendar,
    UnreadableDays,
    UnreadableNotice,
    WorkingDays,
    read_local_days,
    read_notice,
)
from engine.store import Row, calendar, cases, timers
from engine.unit_of_work import UnitOfWork, digest_of, read_ledger
from engine.views import Actor
from engine.who_may import require

MAY_CHANGE = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
LONGEST_TEXT = 20_000     # characters; a yearly notice has some 900
LONGEST_SOURCE = 200
_ALREADY = "这份通知已经在用；如录入有误，请先撤回再录入。"


def require_duty(actor: Actor) -> None:
    """The calendar is everybody's: only who looks after the whole installation changes it."""
    require(actor, *MAY_CHANGE)


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
        raise InvalidInput({"url": _ALREADY})


def understood_local(
    command: commands.AddLocalDays, agency_ids: Collection[int], calendars: AgencyCalendars,
    today: date,
) -> Notice:
    """The notice of lines as they were typed. Raises InvalidInput, naming the line."""
    problems: dict[str, str] = {}
    if command.agency_id is not None and command.agency_id not in agency_ids:
        problems["agency_id"] = "请选择适用的机关。"
    title, document = command.title.strip(), command.document.strip()
    if not title or len(title) > LONGEST_SOURCE:
        problems["title"] = "请填写文件标题，不超过200字。"
    if not document or len(document) > LONGEST_SOURCE:
        problems["document"] = "请填写文号，不超过200字。"
    if command.published > today:
        problems["published"] = "印发日期不能晚于今天。"
    in_effect = calendars.of(command.agency_id)
    try:
        notice = read_local_days(
            title=title, document=document, published=command.published, off=command.off,
            worked=command.worked,
        )
        if notice.year > today.year + 1:
            problems["off"] = f"所列日期在{notice.year}年，只能录入明年年底以前的日期，请核对年份。"
        elif document and in_effect.notice(document) is not None:
            problems["document"] = _ALREADY
        elif not in_effect.differences(in_effect.with_notice(notice)):
            problems["off"] = "所列日期在现行日历中已经是这样，没有需要增补的日期。请核对。"
    except UnreadableDays as error:
        problems.setdefault(error.field, str(error))
    except (ContradictoryNotice, OutsideCalendar) as error:
        problems["off"] = str(error)
    if problems:
        raise InvalidInput(problems)
    return notice


def as_row(notice: Notice, agency_id: int | None) -> dict[str, Any]:
    """A notice as it would be stored."""
    return {"agency_id": agency_id, "year": notice.year, "notice": notice.to_json()}


def import_notice(command: commands.ImportNotice, unit: UnitOfWork) -> int:
    require_duty(unit.actor)
    calendar.lock(unit.connection)
    national = unit.in_effect.calendars.national
    if command.notice is None:
        notice = understood(command.text, command.url, command.published, national)
    else:
        notice = Notice.from_json(command.notice)
        _not_known_yet(notice, national)
    return _take_up(unit, notice, None, command.text)


def add_local_days(command: commands.AddLocalDays, unit: UnitOfWork) -> int:
    require_duty(unit.actor)
    calendar.lock(unit.connection)
    notice = understood_local(
        command, calendar.agency_ids(unit.connection), unit.in_effect.calendars, unit.today
    )
    return _take_up(
        unit, notice, command.agency_id, f"{command.off.strip()}\n\n{command.worked.strip()}"
    )


def _take_up(unit: UnitOfWork, notice: Notice, agency_id: int | None, source: str) -> int:
    row = as_row(notice, agency_id)
    in_effect = [row for row in calendar.notices(unit.connection) if row["withdrawn_at"] is None]
    after = unit.around.calendars.made_of([*in_effect, row])
    notice_id = calendar.add(unit.connection, {
        **row, "source": source, "taken_effect_at": unit.now,
        "taken_effect_by": unit.actor.person_id, "withdrawn_because": "",
    })
    unit.record(events.CalendarNoticeImported(
        notice_id=notice_id, agency_id=agency_id, year=notice.year, title=notice.title,
        url=notice.url, digest=digest_of(source), calendar_version=after.of(agency_id).version,
    ))
    return notice_id


def withdraw_notice(command: commands.WithdrawNotice, unit: UnitOfWork) -> None:
    require_duty(unit.actor)
    calendar.lock(unit.connection)
    reason = command.reason.strip()
    if not reason or len(reason) > 200:
        raise InvalidInput({"reason": "请写明撤回的原因，不超过200字。"})
    in_effect = [row for row in calendar.notices(unit.connection) if row["withdrawn_at"] is None]
    wrong, rest = parted(in_effect, command.notice_id)
    calendar.withdraw(
        unit.connection, command.notice_id, at=unit.now, by=unit.actor.person_id, because=reason
    )
    after = unit.around.calendars.made_of(rest)
    unit.record(events.CalendarNoticeWithdrawn(
        notice_id=command.notice_id, year=wrong["year"], reason=reason,
        calendar_version=after.of(wrong["agency_id"]).version,
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
