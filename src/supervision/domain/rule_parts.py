"""What rules of monitoring are made of (规则的组成): head, selectors, conditions, sentences.

A rule never contains code. It names event types, limits and conditions; an engine says what
they mean for a case. Two principles hold for every rule:

* **Nothing unknown makes a finding.** A condition on a field the export leaves empty is
  unknown. An event that would start a duty or breach a ban must meet its conditions; one that
  would fulfil, extend or pause a duty need only not fail them.
* **A day is not an order.** Two events known only to the day never breach an order within
  that day.
"""

from __future__ import annotations

import datetime as dt
import enum
import re

import attrs

from supervision.domain.findings import Certainty, Nature, Severity

__all__ = [
    "AnchorPart",
    "Answers",
    "CardTests",
    "FieldTest",
    "Over",
    "RuleHead",
    "RuleRef",
    "Selector",
    "Sentence",
    "Stage",
    "When",
    "Which",
    "Wording",
    "Yields",
    "applies_to",
    "is_valid_on",
    "number_of",
]


class Over(enum.Enum):
    """What a rule ranges over (监控对象)."""

    CASE = "case"
    """按案"""
    PARTY = "party"
    """按人"""
    DOCUMENT = "document"
    """按文书"""
    LINKED = "linked"
    """按关联案件: a case together with one it is linked to"""


class Answers(enum.Enum):
    """Who answers for a breach (责任对象); resolved from roles at the moment of the act."""

    DEPARTMENT = "department"
    HANDLER = "handler"


class Which(enum.Enum):
    """Which of several events of one kind is meant (取值)."""

    FIRST = "first"
    LAST = "last"


class Yields(enum.Enum):
    """What a rule gives (产出)."""

    FINDING = "finding"
    """监控发现: kept, decided about by people, may become a finding."""
    LIST = "list"
    """提醒清单: shown when asked for and kept nowhere, such as the list of a month's end."""


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
    FORBIDDEN = "forbidden"
    """违禁: what must not be is there."""
    REVERSED = "reversed"
    """逆序: two events stand the wrong way round."""
    SAME_PERSON = "same_person"
    """同一人: what two persons must do was done by one."""
    EXCEEDED = "exceeded"
    """超次: more often than allowed."""
    SHORT = "short"
    """次数不足: less often than required."""
    STALE = "stale"
    """过期: what stands before is older than allowed."""
    WRONG = "wrong"
    """不符: a field holds what it must not hold, or fields do not agree."""
    LATE_ENTERED = "late_entered"
    """迟录: entered in the case system later than allowed."""
    OUTLYING = "outlying"
    """超出界限: a figure beyond its threshold."""


@attrs.frozen(kw_only=True)
class Wording:
    """A name in both languages (中英文名称)."""

    zh: str
    en: str


@attrs.frozen(kw_only=True)
class Sentence:
    """What a rule tells people at one stage, naming the events (提示语).

    Placeholders: `{case}`, `{party}` (a token in records), `{due}`, `{days}`, `{count}`, `{fields}` and
    the day of an event by its role, such as `{start}` or `{before}`; which of them a rule has,
    `rulebooks.sentence_names` tells. What is unknown prints as `—`.

    Attributes:
        stage: the stage it is for.
        zh, en: the sentence with placeholders.
    """

    stage: Stage
    zh: str
    en: str


_NUMBER = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@attrs.frozen(kw_only=True)
class FieldTest:
    """A condition on one card field (案卡条件) of one sort: text, number, date or presence.

    Texts compare by code point. Numbers are texts of up to fifteen digits with an optional
    minus sign; dates are texts `yyyy-mm-dd`. A field the export leaves empty, or that holds no
    number or date where one is asked for, makes the test *unknown*. Only `present` knows an
    empty field.

    Attributes:
        field: canonical name of the card field. A case also has `line`, `unit`, `department`,
            `handler` and `accepted_on`; a party has `custody` with the values `true` and
            `false`; a document has `type`; an event has `entered_by`.
        one_of: the field holds one of these texts.
        none_of: the field holds something else than these texts.
        at_least, at_most: the field holds a number within these bounds, both included.
        since, until: the field holds a date within these bounds, both included.
        present: whether the field is filled at all.

    Example:
        >>> FieldTest(field="plea", one_of=("是",)).holds("是")
        True
        >>> FieldTest(field="plea", none_of=("是",)).holds(None) is None
        True
        >>> FieldTest(field="returns", at_most=2).holds("3")
        False
    """

    field: str
    one_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    present: bool | None = None

    @property
    def sorts(self) -> tuple[str, ...]:
        """The sorts of condition it states; exactly one makes sense."""
        stated = {
            "one_of": bool(self.one_of),
            "none_of": bool(self.none_of),
            "number": self.at_least is not None or self.at_most is not None,
            "date": self.since is not None or self.until is not None,
            "present": self.present is not None,
        }
        return tuple(sort for sort, is_stated in stated.items() if is_stated)

    def holds(self, text: str | None) -> bool | None:
        """Say whether the test holds for the field's text; `None` when that is unknown."""
        if self.present is not None:
            return bool(text) is self.present
        if not text:
            return None
        if self.one_of:
            return text in self.one_of
        if self.none_of:
            return text not in self.none_of
        if self.at_least is not None or self.at_most is not None:
            number = number_of(text)
            return None if number is None else _within(number, self.at_least, self.at_most)
        if _DATE.fullmatch(text) is None:
            return None
        first = None if self.since is None else self.since.isoformat()
        last = None if self.until is None else self.until.isoformat()
        return (first is None or first <= text) and (last is None or text <= last)


