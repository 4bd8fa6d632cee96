"""The exports of the reference office are the same everywhere, and hold what they say they hold.

The faults are found here once more with a few lines of date arithmetic of this test's own, so
that neither the generator nor the rule engine is believed on its word.
"""

from __future__ import annotations

import calendar
import csv
import datetime as dt
import importlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from supervision.builtin.reference_engine import REFERENCE_ENGINE
from supervision.config import load_config
from supervision.domain.calendars import PLAIN
from supervision.domain.cases import CaseTrace
from supervision.domain.ladders import rung_of
from supervision.domain.sightings import EventRole, Sighting
from supervision.domain.values import instant
from supervision.monitoring.loading import read_book
from supervision.office.dictionary_files import read_bases, read_problem_codes
from supervision.office.people_file import read_people
from supervision.ports.cases import Rejected
from supervision.ports.monitoring import RuleText, SweepContext
from supervision.ports.settings import NoSettings
from supervision_cases_table.source import TableSource, open_table

MAWEI = Path(__file__).parents[2] / "examples" / "mawei"
DAY = dt.timedelta(days=1)
CLOSING = (EventRole.END, EventRole.REQUIRED)
OF_PARTY = {
    *("拘留时间", "拘留通知家属时间", "逮捕时间", "逮捕通知家属时间", "权利义务告知日期"),
    *("通知值班律师日期", "听取意见日期", "具结书签署日期"),
}
OF_CASE = {
    *("受理日期", "被害人告知日期", "延长审查起诉日期", "审结日期", "送达日期", "归档日期"),
    *("第一次退补日期", "第一次重报日期", "第二次退补日期", "第二次重报日期"),
}


def generate(folder: Path, **options: int) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(MAWEI)
        return importlib.import_module("generate").generate(folder, **options)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mawei")
    generate(folder)
    return folder


