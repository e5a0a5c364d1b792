"""The command line speaks Chinese, the library's own words too; and takes a password as it is."""

import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from engine import Configuration
from engine.errors import ConfigurationRefused
from tests.web.cli.keyboard import run
from web.cli import main

# Names of things, which are the same in every language.
NAMES = re.compile(
    r"(?<!\w)--?[a-z-]+|\bgongkai\b|GONGKAI_\w+|DATABASE_URL|\bJSON\b|\bBPMN\b|\bbpmn\b|\bAPI\b|Ctrl-C|\bkey\b"
    r"|deployed\.lock|sign-ins\.txt|\bdemo\b|POST|\d+\.\d+\.\d+\.\d+|\b[a-z]+_[a-z_]+\b|\bx\b"
)


def every(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from every(each, (*words, name))


def english(text: str, *, besides: tuple[str, ...]) -> list[str]:
    """The English words of a text that are no names of commands, options, values or settings."""
    known = {word for words in every(main) for word in words}
    known |= {"handler", "reviewer", "manager", "supervisor", "administrator", "principal",
              "department",
              "town", "subdistrict", "echo", "received", "channel", "events", *besides}
    return [word for word in re.findall(r"[A-Za-z][A-Za-z-]+", NAMES.sub(" ", text))
            if word not in known]


@pytest.mark.parametrize("words", list(every(main)), ids=lambda words: " ".join(words) or "gongkai")
def test_every_help_is_chinese_throughout(words: tuple[str, ...], data: Path) -> None:
    told = run(data, *words, "--help")
    assert told.exit_code == 0
    assert "用法：" in told.stdout
    assert english(told.stdout, besides=()) == []


@pytest.mark.parametrize(("words", "said"), [
    (["nosuch"], "没有“nosuch”这个命令"),
    (["users", "ad"], "没有“ad”这个命令"),
    (["serve", "--nosuch"], "没有“--nosuch”这个选项"),
    (["serve", "--port", "nosuch"], "“nosuch”不是整数"),
    (["serve", "--port", "99999"], "99999 不在范围"),
    (["serve", "--port"], "后面要写内容"),
    (["users", "reset-password"], "没有给出"),
    (["users", "disable", "nosuch", "nosuch"], "多写了内容"),
    (["users", "add", "--role", "nosuch"], "不是其中之一"),
    (["agencies", "add", "--kind", "nosuch"], "不是其中之一"),
    (["deadline", "/nosuch"], "没有这个文件"),
    (["deadline", "/"], "这是文件夹"),
    (["audit", "export", "/nosuch/nosuch"], "没有这个文件"),
    (["agencies", "add"], "已中止"),
    (["users", "add", "--password-stdin=nosuch"], "不带内容"),
], ids=lambda words: " ".join(words) if isinstance(words, list) else "")
def test_what_is_typed_wrong_is_told_in_chinese(
    words: list[str], said: str, installed: Path
) -> None:
    result = run(installed, *words)
    assert result.exit_code != 0
    assert said in result.stderr
    told = result.stderr.replace(f"数据：{installed / 'gongkai.sqlite'}", "")
    assert english(told, besides=("nosuch", "ad")) == []


def test_the_version_is_told(data: Path) -> None:
    assert run(data, "--version").stdout == f"公开 {version('gongkai')}\n"
    assert not data.exists()


@pytest.mark.parametrize(("password", "encoded"), [
    ("plain", "plain"), ("p@ss", "p%40ss"), ("p:ss", "p%3Ass"), ("p/ss", "p%2Fss"),
    ("p@s/s:x?y#z", "p%40s%2Fs%3Ax%3Fy%23z"), ("p%40ss", "p%40ss"), ("50%", "50%25"),
    ("密码", "%E5%AF%86%E7%A0%81"), ("", ""),
])
@pytest.mark.parametrize("place", ["db.example:5432/gongkai", "[::1]/gongkai?sslmode=require"])
def test_a_password_is_taken_as_it_is(password: str, encoded: str, place: str) -> None:
    read = Configuration.from_environment({
        "GONGKAI_DATA": "/nowhere", "DATABASE_URL": f"postgresql://gongkai:{password}@{place}",
    })
    assert read.database_url == f"postgresql://gongkai:{encoded}@{place}"
    assert read.address_without_password == f"postgresql://gongkai@{place}"


@pytest.mark.parametrize("address", [
    "postgresql:", "postgresql:/gongkai", "postgresql://g:secret@h:abc/db",
    "postgresql://g:secret@h:99999/db", "postgresql+psycopg2://g:secret@h/db",
    "postgresql://g:secret@h x/db", "sqlite:", "sqlite:///", "sqlite://", "mysql://g:secret@h/db",
    "secret",
])
def test_an_address_that_cannot_be_read_is_refused_without_telling_its_password(
    address: str,
) -> None:
    with pytest.raises(ConfigurationRefused, match="DATABASE_URL") as told:
        Configuration.from_environment({"GONGKAI_DATA": "/nowhere", "DATABASE_URL": address})
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("address", [
    "postgresql+psycopg://postgres@/test_1?host=/dev/shm/socket", "postgresql:///gongkai",
    "postgres://gongkai@h/db",
])
def test_an_address_without_a_password_stays_what_it_is(address: str) -> None:
    read = Configuration.from_environment({"GONGKAI_DATA": "/nowhere", "DATABASE_URL": address})
    assert read.database_url == "postgresql:" + address.partition(":")[2]
