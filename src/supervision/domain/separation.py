"""Separation of duties (职责分离): nobody verifies or closes what concerns himself.

Whoever is named as responsible, concerned, informant or witness, belongs to the rectifying
department, or is recused, cannot take an independent step (检察官法 art. 24–25, 刑诉规则 art. 29–33
by analogy; the office's own rule decides who substitutes).
"""

from __future__ import annotations

import attrs

from supervision.domain.acts import Act, check_reason
from supervision.domain.officers import Role
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused

__all__ = ["Concerned", "Deed", "Standing", "check_independent", "check_role"]


@attrs.frozen(kw_only=True)
class Standing:
    """An officer's posts on the day of an act (任职身份).

    Attributes:
        officer: the true author of the act.
        departments: departments he belongs to or heads that day.
        roles: roles he holds that day.
    """

    officer: OfficerId
    departments: frozenset[DepartmentId] = frozenset()
    roles: frozenset[Role] = frozenset()


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
    """Persons and departments a record concerns (涉及的人员与部门)."""

    officers: frozenset[OfficerId] = frozenset()
    departments: frozenset[DepartmentId] = frozenset()


def check_independent(step: str, standing: Standing, concerned: Concerned) -> None:
    """Refuse an independent step to whoever is concerned.

    Raises:
        Refused: `separation.named`, `separation.department`.
    """
    if standing.officer in concerned.officers:
        raise Refused("separation.named", step=step, officer=standing.officer)
    shared = standing.departments & concerned.departments
    if shared:
        raise Refused(
            "separation.department", step=step, officer=standing.officer, department=min(shared)
        )


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
