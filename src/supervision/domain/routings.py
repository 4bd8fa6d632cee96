"""Routing (转交): findings and measures that went to the wrong department go on to another."""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.acts import Act
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused

__all__ = ["Routing", "check_route", "routed"]


@attrs.frozen(kw_only=True)
class Routing:
    """One passing on (转交).

    Attributes:
        before: the department it was with; `None` when it had none.
        to: the department it went to.
        by, on: who decided, and when.
    """

    before: DepartmentId | None
    to: DepartmentId
    by: OfficerId
    on: dt.date


def check_route(before: DepartmentId | None, to: DepartmentId) -> None:
    """Refuse to pass something on to where it is.

    Raises:
        Refused: `routing.same`.
    """
    if before == to:
        raise Refused("routing.same", department=to)


def routed(
    held: tuple[Routing, ...], before: DepartmentId | None, to: DepartmentId, act: Act
) -> tuple[Routing, ...]:
    """Return the routings with a new one."""
    return (*held, Routing(before=before, to=to, by=act.by, on=act.on))
