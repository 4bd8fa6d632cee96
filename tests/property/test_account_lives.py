"""Random lives of accounts: whatever is tried, two persons granted what is in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from lives import BECAUSE, INDEX, PEOPLE, REASON, Lives, live, memory, sqlite

from supervision.domain.account_steps import ProposeAccount
from supervision.domain.accounts import ACCOUNT, AccountSort, AccountState
from supervision.domain.officers import OFFICER, Category, officer_id, roles_on
from supervision.domain.post_separation import THREE_OFFICERS
from supervision.domain.posts import Role
from supervision.errors import AccessDenied, NotFound, Refused
from supervision.office import accounts, people
from supervision.office.accounts import FirstOfficer
from supervision.office.work import Work
from supervision.ports.store import Store

THREE = ["system", "security", "auditor"]
ANYBODY = st.sampled_from([*PEOPLE, *THREE, *THREE, "spare"])
STEPS = st.sampled_from(
    ["confirm", "lock", "unlock", "disable", "reset", "key", "revoke", "propose_end", "end"]
)


class AccountLives(Lives):
    """Everybody tries everything with accounts (随机账号)."""

    kinds = (ACCOUNT,)
    courses = (
        "an_account_is_granted_and_ended",
        "a_post_of_the_three_is_granted_and_ended",
        "a_service_gets_a_key",
    )

    def begin_three(self) -> None:
        """Enter four more people and appoint three of them."""
        small = self.small
        with small.office.work(small.head) as work:
            for place, name in enumerate([*THREE, "spare"]):
                number = f"9{place}"
                people.register_officer(work, number, "某人", Category.ADMINISTRATIVE)
                self.made[name] = [officer_id(small.unit, number)]
            three = dict(zip(THREE_OFFICERS, THREE, strict=True))
            accounts.found_three_officers(
                work,
                {r: FirstOfficer(officer=self.who(n), login=n) for r, n in three.items()},
            )
            work.commit()

    def who(self, name: str) -> str:
        if not self.made["spare"]:
            self.begin_three()
        return self.made[name][0] if name in self.made else getattr(self.small, name)

    def attempt_as(self, who: str, act: Callable[[Work], object]) -> object | None:
        """Try an act of anybody, the three among them; a refused one leaves no trace."""
        id = self.who(who)
        before = self.head()
        try:
            with self.small.office.work(id) as work:
                result = act(work)
                receipt = work.commit()
        except (Refused, NotFound, AccessDenied):
            assert self.head() == before
            return None
        assert self.head()[0] == before[0] + len(receipt.headers)
        return result

    @rule(
        who=ANYBODY,
        login=st.sampled_from(["a", "b", "c", "- -"]),
        officer=ANYBODY,
        sort=st.sampled_from(AccountSort),
        grants=st.sampled_from([None, None, *THREE_OFFICERS, Role.CHIEF]),
        scope=st.sampled_from([(), ("finding",), ("account",)]),
    )
    def propose(
        self,
        who: str,
        login: str,
        officer: str,
        sort: AccountSort,
        grants: Role | None,
        scope: tuple[str, ...],
    ) -> None:
        command = ProposeAccount(
            login=login, officer=self.who(officer), sort=sort, grants=grants, scope=scope
        )
        self.keep("account", self.attempt_as(who, lambda w: accounts.propose_account(w, command)))

    @precondition(lambda self: self.made["account"])
    @rule(which=INDEX, who=ANYBODY, step=STEPS, reason=REASON)
    def touch(self, which: int, who: str, step: str, reason: str) -> None:
        id = self.made["account"][which % len(self.made["account"])]
        self.attempt_as(who, lambda work: self.step(work, id, step, reason))

    def step(self, work: Work, id: str, step: str, reason: str) -> object:
        match step:
            case "confirm":
                return accounts.confirm_account(work, id, reason=reason)
            case "key":
                name = f"key_{len(work.load(ACCOUNT, id).keys)}"
                until = dt.date(2030, 1, 1)
                return accounts.issue_key(work, id, name, ("finding",), until, reason=reason)
            case "revoke":
                return accounts.revoke_key(work, id, "key_0", reason=reason)
            case "propose_end":
                return accounts.propose_end(work, id, reason=reason)
            case "end":
                return accounts.end_account(work, id, reason=reason)
        return accounts.change_account(work, id, step, reason=reason)

    def course(self, command: ProposeAccount, *steps: tuple[str, str]) -> None:
        id = self.attempt_as("system", lambda work: accounts.propose_account(work, command))
        self.keep("account", id)
        if isinstance(id, str):
            for who, step in steps:
                self.attempt_as(who, lambda work, step=step: self.step(work, id, step, BECAUSE))

    def an_account_is_granted_and_ended(self) -> None:
        login = f"p{len(self.made['account'])}"
        self.course(
            ProposeAccount(login=login, officer=self.who("prosecutor")),
            ("system", "reset"),
            ("security", "confirm"),
            ("system", "lock"),
            ("security", "unlock"),
            ("system", "disable"),
        )

    def a_post_of_the_three_is_granted_and_ended(self) -> None:
        login = f"t{len(self.made['account'])}"
        self.course(
            ProposeAccount(login=login, officer=self.who("spare"), grants=Role.AUDITOR),
            ("security", "confirm"),
            ("security", "propose_end"),
            ("system", "end"),
        )

    def a_service_gets_a_key(self) -> None:
        login = f"s{len(self.made['account'])}"
        self.course(
            ProposeAccount(
                login=login,
                officer=self.who("head"),
                sort=AccountSort.SERVICE,
                scope=("finding",),
            ),
            ("security", "confirm"),
            ("system", "key"),
            ("security", "revoke"),
        )

    @invariant()
    def two_persons_granted_what_is_in_use_and_three_are_three(self) -> None:
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            every, officers = view.select(ACCOUNT), view.select(OFFICER)
        for one in every:
            if one.state is not AccountState.CONFIRMED or one.founded:
                continue
            assert one.confirmed_by not in {None, one.proposed_by, one.officer}
            assert one.proposed_by != one.officer
        for officer in officers:
            roles = roles_on(officer, dt.date(2026, 12, 31))
            assert len(roles) <= 1 or not roles & set(THREE_OFFICERS)
            brought = {
                one.grants
                for one in every
                if one.officer == officer.id and one.granted and one.grants
                if one.state is not AccountState.DISABLED
            }
            lasting = {post.role for post in officer.posts if post.until is None}
            assert lasting & set(THREE_OFFICERS) == brought
        for one in every:
            assert (one.state is AccountState.LEAVING) <= (one.ending_by is not None)


@pytest.mark.parametrize("opener", [memory, sqlite])
def test_replay_equals_rows_after_random_accounts(
    opener: Callable[[Path], Store | None],
) -> None:
    live(AccountLives, opener, times=25 if opener is memory else 5)
