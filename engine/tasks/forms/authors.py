"""Who wrote the text in a form: kept with the task, through saving, return and hand-over.

《政府信息公开条例》第十七条：依照程序和要求对拟公开的信息进行审查；the signature checks as well.
A check by its own author is none, so whoever wrote in a text counts, not who pressed the button
last. Once written stays written: nobody argues about how much of his sentence is left.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import letters
from engine.cases.rows import tasks as task_rows
from engine.cases.rows.tasks import CompletedStep
from engine.correspondence import rows as letter_rows
from engine.correspondence.facts import PRINTED
from engine.correspondence.letter import LetterState
from engine.items import rows as item_rows
from engine.processes.forms.form import Form
from engine.processes.published import Published
from engine.store.shapes import LetterRow, TaskRow
from engine.transaction.snapshot import Snapshot

_TEXTS = ("text", "paragraphs", "list", "letter")


def standing(at: Snapshot, form: Form, row: TaskRow) -> dict[str, Any]:
    """What stands in the form of an open task before anybody types: its draft, and what earlier
    steps left for it."""
    values: dict[str, Any] = {}
    earlier = task_rows.latest(at.connection, row["case_id"], row["element"])
    before = (earlier["values"] or {}) if earlier is not None else {}
    for each in form.fields:    # the letter goes on; a question once answered is not asked again
        if each.type == "letter":
            reply = letter_rows.reply_of(at.connection, row["case_id"])
            if each.name in before and not _went_out(reply, earlier):
                values[each.name] = before[each.name]
            elif reply is not None and reply["state"] == LetterState.DRAFT:
                values[each.name] = {"kind": reply["kind"], "facts": reply["facts"]}
        if each.starts_from:    # what was asked for stands ready for who decides about it
            value = task_rows.latest_value(at.connection, row["case_id"], each.starts_from)
            if value is not None:
                values[each.name] = value
    values.update(row["draft"] or {})
    return {k: v for k, v in values.items() if any(f.name == k for f in form.fields)}


def _went_out(reply: LetterRow | None, drafted: CompletedStep | None) -> bool:
    """Whether what was drafted was issued and holds: the next reply is another one."""
    if reply is None or drafted is None or reply["state"] == LetterState.VOID:
        return False
    handed_in, issued = drafted["ended_at"], reply["issued_at"]
    return handed_in is not None and issued is not None and handed_in <= issued


def with_writer(
    authors: Mapping[str, Any] | None, form: Form, before: Mapping[str, Any],
    now: Mapping[str, Any], person_id: int | None,
) -> dict[str, list[int]]:
    """Who wrote by field, after somebody left ``now`` where ``before`` stood."""
    found = {name: list(ids) for name, ids in (authors or {}).items()}
    for each in form.fields:
        if each.type not in _TEXTS or person_id is None:
            continue
        stood = set(_texts(before.get(each.name)))
        if any(text not in stood for text in _texts(now.get(each.name))):
            wrote = found.setdefault(each.name, [])
            if person_id not in wrote:
                wrote.append(person_id)
    return found


def writers(authors: Mapping[str, list[int]]) -> list[int]:
    """All who wrote, each once, in the order in which they came in."""
    return list(dict.fromkeys(person for ids in authors.values() for person in ids))


def writers_of_letters(at: Snapshot, case_id: int, element: str) -> frozenset[int]:
    """Whoever wrote, at a step of a case, what a letter prints: in any round of it.

    Of a step from before this was kept, who handed it in (or holds its draft) counts.
    """
    found: set[int | None] = set(item_rows.writers(at.connection, case_id))
    for step in task_rows.rounds(at.connection, case_id, element):
        if step["authors"] is None:
            found.add(step["ended_by"] if step["state"] != "open" else step["assignee_id"])
            continue
        form = at.around[Published].at(step["process"], step["version"]).forms[element]
        printed = _printed() | {each.name for each in form.fields if each.type == "letter"}
        for name, ids in step["authors"].items():
            if name in printed:
                found.update(ids)
    return frozenset(person for person in found if person is not None)


def _printed() -> frozenset[str]:
    """Fields of forms that some kind of letter takes over."""
    return frozenset(PRINTED) | {
        fact.form_field for kind in letters.kinds().values() for fact in kind.facts.values()
        if fact.source == "form"
    }


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a field's value by the name of each; of a letter its kind and each fact."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _texts(each, f"{name}/{key}")
    elif isinstance(value, list | tuple):
        yield from _texts("\n".join(str(each) for each in value), name)
    elif value is not None and (text := " ".join(str(value).split())):
        yield name, text
