"""The office's own fields, columns, and how kinds are declared."""

from __future__ import annotations

import datetime as dt
import enum
from fractions import Fraction

import pytest

from supervision.domain.fields import ExtraField, check_extras, prose
from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.domain.records import Column, Many, scalar
from supervision.domain.values import Extra, ExtraType
from supervision.errors import Refused

ON = dt.date(2026, 3, 2)


def field(sort: ExtraType = ExtraType.TEXT, **more: object) -> ExtraField:
    return ExtraField(name="x", type=sort, **more)


def extra(text: str, sort: ExtraType = ExtraType.TEXT) -> Extra:
    return Extra(name="x", type=sort, text=text)


def refusal(extras: list[Extra], fields: list[ExtraField]) -> str:
    with pytest.raises(Refused) as caught:
        check_extras(extras, fields, on=ON)
    return caught.value.code


@pytest.mark.parametrize(
    ("sort", "good", "bad"),
    [
        (ExtraType.TEXT, "是", ""),
        (ExtraType.INT, "-12", "012"),
        (ExtraType.INT, "0", "1.0"),
        (ExtraType.DECIMAL, "1.50", ".5"),
        (ExtraType.DATE, "2026-02-28", "2026-02-30"),
        (ExtraType.DATE, "2026-02-28", "20260228"),
        (ExtraType.BOOL, "true", "True"),
        (ExtraType.CHOICE, "甲", "丙"),
    ],
)
def test_values_have_the_form_of_their_type(sort: ExtraType, good: str, bad: str) -> None:
    declared = field(sort, choices=("甲", "乙") if sort is ExtraType.CHOICE else ())
    assert check_extras([extra(good, sort)], [declared], on=ON) == (extra(good, sort),)
    assert refusal([extra(bad, sort)], [declared]) == "field.type"


def test_another_type_than_declared_is_refused() -> None:
    assert refusal([extra("1", ExtraType.INT)], [field(ExtraType.DECIMAL)]) == "field.type"


def test_unknown_retired_and_repeated_fields_are_refused() -> None:
    assert refusal([extra("a")], []) == "field.unknown"
    assert refusal([extra("a")], [field(retired=True)]) == "field.retired"
    assert refusal([extra("a"), extra("b")], [field()]) == "field.twice"


def test_a_required_field_is_asked_for_from_its_day_on() -> None:
    assert refusal([], [field(required=True)]) == "field.required"
    assert refusal([], [field(required=True, since=ON)]) == "field.required"
    later = field(required=True, since=ON + dt.timedelta(days=1))
    assert check_extras([], [later], on=ON) == ()
    assert check_extras([], [field(required=True, retired=True)], on=ON) == ()


def test_values_are_kept_in_the_order_of_names() -> None:
    fields = [ExtraField(name=name, type=ExtraType.TEXT) for name in ("b", "a")]
    given = [Extra(name=name, type=ExtraType.TEXT, text="t") for name in ("b", "a")]
    assert [one.name for one in check_extras(given, fields, on=ON)] == ["a", "b"]


def test_prose_is_stripped_and_present() -> None:
    assert prose(" 两行\n文字 ", "plan") == "两行\n文字"
    with pytest.raises(Refused) as caught:
        prose(" \n", "plan")
    assert caught.value.code == "field.missing"


class Colour(enum.Enum):
    RED = "red"


class Rank(enum.Enum):
    FIRST = 1


@pytest.mark.parametrize(
    ("value", "column"),
    [
        (Colour.RED, "red"),
        (Rank.FIRST, 1),
        (True, 1),
        (7, 7),
        (None, None),
        ("", None),
        ("文", "文"),
        (dt.date(2026, 3, 2), "2026-03-02"),
        (Fraction(1, 2), "1/2"),
    ],
)
def test_columns_hold_text_integers_or_nothing(value: object, column: object) -> None:
    assert scalar(value) == column


def test_many_values_are_distinct_sorted_and_not_empty() -> None:
    many = Many("words", lambda record: record)
    assert many.of(("b", "a", "b", None, "")) == ("a", "b")


def test_a_column_reads_the_attribute_of_its_name() -> None:
    assert Column("year").of(ON) == 2026


def test_names_prefixes_and_tags_of_kinds_are_unique() -> None:
    assert len(KINDS_BY_NAME) == len(KINDS) == len({kind.prefix for kind in KINDS})
    tags = [change.tag for kind in KINDS for change in kind.changes]
    assert len(tags) == len(set(tags))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_is_declared_as_the_house_says(kind: object) -> None:
    kind = KINDS_BY_NAME[kind.name]
    assert all(change.tag.startswith(f"{kind.name}.") for change in kind.changes)
    fields = [*(column.name for column in kind.indexed), *(many.name for many in kind.many)]
    assert len(fields) == len(set(fields))
    assert not {"id", "unit", "path", "version", "body"}.intersection(fields)
    first = kind.changes[0].cls.__attrs_attrs__
    assert {"id", "unit"} <= {field.name for field in first}
