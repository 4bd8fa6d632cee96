"""Random lives of items, findings and measures: replay equals rows, a refused act wrote nothing.

The machine tries any act of anybody at any time. What the domain refuses must leave no trace;
what it takes must be proven by the journal; the past can be called back at every moment.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
)
from lives import (
    DAYS_AGO,
    DEPARTMENT,
    INDEX,
    PEOPLE,
    REASON,
    WHO,
    live,
    memory,
    sqlite,
)
from record_courses import RecordCourses, analyse, put_right

from supervision.codec import decode_change
from supervision.domain.bases import BASIS
from supervision.domain.circulars import CIRCULAR
from supervision.domain.clocks import CLOCK
from supervision.domain.finding_workflow import AT_WORK
from supervision.domain.findings import (
    FINDING,
    CorrectFinding,
    Finding,
    FindingState,
    OpenFinding,
    Rectification,
    Responsible,
    Severity,
)
from supervision.domain.item_commands import Move
from supervision.domain.item_kinds import ITEM_TABLES
from supervision.domain.item_progress import MeasureEffect, ProgressChannel
from supervision.domain.items import ITEM, CorrectItem, ProposeItem, Requirement
from supervision.domain.kinds import KINDS
from supervision.domain.ladders import LADDERS, rung_of
from supervision.domain.measure_steps import MEASURE_WORKFLOW
from supervision.domain.measures import MEASURE, IssueMeasure, Measure, Service
from supervision.domain.milestones import Milestone
from supervision.domain.objections import ObjectionOutcome
from supervision.domain.posts import Role
from supervision.domain.problem_codes import PROBLEM_CODE
from supervision.domain.records import Record, RecordKind
from supervision.domain.rectification import FINDING_WORKFLOW
from supervision.domain.registers import REGISTER
from supervision.domain.values import DepartmentId
from supervision.domain.workflows import Step, Workflow
from supervision.office import (
    finding_links,
    findings,
    items,
    measures,
    objections,
)
from supervision.office.acting import Acting
from supervision.office.shapes import format_of, shapes_of
from supervision.office.work import Work
from supervision.ports.query import Eq
from supervision.ports.store import Store
from supervision_store_sql.plugin import POSTGRESQL
from supervision_store_sql.settings import PostgresqlSettings

RUNGS = [rung.code for ladder in LADDERS.values() for rung in ladder.rungs]
STEPS = sorted({step.name for one in ITEM_TABLES.workflows.values() for step in one.steps})
PICK = st.integers(0, 10)
WALK = st.lists(PICK, min_size=1, max_size=5)
"""Several likely steps in a row, so that lives get far."""
WILD = st.sampled_from([False, False, False, True])
ACTS = (
    "claim",
    "submit",
    "return",
    "verify",
    "close",
    "dismiss",
    "duplicate",
    "waive",
    "reinstate",
    "check_facts",
    "correct",
    "void",
    "confirm",
    "object",
    "answer_objection",
    "analyse",
    "reroute",
    "group",
    "ungroup",
    "plan",
    "reach_milestone",
    "extend",
)
MEASURE_ACTS = (
    "serve",
    "receive",
    "claim",
    "refuse",
    "answer_objection",
    "reroute",
    "plan",
    "reach_milestone",
    "answer",
    "return",
    "accept",
    "close",
    "void",
)
OUTCOME = st.sampled_from(ObjectionOutcome)


R = TypeVar("R", bound=Record)


def barred(record: Finding | Measure) -> frozenset[str]:
    """Return the steps that are sure to be refused now."""
    names = {"close_with_lead"}
    if not record.disputed:
        names.add("answer_objection")
    elif isinstance(record, Finding):
        names |= {"claim", "confirm", "verify", "close", "object"}
    if all(one.done_on for one in record.milestones):
        names.add("reach_milestone")
    if isinstance(record, Measure) and record.officer:
        names.add("reroute")
    return frozenset(names)


def first_open(milestones: tuple[Milestone, ...]) -> int:
    """Return the place of the first milestone that is open."""
    return next((place for place, one in enumerate(milestones) if not one.done_on), 0)


class RecordLives(RecordCourses):
    """Everybody tries everything (随机人生)."""

    kinds = (ITEM, FINDING, MEASURE, CIRCULAR, REGISTER, BASIS, PROBLEM_CODE)
    never = frozenset({"finding.supported", "finding.reopened"})

    # --- how a life gets on: mostly a step that is possible, by somebody who may take it ---

    def fitting(self, step: Step[Any], department: str | None) -> str:
        """Return who may most likely take a step on a record of a department."""
        if Role.SUPERVISION_HEAD in step.roles:
            return "head"
        if step.roles:
            return "chief"
        return {self.small.first: "first_head", self.small.second: "second_head"}.get(
            DepartmentId(department or ""), "head"
        )

    def likely(
        self,
        workflow: Workflow[Any],
        state: Any,
        department: str | None,
        pick: int,
        barred: frozenset[str] = frozenset(),
    ) -> tuple[str, str] | None:
        """Return a possible step and who may take it, none that is sure to be refused."""
        steps = [step for step in workflow.steps if state in step.sources]
        steps = [step for step in steps if step.name not in barred]
        ending = {"void", "withdraw", "dismiss", "waive", "merge"}
        ending |= {"refuse"} if workflow is not MEASURE_WORKFLOW else set()
        steps = [step for step in steps if step.name not in ending or pick > 7] or steps
        if not steps:
            return None
        step = steps[pick % len(steps)]
        return step.name, self.fitting(step, department)

    # --- acts ---

    @rule(
        who=WHO,
        department=DEPARTMENT | st.none(),
        persons=st.lists(WHO, max_size=2),
        reason=REASON,
        days_ago=DAYS_AGO,
    )
    def open_finding(
        self, who: str, department: str | None, persons: list[str], reason: str, days_ago: int
    ) -> None:
        command = OpenFinding(
            title="权利告知超期",
            severity=Severity.HEAVIER,
            department=getattr(self.small, department) if department else None,
            persons=tuple(Responsible(officer=getattr(self.small, one)) for one in persons),
        )
        opened = self.attempt(
            who,
            lambda work, acting: findings.open_finding(work, command, acting=acting),
            reason=reason,
            days_ago=days_ago,
        )
        self.keep("finding", opened)

    @precondition(lambda self: self.made["finding"])
    @rule(
        which=INDEX,
        another=INDEX,
        act=st.sampled_from(ACTS),
        who=WHO,
        by=WHO | st.none(),
        department=DEPARTMENT,
        reason=REASON,
        days=st.integers(-2, 20),
        days_ago=DAYS_AGO,
        outcome=OUTCOME,
        picks=WALK,
        wild=WILD,
    )
    def touch_finding(
        self,
        which: int,
        another: int,
        act: str,
        who: str,
        by: str | None,
        department: str,
        reason: str,
        days: int,
        days_ago: int,
        outcome: ObjectionOutcome,
        picks: list[int],
        wild: bool,
    ) -> None:
        given = (which, another, act, who, by, department, reason, days, days_ago, outcome)
        for pick in picks[:1] if wild else picks:
            self._touch_finding(*given, pick, wild)

    def _touch_finding(
        self,
        which: int,
        another: int,
        act: str,
        who: str,
        by: str | None,
        department: str,
        reason: str,
        days: int,
        days_ago: int,
        outcome: ObjectionOutcome,
        pick: int,
        wild: bool,
    ) -> None:
        small = self.small
        id = self.made["finding"][which % len(self.made["finding"])]
        other = self.made["finding"][another % len(self.made["finding"])]
        if not wild:
            finding = self.record(FINDING, id)
            by, days_ago, reason, days = None, 0, "依据核查情况", pick + 1
            known = {getattr(small, name): name for name in ("first", "second", "supervision")}
            department = known.get(finding.department, "first")
            own = getattr(small, department)
            chosen = self.likely(FINDING_WORKFLOW, finding.state, own, pick, barred(finding))
            if chosen is None:
                return
            act, who = chosen

        def take(work: Work, acting: Acting) -> object:
            later = work.today + dt.timedelta(days=days)
            match act:
                case "confirm":
                    return findings.confirm_finding(work, id, acting=acting)
                case "object":
                    return objections.object_to_finding(work, id, "与事实不符", acting=acting)
                case "answer_objection":
                    index = days if wild else None
                    return objections.answer_objection(
                        work, id, outcome, "经核查", index=index, acting=acting
                    )
                case "analyse":
                    return analyse(work, id, acting)
                case "reroute":
                    to = getattr(small, "second" if days % 2 else "first")
                    return finding_links.reroute_finding(work, id, to, acting=acting)
                case "group":
                    return finding_links.group_finding(work, id, other, acting=acting)
                case "ungroup":
                    return finding_links.ungroup_finding(work, id, acting=acting)
                case "plan":
                    due = work.today if days % 2 else later
                    steps = (Milestone(text="自查", due_on=due),) * (days % 3)
                    return findings.plan_rectification(work, id, steps, acting=acting)
                case "reach_milestone":
                    index = days if wild else first_open(work.load(FINDING, id).milestones)
                    return findings.reach_milestone(work, id, index, acting=acting)
                case "extend":
                    until = later + dt.timedelta(days=5)
                    return findings.extend_finding(work, id, until, acting=acting)
                case "claim":
                    return findings.claim(
                        work,
                        id,
                        department=getattr(small, department),
                        mode=Rectification.BY_DATE if days % 2 else Rectification.LASTING,
                        plan="逐案整改",
                        due_on=later if days % 2 else None,
                        acting=acting,
                    )
                case "submit":
                    paper = work.seal("整改报告".encode())
                    return findings.submit(work, id, "已整改", evidence=(paper,), acting=acting)
                case "return":
                    return findings.return_finding(
                        work, id, perfunctory=days > 5, falsified=days < 0, acting=acting
                    )
                case "verify":
                    return findings.verify(work, id, acting=acting)
                case "close":
                    return findings.close(work, id, acting=acting)
                case "dismiss":
                    return findings.dismiss(work, id, acting=acting)
                case "duplicate":
                    return findings.mark_duplicate(work, id, other, acting=acting)
                case "waive":
                    return findings.waive(work, id, later, acting=acting)
                case "reinstate":
                    return findings.reinstate(work, id, acting=acting)
                case "check_facts":
                    shown = (small.first_head,) if days > 5 else ()
                    return findings.check_facts(
                        work,
                        id,
                        "属实" * (days % 3),
                        shown_to=shown,
                        agreed=days > 9,
                        acting=acting,
                    )
                case "correct":
                    correction = CorrectFinding(
                        title="更正后的标题" if days > 0 else None,
                        cleared=("department",) if days > 10 else (),
                    )
                    return findings.correct_finding(work, id, correction, acting=acting)
            return findings.void_finding(work, id, acting=acting)

        self.attempt(who, take, reason=reason, days_ago=days_ago, by=by)

    @rule(
        who=WHO,
        rung=st.sampled_from(RUNGS),
        about=st.lists(INDEX, max_size=3),
        department=DEPARTMENT | st.none(),
        officer=WHO | st.none(),
        follows=INDEX | st.none(),
        wild=WILD,
    )
    def issue_measure(
        self,
        who: str,
        rung: str,
        about: list[int],
        department: str | None,
        officer: str | None,
        follows: int | None,
        wild: bool,
    ) -> None:
        if not wild:
            _, found = rung_of(rung)
            who = "head" if Role.SUPERVISION_HEAD in found.issuers else "chief"
            department, officer, follows = department or "first", officer or "prosecutor", None
        command = IssueMeasure(
            rung=rung,
            title="督促整改",
            findings=self.several("finding", about),
            department=getattr(self.small, department) if department else None,
            officer=getattr(self.small, officer) if officer else None,
            follows=self.one("measure", follows),
        )
        issued = self.attempt(
            who, lambda work, acting: measures.issue(work, command, acting=acting)
        )
        self.keep("measure", issued)

    @precondition(lambda self: self.made["measure"])
    @rule(
        which=INDEX,
        act=st.sampled_from(MEASURE_ACTS),
        who=WHO,
        reason=REASON,
        days_ago=DAYS_AGO,
        service=st.sampled_from(Service),
        department=DEPARTMENT,
        outcome=OUTCOME,
        picks=WALK,
        wild=WILD,
    )
    def touch_measure(
        self,
        which: int,
        act: str,
        who: str,
        reason: str,
        days_ago: int,
        service: Service,
        department: str,
        outcome: ObjectionOutcome,
        picks: list[int],
        wild: bool,
    ) -> None:
        given = (which, act, who, reason, days_ago, service, department, outcome)
        for pick in picks[:1] if wild else picks:
            self._touch_measure(*given, pick, wild)

    def _touch_measure(
        self,
        which: int,
        act: str,
        who: str,
        reason: str,
        days_ago: int,
        service: Service,
        department: str,
        outcome: ObjectionOutcome,
        pick: int,
        wild: bool,
    ) -> None:
        id = self.made["measure"][which % len(self.made["measure"])]
        if not wild:
            measure = self.record(MEASURE, id)
            days_ago, reason = 0, "依据核查情况"
            chosen = self.likely(
                MEASURE_WORKFLOW, measure.state, measure.department, pick, barred(measure)
            )
            if chosen is None:
                return
            act, who = chosen
            known = {getattr(self.small, name): name for name in PEOPLE}
            if measure.officer and who not in ("head", "chief"):
                who = known[measure.officer]

        def take(work: Work, acting: Acting) -> object:
            match act:
                case "serve":
                    paper = work.seal("送达回证".encode()) if pick % 2 else None
                    note = "见证人在场" if pick % 3 else ""
                    return measures.serve(
                        work, id, service, receipt=paper, note=note, acting=acting
                    )
                case "receive":
                    return measures.receive(work, id, acting=acting)
                case "claim":
                    return measures.claim_measure(work, id, "制定方案", acting=acting)
                case "refuse":
                    return measures.refuse_measure(work, id, acting=acting)
                case "answer_objection":
                    return objections.answer_refusal(work, id, outcome, "经核查", acting=acting)
                case "reroute":
                    to = getattr(self.small, department)
                    return measures.reroute_measure(work, id, to, acting=acting)
                case "plan":
                    steps = (Milestone(text="自查", due_on=work.today),) * (pick % 3)
                    return measures.plan_measure(work, id, steps, acting=acting)
                case "reach_milestone":
                    index = pick if wild else first_open(work.load(MEASURE, id).milestones)
                    return measures.reach_measure_milestone(work, id, index, acting=acting)
                case "close":
                    return measures.close_measure(work, id, acting=acting)
                case "answer":
                    return measures.answer(work, id, "已经整改", acting=acting)
                case "return":
                    return measures.return_answer(
                        work, id, perfunctory=pick > 5, falsified=pick > 8, acting=acting
                    )
                case "accept":
                    return measures.accept(work, id, acting=acting)
            return measures.void_measure(work, id, acting=acting)

        self.attempt(who, take, reason=reason, days_ago=days_ago)

    @rule(
        who=WHO,
        kind=st.sampled_from([*ITEM_TABLES.kinds, "item.unknown"]),
        lead=DEPARTMENT | st.none(),
        due=st.integers(-3, 30) | st.none(),
        asked=st.integers(0, 2),
    )
    def propose_item(
        self, who: str, kind: str, lead: str | None, due: int | None, asked: int
    ) -> None:
        department = getattr(self.small, lead) if lead else None
        today = dt.date(2026, 3, 2)
        small, other = self.small, self.small.second
        command = ProposeItem(
            title="专项督察",
            kind=kind,
            source="党组部署",
            requirements=(
                Requirement(
                    text="自查",
                    department=department,
                    departments=(other,) if asked == 2 else (),
                    due_on=today + dt.timedelta(days=due) if due is not None else None,
                ),
            )
            * asked,
            lead=department,
            supervisor=small.inspector,
            inspectors=(small.inspector, small.head) if asked else (),
            inspected=(other,),
            basis=("bas_1",) if asked else (),
            expected_effect="超期减少",
            starts_on=today,
            due_on=today + dt.timedelta(days=due) if due is not None else None,
        )
        proposed = self.attempt(
            who, lambda work, acting: items.propose(work, command, acting=acting)
        )
        self.keep("item", proposed)

    @precondition(lambda self: self.made["item"])
    @rule(
        which=INDEX,
        step=st.sampled_from(STEPS),
        who=WHO,
        lead=DEPARTMENT | st.none(),
        into=INDEX | st.none(),
        note=st.sampled_from(["", "已完成"]),
        reason=REASON,
        index=st.integers(-1, 2),
        days_ago=DAYS_AGO,
        pick=PICK,
        wild=WILD,
    )
    def touch_item(
        self,
        which: int,
        step: str,
        who: str,
        lead: str | None,
        into: int | None,
        note: str,
        reason: str,
        index: int,
        days_ago: int,
        pick: int,
        wild: bool,
    ) -> None:
        id = self.made["item"][which % len(self.made["item"])]
        if not wild:
            item = self.record(ITEM, id)
            reason, note = "依据会议决定", "已完成"
            lead, days_ago = lead or "first", 0
            table = ITEM_TABLES.workflow(item.kind)
            chosen = self.likely(table, item.state, item.lead, pick)
            if chosen is None:
                return
            step, who = chosen
            who = {"receive": "second_head", "respond": "second_head"}.get(step, who)

        def take(work: Work, acting: Acting) -> object:
            match step:
                case "settle":
                    return items.settle(work, id, index, acting=acting)
                case "add_requirement":
                    day = work.today + dt.timedelta(days=index)
                    asked = Requirement(text=note, department=self.small.second, due_on=day)
                    return items.add_requirement(work, id, asked, acting=acting)
                case "report_requirement":
                    return items.report_requirement(work, id, index, note, acting=acting)
                case "return_requirement":
                    return items.return_requirement(work, id, index, acting=acting)
                case "drop_requirement":
                    return items.drop_requirement(work, id, index, acting=acting)
                case "progress":
                    call = ProgressChannel.TELEPHONE
                    return items.progress(work, id, note, call, acting=acting)
                case "measure_effect":
                    effect = MeasureEffect(
                        indicator="超期",
                        unit="件",
                        before=Fraction(3, 2),
                        after=Fraction(index),
                    )
                    return items.measure_effect(work, id, effect, acting=acting)
                case "correct":
                    day = work.today + dt.timedelta(days=index)
                    correction = CorrectItem(due_on=day, source=note or None)
                    return items.correct_item(work, id, correction, acting=acting)
                case "void":
                    return items.void_item(work, id, acting=acting)
            department = getattr(self.small, lead) if lead else None
            move = Move(
                step=step, note=note, lead=department, effect=note, into=self.one("item", into)
            )
            return items.move(work, id, move, acting=acting)

        self.attempt(who, take, reason=reason, days_ago=days_ago)

    @precondition(lambda self: self.made["finding"])
    @rule(
        which=st.lists(INDEX, min_size=1, max_size=3),
        department=DEPARTMENT,
        length=st.integers(1, 7),
        rung=st.sampled_from(["hint_letter", "rectification_notice"]),
    )
    def straight_through(self, which: list[int], department: str, length: int, rung: str) -> None:
        """The way most findings go, or its beginning, so that lives get on and reach their end."""
        small, ids = self.small, self.several("finding", which)
        found = [self.record(FINDING, id) for id in ids]
        known = {small.first: "first", small.second: "second"}
        asked = [known[one.department] for one in found if one.department in known]
        department = asked[0] if asked else department
        head = "first_head" if department == "first" else "second_head"
        command = IssueMeasure(
            rung=rung,
            title="整改",
            findings=ids,
            department=getattr(small, department),
        )
        issued = self.attempt("head", lambda work, acting: measures.issue(work, command))
        self.keep("measure", issued)
        if not isinstance(issued, str):
            return
        course: list[tuple[str, Callable[[Work], object]]] = [
            ("head", lambda work: measures.serve(work, issued, Service.NETWORK)),
            (head, lambda work: measures.receive(work, issued)),
            (head, lambda work: measures.claim_measure(work, issued, "方案")),
            (head, lambda work: measures.answer(work, issued, "完成")),
            ("inspector", lambda work: measures.accept(work, issued)),
            ("head", lambda work: measures.close_measure(work, issued)),
        ]
        for who, act in course[:length]:
            self.attempt(who, lambda work, _, act=act: act(work))

    @rule(
        department=DEPARTMENT,
        persons=st.lists(WHO, max_size=1),
        concerned=st.lists(WHO, max_size=1),
        verifier=st.sampled_from(["inspector", "head"]),
    )
    def put_right_and_judged(
        self, department: str, persons: list[str], concerned: list[str], verifier: str
    ) -> None:
        """Whether it is verified and closed depends on nothing but whom it concerns."""
        small = self.small
        command = OpenFinding(
            title="归档超期",
            department=getattr(small, department),
            persons=tuple(Responsible(officer=getattr(small, one)) for one in persons),
            concerned=tuple(getattr(small, one) for one in concerned),
        )
        by = {"first": "first_head", "second": "second_head", "supervision": "head"}[department]
        (made,) = self.in_turn((by, partial(put_right, command=command)))
        self.keep("finding", made)
        self.in_turn(
            (verifier, lambda work, how: findings.verify(work, str(made), acting=how)),
            ("head", lambda work, how: findings.close(work, str(made), acting=how)),
        )

    # --- what always holds ---

    @invariant()
    def counts_agree_with_lists(self) -> None:
        if not hasattr(self, "small"):
            return
        kinds: tuple[RecordKind[object], ...] = (FINDING, MEASURE, ITEM, CLOCK)
        with self.small.office.read(self.small.head) as view:
            for kind in kinds:
                assert view.tally(kind)[0].count == len(view.select(kind))

    @invariant()
    def chains_are_flat(self) -> None:
        """What points at a finding points at one that points nowhere in the same way."""
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            known = {one.id: one for one in view.select(FINDING)}
        for one in known.values():
            if one.state is FindingState.GROUPED:
                lead = known[one.group_lead or ""]
                assert lead.state in (*AT_WORK, FindingState.WAIVED)
            if one.state is FindingState.DUPLICATE:
                assert known[one.duplicate_of or ""].state is not FindingState.DUPLICATE

    @invariant()
    def nothing_disputed_was_struck_off(self) -> None:
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            ended = view.select(FINDING, Eq("state", FindingState.CLOSED.value))
        assert not any(one.disputed for one in ended)


def test_courses_take_every_step_of_every_table_of_items() -> None:
    own = {"settle", "progress", "correct", "void", "measure_effect"}
    own |= {step for step in STEPS if step.endswith("_requirement")}
    life = type("Courses", (RecordLives,), {"open_store": staticmethod(memory)})()
    life.begin()
    life.items_run_through_their_tables()
    life.items_end_early()
    taken: defaultdict[str, set[str]] = defaultdict(set)
    for entry in life.entries():
        if entry.header.tag == "item.moved":
            table = ITEM_TABLES.workflow(life.record(ITEM, entry.header.id).kind)
            taken[table.code].add(decode_change(ITEM, "item.moved", 1, entry.payload).step)
    for code, table in ITEM_TABLES.workflows.items():
        assert taken[code] | own >= {step.name for step in table.steps}
    life.teardown()


@pytest.mark.parametrize("opener", [memory, sqlite])
def test_replay_equals_rows_after_random_lives(opener: Callable[[Path], Store | None]) -> None:
    live(RecordLives, opener, times=80 if opener is memory else 20)


@pytest.mark.postgresql
def test_replay_equals_rows_after_random_lives_on_postgresql(
    new_schema: Callable[[], PostgresqlSettings],
) -> None:
    live(
        RecordLives,
        lambda _: POSTGRESQL.create(new_schema(), shapes_of(KINDS), format_of(KINDS)),
        times=12,
    )
