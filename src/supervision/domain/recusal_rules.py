"""Rules of recusal as data (回避规则): who decides, by when, and what may go on meanwhile.

What ships restates 刑诉规则 (2019) art. 29 (who decides) and art. 32–33 (reconsideration), and
民事诉讼法 (2023) art. 47 and 50 (what may go on). They govern cases; for supervision they serve by
analogy, so an office replaces each line with its own rule, its reason and its basis.
"""

from __future__ import annotations

import enum
from collections.abc import Set as AbstractSet

import attrs

from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.posts import Role

__all__ = ["DECIDERS", "RECUSAL_RULES", "Decider", "Meanwhile", "RecusalRules"]


class Meanwhile(enum.Enum):
    """What the person may do while it is not decided (决定以前可否继续办理)."""

    SUSPENDED = "suspended"
    """暂停参与，紧急措施除外"""
    CONTINUES = "continues"
    """不停止办理"""


@attrs.frozen(kw_only=True)
class Decider:
    """Who decides on the recusal of whom (回避决定权).

    Attributes:
        of: role of the person to be recused; `None`: everybody no other line names.
        by: roles that decide; where a committee does, those who may preside.
        committee: decided in a meeting; who attended is recorded, and the person is absent.
        basis: what it rests on.
        reason: why the office departs from what ships; empty for what ships.
    """

    of: Role | None = None
    by: tuple[Role, ...]
    committee: bool = False
    basis: str
    reason: str = ""


_WHO = "《人民检察院刑事诉讼规则》第二十九条（类推）"
DECIDERS: tuple[Decider, ...] = (
    Decider(of=Role.CHIEF, by=(Role.DEPUTY,), committee=True, basis=_WHO),
    Decider(by=(Role.CHIEF,), basis=_WHO),
)
"""The chief's own: the committee, a deputy presiding, the chief absent. Others': the chief."""

_FIVE_DAYS = Limit(count=5, unit=LimitUnit.DAY)
_THREE_DAYS = Limit(count=3, unit=LimitUnit.DAY)


@attrs.frozen(kw_only=True)
class RecusalRules:
    """Rules of recusal in force (回避规则).

    Attributes:
        deciders: who decides; a line of the office goes before the shipped one for that role.
        pending: what the person may do until it is decided.
        reconsidering: the same while a refusal is reconsidered.
        urgent: changes he may make though suspended (紧急措施): securing evidence.
        ask_within: within which time a refusal may be asked to be reconsidered.
        answer_within: within which time that is answered.
        basis: what these rest on.

    Example:
        >>> RECUSAL_RULES.decider(frozenset({Role.CHIEF})).committee
        True
    """

    deciders: tuple[Decider, ...] = ()
    pending: Meanwhile = Meanwhile.SUSPENDED
    reconsidering: Meanwhile = Meanwhile.CONTINUES
    urgent: tuple[str, ...] = ("attachment.added",)
    ask_within: Limit = _FIVE_DAYS
    answer_within: Limit = _THREE_DAYS
    basis: str = (
        "《人民检察院刑事诉讼规则》第三十二条、第三十三条，"
        "《民事诉讼法》（2023）第四十七条、第五十条（类推）"
    )

    def decider(self, roles: AbstractSet[Role]) -> Decider:
        """Return who decides about somebody with these roles."""
        lines = (*self.deciders, *DECIDERS)
        named = next((line for line in lines if line.of in roles), None)
        return named or next(line for line in lines if line.of is None)


RECUSAL_RULES = RecusalRules()
"""What ships. An office replaces it in `[separation.recusal]`."""
