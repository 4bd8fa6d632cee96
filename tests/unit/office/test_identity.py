"""Who is acting: as claimed, as an identity source says, as `[identities]` maps the user."""

from __future__ import annotations

import attrs
import pytest

from supervision.errors import AccessDenied
from supervision.office.identity import acting_officer, os_user
from supervision.office.office import Office
from supervision.ports.access import Claim
from supervision.testing.offices import small_office


class Badges:
    """Knows one user by name and refuses another."""

    def identify(self, claim: Claim) -> str | None:
        if claim.os_user == "revoked":
            raise AccessDenied("access.unknown_officer", officer="revoked")
        return "103" if claim.os_user == "huang" else None


def office(**parts: object) -> Office:
    return Office(attrs.evolve(small_office().office.parts, **parts))  # type: ignore[arg-type]


def test_a_claimed_id_or_staff_number_is_taken() -> None:
    small = small_office()
    assert acting_officer(small.office, small.head) == small.head
    assert acting_officer(small.office, "102") == small.head


def test_the_systems_user_is_mapped_by_the_toml() -> None:
    mapped = office(identities={"chen": "102"})
    assert acting_officer(mapped, user=lambda: "chen") == acting_officer(mapped, "102")


def test_an_identity_source_is_asked_before_the_toml() -> None:
    asked = office(identifiers=(Badges(),), identities={"huang": "102", "chen": "102"})
    assert acting_officer(asked, user=lambda: "huang") == acting_officer(asked, "103")
    assert acting_officer(asked, user=lambda: "chen") == acting_officer(asked, "102")


def test_a_source_that_refuses_its_own_claim_ends_it() -> None:
    asked = office(identifiers=(Badges(),), identities={"revoked": "102"})
    with pytest.raises(AccessDenied):
        acting_officer(asked, user=lambda: "revoked")


@pytest.mark.parametrize("user", ["stranger", None])
def test_nobody_known_is_refused(user: str | None) -> None:
    with pytest.raises(AccessDenied) as caught:
        acting_officer(office(), user=lambda: user)
    assert caught.value.code == "access.nobody"


def test_the_systems_user_has_a_name_or_none() -> None:
    assert os_user() is None or os_user()
