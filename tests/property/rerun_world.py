"""A world for sweeping again: three cases, a rule of every type, and what each rule must see.

Each rule has events of its own in every case. A case stands with a rule on a level: 0 is in order,
1 and 2 are two different breaches, `None` is a duty nobody has done yet. A level changes as an
export changes: an event keeps its id, its day or its card is corrected.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.cases import Card, Case, CaseTrace, Event
from supervision.domain.function_rules import FunctionRule
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import (
    By,
    CardTests,
    Count,
    DataEntry,
    Deadline,
    Each,
    Field,
    FieldTest,
    Figures,
    Forbidden,
    Indicator,
    Measure,
    Order,
    Pair,
    Required,
    RuleRef,
    Separation,
    Stage,
    Threshold,
)
from supervision.domain.sightings import EventRole, Facts, Sighting, seen_event
from supervision.domain.values import start_of
from supervision.errors import PluginFailure
from supervision.testing.rule_samples import any_of, head_of

__all__ = [
    "ACCEPTED",
    "ALL_VERSIONS",
    "CASES",
    "CODES",
    "DEPARTMENT",
    "FIGURE",
    "OPEN_LEVELS",
    "VERSIONS",
    "book_of",
    "fact_in",
    "fact_on",
    "trace_of",
]

CASES = ("A", "B", "C")
DEPARTMENT = {"A": "第一检察部", "B": "第一检察部", "C": "第二检察部"}
ACCEPTED = {"A": dt.date(2026, 3, 2), "B": dt.date(2026, 3, 4), "C": None}
"""What limits of a scope go by; nobody knows when C was accepted."""
FIGURE, FUNCTION = "FIGURE", "FUNCTION"
TEN_DAYS = Limit(count=10, unit=LimitUnit.DAY)

RULES = (
    Deadline(
        head=head_of("LIMIT", Stage.OVERDUE, Stage.LATE_DONE),
        start=any_of("accepted"),
        end=any_of("decided"),
        limit=TEN_DAYS,
    ),
    Required(
        head=head_of("LAWYER", Stage.MISSING, Stage.LATE),
        required=any_of("lawyer_ensured"),
        before=any_of("plea_signed"),
    ),
    Forbidden(head=head_of("PLACE", Stage.FORBIDDEN), event=any_of("questioned", where="车上")),
    Order(head=head_of("ORDER", Stage.REVERSED), earlier=any_of("told"), later=any_of("asked")),
    Separation(
        head=head_of("FOUR-EYES", Stage.SAME_PERSON),
        one=any_of("drafted"),
        other=any_of("approved"),
    ),
    Count(
        head=head_of("TWICE", Stage.EXCEEDED), events=any_of("returned", counted="是"), at_most=2
    ),
    Pair(
        head=head_of("BACK", Stage.OVERDUE, Stage.LATE_DONE),
        each=any_of("appraised"),
        partner=any_of("appraisal_done"),
        limit=TEN_DAYS,
    ),
    DataEntry(head=head_of("ENTERED", Stage.LATE_ENTERED), event=any_of("filed")),
    Field(
        head=head_of("CARD", Stage.WRONG),
        at=any_of("noted"),
        must=CardTests(event=(FieldTest(field="amount", none_of=("空",)),)),
    ),
    Indicator(
        head=head_of(FIGURE, Stage.OUTLYING),
        figure=Figures.RATIO,
        top=(Measure(each=Each.EVENT, events=any_of("extended", late="是")),),
        bottom=(Measure(each=Each.EVENT, events=any_of("accepted")),),
        by=(By.DEPARTMENT,),
        at_most=Threshold(top=0),
    ),
)
CODES = (*(one.head.code for one in RULES), FUNCTION)
VERSIONS = (1, 2, 3)
"""The third declares that it replaces the others."""


def _check(version, failing):
    def check(cases, context):
        for trace in cases:
            [odd] = [one for one in trace.events if one.type == "odd"]
            if Card("seen", "是") in odd.card:
                if failing:
                    raise PluginFailure("plugin.failed")
                yield Sighting(
                    rule=RuleRef(code=FUNCTION, version=version),
                    case=trace.case.number,
                    line=trace.case.line,
                    department=trace.case.department,
                    accepted_on=trace.case.accepted_on,
                    anchor=(odd.id,),
                    began_on=odd.day,
                    breached_on=odd.day,
                    stage=Stage.FORBIDDEN,
                    facts=Facts(events=(seen_event(EventRole.EVENT, odd),)),
                )
        if failing:
            raise PluginFailure("plugin.failed")

    return check


def book_of(version, failing=()):
    """Return all rules in a version; the function rule fails where it is named."""
    replaces = (1, 2) if version == 3 else ()

    def versioned(head):
        return attrs.evolve(head, version=version, replaces=replaces)

    function = FunctionRule(
        head=versioned(head_of(FUNCTION, Stage.FORBIDDEN)),
        check=_check(version, FUNCTION in failing),
    )
    rules = (attrs.evolve(one, head=versioned(one.head)) for one in RULES)
    return RuleBook(rules=tuple(rules), functions=(function,))


ALL_VERSIONS = RuleBook(
    rules=tuple(rule for version in VERSIONS for rule in book_of(version).rules),
    functions=tuple(rule for version in VERSIONS for rule in book_of(version).functions),
)


def _event(kind, day, id="", **card):
    on = dt.date(2026, 3, day)
    by, entered = card.pop("by", None), card.pop("entered", None)
    return Event(
        id=id or kind,
        type=kind,
        occurred_at=start_of(on),
        day=on,
        entered_by=by,
        entered_at=None if entered is None else start_of(dt.date(2026, 3, entered)),
        card=tuple(Card(name, text) for name, text in card.items()),
    )


def _yes(level):
    return "是" if level else "否"


def trace_of(number, levels):
    """Return a case as an export tells it; `levels` by code of rule."""
    limit, lawyer, place, order, eyes, twice, back, entered, card, figure, function = (
        levels[code] for code in CODES
    )
    events = [
        *(_event("accepted", 2), _event("plea_signed", 10)),
        *([] if limit is None else [_event("decided", (5, 20, 25)[limit])]),
        *([] if lawyer is None else [_event("lawyer_ensured", (9, 15, 16)[lawyer])]),
        _event("questioned", 11 + place, where="车上" if place else "办案区"),
        *(_event("asked", 4), _event("told", (3, 6, 7)[order])),
        _event("drafted", 5, by="张"),
        _event("approved", 6 + eyes, by="张" if eyes else "李"),
        *(_event("returned", 6, "r1", counted="是"), _event("returned", 8, "r2", counted="是")),
        _event("returned", 20 + twice, "r3", counted=_yes(twice)),
        *(_event("appraised", 4), _event("appraisal_done", (6, 20, 21)[back])),
        _event("filed", 5, entered=5 + entered),
        _event("noted", 8 + card, amount="空" if card else "全"),
        *(_event("extended", 9, f"x{one}", late=_yes(figure >= one)) for one in (1, 2)),
        _event("odd", 13 + function, seen=_yes(function)),
    ]
    case = Case(
        number=number,
        line="审查起诉",
        department=DEPARTMENT[number],
        accepted_on=ACCEPTED[number],
    )
    return CaseTrace(case=case, events=tuple(events))


OPEN_LEVELS = {code: None if code in ("LIMIT", "LAWYER") else 0 for code in CODES}
"""Where every case begins."""
_SEEN = {
    "LIMIT": (Stage.LATE_DONE, 20, 25),
    "LAWYER": (Stage.LATE, 15, 16),
    "PLACE": (Stage.FORBIDDEN, 12, 13),
    "ORDER": (Stage.REVERSED, 6, 7),
    "FOUR-EYES": (Stage.SAME_PERSON, 7, 8),
    "TWICE": (Stage.EXCEEDED, 21, 22),
    "BACK": (Stage.LATE_DONE, 20, 21),
    "ENTERED": (Stage.LATE_ENTERED, 1, 2),
    "CARD": (Stage.WRONG, 9, 10),
    FUNCTION: (Stage.FORBIDDEN, 14, 15),
}
"""Stage, and what tells one breach from the other: a day of March, or days late."""


def fact_on(code, level):
    """Return what a rule that looks at single cases sees on a level; `None` for nothing."""
    if level is None:
        return (Stage.OVERDUE if code == "LIMIT" else Stage.MISSING, None)
    stage, *seen = _SEEN[code]
    return (stage, seen[level - 1]) if level else None


def fact_in(detection):
    """Return the same from what is stored."""
    stage, facts = detection.sight.stage, detection.sight.facts
    if stage in (Stage.OVERDUE, Stage.MISSING):
        return (stage, None)
    if stage is Stage.OUTLYING:
        return (stage, facts.top)
    if stage is Stage.LATE_ENTERED:
        return (stage, facts.late_days)
    return (stage, max(one.day for one in facts.events).day)
