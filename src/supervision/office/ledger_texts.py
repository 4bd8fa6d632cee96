"""From the texts of a ledger to values (台账文字识别): names to ids, words to codes, days.

The same reading serves the cells of an old ledger and the conditions of a list. What cannot be
read with certainty is refused with what is possible: nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from supervision.domain.instructions import DOCUMENT
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.names import folded
from supervision.domain.records import RecordKind
from supervision.domain.rules import Wording
from supervision.domain.values import EARLIEST, LATEST
from supervision.errors import Refused
from supervision.ids import is_id
from supervision.office.code_names import Codes
from supervision.office.directory import Directory, Resolved
from supervision.office.views import ReadView
from supervision.ports.query import Eq
from supervision.reporting.cells import Cell, Form
from supervision.reporting.labels import VALUES

__all__ = ["NAMELESS", "TextReader", "Words", "day_in", "words_of_labels"]

Words: TypeAlias = Callable[[type[enum.Enum]], Mapping[str, Wording]]
"""From an enumeration to what people call its members, by their codes."""

_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))",
    re.ASCII,
)
_TIME = re.compile(r"[T\s]+\d{1,2}[:：]\d{2}.*")
_NAMES = re.compile(r"[、，,；;/\n]+")
_TEXTS = re.compile(r"[；;\n]+")
_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_CALLED_BY = ("number", "document", "title")
"""Declared fields a record of another ledger is called by."""
_YES: Mapping[str, bool] = {
    **dict.fromkeys(("是", "有", "yes", "true", "1", "√", "y"), True),
    **dict.fromkeys(("否", "无", "no", "false", "0", "×", "n"), False),
}


def day_in(text: str) -> dt.date | None:
    """Read a day as ledgers write it: 2021年3月5日, 2021/3/5, 2021-03-05, 2021.3.5, 20210305.

    A time behind it is left out.

    Example:
        >>> day_in("2021.3.5"), day_in("三月")
        (datetime.date(2021, 3, 5), None)
    """
    match = _DAY.fullmatch(_TIME.sub("", text.translate(_HALF)).replace(" ", ""))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def _named(words: Words, cls: type[enum.Enum]) -> Mapping[str, str]:
    """Return the codes of an enumeration by everything they are called."""
    names = words(cls)
    known: dict[str, str] = {}
    for member in cls:
        code = str(member.value)
        known[folded(code).casefold()] = code
        if code in names:
            known[folded(names[code].zh).casefold()] = code
            known[folded(names[code].en).casefold()] = code
    return known


NAMELESS: Mapping[str, Wording] = {}
"""No names of kinds: they are told by their codes."""


def _kinds_called(names: Mapping[str, Wording]) -> Mapping[str, str]:
    """Return the codes of kinds of records, and of documents, by everything they are called."""
    called = {
        folded(text).casefold(): code for code, name in names.items() for text in (name.zh, name.en)
    }
    return {"文件": DOCUMENT, **called, **{code: code for code in (*KINDS_BY_NAME, DOCUMENT)}}


def words_of_labels(cls: type[enum.Enum]) -> Mapping[str, Wording]:
    """Return what reports call the members of an enumeration (取值名称)."""
    return VALUES.get(cls, {})


class TextReader:
    """Reads texts as a view and the office's tables understand them (识别).

    Args:
        view: for records named by number or id.
        directory: for names of people, departments and units.
        unit: the unit whose departments are meant.
        codes: what the codes of the office's tables are called.
        words: what people call the members of enumerations.
        kinds: what people call the kinds of records.
    """

    def __init__(
        self,
        view: ReadView,
        directory: Directory,
        unit: str,
        *,
        codes: Codes,
        words: Words = words_of_labels,
        kinds: Mapping[str, Wording] = NAMELESS,
    ) -> None:
        self.view = view
        self._directory = directory
        self._unit = unit
        self._words = words
        self._values: dict[type[enum.Enum], Mapping[str, str]] = {}
        self._kinds = _kinds_called(kinds)
        self._codes = {
            form: {
                folded(text): code
                for code, name in table.items()
                for text in (code, name.zh, name.en)
            }
            for form, table in codes.items()
        }
        self._called = {
            form: tuple(one.zh for one in table.values()) for form, table in codes.items()
        }

    def many(self, cell: Cell, text: str) -> tuple[object, ...]:
        """Read several values: names between commas, texts between semicolons or lines.

        Raises:
            Refused: as `one`.
        """
        parts = (_TEXTS if cell.form is Form.TEXT else _NAMES).split(text)
        return tuple(self.one(cell, part.strip()) for part in parts if part.strip())

    def one(self, cell: Cell, text: str) -> object:
        """Read one value.

        Raises:
            Refused: `ledger.day`, `ledger.whole`, `ledger.yes`, `ledger.value` with the known
                words, `ledger.unknown_name`, `ledger.ambiguous_name`, `ledger.unknown_record`,
                `ledger.unreadable`.
        """
        if cell.form is Form.TEXT:
            return text
        if cell.form is Form.RECORD and cell.record is not None:
            return self._record(cell.record, text)
        if cell.form in self._codes:
            return self._code(cell.form, text)
        match cell.form:
            case Form.DAY:
                day = day_in(text)
                if day is None:
                    raise Refused("ledger.day", text=text)
                return day
            case Form.WHOLE:
                plain = text.translate(_HALF).replace(",", "")
                if not _WHOLE.fullmatch(plain):
                    raise Refused("ledger.whole", text=text)
                return int(plain)
            case Form.YES:
                if text.casefold() not in _YES:
                    raise Refused("ledger.yes", text=text)
                return _YES[text.casefold()]
            case Form.VALUE if cell.values is not None:
                return cell.values(self._value(cell.values, text))
            case Form.DEPARTMENT:
                return self._name(self._directory.resolve_department(text, self._unit), text)
            case Form.OFFICER:
                return self._name(self._directory.resolve_officer(text), text)
            case Form.UNIT:
                return self._name(self._directory.resolve_unit(text), text)
            case Form.KIND:
                return self._kind(text)
            case _:
                raise Refused("ledger.unreadable", text=text)

    def of_kind(self, kind: str, text: str) -> str:
        """Find a record of a kind told beside it; what a document is called stays as it is.

        Raises:
            Refused: `ledger.unknown_record`.
        """
        return text if kind == DOCUMENT else self._record(KINDS_BY_NAME[kind], text)

    def _kind(self, text: str) -> str:
        found = self._kinds.get(folded(text).casefold())
        if found is None:
            raise Refused("ledger.value", text=text, known=(*KINDS_BY_NAME, DOCUMENT))
        return found

    def _value(self, cls: type[enum.Enum], text: str) -> str:
        if cls not in self._values:
            self._values[cls] = _named(self._words, cls)
        found = self._values[cls].get(folded(text).casefold())
        if found is None:
            names = self._words(cls)
            known = tuple(
                names[str(one.value)].zh if str(one.value) in names else str(one.value)
                for one in cls
            )
            raise Refused("ledger.value", text=text, known=known)
        return found

    def _code(self, form: Form, text: str) -> str:
        found = self._codes[form].get(folded(text))
        if found is None:
            raise Refused("ledger.value", text=text, known=self._called[form])
        return found

    def _name(self, found: Resolved[Any], text: str) -> str:
        if found.id is not None:
            return str(found.id)
        known = (self._directory.departments, self._directory.officers, self._directory.units)
        if any(text in records for records in known):
            return text  # an id
        if found.candidates:
            raise Refused("ledger.ambiguous_name", text=text, known=self._told(found.candidates))
        raise Refused("ledger.unknown_name", text=text)

    def _told(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Return what tells several of one name apart: staff numbers, codes."""
        officers, departments = self._directory.officers, self._directory.departments
        return tuple(
            officers[id].staff_number if id in officers else departments[id].code
            for id in ids
            if id in officers or id in departments
        )

    def _record(self, kind: RecordKind[Any], text: str) -> str:
        """Find a record by its id, or by a number or title that only one of them bears."""
        if is_id(text, kind.prefix) and self.view.find(kind, text) is not None:
            return text
        declared = {column.name for column in kind.indexed}
        for field in _CALLED_BY:
            found = self.view.select(kind, Eq(field, text), limit=2) if field in declared else ()
            if len(found) == 1:
                return str(found[0].id)
        raise Refused("ledger.unknown_record", text=text)
