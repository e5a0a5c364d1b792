"""No reply leaves without a review of each item it answers (条例第十七条), from release 4 on: what
breaks that is refused, with the way that shows it."""

import re
from pathlib import Path

import pytest

from engine.installation.publishing import look_at_release
from engine.processes.definition import ProcessDefinition, read_definition
from engine.processes.published import Release, default_root, digests_below, load

PUBLISHED = load(drafts=True)
LATEST = PUBLISHED.latest
PASSED = 'id="record_items_reviewed" name="核对逐项认定" implementation='
MUTANTS = {
    "the check of each item is passed over": (
        "confidentiality_review",
        r'(id="flow_after_review_to_record_items_reviewed"[^>]*targetRef=)"[a-z_]+"',
        r'\1"review_passed"'),
    "another deed stands in its place": (
        "confidentiality_review", f'{PASSED}"secrecy/passed"', f'{PASSED}"items/remaining"'),
    "what cannot be decided passes as well": (
        "confidentiality_review", r'confidentiality == "passed"', 'confidentiality == "refer"'),
}


def _changed(folder: Path, process: str, old: str, new: str) -> ProcessDefinition:
    before = LATEST.definitions[process]
    text = re.sub(r"<bpmn:(incoming|outgoing)>.*?</bpmn:\1>\s*", "", before.xml.decode())
    assert re.search(old, text), old
    version = folder / process / "v1"
    (version / "forms").mkdir(parents=True)
    (version / f"{process}.bpmn").write_text(re.sub(old, new, text), encoding="utf-8")
    for task in before.forms:
        form = default_root() / process / f"v{before.version}/forms/{task}.yaml"
        (version / f"forms/{task}.yaml").write_bytes(form.read_bytes())
    return read_definition(folder, process, "v1", digests_below(folder, version))


def _told(definitions: dict[str, ProcessDefinition]) -> str:
    release = Release(LATEST.number, LATEST.main, LATEST.digest, definitions)
    return "\n".join(each.message_zh for each in look_at_release(
        release, drawn=False, thorough=False).problems)


@pytest.mark.parametrize("name", MUTANTS)
def test_what_lets_a_reply_leave_without_it_is_refused(name: str, tmp_path: Path) -> None:
    process, old, new = MUTANTS[name]
    told = _told({**LATEST.definitions, process: _changed(tmp_path, process, old, new)})
    assert re.search("每一事项已逐项通过保密审查|走不到|条件", told), told


def test_the_release_may_not_go_back_to_a_review_of_the_whole() -> None:
    first = PUBLISHED.release(1).definitions["confidentiality_review"]
    told = _told({**LATEST.definitions, "confidentiality_review": first})
    assert "每一事项已逐项通过保密审查" in told


def test_earlier_releases_are_reviewed_as_a_whole() -> None:
    assert look_at_release(load().release(3), drawn=False).problems == ()
