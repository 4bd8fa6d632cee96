"""Bringing detections over to a new anchor (指纹更替办理): first shown, then done as changes.

A sweep refuses to judge with a rule whose fingerprint differs from that of its detections
(`sweep.rehash_needed`); this is what it asks for. Like a sweep it commits by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from supervision.domain.detections import DETECTION, Detection, fingerprint_of
from supervision.domain.findings import FINDING
from supervision.domain.rehashing import (
    check_rehash,
    decide_rehash,
    decide_rename_support,
    decide_replace,
)
from supervision.domain.separation import Deed
from supervision.domain.values import UnitId
from supervision.errors import Refused
from supervision.monitoring.rehashing import Move, RuleRehash, plan_rehash, rehash_of
from supervision.office.acting import Acting, deed_of
from supervision.office.office import Office
from supervision.office.sweeps import SweepRequest, evaluated
from supervision.office.watching import Watch
from supervision.office.work import Work
from supervision.ports.monitoring import SweepContext
from supervision.ports.query import And, Eq, Has, In

__all__ = ["rehash"]

_BATCH = 200
"""Moves of one unit of work; each writes several records."""


def rehash(
    office: Office,
    actor_id: str,
    watch: Watch,
    rules: Sequence[str] = (),
    *,
    dry_run: bool,
    acting: Acting = Acting(),
    progress: Callable[[], None] = lambda: None,
) -> tuple[RuleRehash, ...]:
    """Bring detections over to their rules' present anchors (更替编号).

    Args:
        office: the office.
        actor_id: who does it.
        watch: rules and engine.
        rules: codes; empty for all.
        dry_run: whether nothing is written.
        acting: why; needed unless nothing is written.
        progress: called once per case read.

    Returns:
        One for each unit and rule whose detections have another fingerprint.

    Raises:
        ConfigError: `rule.unknown`.
        Refused: `sweep.rehash_fault` when such a rule cannot judge every case; `separation.role`,
            `act.reason_missing`.
    """
    book = watch.book.only(rules)
    fingerprints = {head.code: fingerprint_of(head) for head in book.kept_heads}
    where = And((In("rule", tuple(fingerprints)), Eq("replaced_by", None)))
    with office.read(actor_id) as view:
        old = [
            one
            for one in view.each(DETECTION, where)
            if one.fingerprint != fingerprints[one.subject.rule]
        ]
    if not old:
        return ()
    stale = sorted({one.subject.rule for one in old})
    context = SweepContext(now=office.now(), calendar=office.rules.calendar)
    _, seen = evaluated(
        office,
        actor_id,
        watch,
        book.only(stale),
        SweepRequest(),
        context,
        progress=progress,
    )
    for fault in seen.faults:
        raise Refused("sweep.rehash_fault", rule=fault.rule.code, case=fault.case or "")
    done: list[RuleRehash] = []
    for unit in sorted({one.unit for one in old}):
        known = {one.id: one for one in old if one.unit == unit}
        moves = plan_rehash(known.values(), seen.of(UnitId(unit)).placed)
        if not dry_run:
            _carry_out(office, actor_id, UnitId(unit), moves, fingerprints, acting)
        done += [rehash_of(unit, rule, fingerprints[rule], moves) for rule in stale]
    return tuple(done)


def _carry_out(
    office: Office,
    actor_id: str,
    unit: UnitId,
    moves: Sequence[Move],
    fingerprints: dict[str, str],
    acting: Acting,
) -> None:
    for start in range(0, len(moves), _BATCH):
        with office.work(actor_id, unit) as work:
            deed = deed_of(work, acting)
            check_rehash(deed)
            for move in moves[start : start + _BATCH]:
                _move(work, move, fingerprints[move.rule], deed)
            work.commit()


def _move(work: Work, move: Move, fingerprint: str, deed: Deed) -> None:
    members: list[Detection] = [work.load(DETECTION, id) for id in move.of]
    there = work.peek(DETECTION, move.id)
    if there is not None and there.replaced_by is None and move.id not in move.of:
        members.append(there)
    changes = decide_rehash(members, move.id, fingerprint, deed=deed)
    work.stage(DETECTION, move.id, changes, deed.reason)
    for member in members:
        replaced = decide_replace(member, move.id, deed=deed)
        work.stage(DETECTION, member.id, replaced, deed.reason)
        for finding in work.select(FINDING, Has("detections", member.id)):
            renamed = decide_rename_support(finding, move.of, move.id, deed=deed)
            work.stage(FINDING, finding.id, renamed, deed.reason)
