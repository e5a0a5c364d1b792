"""Saying what is found of an item, or of a document."""

from dataclasses import replace

from declared.characters import check_text
from engine.cases.open_cases import open_cases
from engine.cases.visible import own_case
from engine.correspondence import rows as letter_rows
from engine.correspondence.letter import LetterState
from engine.errors import InvalidInput, UnlawfulAct
from engine.items import item
from engine.review.commands import FindSecrecy
from engine.review.policy import ARTICLE, check_may_find, documents_of, is_referred
from engine.review.recording import record
from engine.secrecy.finding import (
    LEVELS,
    MOST_SAID,
    SECRECY_FINDINGS,
    WITHHELD,
    of_document,
    of_item,
)
from engine.transaction.unit_of_work import UnitOfWork


def find_secrecy(command: FindSecrecy, unit: UnitOfWork) -> None:
    row = own_case(unit, command.case_id)
    case = open_cases(unit).take(row["id"], row["revision"])
    check_may_find(unit, row, case.life.process)
    reply = letter_rows.reply_of(unit.connection, case.id)
    documents = documents_of(reply)
    matters = (*map(of_item, item.still_open(item.of_case(unit.connection, case.id))),
               *map(of_document, documents))
    of = next((each for each in matters
               if (each.number, each.document) == (command.number, command.document)), None)
    problems = _problems(command, unit)
    if of is None:
        problems["number"] = "请选择还没有答复的事项，或者答复稿所附的材料。"
    if problems or of is None:
        raise InvalidInput(problems)
    if is_referred(unit.connection, case.id, of):
        raise UnlawfulAct(
            reason=f"{of.place}已经报请确定，请收到答复、登记确定结果以后再认定", article=ARTICLE)
    record(unit, case, of, _as_it_is_kept(command),
           reply["text_digest"] if reply is not None and reply["state"] == LetterState.DRAFT
           else "", documents.index(of.document) + 1 if of.document else 0)


def _problems(command: FindSecrecy, unit: UnitOfWork) -> dict[str, str]:
    problems: dict[str, str] = {}
    if command.finding not in SECRECY_FINDINGS:
        problems["finding"] = "请选择认定结论。"
    withheld = command.finding in WITHHELD
    check_text(problems, "reason", command.reason, "理由", MOST_SAID,
               needed=withheld or command.finding == "cannot_decide")
    check_text(problems, "basis", command.basis, "依据", MOST_SAID, needed=withheld)
    if not (withheld and command.secret):
        return problems
    for name, value, label, most, needed in (
        ("title", command.title, "密件标题", 200, True),
        ("file_number", command.file_number, "文号", 100, False),
        ("classified_by", command.classified_by, "定密机关", 120, True),
        ("term", command.term, "保密期限", 100, True),
    ):
        check_text(problems, name, value, label, most, needed=needed)
    if command.level not in LEVELS:
        problems["level"] = "请选择密级。"
    if command.classified_on is None:
        problems["classified_on"] = "请填写定密日期。"
    elif command.classified_on > unit.today:
        problems["classified_on"] = "日期不能晚于今天。"
    return problems


def _as_it_is_kept(command: FindSecrecy) -> FindSecrecy:
    """What was typed for another finding is no part of this one."""
    withheld = command.finding in WITHHELD
    secret = withheld and command.secret
    kept = replace(
        command, secret=secret, reason=command.reason.replace("\r\n", "\n").strip(),
        basis=command.basis.replace("\r\n", "\n").strip() if withheld else "",
    )
    if not secret:
        return replace(kept, title="", level="", file_number="", classified_by="",
                       classified_on=None, term="")
    title, file_number, classified_by, term = (
        " ".join(each.split()) for each in (
            command.title, command.file_number, command.classified_by, command.term))
    return replace(kept, title=title, file_number=file_number, classified_by=classified_by,
                   term=term)
