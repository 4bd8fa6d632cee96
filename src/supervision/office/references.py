"""References at work (关联记录): the record meant must be there, and visible to the actor."""

from __future__ import annotations

from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.references import Reference
from supervision.errors import NotFound
from supervision.office.work import Work

__all__ = ["check_there"]


def check_there(work: Work, about: Reference) -> None:
    """Refuse a reference to a record that is not there.

    Raises:
        NotFound: `record.not_found`; also for a kind that does not exist.
    """
    kind = KINDS_BY_NAME.get(about.kind)
    if kind is None:
        raise NotFound("record.not_found", kind=about.kind, id=about.id)
    work.load(kind, about.id)
