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

__all__ = ["LADDERS", "Ladder", "Recipient", "Rung", "rung_of"]


class Recipient(enum.Enum):
    """To whom a measure goes (措施对象)."""

    DEPARTMENT = "department"
    PERSON = "person"


@attrs.frozen(kw_only=True)
class Rung:
    """One rung (措施种类).

    Attributes:
        code: stable code.
        zh, en: title.
        series: series its number is taken from; `None`: it bears no number.
        limit: limit for the answer from service; `None`: no answer is asked.
        successors: codes of the rungs that may follow when it fails.
        issuers: roles that may issue it.
        proposal: the office only proposes it; who is competent decides.
        scored: whether it counts in assessment by default.
    """

    code: str
    zh: str
    en: str
    series: str | None = None
    limit: Limit | None = None
    successors: tuple[str, ...] = ()
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
