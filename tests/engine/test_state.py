"""What is stored of a running process comes back as it was, and never as something that acts."""

import hashlib
import random
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
import zstandard
from sqlalchemy import select, update

from engine import CasePage, Refusal, Role, StateRefused, TaskFormOf
from engine.cases.case import CasesInMemory
from engine.processes.executable import ExecutableProcess, ExecutableProcesses
from engine.processes.runtime import Instance, NotOpen, Stuck, UnreadableState, task_ids
from engine.store.tables import instances
from tests.engine.office import LIVES, Office, Step, Sweep, day, engine_of_latest

MUTATIONS = 400


def stored(office: Office, case_id: int, about_id: int | None = None) -> bytes:
    """The state of the case's life, or of the process about a letter."""
    with office.engine.database.read() as connection:
        return bytes(connection.execute(
            select(instances.c.state).where(
                instances.c.case_id == case_id, instances.c.about_id == about_id)).scalar_one())


def executable(office: Office) -> ExecutableProcess:
    return office.engine._around[ExecutableProcesses].latest()


def seen(instance: Instance) -> tuple[Any, ...]:
    """All that the engine asks of a process."""
    return (
        instance.completed, instance.tokens(), instance.open_tasks(),
        sorted(instance.waiting_timers(), key=lambda timer: timer.id),
        [dict(instance.variables(task.id)) for task in instance.open_tasks()],
    )


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.parametrize("name", LIVES)
def test_at_every_step_the_state_comes_back_as_it_was(name: str, office: Office) -> None:
    case_id = office.register()
    for step in (None, *LIVES[name]):
        if step is not None:
            office.take(case_id, step)
        for running in office.engine._around[CasesInMemory]._cases[case_id].running:
            live = running.instance
            state = stored(office, case_id, running.about_id)
            assert live.dump() == state
            again = running.process.load(state)
            assert again.dump() == state
            assert seen(again) == seen(live)
            assert running.process.load(again.dump()).dump() == state


@pytest.mark.parametrize("name", LIVES)
def test_a_case_that_is_read_anew_at_every_step_lives_the_same_life(
    name: str, office: Office
) -> None:
    """A server that keeps nothing in memory writes the same record as one that does."""
    kept = office.live(name)
    forgetful = engine_of_latest(office.engine.configuration, now=office.clock)
    forgetful._around[CasesInMemory]._most = 0
    other = Office(forgetful, office.clock, office.agency_id, office.people)
    reread = other.live(name)
    assert office.events(reread) == office.events(kept)
    assert [o.outcome_label for o in office.case(reread).done] == [
        o.outcome_label for o in office.case(kept).done]
    forgetful.close()


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_state_of_a_real_case_stays_small(office: Office) -> None:
    sizes = []
    case_id = office.register()
    for step in LIVES["corrected_then_partly_disclosed"]:
        office.take(case_id, step)
        sizes.append(len(stored(office, case_id)))
    assert max(sizes) < 8_000, sizes


def test_names_of_tokens_are_unlike_and_follow_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = [task_ids.new() for _ in range(10_000)]
    later = time.time_ns() + 2_000_000
    monkeypatch.setattr(task_ids.time, "time_ns", lambda: later)
    assert len(set(first)) == len(first)
    assert max(first) < task_ids.new()
    assert all(UUID(hex=name).version == 7 for name in first)


# -- altered state ---------------------------------------------------------------------------

AFTER = (*LIVES["corrected_then_partly_disclosed"][:10],)


@pytest.fixture
def half_way(office: Office) -> int:
    """A case in the middle: called processes ended and running, timers waiting."""
    case_id = office.register()
    office.play(case_id, AFTER)
    return case_id


def put(office: Office, case_id: int, state: bytes, *, recomputed: bool) -> None:
    """Somebody writes another state of the case's life into the database."""
    values: dict[str, Any] = {"state": state}
    if recomputed:
        values["state_digest"] = hashlib.sha256(state).hexdigest()
    with office.engine.database.write() as connection:
        connection.execute(
            update(instances).where(
                instances.c.case_id == case_id, instances.c.about_id.is_(None)
            ).values(**values))
    office.engine._around[CasesInMemory]._cases.clear()


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_an_altered_state_is_refused_to_readers_and_to_commands(
    office: Office, half_way: int
) -> None:
    state = stored(office, half_way)
    form = office.form(half_way, LIVES["corrected_then_partly_disclosed"][10])
    before = office.events(half_way)
    put(office, half_way, state[:-1] + bytes([state[-1] ^ 1]), recomputed=False)
    reviewer = office.people[Role.CONFIDENTIALITY_REVIEWER]
    with pytest.raises(StateRefused, match="校验不符"):
        office.engine.handle(form, reviewer)
    with pytest.raises(StateRefused):
        office.engine.ask(CasePage(case_id=half_way), reviewer)
    with pytest.raises(StateRefused):
        office.engine.ask(TaskFormOf(task_id=form.task_id), reviewer)
    with pytest.raises(StateRefused):
        office.engine.handle(form, reviewer)
    put(office, half_way, state, recomputed=False)
    assert office.events(half_way) == before
    office.engine.handle(form, reviewer)
    assert len(office.events(half_way)) > len(before)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_state_of_another_bundle_is_refused(office: Office, half_way: int) -> None:
    """The diagrams on which a case began are the only ones that may read it."""
    form = office.form(half_way, LIVES["corrected_then_partly_disclosed"][10])
    with office.engine.database.write() as connection:
        connection.execute(update(instances).values(bundle_digest="0" * 64))
    office.engine._around[CasesInMemory]._cases.clear()
    with pytest.raises(StateRefused):
        office.engine.handle(form, office.people[Role.CONFIDENTIALITY_REVIEWER])


