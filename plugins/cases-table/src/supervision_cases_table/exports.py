"""Export files (导出文件): found, recognised, decoded line by line, split into records.

A line that cannot be decoded or split is a `Rejected` with its place; the lines around it are
read all the same. What is no table of text at all is refused by name.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from supervision.plugin import CaseSourceError, Rejected

__all__ = ["DELIMITERS", "Export", "Record", "find_exports", "records"]

DELIMITERS = (",", ";", "\t")
_TEXT_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
_OTHER_TABLES = frozenset(
    {".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".zip", ".rar", ".7z", ".dbf", ".mdb"}
)
"""Lying in a folder of exports, these are refused rather than passed over in silence."""
_SIGNATURES = (
    (b"PK\x03\x04", "zip/xlsx"),
    (b"PK\x05\x06", "zip/xlsx"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3\x00", "sqlite"),
)
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|table|\?xml|meta)\b", re.IGNORECASE)
"""Many systems name a web page or an XML sheet .xls or even .csv."""
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"
_ENDING = re.compile(rb"\r\n|\n|\r")
_LONGEST_RECORD = 100
"""Lines a quoted cell may run over. A quote never closed must not swallow the rest of the file."""


@attrs.frozen
class Export:
    """One file as text (导出文件): its lines, each with its number, and the lines lost.

    Attributes:
        name: file name as reported in `Rejected.source`.
        content: the bytes, for the digest.
        lines: number from 1 and text of every line that could be decoded.
        undecodable: the others.
    """

    name: str
    content: bytes = attrs.field(repr=False)
    lines: tuple[tuple[int, str], ...] = attrs.field(repr=False)
    undecodable: tuple[Rejected, ...]


@attrs.frozen
class Record:
    """One record (记录): the number of its first line, its cells, and its text as it stands."""

    line: int
    cells: tuple[str, ...]
    text: str


def find_exports(paths: Sequence[Path], *, limit: int) -> tuple[Export, ...]:
    """Read all files named by `paths`; of a folder, its text tables by name, not deeper.

    Args:
        paths: files and folders, in the order in which later files win.
        limit: bytes all files together may have; they are held in memory.

    Raises:
        CaseSourceError: `cases.no_file`, `cases.unreadable`, `cases.not_a_table`,
            `cases.encoding`, `cases.empty` or `cases.too_large`, each naming the path.
    """
    found: dict[Path, Path] = {}  # by resolved path: a file named twice is read once
    for path in paths:
        for file in _files(path):
            found.setdefault(file.resolve(), file)
    if not found:
        raise CaseSourceError("cases.no_file", path=", ".join(map(str, paths)))
    exports = []
    left = limit
    names = _names(tuple(found.values()))
    for path in found.values():
        try:
            with path.open("rb") as stream:
                content = stream.read(left + 1)
        except OSError as error:
            raise CaseSourceError(
                "cases.unreadable", path=str(path), reason=error.strerror or type(error).__name__
            ) from error
        if len(content) > left:
            raise CaseSourceError("cases.too_large", path=str(path), limit=limit)
        left -= len(content)
        exports.append(_decoded(names[path], str(path), content))
    return tuple(exports)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        try:
            inside = sorted(path.iterdir(), key=lambda file: file.name)
        except OSError as error:
            raise CaseSourceError(
                "cases.unreadable", path=str(path), reason=error.strerror or type(error).__name__
            ) from error
        tables = [file for file in inside if file.is_file() and file.name[0] not in ".~"]
        for file in tables:
            if file.suffix.lower() in _OTHER_TABLES:
                raise CaseSourceError("cases.not_a_table", path=str(file), found=file.suffix)
            if file.suffix.lower() in _TEXT_SUFFIXES:
                yield file
    elif path.is_file():
        yield path
    else:
        raise CaseSourceError("cases.no_file", path=str(path))


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """Name each file; files of one name in several folders carry their folder too."""
    names = [path.name for path in paths]
    return {
        path: path.name if names.count(path.name) == 1 else f"{path.parent.name}/{path.name}"
        for path in paths
    }


def _decoded(name: str, path: str, content: bytes) -> Export:
    for mark, what in _SIGNATURES:
        if content.startswith(mark):
            raise CaseSourceError("cases.not_a_table", path=path, found=what)
    if _MARKUP.match(content):
        raise CaseSourceError("cases.not_a_table", path=path, found="html/xml")
    if content.startswith(_WIDE_MARKS) or content.count(0) * 10 > len(content):
        raise CaseSourceError("cases.encoding", path=path)
    if not content.removeprefix(_BOM).strip():
        raise CaseSourceError("cases.empty", path=path)
    # The bytes of both encodings never hold a line end within a letter.
    raw = _ENDING.split(content.removeprefix(_BOM))
    encoding = "utf-8" if content.startswith(_BOM) else _encoding(raw)
    lines: list[tuple[int, str]] = []
    lost: list[Rejected] = []
    for number, line in enumerate(raw, 1):
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError:
            text = line.decode(encoding, "backslashreplace")
        else:
            if "\x00" not in text:
                lines.append((number, text))
                continue
        text = text.replace("\x00", "\\x00")
        lost.append(
            Rejected(source=name, line=number, column="", text=text, code="cases.undecodable")
        )
    return Export(name, content, tuple(lines), tuple(lost))


def _encoding(raw: Iterable[bytes]) -> str:
    """Tell UTF-8 from GB 18030: never `gbk`, which lacks the rare letters of many surnames.

    GB 18030 decodes most UTF-8 text without complaint, to nonsense; Chinese in GB 18030 is
    hardly ever valid UTF-8. So UTF-8 wins where at least half of the lines that tell are
    valid UTF-8: one damaged line does not spoil the others.
    """
    telling = valid = 0
    for line in raw:
        if line.isascii():
            continue
        telling += 1
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        valid += 1
    return "utf-8" if valid * 2 >= telling else "gb18030"


def records(
    lines: Sequence[tuple[int, str]], delimiter: str, source: str
) -> Iterator[Record | Rejected]:
    """Split lines into records; a record that breaks the rules of CSV costs its first line only.

    Yields:
        Records, blank lines among them as records without text, and `cases.bad_quotes`.
    """
    place = 0
    while place < len(lines):
        number, text = lines[place]
        if '"' not in text:  # nearly every line, and no reader is needed
            yield Record(number, tuple(text.split(delimiter)), text)
            place += 1
            continue
        ahead = itertools.islice(lines, place, place + _LONGEST_RECORD)
        reader = csv.reader((line + "\n" for _, line in ahead), delimiter=delimiter, strict=True)
        try:
            cells = next(reader)
        except (csv.Error, StopIteration):
            yield Rejected(
                source=source, line=number, column="", text=text, code="cases.bad_quotes"
            )
            place += 1
            continue
        # Within a cell the line end is white space, whatever the file uses.
        whole = "\n".join(line for _, line in lines[place : place + reader.line_num])
        yield Record(number, tuple(cells), whole)
        place += reader.line_num
