"""Material lists (材料清单): what a department must hand in for a work, and what it has.

What was asked once is offered for reuse: 《整治形式主义为基层减负若干规定》 (2024-08-06) forbids asking
the same departments for the same forms and materials again and again. A material is the same
when the department is the same and its code is, or, where one has no code, its name.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.handovers import HandedOver, moved
from supervision.domain.lives import begun
from supervision.domain.names import folded
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.values import DepartmentId, Sealed

__all__ = [
    "MATERIAL_LIST",
    "AskMaterials",
    "AskedMaterial",
    "Material",
    "MaterialAccepted",
    "MaterialChange",
    "MaterialHandedIn",
    "MaterialList",
    "MaterialReturned",
    "MaterialReused",
    "MaterialState",
    "MaterialsAsked",
    "MaterialsEntered",
    "MaterialsVoided",
    "evolve_materials",
]


class MaterialState(enum.Enum):
    """State of a material list (材料状态)."""

    ASKED = "asked"
    HANDED_IN = "handed_in"
    ACCEPTED = "accepted"
    VOIDED = "voided"


@attrs.frozen(kw_only=True)
class AskedMaterial:
    """A material to ask for (所需材料).

    Attributes:
        name: what people call it.
        code: code of a form or table; empty where there is none.
    """

    name: str
    code: str = ""


@attrs.frozen(kw_only=True)
class Material:
    """A material on a list (材料).

    Attributes:
        name, code: as in `AskedMaterial`.
        offered_from: a list on which the department had handed it in when it was asked for.
        received_on: when it came; `None` while it is missing.
        content: what came, sealed.
        reference: where it lies, when it was not copied.
        valid_until: last day it may be reused; with `received_on` and `None`: lastingly.
        reused_from: the list it was taken over from.
    """

    name: str
    code: str = ""
    offered_from: str | None = None
    received_on: dt.date | None = None
    content: Sealed | None = None
    reference: str = ""
    valid_until: dt.date | None = None
    reused_from: str | None = None

    def same_as(self, other: AskedMaterial) -> bool:
        """Whether both are the same material (同一材料)."""
        if self.code and other.code:
            return self.code == other.code
        return folded(self.name) == folded(other.name)

    def usable_on(self, day: dt.date) -> bool:
        """Whether it was handed in for this very list by that day and still serves (可复用)."""
        if self.received_on is None or self.reused_from is not None or self.received_on > day:
            return False
        return self.valid_until is None or day <= self.valid_until


@attrs.frozen(kw_only=True)
class AskMaterials:
    """Ask a department for materials (要求提供材料). Fields as in `MaterialList`."""

    work: str
    title: str
    department: DepartmentId
    due_on: dt.date
    materials: tuple[AskedMaterial, ...]


@attrs.frozen(kw_only=True)
class MaterialList:
    """Materials asked of a department (材料清单).

    Attributes:
        id, unit: as in every record.
        work: the work of a decision they serve.
        decision: the decision of that work.
        title: one line.
        department: who must hand them in.
        state: where it stands.
        asked_on, due_on: when they were asked for, and the last day as first set.
        materials: in the order they were asked for.
        clock: clock of the list.
        returns: how often a material was returned.
        accepted_on: when all were accepted.
        late: whether the last one came after the last day; `None` until they are accepted.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    work: str
    decision: str
    title: str
    department: DepartmentId
    state: MaterialState
    asked_on: dt.date
    due_on: dt.date
    materials: tuple[Material, ...]
    clock: str | None = None
    returns: int = 0
    accepted_on: dt.date | None = None
    late: bool | None = None
    imported: str | None = None

    @property
    def complete(self) -> bool:
        """Whether every material has come (交齐)."""
        return all(one.received_on is not None for one in self.materials)

    @property
    def received_on(self) -> dt.date | None:
        """When the last of those that came did."""
        days = [one.received_on for one in self.materials if one.received_on is not None]
        return max(days, default=None)

    @property
    def held(self) -> tuple[str, ...]:
        """Codes and names of what was handed in for this list, to be found by."""
        own = [
            one for one in self.materials if one.received_on is not None and one.reused_from is None
        ]
        return tuple(key for one in own for key in (one.code, folded(one.name)))


@attrs.frozen(kw_only=True)
class MaterialsAsked:
    """Materials were asked for (要求提供材料). `materials` name the offers found at that time."""

    id: str
    unit: str
    act: Act
    work: str
    decision: str
    title: str
    department: DepartmentId
    due_on: dt.date
    materials: tuple[Material, ...]
    clock: str


