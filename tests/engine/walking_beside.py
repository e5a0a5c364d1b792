"""What stands beside a request at random: colleagues are asked, or the agency that may be to answer
it; reasons are wanted, a fee is charged; what became of it is contested."""

from datetime import timedelta
from typing import Any

from engine import (
    AcceptTransfer,
    AskAssistance,
    CaseView,
    EndAssistance,
    EndExcess,
    EndFee,
    EnterRemedy,
    MendExcess,
    MendFee,
    MendTerm,
    OpenExcess,
    OpenFee,
    ProposeTransfer,
    RefuseTransfer,
    Role,
    TransfersPage,
    WithdrawTransfer,
)


class Beside:
    """Acts of ``RandomLife``, which has what they stand on."""

    office: Any
    chance: Any
    today: Any
    contested = 0
    homes: dict[int, Any]
    case: Any
    helpers: Any
    neighbours: Any
    try_to: Any
    some_day: Any

    def ask_help(self, case: CaseView) -> bool:
        return self.try_to("ask help", AskAssistance(
            case_id=case.id, kind=self.chance.choice(("share", "assist")), unit_id=None,
            person_id=self.helpers[self.office.agency_id].person_id, asked="请查找。",
        ), Role.HANDLER)

    def stop_help(self, case: CaseView) -> bool:
        held = [each for each in case.assistances.assistances if each.may_end]
        return bool(held) and self.try_to("stop help", EndAssistance(
            assistance_id=self.chance.choice(held).id, reason="不再需要"), Role.HANDLER)

    def propose(self, case: CaseView) -> bool:
        to = self.neighbours[self.office.agency_id]
        return self.try_to("propose transfer", ProposeTransfer(
            case_id=case.id, to_agency_id=to.agency_id,
            manner=self.chance.choice(("between", "within")), reason="由其制作"),
            self.chance.choice((Role.HANDLER, Role.INTAKE_OFFICER)))

    def answer_offer(self, case: CaseView) -> bool:
        """The other agency takes it over, or does not."""
        there = self.neighbours[self.office.agency_id]
        officer = there.people[Role.INTAKE_OFFICER]
        offers = [each for each in there.engine.ask(TransfersPage(), officer).offered
                  if each.case_number == case.number]
        if not offers:
            return False
        if self.chance.random() < 0.3:
            return self.try_to("refuse transfer", RefuseTransfer(
                transfer_id=offers[0].id, reason="不由本机关制作"), Role.INTAKE_OFFICER, officer)
        took = self.try_to("take over", AcceptTransfer(
            transfer_id=offers[0].id, received_on=self.today), Role.INTAKE_OFFICER, officer)
        if took:
            self.homes[case.id] = there
        return took

    def take_back(self, case: CaseView) -> bool:
        held = [each for each in case.transfers.transfers if each.state in ("proposed", "offered")]
        return bool(held) and self.try_to("take back", WithdrawTransfer(
            transfer_id=held[0].id, reason="自行办理"), Role.MANAGER)

    def charge(self, case: CaseView) -> bool:
        return self.try_to("charge", OpenFee(case_id=case.id), Role.HANDLER)

    def stop_charging(self, case: CaseView) -> bool:
        held = [each for each in case.charging.fees if each.may_end]
        return bool(held) and self.try_to("stop charging", EndFee(
            fee_id=held[0].id, reason="不再收费"), Role.HANDLER)

    def mend_fee(self, case: CaseView) -> bool:
        held = [each for each in case.charging.fees if each.may_mend]
        return bool(held) and self.try_to("mend payment", MendFee(
            fee_id=held[0].id, paid_on=self.some_day(case), receipt="",
            reason="登记有误"), Role.HANDLER)

    def want_reasons(self, case: CaseView) -> bool:
        return self.try_to("want reasons", OpenExcess(case_id=case.id), Role.HANDLER)

    def stop_wanting(self, case: CaseView) -> bool:
        held = [each for each in case.excess.asked if each.may_end]
        return bool(held) and self.try_to("stop wanting reasons", EndExcess(
            excess_id=held[0].id, reason="重新核实"), Role.HANDLER)

    def mend_reasons(self, case: CaseView) -> bool:
        held = [each for each in case.excess.asked if each.may_mend]
        return bool(held) and self.try_to("mend reasons", MendExcess(
            excess_id=held[0].id, given_on=self.some_day(case), reason="登记有误"), Role.HANDLER)

    def contest(self) -> bool:
        """Somebody contests what became of a case that has ended: some do, few twice."""
        ended = [each for each in self.homes if self.case(each).status == "archived"]
        if not ended or self.contested > 1 or self.chance.random() < 0.6:
            return False
        self.contested += 1
        case_id = self.chance.choice(ended)
        self.office = self.homes[case_id]
        self.today += timedelta(days=self.chance.choice((1, 10, 40)))
        self.office.sweep(self.today)
        kind, procedure = self.chance.choice((
            ("reconsideration", "ordinary"), ("reconsideration", "summary"),
            ("litigation", "ordinary")))
        return self.try_to("contest", EnterRemedy(
            case_id=case_id, kind=kind, procedure=procedure, body="某机关", case_number="12号",
            received_on=self.today), Role.LEGAL_OFFICER)

    def mend_term(self, case: CaseView) -> bool:
        held = [each for each in case.remedies.remedies if each.term]
        return bool(held) and self.try_to("mend term", MendTerm(
            remedy_id=held[-1].id, term=self.chance.choice((5, 15, 30)),
            unit=self.chance.choice(("working_days", "calendar_days")),
            counted_from=held[-1].counted_from, since=held[-1].term_from or self.today,
            reason="看错"), Role.LEGAL_OFFICER)
