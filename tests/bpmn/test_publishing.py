"""Publishing proves: whatever could not be carried out is refused before the lock changes."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from draft_faults import FAULTS, Fault
from unlawful_processes import UNLAWFUL

from engine.installation.contracts import contracts
from engine.installation.known import known
from engine.installation.publishing import NotProven, draft_problems, publish, require_proven
from engine.installation.tables import OPERATIONS
from engine.processes.checks.contracts import Together, bundle_problems, letter_problems
from engine.processes.checks.contracts.lives import Lives
from engine.processes.checks.contracts.ways import Ways
from engine.processes.executable import ExecutableProcesses
from engine.processes.published import ProcessesRefused, load
from engine.rules.alarms import alarms
from tests.bpmn import made_up


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """What was published with release 2, whatever came later: the faults name its versions."""
    return made_up.copy_of_published(tmp_path, 2)


@pytest.fixture
def drafts(root: Path) -> Callable[..., Path]:
    """Makes drafts as the README says: one version more of these processes, and a release."""
    published = load(root)
    line = (root / "releases.yaml").read_text(encoding="utf-8")
    versions: dict[str, int] = {}

    def make(*processes: str) -> Path:
        for process in processes:
            newest = published.latest.definition(process).version
            versions[process] = newest + 1
            shutil.copytree(root / process / f"v{newest}", root / process / f"v{newest + 1}")
        told = ", ".join(f"{process}: {version}" for process, version in versions.items())
        (root / "releases.yaml").write_text(
            f"{line}{len(published.releases) + 1}: {{{told}}}\n", encoding="utf-8"
        )
        return root
    return make


def test_what_is_published_is_proven() -> None:
    published = load()
    require_proven(published)
    for release in published.releases:
        assert bundle_problems(
            Together(release.main, release.definitions, beside=release.beside,
                     number=release.number), known()) == ()


def test_every_operation_declares_what_it_needs() -> None:
    assert set(contracts()) == set(OPERATIONS)


def test_a_good_draft_of_everything_is_published(drafts: Callable[..., Path]) -> None:
    root = drafts(*load().release(2).definitions)
    names, problems = draft_problems(root)
    assert problems == ()
    published = load(root)
    assert publish(root) == (*names, f"release/{len(published.releases) + 1}")
    assert len(names) == 18
    assert draft_problems(root) == ((), ())
    assert load(root).latest.definition("handling").version == 2


def test_a_case_that_only_a_withdrawal_could_end_stands_for_good(tmp_path: Path) -> None:
    """From release 3 on the letter is served as soon as it is issued: who first has it stamped
    misses the word that it was served, and waits for it for good."""
    root = made_up.copy_of_published(tmp_path)
    made_up.add_stamping(root)
    _, problems = draft_problems(root)
    assert {problem.code for problem in problems} == {"stands_for_good"}
    assert all(problem.story for problem in problems)
    made_up.add_stamping(sound := made_up.copy_of_published(tmp_path / "before", 2))
    assert draft_problems(sound)[1] == ()


@pytest.mark.parametrize("name", FAULTS)
def test_a_slip_is_refused_with_its_place_before_anything_is_published(
    name: str, drafts: Callable[..., Path]
) -> None:
    fault: Fault = FAULTS[name]
    root = drafts(fault.process)
    fault.plant(root)
    before = (root / "deployed.lock").read_bytes()
    with pytest.raises(ProcessesRefused):
        publish(root)
    assert (root / "deployed.lock").read_bytes() == before
    _, problems = draft_problems(root)
    told = [each.in_words for each in problems]
    found = [each for each in problems if each.code == fault.code and fault.says in each.in_words]
    assert found, told
    place = next(each for each in found if each.element == fault.element)
    assert place.in_words.startswith(fault.where or fault.file), told
    assert fault.element in place.in_words


@pytest.mark.parametrize("name", UNLAWFUL)
def test_a_process_that_would_break_the_law_is_refused_before_anything_is_published(
    name: str, drafts: Callable[..., Path]
) -> None:
    fault: Fault = UNLAWFUL[name]
    root = drafts(fault.process)
    fault.plant(root)
    before = (root / "deployed.lock").read_bytes()
    with pytest.raises(NotProven) as refused:
        publish(root)
    assert (root / "deployed.lock").read_bytes() == before
    found = refused.value.problems
    assert any(
        each.code == fault.code and each.element == fault.element and fault.says in each.message_zh
        for each in found
    ), [each.in_words for each in found]


def test_every_life_of_a_case_is_played() -> None:
    release = load(drafts=True).latest
    together = Together(release.main, release.definitions, beside=release.beside)
    lives = Lives(Ways(together, known().operations, known().again), known())
    lives.play()
    assert lives.problems == {}
    assert {place.element for place in lives.passed} >= {
        "draft_reply", "approve_extension", "give_legal_opinion", "record_correction_lapsed",
        "supervise_overdue", "record_archived", "legal_opinion_warning_due", "record_withdrawn",
        "record_voided",
        "begin_next_reply", "reply_taken_back", "serve_again", "tell_reply_handed_over",
        "letter_arrived",
    }
    everything = {element for each in release.definitions.values() for element in each.elements}
    assert {place.element for place in lives.passed} == everything


# -- letters, of which processes speak ---------------------------------------------------------


def test_every_letter_can_be_written_or_says_what_it_waits_for() -> None:
    assert list(letter_problems(known())) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"waits_for": frozenset()}, "weather由规则提供，但没有这条规则"),
        ({"waits_for": frozenset({"weather", "received_on"})}, "received_on已有规则"),
        ({"waits_for": frozenset({"weather", "reason"})}, "不是由规则提供的事实"),
        ({"ground": "99"}, "“99”在其适用之日不是法定种类"),
    ],
)
def test_a_letter_that_could_never_be_written_is_named(
    change: dict[str, Any], says: str
) -> None:
    made = known().letters["refused_third_party"]
    letter = replace(made, **{
        "by_rule": made.by_rule | {"weather"}, "waits_for": frozenset({"weather"}), **change})
    (found,) = letter_problems(replace(
        known(), letters={**known().letters, "refused_third_party": letter}
    ))
    assert found.file == "letters/kinds/refused_third_party/letter.yaml"
    assert says in found.message_zh


# -- versions that run together ------------------------------------------------------------------


def test_a_draft_is_proven_with_the_drafts_that_will_call_it(
    drafts: Callable[..., Path]
) -> None:
    """Sign-off gives its variable another name: only with its caller is that whole."""
    root = drafts("sign_off")
    for path in [*(root / "sign_off/v2").rglob("*.bpmn"), *(root / "sign_off/v2").rglob("*.yaml")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("variable: sign_off", "variable: approval")
            .replace('sign_off == "approved"', 'approval == "approved"'), encoding="utf-8"
        )
    _, problems = draft_problems(root)
    assert [(each.code, each.file, each.element) for each in problems] == [
        ("unknown_variable", "handling/v1/handling.bpmn", "after_sign_off")
    ]
    drafts("handling")
    path = root / "handling/v2/handling.bpmn"
    path.write_text(
        path.read_text(encoding="utf-8").replace('sign_off == "', 'approval == "')
        , encoding="utf-8"
    )
    assert draft_problems(root)[1] == ()


def test_every_form_with_a_slip_is_told_at_once(drafts: Callable[..., Path]) -> None:
    root = drafts("handling", "sign_off")
    for name in ("handling/v2/forms/serve_reply.yaml", "handling/v2/forms/draft_reply.yaml",
                 "sign_off/v2/forms/approve_reply.yaml"):
        path = root / name
        path.write_text("title: 一\ntitle: 二\n", encoding="utf-8")
    _, problems = draft_problems(root)
    assert len(problems) == 3
    assert all("第 2 行：“title”重复" in each.in_words for each in problems)


def test_a_note_a_group_and_colours_change_nothing_of_what_runs(
    drafts: Callable[..., Path]
) -> None:
    root = drafts("sign_off")
    path = root / "sign_off/v2/sign_off.bpmn"
    text = path.read_text(encoding="utf-8")
    text = text.replace("<bpmn:sequenceFlow", (
        '<bpmn:textAnnotation id="note_1"><bpmn:text>须经负责人</bpmn:text></bpmn:textAnnotation>'
        '<bpmn:association id="to_note" sourceRef="approve_reply" targetRef="note_1" />'
        '<bpmn:group id="around" /><bpmn:sequenceFlow'), 1)
    text = text.replace("<bpmndi:BPMNEdge", (
        '<bpmndi:BPMNShape id="drawn_note" bpmnElement="note_1">'
        '<dc:Bounds x="1" y="1" width="50" height="30" /></bpmndi:BPMNShape><bpmndi:BPMNEdge'), 1)
    text = text.replace('<bpmndi:BPMNShape id="shape_approve_reply"', (
        '<bpmndi:BPMNShape xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" '
        'bioc:stroke="#0d4372" id="shape_approve_reply"'), 1)
    path.write_text(text, encoding="utf-8")
    publish(root)
    published = load(root)
    assert published.at("sign_off", 2).elements == published.at("sign_off", 1).elements
    process = ExecutableProcesses(published, contracts(), alarms()).latest()
    assert process.version_of("sign_off") == 2
    begun = process.start(lambda operation, parameters: {}, {})
    assert [task.element for task in begun.open_tasks()] == ["examine_request"]
