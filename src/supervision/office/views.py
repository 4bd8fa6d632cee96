"""Reading (只读视图): the only caller of a transaction's reads, for work and for proof.

Confidentiality is in the query. `ReadView` ANDs what the policy says is visible to its actor
into every read; a record that is not visible does not exist. `ProofView` reads everything, for
verification, replay and upgrade alone, and hands out no record to an officer; `DoorView` knows
who comes, before a policy can be asked; `QueueView` sees the outbox.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, cast

from supervision.codec import read_back
from supervision.domain.acts import Act
from supervision.domain.departments import DEPARTMENT, Department
from supervision.domain.handling_units import HANDLING_UNIT, HandlingUnit
from supervision.domain.officers import OFFICER, Officer
from supervision.domain.records import Record, RecordKind
from supervision.domain.recusals import RECUSAL, Recusal
from supervision.domain.separation import Standing
from supervision.domain.separation_rules import SEPARATION_RULES, SeparationRules
from supervision.domain.units import UNIT
from supervision.domain.values import Sealed
from supervision.errors import NotFound
from supervision.journal.checkpoints import Checkpoint
from supervision.journal.entry import ChainId, Entry, closed_chain, open_chain
from supervision.journal.verify import BlobLike
from supervision.office.recused import EFFECTIVE, recused
from supervision.office.standing import standing_of
from supervision.ports.access import Actor, Policy
from supervision.ports.query import (
    And,
    Cursor,
    Eq,
    Everything,
    Has,
    In,
    Key,
    Order,
    Predicate,
    Query,
    Tally,
    matches,
)
from supervision.ports.settings import Settings
from supervision.ports.store import Head, Row, Stored, Transaction

__all__ = ["DoorView", "Memo", "ProofView", "QueueView", "ReadView"]

R = TypeVar("R", bound=Record)

_PAGE = 500
_KNOWN = 1_000  # rows by id a transaction remembers: a long reading must not keep them all


class Memo:
    """Decoded records by body (解码缓存), so that the same officer is not read twice.

    A text always decodes to the same frozen record, so nothing here can be stale.
    """

    def __init__(self, most: int = 4096) -> None:
        self._most = most
        self._records: OrderedDict[tuple[str, str], Any] = OrderedDict()

    def record(self, kind: RecordKind[R], body: str) -> R:
        """Return the record a body says."""
        key = (kind.name, body)
        found = self._records.get(key)
        if found is None:
            found = read_back(kind.cls, body)
            self._records[key] = found
            if len(self._records) > self._most:
                self._records.popitem(last=False)
        return cast(R, found)


class ReadView:
    """What one actor may see, in one consistent state (只读视图)."""

    def __init__(
        self,
        transaction: Transaction,
        actor: Actor,
        policy: Policy,
        settings: Settings,
        door: DoorView,
    ) -> None:
        self.actor = actor
        self.settings = settings
        self._tx = transaction
        self._policy = policy
        self._door = door
        self._visible: dict[str, Predicate] = {}

    def _allowed(self, kind: str) -> Predicate:
        if kind not in self._visible:
            self._visible[kind] = self._policy.visible(self.actor, kind)
        return self._visible[kind]

    def _shows(self, kind: RecordKind[R], record: R) -> bool:
        allowed = self._allowed(kind.name)
        if allowed is Everything or allowed == Everything:
            return True
        columns = {"id": record.id, "unit": record.unit, **kind.columns_of(record)}
        return matches(allowed, columns, kind.many_of(record), self._door.path(record.unit)) is True

    def stored(self, kind: RecordKind[R], id: str) -> tuple[R, int] | None:
        """Return a visible record and its version, or `None`."""
        found = self._door.stored(kind, id)
        return found if found and self._shows(kind, found[0]) else None

    def find(self, kind: RecordKind[R], id: str) -> R | None:
        """Return a record, or `None` when it does not exist or is not visible."""
        found = self.stored(kind, id)
        return found[0] if found else None

    def get(self, kind: RecordKind[R], id: str) -> R:
        """Return a record.

        Raises:
            NotFound: `record.not_found`; also for a record the actor may not know of.
        """
        found = self.find(kind, id)
        if found is None:
            raise NotFound("record.not_found", kind=kind.name, id=id)
        return found

    def page(
        self,
        kind: RecordKind[R],
        where: Predicate = Everything,
        order: Sequence[Order] = (),
        after: Cursor | None = None,
        limit: int | None = None,
    ) -> tuple[tuple[R, ...], Cursor | None]:
        """Return visible records that match, and where to go on."""
        page = self._tx.select(
            Query(
                kind=kind.name,
                where=And((self._allowed(kind.name), where)),
                order=tuple(order),
                after=after,
                limit=limit,
            )
        )
        record = self._door.record
        return tuple([record(kind, row.body) for row in page.rows]), page.next

    def select(
        self,
        kind: RecordKind[R],
        where: Predicate = Everything,
        order: Sequence[Order] = (),
        after: Cursor | None = None,
        limit: int | None = None,
    ) -> tuple[R, ...]:
        """Return the visible records of a kind that match.

        Raises:
            StorageError: `storage.unknown_field` for an undeclared field.
        """
        return self.page(kind, where, order, after, limit)[0]

    def each(
        self,
        kind: RecordKind[R],
        where: Predicate = Everything,
        order: Sequence[Order] = (),
    ) -> Iterator[R]:
        """Yield the visible records of a kind that match, page by page."""
        cursor: Cursor | None = None
        while True:
            records, cursor = self.page(kind, where, order, cursor, _PAGE)
            yield from records
            if cursor is None:
                return

    def tally(
        self,
        kind: RecordKind[Any],
        where: Predicate = Everything,
        by: Sequence[Key] = (),
        sum: str | None = None,
    ) -> tuple[Tally, ...]:
        """Count the visible records of a kind in groups."""
        allowed = And((self._allowed(kind.name), where))
        return self._tx.tally(kind.name, allowed, by, sum)

    def standing(self, act: Act) -> Standing:
        """Return the posts of an act's author on its day, and with whom he has handled cases."""
        return standing_of(self.find(OFFICER, act.by), act, self._door, self.actor.unit)

    def may_be_recused(self) -> bool:
        """Say whether a recusal may keep the actor out of anything (是否有回避)."""
        return bool(self._door.recusals(self.actor.id))

    def recused(
        self,
        officer: str,
        on: dt.date,
        tag: str,
        kind: RecordKind[Any],
        *records: Record,
    ) -> str | None:
        """Return the recusal that keeps an officer out of a record, or `None` (回避核查)."""
        return recused(self._door, officer, on, tag, kind, *records)

    def history(self, kind: RecordKind[Any], id: str) -> tuple[Entry, ...]:
        """Return the journal entries of a visible record, oldest first.

        Raises:
            NotFound: `record.not_found`.
        """
        record = self.get(kind, id)
        chain = closed_chain(record.unit) if kind.closed else open_chain(record.unit)
        return tuple(self._tx.entries(chain, record=id))

    def checkpoint(self, unit: str) -> Checkpoint | None:
        """Return the end of a unit's open chain in this state; `None` before its first entry.

        Its moment is that of the last entry, so that the same records give the same line.
        """
        chain = open_chain(unit)
        head = self._tx.head(chain)
        last = next(iter(self._tx.entries(chain, max(0, head.seq - 1))), None)
        if last is None:
            return None
        return Checkpoint(
            chain=chain,
            seq=head.seq,
            digest_name=last.header.digest_name,
            digest=head.digest,
            at=last.header.at,
        )

    def unseal(self, sealed: Sealed) -> bytes | None:
        """Return the content of a sealed value of a record seen here; `None` once erased."""
        blob = self.blob(sealed)
        return blob.content if blob else None

    def blob(self, sealed: Sealed) -> BlobLike | None:
        """Return content and salt of a sealed value of a record seen here; `None` once erased."""
        return self._tx.get_blob(sealed.digest)


