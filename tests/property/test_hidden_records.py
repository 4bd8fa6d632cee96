"""What lies in closed files leaves no trace in the open (密卷不留痕).

An office is made twice by the same random acts, once with acts in closed files among them and
once without. Whatever an officer without a grant can ask, every line and every byte of the
answer is the same: lists, counts, statistics, reports, exports, search, work lists, histories,
what the tick does, what verification says, and how a guessed id is refused.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.cli.main import _run as run_line
from supervision.cli.session import Session
from supervision.domain.circular_changes import DraftCircular
from supervision.domain.clocks import Owner, Term
from supervision.domain.closed_file_changes import OpenClosedFile, ProposeGrant, Purpose
from supervision.domain.findings import OpenFinding, Responsible
from supervision.domain.kinds import KINDS
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.timekeeping import StartClock
from supervision.domain.values import OfficerId
from supervision.errors import NotFound
from supervision.ids import ALPHABET
from supervision.office import circulars, clocks, closed_files, findings
from supervision.office.acting import Acting
from supervision.office.office import Office
from supervision.office.shapes import format_of, shapes_of
from supervision.office.work import Work
from supervision.ports.store import Store
from supervision.testing.fakes import RecordingChannel
from supervision.testing.offices import small_office
from supervision_store_sql.backend import create_sqlite
from supervision_store_sql.settings import SqliteSettings, Synchronous

BECAUSE = Acting(reason="核查情况")
GUESSES = ("fil_00000000000000000000000009", "fnd_00000000000000000000000009")


class Step(NamedTuple):
    """One act: what, by a number to choose with, and in which file, or in the open."""

    act: str
    number: int
    file: int | None


class Streams:
    """Ids and salts of two sources, so that hidden acts take none of the others'."""

    def __init__(self) -> None:
        self.hidden = False
        self._open, self._closed = count(1_000), count(2**60)

    def _next(self) -> int:
        return next(self._closed if self.hidden else self._open)

    def new(self, prefix: str, at: int) -> str:
        number = self._next()
        letters = [ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(26))]
        return f"{prefix}_{''.join(letters)}"

    def salt(self, length: int) -> bytes:
        return self._next().to_bytes(length, "big")


class Made:
    """An office under way: its people, its files, and what lies in each."""

    def __init__(self, store: Store | None) -> None:
        self.small = small_office(store)
        self.streams = Streams()
        self.channel = RecordingChannel()
        parts = self.small.office.parts
        self.office = Office(
            attrs.evolve(
                parts,
                ids=self.streams,
                entropy=self.streams.salt,
                channels={"recording": self.channel},
            )
        )
        self.files: list[str] = []
        self.found: dict[str | None, list[str]] = {None: []}

    @contextmanager
    def working(self, file: str | None) -> Iterator[Work]:
        with self.office.work(self.small.head, file=file) as work:
            yield work
            work.commit()

    def do(self, step: Step) -> None:
        file = None
        self.streams.hidden = step.file is not None
        if step.file is not None:
            file = self.file(step.file)
        ACTS[step.act](self, step.number, file)
        self.streams.hidden = False

    def file(self, number: int) -> str:
        if number < len(self.files):
            return self.files[number]
        with self.office.new_file(self.small.head) as work:
            command = OpenClosedFile(
                title="密卷事项", purpose=Purpose.DISCIPLINE, approved_by=self.small.chief
            )
            self.files.append(closed_files.open_file(work, command))
            work.commit()
        self.found[self.files[-1]] = []
        return self.files[-1]

    def one(self, file: str | None, number: int) -> str | None:
        known = self.found[file]
        return known[number % len(known)] if known else None


def _find(made: Made, number: int, file: str | None) -> None:
    small = made.small
    with made.working(file) as work:
        command = OpenFinding(
            title=f"权利告知逾期{number}",
            facts="经查，情况属实。",
            department=(small.first, small.second)[number % 2],
            persons=(Responsible(officer=(small.prosecutor, small.first_head)[number % 2]),),
            case_number=f"案{number}",
        )
        made.found[file].append(findings.open_finding(work, command))


