"""An installed Gongkai: one object that the web, the scheduler and the command line share."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import letters.pdf
from engine import sign_in, views
from engine.calendars import Calendars
from engine.commands import AddLocalDays, Command
from engine.deployments import load as load_deployments
from engine.errors import PdfNotMade, Refusal
from engine.handlers import COMMAND_HANDLERS
from engine.in_effect import Lookout
from engine.limits import TIMERS, local_day
from engine.live_case import LiveCases
from engine.operations import CONTRACTS
from engine.programs import Programs
from engine.publishing import require_proven
from engine.reading import (
    calendar_page,
    case_page,
    lists,
    papers,
    people_page,
    settings_page,
    task_page,
)
from engine.reading.scope import Scope, agencies_seen
from engine.settings import Settings
from engine.statute import Notice, WorkingDays
from engine.store import calendar as stored_calendar
from engine.store import idempotency, migrations, system
from engine.store.database import Database
from engine.unit_of_work import Surroundings, unit_of_work

PDF_AT_ONCE = 2         # each conversion is a LibreOffice of its own, some 200 MB
PDF_WAIT_SECONDS = 20


def _wall_clock() -> datetime:
    return datetime.now(UTC)


class Engine:
    """Takes commands, shows views. Safe to share between threads.

    ``now`` gives the present moment, aware; only tests and example data pass another.
    """

    def __init__(
        self, settings: Settings, *, now: Callable[[], datetime] = _wall_clock,
        notices: tuple[Notice, ...] | None = None,
    ) -> None:
        """Raises ConfigurationRefused when database or published processes do not fit.

        ``notices``: the calendar's notices, if not those that come with the product.
        """
        self.settings = settings
        self._pdf_slots = threading.BoundedSemaphore(PDF_AT_ONCE)
        self.database = Database(settings.database_url)
        migrations.require_head(self.database)
        deployments = load_deployments()
        require_proven(deployments)
        programs = Programs(deployments, CONTRACTS, frozenset(TIMERS))
        calendars = Calendars(WorkingDays.load().notices if notices is None else notices)
        self._around = Surroundings(
            database=self.database, settings=settings, deployments=deployments,
            programs=programs, calendars=calendars, lookout=Lookout(calendars),
            live=LiveCases(settings.live_cases), now=now,
        )

    def close(self) -> None:
        self.database.close()

    # -- acting --------------------------------------------------------------------------

    def handle(self, command: Command, actor: views.Actor, *, key: str | None = None) -> Any:
        """Carry out a command, whole or not at all; returns what its docstring says.

        ``key`` makes it safe to send the same form twice: the second time only the first
        result comes back. Raises a ``Refusal`` that says what to do.
        """
        name = type(command).__name__
        if key is None:
            return self._carry_out(command, actor, name, None)
        try:
            return self._carry_out(command, actor, name, key)
        except Refusal:
            # A form sent twice meets what the first sending did, or at last its key.
            with self.database.read() as connection:
                earlier = idempotency.find(connection, key, actor.person_id, name)
            if earlier is None:
                raise
            return earlier.result

    def _carry_out(
        self, command: Command, actor: views.Actor, name: str, key: str | None
    ) -> Any:
        handler = COMMAND_HANDLERS[type(command)]
        with unit_of_work(self._around, actor, name) as unit:
            result = handler(command, unit)
            if key is not None:
                idempotency.keep(
                    unit.connection, key, actor.person_id, name, result, unit.now
                )
        return result

    # -- signing in ----------------------------------------------------------------------

    def sign_in(self, name: str, password: str, *, address: str) -> str:
        """The token of a new session. Raises SignInRefused or SignInThrottled."""
        return sign_in.sign_in(
            self.database, self.settings, name, password, address=address, now=self.now()
        )

    def session(self, token: str) -> views.Actor | None:
        return sign_in.session(self.database, self.settings, token, now=self.now())

    def sign_out(self, token: str) -> None:
        sign_in.sign_out(self.database, token, now=self.now())

    # -- showing -------------------------------------------------------------------------

    @contextmanager
    def _scope(self, actor: views.Actor) -> Iterator[Scope]:
        with self.database.read() as connection:
            yield Scope(self._around, connection, actor)

    def my_work(self, actor: views.Actor) -> tuple[views.TaskItem, ...]:
        with self._scope(actor) as scope:
            return lists.my_work(scope)

    def done_by(self, actor: views.Actor, limit: int = 50) -> tuple[views.DoneItem, ...]:
        with self._scope(actor) as scope:
            return lists.done_by(scope, limit)

    def register(self, actor: views.Actor, wanted: views.RegisterFilter) -> views.RegisterPage:
        with self._scope(actor) as scope:
            return lists.register_page(scope, wanted)

    def every_case(
        self, actor: views.Actor, wanted: views.RegisterFilter, *, at_most: int
    ) -> Iterator[views.CaseRow]:
        """All cases of the filter from one snapshot, read as they are taken.

        Raises TooManyCases.
        """
        with self._scope(actor) as scope:
            yield from lists.every_case(scope, wanted, at_most)

    def case(self, actor: views.Actor, case_id: int) -> views.CaseView:
        with self._scope(actor) as scope:
            return case_page.case(scope, case_id)

    def task_form(self, actor: views.Actor, task_id: str) -> views.TaskForm:
        with self._scope(actor) as scope:
            return task_page.task_form(scope, task_id)

    def diagrams(self, actor: views.Actor, case_id: int) -> tuple[views.DiagramView, ...]:
        with self._scope(actor) as scope:
            return case_page.diagrams(scope, case_id)

    def letter_kinds(
        self, actor: views.Actor, case_id: int
    ) -> tuple[views.LetterKindChoice, ...]:
        with self._scope(actor) as scope:
            return papers.letter_kinds(scope, case_id)

    def preview_letter(
        self, actor: views.Actor, case_id: int, kind: str, facts: Mapping[str, Any]
    ) -> views.LetterView:
        with self._scope(actor) as scope:
            return papers.preview(scope, case_id, kind, facts)

    def letter_document(self, actor: views.Actor, letter_id: int) -> tuple[str, bytes]:
        """File name and docx: the issued bytes, or a draft rendered without a number."""
        with self._scope(actor) as scope:
            return papers.letter_document(scope, letter_id)

    def letter_pdf(self, actor: views.Actor, letter_id: int) -> tuple[str, bytes]:
        """File name and PDF. Raises PdfNotMade when LibreOffice is missing, busy or fails."""
        name, document = self.letter_document(actor, letter_id)
        if not self._pdf_slots.acquire(timeout=PDF_WAIT_SECONDS):
            raise PdfNotMade(reason="正在转换的文书较多，请稍后再试，或者下载 docx 文书。")
        try:
            return name.removesuffix(".docx") + ".pdf", letters.pdf.convert(document)
        except letters.PdfUnavailable as error:
            raise PdfNotMade(reason=str(error)) from error
        finally:
            self._pdf_slots.release()

    def attachment(
        self, actor: views.Actor, attachment_id: int
    ) -> tuple[views.AttachmentView, bytes]:
        with self._scope(actor) as scope:
            return papers.attachment(scope, attachment_id)

    def similar(
        self, actor: views.Actor, applicant_name: str, subject: str
    ) -> tuple[views.Similar, ...]:
        with self._scope(actor) as scope:
            return lists.similar(scope, applicant_name, subject)

    def monitor(self, actor: views.Actor) -> views.MonitorView:
        with self._scope(actor) as scope:
            return lists.monitor(scope)

    def calendar(
        self, actor: views.Actor, year: int | None = None, agency_id: int | None = None
    ) -> views.CalendarView:
        """One agency's calendar; the one for all when none is named."""
        with self._scope(actor) as scope:
            return calendar_page.page(scope, year, agency_id)

    def calendar_alarm(self, actor: views.Actor) -> str:
        """Which year's arrangement is missing, in Chinese; "" when none is."""
        with self._scope(actor) as scope:
            return calendar_page.alarm(scope)

    def calendar_preview(
        self, actor: views.Actor, text: str, url: str, published: date | None = None
    ) -> views.CalendarPreview:
        """What taking up the notice of this text would do. Raises InvalidInput."""
        with self._scope(actor) as scope:
            return calendar_page.preview(scope, text, url, published)

    def local_days_preview(
        self, actor: views.Actor, command: AddLocalDays
    ) -> views.CalendarPreview:
        """What taking up these days would do. Raises InvalidInput."""
        with self._scope(actor) as scope:
            return calendar_page.local_preview(scope, command)

    def calendar_withdrawal(self, actor: views.Actor, notice_id: int) -> views.CalendarPreview:
        """What taking a notice back would do. Raises NotFound."""
        with self._scope(actor) as scope:
            return calendar_page.withdrawal(scope, notice_id)

    def agency_settings(
        self, actor: views.Actor, agency_id: int | None = None
    ) -> views.SettingsView:
        """What an agency chose where the law is silent; the actor's own, unless named."""
        with self._scope(actor) as scope:
            return settings_page.page(scope, agency_id)

    def working_days(self) -> WorkingDays:
        """The calendar for all: what anybody computes with who tries dates without a case."""
        with self.database.read() as connection:
            return self._around.lookout.look(connection).calendars.national

    def recalculation(self, limit: int) -> list[int]:
        """Running cases that still have the dates of another calendar, at most ``limit``."""
        with self.database.read() as connection:
            calendars = self._around.lookout.look(connection).calendars
            in_effect = calendars.by_version(stored_calendar.agency_ids(connection))
            return stored_calendar.stale(connection, in_effect, limit)

    def preview_receipt(
        self, actor: views.Actor, channel: str, arrived_on: date, received_on: date
    ) -> views.ReceiptPreview:
        """What registering would make of a channel and its days. Raises InvalidInput."""
        with self._scope(actor) as scope:
            return papers.preview_receipt(scope, channel, arrived_on, received_on)

    def people(self, actor: views.Actor) -> tuple[views.PersonRef, ...]:
        """People of the agencies that the actor sees."""
        with self._scope(actor) as scope:
            return people_page.names(scope)

    def people_by_agency(
        self, actor: views.Actor
    ) -> tuple[tuple[views.AgencyRef, tuple[views.PersonRef, ...]], ...]:
        """The same people under the agency of each, agencies without any left out."""
        with self._scope(actor) as scope:
            return people_page.names_by_agency(scope)

    def accounts(
        self, actor: views.Actor, agency_id: int | None = None
    ) -> tuple[views.Account, ...]:
        """Everybody who signs in, of one agency when it is named; for an administrator."""
        with self._scope(actor) as scope:
            return people_page.accounts(scope, agency_id)

    def account(self, actor: views.Actor, person_id: int) -> views.Account:
        """One who signs in, for an administrator. Raises NotFound."""
        with self._scope(actor) as scope:
            return people_page.account(scope, person_id)

    def account_history(
        self, actor: views.Actor, person_id: int
    ) -> tuple[views.TimelineItem, ...]:
        """What was done about somebody's account, for an administrator; the latest first."""
        with self._scope(actor) as scope:
            return people_page.account_history(scope, person_id)

    def agencies(self, actor: views.Actor) -> tuple[views.AgencyRef, ...]:
        """The agencies whose cases the actor may see; all of them for an administrator."""
        with self._scope(actor) as scope:
            return tuple(agencies_seen(scope).values())

    def health(self) -> views.Health:
        with self.database.read() as connection:
            found = system.look(connection)
            calendar = self._around.lookout.look(connection).calendars.national
        problems = []
        if found.ticker_seen_at is None:
            problems.append("定时器尚未运行")
        elif (self.now() - found.ticker_seen_at).total_seconds() > 60:
            problems.append("定时器已超过一分钟没有运行")
        return views.Health(
            database=self.database.url.get_backend_name(), revision=migrations.head(),
            ticker_seen_at=found.ticker_seen_at,
            calendar_until=calendar.last_published_year,
            audit_seq=found.audit_seq, pdf=letters.pdf.available(), problems=tuple(problems),
        )

    # -- time ----------------------------------------------------------------------------

    def now(self) -> datetime:
        return self._around.now()

    def today(self) -> date:
        return local_day(self.now())

    def at(self, now: Callable[[], datetime]) -> "Engine":
        """The same engine with another present moment: example data are made in the past."""
        other = object.__new__(Engine)
        other.__dict__.update(self.__dict__)
        other._around = replace(self._around, now=now)
        return other
