"""The files of old ledgers (旧台账文件): CSV as offices have them, and how its columns are meant.

A file is read twice and never held: once for its digest and encoding, once row by row. UTF-8 is
tried first, then GB 18030. The header is the one of the first ten rows that says most; titles
above it are skipped. Headings are known by the ledger's columns in both languages, by their
aliases, and by the mapping the office writes:

```toml
ignored = ["序号"]          # columns of no use · optional

[columns]                  # heading → field
"交办事项" = "title"

[defaults]                 # what every row says unless it says otherwise
kind = "执法督察"

[values.state]             # words of this ledger → words known here
"已完结" = "已办结"
```
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

import attrs

from supervision.codec import encode
from supervision.domain.fields import ExtraField
from supervision.domain.ledger_entries import Entry
from supervision.domain.names import folded
from supervision.errors import Detail, Problem, UsageError
from supervision.office.toml_files import read_file
from supervision.reporting.cells import unguarded
from supervision.reporting.ledgers import Ledger

__all__ = [
    "AS_KNOWN",
    "EXTRA",
    "LedgerFile",
    "LedgerRow",
    "MappingFile",
    "open_ledger",
    "read_mapping",
]

EXTRA = "extra."
"""Before the name of one of the office's own fields."""

_BLOCK = 1 << 16
_HEADS = 10
_DELIMITERS = (",", "\t", ";")
_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff")
"""How workbooks and UTF-16 files begin."""


@attrs.frozen(kw_only=True)
class MappingFile:
    """How the columns of a ledger are meant (栏目对照文件).

    Attributes:
        columns: field by heading.
        defaults: text by field, where a row says nothing.
        values: by field, what words of the ledger mean.
        ignored: headings of columns of no use.
    """

    columns: Mapping[str, str] = attrs.field(factory=dict)
    defaults: Mapping[str, str] = attrs.field(factory=dict)
    values: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    ignored: tuple[str, ...] = ()


AS_KNOWN = MappingFile()
"""No mapping: only the headings that are known."""


@attrs.frozen
class LedgerRow:
    """A row (行): its line, and the text of every cell by its field; or why there is none."""

    line: int
    texts: Mapping[str, str]
    fault: str = ""


@attrs.frozen(kw_only=True)
class LedgerFile:
    """An old ledger whose header is understood (旧台账).

    Attributes:
        path: the file.
        digest: digest of the file and its mapping.
        headings: heading by field, in the order of the columns.
        unmapped: headings for which no field was found.
    """

    path: Path
    digest: str
    headings: Mapping[str, str]
    unmapped: tuple[str, ...]
    _encoding: str
    _delimiter: str
    _head: int
    _fields: tuple[str | None, ...]
    _mapping: MappingFile

    def rows(self) -> Iterator[LedgerRow]:
        """Yield the rows, empty ones left out. The file is closed at the end."""
        with _opened(self.path, self._encoding) as file:
            reader = csv.reader(file, delimiter=self._delimiter)
            for line, cells in _numbered(reader):
                if cells is None or "\x00" in "".join(cells):
                    yield LedgerRow(line, {}, "ledger.row_broken")
                elif line > self._head and "".join(cells).strip():
                    yield self._row(line, cells)

    def _row(self, line: int, cells: list[str]) -> LedgerRow:
        if "".join(cells[len(self._fields) :]).strip():
            return LedgerRow(line, {}, "ledger.row_shifted")
        texts = {**self._mapping.defaults}
        for field, cell in zip(self._fields, cells, strict=False):
            if field is not None and (text := cell.strip()):
                texts[field] = unguarded(text) if text[0] == "'" else text
        for field, words in self._mapping.values.items():
            if field in texts:
                texts[field] = words.get(texts[field], texts[field])
        return LedgerRow(line, texts)


def read_mapping(path: Path, ledger: Ledger, entry: Entry, own: Iterable[str]) -> MappingFile:
    """Read a mapping strictly (读取栏目对照).

    Raises:
        CodecError: `file.invalid` with every problem, among them `ledger.no_such_field`.
    """
    known = (*entry.fields, *(EXTRA + name for name in own))

    def check(file: MappingFile) -> Iterator[Problem]:
        told = [(f"columns.{head}", field) for head, field in file.columns.items()]
        told += [(f"defaults.{field}", field) for field in file.defaults]
        told += [(f"values.{field}", field) for field in file.values]
        for place, field in told:
            if field not in known:
                details: dict[str, Detail] = {"field": field, "ledger": ledger.code, "known": known}
                yield Problem(place, "ledger.no_such_field", details)

    return read_file(MappingFile, path, check)


