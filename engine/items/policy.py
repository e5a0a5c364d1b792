"""Whether the items of a case may be changed now: enforced by handlers, told by pages.

As long as no reply is issued an item may be divided, added or withdrawn; what it is found to be is
said while the reply is drafted. What was reviewed and signed is changed by sending it back.
"""

from collections.abc import Iterable

from engine.cases.glance.status import CaseStatus
from engine.errors import CaseClosed, Refusal, UnlawfulAct
from engine.items import rows
from engine.processes.forms.form import Form
from engine.processes.published import Published
from engine.store.shapes import TaskRow
from engine.transaction.snapshot import Snapshot

_REPLY = "《中华人民共和国政府信息公开条例》第三十六条"
_REVIEW = "《中华人民共和国政府信息公开条例》第十七条"


def drafting(at: Snapshot, tasks: Iterable[TaskRow]) -> bool:
    """Whether a reply is being drafted: a form with a letter lies open."""
    published = at.around[Published]
    forms: list[Form] = [
        published.at(task["process"], task["version"]).forms[task["element"]] for task in tasks
    ]
    return any(each.type == "letter" for form in forms for each in form.fields)


def check_open(status: str) -> None:
    """Raises CaseClosed for a case that is at its end, or goes on in another."""
    if status in (CaseStatus.ARCHIVED, CaseStatus.MERGED, CaseStatus.VOIDED):
        raise CaseClosed()


def check_may_change(
    at: Snapshot, case_id: int, status: str, tasks: Iterable[TaskRow]
) -> None:
    """An item is divided, added or withdrawn. Raises CaseClosed, UnlawfulAct."""
    check_open(status)
    replies = rows.replies(at.connection, case_id)
    if any(each["state"] != "draft" for each in replies):
        raise UnlawfulAct(
            reason="答复已经签发，申请事项不能再拆分、增加或者撤回。申请人另有所求的，请另行登记",
            article=_REPLY,
        )
    if replies and not drafting(at, tasks):
        raise UnlawfulAct(
            reason="答复正在审查、签发，申请事项不能改动。确需改动的，请由审核人退回承办人",
            article=_REVIEW,
        )


def check_may_find(at: Snapshot, status: str, tasks: Iterable[TaskRow]) -> None:
    """What an item is found to be is said. Raises CaseClosed, UnlawfulAct."""
    check_open(status)
    if not drafting(at, tasks):
        raise UnlawfulAct(
            reason="事项的认定在拟制答复时填写，现在不在这一环节。答复已经送审的，请由审核人退回承办人",
            article=_REVIEW,
        )


def may_change(at: Snapshot, case_id: int, status: str, tasks: Iterable[TaskRow]) -> bool:
    """Whether the page offers it."""
    try:
        check_may_change(at, case_id, status, tasks)
    except Refusal:
        return False
    return True
