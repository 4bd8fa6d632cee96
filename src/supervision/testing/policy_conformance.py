"""What every access policy must do (权限规则符合性). Numbers: `docs/spec/contributions.md`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import attrs
import pytest

from supervision.domain.kinds import KINDS
from supervision.domain.policies import maskable_fields
from supervision.domain.values import OfficerId, UnitId
from supervision.office.shapes import shapes_of
from supervision.ports.access import Actor, Explaining, Permission, Policy
from supervision.ports.checks import Catalog
from supervision.ports.query import Nothing
from supervision.testing.samples import SAMPLE_PATH, SAMPLE_UNIT
from supervision.testing.strictness import Conformance

__all__ = ["OpenPolicy", "PolicyConformance"]

OpenPolicy: TypeAlias = Callable[[frozenset[str]], Policy]

_NAMES = tuple(kind.name for kind in KINDS)
_ACTS = tuple(sorted(change.tag for kind in KINDS for change in kind.changes))
_OPEN = frozenset(kind.name for kind in KINDS if not kind.closed)
_CATALOG = Catalog(shapes_of(KINDS))


class PolicyConformance(Conformance):
    """Tests of access policies (权限规则测试). Inherit, and give `open_policy`."""

    @pytest.fixture
    def open_policy(self) -> OpenPolicy:
        """Give a callable from the names of the open kinds to the policy. To be overridden."""
        raise NotImplementedError("give a fixture `open_policy`")

    @pytest.fixture
    def officer(self) -> Actor:
        """Give an officer in service, without a post. May be overridden."""
        return Actor(id=OfficerId("ofc_1"), unit=UnitId(SAMPLE_UNIT), path=SAMPLE_PATH)

    @pytest.fixture
    def policy(self, open_policy: OpenPolicy) -> Policy:
        """Give the policy, told the core's open kinds."""
        return open_policy(_OPEN)

    @pytest.mark.parametrize("kind", _NAMES)
    def test_a_stranger_sees_nothing(self, policy: Policy, officer: Actor, kind: str) -> None:
        """POLICY-1."""
        assert policy.visible(attrs.evolve(officer, known=False), kind) == Nothing

    def test_a_stranger_does_nothing(self, policy: Policy, officer: Actor) -> None:
        """POLICY-1."""
        stranger = attrs.evolve(officer, known=False)
        assert [act for act in _ACTS if policy.permits(stranger, act, None).granted] == []

    def test_a_kind_it_was_not_told_of_is_closed_to_everybody(
        self, policy: Policy, officer: Actor
    ) -> None:
        """POLICY-2."""
        assert policy.visible(officer, "no_such_kind") == Nothing
        assert not policy.permits(officer, "no_such_kind.opened", None).granted

    @pytest.mark.parametrize("kind", _NAMES)
    def test_what_is_visible_can_be_asked_of_a_store(
        self, policy: Policy, officer: Actor, kind: str
    ) -> None:
        """POLICY-3."""
        _CATALOG.check_predicate(kind, policy.visible(officer, kind))

    def test_a_refusal_says_why_in_both_languages(self, policy: Policy, officer: Actor) -> None:
        """POLICY-4."""
        stranger = attrs.evolve(officer, known=False)
        for actor in (officer, stranger):
            for act in (*_ACTS, "no_such_kind.opened"):
                answer = policy.permits(actor, act, None)
                assert isinstance(answer, Permission)
                assert answer.granted or (answer.code and answer.zh and answer.en)

    def test_the_same_question_has_the_same_answer(
        self, open_policy: OpenPolicy, policy: Policy, officer: Actor
    ) -> None:
        """POLICY-5."""
        again = open_policy(_OPEN)
        for act in _ACTS:
            assert again.permits(officer, act, None) == policy.permits(officer, act, None)
        for kind in _NAMES:
            assert again.visible(officer, kind) == policy.visible(officer, kind)

    def test_an_explanation_answers_as_the_permission(self, policy: Policy, officer: Actor) -> None:
        """POLICY-6."""
        if isinstance(policy, Explaining):
            for act in _ACTS:
                told = policy.explain(officer, act, None)
                assert (told.act, told.permission) == (act, policy.permits(officer, act, None))

    def test_only_what_can_be_masked_is_masked(self, policy: Policy, officer: Actor) -> None:
        """POLICY-7."""
        if isinstance(policy, Explaining):
            for kind in KINDS:
                assert policy.masked(officer, kind.name) <= set(maskable_fields(kind.cls))
