"""The way of one request as acts in office minutes after its receipt.

Acts are the names of functions in ``acts/``. A way is straight, or has what happens in
practice: a correction, the legal section's opinion, an extension, a draft sent back, a reply
that comes too late.
"""

import random
from dataclasses import dataclass
from typing import Any

from engine.example_district.matters import Correction
from engine.example_district.office_hours import A_DAY, spread
from engine.statute.values import parameters
from engine.statute.values.discretion import default_discretion

# How long an act is waited for, against the others.
_WAIT = {
    "register": 0.3, "accept": 1.2, "ask_correction": 1.5, "write_notice": 0.7, "draft": 5.0,
    "consult_legal": 2.0, "give_opinion": 2.0, "ask_extension": 6.0, "approve_extension": 0.8,
    "pass_review": 1.0, "fail_review": 1.0, "sign": 1.3, "send_back": 1.2, "serve": 0.6,
    "receive_correction": 4.0, "confirm_lapse": 0.4, "confirm": 3.0, "come_back": 4.0,
    "archive": 3.0,
}
# Days after which an act is done at the latest, whatever else waits.
_LONGEST = {"register": 0.9, "accept": 2.5, "ask_correction": 2.5}
_DONE_BEFORE = {
    "examine_request": "register", "write_correction_notice": "ask_correction",
    "receive_correction": "write_notice", "draft_reply": "accept",
    "give_legal_opinion": "consult_legal", "approve_extension": "ask_extension",
    "review_confidentiality": "draft", "approve_reply": "pass_review", "serve_letter": "sign",
    "confirm_delivery": "serve", "serve_again": "come_back", "archive_case": "confirm",
}
_FINISH = ("draft", "pass_review", "sign", "serve")
# Working days that pass before an act beside the life, and before those of the life around it.
_PASSES = {
    "register": (0.1, 0.5), "inquiry_arrives": (1.0, 3.0), "party_objects": (2.0, 6.0),
    "party_agrees": (2.0, 6.0), "lapse_fee": (21.2, 24.0), "pay_fee": (3.0, 9.0),
    "give_reasons": (2.0, 5.0), "take_over": (1.0, 3.0), "draft": (1.0, 2.5),
    "receive_determination": (4.0, 9.0), "confirm": (2.0, 5.0), "archive": (1.0, 3.0),
    "contest": (6.0, 25.0), "sue": (20.0, 60.0), "answer_remedy": (3.0, 8.0),
    "uphold": (20.0, 35.0), "dismiss": (40.0, 80.0), "take_back": (8.0, 15.0),
    "order_anew": (20.0, 35.0), "reopen": (0.5, 1.5),
}


@dataclass(frozen=True, slots=True)
class Journey:
    """``acts``: (minutes after ``start``, act). ``start`` is 0 where any day will do."""

    acts: tuple[tuple[int, str], ...]
    extended: int = 0
    start: int = 0

    @property
    def length(self) -> int:
        """Minutes from receipt to the last act."""
        return self.acts[-1][0] + A_DAY


def finished(
    draw: random.Random, kind: str, legal: bool, correction: Correction | None
) -> Journey:
    """A way that ended in the archive."""
    acts: list[tuple[int, str]] = []
    way = ["register", "accept"]
    base = 0
    if correction:
        acts, told_at = _until_notice(draw)
        if kind == "correction_lapsed":
            return _lapsed(draw, acts, told_at)
        base = told_at + draw.randint(2, 8) * A_DAY + draw.randint(-200, 200)
        acts.append((base, "receive_correction"))
        way = ["accept"]
    if legal:
        way += ["consult_legal", "give_opinion"]
    end = base + draw.randint(3, 18) * A_DAY
    limit = _reply_days()
    extended = 0
    luck = draw.random()
    if luck < 0.07:                                   # could not be answered in time: extended
        extended = draw.choice((10, 15, 20))
        way += ["ask_extension", "approve_extension"]
        halfway = base + draw.randint(limit - 7, limit - 3) * A_DAY
        acts += _between(draw, way, base, halfway)
        base, way = halfway, []
        end = base + draw.randint(6, extended) * A_DAY
    elif luck < 0.11:                                 # came too late
        late = base - base % A_DAY + (limit + 1) * A_DAY
        end = late + draw.randint(1, 6) * A_DAY
        acts.append((late + draw.randint(30, 400), "supervise"))
    if draw.random() < 0.03:
        way += ["draft", "fail_review"]
    if draw.random() < 0.06:
        way += ["draft", "pass_review", "send_back"]
    acts += _between(draw, [*way, *_FINISH], base, end)
    acts += _to_the_archive(draw, max(acts[-1][0], end))
    return Journey(tuple(sorted(acts)), extended)