def _void(made: Made, number: int, file: str | None) -> None:
    id = made.one(file, number)
    if id is not None:
        made.found[file].remove(id)
        with made.working(file) as work:
            findings.void_finding(work, id, acting=BECAUSE)


def _circular(made: Made, number: int, file: str | None) -> None:
    id = made.one(file, number)
    with made.working(file) as work:
        drafted = DraftCircular(
            title=f"通报{number}", to=(made.small.first,), findings=(id,) if id else ()
        )
        one = circulars.draft_circular(work, drafted)
    with made.office.work(made.small.chief, file=file) as work:
        circulars.issue_circular(work, one)
        work.commit()


def _clock(made: Made, number: int, file: str | None) -> None:
    id = made.one(file, number)
    if id is not None:
        with made.working(file) as work:
            command = StartClock(
                owner=Owner(kind="finding", id=id),
                purpose="rectify",
                term=Term(
                    started_at=made.small.clock(),
                    limit=Limit(count=1 + number % 3, unit=LimitUnit.DAY),
                ),
            )
            clocks.start_clock(work, command)


def _notify(made: Made, number: int, file: str | None) -> None:
    id = made.one(file, number)
    if id is not None:
        from supervision.domain.findings import FINDING

        with made.working(file) as work:
            everybody = (made.small.inspector, made.small.chief)
            work.notify("finding.objected", FINDING, id, everybody)


def _seal(made: Made, number: int, file: str | None) -> None:
    with made.working(file) as work:
        work.seal(f"笔录{number}".encode())


def _grant(made: Made, number: int, file: str | None) -> None:
    """In a file: let a person of another department in, or end that; in the open: nothing."""
    if file is None:
        return
    officer = made.small.second_head
    with made.office.work(made.small.chief, file=file) as work:
        seen = work.view.own_file()
        assert seen is not None
        held = [one.number for one in seen.record.grants if one.holds(work.today)]
        if held:
            closed_files.end_grant(work, held[0], acting=BECAUSE)
        else:
            closed_files.propose_grant(work, ProposeGrant(officer=officer, reason="协助"))
        work.commit()
    if not held:
        with made.working(file) as work:
            seen = work.view.own_file()
            assert seen is not None
            closed_files.approve_grant(work, len(seen.record.grants))


def _ask(made: Made, number: int, file: str | None) -> None:
    """In a file: somebody asks to know; in the open: a day passes."""
    if file is None:
        made.small.clock.advance(days=1)
        return
    with made.office.new_file(made.small.second_head, prefix="acr") as work:
        closed_files.request_access(work, f"事项{number}", "办案需要")
        work.commit()


def _tick(made: Made, number: int, file: str | None) -> None:
    if file is None:
        clocks.tick(made.office, made.small.head)
    else:
        with made.office.read(made.small.chief, file, why="查阅"):
            pass


ACTS: dict[str, Callable[[Made, int, str | None], None]] = {
    "find": _find,
    "void": _void,
    "circular": _circular,
    "clock": _clock,
    "notify": _notify,
    "seal": _seal,
    "grant": _grant,
    "ask": _ask,
    "tick": _tick,
}
STEPS = st.lists(
    st.builds(
        Step,
        act=st.sampled_from([*ACTS, "find", "find"]),
        number=st.integers(0, 9),
        file=st.sampled_from([None, None, 0, 0, 1]),
    ),
    min_size=1,
    max_size=14,
)
LINES: tuple[tuple[str, ...], ...] = (
    ("todo",),
    ("finding", "list"),
    ("finding", "show", GUESSES[1]),
    ("finding", "show", "00009"),
    ("circular", "list"),
    ("inspection", "list"),
    ("find", "告知"),
    ("find", "密"),
    ("stats",),
    ("stats", "count", "circulars", "--json"),
    ("stats", "tree", "findings"),
    ("ledger", "list", "finding"),
    ("ledger", "list", "clock"),
    ("ledger", "list", "register"),
    ("ledger", "list", "circular", "--json"),
    ("ledger", "list", "closed_file"),
    ("report", "monthly", "2026-03"),
    ("report", "monthly", "2026-03", "--json"),
    ("dossier", "202", "--history"),
    ("repeats", "--by", "department", "--least", "1"),
    ("people", "list"),
    ("file", "list"),
    ("file", "show", "--in-file", GUESSES[0]),
    ("access", "requests"),
    ("history", "finding", GUESSES[1]),
    ("verify",),
    ("verify", "--json"),
    ("doctor", "--json"),
    ("tick", "--json"),
)


