"""What may be decided about reports to the chief."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.periods import parse_period
from supervision.domain.posts import Role
from supervision.domain.reports import (
    IssueReport,
    Report,
    ReportState,
    ReportVoided,
    decide_issue_report,
    decide_void_report,
    evolve,
    text_digest,
)
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import OfficerId, Sealed
from supervision.errors import JournalError, Refused

HEAD, CHIEF = OfficerId("head"), OfficerId("chief")
JULY = dt.date(2021, 7, 3)
COMMAND = IssueReport(
    period=parse_period("2021-06"),
    as_of=JULY,
    seq=7,
    language="zh",
    digest=text_digest("正文"),
    text=Sealed(digest="sha256:00", size=6),
    drawn_by=HEAD,
    addressee=CHIEF,
    proposals=(" 开展专项督察 ",),
)


def deed(role: Role = Role.SUPERVISION_HEAD, reason: str = "", on: dt.date = JULY) -> Deed:
    standing = Standing(officer=HEAD, roles=frozenset({role}))
    return Deed(act=Act(by=HEAD, on=on), standing=standing, reason=reason)


def issued(command: IssueReport = COMMAND, by: Deed | None = None, **options: str) -> Report:
    (change,) = decide_issue_report(
        "rpt_1",
        "mw",
        command,
        deed=by or deed(),
        chiefs=frozenset({CHIEF}),
        standing=options.get("standing"),
    )
    return evolve(None, change)


def refused(command: IssueReport = COMMAND, by: Deed | None = None, **options: str) -> str:
    with pytest.raises(Refused) as refusal:
        issued(command, by, **options)
    return refusal.value.code


def test_report_holds_what_it_rests_on() -> None:
    """REPORT-1."""
    report = issued()
    assert (report.state, report.issued_by, report.issued_on) == (ReportState.ISSUED, HEAD, JULY)
    assert (report.seq, report.as_of, report.proposals) == (7, JULY, ("开展专项督察",))


def test_only_the_head_of_supervision_issues_and_voids() -> None:
    """REPORT-5."""
    assert refused(by=deed(Role.INSPECTOR)) == "separation.role"
    with pytest.raises(Refused) as refusal:
        decide_void_report(issued(), deed=deed(Role.CHIEF, "重复"))
    assert refusal.value.code == "separation.role"


def test_report_goes_to_the_chief() -> None:
    """REPORT-6."""
    assert refused(attrs.evolve(COMMAND, addressee=HEAD)) == "report.addressee"


def test_report_speaks_of_no_day_to_come() -> None:
    """REPORT-7."""
    later = attrs.evolve(COMMAND, as_of=JULY + dt.timedelta(days=1))
    assert refused(later) == "report.future"
    assert refused(attrs.evolve(COMMAND, period=parse_period("2021-08"))) == "report.future"
    assert issued(attrs.evolve(COMMAND, period=parse_period("2021-07"))).period.code == "2021-07"


def test_one_report_of_a_period_stands() -> None:
    """REPORT-8."""
    assert refused(standing="rpt_0") == "report.exists"


@pytest.mark.parametrize(("proposal", "code"), [(" ", "text.empty"), ("a\nb", "text.line")])
def test_proposal_is_one_line(proposal: str, code: str) -> None:
    assert refused(attrs.evolve(COMMAND, proposals=(proposal,))) == code


def test_report_is_voided_once_with_a_reason() -> None:
    """REPORT-9."""
    report = issued()
    with pytest.raises(Refused) as refusal:
        decide_void_report(report, deed=deed())
    assert refusal.value.code == "act.reason_missing"
    (change,) = decide_void_report(report, deed=deed(reason="数字有误"))
    voided = evolve(report, change)
    assert voided.state is ReportState.VOIDED
    with pytest.raises(Refused) as refusal:
        decide_void_report(voided, deed=deed(reason="数字有误"))
    assert refusal.value.code == "report.voided"


def test_a_life_begins_with_its_first_change() -> None:
    with pytest.raises(JournalError):
        evolve(None, ReportVoided(act=Act(by=HEAD, on=JULY)))
