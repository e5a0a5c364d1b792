"""The group of all commands, and what it says when one fails: a line, never a traceback."""

import re
import shutil
import sys
from pathlib import Path
from typing import IO, Any

import click

from web.cli.words import of_system, what_to_do

GONGKAI = "gongkai"


class Failure(click.ClickException):
    """One clear line on stderr, exit status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it to standard error, for people."""
        click.echo(f"错误：{self.message}", file=file or sys.stderr)


class Commands(click.Group):
    """A group whose commands never end in a traceback, unless one is asked for."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.FileError as error:
            if isinstance(error.__context__, OSError):
                raise Failure(in_words(error.__context__)) from None
            raise
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params.get("traceback"):
                raise
            raise Failure(in_words(error)) from None


def called_as() -> str:
    """How this program was called, so that what a message tells to run can be run."""
    called = sys.argv[0]
    if Path(called).name != GONGKAI or (Path(called).is_absolute() and shutil.which(GONGKAI)):
        return GONGKAI
    return called


def as_called(text: str) -> str:
    """A text with the commands in it named as this program was called."""
    return re.sub(rf"(?<![\w/]){GONGKAI} (?=[a-z])", f"{called_as()} ", text)


def in_words(error: Exception) -> str:
    """What went wrong, in one line for an administrator."""
    room = type(error).__module__
    if why := getattr(error, "why", ""):
        return f"数据库无法使用：{why}（见 DATABASE_URL）"
    if type(error).__name__ == "DatabaseFull":     # who reads this is the administrator himself
        return "数据无法写入，没有保存：磁盘已满或者只读。请腾出空间，核对文件夹的权限后再运行"
    if room.startswith("engine."):
        said = " ".join(str(error).split())
        return as_called(said)
    first = (str(error).strip().splitlines() or [""])[0]
    if "not a database" in first or "malformed" in first:
        return as_called("数据库文件已损坏。请停止服务，用 gongkai restore --replace 恢复最近的"
                         "备份，损坏的文件会保留在旁边")
    if isinstance(error, ModuleNotFoundError):
        return f"缺少组件 {error.name}，请按照安装说明补装"
    if room.startswith(("sqlalchemy", "psycopg")):
        return f"数据库无法使用，请检查 DATABASE_URL 和数据库服务：{first}"
    if isinstance(error, OSError):
        told = f"{of_system(error)}：{error.filename or ''}".rstrip("：")
        return f"{told}。{advice}" if (advice := what_to_do(error)) else told
    return f"内部错误（{type(error).__name__}：{first}），用 gongkai --traceback 可以看到详情"


@click.group(
    GONGKAI, cls=Commands, context_settings={"help_option_names": ["-h", "--help"]},
    epilog="数据目录由环境变量 GONGKAI_DATA 指定，其他数据库由 DATABASE_URL 指定。",
)
@click.version_option(package_name=GONGKAI, message="公开 %(version)s", help="显示版本。")
@click.option("--traceback", is_flag=True, help="出错时显示完整的调用过程，供开发人员查看。")
def main_group(traceback: bool) -> None:
    """公开：政府信息公开申请的登记、办理、审核、答复、送达与归档。"""
