"""What lies in closed files leaves no trace in the open (密卷不留痕).

An office is made twice by the same random acts, once with acts in closed files among them and
once without. Whatever an officer without a grant can ask, every line and every byte of the
answer is the same: lists, counts, statistics, reports, exports, search, work lists, histories,
what the tick does, what verification says, and how a guessed id is refused.
"""

from __future__ import annotations

import io
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import attrs
import pytest
from hidden_lines import EXCLUDED, lines, reading_commands
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.builtin.line_policy import LinePolicy
from supervision.builtin.procuratorate import procuratorate_book
from supervision.cli.main import _run as run_line
from supervision.cli.session import Session
from supervision.domain.circular_changes import DraftCircular
from supervision.domain.clocks import Owner, Term
from supervision.domain.closed_file_changes import OpenClosedFile, ProposeGrant, Purpose
from supervision.domain.destructions import Ground
from supervision.domain.finding_changes import CorrectFinding
from supervision.domain.findings import OpenFinding, Responsible
from supervision.domain.holds import HoldScope, PlaceHold
from supervision.domain.inspections import BeginInspection, Openness
from supervision.domain.item_commands import ProposeItem
from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.marks import is_open
from supervision.domain.recusals import AskRecusal, RecusalGround
from supervision.domain.references import Reference
from supervision.domain.timekeeping import StartClock
from supervision.domain.values import OfficerId
from supervision.errors import NotFound, Refused
from supervision.ids import ALPHABET
from supervision.journal.entry import Header
from supervision.office import (
    attachments,
    circulars,
    clocks,
    closed_files,
    destructions,
    findings,
    holds,
    inspections,
    items,
    recusals,
)
from supervision.office.acting import Acting
from supervision.office.attachments import AttachedTo
from supervision.office.office import Office
from supervision.office.shapes import format_of, shapes_of
from supervision.office.work import Work
from supervision.plugins.hooks import Implementation
from supervision.ports.notify import Message
from supervision.ports.store import Store
from supervision.testing.fakes import RecordingChannel
from supervision.testing.offices import small_office
from supervision_store_sql.backend import create_sqlite
from supervision_store_sql.settings import SqliteSettings, Synchronous

BECAUSE = Acting(reason="核查情况")
BY_LINES = LinePolicy(procuratorate_book(), frozenset(KINDS_BY_NAME))
MASKED = {"officer", "informer"}


class Step(NamedTuple):
    """One act: what, by a number to choose with, and in which file, or in the open."""

    act: str
    number: int
    file: int | None


class Streams:
    """Ids and salts of two sources, so that hidden acts take none of the others'."""

    def __init__(self) -> None:
        self.hidden = False
        self._open: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(1_000))
        self._closed = count(2**60)

    def _next(self, of: str) -> int:
        return next(self._closed if self.hidden else self._open[of])

    def new(self, prefix: str, at: int) -> str:
        number = self._next(prefix)
        letters = [ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(26))]
        return f"{prefix}_{''.join(letters)}"

    def salt(self, length: int) -> bytes:
        return self._next("salt").to_bytes(length, "big")


class Made:
    """An office under way: its people, its files, and what lies in each."""

    def __init__(self, store: Store | None) -> None:
        self.small = small_office(store)
        self.streams = Streams()
        self.channel = RecordingChannel()
        self.headers: list[Header] = []
        parts = self.small.office.parts
        watching = Implementation(
            provenance=parts.host.plugins[0],
            hook="supervision_committed",
            function=self._keep,
            arguments=("headers",),
        )
        self.office = Office(
            attrs.evolve(
                parts,
                ids=self.streams,
                entropy=self.streams.salt,
                channels={"recording": self.channel},
                host=attrs.evolve(parts.host, observers=(watching,)),
            )
        )
        self.files: list[str] = []
        self.items: list[str] = []
        self.refusals: list[str] = []
        self.found: dict[str | None, list[str]] = {None: []}

    def _keep(self, headers: tuple[Header, ...]) -> None:
        self.headers += headers

    @contextmanager
    def working(self, file: str | None) -> Iterator[Work]:
        with self.office.work(self.small.head, file=file) as work:
            yield work
            work.commit()

    def answered(
        self, file: str | None, act: Callable[[Work], object], *, by: OfficerId | None = None
    ) -> None:
        """Do what may be refused; keep the answer given in the open."""
        try:
            with self.office.work(by or self.small.head, file=file) as work:
                act(work)
                work.commit()
        except Refused as refused:
            if file is None:
                self.refusals.append(str(refused))

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

    def under(self, by_lines: bool) -> Office:
        """Return the office as it is, or under the policy of lines."""
        if not by_lines:
            return self.office
        return Office(attrs.evolve(self.office.parts, policy=BY_LINES))

    def told_openly(self) -> list[Message]:
        """Return what was sent in the open; ids of messages are random, and no record's."""
        sent = [one for one in self.channel.messages if one.topic != "closed"]
        return [attrs.evolve(one, id="") for one in sent]

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


def _item(made: Made, number: int, file: str | None) -> None:
    with made.working(file) as work:
        command = ProposeItem(title=f"作风督察{number}", kind="item.style", lead=made.small.first)
        id = items.propose(work, command)
    if file is None:
        made.items.append(id)


def _inspect(made: Made, number: int, file: str | None) -> None:
    """In a file: covertly; in the open: openly."""
    with made.working(file) as work:
        command = BeginInspection(
            theme=f"检查{number % 2}",
            kind="files",
            inspectors=(made.small.head, made.small.inspector),
            departments=(made.small.first,),
            openness=Openness.OPEN if file is None else Openness.COVERT,
        )
        inspections.begin_inspection(work, command)