def open_ledger(
    path: Path,
    ledger: Ledger,
    entry: Entry,
    *,
    mapping: MappingFile = AS_KNOWN,
    own: Iterable[ExtraField] = (),
) -> LedgerFile:
    """Understand the header of an old ledger (识别表头).

    Args:
        path: the file.
        ledger: whose headings are known.
        entry: which fields may be entered.
        mapping: what else headings mean.
        own: the office's own fields of the kind.

    Raises:
        UsageError: `ledger.unreadable_file`, `ledger.not_a_table`, `ledger.encoding`;
            `ledger.header` when no row is a header; `ledger.columns_missing` when it lacks
            columns no record can do without; `ledger.column_twice`.
    """
    digest, encoding = _digest(path, mapping)
    known = _known_headings(ledger, entry, mapping, own)
    best: tuple[int, str, int, list[str]] = (0, "", 0, [])
    for delimiter in _DELIMITERS:
        for line, cells in _first_rows(path, encoding, delimiter):
            found = sum(_key(cell) in known for cell in cells)
            if found > best[0]:
                best = (found, delimiter, line, cells)
    count, delimiter, head, cells = best
    if not count:
        heads = tuple(dict.fromkeys(known.values()))
        raise UsageError("ledger.header", path=str(path), known=heads)
    fields = tuple(known.get(_key(cell)) for cell in cells)
    _check_once(fields, cells)
    missing = tuple(
        _heading(ledger, name)
        for name in entry.required
        if name not in fields and name not in mapping.defaults
    )
    if missing:
        raise UsageError("ledger.columns_missing", path=str(path), fields=missing)
    ignored = {_key(text) for text in mapping.ignored}
    return LedgerFile(
        path=path,
        digest=digest,
        headings={field: cell.strip() for field, cell in zip(fields, cells, strict=True) if field},
        unmapped=tuple(
            cell.strip()
            for field, cell in zip(fields, cells, strict=True)
            if field is None and cell.strip() and _key(cell) not in ignored
        ),
        encoding=encoding,
        delimiter=delimiter,
        head=head,
        fields=fields,
        mapping=mapping,
    )


def _heading(ledger: Ledger, field: str) -> str:
    column = ledger.column(field)
    return column.title.zh if column is not None and column.title is not None else field


def _key(text: str) -> str:
    return folded(unguarded(text.strip())).strip("*:：").casefold()


def _known_headings(
    ledger: Ledger, entry: Entry, mapping: MappingFile, own: Iterable[ExtraField]
) -> Mapping[str, str]:
    """Return the field of every known heading; the mapping goes before the titles, these before
    the aliases.
    """
    known: dict[str, str] = {}
    for field in own:
        for text in (field.name, field.label, EXTRA + field.name):
            known[_key(text)] = EXTRA + field.name
    columns = [one for one in ledger.columns if one.path in entry.fields]
    for column in columns:
        for text in column.aliases:
            known.setdefault(_key(text), column.path)
    for column in columns:
        known[_key(column.path)] = column.path
        if column.title is not None:
            known[_key(column.title.zh)] = known[_key(column.title.en)] = column.path
    for text in mapping.ignored:
        known.pop(_key(text), None)
    known.update({_key(text): field for text, field in mapping.columns.items()})
    known.pop("", None)
    return known


def _check_once(fields: tuple[str | None, ...], cells: list[str]) -> None:
    seen: dict[str, str] = {}
    for field, cell in zip(fields, cells, strict=True):
        if field is not None and field in seen:
            raise UsageError("ledger.column_twice", first=seen[field], second=cell.strip())
        if field is not None:
            seen[field] = cell.strip()


# ---------------------------------------------------------------------------- bytes and lines


def _digest(path: Path, mapping: MappingFile) -> tuple[str, str]:
    """Return the digest of file and mapping, and the encoding all of it can be read in."""
    told = hashlib.sha256(encode(mapping).encode())
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    first = True
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                if first and block.startswith(_MARKS):
                    raise UsageError("ledger.not_a_table", path=str(path))
                first = False
                told.update(block)
                encoding = _still(decoder, block, encoding)
        encoding = _still(decoder, b"", encoding, final=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError("ledger.unreadable_file", path=str(path), reason=reason) from error
    if encoding != "utf-8-sig":
        _check_gb18030(path)
    return f"sha256:{told.hexdigest()}", encoding


def _still(
    decoder: codecs.IncrementalDecoder, block: bytes, encoding: str, *, final: bool = False
) -> str:
    if encoding == "utf-8-sig":
        try:
            decoder.decode(block, final)
        except UnicodeDecodeError:
            return "gb18030"
    return encoding


def _check_gb18030(path: Path) -> None:
    with path.open(encoding="gb18030", newline="") as file:
        try:
            while file.read(_BLOCK):
                pass
        except UnicodeDecodeError as error:
            raise UsageError("ledger.encoding", path=str(path)) from error


def _opened(path: Path, encoding: str) -> IO[str]:
    return path.open(encoding=encoding, newline="")


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | None]]:
    """Yield rows with the number of their first line; nothing for one that cannot be split."""
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, None
        else:
            yield line, cells
        line = reader.line_num + 1  # type: ignore[attr-defined]  # of csv's reader


def _first_rows(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    with _opened(path, encoding) as file:
        for number, (line, cells) in enumerate(_numbered(csv.reader(file, delimiter=delimiter))):
            if number == _HEADS:
                return
            if cells is not None:
                yield line, cells
