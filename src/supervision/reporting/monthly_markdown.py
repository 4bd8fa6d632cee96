"""The report to the chief as Markdown (专报正文): the same content gives the same bytes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from supervision.domain.periods import Period
from supervision.domain.rules import Wording
from supervision.reporting.comparing import Rise, rises
from supervision.reporting.monthly import (
    Analysis,
    Hint,
    MonthlyReport,
    Problems,
    Rectified,
    RegisterFigures,
)
from supervision.reporting.monthly_words import TEXTS
from supervision.reporting.tables import DECIMALS, Table, percent, printed

__all__ = ["markdown"]

_MARKS = re.compile(r"([\\`*_\[\]<>|#])")
_NUMBERS = "一二三四五六七八九十"
_TOLD = 3
"""How many of those that rose or fell a sentence tells; the table below has them all."""


def markdown(report: MonthlyReport, language: str = "zh", *, decimals: int = DECIMALS) -> str:
    """Return the report as Markdown (专报正文).

    Args:
        report: the content.
        language: `zh` or `en`.
        decimals: decimals of percentages, half-up.
    """
    pen = _Pen(report, language, decimals)
    parts = [
        *pen.head(),
        *pen.work(),
        *pen.analysis(),
        *pen.problems(),
        *pen.proposals(),
        *pen.rectified(),
        *pen.checkpoint(),
    ]
    return "\n\n".join(parts) + "\n"


class _Pen:
    """Writes one report in one language; every method yields paragraphs."""

    def __init__(self, report: MonthlyReport, language: str, decimals: int) -> None:
        self._report = report
        self._language = language
        self._decimals = decimals
        monthly = report.period.last == _month_end(report.period.first)
        self._terms = {
            "this": self._plain("this_month" if monthly else "this"),
            "last": self._plain("last_month" if monthly else "last"),
        }

    # --- words ---

    def _plain(self, key: str) -> str:
        return self._word(TEXTS[key])

    def _word(self, word: Wording) -> str:
        return word.en if self._language == "en" else word.zh

    def _say(self, key: str, **details: object) -> str:
        return self._plain(key).format(**self._terms, **details)

    def _list(self, parts: Iterable[str]) -> str:
        return self._plain("comma").join(parts)

    def _label(self, word: Wording) -> str:
        return _escaped(self._word(word))

    def _day(self, day: dt.date) -> str:
        return self._say("day", year=day.year, month=day.month, day=day.day)

    def _period(self, period: Period) -> str:
        if period.last == _month_end(period.first) and period.first.day == 1:
            return self._say("month", year=period.first.year, month=period.first.month)
        return period.code

    def _sentence(self, parts: Iterable[str]) -> str:
        return ("" if self._language == "zh" else " ").join(parts)

    def _number(self, count: int, key: str = "some") -> str:
        """Say a number in a sentence; none in words."""
        return self._say(key, count=count) if count else self._plain("none")

    def _table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], labels: int) -> str:
        rule = [":--"] * labels + ["--:"] * (len(heads) - labels)
        return "\n".join(f"| {' | '.join(row)} |" for row in (heads, rule, *rows))

    # --- parts ---

    def head(self) -> Iterator[str]:
        report = self._report
        yield f"# {self._plain('title')}"
        about = self._say("about", unit=_escaped(report.unit), period=self._period(report.period))
        yield f"**{about}**"
        yield self._plain("to")
        yield self._say("as_of", day=self._day(report.as_of))

    def work(self) -> Iterator[str]:
        yield f"## {self._plain('work')}"
        work = self._report.work
        some = [self._figure(one, one.now) for one in work if one.now]
        none = [self._label(one.title) for one in work if not one.now]
        closed = [self._figure(one, one.closed) for one in work if one.closed]
        sentences = [
            self._say("grown.some", list=self._list(some)) if some else self._say("grown.nothing")
        ]
        if some and none:
            sentences.append(self._say("grown.none", list=self._list(none)))
        sentences.append(
            self._say("grown.closed", list=self._list(closed))
            if closed
            else self._say("grown.closed_none")
        )
        yield self._sentence(sentences)
        yield self._table(self._work_heads(), map(self._work_row, self._report.work), labels=2)

    def _figure(self, one: RegisterFigures, count: int | None) -> str:
        title, unit = self._label(one.title), self._word(one.unit)
        return self._say("grown.each", title=title, count=count, unit=unit)

    def _work_heads(self) -> list[str]:
        report = self._report
        return [
            self._plain("head.register"),
            self._plain("head.unit"),
            self._say("head.now", period=report.period.code),
            self._say("head.before", period=report.before.code),
            self._plain("head.difference"),
            self._plain("head.change"),
            self._say("head.year", period=report.year.code),
            self._plain("head.year_change"),
        ]

    def _work_row(self, one: RegisterFigures) -> list[str]:
        return [
            self._label(one.title),
            self._word(one.unit),
            str(one.now),
            str(one.before),
            _signed(one.now - one.before),
            printed(percent(one.now - one.before, one.before), self._decimals),
            str(one.year),
            printed(percent(one.now - one.year, one.year), self._decimals),
        ]

    def analysis(self) -> Iterator[str]:
        yield f"## {self._plain('analysis')}"
        for number, one in enumerate(self._report.analysis):
            told = _NUMBERS[number] if self._language == "zh" else str(number + 1)
            title = self._say(
                "analysis.title",
                number=told,
                register=self._label(one.table.title),
                title=self._label(one.title),
            )
            yield f"### {title}"
            yield from self._one_analysis(one)

    def _one_analysis(self, one: Analysis) -> Iterator[str]:
        table = one.table
        if not any(table.total[:2]):
            yield self._say("analysis.none", register=self._label(table.title))
            return
        up, down = rises(table)
        sentences = [
            self._say(key, list=self._rises(those[:_TOLD], table), more=self._more(those))
            for key, those in (("analysis.up", up), ("analysis.down", down))
            if those
        ]
        yield self._sentence(sentences or [self._say("analysis.level")])
        report = self._report
        heads = [
            self._label(one.title),
            self._say("head.now", period=report.period.code),
            self._say("head.before", period=report.before.code),
            self._plain("head.difference"),
            self._plain("head.change"),
        ]
        rows = [self._compared(self._label(row.labels[0]), row.values) for row in table.rows]
        total = self._compared(self._plain("total"), table.total)
        yield self._table(heads, [*rows, total], labels=1)

    def _compared(self, label: str, values: Sequence[object]) -> list[str]:
        now, before, difference, change = values
        return [
            label,
            str(now),
            str(before),
            _signed(int(str(difference))),
            printed(change, self._decimals),  # type: ignore[arg-type]  # a percentage
        ]

    def _rises(self, those: Iterable[Rise], table: Table) -> str:
        unit = self._word(table.unit)
        return self._list(
            self._say("analysis.rise", label=self._label(one.label), by=_signed(one.by), unit=unit)
            for one in those
        )

    def _more(self, those: Sequence[Rise]) -> str:
        return self._say("analysis.more", count=len(those)) if len(those) > _TOLD else ""

    def problems(self) -> Iterator[str]:
        problems = self._report.problems
        yield f"## {self._plain('problems')}"
        yield self._sentence(self._open(problems))
        yield self._sentence(self._items(problems))
        if problems.longest:
            yield f"**{self._plain('overdue.title')}**"
            heads = [
                self._plain(f"overdue.{key}")
                for key in ("finding", "department", "due", "days", "returns")
            ]
            rows = [
                (
                    _escaped(one.title),
                    self._label(one.department),
                    one.due_on.isoformat(),
                    str(one.days),
                    str(one.returns),
                )
                for one in problems.longest
            ]
            yield self._table(heads, rows, labels=3)
        yield f"**{self._say('typical.title')}**"
        yield self._typical(problems)

    def _open(self, problems: Problems) -> Iterator[str]:
        if not problems.open:
            yield self._plain("problems.none")
        else:
            states = (
                self._say("problems.each", label=self._label(row.labels[0]), count=row.values[0])
                for row in problems.states.rows
            )
            yield self._say("problems.open", count=problems.open, list=self._list(states))
            yield self._overdue(problems)
            if problems.unclaimed:
                yield self._say("problems.unclaimed", count=problems.unclaimed)
            for key, count in (
                ("problems.returned", problems.returned),
                ("problems.perfunctory", problems.perfunctory),
            ):
                yield self._say(key if count else f"{key}_none", count=count)
        if problems.waived:
            yield self._say("problems.waived", count=problems.waived)

    def _overdue(self, problems: Problems) -> str:
        if not problems.overdue:
            return self._plain("problems.overdue_none")
        where = (
            self._say("problems.department", label=self._label(label), count=count)
            for label, count in problems.overdue_departments
        )
        return self._say("problems.overdue", count=problems.overdue, list=self._list(where))

    def _items(self, problems: Problems) -> Iterator[str]:
        if not problems.items_open:
            yield self._plain("problems.items_none")
            return
        late = problems.items_overdue
        key = "problems.items_overdue" if late else "problems.items_in_time"
        yield self._say("problems.items", count=problems.items_open) + self._say(key, count=late)

    def _typical(self, problems: Problems) -> str:
        if not problems.typical:
            return self._say("typical.none")
        lines = []
        for number, one in enumerate(problems.typical, 1):
            where = self._list(self._label(name) for name in one.departments)
            told = self._say(
                "typical.each",
                label=self._label(one.label),
                count=one.count,
                departments=where or self._plain("typical.nowhere"),
                example=_escaped(one.example),
                severity=self._word(one.severity),
            )
            lines.append(f"{number}. {told}")
        return "\n".join(lines)

    def proposals(self) -> Iterator[str]:
        proposals = self._report.proposals
        yield f"## {self._plain('proposals')}"
        issued = proposals.measures
        if issued.total[0]:
            rungs = (
                self._say("proposals.each", label=self._label(row.labels[0]), count=row.values[0])
                for row in issued.rows
            )
            yield self._say("proposals.issued", count=issued.total[0], list=self._list(rungs))
        else:
            yield self._say("proposals.issued_none")
        for key, lines in (
            ("proposals.hints", [self._hint(one) for one in proposals.hints]),
            ("proposals.own", [_escaped(one) for one in proposals.own]),
        ):
            if lines:
                yield self._plain(key)
                yield "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
            else:
                yield self._say(f"{key}_none")

    def _hint(self, hint: Hint) -> str:
        what = self._list(self._label(name) for name in hint.what)
        return self._say(
            f"hint.{hint.kind.value}",
            what=what or self._plain("hint.nobody"),
            count=hint.count,
            more=hint.more,
        )

    def rectified(self) -> Iterator[str]:
        past: Rectified = self._report.rectified
        yield f"## {self._say('rectified')}"
        period = self._period(past.period)
        if past.due:
            told = self._say(
                "rectified.some",
                period=period,
                due=past.due,
                in_time=self._number(past.in_time),
                late=self._number(past.late),
                open=self._number(past.open),
                closed=self._number(past.closed),
            )
            rate = printed(percent(past.in_time, past.due), self._decimals)
            yield self._sentence((told, self._say("rectified.rate", rate=rate)))
        else:
            yield self._say("rectified.none", period=period)
        if past.answers_due:
            yield self._say(
                "rectified.answers",
                due=past.answers_due,
                in_time=self._number(past.answers_in_time, "copies"),
                late=self._number(past.answers_late, "copies"),
                open=self._number(past.answers_open, "copies"),
            )
        else:
            yield self._say("rectified.answers_none")

    def checkpoint(self) -> Iterator[str]:
        yield f"## {self._plain('checkpoint')}"
        yield self._say("checkpoint.about", seq=self._report.seq)
        yield f"```text\n{self._report.checkpoint}\n```"


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else str(number)


def _month_end(day: dt.date) -> dt.date:
    following = day.replace(day=28) + dt.timedelta(days=4)
    return following - dt.timedelta(days=following.day)


def _escaped(text: str) -> str:
    """Return text that Markdown takes as it is, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
