"""Closed files through random lives: who may see what on which day is what a model says.

The model knows of every file its keepers, its grants with their days, what lies in it, and
whether it was released or closed. Nothing else lets anybody in, and nothing else keeps anybody
out; the answer follows each act, and each day, at once.
"""

from __future__ import annotations

import datetime as dt
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
)
from lives import sqlite

from supervision.domain.closed_file_changes import OpenClosedFile, ProposeGrant, Purpose
from supervision.domain.closed_files import CLOSED_FILE
from supervision.domain.findings import FINDING, OpenFinding
from supervision.domain.values import OfficerId, day_of
from supervision.errors import AccessDenied, NotFound, Refused, SupervisionError
from supervision.office import closed_files, findings
from supervision.office.acting import Acting
from supervision.ports.store import Store
from supervision.testing.offices import SmallOffice, small_office

REASON = Acting(reason="情况变化")
PEOPLE = ("chief", "head", "inspector", "first_head", "prosecutor")
WHO = st.sampled_from(PEOPLE)
SOON = st.integers(0, 3)


@attrs.define
class Granted:
    """A grant as the model knows it."""

    officer: str
    proposer: str
    first: dt.date
    last: dt.date | None
    records: tuple[str, ...]
    state: str = "proposed"

    def holds(self, on: dt.date) -> bool:
        return (
            self.state == "approved" and self.first <= on and (self.last is None or on <= self.last)
        )


@attrs.define
class Known:
    """A file as the model knows it."""

    custodians: list[str]
    approver: str
    state: str = "open"
    released: bool = False
    grants: list[Granted] = attrs.field(factory=list)
    records: list[str] = attrs.field(factory=list)
    views: int = 0

    @property
    def keepers(self) -> set[str]:
        return {*self.custodians, self.approver}

    def seen(self, who: str, on: dt.date) -> set[str] | None:
        """Return what somebody may see in the file; `None`: the file does not exist for him."""
        if who in self.keepers:
            return set(self.records)
        held = [one for one in self.grants if one.officer == who and one.holds(on)]
        if not held:
            return None
        if any(not one.records for one in held):
            return set(self.records)
        return {id for one in held for id in one.records}

    def works(self, who: str, on: dt.date) -> bool:
        """Say whether somebody may work in the file: all of it is his, not some records."""
        whole = any(one.officer == who and one.holds(on) and not one.records for one in self.grants)
        return who in self.keepers or whole


