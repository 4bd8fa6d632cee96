"""Accounts (账号): who may be recognised by the system, granted by two persons.

A grant is proposed by the system administrator and confirmed by the security administrator; the
auditor reads both and does neither. An account may bring a post of one of the three officers:
then the post is taken with its confirmation and not otherwise, and it ends as it began, by two:
one administrator proposes it, which shuts the account at once, and somebody else confirms. The
record holds no secret: what proves somebody lies with the identity source, never in a row or in
the journal.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun
from supervision.domain.posts import Role
from supervision.domain.records import ChangeType, Column, ColumnType, RecordKind
from supervision.domain.values import OfficerId, UnitId
from supervision.ids import derived_id

__all__ = [
    "ACCOUNT",
    "Account",
    "AccountChange",
    "AccountConfirmed",
    "AccountDisabled",
    "AccountEndProposed",
    "AccountEnded",
    "AccountFounded",
    "AccountKey",
    "AccountLocked",
    "AccountProposed",
    "AccountSort",
    "AccountState",
    "AccountUnlocked",
    "CredentialReset",
    "KeyIssued",
    "KeyRevoked",
    "account_id",
    "evolve_account",
]


def account_id(unit: UnitId, login: str) -> str:
    """Return the id of the account the unit knows under this name."""
    return derived_id("acc", unit, login)


class AccountSort(enum.Enum):
    """What an account stands for (账号类别)."""

    OFFICER = "officer"
    """人员账号: one officer, who proves himself."""
    SERVICE = "service"
    """服务账号: a program, for which one officer answers."""


class AccountState(enum.Enum):
    """Where an account stands (账号状态)."""

    PROPOSED = "proposed"
    """待确认: proposed by one person; nobody can use it."""
    CONFIRMED = "confirmed"
    """已启用"""
    LOCKED = "locked"
    """已锁定: cannot be used until it is unlocked."""
    LEAVING = "leaving"
    """待免职: cannot be used; one person has proposed that the post it brought ends."""
    DISABLED = "disabled"
    """已停用: for good; also what was proposed and not confirmed."""


@attrs.frozen(kw_only=True)
class AccountKey:
    """A key of a service account (服务密钥), without its secret.

    Attributes:
        id: names it in lists and logs.
        scope: kinds (`finding`) and acts (`finding.opened`) it is good for.
        until: its last day.
        issued_on: day it was issued.
        revoked_on: day it was revoked.
    """

    id: str
    scope: tuple[str, ...]
    until: dt.date
    issued_on: dt.date
    revoked_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Account:
    """An account (账号).

    Attributes:
        id, unit: derived id; the unit that keeps the record.
        login: the name it is known by.
        sort: officer or service.
        officer: the officer; for a service the one who answers for it.
        grants: post of one of the three officers taken with it.
        scope: what keys of a service may be good for at most.
        state: where it stands.
        proposed_by, proposed_on: who proposed it, on which day.
        confirmed_by, confirmed_on: who confirmed it.
        founded: set up with the office, when there was nobody to confirm (初次任命).
        ending_by: who proposed that the post it brought ends, while that waits.
        keys: keys of a service, oldest first.

    Example:
        >>> import datetime as dt
        >>> account = Account(id="acc_1", unit=UnitId("u"), login="mw001", sort=AccountSort.OFFICER,
        ...                   officer=OfficerId("off_1"), proposed_by=OfficerId("off_2"),
        ...                   proposed_on=dt.date(2026, 1, 1))
        >>> account.state.value
        'proposed'
    """

    id: str
    unit: UnitId
    login: str
    sort: AccountSort
    officer: OfficerId
    grants: Role | None = None
    scope: tuple[str, ...] = ()
    state: AccountState = AccountState.PROPOSED
    proposed_by: OfficerId
    proposed_on: dt.date
    confirmed_by: OfficerId | None = None
    confirmed_on: dt.date | None = None
    founded: bool = False
    ending_by: OfficerId | None = None
    keys: tuple[AccountKey, ...] = ()

    @property
    def granted(self) -> bool:
        """Whether two persons, or the founding, have ever granted it."""
        return self.founded or self.confirmed_on is not None


@attrs.frozen(kw_only=True)
class AccountProposed:
    """The account is proposed (提出账号)."""

    act: Act
    id: str
    unit: UnitId
    login: str
    sort: AccountSort
    officer: OfficerId
    grants: Role | None = None
    scope: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class AccountFounded:
    """The account of one of the first three officers, set up with the office (初次任命)."""

    act: Act
    id: str
    unit: UnitId
    login: str
    officer: OfficerId
    grants: Role


@attrs.frozen(kw_only=True)
class AccountConfirmed:
    """A second person has confirmed it (确认启用)."""

    act: Act


@attrs.frozen(kw_only=True)
class AccountLocked:
    """It cannot be used for now (锁定)."""

    act: Act


@attrs.frozen(kw_only=True)
class AccountUnlocked:
    """It can be used again (解锁); failed attempts are forgotten, and so is a proposal to end it."""

    act: Act


@attrs.frozen(kw_only=True)
class AccountDisabled:
    """It is not to be used any more (停用), or was not confirmed (不予确认)."""

    act: Act


@attrs.frozen(kw_only=True)
class AccountEndProposed:
    """The post it brought is to end (提请免职); until that is decided nobody can use it."""

    act: Act


@attrs.frozen(kw_only=True)
class AccountEnded:
    """A second person has confirmed it (确认免职): the post ends today, the account for good."""

    act: Act


@attrs.frozen(kw_only=True)
class CredentialReset:
    """A new one-time password was given out (重置口令). The password is nowhere recorded.

    An account in use is locked by it, so that nobody enters alone as somebody else.
    """

    act: Act


@attrs.frozen(kw_only=True)
class KeyIssued:
    """A key was given out (签发密钥). Fields as in `AccountKey`."""

    act: Act
    key: str
    scope: tuple[str, ...]
    until: dt.date


@attrs.frozen(kw_only=True)
class KeyRevoked:
    """A key is good for nothing any more (吊销密钥)."""

    act: Act
    key: str


AccountChange: TypeAlias = (
    AccountProposed
    | AccountFounded
    | AccountConfirmed
    | AccountLocked
    | AccountUnlocked
    | AccountDisabled
    | AccountEndProposed
    | AccountEnded
    | CredentialReset
    | KeyIssued
    | KeyRevoked
)


def evolve_account(account: Account | None, change: AccountChange) -> Account:
    """Build the account after `change`."""
    if isinstance(change, AccountProposed):
        return _proposed(change)
    if isinstance(change, AccountFounded):
        return _founded(change)
    account = begun(account, change)
    match change:
        case AccountConfirmed(act=act):
            return attrs.evolve(
                account,
                state=AccountState.CONFIRMED,
                confirmed_by=act.by,
                confirmed_on=act.on,
            )
        case AccountLocked():
            return attrs.evolve(account, state=AccountState.LOCKED)
        case AccountUnlocked():
            return attrs.evolve(account, state=AccountState.CONFIRMED, ending_by=None)
        case AccountEndProposed(act=act):
            return attrs.evolve(account, state=AccountState.LEAVING, ending_by=act.by)
        case AccountDisabled() | AccountEnded():
            return attrs.evolve(account, state=AccountState.DISABLED)
        case KeyIssued(act=act, key=key, scope=scope, until=until):
            issued = AccountKey(id=key, scope=scope, until=until, issued_on=act.on)
            return attrs.evolve(account, keys=(*account.keys, issued))
        case KeyRevoked(act=act, key=key):
            return attrs.evolve(account, keys=_revoked(account.keys, key, act.on))
        case _:  # CredentialReset
            return attrs.evolve(account, state=_after_reset(account.state))


def _proposed(change: AccountProposed) -> Account:
    return Account(
        id=change.id,
        unit=change.unit,
        login=change.login,
        sort=change.sort,
        officer=change.officer,
        grants=change.grants,
        scope=change.scope,
        proposed_by=change.act.by,
        proposed_on=change.act.on,
    )


def _founded(change: AccountFounded) -> Account:
    return Account(
        id=change.id,
        unit=change.unit,
        login=change.login,
        sort=AccountSort.OFFICER,
        officer=change.officer,
        grants=change.grants,
        state=AccountState.CONFIRMED,
        proposed_by=change.act.by,
        proposed_on=change.act.on,
        founded=True,
    )


def _after_reset(state: AccountState) -> AccountState:
    """Whoever gave the password out knows it: a second person opens the account again."""
    return AccountState.LOCKED if state is AccountState.CONFIRMED else state


def _revoked(keys: tuple[AccountKey, ...], id: str, on: dt.date) -> tuple[AccountKey, ...]:
    return tuple(attrs.evolve(key, revoked_on=on) if key.id == id else key for key in keys)


ACCOUNT: RecordKind[Account] = RecordKind(
    name="account",
    prefix="acc",
    cls=Account,
    changes=(
        ChangeType("account.proposed", AccountProposed),
        ChangeType("account.founded", AccountFounded),
        ChangeType("account.confirmed", AccountConfirmed),
        ChangeType("account.locked", AccountLocked),
        ChangeType("account.unlocked", AccountUnlocked),
        ChangeType("account.disabled", AccountDisabled),
        ChangeType("account.end_proposed", AccountEndProposed),
        ChangeType("account.ended", AccountEnded),
        ChangeType("account.credential_reset", CredentialReset),
        ChangeType("account.key_issued", KeyIssued),
        ChangeType("account.key_revoked", KeyRevoked),
    ),
    evolve=evolve_account,
    indexed=(
        Column("login"),
        Column("sort"),
        Column("officer"),
        Column("grants"),
        Column("state"),
        Column("proposed_on", ColumnType.DATE),
    ),
    indexes=(("login",), ("officer",)),
)
