"""系统 → 审计记录: what happened, in sentences; handed out as a table or as it was hashed."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import (
    EveryEvent,
    InvalidInput,
    RecordedEvent,
    RecordFilter,
    RecordPage,
    RecordView,
    Refusal,
    Role,
)
from web.casework import timeline
from web.casework.cases import as_file
from web.frame.access import actor, open_to, the_engine
from web.frame.errors import shown_again
from web.frame.forms import posted_number, read_day
from web.frame.language import ZONE, translate
from web.frame.vocabulary import N_
from web.register.register_file import as_text

pages = Blueprint("record", __name__, url_prefix="/record")

AT_MOST = 200_000           # events in one file
_IN_MEMORY = 1 << 20        # bytes; what is longer goes to a temporary file
_HEADINGS = (
    N_("序号"), N_("时间"), N_("经办"), N_("机关"), N_("办件编号"), N_("账号"), N_("事项"),
    N_("代码"), N_("散列"),
)


@pages.get("")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def overview() -> Response | str:
    """A hundred events, the latest first, narrowed by day, person, kind and case."""
    try:
        wanted = _wanted()
    except Refusal as refusal:
        return shown_again("office/record.html", refusal, _shown(RecordFilter(), None))
    return render_template(
        "office/record.html", **_shown(wanted, posted_number(request.args.get("before", "")))
    )


@pages.get("/<any(csv, jsonl):ending>")
@open_to(Role.ADMINISTRATOR, Role.SUPERVISOR)
def download(ending: str) -> Response:
    """All events that are wanted, as a table for reading or as lines that can be verified."""
    write, media = {"csv": (_table, "text/csv"), "jsonl": (_lines, "application/jsonl")}[ending]
    try:
        wanted = _wanted()
        events = the_engine().stream(EveryEvent(wanted=wanted), actor())
        content = _file(events, write)
    except Refusal as refusal:
        return shown_again("office/record.html", refusal, _shown(RecordFilter(), None))
    name = f"{translate('审计记录')}_{the_engine().now().astimezone(ZONE):%Y%m%d}.{ending}"
    return as_file(name, content, media)


def as_hashed(event: RecordedEvent) -> str:
    """An event as one line of JSON: all that its hash is made of, and the hash."""
    return json.dumps({
        "seq": event.seq, "at": event.at.astimezone(UTC).isoformat(), "case_id": event.case_id,
        "agency_id": event.agency_id, "actor_id": event.actor_id, "command": event.command,
        "kind": event.kind, "data": event.data, "hash": event.digest,
    }, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _wanted() -> RecordFilter:
    """What the address asks for. Raises InvalidInput for a day that is none."""
    return RecordFilter(
        first=read_day(request.args.get("first", ""), "first", N_("起始日期"), False),
        last=read_day(request.args.get("last", ""), "last", N_("截止日期"), False),
        kind=request.args.get("kind", "")[:60],
        actor_id=posted_number(request.args.get("person", "")),
        case_number=request.args.get("case", "").replace("\0", "")[:100],
    )


def _shown(wanted: RecordFilter, before: int | None) -> dict[str, Any]:
    view = the_engine().ask(RecordPage(wanted=wanted, before=before), actor())
    given = {
        "first": wanted.first, "last": wanted.last, "kind": wanted.kind,
        "person": wanted.actor_id, "case": wanted.case_number,
    }
    kept: dict[str, Any] = {name: str(value) for name, value in given.items() if value}
    return {
        "view": view, "wanted": wanted, "told": tuple(_told(view)),
        "kinds": [(kind, timeline.kind_in_words(kind)) for kind in view.kinds],
        "older": url_for(".overview", before=view.events[-1].seq, **kept) if view.older else "",
        "newest": url_for(".overview", **kept) if before else "",
        "files": {each: url_for(".download", ending=each, **kept) for each in ("csv", "jsonl")},
    }


def _told(view: RecordView) -> Iterator[tuple[RecordedEvent, timeline.Sentence]]:
    for event in view.events:
        yield event, timeline.sentence(event, view.people, view.letters)


def _file(
    events: Iterable[RecordedEvent], write: Callable[[Iterable[RecordedEvent], IO[str]], None]
) -> IO[bytes]:
    file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    try:
        text = TextIOWrapper(file, encoding="utf-8", newline="")
        write(_at_most(events), text)
        text.detach()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _at_most(events: Iterable[RecordedEvent]) -> Iterator[RecordedEvent]:
    for count, event in enumerate(events, 1):
        if count > AT_MOST:
            raise InvalidInput({"first": translate(
                "符合条件的记录超过 {most} 条，不能一次导出。请按日期分段导出。", most=AT_MOST
            )})
        yield event


def _lines(events: Iterable[RecordedEvent], text: IO[str]) -> None:
    text.writelines(as_hashed(event) + "\n" for event in events)


def _table(events: Iterable[RecordedEvent], text: IO[str]) -> None:
    text.write("\N{BYTE ORDER MARK}")      # tells Excel that it is UTF-8
    rows = csv.writer(text)
    rows.writerow([translate(heading) for heading in _HEADINGS])
    view = the_engine().ask(RecordPage(wanted=RecordFilter(), before=1), actor())
    for event in events:
        told = timeline.sentence(event, view.people, view.letters)
        rows.writerow([as_text(cell) for cell in (
            str(event.seq), f"{event.at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}", told.by,
            translate(event.agency), event.case_number, event.about, told.text, event.kind,
            event.digest,
        )])
