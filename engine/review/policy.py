"""Whether somebody may find, and whether a draft passes: enforced by handlers and operations,
told by pages."""

import letters
from engine.cases.act import Act
from engine.cases.glance.status import CaseStatus
from engine.cases.visible import processes_of
from engine.consultations import rows as consultation_rows
from engine.consultations.consultation import OPEN
from engine.correspondence import of_items, rows as letter_rows
from engine.correspondence.letter import LetterState
from engine.errors import CaseClosed, NotPermitted, Refusal, UnlawfulAct
from engine.items import item
from engine.processes.executable import ExecutableProcess
from engine.secrecy import draft, rows
from engine.secrecy.finding import Matter, Reviewed, by_item
from engine.store import Connection
from engine.store.shapes import CaseRow, LetterRow
from engine.tasks.forms.authors import writers_of_letters
from engine.transaction.snapshot import Snapshot

ARTICLE = "《条例》第十七条"


def check_may_find(at: Snapshot, case: CaseRow, process: ExecutableProcess) -> None:
    """As long as a reply is still to be issued, and by nobody who wrote any of it. Raises
    CaseClosed, UnlawfulAct, NotPermitted."""
    if case["status"] == CaseStatus.ARCHIVED:
        raise CaseClosed()
    if not by_item(process):
        raise UnlawfulAct(
            reason="本办件按登记时的流程办理，保密审查对答复整体作出，不逐项认定", article=ARTICLE)
    reply = letter_rows.reply_of(at.connection, case["id"])
    if case["status"] != CaseStatus.OPEN or not item.still_open(
            item.of_case(at.connection, case["id"])):
        raise UnlawfulAct(reason="申请已经答复或者撤回，不再认定", article=ARTICLE)
    if reply is not None and reply["state"] == LetterState.ISSUED:
        raise UnlawfulAct(reason="答复已经签发，还没有送出；确需改动的，请先收回答复",
                          article=ARTICLE)
    if at.actor.person_id in _writers(at, case["id"], process):
        raise NotPermitted(roles="没有写过答复文字的保密审查员")


def may_find(at: Snapshot, case: CaseRow, process: ExecutableProcess) -> bool:
    """Whether the page offers it."""
    try:
        check_may_find(at, case, process)
    except Refusal:
        return False
    return True


def _writers(at: Snapshot, case_id: int, process: ExecutableProcess) -> frozenset[int]:
    """Whoever wrote in any form of a letter of the case, or what it says of an item."""
    drafting = [
        element for definition in process.release.definitions.values()
        for element, form in definition.forms.items()
        if any(each.type == "letter" for each in form.fields)
    ]
    return frozenset[int]().union(*(
        writers_of_letters(at, case_id, element) for element in drafting))


def is_referred(connection: Connection, case_id: int, of: Matter) -> bool:
    """Whether the answer from above is awaited: nothing is found of it meanwhile."""
    return any(
        (of.document in row["documents"] if of.document else of.number in row["numbers"])
        and (asked := consultation_rows.find(connection, row["consultation_id"])) is not None
        and asked["state"] in OPEN
        for row in rows.referrals(connection, case_id) if not row["answer"])


def documents_of(reply: LetterRow | None) -> tuple[str, ...]:
    """The documents that go with the draft, if there is one."""
    return draft.documents_of(reply) if reply is not None and (
        reply["state"] == LetterState.DRAFT) else ()


def of_draft(connection: Connection, case_id: int, reply: LetterRow) -> tuple[Reviewed, ...]:
    """What was found of the draft."""
    kind = letters.kinds()[reply["kind"]]
    answered = of_items.answered_by(kind, item.of_case(connection, case_id))
    return draft.of_draft(connection, case_id, reply, answered, kind.ground)


def process_of_case(at: Snapshot, case_id: int) -> ExecutableProcess:
    """The process of its whole life."""
    return processes_of(at, case_id)[0].process


def reviewed_draft(act: Act) -> LetterRow:
    """The draft under review."""
    reply = letter_rows.reply_of(act.unit.connection, act.case.id)
    assert reply is not None        # the form that leads here reviewed it
    return reply
