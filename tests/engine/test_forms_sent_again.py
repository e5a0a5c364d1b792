"""A form is carried out whole or not at all; sent again with other content it is told so."""

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from engine import (
    AddAttachment,
    AddPerson,
    ClaimTask,
    CompleteTask,
    FileRefused,
    ResetPassword,
    Role,
    SentWithOtherContent,
    Upload,
)
from engine.store import tables
from tests.engine.office import MONDAY, ROOT, Office, accepted, new_person, request

INTAKE = Role.INTAKE_OFFICER
KEY = "a" * 32


def count(office: Office, table: str) -> int:
    with office.engine.database.read() as connection:
        return len(connection.execute(select(tables.metadata.tables[table])).all())


def test_a_request_mended_after_its_answer_was_lost_is_never_answered_with_the_old_case(
    office: Office,
) -> None:
    """The answer got lost on the way; the officer mends the subject and presses again."""
    officer = office.people[INTAKE]
    first = office.engine.handle(request(MONDAY), officer, key=KEY)
    with pytest.raises(SentWithOtherContent, match=r"03月02日09:00.*没有提交") as told:
        office.engine.handle(request(MONDAY, subject="2024年度部门决算"), officer, key=KEY)
    assert told.value.facts["result"] == first
    assert office.engine.handle(request(MONDAY), officer, key=KEY) == first
    assert count(office, "cases") == 1


def test_other_files_are_other_content(office: Office) -> None:
    officer = office.people[INTAKE]
    one, other = (Upload(name="申请表.txt", content=text.encode()) for text in ("一", "二"))
    office.engine.handle(request(MONDAY, attachments=(one,)), officer, key=KEY)
    office.engine.handle(request(MONDAY, attachments=(one,)), officer, key=KEY)
    for files in ((other,), (one, other), ()):
        with pytest.raises(SentWithOtherContent):
            office.engine.handle(request(MONDAY, attachments=files), officer, key=KEY)


def test_a_step_done_with_one_form_is_not_done_again_otherwise(office: Office) -> None:
    case_id = office.register()
    officer = office.people[INTAKE]
    form = office.form(case_id, accepted(MONDAY))
    office.engine.handle(form, officer, key=KEY)
    changed = CompleteTask(
        task_id=form.task_id, values={**form.values, "note": "请转综合科。"})
    with pytest.raises(SentWithOtherContent):
        office.engine.handle(changed, officer, key=KEY)
    assert office.engine.handle(form, officer, key=KEY) == case_id


def test_a_key_spent_on_one_deed_says_so_to_another(office: Office) -> None:
    case_id = office.register()
    office.engine.handle(request(MONDAY), office.people[INTAKE], key=KEY)
    with pytest.raises(SentWithOtherContent):
        office.engine.handle(
            ClaimTask(task_id=office.task(case_id, "examine_request").id),
            office.people[INTAKE], key=KEY)
    assert office.task(case_id, "examine_request").assignee is None


def test_another_first_password_is_other_content_and_cannot_be_guessed_from_the_database(
    office: Office,
) -> None:
    command = new_person(office.agency_id, Role.HANDLER, "新来的")
    office.engine.handle(command, ROOT, key=KEY)
    with pytest.raises(SentWithOtherContent):
        office.engine.handle(replace(command, password="another long phrase 38"), ROOT, key=KEY)
    with office.engine.database.read() as connection:
        (kept,) = connection.execute(select(tables.idempotency_keys.c.content)).scalars()
    said = repr(command).encode()
    assert kept not in {hashlib.sha256(each).hexdigest() for each in (said, b"")}
    assert isinstance(command, AddPerson)


def test_what_the_program_makes_anew_for_each_sending_is_no_other_content(
    office: Office,
) -> None:
    person = office.people[Role.HANDLER].person_id or 0
    for receipt in ("first", "second"):
        assert office.engine.handle(
            ResetPassword(person_id=person, password=f"made up for {receipt} 37",
                          receipt=receipt), ROOT, key=KEY,
        ) == "first"


def test_a_form_sent_before_contents_were_kept_gives_its_result(office: Office) -> None:
    officer = office.people[INTAKE]
    first = office.engine.handle(request(MONDAY), officer, key=KEY)
    with office.engine.database.write() as connection:
        connection.execute(update(tables.idempotency_keys).values(content=""))
    assert office.engine.handle(request(MONDAY, subject="另一件"), officer, key=KEY) == first


def test_of_several_files_all_are_added_or_none(office: Office) -> None:
    case_id = office.register()
    good = Upload(name="说明.txt", content="说明".encode())
    bad = Upload(name="程序.pdf", content=b"MZ\x90\x00")
    handler = office.people[Role.HANDLER]
    with pytest.raises(FileRefused, match=r"程序\.pdf"):
        office.engine.handle(
            AddAttachment(case_id=case_id, upload=good, further=(bad,)), handler, key=KEY)
    assert office.case(case_id).attachments == ()
    office.engine.handle(
        AddAttachment(case_id=case_id, upload=good, further=(good,)), handler, key=KEY)
    assert [file.name for file in office.case(case_id).attachments] == ["说明.txt"] * 2
