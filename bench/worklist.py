"""Row `worklist` (待办列表): a page of 50 claimed findings of one's own department, soonest due first.

Each request is a whole one: a reading begins, the officer is recognised, the policy is asked,
the query translated and sent, 50 lines are made of what comes: what `supervision finding list`
shows. The policies are real ones: one shows an officer the findings of his departments and
nobody else's, the other is `procuratorate`. The peer sends the same question as SQL written by
hand, what one may know a condition of it, and fetches the same columns; it makes nothing of them.
The rows `records` fetch and decode 50 whole records instead, beside SQL that fetches their texts.

A person is named in forty findings however large the office, since who handles cases errs at a
rate of his own; the larger office has more people. Heads are among them.

Pages begin at days drawn by lot, in all departments, each with an office that remembers nothing;
`again` asks once more for the page just read, as people do.
"""

from __future__ import annotations

import datetime as dt
import gc
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import attrs

from bench.rows import Measured, Size
from bench.sample_office import FACTS, PLAN, STORE, UNIT, founded, opened
from bench.timing import percentile
from supervision.builtin.line_policy import LinePolicy
from supervision.builtin.procuratorate import procuratorate_book
from supervision.codec import line_fields
from supervision.domain.departments import department_id
from supervision.domain.findings import (
    FINDING,
    Claim,
    Finding,
    FindingState,
    Rectification,
    Responsible,
    Source,
)
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.officers import Category, officer_id
from supervision.domain.posts import Post, Role
from supervision.domain.records import Record
from supervision.domain.values import DepartmentId, OfficerId
from supervision.journal.entry import open_chain
from supervision.office.finding_lines import FindingLine
from supervision.office.office import Office
from supervision.office.people import register_officer, take_post
from supervision.office.shapes import row_of
from supervision.ports.access import Actor, Permission, Policy
from supervision.ports.query import And, Before, Eq, Everything, In, Not, Order, Predicate
from supervision.ports.store import Write

__all__ = [
    "DEPARTMENTS",
    "FINDINGS",
    "INSPECTOR",
    "PROCURATORATE",
    "department_of",
    "filled",
    "officer_of",
    "worklist",
]

FINDINGS = {Size.FULL: (10_000, 1_000_000), Size.SMALL: (10_000, 40_000)}
# Even the small office has more than a page of every department's, or the pages would grow too.
_REQUESTS = {Size.FULL: 400, Size.SMALL: 50}
_ROUNDS = {Size.FULL: 7, Size.SMALL: 2}
DEPARTMENTS = 20
_PAGE = 50
_FIRST = dt.date(2022, 1, 1)
_DAYS = 1_500  # over which the findings fall due; pages begin within the first half
_NAMED = 40  # findings that name one person, however large the office
_CLAIMED = 30  # of a hundred; the others are closed
_BOUND = 300
_FLAT_BOUND = 150
_HEAD = officer_id(UNIT, "102")
_RECORD = "id, version, body"
_LINE = ", ".join("id" if name == "id" else f"f_{name}" for name in line_fields(FindingLine))
_SQL = (
    f"SELECT {_LINE} FROM sv_row_finding"
    " WHERE f_department = :department AND f_state = 'claimed' AND f_due_on >= :since"
    " ORDER BY f_due_on, id LIMIT 50"
)

PROCURATORATE = LinePolicy(procuratorate_book(), frozenset(KINDS_BY_NAME))
_OF_HEAD = (
    f"SELECT {_LINE} FROM sv_row_finding"
    " WHERE unit = :unit AND (f_department = :department OR f_assignee = :officer"
    " OR id IN (SELECT id FROM sv_many_finding"
    " WHERE field = 'officers' AND value = :officer)"
    " OR id IN (SELECT id FROM sv_many_finding"
    " WHERE field = 'concerned' AND value = :officer))"
    " AND f_state = 'claimed' AND f_due_on >= :since ORDER BY f_due_on, id LIMIT 50"
)
_OF_INSPECTOR = (
    f"SELECT {_LINE} FROM sv_row_finding"
    " WHERE (path = '/fj/fz/mw' OR path >= '/fj/fz/mw/' AND path < '/fj/fz/mw0')"
    " AND f_state = 'claimed' AND f_due_on >= :since ORDER BY f_due_on, id LIMIT 50"
)
INSPECTOR = officer_id(UNIT, "800")


