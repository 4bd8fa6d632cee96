"""`supervision repeats` (重复问题): the same department, person, provision or code again."""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.cli.grammar import command, option
from supervision.cli.lookup import short
from supervision.cli.naming import Naming
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import DAY, WHOLE
from supervision.cli.words import choice_of
from supervision.domain.problem_codes import PROBLEM_CODE
from supervision.office.repeats import Repeat, RepeatBy
from supervision.office.repeats import repeats as grouped

__all__ = ["RepeatList", "repeats"]

_NONE = Text("没有重复达到 {least} 件的问题。", "Nothing repeats {least} times.")
_COUNTED = Text(
    "计数单位：件。不含作废、不属问题和重复登记的问题。",
    "Counted in findings (件). Voided findings, duplicates and what was no problem are left out.",
)
_COLUMNS = (
    Column("重复项", "what repeats"),
    Column("件", "findings", right=True, keep=True),
    Column("其中反弹", "recurrences", right=True, keep=True),
    Column("首次", "first", keep=True),
    Column("最近", "last", keep=True),
    Column("问题", "ids"),
)


@attrs.frozen(kw_only=True)
class RepeatList:
    """What repeats (重复问题清单).

    Attributes:
        by: what had to be the same, in the order of the keys.
        least: findings a group must have.
        repeats: the groups, the largest first.
    """

    by: tuple[RepeatBy, ...]
    least: int
    repeats: tuple[Repeat, ...]


@option("--to", "last", kind=DAY, zh="发现日期止", en="found until this day")
@option("--from", "first", kind=DAY, zh="发现日期起", en="found from this day on")
@option(
    "--least",
    kind=WHOLE,
    required=True,
    zh="至少多少件算重复；由本院依规确定",
    en="how many make a repetition; the office decides",
)
@option(
    "--by",
    kind=choice_of(RepeatBy),
    multiple=True,
    required=True,
    zh="按什么归并；写几次则须都相同",
    en="what is the same; given several times, all of it",
)
@command(
    "repeats",
    "重复出现的问题，按部门、人员、条款、分类",
    "Repeated problems by department, person, provision, code",
    result=RepeatList,
)
def repeats(
    session: Session,
    by: tuple[str, ...],
    least: int,
    first: dt.date | None,
    last: dt.date | None,
) -> None:
    """Show what repeats."""
    asked = tuple(RepeatBy(one) for one in by)
    with session.reading() as view:
        naming = Naming(view, session)
        codes = {one.code: one.zh for one in view.each(PROBLEM_CODE)}
        found = grouped(view, asked, least=least, first=first, last=last)

        def shown(told: RepeatList) -> None:
            screen = session.screen
            if not told.repeats:
                screen.say(_NONE, least=told.least)
                return
            rows = [_row(one, naming, codes) for one in told.repeats]
            screen.table(_COLUMNS, rows)
            screen.say(_COUNTED)

        session.tell(RepeatList(by=asked, least=least, repeats=found), shown)


def _row(one: Repeat, naming: Naming, codes: dict[str, str]) -> tuple[str, ...]:
    comma = "、" if naming.lang == "zh" else ", "
    return (
        comma.join(codes.get(key) or naming.of(key) for key in one.key),
        str(one.count),
        str(one.recurring),
        one.first_on.isoformat(),
        one.last_on.isoformat(),
        comma.join(short(id) for id in one.findings),
    )
