"""A data file that leaves anything open is refused, naming file and line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from declared.yaml_file import FileRefused
from engine.statute import NotInForce
from engine.statute.calendar import notices
from engine.statute.values import parameters

GOOD = """\
reply:
  title: 答复期限
  unit: working_days
  values:
    - {from: 2008-05-01, value: 15, article: 第二十四条}
    - {from: 2019-05-15, value: 20, article: 第三十三条}
"""
YEAR = """\
year: 2027
notices:
  - title: 通知
    published: 2026-11-20
    url: https://example.invalid/
    off:
      - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
    worked: [2027-01-09]
"""


def refused(load: Callable[[Path], object], path: Path, text: str, line: int, words: str) -> None:
    path.write_text(text, "utf-8")
    with pytest.raises(FileRefused, match=words) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path.name}：第 {line} 行：")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("value: 20", "value: 20, remark: x", 6, "不认识的键：remark"),
        ("unit:", "units:", 3, "不认识的键：units"),
        (", article: 第三十三条", "", 6, "缺少article"),
        ("article: 第三十三条", "article: ''", 6, "article是空的"),
        ("2019-05-15", "2008-05-01", 6, "应当晚于"),
        ("2019-05-15", "2007-05-01", 6, "应当晚于"),
        ("2019-05-15", "2019-02-30", 6, "不是日期"),
        ("2019-05-15", "20190515", 6, "不是日期"),
        ("value: 20", "value: 20.5", 6, "value不是int，请写成整数"),
        ("value: 20", "value: '20'", 6, "value不是int，请写成整数"),
        ("value: 20", "value: 0", 6, "不能小于1"),
        ("value: 20", "value: 20, value: 21", 6, "“value”重复"),
        ("value: 20", "value: 20, repealed: true", 6, "应当写且只写一个"),
        ("value: 20, ", "", 6, "应当写且只写一个"),
        ("value: 20", "repealed: false", 6, "只能为true"),
        ("unit: working_days", "unit: moons", 3, "不认识的单位"),
        ("reply:", "reply: {title: x, unit: days, values: []}\nreply:", 2, "“reply”重复"),
        ("    - {from: 2008", "    - [from, 2008", 5, "不是正确的YAML"),
    ],
)
def test_a_parameter_file_with_a_flaw_is_refused(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in GOOD
    path = tmp_path / "time_limits.yaml"
    if words == "不是正确的YAML":
        path.write_text(GOOD.replace(old, new, 1), "utf-8")
        with pytest.raises(FileRefused, match=words):
            parameters.load(path)
        return
    refused(parameters.load, path, GOOD.replace(old, new, 1), line, words)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("year: 2027", "year: 2026", 1, "文件名是"),
        ("worked: [2027-01-09]", "worked: [2027-01-08]", 3, "不是星期六、星期日"),
        ("worked: [2027-01-09]", "worked: [2027-01-02]", 3, "写了两次"),
        ("worked: [2027-01-09]", "worked: [2029-01-06]", 3, "不在2027年"),
        ("    url: https://example.invalid/\n", "", 3, "缺少url"),
        ("to: 2027-01-03", "to: 2026-12-30", 3, "早于"),
        ("name: 元旦, ", "", 7, "缺少name"),
    ],
)
def test_a_years_file_with_a_flaw_is_refused(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in YEAR
    refused(notices.load, tmp_path / "2027.yaml", YEAR.replace(old, new, 1), line, words)


def test_an_amendment_is_younger_than_what_it_amends(tmp_path: Path) -> None:
    body = YEAR + YEAR.split("notices:\n")[1]
    refused(notices.load, tmp_path / "2027.yaml", body, 9, "晚于它所调整的通知发布")


def test_good_files_load(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "2027.yaml").write_text(YEAR, "utf-8")
    reply = parameters.load(tmp_path / "good.yaml")["reply"]
    assert [reply.at(day).number for day in (date(2019, 5, 14), date(2019, 5, 15))] == [15, 20]
    assert notices.load(tmp_path / "2027.yaml")[0].worked == (date(2027, 1, 9),)


def test_before_the_first_date_and_after_a_repeal_there_is_no_value(tmp_path: Path) -> None:
    repeal = "    - {from: 2030-01-01, repealed: true, article: 某令}\n"
    (tmp_path / "good.yaml").write_text(GOOD + repeal, "utf-8")
    reply = parameters.load(tmp_path / "good.yaml")["reply"]
    assert reply.at(date(2029, 12, 31)).number == 20
    with pytest.raises(NotInForce, match="尚无规定"):
        reply.at(date(2008, 4, 30))
    with pytest.raises(NotInForce, match="已废止：某令"):
        reply.at(date(2030, 1, 1))


def test_every_limit_names_its_article_and_is_read_by_day() -> None:
    for parameter in parameters.all_parameters().values():
        assert parameter.title
        for value in parameter.values:
            assert value.article
            assert parameters.at(parameter.name, value.since) == value
    with pytest.raises(NotInForce):
        parameters.at("correction_notice", date(2019, 5, 14))
