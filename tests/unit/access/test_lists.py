"""Lists under lines: a list shows of each record what reading it shows, and no more."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from test_office_under_lines import Town, masked, town

from supervision.domain.clocks import CLOCK
from supervision.domain.findings import FINDING
from supervision.domain.kinds import KINDS
from supervision.domain.records import ColumnType, RecordKind
from supervision.errors import AccessDenied, StorageError
from supervision.office.finding_lines import FindingLine
from supervision.office.masks import MASKED
from supervision.ports.query import After, Eq, Order

ROLES = (
    "chief",
    "inspector",
    "head",
    "liaison",
    "internal_clerk",
    "prosecutor",
    "committee",
    "system_admin",
    "security_admin",
    "auditor",
)


@pytest.fixture(scope="module")
def place() -> Town:
    return town()


def all_columns(kind: RecordKind[Any]) -> type:
    """Return a class of lines that shows whatever a list of the kind may show."""
    types = {
        column.name: int | None if column.type is ColumnType.INTEGER else str | None
        for column in kind.indexed
    }
    fields = {"id": str, "unit": str, **types}
    return attrs.make_class(
        "Line", {name: attrs.field(type=type_) for name, type_ in fields.items()}
    )


@pytest.mark.parametrize("role", ROLES)
def test_a_list_of_any_kind_shows_the_records_one_may_read(place: Town, role: str) -> None:
    with place.small.office.read(place.officers[role]) as view:
        for kind in KINDS:
            lines, following = view.lines(kind, all_columns(kind))
            assert following is None
            assert [attrs.asdict(line) for line in lines] == [
                {"id": one.id, "unit": one.unit, **kind.columns_of(one)}
                for one in view.select(kind)
            ]


@pytest.mark.parametrize(("kind", "role"), [(FINDING, "chief"), (CLOCK, "chief"), (CLOCK, "head")])
def test_pages_of_a_list_go_on_where_the_last_ended(
    place: Town, kind: RecordKind[Any], role: str
) -> None:
    with place.small.office.read(place.officers[role]) as view:
        order = (Order("due_on", descending=True),)
        cursor, found = None, []
        while True:
            lines, cursor = view.lines(kind, all_columns(kind), order=order, after=cursor, limit=1)
            found += [line.id for line in lines]
            if cursor is None:
                break
        assert found == [one.id for one in view.select(kind, order=order)]


def test_a_finding_in_a_list_is_the_finding(place: Town) -> None:
    with place.small.office.read(place.officers["head"]) as view:
        [line], _ = view.lines(FINDING, FindingLine, Eq("state", "registered"))
        finding = view.get(FINDING, place.finding)
        assert line == FindingLine(
            **{field.name: getattr(finding, field.name) for field in attrs.fields(FindingLine)}
        )


def test_a_masked_field_is_not_in_a_list_nor_what_is_made_of_it(place: Town) -> None:
    small = masked(place, "title", "claim", "severity")
    with small.office.read(small.first_head) as view:
        [line], _ = view.lines(FINDING, FindingLine)
        assert (line.title, line.due_on, line.severity) == (MASKED, None, None)
        assert line.department == small.first
        assert view.lines(FINDING, FindingLine, After("due_on", "2000-01-01"))[0] == ()
        with pytest.raises(AccessDenied) as caught:
            view.lines(FINDING, FindingLine, order=(Order("due_on"),))
        assert caught.value.code == "access.masked"
    with small.office.read(small.chief) as view:
        assert view.lines(FINDING, FindingLine, limit=1)[0][0].title == "甲"


@pytest.mark.parametrize("field", ["facts", "officers", "path", "file", "body"])
def test_a_list_shows_indexed_fields_alone(place: Town, field: str) -> None:
    line = attrs.make_class("Line", {field: attrs.field(type=str)})
    with place.small.office.read(place.small.chief) as view:
        with pytest.raises(StorageError) as caught:
            view.lines(FINDING, line)
        assert caught.value.code == "storage.unknown_field"