def _within(number: int, least: int | None, most: int | None) -> bool:
    return (least is None or least <= number) and (most is None or number <= most)


def number_of(text: str | None) -> int | None:
    """Read a whole number from a card's text; `None` for anything else.

    Example:
        >>> number_of("-12"), number_of("3.5")
        (-12, None)
    """
    return int(text) if text and _NUMBER.fullmatch(text) else None


@attrs.frozen(kw_only=True)
class When:
    """Conditions under which a rule applies (适用条件): all must certainly hold.

    Attributes:
        case: on the case card.
        party: on the party's card; only for rules over parties.
        document: on the document's card; only for rules over documents.
        linked: on the card of the linked case; only for rules over linked cases.
    """

    case: tuple[FieldTest, ...] = ()
    party: tuple[FieldTest, ...] = ()
    document: tuple[FieldTest, ...] = ()
    linked: tuple[FieldTest, ...] = ()


@attrs.frozen(kw_only=True)
class CardTests:
    """What cards must hold (案卡要求), by the card it stands on.

    Attributes:
        case: on the case card.
        party, document, linked: on the card of the party, the document, the linked case; only
            for rules over such.
        event: on the card of the event that is judged.
    """

    case: tuple[FieldTest, ...] = ()
    party: tuple[FieldTest, ...] = ()
    document: tuple[FieldTest, ...] = ()
    linked: tuple[FieldTest, ...] = ()
    event: tuple[FieldTest, ...] = ()


@attrs.frozen(kw_only=True)
class Selector:
    """Picks events of a case (事件选择).

    A rule over parties sees the events of the party and those that name no party; a rule over
    documents likewise. A rule over linked cases sees the events of the case, and with
    `linked` those of the case it is linked to.

    Attributes:
        events: event types, such as `accepted`; any of them.
        when: conditions on the event's own card.
        linked: whether events of the linked case are meant.
    """

    events: tuple[str, ...]
    when: tuple[FieldTest, ...] = ()
    linked: bool = False


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
        links: kinds of link a rule over linked cases looks at; empty for all.
        when: conditions on case, party, document and linked case.
        certainty: confirmed or suspected.
        severity: how grave.
        nature: what sort of problem it is.
        problem_code: code in the dictionary of problems.
        rung: rung of the ladder a measure should start at, if any.
        answers: who answers.
        yields: whether it makes detections or a reminder list.
        priority: what is triaged first; 1 before 2. Equal by default.
        opens_findings: whether it may open findings itself. Only for confirmed rules.
        anchor: what ties the detection to its fact. Without the event there is one detection
            for each case or party.
        anchor_version: raised when the same `anchor` comes to mean another event, so that
            detections are brought over to their new ids (`supervision sweep rehash`).
        already_alarmed: the event by which case management has already raised the alarm in
            the same matter (案管已预警): the detection is linked to it, no finding is opened
            by the rule alone and nobody is asked a second time; a reminder list leaves it out.
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
    links: tuple[str, ...] = ()
    when: When = When()
    certainty: Certainty
    severity: Severity
    nature: Nature = Nature.WORK
    problem_code: str
    rung: str | None = None
    answers: Answers = Answers.DEPARTMENT
    yields: Yields = Yields.FINDING
    priority: int = 5
    opens_findings: bool = False
    anchor: tuple[AnchorPart, ...] = (AnchorPart.EVENT,)
    anchor_version: int = 1
    already_alarmed: Selector | None = None
    sentences: tuple[Sentence, ...]


@attrs.frozen(kw_only=True, order=True)
class RuleRef:
    """A rule's code and version (规则版本)."""

    code: str
    version: int


def is_valid_on(head: RuleHead, day: dt.date) -> bool:
    """Say whether a fact that begins on `day` is judged by the rule."""
    return head.valid_from <= day and (head.valid_until is None or day <= head.valid_until)


def applies_to(head: RuleHead, line: str) -> bool:
    """Say whether the rule watches a business line."""
    return not head.lines or line in head.lines
