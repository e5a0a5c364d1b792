"""What an office installs: by the manual as it is written, without internet or this checkout.

Packed are the wheel and no dependencies: what the locked environment has of them is lent.
"""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest

from deploy.wheelhouse import pack
from tests.acceptance.manual import MANUALS, block, blocks, packages, spoken
from web.cli import main

_ROOT = Path(__file__).parents[2]
_MANUAL = _ROOT / "docs/operations.md"
_SECONDS = 240
_A_HANDFUL = """
import sys
from pathlib import Path
from engine.example_district.installing import install
from engine.configuration import Configuration
install(Configuration.at(Path(sys.argv[1])), progress=lambda done, whole: None, requests=4)
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Below it everything is where the manual's commands put it."""
    home = tmp_path_factory.mktemp("machine")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", home / "wheel",
         _copy_of_the_sources(home / "sources"))
    (wheel,) = (home / "wheel").glob("*.whl")
    pack(wheel, home / "no wheels", "# none: the test lends them\n", home)
    _follow("installing", home, until="sudoedit")
    # The dependencies are those of the locked environment; a path file lends them without
    # running what lies there, so that this checkout itself stays out of reach.
    packages = next((home / "root/opt/gongkai/lib").glob("python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "root"


@pytest.fixture
def installed(root: Path) -> Path:
    """The ``gongkai`` of an environment that holds the wheel."""
    return root / "opt/gongkai/bin/gongkai"


def _follow(
    section: str, home: Path, *, since: str = "", until: str = "\0", typed: str = "",
    manual: Path = _MANUAL,
) -> str:
    """Run the commands of a section of the manual, below ``home/root`` and without privileges."""
    lines = block(manual, section, "install.sh")
    first = next((n for n, line in enumerate(lines) if since in line), 0)
    last = next((n for n, line in enumerate(lines) if until in line), len(lines))
    root = home / "root"
    script = "\n".join(lines[first:last])
    for there, here in (
        ("sudo ./install.sh", f"./install.sh --root {root}"),
        ("sudo gongkai", f"{root}/usr/local/bin/gongkai"), ("/var/", f"{root}/var/"),
        ("sudo systemctl", ": systemctl"),
    ):
        script = script.replace(there, here)
    return _run("bash", "-euc", script, cwd=str(home), typed=typed)


def test_the_manual_as_written_ends_in_a_server_that_is_signed_in_to(root: Path) -> None:
    home = root.parent
    agency = "周村区财政局\n区财政局\n周财公开\ndepartment\n周村区人民政府\n周村区人民法院\n" \
             "办公室\n周村区东门路126号\n0533-6000012\n"
    told = _follow("installing", home, since="gongkai migrate", until="users add", typed=agency)
    assert "已添加机关：周村区财政局" in told
    told = _follow("installing", home, since="users add", typed="wang\n王秀兰\n周财公开\n8\n")
    assert "密码（只显示这一次）" in told
    data = root / "var/lib/gongkai"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "gongkai.sqlite").stat().st_mode) == 0o600
    unit = (root / "etc/systemd/system/gongkai.service").read_text()
    start = re.search(r"^ExecStart=(.*) --port 8080$", unit, re.MULTILINE)
    assert start
    with _served(f"exec {start[1]} --port 0", home) as address:
        with urllib.request.urlopen(f"{address}sign-in", timeout=240) as page:
            assert "登录" in page.read().decode()
        told = _follow("upgrading", home, until="systemctl stop")
        assert "核验无误" in told, "a backup is made while the server runs"
    assert len(list((root / "var/backups/gongkai").iterdir())) == 1


@pytest.mark.parametrize("section", MANUALS[_MANUAL])
def test_both_manuals_tell_the_same_commands_in_the_same_order(section: str) -> None:
    """What `make install-trial` carries out on an empty machine, here without one."""
    told = [
        [[re.sub(r"\b(FILE|NAME)\b|文件|用户名", "…", line) for line in each]
         for each in blocks(manual, section) if each != ["make wheelhouse"]]
        for manual in MANUALS
    ]
    assert told[0] == told[1]
    assert all(told[0])


def test_a_command_told_between_the_lines_is_one_that_there_is() -> None:
    for manual in MANUALS:
        assert packages(manual) == ["postgresql", "python3-venv"]
        for command in spoken(manual):
            words = re.sub(r" > \S+$", "", command.removeprefix("sudo ")).split()
            if words[0] == "gongkai":
                found: click.Command = main
                for word in words[1:]:
                    if isinstance(found, click.Group):
                        assert word in found.commands, command
                        found = found.commands[word]