@attrs.frozen(kw_only=True)
class MaterialHandedIn:
    """The department handed a material in (提交材料). `index` counts from 0."""

    act: Act
    index: int
    content: Sealed | None = None
    reference: str = ""
    valid_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class MaterialReused:
    """A material already handed in was taken over (复用材料)."""

    act: Act
    index: int
    source: str
    content: Sealed | None = None
    reference: str = ""
    valid_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class MaterialReturned:
    """A material was returned (退回材料)."""

    act: Act
    index: int


@attrs.frozen(kw_only=True)
class MaterialAccepted:
    """All materials were accepted (收讫)."""

    act: Act
    late: bool


@attrs.frozen(kw_only=True)
class MaterialsVoided:
    """The list was voided (作废)."""

    act: Act


@attrs.frozen(kw_only=True)
class MaterialsEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: MaterialList


MaterialChange = (
    MaterialsAsked
    | MaterialHandedIn
    | MaterialReused
    | MaterialReturned
    | MaterialAccepted
    | MaterialsVoided
    | HandedOver
)


def evolve_materials(
    listed: MaterialList | None, change: MaterialChange | MaterialsEntered
) -> MaterialList:
    """Build the list from its last state and one change. Never refuses."""
    if isinstance(change, MaterialsEntered):
        return change.record
    if isinstance(change, MaterialsAsked):
        return MaterialList(
            id=change.id,
            unit=change.unit,
            work=change.work,
            decision=change.decision,
            title=change.title,
            department=change.department,
            state=MaterialState.ASKED,
            asked_on=change.act.on,
            due_on=change.due_on,
            materials=change.materials,
            clock=change.clock,
        )
    listed = begun(listed, change)
    match change:
        case MaterialHandedIn() | MaterialReused():
            return _received(listed, change)
        case MaterialReturned():
            missing = attrs.evolve(
                listed.materials[change.index],
                received_on=None,
                content=None,
                reference="",
                valid_until=None,
                reused_from=None,
            )
            listed = _with(listed, change.index, missing)
            return attrs.evolve(listed, state=MaterialState.ASKED, returns=listed.returns + 1)
        case MaterialAccepted():
            return attrs.evolve(
                listed,
                state=MaterialState.ACCEPTED,
                accepted_on=change.act.on,
                late=change.late,
            )
        case MaterialsVoided():
            return attrs.evolve(listed, state=MaterialState.VOIDED)
        case HandedOver():
            department = moved(listed.department, change) or listed.department
            return attrs.evolve(listed, department=department)
        case _:
            assert_never(change)


def _with(listed: MaterialList, index: int, material: Material) -> MaterialList:
    before, after = listed.materials[:index], listed.materials[index + 1 :]
    return attrs.evolve(listed, materials=(*before, material, *after))


def _received(listed: MaterialList, change: MaterialHandedIn | MaterialReused) -> MaterialList:
    material = attrs.evolve(
        listed.materials[change.index],
        received_on=change.act.on,
        content=change.content,
        reference=change.reference,
        valid_until=change.valid_until,
        reused_from=change.source if isinstance(change, MaterialReused) else None,
    )
    listed = _with(listed, change.index, material)
    return attrs.evolve(
        listed, state=MaterialState.HANDED_IN if listed.complete else MaterialState.ASKED
    )


MATERIAL_LIST: RecordKind[MaterialList] = RecordKind(
    name="material_list",
    prefix="mtl",
    cls=MaterialList,
    evolve=evolve_materials,
    changes=(
        ChangeType("material_list.asked", MaterialsAsked),
        ChangeType("material_list.handed_in", MaterialHandedIn),
        ChangeType("material_list.reused", MaterialReused),
        ChangeType("material_list.returned", MaterialReturned),
        ChangeType("material_list.accepted", MaterialAccepted),
        ChangeType("material_list.voided", MaterialsVoided),
        ChangeType("material_list.handed_over", HandedOver),
        ChangeType("material_list.entered", MaterialsEntered),
    ),
    indexed=(
        Column("state"),
        Column("imported"),
        Column("work"),
        Column("decision"),
        Column("department"),
        Column("late", ColumnType.INTEGER),
        Column("asked_on", ColumnType.DATE),
        Column("due_on", ColumnType.DATE),
        Column("received_on", ColumnType.DATE),
        Column("accepted_on", ColumnType.DATE),
        Column("asked_for", ColumnType.INTEGER, lambda listed: len(listed.materials)),
        Column(
            "reused",
            ColumnType.INTEGER,
            lambda listed: sum(one.reused_from is not None for one in listed.materials),
        ),
    ),
    indexes=(("state", "due_on"), ("department", "state"), ("work",)),
    many=(Many("held"),),
    sealed=("materials",),
)
