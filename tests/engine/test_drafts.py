"""A draft knows the version it came from: nothing newer is written over, both are kept."""

from typing import Any

import pytest

from engine import (
    Actor,
    DropIntakeDraft,
    DropTaskDraft,
    IntakeDrafts,
    NotRevealed,
    RegisterFilter,
    RegisterPage,
    RevealApplicant,
    RevealedApplicant,
    Role,
    SaveIntakeDraft,
    SaveTaskDraft,
    SentWithOtherContent,
    TakeUpTaskDraft,
    TaskForm,
    TaskFormOf,
)
from tests.engine.office import MONDAY, Office, accepted, at, request

INTAKE = Role.INTAKE_OFFICER
OLD, NEW = "1" * 32, "2" * 32       # two tabs


def form(office: Office, task_id: str) -> TaskForm:
    return office.engine.ask(TaskFormOf(task_id=task_id), office.people[INTAKE])


def save(office: Office, task_id: str, page: str, note: str, came_from: str | None = "") -> bool:
    return office.engine.handle(SaveTaskDraft(
        task_id=task_id, values={"note": note}, page=page, came_from=came_from,
    ), office.people[INTAKE])


def notes(shown: TaskForm) -> list[Any]:
    return [shown.values.get("note"), *(draft.values["note"] for draft in shown.drafts)]


def test_a_stale_tab_never_writes_over_newer_text(office: Office) -> None:
    task = office.task(office.register(), "examine_request").id
    assert not save(office, task, OLD, "旧页面第一稿")
    seen = form(office, task).draft_version
    assert not save(office, task, NEW, "新页面改过的", came_from=seen)
    assert save(office, task, OLD, "旧页面又打了几个字")
    assert notes(form(office, task)) == ["新页面改过的", "旧页面又打了几个字"]
    assert save(office, task, OLD, "旧页面再改")            # its own stays one
    assert notes(form(office, task)) == ["新页面改过的", "旧页面再改"]
    assert not save(office, task, NEW, "新页面再改", came_from=seen)
    assert notes(form(office, task)) == ["新页面再改", "旧页面再改"]


def test_two_tabs_opened_at_once_keep_both_until_one_is_handed_in(office: Office) -> None:
    case_id = office.register()
    task = office.task(case_id, "examine_request").id
    save(office, task, OLD, "甲")
    assert save(office, task, NEW, "乙")
    assert notes(form(office, task)) == ["甲", "乙"]
    me = office.people[INTAKE]
    office.engine.handle(TakeUpTaskDraft(task_id=task, page=NEW), me)
    assert notes(form(office, task)) == ["乙", "甲"]
    office.engine.handle(DropTaskDraft(task_id=task, page=OLD), me)
    assert notes(form(office, task)) == ["乙"]
    save(office, task, OLD, "丙")
    office.take(case_id, accepted(MONDAY))
    with office.engine.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM drafts").scalar_one() == 0


def test_the_same_text_from_elsewhere_is_no_second_draft(office: Office) -> None:
    task = office.task(office.register(), "examine_request").id
    save(office, task, OLD, "一样")
    assert not save(office, task, NEW, "一样")
    assert form(office, task).drafts == ()


def intake(office: Office, person: Actor | None = None) -> list[str]:
    found = office.engine.ask(IntakeDrafts(), person or office.people[INTAKE])
    return [draft.values["subject"] for draft in found]


def test_a_request_half_typed_is_kept_until_it_is_registered(office: Office) -> None:
    me = office.people[INTAKE]
    office.engine.handle(SaveIntakeDraft(values={"subject": "半份"}, page=OLD), me)
    (draft,) = office.engine.ask(IntakeDrafts(), me)
    office.clock.moment = at(MONDAY, 10)
    office.engine.handle(
        SaveIntakeDraft(values={"subject": "接着写"}, page=NEW, came_from=draft.version), me)
    assert intake(office) == ["接着写"]
    assert office.engine.handle(SaveIntakeDraft(values={"subject": "旧页面"}, page=OLD), me)
    assert sorted(intake(office)) == ["接着写", "旧页面"]
    assert intake(office, office.hire(INTAKE, "别的受理人员")) == []
    office.engine.handle(request(MONDAY, page=NEW), me)
    assert intake(office) == ["旧页面"]
    office.engine.handle(DropIntakeDraft(page=OLD), me)
    assert intake(office) == []


def test_a_draft_brought_back_and_registered_at_once_is_gone_as_well(office: Office) -> None:
    me = office.people[INTAKE]
    office.engine.handle(SaveIntakeDraft(values={"subject": "半份"}, page=OLD), me)
    (draft,) = office.engine.ask(IntakeDrafts(), me)
    office.engine.handle(request(MONDAY, page=NEW, came_from=draft.version), me)
    assert intake(office) == []
    found = office.engine.ask(RegisterPage(wanted=RegisterFilter()), me).rows
    assert len(found) == 1


def test_what_saves_itself_after_the_page_was_registered_brings_no_draft_back(
    office: Office,
) -> None:
    """Typed and registered within one second: the draft arrives behind the registration, and
    would invite somebody to register the same request again tomorrow."""
    me = office.people[INTAKE]
    office.engine.handle(request(MONDAY, page=NEW), me, key=NEW)
    with pytest.raises(SentWithOtherContent):
        office.engine.handle(SaveIntakeDraft(values={"subject": "半份"}, page=NEW), me)
    assert intake(office) == []
    office.engine.handle(SaveIntakeDraft(values={"subject": "下一件"}, page=OLD), me)
    assert intake(office) == ["下一件"]


def test_the_identity_is_shown_for_a_while_to_who_said_why(office: Office) -> None:
    case_id = office.register()
    me, other = office.people[INTAKE], office.people[Role.HANDLER]
    with pytest.raises(NotRevealed):
        office.engine.ask(RevealedApplicant(case_id=case_id), me)
    office.engine.handle(RevealApplicant(case_id=case_id, reason="核对"), me)
    for _ in range(2):
        shown = office.engine.ask(RevealedApplicant(case_id=case_id), me)
        assert shown.applicant["id_number"] == "370306198001010011"
    assert office.events(case_id).count("ApplicantRevealed") == 1
    with pytest.raises(NotRevealed):
        office.engine.ask(RevealedApplicant(case_id=case_id), other)
    office.clock.moment = at(MONDAY, 10)
    with pytest.raises(NotRevealed):
        office.engine.ask(RevealedApplicant(case_id=case_id), me)
