"""Entries on an item beside its course (事项登记的决定): progress, effect, correction, voiding."""

from __future__ import annotations

import attrs

from supervision.domain.fields import prose
from supervision.domain.item_changes import (
    ItemCorrected,
    ItemEffectMeasured,
    ItemProgressed,
    ItemVoided,
)
from supervision.domain.item_commands import CorrectItem, ItemState
from supervision.domain.item_kinds import ITEM_TABLES, ItemTables
from supervision.domain.item_progress import (
    MeasureEffect,
    ProgressChannel,
    check_effects,
    measured,
)
from supervision.domain.item_steps import check_inspectors, check_item_dates, concerned_by_item
from supervision.domain.items import Item
from supervision.domain.lives import check_correction, corrected
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.requirement_steps import check_index
from supervision.domain.separation import Deed, Standing
from supervision.errors import Refused

__all__ = [
    "CLEARABLE",
    "decide_correct_item",
    "decide_measure_effect",
    "decide_progress",
    "decide_void_item",
]

CLEARABLE = ("supervisor", "starts_on", "due_on", "warn_on")
"""Fields a correction may empty."""

_OFFICE = frozenset({Role.SUPERVISION_HEAD, Role.INSPECTOR})
_BEFORE_ASSIGNMENT = (
    ItemState.DRAFT,
    ItemState.CHECKING,
    ItemState.RETURNED,
    ItemState.OPENED,
)


def decide_progress(
    item: Item,
    text: str,
    channel: ProgressChannel,
    *,
    deed: Deed,
    requirement: int | None = None,
    tables: ItemTables = ITEM_TABLES,
) -> tuple[ItemProgressed]:
    """Enter progress (登记进展): by the office that asked, or by a department that takes part.

    Raises:
        Refused: `workflow.step`, `field.missing` (text), `item.no_requirement`,
            `item.not_involved`.
    """
    tables.workflow(item.kind).check("progress", item.state, deed)
    check_index(item, requirement)
    involved = concerned_by_item(item)
    own = deed.standing
    if not (
        own.roles & _OFFICE
        or own.departments & involved.departments
        or own.officer in {item.supervisor, *item.inspectors, *involved.officers}
    ):
        raise Refused("item.not_involved", officer=own.officer)
    return (
        ItemProgressed(
            act=deed.act, text=prose(text, "text"), channel=channel, requirement=requirement
        ),
    )


def decide_measure_effect(
    item: Item, command: MeasureEffect, *, deed: Deed, tables: ItemTables = ITEM_TABLES
) -> tuple[ItemEffectMeasured]:
    """Enter the value an indicator has reached (登记成效), also after closing.

    Raises:
        Refused: `workflow.step`, `separation.*`, and as `item_progress.measured`.
    """
    concerned = concerned_by_item(item, tables.kind(item.kind))
    tables.workflow(item.kind).check("measure_effect", item.state, deed, concerned)
    indicator = check_text(command.indicator, place="indicator")
    bound = next((one for one in item.effects if one.indicator == indicator), None)
    command = attrs.evolve(command, indicator=indicator)
    return (ItemEffectMeasured(act=deed.act, effect=measured(bound, command, on=deed.act.on)),)


def decide_correct_item(
    item: Item,
    correction: CorrectItem,
    *,
    deed: Deed,
    inspectors: tuple[Standing, ...] = (),
    tables: ItemTables = ITEM_TABLES,
) -> tuple[ItemCorrected]:
    """Correct an entry or fill what was missing, with a reason (更正、补充).

    Args:
        item: the item.
        correction: what is right.
        deed: by whom, on which day, why.
        inspectors: posts on that day of the inspectors it names.
        tables: kinds and workflow tables in force.

    Raises:
        Refused: `workflow.step`, `correction.*`, `text.*`, `item.dates`; `item.lead_fixed`
            once it was assigned; `item.inspectors`, `item.inspector_concerned` for an item
            that was opened; `item.indicator_twice`, `item.effect_dates`.
    """
    kind = tables.kind(item.kind)
    tables.workflow(item.kind).check("correct", item.state, deed, concerned_by_item(item, kind))
    check_correction(item, correction, clearable=CLEARABLE)
    if correction.title is not None:
        correction = attrs.evolve(correction, title=check_text(correction.title, place="title"))
    if correction.effects is not None:
        correction = attrs.evolve(correction, effects=check_effects(correction.effects))
    if correction.lead is not None and item.state not in _BEFORE_ASSIGNMENT:
        raise Refused("item.lead_fixed", id=item.id)
    after = corrected(item, correction)
    check_item_dates(after)
    if item.opened_on is not None:
        check_inspectors(after, kind, inspectors)
    return (ItemCorrected(act=deed.act, correction=correction),)


def decide_void_item(
    item: Item, *, deed: Deed, tables: ItemTables = ITEM_TABLES
) -> tuple[ItemVoided]:
    """Void an item entered by mistake, with a reason (作废)."""
    concerned = concerned_by_item(item, tables.kind(item.kind))
    tables.workflow(item.kind).check("void", item.state, deed, concerned)
    return (ItemVoided(act=deed.act),)
