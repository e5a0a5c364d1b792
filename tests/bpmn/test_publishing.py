"""Publishing proves: whatever could not be carried out is refused before the lock changes."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from draft_faults import FAULTS, Fault

from engine import deployments
from engine.deployments import DeploymentRefused
from engine.known import known
from engine.operations import CONTRACTS, OPERATIONS
from engine.processes.checks.contracts import bundle_problems
from engine.publishing import draft_problems, publish, require_proven


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the published processes."""
    return Path(shutil.copytree(deployments.default_root(), tmp_path / "bpmn"))


@pytest.fixture
def drafts(root: Path) -> Callable[..., Path]:
    """Makes drafts: a second version of these processes, as the README says."""
    def make(*processes: str) -> Path:
        for process in processes:
            shutil.copytree(root / process / "v1", root / process / "v2")
        return root
    return make


def test_what_is_published_is_proven() -> None:
    published = deployments.load()
    require_proven(published)
    bundle = published.bundle(known().main, 1)
    assert bundle_problems(bundle, known()) == ()


def test_every_operation_declares_what_it_needs() -> None:
    assert set(CONTRACTS) == set(OPERATIONS)


def test_a_good_draft_of_everything_is_published(drafts: Callable[..., Path]) -> None:
    root = drafts(*deployments.load().processes)
    names, problems = draft_problems(root)
    assert problems == ()
    assert publish(root) == names
    assert len(names) == 18
    assert draft_problems(root) == ((), ())
    assert deployments.load(root).latest("handling").version == 2


@pytest.mark.parametrize("name", FAULTS)
def test_a_slip_is_refused_with_its_place_before_anything_is_published(
    name: str, drafts: Callable[..., Path]
) -> None:
    fault: Fault = FAULTS[name]
    root = drafts(fault.process)
    fault.plant(root)
    before = (root / "deployed.lock").read_bytes()
    with pytest.raises(DeploymentRefused):
        publish(root)
    assert (root / "deployed.lock").read_bytes() == before
    _, problems = draft_problems(root)
    told = [each.in_words for each in problems]
    found = [each for each in problems if each.code == fault.code and fault.says in each.in_words]
    assert found, told
    assert found[0].in_words.startswith(fault.where or fault.file), told
    assert fault.element in found[0].in_words
    assert found[0].element == fault.element