def _attach(made: Made, number: int, file: str | None) -> None:
    id = made.one(file, number)
    if id is not None:
        with made.working(file) as work:
            owner = AttachedTo(kind="finding", id=id)
            attachments.add_attachment(work, owner, f"材料{number}", "a.txt", "笔录".encode())


def _recuse(made: Made, number: int, file: str | None) -> None:
    """Somebody keeps out: of a record, in the file even of one in the open."""
    id = made.one(file if number % 2 else None, number)
    if id is not None:
        asked = AskRecusal(
            officer=made.small.inspector,
            about=Reference(kind="finding", id=id),
            ground=RecusalGround.INTEREST,
        )
        made.answered(
            file,
            lambda work: recusals.order_recusal(work, asked, acting=BECAUSE),
            by=made.small.chief,
        )


def _hold(made: Made, number: int, file: str | None) -> None:
    """Something is kept: in the file even a record in the open, or a case."""
    id = made.one(None, number)
    with made.working(file) as work:
        if id is None or number % 2:
            case = f"案{number}"
            asked = PlaceHold(scope=HoldScope.CASE, ordered_by="检察长", case_number=case)
        else:
            about = Reference(kind="finding", id=id)
            asked = PlaceHold(scope=HoldScope.RECORD, ordered_by="检察长", about=about)
        holds.place_hold(work, asked, acting=BECAUSE)


def _destroy(made: Made, number: int, file: str | None) -> None:
    """Propose to destroy evidence; whether a hold keeps it is told in the answer."""
    id = made.one(file, number)
    if id is not None:
        line = (("finding", id, "evidence"),)
        made.answered(
            file,
            lambda work: destructions.propose_destruction(
                work, Ground.PERSONAL, line, acting=BECAUSE
            ),
        )


def _verify(made: Made, number: int, file: str | None) -> None:
    """Let the inspector act; whether a recusal keeps him out is told in the answer."""
    id = made.one(file, number)
    if id is not None and file is None:
        right = CorrectFinding(title="更正")
        made.answered(
            None,
            lambda work: findings.correct_finding(work, id, right, acting=BECAUSE),
            by=made.small.inspector,
        )


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
    "item": _item,
    "inspect": _inspect,
    "attach": _attach,
    "recuse": _recuse,
    "hold": _hold,
    "destroy": _destroy,
    "verify": _verify,
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


def told_files(folder: Path) -> str:
    """Return what a line wrote besides, and clear it away."""
    found = sorted(one for one in folder.rglob("*") if one.is_file() and one.suffix != ".toml")
    text = "".join(f"{one.relative_to(folder)} {one.read_bytes()!r}\n" for one in found)
    for one in folder.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
        elif one.suffix != ".toml":
            one.unlink()
    return text


def hidden_in(made: Made) -> dict[str, str]:
    """Return an id by kind: one that lies in a file, else one that never was."""
    found = {}
    with made.office.store.begin() as transaction:
        for kind in KINDS:
            rows = (row.id for row in transaction.scan(kind.name) if not is_open(row.file))
            found[kind.name] = next(rows, f"{kind.prefix}_{'0' * 25}9")
    return found


def seen_by(
    made: Made, office: Office, officer: OfficerId, folder: Path, guesses: dict[str, str]
) -> list[str]:
    """Return everything an officer can ask, asked."""
    answers = []
    with office.read(officer) as view:
        for kind in KINDS:
            records = view.select(kind)
            answers.append(
                f"{kind.name} {records} {view.tally(kind)} {view.tally(kind, by=['id'])}"
            )
            if kind.name not in MASKED:
                answers += [str(view.history(kind, one.id)) for one in records]
    for guess in {*guesses.values()}:
        with pytest.raises(NotFound) as caught, office.read(officer, guess):
            pass
        answers.append(str(caught.value))
    item = made.items[0] if made.items else guesses["item"]
    places = {**guesses, "folder": str(folder), "open item": item}
    for line in lines():
        asked = tuple(word.format_map(places) for word in line)
        answers.append(f"{' '.join(asked)}\n{told(office, officer, folder, asked)}")
        answers.append(told_files(folder))
    answers.append(f"{office.verify()} {office.checkpoints()}")
    return answers


def compared(steps: list[Step], folder: Path, stores: tuple[Store | None, Store | None]) -> None:
    """Make the office twice and compare what is told of it."""
    with_files, without = Made(stores[0]), Made(stores[1])
    for step in steps:
        with_files.do(step)
        if step.file is None:
            without.do(step)
    config = (
        '[office]\nname = "x"\nunit = "mw"\n[store]\nbackend = "memory"\n'
        '[access]\npolicy = "open-office"\n'
    )
    (folder / "office.toml").write_text(config, "utf-8")
    for made in (with_files, without):
        made.small.clock.advance(days=31)
    guesses = hidden_in(with_files)
    small = with_files.small
    for by_lines, officer in (
        (False, small.inspector),
        (True, small.inspector),
        (True, small.prosecutor),
    ):
        answers = zip(
            seen_by(with_files, with_files.under(by_lines), officer, folder, guesses),
            seen_by(without, without.under(by_lines), officer, folder, guesses),
            strict=True,
        )
        for mine, its in answers:
            assert mine == its
    assert with_files.told_openly() == without.told_openly()
    assert with_files.refusals == without.refusals
    assert with_files.headers == without.headers
    assert with_files.office.verify(files=set(with_files.files)).ok


def test_every_command_that_reads_is_asked() -> None:
    assert list(lines())
    known = reading_commands()
    assert set(EXCLUDED) <= set(known), "what is excluded is a command that reads"


@settings(max_examples=8, deadline=None)
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
    asked = tmp_path / "asked"
    asked.mkdir()
    with closing(store("a.sqlite")) as one, closing(store("b.sqlite")) as other:
        compared(steps, asked, (one, other))
