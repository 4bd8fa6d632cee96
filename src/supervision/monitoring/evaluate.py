"""Evaluation (规则运算): an engine over a stream of cases, collected unit by unit. No writing.

A rule that could not judge a case is left out altogether, so that half of what it saw is
never taken for all of it. An engine that fails as a whole leaves out every rule.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from supervision.domain.cases import CaseTrace
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import RuleHead, RuleRef, Yields, ref_of
from supervision.domain.sightings import Figure, RuleFault, Sighting
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.errors import PluginFailure
from supervision.monitoring.alarms import Alarms
from supervision.monitoring.functions import run_functions
from supervision.monitoring.reconcile import Names, Placed, place, unique
from supervision.ports.monitoring import Engine, StandingEngine, SweepContext

__all__ = ["Evaluation", "Seen", "evaluate", "evaluate_changes"]

_log = logging.getLogger("supervision.monitoring")


@attrs.frozen(kw_only=True)
class Seen:
    """What was seen in the cases of one unit (一院所见).

    Attributes:
        placed: sightings by detection id, sorted.
        judged: numbers of the cases judged; also the empty one, of figures, where rules look at
            many cases at once.
    """

    placed: Mapping[str, Placed] = attrs.field(factory=dict)
    judged: frozenset[str] = frozenset()


@attrs.frozen(kw_only=True)
class Evaluation:
    """What a sweep saw (运算结果).

    Attributes:
        units: by unit.
        listed: what rules that yield a reminder list saw; recorded nowhere.
        figures: what the indicators came to, by rule, period and group.
        faults: what could not be judged; the rules named here saw nothing.
        unplaced: sightings in cases whose unit nobody knows.
        units_unknown, departments_unknown, handlers_unknown: names nobody knows, sorted. For
            people only: they are recorded nowhere.
    """

    units: Mapping[UnitId, Seen]
    listed: tuple[Sighting, ...] = ()
    figures: tuple[Figure, ...] = ()
    faults: tuple[RuleFault, ...] = ()
    unplaced: int = 0
    units_unknown: tuple[str, ...] = ()
    departments_unknown: tuple[str, ...] = ()
    handlers_unknown: tuple[str, ...] = ()

    def of(self, unit: UnitId) -> Seen:
        """Return what was seen in a unit, possibly nothing."""
        return self.units.get(unit, Seen())


def evaluate(
    engine: Engine,
    book: RuleBook,
    traces: Iterable[CaseTrace],
    context: SweepContext,
    names: Names,
    progress: Callable[[], None] = lambda: None,
    again: Callable[[], Iterable[CaseTrace]] | None = None,
    held: Sequence[RuleFault] = (),
) -> Evaluation:
    """Let the engine judge the cases, and put ids in place of names (运算).

    Args:
        engine: the engine.
        book: the rules.
        traces: the cases; each is judged once.
        context: instant and calendar.
        names: the directory.
        progress: called once per case read.
        again: reads the same cases once more, for function rules; without it they are held in
            memory for them.
        held: faults known beforehand; what their rules see is left out.
    """
    taking = _Taking(book, context, names, held)

    kept: list[CaseTrace] = []

    def read() -> Iterator[CaseTrace]:
        for trace in traces:
            taking.case(trace.case.number, trace.case.unit)
            if book.functions and again is None:
                kept.append(trace)
            taking.alarms.read(trace)
            progress()
            yield trace

    stream = read()
    try:
        for one in engine.sweep(book.rules, stream, context):
            taking.take(one)
    except PluginFailure as failure:
        taking.fail(failure)
    deque(stream, maxlen=0)  # an engine that fails may leave cases unread
    taking.run_functions(lambda: kept if again is None else again())
    return taking.evaluation()


def evaluate_changes(
    engine: StandingEngine,
    book: RuleBook,
    context: SweepContext,
    names: Names,
    read: Callable[[tuple[str, ...]], Iterable[CaseTrace]],
    progress: Callable[[], None] = lambda: None,
    held: Sequence[RuleFault] = (),
) -> tuple[Evaluation, int]:
    """Let an engine judge all cases by what it kept; return how many it computed besides (增量运算).

    Args:
        engine: the engine, which reads the case store itself.
        book: the rules; function rules read every case as ever.
        context: instant and calendar.
        names: the directory.
        read: reads the cases with some numbers, all of them for none.
        progress: called once per case judged.
        held: faults known beforehand; what their rules see is left out.
    """
    taking = _Taking(book, context, names, held)
    computed = 0
    try:
        swept = engine.sweep(book.rules, context)
    except PluginFailure as failure:
        taking.fail(failure)
    else:
        computed = swept.computed
        for number, unit in swept.cases:
            taking.case(number, unit)
            progress()
        for one in swept.seen:
            taking.take(one)
        if numbers := taking.numbers_with_alarms():
            for trace in read(numbers):
                taking.alarms.read(trace)
    taking.run_functions(lambda: read(()))
    return taking.evaluation(), computed


class _Taking:
    """What engine and function rules say, as it comes (接收所见). Used once."""

    def __init__(
        self, book: RuleBook, context: SweepContext, names: Names, held: Sequence[RuleFault]
    ) -> None:
        self.alarms = Alarms(book.heads, context.now)
        self._book = book
        self._context = context
        self._refs = set(book.refs())
        self._known = _KnownNames(names)
        self._held = held
        self._judged: dict[UnitId, set[str]] = {}
        self._sightings: list[Sighting] = []
        self._figures: list[Figure] = []
        self._faults: list[RuleFault] = [*held]

    def case(self, number: str, unit_name: str | None) -> None:
        """Take note of a case that is judged."""
        unit = self._known.unit(unit_name)
        if unit is not None:
            self._judged.setdefault(unit, set()).add(number)

    def take(self, one: Sighting | Figure | RuleFault) -> None:
        """Take what was seen."""
        if isinstance(one, RuleFault):
            self._faults.append(one)
        elif one.rule not in self._refs:
            case = one.case if isinstance(one, Sighting) else None
            self._faults.append(RuleFault(rule=one.rule, case=case, code="sweep.foreign_rule"))
        elif isinstance(one, Figure):
            self._figures.append(one)
        else:
            self._sightings.append(one)

    def fail(self, failure: PluginFailure) -> None:
        """Leave out every rule of an engine that failed as a whole."""
        _log.error("the sweep engine failed: %s", failure)
        engines = (ref_of(rule) for rule in self._book.rules)
        self._faults = [*self._held, *(RuleFault(rule=ref, code=failure.code) for ref in engines)]

    def numbers_with_alarms(self) -> tuple[str, ...]:
        """Return the cases whose alarms matter to what was seen."""
        return tuple(
            sorted({one.case for one in self._sightings if self.alarms.asks(one.rule) and one.case})
        )

    def run_functions(self, read: Callable[[], Iterable[CaseTrace]]) -> None:
        """Run the function rules over the cases."""

        def cases() -> Iterator[CaseTrace]:
            for trace in read():
                self.alarms.read(trace)
                yield trace

        for one in run_functions(self._book.functions, cases, self._context):
            self.take(one)

    def evaluation(self) -> Evaluation:
        """Return everything in its place."""
        for fault in self._faults:
            _log.warning("rule %s could not be judged: %s", fault.rule, fault.code)
        seen = (self._sightings, self._figures, self._faults)
        return _collected(self._book, seen, self._judged, self._known, self.alarms)


def _collected(
    book: RuleBook,
    seen: tuple[Sequence[Sighting], Sequence[Figure], Sequence[RuleFault]],
    judged: Mapping[UnitId, set[str]],
    known: _KnownNames,
    alarms: Alarms,
) -> Evaluation:
    sightings, figures, faults = seen
    failed = {fault.rule for fault in faults}
    heads: dict[RuleRef, RuleHead] = {
        RuleRef(code=head.code, version=head.version): head for head in book.heads
    }
    by_unit: dict[UnitId, list[Placed]] = {unit: [] for unit in judged}
    figured = {""} if book.sees_many else set()
    listed: list[Sighting] = []
    unplaced = 0
    for sighting in sightings:
        if sighting.rule in failed:
            continue
        if heads[sighting.rule].yields is Yields.LIST:
            if alarms.of(sighting) is None:
                listed.append(sighting)
            continue
        placed = place(sighting, heads[sighting.rule], known, alarms.of(sighting))
        if placed is None:
            unplaced += 1
        else:
            by_unit.setdefault(placed.unit, []).append(placed)
    return Evaluation(
        units={
            unit: Seen(placed=unique(placed), judged=frozenset({*judged.get(unit, ()), *figured}))
            for unit, placed in sorted(by_unit.items())
        },
        listed=tuple(sorted(listed, key=_list_order)),
        figures=tuple(
            sorted(
                (one for one in figures if one.rule not in failed),
                key=lambda one: (one.rule, one.period, tuple(name or "" for name in one.group)),
            )
        ),
        faults=tuple(sorted(faults, key=lambda fault: (fault.rule, fault.case or "", fault.code))),
        unplaced=unplaced,
        units_unknown=known.unknown("unit"),
        departments_unknown=known.unknown("department"),
        handlers_unknown=known.unknown("officer"),
    )


def _list_order(one: Sighting) -> tuple[RuleRef, str, str, str, tuple[str, ...]]:
    return (one.rule, one.department or "", one.case, one.party or "", one.anchor)


class _KnownNames:
    """Asks the directory once for each name, and remembers what it did not know."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._units: dict[str | None, UnitId | None] = {}
        self._departments: dict[tuple[str, UnitId], DepartmentId | None] = {}
        self._officers: dict[tuple[str, UnitId], OfficerId | None] = {}
        self._unknown: dict[str, set[str]] = {"unit": set(), "department": set(), "officer": set()}

    def unit(self, name: str | None) -> UnitId | None:
        if name not in self._units:
            self._units[name] = self._names.unit(name)
            self._note("unit", name, self._units[name])
        return self._units[name]

    def department(self, name: str, unit: UnitId) -> DepartmentId | None:
        key = (name, unit)
        if key not in self._departments:
            self._departments[key] = self._names.department(name, unit)
            self._note("department", name, self._departments[key])
        return self._departments[key]

    def officer(self, name: str, unit: UnitId) -> OfficerId | None:
        key = (name, unit)
        if key not in self._officers:
            self._officers[key] = self._names.officer(name, unit)
            self._note("officer", name, self._officers[key])
        return self._officers[key]

    def _note(self, kind: str, name: str | None, found: object) -> None:
        if found is None:
            self._unknown[kind].add(name or "")

    def unknown(self, kind: str) -> tuple[str, ...]:
        return tuple(sorted(self._unknown[kind]))
