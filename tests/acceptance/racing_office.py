"""One officer of several who all race for the same tasks, in a process of his own.

``python -m tests.acceptance.racing_office DATABASE_URL DATA PERSON_ID AGENCY_ID NAME [unguarded]``
reads the forms as JSON lines from standard input, waits for the line ``go``, hands every form
in and prints how each ended. ``unguarded`` plants a fault: nothing is locked and nobody asks
whether the task was done or the case was moved meanwhile.
"""

import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from engine import Actor, CaseMovedOn, CompleteTask, Configuration, Role, TaskAlreadyDone
from engine.cases.rows import cases as case_rows
from engine.processes.executable import ExecutableProcesses
from engine.store.shapes import CaseChanges
from engine.store.tables import cases, tasks as tasks_table
from engine.tasks import rows as task_rows
from tests.engine.office import Clock, engine_of_latest


def main(url: str, data: str, person_id: str, agency_id: str, name: str, *fault: str) -> None:
    if fault:
        forget_the_revision()
    settings = Configuration.at(Path(data), database_url=url, argon2_memory_kib=8, argon2_rounds=1)
    engine = engine_of_latest(settings, now=Clock())
    engine._around[ExecutableProcesses].latest()
    officer = Actor(person_id=int(person_id), name=name, agency_id=int(agency_id),
                    roles=frozenset({Role.INTAKE_OFFICER}))
    forms: list[dict[str, Any]] = []
    for line in sys.stdin:
        if line == "go\n":
            break
        forms.append(json.loads(line))
    # Near the same order, so that the officers meet on most tasks.
    chance = random.Random(int(person_id))
    order = sorted(range(len(forms)), key=lambda n: n + chance.random() * 8)
    print("ready", flush=True)
    sys.stdin.readline()
    ended: Counter[str] = Counter()
    for n in order:
        try:
            engine.handle(CompleteTask(**forms[n]), officer, key=f"{person_id}-{n}")
            ended["completed"] += 1
        except (TaskAlreadyDone, CaseMovedOn) as refused:
            ended[type(refused).__name__] += 1
        except KeyError:
            if not fault:
                raise
            ended["confused"] += 1
    engine.close()
    print(json.dumps(ended))


def forget_the_revision() -> None:
    """The planted fault: read without a lock, write whatever the revision has become."""
    def read(connection: Connection, task_id: str) -> RowMapping | None:
        row = connection.execute(
            select(tasks_table, cases.c.revision)
            .join(cases, cases.c.id == tasks_table.c.case_id)
            .where(tasks_table.c.id == task_id))
        return row.mappings().first()

    def change(
        connection: Connection, case_id: int, revision: int, changes: CaseChanges
    ) -> bool:
        connection.execute(
            update(cases).where(cases.c.id == case_id).values(revision=revision + 1, **changes))
        return True

    task_rows.lock = read
    case_rows.change = change


if __name__ == "__main__":
    main(*sys.argv[1:])
