"""Rows of an export (数据行): which case and party a row speaks of, and what its cells say.

A bad cell never stops the good ones: it becomes a `Rejected`, the rest of the row is taken.
Only a row whose case cannot be told is rejected as a whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TypeAlias

import attrs

from supervision.plugin import Rejected
from supervision_cases_table.cells import (
    Fault,
    case_number,
    clean,
    comparable,
    header_text,
    name_text,
    whole_number,
)
from supervision_cases_table.dates import When, read_when
from supervision_cases_table.exports import Record
from supervision_cases_table.header import Header, Mapped
from supervision_cases_table.profile import Column, Format, Profile, Scope, Target

__all__ = [
    "Cell",
    "Place",
    "Row",
    "Sheet",
    "Slot",
    "Value",
    "identifying",
    "read_row",
    "read_value",
]

Value: TypeAlias = When | str | bool
Slot: TypeAlias = tuple[str, int, str]
"""Where a value belongs within its case: column key, ordinal of a repeated column, party key.
The ordinal is 0 and the party empty where there is none."""


@attrs.frozen
class Place:
    """Where something stands: file, line, header."""

    source: str
    line: int
    column: str

    def rejected(self, text: str, code: str, case: str | None) -> Rejected:
        """Report `text` at this place."""
        return Rejected(
            source=self.source,
            line=self.line,
            column=self.column,
            text=text,
            code=code,
            case=case,
        )


@attrs.frozen
class Cell:
    """A value with its place and original text (单元格)."""

    slot: Slot
    value: Value
    place: Place
    text: str


@attrs.frozen(kw_only=True)
class Row:
    """What one row says of one case (一行的内容).

    Attributes:
        number: the case.
        place, text: the whole row, for reports.
        parties: keys of the parties it names.
        cells: every cell that could be read.
        faults: every cell that could not.
    """

    number: str
    place: Place
    text: str
    parties: tuple[str, ...]
    cells: tuple[Cell, ...]
    faults: tuple[Rejected, ...]


@attrs.frozen(kw_only=True)
class Sheet:
    """One export, split into records behind its header (工作表).

    Attributes:
        name: file name.
        header: its header.
        line: business line that holds where the row names none; empty when unknown.
        width: cells a sound row has at most.
        records: records behind the header.
        lost: lines that could not be decoded or split.
        unmapped: headers that are not read.
    """

    name: str
    header: Header
    line: str
    width: int
    records: tuple[Record, ...] = attrs.field(repr=False)
    lost: tuple[Rejected, ...] = attrs.field(repr=False)
    unmapped: tuple[str, ...]


def read_row(sheet: Sheet, profile: Profile, record: Record) -> Row | Rejected | None:
    """Read one record; `None` when it holds no case: blank, a footer, the header again."""
    whole = Place(sheet.name, record.line, "")
    texts = [clean(cell) for cell in record.cells]
    if not any(texts) or tuple(texts) == sheet.header.cells:
        return None
    number_at = sheet.header.number_column(profile)
    index = number_at.index if number_at else 0
    first = next(text for text in texts if text)
    if header_text(first) in profile.footer_texts:  # its number column may hold a count
        return None
    number = case_number(texts[index]) if index < len(texts) else Fault("cases.no_number")
    if isinstance(number, Fault):
        if first.startswith(profile.footers):
            return None
        column = sheet.header.cells[index] if number.code != "cases.no_number" else ""
        text = record.cells[index] if column else record.text
        return attrs.evolve(whole, column=column).rejected(text, number.code, None)
    if len(texts) > sheet.width or any(texts[len(sheet.header.cells) :]):
        # One cell too many means that a comma within a cell has shifted the others. Too few is
        # harmless: Excel drops empty cells at the end of rows.
        return whole.rejected(record.text, "cases.too_many_cells", number)
    return _row(sheet, profile, record, texts, number, number_at)


def _row(
    sheet: Sheet,
    profile: Profile,
    record: Record,
    texts: list[str],
    number: str,
    number_at: Mapped | None,
) -> Row:
    cells: list[Cell] = []
    faults: list[Rejected] = []
    parties = dict(_parties(sheet, profile, texts))
    for mapped in sheet.header.mapped:
        text = texts[mapped.index] if mapped.index < len(texts) else ""
        if mapped is number_at or not profile.tells(mapped.column, text):
            continue
        place = Place(sheet.name, record.line, mapped.header)
        original = record.cells[mapped.index]
        of_party = mapped.column.scope is Scope.PARTY and mapped.place in parties
        party = parties[mapped.place] if of_party else ""
        value = read_value(mapped.column, text, profile)
        if isinstance(value, Fault):
            faults.append(place.rejected(original, value.code, number))
        elif of_party and not party:
            faults.append(place.rejected(original, "cases.no_party", number))
        else:
            cells.append(Cell((mapped.column.key, mapped.repeat, party), value, place, original))
    return Row(
        number=number,
        place=Place(sheet.name, record.line, ""),
        text=record.text,
        parties=tuple(dict.fromkeys(key for key in parties.values() if key)),
        cells=tuple(cells),
        faults=tuple(faults),
    )


def identifying(header: Header, profile: Profile) -> Iterator[Mapped]:
    """Yield the columns that identify parties, the profile's preferred ones first."""
    for key in profile.party:
        yield from (mapped for mapped in header.mapped if mapped.column.key == key)


def _parties(sheet: Sheet, profile: Profile, texts: list[str]) -> Iterator[tuple[int, str]]:
    """Yield each place of a person within the row and the key of who stands there, if anyone."""
    found: dict[int, str] = {}
    for mapped in identifying(sheet.header, profile):
        text = texts[mapped.index] if mapped.index < len(texts) else ""
        if found.setdefault(mapped.place, ""):
            continue
        if profile.tells(mapped.column, text):
            value = read_value(mapped.column, text, profile)
            found[mapped.place] = "" if isinstance(value, Fault) else str(value)
    yield from found.items()


def read_value(column: Column, text: str, profile: Profile) -> Value | Fault:
    """Read a cleaned, known cell as its column asks."""
    if column.to is Target.EVENT or column.format is Format.DATE:
        when = read_when(
            text, serials=profile.serial_dates, midnight_is_day=profile.midnight_is_day
        )
        if column.to is Target.EVENT or isinstance(when, Fault):
            return when
        return _date_text(when)
    if column.values:
        value = column.by_text.get(comparable(text))
        if value is None:
            return text if column.open else Fault("cases.unknown_value")
        return value == "true" if column.to is Target.CUSTODY else value
    match column.format:
        case Format.NUMBER:
            return case_number(text)
        case Format.INTEGER:
            whole = whole_number(text)
            return whole if isinstance(whole, Fault) else str(whole)
        case Format.TEXT if column.to is Target.CARD:
            return text
        case _:
            return name_text(text)


def _date_text(when: When) -> str:
    if when.time is None:
        return when.day.isoformat()
    return dt.datetime.combine(when.day, when.time).isoformat(timespec="minutes")
