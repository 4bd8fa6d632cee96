"""Lists of activities that count as 件 (案件比活动清单): dated, versioned, data.

Which activities count beside the case itself is laid down by the Supreme People's Procuratorate
and has been revised; a list therefore says which version it is, since when and until when, and
where it comes from. An office may give a list of its own as TOML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import attrs

from supervision.domain.rules import Selector
from supervision.errors import Problem

__all__ = ["LIST_2020", "Activity", "ActivityList", "list_faults"]


@attrs.frozen(kw_only=True)
class Activity:
    """An activity that counts as a further 件 (非必经业务活动).

    Attributes:
        code: stable code.
        zh, en: what it is called.
        counts: the events it is told by. Events of one day in one case are one activity,
            whichever parties they name.
        nth: which of them in the case, from 1: 一次退补 and 二次退补 are two activities; `None`
            for all.
        lines: business lines of the cases; empty for all.
        unverified: that it stands on the list is general knowledge without a public text.
    """

    code: str
    zh: str
    en: str
    counts: Selector
    nth: int | None = None
    lines: tuple[str, ...] = ()
    unverified: bool = False


@attrs.frozen(kw_only=True)
class ActivityList:
    """A version of the list (活动清单).

    Attributes:
        code, version: which list.
        zh, en: title.
        source: where it comes from.
        valid_from, valid_until: days it is known to hold for, both included.
        arrest, prosecution: business lines of 审查逮捕 and 审查起诉, as exports write them.
        arrested: events by which a prosecution case shows that arrest was applied.
        activities: the activities.
    """

    code: str
    version: int
    zh: str
    en: str
    source: str
    valid_from: dt.date
    valid_until: dt.date | None = None
    arrest: tuple[str, ...]
    prosecution: tuple[str, ...]
    arrested: Selector
    activities: tuple[Activity, ...]

    def holds_on(self, day: dt.date) -> bool:
        """Say whether the list is known to hold on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def list_faults(one: ActivityList) -> Iterator[Problem]:
    """Yield what no single entry can know: codes given twice, no event, a line in both."""
    seen: set[str] = set()
    for place, activity in enumerate(one.activities):
        path = f"activities[{place}]"
        if activity.code in seen:
            yield Problem(f"{path}.code", "ratio.code_twice", {"code": activity.code})
        seen.add(activity.code)
        if not activity.counts.events:
            yield Problem(f"{path}.counts.events", "ratio.no_event", {"code": activity.code})
        if activity.nth is not None and activity.nth < 1:
            yield Problem(f"{path}.nth", "ratio.nth", {"found": activity.nth})
    for line in sorted({*one.arrest} & {*one.prosecution}):
        yield Problem("prosecution", "ratio.line_twice", {"line": line})


def _activity(
    code: str, zh: str, en: str, event: str, nth: int | None = None, *, unverified: bool = True
) -> Activity:
    return Activity(
        code=code,
        zh=zh,
        en=en,
        counts=Selector(events=(event,)),
        nth=nth,
        unverified=unverified,
    )


LIST_2020 = ActivityList(
    code="criminal",
    version=1,
    zh="刑事检察案-件比活动清单（2020 年，16 项）",
    en="Activities of the criminal case-to-item ratio (2020, sixteen)",
    source=(
        "公式：《工人日报》2020-04-28 workercn.cn/32935/202004/28/200428145520122_2.shtml；"
        "该文只列出前两项，其余 14 项为通行说法，未见公开全文；2021-10-09 已修订，新清单未见公开文本"
    ),
    valid_from=dt.date(2020, 1, 1),
    # Revised on 2021-10-09; the later list has not been found in public.
    valid_until=dt.date(2021, 10, 8),
    arrest=("审查逮捕",),
    prosecution=("审查起诉",),
    arrested=Selector(events=("arrested",)),
    activities=(
        _activity(
            "arrest_petition",
            "批捕（不批捕）申诉",
            "petition about arrest",
            "arrest_petition",
            unverified=False,
        ),
        _activity(
            "no_arrest_reconsidered",
            "不批捕复议",
            "reconsideration of non-arrest",
            "no_arrest_reconsidered",
            unverified=False,
        ),
        _activity("no_arrest_reviewed", "不批捕复核", "review of non-arrest", "no_arrest_reviewed"),
        _activity("returned_1", "一次退回补充侦查", "first return", "returned", 1),
        _activity("returned_2", "二次退回补充侦查", "second return", "returned", 2),
        _activity("extended_1", "一次延长审查起诉期限", "first extension", "extended", 1),
        _activity("extended_2", "二次延长审查起诉期限", "second extension", "extended", 2),
        _activity("extended_3", "三次延长审查起诉期限", "third extension", "extended", 3),
        _activity(
            "no_prosecution_reconsidered",
            "不起诉复议",
            "reconsideration of non-prosecution",
            "no_prosecution_reconsidered",
        ),
        _activity(
            "no_prosecution_reviewed",
            "不起诉复核",
            "review of non-prosecution",
            "no_prosecution_reviewed",
        ),
        _activity(
            "no_prosecution_petition",
            "不起诉申诉",
            "petition about non-prosecution",
            "no_prosecution_petition",
        ),
        _activity(
            "prosecution_withdrawn", "撤回起诉", "prosecution withdrawn", "prosecution_withdrawn"
        ),
        _activity("court_returned", "法院退回", "returned by the court", "court_returned"),
        _activity(
            "adjournment_proposed",
            "建议延期审理",
            "adjournment proposed",
            "adjournment_proposed",
        ),
        _activity("state_compensation", "国家赔偿", "state compensation", "state_compensation"),
        _activity("appealed", "被告人上诉", "appeal by the defendant", "appealed"),
    ),
)
"""The list of 2020 (2020 年清单). Only the first two activities and the formula were found in a
public text; the others are marked `unverified` and agree with the figures 许昌 published."""
