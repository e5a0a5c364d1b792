"""系统: people, agencies, health."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import AddPerson, Refusal, Role
from web import agency_settings, local_days, people, working_calendar
from web.access import actor, go_to, open_to, the_engine
from web.errors import shown_again
from web.forms import kept_key, posted_key, posted_number

pages = Blueprint("system", __name__, url_prefix="/system")
pages.register_blueprint(working_calendar.pages)
pages.register_blueprint(local_days.pages)
pages.register_blueprint(agency_settings.pages)
pages.register_blueprint(people.pages)


@pages.get("")
@open_to(Role.ADMINISTRATOR)
def overview() -> str:
    """Is the installation well, who works here, which agencies are there."""
    engine, me = the_engine(), actor()
    return render_template(
        "system.html", health=engine.health(), people=engine.people(me),
        agencies=engine.agencies(me), done=request.args.get("done", ""),
        alarm=engine.calendar_alarm(me),
    )


@pages.get("/people/new")
@open_to(Role.ADMINISTRATOR)
def new_person() -> str:
    """An empty form for somebody who is to sign in."""
    return render_template(
        "person_new.html", typed={}, chosen=frozenset(), key=kept_key(),
        agencies=the_engine().agencies(actor()),
    )


@pages.post("/people")
@open_to(Role.ADMINISTRATOR)
def add_person() -> Response:
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
            "person_new.html", refusal,
            {
                "typed": request.form, "chosen": chosen, "key": kept_key(),
                "agencies": the_engine().agencies(actor()),
            },
        )
    return go_to(url_for("system.overview", done="person"))
