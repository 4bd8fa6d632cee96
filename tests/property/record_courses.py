"""Whole courses of items, findings, measures and circulars (全程), act by act.

Each is walked once by itself, and now and then among random acts; then some of its acts are
refused, and the rest of it is tried all the same.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from functools import partial
from typing import Protocol

import attrs
from lives import Lives

from supervision.domain.bases import CorrectBasis, RegisterBasis
from supervision.domain.circular_changes import CorrectCircular
from supervision.domain.circulars import DraftCircular, NamedPerson
from supervision.domain.finding_values import Rectification
from supervision.domain.findings import FINDING, CorrectFinding, OpenFinding, Responsible
from supervision.domain.item_commands import Move
from supervision.domain.item_progress import MeasureEffect, ProgressChannel
from supervision.domain.items import CorrectItem, ProposeItem, Requirement
from supervision.domain.measures import IssueMeasure, Service
from supervision.domain.milestones import Milestone
from supervision.domain.objections import ObjectionOutcome
from supervision.domain.problem_codes import (
    PROBLEM_CODE,
    CorrectProblemCode,
    RegisterProblemCode,
    problem_code_id,
)
from supervision.domain.values import DepartmentId
from supervision.office import (
    bases,
    circulars,
    finding_links,
    findings,
    items,
    measures,
    objections,
)
from supervision.office.acting import Acting
from supervision.office.work import Work

__all__ = ["CAUSE", "RecordCourses", "analyse", "put_right"]

CAUSE = RegisterProblemCode(code="cause.staff", axis="cause", edition="2026", zh="人手不足")
REJECTED = ObjectionOutcome.REJECTED
OPENING = (("head", "submit"), ("chief", "open"))
BESIDE = (("chief", "suspend"), ("chief", "resume"), ("head", "transfer"))
REPORT = (("first_head", "report"),)
FACTS = (("inspector", "show_facts"),)
BEGIN = (("inspector", "begin"), *FACTS, ("head", "reject"), *FACTS)
CONCLUDE = (("inspector", "conclude"),)
CLOSING = (("head", "propose_closing"), ("chief", "close"), ("head", "archive"))
NOT_YET = (("head", "propose_closing"), ("chief", "continue"))
RETURNED = (("head", "submit"), ("chief", "return"))
CONDUCT = (("head", "deliberate"),)
COURSES = {
    "item.style": (
        *RETURNED,
        *OPENING,
        ("head", "assign"),
        *BESIDE,
        ("first_head", "sign"),
        ("first_head", "start"),
        *REPORT,
        ("inspector", "reject"),
        *REPORT,
        *NOT_YET,
        *REPORT,
        *CLOSING,
    ),
    "item.decision": (
        *RETURNED,
        *OPENING,
        ("head", "assign"),
        *BESIDE,
        ("first_head", "sign"),
        *REPORT,
        ("inspector", "reject"),
        *REPORT,
        *NOT_YET,
        *REPORT,
        *CLOSING,
    ),
    "item.enforcement.special": (
        *RETURNED,
        *OPENING,
        ("head", "notify"),
        *BESIDE,
        *BEGIN,
        *CONCLUDE,
        *NOT_YET,
        *FACTS,
        *CONCLUDE,
        *CLOSING,
    ),
    "item.conduct": (
        ("head", "check"),
        *RETURNED,
        *OPENING,
        *BESIDE,
        *BEGIN,
        *CONDUCT,
        ("chief", "hand_over"),
        ("inspector", "return_outcome"),
        *NOT_YET,
        *FACTS,
        *CONDUCT,
        *CLOSING,
    ),
    "item.audit": (
        *RETURNED,
        *OPENING,
        ("head", "notify"),
        *BESIDE,
        ("second_head", "receive"),
        *BEGIN,
        ("second_head", "respond"),
        *CONCLUDE,
        *NOT_YET,
        *FACTS,
        *CONCLUDE,
        *CLOSING,
    ),
}
"""Who takes which step of each table of items."""


class Judging(Protocol):
    """An act that judges a finding."""

    def __call__(self, work: Work, id: str, *, acting: Acting) -> object: ...


def analyse(work: Work, id: str, acting: Acting) -> object:
    """Say why it came about, with a code the dictionary then has."""
    if work.peek(PROBLEM_CODE, problem_code_id(work.unit, CAUSE.code)) is None:
        bases.register_problem_code(work, CAUSE)
    return findings.analyse(work, id, {CAUSE.code: "人少案多"}, acting=acting)


class RecordCourses(Lives):
    """Courses from the first act to the last."""

    courses = (
        "a_finding_is_disputed_passed_on_andput_right",
        "findings_end_without_beingput_right",
        "a_measure_is_refused_passed_on_and_answered",
        "a_circular_is_confirmed_by_all",
        "an_item_has_its_requirements_met",
        "items_run_through_their_tables",
        "items_end_early",
        "the_dictionaries_are_kept",
        "the_concerned_try_to_judge",
    )

    # --- findings ---

    def opened(self, department: DepartmentId | None = None) -> str:
        """Open a finding somebody is responsible for."""
        command = OpenFinding(
            title="权利告知超期",
            department=department,
            persons=(Responsible(officer=self.small.prosecutor),),
        )
        made = self.attempt("head", lambda work, _: findings.open_finding(work, command))
        self.keep("finding", made)
        return str(made)

    def a_finding_is_disputed_passed_on_andput_right(self) -> None:
        small, id = self.small, self.opened(self.small.first)
        right = CorrectFinding(title="权利告知严重超期")

        def due(work: Work, days: int) -> dt.date:
            return work.today + dt.timedelta(days=days)

        def claim(work: Work, how: Acting) -> object:
            return findings.claim(
                work,
                id,
                department=small.second,
                mode=Rectification.BY_DATE,
                plan="逐案整改",
                due_on=due(work, 5),
                acting=how,
            )

        def plan(work: Work, how: Acting) -> object:
            steps = (Milestone(text="自查", due_on=due(work, 1)),)
            return findings.plan_rectification(work, id, steps, acting=how)

        shown = (small.first_head,)
        self.in_turn(
            (
                "inspector",
                lambda work, how: findings.check_facts(
                    work, id, "属实", shown_to=shown, agreed=False, acting=how
                ),
            ),
            (
                "first_head",
                lambda work, how: objections.object_to_finding(work, id, "不属本部", acting=how),
            ),
            (
                "inspector",
                lambda work, how: objections.answer_objection(
                    work, id, REJECTED, "经核查属实", acting=how
                ),
            ),
            ("inspector", lambda work, how: findings.confirm_finding(work, id, acting=how)),
            ("inspector", lambda work, how: analyse(work, id, how)),
            (
                "inspector",
                lambda work, how: finding_links.reroute_finding(work, id, small.second, acting=how),
            ),
            (
                "inspector",
                lambda work, how: findings.correct_finding(work, id, right, acting=how),
            ),
            ("second_head", claim),
            ("second_head", plan),
            (
                "head",
                lambda work, how: findings.extend_finding(work, id, due(work, 9), acting=how),
            ),
            ("second_head", lambda work, how: findings.submit(work, id, "已整改", acting=how)),
            (
                "inspector",
                lambda work, how: findings.return_finding(work, id, perfunctory=True, acting=how),
            ),
            (
                "second_head",
                lambda work, how: findings.reach_milestone(work, id, 0, acting=how),
            ),
            ("second_head", lambda work, how: findings.submit(work, id, "已整改", acting=how)),
            ("inspector", lambda work, how: findings.verify(work, id, acting=how)),
            ("head", lambda work, how: findings.close(work, id, acting=how)),
        )

    def findings_end_without_beingput_right(self) -> None:
        lead, member, twice, none, waived, wrong = (self.opened() for _ in range(6))

        def waive(work: Work, how: Acting) -> object:
            until = work.today + dt.timedelta(days=30)
            return findings.waive(work, waived, until, acting=how)

        def fact_is_gone(work: Work, _: Acting) -> object:
            """What a sweep does when the facts a waiver covers are no longer seen."""
            finding = work.load(FINDING, waived)
            return finding_links.spend_waiver(work, finding, work.today)

        self.in_turn(
            (
                "inspector",
                lambda work, how: finding_links.group_finding(work, member, lead, acting=how),
            ),
            (
                "inspector",
                lambda work, how: finding_links.ungroup_finding(work, member, acting=how),
            ),
            (
                "inspector",
                lambda work, how: findings.mark_duplicate(work, twice, lead, acting=how),
            ),
            ("inspector", lambda work, how: findings.dismiss(work, none, acting=how)),
            ("head", waive),
            ("head", fact_is_gone),
            ("inspector", lambda work, how: findings.reinstate(work, waived, acting=how)),
            ("head", lambda work, how: findings.void_finding(work, wrong, acting=how)),
        )

    def the_concerned_try_to_judge(self) -> None:
        """Who is responsible or concerned, or put it right, tries to verify and to close."""
        small = self.small
        named = OpenFinding(
            title="督察卷宗超期",
            department=small.first,
            persons=(Responsible(officer=small.inspector),),
            concerned=(small.head,),
        )
        own = OpenFinding(title="台账缺项", department=small.supervision)
        for command, who in ((named, "first_head"), (own, "head")):
            (made,) = self.in_turn((who, partial(put_right, command=command)))
            if made is None:
                continue
            self.keep("finding", made)
            for step in (findings.verify, findings.dismiss, findings.close, findings.void_finding):
                tried = self.in_turn(
                    ("inspector", partial(_judge, step=step, id=str(made))),
                    ("head", partial(_judge, step=step, id=str(made))),
                )
                assert tried == [None, None], (step, tried)

    # --- measures and circulars ---

    def a_measure_is_refused_passed_on_and_answered(self) -> None:
        small = self.small
        command = IssueMeasure(
            rung="rectification_notice",
            title="督促整改",
            findings=(self.opened(),),
            department=small.first,
        )
        issue = ("head", lambda work, _: measures.issue(work, command))
        made, wrong = self.in_turn(issue, issue)
        self.keep("measure", made)
        self.keep("measure", wrong)
        id = str(made)

        def plan(work: Work, how: Acting) -> object:
            steps = (Milestone(text="自查", due_on=work.today),)
            return measures.plan_measure(work, id, steps, acting=how)

        serve = (
            "head",
            lambda work, how: measures.serve(work, id, Service.NETWORK, acting=how),
        )
        answer = ("second_head", lambda work, how: measures.answer(work, id, "完成", acting=how))
        self.in_turn(
            ("head", lambda work, how: measures.void_measure(work, str(wrong), acting=how)),
            serve,
            ("first_head", lambda work, how: measures.receive(work, id, acting=how)),
            ("first_head", lambda work, how: measures.refuse_measure(work, id, acting=how)),
            (
                "inspector",
                lambda work, how: objections.answer_refusal(
                    work, id, ObjectionOutcome.UPHELD, "应由另一部门整改", acting=how
                ),
            ),
            (
                "inspector",
                lambda work, how: measures.reroute_measure(work, id, small.second, acting=how),
            ),
            serve,
            (
                "second_head",
                lambda work, how: measures.claim_measure(work, id, "方案", acting=how),
            ),
            ("second_head", plan),
            (
                "second_head",
                lambda work, how: measures.reach_measure_milestone(work, id, 0, acting=how),
            ),
            answer,
            (
                "inspector",
                lambda work, how: measures.return_answer(work, id, perfunctory=True, acting=how),
            ),
            answer,
            ("inspector", lambda work, how: measures.accept(work, id, acting=how)),
            ("head", lambda work, how: measures.close_measure(work, id, acting=how)),
        )

    def a_circular_is_confirmed_by_all(self) -> None:
        small = self.small
        heads = {"first_head": small.first, "second_head": small.second}
        command = DraftCircular(
            title="通报",
            to=tuple(heads.values()),
            findings=(self.opened(small.first),),
            persons=(NamedPerson(officer=small.prosecutor),),
        )
        draft = ("head", lambda work, _: circulars.draft_circular(work, command))
        made, wrong = self.in_turn(draft, draft)
        self.keep("circular", made)
        self.keep("circular", wrong)
        id, scope = str(made), CorrectCircular(scope="全院")
        self.in_turn(
            ("head", lambda work, how: circulars.void_circular(work, str(wrong), acting=how)),
            ("head", lambda work, how: circulars.correct_circular(work, id, scope, acting=how)),
            ("chief", lambda work, how: circulars.issue_circular(work, id, acting=how)),
        )
        for who, to in heads.items():
            self.in_turn(
                (
                    "head",
                    partial(_serve, id=id, to=to),
                ),
                (who, partial(_receive, id=id, to=to)),
                (who, partial(_confirm, id=id, to=to)),
            )
        self.in_turn(
            ("head", lambda work, how: circulars.close_circular(work, id, acting=how)),
        )

    # --- items ---

    def proposed(self, kind: str = "item.style") -> str:
        """Propose an item whose opening conditions are met."""
        small = self.small
        command = ProposeItem(
            title="专项督察",
            kind=kind,
            source="党组部署",
            requirements=(Requirement(text="自查", department=small.second),),
            lead=small.first,
            supervisor=small.inspector,
            inspectors=(small.inspector, small.head),
            inspected=(small.second,),
            basis=("bas_1",),
            due_on=dt.date(2026, 12, 31),
        )
        made = self.attempt("head", lambda work, _: items.propose(work, command))
        self.keep("item", made)
        return str(made)

    def move(self, who: str, id: str, step: str, into: str | None = None) -> None:
        """Take a step of the table of an item."""
        command = Move(step=step, note="已办", effect="见效", lead=self.small.first, into=into)
        self.in_turn((who, lambda work, how: items.move(work, id, command, acting=how)))

    def items_run_through_their_tables(self) -> None:
        for kind, course in COURSES.items():
            id = self.proposed(kind)
            for who, step in course:
                self.move(who, id, step)

    def items_end_early(self) -> None:
        for kind in COURSES:
            withdrawn, refused, merged, into = (self.proposed(kind) for _ in range(4))
            if kind == "item.conduct":
                for id in (refused, merged, into):
                    self.move("head", id, "check")
            self.move("chief", withdrawn, "withdraw")
            self.move("head", refused, "submit")
            self.move("chief", refused, "refuse")
            for who, step in OPENING:
                self.move(who, merged, step)
                self.move(who, into, step)
            self.move("head", merged, "merge", into)

    def an_item_has_its_requirements_met(self) -> None:
        small, id, wrong = self.small, self.proposed(), self.proposed()
        asked = Requirement(text="报送清单", department=small.second)
        right = CorrectItem(source="院务会")
        reached = MeasureEffect(
            indicator="超期", unit="件", before=Fraction(3, 2), after=Fraction(1, 2)
        )
        self.in_turn(
            ("head", lambda work, how: items.void_item(work, wrong, acting=how)),
            ("head", lambda work, how: items.correct_item(work, id, right, acting=how)),
            ("head", lambda work, how: items.add_requirement(work, id, asked, acting=how)),
        )
        for who, step in (*OPENING, ("head", "assign"), ("first_head", "sign")):
            self.move(who, id, step)
        self.move("first_head", id, "start")
        report = (
            "second_head",
            lambda work, how: items.report_requirement(work, id, 0, "已自查", acting=how),
        )
        self.in_turn(
            (
                "first_head",
                lambda work, how: items.progress(
                    work, id, "已过半", ProgressChannel.TELEPHONE, acting=how
                ),
            ),
            report,
            (
                "inspector",
                lambda work, how: items.return_requirement(work, id, 0, acting=how),
            ),
            report,
            ("inspector", lambda work, how: items.settle(work, id, 0, acting=how)),
            ("head", lambda work, how: items.drop_requirement(work, id, 1, acting=how)),
            (
                "inspector",
                lambda work, how: items.measure_effect(work, id, reached, acting=how),
            ),
        )

    # --- what the others choose from ---

    def the_dictionaries_are_kept(self) -> None:
        """Bases and problem codes are entered, put right, and end."""
        number = len(self.made["basis"])
        article = RegisterBasis(
            code=f"gz.{number}", regulation="人民检察院检务督察工作条例", article="第七条"
        )
        made = self.attempt("head", lambda work, _: bases.register_basis(work, article))
        self.keep("basis", made)
        basis, code = str(made), f"file.{number}"
        old = RegisterProblemCode(code=code, axis="problem", edition="2025", zh="卷宗不全")
        new = attrs.evolve(old, edition="2026", zh="卷宗目录不全")
        id = problem_code_id(self.small.unit, code)
        end, right = dt.date(2026, 12, 31), CorrectProblemCode(en="Incomplete file")
        text = CorrectBasis(text="督察应当有据")
        self.in_turn(
            ("head", lambda work, how: bases.correct_basis(work, basis, text, acting=how)),
            ("head", lambda work, how: bases.end_basis(work, basis, end, acting=how)),
            ("head", lambda work, how: bases.register_problem_code(work, old, acting=how)),
            ("head", lambda work, how: bases.revise_problem_code(work, new, acting=how)),
            ("head", lambda work, how: bases.correct_problem_code(work, id, right, acting=how)),
            ("head", lambda work, how: bases.end_problem_code(work, id, end, acting=how)),
        )


def put_right(work: Work, how: Acting, *, command: OpenFinding) -> str:
    """Open a finding and put it right at once."""
    id = findings.open_finding(work, command)
    findings.claim(
        work,
        id,
        department=command.department or DepartmentId(""),
        mode=Rectification.LASTING,
        plan="补",
        acting=how,
    )
    findings.submit(work, id, "已补", acting=how)
    return id


def _judge(work: Work, how: Acting, *, step: Judging, id: str) -> object:
    return step(work, id, acting=how)


def _serve(work: Work, how: Acting, *, id: str, to: DepartmentId) -> object:
    return circulars.serve_circular(work, id, to, Service.POST, acting=how)


def _receive(work: Work, how: Acting, *, id: str, to: DepartmentId) -> object:
    return circulars.receive_circular(work, id, to, acting=how)


def _confirm(work: Work, how: Acting, *, id: str, to: DepartmentId) -> object:
    return circulars.confirm_circular(work, id, to, "已落实", acting=how)
