"""Random lives of people and evidence: posts, handling units, mergers, hand-overs, attachments.

Beside what holds for every family: whoever hands work over, nothing is lost on the way, and nobody
takes an independent step on what a colleague of the handling unit is responsible for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

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
)

from supervision.domain.attachments import (
    ATTACHMENT,
    AttachedTo,
    AttachmentState,
    CorrectAttachment,
)
from supervision.domain.findings import FINDING, OpenFinding, Rectification, Responsible
from supervision.domain.handling_units import (
    HANDLING_UNIT,
    CorrectHandlingUnit,
    FormHandlingUnit,
    HandlingUnitState,
    members_on,
)
from supervision.domain.handovers import HandOver
from supervision.domain.items import ITEM, ProposeItem
from supervision.domain.posts import Post, Role
from supervision.office import attachments, findings, handling_units, items, people
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

    # --- what always holds ---

    @invariant()
    def counts_agree_with_lists(self) -> None:
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            for kind in (HANDLING_UNIT, ATTACHMENT, ITEM):
                assert view.tally(kind)[0].count == len(view.select(kind))  # type: ignore[arg-type]
            for unit in view.select(HANDLING_UNIT):
                led = [one for one in unit.leaders if one.until is None]
                assert len(led) == (unit.disbanded_on is None)
            voided = [one.state for one in view.select(ATTACHMENT)]
            assert set(voided) <= set(AttachmentState)


@pytest.mark.parametrize("opener", [memory, sqlite])
def test_replay_equals_rows_after_random_lives(opener: Callable[[Path], Store | None]) -> None:
    live(PeopleLives, opener, times=50 if opener is memory else 12)
