"""The machine's clock is set back between acts: nothing is invented, nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import force_offices as fo
import pytest

from supervision.domain.findings import FINDING, OpenFinding
from supervision.domain.measures import MEASURE, IssueMeasure, Service
from supervision.domain.values import OFFICE_ZONE
from supervision.errors import Refused
from supervision.office import findings, measures
from supervision.office.acting import Acting
from supervision.office.history import history
from supervision.office.office import Office
from supervision.office.work import Work
from supervision.testing import FixedClock

R = TypeVar("R")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(dt.datetime(2026, 6, 10, 9, 0, tzinfo=OFFICE_ZONE))


@pytest.fixture
def toml(new_office) -> Path:
    return new_office()


def at(day: int, hour: int, month: int = 6) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=OFFICE_ZONE)


def open_one(office: Office, title: str, on: dt.date | None = None) -> str:
    with office.work(fo.INSPECTOR) as work:
        made = findings.open_finding(work, OpenFinding(title=title), acting=Acting(on=on))
        work.commit()
    return made


def test_entries_keep_the_instants_they_were_given_and_their_order_is_that_of_writing(
    toml: Path, clock: FixedClock
) -> None:
    with fo.opened(toml, now=clock) as office:
        before = fo.numbers_of(office)[fo.UNIT][-1]
        given = []
        for when in (at(10, 9), at(9, 8), at(9, 7), at(11, 9)):
            clock.set(when)
            open_one(office, "告知逾期")
            given.append(clock())
        with office.store.begin() as transaction:
            kept = list(transaction.entries(fo.UNIT, before))
        assert [entry.header.at for entry in kept] == given
        assert [entry.header.seq for entry in kept] == list(range(before + 1, before + 5))
        report = office.verify()
        assert report.ok, report.faults
        points = [point.line() for point in office.checkpoints()]
    with fo.opened(toml) as office:
        assert office.verify(points).ok


def test_history_is_told_in_the_order_of_the_journal(toml: Path, clock: FixedClock) -> None:
    with fo.opened(toml, now=clock) as office:
        made = open_one(office, "告知逾期")
        for day, facts in ((9, "甲"), (8, "乙"), (12, "丙")):
            clock.set(at(day, 9))
            with office.work(fo.INSPECTOR) as work:
                findings.check_facts(work, made, facts)
                work.commit()
        with office.read(fo.INSPECTOR) as view:
            told = history(view, FINDING, made)
            found = view.get(FINDING, made)
    assert [one.version for one in told] == [1, 2, 3, 4]
    assert [one.seq for one in told] == sorted(one.seq for one in told)
    assert [one.at for one in told] != sorted(one.at for one in told)
    assert found.facts == "丙"


def test_whether_a_day_lies_ahead_is_judged_by_todays_date(toml: Path, clock: FixedClock) -> None:
    with fo.opened(toml, now=clock) as office:
        open_one(office, "告知逾期", on=dt.date(2026, 6, 10))
        clock.set(at(9, 9))
        with pytest.raises(Refused) as caught:
            open_one(office, "未告知", on=dt.date(2026, 6, 10))
        assert caught.value.code == "act.future"
        assert caught.value.details == {"found": "2026-06-10", "today": "2026-06-09"}
        open_one(office, "未告知", on=dt.date(2026, 6, 9))
        clock.set(at(10, 9))
        open_one(office, "再次未告知", on=dt.date(2026, 6, 10))
        assert office.verify().ok


NOTICE = IssueMeasure(rung="rectification_notice", title="整改通知", department=fo.FIRST)


def do(office: Office, actor: str, act: Callable[[Work], R]) -> R:
    with office.work(actor) as work:
        result = act(work)
        work.commit()
    return result


def test_measure_goes_its_way_through_an_hour_that_comes_twice(
    toml: Path, clock: FixedClock
) -> None:
    with fo.opened(toml, now=clock) as office:
        made = do(office, fo.HEAD, lambda work: measures.issue(work, NOTICE))
        do(office, fo.HEAD, lambda work: measures.serve(work, made, Service.NETWORK))
        clock.set(at(10, 8))
        do(office, fo.ANSWERER, lambda work: measures.claim_measure(work, made, "逐件核对"))
        do(office, fo.ANSWERER, lambda work: measures.answer(work, made, "已改正"))
        do(office, fo.HEAD, lambda work: measures.accept(work, made))
        report = office.verify()
        assert report.ok, report.faults


def test_answer_of_a_day_before_its_service_is_given_again(toml: Path, clock: FixedClock) -> None:
    with fo.opened(toml, now=clock) as office:
        made = do(office, fo.HEAD, lambda work: measures.issue(work, NOTICE))
        do(office, fo.HEAD, lambda work: measures.serve(work, made, Service.NETWORK))
        clock.set(at(8, 9))
        do(office, fo.ANSWERER, lambda work: measures.claim_measure(work, made, "逐件核对"))
        do(office, fo.ANSWERER, lambda work: measures.answer(work, made, "已改正"))
        clock.set(at(11, 9))
        with pytest.raises(Refused) as caught:
            do(office, fo.HEAD, lambda work: measures.accept(work, made))
        assert caught.value.code == "clock.too_early"
        acting = Acting(reason="日期有误")
        do(office, fo.HEAD, lambda work: measures.return_answer(work, made, acting=acting))
        do(office, fo.ANSWERER, lambda work: measures.answer(work, made, "已改正"))
        do(office, fo.HEAD, lambda work: measures.accept(work, made))
        assert office.verify().ok


def test_number_of_a_new_year_does_not_disturb_the_old_one(toml: Path, clock: FixedClock) -> None:
    numbers = []
    with fo.opened(toml, now=clock) as office:
        for when in (
            at(31, 23, 12),
            dt.datetime(2027, 1, 1, 1, tzinfo=OFFICE_ZONE),
            at(31, 23, 12),
        ):
            clock.set(when)
            with office.work(fo.HEAD) as work:
                made = measures.issue(work, NOTICE)
                numbers.append(work.load(MEASURE, made).number)
                work.commit()
        assert office.verify().ok
    assert numbers == ["马检督改〔2026〕1号", "马检督改〔2027〕1号", "马检督改〔2026〕2号"]


def test_messages_leave_in_the_order_of_posting_and_none_stays_behind(
    tmp_path: Path, clock: FixedClock
) -> None:
    toml = fo.founded(tmp_path, more='[channels.file]\nfolder = "out"')
    with fo.opened(toml, now=clock) as office:
        for day in (10, 8, 9):
            clock.set(at(day, 9))
            with office.work(fo.HEAD) as work:
                made = findings.open_finding(work, OpenFinding(title="告知逾期"))
                work.notify("measure.served", FINDING, made, [fo.INSPECTOR])
                work.commit()
        assert office.deliver().sent == 3
        assert office.deliver().sent == 0
        assert office.verify().ok
    assert len(list((tmp_path / "out").iterdir())) == 3
