"""Rules about cards (案卡规则): what fields must hold, agree in, and add up to."""

from __future__ import annotations

import enum

import attrs

from supervision.domain.rule_parts import CardTests, RuleHead, Selector

__all__ = ["Agreement", "CardOf", "Field", "FieldRef", "Footing"]


class CardOf(enum.Enum):
    """On whose card a field stands (案卡)."""

    CASE = "case"
    PARTY = "party"
    DOCUMENT = "document"
    LINKED = "linked"
    EVENT = "event"


@attrs.frozen(kw_only=True)
class FieldRef:
    """A field of a card (案卡项): `{ card = "case", field = "amount" }`.

    In a footing of a rule over cases, a field of `party` or `document` means the sum over all
    parties or documents of the case.
    """

    card: CardOf = CardOf.CASE
    field: str


@attrs.frozen(kw_only=True)
class Agreement:
    """Two fields must hold the same text (一致); one that is empty is unknown."""

    one: FieldRef
    other: FieldRef


@attrs.frozen(kw_only=True)
class Footing:
    """A sum of fields must equal another field (勾稽). One that is no number is unknown.

    Attributes:
        parts: what is added up.
        total: what it must equal.
    """

    parts: tuple[FieldRef, ...]
    total: FieldRef


@attrs.frozen(kw_only=True)
class Field:
    """Cards must be filled, agree and add up (案卡规则).

    Without `at` the subject is judged once, from the day its case was accepted (a case without
    such a day is not judged). With `at` it is judged at every strict event of `at`, and the
    event's own card can be asked as well. The sighting is wrong if any test of `must` certainly
    fails, if two texts differ that must agree, or if numbers do not add up; it names all fields
    concerned, in the order of the rule. It is missing instead if every one of them is merely
    empty where `present` is required. What is unknown is never wrong.

    Attributes:
        head: code, basis, conditions, sentences.
        at: the events it is judged at.
        must: what the fields must hold.
        agree: fields that must be equal.
        sums: fields that must add up.
    """

    head: RuleHead
    at: Selector | None = None
    must: CardTests = attrs.field(factory=CardTests)
    agree: tuple[Agreement, ...] = ()
    sums: tuple[Footing, ...] = ()
