"""Ledgers as files (台账文件): CSV for people, JSON for programs, written row by row.

CSV is UTF-8 with a mark, so that Excel and WPS read the Chinese; a text they would take for a
formula, a number with leading noughts and one too long for them get an apostrophe before it.
Nothing is held: a ledger of any length needs the memory of one row.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from supervision.builtin.whole_files import writing_whole
from supervision.reporting.cells import guarded

__all__ = ["Plain", "csv_lines", "write_csv", "write_json"]

Plain: TypeAlias = "str | int | bool | list[Plain] | None"
"""What a cell is for programs."""


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """Yield the lines of a CSV table, without line ends (CSV 行)."""
    for row in rows:
        stream = io.StringIO(newline="")
        csv.writer(stream, lineterminator="").writerow([guarded(text) for text in row])
        yield stream.getvalue()


def write_csv(target: Path, rows: Iterable[Sequence[str]]) -> int:
    """Write a ledger as CSV (台账 CSV); return how many rows, the heading among them.

    Raises:
        UsageError: `export.target`.
    """
    count = 0
    with writing_whole(target) as file:
        stream = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        writer = csv.writer(stream)
        for row in rows:
            writer.writerow([guarded(text) for text in row])
            count += 1
        stream.detach()  # flushes, and leaves the file open
    return count


def write_json(target: Path, rows: Iterable[Mapping[str, Plain]], *, lines: bool = False) -> int:
    """Write a ledger as JSON (台账 JSON): one list, or one object a line; return how many.

    Raises:
        UsageError: `export.target`.
    """
    count = 0
    with writing_whole(target) as file:
        file.write(b"" if lines else b"[")
        for row in rows:
            between = "" if lines else ("," if count else "") + "\n"
            text = json.dumps(row, ensure_ascii=False)
            file.write(f"{between}{text}{chr(10) if lines else ''}".encode())
            count += 1
        file.write(b"" if lines else b"\n]\n")
    return count
