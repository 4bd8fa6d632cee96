"""The plain calendar (普通工作日历): Monday to Friday, covering no year.

It needs no data and is honest about it: every limit counted in working days or carried over a
holiday is provisional (暂定) until an office installs the yearly notices.
"""

from __future__ import annotations

from supervision.domain.calendars import PLAIN, WorkCalendar
from supervision.ports.calendars import CalendarSource
from supervision.ports.settings import NoSettings

__all__ = ["PLAIN_CALENDAR"]


def _open(_: NoSettings) -> WorkCalendar:
    return PLAIN


PLAIN_CALENDAR: CalendarSource[NoSettings] = CalendarSource(
    name="plain",
    zh="普通工作日历（周一至周五，不含节假日安排）",
    en="plain calendar (Monday to Friday, no holidays known)",
    settings=NoSettings,
    open=_open,
)
