"""Milestones (整改节点) of a plan of rectification (整改方案): what, by when, by whom.

A plan may be revised while work goes on; what was reached stays. Milestones set the pace and
are no limits: only the day promised at claiming, or the clock of a measure, makes anybody late.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.acts import Act
from supervision.domain.names import check_text
from supervision.domain.values import OfficerId
from supervision.errors import Refused

__all__ = [
    "Milestone",
    "check_milestone",
    "check_milestones",
    "check_reached",
    "next_milestone",
    "planned",
    "reached",
]


@attrs.frozen(kw_only=True)
class Milestone:
    """One step of a plan (整改节点).

    Attributes:
        text: what will be done, one line.
        due_on: by when.
        officer: who is responsible for it (节点责任人).
        done_on: when it was reached; `None` while open.
        note: what was done.
    """

    text: str
    due_on: dt.date
    officer: OfficerId | None = None
    done_on: dt.date | None = None
    note: str = ""


def check_milestones(
    wanted: tuple[Milestone, ...], *, act: Act, until: dt.date | None = None
) -> tuple[Milestone, ...]:
    """Return the milestones of a plan, earliest first, as they may be entered.

    Args:
        wanted: the open milestones of the plan.
        act: who plans, on which day.
        until: the day promised for the whole; `None`: none was.

    Raises:
        Refused: `milestone.none` for a plan without any; `milestone.range` for a day before
            the act or after the promised one; `text.empty`, `text.line`.
    """
    if not wanted:
        raise Refused("milestone.none")
    for one in wanted:
        if one.due_on < act.on or (until is not None and one.due_on > until):
            raise Refused(
                "milestone.range",
                found=one.due_on.isoformat(),
                earliest=act.on.isoformat(),
                latest=until.isoformat() if until is not None else "",
            )
    clean = (
        attrs.evolve(one, text=check_text(one.text, place="milestone"), done_on=None, note="")
        for one in wanted
    )
    return tuple(sorted(clean, key=lambda one: one.due_on))


def check_milestone(milestones: tuple[Milestone, ...], index: int) -> None:
    """Refuse to reach what is no open milestone.

    Args:
        milestones: those of the plan.
        index: which one, counted from 0.

    Raises:
        Refused: `milestone.unknown` with how many there are, `milestone.reached`.
    """
    if not 0 <= index < len(milestones):
        raise Refused("milestone.unknown", index=index + 1, count=len(milestones))
    if milestones[index].done_on is not None:
        raise Refused("milestone.reached", index=index + 1)


def check_reached(milestones: tuple[Milestone, ...]) -> None:
    """Refuse the end of a rectification whose plan is not carried out.

    Raises:
        Refused: `milestone.open` with the first one that is.
    """
    for index, one in enumerate(milestones):
        if one.done_on is None:
            raise Refused("milestone.open", index=index + 1, due_on=one.due_on.isoformat())


def planned(held: tuple[Milestone, ...], wanted: tuple[Milestone, ...]) -> tuple[Milestone, ...]:
    """Return the plan after a revision: what was reached stays in front."""
    return (*(one for one in held if one.done_on is not None), *wanted)


def reached(
    milestones: tuple[Milestone, ...], index: int, act: Act, note: str
) -> tuple[Milestone, ...]:
    """Return the plan with one milestone reached on the day of the act."""
    done = attrs.evolve(milestones[index], done_on=act.on, note=note)
    return (*milestones[:index], done, *milestones[index + 1 :])


def next_milestone(milestones: tuple[Milestone, ...]) -> dt.date | None:
    """Return the day of the earliest open milestone."""
    return min((one.due_on for one in milestones if one.done_on is None), default=None)