def told(office: Office, officer: OfficerId, folder: Path, line: tuple[str, ...]) -> str:
    """Return what a command line prints for an officer, and how it ends."""
    session = Session()
    session.use(office)
    session.claimed = officer
    session.file = folder / "office.toml"
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        code = run_line(list(line), session)
    text = out.getvalue()
    if line[0] == "doctor":  # it tells the time of the machine
        checks = json.loads(text)["checks"]
        text = str([one for one in checks if one["code"] != "clock"])
    return f"{code}\n{text}"


def seen_by(made: Made, officer: OfficerId, folder: Path) -> list[str]:
    """Return everything an officer can ask, asked."""
    office = made.office
    answers = []
    with office.read(officer) as view:
        for kind in KINDS:
            records = view.select(kind)
            answers.append(
                f"{kind.name} {records} {view.tally(kind)} {view.tally(kind, by=['id'])}"
            )
            answers += [str(view.history(kind, one.id)) for one in records]
    for guess in (*GUESSES, *made.files):
        with pytest.raises(NotFound) as caught, office.read(officer, guess):
            pass
        answers.append(str(caught.value).replace(guess, "GUESS"))
    answers += [told(office, officer, folder, line) for line in LINES]
    file = folder / "out.csv"
    told(office, officer, folder, ("ledger", "export", "finding", "--to", str(file)))
    answers.append(file.read_text("utf-8-sig") if file.exists() else "")
    file.unlink(missing_ok=True)
    answers.append(f"{office.verify()} {office.checkpoints()}")
    return answers


def compared(steps: list[Step], folder: Path, stores: tuple[Store | None, Store | None]) -> None:
    """Make the office twice and compare what is told of it."""
    with_files, without = Made(stores[0]), Made(stores[1])
    for step in steps:
        with_files.do(step)
        if step.file is None:
            without.do(step)
        elif step.act == "ask":
            pass
    without.files = ["fil_00000000000000000000000007"] * len(with_files.files)
    config = (
        '[office]\nname = "x"\nunit = "mw"\n[store]\nbackend = "memory"\n'
        '[access]\npolicy = "open-office"\n'
    )
    (folder / "office.toml").write_text(config, "utf-8")
    small = with_files.small
    for officer in (small.inspector, small.prosecutor):
        answers = zip(
            seen_by(with_files, officer, folder),
            seen_by(without, officer, folder),
            strict=True,
        )
        for mine, its in answers:
            assert mine == its
    public = [one for one in with_files.channel.messages if one.topic != "closed"]
    assert public == without.channel.messages
    assert with_files.office.verify(files=set(with_files.files)).ok


@settings(max_examples=12, deadline=None)
@given(STEPS)
def test_hidden_records_leave_no_trace(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        compared(steps, Path(folder), (None, None))


def test_hidden_records_leave_no_trace_in_a_database(tmp_path: Path) -> None:
    def store(name: str) -> Store:
        where = SqliteSettings(path=tmp_path / name, synchronous=Synchronous.NORMAL)
        return create_sqlite(where, shapes_of(KINDS), format_of(KINDS))

    steps = [
        Step(act, number, file)
        for number, act in enumerate(("find", "circular", *ACTS, "tick"))
        for file in (None, 0, 1)
    ]
    compared(steps, tmp_path, (store("a.sqlite"), store("b.sqlite")))
