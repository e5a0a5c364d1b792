"""系统 → 工作日历 → 地方增补: days off that a local government or an agency set itself."""

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import AddLocalDays, Agencies, InvalidInput, LocalDaysPreview, Refusal, Role
from web.frame.access import actor, go_to, open_to, the_engine
from web.frame.errors import shown_again
from web.frame.forms import kept_key, posted_day, posted_key, posted_number
from web.frame.language import translate
from web.frame.vocabulary import N_

pages = Blueprint("local_days", __name__, url_prefix="/calendar/local")
EVERY_AGENCY = "all"
FIELDS = ("agency_id", "title", "document", "published", "off", "worked")


@pages.get("")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def form() -> str:
    """An empty form, for the agency whose calendar was looked at."""
    typed = {"agency_id": request.args.get("agency", "")}
    return render_template(
        "office/calendar_local.html", typed=typed, agencies=the_engine().ask(Agencies(), actor())
    )


@pages.post("")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def preview() -> Response:
    """What the days would do, before they take effect; or the form again, to change them."""
    typed = _typed()
    if "change" in request.form:
        agencies = the_engine().ask(Agencies(), actor())
        return make_response(render_template(
            "office/calendar_local.html", typed=typed, agencies=agencies
        ))
    try:
        view = the_engine().ask(LocalDaysPreview(command=_command(typed)), actor())
    except Refusal as refusal:
        return _again(refusal, typed)
    return make_response(render_template(
        "office/calendar_preview.html", view=view, typed=typed, key=kept_key(), act="local",
    ))


@pages.post("/take-up")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def take_up() -> Response:
    """The days take effect."""
    typed = _typed()
    try:
        command = _command(typed)
        the_engine().handle(command, actor(), key=posted_key())
    except Refusal as refusal:
        return _again(refusal, typed)
    return go_to(url_for(
        "system.calendar.year", year=posted_number(request.form.get("year", "")),
        agency=command.agency_id, done="imported",
    ))


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in FIELDS}


def _again(refusal: Refusal, typed: dict[str, str]) -> Response:
    return shown_again("office/calendar_local.html", refusal, {
        "typed": typed, "agencies": the_engine().ask(Agencies(), actor()),
    })


def _command(typed: dict[str, str]) -> AddLocalDays:
    """Raises InvalidInput for what the form alone can tell."""
    problems: dict[str, str] = {}
    agency_id = posted_number(typed["agency_id"])
    if agency_id is None and typed["agency_id"] != EVERY_AGENCY:
        problems["agency_id"] = translate("请选择适用的机关。")
    published = None
    try:
        published = posted_day("published", N_("印发日期"))
    except InvalidInput as refusal:
        problems.update(refusal.problems)
    if problems:
        raise InvalidInput(problems)
    assert published is not None
    return AddLocalDays(
        agency_id=agency_id, title=typed["title"], document=typed["document"],
        published=published, off=typed["off"], worked=typed["worked"],
    )
