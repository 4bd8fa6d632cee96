"""Reviews at work: linked findings in the same unit of work, clocks, separation, late entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from supervision.domain.clocks import CLOCK, Result
from supervision.domain.findings import FINDING, Finding, OpenFinding, Rectification, Source
from supervision.domain.item_commands import Move
from supervision.domain.items import ITEM, ProposeItem, Requirement
from supervision.domain.reviews import (
    REVIEW,
    CorrectReview,
    PlanReview,
    Review,
    ReviewOutcome,
    ReviewState,
)
from supervision.domain.values import OfficerId
from supervision.errors import NotFound, Refused
from supervision.office import findings, items, reviews
from supervision.office.acting import Acting
from supervision.office.work import Work
from supervision.testing.offices import SmallOffice, small_office

PAST = dt.date(2020, 3, 2)
LATER = PAST + dt.timedelta(days=30)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def done(
    small: SmallOffice,
    who: OfficerId,
    act: Callable[[Work, Acting], object],
    on: dt.date | None = PAST,
) -> object:
    with small.office.work(who) as work:
        result = act(work, Acting(on=on, reason="抽查"))
        work.commit()
    return result


def closed_finding(small: SmallOffice) -> str:
    command = OpenFinding(
        title="归档超期", department=small.first, problem_code="file.late", item=None
    )
    id = str(done(small, small.inspector, lambda w, a: findings.open_finding(w, command, acting=a)))
    done(
        small,
        small.first_head,
        lambda w, a: findings.claim(
            w,
            id,
            department=small.first,
            mode=Rectification.LASTING,
            plan="补",
            acting=a,
        ),
    )
    done(small, small.first_head, lambda w, a: findings.submit(w, id, "已补", acting=a))
    done(small, small.inspector, lambda w, a: findings.verify(w, id, acting=a))
    done(small, small.head, lambda w, a: findings.close(w, id, acting=a))
    return id


def archived_item(small: SmallOffice) -> str:
    command = ProposeItem(
        title="专项督察",
        kind="item.style",
        source="党组",
        requirements=(Requirement(text="查", department=small.second),),
        lead=small.first,
    )
    id = str(done(small, small.head, lambda w, a: items.propose(w, command, acting=a)))
    for who, *steps in (
        (small.head, "submit"),
        (small.chief, "open"),
        (small.head, "assign"),
        (small.first_head, "sign", "start", "report"),
        (small.inspector, "propose_closing"),
        (small.chief, "close"),
        (small.head, "archive"),
    ):
        for step in steps:
            move = Move(step=step, note="办", effect="好")
            done(small, who, lambda w, a, m=move: items.move(w, id, m, acting=a))
    return id


def planned(small: SmallOffice, kind: str, target: str, **more: object) -> str:
    command = PlanReview(
        **{
            "target_kind": kind,
            "target": target,
            "checkers": (small.inspector,),
            "due_on": LATER,
            **more,
        }
    )
    made = done(small, small.head, lambda w, a: reviews.plan_review(w, command, acting=a))
    return str(made)


def completed(
    small: SmallOffice,
    id: str,
    outcome: ReviewOutcome,
    on: dt.date = LATER,
    opened: tuple[OpenFinding, ...] = (),
) -> Review:
    made = done(
        small,
        small.inspector,
        lambda w, a: reviews.complete_review(w, id, outcome, "抽查十件", findings=opened, acting=a),
        on,
    )
    assert isinstance(made, Review)
    return made


def finding(small: SmallOffice, id: str) -> Finding:
    with small.office.read(small.head) as view:
        return view.get(FINDING, id)


def outcome(small: SmallOffice, review: Review) -> Result | None:
    with small.office.read(small.head) as view:
        clock = view.get(CLOCK, review.clock or "")
    return clock.outcome.result if clock.outcome else None


def test_a_review_that_holds_ends_in_time_and_opens_nothing(small: SmallOffice) -> None:
    done_ = completed(small, planned(small, "finding", closed_finding(small)), ReviewOutcome.HOLDS)
    assert (done_.state, done_.findings, done_.done_on) == (ReviewState.DONE, (), LATER)
    assert outcome(small, done_) is Result.IN_TIME


def test_a_failed_review_opens_a_new_finding_linked_to_the_old(small: SmallOffice) -> None:
    old = closed_finding(small)
    head = small.office.checkpoints()[0].seq
    review = completed(small, planned(small, "finding", old), ReviewOutcome.CAME_BACK)
    (id,) = review.findings
    new = finding(small, id)
    assert (new.recurs_from, new.title, new.department) == (old, "归档超期", small.first)
    assert (new.found_on, new.problem_code, new.source) == (LATER, "file.late", Source.MANUAL)
    assert new.facts == "抽查十件"
    assert finding(small, old).state.value == "closed"
    # planned with its clock; then finding, outcome and the clock's end together
    assert small.office.checkpoints()[0].seq == head + 5


def test_a_failed_review_of_an_archived_item_opens_findings_of_the_item(
    small: SmallOffice,
) -> None:
    item = archived_item(small)
    id = planned(small, "item", item, checkers=(small.inspector,))
    review = completed(small, id, ReviewOutcome.PARTLY)
    new = finding(small, review.findings[0])
    assert (new.item, new.department, new.source) == (item, small.first, Source.ITEM)
    assert review.departments == tuple(sorted((small.first, small.second)))
    again = planned(small, "item", item)
    mine = (
        OpenFinding(title="一", department=small.second),
        OpenFinding(title="二", department=small.first),
    )
    twice = completed(small, again, ReviewOutcome.CAME_BACK, opened=mine)
    assert twice.turn == 2
    assert [finding(small, one).title for one in twice.findings] == ["一", "二"]


def test_a_review_is_repeated_and_a_voided_one_does_not_count(small: SmallOffice) -> None:
    target = closed_finding(small)
    first = planned(small, "finding", target)
    done(small, small.head, lambda w, a: reviews.void_review(w, first, acting=a))
    completed(small, planned(small, "finding", target), ReviewOutcome.HOLDS)
    with small.office.work(small.head) as work:
        command = PlanReview(
            target_kind="finding", target=target, checkers=(small.inspector,), title="再看"
        )
        ids = [reviews.plan_review(work, command) for _ in range(2)]
        work.commit()
    with small.office.read(small.head) as view:
        assert [view.get(REVIEW, one).turn for one in ids] == [2, 3]


@pytest.mark.parametrize("who", ["first_head", "prosecutor"])
def test_people_of_the_rectifying_department_do_not_check(small: SmallOffice, who: str) -> None:
    target = closed_finding(small)
    with pytest.raises(Refused) as caught:
        planned(small, "finding", target, checkers=(getattr(small, who),))
    assert caught.value.code in ("separation.department", "separation.named")


def test_what_is_not_closed_or_no_target_is_refused(small: SmallOffice) -> None:
    command = OpenFinding(title="一")
    id = str(done(small, small.head, lambda w, a: findings.open_finding(w, command, acting=a)))
    with pytest.raises(Refused) as caught:
        planned(small, "finding", id)
    assert caught.value.code == "review.not_closed"
    with pytest.raises(Refused) as caught:
        planned(small, "measure", id)
    assert caught.value.code == "review.target"
    with pytest.raises(NotFound):
        planned(small, "item", id)


def test_a_review_done_late_is_late(small: SmallOffice) -> None:
    id = planned(small, "finding", closed_finding(small))
    late = completed(small, id, ReviewOutcome.HOLDS, LATER + dt.timedelta(days=2))
    assert outcome(small, late) is Result.LATE


def test_a_corrected_day_moves_the_clock_or_starts_one(small: SmallOffice) -> None:
    target = closed_finding(small)
    id = planned(small, "finding", target)
    moved = CorrectReview(due_on=LATER + dt.timedelta(days=9), title="再看一次")
    done(small, small.head, lambda w, a: reviews.correct_review(w, id, moved, acting=a))
    assert outcome(small, completed(small, id, ReviewOutcome.HOLDS, LATER)) is Result.IN_TIME
    without = planned(small, "finding", target, due_on=None)
    named = CorrectReview(checkers=(small.head,))
    done(small, small.head, lambda w, a: reviews.correct_review(w, without, named, acting=a))
    day = CorrectReview(due_on=LATER)
    after = done(small, small.head, lambda w, a: reviews.correct_review(w, without, day, acting=a))
    assert isinstance(after, Review)
    cancelled = done(small, small.head, lambda w, a: reviews.cancel_review(w, without, acting=a))
    assert isinstance(cancelled, Review)
    assert (cancelled.state, outcome(small, after)) == (ReviewState.CANCELLED, Result.CANCELLED)


def test_a_done_review_is_voided_and_its_finding_stays(small: SmallOffice) -> None:
    review = completed(
        small, planned(small, "finding", closed_finding(small), due_on=None), ReviewOutcome.PARTLY
    )
    done(small, small.head, lambda w, a: reviews.void_review(w, review.id, acting=a), None)
    assert finding(small, review.findings[0]).state.value == "registered"
    assert small.office.verify().ok


def test_an_item_of_a_kind_no_longer_in_the_tables_is_still_reviewed(small: SmallOffice) -> None:
    import attrs

    item = archived_item(small)
    rules = small.office.rules
    kinds = {code: kind for code, kind in rules.items.kinds.items() if code != "item.style"}
    small.office.rules = attrs.evolve(rules, items=attrs.evolve(rules.items, kinds=kinds))
    assert planned(small, "item", item)
    with small.office.read(small.head) as view:
        assert view.get(ITEM, item).kind == "item.style"
