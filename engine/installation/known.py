"""Everything a process may speak of here, put together for the checks of what is published."""

from datetime import date
from functools import cache

import letters
from engine.actors.roles import Role
from engine.correspondence.facts import RULE_FACTS
from engine.installation.contracts import contracts
from engine.installation.story_days import story_days
from engine.processes.contract import Goal, Known, Letter, Message, Outcome, Watch
from engine.rules.alarms import alarms
from engine.statute.values import grounds

#: Who looks after the installation or over the agencies, and handles no case.
_NO_CASES = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})


@cache
def known() -> Known:
    """What this installation's roles, operations, limits, letters and law give to speak of."""
    kinds = letters.kinds().values()
    watched = {name: alarm.limit.name for name, alarm in alarms().items()}
    return Known(
        lanes=frozenset(role.title for role in Role if role not in _NO_CASES),
        operations=contracts(),
        timers=watched,
        values={
            "limit": frozenset(watched.values()),
            "letter_kind": frozenset(each.name for each in kinds if each.series == "procedure"),
        },
        letters={each.name: _letter(each) for each in kinds},
        rules=RULE_FACTS,
        duties={
            "letter": Role.HANDLER.title,
            "reviews_letter": Role.CONFIDENTIALITY_REVIEWER.title,
        },
        goals=GOALS,
        watches=WATCHES,
        words=WORDS,
        messages=MESSAGES,
        days=story_days,
        outcomes={each.code: Outcome(row=each.row, remedy=each.remedy)
                  for each in grounds.all_at(date.max)},
    )


def _letter(kind: letters.Kind) -> Letter:
    facts = kind.facts.values()
    return Letter(
        title=kind.title,
        needs=frozenset(each.name for each in facts if each.required and not each.default),
        by_rule=frozenset(each.name for each in facts if each.source == "rule"),
        waits_for=frozenset(kind.waits_for),
        ground=kind.ground,
        grounds=frozenset(each.code for each in grounds.all_at(kind.applies_from)),
        replies=kind.series == "reply",
        remedy=kind.remedy,
    )


#: The law's order of things: what must be true by the time that something is done.
GOALS: tuple[Goal, ...] = (
    Goal(event="registered", once=True, because="《条例》第四十五条：登记一次"),
    Goal(event="correction_requested", once=True, because="《条例》第三十条：一次性告知补正"),
    Goal(event="extended", once=True, because="《条例》第三十三条第二款：延期以一次为限"),
    Goal(event="fee_noticed", once=True, needs=frozenset({"fee_proposed"}),
         because="国办函〔2020〕109号：拟定收费并经批准后才通知，通知以一次为限"),
    Goal(event="fee_settled", once=True, needs=frozenset({"fee_noticed"}),
         because="国办函〔2020〕109号：收到收费通知后缴费，逾期未缴的视为放弃申请"),
    Goal(event="reasons_asked", once=True, because="《条例》第三十五条：要求申请人说明理由一次"),
    Goal(event="reasons_weighed", once=True, needs=frozenset({"reasons_asked", "reasons_known"}),
         because="《条例》第三十五条：说明理由以后，或者逾期没有说明的，才认定理由是否合理"),
    Goal(event="signed_off", needs=frozenset({"drafted", "reviewed", "signed_at_level"}),
         because="《条例》第四条：最后一级同意后才算签发"),
    Goal(event="decided", needs=frozenset({"drafted", "signed_off"}),
         because="《条例》第四条：答复须经审核签发"),
    Goal(event="issued", once=True,
         needs=frozenset({"drafted", "reviewed", "signed_off", "decided"}),
         also=frozenset({"items_reviewed"}), since=4,
         because="《条例》第十七条：公开前须经保密审查；答复须由拟制人以外的人签发"),
    Goal(event="served", needs=frozenset({"issued"}),
         because="《条例》第三十三条：送达的是已签发的答复"),
    Goal(event="archived", once=True, closes=True,
         needs=frozenset({"registered", "served", "decided"}), instead="withdrawn",
         because="《条例》第三十三条、第四十五条：登记、答复送达后才能办结归档"),
    Goal(event="ended", needs=frozenset({"archived"}), instead="voided",
         because="《条例》第四十五条：办件以归档结束，登记有误的作废"),
)
#: The reply period ends with the reply, with the request, and for what is void.
_OVER = frozenset({"served", "withdrawn", "voided"})
#: What the messages between the processes of a case, and from acts of people, mean.
MESSAGES: dict[str, Message] = {
    "letter_issued": Message(),
    "letter_recalled": Message(by_act=True),
    "consultation_opened": Message(by_act=True),
    "consultation_ended": Message(by_act=True),
    "legal_opinion_given": Message(by_act=True),
    "fee_opened": Message(by_act=True),
    "fee_ended": Message(by_act=True),
    "assistance_asked": Message(by_act=True),
    "assistance_ended": Message(by_act=True),
    "transfer_proposed": Message(by_act=True),
    "transfer_withdrawn": Message(by_act=True),
    "transfer_accepted": Message(by_act=True),
    "transfer_refused": Message(by_act=True),
    "excess_opened": Message(by_act=True),
    "excess_ended": Message(by_act=True),
    "remedy_entered": Message(by_act=True),
    # 《条例》第五十一条: what is ordered anew is drafted, signed, served and archived once more.
    "reopened": Message(
        after=frozenset({"archived"}),
        undoes=frozenset({"drafted", "reviewed", "decided", "issued", "served", "withdrawn",
                          "archived"})),
    "reply_sent": Message(does=frozenset({"served"})),
    "reply_served": Message(),
    "reply_recalled": Message(
        undoes=frozenset({"drafted", "reviewed", "items_reviewed", "decided", "issued"})),
    "reply_overdue": Message(),
    "withdrawn": Message(by_act=True),
    "voided": Message(by_act=True),
}
#: The limits of which a case must be warned, whatever way it takes.
WATCHES: tuple[Watch, ...] = (
    Watch(timer="reply_warning", until=_OVER, because="《条例》第三十三条第二款"),
    Watch(timer="reply_overdue", until=_OVER,
          because="《条例》第三十三条第二款、第四十七条"),
    Watch(timer="correction_notice_warning", entry="correction_requested",
          because="《条例》第三十条：自收到申请之日起七个工作日内告知补正"),
    Watch(timer="correction_period", entry="correction_received",
          because="《条例》第三十条：逾期不补正的，视为放弃申请"),
    Watch(timer="fee_payment_over", entry="fee_paid",
          because="国办函〔2020〕109号：逾期未缴费的，视为放弃申请"),
)
WORDS: dict[str, str] = {
    "registered": "已登记",
    "correction_requested": "已告知补正",
    "extended": "已延期",
    "reasons_asked": "已要求说明理由",
    "reasons_known": "已登记理由说明或者没有说明",
    "reasons_weighed": "已认定理由",
    "fee_proposed": "已拟定收费",
    "fee_noticed": "已通知缴费",
    "fee_settled": "已登记缴费或者逾期未缴费",
    "drafted": "已拟制答复",
    "reviewed": "现有文本已通过保密审查",
    "items_reviewed": "每一事项已逐项通过保密审查",
    "signed_off": "已由拟制人以外的人同意签发",
    "signed_at_level": "刚由拟制人以外的人在本层级同意",
    "decided": "答复决定已记载",
    "issued": "答复已签发",
    "served": "答复已送达",
    "withdrawn": "申请已撤回",
    "voided": "登记已作废",
    "archived": "已归档",
    "ended": "办件结束",
}
