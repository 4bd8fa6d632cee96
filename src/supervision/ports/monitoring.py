"""Rule packs and sweep engines (监控接口): what is watched for, and who looks.

An engine says what the rules mean for a stream of cases. All engines see the same: equal
rules, cases and context give equal sightings, in any order. The reference engine of the core
is the meaning of the rules; another engine is judged by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import attrs

from supervision.domain.cases import CaseTrace
from supervision.domain.function_rules import FunctionRule, SweepContext
from supervision.domain.rules import Rule
from supervision.domain.sightings import Figure, RuleFault, Sighting

__all__ = [
    "Engine",
    "PackItem",
    "RulePack",
    "RuleText",
    "StandingEngine",
    "StandingSweep",
    "SweepContext",
    "SweepEngine",
]

S = TypeVar("S")


@attrs.frozen(kw_only=True)
class RuleText:
    """A file of rules (规则文件), unread.

    Attributes:
        name: file name, for problems.
        text: TOML.
    """

    name: str
    text: str


PackItem: TypeAlias = RuleText | Rule | FunctionRule
"""Rules as TOML or as objects, one model for both, and function rules."""


@attrs.frozen(kw_only=True)
class RulePack:
    """Offers rules (规则包).

    Attributes:
        name: name in the TOML.
        zh, en: title.
        load: returns the rules, function rules among them. They are checked together when an office is opened; a broken
            one is refused with its file, line and key.
    """

    name: str
    zh: str
    en: str
    load: Callable[[], Iterable[PackItem]]


class Engine(Protocol):
    """An opened engine (监控引擎). Holds no state between sweeps; used by one thread at a time."""

    def sweep(
        self, rules: Sequence[Rule], traces: Iterable[CaseTrace], context: SweepContext
    ) -> Iterator[Sighting | Figure | RuleFault]:
        """Yield what the rules see, in any order; an indicator yields its figures.

        No transaction is open. A rule that cannot be evaluated yields a `RuleFault`; what it
        saw before and after is disregarded, and other rules go on. `traces` is read once,
        to its end.
        """
        ...


@attrs.frozen(kw_only=True)
class StandingSweep:
    """What rules see in all cases, though few were computed (增量监控结果).

    Attributes:
        computed: how many cases were computed by this sweep; all of them when nothing that
            fits was kept from an earlier one.
        cases: number and unit, as the export writes it, of every case judged.
        seen: exactly what `Engine.sweep` would yield for these cases.
    """

    computed: int
    cases: Sequence[tuple[str, str | None]]
    seen: Sequence[Sighting | Figure | RuleFault]


class StandingEngine(Protocol):
    """An engine that reads the case store itself and keeps what it saw (增量监控引擎).

    What is kept lies beside the cases. Used by one thread at a time; nothing stays open between
    sweeps.
    """

    def sweep(self, rules: Sequence[Rule], context: SweepContext) -> StandingSweep:
        """Compute the cases that changed since the last sweep, and judge every rule as of now.

        All of it is about one state of the case store. Other rules than last time, another
        calendar or an earlier instant: everything is computed anew. No transaction is open.

        Raises:
            StorageUnavailable: `sweep.standing` when what is kept cannot be opened.
        """
        ...


@attrs.frozen(kw_only=True)
class SweepEngine(Generic[S]):
    """Offers a way to evaluate rules (监控引擎).

    Attributes:
        name: name in the TOML and in every run.
        zh, en: title.
        settings: attrs class of its table `[monitoring.engines.NAME]`.
        open: makes the engine.
        stands_on: names of the storage backends whose case store it can read itself.
        open_standing: makes the engine that keeps what it saw, from its own settings and those
            of the case store. `None`: it sweeps all cases every time.
    """

    name: str
    zh: str
    en: str
    settings: type[S]
    open: Callable[[S], Engine]
    stands_on: tuple[str, ...] = ()
    open_standing: Callable[[S, Any], StandingEngine] | None = None
