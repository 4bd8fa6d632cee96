"""Rule books (规则集): the rules an office runs, checked one by one and together.

What is wrong with a rule by itself stands in `rule_checks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import attrs

from supervision.domain.function_rules import FunctionRule, Grouping
from supervision.domain.rule_checks import faults_of, sentence_names
from supervision.domain.rules import Indicator, Rule, RuleHead, RuleRef, Yields
from supervision.errors import ConfigError, Problem

__all__ = ["PlacedRule", "RuleBook", "conflicts", "faults_of", "sentence_names"]


@attrs.frozen
class PlacedRule:
    """A rule with the place it was read at (规则及出处)."""

    place: str
    rule: Rule | FunctionRule


@attrs.frozen(kw_only=True)
class RuleBook:
    """The rules an office runs (规则集), by code and version.

    Attributes:
        rules: the rules, checked and sorted.
        functions: the function rules, likewise.
    """

    rules: tuple[Rule, ...] = ()
    functions: tuple[FunctionRule, ...] = ()

    @property
    def heads(self) -> tuple[RuleHead, ...]:
        """The heads of all rules, by code and version."""
        heads = (one.head for one in (*self.rules, *self.functions))
        return tuple(sorted(heads, key=lambda head: (head.code, head.version)))

    def head(self, code: str, version: int | None = None) -> RuleHead | None:
        """Return the head of that version, else of the newest; `None` for an unknown code."""
        heads = [head for head in self.heads if head.code == code]
        exact = [head for head in heads if head.version == version]
        return (exact or heads)[-1] if heads else None

    def codes(self) -> tuple[str, ...]:
        """Return every code once, sorted."""
        return tuple(sorted({head.code for head in self.heads}))

    def only(self, codes: Iterable[str]) -> RuleBook:
        """Return the book reduced to these codes; all of it for no code.

        Raises:
            ConfigError: `rule.unknown` with the code and the known ones.
        """
        wanted = set(codes)
        for code in sorted(wanted.difference(self.codes())):
            raise ConfigError("rule.unknown", code=code, known=self.codes())
        return RuleBook(
            rules=tuple(one for one in self.rules if not wanted or one.head.code in wanted),
            functions=tuple(one for one in self.functions if not wanted or one.head.code in wanted),
        )

    @property
    def sees_many(self) -> bool:
        """Whether some rule looks at many cases at once, and may see what is in none of them."""
        return self != self.of_single_cases()

    def of_single_cases(self) -> RuleBook:
        """Return the book without rules that only make sense over all cases at once."""
        return RuleBook(
            rules=tuple(one for one in self.rules if not isinstance(one, Indicator)),
            functions=tuple(one for one in self.functions if one.grouping is Grouping.CASE),
        )

    def refs(self) -> tuple[RuleRef, ...]:
        """Return code and version of every rule."""
        return tuple(RuleRef(code=head.code, version=head.version) for head in self.heads)

    @property
    def kept_heads(self) -> tuple[RuleHead, ...]:
        """The heads of the rules whose sightings are kept as detections, by code and version."""
        return tuple(head for head in self.heads if head.yields is Yields.FINDING)

    def decides(self) -> tuple[RuleRef, ...]:
        """Return the versions whose detections these rules decide: theirs and the replaced."""
        refs: set[RuleRef] = set()
        for head in self.kept_heads:
            refs.add(RuleRef(code=head.code, version=head.version))
            refs.update(RuleRef(code=head.code, version=older) for older in head.replaces)
        return tuple(sorted(refs))


def conflicts(placed: Iterable[PlacedRule]) -> Iterator[Problem]:
    """Yield what is wrong between rules: two of one version, two valid on one day, two anchors."""
    groups: dict[str, list[PlacedRule]] = {}
    for one in placed:
        groups.setdefault(one.rule.head.code, []).append(one)
    for code, group in groups.items():
        for one, other in combinations(group, 2):
            first, second = one.rule.head, other.rule.head
            if first.version == second.version:
                yield Problem(
                    f"{other.place}.version",
                    "rule.twice",
                    {"rule": code, "version": second.version, "other": one.place},
                )
            elif _overlap(first, second):
                yield Problem(
                    f"{other.place}.valid_from",
                    "rule.overlap",
                    {
                        "rule": code,
                        "version": second.version,
                        "other": one.place,
                        "other_version": first.version,
                    },
                )
            elif (first.anchor, first.anchor_version) != (second.anchor, second.anchor_version):
                yield Problem(
                    f"{other.place}.anchor",
                    "rule.anchor_differs",
                    {"rule": code, "version": second.version, "other": one.place},
                )


def _overlap(first: RuleHead, second: RuleHead) -> bool:
    return (first.valid_until is None or second.valid_from <= first.valid_until) and (
        second.valid_until is None or first.valid_from <= second.valid_until
    )
