"""系统 → 审批层级: by which levels an agency signs its replies, each arrangement from a day on."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    EVERY_REPLY,
    REPLY_GROUPS,
    SIGNING_LEVELS,
    ArrangeSignOff,
    CancelArrangement,
    InvalidInput,
    Refusal,
    Role,
    SignOffLevels,
    SignOffLevelsView,
)
from web.frame.access import actor, go_to, open_to, the_engine
from web.frame.errors import shown_again
from web.frame.forms import kept_key, posted_day, posted_key, posted_number
from web.frame.language import translate
from web.frame.vocabulary import N_

pages = Blueprint("levels", __name__, url_prefix="/sign-off")


@pages.get("")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def overview() -> str:
    """What holds now, what is to come and what was."""
    return render_template(
        "office/sign_off_levels.html", view=_view(), done=request.args.get("done", ""),
        groups=(EVERY_REPLY, *REPLY_GROUPS), levels=SIGNING_LEVELS,
    )


@pages.get("/new")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def form() -> str:
    """The form for another arrangement; it begins with what holds now."""
    return render_template("office/sign_off_arrange.html", **_shown())


@pages.post("/new")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def arrange() -> Response:
    """The arrangement is kept; it takes effect on its day."""
    shown = _shown()
    try:
        the_engine().handle(_command(shown["view"]), actor(), key=posted_key())
    except Refusal as refusal:
        return shown_again("office/sign_off_arrange.html", refusal, {
            **shown, "typed": {
                **{name: value for name, value in request.form.items() if name != "key"},
                "levels": {group: request.form.getlist(f"levels-{group}")
                           for group in shown["groups"]},
            },
        })
    return go_to(url_for("system.levels.overview", agency=shown["view"].agency.id, done="set"))


@pages.post("/<int:arrangement_id>/cancel")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def cancel(arrangement_id: int) -> Response:
    """An arrangement that was yet to come is taken back."""
    try:
        the_engine().handle(
            CancelArrangement(arrangement_id=arrangement_id), actor(), key=posted_key())
    except InvalidInput as refusal:
        return shown_again("office/sign_off_levels.html", refusal, {
            "view": _view(), "done": "", "groups": (EVERY_REPLY, *REPLY_GROUPS),
            "levels": SIGNING_LEVELS,
        })
    agency = posted_number(request.args.get("agency", ""))
    return go_to(url_for("system.levels.overview", agency=agency, done="cancelled"))


def _view() -> SignOffLevelsView:
    return the_engine().ask(
        SignOffLevels(agency_id=posted_number(request.args.get("agency", ""))), actor()
    )


def _shown() -> dict[str, Any]:
    view = _view()
    now = view.now
    typed: dict[str, Any] = {
        "levels": {
            EVERY_REPLY: [level.value for level in now.of(EVERY_REPLY)],
            **{group: [level.value for level in now.levels.get(group, ())]
               for group in REPLY_GROUPS},
        },
        "from_day": view.first_day.isoformat(),
        **{f"days-{level.value}": now.days.get(level, "") for level in SIGNING_LEVELS},
    }
    return {"view": view, "typed": typed, "key": kept_key(),
            "groups": (EVERY_REPLY, *REPLY_GROUPS), "levels": SIGNING_LEVELS}


def _command(view: SignOffLevelsView) -> ArrangeSignOff:
    """Raises InvalidInput for what the form alone can tell."""
    problems: dict[str, str] = {}
    days: dict[Role, int] = {}
    for level in SIGNING_LEVELS:
        text = request.form.get(f"days-{level.value}", "").strip()
        number = posted_number(text)
        if text and number is None:
            problems[f"days-{level.value}"] = translate("请填写整数，或者留空。")
        elif number is not None:
            days[level] = number
    from_day = None
    try:
        from_day = posted_day("from_day", N_("生效日期"))
    except InvalidInput as refusal:
        problems.update(refusal.problems)
    known = {level.value for level in SIGNING_LEVELS}
    levels = {
        group: tuple(Role(value) for value in request.form.getlist(f"levels-{group}")
                     if value in known)
        for group in (EVERY_REPLY, *REPLY_GROUPS)
    }
    if problems:
        raise InvalidInput(problems)
    assert from_day is not None
    return ArrangeSignOff(
        agency_id=view.agency.id, levels={group: chain for group, chain in levels.items() if chain},
        days=days, from_day=from_day, basis=request.form.get("basis", ""),
    )
