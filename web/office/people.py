"""系统 → 人员: who signs in, with which duties; a new password, and who no longer may."""

from secrets import token_hex
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    AccountPage,
    Accounts,
    AddPerson,
    Agencies,
    AssignUnit,
    ChangeDuties,
    DisablePerson,
    LiftAddressLock,
    LiftSignInLock,
    LockedAddresses,
    Refusal,
    ResetPassword,
    RestorePerson,
    Role,
)
from web.casework import timeline
from web.frame.access import actor, go_to, open_to, the_engine
from web.frame.errors import shown_again
from web.frame.first_password import first_password
from web.frame.forms import kept_key, new_key, posted_key, posted_number

pages = Blueprint("people", __name__, url_prefix="/people")


@pages.get("")
@open_to(Role.ADMINISTRATOR)
def overview() -> str:
    """Everybody of all agencies, or of the one that is chosen."""
    engine, me = the_engine(), actor()
    chosen = posted_number(request.args.get("agency", ""))
    return render_template(
        "office/people.html", people=engine.ask(Accounts(agency_id=chosen), me),
        agencies=engine.ask(Agencies(), me), locked=engine.ask(LockedAddresses(), me),
        chosen=chosen, done=request.args.get("done", ""),
    )


@pages.get("/new")
@open_to(Role.ADMINISTRATOR)
def new() -> str:
    """An empty form for somebody who is to sign in."""
    return render_template(
        "office/person_new.html", typed={"agency_id": request.args.get("agency", "")},
        chosen=frozenset(), key=kept_key(),
        agencies=the_engine().ask(Agencies(), actor()),
    )


@pages.post("")
@open_to(Role.ADMINISTRATOR)
def add() -> Response:
    """Enter somebody with their roles and a first password."""
    chosen = frozenset(request.form.getlist("roles"))
    try:
        the_engine().handle(
            AddPerson(
                sign_in_name=request.form.get("sign_in_name", "").strip(),
                name=request.form.get("name", "").strip(),
                agency_id=posted_number(request.form.get("agency_id", "")) or 0,
                roles=tuple(role for role in Role if role.value in chosen),
                password=request.form.get("password", ""),
            ),
            actor(), key=posted_key(),
        )
    except Refusal as refusal:
        return shown_again(
            "office/person_new.html", refusal,
            {
                "typed": request.form, "chosen": chosen, "key": kept_key(),
                "agencies": the_engine().ask(Agencies(), actor()),
            },
        )
    return go_to(url_for("system.overview", done="person"))


@pages.get("/<int:person_id>")
@open_to(Role.ADMINISTRATOR)
def one(person_id: int) -> str:
    """One person, and what can be done about them."""
    return render_template("office/person.html", **_shown(person_id))


@pages.post("/<int:person_id>/password")
@open_to(Role.ADMINISTRATOR)
def reset_password(person_id: int) -> Response:
    """A password made up here, shown on this answer and never again.

    A form sent twice, as by a reload, is told so: its own password was not set.
    """
    password, receipt = first_password(), token_hex(8)
    try:
        given = the_engine().handle(
            ResetPassword(person_id=person_id, password=password, receipt=receipt),
            actor(), key=posted_key(),
        )
    except Refusal as refusal:
        return shown_again("office/person.html", refusal, _shown(person_id))
    return make_response(render_template(
        "office/person_password.html",
        person=the_engine().ask(AccountPage(person_id=person_id), actor()).account,
        password=password if given == receipt else "",
    ))


@pages.post("/<int:person_id>/duties")
@open_to(Role.ADMINISTRATOR)
def change_duties(person_id: int) -> Response:
    """The duties that are ticked, and no others."""
    ticked = frozenset(request.form.getlist("roles"))
    try:
        the_engine().handle(
            ChangeDuties(
                person_id=person_id,
                roles=tuple(role for role in Role if role.value in ticked),
            ),
            actor(), key=posted_key(),
        )
    except Refusal as refusal:
        return shown_again("office/person.html", refusal, {**_shown(person_id), "ticked": ticked})
    return _back(person_id, "duties")


@pages.post("/<int:person_id>/unit")
@open_to(Role.ADMINISTRATOR)
def assign_unit(person_id: int) -> Response:
    """The unit to which the person belongs, or none."""
    unit_id = posted_number(request.form.get("unit_id", ""))
    return _act(AssignUnit(person_id=person_id, unit_id=unit_id), "unit")


@pages.post("/<int:person_id>/lock")
@open_to(Role.ADMINISTRATOR)
def lift_lock(person_id: int) -> Response:
    """What failed on the name counts no more: the person may try again at once."""
    return _act(LiftSignInLock(person_id=person_id), "unlocked")


@pages.post("/addresses/lock")
@open_to(Role.ADMINISTRATOR)
def lift_address_lock() -> Response:
    """What failed at a network address counts no more."""
    the_engine().handle(
        LiftAddressLock(address=request.form.get("address", "")), actor(), key=posted_key()
    )
    return go_to(url_for("system.people.overview", done="unlocked"))


@pages.post("/<int:person_id>/disable")
@open_to(Role.ADMINISTRATOR)
def disable(person_id: int) -> Response:
    """The person can no longer sign in."""
    return _act(DisablePerson(person_id=person_id), "disabled")


@pages.post("/<int:person_id>/restore")
@open_to(Role.ADMINISTRATOR)
def restore(person_id: int) -> Response:
    """The person may sign in again."""
    return _act(RestorePerson(person_id=person_id), "restored")


def _act(
    command: AssignUnit | DisablePerson | RestorePerson | LiftSignInLock, done: str
) -> Response:
    try:
        the_engine().handle(command, actor(), key=posted_key())
    except Refusal as refusal:
        return shown_again("office/person.html", refusal, _shown(command.person_id))
    return _back(command.person_id, done)


def _back(person_id: int, done: str) -> Response:
    return go_to(url_for("system.people.one", person_id=person_id, done=done))


def _shown(person_id: int) -> dict[str, Any]:
    """Everything the page of a person needs. Raises NotFound."""
    page = the_engine().ask(AccountPage(person_id=person_id), actor())
    person = page.account
    return {
        "record": timeline.tell(page.history, (), ()),
        "unit_id": page.unit_id, "units": page.units,
        "person": person, "ticked": frozenset(role.value for role in person.roles),
        "key": new_key(), "done": request.args.get("done", ""),
    }
