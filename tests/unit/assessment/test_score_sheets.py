"""The sheet: names, explanations and sums that foot."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs
import pytest

from supervision.assessment.sheets import People, build_sheet, exact_text, explain
from supervision.domain.periods import parse_period
from supervision.domain.score_entries import (
    Account,
    RecordRef,
    ScoreEntry,
    ScoreFact,
    Working,
)
from supervision.domain.values import DepartmentId, Instant, OfficerId
from supervision.testing.scores import SAMPLE_SCHEME

DAY = dt.date(2026, 3, 2)
YEAR = parse_period("2026")
PEOPLE = People(
    department=lambda id: f"部门{id[-1]}",
    officer=lambda id: f"姓名{id[-1]}",
    staff_number=lambda id: f"010{id[-1]}",
)
ENTRY = ScoreEntry(
    id="scr_1",
    unit="unt_1",
    scheme="mw",
    scheme_version=1,
    rule="problem",
    period=YEAR,
    account=Account.DEPARTMENT,
    department=DepartmentId("dep_1"),
    points=Fraction(-3, 2),
    working=Working(base=Fraction(-3), factor=Fraction(1, 2)),
    fact_on=DAY,
    records=(RecordRef(kind="finding", id="fnd_1"),),
    sentence="score.sentence.problem",
    facts=(ScoreFact(name="problem_code", text="plea.deed"),),
    posted_on=DAY,
)
PERSONAL = attrs.evolve(
    ENTRY, id="scr_p", account=Account.PERSON, officer=OfficerId("off_1"), points=Fraction(-1, 2)
)


def sheet_of(*entries: ScoreEntry):
    return build_sheet((SAMPLE_SCHEME,), YEAR, entries, PEOPLE, unit="马尾院", made_at=Instant(0))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(-2), "-2"),
        (Fraction(-3, 2), "-1.5"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_exact_numbers_are_written_as_people_write_them(number: Fraction, text: str) -> None:
    assert exact_text(number) == text


def test_explanation_says_how_the_points_were_worked_out() -> None:
    told = explain(ENTRY)
    assert told.zh == "2026-03-02 发现问题（plea.deed）：-3 分 × 程度系数 0.5 = -1.5 分。"
    assert "-3 × factor 0.5 = -1.5 points" in told.en


@pytest.mark.parametrize(
    "sentence", ["problem", "problem_person", "late_measure", "late_days", "reversal"]
)
def test_no_sentence_leaves_a_gap(sentence: str) -> None:
    facts = (
        ScoreFact(name="problem_code", text="x"),
        ScoreFact(name="measure", text="y"),
        ScoreFact(name="due", text="2026-03-01"),
    )
    told = explain(attrs.evolve(ENTRY, sentence=f"score.sentence.{sentence}", facts=facts))
    assert "{" not in told.zh + told.en
    assert "score.sentence" not in told.zh + told.en


def test_departments_and_persons_are_summed_apart() -> None:
    sheet = sheet_of(ENTRY, attrs.evolve(ENTRY, id="scr_2"), PERSONAL)
    assert (sheet.department_points, sheet.person_points) == (Fraction(-3), Fraction(-1, 2))
    assert [(total.department, total.entries) for total in sheet.departments] == [("部门1", 2)]
    assert [(total.staff_number, total.officer) for total in sheet.persons] == [("0101", "姓名1")]


def test_reversed_entry_stays_on_the_sheet_and_out_of_the_sum() -> None:
    original = attrs.evolve(ENTRY, reversed_by="scr_c")
    counter = attrs.evolve(ENTRY, id="scr_c", points=Fraction(3, 2), reverses="scr_1")
    sheet = sheet_of(original, counter)
    assert len(sheet.lines) == 2
    assert sheet.department_points == 0


def test_person_who_moved_is_summed_once_under_the_latest_department() -> None:
    moved = attrs.evolve(
        PERSONAL, id="scr_q", department=DepartmentId("dep_2"), fact_on=dt.date(2026, 9, 1)
    )
    sheet = sheet_of(PERSONAL, moved)
    assert [(t.department, t.entries, t.points) for t in sheet.persons] == [("部门2", 2, -1)]


def test_sheet_does_not_depend_on_the_order_of_entries() -> None:
    entries = (ENTRY, PERSONAL, attrs.evolve(ENTRY, id="scr_0", department=None))
    assert sheet_of(*entries) == sheet_of(*entries[::-1])


def test_title_comes_from_the_version_that_gave_the_points() -> None:
    newer = attrs.evolve(
        SAMPLE_SCHEME,
        version=2,
        zh="新办法",
        rules=(attrs.evolve(SAMPLE_SCHEME.rules[0], zh="新"),),
    )
    sheet = build_sheet(
        (SAMPLE_SCHEME, newer),
        YEAR,
        (ENTRY, attrs.evolve(ENTRY, id="scr_2", scheme_version=2, rule="gone")),
        PEOPLE,
        unit="马尾院",
        made_at=Instant(0),
    )
    assert sheet.title.zh == "新办法"
    assert [line.title.zh for line in sheet.lines] == ["问题", "gone"]
