"""Canonical text: one text per value, strict reading, every problem with its path."""

from __future__ import annotations

import datetime as dt
import enum
from fractions import Fraction

import attrs
import pytest

from supervision import codec
from supervision.domain.values import Instant, OfficerId
from supervision.errors import CodecError, Refused


class Colour(enum.Enum):
    RED = "red"
    GREEN = "green"


@attrs.frozen(kw_only=True)
class Leaf:
    count: int
    colour: Colour = Colour.RED


@attrs.frozen(kw_only=True)
class BigLeaf:
    share: Fraction


def _refuse(_: object, __: object, value: str) -> None:
    if value == "bad":
        raise Refused("field.line", field="name")
    if value == "worse":
        error = ValueError("worse")
        error.add_note("somebody else's note")
        raise error


@attrs.frozen(kw_only=True)
class Tree:
    name: str = attrs.field(validator=_refuse)
    day: dt.date
    leaves: tuple[Leaf, ...] = ()
    best: Leaf | BigLeaf | None = None
    all: tuple[Leaf | BigLeaf, ...] = ()
    owner: OfficerId | None = None
    at: Instant | None = None
    open: bool = False
    kept: str | None = None


DAY = dt.date(2026, 3, 5)
FULL = Tree(
    name="乔木",
    day=DAY,
    leaves=(Leaf(count=1), Leaf(count=2, colour=Colour.GREEN)),
    best=BigLeaf(share=Fraction(-1, 2)),
    all=(Leaf(count=3), BigLeaf(share=Fraction(4))),
    owner=OfficerId("off_1"),
    at=Instant(7),
    open=True,
)


def problems(text: str) -> dict[str, str]:
    with pytest.raises(CodecError) as caught:
        codec.decode(Tree, text)
    return {problem.path: problem.code for problem in caught.value.problems}


def test_text_is_sorted_short_and_leaves_defaults_out() -> None:
    assert codec.encode(FULL) == (
        '{"all":[{"count":3,"type":"leaf"},{"share":"4","type":"big_leaf"}],"at":7,'
        '"best":{"share":"-1/2","type":"big_leaf"},"day":"2026-03-05",'
        '"leaves":[{"count":1},{"colour":"green","count":2}],"name":"乔木","open":true,'
        '"owner":"off_1"}'
    )


def test_what_was_written_is_read_again() -> None:
    assert codec.decode(Tree, codec.encode(FULL)) == FULL
    assert codec.read_back(Tree, codec.encode(FULL)) == FULL


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[" * 100_000,
        "null",
        '{"name":1,"day":"2026-03-05"}',
        '{"name":"a","day":"x","at":1.0}',
    ],
)
def test_what_was_never_written_is_refused_as_anything_else(text: str) -> None:
    with pytest.raises(CodecError) as expected:
        codec.decode(Tree, text)
    with pytest.raises(CodecError) as caught:
        codec.read_back(Tree, text)
    assert caught.value.code == expected.value.code
    assert caught.value.problems == expected.value.problems


def test_the_empty_choice_of_a_union_is_written_and_read() -> None:
    @attrs.frozen(kw_only=True)
    class Required:
        best: Leaf | BigLeaf | None

    assert codec.encode(Required(best=None)) == '{"best":null}'
    assert codec.decode(Required, '{"best":null}') == Required(best=None)


def test_a_float_is_written_nowhere() -> None:
    @attrs.frozen(kw_only=True)
    class Share:
        part: float

    for part in (0.5, float("nan")):
        with pytest.raises(CodecError) as caught:
            codec.encode(Share(part=part))
        assert caught.value.code == "codec.encode"


def test_decomposed_letters_become_composed_in_text_and_value() -> None:
    value, text = codec.normal(Tree(name="e\u0301", day=DAY))
    assert value.name == "é"
    assert text == codec.encode(Tree(name="e\u0301", day=DAY)) == codec.encode(value)


def test_composed_values_are_returned_as_they_are() -> None:
    assert codec.normal(FULL)[0] is FULL


