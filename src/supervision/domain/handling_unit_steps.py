"""Decisions about handling units (办案单元的决定): form, join, leave, lead, disband."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from supervision.domain.handling_units import (
    CorrectHandlingUnit,
    FormHandlingUnit,
    HandlingUnit,
    HandlingUnitCorrected,
    HandlingUnitDisbanded,
    HandlingUnitFormed,
    HandlingUnitState,
    HandlingUnitVoided,
    LeaderNamed,
    MemberJoined,
    MemberLeft,
    Membership,
    overlap,
)
from supervision.domain.lives import check_correction, corrected
from supervision.domain.names import check_text
from supervision.domain.posts import Role
from supervision.domain.separation import Deed
from supervision.domain.values import OfficerId
from supervision.errors import Refused

__all__ = [
    "ROLES",
    "check_free",
    "decide_correct_handling_unit",
    "decide_disband",
    "decide_form",
    "decide_join",
    "decide_leave_unit",
    "decide_name_leader",
    "decide_void_handling_unit",
]

ROLES = (Role.PROSECUTOR, Role.ASSISTANT, Role.CLERK)
"""What somebody may be in a handling unit (办案单元职务)."""


def decide_form(
    id: str, unit: str, command: FormHandlingUnit, *, deed: Deed
) -> tuple[HandlingUnitFormed]:
    """Form a handling unit (组建办案单元).

    Raises:
        Refused: `text.*`, `handling_unit.member_twice`.
    """
    first = command.from_ or deed.act.on
    members: list[Membership] = []
    for role, officers in (
        (Role.PROSECUTOR, (command.leader, *command.prosecutors)),
        (Role.ASSISTANT, command.assistants),
        (Role.CLERK, command.clerks),
    ):
        for officer in officers:
            member = Membership(officer=officer, role=role, from_=first)
            check_free(member, members)
            members.append(member)
    return (
        HandlingUnitFormed(
            id=id,
            unit=unit,
            act=deed.act,
            name=check_text(command.name, place="name"),
            department=command.department,
            formed_on=first,
            members=tuple(members),
            leader=command.leader,
        ),
    )


def check_free(member: Membership, others: Iterable[Membership]) -> None:
    """Refuse a member twice at a time: `handling_unit.member_twice` (重复成员)."""
    if any(one.officer == member.officer and overlap(one, member) for one in others):
        raise Refused("handling_unit.member_twice", officer=member.officer)


def _check_active(unit: HandlingUnit) -> None:
    if unit.state is not HandlingUnitState.ACTIVE:
        raise Refused("handling_unit.ended", name=unit.name, state=unit.state.value)


def _check_from(unit: HandlingUnit, day: dt.date) -> None:
    if day < unit.formed_on:
        raise Refused(
            "handling_unit.range", found=day.isoformat(), formed_on=unit.formed_on.isoformat()
        )


def decide_join(
    unit: HandlingUnit,
    officer: OfficerId,
    role: Role,
    *,
    deed: Deed,
    from_: dt.date | None = None,
) -> tuple[MemberJoined]:
    """Take somebody in (加入); by default from the day of the act.

    Raises:
        Refused: `handling_unit.ended`, `handling_unit.role`, `handling_unit.member_twice`,
            `handling_unit.range`.
    """
    _check_active(unit)
    if role not in ROLES:
        raise Refused(
            "handling_unit.role", found=role.value, known=tuple(one.value for one in ROLES)
        )
    member = Membership(officer=officer, role=role, from_=from_ or deed.act.on)
    _check_from(unit, member.from_)
    check_free(member, unit.members)
    return (MemberJoined(act=deed.act, member=member),)


def decide_leave_unit(
    unit: HandlingUnit, officer: OfficerId, *, deed: Deed, until: dt.date | None = None
) -> tuple[MemberLeft]:
    """Let somebody leave (退出); by default after the day of the act.

    Raises:
        Refused: `handling_unit.ended`, `handling_unit.not_member`, `handling_unit.range`,
            `handling_unit.leader_leaves` for whoever leads it.
    """
    _check_active(unit)
    last = until or deed.act.on
    member = _lasting(unit, officer)
    if unit.leaders[-1].officer == officer:
        raise Refused("handling_unit.leader_leaves", officer=officer)
    if last < member.from_:
        raise Refused(
            "handling_unit.range", found=last.isoformat(), formed_on=member.from_.isoformat()
        )
    return (MemberLeft(act=deed.act, officer=officer, until=last),)


def _lasting(unit: HandlingUnit, officer: OfficerId) -> Membership:
    for member in unit.members:
        if member.officer == officer and member.until is None:
            return member
    raise Refused("handling_unit.not_member", officer=officer, name=unit.name)


def decide_name_leader(
    unit: HandlingUnit, officer: OfficerId, *, deed: Deed, from_: dt.date | None = None
) -> tuple[LeaderNamed]:
    """Let another prosecutor of the unit lead it (更换主办检察官).

    Raises:
        Refused: `handling_unit.ended`, `handling_unit.not_member`, `handling_unit.leader` for
            whoever is no prosecutor or leads it already, `handling_unit.range`.
    """
    _check_active(unit)
    first = from_ or deed.act.on
    member = _lasting(unit, officer)
    now = unit.leaders[-1]
    if member.role is not Role.PROSECUTOR or now.officer == officer:
        raise Refused("handling_unit.leader", officer=officer, role=member.role.value)
    begins = max(member.from_, now.from_ + dt.timedelta(days=1))
    if first < begins:
        raise Refused("handling_unit.range", found=first.isoformat(), formed_on=begins.isoformat())
    return (LeaderNamed(act=deed.act, officer=officer, from_=first),)


def decide_disband(
    unit: HandlingUnit, *, deed: Deed, on: dt.date | None = None
) -> tuple[HandlingUnitDisbanded]:
    """Disband the unit (撤销); by default the day of the act is its last.

    Raises:
        Refused: `handling_unit.ended`, `handling_unit.range`.
    """
    _check_active(unit)
    last = on or deed.act.on
    begun_last = max([*(one.from_ for one in unit.members), unit.leaders[-1].from_])
    if last < begun_last:
        raise Refused(
            "handling_unit.range", found=last.isoformat(), formed_on=begun_last.isoformat()
        )
    return (HandlingUnitDisbanded(act=deed.act, on=last),)


def decide_correct_handling_unit(
    unit: HandlingUnit, correction: CorrectHandlingUnit, *, deed: Deed
) -> tuple[HandlingUnitCorrected]:
    """Correct an entry, with a reason (更正).

    Raises:
        Refused: `act.reason_missing`, `correction.empty`, `text.*`; `handling_unit.ended` for a
            voided unit; `handling_unit.member_twice`, `handling_unit.leader` when the lists
            contradict themselves.
    """
    deed.explained()
    if unit.state is HandlingUnitState.VOIDED:
        raise Refused("handling_unit.ended", name=unit.name, state=unit.state.value)
    check_correction(unit, correction)
    if correction.name is not None:
        correction = attrs.evolve(correction, name=check_text(correction.name, place="name"))
    after = corrected(unit, correction)
    for place, member in enumerate(after.members):
        check_free(member, after.members[:place])
    prosecutors = {one.officer for one in after.members if one.role is Role.PROSECUTOR}
    if not after.leaders:
        raise Refused("handling_unit.leader", officer=None, role=None)
    for leader in after.leaders:
        if leader.officer not in prosecutors:
            raise Refused("handling_unit.leader", officer=leader.officer, role=None)
    return (HandlingUnitCorrected(act=deed.act, correction=correction),)


def decide_void_handling_unit(unit: HandlingUnit, *, deed: Deed) -> tuple[HandlingUnitVoided]:
    """Void a unit entered by mistake, with a reason (作废).

    Raises:
        Refused: `act.reason_missing`, `handling_unit.ended` when it is voided already.
    """
    deed.explained()
    if unit.state is HandlingUnitState.VOIDED:
        raise Refused("handling_unit.ended", name=unit.name, state=unit.state.value)
    return (HandlingUnitVoided(act=deed.act),)
