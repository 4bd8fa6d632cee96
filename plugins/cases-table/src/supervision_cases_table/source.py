"""An opened set of exports (案件来源): settings, digest, and the delivery of cases."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from supervision.plugin import CaseSourceError, CodecError, Delivered, Rejected, structure
from supervision_cases_table.cells import comparable, header_text
from supervision_cases_table.drafts import Drafts
from supervision_cases_table.exports import Export, Record, find_exports, records
from supervision_cases_table.header import Header, find_header
from supervision_cases_table.profile import Profile, Scope, Target, read_profile
from supervision_cases_table.rows import Sheet, identifying, read_row

__all__ = ["Account", "TableSettings", "TableSource", "open_table"]

_MEGABYTE = 1024 * 1024
_BLANK = " \t,;\u3000\xa0\ufeff"
_FORMAT = "supervision.cases-table/1"
"""Part of every digest. Raised when the same file comes to mean something else."""


@attrs.frozen(kw_only=True)
class TableSettings:
    """Settings of the connector (接入设置), from `[connectors.table]` of the office's TOML.

    Attributes:
        profile: path of the office's own profile, `"./profile.toml"` being beside the TOML;
            empty for the packaged one.
        line: business line of all cases; empty to read it from column, file name or title.
        unit: unit (院) of cases whose export names none.
        limit_mb: megabytes all files together may have; they are held in memory.
    """

    profile: str = ""
    line: str = ""
    unit: str = ""
    limit_mb: int = 256


@attrs.frozen(kw_only=True)
class Account:
    """Where the rows of all files went (行数核对). `rows` is the sum of the other three.

    Attributes:
        rows: records and lines behind the headers.
        taken: rows that are part of a delivered case, perhaps without some of their cells.
        rejected: rows rejected as a whole.
        without_case: blank rows, footers such as 合计, and repeated headers.
    """

    rows: int = 0
    taken: int = 0
    rejected: int = 0
    without_case: int = 0


class TableSource:
    """Exports ready to be delivered (已打开的导出表). Made by `open_table`; may be read again.

    Attributes:
        account: where the rows went, once `deliver` has come to its end.
    """

    def __init__(self, sheets: Sequence[Sheet], profile: Profile, unit: str, digest: str) -> None:
        self._sheets = tuple(sheets)
        self._profile = profile
        self._unit = unit
        self._digest = digest
        self.account = Account()

    @property
    def digest(self) -> str:
        """`sha256:hex` over profile, settings and contents; file names do not matter."""
        return self._digest

    @property
    def size(self) -> int:
        """Number of rows, the greatest number of cases there can be."""
        return sum(len(sheet.records) for sheet in self._sheets)

    def unmapped(self) -> tuple[str, ...]:
        """Return headers nothing was read from, as `file: header`."""
        return tuple(
            f"{sheet.name}: {header}" for sheet in self._sheets for header in sheet.unmapped
        )

    def deliver(self) -> Iterator[Delivered]:
        """Yield rejected rows and cells as they are met, then the cases."""
        drafts = Drafts(self._profile, self._unit)
        taken = rejected = without_case = 0
        for sheet in self._sheets:
            yield from sheet.lost
            rejected += len(sheet.lost)
            for record in sheet.records:
                row = read_row(sheet, self._profile, record)
                if row is None:
                    without_case += 1
                elif isinstance(row, Rejected):
                    rejected += 1
                    yield row
                elif drafts.lacks_line(row, sheet.line):
                    rejected += 1
                    yield row.place.rejected(row.text, "cases.no_line", row.number)
                else:
                    taken += 1
                    yield from row.faults
                    yield from drafts.add(row, sheet.line)
        yield from drafts.traces()
        self.account = Account(
            rows=taken + rejected + without_case,
            taken=taken,
            rejected=rejected,
            without_case=without_case,
        )


def open_table(paths: tuple[Path, ...], settings: Mapping[str, object]) -> TableSource:
    """Open CSV exports (打开案件导出表): read and split them, find their headers.

    Args:
        paths: files and folders. Where two rows disagree, the later one holds.
        settings: plain data of a `TableSettings`.

    Raises:
        CaseSourceError: when nothing can be read at all: `cases.settings`, `cases.no_profile`,
            `cases.bad_profile`, `cases.no_file`, `cases.unreadable`, `cases.not_a_table`,
            `cases.encoding`, `cases.too_large`, `cases.empty`, `cases.no_header`,
            `cases.file_line`; each with the path or key.
    """
    try:
        chosen = structure(TableSettings, settings, where="settings")
    except CodecError as error:
        raise CaseSourceError("cases.settings", problems=error.problems) from error
    profile, profile_text = read_profile(Path(chosen.profile) if chosen.profile else None)
    exports = find_exports(paths, limit=chosen.limit_mb * _MEGABYTE)
    sheets = tuple(_sheet(export, profile, chosen.line) for export in exports)
    if not any(sheet.records or sheet.lost for sheet in sheets):
        raise CaseSourceError("cases.empty", path=", ".join(sheet.name for sheet in sheets))
    parts = [_FORMAT, profile_text, chosen.unit]
    for sheet, export in zip(sheets, exports, strict=True):
        parts += [sheet.line, hashlib.sha256(export.content).hexdigest()]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    # A list of documents does not tell the line of its cases: they are read first.
    ordered = sorted(sheets, key=lambda one: not one.line and _names_documents(one.header, profile))
    return TableSource(ordered, profile, chosen.unit, f"sha256:{digest}")


def _names_documents(header: Header, profile: Profile) -> bool:
    """Whether every row may be about a document of its case."""
    return any(mapped.column.key in profile.document for mapped in header.mapped)


def _sheet(export: Export, profile: Profile, line: str) -> Sheet:
    header = find_header(export, profile)
    behind = [numbered for numbered in export.lines if numbered[0] > header.last_line]
    lost = list(export.undecodable)
    found: list[Record] = []
    for record in records(behind, header.delimiter, export.name):
        if isinstance(record, Rejected):
            lost.append(record)
        elif record.text.strip(_BLANK):
            found.append(record)
    header, dropped = _attributable(header, profile)
    nameless = (
        f"#{index + 1}"
        for index, cell in enumerate(header.cells)
        if not header_text(cell)
        and any(record.cells[index : index + 1] not in ((), ("",)) for record in found)
    )
    return Sheet(
        name=export.name,
        header=header,
        line=_line(export, header, profile, line),
        width=_width(header, found),
        records=tuple(found),
        lost=tuple(lost),
        unmapped=(*header.unmapped, *dropped, *nameless),
    )


def _width(header: Header, found: Sequence[Record]) -> int:
    """Return how many cells a sound row has at most.

    Some systems end every row with a delimiter, but not the header; a single row that is longer
    than the others has a delimiter too many within it.
    """
    widths = Counter(len(record.cells) for record in found)
    usual = max(widths, key=lambda width: (widths[width], -width), default=0)
    return max(len(header.cells), usual)


def _attributable(header: Header, profile: Profile) -> tuple[Header, tuple[str, ...]]:
    """Leave out columns of parties and documents where no column says which it is.

    Events of the row's party or document are kept as events of the case: an export with one row
    per case still tells when the suspect was informed.
    """
    named = {mapped.place for mapped in identifying(header, profile)}
    documents = _names_documents(header, profile)
    kept = []
    dropped = []
    for mapped in header.mapped:
        scope = mapped.column.scope
        of_case = scope is Scope.CASE or (
            documents if scope is Scope.DOCUMENT else mapped.place in named
        )
        if of_case or (mapped.column.to is Target.EVENT and not mapped.place):
            kept.append(mapped)
        else:
            dropped.append(mapped.header)
    return attrs.evolve(header, mapped=tuple(kept)), tuple(dropped)


def _line(export: Export, header: Header, profile: Profile, line: str) -> str:
    """Tell the business line of a file: as set, else from its title or name, else no line.

    Raises:
        CaseSourceError: `cases.file_line` when there is no column for it either.
    """
    columns = [column for column in profile.columns if column.to is Target.LINE]
    known = {text: value for column in columns for text, value in column.by_text.items()}
    if line:
        return known.get(comparable(line), line)
    for place in (header.title, export.name):
        held = comparable(place)
        found = {value for text, value in known.items() if text in held}
        if len(found) == 1:
            return found.pop()
    tells = any(mapped.column.to is Target.LINE for mapped in header.mapped)
    if not tells and not _names_documents(header, profile):
        raise CaseSourceError("cases.file_line", path=export.name)
    return ""
