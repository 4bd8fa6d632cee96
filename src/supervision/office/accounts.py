"""Accounts at work (账号管理): one function per act, and the log of administration.

None takes an author, a day or a paper: administrators act in person and today. None commits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from supervision.codec import read_back
from supervision.domain.account_steps import (
    ProposeAccount,
    check_founding,
    decide_account_step,
    decide_confirm_account,
    decide_end_account,
    decide_found_account,
    decide_issue_key,
    decide_propose_account,
    decide_propose_end,
    decide_revoke_key,
)
from supervision.domain.accounts import ACCOUNT, Account, account_id
from supervision.domain.officers import OFFICER, decide_leave_post, decide_take_post
from supervision.domain.posts import Post, Role
from supervision.domain.values import Instant, OfficerId
from supervision.office.history import Happening, history
from supervision.office.views import ReadView
from supervision.office.work import Work

__all__ = [
    "AdministrationEntry",
    "FirstOfficer",
    "administration_log",
    "change_account",
    "confirm_account",
    "end_account",
    "found_three_officers",
    "issue_key",
    "propose_account",
    "propose_end",
    "revoke_key",
]


def propose_account(work: Work, command: ProposeAccount, *, reason: str = "") -> str:
    """Propose an account (提出账号); return its id. Nobody can use it before it is confirmed.

    Raises:
        NotFound: `record.not_found` for an officer who is not registered.
        Refused: what `decide_propose_account` refuses.
    """
    id = account_id(work.unit, command.login)
    changes = decide_propose_account(
        work.peek(ACCOUNT, id),
        command,
        work.load(OFFICER, command.officer),
        unit=work.unit,
        deed=work.deed(reason=reason),
    )
    work.stage(ACCOUNT, id, changes, reason)
    return id


def confirm_account(work: Work, id: str, *, reason: str = "") -> Account:
    """Confirm an account (确认启用). The post it brings is taken today, in the same work.

    Raises:
        NotFound: `record.not_found`.
        Refused: what `decide_confirm_account` refuses, and `officer.three_officers` when the
            officer has a post that does not go with the one the account brings.
    """
    account = work.load(ACCOUNT, id)
    changes = decide_confirm_account(account, deed=work.deed(reason=reason))
    confirmed = work.stage(ACCOUNT, id, changes, reason)
    if account.grants is not None:
        _appoint(work, account.officer, account.grants, reason)
    return confirmed


def _appoint(work: Work, id: OfficerId, role: Role, reason: str) -> None:
    officer = work.load(OFFICER, id)
    changes = decide_take_post(
        officer,
        Post(role=role, unit=work.unit, from_=work.today),
        act=work.act(),
        separated=work.office.rules.separated,
        confirmed=True,
    )
    work.stage(OFFICER, id, changes, reason)


def propose_end(work: Work, id: str, *, reason: str) -> Account:
    """Propose that the post an account has brought ends (提请免职); it is shut at once.

    Raises:
        NotFound: `record.not_found`.
        Refused: what `decide_propose_end` refuses.
    """
    account = work.load(ACCOUNT, id)
    changes = decide_propose_end(account, deed=work.deed(reason=reason))
    return work.stage(ACCOUNT, id, changes, reason)


def end_account(work: Work, id: str, *, reason: str = "") -> Account:
    """Confirm that the post ends (确认免职): today is its last day, in the same work.

    Raises:
        NotFound: `record.not_found`.
        Refused: what `decide_end_account` refuses.
    """
    account = work.load(ACCOUNT, id)
    changes = decide_end_account(account, deed=work.deed(reason=reason))
    ended = work.stage(ACCOUNT, id, changes, reason)
    if account.grants is not None:
        officer = work.load(OFFICER, account.officer)
        left = decide_leave_post(officer, account.grants, act=work.act(), confirmed=True)
        work.stage(OFFICER, officer.id, left, reason)
    return ended


def change_account(work: Work, id: str, step: str, *, reason: str) -> Account:
    """Lock, unlock, disable an account or reset its password (锁定、解锁、停用、重置口令).

    Args:
        work: the unit of work.
        id: the account.
        step: `lock`, `unlock`, `disable` or `reset`.
        reason: one line, compulsory.

    Raises:
        NotFound: `record.not_found`.
        Refused: what `decide_account_step` refuses.
    """
    account = work.load(ACCOUNT, id)
    changes = decide_account_step(account, step, deed=work.deed(reason=reason))
    return work.stage(ACCOUNT, id, changes, reason)


def issue_key(
    work: Work, id: str, key: str, scope: tuple[str, ...], until: dt.date, *, reason: str
) -> Account:
    """Enter that a key of a service account is given out (签发密钥); its secret is not kept here.

    Raises:
        NotFound: `record.not_found`.
        Refused: what `decide_issue_key` refuses.
    """
    account = work.load(ACCOUNT, id)
    changes = decide_issue_key(account, key, scope, until, deed=work.deed(reason=reason))
    return work.stage(ACCOUNT, id, changes, reason)


def revoke_key(work: Work, id: str, key: str, *, reason: str) -> Account:
    """Make a key of a service account good for nothing (吊销密钥).

    Raises:
        NotFound: `record.not_found`.
        Refused: what `decide_revoke_key` refuses.
    """
    account = work.load(ACCOUNT, id)
    changes = decide_revoke_key(account, key, deed=work.deed(reason=reason))
    return work.stage(ACCOUNT, id, changes, reason)


# ---------------------------------------------------------------------------- the first three


@attrs.frozen(kw_only=True)
class FirstOfficer:
    """One of the first three officers (首任三员之一): the officer and the login name."""

    officer: OfficerId
    login: str


def found_three_officers(
    work: Work, three: Mapping[Role, FirstOfficer], *, reason: str = ""
) -> tuple[str, ...]:
    """Appoint the first three officers together, once (初次任命三员); return their accounts.

    There is nobody yet who could propose and confirm: this one act stands in its place, and the
    accounts say so for ever (`founded`). Whoever comes later needs two of these three persons.

    Raises:
        NotFound: `record.not_found` for an officer who is not registered.
        Refused: `account.founded` when there have been such officers before,
            `account.three_different`, `officer.three_officers`, `account.login`,
            `account.exists`.
    """
    # Asked of all there are: a policy that shows none of them must not let it happen twice.
    rows = work.proof.rows(ACCOUNT)
    every = (*(read_back(Account, row.body) for row in rows), *work.staged(ACCOUNT))
    held = tuple(one for one in every if one.grants is not None)
    check_founding(held, {role: one.officer for role, one in three.items()})
    ids = []
    for role, one in three.items():
        id = account_id(work.unit, one.login)
        changes = decide_found_account(
            work.peek(ACCOUNT, id), one.officer, one.login, role, unit=work.unit, act=work.act()
        )
        work.stage(ACCOUNT, id, changes, reason)
        _appoint(work, one.officer, role, reason)
        ids.append(id)
    return tuple(ids)


# ---------------------------------------------------------------------------- the log


@attrs.frozen(kw_only=True)
class AdministrationEntry:
    """One act of administration (管理操作).

    Attributes:
        at: when it was entered.
        tag: what was done, such as `account.confirmed`.
        login: the account.
        account: its id.
        officer: the officer it is for.
        by: who did it.
        reason: one line; may be empty.
    """

    at: Instant
    tag: str
    login: str
    account: str
    officer: OfficerId
    by: str
    reason: str


def administration_log(
    view: ReadView, *, since: dt.date | None = None, until: dt.date | None = None
) -> tuple[AdministrationEntry, ...]:
    """Return the acts on the accounts the reader may see, oldest first (管理日志).

    It is read from the journal, so nobody can have taken a line out of it unnoticed.

    Args:
        view: what the reader may see.
        since: first day of the acts.
        until: last day.
    """
    found: list[tuple[int, AdministrationEntry]] = []
    for account in view.each(ACCOUNT):
        acts = history(view, ACCOUNT, account.id)
        found += [(one.seq, _entry(account, one)) for one in acts if _between(one, since, until)]
    return tuple(entry for _, entry in sorted(found, key=lambda pair: pair[0]))


def _between(one: Happening, since: dt.date | None, until: dt.date | None) -> bool:
    return one.on is None or (
        (since is None or since <= one.on) and (until is None or one.on <= until)
    )


def _entry(account: Account, one: Happening) -> AdministrationEntry:
    return AdministrationEntry(
        at=one.at,
        tag=one.tag,
        login=account.login,
        account=account.id,
        officer=account.officer,
        by=one.actor,
        reason=one.reason,
    )