PYTHON = "__import__('pathlib').Path(%r).touch()"


def unpacked(state: bytes) -> Any:
    return orjson.loads(zstandard.ZstdDecompressor().decompress(
        state[1:], max_output_size=8_000_000))


def packed(content: Any) -> bytes:
    return b"\x02" + zstandard.ZstdCompressor().compress(orjson.dumps(content))


def places(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values within JSON."""
    found = [path] if path else []
    if isinstance(content, list):
        for n, each in enumerate(content):
            found += places(each, (*path, n))
    elif isinstance(content, dict):
        for key, each in content.items():
            found += places(each, (*path, key))
    return found


def mutate_json(content: Any, chance: random.Random, canary: str) -> Any:
    """One value replaced, taken out or doubled."""
    content = orjson.loads(orjson.dumps(content))
    path = chance.choice(places(content))
    holder = content
    for step in path[:-1]:
        holder = holder[step]
    python = PYTHON % canary
    kind = chance.randrange(4)
    if kind == 0 and isinstance(holder, list):
        del holder[path[-1]]
    elif kind == 1 and isinstance(holder, list):
        holder.insert(path[-1], chance.choice(holder))
    else:
        holder[path[-1]] = chance.choice([
            python, None, -1, 0, 1, 2**40, 0.5, True, "", "Start", [], {}, [python],
            {"__class__": python, "python": python}, {"event_value": python}, [[python, {}]],
            "examine_request", "root", "0" * 32, 16, 32, 64, 128,
        ])
    return content


def mutate_bytes(state: bytes, chance: random.Random) -> bytes:
    altered = bytearray(state)
    kind = chance.randrange(4)
    if kind == 0:
        return bytes(altered[:chance.randrange(len(altered))])
    if kind == 1:
        return bytes(altered) + chance.randbytes(chance.randrange(1, 50))
    for _ in range(chance.randrange(1, 8)):
        altered[chance.randrange(len(altered))] = chance.randrange(256)
    return bytes(altered)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_hundreds_of_altered_states_run_nothing(
    office: Office, half_way: int, tmp_path: Path
) -> None:
    """Bytes and JSON altered at random, with the digest of the altered state beside it, as
    somebody with the database's password could write it. Each is refused, or is a process that
    does what its diagram says; none runs code, and none fails in a way nobody foresaw."""
    chance = random.Random(20260302)
    canary = tmp_path / "it_ran"
    state = stored(office, half_way)
    content = unpacked(state)
    form = office.form(half_way, LIVES["corrected_then_partly_disclosed"][10])
    reviewer = office.people[Role.CONFIDENTIALITY_REVIEWER]
    outcome = {"refused": 0, "harmless": 0}
    for number in range(MUTATIONS):
        if number % 4 == 0:
            altered = mutate_bytes(state, chance)
        else:
            altered = packed(mutate_json(content, chance, str(canary)))
        put(office, half_way, altered, recomputed=True)
        try:
            office.engine.ask(CasePage(case_id=half_way), reviewer)
            instance = executable(office).load(altered)
            instance.dump()
            seen(instance)
            instance.complete(form.task_id, {"confidentiality": "passed"},
                              lambda *_: {"level": "reviewer"})
            outcome["harmless"] += 1
        except (Refusal, UnreadableState, Stuck, NotOpen):
            outcome["refused"] += 1
        assert not canary.exists(), altered
    assert outcome["refused"] > MUTATIONS / 2
    print(outcome)


@pytest.mark.parametrize(
    "state",
    [
        b"", b"\x00", b"\x01", b"\x02" + b"x" * 50, b"\x01" + b"\x28\xb5\x2f\xfd",
        b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00\x8c\x02os\x94",     # a pickle
        b'{"serializer_version": "1.0", "spec": {}}',                      # the library's own
        packed([]), packed({}), packed([[], [], []]), packed([[[], -1, 0, 1], [], []]),
        packed("x"), packed([[[["0" * 32, -1, 16, "Start", None, None, 0, 0]], -1, 0, 1]]),
        b"\x01" + zstandard.ZstdCompressor().compress(b" " * 9_000_000),    # a bomb
        b"\x01" + zstandard.ZstdCompressor().compress(b"[" * 100_000),
    ],
)
@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_what_is_no_state_is_unreadable(state: bytes, office: Office) -> None:
    with pytest.raises(UnreadableState):
        executable(office).load(state)


def test_the_steps_that_the_tests_above_rest_on() -> None:
    """The eleventh step of that life is the confidentiality review after a correction."""
    step = LIVES["corrected_then_partly_disclosed"][10]
    assert isinstance(step, Step)
    assert step.element == "review_confidentiality"
    assert Sweep(day(3, 3)).hour == 9
