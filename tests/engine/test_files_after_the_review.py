"""What goes out with a reply was reviewed (art. 17): no file slips in before its service."""

import pytest

from engine import AddAttachment, Role, UnlawfulAct, Upload
from engine.actors.actor import Actor
from tests.engine.office import LIVES, Office
from tests.engine.papers import PDF


def add(office: Office, case_id: int, by: Actor) -> None:
    office.engine.handle(
        AddAttachment(case_id=case_id, upload=Upload(name="清单.pdf", content=PDF)), by
    )


def test_no_file_is_added_between_the_review_and_the_service(office: Office) -> None:
    case_id, handler = office.register(), office.people[Role.HANDLER]
    accepted, submitted, reviewed, signed, served, delivered, *_ = LIVES["disclosed"]
    for step in (accepted, submitted):
        office.take(case_id, step)
        add(office, case_id, handler)
    for step in (reviewed, signed):
        office.take(case_id, step)
        with pytest.raises(UnlawfulAct, match=r"没有经过审查.*第十七条"):
            add(office, case_id, handler)
    assert len(office.case(case_id).attachments) == 2
    office.take(case_id, served)
    add(office, case_id, handler)       # what proves the posting comes after it
    office.take(case_id, delivered)
    add(office, case_id, handler)       # and what proves the delivery
    assert len(office.case(case_id).attachments) == 4


def test_a_reply_that_is_sent_back_takes_files_again(office: Office) -> None:
    case_id, handler = office.register(), office.people[Role.HANDLER]
    steps = LIVES["corrected_then_partly_disclosed"]
    returned = next(
        number for number, step in enumerate(steps)
        if getattr(step, "values", {}).get("sign_off") == "returned"
    )
    office.play(case_id, steps[:returned])
    with pytest.raises(UnlawfulAct):
        add(office, case_id, handler)
    office.take(case_id, steps[returned])
    add(office, case_id, handler)       # before the same text goes through the review again
    office.play(case_id, steps[returned + 1:returned + 2])
    add(office, case_id, handler)
