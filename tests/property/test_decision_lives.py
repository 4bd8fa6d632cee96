"""Random lives of decisions, works, reports, materials and talks: replay equals rows.

The machine tries any act of anybody on any day; what is refused leaves no trace.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from lives import DAYS_AGO, DEPARTMENT, INDEX, REASON, WHO, Lives, live, memory, sqlite

from supervision.domain.clocks import CLOCK
from supervision.domain.decision_works import DECISION_WORK, CorrectWork, DeployWork, Execution
from supervision.domain.decisions import DECISION, CorrectDecision, RegisterDecision
from supervision.domain.findings import FINDING, OpenFinding
from supervision.domain.interview_kinds import TALKS
from supervision.domain.interviews import (
    INTERVIEW,
    CorrectInterview,
    PlanInterview,
    Signature,
    SpokenTo,
)
from supervision.domain.issuers import ISSUERS
from supervision.domain.material_lists import MATERIAL_LIST, AskedMaterial, AskMaterials
from supervision.domain.material_steps import HandIn
from supervision.domain.records import Record, RecordKind
from supervision.domain.report_requests import REPORT_REQUEST, AskReport, ReportOutcome
from supervision.office import (
    decision_works,
    decisions,
    interviews,
    material_lists,
    report_requests,
)
from supervision.office.acting import Acting
from supervision.office.decision_follow_up import follow_up
from supervision.office.work import Work
from supervision.ports.store import Store

OFFICE = st.sampled_from(["head", "head", "inspector", "chief", "first_head", "second_head"])
CALM = st.sampled_from(["依据核查情况", "依据核查情况", "依据核查情况", ""])
NAMES = st.sampled_from(["台账", "方案", "总结"])
DAYS = st.integers(-2, 12)


class DecisionLives(Lives):
    """Everybody tries everything with decisions and talks (随机人生)."""

    kinds = (DECISION, DECISION_WORK, REPORT_REQUEST, MATERIAL_LIST, INTERVIEW)
    courses = ("a_decision_is_carried_out", "a_talk_is_held_and_signed")

    @rule(
        who=OFFICE,
        issuer=st.sampled_from([*ISSUERS, "nobody"]),
        earlier=st.integers(-1, 20),
        days_ago=DAYS_AGO,
    )
    def register(self, who: str, issuer: str, earlier: int, days_ago: int) -> None:
        def use(work: Work, acting: Acting) -> str:
            day = work.today - dt.timedelta(days=earlier)
            command = RegisterDecision(title="部署", issuer=issuer, issued_on=day)
            return decisions.register_decision(work, command, acting=acting)

        self.keep("decision", self.attempt(who, use, days_ago=days_ago))

    @precondition(lambda self: self.made["decision"])
    @rule(
        which=INDEX,
        who=OFFICE,
        departments=st.lists(DEPARTMENT, max_size=2),
        due=DAYS | st.none(),
        concerned=st.lists(WHO, max_size=1),
        days_ago=DAYS_AGO,
    )
    def deploy(
        self,
        which: int,
        who: str,
        departments: list[str],
        due: int | None,
        concerned: list[str],
        days_ago: int,
    ) -> None:
        def use(work: Work, acting: Acting) -> str:
            day = work.today + dt.timedelta(days=due) if due is not None else None
            command = DeployWork(
                decision=self.one("decision", which) or "",
                title="工作",
                departments=tuple(getattr(self.small, one) for one in departments),
                due_on=day,
                concerned=tuple(getattr(self.small, one) for one in concerned),
            )
            return decision_works.deploy_work(work, command, acting=acting)

        self.keep("work", self.attempt(who, use, days_ago=days_ago))

    @precondition(lambda self: self.made["work"])
    @rule(
        which=INDEX,
        step=st.sampled_from(
            ["check", "check", "check", "release", "settle", "settle", "reopen", "correct", "void"]
        ),
        who=OFFICE,
        outcome=st.sampled_from([*Execution, Execution.CARRIED_OUT, Execution.CARRIED_OUT]),
        text=st.sampled_from(["", "结果"]),
        problems=st.integers(0, 2),
        reason=REASON | CALM,
        days_ago=DAYS_AGO,
        by=WHO | st.none(),
    )
    def touch_work(
        self,
        which: int,
        step: str,
        who: str,
        outcome: Execution,
        text: str,
        problems: int,
        reason: str,
        days_ago: int,
        by: str | None,
    ) -> None:
        id = self.one("work", which) or ""
        found = tuple(OpenFinding(title="问题") for _ in range(problems))

        def use(work: Work, acting: Acting) -> object:
            match step:
                case "check":
                    return decision_works.check_execution(
                        work, id, outcome, result=text, problems=found, acting=acting
                    )
                case "release":
                    return decision_works.release_result(work, id, problems, acting=acting)
                case "settle":
                    return decision_works.settle_work(work, id, acting=acting)
                case "reopen":
                    return decision_works.reopen_work(work, id, acting=acting)
                case "correct":
                    correction = CorrectWork(title="新", departments=(self.small.second,))
                    return decision_works.correct_work(work, id, correction, acting=acting)
            return decision_works.void_work(work, id, acting=acting)

        self.attempt(who, use, reason=reason, days_ago=days_ago, by=by)

    @precondition(lambda self: self.made["decision"])
    @rule(
        which=INDEX,
        step=st.sampled_from(["conclude", "correct", "void"]),
        who=OFFICE,
        reason=CALM,
    )
    def touch_decision(self, which: int, step: str, who: str, reason: str) -> None:
        id = self.one("decision", which) or ""

        def use(work: Work, acting: Acting) -> object:
            if step == "conclude":
                return decisions.conclude_decision(work, id, acting=acting)
            if step == "correct":
                correction = CorrectDecision(content="内容", document=reason)
                return decisions.correct_decision(work, id, correction, acting=acting)
            return decisions.void_decision(work, id, acting=acting)

        self.attempt(who, use, reason=reason)

    # --- requests ---

    @precondition(lambda self: self.made["work"])
    @rule(
        which=INDEX,
        who=OFFICE,
        department=DEPARTMENT,
        due=DAYS,
        names=st.lists(NAMES, max_size=2),
        report=st.booleans(),
        days_ago=DAYS_AGO,
    )
    def ask(
        self,
        which: int,
        who: str,
        department: str,
        due: int,
        names: list[str],
        report: bool,
        days_ago: int,
    ) -> None:
        id = self.one("work", which) or ""

        def use(work: Work, acting: Acting) -> str:
            day = work.today + dt.timedelta(days=due)
            addressed = getattr(self.small, department)
            if report:
                asked = AskReport(work=id, title="报告", department=addressed, due_on=day)
                return report_requests.ask_report(work, asked, acting=acting)
            wanted = tuple(AskedMaterial(name=name) for name in names)
            listed = AskMaterials(
                work=id, title="材料", department=addressed, due_on=day, materials=wanted
            )
            return material_lists.ask_materials(work, listed, acting=acting)

        self.keep("report" if report else "list", self.attempt(who, use, days_ago=days_ago))

    @precondition(lambda self: self.made["report"])
    @rule(
        which=INDEX,
        step=st.sampled_from(["report", "report", "assess", "assess", "return", "void"]),
        who=OFFICE,
        outcome=st.sampled_from(ReportOutcome),
        text=st.sampled_from(["", "已完成", "已完成"]),
        problems=st.integers(0, 1),
        reason=CALM,
        days_ago=DAYS_AGO,
    )
    def touch_report(
        self,
        which: int,
        step: str,
        who: str,
        outcome: ReportOutcome,
        text: str,
        problems: int,
        reason: str,
        days_ago: int,
    ) -> None:
        id = self.one("report", which) or ""
        found = tuple(OpenFinding(title="瞒报") for _ in range(problems))

        def use(work: Work, acting: Acting) -> object:
            match step:
                case "report":
                    return report_requests.give_report(work, id, text, acting=acting)
                case "assess":
                    return report_requests.assess_report(
                        work, id, outcome, problems=found, acting=acting
                    )
                case "return":
                    return report_requests.return_report(work, id, acting=acting)
            return report_requests.void_report(work, id, acting=acting)

        self.attempt(who, use, reason=reason, days_ago=days_ago)

    @precondition(lambda self: self.made["list"])
    @rule(
        which=INDEX,
        step=st.sampled_from(
            ["hand", "hand", "hand", "reuse", "reuse", "return", "accept", "void"]
        ),
        who=OFFICE,
        index=st.integers(-1, 2),
        lasting=st.booleans(),
        reason=CALM,
        days_ago=DAYS_AGO,
        source=INDEX | st.none(),
    )
    def touch_list(
        self,
        which: int,
        step: str,
        who: str,
        index: int,
        lasting: bool,
        reason: str,
        days_ago: int,
        source: int | None,
    ) -> None:
        id = self.one("list", which) or ""

        def use(work: Work, acting: Acting) -> object:
            match step:
                case "hand":
                    until = None if lasting else work.today + dt.timedelta(days=index)
                    given = HandIn(
                        index=index, content=work.seal(b"x"), valid_until=until, lasting=lasting
                    )
                    return material_lists.hand_in(work, id, given, acting=acting)
                case "reuse":
                    return material_lists.reuse_material(
                        work, id, index, source=self.one("list", source), acting=acting
                    )
                case "return":
                    return material_lists.return_material(work, id, index, acting=acting)
                case "accept":
                    return material_lists.accept_materials(work, id, acting=acting)
            return material_lists.void_materials(work, id, acting=acting)

        self.attempt(who, use, reason=reason, days_ago=days_ago)

    # --- the way most decisions go, so that lives reach their end ---

    @rule(
        department=st.sampled_from(["first", "second"]),
        names=st.lists(NAMES, min_size=1, max_size=2, unique=True),
        due=st.integers(0, 12),
        days_ago=st.integers(0, 9),
    )
    def a_work_with_requests(
        self, department: str, names: list[str], due: int, days_ago: int
    ) -> None:
        addressed = getattr(self.small, department)

        def use(work: Work, acting: Acting) -> tuple[str, str, str, str]:
            day = work.today + dt.timedelta(days=due)
            decision = decisions.register_decision(
                work, RegisterDecision(title="部署", issuer="party_group"), acting=acting
            )
            deployed = DeployWork(
                decision=decision, title="工作", departments=(addressed,), due_on=day
            )
            id = decision_works.deploy_work(work, deployed, acting=acting)
            asked = AskReport(work=id, title="报告", department=addressed, due_on=day)
            wanted = tuple(AskedMaterial(name=name) for name in names)
            listed = AskMaterials(
                work=id, title="材料", department=addressed, due_on=day, materials=wanted
            )
            report = report_requests.ask_report(work, asked, acting=acting)
            materials = material_lists.ask_materials(work, listed, acting=acting)
            return decision, id, report, materials

        done = self.attempt("head", use, days_ago=days_ago)
        if isinstance(done, tuple):
            for kind, id in zip(("decision", "work", "report", "list"), done, strict=True):
                self.keep(kind, id)

    @precondition(lambda self: self.made["list"] and self.made["report"])
    @rule(which=INDEX, days_ago=DAYS_AGO, reuse=st.booleans())
    def departments_answer(self, which: int, days_ago: int, reuse: bool) -> None:
        report, listed = self.one("report", which) or "", self.one("list", which) or ""
        heads = {self.small.first: "first_head", self.small.second: "second_head"}
        request = self.record(REPORT_REQUEST, report)
        self.attempt(
            heads.get(request.department, "head"),
            lambda work, acting: report_requests.give_report(work, report, "如实", acting=acting),
            days_ago=days_ago,
        )
        materials = self.record(MATERIAL_LIST, listed)
        for index in range(len(materials.materials)):

            def hand(work: Work, acting: Acting, index: int = index) -> object:
                if reuse:
                    return material_lists.reuse_material(work, listed, index, acting=acting)
                given = HandIn(index=index, reference="柜", lasting=True)
                return material_lists.hand_in(work, listed, given, acting=acting)

            self.attempt(heads.get(materials.department, "head"), hand, days_ago=days_ago)

    @precondition(lambda self: self.made["list"] and self.made["report"])
    @rule(which=INDEX, outcome=st.sampled_from(ReportOutcome), release=st.booleans())
    def the_office_finishes(self, which: int, outcome: ReportOutcome, release: bool) -> None:
        report, listed = self.one("report", which) or "", self.one("list", which) or ""
        id = self.record(REPORT_REQUEST, report).work
        found = (OpenFinding(title="虚报"),) if outcome is ReportOutcome.FALSE else ()
        self.attempt(
            "inspector",
            lambda work, acting: report_requests.assess_report(
                work, report, outcome, problems=found, acting=acting
            ),
        )
        self.attempt(
            "inspector",
            lambda work, acting: material_lists.accept_materials(work, listed, acting=acting),
        )
        self.attempt(
            "inspector",
            lambda work, acting: decision_works.check_execution(
                work, id, Execution.CARRIED_OUT, result="属实", acting=acting
            ),
        )
        if release:
            self.attempt(
                "chief",
                lambda work, acting: decision_works.release_result(work, id, 0, acting=acting),
            )
        self.attempt(
            "head", lambda work, acting: decision_works.settle_work(work, id, acting=acting)
        )

    # --- talks ---

    @rule(
        who=OFFICE,
        talk=st.sampled_from([*TALKS, "chat"]),
        persons=st.lists(WHO, max_size=3),
        leading=st.lists(WHO, max_size=3),
        concerned=st.lists(WHO, max_size=1),
        days_ago=DAYS_AGO,
    )
    def plan(
        self,
        who: str,
        talk: str,
        persons: list[str],
        leading: list[str],
        concerned: list[str],
        days_ago: int,
    ) -> None:
        command = PlanInterview(
            talk=talk,
            title="事由",
            persons=tuple(SpokenTo(officer=getattr(self.small, one)) for one in persons),
            interviewers=tuple(getattr(self.small, one) for one in leading),
            concerned=tuple(getattr(self.small, one) for one in concerned),
            place="谈话室",
        )
        self.keep(
            "talk",
            self.attempt(
                who,
                lambda work, acting: interviews.plan_interview(work, command, acting=acting),
                days_ago=days_ago,
            ),
        )

    @precondition(lambda self: self.made["talk"])
    @rule(
        which=INDEX,
        step=st.sampled_from(["hold", "hold", "sign", "sign", "cancel", "correct", "void"]),
        who=OFFICE,
        notice=st.booleans(),
        refused=st.sampled_from(["", "不认可"]),
        reason=CALM,
        days_ago=DAYS_AGO,
        by=WHO | st.none(),
    )
    def touch_talk(
        self,
        which: int,
        step: str,
        who: str,
        notice: bool,
        refused: str,
        reason: str,
        days_ago: int,
        by: str | None,
    ) -> None:
        id = self.one("talk", which) or ""

        def use(work: Work, acting: Acting) -> object:
            match step:
                case "hold":
                    return interviews.hold_interview(
                        work, id, "说明", rights_notice=notice, acting=acting
                    )
                case "sign":
                    record = work.load(INTERVIEW, id)
                    signatures = (
                        *(Signature(person=n, refused=refused) for n in range(len(record.persons))),
                        *(Signature(officer=one) for one in record.interviewers),
                    )
                    return interviews.sign_interview(work, id, signatures, acting=acting)
                case "cancel":
                    return interviews.cancel_interview(work, id, acting=acting)
                case "correct":
                    correction = CorrectInterview(
                        title="改" if notice else None, text=work.seal(b"t") if refused else None
                    )
                    return interviews.correct_interview(work, id, correction, acting=acting)
            return interviews.void_interview(work, id, acting=acting)

        self.attempt(who, use, reason=reason, days_ago=days_ago, by=by)

    # --- whole courses ---

    def a_decision_is_carried_out(self) -> None:
        small = self.small
        begun = RegisterDecision(title="部署", issuer="party_group")
        register = ("head", lambda work, _: decisions.register_decision(work, begun))
        made, idle = self.in_turn(register, register)
        deployed = DeployWork(decision=str(made), title="工作", departments=(small.first,))
        deploy = ("head", lambda work, _: decision_works.deploy_work(work, deployed))
        carried, dropped = self.in_turn(deploy, deploy)
        for kind, ids in (("decision", (made, idle)), ("work", (carried, dropped))):
            for one in ids:
                self.keep(kind, one)
        decision, id = str(made), str(carried)
        content, title = CorrectDecision(content="内容"), CorrectWork(title="重点工作")
        self.in_turn(
            ("head", lambda work, how: decisions.void_decision(work, str(idle), acting=how)),
            (
                "head",
                lambda work, how: decisions.correct_decision(work, decision, content, acting=how),
            ),
            ("head", lambda work, how: decision_works.void_work(work, str(dropped), acting=how)),
            ("head", lambda work, how: decision_works.correct_work(work, id, title, acting=how)),
        )
        self.requests_are_answered(id)
        check = (
            "inspector",
            lambda work, how: decision_works.check_execution(
                work, id, Execution.CARRIED_OUT, result="属实", acting=how
            ),
        )
        settle = ("head", lambda work, how: decision_works.settle_work(work, id, acting=how))
        self.in_turn(
            check,
            ("chief", lambda work, how: decision_works.release_result(work, id, 0, acting=how)),
            settle,
            ("head", lambda work, how: decision_works.reopen_work(work, id, acting=how)),
            check,
            settle,
            ("head", lambda work, how: decisions.conclude_decision(work, decision, acting=how)),
        )

    def requests_are_answered(self, id: str) -> None:
        """A report and a list are asked for, returned, given again and accepted."""
        first = self.small.first

        def ask_report(work: Work, how: Acting) -> str:
            asked = AskReport(work=id, title="报告", department=first, due_on=work.today)
            return report_requests.ask_report(work, asked, acting=how)

        def ask_list(work: Work, how: Acting) -> str:
            wanted = (AskedMaterial(name="台账"),)
            asked = AskMaterials(
                work=id, title="材料", department=first, due_on=work.today, materials=wanted
            )
            return material_lists.ask_materials(work, asked, acting=how)

        report, no_report = self.in_turn(("head", ask_report), ("head", ask_report))
        listed, again, no_list = self.in_turn(*[("head", ask_list)] * 3)
        for kind, ids in (("report", (report, no_report)), ("list", (listed, again, no_list))):
            for one in ids:
                self.keep(kind, one)
        give = (
            "first_head",
            lambda work, how: report_requests.give_report(work, str(report), "如实", acting=how),
        )
        paper = HandIn(index=0, reference="柜", lasting=True)
        hand = (
            "first_head",
            lambda work, how: material_lists.hand_in(work, str(listed), paper, acting=how),
        )
        self.in_turn(
            (
                "head",
                lambda work, how: report_requests.void_report(work, str(no_report), acting=how),
            ),
            (
                "head",
                lambda work, how: material_lists.void_materials(work, str(no_list), acting=how),
            ),
            give,
            (
                "inspector",
                lambda work, how: report_requests.return_report(work, str(report), acting=how),
            ),
            give,
            (
                "inspector",
                lambda work, how: report_requests.assess_report(
                    work, str(report), ReportOutcome.TRUTHFUL, acting=how
                ),
            ),
            hand,
            (
                "inspector",
                lambda work, how: material_lists.return_material(work, str(listed), 0, acting=how),
            ),
            hand,
            (
                "inspector",
                lambda work, how: material_lists.accept_materials(work, str(listed), acting=how),
            ),
            (
                "first_head",
                lambda work, how: material_lists.reuse_material(
                    work, str(again), 0, source=str(listed), acting=how
                ),
            ),
            (
                "inspector",
                lambda work, how: material_lists.accept_materials(work, str(again), acting=how),
            ),
        )

    def a_talk_is_held_and_signed(self) -> None:
        small = self.small
        command = PlanInterview(
            talk="inquiry",
            title="了解情况",
            persons=(SpokenTo(officer=small.prosecutor),),
            interviewers=(small.head, small.inspector),
            place="谈话室",
        )
        plan = ("head", lambda work, _: interviews.plan_interview(work, command))
        made, off, wrong = self.in_turn(plan, plan, plan)
        for one in (made, off, wrong):
            self.keep("talk", one)
        id, title = str(made), CorrectInterview(title="了解卷宗情况")
        signed = (
            Signature(person=0),
            Signature(officer=small.head),
            Signature(officer=small.inspector),
        )
        self.in_turn(
            ("head", lambda work, how: interviews.cancel_interview(work, str(off), acting=how)),
            ("head", lambda work, how: interviews.void_interview(work, str(wrong), acting=how)),
            ("head", lambda work, how: interviews.correct_interview(work, id, title, acting=how)),
            (
                "head",
                lambda work, how: interviews.hold_interview(
                    work, id, "说明", rights_notice=True, acting=how
                ),
            ),
            ("head", lambda work, how: interviews.sign_interview(work, id, signed, acting=how)),
        )

    # --- what always holds ---

    @invariant()
    def counts_agree_with_lists(self) -> None:
        if not hasattr(self, "small"):
            return
        kinds: tuple[RecordKind[Record], ...] = (
            DECISION,
            DECISION_WORK,
            REPORT_REQUEST,
            MATERIAL_LIST,
            INTERVIEW,
            CLOCK,
        )
        with self.small.office.read(self.small.head) as view:
            for kind in kinds:
                assert view.tally(kind)[0].count == len(view.select(kind))
            figures = follow_up(view)
            assert figures.works >= figures.checked >= figures.settled
            assert figures.rectifications <= len(view.select(FINDING))
            talks = interviews.count_talks(view)
            assert talks.all.person_times >= talks.all.persons
            assert sum(row.talks for row in talks.by_talk) == talks.all.talks
            assert sum(row.person_times for row in talks.by_capacity) == talks.all.person_times

    @invariant()
    def what_is_settled_has_no_open_request(self) -> None:
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            settled = {one.id for one in view.select(DECISION_WORK) if one.settled_on}
            open_now = [
                one.work
                for one in (*view.select(REPORT_REQUEST), *view.select(MATERIAL_LIST))
                if one.state.value in ("asked", "reported", "handed_in")
            ]
            assert settled.isdisjoint(open_now)

    @invariant()
    def nobody_leads_a_talk_he_is_spoken_to_in(self) -> None:
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            for talk in view.select(INTERVIEW):
                spoken_to = {person.officer for person in talk.persons}
                assert spoken_to.isdisjoint(talk.interviewers)


@pytest.mark.parametrize("opener", [memory, sqlite])
def test_replay_equals_rows_after_random_lives_of_decisions(
    opener: Callable[[Path], Store | None],
) -> None:
    live(DecisionLives, opener, times=50 if opener is memory else 12)