class DoorView:
    """What must be known before a policy can be asked (入口视图): who comes, to which unit.

    A row asked for by its id is read once in a transaction: nothing is written before its end.
    """

    def __init__(
        self,
        transaction: Transaction,
        memo: Memo,
        separation: SeparationRules = SEPARATION_RULES,
    ) -> None:
        self._tx = transaction
        self.separation = separation
        self._known: dict[tuple[str, str], tuple[Any, int] | None] = {}
        self._answers: dict[Predicate, tuple[Any, ...]] = {}
        self.record = memo.record

    def stored(self, kind: RecordKind[R], id: str) -> tuple[R, int] | None:
        """Return a record and its version, or `None`."""
        key = (kind.name, id)
        if key not in self._known:
            if len(self._known) == _KNOWN:
                self._known.clear()
            row = self._tx.get(kind.name, id)
            self._known[key] = None if row is None else (self.record(kind, row.body), row.version)
        return self._known[key]

    def path(self, unit: str) -> str:
        """Return the unit's path; empty before the unit is entered."""
        stored = self.stored(UNIT, unit)
        return stored[0].path if stored else ""

    def officer(self, id: str) -> Officer | None:
        """Return the officer who claims to act."""
        stored = self.stored(OFFICER, id)
        return stored[0] if stored else None

    def department(self, id: str) -> Department | None:
        """Return a department, for succession."""
        stored = self.stored(DEPARTMENT, id)
        return stored[0] if stored else None

    def merged_into(self, ids: tuple[str, ...]) -> tuple[Department, ...]:
        """Return the departments merged into any of these, for succession."""
        return self._asked(DEPARTMENT, In("merged_into", ids))

    def handling_units(self, officer: str) -> tuple[HandlingUnit, ...]:
        """Return the handling units with this officer, for separation of duties."""
        return self._asked(HANDLING_UNIT, Has("officers", officer))

    def recusals(self, officer: str) -> tuple[Recusal, ...]:
        """Return the recusals of an officer that may keep him out of something."""
        return self._asked(RECUSAL, And((Eq("officer", officer), In("state", EFFECTIVE))))

    def _asked(self, kind: RecordKind[R], where: Predicate) -> tuple[R, ...]:
        """Ask once in a transaction, like `stored`."""
        if where not in self._answers:
            rows = self._tx.select(Query(kind=kind.name, where=where)).rows
            self._answers[where] = tuple(self.record(kind, row.body) for row in rows)
        return self._answers[where]


class QueueView:
    """The outbox (待发箱视图): a queue of messages, of no interest to any officer's queries."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def waiting(self, kind: str, state: str) -> tuple[Stored, ...]:
        """Return the rows of a state in the order of posting."""
        query = Query(kind=kind, where=Eq("state", state), order=(Order("posted"),))
        return self._tx.select(query).rows

    def row(self, kind: str, id: str) -> Stored | None:
        """Return one row, or `None`."""
        return self._tx.get(kind, id)


class ProofView:
    """Everything, for proof alone (核验视图)."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def chains(self) -> tuple[ChainId, ...]:
        """Return every chain that has an entry."""
        return self._tx.chains()

    def entries(self, chain: ChainId, after: int = 0) -> Iterator[Entry]:
        """Yield the entries of a chain as stored."""
        return self._tx.entries(chain, after)

    def head(self, chain: ChainId) -> Head:
        """Return the end of a chain."""
        return self._tx.head(chain)

    def rows(self, kind: RecordKind[Any]) -> Iterator[Row]:
        """Yield every row of a kind."""
        return self._tx.scan(kind.name)

    def blob(self, digest: str) -> BlobLike | None:
        """Return a blob."""
        return self._tx.get_blob(digest)
