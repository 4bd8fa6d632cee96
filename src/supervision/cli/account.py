"""`supervision account` (账号): propose, confirm, lock, unlock, disable; list, show, log."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import attrs

from supervision.builtin.csv_exporter import safe_cell
from supervision.builtin.whole_files import write_whole
from supervision.cli.acts import Particulars, act
from supervision.cli.change_words import TAGS
from supervision.cli.grammar import argument, command, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import id_of, officer_of
from supervision.cli.naming import Naming
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, OUTPUT, WHOLE, Choice
from supervision.cli.words import choice_of
from supervision.domain.account_steps import ProposeAccount
from supervision.domain.accounts import ACCOUNT, Account, AccountSort, AccountState, account_id
from supervision.domain.post_separation import THREE_OFFICERS
from supervision.domain.posts import Role
from supervision.domain.values import instant_text
from supervision.office import accounts
from supervision.office.accounts import AdministrationEntry
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import And, Eq, Order, Predicate

__all__ = ["AccountList", "AdministrationLog", "account", "account_of", "which"]

account = group(
    "account",
    "账号：提出、确认、锁定、停用、口令与密钥、日志",
    "Accounts: propose, confirm, lock, log",
)

_COLUMNS = (
    Column("登录名", "login", keep=True),
    Column("状态", "state", keep=True),
    Column("类别", "sort", keep=True),
    Column("人员", "officer"),
    Column("三员职务", "brings"),
    Column("范围", "scope"),
)
_LOG = (
    Column("时间", "at", keep=True),
    Column("操作", "act", keep=True),
    Column("登录名", "login", keep=True),
    Column("人员", "officer"),
    Column("办理人", "by"),
    Column("理由", "reason"),
)
_WRITTEN = Text("已写入 {path}：{count} 条。", "{count} lines written to {path}.")
_REASON = option("--reason", default="", zh="理由，写入日志，一行", en="reason, one line")


def which(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the account it is about."""
    return argument(
        "which", "登录名或编号", "login or id", label=Text("账号", "ACCOUNT"), required=True
    )(function)


def account_of(view: ReadView, text: str) -> str:
    """Return the id of the account meant: by login, else by id.

    Raises:
        NotFound: as for every record that is looked up.
    """
    id = account_id(view.actor.unit, text)
    return id if view.find(ACCOUNT, id) is not None else id_of(view, ACCOUNT, text)


@attrs.frozen(kw_only=True)
class AccountList:
    """Accounts that match (账号清单).

    Attributes:
        accounts: the accounts by login; at most `--limit`.
        count: how many match in all.
    """

    accounts: tuple[Account, ...]
    count: int


@attrs.frozen(kw_only=True)
class AdministrationLog:
    """Acts of administration (管理日志).

    Attributes:
        entries: the acts, oldest first.
    """

    entries: tuple[AdministrationEntry, ...]


