"""Problem codes as a table (问题分类表): CSV with one code a line, as people keep it in a sheet.

```text
代码,分类轴,名称,英文名称,上级,依据,外部原因,生效,失效
document.served_late,nature,文书送达逾期,Document served late,document,procedure-665,,,
cause.system,cause,系统原因,,,,是,2026-01-01,
```

Columns may stand in any order, under their Chinese or English names; those left out are empty.
UTF-8 or GB18030.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path

from supervision.errors import CodecError, ConfigError, Problem
from supervision.office.dictionary_files import (
    ProblemCodeEntry,
    ProblemCodesFile,
    code_problems,
)

__all__ = ["read_code_table"]

_HEADS: Mapping[str, tuple[str, ...]] = {
    "code": ("代码", "编码"),
    "axis": ("分类轴", "轴"),
    "zh": ("名称", "中文名称"),
    "en": ("英文名称",),
    "parent": ("上级", "上级代码"),
    "basis": ("依据",),
    "external": ("外部原因",),
    "valid_from": ("生效", "生效日期"),
    "valid_until": ("失效", "失效日期"),
}
_NEEDED = ("code", "axis", "zh")
_TRUTH: Mapping[str, bool] = {
    "": False,
    "否": False,
    "false": False,
    "0": False,
    "是": True,
    "true": True,
    "1": True,
}


def read_code_table(path: Path, edition: str) -> ProblemCodesFile:
    """Read a table of problem codes strictly (读取问题分类表).

    Args:
        path: the table.
        edition: the edition its codes belong to.

    Raises:
        CodecError: `file.invalid` with every problem as `file: column` and its line;
            `file.text` when it is neither UTF-8 nor GB18030.
        ConfigError: `file.missing` when it cannot be read at all.
    """
    rows = list(csv.reader(io.StringIO(_text(path), newline="")))
    heads = [_field(head) for head in (rows[0] if rows else [])]
    problems = [
        Problem(f"{path.name}: {needed}", "codec.missing_key", {"key": _HEADS[needed][0]})
        for needed in _NEEDED
        if needed not in heads
    ]
    problems += [
        Problem(f"{path.name}: {head}", "codec.unknown_key", {"key": head})
        for place, head in enumerate(rows[0] if rows else [])
        if heads[place] is None
    ]
    entries = []
    if not problems:
        for line, row in enumerate(rows[1:], 2):
            if any(cell.strip() for cell in row):
                cells = {field: cell.strip() for field, cell in zip(heads, row, strict=False)}
                entry = _entry(cells, path.name, line, problems)
                entries += [entry] if entry is not None else []
    file = ProblemCodesFile(edition=edition, codes=tuple(entries))
    problems = problems or list(code_problems(file))
    if problems:
        raise CodecError("file.invalid", file=str(path), problems=problems)
    return file


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError("file.missing", file=str(path)) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise CodecError("file.text", file=str(path), byte=error.start) from error


def _field(head: str) -> str | None:
    head = head.strip()
    return next((field for field, names in _HEADS.items() if head in (field, *names)), None)


def _entry(
    cells: Mapping[str | None, str], file: str, line: int, problems: list[Problem]
) -> ProblemCodeEntry | None:
    def tell(field: str, code: str, **details: str) -> None:
        problems.append(Problem(f"{file}: {_HEADS[field][0]}", code, {**details, "line": line}))

    before = len(problems)
    for field in _NEEDED:
        if not cells.get(field):
            tell(field, "codec.missing_key", key=_HEADS[field][0])
    external = _TRUTH.get(cells.get("external", "").lower())
    if external is None:
        tell("external", "codec.value", found=cells["external"])
    days: dict[str, dt.date | None] = {}
    for field in ("valid_from", "valid_until"):
        text = cells.get(field, "")
        try:
            days[field] = dt.date.fromisoformat(text) if text else None
        except ValueError:
            tell(field, "codec.value", found=text)
    if len(problems) > before:
        return None
    return ProblemCodeEntry(
        code=cells["code"],
        axis=cells["axis"],
        zh=cells["zh"],
        en=cells.get("en", ""),
        parent=cells.get("parent") or None,
        basis=cells.get("basis") or None,
        external=bool(external),
        **days,
    )
