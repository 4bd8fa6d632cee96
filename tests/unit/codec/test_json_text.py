"""Both ways of writing JSON make the same letters, and read the same from them."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supervision.codec.json_text import own_dumps, quickest, reader
from supervision.domain.findings import Finding

LETTERS = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | LETTERS
PLAIN = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(LETTERS, inner), max_leaves=30
)


@given(PLAIN)
@example('\x00\x01\x1f\x7f\x80\u2028\u2029\ufeff"\\/\b\f\n\r\t')
@example({"é": 1, "z": 2, "\U0001f600": 3, "\uffff": 4, "": 5})
@example(2**64)
def test_the_quick_way_and_the_own_way_agree_to_the_letter(value: object) -> None:
    dumps, loads = quickest()
    assert dumps is not own_dumps
    text = own_dumps(value)
    assert dumps(value) == text
    assert loads(text) == json.loads(text) == value


def test_what_the_quick_way_cannot_write_the_own_way_writes() -> None:
    value = {1: ["一"], 2**70: None}
    assert quickest()[0](value) == own_dumps(value)


@pytest.mark.parametrize("value", ["\ud800", {1: ["\udfff"]}])
def test_half_a_surrogate_pair_is_refused_by_both(value: object) -> None:
    for dumps in (quickest()[0], own_dumps):
        with pytest.raises(UnicodeEncodeError):
            dumps(value)


@pytest.mark.parametrize("value", [{"a": object()}, [{"a": 1, 2: 3}]])
def test_what_python_cannot_write_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        own_dumps(value)
    with pytest.raises(TypeError):
        quickest()[0](value)


@pytest.mark.parametrize("text", ["", "{", "[1,]", '{"a" 1}', '"\x00"'])
def test_what_is_no_json_is_refused_by_python(text: str) -> None:
    with pytest.raises(json.JSONDecodeError) as expected:
        json.loads(text)
    with pytest.raises(json.JSONDecodeError) as caught:
        quickest()[1](text)
    assert str(caught.value) == str(expected.value)


def test_half_a_surrogate_pair_is_read_as_python_reads_it() -> None:
    assert quickest()[1]('"\ud800"') == json.loads('"\ud800"')


def test_without_the_library_python_s_own_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msgspec", None)
    dumps, loads = quickest()
    assert reader(Finding, lambda other, value: value) is None
    assert dumps is own_dumps
    assert loads(dumps({"乙": [1, None]})) == {"乙": [1, None]}
