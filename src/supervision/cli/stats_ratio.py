"""`supervision stats ratio` (案-件比): the case-to-item ratio and what changed it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from supervision.cli.grammar import command, option
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.stats import period_against, stats
from supervision.cli.texts import Text
from supervision.cli.values import INPUT, WHOLE
from supervision.domain.periods import parse_period
from supervision.domain.values import format_points
from supervision.monitoring.activity_lists import LIST_2020
from supervision.monitoring.ratio import Explanation, ratio_text
from supervision.office.ratios import PeriodRatio, RatioReport, case_ratio, read_activity_list

__all__ = ["ratio", "stats"]

_DECIMALS = 2
_READING = Text("读取案件", "Reading cases")
_TITLE = Text("案-件比，{period}", "Case-to-item ratio, {period}")
_SUM = Text(
    "{ratio}　案 {cases} = 审查逮捕 {arrest} + 审查起诉 {prosecution} − 已采取逮捕的审查起诉 {arrested}；"
    "件 {items} = 案 {cases} + 活动 {activities}",
    "{ratio}  cases {cases} = arrest {arrest} + prosecution {prosecution} − arrested {arrested}; "
    "items {items} = cases {cases} + activities {activities}",
)
_ACTIVITIES = Text("计入的活动（{title}）", "Activities counted ({title})")
_DEPARTMENTS = Text(
    "按部门（按名称排列，不是排名）", "By department (in order of names, no ranking)"
)
_CHANGE = Text(
    "{before} → {after}，变化 {difference}：各项变化之和恰等于它",
    "{before} → {after}, a change of {difference}: the changes sum exactly to it",
)
_BY_ACTIVITY = Text("按活动解释", "By activity")
_BY_DEPARTMENT = Text("按部门解释", "By department")
_NO_LIST = Text(
    "注：{title}已知适用于 {first} 至 {last}，本期超出此范围，结果只供参考；可用 --list 指定清单。",
    "Note: {title} is known to hold from {first} to {last}; the period goes beyond. Give the list with --list.",
)
_UNVERIFIED = Text(
    "注：清单中带 * 的活动未见公开文本，适用前请核对。",
    "Note: that the activities marked * are on the list stands in no public text; check before use.",
)
_NO_CASES = Text(
    "注：两个周期中有一个没有案件，无从比较。",
    "Note: one of the two periods has no case; there is nothing to compare.",
)
_UNDATED = Text(
    "注：{count} 件案件没有受理日期，不计入任何周期。",
    "Note: {count} cases have no day of acceptance and belong to no period.",
)
_USE = Text(
    "注：案-件比只作分析之用，不排名，不计入个人考评。",
    "Note: for analysis only; no ranking, and no part of anybody's score.",
)
_COUNTS = (
    Column("活动", "activity"),
    Column("件数", "count", right=True, keep=True),
)
_OF_DEPARTMENT = (
    Column("部门", "department"),
    Column("案", "cases", right=True, keep=True),
    Column("件", "items", right=True, keep=True),
    Column("案-件比", "ratio", right=True, keep=True),
)
_CHANGES = (
    Column("", ""),
    Column("原来", "before", right=True, keep=True),
    Column("现在", "now", right=True, keep=True),
    Column("件数影响", "by number", right=True, keep=True),
    Column("案数影响", "by cases", right=True, keep=True),
    Column("合计影响", "change", right=True, keep=True),
)
_NONE = Text("（无）", "(none)")
_TOTAL = Text("合计", "Total")
_ENDLESS = Text("至今", "now")


@option(
    "--decimals",
    kind=WHOLE,
    default=_DECIMALS,
    zh="小数位数，四舍五入",
    en="decimals, half-up",
)
@option("--list", "file", kind=INPUT, zh="本院的活动清单（TOML）", en="list of activities (TOML)")
@option(
    "--against",
    zh="与哪个周期比较并说明原因：同比 year、环比 previous，或任一周期",
    en="period to explain the change from: year, previous, or any period",
)
@option("--period", required=True, zh="周期，如 2021、2021-06", en="period, such as 2021, 2021-06")
@command(
    "ratio",
    "案-件比及其变化原因",
    "The case-to-item ratio and what changed it",
    more=Text(
        "案按受理日期、活动按发生日期计入周期。只供分析，不排名，不计入个人考评。",
        "Cases count on the day received, activities on the day they occurred. For analysis only: no ranking, "
        "and no part of anybody's score.",
    ),
    result=RatioReport,
    within=stats,
)
def ratio(
    session: Session, period: str, against: str | None, file: Path | None, decimals: int
) -> None:
    """Work out the ratio."""
    stretch = parse_period(period)
    other = period_against(stretch, against) if against is not None else None
    activities = read_activity_list(file) if file is not None else LIST_2020
    office = session.office
    total = office.cases.count()[0]
    with session.screen.progress(_READING, total) as step:
        report = case_ratio(
            office,
            session.actor,
            stretch,
            against=other,
            activities=activities,
            progress=step,
        )
    session.tell(report, lambda one: _shown(session, one, decimals))


def _shown(session: Session, report: RatioReport, decimals: int) -> None:
    screen, lang = session.screen, session.lang
    names = {
        one.code: (one.en if lang == "en" else one.zh) + ("*" if one.unverified else "")
        for one in report.activities.activities
    }
    title = report.activities.en if lang == "en" else report.activities.zh
    for one in (report.now, *((report.before,) if report.before else ())):
        _shown_period(session, one, decimals)
    now = report.now
    screen.head(_ACTIVITIES, title=title)
    rows = [(names.get(one.code, one.code), str(one.count)) for one in now.counts.extra]
    screen.table(_COUNTS, [*rows, (_TOTAL.of(lang), str(now.counts.activities))])
    screen.head(_DEPARTMENTS)
    screen.table(
        _OF_DEPARTMENT,
        [
            (
                one.department or _NONE.of(lang),
                str(one.cases),
                str(one.items),
                ratio_text(one.ratio, decimals),
            )
            for one in now.departments
        ],
    )
    for head, why in (
        (_BY_ACTIVITY, report.by_activity),
        (_BY_DEPARTMENT, report.by_department),
    ):
        if why is not None:
            _shown_change(session, head, why, names, decimals)
    _shown_notes(session, report, title)


def _shown_period(session: Session, one: PeriodRatio, decimals: int) -> None:
    session.screen.head(_TITLE, period=one.period)
    session.screen.say(
        _SUM,
        ratio=ratio_text(one.ratio, decimals),
        cases=one.cases,
        items=one.items,
        arrest=one.counts.arrest,
        prosecution=one.counts.prosecution,
        arrested=one.counts.arrested,
        activities=one.counts.activities,
    )


def _shown_change(
    session: Session, head: Text, why: Explanation, names: dict[str, str], decimals: int
) -> None:
    # One decimal more than the ratio: the parts of a small change would all print as zero.
    def signed(number: Fraction) -> str:
        return ("+" if number > 0 else "") + format_points(number, decimals + 1)

    screen, lang = session.screen, session.lang
    screen.head(head)
    screen.say(
        _CHANGE,
        before=ratio_text(why.before, decimals),
        after=ratio_text(why.after, decimals),
        difference=signed(why.difference),
    )
    rows = [
        (
            names.get(one.code, one.code) or _NONE.of(lang),
            str(one.before),
            str(one.after),
            signed(one.by_number),
            signed(one.by_cases),
            signed(one.change),
        )
        for one in why.contributions
        if one.before or one.after
    ]
    screen.table(_CHANGES, rows)


def _shown_notes(session: Session, report: RatioReport, title: str) -> None:
    screen, known = session.screen, report.activities
    screen.line()
    periods = (report.now, *((report.before,) if report.before else ()))
    if not all(one.list_holds for one in periods):
        last = known.valid_until.isoformat() if known.valid_until else _ENDLESS.of(session.lang)
        screen.say(_NO_LIST, title=title, first=known.valid_from.isoformat(), last=last)
    if any(one.unverified for one in known.activities):
        screen.say(_UNVERIFIED)
    if report.before is not None and report.by_activity is None:
        screen.say(_NO_CASES)
    if report.undated:
        screen.say(_UNDATED, count=report.undated)
    screen.say(_USE)
