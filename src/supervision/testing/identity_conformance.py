"""What every identity source must do (身份来源符合性). Numbers: `docs/spec/contributions.md`."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from supervision.errors import AccessDenied
from supervision.ports.access import Claim, Identified, Identifier
from supervision.testing.strictness import Conformance

__all__ = ["IdentityConformance"]

_THREADS, _TIMES = 4, 3


class IdentityConformance(Conformance):
    """Tests of identity sources (身份来源测试). Inherit, and give three fixtures."""

    @pytest.fixture
    def identifier(self) -> Identifier:
        """Give the opened source. To be overridden."""
        raise NotImplementedError("give a fixture `identifier`")

    @pytest.fixture
    def valid(self, identifier: Identifier) -> Mapping[Claim, str]:
        """Give claims it recognises, with the officer's id or staff number. To be overridden."""
        raise NotImplementedError("give a fixture `valid`")

    @pytest.fixture
    def invalid(self, identifier: Identifier) -> tuple[Claim, ...]:
        """Give claims that are its own and not valid: unknown, wrong. To be overridden."""
        raise NotImplementedError("give a fixture `invalid`")

    def test_who_proves_himself_is_recognised(
        self, identifier: Identifier, valid: Mapping[Claim, str]
    ) -> None:
        """IDENTITY-1."""
        assert valid
        for claim, officer in valid.items():
            assert _officer(identifier, claim) == officer
            assert _officer(identifier, claim) == officer

    def test_a_claim_that_says_nothing_is_not_for_it(self, identifier: Identifier) -> None:
        """IDENTITY-2."""
        assert identifier.identify(Claim()) is None

    def test_an_invalid_claim_of_its_own_is_refused_and_not_passed_on(
        self, identifier: Identifier, invalid: tuple[Claim, ...]
    ) -> None:
        """IDENTITY-3."""
        assert invalid
        for claim in invalid:
            assert _refusal(identifier, claim).code

    def test_a_refusal_tells_neither_why_nor_who_is_known(
        self, identifier: Identifier, invalid: tuple[Claim, ...]
    ) -> None:
        """IDENTITY-4."""
        assert len({_refusal(identifier, claim).code for claim in invalid}) == 1

    def test_nothing_it_says_holds_a_secret(
        self,
        identifier: Identifier,
        valid: Mapping[Claim, str],
        invalid: tuple[Claim, ...],
    ) -> None:
        """IDENTITY-5."""
        for claim in invalid:
            error = _refusal(identifier, claim)
            told = f"{error} {error!r} {error.details}"
            assert not any(secret in told for secret in _secrets(claim))
        for claim in valid:
            assert not any(secret in repr(identifier.identify(claim)) for secret in _secrets(claim))

    def test_threads_share_it(self, identifier: Identifier, valid: Mapping[Claim, str]) -> None:
        """IDENTITY-6."""
        asked = [claim for claim in valid for _ in range(_TIMES)]
        with ThreadPoolExecutor(_THREADS) as threads:
            found = list(threads.map(lambda claim: _officer(identifier, claim), asked))
        assert found == [valid[claim] for claim in asked]


def _officer(identifier: Identifier, claim: Claim) -> str | None:
    found = identifier.identify(claim)
    return found.officer if isinstance(found, Identified) else found


def _refusal(identifier: Identifier, claim: Claim) -> AccessDenied:
    with pytest.raises(AccessDenied) as refused:
        identifier.identify(claim)
    return refused.value


def _secrets(claim: Claim) -> tuple[str, ...]:
    return tuple(secret for secret in (claim.password, claim.token) if secret)
