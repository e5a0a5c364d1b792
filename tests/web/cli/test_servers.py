"""The servers that commands start: the demo and the office's own."""

import os
import re
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine import Configuration, Engine, HealthOf
from tests.web.cli.keyboard import GONGKAI, refused, run_program


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
    left = installed / "gongkai-pdf-left" / "letter.docx"
    left.parent.mkdir()
    left.write_text("a fallen machine left it, with the applicant's name")
    with started(
        installed, "serve", "--port", "0", TMPDIR=str(installed)
    ) as (_, address, _):
        assert "登录" in fetch(address)
        assert not left.parent.exists()
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


def test_data_that_are_served_already_are_not_served_twice(installed: Path) -> None:
    """Two would both keep time, and whoever looks at one does not see that it is the wrong one."""
    with started(installed, "serve", "--port", "0") as (server, _, _):
        said = refused(run_program(installed, "serve", "--port", "0"))
        assert f"进程 {server.pid}" in said
        assert str(installed) in said
        with started(installed, "serve", "--port", "0", "--no-ticker") as (_, address, _):
            assert "登录" in fetch(address)
        server.kill()       # whatever ends it lets the next one in
        server.wait()
    with started(installed, "serve", "--port", "0") as (_, address, _):
        assert "登录" in fetch(address)


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
