"""Makes an installation that holds the example district, whole or not at all, and keeps it."""

import fcntl
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from engine.actors.roles import Role
from engine.configuration import Configuration
from engine.errors import ConfigurationRefused
from engine.example_district import REQUESTS, SignIn, play
from engine.installation.engine import Engine
from engine.store import migrations
from engine.store.database import Database

SIGN_INS = "sign-ins.txt"
_HEAD = "# 示例数据的登录信息，密码为建立示例数据时随机生成。各栏：用户名、密码、姓名、机关、职责"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"     # none that is easily taken for another


def install(
    configuration: Configuration, *, progress: Callable[[int, int], None],
    requests: int = REQUESTS,
) -> tuple[SignIn, ...]:
    """The sign-ins of the example installation at ``configuration.data``, made now if missing.

    A half-made one is thrown away. What people did in an existing one is kept, its schema is
    brought up to date. Raises ConfigurationRefused when the folder holds something else.
    """
    home = configuration.data
    home.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(home.with_name(home.name + ".lock")):
        if not home.exists():
            _make(configuration, progress, requests)
        elif not (home / SIGN_INS).is_file():
            raise ConfigurationRefused(reason=f"{home} 里不是示例数据，请移走后重新启动")
        else:
            _migrate(configuration)
        return read_sign_ins(home / SIGN_INS)


def _make(
    configuration: Configuration, progress: Callable[[int, int], None], requests: int
) -> None:
    home = configuration.data
    half = home.with_name(home.name + ".unfinished")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    # Passwords of sixty random bits need no slow hash, and there are many of them; whoever
    # signs in has his hashed anew at the installation's own cost.
    quick = replace(
        Configuration.at(half), argon2_memory_kib=1024, argon2_rounds=1,
        live_cases=configuration.live_cases,
    )
    _migrate(quick)
    engine = Engine(quick)
    try:
        sign_ins = play(
            engine, passwords=lambda _: _password(), progress=progress, requests=requests
        )
    finally:
        engine.close()
    write_sign_ins(half / SIGN_INS, sign_ins)
    half.rename(home)


def _migrate(configuration: Configuration) -> None:
    database = Database(configuration.database_url)
    try:
        migrations.upgrade(database)
    finally:
        database.close()


def _password() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def write_sign_ins(path: Path, sign_ins: Sequence[SignIn]) -> None:
    """One line a person, for the owner of the installation alone."""
    lines = [_HEAD] + [
        "\t".join((each.sign_in_name, each.password, each.name, each.agency,
                   "、".join(role.title for role in each.roles)))
        for each in sign_ins
    ]
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_sign_ins(path: Path) -> tuple[SignIn, ...]:
    """What ``write_sign_ins`` wrote."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            sign_in_name, password, name, agency, roles = line.split("\t")
            titles = tuple(Role.from_title(title) for title in roles.split("、"))
            found.append(SignIn(sign_in_name, name, agency, titles, password))
    return tuple(found)


def selection(sign_ins: Sequence[SignIn]) -> tuple[SignIn, ...]:
    """One person for each duty, so that one may play a whole case: all of one large department,
    then who watches the district and who runs the system."""
    agencies = list(dict.fromkeys(each.agency for each in sign_ins))
    watchers = {each.agency for each in sign_ins if Role.SUPERVISOR in each.roles}
    size = {name: sum(each.agency == name for each in sign_ins) for name in agencies}
    largest = max((name for name in agencies if name not in watchers), key=lambda n: size[n])
    chosen: dict[str, SignIn] = {}
    for role in Role:
        holders = [each for each in sign_ins if role in each.roles]
        holders.sort(key=lambda each: each.agency != largest)
        if holders:
            chosen[holders[0].sign_in_name] = holders[0]
    return tuple(chosen.values())


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Of two programs that start at once, one makes the data and the other waits for it."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
