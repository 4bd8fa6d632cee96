"""The score ledger (考评记录): who was given which points, for what, by which rule.

An entry is never edited. What no longer holds is reversed (冲销): a counter-entry with the
opposite points points at the original, and the original names its counter-entry. The sum of
all entries of a period is therefore always the score, before and after.

Departments and persons have accounts of their own: points of a person are not a part of the
department's, and the two are never added.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from fractions import Fraction
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun
from supervision.domain.officers import Role
from supervision.domain.periods import Period
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.separation import Concerned, Deed, check_independent, check_role
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused
from supervision.ids import derived_id

__all__ = [
    "SCORERS",
    "SCORE_ENTRY",
    "Account",
    "PostScore",
    "RecordRef",
    "Reversal",
    "ScoreChange",
    "ScoreEntry",
    "ScoreFact",
    "ScorePosted",
    "ScoreReversed",
    "Working",
    "counter_id",
    "decide_post",
    "decide_reverse",
    "evolve_score_entry",
    "score_entry_id",
]

SCORERS = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
"""Roles that may post and reverse points."""


class Account(enum.Enum):
    """Whose points they are (考评对象)."""

    DEPARTMENT = "department"
    """部门"""
    PERSON = "person"
    """个人"""


@attrs.frozen(kw_only=True, order=True)
class RecordRef:
    """A record an entry is explained by (依据记录): its kind's name and its id."""

    kind: str
    id: str


@attrs.frozen(kw_only=True, order=True)
class ScoreFact:
    """Something the rule judged by (计分事实), kept as it was then, for the sentence.

    Attributes:
        name: placeholder in the sentence.
        text: its value; never a name of a person.
    """

    name: str
    text: str


@attrs.frozen(kw_only=True)
class Working:
    """How the points were worked out (算式): base × factor × share × times, exactly.

    Attributes:
        base: points of the rule.
        factor: factor for the severity.
        share: share of this person's kind of responsibility.
        times: how often it counts, such as days late.

    Example:
        >>> Working(base=Fraction(-1, 2), factor=Fraction(2), times=3).points
        Fraction(-3, 1)
    """

    base: Fraction
    factor: Fraction = Fraction(1)
    share: Fraction = Fraction(1)
    times: int = 1

    @property
    def points(self) -> Fraction:
        """The points."""
        return self.base * self.factor * self.share * self.times


def _sorted(records: Iterable[RecordRef]) -> tuple[RecordRef, ...]:
    return tuple(sorted(set(records)))


@attrs.frozen(kw_only=True)
class PostScore:
    """Asks to post points (登记分值). Fields as in `ScoreEntry`; the records are sorted here."""

    scheme: str
    scheme_version: int
    rule: str
    period: Period
    account: Account
    department: DepartmentId | None = None
    officer: OfficerId | None = None
    working: Working
    fact_on: dt.date
    records: tuple[RecordRef, ...] = attrs.field(converter=_sorted)
    sentence: str
    facts: tuple[ScoreFact, ...] = ()


@attrs.frozen(kw_only=True)
class ScoreEntry:
    """An entry of the score ledger (考评记录).

    Attributes:
        id, unit: as in every record; the id is derived, so that posting twice posts once.
        scheme, scheme_version: the scheme it follows.
        rule: code of the rule within the scheme.
        period: the period it counts in.
        account: a department's or a person's points.
        department: the department that bears them, or where the person was concerned.
        officer: the person; only for a person's account.
        points: exact points, negative for a deduction.
        working: how they were worked out; of a counter-entry that of the original.
        fact_on: the day of the fact, which decides the period.
        records: the records it is explained by, sorted.
        sentence: code of the sentence that explains it, see `supervision.messages`.
        facts: what the sentence is filled with.
        posted_on: day of the act.
        reverses: the entry this one is the counter-entry of (冲销对象).
        reversed_by: its counter-entry (被冲销); `None` while it holds.
        for_good: reversed by a person's decision: the same thing is not scored again.
    """

    id: str
    unit: str
    scheme: str
    scheme_version: int
    rule: str
    period: Period
    account: Account
    department: DepartmentId | None = None
    officer: OfficerId | None = None
    points: Fraction
    working: Working
    fact_on: dt.date
    records: tuple[RecordRef, ...]
    sentence: str
    facts: tuple[ScoreFact, ...] = ()
    posted_on: dt.date
    reverses: str | None = None
    reversed_by: str | None = None
    for_good: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is neither reversed nor a counter-entry (有效)."""
        return self.reverses is None and self.reversed_by is None


def score_entry_id(unit: str, command: PostScore, turn: int) -> str:
    """Return the id of the `turn`-th entry about the same thing, from 0.

    The same thing is: scheme, period, rule, account, whom it concerns, and the records; neither
    the points nor the scheme's version.
    """
    return derived_id(
        "scr",
        unit,
        command.scheme,
        command.period.code,
        command.rule,
        command.account.value,
        command.department or "",
        command.officer or "",
        *(f"{record.kind}:{record.id}" for record in command.records),
        str(turn),
    )


def counter_id(entry: str) -> str:
    """Return the id of an entry's counter-entry: there can be only one."""
    return derived_id("scr", "reversal", entry)


