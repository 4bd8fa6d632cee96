"""What a rule says, in words (规则释义): the same model, told in both languages.

Event types and fields stand by their codes, as in the rule and in the profile of the export.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from supervision.cli.texts import Text
from supervision.cli.words import value_name
from supervision.domain.function_rules import FunctionRule
from supervision.domain.limits import Limit
from supervision.domain.rules import (
    Count,
    DataEntry,
    Deadline,
    Direction,
    Field,
    FieldRef,
    FieldTest,
    Forbidden,
    Indicator,
    Measure,
    Order,
    Pair,
    Required,
    Rule,
    RuleHead,
    Selector,
    Separation,
)

__all__ = ["TYPES", "meaning", "type_of"]

TYPES = {
    "deadline": Text("期限", "deadline"),
    "required": Text("必经环节", "required step"),
    "forbidden": Text("禁止", "forbidden"),
    "order": Text("先后", "order"),
    "separation": Text("四眼", "four eyes"),
    "count": Text("次数", "count"),
    "pair": Text("配对", "pair"),
    "field": Text("案卡", "card"),
    "data_entry": Text("录入", "data entry"),
    "indicator": Text("指标", "indicator"),
    "function": Text("函数", "function"),
}
"""Names of the types of rules."""

_NAMES = {
    Deadline: "deadline",
    Required: "required",
    Forbidden: "forbidden",
    Order: "order",
    Separation: "separation",
    Count: "count",
    Pair: "pair",
    Field: "field",
    DataEntry: "data_entry",
    Indicator: "indicator",
    FunctionRule: "function",
}

_DEADLINE = Text("{start} 之后，应在{limit}内有 {end}。", "After {start}, {end} within {limit}.")
_EXTENDED = Text("{by} 延长{add}，最多 {most} 次。", "{by} adds {add}, {most} times at most.")
_RESTARTED = Text("{by} 之后重新计算。", "{by} begins it anew.")
_PAUSED = Text("{since} 至 {until} 之间不计。", "Time from {since} to {until} does not count.")
_WARNED = Text("提前{leads}预警。", "Warns {leads} before the end.")
_REQUIRED = Text("{before} 之前须有 {required}。", "{required} must stand before {before}.")
_GIVEN = Text(
    "只在此前有 {given} 时；须在其后。", "Only where {given} stands before, and after it."
)
_FORBIDDEN = Text("不得有 {event}。", "There must be no {event}.")
_AFTER = Text("只在 {after} 之后。", "Only after {after}.")
_UNTIL = Text("{until} 之后不再禁止。", "Lifted by {until}.")
_BESIDE = Text("只在另有 {beside} 时。", "Only where there is {beside} as well.")
_ORDER = Text("{earlier} 应先于 {later}。", "{earlier} must come before {later}.")
_SEPARATION = Text(
    "{one}（{one_by}）与 {other}（{other_by}）不得为同一人。",
    "{one} ({one_by}) and {other} ({other_by}) must be by two persons.",
)
_SAME = Text("只比较 {fields} 相同的。", "Only where {fields} agree.")
_AT_MOST = Text("{events} 不得超过 {most} 次。", "No more than {most} of {events}.")
_WITHIN = Text(
    "{events} 在 {days} 日之内不得超过 {most} 次。",
    "No more than {most} of {events} within {days} days.",
)
_AT_LEAST = Text(
    "{before} 之前，{events} 不得少于 {least} 次。", "At least {least} of {events} before {before}."
)
_NEXT = Text(
    "每次 {each} 之后，应在{limit}内有 {partner}。", "After each {each}, {partner} within {limit}."
)
_PREVIOUS = Text("每次 {each} 之前须有 {partner}。", "Before each {each} there must be {partner}.")
_FRESH = Text(
    "{partner} 至 {each} 不得超过{limit}。", "No more than {limit} from {partner} to {each}."
)
_AT = Text("每次 {at} 时：", "At each {at}:")
_MUST = Text("{field} {test}。", "{field} {test}.")
_AGREE = Text("{one} 与 {other} 应一致。", "{one} and {other} must agree.")
_ADD_UP = Text("{parts} 之和应等于 {total}。", "{parts} must add up to {total}.")
_SAME_DAY = Text("{event} 应在发生当日录入。", "{event} must be entered on its day.")
_ENTERED = Text("{event} 应在发生后{limit}内录入。", "{event} must be entered within {limit}.")
_INDICATOR = Text(
    "{figure}：{top}{bottom}，按{by}、{per}。", "{figure}: {top}{bottom}, by {by}, per {per}."
)
_BY_BOTTOM = Text(" ÷ {bottom}", " / {bottom}")
_BOUND_MOST = Text("不高于 {bound}。", "No higher than {bound}.")
_BOUND_LEAST = Text("不低于 {bound}。", "No lower than {bound}.")
_FUNCTION = Text("由函数判断，每次看：{grouping}。", "A function judges, by {grouping}.")
_ALARMED = Text(
    "案管已有 {alarm} 的，只作关联，不直接立问题，不再提醒。",
    "Where case management has {alarm}, it is linked, opens nothing and asks nobody again.",
)
_WHERE = Text("（{tests}）", " ({tests})")
_OTHER_CASE = Text("关联案件的 {events}", "{events} of the linked case")
_ONE_OF = Text("为 {values}", "is {values}")
_NONE_OF = Text("不为 {values}", "is not {values}")
_FROM = Text("不小于 {value}", "is at least {value}")
_TO = Text("不大于 {value}", "is at most {value}")
_PRESENT = Text("已填", "is filled")
_ABSENT = Text("未填", "is empty")
_LEAD = Text("{count}{unit}", "{count} {unit}")
_ALL_CASES = Text("全部", "all")


def type_of(rule: Rule | FunctionRule) -> str:
    """Return the code of a rule's type."""
    return _NAMES[type(rule)]


