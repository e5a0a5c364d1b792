"""待办: what I may do now, what I did, what I registered."""

from collections import Counter

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    ArrivalsPage,
    ClaimTask,
    IntakeDrafts,
    MergedInto,
    MyDone,
    MyWork,
    RegisterFilter,
    RegisterPage,
    ReleaseTask,
    Role,
)
from web.frame.access import actor, go_to, own_address, signed_in, the_engine
from web.frame.forms import posted_key

pages = Blueprint("my_work", __name__)


@pages.get("/mine")
@signed_in
def tasks() -> str:
    """Open tasks that I may do, the most urgent first: mine, then those waiting for my role.

    ``?work=`` keeps one kind of them; who registers also finds what he has not finished.
    """
    asked = MyWork()
    items = the_engine().ask(asked, actor())
    kinds = Counter(item.name for item in items)
    only = request.args.get("work", "")
    only = only if only in kinds else ""
    shown = [item for item in items if only in ("", item.name)]
    registers = Role.INTAKE_OFFICER in actor().roles
    return render_template(
        "casework/my_work.html", kinds=kinds.most_common(), chosen=only,
        most=asked.limit if len(items) == asked.limit else 0,
        merged=the_engine().ask(MergedInto(), actor()),
        arrivals=the_engine().ask(ArrivalsPage(), actor()) if registers else None,
        drafts=the_engine().ask(IntakeDrafts(), actor()) if registers else (),
        mine=[item for item in shown if item.mine],
        waiting=[item for item in shown if not item.mine],
    )


@pages.get("/mine/done")
@signed_in
def done() -> str:
    """What I completed, the latest first."""
    asked = MyDone(limit=100)
    items = the_engine().ask(asked, actor())
    return render_template(
        "casework/my_done.html", items=items, most=asked.limit if len(items) == asked.limit else 0)


@pages.get("/mine/registered")
@signed_in
def registered() -> str:
    """What I entered in the register, the latest first."""
    page = the_engine().ask(RegisterPage(
        wanted=RegisterFilter(mine=True, after=request.args.get("after", ""))
    ), actor())
    return render_template("casework/my_registered.html", page=page)


@pages.post("/tasks/<task_id>/claim")
@signed_in
def claim(task_id: str) -> Response:
    """Take a task so that nobody else begins on it."""
    the_engine().handle(ClaimTask(task_id=task_id), actor(), key=posted_key())
    return go_to(own_address(request.form.get("next")) or url_for("tasks.form", task_id=task_id))


@pages.post("/tasks/<task_id>/release")
@signed_in
def release(task_id: str) -> Response:
    """Give a claimed task back to its role."""
    the_engine().handle(ReleaseTask(task_id=task_id), actor(), key=posted_key())
    return go_to(own_address(request.form.get("next")) or url_for("my_work.tasks", done="released"))
