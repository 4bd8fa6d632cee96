"""Acts (行为要素): who truly acted and on which day, apart from who entered it and when."""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.values import OfficerId, Sealed, check_day
from supervision.errors import Refused

__all__ = ["Act", "check_reason", "decide_act"]

_LINE_ENDS = frozenset("\n\r\x00\x85\u2028\u2029")


@attrs.frozen(kw_only=True)
class Act:
    """The act behind a change (行为要素).

    Attributes:
        by: the officer who truly acted. If another officer enters it (代录), the journal's
            `actor` is that other officer and `paper` holds the signed original.
        on: the day of the act in office time. Earlier than the entry for late entries (补录).
        paper: the paper original as a sealed blob; compulsory for entry on behalf of another.
    """

    by: OfficerId
    on: dt.date
    paper: Sealed | None = None


def check_reason(reason: str, *, compulsory: bool = False) -> str:
    """Return the reason, stripped: one line, and present where it is compulsory.

    Raises:
        Refused: `act.reason_line` with a line break, `act.reason_letter` with a letter no
            store can keep, `act.reason_missing` when empty.
    """
    reason = reason.strip()
    if not reason and not compulsory:
        return ""
    if not _LINE_ENDS.isdisjoint(reason):
        raise Refused("act.reason_line")
    if any("\ud800" <= letter <= "\udfff" for letter in reason):
        raise Refused("act.reason_letter")
    if compulsory and not reason:
        raise Refused("act.reason_missing")
    return reason


def decide_act(
    *,
    entered_by: OfficerId,
    today: dt.date,
    by: OfficerId | None = None,
    on: dt.date | None = None,
    paper: Sealed | None = None,
) -> Act:
    """Accept the particulars of an act (登记行为要素).

    Raises:
        Refused: `act.future` when the day lies ahead, `act.paper_missing` when one officer
            enters for another without the paper, `value.day_range`.
    """
    author = by or entered_by
    day = check_day(on or today, place="on")
    if day > today:
        raise Refused("act.future", found=day.isoformat(), today=today.isoformat())
    if author != entered_by and paper is None:
        raise Refused("act.paper_missing", by=author, entered_by=entered_by)
    return Act(by=author, on=day, paper=paper)
