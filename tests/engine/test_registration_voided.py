"""Registered in error or twice: the number stays, void, and nothing of it goes on."""

import pytest

from engine import (
    AddAttachment,
    CaseVoided,
    InvalidInput,
    MergeCase,
    NotPermitted,
    RecallLetter,
    RegisterFilter,
    RegisterPage,
    Role,
    UnlawfulAct,
    Upload,
    VoidRegistration,
    WithdrawRequest,
)
from engine.processes.published import load
from engine.transaction.messages import Command
from tests.engine.office import (
    CORRECTION_NEEDED,
    DISCLOSED,
    MONDAY,
    NOTICE_WRITTEN,
    Office,
    Step,
    Sweep,
    accepted,
    archived,
    day,
    handed_over,
    reviewed,
    served,
    signed,
    submitted,
)

TO_SIGN = (accepted(day(3, 3)), submitted(day(3, 5), DISCLOSED), reviewed(day(3, 5)))
SIGNED = (*TO_SIGN, signed(day(3, 6)))


def void(office: Office, case_id: int, by: Role = Role.INTAKE_OFFICER, **said: str) -> None:
    office.engine.handle(
        VoidRegistration(case_id=case_id, **{"reason": "同一封信登记了两次", **said}),
        office.people[by],
    )


@pytest.mark.parametrize("steps", [
    (), TO_SIGN[:1], TO_SIGN[:2], TO_SIGN, (CORRECTION_NEEDED, NOTICE_WRITTEN),
    (CORRECTION_NEEDED, NOTICE_WRITTEN, served(day(3, 4))), (TO_SIGN[0], Sweep(day(4, 1))),
], ids=["examined", "drafted", "reviewed", "to be signed", "a notice to be served",
        "a notice on its way", "overdue and supervised"])
def test_whatever_it_has_come_to_nothing_of_it_goes_on(
    office: Office, steps: tuple[Step | Sweep, ...]
) -> None:
    case_id = office.register()
    office.play(case_id, steps)
    number = office.case(case_id).number
    void(office, case_id)
    case = office.case(case_id)
    assert (case.status, case.number, case.tasks) == ("voided", number, ())
    assert (case.clock.urgency, case.clock.remaining) == ("ended", None)
    recorded = office.events(case_id)
    assert "RegistrationVoided" in recorded
    office.restart()
    assert office.sweep(day(6, 1)) >= 0
    assert office.events(case_id) == recorded, "no alarm rings for it any more"


def test_a_notice_that_has_not_left_is_taken_back(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, (CORRECTION_NEEDED, NOTICE_WRITTEN))
    void(office, case_id)
    states = {each.kind: each.state for each in office.case(case_id).letters}
    assert states["correction_notice"] == "void"


def test_registered_twice_it_says_which_of_the_two_goes_on(office: Office) -> None:
    main, case_id = office.register(), office.register()
    number = office.case(main).number
    void(office, case_id, Role.MANAGER, duplicate_of=number)
    assert [(link.kind, link.number) for link in office.case(case_id).joining.links] == [
        ("voided", number)]
    assert [link.case_id for link in office.case(main).joining.links] == [case_id]
    with pytest.raises(CaseVoided, match="请打开那一件办理") as refused:
        void(office, case_id)
    assert refused.value.facts["number"] == number


def test_a_void_case_accepts_no_act_and_says_what_to_do_instead(office: Office) -> None:
    case_id, other = office.register(), office.register()
    form = office.form(case_id, accepted(day(3, 3)))
    void(office, case_id)
    handler, intake = office.people[Role.HANDLER], office.people[Role.INTAKE_OFFICER]
    acts: list[tuple[Command[object], object]] = [
        (form, intake),
        (AddAttachment(case_id=case_id, upload=Upload(name="说明.txt", content=b"1")), handler),
        (MergeCase(case_id=case_id, into_case_id=other, reason="合并"), handler),
        (WithdrawRequest(case_id=case_id, withdrawn_on=MONDAY, withdrawal_way="written"), intake),
        (VoidRegistration(case_id=case_id, reason="再作废一次"), intake),
    ]
    for command, who in acts:
        with pytest.raises(CaseVoided, match="已经作废，不能再办理。确需办理的，请重新登记"):
            office.engine.handle(command, who)  # type: ignore[arg-type]


