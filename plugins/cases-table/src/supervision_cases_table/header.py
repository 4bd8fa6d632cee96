"""The header of an export (表头): found, matched through aliases, and the delimiter with it.

The delimiter is the one under which the header makes most sense; `csv.Sniffer` guesses from
data and guesses wrong on Chinese prose with commas.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import attrs

from supervision.plugin import CaseSourceError, Rejected
from supervision_cases_table.cells import Fault, case_number, clean, header_text
from supervision_cases_table.dates import han_number
from supervision_cases_table.exports import DELIMITERS, Export, Record, records
from supervision_cases_table.profile import PLACE, REPEAT, Column, Profile

__all__ = ["Header", "Mapped", "find_header"]

_ORDINAL = r"(?:[1-9][0-9]?|[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"


@attrs.frozen
class Mapped:
    """A column of the file that the profile knows (已识别列).

    Attributes:
        index: place in the record, from 0.
        header: the header as the file writes it, cleaned.
        column: what the profile says of it.
        repeat: ordinal of a repeated column, else 0.
        place: place of the person within the row, else 0.
    """

    index: int
    header: str
    column: Column
    repeat: int = 0
    place: int = 0


@attrs.frozen
class Header:
    """The header of one file (表头) and how to go on behind it.

    Attributes:
        cells: the header's texts, cleaned, one per column.
        mapped: the columns the profile knows.
        unmapped: the headers it does not.
        delimiter: what separates cells.
        title: text of the lines above the header.
        last_line: number of the header's last line.
    """

    cells: tuple[str, ...]
    mapped: tuple[Mapped, ...]
    unmapped: tuple[str, ...]
    delimiter: str
    title: str
    last_line: int

    def number_column(self, profile: Profile) -> Mapped | None:
        """Return the column that holds the case number: the profile's first that is here."""
        for key in profile.number:
            for mapped in self.mapped:
                if mapped.column.key == key:
                    return mapped
        return None


class _Aliases:
    """All aliases of a profile, ready to be compared."""

    def __init__(self, profile: Profile) -> None:
        self.plain: dict[str, Column] = {}
        self.patterns: list[tuple[re.Pattern[str], Column]] = []
        self.ignored = {header_text(header) for header in profile.ignored} | {""}
        for column in profile.columns:
            for alias in column.aliases:
                text = header_text(alias)
                if REPEAT in alias or PLACE in alias:
                    pattern = re.escape(text)
                    for name, mark in (("n", REPEAT), ("p", PLACE)):
                        pattern = pattern.replace(re.escape(mark), f"(?P<{name}>{_ORDINAL})", 1)
                    self.patterns.append((re.compile(pattern), column))
                else:
                    self.plain[text] = column

    def find(self, index: int, header: str) -> Mapped | None:
        text = header_text(header)
        if text in self.plain:
            return Mapped(index, header, self.plain[text])
        for pattern, column in self.patterns:
            found = pattern.fullmatch(text)
            if found:
                ordinals = {name: _ordinal(value) for name, value in found.groupdict().items()}
                return Mapped(index, header, column, ordinals.get("n", 0), ordinals.get("p", 0))
        return None


def _ordinal(text: str) -> int:
    return int(text) if text.isascii() else han_number(text)


def find_header(export: Export, profile: Profile) -> Header:
    """Find the header among the first rows, with one level or with a merged second one.

    Raises:
        CaseSourceError: `cases.no_header` with the headers that name the case number.
    """
    aliases = _Aliases(profile)
    best: Header | None = None
    for delimiter in DELIMITERS:
        found = _find(export, profile, aliases, delimiter)
        if found and (best is None or len(found.mapped) > len(best.mapped)):
            best = found
    if best is None:
        wanted = tuple(alias for key in profile.number for alias in profile.by_key[key].aliases)
        raise CaseSourceError(
            "cases.no_header", path=export.name, wanted=wanted, within=profile.header_within
        )
    return best


def _find(export: Export, profile: Profile, aliases: _Aliases, delimiter: str) -> Header | None:
    rows = list(_first(export, delimiter, profile.header_within + 1))
    for place, row in enumerate(rows[: profile.header_within]):
        title = "\n".join(above.text for above in rows[:place])
        found = _matched(row, row.cells, row.cells, aliases, delimiter, title)
        if place + 1 < len(rows):
            below = rows[place + 1]
            alone = _matched(below, below.cells, below.cells, aliases, delimiter, title)
            own, joined = _two_levels(row.cells, below.cells)
            two = _matched(below, own, joined, aliases, delimiter, title)
            # Two levels only where either alone says less: a title is no upper level, and
            # neither is a header above the first case.
            more = len(two.mapped) > max(len(found.mapped), len(alone.mapped))
            if more and not _is_data(below, two, profile):
                found = two
        if found.number_column(profile):
            return found
    return None


def _first(export: Export, delimiter: str, count: int) -> Iterator[Record]:
    """Yield the first `count` records that say anything."""
    for record in records(export.lines, delimiter, export.name):
        if isinstance(record, Rejected) or not record.text.strip():
            continue
        yield record
        count -= 1
        if not count:
            return


def _matched(
    row: Record,
    own: Sequence[str],
    joined: Sequence[str],
    aliases: _Aliases,
    delimiter: str,
    title: str,
) -> Header:
    """Match every column by the joined text of both levels, else by its own text alone."""
    mapped = []
    unmapped = []
    cells = tuple(map(clean, own))
    for index, (text, both) in enumerate(zip(cells, map(clean, joined), strict=True)):
        found = aliases.find(index, both) or aliases.find(index, text)
        if found:
            mapped.append(found)
        elif header_text(text) not in aliases.ignored:
            unmapped.append(both)
    last = row.line + row.text.count("\n")
    return Header(cells, tuple(mapped), tuple(unmapped), delimiter, title, last)


def _two_levels(upper: Sequence[str], lower: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return each column's own text and the text of both levels of a merged header.

    A cell empty below is merged with the one above it; a cell empty above belongs to the
    merged one left of it.
    """
    own: list[str] = []
    joined: list[str] = []
    group = ""
    for above, below in itertools.zip_longest(upper, lower, fillvalue=""):
        group = above.strip() or group
        own.append(below if below.strip() else above)
        joined.append(group + below.strip() if below.strip() else above)
    return own, joined


def _is_data(below: Record, header: Header, profile: Profile) -> bool:
    """Whether the supposed second level of a header is the first case."""
    number = header.number_column(profile)
    if number is None or number.index >= len(below.cells):
        return False
    return not isinstance(case_number(below.cells[number.index]), Fault)
