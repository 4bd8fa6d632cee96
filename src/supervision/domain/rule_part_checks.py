"""What may be wrong with the parts of a rule (规则组成检查).

Every check gives a `Problem` whose path begins inside the rule, such as `.limit.unit`; whoever
read the rule puts file and line before it.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

from supervision.domain.findings import Certainty
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.rule_parts import (
    CardTests,
    FieldTest,
    Over,
    RuleHead,
    Selector,
    When,
    Yields,
)
from supervision.errors import Detail, Problem

__all__ = [
    "card_faults",
    "fault",
    "fits",
    "foreign_names",
    "head_faults",
    "lead_faults",
    "selector_faults",
    "test_faults",
]

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_LEAST_URGENT = 9
_LEADS = (LimitUnit.HOUR, LimitUnit.DAY, LimitUnit.WORKDAY)


def fault(path: str, code: str, **details: Detail) -> Problem:
    """Return a problem at a path inside the rule."""
    return Problem(path, code, details)


def head_faults(head: RuleHead) -> Iterator[Problem]:
    """Yield what is wrong with a head."""
    if not _CODE.fullmatch(head.code):
        yield fault(".code", "rule.code", found=head.code)
    if head.version < 1:
        yield fault(".version", "rule.version", found=head.version)
    if not 1 <= head.priority <= _LEAST_URGENT:
        yield fault(".priority", "rule.priority", found=head.priority, most=_LEAST_URGENT)
    for older in head.replaces:
        if not 1 <= older < head.version:
            yield fault(".replaces", "rule.replaces", found=older, version=head.version)
    named = (
        (".name.zh", head.name.zh),
        (".name.en", head.name.en),
        (".basis", head.basis),
        (".problem_code", head.problem_code),
    )
    for path, text in named:
        if not text.strip():
            yield fault(path, "rule.blank")
    if head.valid_until is not None and head.valid_until < head.valid_from:
        yield fault(
            ".valid_until",
            "rule.validity",
            first=head.valid_from.isoformat(),
            last=head.valid_until.isoformat(),
        )
    if head.opens_findings and head.certainty is not Certainty.CONFIRMED:
        yield fault(".opens_findings", "rule.suspected_opens")
    if head.yields is Yields.LIST and head.opens_findings:
        yield fault(".opens_findings", "rule.list_opens")
    if head.links and head.over is not Over.LINKED:
        yield fault(".links", "rule.over", needed=Over.LINKED.value)
    yield from card_faults(".when", head, head.when)
    yield from selector_faults(head, ".already_alarmed", head.already_alarmed)
    if head.anchor_version < 1:
        yield fault(".anchor_version", "rule.version", found=head.anchor_version)


def test_faults(path: str, tests: tuple[FieldTest, ...]) -> Iterator[Problem]:
    """Yield conditions without a field, or not of exactly one sort."""
    for place, test in enumerate(tests):
        if not test.field.strip():
            yield fault(f"{path}[{place}].field", "rule.blank")
        if len(test.sorts) != 1:
            yield fault(f"{path}[{place}]", "rule.condition")


def card_faults(path: str, head: RuleHead, tests: When | CardTests) -> Iterator[Problem]:
    """Yield faults of conditions, and those on cards the rule does not range over."""
    for over, own in (
        (Over.PARTY, tests.party),
        (Over.DOCUMENT, tests.document),
        (Over.LINKED, tests.linked),
    ):
        if own and head.over is not over:
            code = "rule.party_condition" if over is Over.PARTY else "rule.over"
            yield fault(f"{path}.{over.value}", code, needed=over.value)
        yield from test_faults(f"{path}.{over.value}", own)
    yield from test_faults(f"{path}.case", tests.case)


def selector_faults(head: RuleHead, path: str, selector: Selector | None) -> Iterator[Problem]:
    """Yield what is wrong with a selector."""
    if selector is None:
        return
    if selector.linked and head.over is not Over.LINKED:
        yield fault(f"{path}.linked", "rule.over", needed=Over.LINKED.value)
    if not selector.events or not all(event.strip() for event in selector.events):
        yield fault(f"{path}.events", "rule.no_events")
    yield from test_faults(f"{path}.when", selector.when)


def foreign_names(template: str, known: frozenset[str]) -> Iterator[str]:
    """Yield what stands in braces and is no plain known name. Templates never run anything."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        yield template
        return
    for _, name, spec, conversion in parts:
        if name is not None and (name not in known or spec or conversion):
            yield name


def fits(limit: Limit, more: Limit) -> bool:
    """Hours are lengthened by hours and days, everything else by anything but hours."""
    if limit.unit is LimitUnit.HOUR:
        return more.unit in (LimitUnit.HOUR, LimitUnit.DAY)
    return more.unit is not LimitUnit.HOUR


def lead_faults(leads: tuple[Limit, ...]) -> Iterator[Problem]:
    """Yield lead times in units no alarm is counted in."""
    for place, lead in enumerate(leads):
        if lead.unit not in _LEADS:
            yield fault(f".warnings[{place}].unit", "rule.lead", found=lead.unit.value)
