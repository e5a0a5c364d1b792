"""Which data a command works on: told before anything is done, and never another's by mistake."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.cli.errors import Failure, called_as
from web.cli.words import name_of

if TYPE_CHECKING:
    from engine import Actor, Configuration, Engine


_TOLD = "gongkai: where the data are"


class Asking(click.Command):
    """A command that asks one thing after the other: first of all it looks whether it can do its
    work on these data, so that nobody answers for nothing."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As the library does."""
        if not ctx.resilient_parsing and not set(args) & set(ctx.help_option_names):
            with opened():
                pass
        return super().parse_args(ctx, args)


def configured(*, new: bool = False) -> "Configuration":
    """The installation that the environment names; where its data are is said on standard error.

    new: there need be no data yet. Raises Failure for a folder without data, and for one of
    another user: what a command left there would belong to the wrong one, and the server, which
    runs as the right one, could not open its own database any more.
    """
    from engine import Configuration, data_file

    configuration = Configuration.from_environment()
    told = click.get_current_context().meta     # of this one call of the program
    if not told.get(_TOLD):
        click.echo(f"数据：{_in_words(configuration)}", err=True)
        told[_TOLD] = True
    file = data_file(configuration)
    if file is None:
        return configuration
    folder = file.parent
    if folder.is_dir():
        _refuse_another_users(folder)
    if not new and not (file.is_file() and file.stat().st_size):
        raise Failure(
            f"{folder} 里还没有数据。数据在别处的，请设置 GONGKAI_DATA（和正在运行的服务相同）；"
            f"新安装的，请先运行 {called_as()} migrate"
        )
    return configuration


@contextmanager
def opened() -> Iterator[tuple["Engine", "Actor"]]:
    """The engine over the installation's own data, and the administrator at the keyboard."""
    from engine import AT_THE_KEYBOARD, Engine

    engine = Engine(configured())
    try:
        yield engine, AT_THE_KEYBOARD
    finally:
        engine.close()


def _in_words(configuration: "Configuration") -> str:
    from engine import data_file

    file = data_file(configuration)
    if file is None:
        return configuration.address_without_password
    if os.environ.get("GONGKAI_DATA") or os.environ.get("DATABASE_URL"):
        return str(file)
    return f"{file}（没有设置 GONGKAI_DATA，使用默认位置）"


def _refuse_another_users(folder: Path) -> None:
    me, owner = os.geteuid(), folder.stat().st_uid
    if me == owner or (me != 0 and os.access(folder, os.W_OK | os.X_OK)):
        return
    name = name_of(owner)
    raise Failure(
        f"{folder} 属于用户 {name}，请以该用户运行：sudo -u {name} env GONGKAI_DATA={folder} "
        f"{called_as()} {' '.join(sys.argv[1:])}".rstrip()
    )
