"""Assessment (考评接口): schemes that are offered, and where their results go.

A scheme is data. An exporter gets the finished sheet, with names resolved and texts written,
and puts it where the appraisal system expects it; it reads no office and writes no journal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Protocol, TypeAlias

import attrs

from supervision.domain.periods import Period
from supervision.domain.rules import Wording
from supervision.domain.schemes import Scheme
from supervision.domain.score_entries import Account, RecordRef
from supervision.domain.values import Instant

__all__ = [
    "AssessmentExporter",
    "AssessmentScheme",
    "Exporter",
    "SchemeItem",
    "SchemeText",
    "ScoreSheet",
    "SheetLine",
    "SheetTotal",
]


@attrs.frozen(kw_only=True)
class SchemeText:
    """A file of schemes (方案文件), unread.

    Attributes:
        name: file name, for problems.
        text: TOML.
    """

    name: str
    text: str


SchemeItem: TypeAlias = SchemeText | Scheme
"""A scheme as TOML or as an object: one model for both."""


@attrs.frozen(kw_only=True)
class AssessmentScheme:
    """Offers a scheme of assessment (考评方案) for `[assessment] scheme`.

    Attributes:
        name: name in the TOML.
        zh, en: title.
        load: returns the versions of the scheme. They are checked together; a broken one is
            refused with its file, line and key. Values a text leaves open as parameters come
            from the office.
    """

    name: str
    zh: str
    en: str
    load: Callable[[], Iterable[SchemeItem]]


@attrs.frozen(kw_only=True)
class SheetLine:
    """One entry of the ledger on the sheet (考评明细).

    Attributes:
        entry: id of the ledger entry.
        account: department's or person's points.
        department_id, department: the department and its name; empty when there is none.
        officer_id, staff_number, officer: the person, number and name; empty for a
            department's points. A name that was erased is empty.
        rule: code of the rule.
        title: title of the rule.
        scheme_version: version of the scheme that gave the points.
        points: exact points.
        fact_on: day of the fact.
        posted_on: day it was posted.
        explanation: one sentence on why these points.
        records: the records it is explained by.
        reverses: the entry it is the counter-entry of.
        reversed_by: its counter-entry.
    """

    entry: str
    account: Account
    department_id: str = ""
    department: str = ""
    officer_id: str = ""
    staff_number: str = ""
    officer: str = ""
    rule: str
    title: Wording
    scheme_version: int
    points: Fraction
    fact_on: dt.date
    posted_on: dt.date
    explanation: Wording
    records: tuple[RecordRef, ...]
    reverses: str | None = None
    reversed_by: str | None = None


@attrs.frozen(kw_only=True)
class SheetTotal:
    """The sum of one department or person (合计). `entries` counts the entries added.

    A person's department is that of the latest fact.
    """

    department_id: str = ""
    department: str = ""
    officer_id: str = ""
    staff_number: str = ""
    officer: str = ""
    points: Fraction
    entries: int


@attrs.frozen(kw_only=True)
class ScoreSheet:
    """The result of a scheme in a period (考评表). Nothing on it is a ranking.

    Departments' points and persons' points are two accounts and are never added.

    Attributes:
        unit: name of the unit.
        scheme: code of the scheme.
        title, basis: of its newest version on the sheet.
        period: the period.
        made_at: when the sheet was drawn up.
        decimals: decimals points are printed with.
        lines: every entry of the ledger, reversed ones and their counter-entries included.
        departments, persons: sums, sorted by name and by staff number.
        department_points, person_points: sums of the two accounts.

    Example:
        >>> sheet = ScoreSheet(unit="马尾院", scheme="mw", title=Wording(zh="办法", en="Scheme"),
        ...                    basis="", period=Period(first=dt.date(2026, 1, 1),
        ...                    last=dt.date(2026, 12, 31)), made_at=Instant(1_780_000_000_000_000),
        ...                    decimals=1)
        >>> sheet.department_points
        Fraction(0, 1)
    """

    unit: str
    scheme: str
    title: Wording
    basis: str
    period: Period
    made_at: Instant
    decimals: int
    lines: tuple[SheetLine, ...] = ()
    departments: tuple[SheetTotal, ...] = ()
    persons: tuple[SheetTotal, ...] = ()
    department_points: Fraction = Fraction(0)
    person_points: Fraction = Fraction(0)


class Exporter(Protocol):
    """Writes a sheet (考评导出). Called outside any transaction, by one thread at a time."""

    def export(self, sheet: ScoreSheet, target: Path, language: str = "zh") -> None:
        """Write the sheet to the file `target`, whole or not at all, replacing what was there.

        Args:
            sheet: the sheet.
            target: the file; its folder exists.
            language: `zh` or `en`, for headings and sentences.

        Raises:
            UsageError: `export.target` when it cannot be written there.
        """
        ...


@attrs.frozen(kw_only=True)
class AssessmentExporter:
    """Offers a way to hand results to an appraisal system (考评导出).

    Attributes:
        name: name on the command line.
        zh, en: title.
        suffix: usual ending of the file, such as `.csv`.
        open: makes the exporter.

    Example:
        >>> from supervision.builtin.csv_exporter import CSV_EXPORTER
        >>> CSV_EXPORTER.suffix
        '.csv'
    """

    name: str
    zh: str
    en: str
    suffix: str
    open: Callable[[], Exporter]
