"""Reading a notice on the working days before it is taken up."""

from collections.abc import Collection, Sequence
from datetime import date

from declared.characters import unprintable
from engine.errors import InvalidInput, NotFound
from engine.rules.calendars.calendars import AgencyCalendars
from engine.rules.calendars.commands import AddLocalDays
from engine.statute import (
    ContradictoryNotice,
    Notice,
    OutsideCalendar,
    UndatedNotice,
    UnreadableDays,
    UnreadableNotice,
    WorkingDays,
    read_local_days,
    read_notice,
)
from engine.store.shapes import CalendarNoticeRow, NoticeColumns

LONGEST_TEXT = 20_000     # characters; a yearly notice has some 900
LONGEST_SOURCE = 200
_ALREADY = "这份通知已经在用；如录入有误，请先撤回再录入。"


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
        not_known_yet(notice, in_effect)
        in_effect.with_notice(notice)
    except UndatedNotice as error:
        raise InvalidInput({"published": str(error)}) from error
    except (UnreadableNotice, ContradictoryNotice, OutsideCalendar) as error:
        raise InvalidInput({"text": str(error)}) from error
    return notice


def not_known_yet(notice: Notice, in_effect: WorkingDays) -> None:
    """Raises InvalidInput for a notice that is in effect already."""
    known = in_effect.notice(notice.url)
    if known is not None:
        raise InvalidInput({"url": _ALREADY})


def understood_local(
    command: AddLocalDays, agency_ids: Collection[int], calendars: AgencyCalendars,
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
    for name, typed, label in (("title", title, "文件标题"), ("document", document, "文号")):
        if found := unprintable(typed):
            problems[name] = found.told(label)
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


def as_row(notice: Notice, agency_id: int | None) -> NoticeColumns:
    """A notice as it would be stored."""
    return {"agency_id": agency_id, "year": notice.year, "notice": notice.to_json()}


def parted(
    in_effect: Sequence[CalendarNoticeRow], notice_id: int
) -> tuple[CalendarNoticeRow, list[CalendarNoticeRow]]:
    """The notice of that number and the others. Raises NotFound when it is not in effect."""
    wrong = [row for row in in_effect if row["id"] == notice_id]
    if not wrong:
        raise NotFound()
    return wrong[0], [row for row in in_effect if row["id"] != notice_id]
