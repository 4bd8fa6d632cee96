"""Rows of an export (数据行): which case and party a row speaks of, and what its cells say.

A bad cell never stops the good ones: it becomes a `Rejected`, the rest of the row is taken.
Only a row whose case cannot be told is rejected as a whole.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
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
"""Where a value belongs within its case: column key, ordinal of a repeated column, whose it is.
The ordinal is 0 where there is none; whose it is, is the key of a party or document, the number
of a linked case, or empty for the case itself."""
_BETWEEN = re.compile(r"[、，,；;\s]+")


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
        document: key of the document it is about, empty for none.
        recipient: key of the party whose document it is, empty for nobody's.
        cells: every cell that could be read.
        faults: every cell that could not.
    """

    number: str
    place: Place
    text: str
    parties: tuple[str, ...]
    document: str
    recipient: str
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
    document = _document(sheet, profile, texts)
    for mapped in sheet.header.mapped:
        text = texts[mapped.index] if mapped.index < len(texts) else ""
        if mapped is number_at or not profile.tells(mapped.column, text):
            continue
        place = Place(sheet.name, record.line, mapped.header)
        original = record.cells[mapped.index]
        if mapped.column.to is Target.LINK:
            for linked in _links(text, number):
                if isinstance(linked, Fault):
                    faults.append(place.rejected(original, linked.code, number))
                else:
                    slot = (mapped.column.key, 0, linked)
                    cells.append(Cell(slot, linked, place, original))
            continue
        owner, lacking = _owner(mapped, parties, document)
        value = read_value(mapped.column, text, profile)
        if isinstance(value, Fault):
            faults.append(place.rejected(original, value.code, number))
        elif lacking:
            faults.append(place.rejected(original, lacking, number))
        else:
            cells.append(Cell((mapped.column.key, mapped.repeat, owner), value, place, original))
    return Row(
        number=number,
        place=Place(sheet.name, record.line, ""),
        text=record.text,
        parties=tuple(dict.fromkeys(key for key in parties.values() if key)),
        document=document or "",
        recipient=parties.get(0, "") if document else "",
        cells=tuple(cells),
        faults=tuple(faults),
    )


def _owner(mapped: Mapped, parties: Mapping[int, str], document: str | None) -> tuple[str, str]:
    """Return whose a cell is, and what is wrong if nobody can be told."""
    match mapped.column.scope:
        case Scope.PARTY if mapped.place in parties:
            return parties[mapped.place], "" if parties[mapped.place] else "cases.no_party"
        case Scope.DOCUMENT if document is not None:
            return document, "" if document else "cases.no_document"
    return "", ""


def _links(text: str, number: str) -> Iterator[str | Fault]:
    """Yield the numbers of other cases a cell holds."""
    for part in filter(None, _BETWEEN.split(text)):
        found = case_number(part)
        yield Fault("cases.link_itself") if found == number else found


def _document(sheet: Sheet, profile: Profile, texts: list[str]) -> str | None:
    """Return the key of the row's document: empty if none is named, `None` without a column."""
    mapped = [
        one for key in profile.document for one in sheet.header.mapped if one.column.key == key
    ]
    for one in mapped:
        text = texts[one.index] if one.index < len(texts) else ""
        if profile.tells(one.column, text):
            value = read_value(one.column, text, profile)
            if not isinstance(value, Fault):
                return str(value)
    return "" if mapped else None


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
