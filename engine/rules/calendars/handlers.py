"""Taking up a notice on the working days, and taking a wrong one back."""

from declared.characters import unprintable
from engine.errors import InvalidInput
from engine.people.changes.facts import valid_ids
from engine.record.event import digest_of
from engine.rules.calendars import rows as notice_rows
from engine.rules.calendars.calendars import Calendars
from engine.rules.calendars.commands import AddLocalDays, ImportHolidayNotice, WithdrawHolidayNotice
from engine.rules.calendars.events import CalendarNoticeImported, CalendarNoticeWithdrawn
from engine.rules.calendars.notices import (
    as_row,
    not_known_yet,
    parted,
    understood,
    understood_local,
)
from engine.rules.in_effect import in_effect
from engine.statute import Notice
from engine.transaction.unit_of_work import UnitOfWork


def import_holiday_notice(command: ImportHolidayNotice, unit: UnitOfWork) -> int:
    notice_rows.lock(unit.connection)
    national = in_effect(unit).calendars.national
    if command.notice is None:
        notice = understood(command.text, command.url, command.published, national)
    else:
        notice = Notice.from_json(command.notice)
        not_known_yet(notice, national)
    return _take_up(unit, notice, None, command.text)


def add_local_days(command: AddLocalDays, unit: UnitOfWork) -> int:
    notice_rows.lock(unit.connection)
    notice = understood_local(
        command, valid_ids(unit), in_effect(unit).calendars, unit.today
    )
    return _take_up(
        unit, notice, command.agency_id, f"{command.off.strip()}\n\n{command.worked.strip()}"
    )


def _take_up(unit: UnitOfWork, notice: Notice, agency_id: int | None, source: str) -> int:
    row = as_row(notice, agency_id)
    standing = [each for each in notice_rows.notices(unit.connection)
                if each["withdrawn_at"] is None]
    after = unit.around[Calendars].made_of([*standing, row])
    notice_id = notice_rows.add(unit.connection, {
        **row, "source": source, "taken_effect_at": unit.now,
        "taken_effect_by": unit.actor.person_id, "withdrawn_because": "",
    })
    unit.record(CalendarNoticeImported(
        notice_id=notice_id, agency_id=agency_id, year=notice.year, title=notice.title,
        url=notice.url, digest=digest_of(source), calendar_version=after.of(agency_id).version,
    ))
    return notice_id


def withdraw_holiday_notice(command: WithdrawHolidayNotice, unit: UnitOfWork) -> None:
    notice_rows.lock(unit.connection)
    reason = command.reason.strip()
    if not reason or len(reason) > 200:
        raise InvalidInput({"reason": "请写明撤回的原因，不超过200字。"})
    if found := unprintable(reason):
        raise InvalidInput({"reason": found.told("撤回的原因")})
    standing = [row for row in notice_rows.notices(unit.connection) if row["withdrawn_at"] is None]
    wrong, rest = parted(standing, command.notice_id)
    notice_rows.withdraw(
        unit.connection, command.notice_id, at=unit.now, by=unit.actor.person_id, because=reason
    )
    after = unit.around[Calendars].made_of(rest)
    unit.record(CalendarNoticeWithdrawn(
        notice_id=command.notice_id, year=wrong["year"], reason=reason,
        calendar_version=after.of(wrong["agency_id"]).version,
    ))
