"""From what people type to records (查找): ids or their last letters, names, staff numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from supervision.domain.interview_kinds import Capacity, Talk
from supervision.domain.issuers import Issuer
from supervision.domain.records import Record, RecordKind
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.errors import NotFound, UsageError
from supervision.ids import is_id
from supervision.office.directory import Directory
from supervision.office.parts import LocalRules
from supervision.office.views import ReadView
from supervision.ports.query import Eq

__all__ = [
    "SHORT",
    "coded_name",
    "coded_of",
    "department_of",
    "id_of",
    "ids_of",
    "inspection_kind_of",
    "item_kind_of",
    "meeting_kind_of",
    "officer_of",
    "rung_of",
    "short",
    "unit_of",
]

R = TypeVar("R", bound=Record)

SHORT = 6
"""Letters of an id that lists show. They are random; the first letters are the time."""
_FEWEST = 4
_NUMBERED = ("item", "measure", "interview", "circular")


def short(id: str) -> str:
    """Return the end of an id, as lists show it.

    Example:
        >>> short("fnd_01KAHT3R6Z00000000004KQ7ZB")
        '4KQ7ZB'
    """
    return id[-SHORT:]


def id_of(view: ReadView, kind: RecordKind[R], text: str) -> str:
    """Return the id of the record a text means: an id, its last letters, a document number.

    Raises:
        NotFound: `record.not_found`.
        UsageError: `cli.several` when several ids end so.
    """
    if is_id(text, kind.prefix):
        return view.get(kind, text).id
    if kind.name in _NUMBERED:
        numbered = view.select(kind, Eq("number", text), limit=2)
        if len(numbered) == 1:
            return numbered[0].id
    end = text.upper().removeprefix(f"{kind.prefix}_".upper()).lstrip("…")
    if len(end) >= _FEWEST:
        ids = (str(group.key[0]) for group in view.tally(kind, by=("id",)))
        found = [id for id in ids if id.endswith(end)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError("cli.several", found=text, known=tuple(found[:5]), count=len(found))
    raise NotFound("record.not_found", kind=kind.name, id=text)


def ids_of(view: ReadView, kind: RecordKind[R], texts: Sequence[str]) -> tuple[str, ...]:
    """Return the ids that several texts mean."""
    return tuple(id_of(view, kind, text) for text in texts)


def officer_of(directory: Directory, text: str) -> OfficerId:
    """Return the officer a text means: an id, staff number or name.

    Raises:
        NotFound: `cli.no_officer`.
        UsageError: `cli.officer_several` with the staff numbers.
    """
    if text in directory.officers:
        return OfficerId(text)
    found = directory.resolve_officer(text)
    if found.id is not None:
        return found.id
    if found.candidates:
        numbers = tuple(directory.officers[id].staff_number for id in found.candidates)
        raise UsageError("cli.officer_several", found=text, known=numbers)
    raise NotFound("cli.no_officer", found=text)


def rung_of(rules: LocalRules, text: str) -> str:
    """Return the code of the rung a text names; the text itself where none does."""
    for ladder in rules.ladders.values():
        for rung in ladder.rungs:
            if text in (rung.code, rung.zh, rung.en):
                return rung.code
    return text


def item_kind_of(rules: LocalRules, text: str) -> str:
    """Return the code of the kind of item a text names; the text itself where none does."""
    for kind in rules.items.kinds.values():
        if text in (kind.code, kind.zh, kind.en):
            return kind.code
    return text


def meeting_kind_of(rules: LocalRules, text: str) -> str:
    """Return the code of the kind of meeting a text names; the text itself where none does."""
    for kind in rules.activities.meetings.values():
        if text in (kind.code, kind.zh, kind.en):
            return kind.code
    return text


def inspection_kind_of(rules: LocalRules, text: str) -> str:
    """Return the code of the kind of inspection a text names; the text itself where none does."""
    for kind in rules.activities.inspections.values():
        if text in (kind.code, kind.zh, kind.en):
            return kind.code
    return text


def _coded(rules: LocalRules, table: str) -> Mapping[str, Issuer | Talk | Capacity]:
    tables: Mapping[str, Mapping[str, Issuer | Talk | Capacity]] = {
        "issuer": rules.issuers,
        "talk": rules.talks,
        "capacity": rules.capacities,
    }
    return tables[table]


def coded_of(rules: LocalRules, table: str, text: str) -> str:
    """Return the code a text names in one of the office's tables; the text where none does.

    Args:
        rules: the office's tables.
        table: `issuer`, `talk`, `capacity`.
        text: code or title.
    """
    for one in _coded(rules, table).values():
        if text in (one.code, one.zh, one.en):
            return one.code
    return text


def coded_name(rules: LocalRules, table: str, code: str, lang: str) -> str:
    """Return the title of a code of one of the office's tables; the code where there is none."""
    one = _coded(rules, table).get(code)
    return code if one is None else one.en if lang == "en" else one.zh


def unit_of(directory: Directory, text: str) -> UnitId:
    """Return the unit a text means: an id, code or name.

    Raises:
        NotFound: `record.not_found`.
    """
    for id, unit in directory.units.items():
        if text in (id, unit.code, unit.name):
            return UnitId(id)
    raise NotFound("record.not_found", kind="unit", id=text)


def department_of(directory: Directory, text: str, unit: str) -> DepartmentId:
    """Return the department a text means: an id, code, name, alias or former name.

    Raises:
        NotFound: `cli.no_department` with the names there are.
        UsageError: `cli.department_several`.
    """
    if text in directory.departments:
        return DepartmentId(text)
    found = directory.resolve_department(text, unit)
    if found.id is not None:
        return found.id
    if found.candidates:
        codes = tuple(directory.departments[id].code for id in found.candidates)
        raise UsageError("cli.department_several", found=text, known=codes)
    names = tuple(one.name for one in directory.departments.values() if one.unit == unit)
    raise NotFound("cli.no_department", found=text, known=names)
