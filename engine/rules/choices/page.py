"""What an agency chose where the law is silent: in effect, to come, and before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.actors.permissions import LOOKING_AFTER_ALL
from engine.errors import NotFound
from engine.people.agencies import AgencyRef, agencies_offered, agencies_seen
from engine.rules.choices import rows as stored
from engine.rules.in_effect import in_effect
from engine.statute.values.discretion import Choice, all_choices, as_typed
from engine.store.shapes import AgencyChoiceRow
from engine.transaction.messages import Question
from engine.transaction.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class AgencyChoiceChange:
    """An agency's choice from a day on. label "": the default again.

    state: in_effect | coming | past | cancelled
    """

    id: int
    from_day: date
    state: str
    label: str
    basis: str
    set_at: datetime
    set_by: str
    cancelled_at: datetime | None
    cancelled_by: str


@dataclass(frozen=True, kw_only=True)
class AgencyChoiceView:
    """One matter that the law leaves open, as it stands for requests received today.

    own: whether the agency chose it, since when. source: the agency's act, or that of the default.
    options: none for a number up to ``most``. closed: it concerns only receipts until ``until``.
    """

    name: str
    title: str
    value: str
    label: str
    own: bool
    since: date | None
    source: str
    default: str
    options: tuple[tuple[str, str], ...]
    most: int
    closed: bool
    until: date | None
    coming: tuple[AgencyChoiceChange, ...]
    history: tuple[AgencyChoiceChange, ...]


@dataclass(frozen=True, kw_only=True)
class AgencyChoicesView:
    """All of them for one agency. first_day: the earliest day for a change."""

    agency: AgencyRef
    agencies: tuple[AgencyRef, ...]
    first_day: date
    choices: tuple[AgencyChoiceView, ...]


@dataclass(frozen=True, kw_only=True)
class ChoicesPage(Question[AgencyChoicesView], permission=LOOKING_AFTER_ALL):
    """What an agency chose where the law is silent; one's own unless named. Raises NotFound."""

    agency_id: int | None = None


def choices_page(question: ChoicesPage, at: Snapshot) -> AgencyChoicesView:
    agencies = agencies_seen(at)
    wanted = question.agency_id or at.actor.agency_id or next(iter(agencies), 0)
    if wanted not in agencies:
        raise NotFound()
    rows = stored.with_names(at.connection, wanted)
    return AgencyChoicesView(
        agency=agencies[wanted], agencies=agencies_offered(at),
        first_day=at.today + timedelta(days=1),
        choices=tuple(
            _choice(at, choice, wanted, [row for row in rows if row["name"] == choice.name])
            for choice in all_choices().values()
        ),
    )


def _choice(
    at: Snapshot, choice: Choice, agency_id: int, rows: list[stored.ChoiceWithNames]
) -> AgencyChoiceView:
    today = at.today
    own = in_effect(at).choices.choice(agency_id, choice.name, today)
    value, source = choice.at(today)
    if own is not None and own["value"] is not None:
        value, source = own["value"], own["basis"]
    changes = tuple(_change(at, choice, row, own) for row in rows)
    return AgencyChoiceView(
        name=choice.name, title=choice.title, value=as_typed(value), label=choice.words(value),
        own=own is not None, source=source, since=own["from_day"] if own else None,
        default=choice.words(choice.at(today)[0]), options=choice.choices, most=choice.most,
        closed=choice.until is not None and choice.until < today, until=choice.until,
        coming=tuple(reversed([each for each in changes if each.state == "coming"])),
        history=tuple(each for each in changes if each.state != "coming"),
    )


def _change(
    at: Snapshot, choice: Choice, row: stored.ChoiceWithNames, own: AgencyChoiceRow | None
) -> AgencyChoiceChange:
    if row["cancelled_at"] is not None:
        state = "cancelled"
    elif row["from_day"] > at.today:
        state = "coming"
    else:
        state = "in_effect" if own is not None and own["id"] == row["id"] else "past"
    return AgencyChoiceChange(
        id=row["id"], from_day=row["from_day"], state=state, basis=row["basis"],
        label="" if row["value"] is None else choice.words(row["value"]),
        set_at=row["set_at"], set_by=row["set_by_name"] or "",
        cancelled_at=row["cancelled_at"], cancelled_by=row["cancelled_by_name"] or "",
    )
