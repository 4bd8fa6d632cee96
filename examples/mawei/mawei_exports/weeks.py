"""Corrections of the following weeks (更正导出): what the case system exports when days are corrected.

Facts were found; then somebody corrects the days entered. In the first file some breaches turn
out to have been in time. A week later half of these corrections are taken back, others turn out
to have been in time, some days are corrected and still late, and some cases that were in time
turn out to have been late. How many detections that must make new, changed, back and gone
follows from the choice made here and stands in `faults.json`; a sweep has to agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mawei_exports.cases import ARCHIVE_WORKDAYS, PROSECUTION, Case
from mawei_exports.days import plain, workdays_after
from mawei_exports.faults import Fault
from mawei_exports.sheets import Sheet

__all__ = ["Week", "make_weeks"]

ARCHIVED, SERVED = "ARCHIVED", "SERVED"
KEYS = {ARCHIVED: "archived", SERVED: "served"}
HEALED, TAKEN_BACK, HEALED_LATER, MOVED, NEW = 6, 3, 3, 2, 4
"""How many of each; the counts of the weeks follow from them."""


@dataclass(frozen=True)
class Week:
    """What a sweep after one correction must count (每周应有的计数), in detections."""

    file: str
    created: int
    changed: int
    returned: int
    gone: int
    unchanged: int


def make_weeks(
    cases: Sequence[Case],
    faults: Sequence[Fault],
    faulty: set[str],
    columns: Sequence[Sequence[str]],
) -> tuple[tuple[Sheet, Week], ...]:
    """Return the two files with what a sweep after each must count."""
    by_number = {case.number: case for case in cases}
    late = [
        one
        for one in sorted(faults, key=lambda one: (one.rule, one.case))
        if one.rule in KEYS and one.stage == "late_done" and fits(by_number[one.case])
    ]
    healed, rest = late[:HEALED], late[HEALED:]
    later, moved = rest[:HEALED_LATER], rest[HEALED_LATER:][:MOVED]
    in_time = [
        case
        for case in cases
        if case.number not in faulty
        and case.line == PROSECUTION
        and len(case.people) == 1
        and case.accepted.month == 5  # no cell of these is spoilt
        and {"archived", "decided"} <= case.days.keys()
    ][:NEW]
    if (len(healed), len(later), len(moved), len(in_time)) != (HEALED, HEALED_LATER, MOVED, NEW):
        raise ValueError("too few cases to correct")
    first = sheet("更正-1.csv", columns)
    for one in healed:
        add(first, by_number[one.case], {KEYS[one.rule]: due(one)})
    second = sheet("更正-2.csv", columns)
    for one in healed[:TAKEN_BACK]:
        add(second, by_number[one.case], {})
    for one in later:
        add(second, by_number[one.case], {KEYS[one.rule]: due(one)})
    for one in moved:
        case, key = by_number[one.case], KEYS[one.rule]
        add(second, case, {key: workdays_after(plain(case.days[key]), 1)})
    for case in in_time:
        end = workdays_after(case.day("decided"), ARCHIVE_WORKDAYS)
        add(second, case, {"archived": workdays_after(end, 2)})
    seen = len(faults) - HEALED
    return (
        (first, Week(first.name, 0, 0, 0, HEALED, seen)),
        (
            second,
            Week(second.name, NEW, MOVED, TAKEN_BACK, HEALED_LATER, seen - HEALED_LATER - MOVED),
        ),
    )


def fits(case: Case) -> bool:
    return case.line == PROSECUTION


def due(fault: Fault) -> dt.date:
    if fault.due is None:
        raise ValueError(fault.rule)
    return dt.date.fromisoformat(fault.due)


def sheet(name: str, columns: Iterable[Sequence[str]]) -> Sheet:
    made = Sheet(name, "utf-8-sig", tuple(columns))
    made.add(made.headers)
    return made


def add(to: Sheet, case: Case, corrected: Mapping[str, dt.date]) -> None:
    """Add a case as it stands after a correction; the case itself stays as it was made."""
    known = dict(case.days)
    case.days.update(corrected)
    to.add_case(case, {}, dt.date.max)
    case.days.clear()
    case.days.update(known)
