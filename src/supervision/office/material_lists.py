"""Material lists at work (材料清单办理): ask, hand in, reuse, return, accept.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.

What a department has handed in once is offered when it is asked for again, and one act takes it
over (《整治形式主义为基层减负若干规定》, 2024: not to ask for the same again and again).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from supervision.domain.clocks import CLOCK, Owner
from supervision.domain.decision_works import DECISION_WORK, DecisionWork
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.material_lists import (
    MATERIAL_LIST,
    AskedMaterial,
    AskMaterials,
    Material,
    MaterialList,
    MaterialState,
)
from supervision.domain.material_steps import (
    HandIn,
    decide_accept_materials,
    decide_ask_materials,
    decide_hand_in,
    decide_return_material,
    decide_reuse,
    decide_void_materials,
)
from supervision.domain.names import folded
from supervision.domain.reckoning import LastDay, Term
from supervision.domain.timekeeping import StartClock, moment_of
from supervision.domain.values import DepartmentId, start_of
from supervision.errors import Refused
from supervision.office.acting import Acting, deed_of
from supervision.office.clocks import start_clock, stop_if_lasting
from supervision.office.receivers import answering
from supervision.office.sealed_texts import told_to
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import And, Eq, Has, Not, Or, Predicate

__all__ = [
    "Offer",
    "accept_materials",
    "ask_materials",
    "hand_in",
    "read_material",
    "return_material",
    "reuse_material",
    "reuse_offers",
    "void_materials",
]

PURPOSE = "hand_in_materials"
"""Purpose of a list's clock."""
_WARNING = (Limit(count=2, unit=LimitUnit.DAY),)


@attrs.frozen(kw_only=True)
class Offer:
    """A material the department has handed in before (可复用材料).

    Attributes:
        index: which of the materials asked about, from 0.
        source: the list it was handed in for.
        material: the material as it lies there.
    """

    index: int
    source: str
    material: Material


def _holding(department: DepartmentId, wanted: AskedMaterial) -> Predicate:
    keys = (wanted.code.strip(), folded(wanted.name))
    return And(
        (
            Eq("department", department),
            Not(Eq("state", MaterialState.VOIDED.value)),
            Or(tuple(Has("held", key) for key in keys if key)),
        )
    )


def _offers(
    lists: Sequence[MaterialList], index: int, wanted: AskedMaterial, on: dt.date
) -> list[Offer]:
    return [
        Offer(index=index, source=listed.id, material=material)
        for listed in lists
        for material in listed.materials
        if material.same_as(wanted) and material.usable_on(on)
    ]


