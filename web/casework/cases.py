"""办件: the case page, its tabs and its attachments."""

from collections.abc import Iterable
from io import BytesIO
from typing import IO, Any

from flask import (
    Blueprint,
    Response,
    make_response,
    render_template,
    request,
    send_file,
    url_for,
)
from lxml import etree
from werkzeug.wrappers import Response as AnyResponse

from engine import (
    AddAttachment,
    AttachmentFile,
    CaseOf,
    CasePage,
    DiagramView,
    InvalidInput,
    NotFound,
    Refusal,
    RevealApplicant,
    TaskForm,
)
from web.casework import clock_strip, proof, timeline
from web.frame.access import actor, by_htmx, go_to, signed_in, the_engine
from web.frame.errors import shown_again
from web.frame.forms import kept_key, new_key, posted_files, posted_key
from web.frame.language import CHINESE, language, translate
from web.frame.vocabulary import N_

pages = Blueprint("cases", __name__, url_prefix="/cases")
TABS = {
    "request": N_("申请"),
    "handling": N_("办理"),
    "letters": N_("文书"),
    "attachments": N_("附件"),
    "limit": N_("时限"),
    "record": N_("记录"),
}
_MOST_INLINE_FIELDS = 4
_LABEL = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNLabel"
_BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
_ENGLISH_LABEL = 86     # pixels


@pages.get("/<int:case_id>")
@signed_in
def show(case_id: int) -> str:
    """The whole case on one page."""
    return render_template("casework/case.html", **_page(case_id))


def _page(case_id: int) -> dict[str, Any]:
    view = the_engine().ask(CasePage(case_id=case_id), actor())
    case, today = view.case, the_engine().today()
    tab = request.args.get("tab", "handling")
    if tab not in TABS:
        tab = "handling"
    known = [*view.people, *(task.assignee for task in case.tasks), case.handler]
    record = timeline.tell(case.timeline, filter(None, known), case.letters)
    return {
        "case": case,
        "strip": clock_strip.build(case, today),
        "today": today,
        "tab": tab,
        "tabs": TABS,
        "record": record,
        "forms": _forms(view.forms),
        "diagrams": _diagrams(view.diagrams),
        "rows": proof.rows(case.assessment) if tab == "limit" else (),
        "key": new_key(),
        "done": request.args.get("done", ""),
        "acknowledgement": next(
            (letter for letter in case.letters if letter.kind == "acknowledgement"), None
        ),
    }


def _forms(forms: Iterable[TaskForm]) -> list[tuple[TaskForm, bool]]:
    """The forms of the open tasks, each with whether it is small enough to stand in place."""
    found = []
    for form in forms:
        inline = (
            form.may_act and form.letter is None and len(form.fields) <= _MOST_INLINE_FIELDS
            and not any(field.type == "letter" for field in form.fields)
        )
        found.append((form, inline))
    found.sort(key=lambda pair: not (pair[0].may_act or pair[0].may_claim))
    return found


def _diagrams(found: Iterable[DiagramView]) -> list[dict[str, Any]]:
    views = [view for view in found if view.tokens]
    deepest = max(
        (index for index, view in enumerate(views) if view.active), default=0
    )
    return [
        {
            "process": view.process,
            "name": translate(view.name),
            "version": view.version,
            "xml": _in_language(view),
            "shown": index == deepest,
            "active": view.active,
            "tokens": [
                {
                    "element": token.element, "state": token.state,
                    "name": translate(token.name), "holder": token.holder,
                    "role": translate(token.role),
                }
                for token in view.tokens
            ],
        }
        for index, view in enumerate(views)
    ]


def _in_language(view: DiagramView) -> str:
    """The diagram's XML with its names in the reader's language."""
    if language() == CHINESE:
        return str(view.xml)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(view.xml.encode(), parser)
    for element in root.iter():
        name = element.get("name")
        if name:
            element.set("name", translate(name))
    for bounds in root.iterfind(f".//{_LABEL}/{_BOUNDS}"):
        _widen(bounds)
    text: str = etree.tostring(root, encoding="unicode")
    return text


def _widen(bounds: Any) -> None:
    """English words are longer than Chinese ones: the label grows around its middle."""
    missing = _ENGLISH_LABEL - float(bounds.get("width"))
    if missing > 0:
        bounds.set("width", str(_ENGLISH_LABEL))
        bounds.set("x", str(float(bounds.get("x")) - missing / 2))


@pages.get("/<int:case_id>/proof")
@signed_in
def show_proof(case_id: int) -> str:
    """The due date day by day, for printing: what a court can follow by hand."""
    case = the_engine().ask(CaseOf(case_id=case_id), actor())
    return render_template(
        "casework/proof.html", case=case, rows=proof.rows(case.assessment),
        printed_at=the_engine().now(), today=the_engine().today(),
    )


@pages.post("/<int:case_id>/attachments")
@signed_in
def attach(case_id: int) -> AnyResponse:
    """Put files on a case: all that were chosen, or none."""
    try:
        files = posted_files("attachments")
        if not files:
            raise InvalidInput({"attachments": translate("请先选择要添加的文件。")})
        first, *further = files
        the_engine().handle(
            AddAttachment(case_id=case_id, upload=first, further=tuple(further)), actor(),
            key=posted_key(),
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return shown_again(
            "casework/case.html", refusal,
            {} if by_htmx() else {**_page(case_id), "tab": "attachments"},
        )
    return go_to(url_for("cases.show", case_id=case_id, tab="attachments", done="attached"))


@pages.get("/attachments/<int:attachment_id>")
@signed_in
def attachment(attachment_id: int) -> Response:
    """The file as it came, to be saved: a browser never opens it as a page of this site."""
    view, content = the_engine().ask(AttachmentFile(attachment_id=attachment_id), actor())
    return as_file(view.name, content)


def as_file(
    name: str, content: bytes | IO[bytes], media_type: str = "application/octet-stream"
) -> Response:
    """A download under its own (Chinese) name."""
    response = send_file(
        BytesIO(content) if isinstance(content, bytes) else content,
        mimetype=media_type, as_attachment=True, download_name=name,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@pages.post("/<int:case_id>/applicant")
@signed_in
def reveal(case_id: int) -> AnyResponse:
    """The applicant unmasked: for a stated reason, and it stands in the record."""
    try:
        facts = the_engine().handle(
            RevealApplicant(case_id=case_id, reason=request.form.get("reason", "").strip()),
            actor(),    # no key: the answer is not to be kept anywhere
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return shown_again(
            "casework/case.html", refusal, {} if by_htmx() else {**_page(case_id), "tab": "request"}
        )
    case = the_engine().ask(CaseOf(case_id=case_id), actor())
    return make_response(
        render_template("casework/applicant.html", case=case, facts=facts, key=kept_key())
    )
