"""The timeline of a case for one officer (查案件时间线)."""

from __future__ import annotations

from supervision.domain.detections import DETECTION
from supervision.domain.findings import FINDING
from supervision.domain.values import day_of
from supervision.errors import AccessDenied, NotFound
from supervision.monitoring.timelines import CaseTimeline, timeline_of
from supervision.office.office import Office
from supervision.office.views import ReadView
from supervision.ports.cases import CaseFilter
from supervision.ports.query import Eq

__all__ = ["case_timeline"]

_ACT = "detection.timeline"
"""What the policy is asked: cases lie outside the office store and have no row of their own."""


def case_timeline(office: Office, view: ReadView, number: str) -> CaseTimeline:
    """Return a case as it went, with the detections the viewer may see (案件时间线).

    The case store holds what the case system exports, names among it. Whoever may not act on
    detections sees none of it.

    Raises:
        AccessDenied: `access.refused`.
        NotFound: `case.not_found`.
    """
    permission = office.policy.permits(view.actor, _ACT, None)
    if not permission.granted:
        raise AccessDenied(
            "access.refused",
            actor=view.actor.id,
            act=_ACT,
            reason=permission.code,
            zh=permission.zh,
            en=permission.en,
        )
    trace = next(iter(office.cases.traces(CaseFilter(numbers=(number,)))), None)
    if trace is None:
        raise NotFound("case.not_found", number=number)
    detections = view.select(DETECTION, Eq("case_number", number))
    ids = dict.fromkeys(one.finding for one in detections if one.finding)
    found = (view.find(FINDING, id) for id in ids)
    states = {one.id: one.state for one in found if one is not None}
    book = office.watch.book
    return timeline_of(trace, detections, day_of(office.now()), states, book)
