"""What a diagram may say of a sign-off."""

from collections.abc import Mapping

import letters
from engine.actors.roles import Role
from engine.cases.act import Act
from engine.correspondence import drafting
from engine.errors import InvalidInput, LevelsNotAgreed
from engine.processes.runtime import Scalar
from engine.rules.in_effect import in_effect
from engine.rules.sign_off.arrangements import in_order
from engine.sign_off import rows
from engine.sign_off.events import ReturnedFromLevel, SignedAtLevel, SignOffBegun
from engine.sign_off.rounds import (
    APPROVED,
    CONCLUDED,
    DRAFTER,
    RETURNED,
    agreed,
    earlier,
    levels_of,
    turn,
)
from engine.statute.values import grounds
from engine.store.shapes import RoundRow


def sign_off_next(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Who has the reply next: the first level of a new round, or what follows from a form.

    A new round goes by the agency's arrangement of today for this kind of reply, and by the levels
    that were put in on the way in an earlier one. Raises InvalidInput for a level to which the
    reply cannot go back.
    """
    round_ = rows.latest_round(act.unit.connection, act.case.id)
    level = act.form.signs if act.form is not None else None
    if level is None or round_ is None or round_["ended_at"] is not None:
        return {"level": _begin(act)}
    assert act.form is not None
    approved = act.handed_in[act.form.outcome.variable] == APPROVED
    to = "" if approved else _returned_to(act, round_, level)
    draft = drafting.reply_draft(act)
    rows.add_step(act.unit.connection, {
        "round_id": round_["id"], "level": level.value, "person_id": act.unit.actor.person_id,
        "at": act.unit.now, "outcome": APPROVED if approved else RETURNED, "returned_to": to,
        "opinion": str(act.handed_in.get("opinion") or ""), "text": draft["text"],
    })
    if approved:
        act.unit.record(
            SignedAtLevel(level=level.value, text_digest=draft["text_digest"]), act.case)
        following = turn(round_, rows.steps_of(act.unit.connection, [round_["id"]]))
        return {"level": CONCLUDED if following is None else following.value}
    act.unit.record(ReturnedFromLevel(level=level.value, returned_to=to), act.case)
    if to == DRAFTER:
        rows.end(act.unit.connection, round_["id"], RETURNED, act.unit.now)
    return {"level": to}


def _begin(act: Act) -> str:
    unit = act.unit
    group = grounds.group_of(letters.kinds()[drafting.reply_draft(act)["kind"]].ground)
    put_in = {
        Role(level) for each in rows.rounds_of(unit.connection, act.case.id)
        for added in each["added"] for level in added["levels"]
    }
    arranged = in_effect(unit).arrangements.of(act.case.agency_id, unit.today).of(group)
    levels = in_order((*arranged, *put_in))
    rows.begin(unit.connection, {
        "case_id": act.case.id, "reply_group": group,
        "levels": [level.value for level in levels], "added": [], "began_at": unit.now,
        "outcome": "",
    })
    unit.record(SignOffBegun(levels=tuple(level.value for level in levels)), act.case)
    return levels[0].value


def _returned_to(act: Act, round_: RoundRow, level: Role) -> str:
    wanted = str(act.handed_in.get("return_to") or DRAFTER)
    if wanted != DRAFTER and wanted not in earlier(round_, level):
        raise InvalidInput({"return_to": "只能退回承办人员或者本轮此前的层级，请重新选择。"})
    return wanted


def sign_off_concluded(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Every level has agreed to this very text, each by another person, the last of them now.

    Raises LevelsNotAgreed: a diagram may not come here otherwise.
    """
    round_ = rows.latest_round(act.unit.connection, act.case.id)
    steps = rows.steps_of(act.unit.connection, [round_["id"]]) if round_ is not None else ()
    said = agreed(steps)
    text = drafting.reply_draft(act)["text"]
    if (
        round_ is None or round_["ended_at"] is not None
        or set(said) != set(levels_of(round_))
        or len({step["person_id"] for step in said.values()}) != len(said)
        or any(step["text"] != text for step in said.values())
        or steps[-1]["person_id"] != act.unit.actor.person_id
    ):
        raise LevelsNotAgreed()
    rows.end(act.unit.connection, round_["id"], "signed", act.unit.now)
    return {}
