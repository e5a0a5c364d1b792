"""The form of a task: fill in, keep as a draft, hand in, hand over."""

from collections.abc import Mapping

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    CaseOf,
    CaseView,
    CompleteTask,
    DrawnFormOf,
    DropTaskDraft,
    HandOverTask,
    InvalidInput,
    LetterEditor,
    LetterEditorOf,
    LetterFactsRefused,
    LetterNotReady,
    NotFound,
    Refusal,
    SaveTaskDraft,
    TakeUpTaskDraft,
    TaskAlreadyDone,
    TaskForm,
    TaskFormOf,
    TaskNoLongerOpen,
    TaskPage,
)
from web.casework import page
from web.frame.access import actor, by_htmx, go_to, own_address, signed_in, the_engine
from web.frame.errors import Problem, shown_again, status_of
from web.frame.forms import (
    ASK,
    DRAFT,
    FACT,
    FIELD,
    OUTCOME,
    draft_values,
    posted_key,
    posted_letter,
    posted_number,
    posted_values,
    typed_values,
)
from web.frame.language import explain, moment, translate
from web.frame.vocabulary import N_

pages = Blueprint("tasks", __name__, url_prefix="/tasks")


# Who only comes to look has typed nothing that could be lost.
_GONE: Mapping[type[Refusal], str] = {
    TaskAlreadyDone: N_("“{task}”已由{by}于{at}办理完毕。"),
    TaskNoLongerOpen: N_("“{task}”已不需要办理，流程已经向前推进。"),
}


@pages.get("/<task_id>")
@signed_in
def form(task_id: str) -> Response:
    """The page of the case with this task lying open: what to read beside what to fill in."""
    ended = _ended()
    try:
        view = the_engine().ask(
            TaskPage(task_id=task_id, with_my_work=ended is not None), actor()
        )
    except (TaskAlreadyDone, TaskNoLongerOpen) as gone:
        facts = {name: translate(str(fact)) for name, fact in gone.facts.items()}
        told = render_template(
            "casework/task_gone.html", case_id=gone.facts["case_id"],
            problem_title=translate("这项工作已经办完"),
            problems=(Problem(field="", text=translate(_GONE[type(gone)], **facts)),),
        )
        return make_response(told, status_of(gone))
    return make_response(
        render_template("casework/case.html", **page.of_case(view), ended=ended)
    )


def _ended() -> CaseView | None:
    """The case on which this person has just done something, who was led on from there."""
    case_id = posted_number(request.args.get("after", ""))
    try:
        return the_engine().ask(CaseOf(case_id=case_id), actor()) if case_id else None
    except NotFound:
        return None


def _form_of(task_id: str) -> TaskForm:
    return the_engine().ask(TaskFormOf(task_id=task_id), actor())


def _posted_editor(form: TaskForm) -> LetterEditor:
    """The reply editor with what is typed in the form that was posted."""
    return the_engine().ask(LetterEditorOf(
        case_id=form.task.case_id, letter=posted_letter(request.form),
    ), actor())


@pages.post("/<task_id>")
@signed_in
def complete(task_id: str) -> Response:
    """Hand in the form with one of its outcomes; without an outcome it is kept as a draft.

    With ``ask`` it is only found out whether it would be taken: then the page asks whether it
    shall be, and what it lacks is said before that.
    """
    if not request.form.get(OUTCOME):
        return _save_draft(task_id)
    try:
        values = posted_values(the_engine().ask(DrawnFormOf(task_id=task_id), actor()))
        command = CompleteTask(task_id=task_id, values=values)
        if request.form.get(ASK):
            the_engine().handle(command, actor(), key=posted_key(), only_try=True)
            return make_response("", 204)
        case_id = the_engine().handle(command, actor(), key=posted_key())
    except NotFound:
        raise
    except LetterNotReady as refusal:
        if wrong := _facts_to_mend(task_id, refusal):
            return _again(task_id, wrong, prefix="")
        return _again(task_id, refusal)
    except Refusal as refusal:
        return _again(task_id, refusal)
    return go_to(url_for("cases.show", case_id=case_id, done="task"))


def _facts_to_mend(task_id: str, refusal: LetterNotReady) -> InvalidInput | None:
    """All that the letter as posted lacks or cannot hold, each under the name of its input."""
    editor = _posted_editor(_form_of(task_id))
    problems = {
        FACT + field.name: (
            translate("请选择“{label}”。", label=translate(field.label)) if field.choices
            else translate("请填写“{label}”。", label=translate(field.label))
        )
        for field in editor.missing
    }
    if isinstance(refusal, LetterFactsRefused):
        problems |= {FACT + name: text for name, text in refusal.problems.items()}
    return InvalidInput(problems) if problems else None


