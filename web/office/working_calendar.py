"""系统 → 工作日历: the year at a glance, taking up a notice, taking a wrong one back."""

from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    CalendarPage,
    HolidayNoticePreview,
    ImportHolidayNotice,
    InvalidInput,
    Refusal,
    Role,
    WithdrawalPreview,
    WithdrawHolidayNotice,
)
from web.frame.access import actor, go_to, open_to, the_engine
from web.frame.errors import shown_again
from web.frame.forms import kept_key, posted_day, posted_files, posted_key, posted_number
from web.frame.language import translate

pages = Blueprint("calendar", __name__, url_prefix="/calendar")

PATIENCE = 30       # looks without any progress, a minute: then the page stops asking


@pages.get("")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR, Role.MANAGER)
def year() -> str:
    """A year as month grids, and which notices set it: of the own agency, or of all."""
    me = actor()
    agency_id = posted_number(request.args.get("agency", ""))
    if "agency" not in request.args and not me.roles & {Role.ADMINISTRATOR, Role.SUPERVISOR}:
        agency_id = me.agency_id
    view = the_engine().ask(CalendarPage(
        year=posted_number(request.args.get("year", "")), agency_id=agency_id,
    ), me)
    return render_template(
        "office/calendar.html", done=request.args.get("done", ""), view=view,
        may_change=bool(me.roles & {Role.ADMINISTRATOR, Role.SUPERVISOR}),
        still=0, patience=PATIENCE,
    )


@pages.get("/progress")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR, Role.MANAGER)
def progress() -> str:
    """How far the recomputing is; the page asks again and again while it goes on.

    It must end by itself even when nothing moves, for each look keeps the session alive.
    """
    view = the_engine().ask(CalendarPage(), actor())
    seen, still = (posted_number(request.args.get(name, "")) for name in ("waiting", "still"))
    return render_template(
        "office/calendar_progress.html", view=view, patience=PATIENCE,
        still=(still or 0) + 1 if seen == view.waiting else 0,
    )


@pages.get("/import")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def notice_form() -> str:
    """Where the text of a notice is pasted."""
    return render_template("office/calendar_import.html", typed={})


@pages.post("/import")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def preview() -> Response:
    """What the notice would do, before it takes effect; or the form again, to change it."""
    typed = {name: request.form.get(name, "") for name in ("text", "url", "published")}
    if "change" in request.form:
        return make_response(render_template("office/calendar_import.html", typed=typed))
    try:
        if files := posted_files("file"):
            typed["text"] = _plain_text(files[0].content)
        view = the_engine().ask(HolidayNoticePreview(
            text=typed["text"], url=typed["url"],
            published=posted_day("published", "印发日期", False),
        ), actor())
    except Refusal as refusal:
        return shown_again("office/calendar_import.html", refusal, {"typed": typed})
    return make_response(
        render_template(
            "office/calendar_preview.html", view=view, typed=typed, key=kept_key(), act="import"
        )
    )


@pages.post("/notices")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def take_up() -> Response:
    """The notice takes effect."""
    typed = {name: request.form.get(name, "") for name in ("text", "url", "published")}
    try:
        published = posted_day("published", "印发日期", False)
        the_engine().handle(
            ImportHolidayNotice(text=typed["text"], url=typed["url"], published=published),
            actor(), key=posted_key(),
        )
    except Refusal as refusal:
        return shown_again("office/calendar_import.html", refusal, {"typed": typed})
    year = posted_number(request.form.get("year", ""))
    return go_to(url_for("system.calendar.year", year=year, done="imported"))


@pages.get("/notices/<int:notice_id>/withdraw")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def withdrawal(notice_id: int) -> str:
    """What taking the notice back would do, and why it is done."""
    return render_template("office/calendar_preview.html", **_withdrawal(notice_id))


@pages.post("/notices/<int:notice_id>/withdraw")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def withdraw(notice_id: int) -> Response:
    """The notice is out of effect."""
    shown = _withdrawal(notice_id)
    try:
        the_engine().handle(
            WithdrawHolidayNotice(notice_id=notice_id, reason=request.form.get("reason", "")),
            actor(), key=posted_key(),
        )
    except Refusal as refusal:
        return shown_again("office/calendar_preview.html", refusal, shown)
    view = shown["view"]
    return go_to(url_for(
        "system.calendar.year", year=view.notice.year, done="withdrawn",
        agency=view.agency.id if view.agency else None,
    ))


def _withdrawal(notice_id: int) -> dict[str, Any]:
    return {
        "view": the_engine().ask(WithdrawalPreview(notice_id=notice_id), actor()),
        "notice_id": notice_id,
        "act": "withdraw",
        "typed": {"reason": request.form.get("reason", "")}, "key": kept_key(),
    }


def _plain_text(content: bytes) -> str:
    """Text as Chinese offices save it: UTF-8 or GB 18030. Raises InvalidInput for anything else."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidInput({"file": translate("请选择文本文件（.txt）。")})
