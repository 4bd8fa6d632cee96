"""`supervision score` (考评计分): bring the ledger to what the records say, show and reverse it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import attrs

from supervision.cli.acts import Particulars, act, acting_of
from supervision.cli.grammar import acting, argument, command, group, option
from supervision.cli.listing import LIMIT, shown_rest
from supervision.cli.lookup import id_of, short
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import WHOLE
from supervision.cli.words import kind_name
from supervision.domain.periods import Period, parse_period, period_of
from supervision.domain.rules import Wording
from supervision.domain.score_entries import SCORE_ENTRY
from supervision.domain.values import day_of, format_points
from supervision.messages import render
from supervision.office.directory import Directory
from supervision.office.scoring import ScoreReport, reverse_score, score_sheet
from supervision.office.scoring import score as run_scoring
from supervision.ports.assessment import ScoreSheet, SheetLine, SheetTotal

__all__ = ["period_option", "score"]

score = group("score", "考评计分", "Assessment scores")

_DONE = Text(
    "{period}：新记 {posted} 笔，冲销 {reversed} 笔，原有 {kept} 笔不变。",
    "{period}: {posted} entries posted, {reversed} reversed, {kept} as before.",
)
_HIDDEN = Text(
    "有 {count} 笔涉及无权查看的记录，没有改动。",
    "{count} entries about records you may not see were left alone.",
)
_UNSCORED = Text("{kind} {id}：{reason}", "{kind} {id}: {reason}")
_TITLE = Text("{title}，{period}", "{title}, {period}")
_SUMS = Text("合计：", "Sums:")
_NO_RANK = Text("按名称排列，不是排名。", "In the order of names; this is no ranking.")
_LINES = (
    Column("编号", "id", keep=True),
    Column("对象", "whom"),
    Column("分值", "points", right=True, keep=True),
    Column("事实", "fact on", keep=True),
    Column("说明", "why"),
)
_TOTALS = (
    Column("对象", "whom"),
    Column("笔数", "entries", right=True, keep=True),
    Column("分值", "points", right=True, keep=True),
)


def period_option(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command its `--period`."""
    return option(
        "--period",
        zh="周期：2026、2026-H1、2026-Q3、2026-03 或 2025-12-01/2026-11-30；默认本年",
        en="period: 2026, 2026-H1, 2026-Q3, 2026-03 or 2025-12-01/2026-11-30; by default this year",
    )(function)


def period_of_text(session: Session, text: str | None) -> Period:
    """Return the period written, else this year."""
    return parse_period(text) if text else period_of(day_of(session.office.now()))


@attrs.frozen(kw_only=True)
class ScoreDone:
    """What scoring did (计分结果).

    Attributes:
        period: code of the period.
        report: ids of entries posted and reversed, how many were kept, what could not be scored.
    """

    period: str
    report: ScoreReport


@acting
@period_option
@command(
    "run",
    "按考评方案计分",
    "Score by the office's scheme",
    more=Text(
        "账目与记录一致为止：新的记上，作废、不成立的冲销，其余不动。再次计分不重复记。",
        "Brings the ledger to what the records say: posts what is new, reverses what no longer holds, leaves the rest. "
        "Scoring again posts nothing twice.",
    ),
    result=ScoreDone,
    within=score,
)
def run(session: Session, period: str | None, **particulars: object) -> None:
    """Score a period."""
    stretch = period_of_text(session, period)
    with session.working() as work:
        how = acting_of(work, Directory.of(work.view), Particulars.of(particulars))
        schemes = session.office.assessment.schemes
        done = run_scoring(work, schemes, stretch, acting=how)
        if done.posted or done.reversed:
            work.commit()

    def shown(one: ScoreDone) -> None:
        report, screen = one.report, session.screen
        counts = {"posted": len(report.posted), "reversed": len(report.reversed)}
        screen.say(_DONE, period=one.period, kept=report.kept, **counts)
        if report.hidden:
            screen.say(_HIDDEN, count=len(report.hidden))
        for left in report.unscored:
            kind = kind_name(left.record.kind, session.lang)
            reason = render(left.code, {}, session.lang)
            screen.say(_UNSCORED, kind=kind, id=short(left.record.id), reason=reason)

    session.tell(ScoreDone(period=stretch.code, report=done), shown)


@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少笔", en="at most so many")
@period_option
@command("list", "列出考评明细和合计", "List entries and sums", result=ScoreSheet, within=score)
def list_(session: Session, period: str | None, limit: int) -> None:
    """List the ledger of a period."""
    stretch = period_of_text(session, period)
    with session.reading() as view:
        schemes = session.office.assessment.schemes
        sheet = score_sheet(view, schemes, stretch, made_at=session.office.now())

    def shown(one: ScoreSheet) -> None:
        screen, lang = session.screen, session.lang
        screen.say(_TITLE, title=_word(one.title, lang), period=one.period.code)
        screen.table(_LINES, [_line(each, one.decimals, lang) for each in one.lines[:limit]])
        shown_rest(screen, min(limit, len(one.lines)), len(one.lines))
        if one.departments or one.persons:
            screen.head(_SUMS)
            totals = (*one.departments, *one.persons)
            screen.table(_TOTALS, [_total(each, one.decimals) for each in totals])
            screen.say(_NO_RANK)

    session.tell(sheet, shown)


def _word(word: Wording, lang: str) -> str:
    return word.en if lang == "en" else word.zh


def _points(points: Fraction, decimals: int) -> str:
    return format_points(points, decimals)


def _line(one: SheetLine, decimals: int, lang: str) -> tuple[str, ...]:
    return (
        short(one.entry),
        one.officer or one.department,
        _points(one.points, decimals),
        one.fact_on.isoformat(),
        _word(one.explanation, lang),
    )


def _total(one: SheetTotal, decimals: int) -> tuple[str, ...]:
    return (one.officer or one.department, str(one.entries), _points(one.points, decimals))


@acting
@argument(
    "which",
    "考评记录的编号，可只写末尾 6 位",
    "the entry's id; its last 6 letters do",
    label=Text("编号", "ENTRY"),
)
@command(
    "reverse",
    "冲销一笔，须写理由",
    "Reverse an entry, with a reason",
    more=Text(
        "记录本身有误的，先更正或作废记录，再计分；冲销用于组织决定不予计分。",
        "Where a record is wrong, correct or void it and score again; reversing is for a decision not to count.",
    ),
    result=Acted,
    within=score,
)
def reverse(session: Session, which: str, **particulars: object) -> None:
    """Reverse an entry."""
    with act(session, SCORE_ENTRY, Particulars.of(particulars)) as doing:
        id = id_of(doing.work.view, SCORE_ENTRY, which)
        reverse_score(doing.work, id, acting=doing.acting)
        doing.done(id)
