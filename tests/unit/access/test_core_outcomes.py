"""What the office answers, for every act: closed files, recusals, the lines; and it writes nothing.

The acts are those of the committed table, so one that is added is asked here without a test of
its own. They are staged with changes made of their declarations: whatever is refused is refused
before a decision has read the record.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import permission_matrix as matrix
import pytest
from making import made

from supervision.builtin.line_policy import LinePolicy
from supervision.builtin.memory_store import MemoryStore
from supervision.builtin.procuratorate import procuratorate_book
from supervision.domain.accounts import ACCOUNT
from supervision.domain.acts import Act
from supervision.domain.departments import DepartmentKind, RegisterDepartment
from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.domain.marks import OPEN
from supervision.domain.officers import OFFICER, Category
from supervision.domain.policies import SEE
from supervision.domain.post_separation import THREE_OFFICERS
from supervision.domain.posts import Post, Role
from supervision.domain.records import Record, RecordKind
from supervision.domain.recusals import RECUSAL, Recusal, RecusalState
from supervision.domain.references import Reference
from supervision.domain.scopes import OWNED
from supervision.domain.values import OfficerId
from supervision.errors import Refused, SupervisionError
from supervision.journal.entry import open_chain
from supervision.office import accounts, people
from supervision.office.accounts import FirstOfficer
from supervision.office.office import Office
from supervision.office.opening import FORMAT, SHAPES
from supervision.office.shapes import row_of, shapes_of
from supervision.office.staging import OPEN_ONLY
from supervision.office.work import Work
from supervision.ports.store import Store, Write
from supervision.testing.offices import SmallOffice, small_office
from supervision_store_sql.backend import create_sqlite
from supervision_store_sql.settings import SqliteSettings

HIDDEN = "fil_0000000000000000000000HDDN"
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")
BUSINESS = tuple(kind for kind in KINDS if not kind.closed)
ROLES = tuple(Role)


def id_of(kind: RecordKind[Any], end: str) -> str:
    return f"{kind.prefix}_{end:0>26}"


@cache
def changes_of(kind: RecordKind[Any]) -> Mapping[str, tuple[Record, object]]:
    """Return for every act a change, and a record it can happen to."""
    record = matrix.records()[kind.name]
    act = Act(by=OfficerId("off_machine"), on=dt.date(2026, 3, 2))
    given = {"id": record.id, "unit": record.unit, "index": 0, "act": act}
    changes = {change.tag: made(change.cls, **given) for change in kind.changes}
    later = (evolved(kind, record, change) for change in changes.values())
    found: list[Record] = [record, *(after for after in later if after is not None)]
    return {
        tag: (next(one for one in found if evolved(kind, one, change) is not None), change)
        for tag, change in changes.items()
    }


def evolved(kind: RecordKind[Any], record: Record | None, change: object) -> Record | None:
    try:
        return kind.evolve(record, change)
    except (IndexError, SupervisionError):
        return None


def by_actor(change: Any, officer: OfficerId) -> Any:
    """Return the change as an act of the officer himself, if it is an act."""
    if isinstance(getattr(change, "act", None), Act):
        return attrs.evolve(change, act=Act(by=officer, on=dt.date(2026, 3, 2)))
    return change


# ---------------------------------------------------------------------------- the places


class Counting:
    """Counts what is written: the statements of SQLite, the calls of the store in memory."""

    def __init__(self) -> None:
        self.writes = 0

    def statement(self, sql: str) -> None:
        self.writes += sql.lstrip().upper().startswith(WRITING)

    def store(self, name: str, folder: Path, patch: pytest.MonkeyPatch) -> Store:
        if name == "memory":
            return self._memory()
        connect = sqlite3.connect

        def traced(*args: Any, **more: Any) -> sqlite3.Connection:
            connection = connect(*args, **more)
            connection.set_trace_callback(self.statement)
            return connection

        patch.setattr(sqlite3, "connect", traced)
        return create_sqlite(SqliteSettings(path=folder / "office.sqlite"), SHAPES, FORMAT)

    def _memory(self) -> Store:
        store = MemoryStore(shapes_of(KINDS))
        begin: Callable[..., Any] = store.begin

        def counted(**more: Any) -> Any:
            transaction = begin(**more)
            for name in ("write", "append", "put_blob", "erase_blob", "refile"):
                setattr(transaction, name, self._counted(getattr(transaction, name)))
            return transaction

        store.begin = counted
        return store

    def _counted(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            self.writes += 1
            return inner(*args, **more)

        return call


@attrs.frozen(kw_only=True)
class Town:
    """An office under the lines, an officer of each role, and every record open and hidden."""

    small: SmallOffice
    officers: Mapping[Role, OfficerId]
    counting: Counting


def appointed(small: SmallOffice) -> Mapping[Role, OfficerId]:
    officers: dict[Role, OfficerId] = {}
    with small.office.work(small.head) as work:
        opened = RegisterDepartment(code="far", name="远处", kind=DepartmentKind.BUSINESS)
        far = people.register_department(work, opened)
        for number, role in enumerate(ROLES):
            one = people.register_officer(work, f"9{number:02}", f"人{number}", Category.PROSECUTOR)
            officers[role] = OfficerId(one)
            if role not in THREE_OFFICERS:
                elsewhere = far if role in (Role.HEAD, Role.DEPUTY_HEAD) else None
                post = Post(
                    role=role, unit=small.unit, department=elsewhere, from_=dt.date(2020, 1, 1)
                )
                people.take_post(work, one, post)
        three = {
            role: FirstOfficer(officer=officers[role], login=role.value) for role in THREE_OFFICERS
        }
        accounts.found_three_officers(work, three)
        work.commit()
    return officers


def records() -> Iterator[tuple[RecordKind[Any], str, Record]]:
    """Yield a record for each act in the open, and one of each kind in a hidden file."""
    for kind in BUSINESS:
        for number, (record, _) in enumerate(changes_of(kind).values()):
            yield kind, OPEN, attrs.evolve(record, id=id_of(kind, f"N{number}"))
        if kind.name not in OPEN_ONLY:
            yield kind, HIDDEN, attrs.evolve(matrix.records()[kind.name], id=id_of(kind, "HDDN"))


def kept_out(officer: OfficerId, kind: RecordKind[Any], id: str) -> Recusal:
    about = Reference(kind=kind.name, id=id)
    return made(
        Recusal,
        id=f"rcs_{officer[-8:]}{id[-4:]}{kind.prefix}".ljust(30, "0"),
        unit=matrix.records()[kind.name].unit,
        officer=officer,
        about=about,
        state=RecusalState.GRANTED,
        since=dt.date(2020, 1, 1),
    )


def town(name: str, folder: Path, patch: pytest.MonkeyPatch, *, recused: bool) -> Town:
    counting = Counting()
    small = small_office(counting.store(name, folder, patch))
    officers = appointed(small)
    path = small.office.path
    rows = [row_of(kind, record, 1, path, file) for kind, file, record in records()]
    if recused:
        rows += [
            row_of(RECUSAL, kept_out(officer, kind, record.id), 1, path, OPEN)
            for kind, file, record in records()
            if file == OPEN
            for officer in officers.values()
        ]
    with small.office.store.begin(write=[open_chain(small.unit)]) as transaction:
        transaction.write([Write(row=row, expected=0) for row in rows])
        transaction.commit()
    policy = LinePolicy(procuratorate_book(), frozenset(KINDS_BY_NAME))
    office = Office(attrs.evolve(small.office.parts, policy=policy))
    small = attrs.evolve(small, office=office)
    return Town(small=small, officers=officers, counting=counting)


@pytest.fixture(scope="module", params=["memory", "sqlite"])
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    with pytest.MonkeyPatch.context() as patch:
        made_here = town(request.param, tmp_path_factory.mktemp("free"), patch, recused=False)
        with made_here.small.office:
            yield made_here


@pytest.fixture(scope="module", params=["memory", "sqlite"])
def recusing(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    with pytest.MonkeyPatch.context() as patch:
        made_here = town(request.param, tmp_path_factory.mktemp("recused"), patch, recused=True)
        with made_here.small.office:
            yield made_here


def answer(act: Callable[[], object]) -> tuple[str, Mapping[str, object]]:
    """Return the code of what refuses, with its details but for the id; nothing if done."""
    try:
        act()
    except SupervisionError as error:
        return error.code, {key: one for key, one in error.details.items() if key != "id"}
    return "", {}


def rows_of(kind: RecordKind[Any]) -> dict[str, dict[str, str]]:
    return {row["act"]: row for row in matrix.committed() if row["act"].startswith(f"{kind.name}.")}


# ---------------------------------------------------------------------------- what is answered


@pytest.mark.parametrize(
    "kind", [one for one in BUSINESS if one.name not in OPEN_ONLY], ids=lambda one: one.name
)
def test_what_lies_in_a_file_answers_like_what_never_was(
    place: Town, kind: RecordKind[Any]
) -> None:
    hidden, never = id_of(kind, "HDDN"), id_of(kind, "NEVR")
    before = place.counting.writes
    for officer in place.officers.values():
        with place.small.office.work(officer) as work:
            told = [answer(lambda id=id: work.load(kind, id)) for id in (hidden, never)]
            assert told == [("record.not_found", {"kind": kind.name})] * 2
            assert work.view.find(kind, hidden) is None
            for tag, (_, change) in changes_of(kind).items():
                assert rows_of(kind)[tag]["closed"] == "not_found"
                if evolved(kind, None, change) is None:
                    stage = [
                        answer(lambda id=id, one=change: work.stage(kind, id, [one]))
                        for id in (hidden, never)
                    ]
                    assert stage[0] == stage[1]
                    assert stage[0][0], tag
    assert place.counting.writes == before


@pytest.mark.parametrize(
    "kind", [one for one in BUSINESS if one.name in OPEN_ONLY], ids=lambda one: one.name
)
def test_what_lies_in_no_file_is_refused_in_one(kind: RecordKind[Any]) -> None:
    small = small_office()
    for tag, (_, change) in changes_of(kind).items():
        assert rows_of(kind)[tag]["closed"] == "only_open"
        with small.office.new_file(small.head) as work, pytest.raises(Refused) as caught:
            work.stage(kind, id_of(kind, "NEVR"), [change], new=True)
        assert caught.value.code == "work.only_open"


def asked(work: Work, kind: RecordKind[Any], number: int, change: object) -> str:
    """Load a record and stage a change of it, as every office function does."""
    id = id_of(kind, f"N{number}")

    def act() -> None:
        work.load(kind, id)
        work.stage(kind, id, [by_actor(change, work.actor.id)])

    return answer(act)[0]


@pytest.mark.parametrize("kind", BUSINESS, ids=lambda one: one.name)
def test_a_recusal_forbids_what_the_table_says(recusing: Town, kind: RecordKind[Any]) -> None:
    rows, before = rows_of(kind), recusing.counting.writes
    for role, officer in recusing.officers.items():
        with recusing.small.office.work(officer) as work:
            for number, (tag, (_, change)) in enumerate(changes_of(kind).items()):
                told = asked(work, kind, number, change)
                if told != "record.not_found":
                    forbidden = told == "separation.recused"
                    assert forbidden is (rows[tag]["recused"] == "refused"), (role, tag, told)
                else:
                    assert kind.name in OWNED or "u" not in rows[f"{kind.name}.see"][role.value]
    assert recusing.counting.writes == before


@pytest.mark.parametrize(
    "kind", [one for one in BUSINESS if one.name not in OWNED], ids=lambda one: one.name
)
def test_the_office_does_what_the_table_says(place: Town, kind: RecordKind[Any]) -> None:
    rows, before = rows_of(kind), place.counting.writes
    for role, officer in place.officers.items():
        with place.small.office.work(officer) as work:
            for number, (tag, (_, change)) in enumerate(changes_of(kind).items()):
                told = asked(work, kind, number, change)
                seen, done = ("u" in rows[one][role.value] for one in (f"{kind.name}.{SEE}", tag))
                expected = "" if done else "access.refused"
                assert told == (expected if seen else "record.not_found"), (role, tag)
    assert place.counting.writes == before


def test_what_is_done_is_counted(place: Town) -> None:
    before = place.counting.writes
    with place.small.office.work(place.officers[Role.SYSTEM_ADMIN]) as work:
        people.register_officer(work, "999", "新人", Category.PROSECUTOR)
        work.commit()
    assert place.counting.writes > before


def test_no_officer_here_has_more_than_one_role(place: Town) -> None:
    with place.small.office.read(place.officers[Role.AUDITOR]) as view:
        held = Counter(len(view.get(OFFICER, officer).posts) for officer in place.officers.values())
        assert set(held) == {1}
        assert len(view.select(ACCOUNT)) == len(THREE_OFFICERS) + len(changes_of(ACCOUNT))


def test_every_act_is_asked() -> None:
    asked_here = {tag for kind in BUSINESS for tag in changes_of(kind)}
    closed = {change.tag for kind in KINDS if kind.closed for change in kind.changes}
    assert asked_here | closed == {one["act"] for one in matrix.committed()} - {
        *matrix.ASKED,
        *(f"{kind.name}.{SEE}" for kind in KINDS),
    }
