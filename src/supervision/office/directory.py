"""The directory (通讯录): from what exports write to ids, from roles to persons, to names.

Built once from a view and consistent with it; it holds unsealed names in memory only. What
cannot be resolved with certainty is not guessed: a wrong person named is worse than none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

import attrs

from supervision.domain.departments import DEPARTMENT, Department
from supervision.domain.names import folded
from supervision.domain.officers import OFFICER, Officer
from supervision.domain.posts import Role, holds
from supervision.domain.records import Record
from supervision.domain.units import UNIT, Unit
from supervision.domain.values import DepartmentId, OfficerId, Sealed, UnitId
from supervision.office.views import ReadView

__all__ = ["Directory", "Resolved"]

I = TypeVar("I", bound=str)  # noqa: E741  # an id
R = TypeVar("R", bound=Record)

_WITH_NUMBER = re.compile(r"(.+?)[(（\[【](.+?)[)）\]】]")


@attrs.frozen(kw_only=True)
class Resolved(Generic[I]):
    """What a text was resolved to (解析结果).

    Attributes:
        id: the one record it names; `None` when none or several.
        code: message code of the reason when there is no id: `directory.empty`,
            `directory.unknown`, `directory.ambiguous`.
        candidates: ids the text may mean when it is ambiguous, sorted.
    """

    id: I | None
    code: str = ""
    candidates: tuple[str, ...] = ()


class Directory:
    """Units, departments and officers of a view (通讯录).

    Example:
        >>> with office.read(chief) as view:  # doctest: +SKIP
        ...     directory = Directory.of(view)
        ...     directory.resolve_department("第一检察部").id
    """

    def __init__(
        self,
        units: Iterable[Unit],
        departments: Iterable[Department],
        officers: Iterable[Officer],
        unseal: Callable[[Sealed], bytes | None],
    ) -> None:
        self.units: Mapping[str, Unit] = {unit.id: unit for unit in units}
        self.departments: Mapping[str, Department] = {one.id: one for one in departments}
        self.officers: Mapping[str, Officer] = {one.id: one for one in officers}
        self._names = {id: _text(unseal, one.name) for id, one in self.officers.items()}
        self._units = _Index(
            (unit.id, unit.id, (unit.code, unit.name, *_former(unit)))
            for unit in self.units.values()
        )
        self._departments = _Index(
            (one.id, one.unit, (one.code, one.name, *one.aliases, *_former(one)))
            for one in self.departments.values()
        )
        self._numbers = _Index(
            (one.id, one.unit, (one.staff_number,)) for one in self.officers.values()
        )
        self._people = _Index(
            (
                one.id,
                one.unit,
                (self._names[one.id], *(_text(unseal, name) for name in one.former_names)),
            )
            for one in self.officers.values()
        )

    @classmethod
    def of(cls, view: ReadView) -> Directory:
        """Build the directory of what the view shows."""
        return cls(view.each(UNIT), view.each(DEPARTMENT), view.each(OFFICER), view.unseal)

    # --- from texts to ids ---

    def resolve_unit(self, text: str) -> Resolved[UnitId]:
        """Find the unit by code, name or former name."""
        return _resolved(self._units.find(text, None), UnitId)

    def resolve_department(self, text: str, unit: str | None = None) -> Resolved[DepartmentId]:
        """Find the department by code, name, alias or former name, as an export writes it.

        Args:
            text: such as 第一检察部, 一部, or with the unit's name before it.
            unit: only departments of this unit.

        A department that was merged resolves to the one that took over its work.
        """
        found = self._departments.find(text, unit)
        if not found:
            found = self._departments.find(self._without_unit(text), unit)
        return _resolved({self.heir(id) for id in found}, DepartmentId, empty=not folded(text))

    def resolve_officer(self, text: str, unit: str | None = None) -> Resolved[OfficerId]:
        """Find the officer by staff number, name or former name, as an export writes it.

        Args:
            text: a staff number, a name, or both as 张三(mw001). The number decides.
            unit: only officers of this unit.

        Two officers of one name and no number: `directory.ambiguous`, nobody is named.
        """
        found = self._numbers.find(text, unit)
        if not found:
            both = _WITH_NUMBER.fullmatch(folded(text))
            if both:
                found = self._numbers.find(both[2], unit)
                # A number of a system this office does not keep: the name must do.
                text = both[1]
            if not found:
                found = self._people.find(text, unit)
        return _resolved(found, OfficerId, empty=not folded(text))

    def _without_unit(self, text: str) -> str:
        text = folded(text)
        for unit in self.units.values():
            for name in (unit.name, *_former(unit)):
                if text.startswith(folded(name)):
                    return text[len(folded(name)) :]
        return text

    def heir(self, id: str) -> str:
        """Return the department that has taken over another's work; itself while it exists."""
        seen = {id}
        into = self.departments[id].merged_into if id in self.departments else None
        while into is not None and into in self.departments and into not in seen:
            seen.add(into)
            id, into = into, self.departments[into].merged_into
        return id

    def lineage(self, id: str) -> tuple[str, ...]:
        """Return a department and all that were merged into it, for lists and counts."""
        heir = self.heir(id)
        return tuple(sorted({id, *(one for one in self.departments if self.heir(one) == heir)}))

    # --- from ids to people ---

    def name_of(self, id: str) -> str:
        """Return what to call an officer, department or unit.

        An officer whose name was erased is called by the staff number; an unknown id by itself.
        """
        if id in self.officers:
            return self._names[id] or self.officers[id].staff_number
        if id in self.departments:
            return self.departments[id].name
        return self.units[id].name if id in self.units else id

    def holders(
        self,
        role: Role,
        department: str | None,
        on: dt.date,
        *,
        unit: str | None = None,
    ) -> tuple[OfficerId, ...]:
        """Return who holds a role on a day, whoever is not merely acting in front.

        Args:
            role: the capacity.
            department: only posts in this department, 分管 included; `None`: whatever one.
            on: the day.
            unit: only posts in this unit.
        """
        found = []
        for officer in self.officers.values():
            posts = [
                post
                for post in officer.posts
                if post.role is role
                and holds(post, on)
                and (department is None or post.department == department)
                and (unit is None or post.unit == unit)
            ]
            if posts:
                acting = all(post.acting for post in posts)
                found.append((acting, officer.staff_number, officer.id))
        return tuple(id for _, _, id in sorted(found))


def _text(unseal: Callable[[Sealed], bytes | None], name: Sealed) -> str:
    content = unseal(name)
    return content.decode() if content is not None else ""


def _former(record: Unit | Department) -> tuple[str, ...]:
    return tuple(former.name for former in record.former_names)


class _Index:
    """From folded texts to ids, with the unit of each."""

    def __init__(self, entries: Iterable[tuple[str, str, tuple[str, ...]]]) -> None:
        self._found: dict[str, dict[str, str]] = {}
        for id, unit, texts in entries:
            for text in texts:
                if folded(text):
                    self._found.setdefault(folded(text), {})[id] = unit

    def find(self, text: str, unit: str | None) -> set[str]:
        found = self._found.get(folded(text), {})
        return {id for id, of in found.items() if unit is None or of == unit}


def _resolved(found: set[str], kind: Callable[[str], I], *, empty: bool = False) -> Resolved[I]:
    if len(found) == 1:
        return Resolved(id=kind(next(iter(found))))
    if found:
        return Resolved(id=None, code="directory.ambiguous", candidates=tuple(sorted(found)))
    return Resolved(id=None, code="directory.empty" if empty else "directory.unknown")
