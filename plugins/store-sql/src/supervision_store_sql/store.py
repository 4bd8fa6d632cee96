"""The store in a database (数据库存储): opening, beginning transactions, closing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from supervision.plugin import (
    Capability,
    Catalog,
    ChainId,
    Head,
    Shape,
    StorageError,
    StorageUnavailable,
)
from supervision_store_sql.connections import Connections
from supervision_store_sql.joined import JoinedSession
from supervision_store_sql.predicates import Translator
from supervision_store_sql.profile import Profile
from supervision_store_sql.schema import META, Schema, create_texts, shapes_text
from supervision_store_sql.session import Session
from supervision_store_sql.statements import Statements
from supervision_store_sql.transaction import SqlTransaction, Toolbox

__all__ = [
    "FORMAT",
    "SHAPES",
    "SqlStore",
    "check_ours",
    "create_store",
    "open_store",
    "schema_for",
]

FORMAT = "format"
"""Key of `sv_meta`: the core's format text."""
SHAPES = "shapes"
"""Key of `sv_meta`: the shapes the tables were made from."""
_PAUSE = 0.1  # seconds between attempts to reach the database again


class SqlStore:
    """A store in a database. Safe for threads, and as many processes as the profile allows."""

    def __init__(self, profile: Profile, shapes: tuple[Shape, ...], layout: str) -> None:
        """Prepare; nothing is opened before the first transaction."""
        catalog = Catalog(shapes)
        schema = schema_for(profile, shapes)
        self._profile = profile
        self._layout = layout
        self._connections = Connections(profile)
        self._tools = Toolbox(
            catalog,
            Statements(schema, profile.dialect),
            Translator(schema, profile.dialect, nulls_first=profile.nulls_first),
        )
        self._wrote = False

    @property
    def capabilities(self) -> frozenset[Capability]:
        return self._profile.capabilities

    def begin(self, *, write: Sequence[ChainId] = ()) -> SqlTransaction:
        session = self._session(tuple(write) if write else None)
        return self._transaction(session, write, self._begin_again)

    def join(self, connection: object, *, write: Sequence[ChainId]) -> SqlTransaction:
        """Work within the transaction a host holds on its own connection (加入宿主的事务).

        Raises:
            UsageError: `storage.host_kind` and the others of `JoinedSession`.
        """

        def begin(_: Sequence[ChainId] | None = None) -> Session:
            return JoinedSession(self._profile, self._connections, connection)

        return self._transaction(begin(), write, begin)

    def _transaction(
        self,
        session: Session,
        write: Sequence[ChainId],
        begin_again: Callable[[Sequence[ChainId] | None], Session],
    ) -> SqlTransaction:
        # The first read fixes what a reading transaction sees. It also notices that another
        # process has upgraded the store meanwhile.
        statements = self._tools.statements
        if write:
            row = session.one(statements.meta_head, (write[0], FORMAT))
            self._wrote = True
        else:
            row = session.one(statements.meta, (FORMAT,))
        found = None if row is None else row[0]
        if found != self._layout:
            session.rollback()
            raise StorageError("storage.format", found=found, expected=self._layout)
        heads = {write[0]: Head(row[1] or 0, row[2] or "")} if write else {}
        return SqlTransaction(self._tools, session, write, begin_again, heads)

    def _session(self, chains: Sequence[ChainId] | None) -> Session:
        return Session(self._profile, self._connections, chains, held=META)

    def _begin_again(self, chains: Sequence[ChainId] | None) -> Session:
        """Begin after a failure: as often as the time allows that a writer waits anyway."""
        end = time.monotonic() + self._profile.patience
        while True:
            try:
                return self._session(chains)
            except StorageUnavailable:  # such as a server that is starting again
                if time.monotonic() > end:
                    raise
            time.sleep(_PAUSE)

    def close(self) -> None:
        self._connections.close(refresh=self._wrote)


def schema_for(profile: Profile, shapes: tuple[Shape, ...], prefix: str = "sv") -> Schema:
    """Return the tables for these shapes as this database has them."""
    return Schema(shapes, profile.collation, prefix, nulls_first_index=profile.nulls_first_index)


def create_store(
    profile: Profile, shapes: tuple[Shape, ...], layout: str, *, shared: bool = False
) -> SqlStore:
    """Make an empty store (新建存储).

    Args:
        profile: the database.
        shapes: the kinds.
        layout: the format text.
        shared: whether other tables may lie at its place.

    Raises:
        StorageError: `storage.exists` when there is a store, `storage.not_ours` when there are
            other tables.
    """
    Catalog(shapes)  # refuses bad names before anything is made
    schema = schema_for(profile, shapes)
    statements = Statements(schema, profile.dialect)
    profile.prepare()
    connections = Connections(profile)
    session = Session(profile, connections, ())
    try:
        tables = {row[0] for row in session.all(profile.table_names)}
        if META in tables or (tables and not shared):
            code = "storage.exists" if META in tables else "storage.not_ours"
            raise StorageError(code, path=profile.place)
        for text in create_texts([*schema.fixed_tables(), *schema.kind_tables()], profile.dialect):
            session.run(text)
        session.run(statements.meta_insert, (FORMAT, layout))
        session.run(statements.meta_insert, (SHAPES, shapes_text(shapes)))
        session.commit()
    finally:
        session.rollback()
        connections.close()
    return SqlStore(profile, shapes, layout)


def open_store(profile: Profile, shapes: tuple[Shape, ...], layout: str) -> SqlStore:
    """Open the store made before (打开存储).

    Raises:
        StorageError: `storage.missing`, `storage.not_ours`, or `storage.format` when the store
            has another format and needs `supervision upgrade`.
    """
    check_ours(profile)
    store = SqlStore(profile, shapes, layout)
    try:
        store.begin().rollback()
    except BaseException:
        store.close()
        raise
    return store


def check_ours(profile: Profile) -> None:
    """Refuse a place without a store.

    Raises:
        StorageError: `storage.missing`, also for an empty database as an interrupted creation
            leaves it; `storage.not_ours` where other tables lie.
    """
    connections = Connections(profile)
    session = Session(profile, connections)
    try:
        tables = {row[0] for row in session.all(profile.table_names)}
    finally:
        session.rollback()
        connections.close()
    if META not in tables:
        code = "storage.not_ours" if tables else "storage.missing"
        raise StorageError(code, path=profile.place)
