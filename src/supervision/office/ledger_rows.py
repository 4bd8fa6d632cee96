"""From a row of an old ledger to a record (台账行识别), or to everything that is wrong with it."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, cast

import attrs

from supervision.domain.fields import ExtraField
from supervision.domain.ledger_entries import Entry
from supervision.domain.values import Extra, ExtraType
from supervision.errors import Detail, Refused
from supervision.office.ledger_files import EXTRA, LedgerRow
from supervision.office.ledger_texts import TextReader, day_in
from supervision.reporting.cells import Form, cell_of

__all__ = ["RowFault", "RowReader"]


@attrs.frozen(kw_only=True)
class RowFault:
    """What is wrong with a row (行错误).

    Attributes:
        line: line of the file.
        column: heading of the column; empty when the whole row is meant.
        text: what stands there.
        code: message code.
        details: values for the sentence.
    """

    line: int
    column: str
    text: str
    code: str
    details: Mapping[str, Detail] = attrs.field(factory=dict)


_MOST = 1_000  # texts of a column that are remembered


class RowReader:
    """Makes records of rows (行识别).

    Args:
        entry: how old records of the kind are entered.
        texts: reads a text.
        headings: heading by field.
        own: the office's own fields of the kind.
    """

    def __init__(
        self,
        entry: Entry,
        texts: TextReader,
        headings: Mapping[str, str],
        own: Sequence[ExtraField],
    ) -> None:
        self._entry = entry
        self._texts = texts
        self._headings = headings
        self._own = {EXTRA + field.name: field for field in own}
        self._cells = {path: cell_of(entry.kind, path) for path in entry.fields}
        self._known: Mapping[str, dict[str, object]] = {
            path: {}
            for path, cell in self._cells.items()
            if cell.form is not Form.TEXT or cell.many
        }
        self._plain: dict[str, object] = {}
        self._inner: dict[str, dict[str, object]] = {}
        for path, value in entry.defaults.items():
            above, _, name = path.rpartition(".")
            into = self._inner.setdefault(above, {}) if above else self._plain
            into[name] = value

    def record(
        self, row: LedgerRow, *, id: str, unit: str, imported: str
    ) -> tuple[Any, tuple[RowFault, ...]]:
        """Return the record a row says, or nothing and every fault."""
        if row.fault:
            return None, (RowFault(line=row.line, column="", text="", code=row.fault),)
        faults: list[RowFault] = []
        values: dict[str, Any] = dict(self._plain)
        nested: dict[str, dict[str, Any]] = {}
        extras: list[Extra] = []
        for path, text in row.texts.items():
            try:
                if path in self._own:
                    extras.append(_extra(self._own[path], text))
                    continue
                value = self._value(path, text, row)
            except Refused as refused:
                faults.append(self.fault(row, path, refused.code, refused.details))
                continue
            if "." not in path:
                values[path] = value
            else:
                above, _, name = path.rpartition(".")
                nested.setdefault(above, {})[name] = value
        faults += self._missing(row)
        for path, parts in nested.items():
            try:
                values[path] = _nested(self._entry.kind.cls, path, parts, self._inner.get(path, {}))
            except Refused as refused:
                empty = refused.details.get("field") in self._entry.required
                if not (empty and refused.code == "entry.nested"):  # told as empty already
                    faults.append(self.refused(row, refused))
        if faults:
            return None, tuple(faults)
        cls = self._entry.kind.cls
        if extras:
            values["extra"] = tuple(extras)
        return cls(id=id, unit=unit, imported=imported, **values), ()

    def _value(self, path: str, text: str, row: LedgerRow) -> object:
        """Read a cell. What an old ledger repeats in a column is read once."""
        beside = self._cells[path].beside
        if beside is not None:
            kind = self._kind(beside, row)
            return text if kind is None else self._texts.of_kind(kind, text)
        known = self._known.get(path)
        if known is None:
            return text
        value = known.get(text)
        if value is None:
            cell = self._cells[path]
            value = self._texts.many(cell, text) if cell.many else self._texts.one(cell, text)
            if len(known) == _MOST:
                known.clear()
            known[text] = value
        return value

    def _kind(self, path: str, row: LedgerRow) -> str | None:
        """Return the kind a row tells; nothing where that cell is a fault of its own."""
        if path not in row.texts:
            return cast("str | None", self._plain.get(path))
        try:
            return cast("str", self._value(path, row.texts[path], row))
        except Refused:
            return None

    def _missing(self, row: LedgerRow) -> Iterator[RowFault]:
        for path in self._entry.required:
            if path not in row.texts:
                yield self.fault(row, path, "ledger.empty", {})

    def fault(
        self, row: LedgerRow, path: str, code: str, details: Mapping[str, Detail]
    ) -> RowFault:
        """Return a fault of one cell."""
        column = self._headings.get(path, path)
        text = row.texts.get(path, "")
        return RowFault(line=row.line, column=column, text=text, code=code, details=details)

    def refused(self, row: LedgerRow, refused: Refused) -> RowFault:
        """Return the fault a decision tells, at the column it names."""
        told = refused.details.get("field") or refused.details.get("place")
        path = str(told) if told else ""
        column = self._headings.get(path, "")
        text = row.texts.get(path, "")
        return RowFault(
            line=row.line, column=column, text=text, code=refused.code, details=refused.details
        )


def _extra(field: ExtraField, text: str) -> Extra:
    """Return the value of an own field in its canonical text; `check_extras` judges it."""
    if field.type is ExtraType.DATE:
        day = day_in(text)
        text = day.isoformat() if day is not None else text
    elif field.type is ExtraType.BOOL:
        text = {"是": "true", "否": "false"}.get(text, text)
    return Extra(name=field.name, type=field.type, text=text)


@cache
def _class_at(cls: type, name: str) -> tuple[type[Any], bool]:
    """Return the class of a nested value, and whether there are several."""
    hint = typing.get_type_hints(cls)[name]
    several = typing.get_origin(hint) is tuple
    parts = typing.get_args(hint) or (hint,)
    return next(part for part in parts if attrs.has(part)), several


def _nested(cls: type, name: str, parts: Mapping[str, Any], unsaid: Mapping[str, Any]) -> object:
    """Make a nested value, or as many as a ledger gives values of each part.

    Args:
        cls, name: class of the record, and its field.
        parts: what the ledger says.
        unsaid: what each holds of which it says nothing.

    Raises:
        Refused: `entry.nested` when it lacks what it cannot be without, `entry.uneven` when
            there are more values of one part than of another.
    """
    made, several = _class_at(cls, name)
    missing = tuple(
        f"{name}.{field.name}"
        for field in attrs.fields(made)
        if field.default is attrs.NOTHING and field.name not in {**unsaid, **parts}
    )
    if missing:
        raise Refused("entry.nested", field=missing[0], fields=missing)
    if not several:
        return made(**{**unsaid, **parts})
    if len({len(values) for values in parts.values()}) > 1:
        fields = tuple(f"{name}.{part}" for part in parts)
        raise Refused("entry.uneven", field=fields[0], fields=fields)
    return tuple(
        made(**{**unsaid, **dict(zip(parts, values, strict=True))})
        for values in zip(*parts.values(), strict=True)
    )
