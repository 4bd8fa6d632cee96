"""Key paths are mapped to their lines."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.config.locate import line_of, lines_of

TEXT = '''\
# 注释 [not.a.table]
top = 1
[office]   # [nor.this]
name = "a # b = [c]"
"quoted key" = 1
'literal.key' = 2
a.b . c = 3

[[series]]
name = "x"
[series.inner]
deep = 1
[[series]]
name = "y"
[[series.more]]
n = 1
[[series.more]]
n = 2

[text]
long = """
[fake]
name = "no" \\""" still
""""
literal = \'\'\'
[[fake]]
it''s
\'\'\'
after = 1
[store]
list = [
  1, # one ]
  "two, ]",
  [3,
   4],
]
inline = { a = 1, b = { c = "}" }, d = [ {e=1}, {e=2} ] }
last = 2026-01-01T00:00:00Z
[a.'b.c'."d]"]
x = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("top", 2),
        ("office", 3),
        ("office.name", 4),
        ("office.quoted key", 5),
        ("office.literal.key", 6),
        ("office.a", 7),
        ("office.a.b.c", 7),
        ("series[0]", 9),
        ("series[0].name", 10),
        ("series[0].inner", 11),
        ("series[0].inner.deep", 12),
        ("series[1]", 13),
        ("series[1].name", 14),
        ("series[1].more[0].n", 16),
        ("series[1].more[1]", 17),
        ("series[1].more[1].n", 18),
        ("text", 20),
        ("text.long", 21),
        ("text.literal", 25),
        ("text.after", 29),
        ("store.list", 31),
        ("store.list[0]", 32),
        ("store.list[1]", 33),
        ("store.list[2][0]", 34),
        ("store.list[2][1]", 35),
        ("store.inline.b.c", 37),
        ("store.inline.d[1].e", 37),
        ("store.last", 38),
        ("a.b.c.d].x", 40),
    ],
)
def test_key_is_found_on_its_line(path: str, line: int) -> None:
    assert lines_of(TEXT)[path] == line


def test_nothing_within_strings_and_comments_is_a_key() -> None:
    assert not [path for path in lines_of(TEXT) if "fake" in path or "not" in path or path == "no"]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("store.backend", 30),
        ("series[1].prefix", 13),
        ("series[7]", 9),
        ("missing.table", None),
        ("", None),
    ],
)
def test_missing_key_has_the_line_of_the_table_around_it(path: str, line: int | None) -> None:
    assert line_of(path, lines_of(TEXT)) == line


@pytest.mark.parametrize("text", ["= 1", "[a", "a = [", "a = {b", '"', "[[", "]", "a = '''x"])
def test_text_that_is_no_toml_ends_the_scan(text: str) -> None:
    lines_of(text)


KEYS = st.text("abc_-0 .\"'#[]=é中", min_size=1, max_size=4)
SCALARS = st.one_of(
    st.integers(-5, 5),
    st.booleans(),
    st.text("ab \"'#[]{}=,\\\n中", max_size=12),
    st.just(dt.date(2026, 1, 1)),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)
TABLES = st.dictionaries(
    KEYS,
    st.one_of(VALUES, st.lists(st.dictionaries(KEYS, VALUES, max_size=3), min_size=1)),
    max_size=4,
)


def key_text(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def inline(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str() if "\n" in value:
            body = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"""\n{body}"""'
        case list():
            return "[" + ", # ]\n ".join(inline(part) for part in value) + "]"
        case dict():
            pairs = (f"{key_text(k)} = {flat(v)}" for k, v in value.items())
            return "{" + ", ".join(pairs) + "}"
        case _:
            return flat(value)


def flat(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case list():
            return "[" + ",".join(flat(part) for part in value) + "]"
        case dict():
            return "{" + ",".join(f"{key_text(k)}={flat(v)}" for k, v in value.items()) + "}"
        case _:
            return str(value)


def document(tables: dict[str, object]) -> str:
    lines = []
    for name, value in tables.items():
        if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            continue
        lines.append(f"{key_text(name)} = {inline(value)}")
    for name, value in tables.items():
        if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            for part in value:
                lines.append(f"[[ {key_text(name)} ]] # x = 1")
                lines += [f"{key_text(k)} = {inline(v)}" for k, v in part.items()]
    return "\n".join(lines)


def paths(value: object, path: str) -> Iterator[str]:
    if path:
        yield path
    if isinstance(value, dict):
        for name, part in value.items():
            yield from paths(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from paths(part, f"{path}[{place}]")


@settings(deadline=None)
@given(TABLES)
def test_every_path_of_any_document_is_found_and_nothing_else(tables: dict[str, object]) -> None:
    text = document(tables)
    expected = set(paths(tomllib.loads(text), ""))
    found = lines_of(text)
    assert set(found) == expected
    assert all(1 <= line <= text.count("\n") + 1 for line in found.values())
