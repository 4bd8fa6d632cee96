"""Scoring in the office: posted once, reversed with a reason, never by guess."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs
import pytest

from supervision.domain.findings import (
    FINDING,
    CorrectFinding,
    OpenFinding,
    Rectification,
    Responsible,
    Severity,
)
from supervision.domain.measures import IssueMeasure, Service
from supervision.domain.periods import parse_period
from supervision.domain.schemes import Scheme
from supervision.domain.score_entries import SCORE_ENTRY, ScoreEntry
from supervision.domain.values import OFFICE_ZONE
from supervision.errors import Refused, UsageError
from supervision.office import findings, measures
from supervision.office.acting import Acting
from supervision.office.office import Office
from supervision.office.scoring import ScoreReport, reverse_score, score, score_sheet
from supervision.ports.access import Actor, Permission
from supervision.ports.query import Everything, Nothing, Predicate
from supervision.testing.offices import SmallOffice, small_office
from supervision.testing.scores import SAMPLE_PERSONAL_RULE, SAMPLE_SCHEME

YEAR = parse_period("2026")
MARCH = parse_period("2026-03")
WHY = Acting(reason="登记有误")


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def opened(small: SmallOffice, *, claimed: bool = True, **fields: object) -> str:
    command = {"title": "具结书后补", "problem_code": "plea.deed", "department": small.first}
    with small.office.work(small.inspector) as work:
        id = findings.open_finding(work, OpenFinding(**(command | fields)))
        work.commit()
    if claimed:
        with small.office.work(small.first_head) as work:
            findings.claim(
                work,
                id,
                department=small.first,
                mode=Rectification.AT_ONCE,
                plan="补正",
                due_on=dt.date(2026, 12, 1),
            )
            work.commit()
    return id


def scored(
    small: SmallOffice,
    *schemes: Scheme,
    period: object = YEAR,
    office: Office | None = None,
    by: str | None = None,
    acting: Acting = Acting(),
) -> ScoreReport:
    with (office or small.office).work(by or small.head) as work:
        report = score(work, schemes or (SAMPLE_SCHEME,), period, acting=acting)
        work.commit()
    return report


def ledger(small: SmallOffice) -> tuple[ScoreEntry, ...]:
    with small.office.read(small.head) as view:
        return view.select(SCORE_ENTRY)


def total(small: SmallOffice) -> Fraction:
    return sum((entry.points for entry in ledger(small)), Fraction(0))


def reasons(small: SmallOffice, id: str) -> list[str]:
    with small.office.read(small.head) as view:
        return [entry.header.reason for entry in view.history(SCORE_ENTRY, id)]


def test_second_scoring_posts_nothing(small: SmallOffice) -> None:
    opened(small)
    first = scored(small)
    assert (len(first.posted), total(small)) == (1, Fraction(-1))
    before = small.office.checkpoints()
    second = scored(small)
    assert (second.posted, second.reversed, second.kept) == ((), (), 1)
    assert [point.seq for point in small.office.checkpoints()] == [point.seq for point in before]


def test_entry_is_explained_by_its_finding(small: SmallOffice) -> None:
    id = opened(small)
    scored(small)
    (entry,) = ledger(small)
    assert [record.id for record in entry.records] == [id]


def test_voided_finding_takes_its_points_back_with_the_reason_in_the_journal(
    small: SmallOffice,
) -> None:
    id = opened(small)
    scored(small)
    with small.office.work(small.head) as work:
        findings.void_finding(work, id, acting=WHY)
        work.commit()
    report = scored(small)
    assert (len(report.reversed), total(small)) == (1, 0)
    assert reasons(small, report.reversed[0]) == ["", "依据的事实不再计分"]
    assert small.office.verify().ok


def test_reason_given_stands_in_place_of_the_ready_one(small: SmallOffice) -> None:
    id = opened(small)
    scored(small)
    with small.office.work(small.head) as work:
        findings.void_finding(work, id, acting=WHY)
        work.commit()
    report = scored(small, acting=Acting(reason="党组会议决定"))
    assert reasons(small, report.reversed[0])[-1] == "党组会议决定"


def test_corrected_severity_is_reversed_and_posted_anew(small: SmallOffice) -> None:
    id = opened(small)
    scored(small)
    with small.office.work(small.head) as work:
        findings.correct_finding(work, id, CorrectFinding(severity=Severity.SERIOUS), acting=WHY)
        work.commit()
    report = scored(small)
    assert (len(report.reversed), len(report.posted), total(small)) == (1, 1, Fraction(-3))


def test_measure_answered_late_counts(small: SmallOffice) -> None:
    command = IssueMeasure(rung="hint_letter", title="提示函", department=small.first)
    with small.office.work(small.head) as work:
        id = measures.issue(work, command)
        measures.serve(work, id, Service.NETWORK)
        work.commit()
    small.clock.advance(days=20)
    with small.office.work(small.first_head) as work:
        measures.claim_measure(work, id, "补正", due_on=dt.date(2026, 4, 1))
        measures.answer(work, id, "已补正")
        work.commit()
    assert scored(small).posted == ()
    with small.office.work(small.head) as work:
        measures.accept(work, id)
        work.commit()
    scored(small)
    (entry,) = ledger(small)
    assert (entry.points, entry.rule) == (Fraction(-1), "late")
    assert [record.kind for record in entry.records] == ["clock", "measure"]
    assert entry.fact_on == dt.date(2026, 3, 13)


def test_finding_that_cannot_be_placed_is_reported(small: SmallOffice) -> None:
    id = opened(small, problem_code="discipline")
    report = scored(small)
    assert [(one.record.id, one.cause.value) for one in report.unscored] == [(id, "unlisted")]


def test_period_that_overlaps_one_scored_before_is_refused(small: SmallOffice) -> None:
    opened(small)
    scored(small, period=MARCH)
    with pytest.raises(Refused) as refusal:
        scored(small)
    assert refusal.value.code == "score.overlap"
    assert refusal.value.details["other"] == "2026-03"
    assert scored(small, period=parse_period("2026-04")).posted == ()


def test_only_the_office_scores(small: SmallOffice) -> None:
    opened(small)
    with pytest.raises(Refused) as refusal:
        scored(small, by=small.first_head)
    assert refusal.value.code == "separation.role"
    assert ledger(small) == ()


def test_next_version_judges_its_own_days_alone(small: SmallOffice) -> None:
    opened(small)
    old = attrs.evolve(SAMPLE_SCHEME, valid_until=dt.date(2026, 6, 30))
    scored(small, old)
    small.clock.set(dt.datetime(2026, 9, 1, 9, 0, tzinfo=OFFICE_ZONE))
    opened(small)
    new = attrs.evolve(SAMPLE_SCHEME, version=2, valid_from=dt.date(2026, 7, 1))
    report = scored(small, new)
    assert (len(report.posted), report.reversed) == (1, ())
    assert {entry.scheme_version for entry in ledger(small)} == {1, 2}
    again = scored(small, old, new)
    assert (again.posted, again.reversed, again.kept) == ((), (), 2)


def test_schemes_must_be_versions_of_one(small: SmallOffice) -> None:
    codes = []
    for schemes in ((), (SAMPLE_SCHEME, attrs.evolve(SAMPLE_SCHEME, code="other"))):
        with small.office.work(small.head) as work, pytest.raises(UsageError) as refusal:
            score(work, schemes, YEAR)
        codes.append(refusal.value.code)
    assert codes == ["score.no_scheme", "score.several_schemes"]


def test_entry_reversed_by_hand_stays_reversed(small: SmallOffice) -> None:
    opened(small)
    (id,) = scored(small).posted
    with small.office.work(small.head) as work:
        counter = reverse_score(work, id, acting=Acting(reason="申诉成立"))
        work.commit()
    assert total(small) == 0
    report = scored(small)
    assert (report.posted, report.reversed) == ((), ())
    with small.office.read(small.head) as view:
        assert view.get(SCORE_ENTRY, counter).reverses == id


def test_entry_reversed_without_a_reason_is_refused(small: SmallOffice) -> None:
    opened(small)
    (id,) = scored(small).posted
    with small.office.work(small.head) as work, pytest.raises(Refused) as refusal:
        reverse_score(work, id)
    assert refusal.value.code == "act.reason_missing"


@attrs.frozen
class _Blind:
    """A policy under which one officer sees no findings."""

    officer: str

    def visible(self, actor: Actor, kind: str) -> Predicate:
        return Nothing if (actor.id, kind) == (self.officer, FINDING.name) else Everything

    def permits(self, actor: Actor, act: str, record: object) -> Permission:
        return Permission(granted=True)


def test_officer_who_cannot_see_a_finding_does_not_reverse_its_points(small: SmallOffice) -> None:
    opened(small)
    (id,) = scored(small).posted
    blind = Office(attrs.evolve(small.office.parts, policy=_Blind(small.inspector)))
    report = scored(small, office=blind, by=small.inspector)
    assert (report.reversed, report.hidden) == ((), (id,))
    assert total(small) == Fraction(-1)


def test_sheet_names_departments_and_persons_and_foots(small: SmallOffice) -> None:
    opened(small, persons=(Responsible(officer=small.prosecutor),))
    scheme = attrs.evolve(SAMPLE_SCHEME, rules=(*SAMPLE_SCHEME.rules, SAMPLE_PERSONAL_RULE))
    scored(small, scheme)
    with small.office.read(small.head) as view:
        sheet = score_sheet(view, (scheme,), YEAR, made_at=small.clock())
    assert (sheet.unit, sheet.title.zh) == ("马尾区人民检察院", SAMPLE_SCHEME.zh)
    assert [total.department for total in sheet.departments] == ["第一检察部"]
    assert [(one.staff_number, one.officer) for one in sheet.persons] == [("202", "李五")]
    assert (sheet.department_points, sheet.person_points) == (Fraction(-1), Fraction(-1))


def test_person_whose_name_was_erased_is_called_by_the_number(small: SmallOffice) -> None:
    opened(small, persons=(Responsible(officer=small.prosecutor),))
    scheme = attrs.evolve(SAMPLE_SCHEME, rules=(SAMPLE_PERSONAL_RULE,))
    scored(small, scheme)
    with small.office.store.begin() as reading:
        stored = reading.get("officer", small.prosecutor)
        assert stored is not None
    from supervision.codec import decode
    from supervision.domain.officers import Officer
    from supervision.journal.entry import open_chain

    digest = decode(Officer, stored.body).name.digest
    with small.office.store.begin(write=(open_chain(small.unit),)) as writing:
        writing.erase_blob(digest)
        writing.commit()
    with small.office.read(small.head) as view:
        sheet = score_sheet(view, (scheme,), YEAR, made_at=small.clock())
    assert [(one.staff_number, one.officer) for one in sheet.persons] == [("202", "")]
