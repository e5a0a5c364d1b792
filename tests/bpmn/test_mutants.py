"""What would break a life or the law is refused with a life that shows it; what would not, passes.

All that is held here is made by rule from the newest release, drafts included
(``tests/bpmn/mutants.py``, ``tests/bpmn/harmless_edits.py``).
"""

import re
import shutil
from collections import Counter
from pathlib import Path

import harmless_edits
import mutants
import pytest
from mutants import Mutant

from engine.installation.checking import check_folder
from engine.installation.known import known
from engine.installation.publishing import look_at_release
from engine.processes.checks.contracts import Found, Together, look_at
from engine.processes.definition import ProcessesRefused, read_definition
from engine.processes.published import Release, default_root, digests_below, load

PUBLISHED = load(drafts=True)
RELEASE = PUBLISHED.latest
#: The last one in which an end terminates.
SECOND = PUBLISHED.release(2)


def _texts(release: Release) -> dict[str, dict[str, str]]:
    return {
        name: {
            task: (default_root() / f"{name}/v{each.version}/forms/{task}.yaml").read_text("utf-8")
            for task in each.forms
        } for name, each in release.definitions.items()
    }


TEXTS = {each.number: _texts(each) for each in (SECOND, RELEASE)}
MADE = [
    *mutants.every_mutant(RELEASE, TEXTS[RELEASE.number]),
    *mutants.every_mutant(SECOND, TEXTS[2], (mutants.not_terminated,)),
]
#: Of each rule one in each process: more of a kind only take time.
MUTANTS = [each for number, each in enumerate(MADE) if not any(
    (one.rule, one.process) == (each.rule, each.process) for one in MADE[:number])]
HARMLESS = [*harmless_edits.harmless(RELEASE, TEXTS[RELEASE.number])]


def _written(folder: Path, mutant: Mutant) -> None:
    """The process with its change, as version 1 in a folder of processes."""
    version = folder / mutant.process / "v1"
    (version / "forms").mkdir(parents=True)
    xml = mutant.xml or PUBLISHED.release(mutant.release).definitions[mutant.process].xml
    (version / f"{mutant.process}.bpmn").write_bytes(xml)
    for task, text in {**TEXTS[mutant.release][mutant.process], **mutant.forms}.items():
        if f'<bpmn:userTask id="{task}"'.encode() in xml:
            (version / f"forms/{task}.yaml").write_text(text, encoding="utf-8")


def _look_at(folder: Path, mutant: Mutant, *, drawn: bool, thorough: bool = True) -> Found:
    """What is said of the release in which one process has changed. Raises ProcessesRefused."""
    _written(folder, mutant)
    changed = read_definition(
        folder, mutant.process, "v1", digests_below(folder, folder / mutant.process / "v1"))
    before = PUBLISHED.release(mutant.release)
    definitions = {**before.definitions, mutant.process: changed}
    if mutant.rule == "called process missing":
        return look_at(Together(RELEASE.main, definitions), known(), drawn=drawn)
    release = Release(before.number, before.main, before.digest, definitions)
    return look_at_release(release, drawn=drawn, thorough=thorough)


def test_the_mutants_are_many_and_spoil_every_process_in_every_way() -> None:
    assert len(MUTANTS) >= 60
    of_process = Counter(each.process for each in MUTANTS)
    assert set(of_process) == set(RELEASE.definitions)
    assert {each.rule for each in MUTANTS} >= {
        "swapped branches", "dropped default", "overlapping conditions", "a value that nothing has",
        "ended early", "lane of nobody", "wrong lane", "dropped timer", "other timer",
        "turned timer", "wrong operation", "left out operation", "left out call",
        "called process missing", "wrong letter kind", "endless loop", "terminate removed",
        "thrown and not caught", "message nobody sends", "dead task", "missing form field",
        "separate_from removed", "review tied to no text", "entry not announced",
        "second time not forbidden",
    }
    assert len(HARMLESS) >= 20


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_a_mutant_is_refused_with_a_way_to_the_fault(mutant: Mutant, tmp_path: Path) -> None:
    if mutant.rule == "missing form field":     # the form names what it demands and has not
        with pytest.raises(ProcessesRefused, match=r"forms/\w+\.yaml：第 \d+ 行：.*字段不存在"):
            _look_at(tmp_path, mutant, drawn=False)
        return
    told = _look_at(tmp_path, mutant, drawn=False, thorough=False).problems
    found = tuple(each for each in told if each.code != "missing_drawing")
    assert found, "nothing was said of it"
    for each in found:
        assert re.search(r"[\u4e00-\u9fff]", each.message_zh)
        if each.story:
            assert re.match(r"例（[^）]*）：2026-03-02 ", each.story), each.story
    known_ids = set(re.findall(
        r'id="(\w+)"', "".join(each.xml.decode() for each in (
            PUBLISHED.release(mutant.release).definitions.values()))))
    shown = [each for each in found if each.path]
    assert shown, [each.in_words for each in found]
    assert all(set(each.path) <= known_ids for each in shown), [each.path for each in shown]


