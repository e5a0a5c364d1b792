"""Diagrams are checked and published by commands."""

import json
import re
import shutil
from pathlib import Path

import pytest

from engine.processes.published import load
from tests.bpmn import made_up
from tests.web.cli.keyboard import ROOT, run, run_program


def test_published_diagrams_pass_the_check(data: Path) -> None:
    diagrams = sorted(str(path) for path in (ROOT / "bpmn").glob("*/v*/*.bpmn"))
    result = run(data, "process", "check", *diagrams)
    assert result.exit_code == 0
    assert result.stdout.count("没有问题") == len(diagrams) > 5
    assert not data.exists()


def test_a_diagram_with_a_script_is_refused_with_its_line(data: Path, tmp_path: Path) -> None:
    good = (ROOT / "bpmn/sign_off/v1/sign_off.bpmn").read_text(encoding="utf-8")
    bad = tmp_path / "bad.bpmn"
    bad.write_text(good.replace("bpmn:userTask", "bpmn:scriptTask"), encoding="utf-8")
    result = run_program(data, "process", "check", str(bad))
    assert result.exit_code == 1
    line = next(n for n, text in enumerate(bad.read_text().splitlines(), 1) if "scriptTask" in text)
    assert f"bad.bpmn：第 {line} 行：" in result.stdout
    assert "（编号approve_reply）" in result.stdout


def test_a_diagram_that_is_not_there_is_told_in_chinese(data: Path, tmp_path: Path) -> None:
    result = run(data, "process", "check", str(tmp_path / "nothing.bpmn"))
    assert result.exit_code == 2
    assert result.stdout.strip().endswith("nothing.bpmn：没有这个文件，请核对路径。")


def test_the_forms_beside_a_diagram_say_which_values_its_gateways_meet(
    data: Path, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "bpmn/sign_off/v1", tmp_path / "v1")
    file = tmp_path / "v1/sign_off.bpmn"
    good = file.read_text(encoding="utf-8")
    file.write_text(
        good.replace(' default="flow_after_approval_to_reply_returned"', "").replace(
            'targetRef="reply_returned" />',
            'targetRef="reply_returned"><bpmn:conditionExpression>sign_off == "later"'
            "</bpmn:conditionExpression></bpmn:sequenceFlow>"), encoding="utf-8")
    result = run(data, "process", "check", str(file))
    assert "在sign_off为“returned”时没有出口：请补一条条件，或者设默认流" in result.stdout


def test_drafts_are_checked_and_published_by_two_commands(data: Path, tmp_path: Path) -> None:
    root = made_up.copy_of_published(tmp_path, 2)
    assert "没有草稿" in run(data, "process", "check", "--folder", str(root)).stdout
    assert "没有草稿" in run(data, "process", "publish", "--folder", str(root)).stdout
    shutil.copytree(root / "sign_off/v1", root / "sign_off/v2")
    form = root / "sign_off/v2/forms/approve_reply.yaml"
    good = form.read_text(encoding="utf-8")
    with (root / "releases.yaml").open("a", encoding="utf-8") as file:
        file.write(f"{len(load(root).releases) + 1}: {{sign_off: 2}}\n")
    before = (root / "deployed.lock").read_bytes()

    form.write_text(good.replace("separate_from: [draft_reply]\n", ""), encoding="utf-8")
    checked = run(data, "process", "check", "--folder", str(root))
    refused_draft = run(data, "process", "publish", "--folder", str(root))
    assert (checked.exit_code, refused_draft.exit_code) == (1, 1)
    assert "sign_off/v2/sign_off.bpmn：第" in checked.stdout
    assert "已由拟制人以外的人同意签发" in refused_draft.stdout
    assert "没有发布：请先改正以上3个问题" in refused_draft.stderr
    assert (root / "deployed.lock").read_bytes() == before

    form.write_text(good, encoding="utf-8")
    assert "approve_reply.yaml：没有问题" in run(
        data, "process", "check", "--folder", str(root)).stdout
    published = run(data, "process", "publish", "--folder", str(root))
    assert published.exit_code == 0
    assert "已发布：sign_off/v2/sign_off.bpmn" in published.stdout
    assert load(root).latest.definition("sign_off").version == 2
    assert (root / "deployed.lock").read_bytes() != before
    assert not data.exists()


# -- what programs are told ----------------------------------------------------------------------


def test_a_program_is_told_that_all_holds(data: Path) -> None:
    result = run(data, "process", "check", "--json")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(answer) == {"findings", "processes", "states"}
    assert answer["findings"] == []
    assert answer["processes"] == len([*load(drafts=True)])
    assert answer["states"] > 300


def test_a_program_is_told_what_does_not_hold_in_a_folder(data: Path, tmp_path: Path) -> None:
    root = made_up.copy_of_published(tmp_path, 2)
    shutil.copytree(root / "sign_off/v1", root / "sign_off/v2")
    form = root / "sign_off/v2/forms/approve_reply.yaml"
    form.write_text(form.read_text("utf-8").replace("separate_from: [draft_reply]\n", ""), "utf-8")
    with (root / "releases.yaml").open("a", encoding="utf-8") as file:
        file.write("3: {sign_off: 2}\n")
    result = run(data, "process", "check", str(root), "--json")
    assert result.exit_code == 1
    findings = json.loads(result.stdout)["findings"]
    assert all(set(each) == {"code", "process", "element", "message", "path"} for each in findings)
    issued = next(each for each in findings if each["element"] == "issue_reply")
    assert (issued["code"], issued["process"]) == ("unlawful", "sign_off")
    assert issued["path"][0] == "request_received"
    assert issued["path"][-1] == "issue_reply"
    assert "2026-03-02 收到申请" in issued["message"]
    assert "03-06 审核签发人甲办理“审核签发”" in issued["message"]
    told = run(data, "process", "check", str(root))
    assert told.exit_code == 1
    assert "    例（" in told.stdout
    assert "    经过：request_received → " in told.stdout
    alone = run(data, "process", "check", str(root / "sign_off/v2/sign_off.bpmn"), "--json")
    assert alone.exit_code == 1
    assert {each["process"] for each in json.loads(alone.stdout)["findings"]} == {"sign_off"}


@pytest.mark.parametrize("what", ["nothing.bpmn", "empty"])
def test_where_nothing_can_be_read_a_program_is_told_so(
    data: Path, tmp_path: Path, what: str
) -> None:
    (tmp_path / "empty").mkdir()
    result = run(data, "process", "check", str(tmp_path / what), "--json")
    assert result.exit_code == 2
    answer = json.loads(result.stdout)
    assert (answer["processes"], answer["states"]) == (0, 0)
    assert [each["code"] for each in answer["findings"]] == ["unreadable"]


def test_the_versions_are_listed(data: Path) -> None:
    told = run(data, "process", "list")
    assert told.exit_code == 0
    assert re.search(r"extension +延期审批 +第2版 +已发布 +第2次", told.stdout)
    answer = json.loads(run(data, "process", "list", "--json").stdout)
    first = next(each for each in answer["processes"]
                 if (each["process"], each["version"]) == ("extension", 1))
    assert first == {"process": "extension", "name": "延期审批", "version": 1, "published": True,
                     "releases": [1]}
    assert answer["releases"][0]["versions"]["extension"] == 1
    assert answer["releases"][0]["published"] is True
