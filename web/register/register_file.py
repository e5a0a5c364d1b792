"""The register as a file for spreadsheets: CSV that Excel opens as Chinese text."""

import csv
from collections.abc import Iterable
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO

from engine import RegisterLine
from web.casework import clock_strip
from web.frame.language import translate
from web.frame.vocabulary import APPLICANT_KINDS, AREAS, CHANNELS, N_, STATUSES

AT_MOST = 50_000                # cases in one file
_IN_MEMORY = 1 << 20            # bytes; what is longer goes to a temporary file
_HEADINGS = (
    N_("编号"), N_("申请内容"), N_("事项数"), N_("申请人"), N_("申请人类别"), N_("机关"),
    N_("渠道"), N_("领域"),
    N_("状态"), N_("环节"), N_("承办人"), N_("收到日期"), N_("答复期限"), N_("暂定"),
    N_("答复日期"), N_("时限"), N_("答复"),
)
# Spreadsheets compute what begins so, the full-width signs in Chinese versions too.
_FORMULA = tuple("=+-@＝＋－＠")


def write(rows: Iterable[RegisterLine]) -> IO[bytes]:
    """The file, read from its beginning. The mark at its head tells Excel that it is UTF-8."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    try:
        text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        lines = csv.writer(text)
        lines.writerow([translate(heading) for heading in _HEADINGS])
        lines.writerows([as_text(cell) for cell in _cells(row)] for row in rows)
        text.detach()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _cells(row: RegisterLine) -> tuple[str, ...]:
    clock = row.clock
    return (
        row.number, row.subject, str(row.items), row.applicant,
        translate(APPLICANT_KINDS.get(row.applicant_kind, row.applicant_kind)),
        translate(row.agency.short_name), translate(CHANNELS.get(row.channel, row.channel)),
        translate(AREAS.get(row.area, row.area)),
        translate(STATUSES.get(row.status, row.status)),
        translate(row.step_name) if row.status == "open" else "",
        row.handler.name if row.handler else "",
        clock.received_on.isoformat(), clock.due_on.isoformat() if clock.due_on else "",
        translate("是") if clock.provisional else "",
        clock.replied_on.isoformat() if clock.replied_on else "",
        clock_strip.words(clock), translate(row.letter_title),
    )


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, also behind blanks or a line break."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell
