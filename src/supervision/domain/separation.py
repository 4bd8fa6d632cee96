"""Separation of duties (职责分离): nobody verifies or closes what concerns himself.

Whoever is named as responsible, concerned, informant or witness, has worked in the same handling
unit (办案单元), belongs to the rectifying department, or is recused, cannot take an independent step
(检察官法 art. 24–25, 刑诉规则 art. 29–33 by analogy; the office's own rule decides who substitutes).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import attrs

from supervision.domain.acts import Act, check_reason
from supervision.domain.officers import Role
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused

__all__ = ["Concerned", "Deed", "Standing", "check_independent", "check_role", "stands_apart"]


@attrs.frozen(kw_only=True)
class Standing:
    """An officer's posts on the day of an act (任职身份).

    Attributes:
        officer: the true author of the act.
        departments: departments he belongs to or heads that day.
        roles: roles he holds that day.
        handling_units: handling units he has belonged to up to that day.
        colleagues: with whom he has belonged to one.

    The sets may be looked up only when a decision asks for something in them.
    """

    officer: OfficerId
    departments: AbstractSet[DepartmentId] = frozenset()
    roles: frozenset[Role] = frozenset()
    handling_units: AbstractSet[str] = frozenset()
    colleagues: AbstractSet[OfficerId] = frozenset()


@attrs.frozen(kw_only=True)
class Deed:
    """An act with everything a decision asks about it (行为): act, standing, reason."""

    act: Act
    standing: Standing
    reason: str = ""

    def explained(self) -> str:
        """Return the reason.

        Raises:
            Refused: `act.reason_missing` when there is none, `act.reason_line`.
        """
        return check_reason(self.reason, compulsory=True)


@attrs.frozen(kw_only=True)
class Concerned:
    """Persons, departments and handling units a record concerns (涉及的人员、部门与办案单元)."""

    officers: frozenset[OfficerId] = frozenset()
    departments: frozenset[DepartmentId] = frozenset()
    handling_units: frozenset[str] = frozenset()


def check_independent(step: str, standing: Standing, concerned: Concerned) -> None:
    """Refuse an independent step to whoever is concerned.

    Raises:
        Refused: `separation.named`, `separation.department`; `separation.handling_unit` when he
            has worked in the handling unit named, or in one with somebody named.
    """
    if standing.officer in concerned.officers:
        raise Refused("separation.named", step=step, officer=standing.officer)
    if standing.handling_units & concerned.handling_units or (
        standing.colleagues & concerned.officers
    ):
        raise Refused("separation.handling_unit", step=step, officer=standing.officer)
    shared = standing.departments & concerned.departments
    if shared:
        raise Refused(
            "separation.department", step=step, officer=standing.officer, department=min(shared)
        )


def stands_apart(standing: Standing, concerned: Concerned) -> bool:
    """Say whether nothing forbids somebody an independent step, for lists of what waits."""
    try:
        check_independent("", standing, concerned)
    except Refused:
        return False
    return True


def check_role(step: str, standing: Standing, roles: tuple[Role, ...]) -> None:
    """Refuse a step that belongs to certain roles to anybody else.

    Raises:
        Refused: `separation.role` with the roles that may.
    """
    if roles and not standing.roles.intersection(roles):
        raise Refused(
            "separation.role",
            step=step,
            officer=standing.officer,
            roles=tuple(role.value for role in roles),
        )
