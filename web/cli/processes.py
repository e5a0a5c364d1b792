"""``gongkai process``: are these processes lawful, which are there, publish them."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from web.cli.errors import Failure
from web.cli.table import table
from web.cli.words import of_system

if TYPE_CHECKING:
    from engine import Checked

_NOTHING_READ = 2


@click.group()
def process() -> None:
    """检查、列出、发布流程。"""


_folder = click.option(
    "--folder", type=click.Path(path_type=Path), metavar="文件夹",
    help="流程所在的文件夹，默认为本程序的 bpmn 文件夹。",
)
_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")


@process.command("check")
@click.argument("paths", nargs=-1, metavar="[路径...]", type=click.Path(allow_dash=True))
@_folder
@_json
def check(paths: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """检查流程能否发布，逐条列出问题、所在的位置和一个最短的反例。

    路径是流程图（BPMN）文件，或者与本程序的 bpmn 同样编排的文件夹；“-”为标准输入。不给出路径的，
    检查本程序的流程，草稿（还没有发布的版本）另行列出。

    全部成立的，退出状态为 0；有问题的为 1；什么也没有读到的为 2。
    """
    from engine import check_folder

    found: list[tuple[str, Checked | str]] = []
    if folder is not None or not paths:
        found.append(("", check_folder(folder)))
    found += [(name, _looked_at(name)) for name in paths]
    checked = [each for _, each in found if not isinstance(each, str)]
    if as_json:
        _print_json(found)
    else:
        for name, each in found:
            _say(name, each)
    if not any(each.processes for each in checked):
        sys.exit(_NOTHING_READ)
    if len(checked) < len(found) or any(each.problems for each in checked):
        sys.exit(1)


def _looked_at(name: str) -> "Checked | str":
    """What was found at a path, or why it cannot be read."""
    from engine import check_file, check_folder

    path = Path(name)
    try:
        if path.is_dir():
            found = check_folder(path)
            return found if found.processes else "这个文件夹里没有流程，请核对路径。"
        content = sys.stdin.buffer.read() if name == "-" else path.read_bytes()
    except FileNotFoundError:
        return "没有这个文件，请核对路径。"
    except OSError as error:
        return f"不能读取（{of_system(error)}）。"
    return check_file(path, content)


def _say(name: str, found: "Checked | str") -> None:
    """For a person: every problem with its counterexample, or that there is none."""
    if isinstance(found, str):
        click.echo(f"{name}：{found}")
        return
    for each in found.problems:
        within = "" if each.line or each.file or each.code == "bad_form" else "全文："
        place = f"{name}：{within}" if name and not Path(name).is_dir() else ""
        click.echo(f"{place}{each.in_words}")
        if each.story:
            click.echo(f"    {each.story}")
        if len(each.path) > 1:
            click.echo(f"    经过：{' → '.join(each.path)}")
    if found.problems:
        return
    if name and not Path(name).is_dir():
        click.echo(f"{name}：没有问题。")
        return
    for file in found.published:
        click.echo(f"{file}（已发布）：没有问题。")
    for file in found.drafts:
        click.echo(f"{file}：没有问题。")
    if not found.drafts:
        click.echo("没有草稿，全部流程都已发布。")
    click.echo(f"核对了办件可能处于的{found.states}种状态。")


def _print_json(found: "list[tuple[str, Checked | str]]") -> None:
    findings: list[dict[str, Any]] = []
    for name, each in found:
        if isinstance(each, str):
            findings.append({"code": "unreadable", "process": "", "element": "",
                             "message": f"{name}：{each}", "path": []})
            continue
        own = Path(name).stem if name.endswith(".bpmn") else ""
        findings += (
            {
                "code": one.code,
                "process": own or one.process,
                "element": one.element,
                "message": one.in_words + one.story,
                "path": list(one.path),
            } for one in each.problems
        )
    checked = [each for _, each in found if not isinstance(each, str)]
    _print({
        "findings": findings,
        "processes": sum(each.processes for each in checked),
        "states": sum(each.states for each in checked),
    })


@process.command("list")
@_folder
@_json
def list_(folder: Path | None, as_json: bool) -> None:
    """列出流程的各版本，是否已经发布，在哪几次发布中使用。"""
    from engine import shelf

    held = shelf(folder)
    rows = [
        {
            "process": each.process, "name": each.name, "version": each.version,
            "published": not held.is_draft(each), "releases": list(held.releases_of(each)),
        } for each in held.definitions
    ]
    if as_json:
        _print({"processes": rows, "releases": [
            {"release": each.number, "published": each.number <= held.published,
             "versions": {name: one.version for name, one in each.definitions.items()}}
            for each in held.releases
        ]})
        return
    click.echo(table(("流程", "名称", "版本", "状态", "使用它的发布"), (
        (str(row["process"]), str(row["name"]), f"第{row['version']}版",
         "已发布" if row["published"] else "草稿",
         "、".join(f"第{number}次" for number in held.releases_of(each)) or "无")
        for row, each in zip(rows, held.definitions, strict=True)
    )))


def _print(answer: dict[str, Any]) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


@process.command("publish")
@_folder
def publish(folder: Path | None) -> None:
    """发布全部草稿：检查无误后写入 deployed.lock，此后不能再改动。

    有任何问题的，一个也不发布，逐条列出文件、位置、改正的办法和一个最短的反例。
    """
    from engine import draft_problems, publish as seal

    _, problems = draft_problems(folder)
    for each in problems:
        click.echo(each.in_words)
        if each.story:
            click.echo(f"    {each.story}")
    if problems:
        raise Failure(f"没有发布：请先改正以上{len(problems)}个问题")
    added = seal(folder)
    for name in added:
        click.echo(f"已发布：{name}")
    if not added:
        click.echo("没有草稿，全部流程都已发布。")
