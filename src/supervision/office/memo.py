"""What an office need not read or make twice (缓存), and why none of it can be wrong."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeAlias, TypeVar, cast

import attrs

from supervision.codec import read_back
from supervision.domain.officers import OFFICER
from supervision.domain.records import Record, RecordKind
from supervision.domain.recusals import RECUSAL
from supervision.domain.units import UNIT
from supervision.journal.entry import ChainId, Entry
from supervision.office.place import reach
from supervision.ports.query import And, Eq, Query
from supervision.ports.store import Head

__all__ = ["KNOWN", "NOBODY", "Found", "Memo", "RowKey", "Rows"]

R = TypeVar("R", bound=Record)

KNOWN = 1_000
"""Rows by id a transaction remembers: a long reading must not keep them all."""


@attrs.frozen
class Found(Generic[R]):
    """A record as the store holds it: its version, and where it lies."""

    record: R
    version: int
    file: str


RowKey: TypeAlias = tuple[str, str]
"""A kind's name and a record's id."""
Rows: TypeAlias = Mapping[RowKey, Found[Any] | None]
"""Rows by kind and id; `None` for one that is not there."""
NOBODY: Rows = {}

_COMERS = frozenset({UNIT.name, OFFICER.name})


class Memo:
    """What an office need not make twice (缓存): records by body, and what every act asks.

    A text always decodes to the same frozen record, so no record here can be stale. A row can;
    those of a unit and of who last worked in it hold as long as its open chain has the end it
    had, since neither changes without an entry there.
    """

    def __init__(self, most: int = 4096) -> None:
        self._most = most
        self._records: OrderedDict[RowKey, Any] = OrderedDict()
        self._recusals: OrderedDict[tuple[str, str | None], Query] = OrderedDict()
        self._comers: dict[ChainId, tuple[Head, Rows]] = {}

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

    def comers(self, chain: ChainId, head: Head) -> Rows:
        """Return the rows of a unit and of who works in it, known to hold at this end of its chain."""
        known = self._comers.get(chain)
        return known[1] if known is not None and known[0] == head else NOBODY

    def keep_comers(self, read: Rows, actor: str, last: Entry, changed: Iterable[RowKey]) -> None:
        """Remember who worked, unless the work has changed that, for the end it gives the chain.

        Should its commit fail, no chain ever has this end.

        Args:
            read: what the work has read.
            actor: who works.
            last: the last entry it makes in the open chain of its unit.
            changed: what it changes.
        """
        for kind, _ in changed:
            if kind in _COMERS:
                return
        chain = last.header.chain  # of an open chain, the unit's id
        rows = {}
        for key in ((UNIT.name, str(chain)), (OFFICER.name, actor)):
            found = read.get(key)
            if found is not None and found.record.unit == chain:
                rows[key] = found
        self._comers[chain] = (Head(last.header.seq, last.digest), rows)

    def recusals(self, officer: str, file: str | None) -> Query:
        """Return the query for the recusals of an officer that reach where he works.

        Every act asks it: it is made once, and prepared once by the store.
        """
        key = (officer, file)
        found = self._recusals.get(key)
        if found is None:
            where = And((Eq("officer", officer), reach(file)))
            found = self._recusals[key] = Query(kind=RECUSAL.name, where=where)
            if len(self._recusals) > self._most:
                self._recusals.popitem(last=False)
        return found
