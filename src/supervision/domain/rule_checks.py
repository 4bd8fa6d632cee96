"""What may be wrong with a rule by itself, and what its sentences may name (规则检查)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from supervision.domain.card_rules import CardOf, Field, FieldRef
from supervision.domain.duty_rules import Deadline, Required
from supervision.domain.event_rules import (
    Count,
    DataEntry,
    Direction,
    Forbidden,
    Order,
    Pair,
    Separation,
)
from supervision.domain.function_rules import FunctionRule
from supervision.domain.indicators import By, Each, Figures, Indicator, Measure, Threshold
from supervision.domain.rule_part_checks import (
    card_faults,
    fault,
    fits,
    foreign_names,
    head_faults,
    lead_faults,
    selector_faults,
    test_faults,
)
from supervision.domain.rule_parts import AnchorPart, Over, RuleHead, Stage, Yields
from supervision.domain.rules import Rule
from supervision.errors import Problem

__all__ = ["faults_of", "sentence_names", "stages_of"]

_COMMON = ("case", "party", "days", "document", "linked")
_NAMES: dict[type[Rule], tuple[str, ...]] = {
    Deadline: ("due", "start", "end"),
    Required: ("given", "required", "before"),
    Forbidden: ("event", "after", "beside"),
    Order: ("earlier", "later"),
    Separation: ("one", "other"),
    Count: ("counted", "before", "count"),
    Pair: ("each", "partner", "due"),
    Field: ("event", "fields"),
    DataEntry: ("event", "due"),
    Indicator: ("period", "value"),
}


def sentence_names(rule: Rule | FunctionRule) -> frozenset[str]:
    """Return the placeholders the rule's sentences may use."""
    if isinstance(rule, FunctionRule):
        return frozenset((*_COMMON, *(name for own in _NAMES.values() for name in own)))
    own = _NAMES[type(rule)]
    return frozenset(own if isinstance(rule, Indicator) else (*_COMMON, *own))


def stages_of(rule: Rule | FunctionRule) -> tuple[Stage, ...]:
    """Return the stages the rule can show; each needs a sentence.

    A function rule shows the stages it has sentences for.
    """
    match rule:
        case FunctionRule():
            return tuple(dict.fromkeys(sentence.stage for sentence in rule.head.sentences))
        case Deadline():
            warned = (Stage.WARNING,) if rule.warnings else ()
            return (*warned, Stage.OVERDUE, Stage.LATE_DONE)
        case Required():
            return (Stage.MISSING, Stage.LATE)
        case Forbidden():
            return (Stage.FORBIDDEN,)
        case Order():
            return (Stage.REVERSED,)
        case Separation():
            return (Stage.SAME_PERSON,)
        case Count():
            return (Stage.SHORT,) if rule.at_most is None else (Stage.EXCEEDED,)
        case Pair():
            return _pair_stages(rule)
        case Field():
            return _field_stages(rule)
        case DataEntry():
            return (Stage.LATE_ENTERED,)
        case Indicator():
            is_bound = rule.at_most is not None or rule.at_least is not None
            return (Stage.OUTLYING,) if is_bound else ()
        case _:
            assert_never(rule)


def _pair_stages(rule: Pair) -> tuple[Stage, ...]:
    if rule.direction is Direction.PREVIOUS:
        return (Stage.MISSING,) if rule.limit is None else (Stage.MISSING, Stage.STALE)
    warned = (Stage.WARNING,) if rule.warnings else ()
    return (*warned, Stage.OVERDUE, Stage.LATE_DONE)


def _field_stages(rule: Field) -> tuple[Stage, ...]:
    must = rule.must
    tests = (*must.case, *must.party, *must.document, *must.linked, *must.event)
    filled = [test.present is True for test in tests]
    missing = (Stage.MISSING,) if any(filled) else ()
    wrong = (Stage.WRONG,) if not all(filled) or rule.agree or rule.sums or not tests else ()
    return (*missing, *wrong)


def faults_of(rule: Rule | FunctionRule) -> tuple[Problem, ...]:
    """Return everything that is wrong with a rule by itself (规则检查)."""
    if isinstance(rule, FunctionRule):
        return (*head_faults(rule.head), *_sentence_faults(rule), *_function_faults(rule))
    return (*head_faults(rule.head), *_sentence_faults(rule), *_type_faults(rule))


def _function_faults(rule: FunctionRule) -> Iterator[Problem]:
    if not rule.head.sentences:
        yield fault(".sentences", "rule.nothing")