class ClosedFileLives(RuleBasedStateMachine):
    """Files are opened, granted, ended, handed over, released and closed; days pass."""

    files = Bundle("files")

    def new_store(self) -> Store | None:
        """Return the store; by default one in memory."""
        return None

    @initialize()
    def found(self) -> None:
        self.small: SmallOffice = small_office(self.new_store())
        self.known: dict[str, Known] = {}
        self.public: list[str] = []
        self.titles = count(1)

    # --- the present ---

    @property
    def today(self) -> dt.date:
        return day_of(self.small.clock())

    def officer(self, who: str) -> OfficerId:
        found: OfficerId = getattr(self.small, who)
        return found

    def sight(self, who: str, file: str) -> set[str] | None:
        """Return what somebody sees of a file, entering it to read."""
        office = self.small.office
        try:
            with office.read(self.officer(who), file, why="查阅") as view:
                return {one.id for one in view.select(FINDING)} - set(self.public)
        except NotFound:
            return None

    # --- acts ---

    @rule(target=files, who=WHO, approver=WHO)
    def open_file(self, who: str, approver: str) -> object:
        command = OpenClosedFile(
            title="某事项", purpose=Purpose.DISCIPLINE, approved_by=self.officer(approver)
        )
        try:
            with self.small.office.new_file(self.officer(who)) as work:
                file = closed_files.open_file(work, command)
                work.commit()
        except (Refused, AccessDenied):
            return multiple()
        assert who != approver
        self.known[file] = Known(custodians=[who], approver=approver)
        return file

    @rule(file=files, who=WHO)
    def put(self, file: str, who: str) -> None:
        model = self.known[file]
        try:
            with self.small.office.work(self.officer(who), file=file) as work:
                command = OpenFinding(title=f"问题{next(self.titles)}", facts="经查属实。")
                id = findings.open_finding(work, command)
                work.commit()
        except SupervisionError:
            may = model.released or (model.state == "open" and model.works(who, self.today))
            assert not may or who not in ("head", "inspector"), "only the policy kept him out"
            return
        assert model.released or model.works(who, self.today)
        (self.public if model.released else model.records).append(id)

    @rule(who=WHO)
    def put_in_the_open(self, who: str) -> None:
        try:
            with self.small.office.work(self.officer(who)) as work:
                command = OpenFinding(title=f"问题{next(self.titles)}", facts="经查属实。")
                id = findings.open_finding(work, command)
                work.commit()
        except (Refused, AccessDenied):
            return
        self.public.append(id)

    @rule(
        file=files,
        proposer=WHO,
        officer=WHO,
        first=SOON,
        days=st.none() | st.integers(0, 4),
        some=st.booleans(),
    )
    def propose(
        self, file: str, proposer: str, officer: str, first: int, days: int | None, some: bool
    ) -> None:
        model = self.known[file]
        begins = self.today + dt.timedelta(days=first)
        ends = None if days is None else begins + dt.timedelta(days=days)
        records = tuple(model.records[:1]) if some and not model.released else ()
        command = ProposeGrant(
            officer=self.officer(officer),
            reason="协助办理",
            from_=begins,
            until=ends,
            records=records,
        )
        try:
            with self.small.office.work(self.officer(proposer), file=file) as work:
                closed_files.propose_grant(work, command)
                work.commit()
        except (Refused, AccessDenied, NotFound):
            return
        assert proposer in model.keepers
        assert officer != proposer
        model.grants.append(Granted(officer, proposer, begins, ends, records))

    @rule(file=files, decider=WHO, number=st.integers(0, 5), approves=st.booleans())
    def decide(self, file: str, decider: str, number: int, approves: bool) -> None:
        model = self.known[file]
        if not model.grants:
            return
        place = number % len(model.grants)
        grant = model.grants[place]
        act = closed_files.approve_grant if approves else closed_files.refuse_grant
        try:
            with self.small.office.work(self.officer(decider), file=file) as work:
                act(work, place + 1, acting=REASON)
                work.commit()
        except (Refused, AccessDenied, NotFound):
            return
        assert grant.state == "proposed"
        assert decider in model.keepers
        assert decider not in (grant.proposer, grant.officer)
        grant.state = "approved" if approves else "refused"

    @rule(file=files, who=WHO, number=st.integers(0, 5))
    def end(self, file: str, who: str, number: int) -> None:
        model = self.known[file]
        if not model.grants:
            return
        place = number % len(model.grants)
        try:
            with self.small.office.work(self.officer(who), file=file) as work:
                closed_files.end_grant(work, place + 1, acting=REASON)
                work.commit()
        except (Refused, AccessDenied, NotFound):
            return
        assert who in model.keepers
        assert model.grants[place].state in ("proposed", "approved")
        model.grants[place].state = "ended"

    @rule(file=files, who=WHO, to=WHO)
    def hand_over(self, file: str, who: str, to: str) -> None:
        model = self.known[file]
        may_enter = model.works(to, self.today)
        try:
            with self.small.office.work(self.officer(who), file=file) as work:
                closed_files.hand_over_custody(work, self.officer(to), acting=REASON)
                work.commit()
        except (Refused, AccessDenied, NotFound):
            return
        assert who in model.custodians
        assert may_enter
        model.custodians = [one for one in model.custodians if one not in (who, to)] + [to]

    @rule(file=files, who=WHO)
    def release(self, file: str, who: str) -> None:
        model = self.known[file]
        try:
            with self.small.office.work(self.officer(who), file=file) as work:
                closed_files.release_file(work, "已经通报")
                work.commit()
        except (Refused, AccessDenied, NotFound):
            return
        assert who in model.keepers
        assert not model.released
        model.released = True
        model.state = "released"
        self.public += model.records
        model.records = []

    @rule(file=files, who=WHO)
    def close(self, file: str, who: str) -> None:
        model = self.known[file]
        try:
            with self.small.office.work(self.officer(who), file=file) as work:
                closed_files.close_file(work, acting=REASON)
                work.commit()
        except (Refused, AccessDenied, NotFound):
            return
        assert who in model.keepers
        model.state = "closed"

    @rule(days=st.integers(1, 3))
    def time_passes(self, days: int) -> None:
        self.small.clock.advance(days=days)

    # --- what always holds ---

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        for who in PEOPLE if hasattr(self, "small") else ():
            with self.small.office.read(self.officer(who)) as view:
                assert {one.id for one in view.select(FINDING)} == set(self.public)
                assert view.select(CLOSED_FILE) == ()
                held = {one.id for one in closed_files.held_files(view, self.today)}
            mine = {id for id, one in self.known.items() if one.seen(who, self.today) is not None}
            assert held == mine

    @rule(file=files, who=WHO)
    def enter(self, file: str, who: str) -> None:
        model = self.known[file]
        found = self.sight(who, file)
        if model.released:
            assert found == set(), "it is in the open; the file adds nothing"
            return
        assert found == model.seen(who, self.today)

    def teardown(self) -> None:
        if hasattr(self, "small"):
            office = self.small.office
            assert office.verify(files=set(self.known)).ok
            office.close()


class ClosedFileLivesInSqlite(ClosedFileLives):
    """The same in a database."""

    def new_store(self) -> Store | None:
        self.folder = TemporaryDirectory()
        return sqlite(Path(self.folder.name))

    def teardown(self) -> None:
        super().teardown()
        self.folder.cleanup()


TestClosedFileLives = ClosedFileLives.TestCase
TestClosedFileLives.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestClosedFileLivesInSqlite = ClosedFileLivesInSqlite.TestCase
TestClosedFileLivesInSqlite.settings = settings(
    max_examples=3, stateful_step_count=25, deadline=None
)
