"""Tables foot, every register is sound, and every value has a name."""

from __future__ import annotations

import re
from fractions import Fraction

import attrs
import pytest

from supervision.domain.circulars import CircularState
from supervision.domain.clocks import ClockState, Result
from supervision.domain.detections import Decision
from supervision.domain.findings import Certainty, FindingState, Nature, Severity, Source
from supervision.domain.instructions import InstructionState
from supervision.domain.items import ItemState
from supervision.domain.measures import MeasureState, Service
from supervision.domain.periods import parse_period
from supervision.domain.records import ColumnType
from supervision.domain.reports import ReportState
from supervision.domain.reviews import ReviewOutcome, ReviewState
from supervision.domain.rules import Stage, Wording
from supervision.domain.score_entries import Account
from supervision.errors import UsageError
from supervision.messages import placeholders
from supervision.ports.query import Month, fields_of
from supervision.reporting.comparing import compared, rises, with_shares
from supervision.reporting.labels import NONE_LABEL, VALUES, label_of
from supervision.reporting.monthly_words import TEXTS
from supervision.reporting.registers import REGISTERS, register_of
from supervision.reporting.sheets import table_csv, tree_csv
from supervision.reporting.statistics import (
    CountUnit,
    Different,
    Each,
    Statistic,
    day_of_code,
    dimensions_of,
    table_of,
)
from supervision.reporting.tables import Table, foots, percent, printed
from supervision.reporting.trees import Branch, Level, tree_foots, tree_of

FINDINGS = REGISTERS["findings"]


@pytest.mark.parametrize(
    "enumeration",
    [
        ItemState,
        FindingState,
        MeasureState,
        ReviewState,
        ReviewOutcome,
        InstructionState,
        CircularState,
        Certainty,
        Nature,
        Severity,
        Source,
        Service,
        Decision,
        Stage,
        Account,
        ClockState,
        Result,
        ReportState,
    ],
)
def test_every_value_has_a_name_in_both_languages(enumeration: type) -> None:
    assert set(VALUES[enumeration]) == {member.value for member in enumeration}
    for member in enumeration:
        assert label_of(member).zh
        assert label_of(member).en


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.code)
def test_register_counts_only_by_declared_fields_of_its_kind(register: Statistic) -> None:
    columns = {column.name: column.type for column in register.kind.indexed}
    many = {field.name for field in register.kind.many}
    assert {columns[day.field] for day in register.days} == {ColumnType.DATE}
    assert fields_of(register.where)[0] <= columns.keys()
    codes = [dimension.code for dimension in register.dimensions]
    assert len(set(codes)) == len(codes)
    for dimension in register.dimensions:
        match dimension.key:
            case Month(field):
                assert columns[field] is ColumnType.DATE
            case Each(field):
                assert field in many
            case field:
                assert field in {*columns, "unit"}
    match register.counted:
        case Each(field):
            assert field in many
            assert register.unit is CountUnit.PERSON_TIME
        case Different(field):
            assert field in {*columns, *many}
            assert register.unit in (CountUnit.PERSON, CountUnit.ITEM)
            assert not register.reported  # rows add up to more than the whole


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.code)
def test_register_says_its_unit_of_count_and_what_it_leaves_out(register: Statistic) -> None:
    assert isinstance(register.unit, CountUnit)
    assert register.note.zh
    assert register.note.en


def test_unknown_register_is_told_with_the_known_ones() -> None:
    with pytest.raises(UsageError) as refusal:
        register_of("cases")
    assert refusal.value.code == "statistics.register"
    assert refusal.value.details["known"] == tuple(REGISTERS)


def test_undeclared_field_is_told_with_the_declared_ones() -> None:
    with pytest.raises(UsageError) as refusal:
        dimensions_of(FINDINGS, ["title"])
    assert refusal.value.code == "statistics.field"
    assert "severity" in str(refusal.value.details["known"])