def _sentence_faults(rule: Rule | FunctionRule) -> Iterator[Problem]:
    needed = stages_of(rule)
    stages = [sentence.stage for sentence in rule.head.sentences]
    for stage in needed:
        if stage not in stages:
            yield fault(".sentences", "rule.sentence_missing", stage=stage.value)
    known = sentence_names(rule)
    for place, sentence in enumerate(rule.head.sentences):
        path = f".sentences[{place}]"
        if sentence.stage not in needed or sentence.stage in stages[:place]:
            yield fault(f"{path}.stage", "rule.sentence_stage", stage=sentence.stage.value)
        for language, template in (("zh", sentence.zh), ("en", sentence.en)):
            for name in foreign_names(template, known):
                yield fault(
                    f"{path}.{language}", "rule.placeholder", found=name, known=tuple(sorted(known))
                )


def _type_faults(rule: Rule) -> Iterator[Problem]:
    match rule:
        case Deadline():
            return _deadline_faults(rule)
        case Pair():
            return _pair_faults(rule)
        case Count():
            return _count_faults(rule)
        case Field():
            return _field_faults(rule)
        case Indicator():
            return _indicator_faults(rule)
        case Required() | Forbidden() | Order() | Separation() | DataEntry():
            return _plain_faults(rule)
        case _:
            assert_never(rule)


def _plain_faults(rule: Required | Forbidden | Order | Separation | DataEntry) -> Iterator[Problem]:
    match rule:
        case Required():
            named = {"given": rule.given, "required": rule.required, "before": rule.before}
        case Forbidden():
            named = {"event": rule.event, "after": rule.after}
            named |= {"until": rule.until, "beside": rule.beside}
            if rule.until is not None and rule.after is None:
                yield fault(".until", "rule.needs", needed="after")
        case Order():
            named = {"earlier": rule.earlier, "later": rule.later}
        case Separation():
            named = {"one": rule.one, "other": rule.other}
            for name, text in (("one_by", rule.one_by), ("other_by", rule.other_by)):
                if not text.strip():
                    yield fault(f".{name}", "rule.blank")
        case _:
            named = {"event": rule.event}
    for name, selector in named.items():
        yield from selector_faults(rule.head, f".{name}", selector)


def _deadline_faults(rule: Deadline) -> Iterator[Problem]:
    head = rule.head
    yield from selector_faults(head, ".start", rule.start)
    yield from selector_faults(head, ".end", rule.end)
    yield from selector_faults(head, ".restarted", rule.restarted)
    for place, extension in enumerate(rule.extended):
        yield from selector_faults(head, f".extended[{place}].by", extension.by)
        if extension.at_most < 1:
            yield fault(f".extended[{place}].at_most", "rule.at_most", found=extension.at_most)
        if not fits(rule.limit, extension.add):
            path = f".extended[{place}].add.unit"
            yield fault(path, "rule.units", found=extension.add.unit.value)
    for place, pause in enumerate(rule.paused):
        yield from selector_faults(head, f".paused[{place}].since", pause.since)
        yield from selector_faults(head, f".paused[{place}].until", pause.until)
    yield from lead_faults(rule.warnings)
    if rule.restarted is not None:
        yield from _anchor_faults(head)


def _anchor_faults(head: RuleHead) -> Iterator[Problem]:
    """A rule that sees several facts in one subject must tell them apart."""
    if AnchorPart.EVENT not in head.anchor:
        yield fault(".anchor", "rule.anchor")


def _pair_faults(rule: Pair) -> Iterator[Problem]:
    yield from selector_faults(rule.head, ".each", rule.each)
    yield from selector_faults(rule.head, ".partner", rule.partner)
    yield from lead_faults(rule.warnings)
    yield from _anchor_faults(rule.head)
    if rule.direction is Direction.NEXT and rule.limit is None:
        yield fault(".limit", "rule.needs", needed="limit")
    if rule.direction is Direction.PREVIOUS and rule.warnings:
        yield fault(".warnings", "rule.needs", needed="direction = next")