class OwnDepartments:
    """Shows an officer the findings of his own departments (本部门可见)."""

    def visible(self, actor: Actor, kind: str) -> Predicate:
        if kind == FINDING.name:
            return In("department", tuple(actor.departments))
        return Everything

    def permits(self, actor: Actor, act: str, record: Record | None) -> Permission:  # noqa: ARG002  # the person alone decides
        return Permission(granted=actor.known)


class _Request(NamedTuple):
    officer: OfficerId
    department: DepartmentId
    since: str


def department_of(number: int) -> DepartmentId:
    return department_id(UNIT, f"w{number}")


def officer_of(number: int) -> OfficerId:
    return officer_id(UNIT, f"9{number:02}")


def _finding(number: int, count: int, chance: random.Random) -> Finding:
    claimed = chance.randrange(100) < _CLAIMED
    due = _FIRST + dt.timedelta(days=chance.randrange(_DAYS))
    handler = chance.randrange(count // _NAMED)
    officer = officer_of(handler)
    on = due - dt.timedelta(days=30)
    return Finding(
        id=f"fnd_{number:026}",
        unit=UNIT,
        title=f"权利告知逾期 {number}",
        source=Source.MONITORING,
        found_on=on,
        state=FindingState.CLAIMED if claimed else FindingState.CLOSED,
        facts=FACTS,
        department=department_of(handler % DEPARTMENTS),
        persons=(Responsible(officer=officer),),
        basis=("bas_1",),
        case_number=f"闽马检刑诉受〔2026〕{number}号",
        claim=Claim(by=officer, on=on, mode=Rectification.BY_DATE, plan=PLAN, due_on=due),
        assignee=officer,
        closed_on=None if claimed else due,
    )


def filled(folder: Path, count: int) -> None:
    founded(folder)
    chance = random.Random(count)
    with opened(folder) as office:
        with office.work(_HEAD) as work:
            for number in range(DEPARTMENTS):
                officer = register_officer(
                    work, f"9{number:02}", f"人员{number}", Category.PROSECUTOR
                )
                post = Post(
                    role=Role.HEAD,
                    unit=UNIT,
                    department=department_of(number),
                    from_=dt.date(2020, 1, 1),
                )
                take_post(work, officer, post)
            inspector = register_officer(work, "800", "督察", Category.PROSECUTOR)
            since = dt.date(2020, 1, 1)
            take_post(work, inspector, Post(role=Role.INSPECTOR, unit=UNIT, from_=since))
            work.commit()
        numbers = iter(range(count))
        while following := list(islice(numbers, 5_000)):
            with office.store.begin(write=[open_chain(UNIT)]) as transaction:
                rows = (
                    row_of(FINDING, _finding(n, count, chance), 1, "/fj/fz/mw") for n in following
                )
                transaction.write([Write(row=row, expected=0) for row in rows])
                transaction.append([])
                transaction.commit()


class _Sides:
    """Asks both sides the same (双方)."""

    def __init__(
        self,
        office: Office,
        connection: sqlite3.Connection,
        policy: Policy | None = None,
        sql: str = _SQL,
        *,
        records: bool = False,
    ) -> None:
        self._parts = attrs.evolve(office.parts, policy=policy or OwnDepartments())
        self._connection = connection
        self._sql = sql.replace(_LINE, _RECORD) if records else sql
        self._records = records

    def ours(self, request: _Request) -> Callable[[], list[str]]:
        """Return the request to an office that remembers nothing; called again, it does."""
        office = Office(self._parts)
        where = And((Eq("state", "claimed"), Not(Before("due_on", request.since))))
        order = (Order("due_on"),)

        def ask() -> list[str]:
            with office.read(request.officer) as view:
                if self._records:
                    return [one.id for one in view.select(FINDING, where, order, limit=_PAGE)]
                lines, _ = view.lines(FINDING, FindingLine, where, order, limit=_PAGE)
            return [one.id for one in lines]

        return ask

    def peer(self, request: _Request) -> Callable[[], list[str]]:
        """Return the request by hand."""

        def ask() -> list[str]:
            asked = {"unit": UNIT, **request._asdict()}
            cursor = self._connection.execute(self._sql, asked)
            return [row[0] for row in cursor.fetchall()]

        return ask


class _Round(NamedTuple):
    """Nanoseconds of each request of a round; `processor` is that of `ours`."""

    ours: list[int]
    again: list[int]
    peer: list[int]
    processor: list[int]


def _timed(
    ask: Callable[[], list[str]], into: list[int], processor: list[int] | None = None
) -> list[str]:
    begun, used = time.perf_counter_ns(), time.process_time_ns()
    found = ask()
    if processor is not None:
        processor.append(time.process_time_ns() - used)
    into.append(time.perf_counter_ns() - begun)
    return found


def _round(
    sides: _Sides, chance: random.Random, count: int, officer: OfficerId | None = None
) -> _Round:
    gc.collect()
    times = _Round([], [], [], [])
    for turn in range(count):
        number = chance.randrange(DEPARTMENTS)
        since = _FIRST + dt.timedelta(days=chance.randrange(_DAYS // 2))
        who = officer or officer_of(number)
        request = _Request(who, department_of(number), since.isoformat())
        ours, peer = sides.ours(request), sides.peer(request)
        if turn % 2:
            expected = _timed(peer, times.peer)
            found = _timed(ours, times.ours, times.processor)
        else:
            found = _timed(ours, times.ours, times.processor)
            expected = _timed(peer, times.peer)
        if not found == expected == _timed(ours, times.again):
            raise AssertionError(request)
    return times


def _asked(count: int, size: Size) -> dict[str, list[_Round]]:
    """Return the rounds of the plain policy, and of `procuratorate` for a head and an inspector.

    The inspector's are of whole records as well.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place) / "office"
        filled(folder, count)
        with opened(folder) as office, closing(sqlite3.connect(folder / STORE)) as connection:
            found: dict[str, list[_Round]] = {}
            for name, sides, officer in (
                ("", _Sides(office, connection), None),
                ("head", _Sides(office, connection, PROCURATORATE, _OF_HEAD), None),
                (
                    "inspector",
                    _Sides(office, connection, PROCURATORATE, _OF_INSPECTOR),
                    INSPECTOR,
                ),
                (
                    "records",
                    _Sides(office, connection, PROCURATORATE, _OF_INSPECTOR, records=True),
                    INSPECTOR,
                ),
            ):
                chance = random.Random(7)
                _round(sides, chance, 10, officer)  # statements are compiled, files are opened
                found[name] = [
                    _round(sides, chance, _REQUESTS[size], officer) for _ in range(_ROUNDS[size])
                ]
            return found


def worklist(size: Size) -> Sequence[Measured]:
    """Measure the slowest requests beside the SQL, and the usual ones as the store grows."""
    found = []
    usual: dict[str, list[list[int]]] = {"": [], "head": [], "inspector": []}
    for count in FINDINGS[size]:
        asked = _asked(count, size)
        for name, times in usual.items():
            times.append([percentile(one.processor, 50) for one in asked[name]])
        # The goal is set for the large office; beside the small one stands how it has grown.
        allowed = _BOUND if count == FINDINGS[size][-1] else 0
        for name, what, rounds, bound in (
            ("", "first asked", asked[""], allowed),
            (" again", "asked again", asked[""], allowed),
            (" procuratorate head", "of a head, first asked", asked["head"], allowed),
            (
                " procuratorate inspector",
                "of an inspector, first asked",
                asked["inspector"],
                allowed,
            ),
            (" procuratorate records", "of an inspector, whole records", asked["records"], 0),
        ):
            taken = [one.again if name == " again" else one.ours for one in rounds]
            ours, peer = (
                [percentile(times, 99) for times in side]
                for side in (taken, [one.peer for one in rounds])
            )
            found.append(
                Measured(
                    name=f"worklist {count}{name}",
                    what=f"p99 of a page of 50, {what}",
                    against="p99 of the same SQL by hand",
                    ours=min(ours),
                    peer=min(peer),
                    bound=bound,
                    notes={
                        "p50 µs": _p50(taken) + " ÷ " + _p50([one.peer for one in rounds]),
                        "rounds": len(rounds),
                    },
                    ours_median=percentile(ours, 50),
                    peer_median=percentile(peer, 50),
                )
            )
    least, most = FINDINGS[size][0], FINDINGS[size][-1]
    for name, (before, after) in usual.items():
        found.append(
            Measured(
                name=f"worklist growth {name}".rstrip(),
                what=f"p50 of a page among {most}, of the processor's time",
                against=f"p50 among {least}",
                ours=min(after),
                peer=min(before),
                bound=_FLAT_BOUND,
                notes={},
                ours_median=percentile(after, 50),
                peer_median=percentile(before, 50),
            )
        )
    return found


def _p50(rounds: Sequence[Sequence[int]]) -> str:
    return f"{min(percentile(times, 50) for times in rounds) / 1000:.0f}"
