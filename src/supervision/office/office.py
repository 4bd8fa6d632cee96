"""An opened office (督察办公室): everything that lives between opening and closing.

Two offices can live in one process; nothing here is global. `open_office` builds one from a
TOML file; `Office` itself takes its parts and may be built by hand in tests and by a host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import cached_property
from types import TracebackType
from typing import Any, Self

import attrs

from supervision.domain.accounts import Account
from supervision.domain.closed_files import CLOSED_FILE
from supervision.domain.marks import OPEN
from supervision.domain.records import RecordKind
from supervision.domain.units import unit_id
from supervision.domain.values import Instant, OfficerId, UnitId, day_of
from supervision.errors import AccessDenied, Refused
from supervision.journal.checkpoints import Checkpoint
from supervision.journal.entry import (
    ChainId,
    Entry,
    Header,
    file_of,
    open_chain,
)
from supervision.journal.verify import VerificationReport
from supervision.messages import render
from supervision.office.access_log import logged
from supervision.office.admitting import chains_of, note_entry, place_in, place_of_machine
from supervision.office.assessing import Assessment
from supervision.office.inner_views import BellView, DoorView
from supervision.office.joined import join, publish, publish_waiting
from supervision.office.memo import Memo
from supervision.office.outbox import Delivery, deliver
from supervision.office.parts import LocalRules, Parts
from supervision.office.place import IN_THE_OPEN, Place
from supervision.office.proof import checkpoints_of, fill, verify_store
from supervision.office.standing import actor_of, founder
from supervision.office.views import ReadView
from supervision.office.watching import Watch
from supervision.office.work import Receipt, Work
from supervision.ports.access import Actor
from supervision.ports.cases import CaseStore
from supervision.ports.notify import Message
from supervision.ports.query import And, Eq, Predicate
from supervision.ports.store import Transaction

__all__ = ["LocalRules", "Office", "Parts"]


class Office:
    """An opened office (督察办公室). Safe for threads; each `Work` and view belongs to one.

    Example:
        >>> from supervision import open_office  # doctest: +SKIP
        >>> with open_office("office.toml") as office:  # doctest: +SKIP
        ...     print(office.name)
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.name = parts.name
        self.unit: UnitId = unit_id(parts.unit)
        self.store = parts.store
        self.policy = parts.policy
        self.settings = parts.settings
        self.rules = parts.rules
        self.ids = parts.ids
        self.entropy = parts.entropy
        self.digest_name = parts.digest_name
        self.digests = parts.digests
        self._memo = Memo()

    # --- opening and closing ---

    def now(self) -> Instant:
        """Return the office's present."""
        return self.parts.now()

    def close(self) -> None:
        """Release both stores."""
        self.store.close()
        if self.parts.cases is not None:
            self.parts.cases.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def cases(self) -> CaseStore:
        """The case store.

        Raises:
            Refused: `office.no_cases` when the TOML has no `[cases]`.
        """
        if self.parts.cases is None:
            raise Refused("office.no_cases")
        return self.parts.cases

    @cached_property
    def watch(self) -> Watch:
        """Rules and engine, read when first asked for.

        Raises:
            ConfigError: a rule file is wrong; every problem with its place.
            Refused: `office.no_watch` for an office built by hand without.
        """
        if self.parts.watch is None:
            raise Refused("office.no_watch")
        return self.parts.watch()

    @cached_property
    def assessment(self) -> Assessment:
        """Scheme and exporters, read when first asked for; both empty for an office without.

        Raises:
            ConfigError: the scheme is wrong; every problem with its place.
        """
        return self.parts.assessment()

    @property
    def path(self) -> str:
        """The unit's path such as `/fj/fz/mw`; empty before the unit is entered."""
        with self.store.begin() as transaction:
            return DoorView(transaction, self._memo).path(self.unit)

    def accounts_of(self, officer: str) -> tuple[Account, ...]:
        """Return the accounts of an officer, before it is known whether he may come in."""
        with self.store.begin() as transaction:
            return DoorView(transaction, self._memo).accounts(officer)

    # --- reading and working ---

    def _actor(self, door: DoorView, actor_id: str, unit: UnitId) -> Actor:
        path = door.path(unit)
        if not path:
            return founder(actor_id, unit)
        today = day_of(self.now())
        return actor_of(door.officer(actor_id), actor_id, unit, path, today, door)

    def _view(
        self,
        transaction: Transaction,
        actor_id: str,
        unit: UnitId,
        file: str | None = None,
        *,
        whole: bool = False,
        door: DoorView | None = None,
    ) -> ReadView:
        door = door or DoorView(transaction, self._memo, self.rules.separation)
        actor = self._actor(door, actor_id, unit)
        if not actor.known:
            raise AccessDenied("access.unknown_officer", officer=actor_id)
        place = IN_THE_OPEN
        if file is not None:
            place = place_in(door, actor, unit, file, day_of(self.now()), self.parts.deciders)
        return ReadView(transaction, actor, self.policy, self.settings, door, place, whole=whole)

    @contextmanager
    def read(
        self, actor_id: str, file: str | None = None, *, why: str = "", asked: str = "read"
    ) -> Iterator[ReadView]:
        """Open a view of what an officer may see, in one consistent state.

        Args:
            actor_id: who reads.
            file: a closed file (密卷) to be seen beside the open. That he enters is committed to
                its access log before anything is shown.
            why: for which reason he enters; compulsory with a file.
            asked: what he asks for, for the log.

        Raises:
            AccessDenied: `access.unknown_officer`.
            NotFound: `record.not_found` for a file he holds no grant for, as for one that
                never was.
            Refused: `text.*` for the reason.
        """
        if file is not None:
            with self._entered(actor_id, self.unit, file, why, asked) as entering:
                if entering.staged(CLOSED_FILE):
                    entering.commit()
        with logged(actor_id), self.store.begin() as transaction:
            yield self._view(transaction, actor_id, self.unit, file)

    @contextmanager
    def work(
        self,
        actor_id: str,
        unit: UnitId | None = None,
        file: str | None = None,
        *,
        why: str = "",
        asked: str = "work",
    ) -> Iterator[Work]:
        """Begin a unit of work of an officer in a unit; the chains it writes are locked.

        Args:
            actor_id: who works.
            unit: the unit; by default the office's own.
            file: a closed file (密卷) to work in, and to write into alone. That he enters is
                committed to its access log first.
            why, asked: for the log, as in `read`; the reason may be left out.

        Raises:
            AccessDenied: `access.unknown_officer`.
            NotFound: `record.not_found`, as in `read`; also for a grant that only lets read.
            StorageUnavailable: `storage.busy` and others; nothing was written.
        """
        unit = unit or self.unit
        if file is not None:
            with self._entered(actor_id, unit, file, why or asked, asked) as entering:
                if entering.staged(CLOSED_FILE):
                    entering.commit()
        with (
            logged(actor_id),
            self.store.begin(write=chains_of(unit, file)) as transaction,
            self._work(transaction, actor_id, unit, file, joined=False) as work,
        ):
            yield work

    @contextmanager
    def new_file(
        self, actor_id: str, unit: UnitId | None = None, prefix: str = CLOSED_FILE.prefix
    ) -> Iterator[Work]:
        """Begin the unit of work that opens a closed file (立卷); its id is `work.file`.

        Raises:
            AccessDenied: `access.unknown_officer`.
        """
        unit = unit or self.unit
        file = self.ids.new(prefix, self.now())
        with (
            logged(actor_id),
            self.store.begin(write=chains_of(unit, file)) as transaction,
        ):
            view = self._view(transaction, actor_id, unit, whole=True)
            inside = view.within(Place.within(file))
            with Work(self, transaction, inside, unit, self.now()) as work:
                yield work

    def ringing(self, unit: UnitId, kind: str, where: Predicate) -> tuple[str, ...]:
        """Return the closed files in which a clock waits for the machine, for the tick alone."""
        with self.store.begin() as transaction:
            return BellView(transaction).files(kind, And((Eq("unit", unit), where)))

    @contextmanager
    def machine_work(self, actor_id: str, unit: UnitId, file: str) -> Iterator[Work | None]:
        """Begin a unit of work of the machine in a closed file, for the tick alone (例行推进).

        It needs no grant, is noted in no access log and hands out nothing: the tick computes
        clocks and tells those who may enter, in neutral words.

        Args:
            actor_id: who lets the tick run; as in the open, the policy decides what he may ring.
            unit: the unit worked in.
            file: the file. `None` instead of work when nothing is added to it any more.
        """
        with (
            logged(actor_id),
            self.store.begin(write=chains_of(unit, file)) as transaction,
        ):
            door = DoorView(transaction, self._memo, self.rules.separation)
            place = place_of_machine(door, unit, file)
            if place is None:
                yield None
                return
            view = self._view(transaction, actor_id, unit, whole=True).within(place)
            with Work(self, transaction, view, unit, self.now()) as work:
                yield work

    @contextmanager
    def _entered(
        self, actor_id: str, unit: UnitId, file: str, why: str, asked: str
    ) -> Iterator[Work]:
        """Begin the unit of work that notes in a file's log who enters; nothing for others."""
        with (
            logged(actor_id),
            self.store.begin(write=chains_of(unit, file)) as transaction,
            self._work(transaction, actor_id, unit, file, joined=False, reads=True) as work,
        ):
            note_entry(work, why, asked)
            yield work

    @contextmanager
    def joined(
        self,
        connection: object,
        actor_id: str,
        unit: UnitId | None = None,
        file: str | None = None,
        *,
        why: str = "joined",
    ) -> Iterator[Work]:
        """Begin a unit of work within a host's transaction (加入宿主的事务).

        The host holds a writing transaction on `connection`, a connection of its own to the
        database that holds the store. `work.commit()` writes into it and never commits it:
        that is the host's part, who gives the receipt to `after_commit` afterwards.

        Args:
            connection: the host's connection, as the store's backend takes it.
            actor_id: who acts.
            unit: the unit worked in; by default the office's own.
            file: a closed file (密卷) to work in. That he enters is noted with the work itself,
                since the host alone commits.
            why: for its log.

        Raises:
            AccessDenied: `access.unknown_officer`.
            NotFound: `record.not_found` for a file he may not work in.
            UsageError: `storage.no_join`, `storage.host_kind`, `storage.host_elsewhere`,
                `storage.host_idle`, `storage.host_reading`; nothing was written.
        """
        unit = unit or self.unit
        with (
            logged(actor_id),
            join(self.store, connection, chains_of(unit, file)) as transaction,
            self._work(transaction, actor_id, unit, file, joined=True) as work,
        ):
            note_entry(work, why, "joined")
            yield work

    def _work(
        self,
        transaction: Transaction,
        actor_id: str,
        unit: UnitId,
        file: str | None,
        *,
        joined: bool,
        reads: bool = False,
    ) -> Work:
        chain = open_chain(unit)  # locked, so its end is known
        known = self._memo.comers(chain, transaction.head(chain))
        door = DoorView(transaction, self._memo, self.rules.separation, known)
        view = self._view(transaction, actor_id, unit, file, whole=True, door=door)
        if view.place.records is not None and not reads:
            raise AccessDenied("access.only_reads", file=file)
        kept = None if joined or file is not None else door
        return Work(self, transaction, view, unit, self.now(), joined=joined, door=kept)

    # --- what a unit of work asks ---

    def compose(
        self,
        topic: str,
        kind: RecordKind[Any],
        id: str,
        label: str,
        to: tuple[OfficerId, ...],
        at: Instant,
    ) -> Message:
        """Write a message about a record, called `label`, in the office's language."""
        details = {"record": label, "office": self.name}
        language = self.parts.language
        return Message(
            id=self.ids.new("msg", at),
            at=at,
            topic=topic,
            kind=kind.name,
            record=id,
            to=to,
            title=render(f"notify.{topic}.title", details, language),
            text=render(f"notify.{topic}.text", details, language),
        )

    def after_commit(self, receipt: Receipt) -> None:
        """Tell the observers (提交后通知). Isolated: what they raise is logged.

        A host calls it after the commit of a transaction that work has joined; then the outbox
        is delivered as well. Without that call both happen at the next tick. Called again it
        does nothing.

        Raises:
            UsageError: `work.not_committed` when the host has not committed.
        """
        if receipt.note:
            publish(self, receipt.note)
            self.deliver()
        else:
            self.tell(receipt.headers)

    def tell(self, headers: tuple[Header, ...]) -> None:
        """Tell the observers what was committed (告知观察者); nothing of closed files."""
        host = self.parts.host
        if headers and host.observes:
            told = tuple(header for header in headers if file_of(header.chain) == OPEN)
            if told:
                host.committed(self, told)

    def deliver(self) -> Delivery:
        """Send what waits in the outbox (投递), and tell what joined work left to be told."""
        publish_waiting(self)
        return deliver(self, self.parts.channels)

    # --- proof ---

    def verify(
        self,
        checkpoints: Iterable[str] = (),
        progress: Callable[[Entry], None] = lambda _: None,
        files: AbstractSet[str] = frozenset(),
    ) -> VerificationReport:
        """Prove that journal, rows and blobs agree, and that printed checkpoints hold (核验).

        Closed files are verified like everything, and told of only as far as `files` names them;
        of the others it is told, once, when something is wrong.

        Args:
            checkpoints: lines as printed.
            progress: called with every sound entry.
            files: closed files to be told of, which the caller has entered.

        Raises:
            JournalError: `journal.checkpoint_line` for a line that is none.
        """
        points = [Checkpoint.parse(line) for line in checkpoints]
        parts = self.parts
        return verify_store(
            self.store, parts.kinds, self.digests, points, progress, files, seals=parts.seals
        )

    def checkpoints(self, files: AbstractSet[str] = frozenset()) -> tuple[Checkpoint, ...]:
        """Return the end of every open chain now, and of the closed files named (检查点)."""
        return checkpoints_of(self.store, self.now(), files)

    def at(self, seq: int | Mapping[ChainId, int]) -> Office:
        """Return the office as it stood after an entry (回溯), in memory, apart from this one.

        Args:
            seq: entry of the unit's open chain, all other chains left out; or the number of
                entries for every chain wanted.

        Raises:
            JournalError: `journal.no_such_entry`.
        """
        ends = {open_chain(self.unit): seq} if isinstance(seq, int) else seq
        blank = self.parts.blank_store()
        fill(self.store, blank, ends, self.parts.kinds)
        return Office(attrs.evolve(self.parts, store=blank, cases=None, channels={}, seals=False))
