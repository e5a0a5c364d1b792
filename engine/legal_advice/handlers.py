"""Naming papers for a question; giving another agency an opinion."""

from declared.characters import check_text
from engine.actors.permissions import own
from engine.attachments import rows as attachment_rows
from engine.cases.act import Act
from engine.cases.open_cases import open_cases
from engine.cases.process import moving
from engine.cases.rows import cases as case_rows
from engine.cases.visible import own_case
from engine.errors import InvalidInput, NotFound, UnlawfulAct
from engine.legal_advice import rows
from engine.legal_advice.advice import CONCLUSIONS, MOST_OPINION, AdviceState
from engine.legal_advice.commands import GiveLegalOpinion, NameMaterials
from engine.legal_advice.events import LegalMaterialsNamed
from engine.legal_advice.giving import give
from engine.processes.runtime import NotOpen
from engine.transaction.unit_of_work import UnitOfWork

_ARTICLE = "《条例》第四十五条"
_OVER = "这次会商已经有意见，或者提请机关不再等待，不能再出具意见"


def name_materials(command: NameMaterials, unit: UnitOfWork) -> None:
    found = rows.find(unit.connection, command.advice_id, own(unit.actor).agencies)
    if found is None:
        raise NotFound()
    row = own_case(unit, found["case_id"])
    case = open_cases(unit).take(row["id"], row["revision"])
    found = rows.find(unit.connection, command.advice_id, None)     # locked only now
    assert found is not None
    if found["state"] != AdviceState.ASKED:
        raise UnlawfulAct(reason="这次会商已经结束，材料不能再改动", article=_ARTICLE)
    known = {each["id"] for each in attachment_rows.attachments_of(unit.connection, case.id)}
    named = tuple(dict.fromkeys(command.attachments))
    if not set(named) <= known:
        raise InvalidInput({"attachments": "请从本办件的附件中选择。"})
    rows.change(unit.connection, found["id"], {"materials": list(named)})
    unit.record(LegalMaterialsNamed(number=found["number"], attachments=named), case)


def give_legal_opinion(command: GiveLegalOpinion, unit: UnitOfWork) -> None:
    advisers = own(unit.actor).agencies
    put = rows.put_to(unit.connection, advisers, advice_id=command.advice_id)
    row = case_rows.lock(unit.connection, put[0]["case_id"]) if put else None
    if row is None:
        raise NotFound()
    put = rows.put_to(unit.connection, advisers, advice_id=command.advice_id)   # locked only now
    if put[0]["state"] != AdviceState.ASKED:
        raise UnlawfulAct(reason=_OVER, article=_ARTICLE)
    problems: dict[str, str] = {}
    if command.conclusion not in CONCLUSIONS:
        problems["conclusion"] = "请选择会商结论。"
    opinion, reasons = (each.replace("\r\n", "\n").strip()
                        for each in (command.opinion, command.reasons))
    check_text(problems, "opinion", opinion, "法制意见", MOST_OPINION, needed=True)
    check_text(problems, "reasons", reasons, "理由和依据", MOST_OPINION,
               needed=command.conclusion in ("suggest", "disagree"))
    if problems:
        raise InvalidInput(problems)
    act = Act(unit, open_cases(unit).take(row["id"], row["revision"]))
    give(act, put[0], command.conclusion, opinion, reasons,
         by=unit.actor.name, on=unit.today)
    try:
        moving.tell(act, "legal_opinion_given")
    except NotOpen:
        raise UnlawfulAct(reason=_OVER, article=_ARTICLE) from None
