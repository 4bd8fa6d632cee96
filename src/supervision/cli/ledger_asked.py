"""What is asked of a ledger on the command line (台账查询条件): `--where`, `--order`, `--search`."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping

from supervision.cli.fields import field_name
from supervision.cli.grammar import argument, option
from supervision.cli.ledger_cells import head_of
from supervision.cli.lookup import id_of
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import Choice
from supervision.cli.words import KINDS, VALUES
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.records import ColumnType, scalar
from supervision.domain.rules import Wording
from supervision.errors import NotFound, UsageError
from supervision.office.code_names import codes_of
from supervision.office.directory import Directory
from supervision.office.ledger_texts import TextReader
from supervision.office.ledgers import Asked, Condition, asked
from supervision.office.views import ReadView
from supervision.reporting.cells import Form
from supervision.reporting.ledgers import Ledger

__all__ = ["asked_of", "kind_argument", "names_of_values", "selecting"]

_STRETCH = ".."


def kind_argument(function: Callable[..., None]) -> Callable[..., None]:
    """Take the kind of record whose ledger is meant."""
    return argument(
        "kind",
        "哪个台账：记录种类",
        "which ledger: kind of record",
        label=Text("台账", "LEDGER"),
        kind=Choice({name: KINDS[name] for name in KINDS_BY_NAME}),
    )(function)


def selecting(function: Callable[..., None]) -> Callable[..., None]:
    """Take conditions and words."""
    for add in (
        option("--search", "words", default="", zh="查找文字", en="words to search for"),
        option(
            "--where",
            "conditions",
            multiple=True,
            zh="条件：字段=值；日期和数可写 字段=起..止；字段= 表示为空；同一字段多次为“或”",
            en="FIELD=VALUE; of dates and numbers FIELD=FIRST..LAST; FIELD= is empty; a field "
            "given several times: any of them",
        ),
    ):
        function = add(function)
    return function


def names_of_values(cls: type[enum.Enum]) -> Mapping[str, Wording]:
    """Return what people call the members of an enumeration, by their codes."""
    names = VALUES.get(cls.__name__, {})
    return {code: Wording(zh=text.zh, en=text.en) for code, text in names.items()}


def asked_of(
    session: Session,
    view: ReadView,
    ledger: Ledger,
    conditions: tuple[str, ...],
    order: tuple[str, ...],
    words: str,
) -> Asked:
    """Read what is asked of a ledger.

    Raises:
        UsageError: `ledger.condition` for one without `=`; `ledger.field`, `ledger.order`,
            `ledger.stretch`.
        Refused: `ledger.*` for a value that cannot be read.
    """
    fields = _fields(ledger)
    reader = TextReader(
        view,
        Directory.of(view) if conditions else Directory((), (), (), view.unseal),
        session.office.unit,
        codes=codes_of(session.office.rules),
        words=names_of_values,
    )
    told = [_condition(view, ledger, reader, fields, text) for text in conditions]
    sorted_by = []
    for text in order:
        name = text.removeprefix("-")
        sorted_by.append(("-" if text.startswith("-") else "") + fields.get(name, name))
    return asked(ledger, told, sorted_by, words)


def _fields(ledger: Ledger) -> Mapping[str, str]:
    """Return the declared fields by everything they are called."""
    declared = (*ledger.fields, *ledger.many)
    names: dict[str, str] = {}
    for name in declared:
        names.update(dict.fromkeys((field_name(ledger.code, name, one) for one in _LANGS), name))
    for column in ledger.columns:
        last = column.path.rpartition(".")[2]
        name = column.path if column.path in declared else last
        if name in declared:
            names.update(dict.fromkeys(head_of(ledger, column), name))
    return {**names, **{name: name for name in declared}}


_LANGS = ("zh", "en")


def _condition(
    view: ReadView, ledger: Ledger, reader: TextReader, fields: Mapping[str, str], text: str
) -> Condition:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals:
        raise UsageError("ledger.condition", found=text)
    field = fields.get(name, name)
    if not value:
        return Condition(field=field)
    if _STRETCH in value and ledger.fields.get(field) not in (None, ColumnType.TEXT):
        first, _, last = value.partition(_STRETCH)
        ends = (_value(view, ledger, reader, field, end.strip()) for end in (first, last))
        return Condition(field=field, stretch=True, first=next(ends), last=next(ends))
    read = _value(view, ledger, reader, field, value)
    return Condition(field=field, values=() if read is None else (read,))


def _value(
    view: ReadView, ledger: Ledger, reader: TextReader, field: str, text: str
) -> str | int | None:
    if not text:
        return None
    if field == "id":
        return id_of(view, ledger.kind, text)
    cell = ledger.cell(field)
    if cell.form is Form.RECORD and cell.record is not None:
        try:
            return id_of(view, cell.record, text)
        except NotFound:
            return scalar(reader.one(cell, text))  # by its title
    if cell.form is Form.KIND:
        return next((code for code, name in KINDS.items() if text in name), text)
    known = field in ledger.fields or field in ledger.many
    return scalar(reader.one(cell, text)) if known else text
