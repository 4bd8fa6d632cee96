"""Decisions about accounts (账号管理): proposed by one administrator, confirmed by the other.

Every act is of the day it is entered and by whoever enters it: an administrator does not act
through somebody else, nor for a day on which he still had the post.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

import attrs

from supervision.domain.accounts import (
    Account,
    AccountChange,
    AccountConfirmed,
    AccountDisabled,
    AccountEnded,
    AccountEndProposed,
    AccountFounded,
    AccountKey,
    AccountLocked,
    AccountProposed,
    AccountSort,
    AccountState,
    AccountUnlocked,
    CredentialReset,
    KeyIssued,
    KeyRevoked,
    account_id,
)
from supervision.domain.acts import Act
from supervision.domain.officers import Officer, posts_on
from supervision.domain.post_separation import THREE_OFFICERS
from supervision.domain.posts import Role
from supervision.domain.separation import Deed, Standing, check_role
from supervision.domain.values import OfficerId, UnitId
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "ACCOUNT_WORKFLOW",
    "ADMINISTRATORS",
    "ProposeAccount",
    "check_founding",
    "confirmation_for",
    "decide_account_step",
    "decide_confirm_account",
    "decide_end_account",
    "decide_found_account",
    "decide_issue_key",
    "decide_propose_account",
    "decide_propose_end",
    "decide_revoke_key",
    "usable_on",
]

ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
_SYSTEM, _SECURITY = (Role.SYSTEM_ADMIN,), (Role.SECURITY_ADMIN,)
_LIVING = (AccountState.CONFIRMED, AccountState.LOCKED)
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_SCOPE = re.compile(r"[a-z_]+(\.[a-z_]+)?", re.ASCII)

ACCOUNT_WORKFLOW: Workflow[AccountState] = Workflow(
    code="account",
    zh="账号",
    en="accounts",
    steps=(
        Step(
            name="confirm",
            sources=(AccountState.PROPOSED,),
            target=AccountState.CONFIRMED,
            roles=_SECURITY,
        ),
        Step(
            name="lock",
            sources=(AccountState.CONFIRMED,),
            target=AccountState.LOCKED,
            roles=ADMINISTRATORS,
            reason=True,
        ),
        Step(
            name="unlock",
            sources=(*_LIVING, AccountState.LEAVING),
            target=AccountState.CONFIRMED,
            roles=_SECURITY,
            reason=True,
        ),
        Step(
            name="disable",
            sources=(AccountState.PROPOSED, *_LIVING),
            target=AccountState.DISABLED,
            roles=ADMINISTRATORS,
            reason=True,
        ),
        Step(
            name="propose_end",
            sources=_LIVING,
            target=AccountState.LEAVING,
            roles=ADMINISTRATORS,
            reason=True,
        ),
        Step(
            name="confirm_end",
            sources=(AccountState.LEAVING,),
            target=AccountState.DISABLED,
            roles=(*ADMINISTRATORS, Role.CHIEF),
        ),
        Step(
            name="reset",
            sources=(AccountState.PROPOSED, *_LIVING),
            roles=_SYSTEM,
            reason=True,
        ),
        Step(name="issue_key", sources=(AccountState.CONFIRMED,), roles=_SYSTEM, reason=True),
        Step(name="revoke_key", sources=tuple(AccountState), roles=ADMINISTRATORS, reason=True),
    ),
)
"""Steps of an account (账号流程). Unlocking is for the one who did not hand the password out.

