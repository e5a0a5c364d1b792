"""An agency in which a step of a case would find nobody is told before a case gets there."""

from engine import Actor, ChangeDuties, DisablePerson, DutiesUnheld, Role, SystemPage, UnheldDuties
from tests.engine.office import ROOT, Office, new_agency


def unheld(office: Office, by: Actor = ROOT) -> tuple[UnheldDuties, ...]:
    return office.engine.ask(DutiesUnheld(), by)


def test_an_office_with_somebody_for_each_duty_lacks_nothing(office: Office) -> None:
    assert unheld(office) == ()
    assert office.engine.ask(SystemPage(), ROOT).unheld == ()


def test_a_new_agency_lacks_every_duty_that_handles_cases(office: Office) -> None:
    office.engine.handle(new_agency("周教公开"), ROOT)
    (lacking,) = unheld(office)
    assert lacking.agency.letter_code == "周教公开"
    assert set(lacking.duties) == {
        Role.INTAKE_OFFICER, Role.HANDLER, Role.LEGAL_OFFICER, Role.CONFIDENTIALITY_REVIEWER,
        Role.REVIEWER, Role.MANAGER, Role.OFFICE_HEAD,
    }
    assert "没有人担任受理人员" in lacking.in_words


def test_who_is_disabled_holds_nothing_any_more(office: Office) -> None:
    reviewer = office.people[Role.CONFIDENTIALITY_REVIEWER]
    office.engine.handle(DisablePerson(person_id=reviewer.person_id or 0), ROOT)
    (lacking,) = unheld(office)
    assert lacking.duties == (Role.CONFIDENTIALITY_REVIEWER,)
    assert lacking.in_words == "区财政局：没有人担任保密审查员"


def test_one_person_alone_for_what_checks_his_own_work_is_told_too(office: Office) -> None:
    """Nobody reviews or signs what he drafted himself."""
    handler, signer = office.people[Role.HANDLER], office.people[Role.REVIEWER]
    office.engine.handle(ChangeDuties(
        person_id=handler.person_id or 0, roles=(Role.HANDLER, Role.REVIEWER)
    ), ROOT)
    assert unheld(office) == (), "the other signer signs"
    office.engine.handle(DisablePerson(person_id=signer.person_id or 0), ROOT)
    (lacking,) = unheld(office)
    assert lacking.duties == ()
    assert (Role.HANDLER, Role.REVIEWER) in lacking.alone
    assert "承办人员和审核签发人只有同一个人" in lacking.in_words
