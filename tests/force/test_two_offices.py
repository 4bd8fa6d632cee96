"""Two offices live in one process at once, unlike in every setting: nothing leaks."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import attrs
import pytest

from supervision import create_office, open_office
from supervision.codec import decode
from supervision.domain.departments import DepartmentKind, RegisterDepartment
from supervision.domain.findings import FINDING, OpenFinding
from supervision.domain.measures import MEASURE, IssueMeasure, Service
from supervision.domain.officers import Category
from supervision.domain.posts import Post, Role
from supervision.domain.units import RegisterUnit
from supervision.domain.values import OFFICE_ZONE, DepartmentId, Extra, ExtraType, OfficerId, UnitId
from supervision.errors import AccessDenied, NotFound, PluginError, Refused
from supervision.messages import render_error
from supervision.office import findings, measures, people
from supervision.office.imports import import_cases
from supervision.office.office import Office
from supervision.office.shapes import MESSAGE_SHAPE
from supervision.ports.notify import Message
from supervision.testing import FixedClock
from supervision.testing.workers import run_threads

ROUNDS = 40
FAR = dt.datetime(2031, 1, 2, 9, tzinfo=OFFICE_ZONE)

FIRST = """
[office]
name = "马尾院检务督察办公室"
unit = "mw"
language = "zh"
[plugins]
enable = ["store-sql", "cases-table", "force_watching.first"]
[store]
backend = "sqlite"
path = "office.sqlite"
[cases]
backend = "sqlite"
path = "cases.sqlite"
[access]
policy = "open-office"
[journal]
digest = "sha256"
[channels.file]
folder = "out"
[[series]]
name = "notice"
prefix = "马检督整"
[[fields.finding]]
name = "project"
type = "text"
label = "项目编号"
required = true
since = 2020-01-01
"""
SECOND = """
[office]
name = "Cangshan supervision"
unit = "ca"
language = "en"
[plugins]
enable = ["store-sql", "force_watching.second"]
[store]
backend = "sqlite"
path = "office.sqlite"
[access]
policy = "open-office"
[journal]
digest = "sm3"
[channels.file]
folder = "out"
"""
WATCHING = """
from supervision.plugin import Objection, hookimpl

NAME = __name__
reviewed, committed = [], []

@hookimpl
def supervision_review(change):
    reviewed.append(change.unit)
    if getattr(change.after, "title", "") == "forbidden by " + NAME:
        yield Objection(code="local.no", zh="不行", en="No")

@hookimpl
def supervision_committed(office, headers):
    committed.append((id(office), {header.chain for header in headers}))
"""


@attrs.frozen
class Life:
    """An office with what one needs to work in it."""

    office: Office
    unit: UnitId
    department: DepartmentId
    head: OfficerId
    answerer: OfficerId

    def act(self, number: int) -> str:
        """Open a finding, issue a notice about it, serve it; return the notice's number."""
        extra = (Extra(name="project", type=ExtraType.TEXT, text=f"P{number}"),)
        own = self.office.rules.fields.get("finding", ())
        with self.office.work(self.head) as work:
            found = OpenFinding(
                title=f"告知逾期 {number}", department=self.department, extra=extra if own else ()
            )
            finding = findings.open_finding(work, found)
            command = IssueMeasure(
                rung="rectification_notice",
                title="整改通知",
                findings=(finding,),
                department=self.department,
            )
            made = measures.issue(work, command)
            measures.serve(work, made, Service.NETWORK)
            work.commit()
        with self.office.read(self.answerer) as view:
            assert len(view.select(FINDING)) == number
            return view.get(MEASURE, made).number

    def live(self) -> list[str]:
        return [self.act(number) for number in range(1, ROUNDS + 1)]


