"""Comparing and sharing (比较与占比): two tables side by side, and the share of every row.

Percentages are exact and rounded only in print, each by itself and half-up; printed shares may
therefore add up to 99.9 or 100.1. They are not adjusted to add up (largest remainder): a
printed figure must be the one anybody gets who divides the two counts beside it.
"""

from __future__ import annotations

import attrs

from supervision.domain.periods import Period
from supervision.domain.rules import Wording
from supervision.reporting.tables import Heading, Number, Table, TableRow, percent

__all__ = ["Rise", "compared", "rises", "with_shares"]

_NOW = Wording(zh="本期 {period}", en="Now {period}")
_BEFORE = Wording(zh="对比期 {period}", en="Before {period}")
_DIFFERENCE = Heading(code="difference", title=Wording(zh="增减", en="Change"))
_CHANGE = Heading(code="change", title=Wording(zh="增减幅度（%）", en="Change (%)"), percent=True)
_SHARE = Heading(code="share", title=Wording(zh="占比（%）", en="Share (%)"), percent=True)


def with_shares(table: Table) -> Table:
    """Add to a table of counts the share of each row in the total (占比).

    Where rows overlap the shares are of the total all the same and come to more than 100.
    """
    whole = table.total[0]
    return Table(
        code=table.code,
        title=table.title,
        unit=table.unit,
        note=table.note,
        keys=table.keys,
        values=(*table.values, _SHARE),
        rows=tuple(
            TableRow(
                keys=row.keys,
                labels=row.labels,
                values=(*row.values, percent(row.values[0], whole)),
            )
            for row in table.rows
        ),
        total=(*table.total, percent(whole, whole)),
        overlaps=table.overlaps,
    )


def compared(both: Table, now: Table, before: Table, period: Period, against: Period) -> Table:
    """Put the counts of two periods side by side (对比): counts, difference, exact percentage.

    Args:
        both: the table of everything that occurs in either, for its rows and their order.
        now: of the period.
        before: of the period it is compared with.
        period, against: the periods.

    Returns:
        The table; the change is in per cent of `before` and nothing where that was zero.
    """

    def figures(this: Number, that: Number) -> tuple[Number, ...]:
        difference = int(this or 0) - int(that or 0)
        return (this, that, difference, percent(difference, that))

    rows = tuple(
        TableRow(
            keys=row.keys,
            labels=row.labels,
            values=figures(now.of(*row.keys)[0], before.of(*row.keys)[0]),
        )
        for row in both.rows
    )
    return Table(
        code=now.code,
        title=now.title,
        unit=now.unit,
        note=now.note,
        keys=now.keys,
        values=(
            Heading(code="now", title=_of(_NOW, period)),
            Heading(code="before", title=_of(_BEFORE, against)),
            _DIFFERENCE,
            _CHANGE,
        ),
        rows=rows,
        total=figures(now.total[0], before.total[0]),
        overlaps=now.overlaps,
    )


def _of(words: Wording, period: Period) -> Wording:
    return Wording(zh=words.zh.format(period=period.code), en=words.en.format(period=period.code))


@attrs.frozen(kw_only=True)
class Rise:
    """A row whose count changed (增减项).

    Attributes:
        label: what it is.
        by: by how much; negative when it fell.
    """

    label: Wording
    by: int


def rises(table: Table) -> tuple[tuple[Rise, ...], tuple[Rise, ...]]:
    """Return what rose and what fell in a comparison (上升与下降), the greatest change first."""
    at = next(place for place, one in enumerate(table.values) if one.code == "difference")
    changes = [Rise(label=row.labels[0], by=int(row.values[at] or 0)) for row in table.rows]
    up = sorted((one for one in changes if one.by > 0), key=lambda one: -one.by)
    down = sorted((one for one in changes if one.by < 0), key=lambda one: one.by)
    return tuple(up), tuple(down)
