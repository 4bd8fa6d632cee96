"""Random lives of activities: replay equals rows, a refused act wrote nothing.

Meetings, opinions, checklists, the plan, inspections with their findings and contacts, by
anybody at any time; on the spot, findings run through all their steps in one unit of work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from lives import (
    DAYS_AGO,
    DEPARTMENT,
    INDEX,
    PEOPLE,
    WHO,
    Lives,
    live,
    memory,
    sqlite,
)

from supervision.domain.checklists import (
    CHECKLIST,
    Checkpoint,
    CorrectChecklist,
    IssueChecklist,
)
from supervision.domain.closed_file_changes import OpenClosedFile, Purpose
from supervision.domain.contacts import CONTACT, CorrectContact, MakeContact, Means
from supervision.domain.findings import FINDING, FindingState, OpenFinding
from supervision.domain.inspection_plans import PLAN_ENTRY, CorrectPlan, PlanInspection
from supervision.domain.inspection_steps import OnTheSpot
from supervision.domain.inspections import (
    INSPECTION,
    BeginInspection,
    Conclude,
    Conduct,
    Conformity,
    CorrectInspection,
    InspectionState,
    Openness,
    PointResult,
)
from supervision.domain.meetings import MEETING, CorrectMeeting, RecordMeeting
from supervision.domain.opinions import OPINION, Adoption, CorrectOpinion, GiveOpinion
from supervision.domain.records import RecordKind
from supervision.domain.references import Reference
from supervision.office import (
    checklists,
    closed_files,
    contacts,
    findings,
    inspection_plans,
    inspections,
    meetings,
    opinions,
)
from supervision.office.acting import Acting
from supervision.office.work import Work
from supervision.ports.store import Store

WILD = st.sampled_from([False, False, False, True])
REASON = st.sampled_from(["依据核查情况", "依据核查情况", "", "two\nlines"])
MOSTLY = st.sampled_from(["head", "inspector", "head", "inspector", *PEOPLE])
TEXT = st.sampled_from(["公开招标", "公开招标", ""])
POINT = st.sampled_from([None, "1", "2", "3"])
ABOUT = st.sampled_from(["meeting", "opinion", "inspection", "finding", "plan_entry"])
KINDS: tuple[RecordKind[Any], ...] = (
    MEETING,
    OPINION,
    CHECKLIST,
    PLAN_ENTRY,
    INSPECTION,
    CONTACT,
    FINDING,
)


class ActivityLives(Lives):
    """Everybody tries everything (随机人生)."""

    kinds = (MEETING, OPINION, CHECKLIST, PLAN_ENTRY, INSPECTION, CONTACT)
    never = frozenset({"plan_entry.voided"})  # only with its import
    courses = ("a_meeting_is_attended", "a_plan_is_revised", "a_covert_inspection_is_put_right")

    @initialize()
    def begin(self) -> None:
        """Begin with a checklist, so that inspections mostly have one."""
        super().begin()
        command = IssueChecklist(
            code="files",
            title="卷宗检查",
            points=(Checkpoint(code="1", text="目录"), Checkpoint(code="2", text="回证")),
        )
        first = self.attempt("head", lambda work, _: checklists.issue_checklist(work, command))
        self.keep("checklist", first)

    def whom(self, names: list[str]) -> tuple[Any, ...]:
        return tuple(getattr(self.small, name) for name in names)

    def maybe(self, name: str | None) -> Any:
        return getattr(self.small, name) if name else None

    # --- meetings, opinions, contacts ---

    @rule(
        who=MOSTLY,
        kind=st.sampled_from(["party_group", "committee", "unknown"]),
        attended=st.lists(WHO, max_size=2),
        held=st.integers(-1, 4),
        days_ago=DAYS_AGO,
    )
    def meet(self, who: str, kind: str, attended: list[str], held: int, days_ago: int) -> None:
        def act(work: Work, acting: Acting) -> str:
            command = RecordMeeting(
                title="会议",
                kind=kind,
                attended_by=self.whom(attended),
                held_on=work.today - dt.timedelta(days=held),
            )
            return meetings.record_meeting(work, command, acting=acting)

        self.keep("meeting", self.attempt(who, act, days_ago=days_ago))

    @rule(
        who=MOSTLY,
        matter=st.sampled_from(["办公楼维修", "办公楼 维修", "车辆采购"]),
        text=TEXT,
        meeting=INDEX | st.none(),
        department=DEPARTMENT | st.none(),
        about=ABOUT | st.none(),
        which=INDEX,
    )
    def give(
        self,
        who: str,
        matter: str,
        text: str,
        meeting: int | None,
        department: str | None,
        about: str | None,
        which: int,
    ) -> None:
        id = self.one(about, which) if about else None
        command = GiveOpinion(
            matter=matter,
            text=text,
            meeting=self.one("meeting", meeting),
            department=self.maybe(department),
            about=Reference(kind=about, id=id) if about and id else None,
        )
        given = self.attempt(who, lambda work, acting: opinions.give_opinion(work, command))
        self.keep("opinion", given)

    @precondition(lambda self: self.made["opinion"])
    @rule(
        which=INDEX,
        who=MOSTLY,
        adoption=st.sampled_from(Adoption),
        text=TEXT,
        act=st.sampled_from(["answer", "answer", "correct", "void"]),
        meeting=INDEX | st.none(),
        reason=REASON,
        days_ago=DAYS_AGO,
        wild=WILD,
    )
    def touch_opinion(
        self,
        which: int,
        who: str,
        adoption: Adoption,
        text: str,
        act: str,
        meeting: int | None,
        reason: str,
        days_ago: int,
        wild: bool,
    ) -> None:
        id = self.made["opinion"][which % len(self.made["opinion"])]
        if not wild:
            who, reason, days_ago, text = "head", "依据书面答复", 0, "已经落实"
        other = self.one("meeting", meeting)
        day = self.record(MEETING, other).held_on if other else None
        correction = CorrectOpinion(
            text=text or None,
            meeting=other,
            given_on=day,
            cleared=() if other else ("meeting",),
        )

        def take(work: Work, acting: Acting) -> object:
            match act:
                case "answer":
                    return opinions.answer_opinion(work, id, adoption, text, acting=acting)
                case "correct":
                    return opinions.correct_opinion(work, id, correction, acting=acting)
            return opinions.void_opinion(work, id, acting=acting)

        self.attempt(who, take, reason=reason, days_ago=days_ago)

    @precondition(lambda self: self.made["meeting"])
    @rule(which=INDEX, who=MOSTLY, held=st.integers(-1, 6), void=st.booleans(), reason=REASON)
    def touch_meeting(self, which: int, who: str, held: int, void: bool, reason: str) -> None:
        id = self.made["meeting"][which % len(self.made["meeting"])]

        def take(work: Work, acting: Acting) -> object:
            if void:
                return meetings.void_meeting(work, id, acting=acting)
            right = CorrectMeeting(held_on=work.today - dt.timedelta(days=held))
            return meetings.correct_meeting(work, id, right, acting=acting)

        self.attempt(who, take, reason=reason)

    @rule(
        who=MOSTLY,
        about=ABOUT,
        which=INDEX,
        means=st.sampled_from(Means),
        officers=st.lists(WHO, max_size=2),
        next_in=st.integers(-1, 9) | st.none(),
        days_ago=DAYS_AGO,
    )
    def contact(
        self,
        who: str,
        about: str,
        which: int,
        means: Means,
        officers: list[str],
        next_in: int | None,
        days_ago: int,
    ) -> None:
        id = self.one(about, which) or "itm_none"

        def act(work: Work, acting: Acting) -> str:
            later = work.today + dt.timedelta(days=next_in) if next_in is not None else None
            command = MakeContact(
                about=Reference(kind=about, id=id),
                means=means,
                said="询问进展",
                officers=self.whom(officers),
                next_on=later,
            )
            return contacts.make_contact(work, command, acting=acting)

        self.keep("contact", self.attempt(who, act, days_ago=days_ago))

    @precondition(lambda self: self.made["contact"])
    @rule(which=INDEX, who=MOSTLY, void=st.booleans(), reason=REASON)
    def touch_contact(self, which: int, who: str, void: bool, reason: str) -> None:
        id = self.made["contact"][which % len(self.made["contact"])]
        right = CorrectContact(promised="按月报送", cleared=("next_on",))

        def take(work: Work, acting: Acting) -> object:
            if void:
                return contacts.void_contact(work, id, acting=acting)
            return contacts.correct_contact(work, id, right, acting=acting)

        self.attempt(who, take, reason=reason)

    # --- checklists, plan ---

    @rule(
        who=MOSTLY,
        since=st.integers(-30, 30) | st.none(),
        points=st.integers(0, 2),
        correct=st.booleans(),
        which=INDEX,
        reason=REASON,
    )
    def revise(
        self, who: str, since: int | None, points: int, correct: bool, which: int, reason: str
    ) -> None:
        def act(work: Work, acting: Acting) -> object:
            day = work.today + dt.timedelta(days=since) if since is not None else None
            id = self.one("checklist", which)
            if correct and id:
                right = CorrectChecklist(title="更正后的清单", valid_until=day)
                return checklists.correct_checklist(work, id, right, acting=acting).edition
            listed = tuple(Checkpoint(code=str(n + 1), text="要点") for n in range(points))
            command = IssueChecklist(code="files", title="卷宗", points=listed, valid_from=day)
            return checklists.issue_checklist(work, command, acting=acting)

        self.keep("checklist", self.attempt(who, act, reason=reason))

    @rule(who=MOSTLY, month=st.integers(0, 13), department=DEPARTMENT | st.none())
    def plan(self, who: str, month: int, department: str | None) -> None:
        command = PlanInspection(
            year=2026,
            month=month,
            theme="卷宗检查",
            kind="files",
            departments=(self.maybe(department),) if department else (),
        )
        planned = self.attempt(
            who, lambda work, acting: inspection_plans.plan_inspection(work, command)
        )
        self.keep("plan_entry", planned)

    @precondition(lambda self: self.made["plan_entry"])
    @rule(
        which=INDEX,
        into=INDEX,
        who=MOSTLY,
        act=st.sampled_from(["merge", "drop", "correct"]),
        reason=REASON,
    )
    def touch_plan(self, which: int, into: int, who: str, act: str, reason: str) -> None:
        made = self.made["plan_entry"]
        id, other = made[which % len(made)], made[into % len(made)]

        def take(work: Work, acting: Acting) -> object:
            match act:
                case "merge":
                    return inspection_plans.merge_plan(work, id, other, acting=acting)
                case "drop":
                    return inspection_plans.drop_plan(work, id, acting=acting)
            right = CorrectPlan(month=into)
            return inspection_plans.correct_plan(work, id, right, acting=acting)

        self.attempt(who, take, reason=reason)

    # --- inspections ---

    @rule(
        who=MOSTLY,
        team=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3),
        usual=st.booleans(),
        departments=st.lists(DEPARTMENT, max_size=2),
        conduct=st.sampled_from([Conduct.OFFICE, Conduct.OFFICE, Conduct.SELF]),
        openness=st.sampled_from(Openness),
        checklist=INDEX | st.none(),
        plan=INDEX | st.none(),
        days_ago=DAYS_AGO,
    )
    def inspect(
        self,
        who: str,
        team: list[str],
        usual: bool,
        departments: list[str],
        conduct: Conduct,
        openness: Openness,
        checklist: int | None,
        plan: int | None,
        days_ago: int,
    ) -> None:
        if usual:
            team, departments, plan = ["head", "inspector"], ["first"], None
            who, conduct, days_ago = "inspector", Conduct.OFFICE, 0
        command = BeginInspection(
            theme="卷宗检查",
            kind="files",
            inspectors=self.whom(team),
            departments=self.whom(departments),
            conduct=conduct,
            openness=openness,
            checklist=self.one("checklist", checklist),
            plan=self.one("plan_entry", plan),
        )
        begun = self.attempt(
            who,
            lambda work, acting: inspections.begin_inspection(work, command, acting=acting),
            days_ago=days_ago,
        )
        self.keep("inspection", begun)

    @precondition(lambda self: self.made["inspection"])
    @rule(
        which=INDEX,
        who=MOSTLY,
        act=st.sampled_from(["check", "check", "problem", "problem", "conclude", "other"]),
        point=POINT,
        conformity=st.sampled_from(Conformity),
        department=DEPARTMENT | st.none(),
        criticised=st.lists(WHO, max_size=1),
        reason=REASON,
        wild=WILD,
    )
    def touch_inspection(
        self,
        which: int,
        who: str,
        act: str,
        point: str | None,
        conformity: Conformity,
        department: str | None,
        criticised: list[str],
        reason: str,
        wild: bool,
    ) -> None:
        id = self.made["inspection"][which % len(self.made["inspection"])]
        if not wild:
            held = self.record(INSPECTION, id)
            known = {getattr(self.small, name): name for name in PEOPLE}
            who, reason = known[held.inspectors[0]], "依据现场情况"
            department = None
            if not held.checklist and act == "check":
                act, point = "problem", None
            elif act == "check" and conformity is Conformity.PROBLEM:
                act = "problem"
            if act in ("check", "conclude"):
                point = point or "1"
                criticised = ["prosecutor"] if held.findings and criticised else []
        where = self.maybe(department)
        result = PointResult(conformity=conformity, point=point, department=where, note="所见")

        def take(work: Work, acting: Acting) -> object:
            match act:
                case "check":
                    return inspections.check_points(work, id, (result,), acting=acting).theme
                case "problem":
                    command = OpenFinding(title="目录不全", department=where)
                    return inspections.find_problem(work, id, command, point=point, acting=acting)
                case "conclude":
                    asked = Conclude(conclusion="规范", criticised=self.whom(criticised))
                    return inspections.conclude_inspection(work, id, asked, acting=acting).theme
            match conformity:
                case Conformity.CONFORM:
                    return inspections.reveal_inspection(work, id, acting=acting).theme
                case Conformity.PROBLEM:
                    right = CorrectInspection(theme="更正", inspectors=self.whom([who, "chief"]))
                    return inspections.correct_inspection(work, id, right, acting=acting).theme
            return inspections.void_inspection(work, id, acting=acting).theme

        found = self.attempt(who, take, reason=reason)
        if isinstance(found, str) and found.startswith("fnd_"):
            self.keep("finding", found)

    @precondition(lambda self: self.made["finding"])
    @rule(
        which=INDEX,
        who=MOSTLY,
        right=st.sampled_from(["prosecutor", "first_head", "second_head", "inspector"]),
        verifier=st.sampled_from(["inspector", "inspector", "head", "prosecutor"]),
        closer=st.sampled_from(["head", "head", "inspector"]),
        signed=st.sampled_from([True, True, False]),
        wild=WILD,
    )
    def settle(
        self, which: int, who: str, right: str, verifier: str, closer: str, signed: bool, wild: bool
    ) -> None:
        finding = self.made["finding"][which % len(self.made["finding"])]
        held = self.inspection_of(finding)
        if not wild:
            known = {getattr(self.small, name): name for name in PEOPLE}
            who = known[self.record(INSPECTION, held).inspectors[0]]
            right, verifier, closer, signed = "prosecutor", "inspector", "head", True
        people = (getattr(self.small, name) for name in (right, verifier, closer))
        put_right_by, verified_by, closed_by = people
        command = OnTheSpot(
            put_right_by=put_right_by,
            result="当场补齐",
            verified_by=verified_by,
            closed_by=closed_by,
        )

        def act(work: Work, acting: Acting) -> object:
            sheet = work.seal(b"signed on the spot") if signed else None
            spot = Acting(paper=sheet, reason="现场整改")
            return inspections.settle_on_spot(work, held, finding, command, acting=spot).state

        self.attempt(who, act)

    @precondition(lambda self: self.made["finding"])
    @rule(which=INDEX, who=MOSTLY, reason=REASON)
    def void_finding(self, which: int, who: str, reason: str) -> None:
        finding = self.made["finding"][which % len(self.made["finding"])]
        self.attempt(
            who,
            lambda work, acting: findings.void_finding(work, finding, acting=acting),
            reason=reason,
        )

    def inspection_of(self, finding: str) -> str:
        return next(
            id for id in self.made["inspection"] if finding in self.record(INSPECTION, id).findings
        )

    @rule(problems=st.integers(0, 2), criticise=st.booleans(), adoption=st.sampled_from(Adoption))
    def straight_through(self, problems: int, criticise: bool, adoption: Adoption) -> None:
        """The way most activities go, so that lives reach their end."""
        small = self.small
        meet = RecordMeeting(title="会议", kind="committee", attended_by=(small.head,))
        held = self.attempt("head", lambda work, _: meetings.record_meeting(work, meet))
        self.keep("meeting", held)
        advice = GiveOpinion(matter="车辆采购", text="比价", meeting=str(held))
        given = self.attempt("head", lambda work, _: opinions.give_opinion(work, advice))
        self.keep("opinion", given)
        self.attempt(
            "head", lambda work, _: opinions.answer_opinion(work, str(given), adoption, "已答复")
        )
        asked = BeginInspection(
            theme="值班检查",
            kind="style",
            inspectors=(small.head, small.inspector),
            departments=(small.first,),
        )
        begun = self.attempt("head", lambda work, _: inspections.begin_inspection(work, asked))
        self.keep("inspection", begun)
        for _ in range(problems):
            found = self.attempt(
                "inspector",
                lambda work, _: inspections.find_problem(
                    work, str(begun), OpenFinding(title="脱岗")
                ),
            )
            self.keep("finding", found)
        criticised = (small.prosecutor,) if criticise else ()
        asked_end = Conclude(conclusion="已检查", criticised=criticised)
        self.attempt(
            "head",
            lambda work, _: inspections.conclude_inspection(work, str(begun), asked_end),
        )

    # --- whole courses ---

    def a_meeting_is_attended(self) -> None:
        small = self.small
        meet = RecordMeeting(title="会议", kind="committee", attended_by=(small.head,))
        record = ("head", lambda work, _: meetings.record_meeting(work, meet))
        held, idle = self.in_turn(record, record)
        advice = GiveOpinion(matter="车辆采购", text="比价", meeting=str(held))
        give = ("head", lambda work, _: opinions.give_opinion(work, advice))
        given, wrong = self.in_turn(give, give)
        talk = MakeContact(
            about=Reference(kind="opinion", id=str(given)),
            means=Means.TELEPHONE,
            said="询问",
            officers=(small.first_head,),
        )
        make = ("head", lambda work, _: contacts.make_contact(work, talk))
        made, unmade = self.in_turn(make, make)
        for kind, ids in (
            ("meeting", (held, idle)),
            ("opinion", (given, wrong)),
            ("contact", (made, unmade)),
        ):
            for id in ids:
                self.keep(kind, id)
        agenda, text = CorrectMeeting(agenda="采购"), CorrectOpinion(text="三家比价")
        promised = CorrectContact(promised="按月报送")
        self.in_turn(
            (
                "head",
                lambda work, how: meetings.correct_meeting(work, str(held), agenda, acting=how),
            ),
            ("head", lambda work, how: meetings.void_meeting(work, str(idle), acting=how)),
            (
                "head",
                lambda work, how: opinions.correct_opinion(work, str(given), text, acting=how),
            ),
            (
                "head",
                lambda work, how: opinions.answer_opinion(
                    work, str(given), Adoption.ADOPTED, "已比价", acting=how
                ),
            ),
            ("head", lambda work, how: opinions.void_opinion(work, str(wrong), acting=how)),
            (
                "head",
                lambda work, how: contacts.correct_contact(work, str(made), promised, acting=how),
            ),
            ("head", lambda work, how: contacts.void_contact(work, str(unmade), acting=how)),
        )

    def a_plan_is_revised(self) -> None:
        entry = PlanInspection(year=2026, month=6, theme="卷宗检查", kind="files")
        make = ("head", lambda work, _: inspection_plans.plan_inspection(work, entry))
        kept, merged, dropped = self.in_turn(make, make, make)
        for id in (kept, merged, dropped):
            self.keep("plan_entry", id)
        later = CorrectPlan(month=7)
        right = CorrectChecklist(title="卷宗检查清单")

        def next_version(work: Work, how: Acting) -> object:
            command = IssueChecklist(
                code="files",
                title="卷宗检查",
                points=(Checkpoint(code="1", text="目录"),),
                valid_from=work.today + dt.timedelta(days=60),
            )
            return checklists.issue_checklist(work, command, acting=how)

        self.in_turn(
            (
                "head",
                lambda work, how: inspection_plans.merge_plan(
                    work, str(merged), str(kept), acting=how
                ),
            ),
            (
                "head",
                lambda work, how: inspection_plans.correct_plan(work, str(kept), later, acting=how),
            ),
            ("head", lambda work, how: inspection_plans.drop_plan(work, str(dropped), acting=how)),
            (
                "head",
                lambda work, how: checklists.correct_checklist(
                    work, self.made["checklist"][0], right, acting=how
                ),
            ),
            ("head", next_version),
        )

    def a_covert_inspection_is_put_right(self) -> None:
        small = self.small
        asked = BeginInspection(
            theme="暗访",
            kind="files",
            inspectors=(small.head, small.inspector),
            departments=(small.first,),
            openness=Openness.COVERT,
            checklist=self.one("checklist", 0),
        )
        with small.office.new_file(small.head) as work:
            command = OpenClosedFile(
                title="暗访", purpose=Purpose.COVERT_INSPECTION, approved_by=small.chief
            )
            file = closed_files.open_file(work, command)
            work.commit()
        begin = ("head", lambda work, _: inspections.begin_inspection(work, asked))
        assert self.in_turn(begin) == [None], "not in the open"
        begun, wrong = self.in_turn(begin, begin, file=file)
        self.attempt("head", lambda work, _: closed_files.release_file(work, "已通报"), file=file)
        self.keep("inspection", begun)
        self.keep("inspection", wrong)
        id = str(begun)
        seen = PointResult(conformity=Conformity.CONFORM, point="1")
        problem, theme = OpenFinding(title="目录不全"), CorrectInspection(theme="卷宗暗访")
        (_, found) = self.in_turn(
            (
                "inspector",
                lambda work, how: inspections.check_points(work, id, (seen,), acting=how),
            ),
            (
                "inspector",
                lambda work, how: inspections.find_problem(
                    work, id, problem, point="2", acting=how
                ),
            ),
            file=file,
        )
        self.keep("finding", found)
        spot = OnTheSpot(
            put_right_by=small.prosecutor,
            result="当场补齐",
            verified_by=small.inspector,
            closed_by=small.head,
        )

        def settle(work: Work, how: Acting) -> object:
            sheet = Acting(paper=work.seal(b"signed on the spot"), reason="现场整改")
            return inspections.settle_on_spot(work, id, str(found), spot, acting=sheet)

        end = Conclude(conclusion="已检查")
        self.in_turn(
            ("head", lambda work, how: inspections.reveal_inspection(work, id, acting=how)),
            ("inspector", settle),
            ("head", lambda work, how: inspections.correct_inspection(work, id, theme, acting=how)),
            ("head", lambda work, how: inspections.conclude_inspection(work, id, end, acting=how)),
            (
                "head",
                lambda work, how: inspections.void_inspection(work, str(wrong), acting=how),
            ),
            file=file,
        )

    # --- what always holds ---

    @invariant()
    def what_was_found_hangs_together(self) -> None:
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            for kind in KINDS:
                assert view.tally(kind)[0].count == len(view.select(kind))
            for held in view.select(INSPECTION):
                for seen in held.results:
                    problem = seen.conformity is Conformity.PROBLEM
                    assert problem is bool(seen.finding)
                    if seen.finding and seen.on_spot:
                        closed = view.get(FINDING, seen.finding)
                        assert closed.state is FindingState.CLOSED
                        assert closed.claim is not None
                        assert closed.closed_on == closed.verified_on == closed.claim.on
                if held.criticised:
                    assert held.state is not InspectionState.BEGUN
                    assert not set(held.criticised) & set(held.inspectors)
            for opinion in view.select(OPINION):
                if opinion.meeting:
                    assert view.get(MEETING, opinion.meeting).held_on == opinion.given_on or (
                        opinion.state.value == "voided"
                    )


@pytest.mark.parametrize("opener", [memory, sqlite])
def test_replay_equals_rows_after_random_activities(
    opener: Callable[[Path], Store | None],
) -> None:
    live(ActivityLives, opener, times=50 if opener is memory else 12)
