"""What random lives of records share (随机人生): any act of anybody at any time.

What the domain refuses must leave no trace; what it takes must be proven by the journal; the
past can be called back at every moment. A machine adds rules that try the acts of its kinds.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from judging import judged_by_the_concerned

from supervision.domain.kinds import KINDS
from supervision.domain.records import Record, RecordKind
from supervision.domain.values import Sealed
from supervision.errors import NotFound, Refused
from supervision.journal.entry import Entry, open_chain
from supervision.office.acting import Acting
from supervision.office.shapes import format_of, shapes_of
from supervision.office.work import Work
from supervision.ports.store import Store
from supervision.testing.offices import SmallOffice, small_office
from supervision_store_sql.backend import create_sqlite
from supervision_store_sql.settings import SqliteSettings, Synchronous

R = TypeVar("R", bound=Record)
Opener = Callable[[Path], Store | None]
Step = tuple[str, Callable[[Work, Acting], object]]

ELSEWHERE = ("entered", "numbers_entered", "handed_over")
"""Old records are entered from ledgers, and work is handed over, in lives of their own."""
PEOPLE = ["chief", "head", "inspector", "first_head", "prosecutor", "second_head"]
WHO = st.sampled_from(PEOPLE)
INDEX = st.integers(0, 30)
DEPARTMENT = st.sampled_from(["first", "second", "supervision"])
REASON = st.sampled_from(["", "依据核查情况", "e\u0301 decomposed", "two\nlines"])
BECAUSE = "依据核查情况"
DAYS_AGO = st.sampled_from([0, 0, 0, 1, 5, -1])


class Lives(RuleBasedStateMachine):
    """Everybody tries everything (随机人生).

    Attributes:
        kinds: whose every change the lives of a run take at least once.
        also: tags of other kinds they take at least once.
        never: tags of theirs that no act of people makes.
        courses: names of what walks a whole course; together they make every change.
        accepted: how often each change was taken in all lives of a run.
    """

    open_store: Callable[[Path], Store | None]
    kinds: ClassVar[tuple[RecordKind[Any], ...]] = ()
    also: ClassVar[frozenset[str]] = frozenset()
    never: ClassVar[frozenset[str]] = frozenset()
    courses: ClassVar[tuple[str, ...]] = ()
    accepted: ClassVar[Counter[str]] = Counter()

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.small: SmallOffice = small_office(type(self).open_store(Path(self.folder.name)))
        self.made: defaultdict[str, list[str]] = defaultdict(list)

    def teardown(self) -> None:
        if hasattr(self, "small"):
            entries = self.entries()
            type(self).accepted.update(entry.header.tag for entry in entries)
            faults = judged_by_the_concerned(entries)
            assert not faults, faults
            report = self.small.office.verify()
            assert report.ok, report.faults
            self.small.office.close()
            self.folder.cleanup()

    def entries(self) -> list[Entry]:
        """Return the whole journal in the order it was written."""
        with self.small.office.store.begin() as transaction:
            chains = transaction.chains()
            found = [one for chain in chains for one in transaction.entries(chain)]
        return sorted(found, key=lambda one: one.header.at)

    # --- how an act is tried ---

    def head(self) -> tuple[int, str]:
        with self.small.office.store.begin() as transaction:
            end = transaction.head(open_chain(self.small.unit))
        return end.seq, end.digest

    def acting(self, work: Work, reason: str, days_ago: int, by: str | None) -> Acting:
        author = getattr(self.small, by) if by else None
        paper: Sealed | None = work.seal(b"signed") if by else None
        on = work.today - dt.timedelta(days=days_ago)
        return Acting(by=author, on=on, paper=paper, reason=reason)

    def attempt(
        self,
        who: str,
        act: Callable[[Work, Acting], object],
        *,
        reason: str = "",
        days_ago: int = 0,
        by: str | None = None,
        file: str | None = None,
    ) -> object | None:
        """Try an act; return what it returned, or nothing when it was refused.

        In a closed file it adds nothing to the open chain.
        """
        before = self.head()
        office = self.small.office
        try:
            with office.work(getattr(self.small, who), file=file) as work:
                result = act(work, self.acting(work, reason, days_ago, by))
                receipt = work.commit()
        except (Refused, NotFound):
            assert self.head() == before
            return None
        written = len(receipt.headers) if file is None else 0
        assert self.head()[0] == before[0] + written
        return result

    def in_turn(self, *steps: Step, file: str | None = None) -> list[object | None]:
        """Try acts one after the other, each with a reason; one refused stops none after it."""
        return [self.attempt(who, act, reason=BECAUSE, file=file) for who, act in steps]

    def keep(self, kind: str, id: object | None) -> None:
        if isinstance(id, str):
            self.made[kind].append(id)

    def one(self, kind: str, index: int | None) -> str | None:
        made = self.made[kind]
        return None if index is None or not made else made[index % len(made)]

    def several(self, kind: str, indexes: list[int]) -> tuple[str, ...]:
        found = (self.one(kind, index) for index in indexes)
        return tuple(dict.fromkeys(id for id in found if id))

    def record(self, kind: RecordKind[R], id: str) -> R:
        with self.small.office.read(self.small.head) as view:
            return view.get(kind, id)

    @rule(days=st.integers(1, 15))
    def time_passes(self, days: int) -> None:
        self.small.clock.advance(days=days)

    @precondition(lambda self: self.courses)
    @rule(which=INDEX)
    def walk_a_course(self, which: int) -> None:
        """What mostly happens, so that lives get on and reach their end."""
        getattr(self, self.courses[which % len(self.courses)])()

    # --- what always holds ---

    @rule(part=st.integers(1, 100))
    def call_back_the_past(self, part: int) -> None:
        seq = max(1, self.head()[0] * part // 100)
        past = self.small.office.at(seq)
        assert past.verify().ok
        assert past.checkpoints()[0].seq == seq


def memory(folder: Path) -> Store | None:
    return None


def sqlite(folder: Path) -> Store | None:
    made = SqliteSettings(path=folder / "office.db", synchronous=Synchronous.NORMAL)
    return create_sqlite(made, shapes_of(KINDS), format_of(KINDS))


def live(lives: type[Lives], opener: Opener, times: int) -> None:
    """Let a machine live so many lives in stores that `opener` makes.

    The first life walks every course once, so that what the lives have to reach is no matter of
    chance; the others are random.
    """
    own = {"open_store": staticmethod(opener), "accepted": Counter()}
    machine = type(lives.__name__, (lives,), own)
    walk_every_course(machine())
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=times,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    missing = owed(machine) - machine.accepted.keys()
    assert not missing, f"never accepted: {sorted(missing)}"


def tags_of(*participles: str, kinds: tuple[RecordKind[Any], ...] = KINDS) -> frozenset[str]:
    """Return the tags of kinds that end in one of these past participles."""
    tags = (change.tag for kind in kinds for change in kind.changes)
    return frozenset(tag for tag in tags if tag.partition(".")[2] in participles)


def owed(lives: type[Lives]) -> frozenset[str]:
    """Return what the lives of a run have to take at least once."""
    tags = {change.tag for kind in lives.kinds for change in kind.changes}
    return (tags - tags_of(*ELSEWHERE) - lives.never) | lives.also


def _invariants_of(lives: type[Lives]) -> list[Callable[[Lives], None]]:
    """Return what always holds, by hypothesis' mark on it: where it keeps them has changed."""
    functions = (function for _, function in inspect.getmembers(lives, inspect.isfunction))
    return [one for one in functions if hasattr(one, "hypothesis_stateful_invariant")]


def walk_every_course(life: Lives) -> None:
    """Live one life that walks every course (各走一遍)."""
    life.begin()
    try:
        for course in life.courses:
            getattr(life, course)()
            for invariant in _invariants_of(type(life)):
                invariant(life)
    finally:
        life.teardown()