def test_settings_reach_the_program_to_the_letter(root: Path) -> None:
    """A password may hold what a shell would carry out or cut off."""
    settings = root / "etc/gongkai/gongkai.env"
    kept = settings.read_text()
    program = root / "opt/gongkai/bin/gongkai"
    program.rename(program.with_name("gongkai.kept"))
    try:
        program.write_text('#!/bin/sh\nprintf "%s\\n" "$DATABASE_URL" "$GONGKAI_HOSTS" "$1"\n')
        program.chmod(0o755)
        for written, wanted in (
            (r"postgresql://g:p$a&b;c #\d e'f@h/x", r"postgresql://g:p$a&b;c #\d e'f@h/x"),
            ('"postgresql://g:p=q@h/x"\r', "postgresql://g:p=q@h/x"),
        ):
            settings.write_text(f"{kept}# GONGKAI_HOSTS=no\nDATABASE_URL={written}")
            told = _run(root / "usr/local/bin/gongkai", "one word").splitlines()
            assert told == [wanted, "127.0.0.1,localhost", "one word"]
    finally:
        settings.write_text(kept)
        program.with_name("gongkai.kept").rename(program)


def test_an_archive_for_another_machine_says_so(root: Path, tmp_path: Path) -> None:
    unpacked = next(each for each in root.parent.glob("gongkai-offline-*") if each.is_dir())
    other = tmp_path / "other"
    shutil.copytree(unpacked, other)
    (other / "platform.txt").write_text("py399-linux-abacus\n")
    done = subprocess.run([other / "install.sh", "--root", tmp_path / "there"],
                          capture_output=True, text=True)
    assert done.returncode == 1
    assert "适用于 py399-linux-abacus" in done.stderr
    assert not (tmp_path / "there/opt").exists()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_the_units_are_what_systemd_understands(root: Path) -> None:
    units = sorted((root / "etc/systemd/system").iterdir())
    assert len(units) == 3
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, units)], capture_output=True, text=True, timeout=240
    )
    about_ours = [line for line in done.stderr.splitlines() if "gongkai" in line]
    assert (done.returncode, about_ours) == (0, []), done.stderr


def test_an_installation_says_under_which_licences_it_is(root: Path) -> None:
    program = root / "opt/gongkai"
    assert "Apache License" in (program / "LICENSE").read_text()
    assert "SpiffWorkflow".lower() in (program / "THIRD-PARTY.md").read_text()
    assert json.loads((program / "gongkai.cdx.json").read_text())["bomFormat"] == "CycloneDX"


def test_the_wheel_runs_the_demonstration_from_an_empty_directory(
    installed: Path, tmp_path: Path
) -> None:
    found = _run(installed.with_name("python"), "-c", "import engine, web; "
                 "print(engine.__file__, web.__file__)", cwd="/")
    assert str(_ROOT) not in found, "it is the wheel that runs, not this checkout"
    empty = tmp_path / "empty"
    empty.mkdir()
    # The whole district takes half a minute; a handful of requests show the same.
    _run(installed.with_name("python"), "-c", _A_HANDFUL, tmp_path / "data" / "demo", cwd="/")
    environment = {"PATH": "/usr/bin:/bin", "GONGKAI_DATA": str(tmp_path / "data"),
                   "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
    with _served(f"exec {installed} demo --port 0", empty, environment) as address:
        with urllib.request.urlopen(f"{address}sign-in", timeout=240) as page:
            text = page.read().decode()
        assert "登录" in text
        for bundle in re.findall(r'(?:src|href)="(/static/dist/[^"]+)"', text):
            with urllib.request.urlopen(address.rstrip("/") + bundle, timeout=240) as file:
                assert file.status == 200
    assert list(empty.iterdir()) == [], "nothing is left where it was started"


@contextmanager
def _served(
    command: str, folder: Path, environment: dict[str, str] | None = None
) -> Iterator[str]:
    """A server while the block lasts; the value is its address."""
    with tempfile.NamedTemporaryFile() as output:
        server = subprocess.Popen(
            ["bash", "-c", command], cwd=folder, stdout=output, stderr=subprocess.STDOUT,
            env=environment or {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        )
        try:
            yield _address(Path(output.name), server)
        finally:
            server.terminate()
            server.wait(30)


def _copy_of_the_sources(target: Path) -> Path:
    """A build leaves files beside the sources; here they go beside a copy."""
    target.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "THIRD-PARTY.md", "declared", "engine",
                 "letters", "web", "bpmn"):
        _run("cp", "-r", _ROOT / name, target / name)
    return target


def _address(output: Path, server: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        text = output.read_text()
        if found := re.search(r"http://127\.0\.0\.1:\d+/", text):
            return found.group()
        assert server.poll() is None, text
        time.sleep(0.1)
    raise AssertionError(f"no address after {_SECONDS} s: {output.read_text()}")


def _run(*command: str | Path, cwd: str | None = None, typed: str = "") -> str:
    clean = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean, capture_output=True, text=True,
        timeout=_SECONDS, input=typed,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
