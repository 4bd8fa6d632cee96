"""Rule books (规则集): the rules an office runs, checked one by one and together.

Every check here gives a `Problem` whose path begins inside the rule, such as `.limit.unit`;
whoever read the rule puts file and line before it.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from itertools import combinations

import attrs

from supervision.domain.findings import Certainty
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.rules import (
    AnchorPart,
    Deadline,
    FieldTest,
    Over,
    Rule,
    RuleHead,
    RuleRef,
    Selector,
    Stage,
    ref_of,
)
from supervision.errors import ConfigError, Detail, Problem

__all__ = ["PlacedRule", "RuleBook", "conflicts", "faults_of", "sentence_names"]

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_DEADLINE_STAGES = (Stage.OVERDUE, Stage.LATE_DONE)
_REQUIRED_STAGES = (Stage.MISSING, Stage.LATE)
_COMMON = ("case", "party", "days")
_DEADLINE_NAMES = frozenset((*_COMMON, "due", "start", "end"))
_REQUIRED_NAMES = frozenset((*_COMMON, "given", "required", "before"))
_LEADS = (LimitUnit.HOUR, LimitUnit.DAY, LimitUnit.WORKDAY)


def sentence_names(rule: Rule) -> frozenset[str]:
    """Return the placeholders the rule's sentences may use."""
    return _DEADLINE_NAMES if isinstance(rule, Deadline) else _REQUIRED_NAMES


def faults_of(rule: Rule) -> tuple[Problem, ...]:
    """Return everything that is wrong with a rule by itself (规则检查)."""
    head = rule.head
    faults = [*_head_faults(head), *_sentence_faults(rule)]
    if isinstance(rule, Deadline):
        faults += _deadline_faults(rule)
    else:
        faults += _selector_faults(".given", rule.given)
        faults += _selector_faults(".required", rule.required)
        faults += _selector_faults(".before", rule.before)
    return tuple(faults)


def _fault(path: str, code: str, **details: Detail) -> Problem:
    return Problem(path, code, details)


def _head_faults(head: RuleHead) -> Iterator[Problem]:
    if not _CODE.fullmatch(head.code):
        yield _fault(".code", "rule.code", found=head.code)
    if head.version < 1:
        yield _fault(".version", "rule.version", found=head.version)
    for older in head.replaces:
        if not 1 <= older < head.version:
            yield _fault(".replaces", "rule.replaces", found=older, version=head.version)
    named = (
        (".name.zh", head.name.zh),
        (".name.en", head.name.en),
        (".basis", head.basis),
        (".problem_code", head.problem_code),
    )
    for path, text in named:
        if not text.strip():
            yield _fault(path, "rule.blank")
    if head.valid_until is not None and head.valid_until < head.valid_from:
        yield _fault(
            ".valid_until",
            "rule.validity",
            first=head.valid_from.isoformat(),
            last=head.valid_until.isoformat(),
        )
    if head.opens_findings and head.certainty is not Certainty.CONFIRMED:
        yield _fault(".opens_findings", "rule.suspected_opens")
    if head.when.party and head.over is not Over.PARTY:
        yield _fault(".when.party", "rule.party_condition")
    yield from _test_faults(".when.case", head.when.case)
    yield from _test_faults(".when.party", head.when.party)
    yield from _selector_faults(".already_alarmed", head.already_alarmed)
    if head.anchor_version < 1:
        yield _fault(".anchor_version", "rule.version", found=head.anchor_version)


def _test_faults(path: str, tests: tuple[FieldTest, ...]) -> Iterator[Problem]:
    for place, test in enumerate(tests):
        if not test.field.strip():
            yield _fault(f"{path}[{place}].field", "rule.blank")
        if bool(test.one_of) == bool(test.none_of):
            yield _fault(f"{path}[{place}]", "rule.condition")


def _selector_faults(path: str, selector: Selector | None) -> Iterator[Problem]:
    if selector is None:
        return
    if not selector.events or not all(event.strip() for event in selector.events):
        yield _fault(f"{path}.events", "rule.no_events")
    yield from _test_faults(f"{path}.when", selector.when)


def _sentence_faults(rule: Rule) -> Iterator[Problem]:
    if isinstance(rule, Deadline):
        needed = ((Stage.WARNING,) if rule.warnings else ()) + _DEADLINE_STAGES
    else:
        needed = _REQUIRED_STAGES
    stages = [sentence.stage for sentence in rule.head.sentences]
    for stage in needed:
        if stage not in stages:
            yield _fault(".sentences", "rule.sentence_missing", stage=stage.value)
    known = sentence_names(rule)
    for place, sentence in enumerate(rule.head.sentences):
        path = f".sentences[{place}]"
        if sentence.stage not in needed or sentence.stage in stages[:place]:
            yield _fault(f"{path}.stage", "rule.sentence_stage", stage=sentence.stage.value)
        for language, template in (("zh", sentence.zh), ("en", sentence.en)):
            for name in _foreign_names(template, known):
                yield _fault(
                    f"{path}.{language}", "rule.placeholder", found=name, known=tuple(sorted(known))
                )


