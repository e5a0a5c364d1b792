"""What is published is locked: running cases rest on it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import deployments
from engine.deployments import DeploymentRefused, default_root, load
from engine.publishing import publish


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the published processes that a test may spoil."""
    return Path(shutil.copytree(default_root(), tmp_path / "bpmn"))


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_lock_is_what_sha256sum_reads() -> None:
    for line in (default_root() / "deployed.lock").read_text().splitlines():
        digest, _, name = line.partition("  ")
        assert len(digest) == 64
        assert (default_root() / name).is_file()


def test_a_bundle_holds_all_that_is_called_and_one_digest() -> None:
    bundle = load().bundle("disclosure_request", 1)
    assert list(bundle.deployments) == [
        "correction", "extension", "legal_consultation", "confidentiality_review", "sign_off",
        "handling", "disclosure_request",
    ]
    assert bundle.digest == load().bundle("disclosure_request", 1).digest
    assert bundle.digest != load().bundle("handling", 1).digest


def test_an_element_knows_its_lane_and_its_legal_basis() -> None:
    element = load().bundle("disclosure_request", 1).element("examine_request", "handling")
    assert (element.name, element.lane, element.type) == ("审查申请", "受理人员", "userTask")
    assert "第三十条" in element.documentation


def test_a_changed_diagram_is_named_and_refused(root: Path) -> None:
    _replace(root / "sign_off/v1/sign_off.bpmn", "审核签发人", "督办人员")
    with pytest.raises(DeploymentRefused, match=r"被改动：sign_off/v1/sign_off\.bpmn"):
        load(root)


def test_a_changed_form_is_named_and_refused(root: Path) -> None:
    form = root / "sign_off/v1/forms/approve_reply.yaml"
    form.write_bytes(form.read_bytes() + b"\n")
    with pytest.raises(DeploymentRefused, match=r"被改动：sign_off/v1/forms/approve_reply\.yaml"):
        load(root)


def test_a_removed_file_is_named_and_refused(root: Path) -> None:
    (root / "sign_off/v1/forms/approve_reply.yaml").unlink()
    with pytest.raises(DeploymentRefused, match=r"不见了：sign_off/v1/forms/approve_reply\.yaml"):
        load(root)


def test_a_file_added_to_a_published_version_is_refused(root: Path) -> None:
    (root / "sign_off/v1/forms/second.yaml").write_text("title: 第二张表\n", encoding="utf-8")
    with pytest.raises(DeploymentRefused, match=r"多出了文件：sign_off/v1/forms/second\.yaml"):
        load(root)


@pytest.mark.parametrize(
    "line", ["", "nonsense", "0" * 64 + "  ../outside.bpmn", "0" * 64 + "  /etc/passwd"]
)
def test_a_spoilt_lock_is_refused(root: Path, line: str) -> None:
    lock = root / "deployed.lock"
    lock.write_text(lock.read_text() + line + "\n")
    with pytest.raises(DeploymentRefused, match="不能识别"):
        load(root)


def test_without_a_lock_nothing_is_published(root: Path) -> None:
    (root / "deployed.lock").unlink()
    with pytest.raises(DeploymentRefused, match="没有已发布的流程"):
        load(root)


def test_a_draft_version_is_not_loaded_until_it_is_sealed(root: Path) -> None:
    shutil.copytree(root / "sign_off/v1", root / "sign_off/v2")
    assert load(root).latest("sign_off").version == 1
    added = publish(root)
    assert added == ("sign_off/v2/forms/approve_reply.yaml", "sign_off/v2/sign_off.bpmn")
    assert load(root).latest("sign_off").version == 2
    assert load(root).at("sign_off", 1).version == 1


def test_running_cases_keep_the_version_they_call(root: Path) -> None:
    before = load(root).bundle("disclosure_request", 1)
    shutil.copytree(root / "sign_off/v1", root / "sign_off/v2")
    publish(root)
    after = load(root).bundle("disclosure_request", 1)
    assert after.digest == before.digest
    assert after.deployments["sign_off"].version == 1


def test_sealing_again_adds_nothing(root: Path) -> None:
    assert publish(root) == ()


def _call_of_an_unpublished_version(root: Path) -> None:
    _replace(root / "handling/v2/handling.bpmn",
             'calledElement="sign_off" gongkai:version="1"',
             'calledElement="sign_off" gongkai:version="7"')


def _two_versions_in_one_case(root: Path) -> None:
    shutil.copytree(root / "sign_off/v1", root / "sign_off/v2")
    shutil.copytree(root / "disclosure_request/v1", root / "disclosure_request/v2")
    _replace(root / "handling/v2/handling.bpmn",
             'calledElement="sign_off" gongkai:version="1"',
             'calledElement="sign_off" gongkai:version="2"')
    _replace(root / "disclosure_request/v2/disclosure_request.bpmn",
             'calledElement="handling" gongkai:version="1"',
             'calledElement="handling" gongkai:version="2"')
    _replace(root / "handling/v2/handling.bpmn",
             'calledElement="extension" gongkai:version="1"',
             'calledElement="extension" gongkai:version="2"')
    shutil.copytree(root / "extension/v1", root / "extension/v2")
    # the extension of this faulty version wants the old sign-off
    _replace(root / "extension/v2/extension.bpmn",
             '<bpmn:userTask id="approve_extension"',
             '<bpmn:callActivity id="again" name="再签发" calledElement="sign_off" '
             'gongkai:version="1" /><bpmn:userTask id="approve_extension"')


def _call_in_a_ring(root: Path) -> None:
    _replace(root / "handling/v2/handling.bpmn",
             'calledElement="sign_off" gongkai:version="1"',
             'calledElement="handling" gongkai:version="2"')


def _task_without_a_form(root: Path) -> None:
    (root / "handling/v2/forms/serve_reply.yaml").unlink()


def _form_without_a_task(root: Path) -> None:
    shutil.copy(root / "handling/v2/forms/serve_reply.yaml", root / "handling/v2/forms/x.yaml")


def _form_with_a_slip(root: Path) -> None:
    _replace(root / "handling/v2/forms/serve_reply.yaml", "required: true", "requird: true")


def _doctype(root: Path) -> None:
    _replace(root / "handling/v2/handling.bpmn", "<bpmn:definitions",
             '<!DOCTYPE x [<!ENTITY e "x">]><bpmn:definitions')


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_call_of_an_unpublished_version, "没有已发布的第7版"),
        (_two_versions_in_one_case, "被调用了两个版本"),
        (_call_in_a_ring, "调用了它自己"),
        (_task_without_a_form, "表单与用户任务不一致：serve_reply"),
        (_form_without_a_task, "表单与用户任务不一致：x"),
        (_form_with_a_slip, "serve_reply.yaml：fields"),
        (_doctype, "DOCTYPE"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_version_that_does_not_hold_together_is_never_sealed(
    root: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    shutil.copytree(root / "handling/v1", root / "handling/v2")
    before = (root / "deployed.lock").read_bytes()
    spoil(root)
    with pytest.raises(DeploymentRefused, match=reason):
        publish(root)
    assert (root / "deployed.lock").read_bytes() == before


def test_an_unknown_process_or_version_is_refused_in_chinese() -> None:
    published = deployments.load()
    with pytest.raises(DeploymentRefused, match="没有已发布的流程“nothing”"):
        published.latest("nothing")
    with pytest.raises(DeploymentRefused, match="“sign_off”没有已发布的第9版"):
        published.bundle("sign_off", 9)
