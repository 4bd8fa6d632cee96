"""Milestones as people type them (整改节点的写法): `what|day|who`."""

from __future__ import annotations

from collections.abc import Callable

from supervision.cli.grammar import option
from supervision.cli.lookup import officer_of
from supervision.cli.values import WHOLE, parse_day
from supervision.domain.milestones import Milestone
from supervision.errors import UsageError
from supervision.office.directory import Directory

__all__ = ["milestone_of", "milestone_options", "reaching"]


def milestone_of(text: str, directory: Directory) -> Milestone:
    """Read `text|day` or `text|day|officer`.

    Raises:
        UsageError: `cli.day` without a day.
        NotFound: `cli.no_officer`.
    """
    what, _, rest = text.partition("|")
    day, _, officer = rest.partition("|")
    due = parse_day(day.strip())
    if due is None:
        raise UsageError("cli.day", name="--milestone", found=day)
    who = officer_of(directory, officer.strip()) if officer.strip() else None
    return Milestone(text=what.strip(), due_on=due, officer=who)


def milestone_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option that names milestones."""
    return option(
        "--milestone",
        "milestones",
        multiple=True,
        required=True,
        zh="节点，写成“内容|期限”或“内容|期限|责任人”，可多次",
        en="a milestone as “what|day” or “what|day|who”",
    )(function)


def reaching(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that name the milestone reached."""
    noted = option("--note", default="", zh="完成情况", en="what was done")(function)
    return option(
        "--number", kind=WHOLE, required=True, zh="第几个节点", en="which milestone, from 1"
    )(noted)
