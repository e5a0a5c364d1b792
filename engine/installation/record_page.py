"""The check of the record."""

from dataclasses import dataclass

from engine.actors.permissions import ADMINISTRATORS
from engine.record import chain
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class RecordState:
    """broken: the first place where the chain does not hold. seq, digest: of the last event."""

    broken: chain.Break | None
    seq: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class VerifyRecord(Question[RecordState], permission=ADMINISTRATORS):
    """Recompute the whole chain from its first event."""


def verify_record(question: VerifyRecord, at: Snapshot) -> RecordState:
    seq, digest = chain.head(at.connection)
    return RecordState(broken=chain.verify(at.connection), seq=seq, digest=digest)
