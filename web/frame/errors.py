"""How a refusal looks: its status, its words and what was typed, kept."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, jsonify, make_response, render_template, request, url_for
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from engine import (
    AgencyChangedMeanwhile,
    CaseClosed,
    CaseMergedAlready,
    CaseMovedOn,
    CaseVoided,
    ConfigurationRefused,
    DatabaseAway,
    DatabaseBusy,
    DatabaseFull,
    DatabaseUnsure,
    DiagramRefused,
    FileRefused,
    InvalidInput,
    LetterFactsRefused,
    LetterNotReady,
    NotFound,
    NotPermitted,
    NotRevealed,
    OwnPasswordFirst,
    PdfNotMade,
    Refusal,
    SentWithOtherContent,
    SeparationOfDuties,
    SignInRefused,
    SignInThrottled,
    StateRefused,
    TaskAlreadyDone,
    TaskHeldByAnother,
    TaskNoLongerOpen,
    TooManyCases,
    UnlawfulAct,
    deadline,
)
from web.frame.access import by_htmx
from web.frame.language import explain, translate
from web.frame.vocabulary import N_
from web.log import request_id

LOG = logging.getLogger("gongkai.web")
STATUS: tuple[tuple[type[Refusal], int], ...] = (
    (NotFound, 404),
    (NotPermitted, 403),
    (OwnPasswordFirst, 403),
    (SeparationOfDuties, 403),
    (TaskAlreadyDone, 409),
    (TaskNoLongerOpen, 409),
    (TaskHeldByAnother, 409),
    (CaseMovedOn, 409),
    (AgencyChangedMeanwhile, 409),
    (CaseClosed, 409),
    (CaseMergedAlready, 409),
    (CaseVoided, 409),
    (SentWithOtherContent, 409),
    (NotRevealed, 422),
    (InvalidInput, 422),
    (LetterFactsRefused, 422),
    (LetterNotReady, 422),
    (FileRefused, 422),
    (UnlawfulAct, 422),
    (TooManyCases, 422),
    (SignInRefused, 422),
    (SignInThrottled, 429),
    (PdfNotMade, 503),
    (DatabaseAway, 503),
    (DatabaseBusy, 503),
    (DatabaseUnsure, 503),
    (DatabaseFull, 503),
    (StateRefused, 500),
    (DiagramRefused, 500),
    (ConfigurationRefused, 500),
)
NOTED = frozenset({403, 429})       # refusals that stand in the log, besides our own faults
TITLES: Mapping[int, str] = {
    400: N_("请求有误"),
    401: N_("请先登录"),
    403: N_("没有权限"),
    404: N_("没有找到"),
    405: N_("操作方式不对"),
    409: N_("情况已经变化"),
    413: N_("提交的内容太大"),
    422: N_("有内容需要更正"),
    429: N_("尝试次数过多"),
    500: N_("系统出错"),
    503: N_("暂时不能办理"),
}
ADVICE: Mapping[int, str] = {
    400: N_("请返回上一页，刷新后重新提交。"),
    401: N_(
        "您还没有登录，或者登录已经过期。请在新窗口登录，再回到原页面提交，已填写的内容仍在页面上。"
    ),
    403: N_("如确需办理，请联系系统管理员为您设置相应的职责。"),
    404: N_("没有找到您要的内容，可能已被移走，或者不属于您所在的机关。"),
    405: N_("请从页面上的按钮或者链接进入。"),
    409: N_("请查看最新情况后再提交。"),
    413: N_(
        "一次提交的附件合计不能超过 25 MB。请压缩、分成几个文件，"
        "或者先登记，再到办件的“附件”里逐个添加。"
    ),
    422: N_("请更正后重新提交。"),
    429: N_("请稍等几分钟再试。"),
    500: N_("这次操作没有保存。请稍后重试；如再次出现，请将时间和操作步骤告知系统管理员。"),
    503: N_("请稍等片刻再提交一次，已填写的内容不会丢失。"),
}


JSON_ADDRESSES = "/api/"       # what programs ask is answered in their own form, whatever is wrong
# What asks by itself while somebody types is answered in one quiet line.
KEEPS_DRAFT = ("tasks.keep", "intake.keep")


@dataclass(frozen=True)
class Problem:
    """One thing to put right. ``field`` is the name of the input, empty when there is none."""

    field: str
    text: str


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    return next((code for kind, code in STATUS if isinstance(refusal, kind)), 422)


def problems_of(refusal: Refusal, prefix: str = "") -> tuple[Problem, ...]:
    """What the list above a form says; ``prefix`` leads from field names to inputs."""
    if isinstance(refusal, InvalidInput):
        return tuple(
            Problem(field=prefix + name if name else "", text=translate(message))
            for name, message in refusal.problems.items()
        )
    return (Problem(field="", text=explain(refusal)),)


def shown_again(
    template: str, refusal: Refusal, context: Mapping[str, Any], *,
    prefix: str = "", look: str = "",
) -> Response:
    """The form once more with everything that was typed, and what to put right.

    A script swaps only the list of problems into the page, so even chosen files stay; without
    scripts the whole page comes back filled in. ``look`` is where the latest state can be seen.
    """
    code = status_of(refusal)
    problems = problems_of(refusal, prefix)
    words = {"problems": problems, "problem_title": TITLES.get(code, TITLES[422]), "look": look}
    if by_htmx():
        page = render_template("frame/problems.html", **words)
    else:
        page = render_template(template, **{**context, **words})
    return make_response(page, code)


def in_json(
    code: int, message: str, pointer: str = "", error: HTTPException | None = None
) -> Response:
    """An error as the interface for programs tells every one of them."""
    response = jsonify(deadline.error_json(message, pointer))
    response.status_code = code
    return _with_advice(response, error)


def _with_advice(response: Response, error: HTTPException | None) -> Response:
    """When to come back, and what may be asked instead, as HTTP wants them told."""
    after = getattr(error, "retry_after", None)
    if after is not None:
        response.headers["Retry-After"] = str(after)
    if response.status_code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[union-attr]
    return response


def _wants_json() -> bool:
    return request.path.startswith(JSON_ADDRESSES)


def _page(
    code: int, text: str, look: str = "", look_text: str = "",
    problems: Sequence[Problem] = (),
) -> Response:
    """A page of its own, or, for a page that a script asks from, its list of problems.

    The rest of the open page is left alone, whatever part of it asked: what is typed there stays.
    problems: the same as ``text``, by field.
    """
    if _wants_json():
        return in_json(code, text)
    if request_ctx.url_adapter is None:     # under a foreign name no page knows its own address
        return make_response(text, code, {"Content-Type": "text/plain; charset=utf-8"})
    words = {
        "problem_title": TITLES.get(code, TITLES[500]), "look": look, "look_text": look_text,
        "problems": problems or (Problem(field="", text=text),),
    }
    if not by_htmx():
        return make_response(render_template("frame/error.html", code=code, **words), code)
    if request.endpoint in KEEPS_DRAFT:
        return make_response(render_template("frame/draft_state.html", text=text, wrong=True), code)
    response = make_response(render_template("frame/problems.html", **words), code)
    response.headers["HX-Retarget"] = response.headers["HX-Reselect"] = "#problems"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _note(code: int, what: str) -> None:
    """Who was turned away from what: by number, and never with what was typed."""
    person = g.actor.person_id if g.get("actor") else "nobody"
    LOG.warning("%s %s refused %d: %s (person %s)", request.method, request.path[:200], code, what,
                person)


def refused(refusal: Refusal) -> Response:
    """A refusal that no form caught."""
    code = status_of(refusal)
    if code >= 500:
        LOG.error("%s %s: %s", request.method, request.path, refusal)
    elif code in NOTED:
        _note(code, type(refusal).__name__)
    response = _page(code, explain(refusal), problems=problems_of(refusal))
    if isinstance(refusal, DatabaseBusy | DatabaseAway):
        response.headers["Retry-After"] = "5"
    return response


def http_error(error: HTTPException) -> Response:
    """404, 405, 413 and their like."""
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if isinstance(error, SecurityError):
        return _page(code, translate("请用系统管理员公布的网址访问本系统。"))
    if code in NOTED:
        _note(code, error.name)
    text = ADVICE.get(code, ADVICE[500])
    if code == 403 and error.description and request.headers.get("Sec-Fetch-Site"):
        text = error.description
    if code == 429 and getattr(error, "retry_after", None):
        text = error.description or text
    way_in = (url_for("sign_in.form"), translate("在新窗口登录")) if code == 401 else ()
    response = _page(code, translate(text), *way_in)
    return _with_advice(response, error)


def forged(error: CSRFError) -> Response:
    """A form without its token: too old, or not ours."""
    _note(400, "no form token")
    return _page(
        400,
        translate("页面停留时间过长或者表单已失效，内容没有提交。请刷新页面后重新提交。"),
    )


def broken(error: Exception) -> Response:
    """Something that nobody foresaw: it is written to the log, the person is told what to do."""
    LOG.exception("%s %s", request.method, request.path)
    return _page(500, translate(
        "这次操作没有保存。请稍后重试；如再次出现，"
        "请将时间、操作步骤和编号 {number} 告知系统管理员。",
        number=request_id(),
    ))


def install(app: Flask) -> None:
    """Show every error of the application as a page that helps."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, broken)
