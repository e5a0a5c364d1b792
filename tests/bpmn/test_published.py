"""What is published is locked: running cases rest on it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.installation.publishing import publish
from engine.processes.published import ProcessesRefused, default_root, load
from tests.bpmn import made_up


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the first release that a test may spoil."""
    return made_up.copy_of_published(tmp_path, 1)


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_lock_is_what_sha256sum_reads() -> None:
    releases = 0
    for line in (default_root() / "deployed.lock").read_text().splitlines():
        digest, _, name = line.partition("  ")
        assert len(digest) == 64
        releases += name == f"release/{releases + 1}"
        assert name.startswith("release/") or (default_root() / name).is_file()
    assert releases == len(load().releases)


def test_an_element_knows_its_lane_and_its_legal_basis() -> None:
    element = load().latest.element("examine_request", "handling")
    assert (element.name, element.lane, element.type) == ("审查申请", "受理人员", "userTask")
    assert "第三十条" in element.documentation


def test_a_changed_diagram_is_named_and_refused(root: Path) -> None:
    _replace(root / "sign_off/v1/sign_off.bpmn", "审核签发人", "督办人员")
    with pytest.raises(ProcessesRefused, match=r"被改动：sign_off/v1/sign_off\.bpmn"):
        load(root)


def test_a_changed_form_is_named_and_refused(root: Path) -> None:
    form = root / "sign_off/v1/forms/approve_reply.yaml"
    form.write_bytes(form.read_bytes() + b"\n")
    with pytest.raises(ProcessesRefused, match=r"被改动：sign_off/v1/forms/approve_reply\.yaml"):
        load(root)


def test_a_removed_file_is_named_and_refused(root: Path) -> None:
    (root / "sign_off/v1/forms/approve_reply.yaml").unlink()
    with pytest.raises(ProcessesRefused, match=r"不见了：sign_off/v1/forms/approve_reply\.yaml"):
        load(root)


def test_a_file_added_to_a_published_version_is_refused(root: Path) -> None:
    (root / "sign_off/v1/forms/second.yaml").write_text("title: 第二张表\n", encoding="utf-8")
    with pytest.raises(ProcessesRefused, match=r"多出了文件：sign_off/v1/forms/second\.yaml"):
        load(root)


@pytest.mark.parametrize(
    "line", ["", "nonsense", "0" * 64 + "  ../outside.bpmn", "0" * 64 + "  /etc/passwd"]
)
def test_a_spoilt_lock_is_refused(root: Path, line: str) -> None:
    lock = root / "deployed.lock"
    lock.write_text(lock.read_text() + line + "\n")
    with pytest.raises(ProcessesRefused, match="不能识别"):
        load(root)


def test_without_a_lock_nothing_is_published(root: Path) -> None:
    (root / "deployed.lock").unlink()
    with pytest.raises(ProcessesRefused, match="没有已发布的流程"):
        load(root)


def _release(root: Path, line: str) -> None:
    with (root / "releases.yaml").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def _next(root: Path) -> int:
    """The number that the next release bears."""
    return len(load(root).releases) + 1


def test_a_draft_version_is_not_loaded_until_it_is_sealed(root: Path) -> None:
    number = _next(root)
    shutil.copytree(root / "sign_off/v1", root / "sign_off/v2")
    _release(root, f"{number}: {{sign_off: 2}}")
    assert load(root).latest.number == number - 1
    assert load(root).latest.definition("sign_off").version == 1
    added = publish(root)
    assert added == ("sign_off/v2/forms/approve_reply.yaml", "sign_off/v2/sign_off.bpmn",
                     f"release/{number}")
    assert load(root).latest.definition("sign_off").version == 2
    assert load(root).at("sign_off", 1).version == 1


def test_sealing_again_adds_nothing(root: Path) -> None:
    assert publish(root) == ()


def _call_of_an_unknown_process(root: Path) -> None:
    _replace(root / "handling/v2/handling.bpmn",
             'calledElement="sign_off"', 'calledElement="countersign"')


def _call_in_a_ring(root: Path) -> None:
    _replace(root / "handling/v2/handling.bpmn",
             'calledElement="sign_off"', 'calledElement="handling"')


def _task_without_a_form(root: Path) -> None:
    (root / "handling/v2/forms/serve_reply.yaml").unlink()


def _form_without_a_task(root: Path) -> None:
    shutil.copy(root / "handling/v2/forms/serve_reply.yaml", root / "handling/v2/forms/x.yaml")


def _form_with_a_slip(root: Path) -> None:
    _replace(root / "handling/v2/forms/serve_reply.yaml", "required: true", "requird: true")


def _field_from_nowhere(root: Path) -> None:
    _replace(root / "handling/v2/forms/serve_reply.yaml", "type: date", "type: date\n    from: day")


def _field_from_another_type(root: Path) -> None:
    _replace(root / "handling/v2/forms/serve_reply.yaml", "type: date",
             "type: date\n    from: opinion")


def _doctype(root: Path) -> None:
    _replace(root / "handling/v2/handling.bpmn", "<bpmn:definitions",
             '<!DOCTYPE x [<!ENTITY e "x">]><bpmn:definitions')


def _unnamed_by_any_release(root: Path) -> None:
    text = (root / "releases.yaml").read_text(encoding="utf-8")
    (root / "releases.yaml").write_text(text[:text.rindex("\n", 0, -1) + 1], encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_call_of_an_unknown_process, "调用的流程“countersign”，第[0-9]+次发布没有写明用第几版"),
        (_call_in_a_ring, "调用了它自己"),
        (_task_without_a_form, "表单与用户任务不一致：serve_reply"),
        (_form_without_a_task, "表单与用户任务不一致：x"),
        (_form_with_a_slip, "serve_reply.yaml：第 20 行：不认识的键：requird"),
        (_field_from_nowhere, "served_on取自“day”"),
        (_field_from_another_type, "served_on取自“opinion”"),
        (_doctype, "DOCTYPE"),
        (_unnamed_by_any_release, r"请在文件末尾加上一行“\d+: {handling: 2}”"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_version_that_does_not_hold_together_is_never_sealed(
    root: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    shutil.copytree(root / "handling/v1", root / "handling/v2")
    _release(root, f"{_next(root)}: {{handling: 2}}")
    before = (root / "deployed.lock").read_bytes()
    spoil(root)
    with pytest.raises(ProcessesRefused, match=reason):
        publish(root)
    assert (root / "deployed.lock").read_bytes() == before


def test_an_unknown_process_version_or_release_is_refused_in_chinese() -> None:
    published = load()
    with pytest.raises(ProcessesRefused, match="没有流程“nothing”"):
        published.latest.definition("nothing")
    with pytest.raises(ProcessesRefused, match="“sign_off”没有已发布的第9版"):
        published.at("sign_off", 9)
    with pytest.raises(ProcessesRefused, match="没有已发布的第9次发布"):
        published.release(9)
