"""What is promised of a row is what its table holds, and a slip in a column's name is found."""

import importlib
import pkgutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import NoneType
from typing import Any

import pytest
from sqlalchemy import Column

import engine
from engine.store import shapes, tables
from engine.store.statements import PreparedRows
from engine.store.tables.columns import Instant, Json
from tests.engine.shapes import columns, misfits

ROW_OF = {
    "agencies": shapes.AgencyRow, "agency_changes": shapes.AgencyChangeRow,
    "agency_endings": shapes.AgencyEndingRow, "agency_settings": shapes.AgencyChoiceRow,
    "applicants": shapes.ApplicantRow, "attachments": shapes.AttachmentRow,
    "audit_events": shapes.AuditEventRow, "audit_head": shapes.AuditHeadRow,
    "blobs": shapes.BlobRow, "calendar_notices": shapes.CalendarNoticeRow,
    "arrival_calls": shapes.ArrivalCallRow, "arrival_papers": shapes.ArrivalPaperRow,
    "arrivals": shapes.ArrivalRow,
    "assistances": shapes.AssistanceRow, "assistance_turns": shapes.AssistanceTurnRow,
    "case_applicants": shapes.CaseApplicantRow,
    "cases": shapes.CaseRow, "clock_entries": shapes.ClockEntryRow, "drafts": shapes.DraftRow,
    "duties": shapes.DutyRow,
    "heartbeats": shapes.HeartbeatRow, "idempotency_keys": shapes.IdempotencyKeyRow,
    "consultations": shapes.ConsultationRow, "legal_advice": shapes.LegalAdviceRow,
    "secrecy_findings": shapes.SecrecyFindingRow,
    "secrecy_referrals": shapes.SecrecyReferralRow,
    "legal_advice_words": shapes.LegalAdviceWordRow, "legal_advisers": shapes.LegalAdviserRow,
    "fees": shapes.FeeRow,
    "excesses": shapes.ExcessRow,
    "remedy_cases": shapes.RemedyRow,
    "case_links": shapes.CaseLinkRow, "items": shapes.ItemRow,
    "search_records": shapes.SearchRecordRow,
    "instances": shapes.InstanceRow, "letters": shapes.LetterRow,
    "number_series": shapes.NumberSeriesRow, "people": shapes.PersonRow,
    "registration_versions": shapes.RegistrationVersionRow,
    "services": shapes.ServiceRow,
    "attachment_withdrawals": shapes.AttachmentWithdrawalRow, "sessions": shapes.SessionRow,
    "sign_in_attempts": shapes.SignInAttemptRow,
    "sign_off_arrangements": shapes.ArrangementRow, "sign_off_rounds": shapes.RoundRow,
    "sign_off_steps": shapes.StepRow,
    "tasks": shapes.TaskRow, "timers": shapes.TimerRow, "transfers": shapes.TransferRow,
    "units": shapes.UnitRow,
}
# Some of a table's columns, as they are written.
PART_OF = {
    "agencies": [shapes.AgencyFacts], "agency_changes": [shapes.NewAgencyChangeRow],
    "agency_endings": [shapes.NewAgencyEndingRow],
    "arrivals": [shapes.NewArrivalRow, shapes.ArrivalChanges],
    "arrival_papers": [shapes.NewArrivalPaperRow],
    "applicants": [shapes.NewApplicantRow], "attachments": [shapes.NewAttachmentRow],
    "agency_settings": [shapes.NewAgencyChoiceRow],
    "calendar_notices": [shapes.NoticeColumns, shapes.NewCalendarNoticeRow],
    "cases": [shapes.RequestColumns, shapes.NewCaseRow, shapes.CaseChanges],
    "search_records": [shapes.NewSearchRecordRow],
    "sign_off_arrangements": [shapes.NewArrangementRow],
    "sign_off_rounds": [shapes.NewRoundRow], "sign_off_steps": [shapes.NewStepRow],
    "registration_versions": [shapes.NewRegistrationVersionRow],
    "legal_advice": [shapes.NewLegalAdviceRow, shapes.LegalAdviceChanges],
    "secrecy_findings": [shapes.NewSecrecyFindingRow],
    "secrecy_referrals": [shapes.SecrecyReferralChanges],
    "legal_advisers": [shapes.NewLegalAdviserRow],
    "assistances": [shapes.NewAssistanceRow],
    "transfers": [shapes.NewTransferRow, shapes.TransferChanges],
    "consultations": [shapes.NewConsultationRow, shapes.ConsultationChanges],
    "excesses": [shapes.NewExcessRow, shapes.ExcessChanges],
    "fees": [shapes.NewFeeRow, shapes.FeeChanges],
    "remedy_cases": [shapes.NewRemedyRow, shapes.RemedyChanges],
    "letters": [shapes.LetterValues], "people": [shapes.NewPersonRow],
    "services": [shapes.NewServiceRow, shapes.ServiceChanges], "timers": [shapes.TimerFired],
}


