"""Who reads sealed texts (密封文本的查阅): the chief and the office first, others by rule.

A text is unsealed for a reader only here. It guards the office's own reading functions; the
access policy of an office decides beside it who may see the record at all.
"""

from __future__ import annotations

from supervision.domain.officers import Role
from supervision.domain.values import DepartmentId, OfficerId, Sealed
from supervision.errors import AccessDenied
from supervision.office.views import ReadView

__all__ = ["told_first", "told_to"]

_FIRST = frozenset({Role.CHIEF.value, Role.SUPERVISION_HEAD.value, Role.INSPECTOR.value})
"""Posts whose holders read what is not released: the chief, and the office that wrote it."""


def _text(view: ReadView, sealed: Sealed | None) -> str | None:
    content = view.unseal(sealed) if sealed is not None else None
    return content.decode("utf-8", "replace") if content is not None else None


def told_first(view: ReadView, sealed: Sealed | None, *, released: bool) -> str | None:
    """Return a result that goes to the chief first (直报检察长); `None` when there is none.

    Raises:
        AccessDenied: `access.chief_first` before its release, but to the chief and the office.
    """
    if not released and _FIRST.isdisjoint(view.actor.posts):
        raise AccessDenied("access.chief_first", actor=view.actor.id)
    return _text(view, sealed)


def told_to(
    view: ReadView,
    sealed: Sealed | None,
    *,
    officers: tuple[OfficerId, ...] = (),
    departments: tuple[DepartmentId, ...] = (),
) -> str | None:
    """Return a text to the chief, the office and those it came from (查阅密封文本).

    Args:
        view: the reader's.
        sealed: the text; `None` when there is none.
        officers: officers who may read it besides.
        departments: departments whose people may.

    Raises:
        AccessDenied: `access.sealed` for anybody else.
    """
    actor = view.actor
    named = actor.id in officers or not set(departments).isdisjoint(actor.departments)
    if not named and _FIRST.isdisjoint(actor.posts):
        raise AccessDenied("access.sealed", actor=actor.id)
    return _text(view, sealed)
