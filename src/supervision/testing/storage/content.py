"""What the store tests put in and how they look at it (测试内容)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from supervision.journal.entry import ChainId, closed_chain
from supervision.ports.query import Predicate, Query
from supervision.ports.store import Row, Store, Stored, Write
from supervision.testing.samples import SAMPLE_CHAIN, SAMPLE_UNIT, make_row

__all__ = [
    "SAMPLE_CLOSED_CHAIN",
    "SAMPLE_FILE",
    "SAMPLE_ROWS",
    "OpenStore",
    "get_row",
    "ids_of",
    "put_rows",
]

OpenStore: TypeAlias = Callable[[], Store]

SAMPLE_FILE = "fil_sample"
SAMPLE_CLOSED_CHAIN: ChainId = closed_chain(SAMPLE_UNIT, SAMPLE_FILE)

SAMPLE_ROWS: tuple[Row, ...] = (
    make_row("smp_1", state="open", due="2026-03-05", points=3, tags=("a", "b"), path="/top/one"),
    make_row("smp_2", state="open", due="2026-03-09", points=-3, tags=("b",), path="/top/one"),
    make_row("smp_3", state="Open", due="2026-04-01", path="/top/one/court", persons=("甲",)),
    make_row("smp_4", state="closed", points=0, tags=("a",), path="/top/onework"),
    make_row("smp_5", due="2026-04-30", points=7, path="/top", unit="uni_other"),
    make_row("smp_6", state="\U00020000", due="2026-03-05", path="/top/two"),
    make_row("smp_7", state="\uff5e", points=3, path="/top/two", tags=("\U00020000",)),
)


def put_rows(store: Store, *rows: Row, chain: ChainId = SAMPLE_CHAIN) -> None:
    """Store rows in one committed transaction, each as the next version."""
    with store.begin(write=[chain]) as transaction:
        transaction.write([Write(row=row, expected=row.version - 1) for row in rows])
        transaction.commit()


def get_row(store: Store, id: str) -> Stored | None:
    """Read a sample row in a transaction of its own."""
    with store.begin() as transaction:
        return transaction.get("sample", id)


def ids_of(store: Store, where: Predicate) -> list[str]:
    """Ask for sample rows in a transaction of its own and return their ids."""
    with store.begin() as transaction:
        return [row.id for row in transaction.select(Query(kind="sample", where=where)).rows]
