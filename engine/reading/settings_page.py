"""What an agency chose where the law is silent: in effect, to come, and before."""

from datetime import timedelta

from engine import views
from engine.calendar_acts import require_duty
from engine.errors import NotFound
from engine.reading.scope import Scope, agencies_seen
from engine.statute.settings import Choice, all_choices, as_typed
from engine.store import Row
from engine.store import agency_settings as stored


def page(scope: Scope, agency_id: int | None) -> views.SettingsView:
    """All settings of an agency; of his own unless asked. Raises NotFound, NotPermitted."""
    require_duty(scope.actor)
    agencies = agencies_seen(scope)
    wanted = agency_id or scope.actor.agency_id or next(iter(agencies), 0)
    if wanted not in agencies:
        raise NotFound()
    rows = stored.with_names(scope.connection, wanted)
    return views.SettingsView(
        agency=agencies[wanted], agencies=tuple(agencies.values()),
        first_day=scope.today + timedelta(days=1),
        settings=tuple(
            _setting(scope, choice, wanted, [row for row in rows if row["name"] == choice.name])
            for choice in all_choices().values()
        ),
    )


def _setting(scope: Scope, choice: Choice, agency_id: int, rows: list[Row]) -> views.SettingView:
    today = scope.today
    own = scope.in_effect.settings.choice(agency_id, choice.name, today)
    value, source = choice.at(today)
    if own is not None:
        value, source = own["value"], own["basis"]
    changes = tuple(_change(scope, choice, row, own) for row in rows)
    return views.SettingView(
        name=choice.name, title=choice.title, value=as_typed(value), label=choice.words(value),
        own=own is not None, source=source, since=own["from_day"] if own else None,
        default=choice.words(choice.at(today)[0]), choices=choice.choices, most=choice.most,
        closed=choice.until is not None and choice.until < today, until=choice.until,
        coming=tuple(reversed([each for each in changes if each.state == "coming"])),
        history=tuple(each for each in changes if each.state != "coming"),
    )


def _change(scope: Scope, choice: Choice, row: Row, own: Row | None) -> views.SettingChange:
    if row["cancelled_at"] is not None:
        state = "cancelled"
    elif row["from_day"] > scope.today:
        state = "coming"
    else:
        state = "in_effect" if own is not None and own["id"] == row["id"] else "past"
    return views.SettingChange(
        id=row["id"], from_day=row["from_day"], state=state, basis=row["basis"],
        label="" if row["value"] is None else choice.words(row["value"]),
        set_at=row["set_at"], set_by=row["set_by_name"] or "",
        cancelled_at=row["cancelled_at"], cancelled_by=row["cancelled_by_name"] or "",
    )
