"""Policies as data (权限规则表): lines that grant or deny, each with its reason in both languages.

A line says which roles may do which acts on which kinds of records, how far. What no line grants
is refused, and a line that denies wins over every line that grants. How wide a circle knows of a
record follows from the work, not from rank (保守国家秘密法 2024: 知悉范围按工作需要限定): so scopes
begin at oneself and end at the units below.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

import attrs

from supervision.domain.marks import Mark, exceeds
from supervision.domain.posts import Role
from supervision.domain.records import RecordKind
from supervision.domain.values import Sealed
from supervision.errors import Problem

__all__ = [
    "ANYONE",
    "FOUNDER",
    "SEE",
    "Effect",
    "LineChange",
    "PlacedLine",
    "PolicyBook",
    "PolicyLine",
    "PolicyMask",
    "PolicyOverlay",
    "Scope",
    "faults_of_lines",
    "maskable_fields",
    "overlaid",
]

SEE = "see"
"""The act of knowing of a record (知悉): its id, its lists, its counts, its history."""
ANYONE = "anyone"
"""Whoever is in service (在册人员)."""
FOUNDER = "founder"
"""Who enters the first records of a unit that has none (建库人)."""
_ROLES = frozenset({ANYONE, FOUNDER, *(role.value for role in Role)})


class Effect(enum.Enum):
    """What a line does (效力)."""

    GRANT = "grant"
    """准许"""
    DENY = "deny"
    """禁止: wins over every grant."""


class Scope(enum.Enum):
    """How far a line reaches from the post it is held by (范围)."""

    SELF = "self"
    """本人: records that name the officer."""
    DEPARTMENT = "department"
    """本部门: records that name the department served in under that role."""
    OVERSEEN = "overseen"
    """分管部门: records that name a department overseen under that role."""
    UNIT = "unit"
    """本院: records of the unit the post is held in."""
    BELOW = "below"
    """下级院: records of the units below that one, and not its own."""
    SUBTREE = "subtree"
    """本院及下级院."""
    ALL = "all"
    """全部: whatever unit it is of."""
    SUBSTITUTE = "substitute"
    """替代督察部门: records that name the department of supervision, its head or the chief, for
    whoever stands in for the office (`[separation] substitute_for_office`, the superior's office)."""
    GRANTED = "granted"
    """密卷授权: what lies in the closed file entered by a grant; in the open nothing."""
    OWNER = "owner"
    """随所属记录: what follows, in the same unit of work, from an act on the record it belongs to;
    for the post of an officer that is the account it comes with."""


@attrs.frozen(kw_only=True)
class PolicyLine:
    """One line of a policy (权限条款).

    Attributes:
        code: its stable code within the policy.
        effect: whether it grants or denies.
        roles: roles of posts, `anyone` or `founder`.
        acts: `see`, or patterns over `<kind>.<what happened>` such as `finding.*`,
            `*.corrected`.
        kinds: kinds of records it is about; empty: all that `acts` can mean.
        but: kinds it is not about.
        scope: how far it reaches.
        mark: the highest mark of closed files it speaks of; of one marked higher it says
            nothing. Without a mark it speaks of all.
        zh, en: the reason, one sentence.
        basis: code of the basis; may be empty where practice alone is the reason.
    """

    code: str
    effect: Effect = Effect.GRANT
    roles: tuple[str, ...]
    acts: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    scope: Scope
    mark: Mark | None = None
    zh: str
    en: str
    basis: str = ""

    def covers(self, act: str, kind: str) -> bool:
        """Say whether it is about an act on a kind; `see` is never meant by a pattern."""
        if kind in self.but or (self.kinds and kind not in self.kinds):
            return False
        if act == SEE:
            return SEE in self.acts
        return any(fnmatchcase(act, pattern) for pattern in self.acts if pattern != SEE)

    def speaks_of(self, mark: Mark | None) -> bool:
        """Say whether it speaks of a closed file with this mark; of the open it always does."""
        return self.mark is None or mark is None or not exceeds(mark, self.mark)


@attrs.frozen(kw_only=True)
class PolicyMask:
    """Fields of a kind that nobody sees who holds no other role (字段遮蔽).

    Attributes:
        code: its stable code.
        roles: whoever holds one of these roles and none beside them reads the fields masked.
        kind: the kind of records.
        fields: fields of the record: texts, sealed values, lists, and what may be empty.
        zh, en: the reason, one sentence.
        basis: code of the basis.
    """

    code: str
    roles: tuple[str, ...]
    kind: str
    fields: tuple[str, ...]
    zh: str
    en: str
    basis: str = ""


@attrs.frozen(kw_only=True)
class PlacedLine:
    """A line and where it stands (条款及出处): file, and number of the line in it, from 1."""

    line: PolicyLine
    file: str = ""
    number: int = 0


@attrs.frozen(kw_only=True)
class PolicyBook:
    """A policy as data (权限规则表).

    Attributes:
        code: its name in the TOML.
        zh, en: title.
        lines: the lines in force.
        masks: masked fields.
    """

    code: str
    zh: str
    en: str
    lines: tuple[PlacedLine, ...] = ()
    masks: tuple[PolicyMask, ...] = ()


@attrs.frozen(kw_only=True)
class LineChange:
    """A local change of a shipped line or mask (本地停用): it is switched off, with the reason.

    Attributes:
        code: the line or mask.
        zh, en: why it does not apply in this office.
    """

    code: str
    zh: str
    en: str


@attrs.frozen(kw_only=True)
class PolicyOverlay:
    """What an office changes of a policy (本地权限条款).

    Attributes:
        lines: lines added; one with the code of a shipped line takes its place.
        masks: masks added; likewise.
        off: lines and masks switched off, each with a reason.
    """

    lines: tuple[PolicyLine, ...] = ()
    masks: tuple[PolicyMask, ...] = ()
    off: tuple[LineChange, ...] = ()


def overlaid(
    book: PolicyBook, overlay: PolicyOverlay, placed: tuple[PlacedLine, ...]
) -> PolicyBook:
    """Return the policy with an office's own lines (叠加本地条款).

    Args:
        book: the shipped policy.
        overlay: the office's changes.
        placed: its lines, with their places.
    """
    gone = {one.code for one in overlay.off} | {one.line.code for one in placed}
    gone |= {one.code for one in overlay.masks}
    return attrs.evolve(
        book,
        lines=(*(one for one in book.lines if one.line.code not in gone), *placed),
        masks=(*(one for one in book.masks if one.code not in gone), *overlay.masks),
    )


def faults_of_lines(
    lines: tuple[PolicyLine, ...],
    masks: tuple[PolicyMask, ...],
    kinds: Mapping[str, RecordKind[Any]],
) -> Iterator[Problem]:
    """Yield what is wrong with the lines and masks of one file; paths as in the TOML."""
    acts = frozenset(change.tag for kind in kinds.values() for change in kind.changes)
    seen: set[str] = set()
    for number, line in enumerate(lines):
        path = f"lines[{number}]"
        yield from _common(path, line, seen)
        yield from _unknown(f"{path}.kinds", line.kinds, kinds, "policy.kind")
        yield from _unknown(f"{path}.but", line.but, kinds, "policy.kind")
        for act in line.acts:
            if act != SEE and not any(fnmatchcase(one, act) for one in acts):
                yield Problem(f"{path}.acts", "policy.act", {"found": act})
        if not line.acts:
            yield Problem(f"{path}.acts", "policy.act", {"found": ""})
    for number, mask in enumerate(masks):
        path = f"masks[{number}]"
        yield from _common(path, mask, seen)
        yield from _unknown(f"{path}.kind", (mask.kind,), kinds, "policy.kind")
        kind = kinds.get(mask.kind)
        maskable = maskable_fields(kind.cls) if kind else ()
        if kind:
            yield from _unknown(f"{path}.fields", mask.fields, maskable, "policy.field")


def _common(path: str, one: PolicyLine | PolicyMask, seen: set[str]) -> Iterator[Problem]:
    if one.code in seen:
        yield Problem(f"{path}.code", "policy.code_twice", {"code": one.code})
    seen.add(one.code)
    if not one.roles:
        yield Problem(f"{path}.roles", "policy.role", {"found": "", "known": tuple(sorted(_ROLES))})
    yield from _unknown(f"{path}.roles", one.roles, _ROLES, "policy.role")
    for name in ("code", "zh", "en"):
        if not str(getattr(one, name)).strip():
            yield Problem(f"{path}.{name}", "policy.empty", {"key": name})


def _unknown(
    path: str, found: tuple[str, ...], known: Collection[str], code: str
) -> Iterator[Problem]:
    for one in found:
        if one not in known:
            yield Problem(path, code, {"found": one, "known": tuple(sorted(known))})


def maskable_fields(cls: type) -> tuple[str, ...]:
    """Return the fields of a record class that can be masked (可遮蔽字段)."""
    return tuple(
        field.name
        for field in attrs.fields(cls)
        if field.name not in ("id", "unit") and _maskable(str(field.type))
    )


def _maskable(told: str) -> bool:
    return (
        told in ("str", "<class 'str'>", Sealed.__name__, str(Sealed))
        or told.startswith(("tuple[", "typing.Optional["))
        or told.endswith("| None")
    )
