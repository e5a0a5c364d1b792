"""系统: health, agencies, and the way to all that administrators look after."""

from flask import Blueprint, render_template, request

from engine import Role, SystemPage
from web.frame.access import actor, open_to, the_engine
from web.office import (
    agencies,
    agency_choices,
    legal_advisers,
    local_days,
    people,
    record,
    sign_off_levels,
    working_calendar,
)

pages = Blueprint("system", __name__, url_prefix="/system")
pages.register_blueprint(working_calendar.pages)
pages.register_blueprint(local_days.pages)
pages.register_blueprint(agency_choices.pages)
pages.register_blueprint(agencies.pages)
pages.register_blueprint(sign_off_levels.pages)
pages.register_blueprint(legal_advisers.pages)
pages.register_blueprint(people.pages)
pages.register_blueprint(record.pages)


@pages.get("")
@open_to(Role.ADMINISTRATOR)
def overview() -> str:
    """Is the installation well, who works here, which agencies are there."""
    view = the_engine().ask(SystemPage(), actor())
    return render_template(
        "office/system.html", health=view.health, people=view.people, agencies=view.agencies,
        alarm=view.alarm, backup_at=view.backup_at, backup_due=view.backup_due,
        unheld=view.unheld,
        done=request.args.get("done", ""),
    )
