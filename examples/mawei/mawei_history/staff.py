"""Who works where (人员): the officers of the people file by post, and who takes turns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs
from mawei_exports.days import pick

from supervision import ReadView
from supervision.domain.posts import Role
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.office.directory import Directory

__all__ = ["BUSINESS", "OTHERS", "Staff"]

BUSINESS = ("第一检察部", "第二检察部", "第三检察部", "案件管理部")
OTHERS = ("政治部", "办公室")


@attrs.frozen(kw_only=True)
class Staff:
    """The people of the office on a day (人员).

    Attributes:
        chief, head: chief procurator; head of supervision.
        inspectors: inspectors.
        business, others: departments.
        heads: heads by department.
        liaisons: who answers for a department's paperwork (联络员), by department.
        prosecutors: prosecutors who head nothing, with their departments.
        names: names of the departments.
    """

    chief: OfficerId
    head: OfficerId
    inspectors: tuple[OfficerId, ...]
    business: tuple[DepartmentId, ...]
    others: tuple[DepartmentId, ...]
    heads: dict[DepartmentId, OfficerId]
    liaisons: dict[DepartmentId, OfficerId]
    prosecutors: tuple[tuple[OfficerId, DepartmentId], ...]
    names: dict[str, str]

    @classmethod
    def of(cls, view: ReadView, unit: UnitId, on: dt.date) -> Staff:
        """Read who is who from the records of an office."""
        directory = Directory.of(view)

        def known(names: Sequence[str]) -> tuple[DepartmentId, ...]:
            found = (directory.resolve_department(name, unit).id for name in names)
            return tuple(DepartmentId(id) for id in found if id is not None)

        def holders(role: Role, department: str | None = None) -> tuple[OfficerId, ...]:
            return directory.holders(role, department, on)

        business, others = known(BUSINESS), known(OTHERS)
        heads = {one: holders(Role.HEAD, one)[0] for one in (*business, *others)}
        return cls(
            chief=holders(Role.CHIEF)[0],
            head=holders(Role.SUPERVISION_HEAD)[0],
            inspectors=holders(Role.INSPECTOR),
            business=business,
            others=others,
            heads=heads,
            liaisons={one: holders(Role.LIAISON, one)[0] for one in (*business, *others)},
            prosecutors=tuple(
                (who, one)
                for one in business
                for who in holders(Role.PROSECUTOR, one)
                if who not in heads.values()
            ),
            names={one: directory.name_of(one) for one in (*business, *others)},
        )

    def inspector(self, *what: object) -> OfficerId:
        """Return which inspector it falls to."""
        return pick(self.inspectors, "inspector", *what)

    def two(self, *what: object) -> tuple[OfficerId, OfficerId]:
        """Return two inspectors, of whom the first leads."""
        first = self.inspectors.index(self.inspector(*what))
        return self.inspectors[first], self.inspectors[(first + 1) % len(self.inspectors)]

    @property
    def departments(self) -> tuple[DepartmentId, ...]:
        """All departments but the office of supervision."""
        return (*self.business, *self.others)
