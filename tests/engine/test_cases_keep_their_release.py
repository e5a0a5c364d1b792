"""A case goes to its end by the release it began with, whatever is published meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from engine import CasePage, Configuration, Engine, Role, StateRefused, TaskFormOf
from engine.installation.publishing import publish
from engine.processes.published import Published, load
from engine.store.tables import instances, tasks
from tests.bpmn import made_up
from tests.engine.office import (
    CORRECTED,
    CORRECTION_NEEDED,
    DISCLOSED,
    EXTENDED,
    EXTENSION_ASKED,
    NOTICE_WRITTEN,
    Clock,
    Office,
    Step,
    accepted,
    archived,
    concluded,
    day,
    delivered,
    reviewed,
    served,
    signed,
    submitted,
)

#: Through every process that the first release has. It is published, so this way stays open.
THE_LONG_WAY = (
    CORRECTION_NEEDED, NOTICE_WRITTEN, CORRECTED, accepted(day(3, 11)),
    Step(day(3, 12), "draft_reply", Role.HANDLER,
         {"draft": "consult_legal", "legal_question": "名册能否区分处理后公开？"}),
    Step(day(3, 13), "give_legal_opinion", Role.LEGAL_OFFICER,
         {"legal_opinion": "suggest", "opinion": "隐去身份号码和账号后公开。"}),
    EXTENSION_ASKED, EXTENDED, *concluded(19, DISCLOSED),
)
STAMPED = Step(day(3, 20), made_up.TASK, Role.REVIEWER, {"stamping": "stamped"})


@pytest.fixture
def first(settings: Configuration) -> Iterator[Office]:
    """The office while the first release is the latest."""
    clock = Clock()
    office = Office.open(settings, clock, engine=Engine(
        settings, now=clock, processes=load().as_of(1)))
    yield office
    office.close()


@pytest.fixture
def later(tmp_path: Path) -> Published:
    """What is published after two shipped releases: a sign-off with one more user task."""
    root = made_up.copy_of_published(tmp_path, 2)
    made_up.add_stamping(root)
    publish(root)
    return load(root)


def second() -> Published:
    """What was published before the made-up release: in neither is a letter served beside the
    life, so that a stamp between issue and service has its place."""
    return load().as_of(2)


def release_of(office: Office, case_id: int) -> int:
    with office.engine.database.read() as connection:
        return int(connection.execute(
            select(instances.c.release).where(instances.c.case_id == case_id).distinct()
        ).scalar_one())


def versions_of(office: Office, case_id: int) -> dict[str, int]:
    """The version of each process by which people worked on a case."""
    with office.engine.database.read() as connection:
        rows = connection.execute(
            select(tasks.c.process, tasks.c.version).where(tasks.c.case_id == case_id))
        return {row.process: row.version for row in rows}


def test_a_case_of_the_first_release_ends_after_two_more_are_published(
    first: Office, later: Published
) -> None:
    """Before every step the server is started again; the shipped releases come before the
    third step, a made-up one before the seventh."""
    undisturbed = first.register()
    first.play(undisturbed, THE_LONG_WAY)
    first.clock.go_to(day(3, 2))
    case_id = first.register()
    for place, step in enumerate(THE_LONG_WAY, start=1):
        first.restart(load().as_of(1) if place < 3 else second() if place < 7 else later)
        first.take(case_id, step)
    assert later.latest.number == len(second().releases) + 1 > 2
    first.restart(later)
    case = first.case(case_id)
    assert case.status == "archived"
    assert first.events(case_id) == first.events(undisturbed)
    assert release_of(first, case_id) == 1
    assert set(versions_of(first, case_id).values()) == {1}
    pictures = first.engine.ask(CasePage(case_id=case_id), first.people[Role.HANDLER]).diagrams
    assert {picture.version for picture in pictures} == {1}


def test_a_case_of_the_first_release_ends_under_the_newest(first: Office) -> None:
    case_id = first.register()
    for place, step in enumerate(THE_LONG_WAY, start=1):
        first.restart(load().as_of(1) if place < 3 else load())
        first.take(case_id, step)
    assert first.case(case_id).status == "archived"
    assert release_of(first, case_id) == 1
    assert set(versions_of(first, case_id).values()) == {1}


def test_old_and_new_cases_go_on_side_by_side(first: Office, later: Published) -> None:
    old = first.register()
    first.take(old, accepted(day(3, 3)))
    first.restart(second())
    middle = first.register()
    first.take(middle, accepted(day(3, 3)))
    first.restart(later)
    new = first.register()
    first.take(new, accepted(day(3, 3)))
    assert [release_of(first, case_id) for case_id in (old, middle, new)] == [
        1, second().latest.number, later.latest.number]
    for case_id in (old, middle, new):
        first.play(case_id, [
            submitted(day(3, 19), DISCLOSED), reviewed(day(3, 19)), signed(day(3, 20))])
    assert [first.open_steps(case_id) for case_id in (old, middle, new)] == [
        ["serve_reply"], ["serve_reply"], [made_up.TASK]]
    first.take(new, STAMPED)
    for case_id in (old, middle, new):
        first.play(case_id, [
            served(day(3, 20)), delivered(day(3, 21)), archived(day(3, 21))])
        assert first.case(case_id).status == "archived"
    assert versions_of(first, new)["sign_off"] == later.latest.definition("sign_off").version


def test_the_register_calls_a_step_by_its_name_in_whatever_version(
    first: Office, later: Published
) -> None:
    first.restart(later)
    case_id = first.register()
    first.play(case_id, [accepted(day(3, 3)), submitted(day(3, 19), DISCLOSED),
                         reviewed(day(3, 19)), signed(day(3, 20))])
    assert first.case(case_id).step_name == "用印"


@pytest.mark.parametrize("number", [2, 99])
def test_a_case_is_not_read_with_another_release_than_its_own(
    first: Office, number: int
) -> None:
    """Somebody writes another number into the database; the digest beside it tells."""
    case_id = first.register()
    form = first.form(case_id, accepted(day(3, 3)))
    with first.engine.database.write() as connection:
        connection.execute(update(instances).values(release=number))
    first.restart(second())
    with pytest.raises(StateRefused):
        first.engine.handle(form, first.people[Role.INTAKE_OFFICER])


def test_an_older_program_leaves_a_newer_case_alone(first: Office, later: Published) -> None:
    first.restart(later)
    case_id = first.register()
    form = first.form(case_id, accepted(day(3, 3)))
    first.restart(second())
    with pytest.raises(StateRefused):
        first.engine.handle(form, first.people[Role.INTAKE_OFFICER])
    first.restart(later)
    first.engine.handle(form, first.people[Role.INTAKE_OFFICER])
    assert first.open_steps(case_id) == ["draft_reply"]


# -- what one form hands to the next -------------------------------------------------------------


def asked_for_more_time(office: Office) -> int:
    case_id = office.register()
    office.play(case_id, [accepted(day(3, 3)), EXTENSION_ASKED])
    return case_id


def test_who_decides_about_more_time_reads_how_much_was_asked_for(first: Office) -> None:
    """On the first release he reads it among the opinions, from the second on it stands ready."""
    case_id = asked_for_more_time(first)
    first.restart(second())
    other = asked_for_more_time(first)
    found = {}
    for each in (case_id, other):
        task = first.task(each, "approve_extension")
        found[each] = first.engine.ask(TaskFormOf(task_id=task.id), first.people[Role.REVIEWER])
    assert "working_days" not in found[case_id].values
    assert found[other].values["working_days"] == 10
    for form in found.values():
        assert form.opinions[-1].text == (
            "所申请的信息数量较大，需要分年度检索\n申请延长的工作日：10")


def test_the_latest_value_wins_and_a_draft_of_ones_own_wins_over_it(office: Office) -> None:
    case_id = asked_for_more_time(office)
    office.play(case_id, [
        Step(day(3, 17), "approve_extension", Role.OFFICE_HEAD,
             {"extension": "rejected", "opinion": "先检索一个年度。"}),
        Step(day(3, 18), "draft_reply", Role.HANDLER, {
            "draft": "extend", "extension_reason": "因特网检索工作量大。\n由于档案移交。",
            "extension_days": "7"}),
    ])
    task = office.task(case_id, "approve_extension")
    head = office.people[Role.OFFICE_HEAD]
    assert office.engine.ask(TaskFormOf(task_id=task.id), head).values["working_days"] == 7
    office.take(case_id, Step(day(3, 19), "approve_extension", Role.OFFICE_HEAD,
                              {"extension": "approved", "working_days": "5"}))
    (notice,) = [each for each in office.case(case_id).letters if each.kind == "extension_notice"]
    text = "".join(words for _, words in notice.paragraphs)
    assert "因因特网检索工作量大，由于档案移交，不能按期答复" in text
    # Received on Monday 2 March: due on Monday 30 March; five working days more is
    # Tuesday 7 April, because Monday 6 April is a holiday.
    assert "答复期限原至2026年3月30日届满" in text
    assert "延长5个工作日，至2026年4月7日届满" in text


def test_what_a_form_leaves_open_is_not_taken_from_an_earlier_one(office: Office) -> None:
    """A letter tells what its own step says; only what that step does not ask comes from before."""
    case_id = office.register()
    office.take(case_id, CORRECTION_NEEDED)
    with office.engine.database.write() as connection:
        connection.execute(update(tasks).where(tasks.c.state == "completed").values(
            values={"guidance": "别处写的指引。", "items": "别处写的事项。"}))
    office.take(case_id, NOTICE_WRITTEN)
    (notice,) = [each for each in office.case(case_id).letters if each.kind == "correction_notice"]
    words = [text for _, text in notice.paragraphs]
    assert "（一）请写明所需信息的年度。" in words
    assert "（二）请写明所需信息的名称。" in words
    assert "别处" not in "".join(words)
