"""What an office installs: one wheel that runs from any directory, without this checkout."""

import os
import re
import subprocess
import sys
import sysconfig
import time
import urllib.request
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_SECONDS = 240
_A_HANDFUL = """
import sys
from pathlib import Path
from engine.example_district.installing import install
from engine.configuration import Configuration
install(Configuration.at(Path(sys.argv[1])), progress=lambda done, whole: None, requests=4)
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The ``gongkai`` of a fresh environment that holds the wheel and its dependencies."""
    home = tmp_path / "installed"
    home.mkdir()
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", home / "wheel",
         _copy_of_the_sources(home / "sources"))
    _run(sys.executable, "-m", "venv", "--without-pip", home / "venv")
    _run(sys.executable, "-m", "pip", "--python", home / "venv" / "bin" / "python", "install",
         "--quiet", "--no-index", "--no-deps", "--no-compile", *(home / "wheel").glob("*.whl"))
    # The dependencies are those of the locked environment; a path file lends them without
    # running what lies there, so that this checkout itself stays out of reach.
    packages = next((home / "venv" / "lib").glob("python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "venv" / "bin" / "gongkai"


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
    output = tmp_path / "output"
    with output.open("wb") as stream:
        server = subprocess.Popen(
            [installed, "demo", "--port", "0"], cwd=empty, env=environment, stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        address = _address(output, server)
        with urllib.request.urlopen(f"{address}sign-in", timeout=240) as page:
            text = page.read().decode()
        assert "登录" in text
        for bundle in re.findall(r'(?:src|href)="(/static/dist/[^"]+)"', text):
            with urllib.request.urlopen(address.rstrip("/") + bundle, timeout=240) as file:
                assert file.status == 200
        assert list(empty.iterdir()) == [], "nothing is left where it was started"
    finally:
        server.terminate()
        server.wait(30)


def _copy_of_the_sources(target: Path) -> Path:
    """A build leaves files beside the sources; here they go beside a copy."""
    target.mkdir()
    for name in ("pyproject.toml", "README.md", "declared", "engine", "letters", "web", "bpmn"):
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


def _run(*command: str | Path, cwd: str | None = None) -> str:
    clean = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean, capture_output=True, text=True,
        timeout=_SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
