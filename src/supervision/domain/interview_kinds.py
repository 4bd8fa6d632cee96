"""Kinds of talks and capacities (谈话种类、谈话身份) as data: how many talk, which rights are read.

No full text of the 检务督察工作条例 is public, and where a source is silent nothing is guessed: an
office states both numbers for each of its kinds, and what the shipped table says there is marked
as this library's reference office's own choice (`own_choice`), to be replaced by the local rule.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from supervision.errors import Refused

__all__ = ["CAPACITIES", "TALKS", "Capacity", "Talk", "check_capacity", "talk_of"]


@attrs.frozen(kw_only=True)
class Talk:
    """A kind of talk (谈话种类).

    Attributes:
        code: stable code.
        zh, en: title.
        interviewers: the fewest who must lead it.
        rights_notice: whether the person must be told of the rights before it begins.
        basis: source of what stands here; empty where there is none.
        own_choice: names of the fields no source decides, but the office.
        series: series its number is taken from; `None`: it bears no number.
    """

    code: str
    zh: str
    en: str
    interviewers: int
    rights_notice: bool
    basis: str = ""
    own_choice: tuple[str, ...] = ()
    series: str | None = None


@attrs.frozen(kw_only=True)
class Capacity:
    """The capacity in which somebody is spoken to (谈话身份)."""

    code: str
    zh: str
    en: str


_OWN = ("interviewers", "rights_notice")
_PRACTICE = "谈话笔录通行做法（谈话人二人、核对签名）；条例原文未见公开"
_TALKS = (
    Talk(
        code="integrity",
        zh="廉政谈话",
        en="Integrity talk",
        interviewers=1,
        rights_notice=False,
        own_choice=_OWN,
    ),
    Talk(
        code="admonishing",
        zh="约谈",
        en="Admonishing talk",
        interviewers=2,
        rights_notice=False,
        basis=_PRACTICE,
        own_choice=_OWN,
        series="interview",
    ),
    Talk(
        code="reminder",
        zh="提醒谈话",
        en="Reminder talk",
        interviewers=1,
        rights_notice=False,
        own_choice=_OWN,
    ),
    Talk(
        code="criticism",
        zh="批评教育",
        en="Criticism",
        interviewers=1,
        rights_notice=False,
        own_choice=_OWN,
    ),
    Talk(
        code="inquiry",
        zh="调查谈话",
        en="Inquiry talk",
        interviewers=2,
        rights_notice=True,
        basis="公职人员政务处分法 第四十三条（告知、陈述申辩），比照适用；人数依谈话笔录通行做法",
        own_choice=("interviewers",),
        series="interview",
    ),
)
_CAPACITIES = (
    Capacity(code="interviewee", zh="被谈话人", en="Person spoken to"),
    Capacity(code="department_head", zh="部门负责人", en="Head of department"),
    Capacity(code="prosecutor", zh="承办检察官", en="Prosecutor in charge"),
    Capacity(code="witness", zh="证人", en="Witness"),
    Capacity(code="informant", zh="反映人", en="Informant"),
)
TALKS: Mapping[str, Talk] = {one.code: one for one in _TALKS}
"""Kinds of talks that ship. An office replaces or extends them by files, see `[overrides]`."""
CAPACITIES: Mapping[str, Capacity] = {one.code: one for one in _CAPACITIES}
"""Capacities that ship. An office replaces or extends them by files, see `[overrides]`."""


def talk_of(code: str, talks: Mapping[str, Talk] = TALKS) -> Talk:
    """Return a kind of talk.

    Raises:
        Refused: `interview.unknown_talk` with the known codes.
    """
    if code not in talks:
        raise Refused("interview.unknown_talk", found=code, known=tuple(talks))
    return talks[code]


def check_capacity(code: str, capacities: Mapping[str, Capacity] = CAPACITIES) -> str:
    """Return the code of a capacity in force.

    Raises:
        Refused: `interview.unknown_capacity` with the known codes.
    """
    if code not in capacities:
        raise Refused("interview.unknown_capacity", found=code, known=tuple(capacities))
    return code