def test_undeclared_day_is_told_with_the_declared_ones() -> None:
    assert day_of_code(FINDINGS, None) == "found_on"
    with pytest.raises(UsageError) as refusal:
        day_of_code(FINDINGS, "verified_on")
    assert refusal.value.details["known"] == ("found_on", "due_on", "closed_on")


def test_field_asked_twice_counts_once() -> None:
    assert [one.code for one in dimensions_of(FINDINGS, ["state", "state"])] == ["state"]


def severities(counts: dict[str | None, int], total: int) -> Table:
    by = dimensions_of(FINDINGS, ["severity"])
    return table_of(FINDINGS, by, {(value,): count for value, count in counts.items()}, total)


def test_rows_are_in_the_declared_order_with_nothing_last_and_foot() -> None:
    table = severities({None: 1, "serious": 2, "slight": 3, "heavier": 4}, 10)
    assert [row.keys for row in table.rows] == [("slight",), ("heavier",), ("serious",), ("",)]
    assert [row.labels[0].zh for row in table.rows] == ["轻微", "较重", "严重", NONE_LABEL.zh]
    assert foots(table)


def test_missing_row_does_not_foot() -> None:
    assert not foots(severities({"slight": 2}, 3))


def test_value_nobody_named_is_shown_as_it_is() -> None:
    by = dimensions_of(REGISTERS["items"], ["source", "kind"])
    table = table_of(REGISTERS["items"], by, {("区委", "item.style"): 1}, 1)
    assert table.rows[0].labels[0] == Wording(zh="区委", en="区委")


def test_table_without_a_field_is_the_total_alone() -> None:
    table = table_of(FINDINGS, (), {(): 5}, 5)
    assert [row.values for row in table.rows] == [(5,)]
    assert (table.unit.zh, table.values[0].title.zh) == ("件", "数量（件）")
    assert foots(table)


def test_table_is_frozen() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        table_of(FINDINGS, (), {}, 0).total = (1,)


# ---------------------------------------------------------------------------- percentages


def test_percentages_are_exact_and_rounded_half_up_only_in_print() -> None:
    assert percent(1, 8) == Fraction(25, 2)
    assert [printed(percent(1, 8), places) for places in (0, 1, 2)] == ["13", "12.5", "12.50"]
    assert printed(percent(-1, 8), 0) == "-13"


def test_percentage_of_zero_is_nothing() -> None:
    assert percent(3, 0) is None
    assert printed(percent(3, 0)) == "—"


def test_printed_shares_are_not_adjusted_to_a_hundred() -> None:
    table = with_shares(severities({"slight": 1, "heavier": 1, "serious": 1}, 3))
    shown = [printed(row.values[1]) for row in table.rows]
    assert shown == ["33.3", "33.3", "33.3"]
    assert sum(Fraction(row.values[1] or 0) for row in table.rows) == 100
    assert (printed(table.total[1]), foots(table)) == ("100.0", True)


def test_shares_of_nothing_are_nothing() -> None:
    assert with_shares(severities({}, 0)).total == (0, None)


def test_comparison_shows_counts_difference_and_change() -> None:
    june, may = parse_period("2021-06"), parse_period("2021-05")
    now, before = severities({"slight": 3, "serious": 1}, 4), severities({"slight": 2}, 2)
    table = compared(severities({"slight": 5, "serious": 1}, 6), now, before, june, may)
    assert [row.values for row in table.rows] == [(3, 2, 1, Fraction(50)), (1, 0, 1, None)]
    assert table.total == (4, 2, 2, Fraction(100))
    assert [one.title.zh for one in table.values][:2] == ["本期 2021-06", "对比期 2021-05"]
    assert foots(table)


def test_what_rose_most_is_told_first() -> None:
    june, may = parse_period("2021-06"), parse_period("2021-05")
    now = severities({"slight": 1, "heavier": 5, "serious": 2}, 8)
    before = severities({"slight": 4, "heavier": 1, "serious": 1}, 6)
    up, down = rises(compared(now, now, before, june, may))
    assert [(one.label.zh, one.by) for one in up] == [("较重", 4), ("严重", 1)]
    assert [(one.label.zh, one.by) for one in down] == [("轻微", -3)]


