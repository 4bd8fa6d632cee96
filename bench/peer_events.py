"""The act with the `eventsourcing` library (对照：eventsourcing): a log of events, no chain.

Aggregates are loaded by replaying their events; the events of a batch are saved at once. SQLite
is used with the library's own settings: a write-ahead log and a full sync. It keeps no rows to
ask questions of.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from bench.sample_office import ANSWERER, DEPARTMENT, DUE, FACTS, PLAN, UNIT, title

__all__ = ["EventsPeer"]


class Unit(Aggregate):
    @event("Entered")
    def __init__(self, code: str, name: str, path: str) -> None:
        self.code = code
        self.name = name
        self.path = path

    @staticmethod
    def create_id(code: str, **_: str) -> object:
        return uuid5(NAMESPACE_URL, code)


class Officer(Aggregate):
    @event("Registered")
    def __init__(self, number: str, unit: str, department: str) -> None:
        self.number = number
        self.unit = unit
        self.department = department

    @staticmethod
    def create_id(number: str, **_: str) -> object:
        return uuid5(NAMESPACE_URL, number)


class Finding(Aggregate):
    @event("Opened")
    def __init__(self, number: int, unit: str, title: str, facts: str, department: str) -> None:
        self.number = number
        self.unit = unit
        self.title = title
        self.facts = facts
        self.department = department
        self.persons = [ANSWERER]
        self.case_number = f"闽马检刑诉受〔2026〕{number}号"
        self.state = "registered"
        self.plan = ""
        self.due_on = ""

    @staticmethod
    def create_id(number: int, **_: str) -> object:
        return uuid5(NAMESPACE_URL, str(number))

    def claim(self, unit: Unit, officer: Officer, department: str, plan: str, due: dt.date) -> None:
        """Claim it for a department."""
        if self.state not in ("registered", "checked") or officer.department != department:
            raise ValueError("not to be claimed")
        if not self.unit == officer.unit == unit.code:
            raise ValueError("another unit's")
        self._claim(officer.number, "2026-03-02", department, "by_date", plan, due.isoformat())

    @event("Claimed")
    def _claim(self, by: str, on: str, department: str, mode: str, plan: str, due_on: str) -> None:
        self.state = "claimed"
        self.claimed_by = by
        self.claimed_on = on
        self.department = department
        self.mode = mode
        self.plan = plan
        self.due_on = due_on


class EventsPeer:
    """Claims findings with eventsourcing (对照方)."""

    def __init__(self, folder: Path, sizes: Sequence[int], warm: int) -> None:
        """Take the sizes of the batches, of which the first `warm` are not timed."""
        self._sizes = sizes
        self._warm = warm
        self._file = folder / "events.sqlite"
        self._base = folder / "base.sqlite"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self._open()
        self._app.save(Unit(code=UNIT, name="马尾区院", path="/fj/fz/mw"))
        self._app.save(Officer(number=ANSWERER, unit=UNIT, department=DEPARTMENT))
        count = sum(sizes)
        for start in range(0, count, 1_000):
            numbers = range(start, min(count, start + 1_000))
            self._app.save(
                *(
                    Finding(
                        number=number,
                        unit=UNIT,
                        title=title(number),
                        facts=FACTS,
                        department=DEPARTMENT,
                    )
                    for number in numbers
                )
            )
        self._app.close()
        shutil.move(self._file, self._base)

    def _open(self) -> None:
        self._app = Application(
            env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(self._file)}
        )

    def prepare(self) -> None:
        for name in ("-wal", "-shm"):
            Path(f"{self._file}{name}").unlink(missing_ok=True)
        shutil.copy(self._base, self._file)
        self._open()
        self._next = 0
        self._claim(self._sizes[: self._warm])

    def run(self) -> int:
        return self._claim(self._sizes[self._warm :])

    def _claim(self, sizes: Sequence[int]) -> int:
        repository = self._app.repository
        begun = self._next
        for size in sizes:
            claimed = []
            for _ in range(size):
                unit = repository.get(Unit.create_id(UNIT))
                officer = repository.get(Officer.create_id(ANSWERER))
                finding = repository.get(Finding.create_id(self._next))
                finding.claim(unit, officer, DEPARTMENT, PLAN, DUE)
                claimed.append(finding)
                self._next += 1
            self._app.save(*claimed)
        return self._next - begun

    def finish(self) -> object:
        get = self._app.repository.get
        findings = [get(Finding.create_id(number)) for number in range(sum(self._sizes))]
        found = sorted((one.title, one.state, one.plan, one.due_on) for one in findings)
        self._app.close()
        return found
