"""Accounts are granted by two persons, and no two of the three officers are one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from supervision.domain.account_steps import (
    ProposeAccount,
    check_founding,
    confirmation_for,
    decide_account_step,
    decide_confirm_account,
    decide_end_account,
    decide_found_account,
    decide_issue_key,
    decide_propose_account,
    decide_propose_end,
    decide_revoke_key,
    usable_on,
)
from supervision.domain.accounts import (
    ACCOUNT,
    Account,
    AccountKey,
    AccountLocked,
    AccountSort,
    AccountState,
    evolve_account,
)
from supervision.domain.acts import Act
from supervision.domain.officers import (
    Category,
    Officer,
    decide_correct_post,
    decide_leave_post,
    decide_take_post,
)
from supervision.domain.post_separation import (
    SEPARATED_POSTS,
    THREE_OFFICERS,
    SeparatedPosts,
    keeps_out,
)
from supervision.domain.posts import Post, Role
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import OfficerId, Sealed, UnitId
from supervision.errors import JournalError, Refused

TODAY = dt.date(2026, 3, 2)
UNIT = UnitId("unt_1")
SYSTEM, SECURITY, AUDITOR, CLERK = (OfficerId(f"off_{one}") for one in "1234")


def deed(officer: OfficerId, *roles: Role, reason: str = "工作需要") -> Deed:
    return Deed(
        act=Act(by=officer, on=TODAY),
        standing=Standing(officer=officer, roles=frozenset(roles)),
        reason=reason,
    )


BY_SYSTEM = deed(SYSTEM, Role.SYSTEM_ADMIN)
BY_SECURITY = deed(SECURITY, Role.SECURITY_ADMIN)
BY_AUDITOR = deed(AUDITOR, Role.AUDITOR)


def officer(*posts: Post) -> Officer:
    return Officer(
        id=CLERK,
        unit=UNIT,
        staff_number="4",
        name=Sealed(digest="sha256:00", size=3),
        category=Category.AUXILIARY,
        posts=posts,
    )


def post(role: Role, since: str = "2020-01-01", until: str | None = None) -> Post:
    last = dt.date.fromisoformat(until) if until else None
    return Post(role=role, unit=UNIT, from_=dt.date.fromisoformat(since), until=last)


CLERKING = officer(post(Role.CLERK))


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.code


def after(account: Account | None, changes: tuple[object, ...]) -> Account:
    for change in changes:
        account = evolve_account(account, change)
    assert account is not None
    return account


def proposed(by: Deed = BY_SYSTEM, who: Officer = CLERKING, **given: object) -> Account:
    command = ProposeAccount(**{"login": "clerk", "officer": CLERK, **given})
    return after(None, decide_propose_account(None, command, who, unit=UNIT, deed=by))


def confirmed(**given: object) -> Account:
    account = proposed(**given)
    return after(account, decide_confirm_account(account, deed=BY_SECURITY))


def service() -> Account:
    return confirmed(sort=AccountSort.SERVICE, scope=("finding", "item.proposed"))


# ---------------------------------------------------------------------------- the three


@pytest.mark.parametrize("one", THREE_OFFICERS)
@pytest.mark.parametrize("other", list(Role))
def test_none_of_the_three_has_any_other_post_on_the_same_day(one: Role, other: Role) -> None:
    if one is other:
        return
    held = officer(post(other))
    act = BY_SYSTEM.act
    refused = code_of(lambda: decide_take_post(held, post(one), act=act, confirmed=True))
    assert refused == "officer.three_officers"
    assert decide_take_post(
        officer(post(other, until="2020-06-30")), post(one, "2020-07-01"), act=act, confirmed=True
    )


def test_which_posts_are_kept_apart_is_data_with_basis_and_validity() -> None:
    rule = SeparatedPosts(
        role=Role.AUDITOR,
        apart_from=(Role.CLERK,),
        basis="本院规定",
        valid_from=dt.date(2022, 1, 1),
        valid_until=dt.date(2023, 12, 31),
    )
    act = BY_SYSTEM.act

    def take(one: Post, *held: Post) -> object:
        return decide_take_post(officer(*held), one, act=act, separated=(rule,), confirmed=True)

    clerk = post(Role.CLERK)
    assert code_of(lambda: take(post(Role.AUDITOR), clerk)) == "officer.three_officers"
    assert take(post(Role.AUDITOR, until="2021-12-31"), clerk)
    assert take(post(Role.AUDITOR, "2024-01-01"), clerk)
    assert take(post(Role.AUDITOR), post(Role.SYSTEM_ADMIN))
    assert all(one.basis for one in SEPARATED_POSTS)


@pytest.mark.parametrize("role", THREE_OFFICERS)
def test_nobody_is_made_one_of_the_three_by_one_person(role: Role) -> None:
    act = BY_SYSTEM.act
    assert code_of(lambda: decide_take_post(officer(), post(role), act=act)) == (
        "officer.two_persons"
    )
    held = post(role)
    who = officer(held, post(Role.CLERK, "2010-01-01", "2019-12-31"))
    clerk = who.posts[1]
    made = attrs.evolve(clerk, role=role)
    assert code_of(lambda: decide_correct_post(who, clerk, made, act=act)) == "officer.two_persons"


@pytest.mark.parametrize("role", THREE_OFFICERS)
def test_nobody_corrects_or_ends_a_post_of_the_three_alone(role: Role) -> None:
    act, held = BY_SYSTEM.act, post(role)
    who = officer(held)
    shorter = attrs.evolve(held, until=dt.date(2026, 1, 1))
    longer = attrs.evolve(held, from_=dt.date(2019, 1, 1))
    another = attrs.evolve(held, role=Role.CLERK)
    for now in (shorter, longer, another, None):
        assert code_of(lambda now=now: decide_correct_post(who, held, now, act=act)) == (
            "officer.two_persons"
        )
    assert code_of(lambda: decide_leave_post(who, role, act=act)) == "officer.two_persons"
    assert decide_leave_post(who, role, act=act, confirmed=True)


def test_a_corrected_post_is_kept_apart_too() -> None:
    who = officer(post(Role.AUDITOR), post(Role.CLERK, "2010-01-01", "2019-12-31"))
    now = attrs.evolve(who.posts[1], until=dt.date(2020, 5, 1))
    assert code_of(lambda: decide_correct_post(who, who.posts[1], now, act=BY_SYSTEM.act)) == (
        "officer.three_officers"
    )


def test_the_three_are_kept_out_of_business_unless_they_have_a_post_in_it() -> None:
    assert keeps_out(["auditor"], "finding")
    assert not keeps_out(["auditor"], "account")
    assert not keeps_out(["auditor", "clerk"], "finding")
    assert not keeps_out([], "finding")


def test_the_first_three_are_appointed_once_and_are_three() -> None:
    three = dict(zip(THREE_OFFICERS, (SYSTEM, SECURITY, AUDITOR), strict=True))
    check_founding((), three)
    assert code_of(lambda: check_founding((proposed(),), three)) == "account.founded"
    two = {**three, Role.AUDITOR: SYSTEM}
    assert code_of(lambda: check_founding((), two)) == "account.three_different"
    del two[Role.AUDITOR]
    assert code_of(lambda: check_founding((), two)) == "account.three_different"


def test_a_founded_account_says_so() -> None:
    def found(
        login: str = "sys", before: Account | None = None, role: Role = Role.AUDITOR
    ) -> object:
        act = Act(by=CLERK, on=TODAY)
        return decide_found_account(before, SYSTEM, login, role, unit=UNIT, act=act)

    made = after(None, found())
    assert (made.founded, made.state, made.grants) == (True, AccountState.CONFIRMED, Role.AUDITOR)
    assert made.confirmed_by is None
    assert code_of(lambda: found(before=made)) == "account.exists"
    assert code_of(lambda: found("- -")) == "account.login"
    assert code_of(lambda: found(role=Role.CHIEF)) == "account.grants"


# ---------------------------------------------------------------------------- granting


def test_one_proposes_and_another_confirms() -> None:
    account = proposed()
    assert (account.state, account.proposed_by) == (AccountState.PROPOSED, SYSTEM)
    account = after(account, decide_confirm_account(account, deed=BY_SECURITY))
    assert (account.state, account.confirmed_by) == (AccountState.CONFIRMED, SECURITY)
    assert code_of(lambda: decide_confirm_account(account, deed=BY_SECURITY)) == "workflow.step"


@pytest.mark.parametrize("by", [BY_SECURITY, BY_AUDITOR, deed(CLERK, Role.CHIEF)])
def test_only_the_system_administrator_proposes(by: Deed) -> None:
    assert code_of(lambda: proposed(by)) == "separation.role"


@pytest.mark.parametrize("by", [BY_SYSTEM, BY_AUDITOR, deed(CLERK, Role.CHIEF)])
def test_only_the_security_administrator_confirms(by: Deed) -> None:
    account = proposed()
    assert code_of(lambda: decide_confirm_account(account, deed=by)) == "separation.role"


def test_nobody_confirms_his_own_proposal_or_his_own_account() -> None:
    both = deed(SYSTEM, *THREE_OFFICERS)
    account = proposed()
    assert code_of(lambda: decide_confirm_account(account, deed=both)) == "account.same_person"
    own = deed(CLERK, Role.SECURITY_ADMIN)
    assert code_of(lambda: decide_confirm_account(account, deed=own)) == "account.own"
    assert code_of(lambda: proposed(officer=SYSTEM)) == "account.own"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"login": "has space"}, "account.login"),
        ({"grants": Role.CHIEF}, "account.grants"),
        (
            {"grants": Role.AUDITOR, "sort": AccountSort.SERVICE, "scope": ("finding",)},
            "account.grants",
        ),
        ({"sort": AccountSort.SERVICE}, "account.scope"),
        ({"scope": ("finding",)}, "account.scope"),
        ({"sort": AccountSort.SERVICE, "scope": ("Finding!",)}, "account.scope"),
        (
            {"sort": AccountSort.SERVICE, "scope": ("account.confirmed",)},
            "account.scope_of_officers",
        ),
        ({"sort": AccountSort.SERVICE, "scope": ("officer",)}, "account.scope_of_officers"),
        ({"who": officer()}, "account.no_post"),
    ],
)
def test_what_does_not_fit_is_not_proposed(given: dict[str, object], code: str) -> None:
    assert code_of(lambda: proposed(**given)) == code


def test_a_login_is_given_once_and_a_post_may_come_with_it() -> None:
    first = proposed(who=officer(), grants=Role.AUDITOR)
    assert first.grants is Role.AUDITOR
    command = ProposeAccount(login="clerk", officer=CLERK)
    assert (
        code_of(lambda: decide_propose_account(first, command, CLERKING, unit=UNIT, deed=BY_SYSTEM))
        == "account.exists"
    )


# ---------------------------------------------------------------------------- later


def test_an_account_is_locked_unlocked_and_disabled_with_a_reason() -> None:
    account = confirmed()
    silent = attrs.evolve(BY_SYSTEM, reason="")
    assert code_of(lambda: decide_account_step(account, "lock", deed=silent)) == (
        "act.reason_missing"
    )
    assert code_of(lambda: decide_account_step(account, "lock", deed=BY_AUDITOR)) == (
        "separation.role"
    )
    locked = after(account, decide_account_step(account, "lock", deed=BY_SYSTEM))
    assert locked.state is AccountState.LOCKED
    assert code_of(lambda: decide_account_step(locked, "unlock", deed=BY_SYSTEM)) == (
        "separation.role"
    )
    own = deed(CLERK, Role.SECURITY_ADMIN)
    assert code_of(lambda: decide_account_step(locked, "unlock", deed=own)) == "account.own"
    opened = after(locked, decide_account_step(locked, "unlock", deed=BY_SECURITY))
    assert opened.state is AccountState.CONFIRMED
    ended = after(opened, decide_account_step(opened, "disable", deed=BY_SECURITY))
    assert ended.state is AccountState.DISABLED
    assert code_of(lambda: decide_account_step(ended, "unlock", deed=BY_SECURITY)) == (
        "workflow.step"
    )


def appointed() -> Account:
    return confirmed(who=officer(), grants=Role.AUDITOR)


def test_the_end_of_a_post_is_proposed_by_one_and_confirmed_by_another() -> None:
    account = appointed()
    for step in ("lock", "unlock"):
        by = BY_SYSTEM if step == "lock" else BY_SECURITY
        account = after(account, decide_account_step(account, step, deed=by))
    assert code_of(lambda: decide_account_step(account, "disable", deed=BY_SYSTEM)) == (
        "account.end_by_two"
    )
    silent = attrs.evolve(BY_SYSTEM, reason="")
    assert code_of(lambda: decide_propose_end(account, deed=silent)) == "act.reason_missing"
    leaving = after(account, decide_propose_end(account, deed=BY_SYSTEM))
    assert (leaving.state, leaving.ending_by) == (AccountState.LEAVING, SYSTEM)
    assert code_of(lambda: decide_end_account(leaving, deed=BY_SYSTEM)) == "account.same_person"
    ended = after(leaving, decide_end_account(leaving, deed=BY_SECURITY))
    assert ended.state is AccountState.DISABLED
    assert code_of(lambda: decide_end_account(ended, deed=BY_SECURITY)) == "workflow.step"


def test_the_chief_may_confirm_an_end_and_proposes_none() -> None:
    chief = deed(OfficerId("off_9"), Role.CHIEF)
    account = appointed()
    assert code_of(lambda: decide_propose_end(account, deed=chief)) == "separation.role"
    assert code_of(lambda: decide_propose_end(account, deed=BY_AUDITOR)) == "separation.role"
    leaving = after(account, decide_propose_end(account, deed=BY_SECURITY))
    assert code_of(lambda: decide_end_account(leaving, deed=BY_AUDITOR)) == "separation.role"
    assert decide_end_account(leaving, deed=chief)


def test_one_of_the_three_may_ask_for_his_own_end_and_not_confirm_it() -> None:
    own = deed(CLERK, Role.SYSTEM_ADMIN)
    account = confirmed(who=officer(), grants=Role.SYSTEM_ADMIN)
    asked = after(account, decide_propose_end(account, deed=own))
    assert asked.ending_by == CLERK
    leaving = after(account, decide_propose_end(account, deed=BY_SECURITY))
    assert code_of(lambda: decide_end_account(leaving, deed=own)) == "account.own"


def test_a_proposed_end_may_be_declined() -> None:
    leaving = after(appointed(), decide_propose_end(appointed(), deed=BY_SYSTEM))
    again = after(leaving, decide_account_step(leaving, "unlock", deed=BY_SECURITY))
    assert (again.state, again.ending_by) == (AccountState.CONFIRMED, None)


def test_a_confirmation_waits_for_a_second_person_with_the_role() -> None:
    chief = deed(OfficerId("off_9"), Role.CHIEF)
    account = proposed()
    leaving = after(appointed(), decide_propose_end(appointed(), deed=BY_SECURITY))
    own = deed(CLERK, Role.SECURITY_ADMIN)
    waits = {
        (one.standing.officer, of.state): confirmation_for(of, one.standing)
        for one in (BY_SYSTEM, BY_SECURITY, BY_AUDITOR, chief, own)
        for of in (account, leaving, confirmed())
    }
    assert {key: name for key, name in waits.items() if name} == {
        (SECURITY, AccountState.PROPOSED): "confirm",
        (SYSTEM, AccountState.LEAVING): "confirm_end",
        (chief.act.by, AccountState.LEAVING): "confirm_end",
    }


def test_an_account_without_a_post_is_disabled_and_not_ended() -> None:
    assert code_of(lambda: decide_propose_end(confirmed(), deed=BY_SYSTEM)) == (
        "account.brings_no_post"
    )
    declined = proposed(who=officer(), grants=Role.AUDITOR)
    assert decide_account_step(declined, "disable", deed=BY_SECURITY)


def test_a_password_given_out_locks_an_account_in_use() -> None:
    account = confirmed()
    reset = after(account, decide_account_step(account, "reset", deed=BY_SYSTEM))
    assert reset.state is AccountState.LOCKED
    waiting = proposed()
    assert after(waiting, decide_account_step(waiting, "reset", deed=BY_SYSTEM)) == waiting
    assert code_of(lambda: decide_account_step(service(), "reset", deed=BY_SYSTEM)) == (
        "account.service"
    )
    assert code_of(lambda: decide_account_step(account, "reset", deed=BY_SECURITY)) == (
        "separation.role"
    )


def test_a_key_lies_within_what_was_confirmed_and_has_an_end() -> None:
    account = service()
    end = dt.date(2026, 12, 31)

    def issue(*scope: str, until: dt.date = end, of: Account = account) -> tuple[object, ...]:
        return decide_issue_key(of, "key_1", scope, until, deed=BY_SYSTEM)

    held = after(account, issue("finding.opened", "item.proposed"))
    (key,) = held.keys
    assert usable_on(key, end)
    assert not usable_on(key, end + dt.timedelta(days=1))
    assert code_of(issue) == "account.scope"
    assert code_of(lambda: issue("item")) == "account.scope_wider"
    assert code_of(lambda: issue("x y")) == "account.scope"
    assert code_of(lambda: issue("finding", until=dt.date(2026, 3, 1))) == "account.key_range"
    assert code_of(lambda: issue("finding", of=confirmed())) == "account.not_service"
    gone = after(held, decide_revoke_key(held, "key_1", deed=BY_SECURITY))
    assert gone.keys[0].revoked_on == TODAY
    assert not usable_on(gone.keys[0], TODAY)
    for one in ("key_1", "key_2"):
        assert code_of(lambda one=one: decide_revoke_key(gone, one, deed=BY_SECURITY)) == (
            "account.no_key"
        )


def test_another_key_stays_when_one_is_revoked() -> None:
    end = dt.date(2026, 12, 31)
    keys = tuple(
        AccountKey(id=id, scope=("finding",), until=end, issued_on=TODAY) for id in ("a", "b")
    )
    account = attrs.evolve(service(), keys=keys)
    left = after(account, decide_revoke_key(account, "b", deed=BY_SYSTEM))
    assert [key.revoked_on for key in left.keys] == [None, TODAY]


def test_a_life_that_does_not_begin_is_an_incident() -> None:
    with pytest.raises(JournalError):
        evolve_account(None, AccountLocked(act=BY_SYSTEM.act))
    assert ACCOUNT.columns_of(confirmed())["state"] == "confirmed"
