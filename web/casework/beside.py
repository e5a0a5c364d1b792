"""Acts on a case beside the steps of its diagrams: each a small form on one of its tabs."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from engine import CasePage, Command, NotFound, Refusal
from web.casework import page
from web.frame.access import actor, by_htmx, go_to, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_key


def text(name: str) -> str:
    """What was typed into an input, lines as lines."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def carried_out(case_id: int, command: Command[Any], tab: str, prefix: str) -> Response:
    """The case again on its tab; or what to put right, at the inputs of this very form, whose ids
    begin with the prefix. Raises NotFound."""
    try:
        the_engine().handle(command, actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return again(case_id, refusal, tab, prefix)
    return shown(case_id, tab)


def shown(case_id: int, tab: str) -> Response:
    """The tab with what was done; beside the form of a task, where one came from there."""
    if task := request.form.get("task_id", ""):
        return go_to(url_for("tasks.form", task_id=task, tab=tab, done=tab) + "#tabs")
    return go_to(url_for("cases.show", case_id=case_id, tab=tab, done=tab) + "#tabs")


def again(case_id: int, refusal: Refusal, tab: str, prefix: str) -> Response:
    """The form with what was typed, and what to put right."""
    context = {}
    if not by_htmx():
        context = page.of_case(the_engine().ask(CasePage(case_id=case_id), actor())) | {
            "tab": tab, "typed_in": prefix, "typed": request.form,
        }
    return shown_again("casework/case.html", refusal, context, prefix=prefix)
