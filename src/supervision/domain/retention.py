"""Retention (保管期限): how long records of a kind are kept, as data with its legal basis.

A period runs from the day the record ended, as its line declares, and ends with its last day. A
term no source fixes is no default: `[retention.terms]` of the office must give it, and until it
does nothing of that kind is ever due. Logs are kept six months at least (网络安全法, the article in
force on the day: art. 21 item 3 until 2025, art. 23 since 2026).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

import attrs

from supervision.domain.limits import add_months
from supervision.domain.validity import valid_on
from supervision.errors import Detail, Problem, Refused

__all__ = [
    "NO_SCHEDULE",
    "PERMANENT",
    "CitedBasis",
    "RetentionLine",
    "RetentionSchedule",
    "RetentionTerm",
    "parse_term",
    "schedule_faults",
]

_FORM = re.compile(r"([1-9]\d{0,3})(年|y|个月|m)", re.ASCII)
_MOST = 1_200
"""Months: a term of more than a hundred years is permanent."""


@attrs.frozen(kw_only=True)
class RetentionTerm:
    """A term (保管期限): so many months, or for ever (永久) with `None`.

    Example:
        >>> parse_term("30年").text, parse_term("永久").text, parse_term("6m").text
        ('30y', 'permanent', '6m')
    """

    months: int | None

    @property
    def text(self) -> str:
        """The one way the term is written."""
        if self.months is None:
            return "permanent"
        years, rest = divmod(self.months, 12)
        return f"{self.months}m" if rest else f"{years}y"

    def last_day(self, ended: dt.date) -> dt.date | None:
        """Return the last day of a period that began to run on `ended`; `None` for ever."""
        return None if self.months is None else add_months(ended, self.months)


PERMANENT = RetentionTerm(months=None)


def parse_term(text: str) -> RetentionTerm:
    """Read a term: `permanent` or 永久, `30y` or 30年, `6m` or 6个月.

    Raises:
        Refused: `retention.term` for anything else, or more than a hundred years.
    """
    if text in ("permanent", "永久"):
        return PERMANENT
    form = _FORM.fullmatch(text)
    months = 0
    if form:
        months = int(form[1]) * (12 if form[2] in ("年", "y") else 1)
    if not 1 <= months <= _MOST:
        raise Refused("retention.term", found=text)
    return RetentionTerm(months=months)


@attrs.frozen(kw_only=True)
class CitedBasis:
    """An article a line rests on (保管期限依据), with the days it is in force.

    Attributes:
        code: stable code, never the bare number of an article.
        regulation, article: title and article.
        valid_from, valid_until: first and last day in force.
    """

    code: str
    regulation: str
    article: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@attrs.frozen(kw_only=True)
class RetentionLine:
    """How long one kind of record is kept (保管期限表条目).

    Attributes:
        kind: the kind of record.
        ended: the date field its period runs from.
        term: as `parse_term` reads it; empty: a required parameter of the office.
        least: no term may be shorter, by law; empty: no source says so.
        basis: codes of the articles it rests on.
    """

    kind: str
    ended: str
    term: str = ""
    least: str = ""
    basis: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class RetentionSchedule:
    """The schedule (保管期限表).

    Attributes:
        bases: articles the lines rest on.
        lines: one for each kind that is ever destroyed; a kind without a line is kept for ever.
    """

    bases: tuple[CitedBasis, ...] = ()
    lines: tuple[RetentionLine, ...] = ()

    def line(self, kind: str) -> RetentionLine | None:
        """Return the line of a kind; `None` where the kind is kept for ever."""
        return next((one for one in self.lines if one.kind == kind), None)

    def term(self, kind: str) -> RetentionTerm | None:
        """Return the term of a kind; `None` while a required one is not given."""
        line = self.line(kind)
        if line is None:
            return PERMANENT
        return parse_term(line.term) if line.term else None

    def in_force(self, line: RetentionLine, on: dt.date) -> tuple[CitedBasis, ...]:
        """Return the articles of a line in force on a day (有效依据)."""
        return tuple(
            one
            for one in self.bases
            if one.code in line.basis and valid_on(one.valid_from, one.valid_until, on)
        )

    def with_terms(self, terms: Mapping[str, str]) -> RetentionSchedule:
        """Return the schedule with the office's own terms by kind (本院保管期限)."""
        return attrs.evolve(
            self,
            lines=tuple(
                attrs.evolve(one, term=terms.get(one.kind, one.term)) for one in self.lines
            ),
        )

    def over(self, own: RetentionSchedule) -> RetentionSchedule:
        """Return the schedule with `own`'s articles and lines in place of its own."""
        codes = {one.code for one in own.bases}
        kinds = {one.kind for one in own.lines}
        return RetentionSchedule(
            bases=(*(one for one in self.bases if one.code not in codes), *own.bases),
            lines=(*(one for one in self.lines if one.kind not in kinds), *own.lines),
        )


NO_SCHEDULE = RetentionSchedule()
"""Where nothing is said, everything is kept for ever."""


def schedule_faults(
    schedule: RetentionSchedule, days: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """Yield what is wrong with a schedule (保管期限表检查).

    Args:
        schedule: the schedule.
        days: date fields by kind.
    """
    codes = tuple(one.code for one in schedule.bases)
    for place, line in enumerate(schedule.lines):
        path = f"lines[{place}]"
        if line.kind not in days:
            yield Problem(f"{path}.kind", "retention.kind", {"found": line.kind})
        elif line.ended not in days[line.kind]:
            details: dict[str, Detail] = {"found": line.ended, "kind": line.kind}
            known = {"known": days[line.kind]}
            yield Problem(f"{path}.ended", "retention.ended", {**details, **known})
        for code in line.basis:
            if code not in codes:
                yield Problem(f"{path}.basis", "retention.basis", {"found": code, "known": codes})
        yield from _term_faults(line, path)


def _term_faults(line: RetentionLine, path: str) -> Iterator[Problem]:
    terms = {}
    for name in ("term", "least"):
        text = getattr(line, name)
        try:
            terms[name] = parse_term(text) if text else None
        except Refused as error:
            yield Problem(f"{path}.{name}", error.code, error.details)
            return
    term, least = terms["term"], terms["least"]
    if term is None or least is None or term.months is None:
        return
    if least.months is None or term.months < least.months:
        details = {"kind": line.kind, "found": term.text, "least": least.text}
        yield Problem(f"{path}.term", "retention.too_short", details)
