"""What a store is given of a record that has changed."""

from __future__ import annotations

import attrs

from supervision.domain.findings import FINDING, FindingState
from supervision.domain.marks import OPEN
from supervision.domain.records import Column
from supervision.office.shapes import changed_row, row_of, shapes_of
from supervision.ports.checks import Catalog
from supervision.testing.samples import SAMPLE_PATH
from supervision.testing.scores import make_finding

PATH = SAMPLE_PATH
BEFORE = make_finding()
CATALOG = Catalog(shapes_of((FINDING,)))


def test_a_changed_record_gives_the_row_it_would_give_afresh() -> None:
    after = attrs.evolve(BEFORE, state=FindingState.VOIDED, title="另一题名")
    write = changed_row(FINDING, BEFORE, after, (PATH, OPEN), stored=3, version=5)
    assert write.row == row_of(FINDING, after, 5, PATH)
    assert (write.expected, write.row.version) == (3, 5)


def test_only_the_fields_that_differ_are_named() -> None:
    after = attrs.evolve(BEFORE, state=FindingState.VOIDED)
    changed = changed_row(FINDING, BEFORE, after, (PATH, OPEN), stored=1, version=2).changed
    assert changed == {
        name
        for fields in (FINDING.columns_of, FINDING.many_of)
        for name, value in fields(after).items()
        if fields(BEFORE)[name] != value
    }
    assert "state" in changed


def test_fields_that_have_not_changed_are_not_read() -> None:
    after = attrs.evolve(BEFORE, state=FindingState.VOIDED)
    read: list[str] = []

    def noted(column: Column) -> Column:
        def value(record: object) -> object:
            read.append(column.name)
            return column.value(record)

        return attrs.evolve(column, value=value)

    kind = attrs.evolve(FINDING, indexed=tuple(map(noted, FINDING.indexed)))
    write = changed_row(kind, BEFORE, after, (PATH, OPEN), stored=1, version=2)
    read.clear()
    CATALOG.check_writes([write])
    assert sorted(read) == sorted(write.changed & set(FINDING.columns))
