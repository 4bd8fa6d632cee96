"""Random lives of reports: among other acts, each one issued comes out the same again."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from lives import DAYS_AGO, DEPARTMENT, INDEX, REASON, WHO, Lives, Opener, live, memory, sqlite

from supervision.domain.findings import OpenFinding
from supervision.domain.periods import parse_period
from supervision.domain.reports import REPORT, ReportState
from supervision.errors import Refused
from supervision.office import findings
from supervision.office.reports import draft_report, issue_report, read_report, void_report
from supervision.ports.query import Eq

MONTHS = st.sampled_from(["2026-02", "2026-03", "2026-04", "2099-01"])
WILD = st.sampled_from([False, False, True])


class ReportLives(Lives):
    """Everybody draws up, issues and voids reports (随机人生)."""

    kinds = (REPORT,)
    courses = ("a_report_is_issued_and_voided",)

    @rule(who=WHO, department=DEPARTMENT | st.none(), reason=REASON)
    def open_finding(self, who: str, department: str | None, reason: str) -> None:
        where = getattr(self.small, department) if department else None
        command = OpenFinding(title="权利告知超期", department=where)
        self.attempt(
            who,
            lambda work, acting: findings.open_finding(work, command, acting=acting),
            reason=reason,
        )

    @rule(who=WHO, by=WHO | st.none(), month=MONTHS, to=WHO | st.none(), days=DAYS_AGO, wild=WILD)
    def issue(
        self, who: str, by: str | None, month: str, to: str | None, days: int, wild: bool
    ) -> None:
        small = self.small
        if not wild:
            who, by, to, days = "head", None, None, 0
        before = self.head()
        try:
            draft = draft_report(
                small.office,
                getattr(small, who),
                parse_period(month),
                proposals=("开展专项督察",) if wild else (),
            )
        except Refused:
            assert self.head() == before
            return
        addressee = getattr(small, to) if to else None
        issued = self.attempt(
            who,
            lambda work, acting: issue_report(work, draft, addressee=addressee, acting=acting),
            days_ago=days,
            by=by,
        )
        self.keep("report", issued)

    @precondition(lambda self: self.made["report"])
    @rule(which=INDEX, who=WHO, reason=REASON, wild=WILD)
    def void(self, which: int, who: str, reason: str, wild: bool) -> None:
        id = self.one("report", which)
        if id is not None:
            self.attempt(
                who if wild else "head",
                lambda work, acting: void_report(work, id, acting=acting),
                reason=reason if wild else "数字有误",
            )

    @precondition(lambda self: self.made["report"])
    @rule(which=INDEX, who=WHO)
    def read_again(self, which: int, who: str) -> None:
        id = self.one("report", which)
        if id is not None:
            again = read_report(self.small.office, getattr(self.small, who), id)
            assert (again.kept, again.redrawn) == (True, True)

    def a_report_is_issued_and_voided(self) -> None:
        small, before = self.small, self.head()
        try:
            draft = draft_report(small.office, small.head, parse_period("2026-02"))
        except Refused:
            assert self.head() == before
            return
        (id,) = self.in_turn(("head", lambda work, how: issue_report(work, draft, acting=how)))
        self.keep("report", id)
        self.in_turn(("head", lambda work, how: void_report(work, str(id), acting=how)))

    @rule()
    def one_report_of_a_period_stands(self) -> None:
        with self.small.office.read(self.small.head) as view:
            standing = view.tally(REPORT, Eq("state", ReportState.ISSUED.value), ("period",))
        assert all(group.count == 1 for group in standing)


@pytest.mark.parametrize(("opener", "times"), [(memory, 15), (sqlite, 5)])
def test_reports_live(opener: Opener, times: int) -> None:
    live(ReportLives, opener, times)
