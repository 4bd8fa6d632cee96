"""Who keeps out of what (回避的执行): asked centrally, wherever something is staged.

A recusal reaches the record it names and whatever is about it, see `domain.subjects_of`. It binds
the officer who enters an act, today, and the act's true author, on its day. Free are the acts on
recusals themselves, handing over, and what the machine does by itself: such changes are no acts.
An officer without a recusal costs one query in a transaction, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

from supervision.domain.acts import Act
from supervision.domain.finding_changes import FindingOpened
from supervision.domain.finding_values import Source
from supervision.domain.handovers import HandedOver
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.records import Record, RecordKind
from supervision.domain.recusals import RECUSAL, Recusal, RecusalState, forbids
from supervision.domain.references import Reference
from supervision.domain.separation_rules import SeparationRules
from supervision.domain.subjects_of import covered, subjects_of
from supervision.errors import Refused
from supervision.ports.access import Actor

__all__ = ["EFFECTIVE", "Door", "check_not_recused", "recused"]

_S = RecusalState
EFFECTIVE = (_S.ASKED, _S.GRANTED, _S.RECONSIDERING, _S.ENDED)
"""States in which a recusal may forbid something: one that ended, what is entered late."""


class _Found(Protocol):
    @property
    def record(self) -> Any: ...


class Door(Protocol):
    """What is asked, whatever the actor may see (入口)."""

    @property
    def separation(self) -> SeparationRules:
        """Return the rules of recusal."""
        ...

    def recusals(self, officer: str) -> tuple[Recusal, ...]:
        """Return the recusals of an officer."""
        ...

    def stored(self, kind: RecordKind[Any], id: str) -> _Found | None:
        """Return a record."""
        ...


class _View(Protocol):
    @property
    def actor(self) -> Actor: ...

    def recused(
        self, officer: str, on: dt.date, tag: str, kind: RecordKind[Any], *records: Record
    ) -> str | None: ...


def recused(
    door: Door,
    officer: str,
    on: dt.date,
    tag: str,
    kind: RecordKind[Any],
    *records: Record,
) -> str | None:
    """Return the id of the recusal that keeps an officer out of a record, or `None`.

    Args:
        door: what to ask.
        officer: who acts, or would.
        on: the day of the act.
        tag: the change; empty for lists of what waits.
        kind: the record's kind.
        records: the record before the change and after it.
    """
    known = door.recusals(officer)
    if not known or kind is RECUSAL:
        return None
    rules = door.separation.recusal
    by = {one.about: one.id for one in known if forbids(one, tag, on, rules)}
    if not by:
        return None
    begin = [Reference(kind=kind.name, id=record.id) for record in records]
    begin += [subject for record in records for subject in subjects_of(kind.name, record)]

    def find(reference: Reference) -> object | None:
        known = KINDS_BY_NAME.get(reference.kind)
        found = door.stored(known, reference.id) if known is not None else None
        return found.record if found is not None else None

    return covered(begin, by, find)


def check_not_recused(
    view: _View,
    today: dt.date,
    kind: RecordKind[Any],
    tag: str,
    change: object,
    before: Record | None,
    after: Record,
) -> None:
    """Refuse a change to whoever keeps out of the record (回避).

    Raises:
        Refused: `separation.recused` with the recusal.
    """
    act = getattr(change, "act", None)
    if not isinstance(act, Act) or kind is RECUSAL or _free(change):
        return
    records = (after,) if before is None else (before, after)
    # An act of another without its paper was not entered here: the machine brought it.
    brought = act.by != view.actor.id and act.paper is None
    entering = () if brought else ((view.actor.id, today),)
    for officer, on in dict.fromkeys((*entering, (act.by, act.on))):
        found = view.recused(officer, on, tag, kind, *records)
        if found is not None:
            raise Refused(
                "separation.recused",
                officer=officer,
                kind=kind.name,
                id=after.id,
                recusal=found,
            )


def _free(change: object) -> bool:
    """Handing over is how he gets out of it; what a rule saw is opened by the machine."""
    swept = isinstance(change, FindingOpened) and change.finding.source is Source.MONITORING
    return isinstance(change, HandedOver) or swept
