"""The plain calendar as a contribution."""

from supervision.builtin.plain_calendar import PLAIN_CALENDAR
from supervision.domain.calendars import PLAIN
from supervision.ports.settings import NoSettings


def test_plain_calendar_needs_no_settings_and_covers_no_year() -> None:
    calendar = PLAIN_CALENDAR.open(PLAIN_CALENDAR.settings())
    assert calendar is PLAIN
    assert PLAIN_CALENDAR.settings is NoSettings
    assert not any(calendar.covers(year) for year in range(1992, 2101))
