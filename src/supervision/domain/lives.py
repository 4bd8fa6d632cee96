"""What the lives of all records share (记录的一生): the first change, and correction.

A correction is a change with optional fields of the record's names and `cleared`, the names of
the fields to be emptied. The entry corrected stays in the journal: nothing is edited away.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

import attrs
from attrs import AttrsInstance

from supervision.errors import JournalError, Refused

__all__ = ["begun", "check_correction", "corrected"]

T = TypeVar("T")
R = TypeVar("R", bound=AttrsInstance)
_APART = frozenset({"act", "cleared"})


def begun(record: T | None, change: object) -> T:
    """Return the record a later change needs.

    Raises:
        JournalError: `journal.no_beginning` when a life does not begin with its first change;
            only a journal somebody tampered with can say so.
    """
    if record is None:
        raise JournalError("journal.no_beginning", change=type(change).__name__)
    return record


def _settings(change: AttrsInstance) -> dict[str, Any]:
    fields = attrs.fields_dict(type(change))
    named = {name: getattr(change, name) for name in fields if name not in _APART}
    return {name: value for name, value in named.items() if value is not None}


def corrected(record: R, change: AttrsInstance) -> R:
    """Return the record with the fields a correction names, and the cleared ones at default."""
    fields = attrs.fields_dict(type(record))
    settings = _settings(change)
    for name in getattr(change, "cleared", ()):
        settings[name] = fields[name].default
    # attrs cannot type names that are only known at run time.
    return cast(R, attrs.evolve(cast(Any, record), **settings))


def check_correction(
    record: AttrsInstance, change: AttrsInstance, *, clearable: tuple[str, ...] = ()
) -> None:
    """Refuse a correction that corrects nothing, or clears what must stay.

    Raises:
        Refused: `correction.cleared` with the field, `correction.empty`.
    """
    for name in getattr(change, "cleared", ()):
        if name not in clearable:
            raise Refused("correction.cleared", field=name, known=clearable)
    if corrected(record, change) == record:
        raise Refused("correction.empty")
