"""Who may see and do what (权限接口), and who is acting (身份接口).

Confidentiality is in the query: every read of the office is ANDed with what a `Policy` says is
visible, and a policy is fail-closed: what it does not grant is not there. Policies and identity
sources are asked before anything is written; an error of theirs stops the act.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Generic, Protocol, TypeAlias, TypeVar, runtime_checkable

import attrs

from supervision.domain.marks import Mark
from supervision.domain.policies import PolicyBook
from supervision.domain.records import Record
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.ports.query import Predicate

__all__ = [
    "AccessPolicy",
    "Actor",
    "Claim",
    "Credentials",
    "Explaining",
    "Explanation",
    "Held",
    "Identified",
    "Identifier",
    "IdentitySource",
    "Permission",
    "Policy",
]

S = TypeVar("S")
_Ids: TypeAlias = tuple[str, ...] | Callable[[], tuple[str, ...]]
_Departments: TypeAlias = tuple[DepartmentId, ...] | Callable[[], tuple[DepartmentId, ...]]


@attrs.frozen(kw_only=True)
class Held:
    """One post an actor holds on the day of the act (在任职务).

    Attributes:
        role: its role, such as `head`.
        unit: the unit (院) it is held in, perhaps another than the one worked in.
        path: that unit's path, for `Under`; empty where the unit is not known.
        overseen: whether its department is overseen (分管) and not served in.
        departments: its department, with what was merged into it; looked up when first asked for.
    """

    role: str
    unit: UnitId
    path: str
    overseen: bool = False
    _departments: _Departments = attrs.field(default=(), alias="departments")

    @property
    def departments(self) -> tuple[DepartmentId, ...]:
        """The department of the post, with its lineage."""
        return self._departments() if callable(self._departments) else self._departments


@attrs.frozen(kw_only=True)
class Actor:
    """Who acts or reads (行为人), as the office knows the officer on the day of the act.

    Attributes:
        id: the officer's id; for an unknown one what was claimed.
        unit: the unit (院) worked in.
        path: that unit's path such as `/fj/fz/mw`, for `Under`.
        departments: departments of the posts held on that day, with what was merged into them;
            looked up when first asked for, so ask while the view or work is open.
        posts: roles of those posts, such as `head`; `founder` for whoever enters the first
            records of a unit that has none.
        known: whether the office has this officer in service. The unknown see nothing.
        held: those posts one by one, for a policy that tells serving from overseeing and one
            unit from another.
        file: the closed file (密卷) read or worked in by a grant; `None` in the open.
        mark: how secret that file is; `None` before it is opened.
        stands_for: the department of supervision, its head and the chief of the unit worked in,
            where the officer stands in for the office (替代核验); else nothing. Looked up when
            first asked for.
    """

    id: OfficerId
    unit: UnitId
    path: str
    _departments: _Departments = attrs.field(default=(), alias="departments")
    posts: tuple[str, ...] = ()
    known: bool = True
    held: tuple[Held, ...] = ()
    file: str | None = None
    mark: Mark | None = None
    _stands_for: _Ids = attrs.field(default=(), alias="stands_for")

    @property
    def stands_for(self) -> tuple[str, ...]:
        """Who the office is, where the officer judges in its place."""
        return self._stands_for() if callable(self._stands_for) else self._stands_for

    @property
    def capacities(self) -> tuple[Held, ...]:
        """The posts one by one; of an actor told by roles alone, each in the unit worked in."""
        return self.held or tuple(
            Held(role=role, unit=self.unit, path=self.path, departments=self._departments)
            for role in self.posts
        )

    @property
    def departments(self) -> tuple[DepartmentId, ...]:
        """Departments of the posts held on that day."""
        return self._departments() if callable(self._departments) else self._departments


@attrs.frozen(kw_only=True)
class Permission:
    """A policy's answer (许可), with its reason in both languages when it refuses.

    Attributes:
        granted: whether the act is allowed.
        code: stable code of the refusal, such as `access.unknown`.
        zh, en: the reason as one sentence; the policy is data-driven, so its text is data too.
        line: code of the deciding line, of a policy that is made of lines.
        with_owner: granted only along with a change, in the same unit of work, of the record
            that this one belongs to: a clock stops because its measure is answered.
    """

    granted: bool
    code: str = ""
    zh: str = ""
    en: str = ""
    line: str = ""
    with_owner: bool = False


@attrs.frozen(kw_only=True)
class Explanation:
    """Why an act is allowed or refused (权限说明).

    Attributes:
        act: the act asked about.
        permission: the answer, as `permits` gives it.
        effect: `grant` or `deny` of the deciding line; empty when no line decides.
        scope: how far that line reaches.
        file, number: where it stands: file, and line of the file from 1.
        basis: code of its basis.
        zh, en: its reason.
    """

    act: str
    permission: Permission
    effect: str = ""
    scope: str = ""
    file: str = ""
    number: int = 0
    basis: str = ""
    zh: str = ""
    en: str = ""


class Policy(Protocol):
    """Decides visibility and permission (权限规则). Pure and quick; shared by threads.

    It is called once per query and once per act, never per row, and keeps no state that an
    answer depends on. It raises only `supervision.errors.SupervisionError`; any other error
    closes everything.
    """

    def visible(self, actor: Actor, kind: str) -> Predicate:
        """Return which records of `kind` the actor may know of; `Nothing` when in doubt."""
        ...

    def permits(self, actor: Actor, act: str, record: Record | None) -> Permission:
        """Say whether the actor may do `act`.

        Args:
            actor: who wants to act.
            act: `<kind>.<verb>`, such as `finding.claim`.
            record: the record before the act; of an act that opens one, the record as it is
                opened; `None` when it is only asked whether he may at all.
        """
        ...


@runtime_checkable
class Explaining(Policy, Protocol):
    """A policy that says why, and masks fields (可说明的权限规则). A policy need not be one."""

    def explain(self, actor: Actor, act: str, record: Record | None) -> Explanation:
        """Say which line decides an act; `see` asks whether the record may be known of."""
        ...

    def masked(self, actor: Actor, kind: str) -> frozenset[str]:
        """Return the fields of a kind that the actor reads masked (遮蔽字段)."""
        ...

    def book(self) -> PolicyBook:
        """Return the lines it decides by, local ones included (条款)."""
        ...


@attrs.frozen(kw_only=True)
class AccessPolicy(Generic[S]):
    """Offers a policy (权限规则) for `[access] policy`, which every office must name.

    Attributes:
        name: name in the TOML.
        zh, en: title.
        settings: attrs class of the other keys of `[access]`.
        open: from settings and the names of the kinds in the open chain to the policy. A kind
            not among them is confidential.
    """

    name: str
    zh: str
    en: str
    settings: type[S]
    open: Callable[[S, frozenset[str]], Policy]


@attrs.frozen(kw_only=True)
class Claim:
    """What is known of somebody who is about to act (身份声明).

    Attributes:
        os_user: the operating system's user name, on a command line.
        token: a credential shown to a server, such as a key of a service; never logged.
        user: the name somebody gives himself: login name, staff number or officer id.
        password: what he proves it with; never logged.
    """

    os_user: str | None = None
    token: str | None = attrs.field(default=None, repr=False)
    user: str | None = None
    password: str | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class Identified:
    """Who was recognised by more than a name (认定结果).

    Attributes:
        officer: id or staff number; for a service the officer who answers for it.
        login: the account used; empty where the source has none.
        key: id of the key used; empty for a password.
        scope: kinds (`finding`) and acts (`finding.opened`) it is good for; `None`: no limit.
    """

    officer: str
    login: str = ""
    key: str = ""
    scope: tuple[str, ...] | None = None


class Identifier(Protocol):
    """Finds the officer behind a claim (身份识别). Shared by threads."""

    def identify(self, claim: Claim) -> str | Identified | None:
        """Return the officer's id or staff number, or what else is known of who was recognised.

        `None` when the claim is not for this source, such as one without what it asks for.

        Raises:
            AccessDenied: the claim is for this source and is not valid.
        """
        ...


class Credentials(Protocol):
    """Gives out what proves an identity (凭据管理). Shared by threads.

    The office has recorded the act before it calls; no secret ever reaches the office's store.
    All raise `Refused` with a code of their own, and `StorageUnavailable`.
    """

    def give_password(self, login: str, officer: str) -> str:
        """Make an account known, or forget its password; return a one-time password.

        Args:
            login: the account.
            officer: id of the officer that `identify` returns for it.
        """
        ...

    def change_password(self, login: str, old: str, new: str) -> None:
        """Change a password; `AccessDenied` when the old one is wrong."""
        ...

    def forgive(self, login: str) -> None:
        """Forget failed attempts, so that a locked-out account can be used at once."""
        ...

    def give_key(
        self, login: str, officer: str, key: str, scope: tuple[str, ...], until: dt.date
    ) -> str:
        """Make a key of a service known; return its secret, which is shown only now.

        Args:
            login: the account.
            officer: id of the officer that `identify` returns for it.
            key: id of the key.
            scope: kinds and acts it is good for.
            until: its last day.
        """
        ...

    def take_key(self, key: str) -> None:
        """Make a key good for nothing. Nothing happens for one that is not known."""
        ...


@attrs.frozen(kw_only=True)
class IdentitySource(Generic[S]):
    """Offers a way to recognise officers (身份来源), switched on by `[access.identities.NAME]`.

    Attributes:
        name: name in the TOML.
        zh, en: title.
        settings: attrs class of that table.
        open: from settings to the identifier.
        proves: whether it asks for proof, such as a password. Then an officer's name alone, as
            with `--as`, is refused.
        credentials: from settings to what gives out passwords and keys, if it does that.
    """

    name: str
    zh: str
    en: str
    settings: type[S]
    open: Callable[[S], Identifier]
    proves: bool = False
    credentials: Callable[[S], Credentials] | None = None
