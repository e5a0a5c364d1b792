"""事项: what a request asks for, item by item: divide, add, search, find."""

from datetime import date
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from engine import (
    ASKED,
    AddItem,
    CasePage,
    Command,
    DivideItem,
    FindItem,
    InvalidInput,
    MergeCase,
    NotFound,
    RecordSearch,
    Refusal,
    SplitOffItems,
    WithdrawItem,
)
from web.casework import page
from web.frame.access import actor, by_htmx, go_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_key, posted_number, read_day
from web.frame.language import translate
from web.frame.vocabulary import N_

pages = Blueprint("items", __name__, url_prefix="/cases/<int:case_id>/items")


def _text(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def _carried_out(case_id: int, command: Command[Any], prefix: str) -> Response:
    """The case again on its items; or what to put right, at the inputs of this very form."""
    try:
        the_engine().handle(command, actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(case_id, refusal, prefix)
    task = request.form.get("task_id", "")
    if task:
        return go_to(url_for("tasks.form", task_id=task, tab="items", done="items") + "#tabs")
    return go_to(url_for("cases.show", case_id=case_id, tab="items", done="items") + "#tabs")


def _again(case_id: int, refusal: Refusal, prefix: str) -> Response:
    context = {}
    if not by_htmx():
        view = the_engine().ask(CasePage(case_id=case_id), actor())
        context = page.of_case(view) | {
            "tab": "items", "typed_in": prefix, "typed": request.form,
        }
    return shown_again("casework/case.html", refusal, context, prefix=prefix)


@pages.post("/add")
@signed_in
def add(case_id: int) -> Response:
    """One thing more that the applicant asks for."""
    return _carried_out(case_id, AddItem(
        case_id=case_id, description=_text("description"), reason=_text("why"),
    ), "add-")


@pages.post("/split-off")
@signed_in
def split_off(case_id: int) -> Response:
    """The items that were ticked become a case of their own, which opens."""
    numbers = [posted_number(each) for each in request.form.getlist("numbers")]
    try:
        new = the_engine().handle(SplitOffItems(
            case_id=case_id, numbers=tuple(each for each in numbers if each is not None),
            reason=_text("why"),
        ), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(case_id, refusal, "split-")
    return go_to(url_for("cases.show", case_id=new, tab="items", done="items"))


@pages.post("/merge")
@signed_in
def merge(case_id: int) -> Response:
    """This case goes on in another of the same applicant, which opens."""
    into = posted_number(request.form.get("into", ""))
    try:
        if into is None:
            raise InvalidInput({"into": translate("请选择要并入的另一件。")})
        the_engine().handle(MergeCase(
            case_id=case_id, into_case_id=into, reason=_text("why"),
        ), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(case_id, refusal, "merge-")
    return go_to(url_for("cases.show", case_id=into, tab="items", done="items"))


@pages.post("/<int:number>/divide")
@signed_in
def divide(case_id: int, number: int) -> Response:
    """Several items of one, a line each."""
    return _carried_out(case_id, DivideItem(
        case_id=case_id, number=number, parts=tuple(_text("parts").splitlines()),
        reason=_text("why"),
    ), f"divide-{number}-")


@pages.post("/<int:number>/withdraw")
@signed_in
def withdraw(case_id: int, number: int) -> Response:
    """The applicant no longer asks for it."""
    return _carried_out(case_id, WithdrawItem(
        case_id=case_id, number=number, reason=_text("why"),
    ), f"withdraw-{number}-")


@pages.post("/<int:number>/search")
@signed_in
def search(case_id: int, number: int) -> Response:
    """What was searched, or in place of a record what it should have said."""
    prefix = f"search-{number}-"
    try:
        day = read_day(request.form.get("searched_on", ""), "searched_on", N_("检索的日期"))
    except InvalidInput as refusal:
        return _again(case_id, refusal, prefix)
    assert day is not None
    return _carried_out(case_id, _search(case_id, number, day), prefix)


def _search(case_id: int, number: int, day: date) -> RecordSearch:
    return RecordSearch(
        case_id=case_id, number=number, systems=_text("systems"), words=_text("words"),
        period=_text("period"), searched_by=_text("searched_by"), searched_on=day,
        result=_text("result"), note=_text("note"),
        replaces=posted_number(request.form.get("replaces", "")), why=_text("why"),
    )


@pages.post("/<int:number>/finding")
@signed_in
def find(case_id: int, number: int) -> Response:
    """What an item is found to be; without a ground it is taken back."""
    prefix = f"find-{number}-"
    ground = _text("ground")
    if not ground and "take_back" not in request.form:
        return _again(case_id, InvalidInput({"ground": translate("请选择认定结论。")}), prefix)
    return _carried_out(case_id, FindItem(
        case_id=case_id, number=number, ground="" if "take_back" in request.form else ground,
        **{name: _text(name) for name in ASKED},
    ), prefix)
