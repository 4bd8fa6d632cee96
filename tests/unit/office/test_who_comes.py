"""Who comes is read once, as long as nobody else has written: and never known wrongly."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from supervision.domain.findings import OpenFinding
from supervision.domain.officers import Role
from supervision.errors import AccessDenied, StorageUnavailable
from supervision.office import findings
from supervision.office.office import Office
from supervision.office.people import leave_post
from supervision.testing.offices import SmallOffice, small_office

COMERS = frozenset({"unit", "officer"})
TITLE = OpenFinding(title="权利告知超期")


class _Reading:
    """Notes which rows are read by their ids, of a store behind it."""

    def __init__(self, store: Any, read: list[str]) -> None:
        self._store = store
        self._read = read

    def begin(self, **given: Any) -> Any:
        transaction = self._store.begin(**given)
        get = transaction.get

        def noted(kind: str, id: str) -> Any:
            self._read.append(kind)
            return get(kind, id)

        transaction.get = noted
        return transaction

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def over(small: SmallOffice, read: list[str]) -> Office:
    """Return another office on the same store, as another process would open it."""
    return Office(attrs.evolve(small.office.parts, store=_Reading(small.office.store, read)))


def open_one(office: Office, by: str) -> None:
    with office.work(by) as work:
        findings.open_finding(work, TITLE)
        work.commit()


def inspector_leaves(office: Office, small: SmallOffice) -> None:
    with office.work(small.head) as work:
        leave_post(work, small.inspector, Role.INSPECTOR, department=small.supervision)
        work.commit()


def test_who_worked_last_is_not_read_again(small: SmallOffice) -> None:
    read: list[str] = []
    office = over(small, read)
    open_one(office, small.inspector)
    assert COMERS.issubset(read)
    read.clear()
    open_one(office, small.inspector)
    assert COMERS.isdisjoint(read)
    open_one(office, small.head)
    assert COMERS.intersection(read) == {"officer"}


def test_whose_post_ended_in_this_office_works_no_more(small: SmallOffice) -> None:
    open_one(small.office, small.inspector)
    inspector_leaves(small.office, small)
    small.clock.advance(days=2)
    with pytest.raises(AccessDenied), small.office.work(small.inspector):
        pass


def test_whose_post_ended_in_another_works_no_more_in_this_one(small: SmallOffice) -> None:
    open_one(small.office, small.inspector)
    inspector_leaves(over(small, []), small)
    small.clock.advance(days=2)
    with pytest.raises(AccessDenied), small.office.work(small.inspector):
        pass


def test_what_another_wrote_is_read(small: SmallOffice) -> None:
    read: list[str] = []
    office = over(small, read)
    open_one(office, small.inspector)
    open_one(small.office, small.head)
    read.clear()
    open_one(office, small.inspector)
    assert COMERS.issubset(read)


def test_work_that_was_not_committed_leaves_nothing_behind(
    small: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    office = over(small, read)
    open_one(office, small.inspector)
    with office.work(small.inspector) as work:
        findings.open_finding(work, TITLE)

        def lost() -> None:
            raise StorageUnavailable("storage.lost", path="here", error="gone")

        monkeypatch.setattr(work._tx, "commit", lost)
        with pytest.raises(StorageUnavailable):
            work.commit()
    inspector_leaves(small.office, small)
    small.clock.advance(days=2)
    with pytest.raises(AccessDenied), office.work(small.inspector):
        pass
