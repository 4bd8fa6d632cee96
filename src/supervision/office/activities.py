"""What the office did (督察活动计数): each figure in its own unit of count, never added up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from supervision.domain.contacts import CONTACT
from supervision.domain.inspections import INSPECTION
from supervision.domain.meetings import MEETING
from supervision.domain.opinions import OPINION
from supervision.domain.records import RecordKind
from supervision.office.views import ReadView
from supervision.ports.query import After, And, Before, Eq, Not, Predicate

__all__ = ["ActivityCounts", "activity_counts"]


@attrs.frozen(kw_only=True)
class ActivityCounts:
    """Counts of activities (督察活动计数). Voided records are in none of them.

    Attributes:
        meetings: meetings attended (场次).
        opinions: opinions given (条).
        works: works they concern, each once (项).
        inspections: inspections held, those that found nothing among them (场次).
        problems: problems entered at inspections (件); what became of them, the findings say.
        on_spot: problems settled on the spot (件).
        criticisms: persons criticised with the conclusions, each time (人次).
        contacts: follow-up contacts (次).
    """

    meetings: int
    opinions: int
    works: int
    inspections: int
    problems: int
    on_spot: int
    criticisms: int
    contacts: int


def activity_counts(
    view: ReadView, *, first: dt.date | None = None, last: dt.date | None = None
) -> ActivityCounts:
    """Count what was done between two days, both included (督察活动计数).

    Args:
        view: what the actor may see.
        first, last: days of the meeting, opinion, inspection or contact itself, not of its
            entry; `None` is open on that side.
    """
    given = _stands("given_on", first, last)
    held = _stands("held_on", first, last)
    return ActivityCounts(
        meetings=_count(view, MEETING, held),
        opinions=_count(view, OPINION, given),
        works=len(view.tally(OPINION, given, by=("work",))),
        inspections=_count(view, INSPECTION, held),
        problems=_sum(view, "problems", held),
        on_spot=_sum(view, "on_spot", held),
        criticisms=_sum(view, "criticisms", held),
        contacts=_count(view, CONTACT, _stands("contacted_on", first, last)),
    )


def _stands(day: str, first: dt.date | None, last: dt.date | None) -> Predicate:
    parts: list[Predicate] = [Not(Eq("state", "voided"))]
    if first is not None:
        parts.append(Not(Before(day, first.isoformat())))
    if last is not None:
        parts.append(Not(After(day, last.isoformat())))
    return And(tuple(parts))


def _count(view: ReadView, kind: RecordKind[Any], where: Predicate) -> int:
    return sum(group.count for group in view.tally(kind, where))


def _sum(view: ReadView, field: str, where: Predicate) -> int:
    return sum(group.sum for group in view.tally(INSPECTION, where, sum=field))
