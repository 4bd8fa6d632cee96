"""The cells of a ledger as people read them and as programs do (台账单元格)."""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from supervision.builtin.ledger_files import Plain
from supervision.cli.fields import field_name
from supervision.cli.lookup import short
from supervision.cli.naming import Naming, moment_text
from supervision.cli.texts import Text
from supervision.cli.words import kind_name
from supervision.domain.fields import ExtraField
from supervision.domain.kinds import KINDS as RECORD_KINDS
from supervision.domain.values import Extra, Instant, instant_text
from supervision.errors import UsageError
from supervision.ids import is_id
from supervision.office.code_names import codes_of
from supervision.office.ledger_files import EXTRA
from supervision.office.views import ReadView
from supervision.reporting.cells import Cell, Form
from supervision.reporting.ledgers import Ledger, LedgerColumn
from supervision.reporting.statistics import unit_of_count

__all__ = ["ID", "Cells", "chosen_columns", "head_of", "title_of", "unit_of"]

ID = Text("编号", "id")
_RECORDS = Text("条", "records")


def title_of(ledger: Ledger, lang: str) -> str:
    """Return what a ledger is called."""
    if ledger.title is None:
        return kind_name(ledger.code, lang)
    return ledger.title.en if lang == "en" else ledger.title.zh


def unit_of(ledger: Ledger, lang: str) -> str:
    """Return the unit a ledger is counted in."""
    if ledger.unit is None:
        return _RECORDS.of(lang)
    unit = unit_of_count(ledger.unit)
    return unit.en if lang == "en" else unit.zh


def head_of(ledger: Ledger, column: LedgerColumn) -> Text:
    """Return the heading of a column."""
    if column.title is not None:
        return Text(column.title.zh, column.title.en)
    last = column.path.rpartition(".")[2]
    return Text(field_name(ledger.code, last, "zh"), field_name(ledger.code, last, "en"))


def chosen_columns(
    ledger: Ledger, own: Sequence[ExtraField], asked: str | None, *, every: bool
) -> tuple[LedgerColumn, ...]:
    """Return the columns asked for, by path or heading between commas.

    Args:
        ledger: the ledger.
        own: the office's own fields of its kind; a column each.
        asked: as written; `None`: all of them, or those a list shows.
        every: whether all are meant where none is asked for.

    Raises:
        UsageError: `ledger.column` with the columns there are.
    """
    extra = tuple(
        LedgerColumn(path=EXTRA + field.name, title=_wording(field.label or field.name))
        for field in own
    )
    columns = (*ledger.columns, *extra)
    if asked is None:
        return columns if every else tuple(one for one in columns if one.listed)
    known = {column.path: column for column in columns}
    for column in columns:
        known.update(dict.fromkeys(head_of(ledger, column), column))
    for name in (*ledger.fields, *ledger.many):
        known.setdefault(name, LedgerColumn(path=name))
    chosen = []
    for text in filter(None, (part.strip() for part in asked.replace("，", ",").split(","))):
        if text not in known:
            paths = tuple(column.path for column in columns)
            raise UsageError("ledger.column", ledger=ledger.code, column=text, known=paths)
        chosen.append(known[text])
    return tuple(chosen)


def _wording(text: str) -> Any:
    from supervision.domain.rules import Wording

    return Wording(zh=text, en=text)


class Cells:
    """What stands in the cells of a ledger (单元格). To be used while the view is open.

    Args:
        ledger: the ledger.
        view: for records that others name.
        naming: names of people and words of codes.
    """

    def __init__(self, ledger: Ledger, view: ReadView, naming: Naming) -> None:
        self._ledger = ledger
        self._view = view
        self._naming = naming
        names = Counter(naming.of(id) for id in naming.directory.officers)
        self._codes = codes_of(naming.rules)
        self._shared = {name for name, count in names.items() if count > 1}

    def text(self, record: Any, path: str, *, brief: bool = False) -> str:
        """Return the text of a cell; `brief` shortens the ids of other records."""
        cell = self._ledger.cell(path)
        told = [self._told(cell, value, brief) for value in self._values(record, path)]
        if cell.form is Form.TEXT or self._naming.lang == "en":
            return "; ".join(told) if self._naming.lang == "en" else "；".join(told)
        return "、".join(told)

    def plain(self, record: Any, path: str) -> Plain:
        """Return the value of a cell for programs: codes and ids as they are."""
        cell = self._ledger.cell(path)
        values: list[Plain] = [self._plain(cell, one) for one in self._values(record, path)]
        if cell.many:
            return values
        return values[0] if values else None

    def _values(self, record: Any, path: str) -> Iterator[object]:
        if path.startswith(EXTRA):
            name = path.removeprefix(EXTRA)
            extras: tuple[Extra, ...] = getattr(record, "extra", ())
            yield from (one.text for one in extras if one.name == name)
        else:
            yield from self._ledger.values(record, path)

    def _told(self, cell: Cell, value: object, brief: bool) -> str:
        naming = self._naming
        match cell.form, value:
            case Form.MOMENT, int():
                return moment_text(Instant(value))
            case Form.YES, _:
                return naming.yes(bool(value))
            case form, str() if form in self._codes:
                name = self._codes[form].get(value)
                return value if name is None else name.en if naming.lang == "en" else name.zh
            case Form.KIND, str():
                return kind_name(value, naming.lang)
            case Form.RECORD, str():
                return self._record(cell, value, brief)
            case _, str() if cell.beside is not None:
                kind = next((one for one in RECORD_KINDS if is_id(value, one.prefix)), None)
                return self._record(Cell(form=Form.RECORD, record=kind), value, brief)
            case Form.OFFICER, str():
                return self._officer(value)
            case _, enum.Enum():
                return naming.value(value)
            case _, dt.date():
                return value.isoformat()
            case _:
                return naming.of(str(value))

    def _officer(self, id: str) -> str:
        """Return the name, with the staff number where another has the same name."""
        name = self._naming.of(id)
        officer = self._naming.directory.officers.get(id)
        return f"{name}({officer.staff_number})" if name in self._shared and officer else name

    def _record(self, cell: Cell, id: str, brief: bool) -> str:
        kind = cell.record
        numbered = kind is not None and any(column.name == "number" for column in kind.indexed)
        if kind is None or not (brief or numbered):
            return id
        found = self._view.find(kind, id)
        number: str | None = getattr(found, "number", None)
        return number or ((_title(found) or short(id)) if brief else id)

    def _plain(self, cell: Cell, value: object) -> Plain:
        match value:
            case enum.Enum():
                return str(value.value)
            case dt.date():
                return value.isoformat()
            case bool():
                return value
            case int():
                return instant_text(Instant(value)) if cell.form is Form.MOMENT else value
            case _:
                return str(value)


_TITLES = ("title", "theme", "matter")


def _title(record: object) -> str:
    """Return what a record is about, in a line that fits a cell."""
    title = next((getattr(record, name) for name in _TITLES if hasattr(record, name)), "")
    return title if len(title) <= _WIDTH else f"{title[:_WIDTH]}…"


_WIDTH = 16
