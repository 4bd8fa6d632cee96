"""Who is acting: as claimed, as an identity source says, as `[identities]` maps the user."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from supervision.domain.account_steps import ProposeAccount
from supervision.domain.accounts import AccountSort, account_id
from supervision.domain.findings import FINDING, OpenFinding
from supervision.domain.kinds import KINDS
from supervision.domain.officers import Category
from supervision.domain.post_separation import ADMINISTRATION, THREE_OFFICERS
from supervision.domain.values import OfficerId
from supervision.errors import AccessDenied, Refused
from supervision.office import accounts, people
from supervision.office.accounts import FirstOfficer
from supervision.office.findings import open_finding
from supervision.office.identity import acting_officer, identity_of, os_user
from supervision.office.office import Office
from supervision.office.scoped import scoped
from supervision.office.work import Work
from supervision.ports.access import Claim, Identified
from supervision.testing.offices import SmallOffice, small_office


class Badges:
    """Knows one user by name and refuses another."""

    def identify(self, claim: Claim) -> str | None:
        if claim.os_user == "revoked":
            raise AccessDenied("access.unknown_officer", officer="revoked")
        return "103" if claim.os_user == "huang" else None


def office(**parts: object) -> Office:
    return Office(attrs.evolve(small_office().office.parts, **parts))


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


def test_a_name_is_not_enough_where_a_source_asks_for_proof() -> None:
    proven = office(identifiers=(Badges(),), identities={"chen": "102"}, proof_needed=True)
    with pytest.raises(AccessDenied) as caught:
        acting_officer(proven, "102")
    assert caught.value.code == "access.identity_needed"
    assert acting_officer(proven, user=lambda: "chen") == acting_officer(office(), "102")


def test_a_key_nobody_knows_is_never_taken_for_a_name() -> None:
    with pytest.raises(AccessDenied) as caught:
        identity_of(office(), Claim(token="key_1.secret"))
    assert caught.value.code == "access.identity_needed"
    assert identity_of(office(), Claim(user="102")).officer == acting_officer(office(), "102")


class Services:
    """Knows one service by its key."""

    def __init__(self, key: str = "key_1") -> None:
        self.found = Identified(officer="102", login="sync", key=key, scope=("finding",))

    def identify(self, claim: Claim) -> Identified | None:
        return self.found if claim.token else None


def test_a_key_is_good_while_its_account_and_itself_are() -> None:
    small = small_office()
    asked = Office(attrs.evolve(small.office.parts, identifiers=(Services(),)))
    claim = Claim(token="x")

    def closed() -> str:
        with pytest.raises(AccessDenied) as caught:
            identity_of(asked, claim)
        return caught.value.code

    def work(who: str, act: Callable[[Work], object]) -> None:
        with small.office.work(who) as at_work:
            act(at_work)
            at_work.commit()

    three = three_officers(small)
    assert closed() == "access.account_closed"
    command = ProposeAccount(
        login="sync", officer=small.head, sort=AccountSort.SERVICE, scope=("finding",)
    )
    id = account_id(small.unit, "sync")
    work(three[0], lambda w: accounts.propose_account(w, command))
    work(three[1], lambda w: accounts.confirm_account(w, id))
    assert closed() == "access.account_closed"
    end = dt.date(2030, 1, 1)
    work(three[0], lambda w: accounts.issue_key(w, id, "key_1", ("finding",), end, reason="对接"))
    assert identity_of(asked, claim).scope == ("finding",)
    work(three[1], lambda w: accounts.revoke_key(w, id, "key_1", reason="停用"))
    assert closed() == "access.account_closed"
    # The service's account says nothing of the officer who answers for it.
    assert acting_officer(small.office, "102") == small.head


def three_officers(small: SmallOffice) -> list[OfficerId]:
    found = {}
    with small.office.work(small.head) as work:
        for role, number in zip(THREE_OFFICERS, ("901", "902", "903"), strict=True):
            who = people.register_officer(work, number, "某人", Category.ADMINISTRATIVE)
            found[role] = FirstOfficer(officer=who, login=number)
        accounts.found_three_officers(work, found)
        work.commit()
    return [one.officer for one in found.values()]


def test_the_first_three_are_appointed_once() -> None:
    small = small_office()
    three_officers(small)
    with pytest.raises(Refused) as caught, small.office.work(small.head) as work:
        accounts.found_three_officers(work, {})
    assert caught.value.code == "account.founded"


def test_within_a_scope_one_writes_nothing_else_and_reads_as_before() -> None:
    small = small_office()
    assert scoped(small.office, None) is small.office
    narrow = scoped(small.office, ("finding.opened",))
    command = OpenFinding(title="回证未附卷", department=small.first)
    with narrow.work(small.head) as work:
        opened = open_finding(work, command)
        work.commit()
    with pytest.raises(AccessDenied) as caught, narrow.work(small.head) as work:
        people.grade_officer(work, small.prosecutor, rank="一级")
    assert caught.value.details["reason"] == "access.scope"
    with narrow.read(small.head) as view:
        assert view.get(FINDING, opened).title == "回证未附卷"
    with scoped(small.office, ("finding",)).work(small.head) as work:
        assert open_finding(work, command)


def test_what_is_refused_is_logged_with_code_and_actor(caplog: pytest.LogCaptureFixture) -> None:
    small = small_office()
    with pytest.raises(AccessDenied), small.office.read("off_nobody"):
        pass
    (line,) = caplog.records
    assert (line.name, line.levelname) == ("supervision.access", "WARNING")
    assert "code=access.unknown_officer actor=off_nobody" in line.getMessage()


def test_the_three_neither_see_nor_touch_business_whatever_the_policy_says() -> None:
    small = small_office()
    command = OpenFinding(title="回证未附卷", department=small.first)
    with small.office.work(small.head) as work:
        opened = open_finding(work, command)
        work.commit()
    for who in three_officers(small):
        with small.office.read(who) as view:
            seen = {kind.name for kind in KINDS if view.select(kind)}
            assert seen <= ADMINISTRATION
            assert view.find(FINDING, opened) is None
            assert view.tally(FINDING)[0].count == 0
        with pytest.raises(AccessDenied) as caught, small.office.work(who) as work:
            open_finding(work, command)
        assert caught.value.code == "access.three_officers"
