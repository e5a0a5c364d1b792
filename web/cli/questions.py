"""``gongkai deadline``: when is this request due. It needs no installation."""

import sys
from collections.abc import Iterable
from io import TextIOWrapper
from typing import BinaryIO

import click

from web.cli.words import File


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
