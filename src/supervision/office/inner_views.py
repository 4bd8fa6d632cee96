"""Views that no officer holds (内部视图): who comes, the outbox, clocks to be rung, and proof.

`DoorView` knows who comes, before a policy can be asked; `QueueView` sees the outbox; `BellView`
finds where clocks wait; `ProofView` reads everything, for verification, replay and upgrade
alone, and hands out no record to an officer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from supervision.domain.accounts import ACCOUNT, Account
from supervision.domain.departments import DEPARTMENT, Department, DepartmentKind
from supervision.domain.handling_units import HANDLING_UNIT, HandlingUnit
from supervision.domain.marks import OPEN, file_in
from supervision.domain.officers import OFFICER, Officer
from supervision.domain.records import Record, RecordKind
from supervision.domain.recusals import RECUSAL, Recusal
from supervision.domain.separation_rules import SEPARATION_RULES, SeparationRules
from supervision.domain.units import UNIT
from supervision.journal.entry import ChainId, Entry
from supervision.journal.verify import BlobLike
from supervision.office.memo import KNOWN, NOBODY, Found, Memo, RowKey, Rows
from supervision.office.place import IN_THE_OPEN
from supervision.office.recused import EFFECTIVE
from supervision.ports.query import And, Eq, Has, In, Not, Order, Predicate, Query
from supervision.ports.store import Head, Row, Stored, Transaction

__all__ = ["BellView", "DoorView", "ProofView", "QueueView"]

R = TypeVar("R", bound=Record)


class DoorView:
    """What must be known before a policy can be asked (入口视图): who comes, to which unit.

    A row asked for by its id is read once in a transaction: nothing is written before its end.
    What binds somebody whatever he may see binds him only from the open, and from the closed
    file he is in: an act in the open must not depend on what lies in a file.

    Attributes:
        separation: rules of separation in force.
        place: where the view that came in reads.
    """

    def __init__(
        self,
        transaction: Transaction,
        memo: Memo,
        separation: SeparationRules = SEPARATION_RULES,
        known: Rows = NOBODY,
    ) -> None:
        self._tx = transaction
        self.separation = separation
        self.place = IN_THE_OPEN
        self._known: dict[RowKey, Found[Any] | None] = dict(known)
        self._answers: dict[Predicate, tuple[Any, ...]] = {}
        self._recusals: dict[tuple[str, str | None], tuple[Recusal, ...]] = {}
        self._memo = memo
        self.record = memo.record

    def stored(self, kind: RecordKind[R], id: str) -> Found[R] | None:
        """Return a record with its version and where it lies, or `None`."""
        key = (kind.name, id)
        if key not in self._known:
            if len(self._known) == KNOWN:
                self._known.clear()
            row = self._tx.get(kind.name, id)
            self._known[key] = (
                None if row is None else Found(self.record(kind, row.body), row.version, row.file)
            )
        return self._known[key]

    def keep_comer(self, actor: str, last: Entry, changed: Iterable[RowKey]) -> None:
        """Let the actor's next work know him and his unit unread, as `Memo.keep_comers` says."""
        self._memo.keep_comers(self._known, actor, last, changed)

    def path(self, unit: str) -> str:
        """Return the unit's path; empty before the unit is entered."""
        stored = self.stored(UNIT, unit)
        return stored.record.path if stored else ""

    def officer(self, id: str) -> Officer | None:
        """Return the officer who claims to act."""
        stored = self.stored(OFFICER, id)
        return stored.record if stored else None

    def department(self, id: str) -> Department | None:
        """Return a department, for succession."""
        stored = self.stored(DEPARTMENT, id)
        return stored.record if stored else None

    def merged_into(self, ids: tuple[str, ...]) -> tuple[Department, ...]:
        """Return the departments merged into any of these, for succession."""
        return self._asked(DEPARTMENT, In("merged_into", ids))

    def supervising(self, unit: str) -> tuple[Department, ...]:
        """Return the departments of supervision of a unit, for who judges in their place."""
        kind = Eq("kind", DepartmentKind.SUPERVISION.value)
        return self._asked(DEPARTMENT, And((Eq("unit", unit), kind)))

    def officers(self, unit: str) -> tuple[Officer, ...]:
        """Return the officers of a unit, for the same."""
        return self._asked(OFFICER, Eq("unit", unit))

    def handling_units(self, officer: str) -> tuple[HandlingUnit, ...]:
        """Return the handling units with this officer, for separation of duties."""
        return self._asked(HANDLING_UNIT, Has("officers", officer))

    def accounts(self, officer: str) -> tuple[Account, ...]:
        """Return the accounts of an officer, for who may come in."""
        return self._asked(ACCOUNT, Eq("officer", officer))

    def recusals(self, officer: str) -> tuple[Recusal, ...]:
        """Return the recusals of an officer that may keep him out of something here."""
        key = (officer, self.place.file)  # every act asks: a predicate is dear to make and to hash
        if key not in self._recusals:
            found = self._tx.select(self._memo.recusals(*key)).rows
            records = [self.record(RECUSAL, row.body) for row in found]
            self._recusals[key] = tuple(one for one in records if one.state in EFFECTIVE)
        return self._recusals[key]

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


class BellView:
    """Where clocks wait to be rung (响铃视图): in which closed files, and nothing of the clocks."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

    def files(self, kind: str, where: Predicate) -> tuple[str, ...]:
        """Return the closed files, released or not, that hold a row that matches."""
        rows = self._tx.select(Query(kind=kind, where=And((where, Not(Eq("file", OPEN)))))).rows
        return tuple(sorted({file for row in rows if (file := file_in(row.file)) is not None}))


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

    def row(self, kind: RecordKind[Any], id: str) -> Stored | None:
        """Return a row, or `None`."""
        return self._tx.get(kind.name, id)

    def blob(self, digest: str) -> BlobLike | None:
        """Return a blob."""
        return self._tx.get_blob(digest)
