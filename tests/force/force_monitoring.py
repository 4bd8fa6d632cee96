"""Imports and sweeps that are cut off: a clock that kills its process, cases, and a rule."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import force_offices as fo

from supervision.builtin.reference_engine import ReferenceEngine
from supervision.domain.cases import Case, CaseTrace, Event
from supervision.domain.findings import Certainty, Severity
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import Required, RuleHead, Selector, Sentence, Stage, Wording
from supervision.domain.values import OFFICE_ZONE, Instant, instant, start_of
from supervision.office.imports import import_cases
from supervision.office.sweeps import sweep
from supervision.office.watching import Watch

NOW = instant(dt.datetime(2026, 5, 1, 9, tzinfo=OFFICE_ZONE))
SIGNED, ENSURED = dt.date(2026, 3, 10), dt.date(2026, 3, 9)

LAWYER = Required(
    head=RuleHead(
        code="LAWYER",
        version=1,
        name=Wording(zh="值班律师在场", en="Lawyer present"),
        basis="gz-267",
        valid_from=dt.date(2020, 1, 1),
        certainty=Certainty.CONFIRMED,
        severity=Severity.SLIGHT,
        problem_code="plea",
        sentences=tuple(
            Sentence(stage=stage, zh="{case}", en="{case}") for stage in (Stage.MISSING, Stage.LATE)
        ),
    ),
    required=Selector(events=("lawyer_ensured",)),
    before=Selector(events=("plea_signed",)),
)
WATCH = Watch(book=RuleBook(rules=(LAWYER,)), engine_name="reference", engine=ReferenceEngine())


class DeadlyClock:
    """Stands still, and kills its process when it is asked the time once too often.

    An office asks its clock once or twice per transaction, so counting is a way to stop it
    between any two of them.
    """

    def __init__(self, asked: int | None = None, doomed: Callable[[], bool] | None = None) -> None:
        self.asked = 0
        self.last = asked
        self.doomed = doomed

    def __call__(self) -> Instant:
        self.asked += 1
        if self.asked == self.last or (self.doomed and self.doomed()):
            os.kill(os.getpid(), signal.SIGKILL)
        return NOW


def traces(first: int, last: int, *, ensured: bool = False) -> Iterator[CaseTrace]:
    """Yield cases of these numbers, in which the lawyer was there or not."""
    for number in range(first, last + 1):
        kinds = {"plea_signed": SIGNED} | ({"lawyer_ensured": ENSURED} if ensured else {})
        events = tuple(
            Event(id=kind, type=kind, occurred_at=start_of(day), day=day)
            for kind, day in kinds.items()
        )
        case = Case(
            number=f"马检刑诉受〔2026〕{number}号", line="审查起诉", department="第一检察部"
        )
        yield CaseTrace(case=case, events=events)


def import_into(toml: str, file: str, *, deadly: bool) -> bool:
    """Import a file; a deadly one dies as soon as the case store holds its cases. Say whether
    the import was new."""
    clock = DeadlyClock()
    with fo.opened(Path(toml), now=clock) as office:
        if deadly:
            clock.doomed = lambda: office.cases.count()[0] > 0
        return import_cases(office, fo.HEAD, [Path(file)]).new


def sweep_over(toml: str, asked: int | None) -> int:
    """Sweep, and die when the clock is asked that often; return how often it was asked."""
    clock = DeadlyClock(asked)
    with fo.opened(Path(toml), now=clock) as office:
        sweep(office, fo.HEAD, WATCH)
    return clock.asked
