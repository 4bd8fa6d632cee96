"""Destruction at work (销毁): propose, approve, refuse, execute.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits. Contents are erased in the very
transaction that writes the entry, so that a crash leaves both or neither. A content some record
outside the list refers to is kept, and told. Attachments go with the record they belong to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from supervision.domain.attachments import ATTACHMENT
from supervision.domain.destructions import (
    DESTRUCTION,
    Destruction,
    DestructionTarget,
    Ground,
    ProposeDestruction,
    TargetFacts,
    decide_approve_destruction,
    decide_execute_destruction,
    decide_propose_destruction,
    decide_refuse_destruction,
)
from supervision.domain.holds import HOLD
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.records import Record, RecordKind
from supervision.domain.references import Reference
from supervision.domain.separation import Concerned
from supervision.errors import NotFound, Refused
from supervision.journal.replay import Replayed, replay_entry
from supervision.journal.verify import digests_in, sealed_in
from supervision.office.acting import Acting, deed_of
from supervision.office.attachments import whom_concerns
from supervision.office.holds import Holds
from supervision.office.inner_views import ProofView
from supervision.office.retention import last_day, listed_on
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import Eq

__all__ = [
    "Executed",
    "KeptContent",
    "approve_destruction",
    "execute_destruction",
    "propose_destruction",
    "refuse_destruction",
]

Named = tuple[str, str, str]
"""Kind, id and field of a line; an empty field means all of the record."""


@attrs.frozen(kw_only=True)
class KeptContent:
    """A content that was kept (保留的密封内容).

    Attributes:
        digest: its digest.
        kind, id: a record outside the list that refers to it; empty for one the actor may not
            know of.
    """

    digest: str
    kind: str = ""
    id: str = ""


@attrs.frozen(kw_only=True)
class Executed:
    """What an execution erased (销毁结果): digests erased, and contents kept with the reason."""

    erased: tuple[str, ...]
    kept: tuple[KeptContent, ...]


def propose_destruction(
    work: Work,
    ground: Ground,
    records: Iterable[Named],
    *,
    acting: Acting = Acting(),
) -> str:
    """Propose a list for destruction, with a reason (提出销毁); return its id.

    Args:
        work: the unit of work.
        ground: why.
        records: kind, id and field of every line; a field only on the ground of personal data.
            The attachments of a record named as a whole are put on the list after it.
        acting: how it is entered.

    Raises:
        Refused: `destruction.*`, `separation.*`; `work.outside_file`, `work.released` for a
            record that lies elsewhere than the list.
    """
    deed = deed_of(work, _in_person(work, acting))
    targets = tuple(_lines(work, tuple(records)))
    changes = decide_propose_destruction(
        work.new_id(DESTRUCTION),
        work.unit,
        ProposeDestruction(ground=ground, targets=targets),
        deed=deed,
        facts=_facts(work, targets),
        concerned=_concerned(work, targets),
    )
    id = changes[0].id
    work.stage(DESTRUCTION, id, changes, acting.reason)
    return id


def approve_destruction(work: Work, id: str, *, acting: Acting = Acting()) -> Destruction:
    """Approve a list another person proposed, with a reason (批准销毁)."""
    destruction = work.load(DESTRUCTION, id)
    changes = decide_approve_destruction(
        destruction,
        deed=deed_of(work, _in_person(work, acting)),
        facts=_facts(work, destruction.targets, id),
        concerned=_concerned(work, destruction.targets),
    )
    return work.stage(DESTRUCTION, id, changes, acting.reason)


def refuse_destruction(work: Work, id: str, *, acting: Acting = Acting()) -> Destruction:
    """Refuse a list, with a reason (不予销毁)."""
    destruction = work.load(DESTRUCTION, id)
    deed = deed_of(work, _in_person(work, acting))
    changes = decide_refuse_destruction(destruction, deed=deed)
    return work.stage(DESTRUCTION, id, changes, acting.reason)


def execute_destruction(work: Work, id: str, *, acting: Acting = Acting()) -> Executed:
    """Execute an approved list (执行销毁): the commit erases, and says what it erased."""
    destruction = work.load(DESTRUCTION, id)
    deed = deed_of(work, _in_person(work, acting))
    contents, told = _contents(work, destruction.targets)
    kept = {one.digest for one in told}
    erased = tuple(sorted(contents - kept))
    changes = decide_execute_destruction(
        destruction,
        deed=deed,
        facts=_facts(work, destruction.targets, id),
        concerned=_concerned(work, destruction.targets),
        erased=erased,
        kept=tuple(sorted(kept)),
    )
    work.stage(DESTRUCTION, id, changes, acting.reason)
    work.erase(erased)
    return Executed(erased=erased, kept=told)


def _in_person(work: Work, acting: Acting) -> Acting:
    """Refuse to act for another: two persons decide, and neither lends his name."""
    if acting.by is not None and acting.by != work.actor.id:
        raise Refused("destruction.in_person", officer=acting.by)
    return acting


# ---------------------------------------------------------------------------- the list


def _lines(work: Work, records: tuple[Named, ...]) -> Iterator[DestructionTarget]:
    named = {id for _, id, _ in records}
    for name, id, field in records:
        kind = KINDS_BY_NAME.get(name)
        if kind is None:
            raise NotFound("record.not_found", kind=name, id=id)
        record = work.load(kind, id)
        work.check_here(kind, id)
        ended, due = last_day(work.office.rules.retention, kind, record)
        line = DestructionTarget(kind=name, id=id, field=field, ended_on=ended, due_on=due)
        yield line
        if field:
            continue
        for one in work.select(ATTACHMENT, Eq("owner_id", id)):
            if one.id not in named:
                yield attrs.evolve(line, kind=ATTACHMENT.name, id=one.id)


def _facts(
    work: Work, targets: tuple[DestructionTarget, ...], own: str = ""
) -> tuple[TargetFacts, ...]:
    holds = Holds.all(work.proof, work.view.place)
    return tuple(_fact(work, one, own, holds) for one in targets)


def _fact(work: Work, target: DestructionTarget, own: str, holds: Holds) -> TargetFacts:
    kind: RecordKind[Any] = KINDS_BY_NAME[target.kind]
    record = work.load(kind, target.id)
    dated: tuple[RecordKind[Any], Record] = (kind, record)
    if kind is ATTACHMENT:  # it is kept as long as the record it belongs to
        owner: RecordKind[Any] = KINDS_BY_NAME[record.owner.kind]
        dated = (owner, work.load(owner, record.owner.id))
    hold = holds.on(Reference(kind=target.kind, id=target.id))
    known = hold is not None and work.peek(HOLD, hold.id) is not None
    return TargetFacts(
        held=hold is not None,
        hold=hold.id if hold is not None and known else "",
        listed=listed_on(work.view, target.id, own, target.field),
        due_on=last_day(work.office.rules.retention, *dated)[1],
        fields=kind.sealed,
    )


def _concerned(work: Work, targets: tuple[DestructionTarget, ...]) -> Concerned:
    found = [
        whom_concerns(work, one.kind, work.load(KINDS_BY_NAME[one.kind], one.id)) for one in targets
    ]
    return Concerned(
        officers=frozenset().union(*(one.officers for one in found)),
        departments=frozenset().union(*(one.departments for one in found)),
        handling_units=frozenset().union(*(one.handling_units for one in found)),
    )


# ---------------------------------------------------------------------------- contents


def _contents(
    work: Work, targets: tuple[DestructionTarget, ...]
) -> tuple[set[str], tuple[KeptContent, ...]]:
    """Return the digests of the list that are there, and those some other record refers to."""
    proof = work.proof
    wanted = {digest for one in targets for digest in _sealed_of(work.view, one)}
    there = {digest for digest in wanted if proof.blob(digest) is not None}
    inside = {(one.kind, one.id) for one in targets}
    kept = {
        digest: KeptContent(digest=digest, kind=kind, id=id)
        for digest, kind, id in _references(proof, there)
        if (kind, id) not in inside and _binds(work, kind, id)
    }
    return there, tuple(_told(work, kept[digest]) for digest in sorted(kept))


def _sealed_of(view: ReadView, target: DestructionTarget) -> Iterator[str]:
    """Yield the digest of all a line means, at whatever time the record held it."""
    kind = KINDS_BY_NAME[target.kind]
    before: Replayed | None = None
    for entry in view.history(kind, target.id):
        if not target.field:
            yield from digests_in(entry.payload)
            continue
        before, _ = replay_entry(entry, before, KINDS_BY_NAME)
        yield from sealed_in(getattr(before.record, target.field))


def _references(proof: ProofView, digests: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield digest, kind and id for every entry of any chain that refers to one of them."""
    for chain in proof.chains():
        for entry in proof.entries(chain):
            for digest in digests.intersection(digests_in(entry.payload)):
                yield digest, entry.header.kind, entry.header.id


def _binds(work: Work, kind: str, id: str) -> bool:
    """Say whether a record lies where it binds: what a closed file refers to is not asked."""
    row = work.proof.row(KINDS_BY_NAME[kind], id)
    return row is None or work.view.place.binds(row.file)


def _told(work: Work, kept: KeptContent) -> KeptContent:
    """Leave out a record the actor may not know of."""
    kind = KINDS_BY_NAME.get(kept.kind)
    if kind is None or work.peek(kind, kept.id) is None:
        return KeptContent(digest=kept.digest)
    return kept
