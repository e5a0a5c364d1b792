"""Random ledgers: most of them believable, some of them wrong, all of them well-formed."""

import random
from datetime import date, timedelta
from typing import Any

FIRST, LAST = date(2008, 5, 1), date(2026, 12, 31)
CHANNELS = ("in_person", "signed_post", "ordinary_post", "internet", "fax")
MATTERS = (
    "correction",
    *("consultation",) * 3,
    *("extended",) * 2,
    *("fee",) * 2,
    *("reopened",) * 2,
    *("reasons", "replied", "transferred", "withdrawn", "stray"),
)
PARTIES = ("third_party", "third_party", "other_agency", "co_maker", "secrecy_authority")


def ledger(dice: random.Random) -> dict[str, Any]:
    """One ledger as JSON, received between 2008-05-01 and 2026-12-31."""
    received = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days + 1))
    if dice.random() < 0.4:
        received = date(2019, 5, 1) + timedelta(days=dice.randrange((LAST - date(2019, 5, 1)).days))
    events: list[dict[str, Any]] = []
    for _ in range(dice.choice((0, 1, 1, 2, 2, 3, 4, 6))):
        events.extend(_thread(dice, received))
    events.sort(key=lambda event: event["on"])
    made: dict[str, Any] = {
        "received": received.isoformat(),
        "channel": dice.choice(CHANNELS),
        "events": [
            {k: v.isoformat() if isinstance(v, date) else v for k, v in event.items()}
            for event in events
        ],
    }
    if dice.random() < 0.4:
        made["settings"] = _settings(dice)
    return made


def _later(dice: random.Random, day: date, most: int) -> date:
    return day + timedelta(days=int(most * dice.random() ** 1.7))


def _thread(dice: random.Random, received: date) -> list[dict[str, Any]]:
    """One matter that comes up, with what follows from it (or not)."""
    on = _later(dice, received, 60) - timedelta(days=dice.random() < 0.03)
    what = dice.choice(MATTERS)
    if what == "correction":
        on = _later(dice, received, 16)
        asked: dict[str, Any] = {"type": "correction_requested", "on": on}
        if dice.random() < 0.2:
            asked["working_days"] = dice.randrange(5, 16)
        _serve(dice, asked)
        came = _later(dice, on, 25) - timedelta(days=7 * (dice.random() < 0.04))
        received_again = {"type": "correction_received", "on": came}
        return [asked, received_again] if dice.random() < 0.8 else [asked]
    if what == "consultation":
        name = dice.choice("ABC")
        found: list[dict[str, Any]] = [
            {"type": "consultation_opened", "on": on, "id": name, "party": dice.choice(PARTIES)}
        ]
        if dice.random() < 0.5:
            found[0]["told"] = _later(dice, on, 20)
        arrived = _later(dice, on, 8)
        if dice.random() < 0.85:
            found.append({"type": "consultation_delivered", "on": arrived, "id": name})
        if dice.random() < 0.75:
            answered = {"type": "consultation_answered", "on": _later(dice, arrived, 35)}
            found.append({**answered, "id": name})
        return found
    if what == "fee":
        notice: dict[str, Any] = {"type": "fee_noticed", "on": _later(dice, on, 6)}
        if dice.random() < 0.5:
            notice["issued"] = on + timedelta(days=7 * (dice.random() < 0.05))
        _serve(dice, notice)
        paid = {"type": "fee_paid", "on": _later(dice, notice["on"], 40)}
        return [notice, paid] if dice.random() < 0.75 else [notice]
    if what == "reasons":
        found = [{"type": "reasons_requested", "on": on}]
        if dice.random() < 0.8:
            found.append({"type": "reasons_given", "on": _later(dice, on, 15)})
        if dice.random() < 0.5:
            until = on + timedelta(days=dice.randrange(90))
            found.append({"type": "deferred", "on": _later(dice, on, 25), "until": until})
        return found
    if what == "extended":
        longer = {"type": "extended", "on": on, "working_days": dice.choice((5, 10, 15, 20, 21))}
        _serve(dice, longer)
        return [longer]
    if what == "replied":
        reply: dict[str, Any] = {"type": "replied", "on": _later(dice, on, 60)}
        if dice.random() < 0.9:
            reply["service"] = dice.choice(("post", "in_person", "online", "courier"))
        if dice.random() < 0.7:
            reply["served"] = _later(dice, reply["on"], 8) - timedelta(days=dice.random() < 0.05)
        return [reply]
    if what == "reopened":
        return _anew(dice, _later(dice, on, 90))
    if what == "transferred":
        return [{"type": "transferred", "on": _later(dice, on, 20)}]
    if what == "withdrawn":
        return [{"type": "withdrawn", "on": _later(dice, on, 60)}]
    stray = dice.choice(("correction_received", "fee_paid", "consultation_answered"))
    return [{"type": stray, "on": on, "id": dice.choice("AZ")}]


def _anew(dice: random.Random, on: date) -> list[dict[str, Any]]:
    """A decision that sets a term, and what may happen within it."""
    order = {
        "type": "reopened", "on": on, "term": dice.choice((1, 5, 10, 15, 15, 20, 30, 60)),
        "unit": dice.choice(("working_days", "calendar_days")),
        "by": dice.choice(("reconsideration", "judgment")),
    }
    found = [order]
    if dice.random() < 0.4:
        asked: dict[str, Any] = {"type": "correction_requested", "on": _later(dice, on, 15)}
        _serve(dice, asked)
        found += [asked, {"type": "correction_received", "on": _later(dice, asked["on"], 15)}]
    if dice.random() < 0.6:
        way = dice.choice(("post", "courier"))
        found.append({"type": "replied", "on": _later(dice, on, 50), "service": way})
    return found


def _serve(dice: random.Random, notice: dict[str, Any]) -> None:
    """Say of a notice when it arrived, or that it is on its way, or nothing."""
    if dice.random() < 0.3:
        notice["served"] = _later(dice, notice["on"], 9) - timedelta(days=dice.random() < 0.1)
    if dice.random() < 0.1:
        notice["awaiting_service"] = dice.random() < 0.8


def _settings(dice: random.Random) -> dict[str, Any]:
    every = {
        "suspension_starts": dice.choice(("issued", "delivered")),
        "correction_period_days": dice.randrange(7, 16),
        "correction_period_starts": dice.choice(("served", "issued")),
        "notice_day": dice.choice(("issued", "served")),
        "reasons_effect": dice.choice(("runs", "restarts")),
        "determination_excluded": dice.random() < 0.5,
        "extension_survives_restart": dice.random() < 0.5,
        "correction_2007": dice.choice(("runs", "restarts", "suspends")),
        "second_correction": dice.choice(("refused", "allowed")),
        "correction_in_term": dice.choice(("restarts", "runs")),
        "transfer_receipt": dice.choice(("first", "answering")),
    }
    return {name: value for name, value in every.items() if dice.random() < 0.5}
