"""Follow-up of decisions in figures (决策部署督察计数): so many works, so many rectifications.

Counted over records: the seed office inspected 291 works and asked for 79 rectifications.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.decision_works import (
    DECISION_WORK,
    DecisionWork,
    DecisionWorkState,
    Execution,
)
from supervision.domain.findings import FINDING, FindingState
from supervision.domain.report_requests import REPORT_REQUEST, ReportOutcome, RequestState
from supervision.office.views import ReadView
from supervision.ports.query import After, And, Before, Eq, Not, Predicate

__all__ = ["FollowUp", "follow_up"]

_NOT_COUNTED = (FindingState.VOIDED, FindingState.NOT_A_PROBLEM, FindingState.DUPLICATE)


@attrs.frozen(kw_only=True)
class FollowUp:
    """The follow-up of decisions in figures (决策部署督察计数).

    Attributes:
        decisions: decisions with such works (件).
        works: works that were not voided (项).
        checked: works checked at least once (项).
        carried_out, partly, not_carried_out, not_due: works by the last check (项).
        settled: works settled (项).
        rectifications: problems the checks of these works found, each once; voided ones,
            duplicates and what was no problem are left out (项).
        rectified: how many of these are struck off (项).
        reports: reports asked about these works (份).
        late, false, concealed, refused: reports late, false, concealed, refused (份).
    """

    decisions: int = 0
    works: int = 0
    checked: int = 0
    carried_out: int = 0
    partly: int = 0
    not_carried_out: int = 0
    not_due: int = 0
    settled: int = 0
    rectifications: int = 0
    rectified: int = 0
    reports: int = 0
    late: int = 0
    false: int = 0
    concealed: int = 0
    refused: int = 0


def follow_up(
    view: ReadView, *, first: dt.date | None = None, last: dt.date | None = None
) -> FollowUp:
    """Count works by the day they were deployed, with their problems and reports (督察计数).

    Args:
        view: what the actor may see.
        first, last: days of deployment; `None` for no bound.
    """
    one_day = dt.timedelta(days=1)
    parts: list[Predicate] = [Not(Eq("state", DecisionWorkState.VOIDED.value))]
    if first is not None:
        parts.append(After("deployed_on", (first - one_day).isoformat()))
    if last is not None:
        parts.append(Before("deployed_on", (last + one_day).isoformat()))
    works = tuple(view.each(DECISION_WORK, And(tuple(parts))))
    return attrs.evolve(_of_works(works), **_of_findings(view, works), **_of_reports(view, works))


def _of_works(works: tuple[DecisionWork, ...]) -> FollowUp:
    outcomes = [work.outcome for work in works]
    return FollowUp(
        decisions=len({work.decision for work in works}),
        works=len(works),
        checked=sum(bool(work.checks) for work in works),
        carried_out=outcomes.count(Execution.CARRIED_OUT),
        partly=outcomes.count(Execution.PARTLY),
        not_carried_out=outcomes.count(Execution.NOT_CARRIED_OUT),
        not_due=outcomes.count(Execution.NOT_DUE),
        settled=sum(work.state is DecisionWorkState.SETTLED for work in works),
    )


def _of_findings(view: ReadView, works: tuple[DecisionWork, ...]) -> dict[str, int]:
    ids = dict.fromkeys(id for work in works for id in work.findings)
    found = [view.find(FINDING, id) for id in ids]
    states = [one.state for one in found if one is not None and one.state not in _NOT_COUNTED]
    return {"rectifications": len(states), "rectified": states.count(FindingState.CLOSED)}


def _of_reports(view: ReadView, works: tuple[DecisionWork, ...]) -> dict[str, int]:
    known = {work.id for work in works}
    standing = Not(Eq("state", RequestState.VOIDED.value))
    requests = [one for one in view.each(REPORT_REQUEST, standing) if one.work in known]
    outcomes = [one.outcome for one in requests]
    return {
        "reports": len(requests),
        "late": sum(bool(one.late) for one in requests),
        "false": outcomes.count(ReportOutcome.FALSE),
        "concealed": outcomes.count(ReportOutcome.CONCEALED),
        "refused": outcomes.count(ReportOutcome.REFUSED),
    }
