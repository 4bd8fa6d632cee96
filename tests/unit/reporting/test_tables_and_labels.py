"""Tables foot, every register is sound, and every value has a name."""

from __future__ import annotations

import attrs
import pytest

from supervision.domain.circulars import CircularState
from supervision.domain.clocks import Result
from supervision.domain.detections import Decision
from supervision.domain.findings import Certainty, FindingState, Nature, Severity, Source
from supervision.domain.items import ItemState
from supervision.domain.measures import MeasureState, Service
from supervision.domain.records import ColumnType
from supervision.domain.rules import Stage, Wording
from supervision.domain.score_entries import Account
from supervision.errors import UsageError
from supervision.ports.query import Month, Tally, fields_of
from supervision.reporting.labels import NONE_LABEL, VALUES, label_of
from supervision.reporting.statistics import (
    REGISTERS,
    CountUnit,
    Register,
    dimensions_of,
    register_of,
    table_of,
)
from supervision.reporting.tables import foots

FINDINGS = REGISTERS["findings"]


@pytest.mark.parametrize(
    "enumeration",
    [
        ItemState,
        FindingState,
        MeasureState,
        CircularState,
        Result,
        Certainty,
        Nature,
        Severity,
        Source,
        Service,
        Decision,
        Stage,
        Account,
    ],
)
def test_every_value_has_a_name_in_both_languages(enumeration: type) -> None:
    assert set(VALUES[enumeration]) == {member.value for member in enumeration}
    for member in enumeration:
        assert label_of(member).zh
        assert label_of(member).en


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.code)
def test_register_counts_only_by_declared_fields_of_its_kind(register: Register) -> None:
    columns = {column.name: column.type for column in register.kind.indexed}
    assert columns[register.day] is ColumnType.DATE
    assert fields_of(register.where)[0] <= columns.keys()
    codes = [dimension.code for dimension in register.dimensions]
    assert len(set(codes)) == len(codes)
    for dimension in register.dimensions:
        if isinstance(dimension.key, Month):
            assert columns[dimension.key.field] is ColumnType.DATE
        else:
            assert dimension.key in columns


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda register: register.code)
def test_register_says_its_unit_of_count_and_what_it_leaves_out(register: Register) -> None:
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


def test_field_asked_twice_counts_once() -> None:
    assert [one.code for one in dimensions_of(FINDINGS, ["state", "state"])] == ["state"]


def test_rows_are_in_order_with_nothing_last_and_foot() -> None:
    by = dimensions_of(FINDINGS, ["severity"])
    tallies = (Tally((None,), 1), Tally(("slight",), 2), Tally(("heavier",), 4))
    table = table_of(FINDINGS, by, tallies, 7)
    assert [row.keys for row in table.rows] == [("heavier",), ("slight",), ("",)]
    assert [row.labels[0].zh for row in table.rows] == ["较重", "轻微", NONE_LABEL.zh]
    assert foots(table)


def test_missing_row_does_not_foot() -> None:
    by = dimensions_of(FINDINGS, ["severity"])
    assert not foots(table_of(FINDINGS, by, (Tally(("slight",), 2),), 3))


def test_value_nobody_named_is_shown_as_it_is() -> None:
    by = dimensions_of(REGISTERS["items"], ["source", "kind"])
    table = table_of(REGISTERS["items"], by, (Tally(("区委", "item.style"), 1),), 1)
    assert table.rows[0].labels[0] == Wording(zh="区委", en="区委")


def test_table_without_a_field_is_the_total_alone() -> None:
    table = table_of(FINDINGS, (), (Tally((), 5),), 5)
    assert [row.values for row in table.rows] == [(5,)]
    assert (table.unit.zh, table.values[0].title.zh) == ("件", "数量（件）")
    assert foots(table)


def test_table_is_frozen() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        table_of(FINDINGS, (), (), 0).total = (1,)  # type: ignore[misc]
