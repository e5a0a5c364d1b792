"""A release says which versions go together; what is published of it never changes."""

import shutil
from pathlib import Path

import pytest

from engine.installation.publishing import NotProven, publish
from engine.processes.checks.drawing import drawing_problems
from engine.processes.published import ProcessesRefused, default_root, load
from tests.bpmn import made_up
from tests.bpmn.sample_diagram import problems

#: The names of whole bundles that cases of existing installations keep beside their state.
DIGESTS = {
    1: "424c0b0dba904fecca9ee3551e64a6cb431d424317a935302198424e97772840",
    2: "e4cb293eb895f18799f6353e0cf6ebcb6f5fef69225192e769b866025ef3f4fc",
    3: "45de38bc39b36258825620be966c533f1fe00e796fd9b0f95c3d95f3c221ccc5",
    4: "0b749f9d32ef520e6ac8af28c9a53298a141ad0c824c2ae13a26d1fc41a2cd35",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The first release alone, with version 2 of the sign-off as a draft."""
    root = made_up.copy_of_published(tmp_path, 1)
    shutil.copytree(root / "sign_off/v1", root / "sign_off/v2")
    return root


def _add(root: Path, text: str) -> None:
    with (root / "releases.yaml").open("a", encoding="utf-8") as file:
        file.write(text + "\n")


def _next(root: Path) -> int:
    return len(load(root).releases) + 1


@pytest.mark.parametrize("number", DIGESTS)
def test_a_published_release_is_what_running_cases_began_with(number: int) -> None:
    assert load().release(number).digest == DIGESTS[number]


def test_a_release_holds_all_that_is_called_and_one_digest() -> None:
    release = load().release(1)
    assert list(release.definitions) == [
        "correction", "extension", "legal_consultation", "confidentiality_review", "sign_off",
        "handling", "disclosure_request",
    ]
    assert {each.version for each in release.definitions.values()} == {1}
    assert (release.main, release.version) == ("disclosure_request", 1)


def test_a_later_release_names_only_what_changes(root: Path) -> None:
    number = _next(root)
    before = load(root).latest
    _add(root, f"{number}: {{sign_off: 2}}")
    publish(root)
    after = load(root)
    assert after.release(number - 1).digest == before.digest
    changed = {name for name, each in after.latest.definitions.items()
               if before.definitions[name].version != each.version}
    assert changed == {"sign_off"}
    assert after.latest.digest != before.digest


def test_an_earlier_version_may_be_taken_up_again(root: Path) -> None:
    number = _next(root)
    _add(root, f"{number}: {{sign_off: 2}}\n{number + 1}: {{sign_off: 1}}")
    publish(root)
    published = load(root)
    assert published.latest.digest == published.release(number - 1).digest
    assert published.as_of(number).latest.definition("sign_off").version == 2


def test_as_of_a_release_nothing_later_is_known(root: Path) -> None:
    published = load().as_of(1)
    assert published.latest.number == 1
    with pytest.raises(ProcessesRefused, match="没有已发布的第2次发布"):
        published.release(2)


def test_since_there_are_releases_a_call_names_no_version() -> None:
    first = load().release(1)
    for each in load(drafts=True):
        if each not in first.definitions.values():
            assert b"gongkai:version" not in each.xml, f"{each.process} v{each.version}"


# -- drafts ------------------------------------------------------------------------------------


def test_drafts_are_tried_without_being_named_or_sealed(root: Path) -> None:
    number = _next(root)
    assert load(root).latest.definition("sign_off").version == 1
    tried = load(root, drafts=True)
    assert tried.latest.number == number
    assert tried.latest.definition("sign_off").version == 2
    assert tried.release(number - 1).digest == load(root).latest.digest


def test_a_draft_that_its_release_names_is_tried_as_that_release(root: Path) -> None:
    number = _next(root)
    _add(root, f"{number}: {{sign_off: 2}}")
    assert load(root).latest.number == number - 1
    tried = load(root, drafts=True)
    assert tried.latest.number == number
    publish(root)
    assert load(root).latest.digest == tried.latest.digest


def test_without_drafts_the_latest_is_what_is_published() -> None:
    assert load(drafts=True).latest.number >= load().latest.number


def test_a_draft_that_nothing_calls_yet_is_read_and_waits(root: Path) -> None:
    text = (root / "sign_off/v1/sign_off.bpmn").read_text(encoding="utf-8")
    (root / "countersign/v1/forms").mkdir(parents=True)
    (root / "countersign/v1/countersign.bpmn").write_text(
        text.replace("sign_off", "countersign"), encoding="utf-8")
    shutil.copytree(root / "sign_off/v1/forms", root / "countersign/v1/forms", dirs_exist_ok=True)
    tried = load(root, drafts=True)
    assert tried.at("countersign", 1).name == "审核签发"
    assert "countersign" not in tried.latest.definitions


# -- beside the life of a case -----------------------------------------------------------------


def _begun_by_message(root: Path, name: str) -> None:
    """A draft of a process that a limit missed begins, as it is shipped, under some name."""
    shipped = default_root() / "supervision/v1"
    shutil.copytree(shipped / "forms", root / name / "v1/forms")
    text = (shipped / "supervision.bpmn").read_text(encoding="utf-8")
    (root / name / f"v1/{name}.bpmn").write_text(
        text.replace('"supervision"', f'"{name}"'), encoding="utf-8")


def test_a_process_that_a_message_begins_is_released_though_nobody_calls_it(root: Path) -> None:
    _begun_by_message(root, "supervision")
    before = load(root).latest
    _add(root, f"{_next(root)}: {{supervision: 1}}")
    after = load(root, drafts=True).latest
    assert dict(after.beside) == {"reply_overdue": "supervision"}
    assert before.beside == {}
    assert after.digest != before.digest
    assert list(after.with_called("supervision")) == ["supervision"]


def test_a_process_beside_that_no_case_ever_begins_is_never_sealed(root: Path) -> None:
    _begun_by_message(root, "supervision")
    _add(root, f"{_next(root)}: {{supervision: 1, sign_off: 2}}")
    with pytest.raises(NotProven) as refused:
        publish(root)
    assert {(each.code, each.file) for each in refused.value.problems} >= {
        ("never_reached", "supervision/v1/supervision.bpmn")}


def test_a_message_begins_one_process(root: Path) -> None:
    _begun_by_message(root, "supervision")
    _begun_by_message(root, "oversight")
    _add(root, f"{_next(root)}: {{supervision: 1, oversight: 1}}")
    with pytest.raises(ProcessesRefused, match="消息“reply_overdue”会同时启动“oversight、super"):
        publish(root)


def test_what_a_message_begins_is_not_called(root: Path) -> None:
    _begun_by_message(root, "supervision")
    shutil.copytree(root / "handling/v1", root / "handling/v2")
    path = root / "handling/v2/handling.bpmn"
    path.write_text(path.read_text(encoding="utf-8").replace(
        'calledElement="sign_off"', 'calledElement="supervision"'), encoding="utf-8")
    _add(root, f"{_next(root)}: {{supervision: 1, handling: 2}}")
    with pytest.raises(ProcessesRefused, match="“supervision”由消息启动，不能是主流程"):
        publish(root)


# -- what a new version costs --------------------------------------------------------------------


def _files(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
            for path in root.rglob("*") if path.is_file()}


def test_a_version_with_one_more_task_costs_its_folder_and_one_line(tmp_path: Path) -> None:
    root = made_up.copy_of_published(tmp_path, 1)
    before = _files(root)
    number = made_up.add_stamping(root)
    version = load(root, drafts=True).latest.definition("sign_off")
    assert made_up.TASK in version.forms
    assert problems(version.xml) == ()      # it is a good diagram and well drawn
    assert drawing_problems(version.xml) == ()

    added = publish(root)
    after = _files(root)
    folder = f"sign_off/v{version.version}/"
    assert {name for name in after if name not in before} == {
        name for name in added if name.startswith(folder)}
    written = {name for name in before if after[name] != before[name]}
    assert written == {"releases.yaml", "deployed.lock"}
    line = after["releases.yaml"].removeprefix(before["releases.yaml"])
    assert line == f"{number}: {{sign_off: {version.version}}}\n"
    assert set(before["deployed.lock"].splitlines()) < set(after["deployed.lock"].splitlines())
    assert made_up.TASK in load(root).latest.forms
    assert made_up.TASK not in load(root).release(number - 1).forms


# -- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("N: {sign_off: 9}", "没有流程“sign_off”的第9版，请建立sign_off/v9"),
        ("N: {countersign: 1}", "没有流程“countersign”的第1版"),
        ("N: {sign_off: 1}", "“sign_off”没有变动"),
        ("N: {sign_off: two}", "“two”不是版本号"),
        ("N: {sign_off: 2.0}", "“2.0”不是版本号"),
        ("N: {sign_off: [2]}", "应当是一个名称或者数字"),
        ("N: {sign_off: 2, sign_off: 2}", "“sign_off”重复"),
        ("N: {}", "没有写任何流程"),
        ("N:", "应当是若干“名称: 值”"),
        ("N: sign_off", "应当是若干“名称: 值”"),
        ("1: {sign_off: 2}", "“1”重复"),
        ("999: {sign_off: 2}", "编号从1起依次写，请改为N"),
        ("next: {sign_off: 2}", "请改为N"),
        ("N: {sign_off: 2", "不是正确的YAML"),
        ("main: sign_off", "“main”重复"),
    ],
)
def test_a_slip_in_the_file_of_releases_is_named_with_its_line(
    root: Path, text: str, reason: str
) -> None:
    number = str(_next(root))
    text, reason = text.replace("N", number, 1), reason.replace("N", number)
    line = len((root / "releases.yaml").read_text(encoding="utf-8").splitlines()) + 1
    _add(root, text)
    lock = (root / "deployed.lock").read_bytes()
    with pytest.raises(ProcessesRefused) as refused:
        publish(root)
    assert reason in str(refused.value)
    assert f"releases.yaml第{line}行" in str(refused.value) or "YAML" in reason
    assert (root / "deployed.lock").read_bytes() == lock


def test_a_process_that_nobody_calls_is_not_released(root: Path) -> None:
    shutil.move(root / "sign_off/v2", root / "spare/v1")
    (root / "spare/v1/sign_off.bpmn").rename(root / "spare/v1/spare.bpmn")
    path = root / "spare/v1/spare.bpmn"
    path.write_text(path.read_text(encoding="utf-8").replace("sign_off", "spare"),
                    encoding="utf-8")
    _add(root, f"{_next(root)}: {{spare: 1}}")
    with pytest.raises(ProcessesRefused, match="没有流程调用“spare”"):
        publish(root)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("  handling: 1\n", "", "调用的流程“handling”，第1次发布没有写明用第几版"),
        ("main: disclosure_request", "main: nothing", "没有写明主流程“nothing”用第几版"),
        ("main: disclosure_request", "main: handling", "没有流程调用“disclosure_request”"),
        ("main: disclosure_request\n", "", "第一项应当是“main"),
        ("  sign_off: 1\n", "  sign_off: 2\n", "已发布的第1次发布被改动"),
    ],
)
def test_a_published_release_never_changes(root: Path, old: str, new: str, reason: str) -> None:
    _add(root, f"{_next(root)}: {{sign_off: 2}}")
    publish(root)
    path = root / "releases.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    for attempt in (load, publish):
        with pytest.raises(ProcessesRefused, match=reason):
            attempt(root)


def test_a_published_release_cannot_be_taken_out(root: Path) -> None:
    number = _next(root)
    path = root / "releases.yaml"
    text = path.read_text(encoding="utf-8")
    _add(root, f"{number}: {{sign_off: 2}}")
    publish(root)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProcessesRefused, match=f"已发布的第{number}次发布不见了"):
        load(root)
    path.unlink()
    with pytest.raises(ProcessesRefused, match=r"缺少.*releases\.yaml"):
        load(root)


def test_words_beside_the_releases_may_change(root: Path) -> None:
    """The lock holds what a release means, not how it is written."""
    path = root / "releases.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text("# 另一句说明\n" + text.replace("  sign_off: 1", "  sign_off:   1  # 签发"),
                    encoding="utf-8")
    assert load(root).release(1).digest == DIGESTS[1]


def test_nothing_is_loaded_before_a_release_is_sealed(root: Path) -> None:
    lock = root / "deployed.lock"
    lines = [line for line in lock.read_text().splitlines() if "release/" not in line]
    lock.write_text("\n".join(lines) + "\n")
    with pytest.raises(ProcessesRefused, match="没有任何已发布的发布"):
        load(root)
