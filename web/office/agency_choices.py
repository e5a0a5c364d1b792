"""系统 → 机关规定事项: what an agency chooses where the law is silent, each from a day on."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    AgencyChoicesView,
    CancelAgencyChoice,
    ChoicesPage,
    InvalidInput,
    MakeAgencyChoice,
    NotFound,
    Refusal,
    Role,
)
from web.frame.access import actor, go_to, open_to, the_engine
from web.frame.errors import shown_again
from web.frame.forms import kept_key, posted_day, posted_key, posted_number
from web.frame.language import translate
from web.frame.vocabulary import N_

pages = Blueprint("choices", __name__, url_prefix="/settings")


@pages.get("")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def overview() -> str:
    """Every matter with what holds now, where it comes from, what is to come and what was."""
    return render_template(
        "office/agency_choices.html", view=_view(), done=request.args.get("done", "")
    )


@pages.get("/<name>")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def form(name: str) -> str:
    """The form to change one matter for one agency."""
    return render_template("office/agency_choice.html", **_shown(name))


@pages.post("/<name>")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def choose(name: str) -> Response:
    """The choice is kept; it takes effect on its day."""
    shown = _shown(name)
    try:
        the_engine().handle(_command(shown), actor(), key=posted_key())
    except Refusal as refusal:
        return shown_again("office/agency_choice.html", refusal, {**shown, "typed": request.form})
    return go_to(url_for("system.choices.overview", agency=shown["view"].agency.id, done="set"))


@pages.post("/changes/<int:choice_id>/cancel")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def cancel(choice_id: int) -> Response:
    """A change that was yet to come is taken back."""
    try:
        the_engine().handle(
            CancelAgencyChoice(choice_id=choice_id), actor(), key=posted_key()
        )
    except InvalidInput as refusal:
        return shown_again("office/agency_choices.html", refusal, {"view": _view(), "done": ""})
    agency = posted_number(request.args.get("agency", ""))
    return go_to(url_for("system.choices.overview", agency=agency, done="cancelled"))


def _view() -> AgencyChoicesView:
    return the_engine().ask(
        ChoicesPage(agency_id=posted_number(request.args.get("agency", ""))), actor()
    )


def _shown(name: str) -> dict[str, Any]:
    view = _view()
    choice = next((each for each in view.choices if each.name == name), None)
    if choice is None:
        raise NotFound()
    typed = {"value": choice.value, "from_day": view.first_day.isoformat()}
    return {"view": view, "choice": choice, "typed": typed, "key": kept_key()}


def _command(shown: dict[str, Any]) -> MakeAgencyChoice:
    """Raises InvalidInput for what the form alone can tell."""
    choice, problems = shown["choice"], {}
    value: str | int | bool | None = None
    if request.form.get("default") != "1":
        typed = request.form.get("value", "").strip()
        known = dict(choice.options)
        if not known:
            value = posted_number(typed)
        elif typed in known:
            value = typed == "true" if typed in ("true", "false") else typed
        if value is None:
            problems["value"] = (
                translate("请选择一项。") if known
                else translate("请填写1至{most}的整数。", most=choice.most)
            )
    from_day = None
    try:
        from_day = posted_day("from_day", N_("生效日期"))
    except InvalidInput as refusal:
        problems.update(refusal.problems)
    if problems:
        raise InvalidInput(problems)
    assert from_day is not None
    return MakeAgencyChoice(
        agency_id=shown["view"].agency.id, name=choice.name, value=value, from_day=from_day,
        basis=request.form.get("basis", ""),
    )
