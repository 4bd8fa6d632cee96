"""Measures in the office: clocks that move along the protocol, passing on, the next rung, closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TypeVar

import attrs
import pytest

from supervision.codec import decode
from supervision.domain.clocks import CLOCK, Clock, ClockState, Result
from supervision.domain.findings import FINDING, FindingState, OpenFinding
from supervision.domain.ladders import LADDERS, ClockFrom, OnReroute, Rung
from supervision.domain.measures import MEASURE, IssueMeasure, Measure, MeasureState, Service
from supervision.domain.milestones import Milestone
from supervision.domain.objections import ObjectionOutcome
from supervision.domain.values import OfficerId
from supervision.errors import Refused
from supervision.office import clocks, finding_links, findings, measures, objections
from supervision.office.acting import Acting
from supervision.office.office import Office
from supervision.office.shapes import MESSAGE_SHAPE
from supervision.office.todo import todo
from supervision.office.work import Work
from supervision.ports.notify import Message
from supervision.ports.query import Eq
from supervision.testing.offices import SmallOffice, small_office

T = TypeVar("T")
BECAUSE = Acting(reason="依据核查情况")
RUNG = "suggestion"
MARCH = dt.date(2026, 3, 2)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def with_rung(small: SmallOffice, **changed: object) -> SmallOffice:
    """The same office with other data on one rung of its ladder."""

    def rungs() -> Iterator[Rung]:
        for one in LADDERS["department"].rungs:
            yield attrs.evolve(one, **changed) if one.code == RUNG else one

    ladder = attrs.evolve(LADDERS["department"], rungs=tuple(rungs()))
    rules = attrs.evolve(small.office.rules, ladders={**LADDERS, "department": ladder})
    return attrs.evolve(small, office=Office(attrs.evolve(small.office.parts, rules=rules)))


def done(small: SmallOffice, officer: OfficerId, act: Callable[[Work], T]) -> T:
    with small.office.work(officer) as work:
        result = act(work)
        work.commit()
    return result


def opened(small: SmallOffice) -> str:
    command = OpenFinding(title="回证未附卷", department=small.first)
    return done(small, small.inspector, lambda work: findings.open_finding(work, command))


def issued(small: SmallOffice, *about: str, **fields: object) -> str:
    given = {"rung": RUNG, "title": "建议", "department": small.first, "findings": about}
    command = IssueMeasure(**(given | fields))
    return done(small, small.head, lambda work: measures.issue(work, command))


def served(small: SmallOffice, id: str, service: Service = Service.NETWORK, **more: object) -> None:
    done(small, small.head, lambda work: measures.serve(work, id, service, **more))


def claimed(small: SmallOffice, id: str, by: OfficerId | None = None) -> Measure:
    return done(
        small, by or small.first_head, lambda work: measures.claim_measure(work, id, "补附")
    )


def answered(small: SmallOffice, id: str) -> Measure:
    return done(
        small,
        small.first_head,
        lambda work: measures.answer(work, id, "已补", references=("卷 1",)),
    )


def measure(small: SmallOffice, id: str) -> Measure:
    with small.office.read(small.head) as view:
        return view.get(MEASURE, id)


def clock(small: SmallOffice, id: str) -> Clock | None:
    with small.office.read(small.head) as view:
        held = view.get(MEASURE, id).clock
        return view.get(CLOCK, held) if held else None


def running(small: SmallOffice, id: str) -> Clock:
    found = clock(small, id)
    assert found is not None
    return found


def topics(small: SmallOffice) -> list[tuple[str, tuple[OfficerId, ...]]]:
    with small.office.store.begin() as transaction:
        rows = [decode(Message, row.body) for row in transaction.scan(MESSAGE_SHAPE.kind)]
    return [(one.topic, one.to) for one in rows]


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


# --- from what the limit runs ---


def test_signing_leaves_a_running_limit_alone(small: SmallOffice) -> None:
    id = issued(small)
    served(small, id, to=small.first_head)
    before = running(small, id)
    small.clock.advance(days=2)
    done(small, small.first_head, lambda work: measures.receive(work, id))
    assert (running(small, id), measure(small, id).served_to) == (before, small.first_head)
    assert claimed(small, id).state is MeasureState.CLAIMED


def test_a_limit_may_run_from_receipt(small: SmallOffice) -> None:
    small = with_rung(small, clock_from=ClockFrom.RECEIVED)
    id = issued(small)
    served(small, id)
    assert clock(small, id) is None
    small.clock.advance(days=2)
    done(small, small.first_head, lambda work: measures.receive(work, id))
    assert running(small, id).due_on == dt.date(2026, 3, 16)  # the 14th is a Saturday


def test_claiming_unsigned_counts_as_receipt(small: SmallOffice) -> None:
    small = with_rung(small, clock_from=ClockFrom.RECEIVED)
    id = issued(small, finding := opened(small))
    served(small, id)
    claimed(small, id)
    due = running(small, id).due_on
    assert due == MARCH + dt.timedelta(days=10)
    with small.office.read(small.head) as view:
        assert view.get(FINDING, finding).due_on == due


def test_what_was_left_runs_from_there(small: SmallOffice) -> None:
    small = with_rung(small, clock_from=ClockFrom.RECEIVED)
    id = issued(small)
    served(small, id, Service.LEFT, note="拒签，见证人在场")
    assert running(small, id).due_on == MARCH + dt.timedelta(days=10)


# --- refusals ---


def refused(small: SmallOffice, id: str, acting: Acting = BECAUSE) -> None:
    done(small, small.first_head, lambda work: measures.refuse_measure(work, id, acting=acting))


def answer_refusal(
    small: SmallOffice, id: str, outcome: ObjectionOutcome, acting: Acting = Acting()
) -> Measure:
    return done(
        small,
        small.head,
        lambda work: objections.answer_refusal(work, id, outcome, "经核查", acting=acting),
    )


def test_by_itself_an_objection_stops_nothing(small: SmallOffice) -> None:
    id = issued(small)
    served(small, id)
    refused(small, id)
    assert running(small, id).state is ClockState.RUNNING
    assert answer_refusal(small, id, ObjectionOutcome.REJECTED).state is MeasureState.SERVED
    assert topics(small)[-1] == ("measure.objection_answered", (small.first_head,))


def test_an_objection_stops_the_limit_where_the_ladder_says_so(small: SmallOffice) -> None:
    small = with_rung(small, objection_pauses=True)
    id = issued(small)
    served(small, id)
    refused(small, id)
    assert running(small, id).state is ClockState.PAUSED
    small.clock.advance(days=4)
    answer_refusal(small, id, ObjectionOutcome.REJECTED)
    assert running(small, id).state is ClockState.RUNNING
    assert running(small, id).due_on == MARCH + dt.timedelta(days=14)


def test_an_objection_after_the_limit_stops_nothing(small: SmallOffice) -> None:
    small = with_rung(small, objection_pauses=True)
    id = issued(small)
    served(small, id)
    small.clock.advance(days=20)
    refused(small, id)
    assert running(small, id).state is ClockState.RUNNING
    none = issued(small, rung="oral_reminder")
    served(small, none)
    refused(small, none)
    assert clock(small, none) is None


def test_a_clock_somebody_stopped_already_is_left_alone(small: SmallOffice) -> None:
    small = with_rung(small, objection_pauses=True)
    id = issued(small)
    served(small, id)
    held = running(small, id).id
    done(small, small.head, lambda work: clocks.pause_clock(work, held, acting=BECAUSE))
    refused(small, id)
    assert len(running(small, id).pauses) == 1


@pytest.mark.parametrize("way", list(OnReroute))
def test_passed_on_the_limit_does_what_the_ladder_says(small: SmallOffice, way: OnReroute) -> None:
    small = with_rung(small, on_reroute=way, objection_pauses=True)
    finding, settled = opened(small), opened(small)
    id = issued(small, finding, settled)
    done(small, small.inspector, lambda work: findings.dismiss(work, settled, acting=BECAUSE))
    served(small, id)
    first = running(small, id).id
    refused(small, id)
    assert answer_refusal(small, id, ObjectionOutcome.UPHELD).state is MeasureState.REFUSED
    assert running(small, id).state is ClockState.PAUSED
    small.clock.advance(days=3)
    done(
        small,
        small.head,
        lambda work: measures.reroute_measure(work, id, small.second, acting=BECAUSE),
    )
    served(small, id)
    runs_on = way is OnReroute.RUNS_ON
    assert (running(small, id).id == first) is runs_on
    assert running(small, id).due_on == dt.date(2026, 3, 16)  # the 15th is a Sunday
    with small.office.read(small.head) as view:
        assert (view.get(CLOCK, first).outcome is None) is runs_on
        assert view.get(FINDING, finding).department == small.second
        assert view.get(FINDING, settled).department == small.first
    assert claimed(small, id, small.second_head).department == small.second


def test_a_running_limit_runs_on_when_passed_on(small: SmallOffice) -> None:
    small = with_rung(small, on_reroute=OnReroute.RUNS_ON)
    id = issued(small)
    served(small, id)
    before = running(small, id)
    done(
        small,
        small.head,
        lambda work: measures.reroute_measure(work, id, small.second, acting=BECAUSE),
    )
    assert running(small, id) == before


def test_findings_without_a_department_stay_without(small: SmallOffice) -> None:
    bare = done(
        small,
        small.inspector,
        lambda work: findings.open_finding(work, OpenFinding(title="无部门")),
    )
    id = issued(small, bare, rung="oral_reminder")
    served(small, id)
    done(
        small,
        small.head,
        lambda work: measures.reroute_measure(work, id, small.second, acting=BECAUSE),
    )
    with small.office.read(small.head) as view:
        assert view.get(FINDING, bare).department is None


# --- answers ---


def test_a_perfunctory_answer_proposes_the_next_rung_to_who_may_issue_it(
    small: SmallOffice,
) -> None:
    finding = opened(small)
    id = issued(small, finding, rung="rectification_notice")
    served(small, id)
    claimed(small, id)
    answered(small, id)
    done(
        small,
        small.inspector,
        lambda work: measures.return_answer(work, id, falsified=True, acting=BECAUSE),
    )
    assert (measure(small, id).proposed_rung, measure(small, id).falsified) == ("circular", True)
    assert topics(small)[-1] == ("measure.next_proposed", (small.chief,))
    with small.office.read(small.head) as view:
        assert view.get(FINDING, finding).falsified
        assert finding_links.links_of(view, finding).measures[0].id == id


def test_a_return_without_reproach_proposes_nothing(small: SmallOffice) -> None:
    id = issued(small)
    served(small, id)
    claimed(small, id)
    answered(small, id)
    done(small, small.head, lambda work: measures.return_answer(work, id, acting=BECAUSE))
    assert measure(small, id).proposed_rung is None


def test_closing_strikes_off_what_was_verified(small: SmallOffice) -> None:
    finding, other = opened(small), opened(small)
    id = issued(small, finding, other)
    served(small, id)
    claimed(small, id)
    step = Milestone(text="补附", due_on=MARCH)

    def plan(work: Work) -> None:
        measures.plan_measure(work, id, (step,))
        measures.reach_measure_milestone(work, id, 0, "毕")

    done(small, small.first_head, plan)
    answered(small, id)
    accepted = done(small, small.inspector, lambda work: measures.accept(work, id))
    assert accepted.result is Result.IN_TIME
    done(small, small.head, lambda work: findings.close(work, other))
    closed = done(small, small.head, lambda work: measures.close_measure(work, id))
    assert closed.state is MeasureState.CLOSED
    with small.office.read(small.head) as view:
        for one in (finding, other):
            assert view.get(FINDING, one).state is FindingState.CLOSED
            assert view.get(FINDING, one).references == ("卷 1",)
        (late,) = view.tally(MEASURE, Eq("result", Result.IN_TIME.value))
    assert late.count == 1


def test_an_answer_without_a_limit_has_no_result(small: SmallOffice) -> None:
    id = issued(small, rung="oral_reminder")
    served(small, id)
    claimed(small, id)
    answered(small, id)
    assert done(small, small.head, lambda work: measures.accept(work, id)).result is None


def test_no_measure_about_a_disputed_or_grouped_finding(small: SmallOffice) -> None:
    disputed, lead, member = opened(small), opened(small), opened(small)
    done(
        small,
        small.first_head,
        lambda work: objections.object_to_finding(work, disputed, "不属实"),
    )
    done(
        small,
        small.head,
        lambda work: finding_links.group_finding(work, member, lead, acting=BECAUSE),
    )
    assert refusal(lambda: issued(small, disputed)) == "finding.disputed"
    assert refusal(lambda: issued(small, member)) == "measure.finding_ended"


def test_a_signed_measure_still_waits_to_be_claimed(small: SmallOffice) -> None:
    id = issued(small)
    served(small, id)
    done(small, small.first_head, lambda work: measures.receive(work, id))
    with small.office.read(small.first_head) as view:
        assert [one.action for one in todo(view, small.clock())] == ["measure.claim"]


# --- wholly in the past ---


def test_a_course_wholly_in_the_past_is_entered_late(small: SmallOffice) -> None:
    small = with_rung(
        small, objection_pauses=True, clock_from=ClockFrom.RECEIVED, on_reroute=OnReroute.RUNS_ON
    )

    def on(month: int, day: int, reason: str = "") -> Acting:
        return Acting(on=dt.date(2021, month, day), reason=reason)

    command = OpenFinding(title="归档超期", department=small.second)
    finding = done(
        small, small.head, lambda work: findings.open_finding(work, command, acting=on(5, 1))
    )
    notice = IssueMeasure(rung=RUNG, title="建议", department=small.second, findings=(finding,))
    id = done(small, small.head, lambda work: measures.issue(work, notice, acting=on(5, 2)))
    assert measure(small, id).number == "马检督建〔2021〕1号"

    def serve(month: int, day: int) -> None:
        done(
            small,
            small.head,
            lambda work: measures.serve(work, id, Service.PAPER, acting=on(month, day)),
        )

    serve(5, 3)
    done(small, small.second_head, lambda work: measures.receive(work, id, acting=on(5, 4)))
    done(
        small,
        small.second_head,
        lambda work: measures.refuse_measure(work, id, acting=on(5, 6, "属一部")),
    )
    answer_refusal(small, id, ObjectionOutcome.UPHELD, on(5, 8))
    done(
        small,
        small.head,
        lambda work: measures.reroute_measure(work, id, small.first, acting=on(5, 8, "属一部")),
    )
    serve(5, 9)
    due_on = running(small, id).due_on
    assert due_on == dt.date(2021, 5, 17)  # two days stood still; the 16th is a Sunday

    def by_department(work: Work) -> None:
        measures.claim_measure(work, id, "归档", acting=on(5, 10))
        measures.answer(work, id, "已归档", acting=on(5, 18))

    done(small, small.first_head, by_department)
    done(small, small.inspector, lambda work: measures.accept(work, id, acting=on(5, 20)))
    done(small, small.head, lambda work: measures.close_measure(work, id, acting=on(5, 21)))
    outcome = running(small, id).outcome
    assert outcome is not None
    assert (outcome.result, measure(small, id).result) == (Result.LATE, Result.LATE)
    assert measure(small, id).closed_on == dt.date(2021, 5, 21)
    assert topics(small) == []
    assert clocks.tick(small.office, small.head) == clocks.Tick()
    assert small.office.verify().ok
