"""Findings of secrecy, and what was referred upward. Findings are added, never changed."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.store.shapes import (
    NewSecrecyFindingRow,
    SecrecyFindingRow,
    SecrecyReferralChanges,
    SecrecyReferralRow,
)
from engine.store.statements import Prepared, PreparedRows
from engine.store.tables import secrecy_findings, secrecy_referrals

_OF_CASE = PreparedRows(
    select(secrecy_findings).where(secrecy_findings.c.case_id == bindparam("of_case"))
    .order_by(secrecy_findings.c.id),
    SecrecyFindingRow,
)
_REFERRALS = PreparedRows(
    select(secrecy_referrals).where(secrecy_referrals.c.case_id == bindparam("of_case"))
    .order_by(secrecy_referrals.c.consultation_id),
    SecrecyReferralRow,
)
_ADD = Prepared(insert(secrecy_findings))
_CHANGE = Prepared(
    update(secrecy_referrals)
    .where(secrecy_referrals.c.consultation_id == bindparam("consultation")))


def of_case(connection: Connection, case_id: int) -> Sequence[SecrecyFindingRow]:
    """Every finding of a case, oldest first."""
    return _OF_CASE.all(connection, {"of_case": case_id})


def add(connection: Connection, finding: NewSecrecyFindingRow) -> None:
    """Keep a finding."""
    _ADD.run(connection, finding)


def referrals(connection: Connection, case_id: int) -> Sequence[SecrecyReferralRow]:
    """What was referred upward in a case, oldest first."""
    return _REFERRALS.all(connection, {"of_case": case_id})


def add_referral(connection: Connection, row: SecrecyReferralRow) -> None:
    """Keep one."""
    connection.execute(insert(secrecy_referrals).values(**row))


def change_referral(
    connection: Connection, consultation_id: int, changes: SecrecyReferralChanges
) -> None:
    """Set what was answered."""
    _CHANGE.run(connection, {**changes, "consultation": consultation_id})
