"""What follows for the supervision of a reply when the day of receipt was wrong.

《政府信息公开条例》第四十六条、第四十七条：who let a limit pass is supervised; who did not, is not.
What a timer recorded before the fact was known is taken back when the fact comes.
"""

from datetime import date

from engine.cases.act import Act
from engine.cases.rows import named as register_rows, timers as timer_rows
from engine.mending.events import OverdueTakenBack
from engine.rules.alarms import alarms
from engine.statute import Assessment
from engine.timers.events import TimeLimitMissed

_LIMIT, _BEGINS = "reply", "reply_overdue"


def follow(act: Act, was: Assessment) -> None:
    """was: what the clock said before. While a reply is awaited its timer tells that it is late."""
    now, today = act.case.assessment, act.unit.today
    if _late(was, today) and not _late(now, today):
        _take_back(act)
    elif now.on_time is False and was.on_time and now.due is not None:
        act.unit.record(TimeLimitMissed(limit=_LIMIT, legal_date=now.due), act.case)
        act.send(_BEGINS)


def _take_back(act: Act) -> None:
    """Of releases whose life itself holds the task of supervising, a person ends it."""
    case = act.case
    supervision = case.life.process.release.beside.get(_BEGINS)
    for running in case.live():
        if running.process.name == supervision:
            running.instance.call_off()
            running.moved = True
    for timer in case.timers.values():
        alarm = alarms()[timer["name"]]
        if alarm.limit.name == _LIMIT and not alarm.before and timer["fired_for"] is not None:
            # Should that very date hold again, it is a limit to be watched as any.
            timer["fired_for"] = timer["fired_at"] = None
            timer_rows.change(act.unit.connection, timer["id"], {
                "due_at": timer["due_at"], "fired_for": None, "fired_at": None})
    missed = [
        date.fromisoformat(each["data"]["legal_date"])
        for each in register_rows.timeline(act.unit.connection, case.id)
        if each["kind"] == "TimeLimitMissed" and each["data"]["limit"] == _LIMIT
    ]
    if missed:
        act.unit.record(OverdueTakenBack(
            limit=_LIMIT, legal_date=max(missed), due_on=case.assessment.due), case)


def _late(assessment: Assessment, today: date) -> bool:
    if assessment.on_time is not None:
        return not assessment.on_time
    return assessment.due is not None and today > assessment.due
