"""The case store in memory (内存案件库): for tests and trials."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping

import attrs

from supervision.domain.cases import CaseTrace
from supervision.errors import UsageError
from supervision.ports.cases import CaseFilter, IngestReport
from supervision.ports.snapshots import linked_cases, merged

__all__ = ["MemoryCases"]

_ALL = CaseFilter()


@attrs.frozen
class _Held:
    trace: CaseTrace
    ingested: int


@attrs.frozen
class _State:
    cases: Mapping[str, _Held]
    watermark: int


class MemoryCases:
    """A case store in memory. An ingest replaces the whole state in one assignment.

    Example:
        >>> MemoryCases().count()
        (0, 0)
    """

    def __init__(self) -> None:
        self._state = _State({}, 0)
        self._writer = threading.Lock()
        self._closed = False

    def ingest(self, traces: Iterable[CaseTrace]) -> IngestReport:
        self._check()
        with self._writer:
            cases = dict(self._state.cases)
            mark = self._state.watermark + 1
            created, changed, unchanged = 0, 0, 0
            delivered: set[str] = set()
            for trace in traces:
                number = trace.case.number
                delivered.add(number)
                held = cases.get(number)
                fresh = merged(held.trace if held else None, trace)
                if held is None:
                    created += 1
                elif held.trace == fresh:
                    unchanged += 1
                    continue
                else:
                    changed += 1
                cases[number] = _Held(fresh, mark)
            if created or changed:
                self._state = _State(cases, mark)
            return IngestReport(
                created=created,
                changed=changed,
                unchanged=unchanged,
                events=sum(len(cases[number].trace.events) for number in delivered),
                watermark=self._state.watermark,
            )

    def traces(self, scope: CaseFilter = _ALL, after: int = 0) -> Iterator[CaseTrace]:
        self._check()
        cases = self._state.cases
        traces = {number: held.trace for number, held in cases.items()}
        return iter(
            [
                linked_cases(traces[number], traces)
                for number in sorted(cases)
                if cases[number].ingested > after and _within(scope, cases[number].trace)
            ]
        )

    def count(self) -> tuple[int, int]:
        self._check()
        cases = self._state.cases
        return len(cases), sum(len(held.trace.events) for held in cases.values())

    def watermark(self) -> int:
        self._check()
        return self._state.watermark

    def close(self) -> None:
        self._closed = True

    def _check(self) -> None:
        if self._closed:
            raise UsageError("storage.closed")


def _within(scope: CaseFilter, trace: CaseTrace) -> bool:
    case = trace.case
    return (
        (not scope.units or case.unit in scope.units)
        and (not scope.departments or case.department in scope.departments)
        and (not scope.numbers or case.number in scope.numbers)
    )