def _to_the_archive(draw: random.Random, served: int) -> list[tuple[int, str]]:
    """What follows the reply: it arrives, now and then only when it is posted once more."""
    days = draw.randint(2, 7)
    arrived = [(served + (days - 1) * A_DAY, "confirm"), (served + days * A_DAY, "archive")]
    if days < 7 or served // A_DAY % 3:
        return arrived
    return [(served + 2 * A_DAY, "come_back"), (served + 3 * A_DAY, "serve_again"), *arrived]


def unfinished(
    draw: random.Random, situation: dict[str, Any], way: str, today: int, present: int
) -> Journey:
    """A way that leads to where the situation says.

    ``today``: the opening minute of the present day, or of the last working day before it;
    ``present``: the last office minute that has passed, which may be yesterday's.
    """
    step, left = situation["step"], situation["left"]
    extended = situation.get("extended", 0)
    if step == "receive_correction":
        return _awaiting_correction(draw, left, today, present)
    # Day 0 of the reply period, so that the due date lies ``left`` working days from today.
    base = today + (left - _reply_days() - extended) * A_DAY
    base = min(base, present - present % A_DAY)
    acts: list[tuple[int, str]] = []
    straight = ["register"] if step == "examine_request" else ["register", "accept"]
    start = base
    if way == "lapsed":
        start = today - (_correction_days() + 5) * A_DAY
        acts, told_at = _until_notice(draw, within=2)
        acts = [(start + minute, act) for minute, act in acts]
        base, straight = start + _after_lapse(told_at), ["confirm_lapse"]
    elif way == "corrected" and step != "write_correction_notice":
        acts, told_at = _until_notice(draw)
        asked = draw.randint(2, 7) * A_DAY
        start = base - (told_at - told_at % A_DAY) - asked
        acts = [(start + minute, act) for minute, act in acts]
        base = min(base + draw.randint(60, 380), present)
        acts.append((base, "receive_correction"))
        straight = ["accept"]
    elif way == "corrected":
        straight = ["register", "ask_correction"]
    straight += _detours(way, extended)
    if way != "lapsed":
        straight += _rest(step)
    acts += _between(draw, straight, base, present, waiting=_WAIT.get(_next(step), 1.0))
    acts += _afterwards(draw, situation, acts, base, present)
    return Journey(
        tuple((minute - start, act) for minute, act in sorted(acts)), extended, start
    )


def beside(draw: random.Random, row: dict[str, Any], present: int) -> Journey:
    """A way with something beside it, as a row of the file says: to the archive, or to where
    something waits today."""
    acts: list[tuple[int, str]] = []
    minute = 0
    for act in ("register", "accept", *_spelt_out(row["acts"])):
        least, most = _PASSES.get(act, (0.3, 1.1))
        minute += int(draw.uniform(least, most) * A_DAY)
        acts.append((minute, act))
    if "since" not in row:
        return Journey(tuple(acts))
    waits = row["since"] * A_DAY + draw.randint(30, 300)
    return Journey(tuple(acts), start=present - waits - minute)


