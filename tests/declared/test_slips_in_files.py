"""A slip in a file that people edit is refused: file, line and what to do, whatever the file.

One table of slips against one good file of each kind: form, letter, release, statute, alarms.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import letters
from declared.yaml_file import FileRefused, parse, read
from engine.processes.definition import ProcessesRefused
from engine.processes.forms.files import read_form
from engine.processes.releases import read_releases
from engine.rules import alarms
from engine.statute.values import parameters
from letters import catalogue

FORM = """\
title: 归档
basis: [《政府信息公开条例》第四十五条]
instruction: 核对后归档。
outcome:
  variable: archiving
  label: 结论
  choices:
    - {value: archived, label: 归档, button: primary}
fields:
  - {name: note, label: 说明, type: text, required: false}
"""
RELEASES = """\
main: request
1:
  request: 1
  sign_off: 1
2: {sign_off: 2}
"""
LAW = """\
reply:
  title: 答复期限
  unit: working_days
  values:
    - {from: 2008-05-01, value: 15, article: 第二十四条}
"""
ALARMS = """\
reply:
  title: 答复期限
  alarms:
    reply_overdue: {after: true}
"""
LETTER = (catalogue.HERE / "not_held/letter.yaml").read_text(encoding="utf-8")


def _read_letter(path: Path) -> object:
    """The kind ``not_held`` with the letter.yaml of this text."""
    folder = path.parent / "not_held"
    shutil.copytree(catalogue.HERE / "not_held", folder)
    shutil.copy(path, folder / "letter.yaml")
    return catalogue.load_folder(folder)


def _read_alarms(path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(alarms, "FILE", path)
    return alarms.limits.__wrapped__(), alarms.alarms.__wrapped__()


@dataclass(frozen=True)
class File:
    """A good file of one kind, how it is read, and what is raised when it is not good.

    word: a line that holds a text. flag, number, day: one that holds such a value; "" for none.
    needed: a line that may not be missing.
    """

    good: str
    load: Callable[[Path], object]
    raised: type[Exception]
    word: str
    needed: str
    flag: str = ""
    number: str = ""
    day: str = ""


FILES = {
    "form.yaml": File(
        FORM, lambda path: read_form("form", path.read_bytes(), path.name), FileRefused,
        word="instruction: 核对后归档。", needed="  label: 结论\n",
        flag="required: false", number="type: text|type: number, max: 3",
    ),
    "letter.yaml": File(
        LETTER, _read_letter, letters.MalformedKind,
        word="heading: 政府信息不存在告知书", needed="series: reply\n",
        flag="required: true", number="source: officer|source: officer\n    max: 3",
        day="applies_from: 2019-05-15",
    ),
    "releases.yaml": File(
        RELEASES, read_releases, ProcessesRefused, word="main: request",
        needed="main: request\n", number="  sign_off: 1",
    ),
    "law.yaml": File(
        LAW, parameters.load, FileRefused, word="  title: 答复期限",
        needed="  unit: working_days\n", number="value: 15", day="from: 2008-05-01",
    ),
    "alarms.yaml": File(
        ALARMS, lambda path: path, FileRefused, word="  title: 答复期限",
        needed="  title: 答复期限\n", flag="after: true",
    ),
}


def _value(line: str, value: str) -> str:
    """The same line with another value."""
    return line[:line.rindex(": ") + 2] + value


#: (which line of a file is changed, what it becomes, what the refusal says to do)
SLIPS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "a key given twice": ("word", lambda line: f"{line}\n{line}", "重复，请删去一个"),
    "a list for a word": ("word", lambda line: _value(line, "[一, 二]"), "请写成文字"),
    "a number for a word": ("word", lambda line: _value(line, "7"), "请写成文字"),
    "nothing for a word": ("word", lambda line: _value(line, ""), "请写上文字"),
    "an anchor": ("word", lambda line: _value(line, "&here 文字"), "不能使用锚点“&here”，请删去"),
    "an alias": ("word", lambda line: _value(line, "*here"), "YAML|不能使用别名"),
    "a tag": ("word", lambda line: _value(line, "!!str 文字"), "不能使用标签.*直接写值"),
    "a tag that runs code": (
        "word", lambda line: _value(line, "!!python/object/apply:os.system [id]"), "不能使用标签",
    ),
    "a merged mapping": (
        "word", lambda line: f"{line}\n{line[:len(line) - len(line.lstrip())]}<<: 文字",
        "键应当是一个名称",
    ),
    "an open bracket": ("word", lambda line: _value(line, "[文字"), "不是正确的YAML.*请改正格式"),
    "a tab": ("word", lambda line: f"{line}\n\t- x", "不是正确的YAML.*请改正格式"),
    "a control character": ("word", lambda line: f"{line}\x07", "YAML.*请"),
    "brackets without end": (
        "word", lambda line: _value(line, "[" * 40 + "]" * 40), "嵌套超过.*请检查",
    ),
    "a missing key": ("needed", lambda line: "", "缺少.*请补上|请补上"),
    "a flag in words": ("flag", lambda line: _value(line, "'no'"), "请写true或者false"),
    "a flag that only YAML takes for one": (
        "flag", lambda line: _value(line, "no"), "请写true或者false",
    ),
    "a number in words": ("number", lambda line: _value(line, "三"), "请写成整数|请写1"),
    "a number with a point": ("number", lambda line: _value(line, "2.0"), "请写成整数|请写1"),
    "a number to another base": ("number", lambda line: _value(line, "0x1F"), "请写成整数|请写1"),
    "no day": ("day", lambda line: _value(line, "2026-02-30"), "请写成年-月-日"),
    "a day in words": ("day", lambda line: _value(line, "现行"), "请写成年-月-日"),
}
CASES = [
    pytest.param(name, slip, id=f"{name}: {slip}")
    for name, file in FILES.items() for slip, (line, _, _) in SLIPS.items() if getattr(file, line)
]


def _load(name: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    return _read_alarms(path, monkeypatch) if name == "alarms.yaml" else FILES[name].load(path)


@pytest.mark.parametrize("name", FILES)
def test_the_good_files_load(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / name
    path.write_text(FILES[name].good, encoding="utf-8")
    _load(name, path, monkeypatch)


@pytest.mark.parametrize(("name", "slip"), CASES)
def test_a_slip_is_refused_with_file_line_and_what_to_do(
    name: str, slip: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, (which, change, words) = FILES[name], SLIPS[slip]
    old, _, made = getattr(file, which).partition("|")
    assert old in file.good
    text = file.good.replace(old, change(made or old), 1)
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(file.raised, match=words) as refused:
        _load(name, path, monkeypatch)
    said = str(refused.value)
    assert name in said
    line = re.search(r"第 ?(\d+) ?行", said)
    assert line, said
    assert 1 <= int(line[1]) <= len(text.splitlines()) + 1
    begins = file.good[:file.good.index(old)].count("\n") + 1
    if which != "needed":       # what is missing is told where it should stand
        assert begins <= int(line[1]) <= begins + 2, said


@pytest.mark.parametrize("name", ["form.yaml", "letter.yaml", "law.yaml", "alarms.yaml"])
def test_an_unknown_key_is_refused_and_the_known_ones_are_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = FILES[name].word
    blanks = word[:len(word) - len(word.lstrip())]
    path = tmp_path / name
    path.write_text(FILES[name].good.replace(word, f"{word}\n{blanks}colour: red", 1), "utf-8")
    line = path.read_text("utf-8").splitlines().index(f"{blanks}colour: red") + 1
    words = f"第 {line} 行：不认识的键：colour.*可以写：.*title"
    with pytest.raises(FILES[name].raised, match=words):
        _load(name, path, monkeypatch)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的|请补上"),
        (b"# only a remark\n", "文件是空的"),
        (b"- a\n- b\n", "应当是若干“名称: 值”"),
        ("title: 归档".encode("gb18030"), "请另存为UTF-8"),
        (b"a: 1\n---\nb: 2\n", "YAML"),
        (b"{a: 1}: b\n", "键应当是一个名称"),
    ],
)
def test_what_is_no_such_file_at_all_is_refused(
    name: str, content: bytes, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FILES[name].raised, match=words) as refused:
        _load(name, path, monkeypatch)
    assert name in str(refused.value)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"law\.yaml：第 1 行：读不出文件"):
        read(tmp_path / "law.yaml")
    with pytest.raises(letters.MalformedKind, match=r"nothing/letter\.yaml：第 1 行：读不出文件"):
        catalogue.load_folder(tmp_path / "nothing")


def test_plain_values_are_what_yaml_says() -> None:
    whole = parse(b"a: 1\nb: [x, 2026-03-02, true, 1.5, ~]\n", "sample.yaml")
    tree = whole.plain()
    assert tree["a"] == 1
    assert str(tree["b"][1]) == "2026-03-02"
    assert tree["b"][2:] == [True, 1.5, None]
    with pytest.raises(FileRefused, match="第 1 行"):
        parse(b"a: 2026-13-40\n", "sample.yaml").plain()
