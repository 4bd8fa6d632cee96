"""What a store is given of a record that has changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.domain.findings import FINDING, FindingState
from supervision.domain.kinds import KINDS
from supervision.domain.marks import OPEN
from supervision.domain.records import Column, Many, RecordKind, evolved
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


def test_fields_whose_sources_have_not_changed_are_not_read() -> None:
    after = attrs.evolve(BEFORE, state=FindingState.VOIDED)
    read: list[str] = []

    def noted(column: Column) -> Column:
        def value(record: object) -> object:
            read.append(column.name)
            return column.value(record)

        return attrs.evolve(column, value=value, reads=column.reads or (column.name,))

    kind = attrs.evolve(FINDING, indexed=tuple(map(noted, FINDING.indexed)))
    write = changed_row(kind, BEFORE, after, (PATH, OPEN), stored=1, version=2)
    CATALOG.check_writes([write])
    assert set(read) == write.changed == {"state"}


def test_what_a_record_evolves_by_it_must_have() -> None:
    later = evolved(BEFORE, title="另一题名")
    assert later == attrs.evolve(BEFORE, title="另一题名")
    names: Any = {"titel": "另一题名"}  # known at run time only
    with pytest.raises(TypeError, match="titel"):
        evolved(BEFORE, **names)


class _Only:
    """Shows some attributes of a record, and fails for any other."""

    def __init__(self, cls: type, record: object, names: Iterable[str]) -> None:
        self._cls = cls
        self._shown = {name: getattr(record, name) for name in names}

    def __getattr__(self, name: str) -> object:
        made = getattr(self._cls, name, None)
        return made.fget(self) if isinstance(made, property) else self._shown[name]


_TOLD = [
    pytest.param(kind, field, id=f"{kind.name}.{field.name}")
    for kind in KINDS
    for field in (*kind.indexed, *kind.many)
    if field.reads is not None
]


@pytest.mark.parametrize(("kind", "field"), _TOLD)
@given(data=st.data())
def test_what_is_made_reads_what_it_says_and_nothing_else(
    kind: RecordKind[Any], field: Column | Many, data: st.DataObject
) -> None:
    record = data.draw(st.from_type(kind.cls))
    shown = _Only(kind.cls, record, field.reads or ())
    assert field.value(shown) == field.value(record)
