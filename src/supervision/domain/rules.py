"""Rules of monitoring (监控规则) as data: one attrs model for TOML and Python.

A rule never contains code. It names event types, limits and conditions; an engine says what
they mean for a case. Two principles hold for every rule:

* **Nothing unknown makes a finding.** A condition on a field the export leaves empty is
  unknown. An event that would start a duty must meet its conditions; one that would fulfil,
  extend or pause it need only not fail them.
* **A day is not an order.** Two events known only to the day never breach an order within
  that day.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from supervision.domain.findings import Certainty, Nature, Severity
from supervision.domain.limits import Limit

__all__ = [
    "AnchorPart",
    "Answers",
    "Deadline",
    "Extension",
    "FieldTest",
    "Over",
    "Pause",
    "Required",
    "Rule",
    "RuleHead",
    "RuleRef",
    "Selector",
    "Sentence",
    "Stage",
    "When",
    "Which",
    "Wording",
    "applies_to",
    "is_valid_on",
    "ref_of",
]


class Over(enum.Enum):
    """What a rule ranges over (监控对象)."""

    CASE = "case"
    PARTY = "party"


class Answers(enum.Enum):
    """Who answers for a breach (责任对象); resolved from roles at the moment of the act."""

    DEPARTMENT = "department"
    HANDLER = "handler"


class Which(enum.Enum):
    """Which of several events of one kind is meant (取值)."""

    FIRST = "first"
    LAST = "last"


class AnchorPart(enum.Enum):
    """What ties a detection to its fact, beside rule, unit, case and party (锚点)."""

    EVENT = "event"
    """The connector's id of the event a period starts with, or before which something was
    required; activity and instant where the connector has no id. Never an ordinal."""


class Stage(enum.Enum):
    """How far the fact a rule sees has gone (发现阶段); stages of *one* detection."""

    WARNING = "warning"
    """预警: the end of the limit is near."""
    OVERDUE = "overdue"
    """超期: the limit has run out and the duty is open."""
    LATE_DONE = "late_done"
    """超期办结: done, but after the limit."""
    MISSING = "missing"
    """缺失: what had to be done before is not there."""
    LATE = "late"
    """后补: done only after the event it had to precede."""


@attrs.frozen(kw_only=True)
class Wording:
    """A name in both languages (中英文名称)."""

    zh: str
    en: str


@attrs.frozen(kw_only=True)
class Sentence:
    """What a rule tells people at one stage, naming the events (提示语).

    Placeholders: `{case}`, `{party}` (a token in records), `{due}`, `{days}` and the day of an event by its role:
    `{start}`, `{end}`, `{given}`, `{required}`, `{before}`. What is unknown prints as `—`.

    Attributes:
        stage: the stage it is for.
        zh, en: the sentence with placeholders.
    """

    stage: Stage
    zh: str
    en: str


@attrs.frozen(kw_only=True)
class FieldTest:
    """A condition on one card field (案卡条件): exactly one of the two lists is given.

    Texts compare by code point. A field the export leaves empty makes the test *unknown*.

    Attributes:
        field: canonical name of the card field. A case also has `line`, `unit`, `department`
            and `handler`; a party has `custody` with the values `true` and `false`.
        one_of: the field holds one of these.
        none_of: the field holds something else than these.

    Example:
        >>> FieldTest(field="plea", one_of=("是",)).holds("是")
        True
        >>> FieldTest(field="plea", none_of=("是",)).holds(None) is None
        True
    """

    field: str
    one_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()

    def holds(self, text: str | None) -> bool | None:
        """Say whether the test holds for the field's text; `None` when that is unknown."""
        if not text:
            return None
        return text in self.one_of if self.one_of else text not in self.none_of


@attrs.frozen(kw_only=True)
class When:
    """Conditions under which a rule applies (适用条件): all must hold.

    Attributes:
        case: on the case card.
        party: on the party's card; only for rules over parties.
    """

    case: tuple[FieldTest, ...] = ()
    party: tuple[FieldTest, ...] = ()


@attrs.frozen(kw_only=True)
class Selector:
    """Picks events of a case (事件选择).

    A rule over parties sees the events of the party and those that name no party.

    Attributes:
        events: event types, such as `accepted`; any of them.
        when: conditions on the event's own card.
    """

    events: tuple[str, ...]
    when: tuple[FieldTest, ...] = ()


