"""What requests drawn by chance meet: one at least of each thing that an address names.

Everything is made as people make it, by the commands, and so that something can still be done
with it: a case at every step, an arrival that waits, an arrangement that is yet to come.
"""

from collections.abc import Sequence

from engine import (
    FACTS,
    AddAttachment,
    AddLocalDays,
    AddUnit,
    ArrangeLegalAdvice,
    ArrangeSignOff,
    ArrivalFacts,
    ArrivalPage,
    AskAssistance,
    ChangeAgency,
    ChoicesPage,
    EndAgency,
    MakeAgencyChoice,
    RevealApplicant,
    Role,
    SaveIntakeDraft,
    SaveTaskDraft,
    TakeIn,
    TaskItem,
    Upload,
)
from tests.engine import advising, asking, charged, contesting, excessive, transferring
from tests.engine.office import (
    CORRECTION_NEEDED,
    DISCLOSED,
    EXTENSION_ASKED,
    ROOT,
    Office,
    accepted,
    day,
    new_agency,
    reviewed,
    served,
    signed,
    submitted,
)
from tests.engine.papers import PDF, PNG

#: What addresses and forms name by words; the ids are of what was made.
BY_WORDS = {
    "number": ["1"],
    "outcome": ["accepted", "needs_correction", "submit", "extend", "approved"],
    "language": ["zh", "en"],
    "ending": ["csv", "jsonl"],
    "filename": ["dist/app.js", "dist/app.css", "dist"],
}
_SOON, _LATER = day(4, 1), day(6, 1)
_UP_TO_REPLY = (accepted(day(3, 3)), submitted(day(3, 5), DISCLOSED))
_STEPS = (
    (), (CORRECTION_NEEDED,), (accepted(day(3, 3)),),
    (accepted(day(3, 3)), EXTENSION_ASKED),
    _UP_TO_REPLY,
    (*_UP_TO_REPLY, reviewed(day(3, 5))),
    (*_UP_TO_REPLY, reviewed(day(3, 5)), signed(day(3, 6))),
    (*_UP_TO_REPLY, reviewed(day(3, 5)), signed(day(3, 6)), served(day(3, 9))),
)
_NUMERALS = str.maketrans("0123456789", "零一二三四五六七八九")


def set_up(office: Office, turn: int) -> dict[str, list[str]]:
    """What there is, by the name of its place in an address; a new one of each every turn.

    The office's people are new ones as well, whatever was done to those before.
    """
    for role in office.people:
        office.people[role] = office.hire(role, f"{role.title}{turn}")
    return {
        **BY_WORDS, **_cases(office, turn), **_arrivals(office, turn), **_agencies(office, turn),
        "person_id": [str(person.person_id) for person in office.people.values()],
        "name": [each.name for each in office.engine.ask(ChoicesPage(), ROOT).choices],
    }


def _cases(office: Office, turn: int) -> dict[str, list[str]]:
    """Cases at every step, with files, letters, drafts, and questions put to others."""
    cases, intake = [], office.people[Role.INTAKE_OFFICER]
    for steps in _STEPS:
        office.clock.go_to(day(3, 2))
        cases.append(office.register(written_for_applicant=True, written_by=intake.name))
        office.play(cases[-1], steps)
    office.clock.go_to(day(3, 2))
    office.engine.handle(RevealApplicant(case_id=cases[0], reason="由申请人核对签名"), intake)
    cases.append(office.register())
    office.play(cases[-1], _STEPS[2])
    advising.ask(office, cases[-1], day(3, 4))
    office.clock.go_to(day(3, 5))
    asked = asking.ask(office, cases[2])
    beside = _beside(office, turn, cases)
    office.clock.go_to(day(3, 18))
    files = [
        office.engine.handle(
            AddAttachment(case_id=cases[0], upload=_upload(name, turn, content)), intake)
        for name, content in (("申请表.pdf", PDF), ("扫描件.png", PNG))
    ]
    views = [office.case(case_id) for case_id in cases]
    tasks = [task for view in views for task in view.tasks]
    return {
        "case_id": [str(case_id) for case_id in cases],
        "attachment_id": [str(each) for each in files],
        "task_id": [task.id for task in tasks],
        "letter_id": [str(letter.id) for view in views for letter in view.letters],
        "service_id": [str(each.id) for view in views for each in view.services],
        "advice_id": [str(each.id) for view in views for each in view.legal.rounds],
        "consultation_id": [str(asked)], **beside,
        "page": _drafts(office, turn, [each for each in tasks if each.assignee is None]),
    }


