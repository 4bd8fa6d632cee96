"""Decisions about material lists (材料清单的决定): ask, hand in, reuse, return, accept.

Which step leads from which state to which is the table `MATERIAL_WORKFLOW`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from supervision.domain.decision_work_steps import check_addressed
from supervision.domain.decision_works import DecisionWork
from supervision.domain.material_lists import (
    AskedMaterial,
    AskMaterials,
    Material,
    MaterialAccepted,
    MaterialHandedIn,
    MaterialList,
    MaterialReturned,
    MaterialReused,
    MaterialsAsked,
    MaterialState,
    MaterialsVoided,
)
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.report_steps import check_request
from supervision.domain.separation import Concerned, Deed
from supervision.domain.values import Sealed
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "MATERIAL_WORKFLOW",
    "HandIn",
    "decide_accept_materials",
    "decide_ask_materials",
    "decide_hand_in",
    "decide_return_material",
    "decide_reuse",
    "decide_void_materials",
]

_S = MaterialState
_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)

MATERIAL_WORKFLOW: Workflow[MaterialState] = Workflow(
    code="material_list",
    zh="材料清单流程",
    en="Course of a material list",
    steps=(
        Step(name="hand_in", sources=(_S.ASKED,)),
        Step(name="reuse", sources=(_S.ASKED,)),
        Step(
            name="return",
            sources=(_S.ASKED, _S.HANDED_IN),
            target=_S.ASKED,
            roles=_INSPECTION,
            independent=True,
            reason=True,
        ),
        Step(
            name="accept",
            sources=(_S.HANDED_IN,),
            target=_S.ACCEPTED,
            roles=_INSPECTION,
            independent=True,
        ),
        Step(
            name="void",
            sources=(_S.ASKED, _S.HANDED_IN),
            target=_S.VOIDED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
            reason=True,
        ),
    ),
)


def _check(step: str, listed: MaterialList, work: DecisionWork, deed: Deed) -> None:
    concerned = Concerned(
        officers=frozenset(work.concerned),
        departments=frozenset({listed.department, *work.departments}),
    )
    MATERIAL_WORKFLOW.check(step, listed.state, deed, concerned)


def decide_ask_materials(
    id: str,
    unit: str,
    command: AskMaterials,
    *,
    work: DecisionWork,
    deed: Deed,
    offers: Mapping[int, str] | None = None,
    clock: str = "",
) -> tuple[MaterialsAsked]:
    """Ask a department for materials (要求提供材料).

    Args:
        id, unit: of the new list.
        command: what is asked of whom, by when.
        work: the work it serves.
        deed: by whom, on which day.
        offers: lists on which the department has handed a material in, by its index.
        clock: clock of the last day.

    Raises:
        Refused: as `check_request`; `decision.not_addressed`, `text.*`, `field.missing`
            (materials), `material.twice`.
    """
    check_request(work, deed, command.due_on)
    check_addressed(work, command.department)
    if not command.materials:
        raise Refused("field.missing", field="materials")
    found = offers or {}
    materials: list[Material] = []
    for index, one in enumerate(command.materials):
        name, code = check_text(one.name, place="name"), one.code.strip()
        if any(other.same_as(AskedMaterial(name=name, code=code)) for other in materials):
            raise Refused("material.twice", name=name)
        materials.append(Material(name=name, code=code, offered_from=found.get(index)))
    return (
        MaterialsAsked(
            id=id,
            unit=unit,
            act=deed.act,
            work=work.id,
            decision=work.decision,
            title=check_text(command.title, place="title"),
            department=command.department,
            due_on=command.due_on,
            materials=tuple(materials),
            clock=clock,
        ),
    )


@attrs.frozen(kw_only=True)
class HandIn:
    """Hand a material in (提交材料).

    Attributes:
        index: which of the list, from 0.
        content: what is handed in, sealed.
        reference: where it lies, when it is not copied.
        valid_until: last day it may be reused for another request.
        lasting: it may be reused lastingly. One of the two must be said: no rule says how long
            a material keeps.
    """

    index: int
    content: Sealed | None = None
    reference: str = ""
    valid_until: dt.date | None = None
    lasting: bool = False


def _missing(listed: MaterialList, index: int) -> Material:
    material = _at(listed, index)
    if material.received_on is not None:
        raise Refused("material.received", index=index + 1)
    return material


def _at(listed: MaterialList, index: int) -> Material:
    if not 0 <= index < len(listed.materials):
        raise Refused("material.unknown", index=index + 1, count=len(listed.materials))
    return listed.materials[index]


def _check_after(deed: Deed, earliest: dt.date) -> None:
    if deed.act.on < earliest:
        raise Refused(
            "decision.too_early", found=deed.act.on.isoformat(), earliest=earliest.isoformat()
        )


def decide_hand_in(
    listed: MaterialList, command: HandIn, *, work: DecisionWork, deed: Deed
) -> tuple[MaterialHandedIn]:
    """Hand a material in (提交材料). Only the department may.

    Raises:
        Refused: `workflow.step`, `material.not_of_department`, `material.unknown`,
            `material.received`, `material.nothing`, `material.validity`, `decision.too_early`.
    """
    _check("hand_in", listed, work, deed)
    if listed.department not in deed.standing.departments:
        raise Refused(
            "material.not_of_department",
            officer=deed.standing.officer,
            department=listed.department,
        )
    _missing(listed, command.index)
    reference = command.reference.strip()
    if command.content is None and not reference:
        raise Refused("material.nothing", index=command.index + 1)
    until = command.valid_until
    if command.lasting == (until is not None) or (until is not None and until < deed.act.on):
        raise Refused("material.validity", index=command.index + 1)
    _check_after(deed, listed.asked_on)
    return (
        MaterialHandedIn(
            act=deed.act,
            index=command.index,
            content=command.content,
            reference=check_text(reference, place="reference") if reference else "",
            valid_until=until,
        ),
    )


def decide_reuse(
    listed: MaterialList,
    index: int,
    source: MaterialList,
    *,
    work: DecisionWork,
    deed: Deed,
) -> tuple[MaterialReused]:
    """Take over a material the department has handed in before (复用材料).

    The department may, and so may the office that asks.

    Args:
        listed: the list that asks for it.
        index: which of the list, from 0.
        source: the list it was handed in for.
        work: the work `listed` serves.
        deed: by whom, on which day.

    Raises:
        Refused: `workflow.step`, `material.not_of_department`, `material.unknown`,
            `material.received`, `decision.too_early`; `material.not_on_offer` when `source` is
            of another department, does not hold it, or it is no longer valid.
    """
    _check("reuse", listed, work, deed)
    standing = deed.standing
    if listed.department not in standing.departments and not standing.roles.intersection(
        _INSPECTION
    ):
        raise Refused(
            "material.not_of_department", officer=standing.officer, department=listed.department
        )
    wanted = _missing(listed, index)
    _check_after(deed, listed.asked_on)
    asked = AskedMaterial(name=wanted.name, code=wanted.code)
    same_department = source.department == listed.department
    held = [
        one
        for one in source.materials
        if same_department
        and source.id != listed.id
        and source.state is not MaterialState.VOIDED
        and one.same_as(asked)
        and one.usable_on(deed.act.on)
    ]
    if not held:
        raise Refused("material.not_on_offer", name=wanted.name, source=source.id)
    return (
        MaterialReused(
            act=deed.act,
            index=index,
            source=source.id,
            content=held[0].content,
            reference=held[0].reference,
            valid_until=held[0].valid_until,
        ),
    )


def decide_return_material(
    listed: MaterialList, index: int, *, work: DecisionWork, deed: Deed
) -> tuple[MaterialReturned]:
    """Return a material, with a reason (退回材料); the clock runs on.

    Raises:
        Refused: `workflow.step`, `separation.*`, `material.unknown`, `material.not_received`.
    """
    _check("return", listed, work, deed)
    if _at(listed, index).received_on is None:
        raise Refused("material.not_received", index=index + 1)
    return (MaterialReturned(act=deed.act, index=index),)


def decide_accept_materials(
    listed: MaterialList, *, work: DecisionWork, deed: Deed, due_on: dt.date
) -> tuple[MaterialAccepted]:
    """Accept a complete list (收讫). `due_on` is the last day with extensions.

    Raises:
        Refused: `workflow.step`, `separation.*`, `decision.too_early`.
    """
    _check("accept", listed, work, deed)
    last = listed.received_on or listed.asked_on
    _check_after(deed, last)
    return (MaterialAccepted(act=deed.act, late=last > due_on),)


def decide_void_materials(
    listed: MaterialList, *, work: DecisionWork, deed: Deed
) -> tuple[MaterialsVoided]:
    """Void a list made by mistake, with a reason (作废)."""
    _check("void", listed, work, deed)
    return (MaterialsVoided(act=deed.act),)
