"""The unit of work (工作单元): the one place where anything changes.

Load, decide, stage; then `commit`: review → entries → one batched write with version check →
one batched append → outbox → commit → observers. Leaving without `commit()` writes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from supervision.codec import encode_change
from supervision.domain.acts import Act, check_reason, decide_act
from supervision.domain.closed_files import CLOSED_FILE, admission
from supervision.domain.incoming_measures import INCOMING, Parcel
from supervision.domain.marks import OPEN, opened
from supervision.domain.officers import OFFICER
from supervision.domain.post_separation import keeps_out
from supervision.domain.records import Record, RecordKind
from supervision.domain.separation import Deed, Standing
from supervision.domain.units import UNIT, Unit
from supervision.domain.values import Instant, OfficerId, Sealed, UnitId, day_of
from supervision.errors import AccessDenied, NotFound, Refused, SupervisionError, UsageError
from supervision.journal.entry import (
    Entry,
    closed_chain,
    open_chain,
    sealed_digest,
)
from supervision.office.inner_views import DoorView, ProofView
from supervision.office.joined import Note, note_row
from supervision.office.memo import Found
from supervision.office.outbox import outgoing
from supervision.office.permitting import check_owners, denied
from supervision.office.recused import check_not_recused
from supervision.office.staging import (
    Chained,
    Receipt,
    Staged,
    Step,
    check_lies_here,
    check_place,
    label_of,
    with_staged,
    write_of,
)
from supervision.office.views import ReadView
from supervision.ports.access import Actor, Permission
from supervision.ports.notify import Message
from supervision.ports.query import Everything, Predicate
from supervision.ports.store import Blob, Transaction, Write

if TYPE_CHECKING:
    from supervision.office.office import Office

__all__ = ["Receipt", "Work"]

R = TypeVar("R", bound=Record)

_SALT = 16


class Work:
    """One unit of work of one officer in one unit (工作单元). Not for several threads.

    Attributes:
        office: the office.
        actor: who enters.
        unit: the unit whose chain is written.
        now, today: when it was begun, for every date of this work.
        view: what the actor may see, as it stands now under the chain's lock.
        joined: whether it is part of a host's transaction.
        file: the closed file worked in (密卷); `None` in the open.

    Whoever works in a file writes only into that file: what is new lies in it, and a record
    that lies elsewhere is not changed.
    """

    def __init__(
        self,
        office: Office,
        transaction: Transaction,
        view: ReadView,
        unit: UnitId,
        now: Instant,
        *,
        joined: bool = False,
        door: DoorView | None = None,
    ) -> None:
        self.office = office
        self.actor: Actor = view.actor
        self.view = view
        self.unit = unit
        self.now = now
        self.joined = joined
        self.today: dt.date = day_of(now)
        self._tx = transaction
        self._door = door  # to be left open for who comes again
        self._steps: list[Step] = []
        self._staged: dict[tuple[str, str], Staged] = {}
        self._messages: list[Message] = []
        self._parcels: list[Parcel] = []
        self._blobs: list[Blob] = []
        self._erased: tuple[str, ...] = ()
        self._replaced: dict[tuple[str, str], Staged | None] | None = None
        self._refiled: str | None = None
        self._deeds: dict[object, Deed] = {}
        self._ended = False

    @property
    def file(self) -> str | None:
        """The closed file worked in; `None` in the open."""
        return self.view.place.file

    # --- reading ---

    def peek(self, kind: RecordKind[R], id: str) -> R | None:
        """Return a record as it stands in this work, or `None`."""
        self._check_open()
        return self._peek(kind, id)

    def _peek(self, kind: RecordKind[R], id: str) -> R | None:
        staged = self._staged.get((kind.name, id))
        return staged.record if staged else self.view.find(kind, id)  # type: ignore[return-value]  # kept by its kind

    def load(self, kind: RecordKind[R], id: str) -> R:
        """Return a record as it stands in this work.

        Raises:
            NotFound: `record.not_found`; also when the actor may not know of it.
        """
        found = self.peek(kind, id)
        if found is None:
            raise NotFound("record.not_found", kind=kind.name, id=id)
        return found

    def staged(self, kind: RecordKind[R]) -> tuple[R, ...]:
        """Return the records of a kind that this work has changed, as they stand in it.

        A query of the view does not see them before the commit.
        """
        self._check_open()
        changed = (one.record for one in self._staged.values() if one.kind is kind)
        return tuple(changed)  # type: ignore[arg-type]  # of that kind

    def select(self, kind: RecordKind[R], where: Predicate = Everything) -> tuple[R, ...]:
        """Return visible records that match as they stand in this work, in the order of ids.

        Unlike the view's, the answer knows what this work has staged.
        """
        self._check_open()
        found = self.view.select(kind, where)
        return with_staged(kind, where, found, self._staged.values(), self._path())

    # --- the act ---

    def act(
        self,
        by: OfficerId | None = None,
        on: dt.date | None = None,
        paper: Sealed | None = None,
    ) -> Act:
        """Return the particulars of the act; by default the actor's own, today.

        Raises:
            Refused: `act.future`, `act.paper_missing`, `value.day_range`; `act.unknown_author`
                when `by` is no officer of the office.
        """
        if by is not None and by != self.actor.id and self.view.find(OFFICER, by) is None:
            raise Refused("act.unknown_author", by=by)
        return decide_act(entered_by=self.actor.id, today=self.today, by=by, on=on, paper=paper)

    def standing(self, act: Act) -> Standing:
        """Return the true author's posts on the day of the act."""
        return self.view.standing(act)

    def deed(
        self,
        by: OfficerId | None = None,
        on: dt.date | None = None,
        paper: Sealed | None = None,
        reason: str = "",
    ) -> Deed:
        """Return the act with its author's standing and reason, for a decision."""
        key = (by, on, paper, reason)
        if key not in self._deeds:
            act, why = self.act(by, on, paper), check_reason(reason)
            self._deeds[key] = Deed(act=act, standing=self.standing(act), reason=why)
        return self._deeds[key]

    # --- writing ---

    def new_id(self, kind: RecordKind[Any]) -> str:
        """Return a fresh id."""
        return self.office.ids.new(kind.prefix, self.now)

    def seal(self, content: bytes) -> Sealed:
        """Keep content in a blob with a fresh salt; return what records may hold of it."""
        self._check_open()
        salt = self.office.entropy(_SALT)
        name = self.office.digest_name
        digest = sealed_digest(name, self.office.digests[name], salt, content)
        self._blobs.append(Blob(digest=digest, salt=salt, content=content))
        return Sealed(digest=digest, size=len(content))

    def check_here(self, kind: RecordKind[Any], id: str) -> None:
        """Refuse a record that lies elsewhere (写入所在): `work.outside_file`, `work.released`."""
        if (found := self._found(kind, id, asked=True)) is not None:
            check_lies_here(self.view.place, kind, id, found.file)

    def erase(self, digests: Iterable[str]) -> None:
        """Forget sealed contents for good, with the commit of the entry that says so (销毁)."""
        self._check_open()
        self._erased += tuple(digests)

    @property
    def proof(self) -> ProofView:
        """Everything, for what must hold whoever acts (全量核对); handed out to nobody."""
        return ProofView(self._tx)

    def stage(
        self,
        kind: RecordKind[R],
        id: str,
        changes: Sequence[object],
        reason: str = "",
        *,
        new: bool = False,
    ) -> R:
        """Apply changes to a record within this work; nothing is written before `commit`.

        Args:
            kind: the record's kind.
            id: the record.
            changes: what a decision returned.
            reason: one line for the journal.
            new: the store cannot have the record, so it is not looked for. Were it there, the
                commit would be refused as stale.

        Returns:
            The record after them.

        Raises:
            AccessDenied: `access.refused` when the policy does not permit one of them;
                `access.three_officers` for business of one of the three officers.
            Refused: `separation.recused` when the actor or the author keeps out of it (回避);
                `work.outside_file`, `work.released`, `work.only_open`, `work.only_closed`
                where the record may not be changed in the open, or in this file.
            UsageError: `work.other_unit`, `work.ended`.
        """
        return self._stage(kind, id, changes, reason, new=new)

    def enter(self, changes: Sequence[object]) -> None:
        """Note in the file worked in that it is entered (查阅登记); no policy is asked."""
        if self.file is not None:
            self._stage(CLOSED_FILE, self.file, changes, asked=False)

    def _stage(
        self,
        kind: RecordKind[R],
        id: str,
        changes: Sequence[object],
        reason: str = "",
        *,
        new: bool = False,
        asked: bool = True,
    ) -> R:
        self._check_open()
        reason = check_reason(reason)
        staged = self._staged.get((kind.name, id))
        record: R | None
        before: R | None
        if staged is None:
            found = None if new else self._found(kind, id, asked=asked)
            file = found.file if found else self.view.place.new
            record, version = (found.record, found.version) if found else (None, 0)
            before, stored = record, version
            if changes:
                check_place(self.view.place, kind, id, file)
        else:
            record, version = staged.record, staged.version  # type: ignore[assignment]  # kept by its kind
            before, stored = staged.before, staged.stored  # type: ignore[assignment]  # likewise
            file = staged.file
        for change in changes:
            value, tag, tag_version, payload = encode_change(kind, change)
            after = kind.evolve(record, value)
            if asked:
                check_not_recused(self.view, self.today, kind, tag, value, record, after)
            if after.unit != self.unit:
                raise UsageError("work.other_unit", id=id, found=after.unit, expected=self.unit)
            with_owner = asked and self._permit(tag, after if record is None else record).with_owner
            version += 1
            self._steps.append(
                Step(
                    kind=kind,
                    id=id,
                    version=version,
                    change=value,
                    tag=tag,
                    tag_version=tag_version,
                    payload=payload,
                    reason=reason,
                    before=record,
                    after=after,
                    with_owner=with_owner,
                )
            )
            record = after
        if record is None:
            raise NotFound("record.not_found", kind=kind.name, id=id)
        if changes:
            if self._replaced is not None:
                self._replaced.setdefault((kind.name, id), staged)
            self._staged[kind.name, id] = Staged(kind, record, version, before, stored, file)
        return record

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Take back what is staged within when it ends in an error of ours (逐条办理).

        So one act of many may be refused and leave no trace, while the others stand.

        Raises:
            SupervisionError: what ended it.
        """
        self._check_open()
        steps, messages, blobs = len(self._steps), len(self._messages), len(self._blobs)
        parcels = len(self._parcels)
        replaced: dict[tuple[str, str], Staged | None] = {}
        self._replaced = replaced
        try:
            yield
        except SupervisionError:
            del self._steps[steps:], self._messages[messages:], self._blobs[blobs:]
            del self._parcels[parcels:]
            for key, before in replaced.items():
                if before is None:
                    del self._staged[key]
                else:
                    self._staged[key] = before
            raise
        finally:
            self._replaced = None

    def notify(self, topic: str, kind: RecordKind[Any], id: str, to: Iterable[OfficerId]) -> None:
        """Put a message about a record into the outbox; it leaves after the commit.

        Whoever may not know of the record gets none.
        """
        self._check_open()
        named = tuple(dict.fromkeys(to))
        if self.view.place.inside:
            named = self._holders(named)
        record = self.load(kind, id) if named else None
        receivers = tuple(
            one
            for one in named
            if record is not None and self.view.shown_to(one, self.today, kind, record)
        )
        if record is None or not receivers:
            return
        if self.view.place.inside:
            topic, kind, id, label = "closed", CLOSED_FILE, "", ""
        else:
            label = label_of(record)
        message = self.office.compose(topic, kind, id, label, receivers, self.now)
        self._messages.append(message)

    def _holders(self, receivers: tuple[OfficerId, ...]) -> tuple[OfficerId, ...]:
        """Return who of them may enter the file worked in; nobody else is told of anything."""
        own = self.view.own_file()
        return tuple(one for one in receivers if own and admission(own.record, one, self.today))

    def _found(self, kind: RecordKind[R], id: str, *, asked: bool) -> Found[R] | None:
        if asked:
            return self.view.stored(kind, id)
        return self.view.own_file()  # type: ignore[return-value]  # `enter` stages nothing else

    def refile(self) -> None:
        """Let everything that lies in the file worked in lie in the open, with the commit (解除)."""
        self._check_open()
        self._refiled = self.file

    def send(self, parcel: Parcel) -> None:
        """Put a parcel to another unit into the outbox; the next tick carries it.

        Raises:
            Refused: `work.only_open`: nothing of a closed file goes to another unit.
        """
        self._check_open()
        if self.file is not None:
            raise Refused("work.only_open", kind=INCOMING.name)
        self._parcels.append(parcel)

    def _permit(self, tag: str, record: Record | None) -> Permission:
        if keeps_out(self.actor.posts, tag.partition(".")[0]):
            raise AccessDenied("access.three_officers", actor=self.actor.id, act=tag)
        permission = self.office.policy.permits(self.actor, tag, record)
        if not permission.granted:
            raise denied(self.actor, tag, permission)
        return permission

    def _check_open(self) -> None:
        if self._ended:
            raise UsageError("work.ended")

    # --- the end ---

    def commit(self) -> Receipt:
        """Review, prove, store and publish everything staged; end the work.

        Joined to a host's transaction it is stored there and not published: after its commit
        the host gives the receipt to `Office.after_commit`.

        Raises:
            Refused: `review.objected` when a plugin objects.
            StaleVersion: `storage.stale`; cannot happen to a record loaded in this work.
            StorageUnavailable: nothing was written.
            PluginFailure: a reviewing plugin failed; nothing was written.
            NotFound: `record.not_found`; a clock or evidence was opened for a record that the
                actor may not know of.
            AccessDenied: `access.refused`; a clock was moved without its record.
        """
        self._check_open()
        self._ended = True
        check_owners(self.actor, self._steps, self.view.asks_owner, self._peek)
        if (host := self.office.parts.host).reviews:
            host.review([one.proposal(self.unit, self.actor) for one in self._steps], self.view)
        entries = self._entries()
        for blob in self._blobs:
            self._tx.put_blob(blob)
        for digest in self._erased:
            self._tx.erase_blob(digest)
        if self._staged:
            path = self._path()
            self._tx.write([write_of(staged, path) for staged in self._staged.values()])
            if self._refiled is not None:
                for name, kind in self.office.parts.kinds.items():
                    if not kind.closed:
                        self._tx.refile(name, self._refiled, opened(self._refiled))
            self._tx.append(entries)
            if self._door is not None:
                self._door.keep_comer(self.actor.id, entries[-1], self._staged)
        wrote = bool(entries or self._messages)
        note = self.office.ids.new("msg", self.now) if self.joined and wrote else ""
        queued = self._queued(entries, note)
        if queued:
            self._tx.write(queued)
        receipt = Receipt(
            headers=tuple([entry.header for entry in entries]),
            messages=tuple([message.id for message in self._messages]),
            note=note,
        )
        self._tx.commit()
        if not self.joined:
            self.office.after_commit(receipt)
        return receipt

    def _queued(self, entries: Sequence[Entry], note: str) -> list[Write]:
        if not self._messages and not self._parcels and not note:
            return []
        path, place = self._path(), self.view.place
        file = place.file if place.inside and place.file else OPEN
        queued = outgoing(self._messages, self._parcels, self.unit, path, file)
        if note:
            headers = tuple(entry.header for entry in entries)
            queued.append(note_row(note, Note(at=self.now, headers=headers), self.unit, path))
        return queued

    def _entries(self) -> list[Entry]:
        if not self._steps:
            return []
        office = self.office
        chain = open_chain(self.unit) if self.file is None else closed_chain(self.unit, self.file)
        chained = Chained(
            chain=chain,
            head=self._tx.head(chain),
            at=self.now,
            actor=self.actor.id,
            digest_name=office.digest_name,
            digest=office.digests[office.digest_name],
        )
        return chained.entries(self._steps)

    def _path(self) -> str:
        staged = self._staged.get((UNIT.name, self.unit))
        path = cast(Unit, staged.record).path if staged else self.actor.path
        if not path:
            raise NotFound("record.not_found", kind=UNIT.name, id=self.unit)
        return path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