@option("--state", kind=choice_of(AccountState), zh="只列此状态", en="only in this state")
@option("--sort", kind=choice_of(AccountSort), zh="只列此类别", en="only of this sort")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出账号", "List accounts", result=AccountList, within=account)
def list_(session: Session, state: str | None, sort: str | None, limit: int) -> None:
    """List accounts."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = []
        if state:
            parts.append(Eq("state", state))
        if sort:
            parts.append(Eq("sort", sort))
        records, count = limited(view, ACCOUNT, And(tuple(parts)), (Order("login"),), limit)

        def shown(listed: AccountList) -> None:
            rows = [
                (
                    one.login,
                    naming.value(one.state),
                    naming.value(one.sort),
                    naming.of(one.officer),
                    naming.value(one.grants) if one.grants else "",
                    " ".join(one.scope),
                )
                for one in listed.accounts
            ]
            session.screen.table(_COLUMNS, rows)
            shown_rest(session.screen, len(listed.accounts), listed.count)

        session.tell(AccountList(accounts=records, count=count), shown)


@which
@command("show", "显示一个账号", "Show an account", result=Account, within=account)
def show(session: Session, which: str) -> None:
    """Show an account."""
    with session.reading() as view:
        record = view.get(ACCOUNT, account_of(view, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, ACCOUNT, naming))


@_REASON
@option(
    "--scope",
    multiple=True,
    zh="服务账号的范围：记录种类（finding）或操作（finding.opened），可多次",
    en="scope of a service: kind (finding) or act (finding.opened); repeatable",
)
@option(
    "--grants",
    kind=Choice(tuple(role.value for role in THREE_OFFICERS)),
    zh="同时任命的三员职务，确认之日起任",
    en="post of one of the three officers, taken on the day of confirming",
)
@option(
    "--sort",
    kind=choice_of(AccountSort),
    default="officer",
    zh="人员账号或服务账号",
    en="of an officer or a service",
)
@option(
    "--officer",
    required=True,
    zh="人员；服务账号写负责人",
    en="the officer; of a service whoever answers for it",
)
@argument("login", "登录名", "login name", label=Text("登录名", "LOGIN"), required=True)
@command("add", "提出账号（系统管理员）", "Propose an account", result=Acted, within=account)
def add(
    session: Session,
    login: str,
    officer: str,
    sort: str,
    grants: str | None,
    scope: tuple[str, ...],
    reason: str,
) -> None:
    """Propose an account."""
    with act(session, ACCOUNT, Particulars()) as doing:
        proposed = ProposeAccount(
            login=login,
            officer=officer_of(doing.directory, officer),
            sort=AccountSort(sort),
            grants=Role(grants) if grants else None,
            scope=scope,
        )
        doing.done(accounts.propose_account(doing.work, proposed, reason=reason))


def _done(session: Session, which: str, step: Callable[[Work, str], object]) -> None:
    """Take one step on an account and tell it."""
    with act(session, ACCOUNT, Particulars()) as doing:
        doing.done(account_of(doing.work.view, which))
        step(doing.work, doing.id)


@_REASON
@which
@command(
    "confirm",
    "确认他人提出的账号（安全保密管理员）",
    "Confirm an account somebody else has proposed",
    result=Acted,
    within=account,
)
def confirm(session: Session, which: str, reason: str) -> None:
    """Confirm an account."""
    _done(session, which, partial(accounts.confirm_account, reason=reason))


@_REASON
@which
@command("lock", "锁定账号", "Lock an account", result=Acted, within=account)
def lock(session: Session, which: str, reason: str) -> None:
    """Lock an account."""
    _done(session, which, partial(accounts.change_account, step="lock", reason=reason))


@_REASON
@which
@command(
    "end",
    "提请免去三员职务，账号随即不能使用（系统管理员、安全保密管理员）",
    "Propose that a post of the three officers ends; the account is shut at once",
    result=Acted,
    within=account,
)
def end(session: Session, which: str, reason: str) -> None:
    """Propose that a post ends."""
    _done(session, which, partial(accounts.propose_end, reason=reason))


@_REASON
@which
@command(
    "confirm-end",
    "确认他人提请的免职（另一名管理员或检察长）；account unlock 即不予免职",
    "Confirm that a post ends, as somebody else proposed; account unlock declines it",
    result=Acted,
    within=account,
)
def confirm_end(session: Session, which: str, reason: str) -> None:
    """Confirm that a post ends."""
    _done(session, which, partial(accounts.end_account, reason=reason))


@_REASON
@which
@command(
    "disable",
    "停用账号；对待确认的即不予确认",
    "Disable an account, or decline to confirm it",
    result=Acted,
    within=account,
)
def disable(session: Session, which: str, reason: str) -> None:
    """Disable an account."""
    _done(session, which, partial(accounts.change_account, step="disable", reason=reason))


@option("--csv", "path", kind=OUTPUT, zh="写成 CSV 文件，供审计留存", en="write a CSV file")
@option("--until", kind=DAY, zh="止于此日", en="last day")
@option("--from", "since", kind=DAY, zh="起于此日", en="first day")
@command(
    "log",
    "管理日志：账号的全部操作",
    "Log of administration: every act on accounts",
    result=AdministrationLog,
    within=account,
)
def log(session: Session, since: dt.date | None, until: dt.date | None, path: Path | None) -> None:
    """Show or export the log of administration."""
    with session.reading() as view:
        naming = Naming(view, session)
        entries = accounts.administration_log(view, since=since, until=until)
        rows = [
            (
                instant_text(one.at),
                TAGS[one.tag].of(session.lang),
                one.login,
                naming.of(one.officer),
                naming.of(one.by),
                one.reason,
            )
            for one in entries
        ]
    if path is not None:
        write_whole(path, _csv(rows, session.lang))

    def shown(_: AdministrationLog) -> None:
        if path is not None:
            session.screen.say(_WRITTEN, path=path, count=len(rows))
        else:
            session.screen.table(_LOG, rows)

    session.tell(AdministrationLog(entries=entries), shown)


def _csv(rows: Sequence[tuple[str, ...]], lang: str) -> bytes:
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow([column.head.of(lang) for column in _LOG])
    lines.writerows([safe_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