def _latest(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """Return the offer received last, if there is any."""
    return tuple(sorted(offers, key=lambda one: (one.material.received_on, one.source))[-1:])


def reuse_offers(
    view: ReadView, department: DepartmentId, wanted: Sequence[AskedMaterial], on: dt.date
) -> tuple[Offer, ...]:
    """Return what the department has handed in before and still serves (可复用材料).

    Args:
        view: what the actor may see.
        department: who would be asked.
        wanted: what would be asked for.
        on: the day of the new request; what is no longer valid then is not offered.

    Returns:
        For each material at most one offer: the one handed in last.
    """
    return tuple(
        offer
        for index, one in enumerate(wanted)
        for offer in _latest(
            _offers(view.select(MATERIAL_LIST, _holding(department, one)), index, one, on)
        )
    )


def ask_materials(work: Work, command: AskMaterials, *, acting: Acting = Acting()) -> str:
    """Ask a department for materials (要求提供材料); return the list's id.

    A material it has handed in before is marked as on offer, see `reuse_material`.
    """
    about = work.load(DECISION_WORK, command.work)
    deed = deed_of(work, acting)
    id = work.new_id(MATERIAL_LIST)
    decide_ask_materials(id, work.unit, command, work=about, deed=deed)
    term = Term(
        started_at=moment_of(deed.act, work.now),
        limit=LastDay(day=command.due_on),
        ladder=_WARNING,
    )
    owner = Owner(kind=MATERIAL_LIST.name, id=id)
    clock = start_clock(work, StartClock(owner=owner, purpose=PURPOSE, term=term), acting=acting)
    offers = {}
    for index, one in enumerate(command.materials):
        holding = work.select(MATERIAL_LIST, _holding(command.department, one))
        for offer in _latest(_offers(holding, index, one, deed.act.on)):
            offers[index] = offer.source
    changes = decide_ask_materials(
        id, work.unit, command, work=about, deed=deed, offers=offers, clock=clock
    )
    work.stage(MATERIAL_LIST, id, changes, acting.reason)
    work.notify("material_list.asked", MATERIAL_LIST, id, answering(work, command.department))
    return id


def _loaded(work: Work, id: str) -> tuple[MaterialList, DecisionWork]:
    listed = work.load(MATERIAL_LIST, id)
    return listed, work.load(DECISION_WORK, listed.work)


def hand_in(work: Work, id: str, command: HandIn, *, acting: Acting = Acting()) -> MaterialList:
    """Hand a material in (提交材料)."""
    listed, about = _loaded(work, id)
    changes = decide_hand_in(listed, command, work=about, deed=deed_of(work, acting))
    return work.stage(MATERIAL_LIST, id, changes, acting.reason)


def reuse_material(
    work: Work,
    id: str,
    index: int,
    *,
    source: str | None = None,
    acting: Acting = Acting(),
) -> MaterialList:
    """Take over a material the department has handed in before (复用材料).

    Args:
        work: the unit of work.
        id: the list that asks for it.
        index: which of the list, from 0.
        source: the list it was handed in for; by default the one that was on offer.
        acting: how it is entered.

    Raises:
        Refused: as `decide_reuse`; `material.no_offer` without an offer.
    """
    listed, about = _loaded(work, id)
    if source is None and 0 <= index < len(listed.materials):
        source = listed.materials[index].offered_from
    if source is None:
        raise Refused("material.no_offer", index=index + 1)
    changes = decide_reuse(
        listed,
        index,
        work.load(MATERIAL_LIST, source),
        work=about,
        deed=deed_of(work, acting),
    )
    return work.stage(MATERIAL_LIST, id, changes, acting.reason)


def return_material(work: Work, id: str, index: int, *, acting: Acting = Acting()) -> MaterialList:
    """Return a material, with a reason (退回材料)."""
    listed, about = _loaded(work, id)
    changes = decide_return_material(listed, index, work=about, deed=deed_of(work, acting))
    return work.stage(MATERIAL_LIST, id, changes, acting.reason)


def accept_materials(work: Work, id: str, *, acting: Acting = Acting()) -> MaterialList:
    """Accept a complete list (收讫); its clock stops at the day the last material came."""
    listed, about = _loaded(work, id)
    clock = work.load(CLOCK, listed.clock) if listed.clock else None
    due_on = clock.due_on if clock else listed.due_on
    changes = decide_accept_materials(listed, work=about, deed=deed_of(work, acting), due_on=due_on)
    accepted = work.stage(MATERIAL_LIST, id, changes, acting.reason)
    last = listed.received_on or listed.asked_on
    stop_if_lasting(work, listed.clock, at=start_of(last), acting=acting)
    return accepted


def void_materials(work: Work, id: str, *, acting: Acting = Acting()) -> MaterialList:
    """Void a list made by mistake, with a reason (作废); its clock is cancelled."""
    listed, about = _loaded(work, id)
    changes = decide_void_materials(listed, work=about, deed=deed_of(work, acting))
    voided = work.stage(MATERIAL_LIST, id, changes, acting.reason)
    stop_if_lasting(work, listed.clock, cancelled=True, acting=acting)
    return voided


def read_material(view: ReadView, id: str, index: int) -> str | None:
    """Return a material as text (查看材料): to the chief, the office and the department.

    Raises:
        Refused: `material.unknown`.
        AccessDenied: `access.sealed` for anybody else.
    """
    listed = view.get(MATERIAL_LIST, id)
    if not 0 <= index < len(listed.materials):
        raise Refused("material.unknown", index=index + 1, count=len(listed.materials))
    return told_to(view, listed.materials[index].content, departments=(listed.department,))