def meaning(rule: Rule | FunctionRule, lang: str) -> tuple[str, ...]:
    """Return what a rule says, a sentence each (规则释义)."""
    words = _Words(lang)
    told = (*words.told(rule), *words.alarmed(rule.head))
    return tuple(text.of(lang).format(**values) for text, values in told)


class _Words:
    """Tells rules in one language."""

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def alarmed(self, head: RuleHead) -> Iterator[tuple[Text, dict[str, object]]]:
        if head.already_alarmed is not None:
            yield _ALARMED, self._named(alarm=head.already_alarmed)

    def told(self, rule: Rule | FunctionRule) -> Iterator[tuple[Text, dict[str, object]]]:
        match rule:
            case Deadline():
                yield from self._deadline(rule)
            case Required():
                yield _REQUIRED, self._named(required=rule.required, before=rule.before)
                if rule.given is not None:
                    yield _GIVEN, self._named(given=rule.given)
            case Forbidden():
                yield _FORBIDDEN, self._named(event=rule.event)
                if rule.after is not None:
                    yield _AFTER, self._named(after=rule.after)
                if rule.until is not None:
                    yield _UNTIL, self._named(until=rule.until)
                if rule.beside is not None:
                    yield _BESIDE, self._named(beside=rule.beside)
            case Order():
                yield _ORDER, self._named(earlier=rule.earlier, later=rule.later)
            case Separation():
                by = {"one_by": rule.one_by, "other_by": rule.other_by}
                yield _SEPARATION, {**self._named(one=rule.one, other=rule.other), **by}
                if rule.same:
                    yield _SAME, {"fields": self._list(rule.same)}
            case Count():
                yield from self._count(rule)
            case Pair():
                yield from self._pair(rule)
            case Field():
                yield from self._field(rule)
            case DataEntry():
                named = self._named(event=rule.event)
                if rule.limit is None:
                    yield _SAME_DAY, named
                else:
                    yield _ENTERED, {**named, "limit": self._limit(rule.limit)}
            case Indicator():
                yield from self._indicator(rule)
            case FunctionRule():
                yield _FUNCTION, {"grouping": rule.grouping.value}
            case _:
                assert_never(rule)

    def _deadline(self, rule: Deadline) -> Iterator[tuple[Text, dict[str, object]]]:
        named = self._named(start=rule.start, end=rule.end)
        yield _DEADLINE, {**named, "limit": self._limit(rule.limit)}
        for extension in rule.extended:
            by, add = self._events(extension.by), self._limit(extension.add)
            yield _EXTENDED, {"by": by, "add": add, "most": extension.at_most}
        if rule.restarted is not None:
            yield _RESTARTED, self._named(by=rule.restarted)
        for pause in rule.paused:
            yield _PAUSED, self._named(since=pause.since, until=pause.until)
        yield from self._warned(rule.warnings)

    def _warned(self, leads: tuple[Limit, ...]) -> Iterator[tuple[Text, dict[str, object]]]:
        if leads:
            yield _WARNED, {"leads": self._list(map(self._limit, leads))}

    def _count(self, rule: Count) -> Iterator[tuple[Text, dict[str, object]]]:
        events = self._named(events=rule.events)
        if rule.before is not None:
            least = {"before": self._events(rule.before), "least": rule.at_least}
            yield _AT_LEAST, {**events, **least}
        elif rule.within is None:
            yield _AT_MOST, {**events, "most": rule.at_most}
        else:
            yield _WITHIN, {**events, "most": rule.at_most, "days": rule.within}

    def _pair(self, rule: Pair) -> Iterator[tuple[Text, dict[str, object]]]:
        named = self._named(each=rule.each, partner=rule.partner)
        limit = {} if rule.limit is None else {"limit": self._limit(rule.limit)}
        if rule.direction is Direction.PREVIOUS:
            yield _PREVIOUS, named
            if limit:
                yield _FRESH, {**named, **limit}
        else:
            yield _NEXT, {**named, **limit}
        yield from self._warned(rule.warnings)

    def _field(self, rule: Field) -> Iterator[tuple[Text, dict[str, object]]]:
        if rule.at is not None:
            yield _AT, self._named(at=rule.at)
        must = rule.must
        for card, tests in (
            ("case", must.case),
            ("party", must.party),
            ("document", must.document),
            ("linked", must.linked),
            ("event", must.event),
        ):
            for test in tests:
                yield _MUST, {"field": f"{card}.{test.field}", "test": self._test(test)}
        for pair in rule.agree:
            yield _AGREE, {"one": _ref(pair.one), "other": _ref(pair.other)}
        for footing in rule.sums:
            yield (
                _ADD_UP,
                {"parts": self._list(map(_ref, footing.parts)), "total": _ref(footing.total)},
            )

    def _indicator(self, rule: Indicator) -> Iterator[tuple[Text, dict[str, object]]]:
        bottom = _BY_BOTTOM.of(self._lang).format(bottom=self._measures(rule.bottom))
        yield (
            _INDICATOR,
            {
                "figure": value_name(rule.figure, self._lang),
                "top": self._measures(rule.top),
                "bottom": bottom if rule.bottom else "",
                "by": self._list(value_name(by, self._lang) for by in rule.by)
                or _ALL_CASES.of(self._lang),
                "per": value_name(rule.per, self._lang),
            },
        )
        for text, bound in ((_BOUND_MOST, rule.at_most), (_BOUND_LEAST, rule.at_least)):
            if bound is not None:
                yield text, {"bound": f"{bound.top}/{bound.bottom}"}

    def _measures(self, measures: tuple[Measure, ...]) -> str:
        told = ""
        for measure in measures:
            sign = " − " if measure.minus else " + " if told else ""
            told += f"{sign}{self._measure(measure)}"
        return told

    def _measure(self, measure: Measure) -> str:
        told = value_name(measure.each, self._lang)
        parts = [*measure.lines]
        parts += [self._events(one) for one in (measure.events, measure.to) if one is not None]
        parts += [measure.field] if measure.field else []
        return told + (_WHERE.of(self._lang).format(tests=" ".join(parts)) if parts else "")

    def _named(self, **selectors: Selector) -> dict[str, object]:
        return {name: self._events(selector) for name, selector in selectors.items()}

    def _events(self, selector: Selector) -> str:
        told = self._list(selector.events)
        if selector.linked:
            told = _OTHER_CASE.of(self._lang).format(events=told)
        if selector.when:
            tests = (f"{test.field} {self._test(test)}" for test in selector.when)
            told += _WHERE.of(self._lang).format(tests=self._list(tests))
        return told

    def _test(self, test: FieldTest) -> str:
        told: list[str] = []
        for text, value in (
            (_ONE_OF, self._list(test.one_of)),
            (_NONE_OF, self._list(test.none_of)),
            (_FROM, test.at_least if test.since is None else test.since),
            (_TO, test.at_most if test.until is None else test.until),
        ):
            if value not in ("", None):
                told.append(text.of(self._lang).format(value=value, values=value))
        if test.present is not None:
            told.append((_PRESENT if test.present else _ABSENT).of(self._lang))
        return self._list(told)

    def _limit(self, limit: Limit) -> str:
        unit = value_name(limit.unit, self._lang)
        return _LEAD.of(self._lang).format(count=limit.count, unit=unit)

    def _list(self, parts: Iterable[str]) -> str:
        return ("、" if self._lang == "zh" else ", ").join(parts)


def _ref(ref: FieldRef) -> str:
    return f"{ref.card.value}.{ref.field}"
