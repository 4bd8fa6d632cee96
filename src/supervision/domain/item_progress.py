"""Progress and effect of an item (进展与成效): one log by several channels, and indicators.

The seed office follows its items by network, telephone, written reply and meeting (网络、电话、
书面、会议); all of it stands in one log on the item. An effect is bound to an indicator with its
value before and after, as exact numbers, so that it can be counted and not only told.
"""

from __future__ import annotations

import datetime as dt
import enum
from fractions import Fraction

import attrs

from supervision.domain.names import check_text
from supervision.domain.values import OfficerId, check_day
from supervision.errors import Refused

__all__ = [
    "IndicatorEffect",
    "MeasureEffect",
    "Progress",
    "ProgressChannel",
    "check_effects",
    "measured",
]


class ProgressChannel(enum.Enum):
    """How progress was learned (跟踪方式)."""

    NETWORK = "network"
    """网络"""
    TELEPHONE = "telephone"
    """电话"""
    WRITTEN = "written"
    """书面"""
    MEETING = "meeting"
    """会议"""


@attrs.frozen(kw_only=True)
class Progress:
    """One entry of an item's log (进展).

    Attributes:
        on, by: day and author.
        text: what was reported, said or decided.
        channel: how it was learned; `None` where nobody said.
        step: the step of the workflow it was given with; empty for progress alone.
        requirement: which requirement it is about, from 0.
    """

    on: dt.date
    by: OfficerId
    text: str
    channel: ProgressChannel | None = None
    step: str = ""
    requirement: int | None = None


@attrs.frozen(kw_only=True)
class IndicatorEffect:
    """An effect bound to an indicator (成效指标).

    Attributes:
        indicator: code of the indicator, such as `案-件比`.
        unit: unit of the values, such as `件/案`, `%`, `日`.
        before, before_on: value before, and the day it is of.
        expected: value hoped for.
        after, after_on: value reached, and the day it is of.

    Example:
        >>> ratio = IndicatorEffect(indicator="案-件比", unit="件/案",
        ...                         before=Fraction("2.02"), after=Fraction("1.54"))
        >>> ratio.change
        Fraction(-12, 25)
    """

    indicator: str
    unit: str
    before: Fraction | None = None
    before_on: dt.date | None = None
    expected: Fraction | None = None
    after: Fraction | None = None
    after_on: dt.date | None = None

    @property
    def change(self) -> Fraction | None:
        """After less before; `None` while one of them is not known."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@attrs.frozen(kw_only=True)
class MeasureEffect:
    """Enter the value an indicator has reached (登记成效).

    Attributes:
        indicator: code of the indicator.
        after: value reached.
        after_on: the day it is of; by default that of the act.
        unit, before, before_on: as in `IndicatorEffect`; needed where the item does not have
            them yet.
    """

    indicator: str
    after: Fraction
    after_on: dt.date | None = None
    unit: str = ""
    before: Fraction | None = None
    before_on: dt.date | None = None


def check_effects(effects: tuple[IndicatorEffect, ...]) -> tuple[IndicatorEffect, ...]:
    """Return the effects with stripped texts.

    Raises:
        Refused: `text.*` for code and unit, `item.indicator_twice`, `item.effect_dates`.
    """
    checked: list[IndicatorEffect] = []
    for one in effects:
        effect = attrs.evolve(
            one,
            indicator=check_text(one.indicator, place="indicator"),
            unit=check_text(one.unit, place="unit"),
        )
        if effect.indicator in {other.indicator for other in checked}:
            raise Refused("item.indicator_twice", indicator=effect.indicator)
        _check_days(effect)
        checked.append(effect)
    return tuple(checked)


def _check_days(effect: IndicatorEffect) -> None:
    first, last = effect.before_on, effect.after_on
    if first is not None and last is not None and last < first:
        raise Refused(
            "item.effect_dates",
            indicator=effect.indicator,
            before=first.isoformat(),
            after=last.isoformat(),
        )


def measured(
    bound: IndicatorEffect | None, command: MeasureEffect, *, on: dt.date
) -> IndicatorEffect:
    """Return the effect with its value reached.

    Args:
        bound: what the item says of the indicator, if it does.
        command: what was measured.
        on: day of the act.

    Raises:
        Refused: `text.*`; `field.missing` (before) when no value before is known;
            `item.indicator_unit` when the unit differs; `item.effect_dates`;
            `item.effect_future` for a value of a day behind the act.
    """
    unit = command.unit.strip() or (bound.unit if bound else "")
    if bound is not None and unit != bound.unit:
        raise Refused(
            "item.indicator_unit", indicator=bound.indicator, found=unit, expected=bound.unit
        )
    after_on = check_day(command.after_on or on, place="after_on")
    if after_on > on:
        raise Refused("item.effect_future", found=after_on.isoformat(), on=on.isoformat())
    before = command.before if command.before is not None else (bound.before if bound else None)
    if before is None:
        raise Refused("field.missing", field="before")
    effect = IndicatorEffect(
        indicator=command.indicator,
        unit=unit,
        before=before,
        before_on=command.before_on or (bound.before_on if bound else None),
        expected=bound.expected if bound else None,
        after=command.after,
        after_on=after_on,
    )
    return check_effects((effect,))[0]
