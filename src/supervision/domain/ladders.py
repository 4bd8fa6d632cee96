"""Ladders of measures (督察措施阶梯) as data: by recipient, each rung with what follows it.

The rungs for departments follow 刑诉规则 art. 665 in their idea (slight: oral; heavier: written
notice; serious: also to the chief); names and limits are the seed office's and replaceable.
督察建议 here is not the 检察建议 to bodies outside.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

import attrs

from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.officers import Role
from supervision.errors import Refused

__all__ = [
    "LADDERS",
    "ClockFrom",
    "Ladder",
    "OnReroute",
    "Recipient",
    "Rung",
    "proposed_after",
    "rung_of",
]


class Recipient(enum.Enum):
    """To whom a measure goes (措施对象)."""

    DEPARTMENT = "department"
    PERSON = "person"


class ClockFrom(enum.Enum):
    """From what the limit for the answer runs (起算)."""

    SERVED = "served"
    """送达"""
    RECEIVED = "received"
    """签收; of what was left at the recipient's (留置送达) or claimed unsigned: from there."""


class OnReroute(enum.Enum):
    """What becomes of the limit when a measure is passed on (转交后的期限)."""

    RESTARTS = "restarts"
    """重新起算"""
    RUNS_ON = "runs_on"
    """继续计算"""


@attrs.frozen(kw_only=True)
class Rung:
    """One rung (措施种类).

    Attributes:
        code: stable code.
        zh, en: title.
        series: series its number is taken from; `None`: it bears no number.
        limit: limit for the answer; `None`: no answer is asked.
        clock_from: from what it runs.
        objection_pauses: whether it stands still while an objection waits for its answer.
            公务员法 art. 96 by analogy: by itself an objection stops nothing.
        on_reroute: what becomes of it when the measure is passed on.
        successors: codes of the rungs that may follow when it fails.
        after_perfunctory: code of the rung proposed when an answer was perfunctory or
            falsified; `None`: the first of the successors.
        issuers: roles that may issue it.
        proposal: the office only proposes it; who is competent decides.
        scored: whether it counts in assessment by default.
    """

    code: str
    zh: str
    en: str
    series: str | None = None
    limit: Limit | None = None
    clock_from: ClockFrom = ClockFrom.SERVED
    objection_pauses: bool = False
    on_reroute: OnReroute = OnReroute.RESTARTS
    successors: tuple[str, ...] = ()
    after_perfunctory: str | None = None
    issuers: tuple[Role, ...] = (Role.SUPERVISION_HEAD,)
    proposal: bool = False
    scored: bool = True


@attrs.frozen(kw_only=True)
class Ladder:
    """A ladder (措施阶梯), gentlest rung first. `ladder` `aside` holds what is on none."""

    code: str
    zh: str
    en: str
    recipient: Recipient
    rungs: tuple[Rung, ...]


_WEEK = Limit(count=7, unit=LimitUnit.DAY)
_TEN_DAYS = Limit(count=10, unit=LimitUnit.DAY)

_DEPARTMENT = Ladder(
    code="department",
    zh="对部门",
    en="For departments",
    recipient=Recipient.DEPARTMENT,
    rungs=(
        Rung(
            code="oral_reminder",
            zh="口头提醒",
            en="Oral reminder",
            successors=("hint_letter",),
            issuers=(Role.SUPERVISION_HEAD, Role.INSPECTOR),
            scored=False,
        ),
        Rung(
            code="hint_letter",
            zh="督察提示函",
            en="Hint letter",
            series="hint",
            limit=_TEN_DAYS,
            successors=("suggestion", "rectification_notice"),
            scored=False,
        ),
        Rung(
            code="suggestion",
            zh="督察建议",
            en="Supervision suggestion",
            series="suggestion",
            limit=_TEN_DAYS,
            successors=("rectification_notice",),
        ),
        Rung(
            code="rectification_notice",
            zh="整改通知",
            en="Rectification notice",
            series="notice",
            limit=_TEN_DAYS,
            successors=("circular",),
        ),
        Rung(
            code="circular",
            zh="通报",
            en="Circular",
            series="circular",
            issuers=(Role.CHIEF, Role.DEPUTY),
        ),
    ),
)
_PERSON = Ladder(
    code="person",
    zh="对个人",
    en="For persons",
    recipient=Recipient.PERSON,
    rungs=(
        Rung(
            code="reminder_talk",
            zh="提醒谈话",
            en="Reminder talk",
            successors=("criticism",),
            issuers=(Role.SUPERVISION_HEAD, Role.DEPUTY, Role.CHIEF),
        ),
        Rung(
            code="criticism",
            zh="批评教育·责令检查",
            en="Criticism, written self-examination",
            successors=("admonition",),
            issuers=(Role.DEPUTY, Role.CHIEF),
        ),
        Rung(
            code="admonition",
            zh="诫勉(建议)",
            en="Admonition (proposal)",
            successors=("organisational",),
            issuers=(Role.CHIEF,),
            proposal=True,
        ),
        Rung(
            code="organisational",
            zh="组织处理(建议)",
            en="Organisational handling (proposal)",
            issuers=(Role.CHIEF,),
            proposal=True,
        ),
    ),
)
_ASIDE = Ladder(
    code="aside",
    zh="阶梯之外",
    en="Beside the ladders",
    recipient=Recipient.DEPARTMENT,
    rungs=(
        Rung(
            code="follow_up_order",
            zh="督办处理单",
            en="Follow-up order",
            series="order",
            limit=_WEEK,
            issuers=(Role.SUPERVISION_HEAD, Role.INSPECTOR),
            scored=False,
        ),
        Rung(
            code="transfer",
            zh="移送",
            en="Transfer to the competent body",
            series="transfer",
            issuers=(Role.CHIEF,),
            scored=False,
        ),
    ),
)
LADDERS: Mapping[str, Ladder] = {one.code: one for one in (_DEPARTMENT, _PERSON, _ASIDE)}


def rung_of(code: str, ladders: Mapping[str, Ladder] = LADDERS) -> tuple[Ladder, Rung]:
    """Return a rung and the ladder it is on.

    Raises:
        Refused: `measure.unknown_rung` with the known codes.
    """
    for ladder in ladders.values():
        for rung in ladder.rungs:
            if rung.code == code:
                return ladder, rung
    known = tuple(rung.code for ladder in ladders.values() for rung in ladder.rungs)
    raise Refused("measure.unknown_rung", found=code, known=known)


def proposed_after(rung: Rung) -> str | None:
    """Return the rung to propose when the answer to this one was no rectification (升级建议)."""
    return rung.after_perfunctory or next(iter(rung.successors), None)
