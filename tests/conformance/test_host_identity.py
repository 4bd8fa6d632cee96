"""A host application's own login, as an identity source: it passes the kit, and the office asks it."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import pytest

from supervision.errors import AccessDenied
from supervision.office.identity import identity_of
from supervision.office.office import Office
from supervision.plugin import Claim, Identified, Identifier
from supervision.testing import IdentityConformance, small_office

STAFF = {"gw-7001": "102", "gw-7002": "103"}


class Gateway:
    """Maps the user a gateway has put into a header to a staff number."""

    def identify(self, claim: Claim) -> str | Identified | None:
        if claim.token is None or not claim.token.startswith("gw-"):
            return None
        if claim.token not in STAFF:
            raise AccessDenied("access.nobody", user="gateway")
        return STAFF[claim.token]


class TestGateway(IdentityConformance):
    @pytest.fixture
    def identifier(self) -> Identifier:
        return Gateway()

    @pytest.fixture
    def valid(self) -> Mapping[Claim, str]:
        return {Claim(token=token): number for token, number in STAFF.items()}

    @pytest.fixture
    def invalid(self) -> tuple[Claim, ...]:
        return (Claim(token="gw-9999"), Claim(token="gw-"))


def test_the_office_takes_the_officer_the_host_has_recognised() -> None:
    small = small_office()
    office = Office(attrs.evolve(small.office.parts, identifiers=(Gateway(),)))
    assert identity_of(office, Claim(token="gw-7001")).officer == small.head
    for token in ("gw-9999", "of somebody else"):
        with pytest.raises(AccessDenied):
            identity_of(office, Claim(token=token))
