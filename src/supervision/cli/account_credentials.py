"""`supervision account` (账号): passwords and keys, given out by the identity source.

A secret is read from the terminal or from standard input, never from the words of the command
line, which other users of the machine can read; what is given out is shown once.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.cli.account import account, account_of, which
from supervision.cli.grammar import argument, command, option
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import DAY
from supervision.domain.accounts import ACCOUNT, Account, AccountSort
from supervision.errors import UsageError
from supervision.ids import RandomIds
from supervision.office import accounts
from supervision.office.access_log import logged
from supervision.office.office import Office
from supervision.ports.access import Credentials

__all__ = ["GivenOut", "account", "credentials_of"]

_ONCE = Text(
    "{login} 的一次性口令：{secret}\n请当面交给本人；首次使用前须用 account password 改掉。",
    "One-time password of {login}: {secret}\n"
    "Hand it over in person; it has to be changed with account password before it is used.",
)
_KEY = Text(
    "{login} 的密钥 {key}：{secret}\n只显示这一次。程序从环境变量 SUPERVISION_KEY 读取。",
    "Key {key} of {login}: {secret}\n"
    "It is shown only now. The program reads it from the environment, SUPERVISION_KEY.",
)
_CHANGED = Text("{login} 的口令已更改。", "The password of {login} is changed.")
_UNLOCKED = Text("{login} 已解锁，失败次数已清零。", "{login} is unlocked; failures are forgotten.")
_REVOKED = Text("密钥 {key} 已吊销。", "The key {key} is revoked.")
_OLD = Text("{login} 的原口令：", "Present password of {login}: ")
_NEW = Text("{login} 的新口令：", "New password of {login}: ")
_REASON = option("--reason", default="", zh="理由，写入日志，一行", en="reason, one line")
_KEY_ID = argument("key", "密钥编号", "the key's id", label=Text("密钥", "KEY"), required=True)


@attrs.frozen(kw_only=True)
class GivenOut:
    """What was done about a password or key (口令与密钥).

    Attributes:
        login: the account.
        key: id of the key; empty for a password.
        secret: what was given out, to be kept by whoever asked; empty when nothing was.
    """

    login: str
    key: str = ""
    secret: str = attrs.field(default="", repr=False)


def credentials_of(office: Office) -> Credentials:
    """Return what gives out passwords and keys.

    Raises:
        UsageError: `account.no_credentials`.
    """
    if office.parts.credentials is None:
        raise UsageError("account.no_credentials")
    return office.parts.credentials


@_REASON
@which
@command(
    "reset",
    "发放一次性口令（系统管理员），原口令作废",
    "Give out a one-time password; the old one is void",
    result=GivenOut,
    within=account,
)
def reset(session: Session, which: str, reason: str) -> None:
    """Give out a one-time password."""
    credentials = credentials_of(session.office)
    with session.working() as work:
        id = account_of(work.view, which)
        done = accounts.change_account(work, id, "reset", reason=reason)
        work.commit()
    secret = credentials.give_password(done.login, done.officer)
    result = GivenOut(login=done.login, secret=secret)
    session.tell(result, lambda one: session.screen.say(_ONCE, login=one.login, secret=one.secret))


@argument("login", "登录名", "login name", label=Text("登录名", "LOGIN"), required=True)
@command("password", "更改自己的口令", "Change one's password", result=GivenOut, within=account)
def password(session: Session, login: str) -> None:
    """Change one's own password: the old one, then the new one."""
    credentials = credentials_of(session.office)
    old = session.password(login, _OLD)
    new = session.password(login, _NEW)
    with logged(login):
        credentials.change_password(login, old, new)
    session.tell(GivenOut(login=login), lambda one: session.screen.say(_CHANGED, login=one.login))


@_REASON
@which
@command(
    "unlock",
    "解锁账号（安全保密管理员），清除失败次数",
    "Unlock an account and forget failed attempts",
    result=GivenOut,
    within=account,
)
def unlock(session: Session, which: str, reason: str) -> None:
    """Unlock an account."""
    with session.working() as work:
        id = account_of(work.view, which)
        done = accounts.change_account(work, id, "unlock", reason=reason)
        work.commit()
    credentials = session.office.parts.credentials
    if credentials is not None and done.sort is AccountSort.OFFICER:
        credentials.forgive(done.login)
    session.tell(
        GivenOut(login=done.login), lambda one: session.screen.say(_UNLOCKED, login=one.login)
    )


@_REASON
@option("--until", kind=DAY, required=True, zh="末日", en="its last day")
@option(
    "--scope",
    multiple=True,
    zh="范围：记录种类或操作，可多次；不写则为账号的全部范围",
    en="kind or act it is good for; repeatable; by default all of the account's",
)
@which
@command(
    "key",
    "为服务账号签发密钥（系统管理员）",
    "Issue a key of a service account",
    result=GivenOut,
    within=account,
)
def key(session: Session, which: str, scope: tuple[str, ...], until: dt.date, reason: str) -> None:
    """Issue a key."""
    credentials = credentials_of(session.office)
    with session.working() as work:
        id = account_of(work.view, which)
        asked = scope or work.load(ACCOUNT, id).scope
        name = RandomIds().new("key", work.now)
        done = accounts.issue_key(work, id, name, asked, until, reason=reason)
        work.commit()
    secret = credentials.give_key(done.login, done.officer, name, asked, until)
    result = GivenOut(login=done.login, key=name, secret=secret)
    session.tell(
        result,
        lambda one: session.screen.say(_KEY, login=one.login, key=one.key, secret=one.secret),
    )


@_REASON
@_KEY_ID
@which
@command("revoke", "吊销密钥", "Revoke a key", result=GivenOut, within=account)
def revoke(session: Session, which: str, key: str, reason: str) -> None:
    """Revoke a key."""
    with session.working() as work:
        id = account_of(work.view, which)
        named = _key(work.load(ACCOUNT, id), key)
        done = accounts.revoke_key(work, id, named, reason=reason)
        work.commit()
    credentials = session.office.parts.credentials
    if credentials is not None:
        credentials.take_key(named)
    result = GivenOut(login=done.login, key=named)
    session.tell(result, lambda one: session.screen.say(_REVOKED, key=one.key))


def _key(record: Account, text: str) -> str:
    """Return the key whose id ends as written; what is written when it is not clear."""
    found = [one.id for one in record.keys if one.id.endswith(text.upper().lstrip("…"))]
    return found[0] if len(found) == 1 else text
