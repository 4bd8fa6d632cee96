"""Terms, schedules, holds, destructions and returns, decided."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.aggregate_returns import (
    AggregateReturn,
    CountDefinition,
    ReturnCell,
    ReturnContent,
    ReturnCount,
    check_counts,
    decide_import_return,
    decide_replace_return,
    evolve_return,
)
from supervision.domain.destructions import (
    Destruction,
    DestructionState,
    DestructionTarget,
    Ground,
    ProposeDestruction,
    TargetFacts,
    decide_approve_destruction,
    decide_execute_destruction,
    decide_propose_destruction,
    decide_refuse_destruction,
    evolve_destruction,
)
from supervision.domain.holds import (
    HoldScope,
    HoldState,
    PlaceHold,
    decide_lift_hold,
    decide_place_hold,
    evolve_hold,
)
from supervision.domain.posts import Role
from supervision.domain.references import Reference
from supervision.domain.retention import (
    PERMANENT,
    CitedBasis,
    RetentionLine,
    RetentionSchedule,
    parse_term,
    schedule_faults,
)
from supervision.domain.separation import Concerned, Deed, Standing
from supervision.domain.values import OfficerId
from supervision.errors import Refused

DAY = dt.date(2040, 5, 1)
ENDED = dt.date(2030, 3, 1)
TARGET = DestructionTarget(kind="finding", id="fnd_1", ended_on=ENDED, due_on=dt.date(2040, 3, 1))
FREE = TargetFacts(due_on=dt.date(2040, 3, 1), fields=("evidence",))


def deed(who: str = "off_1", role: Role = Role.SUPERVISION_HEAD, reason: str = "期满") -> Deed:
    officer = OfficerId(who)
    standing = Standing(officer=officer, roles=frozenset((role,)))
    return Deed(act=Act(by=officer, on=DAY), standing=standing, reason=reason)


def code_of(act: Any) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


# ---------------------------------------------------------------------------- terms


@pytest.mark.parametrize(
    ("text", "months"),
    [("30年", 360), ("10y", 120), ("6m", 6), ("18个月", 18), ("永久", None), ("permanent", None)],
)
def test_terms_are_read_as_people_write_them(text: str, months: int | None) -> None:
    term = parse_term(text)
    assert term.months == months
    assert parse_term(term.text) == term


@pytest.mark.parametrize("text", ["", "0m", "三十年", "30", "101y", "-6m"])
def test_other_terms_are_refused(text: str) -> None:
    assert code_of(lambda: parse_term(text)) == "retention.term"


def test_a_period_ends_with_its_last_day_and_for_ever_never() -> None:
    assert parse_term("6m").last_day(dt.date(2026, 8, 31)) == dt.date(2027, 2, 28)
    assert PERMANENT.last_day(ENDED) is None


LINE = RetentionLine(kind="sweep_run", ended="day", least="6m", basis=("net-2017", "net-2026"))
SCHEDULE = RetentionSchedule(
    bases=(
        CitedBasis(code="net-2017", regulation="网络安全法", valid_until=dt.date(2025, 12, 31)),
        CitedBasis(code="net-2026", regulation="网络安全法", valid_from=dt.date(2026, 1, 1)),
    ),
    lines=(LINE,),
)


def test_a_schedule_gives_terms_and_the_basis_in_force() -> None:
    """RETENTION-1, RETENTION-2."""
    assert SCHEDULE.term("sweep_run") is None
    assert SCHEDULE.term("officer") == PERMANENT
    assert SCHEDULE.with_terms({"sweep_run": "1y"}).term("sweep_run") == parse_term("12m")
    [basis] = SCHEDULE.in_force(LINE, dt.date(2025, 6, 1))
    assert basis.code == "net-2017"
    own = RetentionSchedule(
        bases=(attrs.evolve(SCHEDULE.bases[0], article="x"),),
        lines=(attrs.evolve(LINE, term="2y"), RetentionLine(kind="item", ended="closed_on")),
    )
    over = SCHEDULE.over(own)
    assert [one.kind for one in over.lines] == ["sweep_run", "item"]
    assert [one.code for one in over.bases] == ["net-2026", "net-2017"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (attrs.evolve(LINE, kind="nothing"), "retention.kind"),
        (attrs.evolve(LINE, ended="night"), "retention.ended"),
        (attrs.evolve(LINE, basis=("other",)), "retention.basis"),
        (attrs.evolve(LINE, term="soon"), "retention.term"),
        (attrs.evolve(LINE, term="5m"), "retention.too_short"),
        (attrs.evolve(LINE, term="30y", least="permanent"), "retention.too_short"),
    ],
)
def test_faults_of_a_schedule_are_told(line: RetentionLine, code: str) -> None:
    faulty = attrs.evolve(SCHEDULE, lines=(line,))
    [problem] = schedule_faults(faulty, {"sweep_run": ("day",)})
    assert problem.code == code


@pytest.mark.parametrize("term", ["", "6m", "permanent"])
def test_a_sound_schedule_has_no_faults(term: str) -> None:
    schedule = SCHEDULE.with_terms({"sweep_run": term})
    assert list(schedule_faults(schedule, {"sweep_run": ("day",)})) == []


# ---------------------------------------------------------------------------- holds


def test_a_hold_is_placed_and_lifted_with_a_reason() -> None:
    """RETENTION-5, RETENTION-6."""
    about = Reference(kind="item", id="itm_1")
    command = PlaceHold(scope=HoldScope.ABOUT, ordered_by=" 监委 ", about=about)
    [placed] = decide_place_hold("hld_1", "u", command, deed=deed())
    hold = evolve_hold(None, placed)
    assert (hold.ordered_by, hold.state, hold.about) == ("监委", HoldState.STANDING, about)
    assert code_of(lambda: decide_lift_hold(hold, deed=deed(reason=""))) == "act.reason_missing"
    [lifted] = decide_lift_hold(hold, deed=deed())
    done = evolve_hold(hold, lifted)
    assert (done.state, done.lifted_by, done.lifted_on) == (HoldState.LIFTED, "off_1", DAY)
    assert code_of(lambda: decide_lift_hold(done, deed=deed())) == "workflow.step"


@pytest.mark.parametrize(
    "command",
    [
        PlaceHold(scope=HoldScope.CASE, ordered_by="法院"),
        PlaceHold(scope=HoldScope.RECORD, ordered_by="法院"),
        PlaceHold(
            scope=HoldScope.CASE,
            ordered_by="法院",
            case_number="1",
            about=Reference(kind="item", id="itm_1"),
        ),
    ],
)
def test_a_hold_needs_its_subject(command: PlaceHold) -> None:
    assert code_of(lambda: decide_place_hold("h", "u", command, deed=deed())) == "hold.subject"


def test_a_case_is_held_by_its_number_and_not_by_anybody() -> None:
    command = PlaceHold(scope=HoldScope.CASE, ordered_by="法院", case_number=" A1 ")
    [placed] = decide_place_hold("h", "u", command, deed=deed())
    assert placed.hold.case_number == "A1"
    clerk = deed(role=Role.PROSECUTOR)
    assert code_of(lambda: decide_place_hold("h", "u", command, deed=clerk)) == "separation.role"


# ---------------------------------------------------------------------------- destructions


def propose(
    *targets: DestructionTarget,
    facts: tuple[TargetFacts, ...] = (FREE,),
    ground: Ground = Ground.EXPIRED,
    who: str = "off_1",
    concerned: Concerned = Concerned(),
) -> Destruction:
    command = ProposeDestruction(ground=ground, targets=targets)
    [change] = decide_propose_destruction(
        "dst_1", "u", command, deed=deed(who), facts=facts, concerned=concerned
    )
    return evolve_destruction(None, change)


@pytest.mark.parametrize(
    ("fact", "ground", "code"),
    [
        (TargetFacts(held=True), Ground.EXPIRED, "destruction.held"),
        (TargetFacts(listed="dst_0"), Ground.EXPIRED, "destruction.listed"),
        (TargetFacts(), Ground.EXPIRED, "destruction.not_ended"),
        (TargetFacts(due_on=DAY), Ground.EXPIRED, "destruction.not_due"),
        (TargetFacts(fields=("name",)), Ground.PERSONAL, "destruction.no_field"),
    ],
)
def test_what_must_stay_is_not_listed(fact: TargetFacts, ground: Ground, code: str) -> None:
    """RETENTION-7."""
    assert code_of(lambda: propose(TARGET, facts=(fact,), ground=ground)) == code


def test_personal_data_go_by_field_before_any_period_ends() -> None:
    """RETENTION-11."""
    named = DestructionTarget(kind="officer", id="off_9", field="name")
    facts = (TargetFacts(fields=("name",)),)
    assert propose(named, facts=facts, ground=Ground.PERSONAL).targets == (named,)


def test_a_list_is_neither_empty_nor_double() -> None:
    assert code_of(lambda: propose(facts=())) == "destruction.empty"
    assert code_of(lambda: propose(TARGET, TARGET, facts=(FREE, FREE))) == "destruction.twice"


def test_whoever_is_concerned_proposes_approves_and_executes_nothing() -> None:
    """RETENTION-8."""
    named = Concerned(officers=frozenset((OfficerId("off_1"),)))
    assert code_of(lambda: propose(TARGET, concerned=named)) == "separation.named"
    waiting = propose(TARGET, who="off_2")
    approved = evolve_destruction(waiting, approve(waiting, "off_3"))

    def approve_it() -> None:
        decide_approve_destruction(waiting, deed=deed(), facts=(FREE,), concerned=named)

    def execute_it() -> None:
        decide_execute_destruction(
            approved, deed=deed(), facts=(FREE,), concerned=named, erased=(), kept=()
        )

    assert code_of(approve_it) == code_of(execute_it) == "separation.named"


def approve(destruction: Destruction, who: str) -> Any:
    [change] = decide_approve_destruction(
        destruction, deed=deed(who), facts=(FREE,), concerned=Concerned()
    )
    return change


def test_two_persons_decide_and_the_end_says_what_was_erased() -> None:
    """RETENTION-8, RETENTION-9."""
    waiting = propose(TARGET)
    assert code_of(lambda: approve(waiting, "off_1")) == "destruction.same_person"
    approved = evolve_destruction(waiting, approve(waiting, "off_2"))
    assert (approved.state, approved.decided_by) == (DestructionState.APPROVED, "off_2")
    [change] = decide_execute_destruction(
        approved,
        deed=deed(),
        facts=(FREE,),
        concerned=Concerned(),
        erased=("sha256:1", "sha256:2"),
        kept=("sha256:3",),
    )
    executed = evolve_destruction(approved, change)
    assert (executed.state, executed.erased, executed.kept) == (DestructionState.EXECUTED, 2, 1)


def test_a_list_is_refused_even_after_its_approval() -> None:
    waiting = propose(TARGET)
    approved = evolve_destruction(waiting, approve(waiting, "off_2"))
    for one in (waiting, approved):
        [change] = decide_refuse_destruction(one, deed=deed())
        refused = evolve_destruction(one, change)
        assert refused.state is DestructionState.REFUSED
    assert code_of(lambda: decide_refuse_destruction(refused, deed=deed())) == "workflow.step"


KNOWN = {
    "findings": CountDefinition(
        unit="件", definition="d1", values={"state": frozenset(("open", "closed"))}
    )
}
COUNT = ReturnCount(
    statistic="findings",
    unit="件",
    definition="d1",
    total=3,
    cells=(
        ReturnCell(dimension="state", value="open", count=2),
        ReturnCell(dimension="state", value="", count=1),
    ),
)
CONTENT = ReturnContent(
    unit="mw", path="/fj/fz/mw", period="2026-10", made_on=dt.date(2026, 11, 2), counts=(COUNT,)
)


def receive(
    content: ReturnContent = CONTENT,
    *others: AggregateReturn,
    replace: bool = False,
    reason: str = "",
    path: str = "/fj/fz",
    here: frozenset[str] = frozenset(),
) -> AggregateReturn:
    [change] = decide_import_return(
        "agr_2",
        "u",
        content,
        "sha256:1",
        deed=deed(reason=reason),
        path=path,
        here=here,
        known=KNOWN,
        others=others,
        replace=replace,
    )
    return evolve_return(None, change)


def test_a_return_is_received_and_replaced_with_a_reason() -> None:
    """RETURN-6, RETURN-7."""
    first = receive()
    assert (first.first, first.last) == (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert code_of(lambda: receive(CONTENT, first)) == "return.exists"
    assert code_of(lambda: receive(CONTENT, first, replace=True)) == "act.reason_missing"
    assert code_of(lambda: receive(replace=True, reason="更正")) == "return.no_earlier"
    second = receive(CONTENT, first, replace=True, reason="更正")
    assert second.state.value == "standing"
    [gone] = decide_replace_return("agr_3", deed=deed())
    replaced = evolve_return(first, gone)
    assert (replaced.state.value, replaced.replaced_by) == ("replaced", "agr_3")


def test_overlapping_periods_are_refused() -> None:
    """RETURN-8."""
    first = receive()
    quarter = attrs.evolve(CONTENT, period="2026-Q4")
    assert code_of(lambda: receive(quarter, first)) == "return.overlap"
    assert receive(attrs.evolve(CONTENT, period="2026-09"), first).content.period == "2026-09"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"path": "/fj/fz/mw"}, "return.not_below"),
        ({"path": "/fj/f"}, "return.not_below"),
        ({"here": frozenset(("/fj/fz/mw",))}, "return.kept_here"),
    ],
)
def test_only_units_below_return_and_only_from_elsewhere(options: Any, code: str) -> None:
    """RETURN-5."""
    assert code_of(lambda: receive(**options)) == code


def test_a_return_of_the_future_is_refused() -> None:
    later = attrs.evolve(CONTENT, made_on=dt.date(2041, 1, 1))
    assert code_of(lambda: receive(later)) == "return.future"


def cells(*cells: ReturnCell, total: int = 3) -> tuple[ReturnCount, ...]:
    return (attrs.evolve(COUNT, cells=cells, total=total),)


OPEN = COUNT.cells[0]


@pytest.mark.parametrize(
    ("counts", "code", "place"),
    [
        ((attrs.evolve(COUNT, statistic="other"),), "return.statistic", "counts[0]"),
        ((attrs.evolve(COUNT, definition="d2"),), "return.definition", "counts[0]"),
        ((attrs.evolve(COUNT, unit="份"),), "return.definition", "counts[0]"),
        ((COUNT, COUNT), "return.twice", "counts[1]"),
        (cells(OPEN), "return.sum", "counts[0]"),
        (cells(OPEN, OPEN), "return.twice", "counts[0].cells[1]"),
        (cells(attrs.evolve(OPEN, value="local")), "return.value", "counts[0].cells[0]"),
        (cells(attrs.evolve(OPEN, dimension="officer")), "return.value", "counts[0].cells[0]"),
        (cells(attrs.evolve(OPEN, count=-1)), "return.negative", "counts[0].cells[0]"),
        (cells(total=-1), "return.negative", "counts[0].total"),
    ],
)
def test_counts_that_mean_something_else_are_refused_with_their_place(
    counts: tuple[ReturnCount, ...], code: str, place: str
) -> None:
    """RETURN-4."""
    with pytest.raises(Refused) as caught:
        check_counts(attrs.evolve(CONTENT, counts=counts), KNOWN)
    assert (caught.value.code, caught.value.details["place"]) == (code, place)
