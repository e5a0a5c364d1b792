"""The command line: what an administrator types, and what comes back."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine import Configuration, Engine, HealthOf
from engine.processes.published import load
from web.cli import main

GONGKAI = str(Path(sys.executable).with_name("gongkai"))
ROOT = Path(__file__).parents[3]
AGENCY = [
    "--name", "周村区财政局", "--short-name", "区财政局", "--letter-code", "周财公开", "--kind",
    "department", "--reconsideration-organ", "周村区人民政府", "--court", "周村区人民法院",
    "--disclosure-office", "办公室", "--address", "周村区东门路126号", "--phone", "0533-6000012",
]
PASSWORD = "three plain words here"
LEDGER = {"received": "2026-03-02", "channel": "in_person", "events": []}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def installed(data: Path, _migrated_sqlite: Path) -> Path:
    """A data folder with its schema, and nobody in it."""
    data.mkdir()
    shutil.copyfile(_migrated_sqlite, data / "gongkai.sqlite")
    return data


def surroundings(data: Path, more: dict[str, str]) -> dict[str, str | None]:
    """The environment of a command. None: not set, whatever the machine has."""
    return {"GONGKAI_DATA": str(data), "DATABASE_URL": None, "GONGKAI_HTTPS": None,
            "GONGKAI_PROXIES": None, **more}


def run(data: Path, *words: str, typed: str = "", **more: str) -> Result:
    """A command within this process: most tests need no more."""
    return CliRunner().invoke(main, words, input=typed, env=surroundings(data, more))


def run_program(data: Path, *words: str, typed: str = "") -> Result:
    """The installed program, as an administrator starts it."""
    wanted = {**os.environ, **surroundings(data, {})}
    done = subprocess.run(
        [GONGKAI, *words], input=typed, text=True, capture_output=True, timeout=240, check=False,
        env={name: value for name, value in wanted.items() if value is not None},
    )
    return Result(
        runner=CliRunner(), stdout_bytes=done.stdout.encode(), stderr_bytes=done.stderr.encode(),
        output_bytes=b"", return_value=None, exit_code=done.returncode, exception=None,
    )


def refused(result: Result, *, status: int = 1) -> str:
    """The one line that says what is wrong."""
    assert (result.exit_code, result.stdout) == (status, "")
    assert len(result.stderr.splitlines()) == 1, result.stderr
    return result.stderr


# -- help ----------------------------------------------------------------------------------


def test_help_names_every_command_in_chinese(data: Path) -> None:
    told = run(data, "--help").stdout
    for command in ("agencies", "audit", "deadline", "demo", "migrate", "process", "serve",
                    "users"):
        line = next(line for line in told.splitlines() if line.strip().startswith(command + " "))
        assert re.search("[\u4e00-\u9fff]", line)
    assert "GONGKAI_DATA" in told


@pytest.mark.parametrize("words", [
    ["demo"], ["serve"], ["migrate"], ["users", "add"], ["users", "list"],
    ["users", "reset-password"], ["users", "disable"], ["users", "restore"], ["agencies", "add"],
    ["agencies", "list"], ["audit", "verify"], ["process", "check"],
    ["process", "publish"], ["deadline"],
], ids=" ".join)
def test_every_command_explains_itself(words: list[str], data: Path) -> None:
    result = run(data, *words, "--help")
    assert result.exit_code == 0
    assert re.search("[\u4e00-\u9fff]{4}", result.stdout)
    assert not data.exists()


# -- a first installation ------------------------------------------------------------------


def test_an_empty_database_becomes_an_office_that_can_be_signed_in_to(data: Path) -> None:
    assert "升级到" in run_program(data, "migrate").stdout
    assert "已是最新" in run(data, "migrate").stdout
    assert run_program(data, "agencies", "add", *AGENCY).exit_code == 0
    added = run_program(
        data, "users", "add", "--sign-in-name", "wangxiulan", "--name", "王秀兰", "--agency",
        "周财公开", "--role", "administrator", "--role", "intake_officer", "--password-stdin",
        typed=PASSWORD + "\n",
    )
    assert added.exit_code == 0, added.stderr
    assert PASSWORD not in added.stdout
    listed = run(data, "users", "list").stdout
    assert "wangxiulan" in listed
    assert "受理人员、系统管理员" in listed
    assert "周财公开" in run(data, "agencies", "list").stdout
    engine = Engine(Configuration.at(data))
    actor = engine.session(engine.sign_in("wangxiulan", PASSWORD, address="127.0.0.1"))
    engine.close()
    assert actor is not None
    assert actor.agency_name == "周村区财政局"


def test_what_is_not_given_is_asked_and_the_password_is_shown_once(installed: Path) -> None:
    run(installed, "agencies", "add", *AGENCY)
    answered = run(installed, "users", "add", typed="liuhaitao\n刘海涛\n周财公开\n2 3\n")
    assert answered.exit_code == 0, answered.stderr
    password = re.search(r"密码（只显示这一次）：(\S+)", answered.stdout)
    assert password
    engine = Engine(Configuration.at(installed))
    token = engine.sign_in("liuhaitao", password[1], address="127.0.0.1")
    actor = engine.session(token)
    engine.close()
    assert actor is not None
    assert {role.value for role in actor.roles} == {"handler", "legal_officer"}


@pytest.mark.parametrize(
    "option", [word for word in AGENCY if word.startswith("--") and word != "--kind"]
)
def test_an_agency_without_what_stands_on_its_letters_is_refused(
    option: str, installed: Path
) -> None:
    """A letter without its code, its court or its address cannot lawfully go out."""
    blank = list(AGENCY)
    blank[blank.index(option) + 1] = " \u3000"
    assert "请填写" in refused(run(installed, "agencies", "add", *blank))
    assert run(installed, "agencies", "list").stdout.count("周村区") == 0


def test_a_blank_around_a_letter_code_makes_no_other_code(installed: Path) -> None:
    run(installed, "agencies", "add", *AGENCY)
    again = [f" {word} " if word == "周财公开" else word for word in AGENCY]
    assert "已被其他机关使用" in refused(run(installed, "agencies", "add", *again))


def test_a_user_who_cannot_be_added_is_refused_in_one_line(installed: Path) -> None:
    run(installed, "agencies", "add", *AGENCY)
    user = ["users", "add", "--sign-in-name", "a", "--name", "甲", "--role", "handler",
            "--password-stdin", "--agency"]
    nowhere = run(installed, *user, "周教公开", typed=PASSWORD)
    assert "没有机关代字为“周教公开”的机关" in refused(nowhere)
    assert "密码太短" in refused(run(installed, *user, "周财公开", typed="short\n"))
    assert run(installed, *user, "周财公开", typed=PASSWORD).exit_code == 0
    assert "已有人使用" in refused(run(installed, *user, "周财公开", typed=PASSWORD))
    assert "已被其他机关使用" in refused(run(installed, "agencies", "add", *AGENCY))


# -- an office that locked itself out ------------------------------------------------------


def test_a_forgotten_password_is_reset_at_the_keyboard_and_shown_once(installed: Path) -> None:
    add_two_administrators(installed)
    told = run(installed, "users", "reset-password", "WangXiulan")
    password = re.search(r"密码（只显示这一次）：(\S+)", told.stdout)
    assert password, told.stderr
    engine = Engine(Configuration.at(installed))
    actor = engine.session(engine.sign_in("wangxiulan", password[1], address="127.0.0.1"))
    engine.close()
    assert actor is not None


def test_who_left_is_disabled_at_the_keyboard_but_not_the_last_administrator(
    installed: Path
) -> None:
    add_two_administrators(installed)
    assert "已停用" not in run(installed, "users", "list").stdout
    assert run(installed, "users", "disable", "wangxiulan").exit_code == 0
    listed = run(installed, "users", "list").stdout.splitlines()
    assert ["wangxiulan" in line for line in listed if "已停用" in line] == [True]
    assert "已经停用" in refused(run(installed, "users", "disable", "wangxiulan"))
    assert "最后一名" in refused(run(installed, "users", "disable", "liuhaitao"))
    for deed in ("disable", "restore", "reset-password"):
        unknown = refused(run(installed, "users", deed, "nobody"))
        assert "没有用户名为“nobody”的用户" in unknown


def test_who_came_back_is_restored_at_the_keyboard_with_the_old_password(installed: Path) -> None:
    add_two_administrators(installed)
    assert "没有停用" in refused(run(installed, "users", "restore", "wangxiulan"))
    run(installed, "users", "disable", "wangxiulan")
    restored = run(installed, "users", "restore", "WangXiulan")
    assert restored.exit_code == 0, restored.stderr
    assert "已停用" not in run(installed, "users", "list").stdout
    engine = Engine(Configuration.at(installed))
    actor = engine.session(engine.sign_in("wangxiulan", PASSWORD, address="127.0.0.1"))
    engine.close()
    assert actor is not None


def add_two_administrators(data: Path) -> None:
    run(data, "agencies", "add", *AGENCY)
    for sign_in_name, name in (("wangxiulan", "王秀兰"), ("liuhaitao", "刘海涛")):
        added = run(data, "users", "add", "--sign-in-name", sign_in_name, "--name", name,
                    "--agency", "周财公开", "--role", "administrator", "--password-stdin",
                    typed=PASSWORD + "\n")
        assert added.exit_code == 0, added.stderr


# -- what stands in the way ----------------------------------------------------------------


@pytest.mark.parametrize("words", [["serve"], ["users", "list"], ["audit", "verify"]], ids=str)
def test_a_database_without_its_schema_says_what_to_run(words: list[str], data: Path) -> None:
    data.mkdir()
    assert "gongkai migrate" in refused(run(data, *words))


def test_a_database_that_cannot_be_reached_is_one_line(data: Path) -> None:
    data.mkdir()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))       # bound and not listening: refused at once
        url = f"postgresql://gongkai:secret-word@127.0.0.1:{nobody.getsockname()[1]}/gongkai"
        said = refused(run(data, "migrate", DATABASE_URL=url))
    assert "DATABASE_URL" in said
    assert "secret-word" not in said


def test_a_wrong_setting_is_named(data: Path) -> None:
    data.mkdir()
    assert "GONGKAI_HTTPS" in refused(run(data, "migrate", GONGKAI_HTTPS="perhaps"))
    for wrong in ("-1", "10", "yes", "１"):
        assert "GONGKAI_PROXIES" in refused(run(data, "migrate", GONGKAI_PROXIES=wrong))
    assert "DATABASE_URL" in refused(run(data, "migrate", DATABASE_URL="mysql://somewhere"))


def test_a_data_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    said = refused(run(tmp_path / "file" / "data", "migrate"))
    assert str(tmp_path / "file") in said


def test_a_traceback_comes_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    result = run(tmp_path / "file" / "data", "--traceback", "migrate")
    assert isinstance(result.exception, OSError)


# -- the record ----------------------------------------------------------------------------


def test_the_record_is_verified_and_a_change_in_it_found(installed: Path) -> None:
    run(installed, "agencies", "add", *AGENCY)
    assert "审计记录完整，共 1 条" in run(installed, "audit", "verify").stdout
    connection = sqlite3.connect(installed / "gongkai.sqlite", isolation_level=None)
    for guard, in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        connection.execute(f"DROP TRIGGER {guard}")
    connection.execute("UPDATE audit_events SET data = '{}'")
    connection.close()
    assert "第 1 条被改动" in refused(run(installed, "audit", "verify"))


# -- diagrams ------------------------------------------------------------------------------


def test_published_diagrams_pass_the_check(data: Path) -> None:
    diagrams = sorted(str(path) for path in (ROOT / "bpmn").glob("*/v*/*.bpmn"))
    result = run(data, "process", "check", *diagrams)
    assert result.exit_code == 0
    assert result.stdout.count("没有问题") == len(diagrams) > 5
    assert not data.exists()


def test_a_diagram_with_a_script_is_refused_with_its_line(data: Path, tmp_path: Path) -> None:
    good = (ROOT / "bpmn/sign_off/v1/sign_off.bpmn").read_text(encoding="utf-8")
    bad = tmp_path / "bad.bpmn"
    bad.write_text(good.replace("bpmn:userTask", "bpmn:scriptTask"), encoding="utf-8")
    result = run_program(data, "process", "check", str(bad))
    assert result.exit_code == 1
    line = next(n for n, text in enumerate(bad.read_text().splitlines(), 1) if "scriptTask" in text)
    assert f"bad.bpmn：第 {line} 行：" in result.stdout
    assert "（编号approve_reply）" in result.stdout


def test_a_diagram_that_is_not_there_is_told_in_chinese(data: Path, tmp_path: Path) -> None:
    result = run(data, "process", "check", str(tmp_path / "nothing.bpmn"))
    assert result.exit_code == 1
    assert result.stdout.strip().endswith("nothing.bpmn：没有这个文件，请核对路径。")


def test_the_forms_beside_a_diagram_say_which_values_its_gateways_meet(
    data: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "bpmn/sign_off/v1", tmp_path / "v1")
    file = tmp_path / "v1/sign_off.bpmn"
    good = file.read_text(encoding="utf-8")
    file.write_text(
        good.replace(' default="flow_after_approval_to_reply_returned"', "").replace(
            'targetRef="reply_returned" />',
            'targetRef="reply_returned"><bpmn:conditionExpression>sign_off == "later"'
            "</bpmn:conditionExpression></bpmn:sequenceFlow>"), encoding="utf-8")
    result = run(data, "process", "check", str(file))
    assert "在sign_off为“returned”时没有出口：请补一条条件，或者设默认流" in result.stdout


def test_drafts_are_checked_and_published_by_two_commands(data: Path, tmp_path: Path) -> None:
    root = tmp_path / "bpmn"
    shutil.copytree(ROOT / "bpmn", root)
    assert "没有草稿" in run(data, "process", "check", "--folder", str(root)).stdout
    assert "没有草稿" in run(data, "process", "publish", "--folder", str(root)).stdout
    shutil.copytree(root / "sign_off/v1", root / "sign_off/v2")
    form = root / "sign_off/v2/forms/approve_reply.yaml"
    good = form.read_text(encoding="utf-8")
    with (root / "releases.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{len(load(root).releases) + 1}: {{sign_off: 2}}\n")
    before = (root / "deployed.lock").read_bytes()

    form.write_text(good.replace("separate_from: [draft_reply]\n", ""), encoding="utf-8")
    checked = run(data, "process", "check", "--folder", str(root))
    refused_draft = run(data, "process", "publish", "--folder", str(root))
    assert (checked.exit_code, refused_draft.exit_code) == (1, 1)
    assert "sign_off/v2/sign_off.bpmn：第" in checked.stdout
    assert "已由拟制人以外的人同意签发" in refused_draft.stdout
    assert "没有发布：请先改正以上3个问题" in refused_draft.stderr
    assert (root / "deployed.lock").read_bytes() == before

    form.write_text(good, encoding="utf-8")
    assert "approve_reply.yaml：没有问题" in run(
        data, "process", "check", "--folder", str(root)).stdout
    published = run(data, "process", "publish", "--folder", str(root))
    assert published.exit_code == 0
    assert "已发布：sign_off/v2/sign_off.bpmn" in published.stdout
    assert load(root).latest.definition("sign_off").version == 2
    assert (root / "deployed.lock").read_bytes() != before
    assert not data.exists()


# -- due dates -----------------------------------------------------------------------------


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
    assert "/received" in answers[2]["error"]
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


# -- servers -------------------------------------------------------------------------------


@contextmanager
def started(
    data: Path, *words: str, **more: str
) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """A server that has said its address: (process, address, all that it printed)."""
    environment = {**os.environ, "GONGKAI_DATA": str(data), **more}
    environment.pop("DATABASE_URL", None)
    server = subprocess.Popen(
        [GONGKAI, *words], env=environment, cwd=data.parent, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )
    assert server.stdout is not None
    printed = ""
    try:
        for line in server.stdout:          # ends when the server ends
            printed += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"http://127\.0\.0\.1:\d+/", printed)
        assert found, printed
        yield server, found[0], printed
    finally:
        if server.poll() is None:
            server.kill()
        server.wait()
        server.stdout.close()


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=240) as answer:
        return str(answer.read().decode())


def sign_ins(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if re.search(r"\w{4}-\w{4}-\w{4}", line)]


def test_the_demo_starts_stops_cleanly_and_keeps_its_data(data: Path) -> None:
    with started(data, "demo", "--requests", "2", "--port", "0") as (server, address, printed):
        assert "登录" in fetch(address)
        first = sign_ins(printed)
        assert len(first) >= 6
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=240) == 0
    with started(data, "demo", "--port", "0") as (server, address, printed):
        assert sign_ins(printed) == first
        assert "正在建立" not in printed
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=240) == 0
    assert (data / "demo" / "gongkai.sqlite").is_file()
    assert not (data / "gongkai.sqlite").exists()       # the office's own data are elsewhere


def test_the_people_of_the_demo_can_sign_in(data: Path) -> None:
    with started(data, "demo", "--requests", "1", "--port", "0") as (_, _, printed):
        name, password = sign_ins(printed)[0].split()[:2]
    engine = Engine(Configuration.at(data / "demo"))
    assert engine.session(engine.sign_in(name, password, address="127.0.0.1"))
    engine.close()


def test_a_server_serves_its_own_data_with_or_without_the_ticker(installed: Path) -> None:
    with started(installed, "serve", "--port", "0") as (_, address, _):
        assert "登录" in fetch(address)
    engine = Engine(Configuration.at(installed))
    seen = engine.ask(HealthOf()).ticker_seen_at
    assert seen is not None
    with started(installed, "serve", "--port", "0", "--no-ticker") as (_, address, _):
        fetch(address)
    assert engine.ask(HealthOf()).ticker_seen_at == seen
    engine.close()


@pytest.mark.parametrize(("proxies", "secure"), [("0", False), ("1", True)])
def test_a_server_hears_of_https_outside_from_a_trusted_proxy_only(
    proxies: str, secure: bool, installed: Path
) -> None:
    with started(installed, "serve", "--port", "0", GONGKAI_PROXIES=proxies) as (_, address, _):
        asked = urllib.request.Request(
            f"{address}sign-in", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "::1"}
        )
        with urllib.request.urlopen(asked, timeout=240) as answer:
            assert ("Secure" in answer.headers["Set-Cookie"]) is secure


def test_https_without_a_word_on_proxies_is_pointed_out(installed: Path) -> None:
    with started(installed, "serve", "--port", "0", GONGKAI_HTTPS="1") as (_, _, printed):
        assert "没有设置 GONGKAI_PROXIES" in printed
    with started(
        installed, "serve", "--port", "0", GONGKAI_HTTPS="1", GONGKAI_PROXIES="1"
    ) as (_, _, printed):
        assert "GONGKAI_PROXIES" not in printed


def test_a_port_that_is_taken_is_said_so(installed: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = refused(run_program(installed, "serve", "--port", port))
    assert f"端口 {port} 已被占用" in said


def test_the_demo_goes_to_another_port_when_the_usual_one_is_taken(data: Path) -> None:
    with socket.socket() as taken:
        try:
            taken.bind(("127.0.0.1", 8080))
            taken.listen()
        except OSError:
            pass                            # taken by somebody else: as good
        with started(data, "demo", "--requests", "1") as (_, address, printed):
            assert "端口 8080 已被占用" in printed
            assert ":8080/" not in address
            assert "登录" in fetch(address)
