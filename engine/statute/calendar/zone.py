"""The zone in which legal days begin and end."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def local_day(moment: datetime) -> date:
    """The legal day in which a moment falls."""
    return moment.astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    """The first moment of a legal day."""
    return datetime.combine(day, time(0), ZONE)
