"""系统 → 机关: names, addresses and bodies of remedy, each from a day on; ended and merged."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    FACTS,
    AddAgency,
    AddUnit,
    AgenciesPage,
    AgencyChangedMeanwhile,
    AgencyPage,
    AgencyView,
    CancelAgencyChange,
    CancelAgencyEnding,
    ChangeAgency,
    Command,
    EndAgency,
    EndUnit,
    InvalidInput,
    LettersSince,
    PreviewOfEnding,
    Refusal,
    Role,
)
from web.frame.access import actor, go_to, open_to, the_engine
from web.frame.errors import shown_again
from web.frame.forms import kept_key, new_key, posted_day, posted_key, posted_number
from web.frame.vocabulary import N_

pages = Blueprint("agencies", __name__, url_prefix="/agencies")
REQUIRED = frozenset(FACTS) - {"parent_id", "postcode", "online_url"}
#: The form's parts, by what they are for.
PARTS = (
    (N_("名称和隶属"), ("name", "short_name", "kind", "parent_id")),
    (N_("文书"), ("letter_code", "reconsideration_organ", "court", "online_url")),
    (N_("联系方式"), ("disclosure_office", "address", "postcode", "phone")),
)
_CHANGES_FROM = N_("生效日期")
_ENDS_FROM = N_("合并、撤销之日")
_WHO_TAKES_OVER = N_("请选择承接其职权的机关，或者选择没有承接机关。")


@pages.get("")
@open_to(Role.ADMINISTRATOR)
def overview() -> str:
    """The agencies that are there, those to come and, folded, those that are no more."""
    text = request.args.get("text", "").strip()[:100]
    lines = the_engine().ask(AgenciesPage(text=text), actor())
    return render_template(
        "office/agencies.html", text=text, done=request.args.get("done", ""),
        valid=[line for line in lines if line.state != "ended"],
        ended=[line for line in lines if line.state == "ended"],
    )


@pages.get("/new")
@open_to(Role.ADMINISTRATOR)
def new() -> str:
    """An empty form for one more."""
    return render_template("office/agency_form.html", **_new_one({}))


@pages.post("")
@open_to(Role.ADMINISTRATOR)
def add() -> Response:
    """One more agency takes part from its day on."""
    typed = request.form
    try:
        valid_from = posted_day("from_day", N_("开始办理日期"))
        assert valid_from is not None
        facts = {name: typed.get(name, "") for name in FACTS if name != "parent_id"}
        agency_id = the_engine().handle(AddAgency(
            **facts, valid_from=valid_from, parent_id=posted_number(typed.get("parent_id", ""))
        ), actor(), key=posted_key())
    except InvalidInput as refusal:
        told = {{"valid_from": "from_day"}.get(name, name): text
                for name, text in refusal.problems.items()}
        return shown_again("office/agency_form.html", InvalidInput(told), _new_one(typed))
    except Refusal as refusal:
        return shown_again("office/agency_form.html", refusal, _new_one(typed))
    return go_to(url_for("system.agencies.one", agency_id=agency_id, done="added"))


@pages.get("/<int:agency_id>")
@open_to(Role.ADMINISTRATOR)
def one(agency_id: int) -> str:
    """What holds today, what is to come, and everything that was ever said of it."""
    return render_template("office/agency.html", **_shown(agency_id))


@pages.get("/<int:agency_id>/change")
@open_to(Role.ADMINISTRATOR)
def change_form(agency_id: int) -> str:
    """All facts as they hold today, to be changed from a day on."""
    view = _view(agency_id)
    return render_template("office/agency_form.html", **_change(
        view, {**view.values, "from_day": the_engine().today().isoformat()}, view.known
    ))


@pages.post("/<int:agency_id>/change")
@open_to(Role.ADMINISTRATOR)
def change(agency_id: int) -> Response:
    """What is another than before holds from the day on; a past day is asked about first."""
    known = posted_number(request.form.get("known", ""))
    view = _view(agency_id, known)
    try:
        from_day = posted_day("from_day", _CHANGES_FROM)
        assert from_day is not None
        command = ChangeAgency(
            agency_id=agency_id, from_day=from_day, reason=request.form.get("reason", ""),
            facts={name: request.form.get(name, "") for name in FACTS}, known=known,
        )
        if _must_confirm(command, from_day):
            since = the_engine().ask(LettersSince(agency_id=agency_id, day=from_day), actor())
            return make_response(render_template("office/agency_form.html", **_change(
                view, request.form, known, past=from_day, letters=since
            )))
        the_engine().handle(command, actor(), key=posted_key())
    except AgencyChangedMeanwhile as refusal:
        return shown_again(
            "office/agency_form.html", refusal, _change(view, _brought_up(view), view.known)
        )
    except Refusal as refusal:
        return shown_again(
            "office/agency_form.html", refusal, _change(view, request.form, known)
        )
    done = "coming" if from_day > the_engine().today() else "changed"
    return go_to(url_for("system.agencies.one", agency_id=agency_id, done=done))


@pages.post("/<int:agency_id>/changes/<int:change_id>/cancel")
@open_to(Role.ADMINISTRATOR)
def cancel_change(agency_id: int, change_id: int) -> Response:
    """A change that was yet to come is taken back."""
    return _act(agency_id, CancelAgencyChange(change_id=change_id), "cancelled")


@pages.post("/<int:agency_id>/units")
@open_to(Role.ADMINISTRATOR)
def add_unit(agency_id: int) -> Response:
    """One unit more."""
    try:
        valid_from = posted_day("valid_from", N_("设立日期"))
        assert valid_from is not None
        the_engine().handle(
            AddUnit(agency_id=agency_id, name=request.form.get("name", ""), valid_from=valid_from),
            actor(), key=posted_key(),
        )
    except Refusal as refusal:
        return shown_again(
            "office/agency.html", refusal, {**_shown(agency_id), "typed": request.form})
    return go_to(url_for("system.agencies.one", agency_id=agency_id, done="unit"))


@pages.post("/<int:agency_id>/units/<int:unit_id>/end")
@open_to(Role.ADMINISTRATOR)
def end_unit(agency_id: int, unit_id: int) -> Response:
    """A unit is no more after today."""
    return _act(agency_id, EndUnit(unit_id=unit_id, last_day=the_engine().today()), "unit_ended")


@pages.get("/<int:agency_id>/end")
@open_to(Role.ADMINISTRATOR)
def end_form(agency_id: int) -> str:
    """From which day it is no more, and who takes over."""
    today = the_engine().today().isoformat()
    return render_template("office/agency_end.html", **_ending(agency_id, {"from_day": today}))


@pages.post("/<int:agency_id>/end")
@open_to(Role.ADMINISTRATOR)
def end(agency_id: int) -> Response:
    """First what will move is told; confirmed, it moves."""
    typed = request.form
    if "change" in typed:
        return make_response(
            render_template("office/agency_end.html", **_ending(agency_id, typed)))
    try:
        from_day = posted_day("from_day", _ENDS_FROM)
        assert from_day is not None
        into = typed.get("successor_id", "")
        if not into:
            raise InvalidInput({"successor_id": _WHO_TAKES_OVER})
        command = EndAgency(
            agency_id=agency_id, from_day=from_day, reason=typed.get("reason", ""),
            successor_id=posted_number(into),
        )
        if _must_confirm(command, from_day, always=True):
            told = the_engine().ask(
                PreviewOfEnding(agency_id=agency_id, from_day=from_day), actor())
            return make_response(render_template("office/agency_end.html", **_ending(
                agency_id, typed, told=told, from_day=from_day)))
        the_engine().handle(command, actor(), key=posted_key())
    except Refusal as refusal:
        return shown_again("office/agency_end.html", refusal, _ending(agency_id, typed))
    done = "ending" if from_day > the_engine().today() else "ended"
    return go_to(url_for("system.agencies.one", agency_id=agency_id, done=done))


@pages.post("/<int:agency_id>/endings/<int:ending_id>/cancel")
@open_to(Role.ADMINISTRATOR)
def cancel_ending(agency_id: int, ending_id: int) -> Response:
    """An ending that was yet to come is taken back."""
    return _act(agency_id, CancelAgencyEnding(ending_id=ending_id), "goes_on")


def _must_confirm(command: Command[int], day: date, *, always: bool = False) -> bool:
    """Whether it is to be asked about first: what is wrong with it is told before that.

    What was confirmed is one day: another one is asked about anew.
    """
    if request.form.get("confirmed") == _confirms(command, day):
        return False
    the_engine().handle(command, actor(), only_try=True)
    return always or day < the_engine().today()


def _confirms(command: Command[int], day: date) -> str:
    into = command.successor_id if isinstance(command, EndAgency) else ""
    return f"{day}~{into or ''}"


def _act(
    agency_id: int, command: CancelAgencyChange | CancelAgencyEnding | EndUnit, done: str
) -> Response:
    try:
        the_engine().handle(command, actor(), key=posted_key())
    except Refusal as refusal:
        return shown_again("office/agency.html", refusal, _shown(agency_id))
    return go_to(url_for("system.agencies.one", agency_id=agency_id, done=done))


def _view(agency_id: int, known: int | None = None) -> AgencyView:
    return the_engine().ask(AgencyPage(agency_id=agency_id, known=known), actor())


def _shown(agency_id: int) -> dict[str, Any]:
    return {"view": _view(agency_id), "parts": PARTS, "key": new_key(),
            "done": request.args.get("done", ""), "typed": {},
            "today": the_engine().today()}


def _brought_up(view: AgencyView) -> dict[str, str]:
    """What the person typed; where he left a field alone, what another one made of it."""
    typed = {name: request.form.get(name, "") for name in ("from_day", "reason")}
    for name in FACTS:
        mine = request.form.get(name, "")
        typed[name] = view.values[name] if mine.strip() == view.then[name] else mine
    return typed


def _change(
    view: AgencyView, typed: Mapping[str, str], known: int | None, *, past: date | None = None,
    letters: int = 0,
) -> dict[str, Any]:
    return {
        "view": view, "typed": typed, "known": known, "past": past, "letters": letters,
        "confirmed": f"{past}~" if past else "", "agencies": view.agencies, **_form(),
    }


def _new_one(typed: Mapping[str, str]) -> dict[str, Any]:
    today = the_engine().today().isoformat()
    return {
        "view": None, "typed": {"kind": "department", "from_day": today, **typed}, "past": None,
        "agencies": [line.agency for line in the_engine().ask(AgenciesPage(), actor())
                     if line.state != "ended"],
        **_form(),
    }


def _form() -> dict[str, Any]:
    return {"parts": PARTS, "labels": FACTS, "required": REQUIRED, "key": kept_key()}


def _ending(
    agency_id: int, typed: Mapping[str, str], *, told: Any = None, from_day: date | None = None,
) -> dict[str, Any]:
    view = _view(agency_id)
    into = posted_number(typed.get("successor_id", ""))
    return {
        "view": view, "typed": typed, "told": told, "from_day": from_day, "key": kept_key(),
        "into": next((each for each in view.agencies if each.id == into), None),
        "confirmed": f"{from_day}~{into or ''}", "today": the_engine().today(),
    }
