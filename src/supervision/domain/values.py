"""Values every record agrees on (通用值): instants, days, sealed values, extra fields."""

from __future__ import annotations

import datetime as dt
import enum
from fractions import Fraction
from typing import NewType

import attrs

from supervision.errors import Refused

__all__ = [
    "EARLIEST",
    "LATEST",
    "OFFICE_ZONE",
    "DepartmentId",
    "Extra",
    "ExtraType",
    "Instant",
    "OfficerId",
    "Sealed",
    "UnitId",
    "check_day",
    "day_of",
    "format_points",
    "instant",
    "instant_text",
    "moment",
    "start_of",
]

Instant = NewType("Instant", int)
"""Microseconds since 1970-01-01T00:00Z (时刻), between 1992 and 2100."""
UnitId = NewType("UnitId", str)
DepartmentId = NewType("DepartmentId", str)
OfficerId = NewType("OfficerId", str)

OFFICE_ZONE = dt.timezone(dt.timedelta(hours=8))
"""Office time, fixed UTC+08:00. China has kept no summer time since 1992."""
EARLIEST = dt.date(1992, 1, 1)
LATEST = dt.date(2100, 12, 31)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_EPOCH_DAY = _EPOCH.toordinal()
_DAY, _OFFSET = 86_400 * 10**6, 8 * 3_600 * 10**6  # microseconds


def check_day(day: dt.date, *, place: str = "") -> dt.date:
    """Return `day` if it lies between 1992 and 2100.

    Raises:
        Refused: `value.day_range` with the place, the day and both ends.
    """
    if not EARLIEST <= day <= LATEST:
        raise Refused(
            "value.day_range",
            place=place,
            found=day.isoformat(),
            earliest=EARLIEST.isoformat(),
            latest=LATEST.isoformat(),
        )
    return day


def instant(when: dt.datetime, *, place: str = "") -> Instant:
    """Turn an aware datetime into an instant.

    Raises:
        Refused: `value.naive_time` without a zone, `value.day_range` outside 1992–2100.
    """
    if when.tzinfo is None:
        raise Refused("value.naive_time", place=place, found=when.isoformat())
    check_day(when.astimezone(OFFICE_ZONE).date(), place=place)
    return Instant((when - _EPOCH) // _MICROSECOND)


def moment(at: Instant) -> dt.datetime:
    """Return the instant in office time (UTC+08:00)."""
    return (_EPOCH + at * _MICROSECOND).astimezone(OFFICE_ZONE)


def day_of(at: Instant) -> dt.date:
    """Return the office-time day an instant falls on."""
    return dt.date.fromordinal(_EPOCH_DAY + (at + _OFFSET) // _DAY)


def start_of(day: dt.date) -> Instant:
    """Return the instant at which `day` begins in office time."""
    return instant(dt.datetime.combine(day, dt.time(), OFFICE_ZONE))


def instant_text(at: Instant) -> str:
    """Return RFC 3339 text with the office's offset, to the second."""
    return moment(at).isoformat(timespec="seconds")


@attrs.frozen(kw_only=True)
class Sealed:
    """A value kept outside rows and journal (密封值): only its salted digest is recorded.

    Attributes:
        digest: `name:hex` of salt followed by content; also the key of the blob.
        size: bytes of the content.

    The content lies in a blob with its salt beside it. Erasing the blob leaves the chain whole.
    """

    digest: str
    size: int


class ExtraType(enum.Enum):
    """Types of an office's own fields (自设字段类型)."""

    TEXT = "text"
    INT = "int"
    DECIMAL = "decimal"
    DATE = "date"
    BOOL = "bool"
    CHOICE = "choice"


@attrs.frozen(kw_only=True)
class Extra:
    """The value of an office's own field (自设字段值), as canonical text with its type's tag.

    Attributes:
        name: the field's name from `[[fields.<kind>]]`.
        type: how `text` is read.
        text: `12`, `1.50`, `2026-03-05`, `true`, or free text.
    """

    name: str
    type: ExtraType
    text: str


def format_points(points: Fraction, decimals: int = 2) -> str:
    """Print an exact number half-up with fixed decimals, as people print points (分值).

    Example:
        >>> format_points(Fraction(-5, 2), 1), format_points(Fraction(1, 3))
        ('-2.5', '0.33')
    """
    scale = 10**decimals
    whole = int(abs(points) * scale + Fraction(1, 2))
    sign = "-" if points < 0 and whole else ""
    head, tail = divmod(whole, scale)
    return f"{sign}{head}.{tail:0{decimals}d}" if decimals else f"{sign}{head}"
