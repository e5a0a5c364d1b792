"""What an administrator types, within this process or as the installed program."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from web.cli import main

GONGKAI = str(Path(sys.executable).with_name("gongkai"))
ROOT = Path(__file__).parents[3]
AGENCY = [
    "--name", "周村区财政局", "--short-name", "区财政局", "--letter-code", "周财公开", "--kind",
    "department", "--reconsideration-organ", "周村区人民政府", "--court", "周村区人民法院",
    "--disclosure-office", "办公室", "--address", "周村区东门路126号", "--phone", "0533-6000012",
]
PASSWORD = "three plain words here"


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
    """The one line that says what is wrong, behind the one that names the data."""
    assert (result.exit_code, result.stdout) == (status, "")
    lines = [line for line in result.stderr.splitlines() if not line.startswith("数据：")]
    assert len(lines) == 1, result.stderr
    return lines[0]
