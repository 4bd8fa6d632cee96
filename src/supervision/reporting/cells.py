"""Cells (单元格): what a field of a record holds, and how a text gets safely into a spreadsheet.

What a cell holds follows from the record's class, so a new kind of record has its ledger, its
filters and its import without another declaration. Only what a plain text means, such as the
code of a rung, is told by the name of its field.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin

import attrs

from supervision.domain.checklists import CHECKLIST
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.decisions import DECISION
from supervision.domain.findings import FINDING
from supervision.domain.inspection_plans import PLAN_ENTRY
from supervision.domain.items import ITEM
from supervision.domain.ledger_imports import LEDGER_IMPORT
from supervision.domain.measures import MEASURE
from supervision.domain.meetings import MEETING
from supervision.domain.records import ColumnType, RecordKind
from supervision.domain.values import DepartmentId, Extra, Instant, OfficerId, Sealed, UnitId

__all__ = ["Cell", "Form", "calculates", "cell_of", "guarded", "unguarded", "values_at"]


class Form(enum.Enum):
    """What a cell holds (单元格类型)."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    WHOLE = "whole"
    YES = "yes"
    VALUE = "value"
    DEPARTMENT = "department"
    OFFICER = "officer"
    UNIT = "unit"
    ITEM_KIND = "item_kind"
    RUNG = "rung"
    MEETING_KIND = "meeting_kind"
    INSPECTION_KIND = "inspection_kind"
    ISSUER = "issuer"
    TALK = "talk"
    CAPACITY = "capacity"
    RECORD = "record"
    KIND = "kind"
    EXTRA = "extra"
    SEALED = "sealed"
    NESTED = "nested"


@attrs.frozen(kw_only=True)
class Cell:
    """What the cells of a column hold (列的类型).

    Attributes:
        form: what each value is.
        many: whether there may be several.
        values: the enumeration of a `VALUE`.
        record: the kind of a `RECORD`.
        beside: of the id of a record of any kind, the field that tells its kind.
    """

    form: Form
    many: bool = False
    values: type[enum.Enum] | None = None
    record: RecordKind[Any] | None = None
    beside: str | None = None


_TOLD: Mapping[str, Cell] = {
    "item.kind": Cell(form=Form.ITEM_KIND),
    "meeting.kind": Cell(form=Form.MEETING_KIND),
    "inspection.kind": Cell(form=Form.INSPECTION_KIND),
    "plan_entry.kind": Cell(form=Form.INSPECTION_KIND),
    "decision.issuer": Cell(form=Form.ISSUER),
    "interview.talk": Cell(form=Form.TALK),
    "interview.persons.capacity": Cell(form=Form.CAPACITY, many=True),
    "interview.capacities": Cell(form=Form.CAPACITY, many=True),
    "ledger_import.kind": Cell(form=Form.KIND),
    "about_kind": Cell(form=Form.KIND),
    "target_kind": Cell(form=Form.KIND),
    "owner_kind": Cell(form=Form.KIND),
    "contact.about.kind": Cell(form=Form.KIND),
    "contact.about.id": Cell(form=Form.TEXT, beside="about.kind"),
    "instruction.about": Cell(form=Form.TEXT, beside="about_kind"),
    "review.target": Cell(form=Form.TEXT, beside="target_kind"),
    "handling_unit.leader": Cell(form=Form.OFFICER),
    "rung": Cell(form=Form.RUNG),
    "proposed_rung": Cell(form=Form.RUNG),
    "item": Cell(form=Form.RECORD, record=ITEM),
    "into": Cell(form=Form.RECORD, record=ITEM),
    "plan_entry.into": Cell(form=Form.RECORD, record=PLAN_ENTRY),
    "inspection.plan": Cell(form=Form.RECORD, record=PLAN_ENTRY),
    "inspection.checklist": Cell(form=Form.RECORD, record=CHECKLIST),
    "opinion.meeting": Cell(form=Form.RECORD, record=MEETING),
    "decision_work.decision": Cell(form=Form.RECORD, record=DECISION),
    "report_request.decision": Cell(form=Form.RECORD, record=DECISION),
    "report_request.work": Cell(form=Form.RECORD, record=DECISION_WORK),
    "material_list.decision": Cell(form=Form.RECORD, record=DECISION),
    "material_list.work": Cell(form=Form.RECORD, record=DECISION_WORK),
    "circular.follows": Cell(form=Form.RECORD, many=True, record=MEASURE),
    "group_lead": Cell(form=Form.RECORD, record=FINDING),
    "duplicate_of": Cell(form=Form.RECORD, record=FINDING),
    "recurs_from": Cell(form=Form.RECORD, record=FINDING),
    "finding": Cell(form=Form.RECORD, record=FINDING),
    "findings": Cell(form=Form.RECORD, many=True, record=FINDING),
    "follows": Cell(form=Form.RECORD, record=MEASURE),
    "measure": Cell(form=Form.RECORD, record=MEASURE),
    "measures": Cell(form=Form.RECORD, many=True, record=MEASURE),
    "imported": Cell(form=Form.RECORD, record=LEDGER_IMPORT),
    "unit": Cell(form=Form.UNIT),
    "officer.id": Cell(form=Form.OFFICER),  # called by the name, which lies sealed in the record
    # Multi-valued fields of queries that are no fields of the record.
    "officers": Cell(form=Form.OFFICER, many=True),
    "addressees": Cell(form=Form.DEPARTMENT, many=True),
    "departments": Cell(form=Form.DEPARTMENT, many=True),
}
"""What a plain text means, by the name of its field, with the kind before it where it differs."""

