"""Reading (只读视图): the one way by which an officer's questions reach a transaction.

Confidentiality is in the query. `ReadView` ANDs what the policy says is visible to its actor
into every read, and the one place it reads in: the open, or the open and one closed file; a
record that is not visible does not exist. What no officer holds is in `inner_views`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import attrs

from supervision.codec import line_fields, read_lines
from supervision.domain.access_requests import ACCESS_REQUEST, AccessRequest
from supervision.domain.acts import Act
from supervision.domain.closed_files import CLOSED_FILE, ClosedFile
from supervision.domain.officers import OFFICER
from supervision.domain.post_separation import keeps_out
from supervision.domain.records import Record, RecordKind, Scalar
from supervision.domain.reports import ReleasedEnd
from supervision.domain.separation import Standing
from supervision.domain.values import OfficerId, Sealed, UnitId
from supervision.errors import NotFound, StorageError
from supervision.journal.checkpoints import Checkpoint
from supervision.journal.entry import ChainId, Entry, chain_of, closed_chain, open_chain
from supervision.journal.verify import BlobLike, digests_in, sealed_in
from supervision.office.inner_views import DoorView
from supervision.office.masks import Masks
from supervision.office.memo import KNOWN, Found, RowKey
from supervision.office.owned import Owned, tallied
from supervision.office.place import IN_THE_OPEN, Place
from supervision.office.recused import recused
from supervision.office.standing import actor_of, standing_of
from supervision.ports.access import Actor, Explaining, Explanation, Policy
from supervision.ports.query import (
    And,
    Cursor,
    Eq,
    Everything,
    Has,
    Key,
    Month,
    Nothing,
    Order,
    Predicate,
    Query,
    Tally,
    matches,
)
from supervision.ports.settings import Settings
from supervision.ports.store import Stored, Transaction

__all__ = ["ReadView"]

R = TypeVar("R", bound=Record)
L = TypeVar("L")

_PAGE = 500


def _placed(actor: Actor, place: Place, door: DoorView) -> Actor:
    """Return the actor as he stands in a place: by a grant in a file, or in the open."""
    if not place.inside:
        return actor
    found = door.stored(CLOSED_FILE, place.file) if place.file is not None else None
    return attrs.evolve(actor, file=place.file, mark=found.record.mark if found else None)


def _granting(policy: Policy, actor: Actor) -> Callable[[str], Predicate]:
    """Return what tells what the policy shows the actor of a kind; it is asked once of each.

    It does not hold the view, so that a view is gone with its last user.
    """
    told: dict[str, Predicate] = {}

    def granted(kind: str) -> Predicate:
        if kind not in told:
            told[kind] = Nothing if keeps_out(actor.posts, kind) else policy.visible(actor, kind)
        return told[kind]

    return granted


def _values(kind: RecordKind[R], record: R, fields: Sequence[str]) -> tuple[Scalar, ...]:
    columns = {"id": record.id, "unit": record.unit, **kind.columns_of(record)}
    return tuple(columns[field] for field in fields)


class ReadView:
    """What one actor may see, in one consistent state (只读视图).

    A view is in the open, or in the open and one closed file (密卷); what lies elsewhere does
    not exist.

    Attributes:
        actor: who reads.
        settings: settings of the plugins.
        place: what the view may see besides the policy: the open, or the open and a file.
    """

    def __init__(
        self,
        transaction: Transaction,
        actor: Actor,
        policy: Policy,
        settings: Settings,
        door: DoorView,
        place: Place = IN_THE_OPEN,
        *,
        whole: bool = False,
    ) -> None:
        actor = self.actor = _placed(actor, place, door)
        self.settings = settings
        self.place = place
        self._tx = transaction
        self._policy = policy
        self._door = door
        self._standings: dict[tuple[str, dt.date], Standing] = {}
        self._masks = Masks(policy, actor, whole=whole)
        self._owned = Owned(_granting(policy, actor))
        self._sealed: set[str] = set()
        self._shown: dict[RowKey, Found[Any]] = {}
        door.place = place

    def within(self, place: Place) -> ReadView:
        """Return the same view at another place, for a file that is being opened."""
        return ReadView(
            self._tx, self.actor, self._policy, self.settings, self._door, place, whole=True
        )

    def _allowed(self, kind: str) -> Predicate:
        return self._owned.visible(kind)

    def _where(self, kind: RecordKind[Any], where: Predicate) -> Predicate:
        """Return what a query may find of what it asks for."""
        asked = self._masks.where(kind, where)
        return And((self._allowed(kind.name), asked, self.place.predicate))

    def _shows(self, kind: RecordKind[R], found: Found[R]) -> bool:
        record = found.record
        return self.place.shows(record.id, found.file) and self._permits_to_see(
            kind, record, found.file
        )

    def _permits_to_see(self, kind: RecordKind[R], record: R, file: str) -> bool:
        allowed = self._allowed(kind.name)
        if self._owned.asks(kind.name) and not self._owned.shows(record, self._known):
            return False
        if allowed is Everything or allowed == Everything:
            return True
        own = {"id": record.id, "unit": record.unit, "file": file}
        columns = {**own, **kind.columns_of(record)}
        return matches(allowed, columns, kind.many_of(record), self._door.path(record.unit)) is True

    def _seen(self, kind: RecordKind[R], id: str) -> Found[R] | None:
        found = self._door.stored(kind, id)
        if found is None:
            return None
        key = (kind.name, id)
        if self._shown.get(key) is not found:  # a unit of work asks for what it changes twice
            if not self._shows(kind, found):
                return None
            if len(self._shown) == KNOWN:
                self._shown.clear()
            self._shown[key] = found
        return found

    def _known(self, kind: RecordKind[Any], id: str) -> bool:
        return self._seen(kind, id) is not None

    def stored(self, kind: RecordKind[R], id: str) -> Found[R] | None:
        """Return a visible record with its version and where it lies, or `None`."""
        found = self._seen(kind, id)
        if found is not None:
            self._hand_out(kind, found.record)
        return found

    def find(self, kind: RecordKind[R], id: str) -> R | None:
        """Return a record, or `None` when it does not exist or is not visible."""
        found = self._seen(kind, id)
        return self._hand_out(kind, self._masks.record(kind, found.record)) if found else None

    def _hand_out(self, kind: RecordKind[R], record: R) -> R:
        """Remember which sealed contents whoever holds the record may ask for."""
        for field in kind.sealed:
            if value := getattr(record, field):
                self._sealed.update(sealed_in(value))
        return record

    def asks_owner(self, kind: RecordKind[Any]) -> bool:
        """Say whether records of the kind are known only with others, and not all of those."""
        return self._owned.asks(kind.name)

    def shown_to(self, officer: OfficerId, on: dt.date, kind: RecordKind[R], record: R) -> bool:
        """Say whether the policy lets somebody else know of a record of this work (能否知悉)."""
        if officer == self.actor.id:
            return self._permits_to_see(kind, record, self.place.new)
        door, unit = self._door, self.actor.unit
        actor = actor_of(door.officer(officer), officer, unit, door.path(unit), on, door)
        other = ReadView(self._tx, actor, self._policy, self.settings, door, self.place)
        return other._permits_to_see(kind, record, self.place.new)

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
        found, following = self._records(kind, self._asked(kind, where, order, after, limit))
        shown = [self._hand_out(kind, self._masks.record(kind, one)) for one in found]
        return tuple(shown), following

    def lines(
        self,
        kind: RecordKind[Any],
        line: type[L],
        where: Predicate = Everything,
        order: Sequence[Order] = (),
        after: Cursor | None = None,
        limit: int | None = None,
    ) -> tuple[tuple[L, ...], Cursor | None]:
        """Return what a list shows of visible records that match (清单), and where to go on.

        The records themselves are not read, so that a page costs little.

        Args:
            kind: the kind.
            line: an attrs class that takes its fields by position; each is `id`, `unit` or an
                indexed field.
            where, order, after, limit: as in `page`.

        Raises:
            StorageError: `storage.unknown_field` for a field of the line that is none of these.
        """
        fields = line_fields(line)
        for field in fields:
            if field not in kind.columns and field not in ("id", "unit"):
                raise StorageError("storage.unknown_field", kind=kind.name, field=field)
        asked = self._asked(kind, where, order, after, limit)
        rows: Iterable[tuple[Scalar, ...]]
        if self._owned.asks(kind.name):  # each record must be asked for its owner
            found, following = self._records(kind, asked)
            rows = [_values(kind, one, fields) for one in found]
        else:
            listed = self._tx.lines(asked, fields)
            rows, following = listed.rows, listed.next
        return tuple(self._masks.lines(kind, read_lines(line, rows))), following

    def _asked(
        self,
        kind: RecordKind[Any],
        where: Predicate,
        order: Sequence[Order],
        after: Cursor | None,
        limit: int | None,
    ) -> Query:
        """Return the query for what is visible of what is asked for."""
        self._masks.check(kind, [one.field for one in order])
        allowed = self._where(kind, where)
        return Query(kind=kind.name, where=allowed, order=tuple(order), after=after, limit=limit)

    def _records(self, kind: RecordKind[R], asked: Query) -> tuple[list[R], Cursor | None]:
        """Return the records a query finds, not masked yet, and where to go on."""
        found: list[R] = []
        rest = asked
        while True:
            page = self._tx.select(rest)
            found += self._read(kind, page.rows)
            if page.next is None or asked.limit is None or len(found) >= asked.limit:
                return found, page.next
            rest = attrs.evolve(asked, after=page.next, limit=asked.limit - len(found))

    def _read(self, kind: RecordKind[R], rows: Sequence[Stored]) -> list[R]:
        record = self._door.record
        records = [record(kind, row.body) for row in rows]
        if self._owned.asks(kind.name):
            records = [one for one in records if self._owned.shows(one, self._known)]
        return records

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
        fields = [key.field if isinstance(key, Month) else key for key in by]
        self._masks.check(kind, [*fields, *([sum] if sum else [])])
        if self._owned.asks(kind.name):
            return tallied(kind, self.each(kind, where), by, sum)
        allowed = self._where(kind, where)
        return self._tx.tally(kind.name, allowed, by, sum)

    def standing(self, act: Act) -> Standing:
        """Return the posts of an act's author on its day, and with whom he has handled cases."""
        key = (act.by, act.on)
        if key not in self._standings:
            own = act.by == self.actor.id  # whoever acts is known, whatever he may see
            author = self._door.officer(act.by) if own else self.find(OFFICER, act.by)
            self._standings[key] = standing_of(author, act, self._door, self.actor.unit)
        return self._standings[key]

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

    def explain(self, act: str, found: Found[Any] | None = None) -> Explanation:
        """Say which line of the policy decides an act of the actor on a record seen here (权限说明)."""
        actor, record = self.actor, None
        if found is not None:
            record = found.record
            path = self._door.path(record.unit)
            actor = attrs.evolve(actor, unit=UnitId(record.unit), path=path)
            if found.file != actor.file:
                actor = attrs.evolve(actor, file=None, mark=None)
        if isinstance(self._policy, Explaining):
            return self._policy.explain(actor, act, record)
        permission = self._policy.permits(actor, act, record)
        return Explanation(act=act, permission=permission, zh=permission.zh, en=permission.en)

    def history(self, kind: RecordKind[Any], id: str) -> tuple[Entry, ...]:
        """Return the journal entries of a visible record, oldest first.

        Raises:
            NotFound: `record.not_found`.
        """
        found = self._seen(kind, id)
        if found is None:
            raise NotFound("record.not_found", kind=kind.name, id=id)
        self._masks.check_history(kind)
        chain = chain_of(found.record.unit, found.file)
        entries = tuple(self._tx.entries(chain, record=id))
        for entry in entries:
            self._sealed.update(digests_in(entry.payload))
        return entries

    def own_file(self) -> Found[ClosedFile] | None:
        """Return the closed file this view is in, for its log and its state."""
        file = self.place.file
        return self._door.stored(CLOSED_FILE, file) if file is not None else None

    def held_files(self) -> tuple[ClosedFile, ...]:
        """Return the closed files the actor may enter today (我的密卷), oldest first.

        The one question about files from the open: of all others nothing is told.
        """
        return self._closed_rows(CLOSED_FILE, Has("holders", self.actor.id))

    def access_requests(self, where: Predicate) -> tuple[AccessRequest, ...]:
        """Return the access requests that match (知悉申请), oldest first.

        Whoever calls asks for the actor's own, or for all of them where he decides.
        """
        return self._closed_rows(ACCESS_REQUEST, where)

    def _closed_rows(self, kind: RecordKind[R], where: Predicate) -> tuple[R, ...]:
        rows = self._tx.select(Query(kind=kind.name, where=where)).rows
        return tuple(self._door.record(kind, row.body) for row in rows)

    def checkpoint(self, unit: str) -> Checkpoint | None:
        """Return the end of a unit's open chain in this state; `None` before its first entry.

        Its moment is that of the last entry, so that the same records give the same line.
        """
        return self._end(open_chain(unit))

    def file_checkpoint(self) -> Checkpoint | None:
        """Return the end of the chain of the closed file this view is in; `None` in the open."""
        file = self.own_file() if self.place.inside else None
        return self._end(closed_chain(file.record.unit, file.record.id)) if file else None

    def _end(self, chain: ChainId) -> Checkpoint | None:
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

    def released_ends(self, unit: str) -> tuple[ReleasedEnd, ...]:
        """Return how far the journals of a unit's released files have come in this state.

        Their records are in the open and every entry of them bears its place in the chain.
        """
        files = self._closed_rows(CLOSED_FILE, Eq("unit", unit))
        return tuple(
            ReleasedEnd(file=one.id, seq=self._tx.head(closed_chain(unit, one.id)).seq)
            for one in files
            if one.released
        )

    def unseal(self, sealed: Sealed) -> bytes | None:
        """Return the content of a sealed value of a record seen here; `None` once erased."""
        blob = self.blob(sealed)
        return blob.content if blob else None

    def blob(self, sealed: Sealed) -> BlobLike | None:
        """Return content and salt of a sealed value of a record seen here; `None` once erased.

        A digest alone opens nothing: only those of records this view has handed out do.
        """
        return self._tx.get_blob(sealed.digest) if sealed.digest in self._sealed else None