def _count_faults(rule: Count) -> Iterator[Problem]:
    yield from selector_faults(rule.head, ".events", rule.events)
    yield from selector_faults(rule.head, ".before", rule.before)
    if (rule.at_most is None) == (rule.at_least is None):
        yield fault("", "rule.count")
    for name, number, least in (
        ("at_most", rule.at_most, 0),
        ("at_least", rule.at_least, 1),
        ("within", rule.within, 0),
    ):
        if number is not None and number < least:
            yield fault(f".{name}", "rule.number", found=number, least=least)
    if rule.within is not None and rule.at_most is None:
        yield fault(".within", "rule.needs", needed="at_most")
    if rule.within is not None:
        yield from _anchor_faults(rule.head)
    if (rule.before is None) != (rule.at_least is None):
        needed = "before" if rule.before is None else "at_least"
        yield fault(".before", "rule.needs", needed=needed)


def _field_faults(rule: Field) -> Iterator[Problem]:
    yield from selector_faults(rule.head, ".at", rule.at)
    yield from card_faults(".must", rule.head, rule.must)
    yield from test_faults(".must.event", rule.must.event)
    if rule.must.event and rule.at is None:
        yield fault(".must.event", "rule.needs", needed="at")
    for place, pair in enumerate(rule.agree):
        yield from _ref_faults(rule, f".agree[{place}].one", pair.one)
        yield from _ref_faults(rule, f".agree[{place}].other", pair.other)
    for place, footing in enumerate(rule.sums):
        if not footing.parts:
            yield fault(f".sums[{place}].parts", "rule.nothing")
        for part, ref in enumerate(footing.parts):
            yield from _ref_faults(rule, f".sums[{place}].parts[{part}]", ref, summed=True)
        yield from _ref_faults(rule, f".sums[{place}].total", footing.total, summed=True)
    if stages_of(rule) == (Stage.WRONG,) and not (rule.agree or rule.sums) and _asks_nothing(rule):
        yield fault(".must", "rule.nothing")


def _asks_nothing(rule: Field) -> bool:
    must = rule.must
    return not (must.case or must.party or must.document or must.linked or must.event)


_CARDS = {
    CardOf.PARTY: Over.PARTY,
    CardOf.DOCUMENT: Over.DOCUMENT,
    CardOf.LINKED: Over.LINKED,
}


def _ref_faults(
    rule: Field, path: str, ref: FieldRef, *, summed: bool = False
) -> Iterator[Problem]:
    if not ref.field.strip():
        yield fault(f"{path}.field", "rule.blank")
    if ref.card is CardOf.EVENT and rule.at is None:
        yield fault(f"{path}.card", "rule.needs", needed="at")
    over = _CARDS.get(ref.card)
    may_sum = summed and rule.head.over is Over.CASE and over is not Over.LINKED
    if over is not None and rule.head.over is not over and not may_sum:
        yield fault(f"{path}.card", "rule.over", needed=over.value)


def _indicator_faults(rule: Indicator) -> Iterator[Problem]:
    if rule.head.already_alarmed is not None:
        yield fault(".already_alarmed", "rule.figure_alarmed")
    if not rule.top:
        yield fault(".top", "rule.nothing")
    if bool(rule.bottom) != (rule.figure is Figures.RATIO):
        yield fault(".bottom", "rule.bottom")
    for name, measures in (("top", rule.top), ("bottom", rule.bottom)):
        for place, measure in enumerate(measures):
            yield from _measure_faults(rule, f".{name}[{place}]", measure)
    for place, by in enumerate(rule.by):
        if by in rule.by[:place]:
            yield fault(f".by[{place}]", "rule.by_twice", found=by.value)
    for name, threshold in (("at_most", rule.at_most), ("at_least", rule.at_least)):
        yield from _threshold_faults(f".{name}", threshold)
    if stages_of(rule) and By.UNIT not in rule.by and rule.head.yields is Yields.FINDING:
        yield fault(".by", "rule.needs", needed="unit")


def _threshold_faults(path: str, threshold: Threshold | None) -> Iterator[Problem]:
    if threshold is not None and threshold.bottom < 1:
        yield fault(f"{path}.bottom", "rule.number", found=threshold.bottom, least=1)


def _measure_faults(rule: Indicator, path: str, measure: Measure) -> Iterator[Problem]:
    yield from selector_faults(rule.head, f"{path}.events", measure.events)
    yield from selector_faults(rule.head, f"{path}.to", measure.to)
    needed = {
        Each.EVENT: ("events",),
        Each.SUM: ("field",),
        Each.SPAN: ("events", "to"),
    }.get(measure.each, ())
    for name in needed:
        if not getattr(measure, name):
            yield fault(f"{path}.{name}", "rule.needs", needed=name)
    if measure.first is not None and measure.first < 1:
        yield fault(f"{path}.first", "rule.number", found=measure.first, least=1)