def _foreign_names(template: str, known: frozenset[str]) -> Iterator[str]:
    """Yield what stands in braces and is no plain known name. Templates never run anything."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        yield template
        return
    for _, name, spec, conversion in parts:
        if name is not None and (name not in known or spec or conversion):
            yield name


def _deadline_faults(rule: Deadline) -> Iterator[Problem]:
    yield from _selector_faults(".start", rule.start)
    yield from _selector_faults(".end", rule.end)
    yield from _selector_faults(".restarted", rule.restarted)
    for place, extension in enumerate(rule.extended):
        yield from _selector_faults(f".extended[{place}].by", extension.by)
        if extension.at_most < 1:
            path = f".extended[{place}].at_most"
            yield _fault(path, "rule.at_most", found=extension.at_most)
        if not _fits(rule.limit, extension.add):
            path = f".extended[{place}].add.unit"
            yield _fault(path, "rule.units", found=extension.add.unit.value)
    for place, pause in enumerate(rule.paused):
        yield from _selector_faults(f".paused[{place}].since", pause.since)
        yield from _selector_faults(f".paused[{place}].until", pause.until)
    for place, lead in enumerate(rule.warnings):
        if lead.unit not in _LEADS:
            yield _fault(f".warnings[{place}].unit", "rule.lead", found=lead.unit.value)
    if rule.restarted is not None and AnchorPart.EVENT not in rule.head.anchor:
        yield _fault(".anchor", "rule.anchor")


def _fits(limit: Limit, more: Limit) -> bool:
    """Hours are lengthened by hours and days, everything else by anything but hours."""
    if limit.unit is LimitUnit.HOUR:
        return more.unit in (LimitUnit.HOUR, LimitUnit.DAY)
    return more.unit is not LimitUnit.HOUR


@attrs.frozen
class PlacedRule:
    """A rule with the place it was read at (规则及出处)."""

    place: str
    rule: Rule


@attrs.frozen(kw_only=True)
class RuleBook:
    """The rules an office runs (规则集), by code and version.

    Attributes:
        rules: the rules, checked and sorted.
    """

    rules: tuple[Rule, ...] = ()

    def head(self, code: str, version: int | None = None) -> RuleHead | None:
        """Return the head of that version, else of the newest; `None` for an unknown code."""
        heads = [rule.head for rule in self.rules if rule.head.code == code]
        exact = [head for head in heads if head.version == version]
        return (exact or heads)[-1] if heads else None

    def codes(self) -> tuple[str, ...]:
        """Return every code once, sorted."""
        return tuple(sorted({rule.head.code for rule in self.rules}))

    def only(self, codes: Iterable[str]) -> RuleBook:
        """Return the book reduced to these codes; all of it for no code.

        Raises:
            ConfigError: `rule.unknown` with the code and the known ones.
        """
        wanted = set(codes)
        for code in sorted(wanted.difference(self.codes())):
            raise ConfigError("rule.unknown", code=code, known=self.codes())
        chosen = tuple(rule for rule in self.rules if not wanted or rule.head.code in wanted)
        return RuleBook(rules=chosen)

    def refs(self) -> tuple[RuleRef, ...]:
        """Return code and version of every rule."""
        return tuple(ref_of(rule) for rule in self.rules)

    def decides(self) -> tuple[RuleRef, ...]:
        """Return the versions whose detections these rules decide: theirs and the replaced."""
        refs = set(self.refs())
        for rule in self.rules:
            head = rule.head
            refs.update(RuleRef(code=head.code, version=older) for older in head.replaces)
        return tuple(sorted(refs))


def conflicts(placed: Iterable[PlacedRule]) -> Iterator[Problem]:
    """Yield what is wrong between rules: two of one version, two valid on the same day."""
    groups: dict[str, list[PlacedRule]] = {}
    for one in placed:
        groups.setdefault(one.rule.head.code, []).append(one)
    for code, group in groups.items():
        for one, other in combinations(group, 2):
            first, second = one.rule.head, other.rule.head
            if first.version == second.version:
                yield _fault(
                    f"{other.place}.version",
                    "rule.twice",
                    rule=code,
                    version=second.version,
                    other=one.place,
                )
            elif _overlap(first, second):
                yield _fault(
                    f"{other.place}.valid_from",
                    "rule.overlap",
                    rule=code,
                    version=second.version,
                    other=one.place,
                    other_version=first.version,
                )
            elif (first.anchor, first.anchor_version) != (second.anchor, second.anchor_version):
                yield _fault(
                    f"{other.place}.anchor",
                    "rule.anchor_differs",
                    rule=code,
                    version=second.version,
                    other=one.place,
                )


def _overlap(first: RuleHead, second: RuleHead) -> bool:
    return (first.valid_until is None or second.valid_from <= first.valid_until) and (
        second.valid_until is None or first.valid_from <= second.valid_until
    )