@attrs.frozen(kw_only=True)
class ScorePosted:
    """Points were posted (登记分值), or, with `reverses`, posted back (冲销)."""

    act: Act
    id: str
    unit: str
    scheme: str
    scheme_version: int
    rule: str
    period: Period
    account: Account
    department: DepartmentId | None = None
    officer: OfficerId | None = None
    points: Fraction
    working: Working
    fact_on: dt.date
    records: tuple[RecordRef, ...]
    sentence: str
    facts: tuple[ScoreFact, ...] = ()
    reverses: str | None = None


@attrs.frozen(kw_only=True)
class ScoreReversed:
    """The entry was reversed (被冲销) by the counter-entry `by`. The reason is in the header."""

    act: Act
    by: str
    for_good: bool = False


ScoreChange: TypeAlias = ScorePosted | ScoreReversed


@attrs.frozen(kw_only=True)
class Reversal:
    """The two halves of a reversal (冲销): what happens to the original, and its counter-entry."""

    original: tuple[ScoreReversed]
    counter: tuple[ScorePosted]


def _check_scorer(step: str, deed: Deed, officer: OfficerId | None) -> None:
    check_role(step, deed.standing, SCORERS)
    if officer is not None:
        check_independent(step, deed.standing, Concerned(officers=frozenset({officer})))


def decide_post(id: str, unit: str, command: PostScore, *, deed: Deed) -> tuple[ScorePosted]:
    """Post points (登记分值).

    Raises:
        Refused: `separation.role` for anybody but the office, `separation.named` for points of
            one's own; `score.zero`, `score.unexplained`; `score.recipient` when department or
            person is missing, or a department's points name a person; `score.outside` when
            the fact lies outside the period.
    """
    _check_scorer("post_score", deed, command.officer)
    points = command.working.points
    if not points:
        raise Refused("score.zero", rule=command.rule)
    if not command.records:
        raise Refused("score.unexplained", rule=command.rule)
    whom = {Account.DEPARTMENT: command.department, Account.PERSON: command.officer}
    named = command.officer is not None
    if whom[command.account] is None or named is (command.account is Account.DEPARTMENT):
        raise Refused("score.recipient", rule=command.rule, account=command.account.value)
    if not command.period.holds(command.fact_on):
        raise Refused(
            "score.outside", found=command.fact_on.isoformat(), period=command.period.code
        )
    return (
        ScorePosted(
            act=deed.act,
            id=id,
            unit=unit,
            points=points,
            **attrs.asdict(command, recurse=False),
        ),
    )


def decide_reverse(
    entry: ScoreEntry, *, deed: Deed, period: Period | None = None, for_good: bool = False
) -> Reversal:
    """Reverse an entry, with a reason (冲销).

    Args:
        entry: the original.
        deed: by whom, on which day, why.
        for_good: a person's decision, such as after a successful objection: scoring will not
            post it again, although the record still counts.
        period: where the counter-entry counts, when the original's period is closed already;
            by default the original's.

    Raises:
        Refused: `separation.role`, `separation.named`, `act.reason_missing`;
            `score.reversed` when it was reversed already, `score.counter_entry` for a
            counter-entry: post anew instead.
    """
    _check_scorer("reverse_score", deed, entry.officer)
    deed.explained()
    if entry.reversed_by is not None:
        raise Refused("score.reversed", id=entry.id, by=entry.reversed_by)
    if entry.reverses is not None:
        raise Refused("score.counter_entry", id=entry.id, of=entry.reverses)
    by = counter_id(entry.id)
    counter = ScorePosted(
        act=deed.act,
        id=by,
        unit=entry.unit,
        scheme=entry.scheme,
        scheme_version=entry.scheme_version,
        rule=entry.rule,
        period=entry.period if period is None else period,
        account=entry.account,
        department=entry.department,
        officer=entry.officer,
        points=-entry.points,
        working=entry.working,
        fact_on=entry.fact_on,
        records=entry.records,
        sentence="score.sentence.reversal",
        reverses=entry.id,
    )
    original = ScoreReversed(act=deed.act, by=by, for_good=for_good)
    return Reversal(original=(original,), counter=(counter,))


def evolve_score_entry(entry: ScoreEntry | None, change: ScoreChange) -> ScoreEntry:
    """Build the entry after `change`."""
    if isinstance(change, ScorePosted):
        fields = attrs.asdict(change, recurse=False)
        act = fields.pop("act")
        return ScoreEntry(posted_on=act.on, **fields)
    return attrs.evolve(begun(entry, change), reversed_by=change.by, for_good=change.for_good)


SCORE_ENTRY: RecordKind[ScoreEntry] = RecordKind(
    name="score_entry",
    prefix="scr",
    cls=ScoreEntry,
    changes=(
        ChangeType("score_entry.posted", ScorePosted),
        ChangeType("score_entry.reversed", ScoreReversed),
    ),
    evolve=evolve_score_entry,
    indexed=(
        Column("scheme"),
        Column("scheme_version", ColumnType.INTEGER),
        Column("rule"),
        Column("period", value=lambda entry: entry.period.code),
        Column("period_first", ColumnType.DATE, lambda entry: entry.period.first),
        Column("period_last", ColumnType.DATE, lambda entry: entry.period.last),
        Column("account"),
        Column("department"),
        Column("officer"),
        Column("fact_on", ColumnType.DATE),
        Column("posted_on", ColumnType.DATE),
        Column("holds", ColumnType.INTEGER),
        Column("reverses"),
        Column("reversed_by"),
    ),
    indexes=(("scheme", "period"), ("officer",)),
    many=(Many("records", lambda entry: tuple(record.id for record in entry.records)),),
)
