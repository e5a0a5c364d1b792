"""监控: what is overdue, what becomes so, where it is stuck and with whom."""

from flask import Blueprint, render_template

from engine import NOBODY, MonitorLine, MonitorPage, RegisterFilter, Role
from web.frame.access import actor, open_to, the_engine
from web.register.register import address

pages = Blueprint("monitor", __name__)


def cases_of(line: MonitorLine, count: str) -> str:
    """The address of the cases behind one figure."""
    return address(RegisterFilter(
        status="open", due="" if count == "open" else count,
        agency_id=line.agency.id if line.agency else None,
        step="" if line.agency else line.step, sort="due",
    ))


def cases_with(person_id: int, due: str = "") -> str:
    """The address of an officer's open cases."""
    return address(RegisterFilter(status="open", handler_id=person_id, due=due, sort="due"))


@pages.get("/monitor")
@open_to(Role.MANAGER, Role.SUPERVISOR)
def overview() -> str:
    """One page that says where to look first."""
    view = the_engine().ask(MonitorPage(), actor())
    return render_template(
        "register/monitor.html", view=view, alarm=view.alarm, agency_of=view.agency_of,
        cases_of=cases_of, cases_with=cases_with, NOBODY=NOBODY,
    )
