"""Commands that need no installation: is this diagram lawful, when is this request due."""

import sys
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

import click

from web.cli.errors import Failure
from web.cli.words import File, of_system


@click.group()
def process() -> None:
    """检查、发布流程。"""


_folder = click.option(
    "--folder", type=click.Path(path_type=Path), metavar="文件夹",
    help="流程所在的文件夹，默认为本程序的 bpmn 文件夹。",
)


@process.command("check")
@click.argument("files", nargs=-1, metavar="[文件...]", type=click.Path(allow_dash=True))
@_folder
def check(files: tuple[str, ...], folder: Path | None) -> None:
    """检查流程能否发布，逐条列出问题和所在的行。

    给出流程图（BPMN）文件的，逐个检查这些流程图；不给出文件的，把全部草稿（还没有发布的版本）
    连同它们的表单、操作、文书和角色一起检查。
    """
    if files:
        wrong = sum(_of_file(name) for name in files)
        if wrong:
            sys.exit(1)
        return
    from engine import draft_problems

    names, problems = draft_problems(folder)
    for each in problems:
        click.echo(each.in_words)
    if problems:
        sys.exit(1)
    for name in names:
        click.echo(f"{name}：没有问题。")
    if not names:
        click.echo("没有草稿，全部流程都已发布。")


def _of_file(name: str) -> int:
    """Say what is wrong with one file. Returns the number of problems."""
    from engine import file_problems

    path = Path(name)
    try:
        content = sys.stdin.buffer.read() if name == "-" else path.read_bytes()
    except FileNotFoundError:
        click.echo(f"{name}：没有这个文件，请核对路径。")
        return 1
    except OSError as error:
        click.echo(f"{name}：不能读取（{of_system(error)}）。")
        return 1
    problems = file_problems(path, content)
    for each in problems:
        place = "" if each.line or each.code == "bad_form" else "全文："
        click.echo(f"{name}：{place}{each.in_words}")
    if not problems:
        click.echo(f"{name}：没有问题。")
    return len(problems)


@process.command("publish")
@_folder
def publish(folder: Path | None) -> None:
    """发布全部草稿：检查无误后写入 deployed.lock，此后不能再改动。

    有任何问题的，一个也不发布，逐条列出文件、位置和改正的办法。
    """
    from engine import draft_problems, publish as seal

    _, problems = draft_problems(folder)
    for each in problems:
        click.echo(each.in_words)
    if problems:
        raise Failure(f"没有发布：请先改正以上{len(problems)}个问题")
    added = seal(folder)
    for name in added:
        click.echo(f"已发布：{name}")
    if not added:
        click.echo("没有草稿，全部流程都已发布。")


@click.command()
@click.argument("file", default="-", metavar="[文件|-]", type=File("rb"))
@click.option("--text", is_flag=True, help="输出供人阅读的逐日证明，而不是 JSON。")
@click.option("--proof", is_flag=True, help="在 JSON 中逐日列出是否计算及其依据。")
@click.option("--lines", is_flag=True, help="每行一个 JSON，逐行回答。")
def deadline(file: BinaryIO, text: bool, proof: bool, lines: bool) -> None:
    """计算答复期限：从文件或者标准输入读入 JSON，输出 JSON。

    不需要数据库。输入格式有误的，退出状态为 2，并指明错误所在的位置。

    例：echo '{"received": "2026-03-02", "channel": "in_person", "events": []}' |
    gongkai deadline --text
    """
    from engine import deadline as contract

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")    # JSON is UTF-8, whatever the terminal's own
    if lines and text:
        raise click.UsageError("--lines 与 --text 不能同时使用")
    if lines:
        sys.exit(2 if _each_line(file, proof) else 0)
    try:
        given = contract.read(file.read())
        if text:
            click.echo(contract.text(given))
        else:
            _print(contract.answer(given, proof=proof))
    except contract.MalformedLedger as error:
        click.echo(f"错误：{error}", err=True)
        sys.exit(2)


def _each_line(source: Iterable[bytes], proof: bool) -> bool:
    """Answer line by line. Returns whether one of them was malformed."""
    import json

    from engine import deadline as contract

    malformed = False
    for answer in contract.lines(source, proof=proof):
        malformed = malformed or "error" in answer
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n")
    sys.stdout.flush()
    return malformed


def _print(answer: dict[str, object]) -> None:
    import json

    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