def _again(task_id: str, refusal: Refusal, prefix: str = FIELD) -> Response:
    """What was typed stays: in the open page with scripts, in a new page without."""
    case_id = posted_number(request.form.get("case_id", ""))
    look = ""
    if status_of(refusal) == 409:
        look = url_for("cases.show", case_id=case_id) if case_id else url_for("my_work.tasks")
    if by_htmx():
        return shown_again("casework/case.html", refusal, {}, prefix=prefix, look=look)
    try:
        view = the_engine().ask(
            TaskPage(task_id=task_id, letter=posted_letter(request.form)), actor()
        )
    except (TaskAlreadyDone, TaskNoLongerOpen):
        view = None
    if view is None or view.at_hand is None or not view.at_hand.may_act:
        return shown_again(
            "casework/task_gone.html", refusal, {"typed": _typed_texts(), "case_id": case_id},
            look=look,
        )
    return shown_again(
        "casework/case.html", refusal, page.of_case(view, typed_values(view.at_hand)),
        prefix=prefix, look=look,
    )


def _typed_texts() -> list[str]:
    return [
        value for name, value in request.form.items(multi=True)
        if name.startswith((FIELD, FACT)) and value.strip()
    ]


def _save_draft(task_id: str) -> Response:
    try:
        _keep_draft(task_id)
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(task_id, refusal)
    return go_to(url_for("tasks.form", task_id=task_id, done="draft"))


def _keep_draft(task_id: str) -> bool:
    """Whether it stands beside a newer one now."""
    return the_engine().handle(SaveTaskDraft(
        task_id=task_id, values=draft_values(_form_of(task_id)), page=posted_key() or "",
        came_from=request.form.get(DRAFT),
    ), actor())


@pages.post("/<task_id>/draft")
@signed_in
def keep(task_id: str) -> Response:
    """Keep what was typed, by itself while the officer types: answers one short line."""
    try:
        beside = _keep_draft(task_id)
    except Refusal as refusal:
        return make_response(
            render_template("frame/draft_state.html", text=explain(refusal), wrong=True), 200
        )
    text = translate("草稿已保存（{at}）", at=moment(the_engine().now()))
    if beside:
        text += translate("；别处有更新的草稿，没有覆盖，两份都保留，重新打开后都能看到。")
    return make_response(render_template("frame/draft_state.html", text=text, wrong=False))


@pages.post("/<task_id>/drafts/<page>/take-up")
@signed_in
def take_up(task_id: str, page: str) -> Response:
    """Go on with the other draft; the one before stays beside it."""
    the_engine().handle(TakeUpTaskDraft(task_id=task_id, page=page), actor(), key=posted_key())
    return go_to(url_for("tasks.form", task_id=task_id))


@pages.post("/<task_id>/drafts/<page>/drop")
@signed_in
def drop(task_id: str, page: str) -> Response:
    """Throw away the other draft."""
    the_engine().handle(DropTaskDraft(task_id=task_id, page=page), actor(), key=posted_key())
    return go_to(url_for("tasks.form", task_id=task_id))


@pages.post("/<task_id>/hand-over")
@signed_in
def hand_over(task_id: str) -> Response:
    """Give the task to a colleague who holds its role: one's own, or anybody's as a manager."""
    to = posted_number(request.form.get("to_person_id", ""))
    try:
        if to is None:
            raise InvalidInput({"to_person_id": translate("请选择移交给哪位同事。")})
        the_engine().handle(
            HandOverTask(task_id=task_id, to_person_id=to), actor(), key=posted_key()
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _again(task_id, refusal)
    return go_to(
        own_address(request.form.get("next")) or url_for("my_work.tasks", done="handed_over"))


@pages.post("/<task_id>/due/<outcome>")
@signed_in
def due(task_id: str, outcome: str) -> str:
    """Where a button leads with what is typed now: the due date beside it."""
    task_form = the_engine().ask(TaskFormOf(
        task_id=task_id, typed={
            name.removeprefix(FIELD): value for name, value in request.form.items()
            if name.startswith(FIELD)
        },
    ), actor())
    choice = next((each for each in task_form.choices if each.value == outcome), None)
    return render_template("casework/choice_due.html", form=task_form, choice=choice)


@pages.post("/<task_id>/letter")
@signed_in
def letter(task_id: str) -> str:
    """The reply editor anew after another kind was chosen, with the paper beside it."""
    task_form = _form_of(task_id)
    editor = page.editor(_posted_editor(task_form))
    return render_template("casework/letter_editor.html", form=task_form, **editor)


@pages.post("/<task_id>/letter/preview")
@signed_in
def preview(task_id: str) -> str:
    """The paper as it would be issued with what has been typed so far."""
    editor = page.editor(_posted_editor(_form_of(task_id)))
    return render_template("casework/letter_preview.html", **editor)
