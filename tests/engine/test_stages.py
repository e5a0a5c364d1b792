"""The line of stages on a case's page: the release says it, nobody lists it."""

import pytest

from engine import CasePage, Role
from tests.engine.office import (
    CORRECTION_NEEDED,
    DISCLOSED,
    LIVES,
    NOTICE_SERVED,
    NOTICE_WRITTEN,
    Office,
    Step,
    accepted,
    day,
    delivered,
    reviewed,
    served,
    signed,
    submitted,
)


def line(office: Office, case_id: int) -> list[tuple[str, str]]:
    view = office.engine.ask(CasePage(case_id=case_id), office.people[Role.HANDLER])
    return [(stage.name, stage.state) for stage in view.stages]


def standing(office: Office, case_id: int) -> tuple[list[str], list[str], list[str]]:
    """What is done, what is being done and what lies ahead."""
    found = line(office, case_id)
    return tuple(  # type: ignore[return-value]
        [name for name, state in found if state == wanted] for wanted in ("done", "now", "ahead")
    )


def test_the_line_goes_from_examination_to_archive(office: Office) -> None:
    case_id = office.register()
    done, now, ahead = standing(office, case_id)
    assert (done, now) == ([], ["审查申请"])
    assert [*now, *ahead][:2] == ["审查申请", "拟制答复"]
    assert ahead[-3:] == ["送出答复", "送达答复", "归档办件"]
    office.play(case_id, [accepted(day(3, 3)), submitted(day(3, 5), DISCLOSED),
                          reviewed(day(3, 5)), signed(day(3, 6))])
    done, now, ahead = standing(office, case_id)
    assert now == ["送出答复"]
    assert ahead == ["送达答复", "归档办件"]
    office.take(case_id, served(day(3, 9)))
    assert standing(office, case_id)[1:] == (["送达答复"], ["归档办件"])
    office.take(case_id, delivered(day(3, 11)))
    assert standing(office, case_id)[1:] == (["归档办件"], [])


def test_what_came_back_is_ahead_again(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, [
        accepted(day(3, 3)), submitted(day(3, 5), DISCLOSED), reviewed(day(3, 5)),
        Step(day(3, 6), "approve_reply", Role.REVIEWER,
             {"sign_off": "returned", "opinion": "写明领取方式。"}),
    ])
    done, now, ahead = standing(office, case_id)
    assert (done, now) == (["审查申请"], ["拟制答复"])
    assert "保密审查" in ahead


def test_what_is_beside_the_usual_way_stands_where_it_was_left(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, [CORRECTION_NEEDED, NOTICE_WRITTEN, NOTICE_SERVED])
    view = office.engine.ask(CasePage(case_id=case_id), office.people[Role.HANDLER])
    (now,) = [stage for stage in view.stages if stage.state == "now"]
    assert now.beside
    assert view.stages.index(now) == 1


@pytest.mark.parametrize("life", sorted(LIVES))
def test_of_an_archived_case_everything_is_done(office: Office, life: str) -> None:
    assert {state for _, state in line(office, office.live(life))} == {"done"}
