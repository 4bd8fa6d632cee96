"""Legal holds at work (保全): place, lift, and what lies under one.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits. A record lies under a hold when the
hold is about it, or about something it refers to, directly or through others. Whom it may concern
is not asked for by fields: any reference counts, since a hold that reaches too far only keeps.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import attrs

from supervision.codec import encode, read_back
from supervision.domain.holds import (
    HOLD,
    Hold,
    HoldScope,
    HoldState,
    PlaceHold,
    decide_lift_hold,
    decide_place_hold,
)
from supervision.domain.kinds import KINDS
from supervision.domain.references import Reference
from supervision.office.acting import Acting, deed_of
from supervision.office.inner_views import ProofView
from supervision.office.place import Place
from supervision.office.references import check_there
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import Eq

__all__ = ["ID", "KIND_BY_PREFIX", "STANDING_KINDS", "Holds", "lift_hold", "place_hold"]

ID = re.compile(r"[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}", re.ASCII)
KIND_BY_PREFIX = {kind.prefix: kind for kind in KINDS}
STANDING_KINDS = frozenset(
    (
        *("unit", "department", "officer", "handling_unit", "basis", "problem_code", "checklist"),
        *("register", "import", "ledger_import", "sweep_run", "hold", "destruction"),
    )
)
"""Kinds many records refer to without being about them: a reference ends there."""


def place_hold(work: Work, command: PlaceHold, *, acting: Acting = Acting()) -> str:
    """Put a record, everything about it, or a case under a hold (保全); return its id."""
    if command.about is not None:
        check_there(work, command.about)
    id = work.new_id(HOLD)
    changes = decide_place_hold(id, work.unit, command, deed=deed_of(work, acting))
    work.stage(HOLD, id, changes, acting.reason)
    return id


def lift_hold(work: Work, id: str, *, acting: Acting = Acting()) -> Hold:
    """Lift a hold, with a reason (解除保全)."""
    hold = work.load(HOLD, id)
    return work.stage(HOLD, id, decide_lift_hold(hold, deed=deed_of(work, acting)), acting.reason)


@attrs.frozen
class Holds:
    """The holds that stand (有效保全), and how to read the records they may lie on."""

    standing: tuple[Hold, ...]
    _body: Callable[[Reference], str | None]

    @classmethod
    def all(cls, proof: ProofView, place: Place) -> Holds:
        """Return every hold that binds at a place, for what must hold whoever asks.

        A hold in a closed file keeps what lies in that file; an act elsewhere is not told of it
        and does not depend on it. What lies in the open is kept by a hold in the open.
        """
        rows = (row for row in proof.rows(HOLD) if place.binds(row.file))
        held = (read_back(Hold, row.body) for row in rows)
        standing = tuple(one for one in held if one.state is HoldState.STANDING)
        return cls(standing, _whole(proof, place))

    @classmethod
    def seen(cls, view: ReadView) -> Holds:
        """Return the holds an actor may know of, for lists."""
        return cls(view.select(HOLD, Eq("state", HoldState.STANDING.value)), _visible(view))

    def on(self, about: Reference) -> Hold | None:
        """Return a hold that lies on a record; `None` when nothing keeps it."""
        if not self.standing:
            return None
        reached = dict(self._reached(about))
        return next((one for one in self.standing if _lies(one, about, reached)), None)

    def _reached(self, about: Reference) -> Iterator[tuple[str, str]]:
        """Yield the record and all it refers to: id and body."""
        seen, waiting = {about.id}, [about]
        while waiting:
            one = waiting.pop()
            body = None if one.kind in STANDING_KINDS and one != about else self._body(one)
            yield one.id, body or ""
            for id in ID.findall(body or ""):
                kind = KIND_BY_PREFIX.get(id.partition("_")[0])
                if id not in seen and kind is not None:
                    seen.add(id)
                    waiting.append(Reference(kind=kind.name, id=id))


def _lies(hold: Hold, about: Reference, reached: dict[str, str]) -> bool:
    if hold.scope is HoldScope.CASE:
        said = json.dumps(hold.case_number, ensure_ascii=False)
        return any(said in body for body in reached.values())
    if hold.scope is HoldScope.ABOUT:
        return hold.about is not None and hold.about.id in reached
    own = {about.id}
    if about.kind == "attachment":  # it is a part of the record it belongs to
        owner = json.loads(reached[about.id] or "{}").get("owner", {})
        own.add(owner.get("id", about.id))
    return hold.about is not None and hold.about.id in own


def _whole(proof: ProofView, place: Place) -> Callable[[Reference], str | None]:
    kinds = {kind.name: kind for kind in KINDS}

    def body(one: Reference) -> str | None:
        row = proof.row(kinds[one.kind], one.id)
        return row.body if row is not None and place.binds(row.file) else None

    return body


def _visible(view: ReadView) -> Callable[[Reference], str | None]:
    kinds = {kind.name: kind for kind in KINDS}

    def body(one: Reference) -> str | None:
        record = view.find(kinds[one.kind], one.id)
        return encode(record) if record is not None else None

    return body
