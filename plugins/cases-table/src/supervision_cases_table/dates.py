"""Dates as exports write them (日期): one regex-guarded parser, no guessing.

Understood: `2021年3月5日`, `2021/3/5`, `2021-03-05`, `2021.3.5`, `20210305`,
`二〇二一年三月五日`, each but the last two with an optional time `14:30`, `14:30:05` or `14时30分`,
and spreadsheet serials such as `44260` where the profile says so. Everything else is a fault;
`date.fromisoformat` is not used because it accepts week dates and other surprises.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from fractions import Fraction
from functools import lru_cache

import attrs

from supervision.plugin import EARLIEST, LATEST, OFFICE_ZONE, Instant, Precision, instant, start_of
from supervision_cases_table.cells import Fault, fold

__all__ = ["Serials", "When", "han_number", "read_when"]


class Serials(enum.Enum):
    """Whether plain numbers are spreadsheet day serials (日期序列号)."""

    NONE = "none"
    FROM_1900 = "1900"
    """Excel and WPS on Windows: 44260 is 2021-03-05."""
    FROM_1904 = "1904"
    """Excel on old Macintosh systems: 42798 is 2021-03-05."""


@attrs.frozen
class When:
    """A time as read (时间): the day in office time and, if written, the time of day."""

    day: dt.date
    time: dt.time | None = None

    @property
    def at(self) -> Instant:
        """The instant; the start of the day when only the day is known."""
        if self.time is None:
            return start_of(self.day)
        return instant(dt.datetime.combine(self.day, self.time, OFFICE_ZONE))

    @property
    def precision(self) -> Precision:
        """How exactly the time is known."""
        return Precision.DAY if self.time is None else Precision.MINUTE


_TIME = r"(?:T|\s*)(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{1,2})分?(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)?"
_FORMS = (
    re.compile(
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
        rf"(?:(?=[T\s]){_TIME})?",
        re.ASCII,
    ),
    re.compile(
        rf"(?P<year>\d{{4}})年\s*(?P<month>\d{{1,2}})月\s*(?P<day>\d{{1,2}})日(?:{_TIME})?",
        re.ASCII,
    ),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII),
)
_HAN_DIGITS = {mark: str(value) for value, mark in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
}
_HAN_FORM = re.compile(
    r"(?P<year>[〇零○O一二三四五六七八九]{4})年"
    r"(?P<month>十[一二]?|[一二三四五六七八九])月"
    r"(?P<day>三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
# Five digits cover 1992 to 2100 in both systems; a year or month alone is not taken for a serial.
_SERIAL = re.compile(r"(?P<days>\d{5})(?P<part>\.\d{1,12})?", re.ASCII)
_BASES = {Serials.FROM_1900: dt.date(1899, 12, 30), Serials.FROM_1904: dt.date(1904, 1, 1)}
_SECONDS = 24 * 60 * 60


@lru_cache(maxsize=8192)  # a year has few days, an export many cells
def read_when(
    text: str, *, serials: Serials = Serials.NONE, midnight_is_day: bool = True
) -> When | Fault:
    """Read a date with an optional time.

    Args:
        text: the cell, cleaned.
        serials: whether a number such as `44260` is a day serial.
        midnight_is_day: take `2021-03-05 00:00:00` as a day: databases and spreadsheets write
            every plain date so, and hardly anything of a case happens at midnight sharp.

    Returns:
        The time, or a fault: `cases.bad_date` (no known form), `cases.no_such_day` (such as
        30 February, 25:00), `cases.date_range` (before 1992 or after 2100),
        `cases.date_serial` (a serial where the profile allows none).

    Example:
        >>> read_when("二〇二一年三月五日").day.isoformat()
        '2021-03-05'
        >>> read_when("2021-02-30")
        Fault(code='cases.no_such_day')
    """
    plain = fold(text)
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found:
            part = {
                name: int(text)
                for name, text in found.groupdict().items()
                if text and name != "mark"
            }
            return _built(
                (part["year"], part["month"], part["day"]),
                (part["hour"], part["minute"], part.get("second", 0)) if "hour" in part else None,
                midnight_is_day,
            )
    han = _HAN_FORM.fullmatch(plain)
    if han:
        year = int("".join(_HAN_DIGITS[mark] for mark in han["year"]))
        return _built((year, han_number(han["month"]), han_number(han["day"])), None, True)
    serial = _SERIAL.fullmatch(plain)
    if serial:
        return _from_serial(int(serial["days"]), Fraction("0" + (serial["part"] or "")), serials)
    return Fault("cases.bad_date")


def han_number(text: str) -> int:
    """Return the value of a Chinese numeral from 一 to 九十九.

    Example:
        >>> han_number("二十三"), han_number("十"), han_number("三")
        (23, 10, 3)
    """
    tens, ten, ones = text.rpartition("十")
    value = int(_HAN_DIGITS[ones]) if ones else 0
    return value + (10 * int(_HAN_DIGITS[tens] if tens else 1) if ten else 0)


def _built(
    day: tuple[int, int, int], time: tuple[int, int, int] | None, midnight_is_day: bool
) -> When | Fault:
    try:
        when = When(dt.date(*day), dt.time(*time) if time is not None else None)
    except ValueError:
        return Fault("cases.no_such_day")
    if not EARLIEST <= when.day <= LATEST:
        return Fault("cases.date_range")
    if midnight_is_day and when.time == dt.time():
        return attrs.evolve(when, time=None)
    return when


def _from_serial(days: int, part: Fraction, serials: Serials) -> When | Fault:
    if serials is Serials.NONE:
        return Fault("cases.date_serial")
    # A serial holds the time as a part of the day, rounded somewhere behind the tenth place.
    more, second = divmod(int(part * _SECONDS + Fraction(1, 2)), _SECONDS)
    day = _BASES[serials] + dt.timedelta(days=days + more)
    if not EARLIEST <= day <= LATEST:
        return Fault("cases.date_range")
    clock = dt.time(second // 3600, second // 60 % 60, second % 60)
    return When(day, clock if second else None)