def _spelt_out(acts: list[str]) -> list[str]:
    return [each for act in acts
            for each in ((*_FINISH, "confirm", "archive") if act == "reply" else (act,))]


def _detours(way: str, extended: int) -> list[str]:
    detours = []
    if way == "consulted":
        detours += ["consult_legal", "give_opinion"]
    if extended:
        detours += ["ask_extension", "approve_extension"]
    if way == "not_passed":
        detours += ["draft", "fail_review"]
    if way == "returned":
        detours += ["draft", "pass_review", "send_back"]
    return detours


def _rest(step: str) -> list[str]:
    """What is done on the straight way after acceptance until a step waits."""
    last = _DONE_BEFORE[step]
    if last in {"consult_legal", "ask_extension"}:
        return [last]
    if last in _FINISH:
        return list(_FINISH[:_FINISH.index(last) + 1])
    return [*_FINISH, last] if last in {"confirm", "come_back"} else []


def _next(step: str) -> str:
    return {
        "draft_reply": "draft", "archive_case": "archive", "serve_letter": "serve",
        "confirm_delivery": "confirm",
    }.get(step, "")


def _afterwards(
    draw: random.Random, situation: dict[str, Any], acts: list[tuple[int, str]], base: int,
    present: int,
) -> list[tuple[int, str]]:
    """What is done beside the way: the manager's answer, a claim, a saved form."""
    more: list[tuple[int, str]] = []
    last = max(minute for minute, _ in acts)
    if situation.get("supervised"):
        overdue = base - base % A_DAY + (_reply_days() + situation.get("extended", 0) + 1) * A_DAY
        answered = overdue + draw.randint(20, 300)
        if overdue <= present:      # else the day on which it is overdue has only just begun
            more.append((min(answered, present), "supervise"))
    for wish, act in (("claimed", "claim"), ("saved", "save")):
        if situation.get(wish):
            more.append((min(max(last, present - draw.randint(30, 300)), present), act))
    return more


def _awaiting_correction(
    draw: random.Random, left: int, today: int, present: int
) -> Journey:
    told_at = today + (left - _correction_days()) * A_DAY
    start = told_at - draw.randint(1, 4) * A_DAY
    acts = _between(draw, ["register", "ask_correction", "write_notice"], start,
                    min(told_at + draw.randint(60, 400), present))
    return Journey(tuple((minute - start, act) for minute, act in acts), 0, start)


def _until_notice(draw: random.Random, within: int = 5) -> tuple[list[tuple[int, str]], int]:
    """Registered, examined, told to correct: acts and the minute of the notice."""
    end = draw.randint(1, within) * A_DAY + draw.randint(0, 400)
    return _between(draw, ["register", "ask_correction", "write_notice"], 0, end), end


def _lapsed(draw: random.Random, acts: list[tuple[int, str]], told_at: int) -> Journey:
    start = _after_lapse(told_at)
    end = start + draw.randint(2, 6) * A_DAY
    acts += _between(draw, ["confirm_lapse", *_FINISH], start, end)
    return Journey((*acts, *_to_the_archive(draw, end)))


def _after_lapse(told_at: int) -> int:
    """The morning after the correction period, which begins with the notice's day."""
    return told_at - told_at % A_DAY + (_correction_days() + 1) * A_DAY


def _between(
    draw: random.Random, way: list[str], start: int, end: int, waiting: float = 0.0
) -> list[tuple[int, str]]:
    """These acts between two moments, the last one at the end unless something waits then."""
    weights = [*(_WAIT[act] for act in way), waiting]
    longest = [_LONGEST.get(act, 99.0) for act in way]
    return list(zip(spread(draw, start, end, weights, longest), way, strict=True))


def _reply_days() -> int:
    return parameters.all_parameters()["reply"].values[-1].number or 0


def _correction_days() -> int:
    return default_discretion().correction_period_days
