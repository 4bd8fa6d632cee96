"""Why somebody may or may not (权限说明): the deciding line of the policy, for an act on a record.

It is asked through the officer's own view: of a record he may not know of it says what it says of
one that never was.
"""

from __future__ import annotations

from typing import Any

from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.domain.policies import SEE, PolicyBook
from supervision.domain.records import RecordKind
from supervision.errors import NotFound, UsageError
from supervision.ids import is_id
from supervision.office.memo import Found
from supervision.office.office import Office
from supervision.office.views import ReadView
from supervision.ports.access import Explaining, Explanation

__all__ = ["explain_act", "kind_of_act", "lines_in_force"]

_ACTS = frozenset(change.tag for kind in KINDS for change in kind.changes)


def kind_of_act(act: str, id: str | None) -> RecordKind[Any] | None:
    """Return the kind an act is about; of `see`, the kind whose id it is.

    Raises:
        UsageError: `access.act` for an act there is not; `see` without a whole id.
    """
    if act in _ACTS:
        return KINDS_BY_NAME[act.partition(".")[0]]
    found = [kind for kind in KINDS if id is not None and is_id(id, kind.prefix)]
    if act != SEE or id is None:
        raise UsageError("access.act", found=act)
    return found[0] if found else None


def explain_act(view: ReadView, act: str, id: str | None = None) -> Explanation:
    """Return the line that decides whether the view's actor may do an act (权限说明).

    Args:
        view: what the actor may see.
        act: such as `finding.claimed`, or `see`.
        id: the record; without one, whether the actor may at all, on some record.

    Raises:
        UsageError: `access.act`.
        NotFound: `record.not_found`, also for a record the actor may not know of.
    """
    kind = kind_of_act(act, id)
    found: Found[Any] | None = None
    if id is not None:
        found = view.stored(kind, id) if kind is not None else None
        if found is None:
            raise NotFound("record.not_found", kind=kind.name if kind else "", id=id)
    return view.explain(act, found)


def lines_in_force(office: Office) -> PolicyBook | None:
    """Return the policy's lines; `None` of a policy that is not made of lines (现行条款)."""
    policy = office.policy
    book = policy.book() if isinstance(policy, Explaining) else None
    return book if book is not None and book.lines else None