# ---------------------------------------------------------------------------- roll-up


def both(name: str) -> Wording:
    return Wording(zh=name, en=name)


def department(id: str) -> Branch:
    return Branch(level=Level.DEPARTMENT, id=id, label=both(id))


CITY = Branch(
    level=Level.UNIT,
    id="city",
    label=both("市院"),
    below=(
        department("c1"),
        Branch(level=Level.UNIT, id="mw", label=both("区院"), below=(department("d1"),)),
    ),
)


def test_roll_up_foots_at_every_level_and_shows_zeros() -> None:
    counts = {("city", None): 1, ("mw", "d1"): 2, ("mw", None): 4, ("mw", "gone"): 8}
    tree = tree_of(FINDINGS, (CITY,), counts, 15)
    shown = [(row.label.zh, row.depth, row.own, row.total) for row in tree.rows]
    assert shown == [("市院", 0, 1, 15), ("c1", 1, 0, 0), ("区院", 1, 12, 14), ("d1", 2, 2, 2)]
    assert tree_foots(tree)


def test_roll_up_that_lacks_a_row_does_not_foot() -> None:
    tree = tree_of(FINDINGS, (CITY,), {("mw", "d1"): 2}, 2)
    assert tree_foots(tree)
    assert not tree_foots(attrs.evolve(tree, rows=tree.rows[:-1]))
    assert not tree_foots(attrs.evolve(tree, total=3))


# ---------------------------------------------------------------------------- CSV


def test_csv_has_headings_rows_and_total() -> None:
    text = table_csv(with_shares(severities({"slight": 1, "serious": 2}, 3)), "zh", decimals=2)
    assert text.splitlines() == [
        "程度,数量（件）,占比（%）",
        "轻微,1,33.33",
        "严重,2,66.67",
        "合计,3,100.00",
    ]
    english = table_csv(severities({"slight": 1}, 1), "en")
    assert english.splitlines() == ["Severity,Count (pieces)", "Slight,1", "Total,1"]


def test_csv_of_a_single_figure_has_no_total_below_it() -> None:
    assert table_csv(table_of(FINDINGS, (), {(): 5}, 5), "zh").splitlines() == ["数量（件）", "5"]


def test_csv_passes_texts_through_the_cell_guard() -> None:
    by = dimensions_of(REGISTERS["items"], ["source"])
    table = table_of(REGISTERS["items"], by, {("=1+1",): 1}, 1)
    assert "'=1+1" in table_csv(table, "zh", cell=lambda text: f"'{text}")


def test_csv_of_a_roll_up_says_the_depth() -> None:
    lines = tree_csv(tree_of(FINDINGS, (CITY,), {("mw", "d1"): 2}, 2), "zh").splitlines()
    assert lines == [
        "层级,院、部门,本级,合计",
        "0,市院,0,2",
        "1,c1,0,0",
        "1,区院,0,2",
        "2,d1,2,2",
        ",合计,,2",
    ]


# ---------------------------------------------------------------------------- report's words


def test_no_number_is_typed_into_the_reports_sentences() -> None:
    """REPORT-11. Numbers of the headings in English aside."""
    typed = [
        key
        for key, word in TEXTS.items()
        for text in (word.zh, re.sub(r"^\d(?:\.\{number\})? ", "", word.en))
        if re.search(r"\d", re.sub(r"\{[^}]*\}", "", text))
    ]
    assert typed == []


def test_every_sentence_has_the_same_placeholders_in_both_languages() -> None:
    lent = {"this", "last", "unit", "period"}  # what one language says and the other implies
    for key, word in TEXTS.items():
        assert placeholders(word.zh) - lent == placeholders(word.en) - lent, key
