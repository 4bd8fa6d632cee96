"""Indicators (指标): figures over many cases, as data. They are an aid of analysis.

An indicator adds up whole numbers over cases, group by group and period by period, and divides
two sums once at the end; so parts of a population can be added up and give the same as the
whole. It yields figures. Only a threshold makes a sighting of a figure.
"""

from __future__ import annotations

import enum

import attrs

from supervision.domain.rule_parts import RuleHead, Selector

__all__ = ["By", "Each", "Figures", "Indicator", "Measure", "Per", "Threshold"]


class Each(enum.Enum):
    """What a measure adds up (计量)."""

    CASE = "case"
    """件数: 1 for each subject, on the day its case was accepted."""
    EVENT = "event"
    """次数: 1 for each strict event, on its day."""
    SUM = "sum"
    """数额: the number in a card field of each strict event, on its day; of each subject's
    case where no event is named, on the day of acceptance. No number, no contribution."""
    SPAN = "span"
    """用时: calendar days from the first strict event of `events` to the first strict event of
    `to` that may stand after it, on the day of the latter."""


class Figures(enum.Enum):
    """How the figure is made (算法)."""

    RATIO = "ratio"
    """比率: sum of `top` by sum of `bottom`."""
    MEAN = "mean"
    """平均: sum of `top` by the number of its contributions."""
    SHARE = "share"
    """占比: sum of `top` by the same of all groups of the period."""


class By(enum.Enum):
    """What groups are made of (分组), each as the export writes it."""

    LINE = "line"
    UNIT = "unit"
    DEPARTMENT = "department"
    HANDLER = "handler"


class Per(enum.Enum):
    """The periods (周期), named `2026-05`, `2026-Q2`, `2026`; `all` has one, named `""`."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


@attrs.frozen(kw_only=True)
class Measure:
    """What is added up (计量项).

    Attributes:
        each: what makes a contribution.
        lines: business lines; empty for all of the rule's.
        events: for `event`, `sum` and `span`; for `case`: only cases with such a strict event.
        to: where a span ends.
        field: the card field of a sum.
        daily: events of one day in one subject count once, as the first of them.
        first: only the first so many contributions of a subject; `None` for all.
        minus: it is subtracted.
    """

    each: Each
    lines: tuple[str, ...] = ()
    events: Selector | None = None
    to: Selector | None = None
    field: str | None = None
    daily: bool = False
    first: int | None = None
    minus: bool = False


@attrs.frozen(kw_only=True)
class Threshold:
    """A bound of a figure (界限) as a fraction of whole numbers: 3/2 is `top = 3, bottom = 2`."""

    top: int
    bottom: int = 1


@attrs.frozen(kw_only=True)
class Indicator:
    """A ratio, mean or share by group and period (指标规则).

    Every subject contributes what its measures add up to, in the group its case belongs to and
    the period of the day of each contribution; the rule's validity is asked for that day. The
    figure of a group and period is `top` divided by `bottom`, exact; without anything to
    divide by there is no figure. A figure certainly above `at_most` or below `at_least` is one
    sighting of the group and period, in no single case.

    Attributes:
        head: code, basis, conditions, sentences.
        figure: how it is made.
        top: what is added up.
        bottom: what it is divided by; only for a ratio.
        by: the groups; empty for one of all.
        per: the periods.
        at_most, at_least: thresholds.
    """

    head: RuleHead
    figure: Figures
    top: tuple[Measure, ...]
    bottom: tuple[Measure, ...] = ()
    by: tuple[By, ...] = ()
    per: Per = Per.MONTH
    at_most: Threshold | None = None
    at_least: Threshold | None = None