def test_every_problem_is_told_with_its_path() -> None:
    assert problems(
        '{"name":1,"day":"2026-02-30","leaves":[{"count":"7"},{"count":true,"x":1}],'
        '"best":{"type":"nix"},"all":[5,{"count":1}],"open":1,"at":1e3}'.replace("1e3", "9" * 20)
    ) == {
        "$.name": "codec.type",
        "$.day": "codec.type",
        "$.leaves[0].count": "codec.type",
        "$.leaves[1].count": "codec.type",
        "$.leaves[1].x": "codec.unknown_key",
        "$.best": "codec.union",
        "$.all[0]": "codec.type",
        "$.all[1]": "codec.union",
        "$.open": "codec.type",
        "$.at": "codec.type",
    }


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ("null", "$", "codec.type"),
        ("[]", "$", "codec.type"),
        ('"x"', "$", "codec.type"),
        ('{"day":"2026-03-05"}', "$", "codec.missing_key"),
        ('{"name":"a","day":"2026-3-5"}', "$.day", "codec.type"),
        ('{"name":"a","day":"20260305"}', "$.day", "codec.type"),
        ('{"name":"a","day":"1991-12-31"}', "$.day", "codec.day_range"),
        ('{"name":"a","day":"2026-03-05","leaves":"ab"}', "$.leaves", "codec.type"),
        ('{"name":"a","day":"2026-03-05","leaves":{}}', "$.leaves", "codec.type"),
        ('{"name":"a\\u0000","day":"2026-03-05"}', "$.name", "codec.letter"),
        ('{"name":"\\ud800","day":"2026-03-05"}', "$.name", "codec.letter"),
        ('{"name":"bad","day":"2026-03-05"}', "$", "field.line"),
        ('{"name":"worse","day":"2026-03-05"}', "$", "codec.value"),
        ('{"name":"a","day":"2026-03-05","at":1.0}', "$", "codec.float"),
        ('{"name":"a","day":"2026-03-05","at":NaN}', "$", "codec.float"),
        ('{"name":"a","name":"b"}', "$", "codec.duplicate_key"),
        (
            '{"name":"a","day":"2026-03-05","best":{"type":"big_leaf","share":"x"}}',
            "$.best.share",
            "codec.type",
        ),
        (
            '{"name":"a","day":"2026-03-05","best":{"type":"leaf","count":1,"colour":"blue"}}',
            "$.best.colour",
            "codec.choice",
        ),
        (
            '{"name":"a","day":"2026-03-05","best":{"type":"leaf","count":1,"colour":1}}',
            "$.best.colour",
            "codec.choice",
        ),
    ],
)
def test_wrong_text_is_told_with_its_path(text: str, path: str, code: str) -> None:
    found = problems(text)
    assert code in found.values()
    assert path in found or any(place.startswith(path) for place in found)


def test_a_long_value_is_shortened_in_the_problem() -> None:
    with pytest.raises(CodecError) as caught:
        codec.decode(Tree, '{"name":"a","day":"' + "9" * 200 + '"}')
    assert len(str(caught.value.problems[0].details["found"])) <= 60


@pytest.mark.parametrize("text", ["", "{", '{"name":', "[" * 100_000])
def test_what_is_no_json_is_told_with_line_and_column(text: str) -> None:
    with pytest.raises(CodecError) as caught:
        codec.decode(Tree, text)
    assert caught.value.code == "codec.json"
    assert caught.value.details["line"] == 1


def test_parsed_toml_may_hold_dates_and_numbers() -> None:
    plain = {"name": "a", "day": DAY, "best": {"type": "big_leaf", "share": 3}}
    found = codec.structure(Tree, plain, where="tree")
    assert found == Tree(name="a", day=DAY, best=BigLeaf(share=Fraction(3)))


def test_a_datetime_is_no_date() -> None:
    with pytest.raises(CodecError) as caught:
        codec.structure(
            Tree, {"name": "a", "day": dt.datetime(2026, 3, 5, tzinfo=dt.UTC)}, where="tree"
        )
    assert caught.value.problems[0].path == "tree.day"


def test_decimal_text_is_an_exact_fraction() -> None:
    assert codec.structure(BigLeaf, {"share": "-0.10"}).share == Fraction(-1, 10)


@pytest.mark.parametrize(
    "value",
    [
        Tree(name=5, day=DAY),
        Tree(name="a", day="2026-03-05"),
        Tree(name="a", day=DAY, at=1.5),
        Tree(name="a", day=DAY, at=Instant(2**63)),
        Tree(name="a", day=DAY, open=1),
        Tree(name="a\x00", day=DAY),
        Tree(name="中\x00", day=DAY),
        Tree(name="\ud800", day=DAY),
        Tree(name="a", day=DAY, leaves=("x",)),
    ],
)
def test_a_value_that_is_not_what_its_class_says_is_not_written(value: Tree) -> None:
    with pytest.raises(CodecError) as caught:
        codec.encode(value)
    assert caught.value.code == "codec.encode"