_IDS: Mapping[object, Form] = {
    DepartmentId: Form.DEPARTMENT,
    OfficerId: Form.OFFICER,
    UnitId: Form.UNIT,
    Instant: Form.MOMENT,
}
_COLUMNS: Mapping[ColumnType | None, Form] = {
    ColumnType.DATE: Form.DAY,
    ColumnType.INTEGER: Form.WHOLE,
}
_PLAIN: Mapping[object, Form] = {
    bool: Form.YES,
    int: Form.WHOLE,
    str: Form.TEXT,
    dt.date: Form.DAY,
    Sealed: Form.SEALED,
    Extra: Form.EXTRA,
}


@cache
def cell_of(kind: RecordKind[Any], path: str) -> Cell:
    """Return what the cells of a field hold; a dot leads into a nested value.

    Example:
        >>> cell_of(FINDING, "claim.due_on").form, cell_of(FINDING, "persons.officer").many
        (<Form.DAY: 'day'>, True)
    """
    told = _TOLD.get(f"{kind.name}.{path}") or _TOLD.get(path)
    if told is not None:
        return told
    declared = {column.name: column.type for column in kind.indexed}
    if not _known(kind, path):
        several = any(field.name == path for field in kind.many)
        return Cell(form=_COLUMNS.get(declared.get(path), Form.TEXT), many=several)
    hint: object = kind.cls
    many = False
    for name in path.split("."):
        owner = next((one for one in _flat(hint) if attrs.has(one)), None)
        if owner is None:
            return Cell(form=Form.TEXT, many=many)
        hint = _hint(owner, name)
        many = many or _is_tuple(hint)
    return _cell(hint, many)


def _known(kind: RecordKind[Any], path: str) -> bool:
    """Say whether a record has the field itself, or merely a column made of other fields.

    A column that names a whole nested value by one part of it, as a period by its code, is made.
    """
    name = path.partition(".")[0]
    made = {one.name for one in kind.indexed if one.made}
    made |= {one.name for one in kind.many if one.made}
    if path in made:
        return False
    return name in attrs.fields_dict(kind.cls) or hasattr(kind.cls, name)


def _hint(owner: type, name: str) -> object:
    """Return the type of a field or property; text where there is none."""
    hint = typing.get_type_hints(owner).get(name)
    if hint is None:
        made = getattr(owner, name, None)
        if isinstance(made, property) and made.fget is not None:
            hint = typing.get_type_hints(made.fget).get("return")
    return hint or str


def _flat(hint: object) -> Iterator[Any]:
    """Yield every plain type within a hint."""
    if not get_args(hint):
        yield hint
    for part in get_args(hint):
        yield from _flat(part)


def _is_tuple(hint: object) -> bool:
    return get_origin(hint) is tuple or any(get_origin(one) is tuple for one in get_args(hint))


def _cell(hint: object, many: bool) -> Cell:
    for one in _flat(hint):
        if one in _IDS:
            return Cell(form=_IDS[one], many=many)
        if isinstance(one, type) and issubclass(one, enum.Enum):
            return Cell(form=Form.VALUE, many=many, values=one)
        if one in _PLAIN:
            return Cell(form=_PLAIN[one], many=many)
    return Cell(form=Form.NESTED, many=many)


def values_at(kind: RecordKind[Any], record: object, path: str) -> tuple[object, ...]:
    """Return what a field holds: one value, several of a multi-valued one, none of nothing."""
    if not _known(kind, path):
        made = [column.of(record) for column in kind.indexed if column.name == path]
        many = (field.of(record) for field in kind.many if field.name == path)
        return tuple(_each(iter((*made, *many))))
    found: tuple[object, ...] = (record,)
    for name in path.split("."):
        found = tuple(_each(getattr(one, name) for one in found))
    return found


def _each(values: Iterator[object]) -> Iterator[object]:
    for value in values:
        if isinstance(value, tuple):
            yield from value
        elif value is not None and value != "":
            yield value


# ---------------------------------------------------------------------------- spreadsheets

_FORMULA = tuple("=+-@＝＋－＠")
"""What a spreadsheet may begin to calculate at, also in full width."""
_CONTROL = ("\t", "\r", "\n")
# A spreadsheet takes a leading nought away, rounds from the sixteenth digit on and shows
# scientific notation from the twelfth; `1E5` becomes 100000.
_DAMAGED = re.compile(r"0\d+|\d{12,}|\d+[eE]\d+", re.ASCII)
_GUARD = "'"


def calculates(text: str) -> bool:
    """Say whether a spreadsheet would take a text for a formula (公式注入)."""
    return text.lstrip().startswith(_FORMULA) or text.startswith(_CONTROL)


def _unsafe(text: str) -> bool:
    if text.startswith(_GUARD):  # so that a guard can be told from a letter of the text
        return _unsafe(text[1:])
    return calculates(text) or _DAMAGED.fullmatch(text) is not None


def guarded(text: str) -> str:
    """Return a text that stays itself in a spreadsheet (防公式、保留前导零).

    Example:
        >>> guarded("=HYPERLINK(1)"), guarded("007"), guarded("第一检察部")
        ("'=HYPERLINK(1)", "'007", '第一检察部')
    """
    return f"{_GUARD}{text}" if _unsafe(text) else text


def unguarded(text: str) -> str:
    """Return the text `guarded` made safe.

    Example:
        >>> unguarded("'007"), unguarded("'t Hooft")
        ('007', "'t Hooft")
    """
    return text[1:] if text.startswith(_GUARD) and _unsafe(text[1:]) else text
