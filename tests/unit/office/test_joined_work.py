"""Work that joins a host's transaction: both or neither, told after the host's commit."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import attrs
import pytest

from supervision import Office, explain
from supervision.domain.findings import FINDING, OpenFinding
from supervision.domain.kinds import KINDS
from supervision.errors import AccessDenied, Refused, SupervisionError, UsageError
from supervision.journal.entry import Header
from supervision.office.findings import open_finding
from supervision.office.shapes import shapes_of
from supervision.office.work import Work
from supervision.plugin import hookimpl
from supervision.plugins.host import load_plugins
from supervision.testing import RecordingChannel, SmallOffice, small_office
from supervision_store_sql.backend import create_sqlite
from supervision_store_sql.settings import SqliteSettings


@attrs.define
class Host:
    """An application with a table of its own, an office in its database, and who is told."""

    small: SmallOffice
    connection: sqlite3.Connection
    channel: RecordingChannel
    told: list[str]

    @property
    def office(self) -> Office:
        return self.small.office

    def insert(self, text: str) -> None:
        self.connection.execute("INSERT INTO host VALUES (?)", (text,))

    def rows(self) -> list[str]:
        return [text for (text,) in self.connection.execute("SELECT text FROM host")]

    def titles(self) -> list[str]:
        with self.office.read(self.small.head) as view:
            return [finding.title for finding in view.select(FINDING)]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    told: list[str] = []

    @hookimpl
    def supervision_committed(headers: tuple[Header, ...]) -> None:
        told.extend(header.tag for header in headers)

    watching = ModuleType("acme.watching")
    watching.supervision_committed = supervision_committed
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "acme", ModuleType("acme"))
        patch.setitem(sys.modules, "acme.watching", watching)
        plugins = load_plugins(["acme.watching"])
    path = tmp_path / "court.sqlite"
    connection = sqlite3.connect(path, timeout=0.05)
    connection.execute("CREATE TABLE host (text TEXT)")
    settings = SqliteSettings(path=path, busy_timeout_ms=50, shared=True)
    channel = RecordingChannel()
    small = small_office(create_sqlite(settings, shapes_of(KINDS), "test/1"), host=plugins)
    small.office.parts = attrs.evolve(small.office.parts, channels={"recording": channel})
    told.clear()
    yield Host(small, connection, channel, told)
    connection.close()
    small.office.close()


def opened(work: Work, title: str = "送达超期") -> str:
    id = open_finding(work, OpenFinding(title=title))
    work.notify("measure.served", FINDING, id, to=[work.actor.id])
    return id


def test_act_and_row_are_there_when_the_host_commits(host: Host) -> None:
    host.insert("更正")
    with host.office.joined(host.connection, host.small.inspector) as work:
        opened(work)
        receipt = work.commit()
    assert [header.tag for header in receipt.headers] == ["finding.opened"]
    assert host.titles() == []
    host.connection.commit()
    assert host.rows() == ["更正"]
    assert host.titles() == ["送达超期"]
    assert host.office.verify().ok


def test_act_and_row_are_gone_when_the_host_rolls_back(host: Host) -> None:
    """JOIN-2, JOIN-13."""
    host.insert("更正")
    with host.office.joined(host.connection, host.small.inspector) as work:
        opened(work)
        receipt = work.commit()
    host.connection.rollback()
    assert (host.rows(), host.titles()) == ([], [])
    with pytest.raises(UsageError) as caught:
        host.office.after_commit(receipt)
    assert caught.value.code == "work.not_committed"
    host.office.deliver()
    assert host.told == []
    assert host.channel.messages == []
    assert host.office.verify().ok


def test_refused_act_leaves_the_host_its_own_row(host: Host) -> None:
    host.insert("更正")
    with host.office.joined(host.connection, host.small.inspector) as work:
        opened(work)
        with pytest.raises(Refused):
            open_finding(work, OpenFinding(title=""))
    host.connection.commit()
    assert host.rows() == ["更正"]
    assert host.titles() == []


def test_nothing_is_told_before_the_host_has_committed(host: Host) -> None:
    """JOIN-13."""
    host.insert("更正")
    with host.office.joined(host.connection, host.small.inspector) as work:
        opened(work)
        receipt = work.commit()
    with pytest.raises(UsageError) as caught:
        host.office.after_commit(receipt)
    assert caught.value.code == "work.not_committed"
    assert host.told == []
    host.connection.commit()


def test_after_commit_tells_observers_and_delivers_once(host: Host) -> None:
    """JOIN-12."""
    host.insert("更正")
    with host.office.joined(host.connection, host.small.inspector) as work:
        opened(work)
        receipt = work.commit()
    host.connection.commit()
    for _ in range(2):
        host.office.after_commit(receipt)
        host.office.deliver()
    assert host.told == ["finding.opened"]
    assert len(host.channel.messages) == 1


def test_what_the_host_forgets_the_next_tick_tells(host: Host) -> None:
    """JOIN-12."""
    for title in ("一", "二"):
        host.insert(title)
        with host.office.joined(host.connection, host.small.inspector) as work:
            opened(work, title)
            work.commit()
        host.connection.commit()
    host.office.deliver()
    host.office.deliver()
    assert host.told == ["finding.opened"] * 2
    assert len(host.channel.messages) == 2


def test_work_of_messages_alone_is_delivered_too(host: Host) -> None:
    with host.office.work(host.small.inspector) as work:
        id = open_finding(work, OpenFinding(title="送达超期"))
        work.commit()
    host.told.clear()
    host.insert("更正")
    with host.office.joined(host.connection, host.small.inspector) as work:
        work.notify("measure.served", FINDING, id, to=[work.actor.id])
        receipt = work.commit()
    host.connection.commit()
    host.office.after_commit(receipt)
    assert len(host.channel.messages) == 1
    assert host.told == []


def test_work_that_wrote_nothing_leaves_no_note(host: Host) -> None:
    host.insert("更正")
    with host.office.joined(host.connection, host.small.inspector) as work:
        receipt = work.commit()
    host.connection.commit()
    assert receipt.note == ""
    host.office.after_commit(receipt)
    assert host.told == []


def test_two_acts_of_one_transaction_see_each_other(host: Host) -> None:
    host.insert("更正")
    with host.office.joined(host.connection, host.small.inspector) as work:
        first = opened(work)
        work.commit()
    with host.office.joined(host.connection, host.small.head) as work:
        assert work.load(FINDING, first).title == "送达超期"
        opened(work, "第二件")
        work.commit()
    host.connection.commit()
    assert sorted(host.titles()) == ["第二件", "送达超期"]
    assert host.office.verify().ok


def test_stranger_does_not_act_in_a_hosts_transaction_either(host: Host) -> None:
    host.insert("更正")
    with (
        pytest.raises(AccessDenied) as caught,
        host.office.joined(host.connection, "off_nobody"),
    ):
        raise AssertionError("unreachable")
    assert caught.value.code == "access.unknown_officer"
    host.connection.commit()
    assert host.rows() == ["更正"]


def test_store_that_cannot_join_says_so() -> None:
    """JOIN-1."""
    small = small_office()
    with pytest.raises(UsageError) as caught, small.office.joined(object(), small.inspector):
        raise AssertionError("unreachable")
    assert caught.value.code == "storage.no_join"


def test_every_misuse_says_what_to_do(host: Host, tmp_path: Path) -> None:
    def refusal(connection: object) -> SupervisionError:
        with (
            pytest.raises(UsageError) as caught,
            host.office.joined(connection, host.small.inspector),
        ):
            raise AssertionError("unreachable")
        return caught.value

    elsewhere = sqlite3.connect(tmp_path / "other.sqlite")
    reading = sqlite3.connect(tmp_path / "court.sqlite", isolation_level=None)
    reading.execute("BEGIN")
    reading.execute("SELECT * FROM host").fetchall()
    found = [refusal(one) for one in (None, elsewhere, host.connection, reading)]
    assert [error.code for error in found] == [
        "storage.host_kind",
        "storage.host_elsewhere",
        "storage.host_idle",
        "storage.host_reading",
    ]
    for error in found:
        assert error.code not in explain(error, "zh")
        assert explain(error, "en").endswith((".", "found."))
    elsewhere.close()
    reading.close()


def test_host_that_commits_too_early_is_refused(host: Host) -> None:
    host.insert("更正")
    with host.office.joined(host.connection, host.small.inspector) as work:
        opened(work)
        host.connection.commit()
        with pytest.raises(UsageError) as caught:
            work.commit()
    assert caught.value.code == "storage.host_ended"
    assert host.titles() == []
    assert host.office.verify().ok
