"""Items at work: their clocks, their requirements, and whole courses entered long after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import pytest

from supervision.domain.clocks import CLOCK, Clock, ClockState, Owner, Result
from supervision.domain.item_commands import Move
from supervision.domain.item_progress import IndicatorEffect, MeasureEffect, ProgressChannel
from supervision.domain.item_tables import WORKFLOWS
from supervision.domain.items import ITEM, CorrectItem, Item, ItemState, ProposeItem, Requirement
from supervision.domain.requirements import RequirementState
from supervision.domain.values import OfficerId, day_of
from supervision.errors import Refused
from supervision.office import items
from supervision.office.acting import Acting
from supervision.office.clocks import clocks_of, tick
from supervision.office.work import Work
from supervision.ports.query import Eq, Has
from supervision.testing.offices import SmallOffice, small_office

PAST = dt.date(2020, 3, 2)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def done(
    small: SmallOffice,
    who: OfficerId,
    act: Callable[[Work, Acting], object],
    on: dt.date | None = None,
) -> object:
    with small.office.work(who) as work:
        result = act(work, Acting(on=on, reason="会议决定"))
        work.commit()
    return result


def proposed(small: SmallOffice, on: dt.date | None = None, **fields: object) -> str:
    command = ProposeItem(
        **{
            "title": "专项督察",
            "kind": "item.style",
            "source": "党组",
            "requirements": (Requirement(text="自查", department=small.first),),
            "lead": small.first,
            **fields,
        }
    )
    made = done(small, small.head, lambda w, a: items.propose(w, command, acting=a), on)
    return str(made)


def moved(
    small: SmallOffice,
    id: str,
    who: OfficerId,
    step: str,
    on: dt.date | None = None,
    **more: object,
) -> Item:
    move = Move(step=step, note="属实", effect="见效", **more)
    item = done(small, who, lambda w, a: items.move(w, id, move, acting=a), on)
    assert isinstance(item, Item)
    return item


def clocks(small: SmallOffice, id: str) -> dict[str, Clock]:
    with small.office.read(small.head) as view:
        return {one.purpose: one for one in clocks_of(view, Owner(kind="item", id=id))}


def at_work(small: SmallOffice, on: dt.date | None = None, **fields: object) -> str:
    id = proposed(small, on, **fields)
    for who, step in (
        (small.head, "submit"),
        (small.chief, "open"),
        (small.head, "assign"),
        (small.first_head, "sign"),
        (small.first_head, "start"),
    ):
        moved(small, id, who, step, on)
    return id


def test_an_item_without_a_day_of_its_own_has_a_week_by_its_kind(small: SmallOffice) -> None:
    clock = clocks(small, at_work(small))["settle_item"]
    assert day_of(clock.term.started_at) == day_of(small.clock())
    assert (clock.due_on - day_of(small.clock())).days == 7
    assert len(clock.reckoned.alarms) == 2


def test_the_week_is_data_and_not_code(small: SmallOffice) -> None:
    import attrs

    from supervision.domain.limits import Limit, LimitUnit

    rules = small.office.rules
    kind = rules.items.kinds["item"]
    longer = attrs.evolve(kind, limit=Limit(count=10, unit=LimitUnit.WORKDAY), warnings=())
    tables = attrs.evolve(rules.items, kinds={**rules.items.kinds, "item": longer})
    small.office.rules = attrs.evolve(rules, items=tables)
    clock = clocks(small, at_work(small))["settle_item"]
    assert clock.term.limit == Limit(count=10, unit=LimitUnit.WORKDAY)
    assert len(clock.reckoned.alarms) == 1


def test_a_requirement_with_a_day_has_a_clock_that_ends_with_its_report(
    small: SmallOffice,
) -> None:
    day = day_of(small.clock())
    first = Requirement(text="自查", department=small.first, due_on=day + dt.timedelta(days=3))
    second = Requirement(text="报告", department=small.second, due_on=day + dt.timedelta(days=5))
    id = at_work(small, requirements=(first, second))
    assert set(clocks(small, id)) == {"settle_item", "requirement.1", "requirement.2"}
    small.clock.advance(days=2)
    done(
        small,
        small.first_head,
        lambda w, a: items.report_requirement(
            w, id, 0, "已查", channel=ProgressChannel.WRITTEN, acting=a
        ),
    )
    done(small, small.head, lambda w, a: items.return_requirement(w, id, 0, acting=a))
    done(
        small,
        small.first_head,
        lambda w, a: items.report_requirement(w, id, 0, "已全查", acting=a),
    )
    small.clock.advance(days=9)
    done(small, small.head, lambda w, a: items.settle(w, id, 0, acting=a))
    done(small, small.head, lambda w, a: items.drop_requirement(w, id, 1, acting=a))
    results = {name: clock.outcome for name, clock in clocks(small, id).items()}
    assert results["requirement.1"].result is Result.IN_TIME
    assert results["requirement.2"].result is Result.CANCELLED
    assert results["settle_item"] is None


def test_a_requirement_settled_without_a_report_ends_when_it_was_settled(
    small: SmallOffice,
) -> None:
    day = day_of(small.clock())
    id = at_work(small)
    asked = Requirement(text="补充", department=small.second, due_on=day + dt.timedelta(days=1))
    done(small, small.head, lambda w, a: items.add_requirement(w, id, asked, acting=a))
    small.clock.advance(days=4)
    done(small, small.head, lambda w, a: items.settle(w, id, 1, acting=a))
    outcome = clocks(small, id)["requirement.2"].outcome
    assert outcome is not None
    assert (outcome.result, outcome.late_days) == (Result.LATE, 3)


def test_a_requirement_reported_before_a_pause_is_settled_after_it(small: SmallOffice) -> None:
    day = day_of(small.clock())
    asked = Requirement(text="一", department=small.first, due_on=day + dt.timedelta(days=6))
    id = at_work(small, requirements=(asked,))
    done(small, small.first_head, lambda w, a: items.report_requirement(w, id, 0, "好", acting=a))
    small.clock.advance(days=1)
    moved(small, id, small.chief, "suspend")
    small.clock.advance(days=30)
    moved(small, id, small.chief, "resume")
    done(small, small.head, lambda w, a: items.settle(w, id, 0, acting=a))
    assert clocks(small, id)["requirement.1"].outcome.result is Result.IN_TIME


def test_a_suspended_item_lets_its_clocks_stand_still(small: SmallOffice) -> None:
    id = at_work(small)
    before = clocks(small, id)["settle_item"].due_on
    small.clock.advance(days=2)
    moved(small, id, small.chief, "suspend")
    assert clocks(small, id)["settle_item"].state is ClockState.PAUSED
    small.clock.advance(days=21)
    moved(small, id, small.chief, "resume")
    assert (clocks(small, id)["settle_item"].due_on - before).days == 21


def test_an_item_that_is_late_is_suspended_and_stays_late(small: SmallOffice) -> None:
    id = at_work(small)
    small.clock.advance(days=20)
    moved(small, id, small.chief, "suspend")
    assert clocks(small, id)["settle_item"].state is ClockState.RUNNING
    assert moved(small, id, small.chief, "resume").state is ItemState.IN_PROGRESS


def test_steps_of_one_unit_of_work_see_each_others_clocks(small: SmallOffice) -> None:
    id = proposed(small)
    moved(small, id, small.head, "submit")
    moved(small, id, small.chief, "open")
    with small.office.work(small.head) as work:
        because = Acting(reason="并入")
        items.move(work, id, Move(step="assign"), acting=because)
        items.void_item(work, id, acting=because)
        work.commit()
    assert clocks(small, id)["settle_item"].outcome.result is Result.CANCELLED


@pytest.mark.parametrize("step", ["withdraw", "merge"])
def test_duties_that_fall_away_are_cancelled(small: SmallOffice, step: str) -> None:
    other = at_work(small)
    id = at_work(small)
    who, more = (small.chief, {}) if step == "withdraw" else (small.head, {"into": other})
    moved(small, id, who, step, **more)
    assert clocks(small, id)["settle_item"].outcome.result is Result.CANCELLED
    with small.office.read(small.head) as view:
        merged = view.get(ITEM, other)
    assert merged.absorbed == ((id,) if step == "merge" else ())


def test_a_merged_items_open_requirements_go_on_with_their_days(small: SmallOffice) -> None:
    day = day_of(small.clock())
    asked = (
        Requirement(text="一", department=small.second, due_on=day + dt.timedelta(days=2)),
        Requirement(text="二", department=small.second),
    )
    into, id = at_work(small), at_work(small, requirements=asked)
    done(small, small.head, lambda w, a: items.settle(w, id, 1, acting=a))
    small.clock.advance(days=5)
    moved(small, id, small.head, "merge", into=into)
    with small.office.read(small.head) as view:
        found = view.get(ITEM, into)
        assert [one.id for one in view.select(ITEM, Eq("into", into))] == [id]
    assert [one.text for one in found.requirements] == ["自查", "一"]
    clock = clocks(small, into)["requirement.2"]
    assert clock.due_on == day + dt.timedelta(days=2)


def test_requirements_added_while_it_stands_still_run_when_it_goes_on(small: SmallOffice) -> None:
    day = day_of(small.clock())
    into = at_work(small)
    asked = Requirement(text="一", department=small.second, due_on=day + dt.timedelta(days=9))
    id = at_work(small, requirements=(asked,))
    moved(small, into, small.chief, "suspend")
    moved(small, id, small.head, "merge", into=into)
    assert "requirement.2" not in clocks(small, into)
    moved(small, into, small.chief, "resume")
    assert clocks(small, into)["requirement.2"].state is ClockState.RUNNING


def test_alarms_of_a_requirement_go_to_whom_it_is_addressed(small: SmallOffice) -> None:
    day = day_of(small.clock())
    asked = (
        Requirement(text="一", department=small.second, due_on=day + dt.timedelta(days=1)),
        Requirement(text="二", officers=(small.prosecutor,), due_on=day + dt.timedelta(days=2)),
        Requirement(text="三", due_on=day + dt.timedelta(days=3)),
    )
    at_work(small, requirements=asked, supervisor=small.inspector)
    small.clock.advance(days=5)
    told: list[tuple[str, ...]] = []

    def listen(work: Work, clock: Clock) -> tuple[OfficerId, ...]:
        from supervision.office.receivers import alarmed

        told.append((clock.purpose, *alarmed(work, clock)))
        return ()

    tick(small.office, small.head, receivers=listen)
    assert {one[0]: one[1:] for one in told if one[0] != "settle_item"} == {
        "requirement.1": (small.inspector, small.second_head),
        "requirement.2": (small.inspector, small.prosecutor),
        "requirement.3": (small.inspector, small.first_head),
    }


# --- entered long after ---

COURSES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "item": (
        "item.project",
        (
            ("head", "submit"),
            ("chief", "open"),
            ("head", "assign"),
            ("first_head", "sign"),
            ("first_head", "start"),
            ("first_head", "report"),
            ("inspector", "propose_closing"),
            ("chief", "close"),
            ("head", "archive"),
        ),
    ),
    "item_decision": (
        "item.decision.procurement",
        (
            ("head", "submit"),
            ("chief", "open"),
            ("head", "assign"),
            ("first_head", "sign"),
            ("first_head", "report"),
            ("inspector", "propose_closing"),
            ("chief", "close"),
            ("head", "archive"),
        ),
    ),
    "item_inspection": (
        "item.enforcement.special",
        (
            ("head", "submit"),
            ("chief", "open"),
            ("head", "notify"),
            ("inspector", "begin"),
            ("inspector", "show_facts"),
            ("inspector", "conclude"),
            ("inspector", "propose_closing"),
            ("chief", "close"),
            ("head", "archive"),
        ),
    ),
    "item_conduct": (
        "item.conduct",
        (
            ("head", "check"),
            ("head", "submit"),
            ("chief", "open"),
            ("inspector", "begin"),
            ("inspector", "show_facts"),
            ("head", "deliberate"),
            ("chief", "hand_over"),
            ("head", "return_outcome"),
            ("inspector", "propose_closing"),
            ("chief", "close"),
            ("head", "archive"),
        ),
    ),
    "item_audit": (
        "item.audit",
        (
            ("head", "submit"),
            ("chief", "open"),
            ("head", "notify"),
            ("second_head", "receive"),
            ("inspector", "begin"),
            ("inspector", "show_facts"),
            ("second_head", "respond"),
            ("inspector", "conclude"),
            ("inspector", "propose_closing"),
            ("chief", "close"),
            ("head", "archive"),
        ),
    ),
}


def test_every_table_has_a_course_here() -> None:
    assert set(COURSES) == set(WORKFLOWS)


@pytest.mark.parametrize("table", COURSES)
@pytest.mark.parametrize("late", [False, True])
def test_a_whole_course_long_past_is_entered_with_all_fields(
    small: SmallOffice, table: str, late: bool
) -> None:
    kind, course = COURSES[table]
    inquiry = table not in ("item", "item_decision")
    due = PAST + dt.timedelta(days=5 if late else 40)
    id = proposed(
        small,
        PAST,
        kind=kind,
        requirements=(
            Requirement(
                text="逐案核对", department=small.second, due_on=PAST + dt.timedelta(days=4)
            ),
        ),
        lead=small.supervision if inquiry else small.first,
        co_departments=() if inquiry else (small.second,),
        supervisor=small.inspector,
        inspectors=(small.head, small.inspector) if inquiry else (),
        inspected=(small.second,) if inquiry else (),
        starts_on=PAST,
        warn_on=due - dt.timedelta(days=2),
        due_on=due,
        expected_effect="超期下降",
        effects=(IndicatorEffect(indicator="超期", unit="件", before=Fraction(9)),),
        basis=("bas_1",) if inquiry else (),
    )
    day = PAST
    for who, step in course:
        day += dt.timedelta(days=1)
        if step == "propose_closing":
            done(
                small,
                small.second_head,
                lambda w, a: items.report_requirement(w, id, 0, "已核对", acting=a),
                day,
            )
            done(small, small.head, lambda w, a: items.settle(w, id, 0, acting=a), day)
        moved(small, id, getattr(small, who), step, day)
    effect = MeasureEffect(indicator="超期", after=Fraction(2))
    done(small, small.inspector, lambda w, a: items.measure_effect(w, id, effect, acting=a), day)
    with small.office.read(small.head) as view:
        item = view.get(ITEM, id)
        assert [one.id for one in view.select(ITEM, Has("indicators", "超期"))] == [id]
    assert (item.state, item.closed_on) == (ItemState.ARCHIVED, day - dt.timedelta(days=1))
    assert item.number == "马检督立〔2020〕1号"
    assert item.requirements[0].state is RequirementState.SETTLED
    assert item.effects[0].change == -7
    outcomes = {name: clock.outcome for name, clock in clocks(small, id).items()}
    assert set(outcomes) == {"settle_item", "requirement.1"}
    assert outcomes["settle_item"].result is (Result.LATE if late else Result.IN_TIME)
    assert outcomes["requirement.1"].result is Result.LATE
    assert tick(small.office, small.head).rung == ()
    assert small.office.verify().ok


def test_past_clocks_are_paused_and_go_on_in_the_past(small: SmallOffice) -> None:
    id = at_work(small, PAST)
    moved(small, id, small.chief, "suspend", PAST + dt.timedelta(days=1))
    moved(small, id, small.chief, "resume", PAST + dt.timedelta(days=11))
    clock = clocks(small, id)["settle_item"]
    assert clock.due_on == PAST + dt.timedelta(days=17)


def test_inspectors_of_the_inspected_department_on_that_day_are_refused(
    small: SmallOffice,
) -> None:
    id = proposed(
        small,
        kind="item.audit",
        lead=small.supervision,
        inspectors=(small.inspector, small.prosecutor),
        inspected=(small.first,),
        basis=("bas_1",),
        due_on=day_of(small.clock()) + dt.timedelta(days=9),
        requirements=(Requirement(text="查"),),
    )
    moved(small, id, small.head, "submit")
    with pytest.raises(Refused) as caught:
        moved(small, id, small.chief, "open")
    assert caught.value.code == "item.inspector_concerned"
    moved(small, id, small.chief, "return")
    right = CorrectItem(inspectors=(small.inspector, small.head))
    done(small, small.head, lambda w, a: items.correct_item(w, id, right, acting=a))
    moved(small, id, small.head, "submit")
    assert moved(small, id, small.chief, "open").state is ItemState.OPENED


def test_progress_is_entered_for_any_day(small: SmallOffice) -> None:
    id = at_work(small, PAST)
    done(
        small,
        small.inspector,
        lambda w, a: items.progress(w, id, "电话催办", ProgressChannel.TELEPHONE, acting=a),
        PAST + dt.timedelta(days=3),
    )
    with small.office.read(small.head) as view:
        last = view.get(ITEM, id).log[-1]
        assert view.tally(CLOCK)[0].count == 1
    assert (last.on, last.text) == (PAST + dt.timedelta(days=3), "电话催办")
