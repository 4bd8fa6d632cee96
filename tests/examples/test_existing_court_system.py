"""The existing system's row and our act are there together, or neither is."""

from __future__ import annotations

import datetime as dt
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from sqlalchemy import Engine, event, select

from supervision import AccessDenied, Office, UsageError, open_office
from supervision.domain.findings import FINDING
from supervision.office.identity import acting_officer
from supervision.office.work import Work

SYSTEM = Path(__file__).parents[2] / "examples" / "existing_court_system"
EARLIER = dt.date(2026, 3, 10)


@attrs.frozen
class Court:
    """The system, its office, and how to look at both."""

    folder: Path
    engine: Engine
    office: Office
    tables: Any
    service: Any

    @property
    def inspector(self) -> str:
        return acting_officer(self.office, "102")

    def correct(self, **changed: object) -> str:
        known = {"document": 1, "served_on": EARLIER, "clerk": "甲", "inspector": self.inspector}
        return self.service.correct_service(self.engine, self.office, **(known | changed))

    def corrections(self) -> list[str | None]:
        with self.engine.connect() as connection:
            return list(connection.execute(select(self.tables.corrections.c.finding)).scalars())

    def findings(self) -> list[str]:
        with self.office.read(self.inspector) as view:
            return [finding.id for finding in view.select(FINDING)]


@pytest.fixture
def court(tmp_path: Path) -> Iterator[Court]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SYSTEM)
        program = importlib.import_module("court_system.__main__")
        tables = importlib.import_module("court_system.tables")
        service = importlib.import_module("court_system.service")
    engine, office = program.set_up(tmp_path)
    with office:
        yield Court(tmp_path, engine, office, tables, service)
    engine.dispose()


def test_both_are_there_and_name_each_other(court: Court) -> None:
    finding = court.correct()
    assert court.corrections() == [finding]
    assert court.findings() == [finding]
    with court.office.read(court.inspector) as view:
        assert view.get(FINDING, finding).case_number == "示检刑诉受〔2026〕7号"
    assert court.office.verify().ok


def test_refused_act_takes_the_systems_row_with_it(court: Court) -> None:
    with pytest.raises(AccessDenied):
        court.correct(inspector="off_nobody")
    assert (court.corrections(), court.findings()) == ([], [])


def test_failure_of_the_system_after_our_act_takes_the_act_with_it(court: Court) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    event.listen(court.engine, "commit", fail)
    with pytest.raises(ZeroDivisionError):
        court.correct()
    event.remove(court.engine, "commit", fail)
    assert (court.corrections(), court.findings()) == ([], [])
    assert court.office.verify().ok
    court.correct()
    assert len(court.findings()) == 1


def test_connection_without_transaction_is_refused(court: Court) -> None:
    with (
        court.engine.connect() as connection,
        pytest.raises(UsageError) as caught,
        court.office.joined(connection, court.inspector),
    ):
        raise AssertionError("unreachable")
    assert caught.value.code == "storage.host_idle"


def test_telling_before_the_commit_is_refused_and_leaves_nothing(
    court: Court, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = Work.commit

    def too_early(work: Work) -> object:
        receipt = commit(work)
        work.office.after_commit(receipt)
        return receipt

    monkeypatch.setattr(Work, "commit", too_early)
    with pytest.raises(UsageError) as caught:
        court.correct()
    assert caught.value.code == "work.not_committed"
    assert (court.corrections(), court.findings()) == ([], [])


def test_killed_before_its_commit_the_system_leaves_neither(court: Court) -> None:
    program = (
        "import datetime as dt, os, sys\n"
        "from pathlib import Path\n"
        "from sqlalchemy import event\n"
        "from court_system.service import correct_service\n"
        "from court_system.tables import open_database\n"
        "from supervision import open_office\n"
        "engine = open_database(Path('court.sqlite'))\n"
        "event.listen(engine, 'commit', lambda connection: os._exit(9))\n"
        "correct_service(engine, open_office('office.toml'), document=1, clerk='甲',\n"
        "    served_on=dt.date(2026, 3, 10), inspector=sys.argv[1])\n"
    )
    done = run(court.folder, "-c", program, court.inspector)
    assert done.returncode == 9, done.stderr
    assert (court.corrections(), court.findings()) == ([], [])
    court.correct()
    assert court.office.verify().ok


def test_another_opening_of_the_office_sees_the_act(court: Court) -> None:
    finding = court.correct()
    with open_office(court.folder / "office.toml") as other, other.read(court.inspector) as view:
        assert view.get(FINDING, finding).title == "送达日期事后更正：起诉书"


def test_program_of_the_example_shows_what_it_says(tmp_path: Path) -> None:
    done = run(tmp_path, "-m", "court_system", "build")
    told = (SYSTEM / "README.md").read_text("utf-8").split("build/court\n")[1].split("```")[0]
    assert done.stdout == told, done.stderr


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python in `folder`, where the example can be imported."""
    path = os.pathsep.join([str(SYSTEM), *filter(None, sys.path)])
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