def fits(column: Column[Any], kinds: frozenset[type]) -> bool:
    """Whether a shape promises of a column just what it holds. JSON is what its writer made it."""
    if bool(column.nullable) != (NoneType in kinds):
        return False
    kind = column.type
    held = datetime if isinstance(kind, Instant) else kind.python_type
    return isinstance(kind, Json) or kinds - {NoneType} == {held}


def test_every_table_has_a_shape() -> None:
    assert set(ROW_OF) == set(tables.metadata.tables)


@pytest.mark.parametrize("name", sorted(tables.metadata.tables))
def test_a_shape_is_its_table_column_by_column(name: str) -> None:
    """Names, kinds of value, and which may be missing."""
    table, promised = tables.metadata.tables[name], columns(ROW_OF[name])
    assert set(promised) == {column.name for column in table.c}
    assert [column.name for column in table.c if not fits(column, promised[column.name])] == []


@pytest.mark.parametrize("name", sorted(PART_OF))
def test_what_is_written_has_the_kinds_of_its_table(name: str) -> None:
    whole = columns(ROW_OF[name])
    for part in PART_OF[name]:
        assert columns(part).items() <= whole.items(), part


def test_a_case_keeps_what_it_was_registered_as() -> None:
    """Its number, applicant and days of receipt are no changes that an act may ask for."""
    assert not {"id", "agency_id", "number", "applicant_id", "arrived_on", "received_on",
                "registered_by", "registered_at"} & set(columns(shapes.CaseChanges))


def standing_queries() -> Iterator[tuple[str, PreparedRows[Any]]]:
    for module in pkgutil.walk_packages(engine.__path__, "engine."):
        if "rows" in module.name.split("."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, PreparedRows):
                    yield f"{module.name}.{name}", value


QUERIES = dict(standing_queries())


def test_the_standing_queries_are_found() -> None:
    assert len(QUERIES) >= 15


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_standing_query_selects_what_its_shape_promises(name: str) -> None:
    query, promised = QUERIES[name], columns(QUERIES[name].shape)
    selected = query.statement.exported_columns
    assert set(selected.keys()) == set(promised)
    stored = {key: column for key, column in selected.items() if isinstance(column, Column)
              and column.table.name in tables.metadata.tables}
    assert [key for key, column in stored.items() if not fits(column, promised[key])] == []


def test_a_row_that_is_not_its_shape_is_named() -> None:
    whole = {"name": "ticker", "at": None}
    assert misfits([whole], shapes.HeartbeatRow) == ["at=None"]
    assert misfits([{"name": "ticker"}], shapes.HeartbeatRow) == ["columns ['at']"]


SLIPS = {
    "a column that no case has":
        'def f(act: Act) -> object:\n    return act.case.row["recieved_on"]',
    "a day that may be missing":
        'def f(act: Act) -> str:\n    return act.case.row["due_on"].isoformat()',
    "a change of no column": 'def f(act: Act) -> None:\n    act.case.set(statsu="open")',
    "a change to another kind": 'def f(act: Act) -> None:\n    act.case.set(handler_id="7")',
    "a column that no letter has":
        'def f(act: Act) -> object:\n    return reply_draft(act)["ground"]',
    "a letter's column written wrong":
        'def f(act: Act) -> None:\n    change(act.unit.connection, 1, {"sate": "issued"})',
}


@pytest.fixture(scope="session")
def refused(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What mypy says of all of them, each a file of its own beside one without a slip."""
    folder = tmp_path_factory.mktemp("slips")
    head = textwrap.dedent("""\
        from engine.cases.act import Act
        from engine.correspondence.drafting import reply_draft
        from engine.correspondence.rows import change
    """)
    right = 'def f(act: Act) -> date:\n    return act.case.row["received_on"]'
    bodies = ["from datetime import date\n" + right, *SLIPS.values()]
    for n, body in enumerate(bodies):
        (folder / f"slip{n}.py").write_text(f"{head}{body}\n", encoding="utf-8")
    root = Path(engine.__file__).parents[1]
    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(root / "pyproject.toml"),
         *(str(folder / f"slip{n}.py") for n in range(len(bodies)))],
        cwd=root, capture_output=True, text=True, timeout=240,
    )
    return found.stdout + found.stderr


def test_what_is_written_right_is_let_pass(refused: str) -> None:
    assert "slip0.py" not in refused, refused


@pytest.mark.parametrize("what", SLIPS)
def test_a_slip_is_refused_before_the_program_runs(what: str, refused: str) -> None:
    assert f"slip{list(SLIPS).index(what) + 1}.py:" in refused, refused
