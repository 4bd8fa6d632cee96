"""Tables of what rules saw that is recorded nowhere (所见表): hits, reminder lists, figures."""

from __future__ import annotations

from collections.abc import Iterable

from supervision.cli.naming import day_text
from supervision.cli.screen import Column, Screen
from supervision.cli.words import value_name
from supervision.domain.sightings import Figure
from supervision.domain.values import format_points
from supervision.monitoring.trials import TrialHit

__all__ = ["shown_figures", "shown_hits"]

_DECIMALS = 2
_HIT = (
    Column("规则", "rule", keep=True),
    Column("案号", "case", keep=True),
    Column("承办人", "handler"),
    Column("阶段", "stage"),
    Column("违规之日", "breached"),
    Column("提示", "sentence"),
)
_FIGURE = (
    Column("规则", "rule", keep=True),
    Column("周期", "period", keep=True),
    Column("分组", "group"),
    Column("数值", "figure", right=True, keep=True),
    Column("分子", "top", right=True),
    Column("分母", "bottom", right=True),
)


def shown_hits(screen: Screen, hits: Iterable[TrialHit]) -> None:
    """Print sightings with their sentences."""
    rows = [
        (
            one.rule.code,
            one.case or "—",
            one.handler or "—",
            value_name(one.stage, screen.lang),
            day_text(one.breached_on),
            one.en if screen.lang == "en" else one.zh,
        )
        for one in hits
    ]
    screen.table(_HIT, rows)


def shown_figures(screen: Screen, figures: Iterable[Figure]) -> None:
    """Print figures with what they are made of."""
    rows = [
        (
            one.rule.code,
            one.period or "—",
            " · ".join(name or "—" for name in one.group),
            format_points(one.value, _DECIMALS),
            str(one.top),
            str(one.bottom),
        )
        for one in figures
    ]
    screen.table(_FIGURE, rows)
