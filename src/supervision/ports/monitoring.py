"""Rule packs and sweep engines (监控接口): what is watched for, and who looks.

An engine says what the rules mean for a stream of cases. All engines see the same: equal
rules, cases and context give equal sightings, in any order. The reference engine of the core
is the meaning of the rules; another engine is judged by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeAlias

import attrs

from supervision.domain.cases import CaseTrace
from supervision.domain.function_rules import FunctionRule, SweepContext
from supervision.domain.rules import Rule
from supervision.domain.sightings import Figure, RuleFault, Sighting

__all__ = ["Engine", "PackItem", "RulePack", "RuleText", "SweepContext", "SweepEngine"]


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
class SweepEngine:
    """Offers a way to evaluate rules (监控引擎).

    Attributes:
        name: name in the TOML, in `--engine` and in every run.
        zh, en: title.
        open: makes the engine.
    """

    name: str
    zh: str
    en: str
    open: Callable[[], Engine]
