"""A due date at the command line, from a ledger in JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.cli.keyboard import GONGKAI, ROOT, refused, run, run_program

LEDGER = {"received": "2026-03-02", "channel": "in_person", "events": []}


def test_a_ledger_gets_its_due_date_in_json(data: Path) -> None:
    result = run_program(data, "deadline", typed=json.dumps(LEDGER))
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["due"] == "2026-03-30"        # Monday; four weeks without a holiday
    assert "days" not in answer
    assert not data.exists()


def test_a_file_and_the_proof_day_by_day(data: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.json"
    ledger.write_text(json.dumps(LEDGER))
    proof = run(data, "deadline", "--proof", str(ledger))
    assert len(json.loads(proof.stdout)["days"]) == 29      # 2 to 30 March, day 0 among them
    text = run(data, "deadline", "--text", str(ledger)).stdout
    assert "2026年3月30日" in text


@pytest.mark.parametrize(("typed", "place"), [
    ('{"received": "2026-03-99", "channel": "fax", "events": []}', "/received"),
    ('{"received": "2026-03-02", "channel": "fax", "events": [{"type": "extended"}]}',
     "/events/0"),
    ("{", "第1行"),
    ("", "JSON"),
])
def test_malformed_input_names_the_place_and_ends_with_status_2(
    typed: str, place: str, data: Path
) -> None:
    assert place in refused(run(data, "deadline", typed=typed), status=2)


def test_the_program_itself_ends_with_status_2(data: Path) -> None:
    assert "/received" in refused(run_program(data, "deadline", typed="{}"), status=2)


def test_lines_are_answered_in_order_and_a_bad_one_in_its_place(data: Path) -> None:
    days = ["2026-03-02", "2026-03-03", "nonsense", "2026-03-04"]
    typed = "".join(json.dumps({**LEDGER, "received": day}) + "\n" for day in days)
    result = run(data, "deadline", "--lines", typed=typed)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer.get("due") for answer in answers] == [
        "2026-03-30", "2026-03-31", None, "2026-04-01"
    ]
    assert answers[2]["error"]["pointer"] == "/received"
    assert result.exit_code == 2


@pytest.mark.parametrize("option", ["--lines", "--text", "--proof"])
def test_the_answer_is_utf8_whatever_the_terminal_is_set_to(option: str) -> None:
    result = subprocess.run(
        [GONGKAI, "deadline", option], input=json.dumps({**LEDGER, "channel": "鸽子"}).encode(),
        env={**os.environ, "PYTHONIOENCODING": "latin-1"}, capture_output=True, check=False,
        timeout=240,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert "收到渠道“鸽子”不在条例规定之列" in result.stdout.decode("utf-8")


def test_a_due_date_needs_no_web_no_process_library_and_no_database() -> None:
    program = (
        "import sys\n"
        "from web.cli import main\n"
        "main(['deadline', '--text'], standalone_mode=False)\n"
        "heavy = {'flask', 'werkzeug', 'SpiffWorkflow', 'sqlalchemy', 'lxml', 'docx', 'orjson'}\n"
        "sys.exit(','.join(heavy & set(sys.modules)) or None)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(LEDGER), text=True, cwd=ROOT,
        capture_output=True, check=False, timeout=240,
    )
    assert (result.returncode, result.stderr) == (0, "")
