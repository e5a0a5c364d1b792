"""Files of forms that do not follow the schema are refused, naming the slip."""

import re

import pytest

from declared.yaml_file import FileRefused
from engine.processes.forms.files import read_form

GOOD = """
title: 归档
basis: [《政府信息公开条例》第四十五条]
instruction: 核对后归档。
outcome:
  variable: archiving
  label: 结论
  choices:
    - {value: archived, label: 归档, button: primary, requires: [note]}
fields:
  - {name: note, label: 说明, type: text, required: false}
"""


def test_the_sample_file_is_good() -> None:
    assert read_form("archive", GOOD.encode(), "archive.yaml").outcome.variable == "archiving"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("title: 归档", "", "缺少title"),
        ("title: 归档", "title: 归档\ncolour: red", "不认识的键：colour"),
        ("title: 归档", "title: 归档\ntitle: 归卷", "“title”重复"),
        ("title: 归档", "title: 7", "title不是str"),
        ("title: 归档", "title: !!python/object/apply:os.system [id]", "python/object"),
        ("[《政府信息公开条例》第四十五条]", "[]", "没有写明依据"),
        ("button: primary", "button: green", "“green”不在"),
        ("requires: [note]", "requires: [nothing]", "要求的字段不存在：nothing"),
        ("requires: [note]", "unless: 'a == \"b\"'", "unless和because必须同时写"),
        ("requires: [note]", "unless: 'a.b()', because: 不行。", "表达式只能"),
        ("value: archived", "value: Archived", "不是名称"),
        ("type: text", "type: colour", "“colour”不在"),
        ("type: text", "type: choice", "缺少choices"),
        ("type: text", "type: person, role: king", "“king”不在"),
        ("type: text", "type: text, min: 3", "不认识的键：min"),
        ("required: false", "required: 'no'", "required不是bool"),
        ("name: note", "name: archiving", "字段名重复"),
        ("required: false", "required: false, when: {way: post}", "when不是任何选项"),
        ("type: text", "type: tick, from: note", "不认识的键：from"),
        ("required: false", "required: false, from: 7", "from不是str"),
        ("fields:\n  - {name: note, label: 说明, type: text, required: false}", "fields: 3",
         "fields不是list"),
    ],
)
def test_a_slip_in_a_form_file_is_named(old: str, new: str, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(FileRefused, match=re.escape("archive.yaml：")) as refused:
        read_form("archive", GOOD.replace(old, new).encode(), "archive.yaml")
    assert reason in str(refused.value)