def begun(folder: Path, text: str, clock: FixedClock) -> Life:
    """Make an office, enter its people, open it again."""
    folder.mkdir()
    toml = folder / "office.toml"
    toml.write_text(text, "utf-8")
    since = dt.date(2020, 1, 1)
    with create_office(toml, now=clock) as office, office.work("founder") as work:
        code = office.parts.unit
        unit = people.register_unit(
            work, RegisterUnit(code=code, name=f"{code}院", prefix=f"{code}检", path=f"/fj/{code}")
        )
        department = people.register_department(
            work, RegisterDepartment(code="d1", name="第一检察部", kind=DepartmentKind.BUSINESS)
        )
        posts = (("102", Role.SUPERVISION_HEAD), ("201", Role.HEAD))
        officers = []
        for number, role in posts:
            officers.append(people.register_officer(work, number, "某某", Category.PROSECUTOR))
            post = Post(role=role, unit=unit, department=department, from_=since)
            people.take_post(work, officers[-1], post)
        work.commit()
    return Life(open_office(toml, now=clock), unit, department, *officers)


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    package = tmp_path / "modules" / "force_watching"
    package.mkdir(parents=True)
    for name in ("first", "second"):
        (package / f"{name}.py").write_text(WATCHING, "utf-8")
    monkeypatch.syspath_prepend(str(package.parent))
    first = begun(tmp_path / "a", FIRST, FixedClock())
    second = begun(tmp_path / "b", SECOND, FixedClock(FAR))
    for name in ("first", "second"):
        module = sys.modules[f"force_watching.{name}"]
        module.reviewed.clear()
        module.committed.clear()
    yield first, second
    first.office.close()
    second.office.close()
    for name in ("force_watching", "force_watching.first", "force_watching.second"):
        sys.modules.pop(name, None)


def messages(office: Office) -> list[Message]:
    with office.store.begin() as transaction:
        return [decode(Message, row.body) for row in transaction.scan(MESSAGE_SHAPE.kind)]


def digests(office: Office) -> set[tuple[str, str]]:
    with office.store.begin() as transaction:
        return {
            (chain, entry.header.digest_name)
            for chain in transaction.chains()
            for entry in transaction.entries(chain)
        }


def test_offices_at_work_on_several_threads_share_nothing(both, tmp_path: Path) -> None:
    first, second = both
    numbers = run_threads(first.live, second.live)
    assert numbers == [
        [f"马检督整〔2026〕{number}号" for number in range(1, ROUNDS + 1)],
        [f"ca检督改〔2031〕{number}号" for number in range(1, ROUNDS + 1)],
    ]
    for life, digest in ((first, "sha256"), (second, "sm3")):
        assert digests(life.office) == {(life.unit, digest)}
        report = life.office.verify()
        assert report.ok, report.faults
        assert len(messages(life.office)) == ROUNDS
        assert life.office.deliver().sent == ROUNDS
    assert len(list((tmp_path / "a" / "out").iterdir())) == ROUNDS
    assert len(list((tmp_path / "b" / "out").iterdir())) == ROUNDS


def test_messages_are_in_the_language_of_their_office(both) -> None:
    first, second = both
    run_threads(first.live, second.live)
    for life, ending in ((first, "收到督察措施"), (second, "a measure was served on you")):
        for one in messages(life.office):
            assert one.title.startswith(life.office.name)
            assert one.title.endswith(ending)


def test_plugins_see_only_the_office_that_enabled_them(both) -> None:
    first, second = both
    run_threads(first.live, second.live)
    for name, life in (("first", first), ("second", second)):
        module = sys.modules[f"force_watching.{name}"]
        assert set(module.reviewed) == {life.unit}
        assert len(module.committed) == ROUNDS
        assert {chain for _, chains in module.committed for chain in chains} == {life.unit}
        assert {office for office, _ in module.committed} == {id(life.office)}


def test_objection_of_one_offices_plugin_does_not_reach_the_other(both) -> None:
    first, second = both
    forbidden = OpenFinding(title="forbidden by force_watching.second")
    with second.office.work(second.head) as work:
        findings.open_finding(work, forbidden)
        with pytest.raises(Refused) as caught:
            work.commit()
    assert caught.value.code == "review.objected"
    project = (Extra(name="project", type=ExtraType.TEXT, text="P"),)
    with first.office.work(first.head) as work:
        findings.open_finding(work, attrs.evolve(forbidden, extra=project))
        work.commit()


def test_fields_connectors_and_people_of_one_office_are_unknown_to_the_other(
    both, tmp_path: Path
) -> None:
    first, second = both
    with first.office.work(first.head) as work, pytest.raises(Refused) as caught:
        findings.open_finding(work, OpenFinding(title="缺项目编号"))
    assert caught.value.code == "field.required"
    with second.office.work(second.head) as work:
        made = findings.open_finding(work, OpenFinding(title="no such field here"))
        work.commit()
    with first.office.read(first.head) as view, pytest.raises(NotFound):
        view.get(FINDING, made)
    with pytest.raises(PluginError) as missing:
        import_cases(second.office, second.head, [tmp_path])
    assert "没有" in render_error(missing.value, "zh")
    assert missing.value.details["known"] == ()
    assert set(first.office.parts.connectors) == {"table"}
    with pytest.raises(AccessDenied), second.office.read(first.head):
        pass
