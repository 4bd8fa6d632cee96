"""Bringing a store of an older format to the present one (升级).

A copy is made beside the store first. Then, in one transaction, the old tables of the kinds
step aside, new ones are made and filled with the rows the core rebuilds from the journal, and
the old ones go. Entries and blobs are not touched. Whatever breaks off leaves the store as it
was.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.schema import DropTable

from supervision.plugin import (
    Catalog,
    ChainId,
    Rebuild,
    Row,
    Shape,
    Transaction,
    UpgradeReport,
    UsageError,
    Write,
)
from supervision_store_sql.connections import Connections
from supervision_store_sql.predicates import Translator
from supervision_store_sql.profile import Profile
from supervision_store_sql.schema import (
    Schema,
    create_texts,
    read_shapes,
    shapes_text,
)
from supervision_store_sql.session import Session
from supervision_store_sql.statements import Statements
from supervision_store_sql.store import FORMAT, SHAPES, check_ours, schema_for
from supervision_store_sql.transaction import SqlTransaction, Toolbox

__all__ = ["upgrade_store"]

_BATCH = 500
_ALL_CHAINS = (ChainId("*"),)  # nothing is appended; it only says that rows may be written


class _OldState(SqlTransaction):
    """The store as it was, for the rebuild to read. It cannot end the upgrade's transaction."""

    def commit(self) -> None:
        raise UsageError("storage.not_writing")

    def rollback(self) -> None:
        """Do nothing: leaving the old state is not leaving the upgrade."""


def upgrade_store(
    profile: Profile, shapes: tuple[Shape, ...], layout: str, rebuild: Rebuild
) -> UpgradeReport:
    """Rebuild the rows of a store for new shapes and set its format.

    Raises:
        StorageError: `storage.missing`, `storage.not_ours`; `storage.cannot_copy` when the
            copy cannot be made; whatever the rebuilt rows are refused for.
    """
    check_ours(profile)
    connections = Connections(profile)
    try:
        with Session(profile, connections, ()) as session:
            return _upgrade(session, profile, shapes, layout, rebuild)
    finally:
        connections.close()


def _upgrade(
    session: Session,
    profile: Profile,
    shapes: tuple[Shape, ...],
    layout: str,
    rebuild: Rebuild,
) -> UpgradeReport:
    def begin_again(chains: Sequence[ChainId] | None) -> Session:
        return Session(profile, Connections(profile), chains)

    def tools(schema: Schema, of: tuple[Shape, ...]) -> Toolbox:
        translator = Translator(schema, profile.dialect, nulls_first=profile.nulls_first)
        return Toolbox(Catalog(of), Statements(schema, profile.dialect), translator)

    new = schema_for(profile, shapes)
    statements = Statements(new, profile.dialect)
    found: str = session.one(statements.meta, (FORMAT,))[0]
    if found == layout:
        return UpgradeReport(found=found)
    old_shapes = read_shapes(session.one(statements.meta, (SHAPES,))[0])
    copy = session.copy_aside(found)

    old = schema_for(profile, old_shapes, prefix="old")
    _step_aside(session, profile, schema_for(profile, old_shapes), old)
    for text in create_texts(new.kind_tables(), profile.dialect):
        session.run(text)

    before = _OldState(tools(old, old_shapes), session, (), begin_again)
    after = SqlTransaction(tools(new, shapes), session, _ALL_CHAINS, begin_again)
    rebuilt, kinds = _write_all(after, rebuild(before))
    kinds.update(row[0] for row in session.all(statements.journalled))
    carried, _ = _write_all(after, _carried(before, old_shapes, shapes, kinds))

    for table in old.kind_tables():
        session.run(str(DropTable(table).compile(dialect=profile.dialect)))
    session.run(statements.meta_update, (layout, FORMAT))
    session.run(statements.meta_update, (shapes_text(shapes), SHAPES))
    session.commit()
    return UpgradeReport(found=found, copy=copy, rebuilt=rebuilt, carried=carried)


def _step_aside(session: Session, profile: Profile, present: Schema, old: Schema) -> None:
    """Give the tables of the kinds other names, and free the names of their indexes.

    Their indexes are those found, not those of the shapes: another version may have named them
    otherwise, and an administrator may have added or dropped some.
    """
    ours = {table.name for table in present.kind_tables()}
    quote = profile.dialect.identifier_preparer.quote
    for index, table in session.all(profile.index_names):
        if table in ours:
            session.run(f"DROP INDEX {quote(index)}")
    for kind, tables in present.kinds.items():
        aside = old.kinds[kind]
        session.run(f"ALTER TABLE {tables.rows.name} RENAME TO {aside.rows.name}")
        if tables.many is not None and aside.many is not None:
            session.run(f"ALTER TABLE {tables.many.name} RENAME TO {aside.many.name}")


def _write_all(after: SqlTransaction, rows: Iterable[Row]) -> tuple[int, set[str]]:
    """Write new rows in batches; return how many and of which kinds."""
    count = 0
    kinds: set[str] = set()
    following = iter(rows)
    while batch := list(itertools.islice(following, _BATCH)):
        after.write([Write(row=row, expected=0) for row in batch])
        count += len(batch)
        kinds.update(row.kind for row in batch)
    return count, kinds


def _carried(
    before: Transaction,
    old_shapes: tuple[Shape, ...],
    shapes: tuple[Shape, ...],
    done: set[str],
) -> Iterator[Row]:
    """Yield the rows of kinds outside the journal, such as the outbox, in their new shape."""
    old_kinds = {shape.kind: shape for shape in old_shapes}
    for shape in shapes:
        if shape.kind in done or shape.kind not in old_kinds:
            continue
        kept = set(old_kinds[shape.kind].columns)
        for row in before.scan(shape.kind):
            yield Row(
                kind=row.kind,
                id=row.id,
                unit=row.unit,
                path=row.path,
                file=row.file,
                version=row.version,
                body=row.body,
                columns={
                    column.name: row.columns[column.name] if column in kept else None
                    for column in shape.columns
                },
                many={field: row.many.get(field, ()) for field in shape.many},
            )
