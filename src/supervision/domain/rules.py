"""Rules of monitoring (监控规则) as data: one attrs model for TOML and Python.

The parts all rules share lie in `rule_parts`; here are the types of rules, and what is asked
of any of them.
"""

from __future__ import annotations

from typing import TypeAlias

from supervision.domain.card_rules import Agreement, CardOf, Field, FieldRef, Footing
from supervision.domain.duty_rules import Deadline, Extension, Pause, Required
from supervision.domain.event_rules import (
    Count,
    DataEntry,
    Direction,
    Forbidden,
    Order,
    Pair,
    Separation,
)
from supervision.domain.indicators import (
    By,
    Each,
    Figures,
    Indicator,
    Measure,
    Per,
    Threshold,
)
from supervision.domain.rule_parts import (
    AnchorPart,
    Answers,
    CardTests,
    FieldTest,
    Over,
    RuleHead,
    RuleRef,
    Selector,
    Sentence,
    Stage,
    When,
    Which,
    Wording,
    Yields,
    applies_to,
    is_valid_on,
    number_of,
)

__all__ = [
    "RULE_TYPES",
    "Agreement",
    "AnchorPart",
    "Answers",
    "By",
    "CardOf",
    "CardTests",
    "Count",
    "DataEntry",
    "Deadline",
    "Direction",
    "Each",
    "Extension",
    "Field",
    "FieldRef",
    "FieldTest",
    "Figures",
    "Footing",
    "Forbidden",
    "Indicator",
    "Measure",
    "Order",
    "Over",
    "Pair",
    "Pause",
    "Per",
    "Required",
    "Rule",
    "RuleHead",
    "RuleRef",
    "Selector",
    "Sentence",
    "Separation",
    "Stage",
    "Threshold",
    "When",
    "Which",
    "Wording",
    "Yields",
    "applies_to",
    "is_valid_on",
    "number_of",
    "ref_of",
]

Rule: TypeAlias = (
    Deadline
    | Required
    | Forbidden
    | Order
    | Separation
    | Count
    | Pair
    | Field
    | DataEntry
    | Indicator
)
"""A tagged union: `type = "deadline"` or `type = "pair"` in TOML."""

RULE_TYPES: dict[str, type[Rule]] = {
    "deadline": Deadline,
    "required": Required,
    "forbidden": Forbidden,
    "order": Order,
    "separation": Separation,
    "count": Count,
    "pair": Pair,
    "field": Field,
    "data_entry": DataEntry,
    "indicator": Indicator,
}
"""The types by their name in TOML (规则类型)."""


def ref_of(rule: Rule) -> RuleRef:
    """Return code and version of a rule."""
    return RuleRef(code=rule.head.code, version=rule.head.version)
