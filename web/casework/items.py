"""事项: what a request asks for, item by item: divide, add, search, find."""

from datetime import date

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from engine import (
    ASKED,
    AddItem,
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
from web.casework.beside import again, carried_out, text
from web.frame.access import actor, go_to, signed_in, the_engine
from web.frame.forms import posted_key, posted_number, read_day
from web.frame.language import translate
from web.frame.vocabulary import N_

pages = Blueprint("items", __name__, url_prefix="/cases/<int:case_id>/items")
_TAB = "items"


@pages.post("/add")
@signed_in
def add(case_id: int) -> Response:
    """One thing more that the applicant asks for."""
    return carried_out(case_id, AddItem(
        case_id=case_id, description=text("description"), reason=text("why"),
    ), _TAB, "add-")


@pages.post("/split-off")
@signed_in
def split_off(case_id: int) -> Response:
    """The items that were ticked become a case of their own, which opens."""
    numbers = [posted_number(each) for each in request.form.getlist("numbers")]
    try:
        new = the_engine().handle(SplitOffItems(
            case_id=case_id, numbers=tuple(each for each in numbers if each is not None),
            reason=text("why"),
        ), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return again(case_id, refusal, _TAB, "split-")
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
            case_id=case_id, into_case_id=into, reason=text("why"),
        ), actor(), key=posted_key())
    except NotFound:
        raise
    except Refusal as refusal:
        return again(case_id, refusal, _TAB, "merge-")
    return go_to(url_for("cases.show", case_id=into, tab="items", done="items"))


@pages.post("/<int:number>/divide")
@signed_in
def divide(case_id: int, number: int) -> Response:
    """Several items of one, a line each."""
    return carried_out(case_id, DivideItem(
        case_id=case_id, number=number, parts=tuple(text("parts").splitlines()),
        reason=text("why"),
    ), _TAB, f"divide-{number}-")


@pages.post("/<int:number>/withdraw")
@signed_in
def withdraw(case_id: int, number: int) -> Response:
    """The applicant no longer asks for it."""
    return carried_out(case_id, WithdrawItem(
        case_id=case_id, number=number, reason=text("why"),
    ), _TAB, f"withdraw-{number}-")


@pages.post("/<int:number>/search")
@signed_in
def search(case_id: int, number: int) -> Response:
    """What was searched, or in place of a record what it should have said."""
    prefix = f"search-{number}-"
    try:
        day = read_day(request.form.get("searched_on", ""), "searched_on", N_("检索的日期"))
    except InvalidInput as refusal:
        return again(case_id, refusal, _TAB, prefix)
    assert day is not None
    return carried_out(case_id, _search(case_id, number, day), _TAB, prefix)


def _search(case_id: int, number: int, day: date) -> RecordSearch:
    return RecordSearch(
        case_id=case_id, number=number, systems=text("systems"), words=text("words"),
        period=text("period"), searched_by=text("searched_by"), searched_on=day,
        result=text("result"), note=text("note"),
        replaces=posted_number(request.form.get("replaces", "")), why=text("why"),
    )


@pages.post("/<int:number>/finding")
@signed_in
def find(case_id: int, number: int) -> Response:
    """What an item is found to be; without a ground it is taken back."""
    prefix = f"find-{number}-"
    ground = text("ground")
    if not ground and "take_back" not in request.form:
        return again(
            case_id, InvalidInput({"ground": translate("请选择认定结论。")}), _TAB, prefix)
    return carried_out(case_id, FindItem(
        case_id=case_id, number=number, ground="" if "take_back" in request.form else ground,
        **{name: text(name) for name in ASKED},
    ), _TAB, prefix)
