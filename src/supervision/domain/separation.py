"""Separation of duties (职责分离): nobody verifies or closes what concerns himself.

Whoever is named as responsible, concerned, informant or witness, has worked in the same handling
unit (办案单元), belongs to the rectifying department, or is recused, cannot take an independent step
(检察官法 art. 24–25, 刑诉规则 art. 29–33 by analogy). Recusal is enforced wherever something is
staged; where the office itself is the object, the substitute its TOML names takes the step, or
the superior unit's office.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from collections.abc import Set as AbstractSet

import attrs

from supervision.domain.acts import Act, check_reason
from supervision.domain.officers import Role
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused

__all__ = [
    "Concerned",
    "Deed",
    "Standing",
    "Substitution",
    "check_independent",
    "check_role",
    "check_step",
    "stands_apart",
]


_ABOVE = frozenset({Role.CHIEF, Role.DEPUTY})


@attrs.frozen(kw_only=True)
class Substitution:
    """Who judges where the office itself is the object (替代核验).

    Attributes:
        departments: departments of supervision.
        heads: heads of supervision on that day.
        chiefs: the chief on that day.
        named: who stands in for the office as it is configured; empty: nobody.
        stands_in: whether the author does, or works in the superior unit's office.
    """

    departments: Container[DepartmentId] = frozenset()
    heads: Container[OfficerId] = frozenset()
    chiefs: Container[OfficerId] = frozenset()
    named: str = ""
    stands_in: bool = False


@attrs.frozen(kw_only=True)
class Standing:
    """An officer's posts on the day of an act (任职身份).

    Attributes:
        officer: the true author of the act.
        departments: departments he belongs to or heads that day.
        roles: roles he holds that day.
        handling_units: handling units he has belonged to up to that day.
        colleagues: with whom he has belonged to one.
        substitution: who the office is, and whether he stands in for it.

    The sets, and the substitution, may be looked up only when a decision asks for them.
    """

    officer: OfficerId
    departments: AbstractSet[DepartmentId] = frozenset()
    roles: frozenset[Role] = frozenset()
    handling_units: AbstractSet[str] = frozenset()
    colleagues: AbstractSet[OfficerId] = frozenset()
    _substitution: Substitution | Callable[[], Substitution] = attrs.field(
        default=Substitution(), alias="substitution"
    )

    @property
    def substitution(self) -> Substitution:
        """Who the office is, and whether he stands in for it."""
        known = self._substitution
        return known() if callable(known) else known


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


def _needs_substitute(standing: Standing, roles: tuple[Role, ...], concerned: Concerned) -> bool:
    """Say whether nobody of the office, nor the author above it, may judge (本部门是对象)."""
    own = standing.substitution
    if any(one in own.chiefs for one in concerned.officers):
        return True
    above = standing.roles.intersection(_ABOVE)
    if above and (not roles or above.intersection(roles)):
        return False
    return any(one in own.departments for one in concerned.departments) or any(
        one in own.heads for one in concerned.officers
    )


def check_step(
    step: str, standing: Standing, roles: tuple[Role, ...], concerned: Concerned
) -> None:
    """Refuse an independent step to whoever may not take it (无关人员的步骤).

    Where the department of supervision or its head is the object, a leader of the unit takes the
    step if it is his, else the configured substitute or the superior unit's office; where the
    chief is, only these. A substitute needs none of the step's roles.

    Raises:
        Refused: `separation.role`, and as `check_independent`; `separation.office_object` with
            the substitute, `separation.no_substitute` where none is configured.
    """
    own = standing.substitution
    if not _needs_substitute(standing, roles, concerned):
        check_role(step, standing, roles)
    elif not own.named and not own.stands_in:
        raise Refused("separation.no_substitute", step=step, officer=standing.officer)
    elif not own.stands_in:
        raise Refused(
            "separation.office_object",
            step=step,
            officer=standing.officer,
            substitute=own.named,
        )
    check_independent(step, standing, concerned)


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


def stands_apart(standing: Standing, concerned: Concerned, roles: tuple[Role, ...] = ()) -> bool:
    """Say whether nothing forbids somebody an independent step, for lists of what waits."""
    try:
        check_step("", standing, roles, concerned)
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