def _beside(office: Office, turn: int, cases: list[int]) -> dict[str, list[str]]:
    """What stands beside the life of a case, each beside one of its own; ``cases`` gets those."""
    there = transferring.other(office, f"周移{str(turn).translate(_NUMERALS)}公开")
    office.clock.go_to(day(3, 2))
    more = [transferring.case_of(office) for _ in range(4)]
    offered = transferring.offer(there, office, transferring.case_of(there))
    cases += more
    made = {
        "fee_id": [charged.charge(office, more[0])],
        "excess_id": [excessive.begin(office, more[1])],
        "assistance_id": [office.engine.handle(AskAssistance(
            case_id=more[2], kind="assist", unit_id=None, asked="请查找。",
            person_id=office.hire(Role.HANDLER, f"协办人员{turn}").person_id,
        ), office.people[Role.HANDLER])],
        "transfer_id": [transferring.propose(office, there, more[3]), offered],
        "remedy_id": [contesting.contest(office, cases[len(_STEPS) - 1], day(3, 3))],
    }
    return {name: [*map(str, ids)] for name, ids in made.items()}


def _upload(name: str, turn: int, content: bytes) -> Upload:
    """A file like no other: one that was quarantined is never taken again."""
    return Upload(name=name, content=content + f"{name} {turn}".encode())


def _drafts(office: Office, turn: int, tasks: Sequence[TaskItem]) -> list[str]:
    """Pages on which something was typed: a draft of a request, and of each task one that stands
    beside another."""
    intake, beside, newer = (f"{number:032x}" for number in range(3 * turn, 3 * turn + 3))
    for task in tasks:
        for page in (beside, newer):
            office.engine.handle(SaveTaskDraft(
                task_id=task.id, values={}, page=page, came_from=""), office.people[task.role])
    office.engine.handle(
        SaveIntakeDraft(values={"name": "王小明"}, page=intake), office.people[Role.INTAKE_OFFICER])
    return [intake, beside]


def _arrivals(office: Office, turn: int) -> dict[str, list[str]]:
    """What came in with its papers and waits."""
    intake = office.people[Role.INTAKE_OFFICER]
    waiting = [
        office.engine.handle(TakeIn(
            facts=ArrivalFacts(way=way, arrived_on=day(3, 17), sender="王小明",
                               email="wang@example.org"),
            papers=(_upload(f"{way}.pdf", turn, PDF),)), intake)
        for way in ("in_person", "email", "ordinary_post")
    ]
    views = [office.engine.ask(ArrivalPage(arrival_id=each), intake) for each in waiting]
    return {
        "arrival_id": [str(each) for each in waiting],
        "paper_id": [str(paper["id"]) for view in views for paper in view.papers],
    }


def _agencies(office: Office, turn: int) -> dict[str, list[str]]:
    """A unit of ours, and an agency that will go into ours; before that it changes and arranges
    this and that, all of it yet to come."""
    handle, by = office.engine.handle, office.people[Role.ADMINISTRATOR]
    code = str(turn).translate(_NUMERALS)
    new = new_agency(f"周并{code}公开")
    other, own = handle(new, by), office.agency_id
    facts = {name: str(getattr(new, name) or "") for name in FACTS}
    unit = handle(AddUnit(agency_id=own, name=f"第{code}科", valid_from=day(3, 18)), by)
    change = handle(ChangeAgency(
        agency_id=other, from_day=_SOON, facts={**facts, "phone": "0533-6000099"},
        reason="机构改革方案"), by)
    levels = handle(ArrangeSignOff(
        agency_id=other, levels={"": (Role.SECTION_HEAD, Role.REVIEWER)}, days={},
        from_day=_SOON, basis="周财办〔2026〕3号"), by)
    adviser = handle(ArrangeLegalAdvice(
        agency_id=other, kind="agency", adviser_id=own, name="", from_day=_SOON,
        basis="周财办〔2026〕5号"), by)
    choice = handle(MakeAgencyChoice(
        agency_id=other, name="correction_period_days", value=15, from_day=_SOON,
        basis="周财办〔2026〕6号"), by)
    notice = handle(AddLocalDays(
        agency_id=other, title="关于庆典放假的通知", document=f"周政办发〔2026〕{turn + 1}号",
        published=day(3, 2), off="庆典 2026-04-08"), by)
    ending = handle(EndAgency(
        agency_id=other, from_day=_LATER, successor_id=own, reason="机构改革方案"), by)
    return {
        "agency_id": [str(own), str(other)], "successor_id": [str(own), str(other)],
        "unit_id": [str(unit)], "change_id": [str(change)], "ending_id": [str(ending)],
        "arrangement_id": [str(levels), str(adviser)], "choice_id": [str(choice)],
        "notice_id": [str(notice)],
    }