@pytest.mark.parametrize("edit", HARMLESS, ids=str)
def test_an_edit_that_changes_nothing_of_the_law_passes(edit: Mutant, tmp_path: Path) -> None:
    before = RELEASE.definitions[edit.process]
    assert (edit.xml and edit.xml != before.xml) or (
        edit.forms and edit.forms != TEXTS[edit.release][edit.process]), "the edit edits something"
    found = _look_at(tmp_path, edit, drawn=True)
    assert [each.in_words for each in found.problems] == []
    assert found.states > 100


# -- lives that are told -----------------------------------------------------------------------


def _told(tmp_path: Path, rule: str, process: str, code: str) -> tuple[str, tuple[str, ...]]:
    """The story and the way of the first problem of this code in such a mutant."""
    mutant = next(each for each in MUTANTS if (each.rule, each.process) == (rule, process))
    found = next(each for each in _look_at(tmp_path, mutant, drawn=False).problems
                 if each.code == code)
    return found.story, found.path


def test_who_signs_his_own_draft_is_told_as_one_person(tmp_path: Path) -> None:
    """Received on Monday 2 March 2026; every act on the working day after the last one."""
    story, path = _told(tmp_path, "separate_from removed", "sign_off", "unlawful")
    assert re.search("03-04 承办人员甲办理“拟制答复”，选“提交", story)
    assert re.search("03-0[56] \\w+甲办理“(?!拟制答复)", story)
    assert story.endswith("甲是同一个人，其余各步由他人办理。")
    assert path[0] == "request_received"


def test_a_limit_comes_on_the_day_that_the_statute_gives(tmp_path: Path) -> None:
    """Twenty working days from 2 March are over with 30 March: overdue on the 31st."""
    story, path = _told(tmp_path, "terminate removed", "disclosure_request", "open_after_end")
    assert "→ 03-31 “逾期未答复”的时限到了" in story
    assert re.search("04-02 受理人员办理“归档[^”]*”", story)
    assert path[-1] == "case_archived"


def test_a_second_correction_is_told_from_the_receipt_on(tmp_path: Path) -> None:
    story, _ = _told(tmp_path, "second time not forbidden", "handling", "unlawful")
    assert story.count("需要补正") == 2 or story.count("同意延期") == 2


# -- the folder, as the command looks at it ----------------------------------------------------


@pytest.mark.parametrize("rule", ["missing form field", "called process missing"])
def test_what_cannot_be_read_names_file_element_and_way(rule: str, tmp_path: Path) -> None:
    mutant = next(each for each in MUTANTS if (each.rule, each.process) == (rule, "handling"))
    root = tmp_path / "bpmn"
    for name, each in RELEASE.definitions.items():
        shutil.copytree(default_root() / name / f"v{each.version}", root / name / "v1")
    shutil.rmtree(root / "handling")
    _written(root, mutant)
    (root / "releases.yaml").write_text(
        f"main: {RELEASE.main}\n1:\n" + "".join(f"  {name}: 1\n" for name in RELEASE.definitions),
        encoding="utf-8")
    found = check_folder(root)
    assert found.processes == len(RELEASE.definitions)
    (problem,) = [each for each in found.problems if each.file.startswith("handling/v1/")]
    assert problem.element == mutant.what
    assert problem.path[-1] == mutant.what