@pytest.fixture(scope="module")
def told(made: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((made / "faults.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def source(made: Path) -> TableSource:
    return open_table((made / "exports",), {})


@pytest.fixture(scope="module")
def delivered(source: TableSource) -> tuple[CaseTrace | Rejected, ...]:
    return tuple(source.deliver())


# ---------------------------------------------------------------- what is made


def test_the_same_bytes_are_made_again(made: Path, tmp_path: Path) -> None:
    generate(tmp_path)
    files = [path.relative_to(made) for path in sorted(made.rglob("*")) if path.is_file()]
    assert len(files) == 7
    for file in files:
        assert (tmp_path / file).read_bytes() == (made / file).read_bytes(), file


def test_a_year_has_two_thousand_cases_and_about_45_000_events(told: dict[str, Any]) -> None:
    assert told["cases"] == 2000
    assert 44_000 <= told["events"] <= 46_000


def test_the_number_of_faults_of_each_rule_is_known(told: dict[str, Any]) -> None:
    assert Counter(fault["rule"] for fault in told["faults"]) == {
        "RIGHTS-TOLD": 14,
        "VICTIM-TOLD": 10,
        "REVIEW-TERM": 11,
        "SUPPLEMENT-TERM": 4,
        "ARREST-REVIEW-HELD": 7,
        "ARREST-REVIEW-FREE": 3,
        "FAMILY-TOLD-DETENTION": 6,
        "FAMILY-TOLD-ARREST": 5,
        "PLEA-SIGNED": 11,
        "LAWYER-ENSURED": 7,
        "OPINION-HEARD": 4,
        "SERVED": 10,
        "ARCHIVED": 12,
    }


def test_a_case_has_one_fault_at_most(told: dict[str, Any]) -> None:
    rules = defaultdict(set)
    for fault in told["faults"]:
        rules[fault["case"]].add((fault["rule"], fault["stage"], fault["done"]))
    assert {len(found) for found in rules.values()} == {1}
    assert len(rules) == 103  # one joint case has its fault for each of two persons in custody


def test_too_few_cases_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least"):
        generate(tmp_path, cases=100)


def test_prosecutions_name_the_arrest_they_follow(
    delivered: tuple[CaseTrace | Rejected, ...],
) -> None:
    cases = {one.case.number: one for one in delivered if isinstance(one, CaseTrace)}
    links = [(one, link) for one in cases.values() for link in one.links]
    assert len(links) > 300
    for trace, link in links:
        assert link.kind == "arrest"
        arrest = cases[link.number]
        assert (trace.case.line, arrest.case.line) == ("审查起诉", "审查逮捕")
        [decided] = [one.day for one in arrest.events if one.type == "decided"]
        assert trace.case.accepted_on is not None
        assert decided < trace.case.accepted_on


# ---------------------------------------------------------------- judged independently


def parsed(text: str) -> dt.datetime | None:
    """Read a date of any of the exports' forms; a plain day is its midnight."""
    plain = "".join(chr(ord(mark) - 0xFEE0) if "！" <= mark <= "～" else mark for mark in text)
    numbers = [int(part) for part in re.findall(r"\d+", plain)]
    if len(numbers) == 1 and len(plain) == 8:
        numbers = [int(plain[:4]), int(plain[4:6]), int(plain[6:])]
    if len(numbers) not in (3, 5):
        return None
    year, month, day, hour, minute = (*numbers, 0, 0)[:5]
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


def rows(made: Path, told: dict[str, Any]) -> Iterator[dict[str, str]]:
    no_case = {
        (one["file"], one["line"])
        for one in told["unreadable"]
        if one["case"] is None or not one["column"]
    }
    for path in sorted((made / "exports").iterdir()):
        encoding = "utf-8-sig" if path.name.startswith("4") else "gb18030"
        lines = path.read_bytes().decode(encoding, "replace").splitlines()
        start = next(at for at, line in enumerate(lines) if line.startswith("序号"))
        header = [cell.strip("*") for cell in next(csv.reader([lines[start]]))]
        for number, line in enumerate(lines[start + 1 :], start + 2):
            if (path.name, number) not in no_case and line[0].isdigit():
                yield dict(zip(header, next(csv.reader([line])), strict=True))


Days = dict[str, dt.datetime]
Found = tuple[str, str | None, str, str, str | None, str | None]


class Seen:
    """A case as its rows tell it."""

    def __init__(self) -> None:
        self.card: dict[str, str] = {}
        self.days: Days = {}
        self.people: dict[str, dict[str, str]] = {}
        self.of: dict[str, Days] = defaultdict(dict)

    @property
    def held(self) -> bool:
        return any(card["羁押状态"] == "在押" for card in self.people.values())


@pytest.fixture(scope="module")
def cases(made: Path, told: dict[str, Any]) -> dict[str, Seen]:
    found: dict[str, Seen] = defaultdict(Seen)
    for row in rows(made, told):
        case = found[row["统一受案号"]]
        case.card = row
        case.people[row["人员编号"]] = row
        for header, text in row.items():
            if header in OF_PARTY | OF_CASE and (when := parsed(text)):
                days = case.of[row["人员编号"]] if header in OF_PARTY else case.days
                days[header] = when
    return found


def rolled(day: dt.date, held: bool = False) -> dt.date:
    while day.weekday() > 4 and not held:
        day += DAY
    return day


def month_later(day: dt.date) -> dt.date:
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def workdays(day: dt.date, count: int) -> dt.date:
    while count:
        day += DAY
        count -= day.weekday() < 5
    return day


def judged(number: str, case: Seen) -> Iterator[Found]:
    """Apply the thirteen rules in the plainest way."""

    def limit(
        rule: str, last: dt.date, done: dt.datetime | None, party: str | None = None
    ) -> Iterator[Found]:
        day = done.date() if done else None
        if day is None or day > last:
            stage = "late_done" if day else "overdue"
            yield number, party, rule, stage, str(last), str(day) if day else None

    def required(
        rule: str, party: str, needed: dt.datetime | None, before: dt.datetime | None
    ) -> Iterator[Found]:
        if before and (needed is None or needed.date() > before.date()):
            stage = "late" if needed else "missing"
            yield number, party, rule, stage, None, str(needed.date()) if needed else None

    accepted, decided = case.days["受理日期"].date(), case.days["审结日期"]
    yield from limit("SERVED", workdays(decided.date(), 3), case.days.get("送达日期"))
    yield from limit("ARCHIVED", workdays(decided.date(), 30), case.days.get("归档日期"))
    if case.card["案件类别"].startswith("审查逮捕"):
        for party, card in case.people.items():
            held = card["羁押状态"] == "在押"
            rule = "ARREST-REVIEW-HELD" if held else "ARREST-REVIEW-FREE"
            last = accepted + (7 if held else 15) * DAY
            yield from limit(rule, rolled(last, held), decided, party)
            for rule, start, end in (
                ("FAMILY-TOLD-DETENTION", "拘留时间", "拘留通知家属时间"),
                ("FAMILY-TOLD-ARREST", "逮捕时间", "逮捕通知家属时间"),
            ):
                since, told = case.of[party].get(start), case.of[party].get(end)
                if since:
                    until = since.replace(minute=0) + dt.timedelta(hours=25)
                    if told is None or told >= until:
                        stage = "late_done" if told else "overdue"
                        in_time = until - dt.timedelta(minutes=1)
                        day = str(told.date()) if told else None
                        yield number, party, rule, stage, str(in_time.date()), day
        return
    three_days = rolled(accepted + 3 * DAY)
    if case.card["是否有被害人"] == "有":
        yield from limit("VICTIM-TOLD", three_days, case.days.get("被害人告知日期"))
    for party, card in case.people.items():
        days = case.of[party]
        yield from limit("RIGHTS-TOLD", three_days, days.get("权利义务告知日期"), party)
        if card["是否认罪认罚"] == "是":
            yield from required("PLEA-SIGNED", party, days.get("具结书签署日期"), decided)
            yield from required("OPINION-HEARD", party, days.get("听取意见日期"), decided)
            signed = days.get("具结书签署日期")
            yield from required("LAWYER-ENSURED", party, days.get("通知值班律师日期"), signed)
    opened = accepted
    for time in "一二":
        if back := case.days.get(f"第{time}次退补日期"):
            yield from limit("REVIEW-TERM", rolled(month_later(opened), case.held), back)
            again = case.days[f"第{time}次重报日期"]
            by = rolled(month_later(back.date()), case.held)
            yield from limit("SUPPLEMENT-TERM", by, again)
            opened = again.date()
    end_of_term = month_later(opened)
    extended = case.days.get("延长审查起诉日期")
    if extended and extended.date() <= rolled(end_of_term, case.held):
        end_of_term += 15 * DAY
    yield from limit("REVIEW-TERM", rolled(end_of_term, case.held), decided)


def test_the_cases_break_exactly_the_rules_that_are_listed(
    cases: dict[str, Seen], told: dict[str, Any]
) -> None:
    assert len(cases) == told["cases"]
    keys = ("case", "party", "rule", "stage", "due", "done")
    listed = {tuple(fault[key] for key in keys) for fault in told["faults"]}
    seen = {found for number, case in cases.items() for found in judged(number, case)}
    assert seen == listed


def test_many_clean_cases_are_done_on_the_very_last_day(cases: dict[str, Seen]) -> None:
    clamped = weekend = rolled_over = family = 0
    for case in cases.values():
        accepted, decided = case.days["受理日期"].date(), case.days["审结日期"].date()
        for days in case.of.values():
            since, told = days.get("拘留时间"), days.get("拘留通知家属时间")
            if since and told:
                family += told + dt.timedelta(minutes=1) == since.replace(minute=0) + dt.timedelta(
                    hours=25
                )
        if case.card["案件类别"].startswith("审查逮捕"):
            weekend += case.held and decided == accepted + 7 * DAY and decided.weekday() > 4
            continue
        last = month_later(accepted)
        if decided == rolled(last, case.held):
            clamped += last.day != accepted.day
            weekend += last.weekday() > 4 and case.held
            rolled_over += last.weekday() > 4 and not case.held
    assert clamped >= 10, "months without such a day, as 31 January + 1 month"
    assert weekend >= 10, "in custody a term ends on a weekend all the same"
    assert rolled_over >= 10, "else it ends on the next working day"
    assert family >= 50, "the last minute of 24 hours"


# ---------------------------------------------------------------- imported, then swept


def test_the_import_delivers_every_case_and_event(
    source: TableSource, delivered: tuple[CaseTrace | Rejected, ...], told: dict[str, Any]
) -> None:
    traces = [one for one in delivered if isinstance(one, CaseTrace)]
    assert len(traces) == told["cases"]
    assert sum(len(trace.parties) for trace in traces) == told["parties"]
    assert sum(len(trace.events) for trace in traces) == told["events"]
    # Whoever sweeps from July 2022 on sees every case to its end.
    assert max(event.day for trace in traces for event in trace.events) < dt.date(2022, 7, 1)
    assert source.account.taken == told["rows"]
    assert {header.partition(": ")[2] for header in source.unmapped()} == {"备注"}


def test_the_import_rejects_exactly_what_is_listed(
    delivered: tuple[CaseTrace | Rejected, ...], told: dict[str, Any]
) -> None:
    rejected = [
        (one.source, one.line, one.column.strip("*"), one.code, one.case)
        for one in delivered
        if isinstance(one, Rejected)
    ]
    listed = [
        (one["file"], one["line"], one["column"].strip("*"), one["code"], one["case"])
        for one in told["unreadable"]
    ]
    assert Counter(rejected) == Counter(listed)
    assert len(listed) == 15


def test_the_rules_find_every_injected_fault_and_no_other(
    delivered: tuple[CaseTrace | Rejected, ...], told: dict[str, Any]
) -> None:
    text = (MAWEI / "rules.toml").read_text("utf-8")
    book = read_book([("mawei", RuleText(name="rules.toml", text=text))])
    now = instant(dt.datetime(2022, 7, 1, tzinfo=dt.UTC))
    traces = [one for one in delivered if isinstance(one, CaseTrace)]
    seen = set()
    context = SweepContext(now=now, calendar=PLAIN)
    for sighting in REFERENCE_ENGINE.open(NoSettings()).sweep(book.rules, traces, context):
        assert isinstance(sighting, Sighting)
        done = [event.day for event in sighting.facts.events if event.role in CLOSING]
        seen.add(
            (
                sighting.case,
                sighting.party,
                sighting.rule.code,
                sighting.stage.value,
                sighting.anchor[0],
                str(sighting.facts.due_on) if sighting.facts.due_on else None,
                str(done[-1]) if done else None,
            )
        )
    keys = ("case", "party", "rule", "stage", "anchor", "due", "done")
    assert seen == {tuple(fault[key] for key in keys) for fault in told["faults"]}


# ---------------------------------------------------------------- the office's files


def test_the_offices_files_are_sound_and_know_each_other() -> None:
    config = load_config(MAWEI)
    people = read_people(MAWEI / "people.toml")
    bases = {entry.code for entry in read_bases(MAWEI / "bases.toml").bases}
    codes = read_problem_codes(MAWEI / "problem_codes.toml").codes
    text = (MAWEI / "rules.toml").read_text("utf-8")
    book = read_book([("mawei", RuleText(name="rules.toml", text=text))])
    assert config.office.unit in {unit.code for unit in people.units}
    assert {code.basis for code in codes} - {None} <= bases
    assert len(book.rules) == 13
    for rule in book.rules:
        assert rule.head.basis in bases
        assert rule.head.problem_code in {code.code for code in codes}
        assert rule.head.rung
        assert rung_of(rule.head.rung)
    for path in (*config.monitoring.rules, config.assessment.file):
        assert path
        assert path.is_file()


def test_everybody_named_in_the_exports_was_in_office(cases: dict[str, Seen]) -> None:
    people = read_people(MAWEI / "people.toml")
    departments = {
        name: entry.code for entry in people.departments for name in (entry.name, *entry.aliases)
    }
    posts = {officer.name: officer.posts for officer in people.officers}
    for case in cases.values():
        handler = case.card["承办检察官"].replace("\u3000", "")
        department = departments[case.card["承办部门"]]
        accepted = case.days["受理日期"].date()
        assert any(
            post.department == department
            and post.since <= accepted
            and (post.until is None or accepted <= post.until)
            for post in posts[handler]
        ), (handler, department, accepted)
