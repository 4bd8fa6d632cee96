"""Periods (考评周期): from one day to another, written as people write them.

`2026` is a year, `2026-H1` a half, `2026-Q3` a quarter, `2026-03` a month; any other stretch,
such as an assessment year from December to November, is `2025-12-01/2026-11-30`. One stretch
has one code: a calendar year written as two days is the year.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

import attrs

from supervision.domain.limits import add_months
from supervision.domain.values import check_day
from supervision.errors import Refused

__all__ = ["Period", "parse_period", "period_before", "period_of", "year_before"]

_FORM = re.compile(r"([12]\d{3})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})", re.ASCII)


@attrs.frozen(kw_only=True)
class Period:
    """A period (周期), both days included.

    Attributes:
        first, last: its days.

    Raises:
        Refused: `period.range` when it ends before it begins, `value.day_range`.

    Example:
        >>> parse_period("2026-Q1").last
        datetime.date(2026, 3, 31)
        >>> parse_period("2026-01-01/2026-12-31").code
        '2026'
    """

    first: dt.date
    last: dt.date

    def __attrs_post_init__(self) -> None:
        check_day(self.first, place="period")
        check_day(self.last, place="period")
        if self.last < self.first:
            raise Refused("period.range", first=self.first.isoformat(), last=self.last.isoformat())

    @property
    def code(self) -> str:
        """The one way this period is written (周期代码)."""
        year = self.first.year
        for months, form in ((12, "{0}"), (6, "{0}-H{1}"), (3, "{0}-Q{1}"), (1, "{0}-{1:02}")):
            number, rest = divmod(self.first.month - 1, months)
            if not rest and self == _calendar(year, number * months, months):
                return form.format(year, number + 1)
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    def holds(self, day: dt.date) -> bool:
        """Say whether `day` lies in it."""
        return self.first <= day <= self.last

    def overlaps(self, other: Period) -> bool:
        """Say whether some day lies in both."""
        return self.first <= other.last and other.first <= self.last


def _calendar(year: int, months_before: int, months: int) -> Period:
    first = add_months(dt.date(year, 1, 1), months_before)
    # Not the day before the month after: of December 2100 there is no month after.
    final = add_months(first, months - 1)
    return Period(first=first, last=final.replace(day=monthrange(final.year, final.month)[1]))


def parse_period(text: str) -> Period:
    """Read a period's code.

    Raises:
        Refused: `period.form` for anything else, `period.range`, `value.day_range`.
    """
    form = _FORM.fullmatch(text)
    if form:
        year, half, quarter, month = (int(part) if part else 0 for part in form.groups())
        if half:
            return _calendar(year, 6 * (half - 1), 6)
        if quarter:
            return _calendar(year, 3 * (quarter - 1), 3)
        return _calendar(year, month - 1, 1) if month else _calendar(year, 0, 12)
    days = _DAYS.fullmatch(text)
    if not days:
        raise Refused("period.form", found=text)
    try:
        first, last = (dt.date.fromisoformat(day) for day in days.groups())
    except ValueError as error:  # 2026-02-30
        raise Refused("period.form", found=text) from error
    return Period(first=first, last=last)


def period_of(day: dt.date) -> Period:
    """Return the calendar year a day lies in."""
    return _calendar(day.year, 0, 12)


def year_before(period: Period) -> Period:
    """Return the same stretch a year earlier (上年同期), for 同比.

    Whole months stay whole months: February 2025 is compared with all of February 2024.

    Raises:
        Refused: `value.day_range` before 1992.

    Example:
        >>> year_before(parse_period("2025-02")).last
        datetime.date(2024, 2, 29)
    """
    return _moved(period, 12)


def period_before(period: Period) -> Period:
    """Return the stretch of the same length just before (上期), for 环比.

    As many months before whole months, as many days before anything else.

    Raises:
        Refused: `value.day_range` before 1992.

    Example:
        >>> period_before(parse_period("2026-03")).code, period_before(parse_period("2026")).code
        ('2026-02', '2025')
    """
    if _whole_months(period):
        return _moved(period, _months_in(period))
    days = period.last - period.first + dt.timedelta(days=1)
    return Period(first=period.first - days, last=period.last - days)


def _whole_months(period: Period) -> bool:
    last = monthrange(period.last.year, period.last.month)[1]
    return period.first.day == 1 and period.last.day == last


def _months_in(period: Period) -> int:
    years = period.last.year - period.first.year
    return 12 * years + period.last.month - period.first.month + 1


def _moved(period: Period, months: int) -> Period:
    first = add_months(period.first, -months)
    if _whole_months(period):
        return _calendar(first.year, first.month - 1, _months_in(period))
    return Period(first=first, last=add_months(period.last, -months))
