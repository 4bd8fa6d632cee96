"""Lines of a list: typed values from columns, and what is wrong is told with its path."""

from __future__ import annotations

import datetime as dt
import enum

import attrs
import pytest

from supervision.codec import line_fields, read_lines
from supervision.domain.values import OfficerId
from supervision.errors import CodecError


class Colour(enum.Enum):
    RED = "red"
    GREEN = "green"


@attrs.frozen
class Line:
    id: str
    colour: Colour
    points: int | None
    on: dt.date | None = None
    by: OfficerId | None = None


def test_a_line_has_the_types_its_class_says() -> None:
    assert line_fields(Line) == ("id", "colour", "points", "on", "by")
    rows = [("a", "red", 3, "2026-03-01", "off_1"), ("b", "red", None, None, None)]
    assert read_lines(Line, iter(rows)) == [
        Line(id="a", colour=Colour.RED, points=3, on=dt.date(2026, 3, 1), by=OfficerId("off_1")),
        Line(id="b", colour=Colour.RED, points=None),
    ]


def test_no_row_is_no_line() -> None:
    assert read_lines(Line, ()) == []


@pytest.mark.parametrize(
    ("row", "path", "code"),
    [
        ((None, "red", 1, None, None), "$.id", "codec.type"),
        (("a", "blue", 1, None, None), "$.colour", "codec.choice"),
        (("a", "red", "1", None, None), "$.points", "codec.type"),
        (("a", "red", 1, "March", None), "$.on", "codec.type"),
    ],
)
def test_a_column_that_holds_something_else_is_told(
    row: tuple[object, ...], path: str, code: str
) -> None:
    with pytest.raises(CodecError) as caught:
        read_lines(Line, [("b", "green", 2, None, None), row])
    [problem] = caught.value.problems
    assert (problem.path, problem.code) == (path, code)
