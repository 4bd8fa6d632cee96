"""Trying rules out (规则试运行): what they would see, before they go live. Nothing is kept.

The hits shown are a sample that depends on nothing but the seed and the facts: each is put in
its place as `sampling` puts it, by the id it would have, so that anybody can draw it again.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import closing

import attrs

from supervision.domain.cases import CaseTrace
from supervision.domain.detections import detection_id
from supervision.domain.function_rules import SweepContext
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import RuleRef, Stage
from supervision.domain.sampling import place_of
from supervision.domain.sightings import Figure, RuleFault, Sighting
from supervision.monitoring.functions import run_functions
from supervision.monitoring.sentences import told_of
from supervision.ports.monitoring import Engine

__all__ = ["Trial", "TrialCount", "TrialHit", "hit_of", "try_rules"]


@attrs.frozen(kw_only=True)
class TrialCount:
    """How much a rule saw in a department at a stage (试运行计数).

    Attributes:
        rule: code and version.
        department: as the export writes it.
        stage: the stage.
        count: how many sightings.
    """

    rule: RuleRef
    department: str | None
    stage: Stage
    count: int


@attrs.frozen(kw_only=True)
class TrialHit:
    """One sighting of the sample (命中).

    Attributes:
        rule: code and version.
        case, party, department, handler: as the export writes them.
        stage, breached_on: how far it has gone; since when it is a breach.
        zh, en: the rule's sentence.
    """

    rule: RuleRef
    case: str
    party: str | None
    department: str | None
    handler: str | None
    stage: Stage
    breached_on: dt.date | None
    zh: str
    en: str


@attrs.frozen(kw_only=True)
class Trial:
    """What rules would see (试运行结果).

    Attributes:
        cases: cases read.
        seen: sightings in all.
        counts: by rule, department and stage.
        hits: the sample, by rule and case.
        figures: what indicators come to.
        faults: what could not be judged; the rules named here saw nothing.
    """

    cases: int
    seen: int
    counts: tuple[TrialCount, ...]
    hits: tuple[TrialHit, ...]
    figures: tuple[Figure, ...]
    faults: tuple[RuleFault, ...]


def try_rules(
    engine: Engine,
    book: RuleBook,
    read: Callable[[], Iterable[CaseTrace]],
    context: SweepContext,
    *,
    limit: int,
    seed: str,
    progress: Callable[[], None] = lambda: None,
) -> Trial:
    """Let rules judge the cases and count what they see (试运行).

    Args:
        engine: the engine.
        book: the rules.
        read: reads the cases, each time from the first.
        context: instant and calendar.
        limit: how many hits the sample may have.
        seed: chooses the sample.
        progress: called once per case read.

    Raises:
        PluginFailure: the engine failed as a whole.
    """
    trial = _Trial(limit, seed)
    cases = 0

    def counted() -> Generator[CaseTrace, None, None]:
        nonlocal cases
        for trace in read():
            cases += 1
            progress()
            yield trace

    with closing(counted()) as traces:  # an engine that gives up leaves no reading open
        for one in engine.sweep(book.rules, traces, context):
            trial.take(one)
    for one in run_functions(book.functions, read, context):
        trial.take(one)
    return trial.result(book, cases)


class _Trial:
    """A trial under way. Of each rule only the sample is held."""

    def __init__(self, limit: int, seed: str) -> None:
        self._limit = limit
        self._seed = seed
        self._counts: Counter[tuple[RuleRef, str | None, Stage]] = Counter()
        self._samples: dict[RuleRef, list[tuple[int, str, Sighting]]] = {}
        self._figures: list[Figure] = []
        self._faults: list[RuleFault] = []

    def take(self, one: Sighting | Figure | RuleFault) -> None:
        if isinstance(one, RuleFault):
            self._faults.append(one)
        elif isinstance(one, Figure):
            self._figures.append(one)
        else:
            self._counts[one.rule, one.department, one.stage] += 1
            self._sample(one)

    def _sample(self, one: Sighting) -> None:
        id = detection_id(one.unit or "", one)
        # The heap gives up its smallest first: what is negated is the hash to keep low.
        entry = (-int.from_bytes(place_of(self._seed, id)), id, one)
        sample = self._samples.setdefault(one.rule, [])
        if len(sample) < self._limit:
            heapq.heappush(sample, entry)
        elif sample and entry[:2] > sample[0][:2]:
            heapq.heapreplace(sample, entry)

    def result(self, book: RuleBook, cases: int) -> Trial:
        failed = {fault.rule for fault in self._faults}
        counts = [
            TrialCount(rule=rule, department=department, stage=stage, count=count)
            for (rule, department, stage), count in self._counts.items()
            if rule not in failed
        ]
        samples = (sample for rule, sample in self._samples.items() if rule not in failed)
        drawn = sorted((entry for sample in samples for entry in sample), key=_hash_order)
        hits = (hit_of(book, one) for _, _, one in drawn[: self._limit])
        return Trial(
            cases=cases,
            seen=sum(one.count for one in counts),
            counts=tuple(sorted(counts, key=_count_order)),
            hits=tuple(sorted(hits, key=lambda hit: (hit.rule, hit.case, hit.party or "", hit.zh))),
            figures=tuple(one for one in self._figures if one.rule not in failed),
            faults=tuple(self._faults),
        )


def _hash_order(entry: tuple[int, str, Sighting]) -> tuple[int, str]:
    return (-entry[0], entry[1])


def _count_order(one: TrialCount) -> tuple[RuleRef, str, str]:
    return (one.rule, one.department or "", one.stage.value)


def hit_of(book: RuleBook, one: Sighting) -> TrialHit:
    """Return a sighting as people are told of it, names and sentence included."""
    head = book.head(one.rule.code, one.rule.version)
    return TrialHit(
        rule=one.rule,
        case=one.case,
        party=one.party,
        department=one.department,
        handler=one.handler,
        stage=one.stage,
        breached_on=one.breached_on,
        zh=one.rule.code if head is None else told_of(head, one, "zh"),
        en=one.rule.code if head is None else told_of(head, one, "en"),
    )