def test_once_a_reply_was_issued_the_registration_stands(office: Office) -> None:
    case_id = office.register()
    office.play(case_id, SIGNED)
    assert not office.case(case_id, Role.INTAKE_OFFICER).may_void
    with pytest.raises(UnlawfulAct, match="答复已经签发"):
        void(office, case_id)
    reply = next(each.id for each in office.case(case_id).letters if each.kind == "disclosed")
    office.engine.handle(RecallLetter(letter_id=reply, reason="盖错章"),
                         office.people[Role.REVIEWER])
    void(office, case_id)       # the reply was taken back: nobody has got it
    assert office.case(case_id).status == "voided"


def test_withdrawn_or_archived_it_ends_as_it_did(office: Office) -> None:
    case_id = office.register()
    office.engine.handle(
        WithdrawRequest(case_id=case_id, withdrawn_on=MONDAY, withdrawal_way="written"),
        office.people[Role.INTAKE_OFFICER])
    with pytest.raises(UnlawfulAct, match="申请人已经撤回"):
        void(office, case_id)
    office.play(case_id, (handed_over(day(3, 3)), archived(day(3, 3))))
    with pytest.raises(Exception, match="已经归档"):
        void(office, case_id)


def test_what_is_typed_wrong_is_told_at_its_field(office: Office) -> None:
    case_id, twice = office.register(), office.register()
    void(office, twice)
    own, voided = office.case(case_id).number, office.case(twice).number
    for said, field in (
        ({"reason": " "}, "reason"), ({"reason": "长" * 201}, "reason"),
        ({"reason": "看\x07错"}, "reason"),
        ({"duplicate_of": "周财公开申〔2026〕99号"}, "duplicate_of"),
        ({"duplicate_of": own}, "duplicate_of"), ({"duplicate_of": voided}, "duplicate_of"),
    ):
        with pytest.raises(InvalidInput) as refused:
            void(office, case_id, **said)
        assert set(refused.value.problems) == {field}
    assert office.case(case_id).status == "open"
    with pytest.raises(NotPermitted):
        void(office, case_id, Role.HANDLER)


def test_the_register_counts_it_no_more_and_finds_it(office: Office) -> None:
    case_id, other = office.register(), office.register()
    void(office, case_id)
    manager = office.people[Role.MANAGER]

    def found(**wanted: str) -> tuple[list[int], int | None]:
        page = office.engine.ask(RegisterPage(wanted=RegisterFilter(**wanted)), manager)
        return [row.id for row in page.rows], page.total

    assert found() == ([other], 1)
    assert found(status="voided") == ([case_id], 1)
    assert found(text=office.case(case_id).number) == ([case_id], 1)
    assert found(due="overdue") == ([], 0)


def test_it_is_not_among_the_applicants_earlier_requests(office: Office) -> None:
    """What never was a request is none of the twelve months of article 35."""
    first = office.register()
    office.clock.go_to(day(3, 3))
    later = office.register()
    assert office.case(later).earlier.within_year == 1
    void(office, first)
    assert office.case(later).earlier.requests == ()


def test_a_case_of_the_first_release_can_be_void_too(office: Office) -> None:
    """Its diagrams do not know the message; nothing of it goes on all the same."""
    office.restart(load().as_of(1))
    case_id = office.register()
    office.restart()
    void(office, case_id)
    assert (office.case(case_id).status, office.case(case_id).tasks) == ("voided", ())


def test_the_next_number_is_not_the_void_one(office: Office) -> None:
    first = office.register()
    number = office.case(first).number
    void(office, first)
    assert office.case(office.register()).number != number
