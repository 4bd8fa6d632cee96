"""Random lives of people and evidence: posts, handling units, mergers, hand-overs, attachments.

Beside what holds for every family: whoever hands work over, nothing is lost on the way, and nobody
takes an independent step on what a colleague of the handling unit is responsible for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import attrs
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from lives import (
    DAYS_AGO,
    DEPARTMENT,
    INDEX,
    REASON,
    WHO,
    Lives,
    live,
    memory,
    sqlite,
    tags_of,
)

from supervision.domain.attachments import (
    ATTACHMENT,
    AttachedTo,
    AttachmentState,
    CorrectAttachment,
)
from supervision.domain.decision_works import DeployWork
from supervision.domain.decisions import RegisterDecision
from supervision.domain.departments import DEPARTMENT as DEPARTMENTS
from supervision.domain.departments import CorrectDepartment, DepartmentKind, RegisterDepartment
from supervision.domain.findings import FINDING, OpenFinding, Rectification, Responsible
from supervision.domain.handling_units import (
    HANDLING_UNIT,
    CorrectHandlingUnit,
    FormHandlingUnit,
    HandlingUnitState,
    members_on,
)
from supervision.domain.handovers import HandOver
from supervision.domain.instructions import ReceiveInstruction
from supervision.domain.interviews import PlanInterview, SpokenTo
from supervision.domain.items import ITEM, ProposeItem
from supervision.domain.material_lists import AskedMaterial, AskMaterials
from supervision.domain.measures import IssueMeasure
from supervision.domain.officers import OFFICER, Category
from supervision.domain.opinions import GiveOpinion
from supervision.domain.posts import Post, Role
from supervision.domain.report_requests import AskReport
from supervision.domain.reviews import PlanReview
from supervision.domain.units import UNIT, CorrectUnit
from supervision.domain.values import DepartmentId, OfficerId
from supervision.office import (
    attachments,
    decision_works,
    decisions,
    findings,
    handling_units,
    instructions,
    interviews,
    items,
    material_lists,
    measures,
    opinions,
    people,
    report_requests,
    reviews,
)
from supervision.office.acting import Acting
from supervision.office.handovers import hand_over, open_work
from supervision.office.work import Work
from supervision.ports.store import Store

FILES = st.sampled_from(
    [
        ("报告.pdf", b"%PDF-1.7 a"),
        ("报告.pdf", b"%PDF-1.7 b"),
        ("说明.txt", "已整改".encode()),
        ("材料.zip", b"PK\x03\x04"),
        ("改名.png", b"%PDF-1.7 a"),
        ("空.txt", b""),
    ]
)
UNIT_ACTS = ("join", "leave", "lead", "disband", "correct", "void")
ROLES = st.sampled_from([Role.PROSECUTOR, Role.ASSISTANT, Role.CLERK, Role.HEAD])
WHY = st.sampled_from(["调离", "机构改革", ""])


class PeopleLives(Lives):
    """People come, go and hand over; evidence is kept (人员与材料的随机人生)."""

    kinds = (UNIT, DEPARTMENTS, OFFICER, HANDLING_UNIT, ATTACHMENT)
    also = tags_of("handed_over")
    courses = (
        "all_work_is_handed_over",
        "a_handling_unit_is_formed_and_disbanded",
        "evidence_is_added_and_put_right",
        "a_register_of_people_is_kept",
    )

    # --- people ---

    @rule(who=WHO, officer=WHO, role=st.sampled_from(Role), department=DEPARTMENT, days=DAYS_AGO)
    def take_post(self, who: str, officer: str, role: Role, department: str, days: int) -> None:
        small = self.small
        post = Post(
            role=role,
            unit=small.unit,
            department=getattr(small, department),
            from_=dt.date(2026, 3, 1) - dt.timedelta(days=days),
            acting=days > 0,
        )
        self.attempt(
            who,
            lambda work, acting: people.take_post(
                work, getattr(small, officer), post, acting=acting
            ),
        )

    @rule(who=WHO, officer=WHO, rank=st.sampled_from(["", "一级检察官", "四级高级检察官"]))
    def grade(self, who: str, officer: str, rank: str) -> None:
        self.attempt(
            who,
            lambda work, acting: people.grade_officer(
                work, getattr(self.small, officer), rank=rank, acting=acting
            ),
        )

    @rule(who=WHO, department=DEPARTMENT, into=DEPARTMENT | st.none(), rename=st.booleans())
    def change_department(self, who: str, department: str, into: str | None, rename: bool) -> None:
        small = self.small
        id = getattr(small, department)

        def take(work: Work, acting: Acting) -> object:
            if rename:
                return people.rename_department(work, id, "新名称", acting=acting)
            heir = getattr(small, into) if into else None
            return people.close_department(work, id, into=heir, acting=acting)

        self.attempt(who, take)

    # --- handling units ---

    @rule(who=WHO, leader=WHO, others=st.lists(WHO, max_size=2), department=DEPARTMENT)
    def form_unit(self, who: str, leader: str, others: list[str], department: str) -> None:
        small = self.small
        command = FormHandlingUnit(
            name="办案组",
            department=getattr(small, department),
            leader=getattr(small, leader),
            assistants=tuple(getattr(small, one) for one in others),
        )
        formed = self.attempt(who, lambda work, _: handling_units.form_handling_unit(work, command))
        self.keep("handling_unit", formed)

    @precondition(lambda self: self.made["handling_unit"])
    @rule(
        which=INDEX,
        act=st.sampled_from(UNIT_ACTS),
        who=WHO,
        officer=WHO,
        role=ROLES,
        reason=REASON,
        days=st.integers(-3, 3),
    )
    def touch_unit(
        self, which: int, act: str, who: str, officer: str, role: Role, reason: str, days: int
    ) -> None:
        id = self.one("handling_unit", which) or ""
        other = getattr(self.small, officer)

        def take(work: Work, acting: Acting) -> object:
            day = work.today + dt.timedelta(days=days)
            match act:
                case "join":
                    return handling_units.join(work, id, other, role, from_=day, acting=acting)
                case "leave":
                    return handling_units.leave(work, id, other, until=day, acting=acting)
                case "lead":
                    return handling_units.name_leader(work, id, other, from_=day, acting=acting)
                case "disband":
                    return handling_units.disband(work, id, on=day, acting=acting)
                case "correct":
                    right = CorrectHandlingUnit(name=f"办案组{days}")
                    return handling_units.correct_handling_unit(work, id, right, acting=acting)
            return handling_units.void_handling_unit(work, id, acting=acting)

        self.attempt(who, take, reason=reason)

    # --- work to hand over ---

    @rule(who=WHO, department=DEPARTMENT, person=WHO, claimer=WHO | st.none())
    def open_work(self, who: str, department: str, person: str, claimer: str | None) -> None:
        small = self.small
        command = OpenFinding(
            title="告知超期",
            department=getattr(small, department),
            persons=(Responsible(officer=getattr(small, person)),),
        )
        opened = self.attempt(who, lambda work, _: findings.open_finding(work, command))
        self.keep("finding", opened)
        if claimer and isinstance(opened, str):
            self.attempt(
                claimer,
                lambda work, _: findings.claim(
                    work,
                    opened,
                    department=getattr(small, department),
                    mode=Rectification.LASTING,
                    plan="整改",
                ),
            )

    @rule(who=WHO, supervisor=WHO, lead=DEPARTMENT, concerned=WHO)
    def propose(self, who: str, supervisor: str, lead: str, concerned: str) -> None:
        small = self.small
        command = ProposeItem(
            title="专项督察",
            kind="item.style",
            lead=getattr(small, lead),
            supervisor=getattr(small, supervisor),
            concerned=(getattr(small, concerned),),
        )
        self.keep("item", self.attempt(who, lambda work, _: items.propose(work, command)))

    @rule(who=WHO, giver=WHO, taker=WHO, reason=WHY, days_ago=DAYS_AGO)
    def hand_over_a_person(
        self, who: str, giver: str, taker: str, reason: str, days_ago: int
    ) -> None:
        small = self.small
        left, right = getattr(small, giver), getattr(small, taker)
        command = HandOver(from_officer=left, to_officer=right)
        with small.office.read(small.head) as view:
            before = {one.id for one in open_work(view, officer=left)}
            theirs = {one.id for one in open_work(view, officer=right)}
        over = self.attempt(
            who,
            lambda work, acting: hand_over(work, command, acting=acting),
            reason=reason,
            days_ago=days_ago,
        )
        with small.office.read(small.head) as view:
            after = {one.id for one in open_work(view, officer=left)}
            now = {one.id for one in open_work(view, officer=right)}
        if over is None:
            assert (after, now) == (before, theirs)
        else:
            assert (after, now) == (set(), before | theirs)

    @rule(who=WHO, giver=DEPARTMENT, taker=DEPARTMENT, reason=WHY)
    def hand_over_a_department(self, who: str, giver: str, taker: str, reason: str) -> None:
        small = self.small
        command = HandOver(
            from_department=getattr(small, giver), to_department=getattr(small, taker)
        )
        self.attempt(
            who, lambda work, acting: hand_over(work, command, acting=acting), reason=reason
        )

    @precondition(lambda self: self.made["finding"])
    @rule(which=INDEX, who=WHO, reason=REASON)
    def dismiss(self, which: int, who: str, reason: str) -> None:
        """An independent step is never taken by a colleague of somebody responsible."""
        id = self.one("finding", which) or ""
        small = self.small
        author = getattr(small, who)
        finding = self.record(FINDING, id)
        done = self.attempt(
            who, lambda work, acting: findings.dismiss(work, id, acting=acting), reason=reason
        )
        if done is None:
            return
        with small.office.read(small.head) as view:
            units = view.select(HANDLING_UNIT)
        for unit in units:
            if unit.state is HandlingUnitState.VOIDED:
                continue
            today = {one.officer for one in members_on(unit, dt.date(2026, 3, 2))}
            named = {person.officer for person in finding.persons}
            assert not (author in today and named & today)

    # --- evidence ---

    @rule(
        who=WHO,
        kind=st.sampled_from(["finding", "item", "handling_unit", "attachment"]),
        which=INDEX,
        file=FILES,
        about=st.integers(-5, 5) | st.none(),
        days_ago=DAYS_AGO,
    )
    def attach(
        self,
        who: str,
        kind: str,
        which: int,
        file: tuple[str, bytes],
        about: int | None,
        days_ago: int,
    ) -> None:
        owner = AttachedTo(kind=kind, id=self.one(kind, which) or "nothing")

        def take(work: Work, acting: Acting) -> object:
            day = None if about is None else work.today + dt.timedelta(days=about)
            return attachments.add_attachment(
                work, owner, "材料", *file, about_on=day, acting=acting
            )

        self.keep("attachment", self.attempt(who, take, days_ago=days_ago))

    @precondition(lambda self: self.made["attachment"])
    @rule(
        which=INDEX,
        act=st.sampled_from(["replace", "correct", "void"]),
        who=WHO,
        file=FILES,
        reason=REASON,
    )
    def touch_attachment(
        self, which: int, act: str, who: str, file: tuple[str, bytes], reason: str
    ) -> None:
        id = self.one("attachment", which) or ""

        def take(work: Work, acting: Acting) -> object:
            if act == "replace":
                return attachments.replace_attachment(work, id, *file, acting=acting)
            if act == "correct":
                right = CorrectAttachment(title=f"材料 {len(reason)}")
                return attachments.correct_attachment(work, id, right, acting=acting)
            return attachments.void_attachment(work, id, acting=acting)

        self.attempt(who, take, reason=reason)

    @precondition(lambda self: self.made["attachment"])
    @rule(which=INDEX)
    def read_back(self, which: int) -> None:
        id = self.one("attachment", which) or ""
        with self.small.office.read(self.small.head) as view:
            held = view.get(ATTACHMENT, id)
            for number, version in enumerate(held.versions, 1):
                found = attachments.content_of(self.small.office, view, id, number)
                assert hashlib.sha256(found.content).hexdigest() == version.sha256

    # --- whole courses ---

    def all_work_is_handed_over(self) -> None:
        """What one department has open goes to another, and what an inspector has to the chief."""
        small = self.small
        self.in_turn(("head", self.everything_is_asked), ("head", self.somebody_is_spoken_to))
        self.a_closed_finding_is_reviewed()
        for command in (
            HandOver(from_department=small.first, to_department=small.second),
            HandOver(from_officer=small.inspector, to_officer=small.chief),
        ):
            self.in_turn(("head", partial(_handed_over, command=command)))

    def everything_is_asked(self, work: Work, how: Acting) -> None:
        """Ask a department for everything that can be asked of one."""
        to, due = self.small.first, work.today + dt.timedelta(days=9)
        finding = findings.open_finding(work, OpenFinding(title="告知超期", department=to))
        item = ProposeItem(title="专项督察", kind="item.style", lead=to)
        measure = IssueMeasure(rung="oral_reminder", title="整改", department=to)
        register = RegisterDecision(title="专项部署", issuer="party_group")
        items.propose(work, item)
        measures.issue(work, measure)
        decision = decisions.register_decision(work, register)
        deploy = DeployWork(decision=decision, title="自查", departments=(to,))
        deployed = decision_works.deploy_work(work, deploy)
        report = AskReport(work=deployed, title="报告", department=to, due_on=due)
        report_requests.ask_report(work, report)
        wanted = (AskedMaterial(name="台账"),)
        listed = AskMaterials(
            work=deployed, title="材料", department=to, due_on=due, materials=wanted
        )
        material_lists.ask_materials(work, listed)
        opinion = GiveOpinion(matter="自查", text="先难后易", department=to)
        opinions.give_opinion(work, opinion)
        instruction = ReceiveInstruction(
            text="请说明",
            about_kind="finding",
            about=finding,
            leader=self.small.chief,
            department=to,
        )
        instructions.receive(work, instruction)

    def somebody_is_spoken_to(self, work: Work, how: Acting) -> None:
        small = self.small
        talk = PlanInterview(
            talk="inquiry",
            title="了解情况",
            persons=(SpokenTo(officer=small.prosecutor),),
            interviewers=(small.head, small.inspector),
            place="谈话室",
        )
        interviews.plan_interview(work, talk)

    def a_closed_finding_is_reviewed(self) -> None:
        small = self.small
        command = OpenFinding(title="归档超期", department=small.second)
        (made,) = self.in_turn(("head", lambda work, _: findings.open_finding(work, command)))
        self.keep("finding", made)
        id = str(made)
        review = PlanReview(target_kind="finding", target=id, checkers=(small.inspector,))
        self.in_turn(
            (
                "second_head",
                lambda work, how: findings.claim(
                    work,
                    id,
                    department=small.second,
                    mode=Rectification.LASTING,
                    plan="补",
                    acting=how,
                ),
            ),
            ("second_head", lambda work, how: findings.submit(work, id, "已补", acting=how)),
            ("inspector", lambda work, how: findings.verify(work, id, acting=how)),
            ("head", lambda work, how: findings.close(work, id, acting=how)),
            ("head", lambda work, how: reviews.plan_review(work, review, acting=how)),
        )

    def a_handling_unit_is_formed_and_disbanded(self) -> None:
        small = self.small
        command = FormHandlingUnit(name="办案组", department=small.first, leader=small.first_head)
        form = ("head", lambda work, _: handling_units.form_handling_unit(work, command))
        made, wrong = self.in_turn(form, form)
        self.keep("handling_unit", made)
        self.keep("handling_unit", wrong)
        id, right = str(made), CorrectHandlingUnit(name="第一办案组")

        def join(work: Work, how: Acting) -> object:
            return handling_units.join(
                work, id, small.prosecutor, Role.PROSECUTOR, from_=work.today, acting=how
            )

        def lead(work: Work, how: Acting) -> object:
            day = work.today + dt.timedelta(days=1)
            return handling_units.name_leader(work, id, small.prosecutor, from_=day, acting=how)

        def leave(work: Work, how: Acting) -> object:
            day = work.today + dt.timedelta(days=2)
            return handling_units.leave(work, id, small.first_head, until=day, acting=how)

        def disband(work: Work, how: Acting) -> object:
            day = work.today + dt.timedelta(days=3)
            return handling_units.disband(work, id, on=day, acting=how)

        self.in_turn(
            (
                "head",
                lambda work, how: handling_units.void_handling_unit(work, str(wrong), acting=how),
            ),
            (
                "head",
                lambda work, how: handling_units.correct_handling_unit(work, id, right, acting=how),
            ),
            ("head", join),
            ("head", lead),
            ("head", leave),
            ("head", disband),
        )

    def evidence_is_added_and_put_right(self) -> None:
        command = OpenFinding(title="告知超期")
        (finding,) = self.in_turn(("head", lambda work, _: findings.open_finding(work, command)))
        self.keep("finding", finding)
        owner = AttachedTo(kind="finding", id=str(finding))
        file = ("报告.pdf", b"%PDF-1.7 a")
        add = (
            "head",
            lambda work, how: attachments.add_attachment(work, owner, "材料", *file, acting=how),
        )
        (made,) = self.in_turn(add)
        self.keep("attachment", made)
        id, title = str(made), CorrectAttachment(title="整改报告")
        newer = ("报告.pdf", b"%PDF-1.7 b")
        self.in_turn(
            (
                "head",
                lambda work, how: attachments.replace_attachment(work, id, *newer, acting=how),
            ),
            ("head", lambda work, how: attachments.correct_attachment(work, id, title, acting=how)),
            ("head", lambda work, how: attachments.void_attachment(work, id, acting=how)),
        )

    def a_register_of_people_is_kept(self) -> None:
        """Offices, departments and officers are renamed and put right; the last one goes."""
        small = self.small
        number = f"9{len(self.made['officer'])}"
        code = f"d9{len(self.made['officer'])}"
        enter = RegisterDepartment(code=code, name="临时专班", kind=DepartmentKind.BUSINESS)
        department, officer = self.in_turn(
            ("head", lambda work, _: people.register_department(work, enter)),
            (
                "head",
                lambda work, _: people.register_officer(work, number, "赵七", Category.PROSECUTOR),
            ),
        )
        self.keep("officer", officer)
        of, who = DepartmentId(str(department)), OfficerId(str(officer))
        was = Post(role=Role.PROSECUTOR, unit=small.unit, department=of, from_=dt.date(2026, 1, 5))
        now = attrs.evolve(was, from_=dt.date(2026, 1, 6))
        right = CorrectDepartment(aliases=("专班",))
        self.in_turn(
            ("head", lambda work, how: people.rename_unit(work, small.unit, "新院名", acting=how)),
            (
                "head",
                lambda work, how: people.correct_unit(
                    work, small.unit, CorrectUnit(name="马尾区检察院"), acting=how
                ),
            ),
            ("head", lambda work, how: people.rename_officer(work, who, "赵八", acting=how)),
            (
                "head",
                lambda work, how: people.correct_officer(work, who, name="赵九", acting=how),
            ),
            (
                "head",
                lambda work, how: people.grade_officer(work, who, rank="一级检察官", acting=how),
            ),
            ("head", lambda work, how: people.take_post(work, who, was, acting=how)),
            ("head", lambda work, how: people.correct_post(work, who, was, now, acting=how)),
            (
                "head",
                lambda work, how: people.leave_post(
                    work, who, Role.PROSECUTOR, department=of, acting=how
                ),
            ),
            ("head", lambda work, how: people.rename_department(work, of, "专班", acting=how)),
            ("head", lambda work, how: people.correct_department(work, of, right, acting=how)),
            (
                "head",
                lambda work, how: people.close_department(work, of, into=small.first, acting=how),
            ),
        )

    # --- what always holds ---

    @invariant()
    def counts_agree_with_lists(self) -> None:
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            for kind in (HANDLING_UNIT, ATTACHMENT, ITEM):
                assert view.tally(kind)[0].count == len(view.select(kind))
            for unit in view.select(HANDLING_UNIT):
                led = [one for one in unit.leaders if one.until is None]
                assert len(led) == (unit.disbanded_on is None)
            voided = [one.state for one in view.select(ATTACHMENT)]
            assert set(voided) <= set(AttachmentState)


def _handed_over(work: Work, how: Acting, *, command: HandOver) -> object:
    return hand_over(work, command, acting=how)


@pytest.mark.parametrize("opener", [memory, sqlite])
def test_replay_equals_rows_after_random_lives(opener: Callable[[Path], Store | None]) -> None:
    live(PeopleLives, opener, times=50 if opener is memory else 12)
