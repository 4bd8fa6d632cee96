"""Where working calendars come from (工作日历接口)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import attrs

from supervision.domain.calendars import WorkCalendar

__all__ = ["CalendarSource"]

S = TypeVar("S")


@attrs.frozen(kw_only=True)
class CalendarSource(Generic[S]):
    """Offers a working calendar (工作日历). The office's TOML names it in `[calendar] source`.

    Attributes:
        name: name in the TOML.
        zh, en: title.
        settings: attrs class of its table; `NoSettings` when it has none.
        open: returns the calendar, read completely: no later call reads a file or waits. It is
            called once, when the office is opened. A calendar with other days must have
            another `version`, since clocks and runs record what they were computed from.
            Raises `ConfigError` when the data named in the settings cannot be read.

    Example:
        >>> from supervision.builtin.plain_calendar import PLAIN_CALENDAR
        >>> PLAIN_CALENDAR.name
        'plain'
    """

    name: str
    zh: str
    en: str
    settings: type[S]
    open: Callable[[S], WorkCalendar]
