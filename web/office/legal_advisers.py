"""系统 → 法制会商: who gives an agency its legal opinions, each arrangement from a day on."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    ArrangeLegalAdvice,
    CancelLegalAdviser,
    InvalidInput,
    LegalAdvisers,
    LegalAdvisersView,
    Refusal,
    Role,
)
from web.frame.access import actor, go_to, open_to, the_engine
from web.frame.errors import shown_again
from web.frame.forms import kept_key, posted_day, posted_key, posted_number
from web.frame.vocabulary import N_

pages = Blueprint("legal_advisers", __name__, url_prefix="/legal-advisers")


@pages.get("")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def overview() -> str:
    """What holds now, what is to come and what was."""
    return render_template(
        "office/legal_advisers.html", view=_view(), done=request.args.get("done", ""))


@pages.get("/new")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def form() -> str:
    """The form for another arrangement; it begins with what holds now."""
    return render_template("office/legal_adviser_arrange.html", **_shown())


@pages.post("/new")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def arrange() -> Response:
    """The arrangement is kept; it takes effect on its day."""
    shown = _shown()
    view: LegalAdvisersView = shown["view"]
    try:
        from_day = posted_day("from_day", N_("生效日期"))
        assert from_day is not None     # it is asked for
        the_engine().handle(ArrangeLegalAdvice(
            agency_id=view.agency.id, kind=request.form.get("kind", ""),
            adviser_id=posted_number(request.form.get("adviser_id", "")),
            name=request.form.get("name", ""),
            from_day=from_day, basis=request.form.get("basis", ""),
        ), actor(), key=posted_key())
    except Refusal as refusal:
        return shown_again("office/legal_adviser_arrange.html", refusal, {
            **shown, "typed": {
                name: value for name, value in request.form.items() if name != "key"},
        })
    return go_to(url_for("system.legal_advisers.overview", agency=view.agency.id, done="set"))


@pages.post("/<int:arrangement_id>/cancel")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def cancel(arrangement_id: int) -> Response:
    """An arrangement that was yet to come is taken back."""
    try:
        the_engine().handle(
            CancelLegalAdviser(arrangement_id=arrangement_id), actor(), key=posted_key())
    except InvalidInput as refusal:
        return shown_again("office/legal_advisers.html", refusal, {"view": _view(), "done": ""})
    agency = posted_number(request.args.get("agency", ""))
    return go_to(url_for("system.legal_advisers.overview", agency=agency, done="cancelled"))


def _view() -> LegalAdvisersView:
    return the_engine().ask(
        LegalAdvisers(agency_id=posted_number(request.args.get("agency", ""))), actor())


def _shown() -> dict[str, Any]:
    view = _view()
    return {"view": view, "key": kept_key(), "typed": {
        "kind": view.now.kind.value, "adviser_id": str(view.now.agency_id or ""),
        "name": view.now.name if view.own else "", "from_day": view.first_day.isoformat(),
    }}
