"""The files of bases and of problem codes (依据文件, 问题分类文件) as TOML.

```toml
[[bases]]
code = "procedure-665"
regulation = "人民检察院刑事诉讼规则"
article = "第六百六十五条"
document = "高检发释字〔2019〕4号"   # optional
valid_from = 2019-12-30            # optional
```

```toml
edition = "2026"

[[codes]]
code = "document.served_late"
axis = "nature"
zh = "文书送达逾期"
en = "Document served late"
parent = "document"                # optional: a code of the same axis
basis = "procedure-665"            # optional: a code of the bases
external = false                   # optional: a cause outside the office
```

Problem codes may also come as a table (CSV), see `code_tables`.

Entering a file again changes nothing. A basis that differs is corrected, a code that differs is
revised by its edition. What is left out of a file stays as it is; `valid_until` ends it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import attrs

from supervision.errors import Problem
from supervision.office.toml_files import read_file

__all__ = [
    "BasesFile",
    "BasisEntry",
    "ProblemCodeEntry",
    "ProblemCodesFile",
    "code_problems",
    "read_bases",
    "read_problem_codes",
]


@attrs.frozen(kw_only=True)
class BasisEntry:
    """`[[bases]]`: an article of a law, regulation or local scheme (依据).

    Attributes:
        code: what rules, measures and codes name.
        regulation: title of the law or scheme.
        article: such as 第六百六十五条.
        document: number of the document that issued it.
        text: what it says, as far as it is quoted.
        valid_from: first day in force.
        valid_until: last day in force.
    """

    code: str
    regulation: str
    article: str
    document: str = ""
    text: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class BasesFile:
    """The whole file of bases (依据文件)."""

    bases: tuple[BasisEntry, ...] = ()


@attrs.frozen(kw_only=True)
class ProblemCodeEntry:
    """`[[codes]]`: an entry of the dictionary of problems (问题分类).

    Attributes:
        code: what findings and rules name; unique over all axes.
        axis: what it divides by, such as `business`, `nature`, `cause`.
        zh, en: title.
        parent: code of the entry above it, on the same axis.
        basis: code of a basis.
        external: on the axis `cause`: it lies outside the office.
        valid_from: first day it may be chosen.
        valid_until: last day it may be chosen.
    """

    code: str
    axis: str
    zh: str
    en: str = ""
    parent: str | None = None
    basis: str | None = None
    external: bool = False
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class ProblemCodesFile:
    """The whole file of problem codes (问题分类文件).

    Attributes:
        edition: edition of the dictionary.
        codes: its entries.
    """

    edition: str
    codes: tuple[ProblemCodeEntry, ...] = ()


def read_bases(path: Path) -> BasesFile:
    """Read a file of bases strictly (读取依据文件). Raises as `read_people`."""
    return read_file(BasesFile, path, _basis_problems)


def read_problem_codes(path: Path) -> ProblemCodesFile:
    """Read a file of problem codes strictly (读取问题分类文件). Raises as `read_people`."""
    return read_file(ProblemCodesFile, path, code_problems)


def _basis_problems(file: BasesFile) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, entry in enumerate(file.bases):
        if entry.code in seen:
            yield Problem(f"bases[{index}].code", "file.twice", {"found": entry.code})
        seen.add(entry.code)


def code_problems(file: ProblemCodesFile) -> Iterator[Problem]:
    """Yield what no single entry of a dictionary can know."""
    axes = {entry.code: entry.axis for entry in file.codes}
    seen: set[str] = set()
    for index, entry in enumerate(file.codes):
        if entry.code in seen:
            yield Problem(f"codes[{index}].code", "file.twice", {"found": entry.code})
        seen.add(entry.code)
        if entry.parent is not None and axes.get(entry.parent) != entry.axis:
            yield Problem(f"codes[{index}].parent", "file.names_nothing", {"found": entry.parent})
