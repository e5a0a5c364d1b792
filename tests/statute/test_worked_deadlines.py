"""Deadlines counted by hand hold; the table is worked_deadlines.yaml."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.statute import WorkingDays, assess
from engine.statute.clock import deadline
from engine.statute.clock.ledger import Ledger

TABLE = yaml.safe_load((Path(__file__).parent / "worked_deadlines.yaml").read_text("utf-8"))
KEYS = {"day": "on"}  # a bare "on" is a truth value to YAML
DATES = ("day", "served", "issued", "told", "until")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def day(written: str) -> str:
    """ "Wed 2025-09-10" as "2025-09-10"; the weekday has to be right."""
    weekday, iso = written.split()
    assert WEEKDAYS[date.fromisoformat(iso).weekday()] == weekday, written
    return iso


def ledger(row: dict[str, Any]) -> dict[str, Any]:
    """The row as the JSON that the command reads."""
    events = [
        {
            KEYS.get(key, key): day(value) if key in DATES else value
            for key, value in event.items()
        }
        for event in row.get("events", [])
    ]
    made = {"received": day(row["received"]), "channel": row["channel"], "events": events}
    return {**made, "settings": row["settings"]} if "settings" in row else made


@pytest.mark.parametrize("row", TABLE, ids=[row["id"] for row in TABLE])
def test_a_deadline_counted_by_hand_holds(row: dict[str, Any]) -> None:
    answer = deadline.answer(ledger(row))
    limits = answer["limits"]
    assert answer["due"] == (day(row["due"]) if row["due"] else None), row["counting"]
    assert answer["rule_set"] == row.get("rule_set", "2019")
    assert answer["provisional"] is row.get("provisional", False)
    assert answer["lapsed"] == row.get("lapsed")
    assert answer["on_time"] == row.get("on_time")
    if "warning_due" in row:
        assert answer["warning_due"] == day(row["warning_due"])
    for name in ("correction_notice", "correction_received", "fee_payment"):
        if name in row:
            assert limits[name] == (day(row[name]) if row[name] else None)
    if "findings" in row:
        assert [finding["code"] for finding in answer["findings"]] == row["findings"]
    if "consultations" in row:
        expected = {party: day(written) for party, written in row["consultations"].items()}
        assert limits["consultations"] == expected


@pytest.mark.parametrize("row", [row for row in TABLE if "replied" in row], ids=lambda r: r["id"])
def test_a_reply_is_dated_by_the_way_it_was_served(row: dict[str, Any]) -> None:
    made = assess(Ledger.from_json(ledger(row)), calendar=WorkingDays.load())
    assert made.replied_on == date.fromisoformat(day(row["replied"]))


@pytest.mark.parametrize("row", TABLE, ids=[row["id"] for row in TABLE])
def test_the_proof_ends_on_the_due_date_with_every_day_of_the_period_counted(
    row: dict[str, Any],
) -> None:
    answer = deadline.answer(ledger(row), proof=True)
    if answer["due"] is None:
        return
    last = answer["days"][-1]
    begins = max(n for n, d in enumerate(answer["days"]) if d["kind"] == "start")
    counted = [d["ordinal"] for d in answer["days"][begins:] if d["kind"] == "counted"]
    assert last["day"] == answer["due"]
    assert last["kind"] == row.get("last_day", "counted")
    if last["kind"] != "deferred":
        assert counted[-1] == max(counted) in (15, 20, 30, 40)


@pytest.mark.parametrize("row", TABLE, ids=[row["id"] for row in TABLE])
def test_every_day_of_the_proof_says_why(row: dict[str, Any]) -> None:
    days = deadline.answer(ledger(row), proof=True)["days"]
    every_day_since = next(
        (day(event["day"]) for event in row.get("events", ())
         if event.get("unit") == "calendar_days"), "9999")
    assert [d["day"] for d in days] == sorted({d["day"] for d in days})
    for d in days:
        assert d["article"] or d["note"], d
        if d["kind"] == "holiday":
            assert "gov.cn" in d["notice"] or (d["provisional"] and "国务院令" in d["notice"])
        working = d["kind"] == "counted" and d["day"] <= every_day_since
        if working and date.fromisoformat(d["day"]).weekday() >= 5:
            assert "gov.cn" in d["notice"]
            assert d["note"].startswith("调休上班")
