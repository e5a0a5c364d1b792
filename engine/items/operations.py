"""What a diagram may say of the items of a case."""

from collections.abc import Mapping

from engine.cases.act import Act
from engine.items import item
from engine.processes.runtime import Scalar


def items_remaining(act: Act, _: Mapping[str, str]) -> Mapping[str, Scalar]:
    """Whether an item of the case still has to be answered, after a reply was issued."""
    left = item.still_open(item.of_case(act.unit.connection, act.case.id))
    return {"items": "open" if left else "answered"}


def items_next(_: Act, __: Mapping[str, str]) -> Mapping[str, Scalar]:
    """A reply has left; what it did not answer is answered by another."""
    return {}