@attrs.frozen(kw_only=True)
class RuleHead:
    """What every rule carries (规则头).

    Attributes:
        code: stable code; with the case and the anchor it makes a detection's id.
        version: raised whenever the rule may judge a case differently.
        replaces: older versions whose detections this version decides as well.
        name: its name.
        basis: code of the legal basis (依据).
        valid_from, valid_until: days on which the fact must begin, both included.
        lines: business lines; empty for all.
        over: what it ranges over.
        when: conditions on case and party.
        certainty: confirmed or suspected.
        severity: how grave.
        nature: what sort of problem it is.
        problem_code: code in the dictionary of problems.
        rung: rung of the ladder a measure should start at, if any.
        answers: who answers.
        opens_findings: whether it may open findings itself. Only for confirmed rules.
        anchor: what ties the detection to its fact. Without the event there is one detection
            for each case or party.
        anchor_version: raised when the same `anchor` comes to mean another event, so that
            detections are brought over to their new ids (`supervision sweep rehash`).
        already_alarmed: the event by which case management has already raised the alarm in
            the same matter (案管已预警): the detection is linked to it, no finding is opened
            by the rule alone and nobody is asked a second time.
        sentences: one for each stage the rule can show.
    """

    code: str
    version: int = 1
    replaces: tuple[int, ...] = ()
    name: Wording
    basis: str
    valid_from: dt.date
    valid_until: dt.date | None = None
    lines: tuple[str, ...] = ()
    over: Over = Over.CASE
    when: When = When()
    certainty: Certainty
    severity: Severity
    nature: Nature = Nature.WORK
    problem_code: str
    rung: str | None = None
    answers: Answers = Answers.DEPARTMENT
    opens_findings: bool = False
    anchor: tuple[AnchorPart, ...] = (AnchorPart.EVENT,)
    anchor_version: int = 1
    already_alarmed: Selector | None = None
    sentences: tuple[Sentence, ...]


@attrs.frozen(kw_only=True)
class Extension:
    """An event that lengthens a limit (延长).

    It counts only while the limit still runs: an extension granted afterwards heals nothing.

    Attributes:
        by: the event.
        add: what it adds.
        at_most: how many times it counts within one period.
    """

    by: Selector
    add: Limit
    at_most: int = 1


@attrs.frozen(kw_only=True)
class Pause:
    """Time that does not count (中止计算): from one event to the next of another kind.

    Attributes:
        since: the event that stops the clock while the limit runs.
        until: the event that lets it run on. Without it the clock stands still.
    """

    since: Selector
    until: Selector


@attrs.frozen(kw_only=True)
class Deadline:
    """Something must happen within a limit (期限规则).

    The start event opens a *period*; every event of `restarted` after it opens another. A
    period is fulfilled by the first end event, or by an event that pauses or restarts it,
    while its limit runs. Otherwise it is overdue, and late-done as soon as such an event
    comes. Each period is one detection with the stages warning, overdue and late-done,
    anchored at the event that opened it.

    The start day is not counted; a last day that is no working day moves to the next working
    day, unless the person is in custody (刑诉法 art. 105). Hours begin with the next full hour.

    Attributes:
        head: code, basis, conditions, sentences.
        start: the event that opens the first period.
        which: the first or the last such event of the case or party.
        end: the event that fulfils the duty.
        limit: how long it may take.
        extended: what lengthens the limit.
        restarted: what begins the limit anew.
        paused: what does not count.
        custody_exact: whether the limit of a person in custody ends on a holiday as well. A
            rule over cases asks whether any party is in custody.
        warnings: lead times before the end, each its own level of the stage warning.
    """

    head: RuleHead
    start: Selector
    which: Which = Which.FIRST
    end: Selector
    limit: Limit
    extended: tuple[Extension, ...] = ()
    restarted: Selector | None = None
    paused: tuple[Pause, ...] = ()
    custody_exact: bool = True
    warnings: tuple[Limit, ...] = ()


@attrs.frozen(kw_only=True)
class Required:
    """Something must have happened before something else (必经环节).

    Where the event `before` is found and no required event stands before it, the required
    event is missing; if it comes afterwards, it is late.

    Attributes:
        head: code, basis, conditions, sentences.
        given: the duty exists only if this event stands before `before`; then the required
            event must stand between the two. `None`: conditions alone decide.
        required: the event that must be there.
        before: the event it must precede. On the same day is in time, if either is known
            only to the day.
        which: the first or the last event of `before`.
    """

    head: RuleHead
    given: Selector | None = None
    required: Selector
    before: Selector
    which: Which = Which.FIRST


Rule: TypeAlias = Deadline | Required
"""A tagged union: `type = "deadline"` or `type = "required"` in TOML."""


@attrs.frozen(kw_only=True, order=True)
class RuleRef:
    """A rule's code and version (规则版本)."""

    code: str
    version: int


def ref_of(rule: Rule) -> RuleRef:
    """Return code and version of a rule."""
    return RuleRef(code=rule.head.code, version=rule.head.version)


def is_valid_on(head: RuleHead, day: dt.date) -> bool:
    """Say whether a fact that begins on `day` is judged by the rule."""
    return head.valid_from <= day and (head.valid_until is None or day <= head.valid_until)


def applies_to(head: RuleHead, line: str) -> bool:
    """Say whether the rule watches a business line."""
    return not head.lines or line in head.lines
