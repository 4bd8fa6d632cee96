"""What is read in one step is what the converter reads, for a row of every kind there is."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from supervision.codec import read_back
from supervision.codec.json_text import reader
from supervision.codec.text import trusting
from supervision.domain.findings import Finding
from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.errors import CodecError

[_OFFICE] = Path(__file__).parents[2].glob("fixtures/office-*.sqlite.gz")
# A clock's span is one of several classes, and nothing but our own hook tells which.
_BY_HOOK = {"clock"}


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    place = tmp_path_factory.mktemp("office") / "office.sqlite"
    place.write_bytes(gzip.decompress(_OFFICE.read_bytes()))
    with closing(sqlite3.connect(place)) as connection:
        return {
            kind.name: [
                body for [body] in connection.execute(f"SELECT body FROM sv_row_{kind.name}")
            ]
            for kind in KINDS
        }


@pytest.mark.parametrize("name", [kind.name for kind in KINDS])
def test_both_ways_read_the_same(name: str, bodies: Mapping[str, list[str]]) -> None:
    cls = KINDS_BY_NAME[name].cls
    read = reader(cls, lambda other, value: trusting().structure(value, other))
    assert (read is None) == (name in _BY_HOOK)
    assert bodies[name]
    for body in bodies[name]:
        expected = trusting().structure(json.loads(body), cls)
        assert read_back(cls, body) == expected
        if read is not None:
            assert repr(read(body)) == repr(expected)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"id": 1}', "null", '"\ud800"'])
def test_what_is_no_record_is_refused_as_ever(text: str) -> None:
    with pytest.raises(CodecError):
        read_back(Finding, text)
