"""The words of the command library in Chinese: an administrator reads one language.

The library asks ``gettext`` for each of its sentences, by its English, and a command line has no
language of its own to choose one by. So it is given its sentences here.
"""

import errno
import os
import pwd
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

# Of the library's sentences those that our commands can come to say.
SENTENCES: Mapping[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本。",
    "%(prog)s, version %(version)s": "公开 %(version)s",
    "Try '{command} {option}' for help.": "用“{command} {option}”查看说明。",
    "Error: {message}": "错误：{message}",
    "Error: invalid input": "错误：输入有误，请重新输入",
    "Aborted!": "已中止。",
    "Missing command.": "没有写命令。",
    "Missing argument": "没有给出",
    "Missing option": "没有给出选项",
    "Missing parameter": "没有给出",
    "Missing {param_type}": "没有给出",
    "Missing parameter: {param_name}": "没有给出：{param_name}",
    "No such command {name!r}.": "没有“{name}”这个命令。",
    "No such option {name!r}.": "没有“{name}”这个选项。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是其中之一：{possibilities}）",
    "Option {name!r} does not take a value.": "选项“{name}”不带内容。",
    "Option {name!r} requires an argument.": "选项“{name}”后面要写内容。",
    "Option {name!r} requires {nargs} arguments.": "选项“{name}”后面要写 {nargs} 项内容。",
    "Argument {name!r} takes {nargs} values.": "“{name}”要写 {nargs} 项。",
    "Got unexpected extra argument ({args})": "多写了内容（{args}）",
    "Got unexpected extra arguments ({args})": "多写了内容（{args}）",
    "Invalid value: {message}": "内容有误：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的内容有误：{message}",
    "{value!r} is not a valid {number_type}.": "“{value}”不是整数。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 内。",
    "{value!r} is not one of {choices}.": "“{value}”不是其中之一：{choices}。",
    "{value!r} is not {choice}.": "“{value}”应当是 {choice}。",
    "Choose from:\n\t{choices}": "请选择：\n\t{choices}",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "required": "必填",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
}
_ERRORS: Mapping[int, str] = {
    errno.ENOENT: "没有这个文件或者文件夹", errno.EACCES: "没有权限", errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件", errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在", errno.ENOSPC: "磁盘已满", errno.EROFS: "磁盘只读",
    errno.ENAMETOOLONG: "名称过长", errno.EADDRNOTAVAIL: "本机没有这个地址",
}
_MODULES = (
    "core", "decorators", "exceptions", "formatting", "parser", "termui", "types",
)
_METAVARS: Mapping[str, str] = {"text": "文字", "integer range": "整数", "integer": "整数"}


class File(click.File):
    """A file that is opened, or refused in Chinese."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """As the library does."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            if isinstance(error.__context__, OSError):
                self.fail(f"{value}：{of_system(error.__context__)}", param, ctx)
            raise


class Place(click.Path):
    """The path of a file or folder. An empty word names none: a script's variable was empty."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """As the library does."""
        if value == "":
            self.fail("没有写名称", param, ctx)
        return super().convert(value, param, ctx)


def name_of(user: int) -> str:
    """What a user of the machine is called."""
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"#{user}"


def of_system(error: OSError) -> str:
    """What the operating system refused, in Chinese where it is something usual."""
    return _ERRORS.get(error.errno or 0) or error.strerror or os.strerror(error.errno or 0)


def what_to_do(error: OSError) -> str:
    """Advice on what the operating system refused; "" where the words say enough."""
    if error.errno in {errno.EACCES, errno.EPERM}:
        me = name_of(os.geteuid())
        return f"现在以用户 {me} 运行：请换用有权限的用户，或者用它能读写的文件夹"
    return {errno.ENOSPC: "请腾出空间后再运行", errno.EROFS: "请核对磁盘挂载的方式"}.get(
        error.errno or 0, ""
    )


def in_chinese(main: click.Group) -> click.Group:
    """The same commands; all that the library says of them is Chinese."""
    for name in _MODULES:
        module = sys.modules[f"click.{name}"]
        if hasattr(module, "_"):
            module._ = _sentence  # type: ignore[attr-defined]
        if hasattr(module, "ngettext"):
            module.ngettext = _counted  # type: ignore[attr-defined]
    for command in _every(main):
        command.options_metavar = "[选项]"
        if isinstance(command, click.Group):
            command.subcommand_metavar = "命令 [参数]…"
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.is_flag:
                parameter.metavar = parameter.metavar or _METAVARS.get(parameter.type.name)
    return main


def _every(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from _every(each)


def _sentence(english: str) -> str:
    return SENTENCES.get(english, english)


def _counted(one: str, many: str, count: int) -> str:
    return _sentence(one if count == 1 else many)
