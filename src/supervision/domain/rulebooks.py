"""Rule books (规则集): the rules an office runs, checked one by one and together.

What is wrong with a rule by itself stands in `rule_checks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import attrs

from supervision.domain.rule_checks import faults_of, sentence_names
from supervision.domain.rules import Rule, RuleHead, RuleRef, Yields, ref_of
from supervision.errors import ConfigError, Problem

__all__ = ["PlacedRule", "RuleBook", "conflicts", "faults_of", "sentence_names"]


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
        refs: set[RuleRef] = set()
        for head in (one.head for one in self.rules if one.head.yields is Yields.FINDING):
            refs.add(RuleRef(code=head.code, version=head.version))
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


def _overlap(first: RuleHead, second: RuleHead) -> bool:
    return (first.valid_until is None or second.valid_from <= first.valid_until) and (
        second.valid_until is None or first.valid_from <= second.valid_until
    )