The end of a post of one of the three officers may also be confirmed by the chief, whose unit
appoints them: of two administrators, the one who stays could otherwise never let the other go.
"""
_OFFICERS_OWN = frozenset({"account", "officer", "unit", "department"})
"""What programs do not do: the administration of accounts and of who is who."""


@attrs.frozen(kw_only=True)
class ProposeAccount:
    """Asks for an account (提出账号). Fields as in `Account`."""

    login: str
    officer: OfficerId
    sort: AccountSort = AccountSort.OFFICER
    grants: Role | None = None
    scope: tuple[str, ...] = ()


def decide_propose_account(
    account: Account | None,
    command: ProposeAccount,
    officer: Officer,
    *,
    unit: UnitId,
    deed: Deed,
) -> tuple[AccountChange, ...]:
    """Propose an account (提出账号).

    Args:
        account: what the unit has under this name.
        command: what is asked for.
        officer: the officer it is for.
        unit: the unit that keeps it.
        deed: who proposes it.

    Raises:
        Refused: `separation.role`; `account.exists`, `account.login`; `account.own` for oneself;
            `account.grants` when the post is none of the three officers'; `account.scope` when a
            service has no scope, an officer has one, or it is not written as a kind or an act;
            `account.no_post` when an officer without post would get one that brings none.
    """
    check_role("propose", deed.standing, _SYSTEM)
    if account is not None:
        raise Refused("account.exists", login=command.login)
    if not _LOGIN.fullmatch(command.login):
        raise Refused("account.login", found=command.login)
    if deed.act.by == command.officer:
        raise Refused("account.own", step="propose", officer=command.officer)
    _check_kind(command)
    if command.grants is None and not posts_on(officer, deed.act.on):
        raise Refused("account.no_post", officer=command.officer)
    return (
        AccountProposed(
            act=deed.act,
            id=account_id(unit, command.login),
            unit=unit,
            login=command.login,
            sort=command.sort,
            officer=command.officer,
            grants=command.grants,
            scope=command.scope,
        ),
    )


def _check_kind(command: ProposeAccount) -> None:
    service = command.sort is AccountSort.SERVICE
    if command.grants is not None and (service or command.grants not in THREE_OFFICERS):
        raise Refused(
            "account.grants",
            found=command.grants.value,
            known=tuple(role.value for role in THREE_OFFICERS),
        )
    if service is not bool(command.scope):
        raise Refused("account.scope", found="")
    _check_scope(command.scope)


def _check_scope(scope: tuple[str, ...]) -> None:
    for one in scope:
        if not _SCOPE.fullmatch(one):
            raise Refused("account.scope", found=one)
        if one.partition(".")[0] in _OFFICERS_OWN:
            raise Refused("account.scope_of_officers", found=one)


def check_founding(granted: tuple[Account, ...], three: Mapping[Role, OfficerId]) -> None:
    """Refuse a first appointment that is no first one, or not of three persons (初次任命).

    Args:
        granted: accounts that bring or have brought such a post.
        three: the officer for each of the three posts.

    Raises:
        Refused: `account.founded`, `account.three_different`.
    """
    if granted:
        raise Refused("account.founded", login=granted[0].login)
    if set(three) != set(THREE_OFFICERS) or len(set(three.values())) != len(three):
        raise Refused("account.three_different")


def decide_found_account(
    account: Account | None,
    officer: OfficerId,
    login: str,
    grants: Role,
    *,
    unit: UnitId,
    act: Act,
) -> tuple[AccountChange, ...]:
    """Set up the account of one of the first three officers (初次任命).

    Raises:
        Refused: `account.exists`, `account.login`, `account.grants`.
    """
    if account is not None:
        raise Refused("account.exists", login=login)
    if not _LOGIN.fullmatch(login):
        raise Refused("account.login", found=login)
    _check_kind(ProposeAccount(login=login, officer=officer, grants=grants))
    return (
        AccountFounded(
            act=act,
            id=account_id(unit, login),
            unit=unit,
            login=login,
            officer=officer,
            grants=grants,
        ),
    )


def decide_confirm_account(account: Account, *, deed: Deed) -> tuple[AccountChange, ...]:
    """Confirm what another has proposed (确认启用).

    Raises:
        Refused: `workflow.step`, `separation.role`; `account.same_person` for whoever proposed
            it; `account.own` for the officer it is for.
    """
    ACCOUNT_WORKFLOW.check("confirm", account.state, deed)
    if deed.act.by == account.proposed_by:
        raise Refused("account.same_person", officer=deed.act.by)
    if deed.act.by == account.officer:
        raise Refused("account.own", step="confirm", officer=deed.act.by)
    return (AccountConfirmed(act=deed.act),)


_CONFIRMED_BY: Mapping[AccountState, str] = {
    AccountState.PROPOSED: "confirm",
    AccountState.LEAVING: "confirm_end",
}


def confirmation_for(account: Account, standing: Standing) -> str | None:
    """Return the step by which he may confirm what somebody else has proposed (待其确认)."""
    name = _CONFIRMED_BY.get(account.state)
    if standing.officer in (account.ending_by or account.proposed_by, account.officer):
        return None
    allowed = (
        step.name == name and standing.roles.intersection(step.roles)
        for step in ACCOUNT_WORKFLOW.steps
    )
    return name if any(allowed) else None


_CHANGES: Mapping[str, Callable[..., AccountChange]] = {
    "lock": AccountLocked,
    "unlock": AccountUnlocked,
    "disable": AccountDisabled,
    "reset": CredentialReset,
}


def decide_account_step(account: Account, step: str, *, deed: Deed) -> tuple[AccountChange, ...]:
    """Lock, unlock or disable an account, or reset its password (锁定、解锁、停用、重置口令).

    Args:
        account: the account.
        step: `lock`, `unlock`, `disable` or `reset`.
        deed: who does it.

    Raises:
        Refused: `workflow.step`, `separation.role`, `act.reason_missing`; `account.own` for
            unlocking one's own; `account.service` for a password of a service account;
            `account.end_by_two` for disabling one that has brought a post of the three officers.
    """
    ACCOUNT_WORKFLOW.check(step, account.state, deed)
    if step == "disable" and account.grants is not None and account.granted:
        raise Refused("account.end_by_two", login=account.login)
    if step == "unlock" and deed.act.by == account.officer:
        raise Refused("account.own", step=step, officer=deed.act.by)
    if step == "reset" and account.sort is AccountSort.SERVICE:
        raise Refused("account.service", login=account.login)
    return (_CHANGES[step](act=deed.act),)


def decide_propose_end(account: Account, *, deed: Deed) -> tuple[AccountChange, ...]:
    """Propose that the post an account has brought ends (提请免职); it is shut at once.

    Whoever leaves must be out on that day, and shutting out is what one person may do; that it is
    for good is for two. The officer himself may propose it, too.

    Raises:
        Refused: `workflow.step`, `separation.role`, `act.reason_missing`; `account.brings_no_post`.
    """
    ACCOUNT_WORKFLOW.check("propose_end", account.state, deed)
    if account.grants is None:
        raise Refused("account.brings_no_post", login=account.login)
    return (AccountEndProposed(act=deed.act),)


def decide_end_account(account: Account, *, deed: Deed) -> tuple[AccountChange, ...]:
    """Confirm that the post an account has brought ends, and the account with it (确认免职).

    Raises:
        Refused: `workflow.step`, `separation.role`; `account.same_person` for whoever proposed
            it; `account.own` for the officer himself.
    """
    ACCOUNT_WORKFLOW.check("confirm_end", account.state, deed)
    if deed.act.by == account.ending_by:
        raise Refused("account.same_person", officer=deed.act.by)
    if deed.act.by == account.officer:
        raise Refused("account.own", step="confirm_end", officer=deed.act.by)
    return (AccountEnded(act=deed.act),)


def decide_issue_key(
    account: Account, key: str, scope: tuple[str, ...], until: dt.date, *, deed: Deed
) -> tuple[AccountChange, ...]:
    """Give out a key of a service account (签发密钥).

    Args:
        account: the account.
        key: id of the key.
        scope: what it is good for; within what was confirmed for the account.
        until: its last day; there is no key without an end.
        deed: who does it.

    Raises:
        Refused: `workflow.step`, `separation.role`, `act.reason_missing`; `account.not_service`,
            `account.scope`, `account.scope_wider`, `account.key_range`.
    """
    ACCOUNT_WORKFLOW.check("issue_key", account.state, deed)
    if account.sort is not AccountSort.SERVICE:
        raise Refused("account.not_service", login=account.login)
    if not scope:
        raise Refused("account.scope", found="")
    _check_scope(scope)
    wider = tuple(one for one in scope if not _covered(one, account.scope))
    if wider:
        raise Refused("account.scope_wider", found=wider, known=account.scope)
    if until < deed.act.on:
        raise Refused("account.key_range", until=until.isoformat(), today=deed.act.on.isoformat())
    return (KeyIssued(act=deed.act, key=key, scope=scope, until=until),)


def _covered(one: str, scope: tuple[str, ...]) -> bool:
    return one in scope or one.partition(".")[0] in scope


def decide_revoke_key(account: Account, key: str, *, deed: Deed) -> tuple[AccountChange, ...]:
    """Make a key good for nothing (吊销密钥).

    Raises:
        Refused: `workflow.step`, `separation.role`, `act.reason_missing`; `account.no_key` when
            the account has no such key that is not revoked.
    """
    ACCOUNT_WORKFLOW.check("revoke_key", account.state, deed)
    if not any(one.id == key and one.revoked_on is None for one in account.keys):
        raise Refused("account.no_key", key=key, login=account.login)
    return (KeyRevoked(act=deed.act, key=key),)


def usable_on(key: AccountKey, on: dt.date) -> bool:
    """Say whether a key is good on that day (密钥有效)."""
    return key.revoked_on is None and on <= key.until
