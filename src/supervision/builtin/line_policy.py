"""A policy made of lines (条款式权限): pure, built from a `PolicyBook`, closed where nothing is said.

`visible` and `permits` ask the same question of the same predicate, once of the store and once of
a record in hand, so that what one may act on is never wider than what the lines show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from supervision.domain.closed_files import ClosedFile
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.marks import OPEN, Mark
from supervision.domain.policies import (
    ANYONE,
    FOUNDER,
    SEE,
    Effect,
    PlacedLine,
    PolicyBook,
    Scope,
)
from supervision.domain.records import Record, RecordKind
from supervision.domain.scopes import SCOPES, RecordScope
from supervision.ports.access import Actor, Explanation, Held, Permission
from supervision.ports.query import (
    And,
    Eq,
    Everything,
    Has,
    In,
    Not,
    Nothing,
    Or,
    Predicate,
    Under,
    matches,
)

__all__ = ["LinePolicy"]

_UNKNOWN = Permission(
    granted=False,
    code="access.unknown",
    zh="该人员不在册或当日没有任职，不能操作。请先登记人员和职务。",
    en="The officer is not registered or holds no post on that day. "
    "Register the officer and the post first.",
)
_CLOSED = Permission(
    granted=False,
    code="access.confidential",
    zh="权限规则没有涉及此类记录，一律不开放。请由有权人员在本地条款中写明。",
    en="The policy says nothing of records of this kind, so they are closed. "
    "Whoever is responsible may add a local line.",
)
_NO_LINE = Permission(
    granted=False,
    code="access.no_line",
    zh="没有条款准许这一职务进行此操作。请由有权人员办理，或用 supervision access policy 查看全部条款。",
    en="No line grants this act to the posts held. Ask somebody who may, or see all lines with "
    "supervision access policy.",
)


class LinePolicy:
    """Decides by the lines of a policy (条款式权限). Shared by threads; keeps no state.

    Args:
        book: the lines, local ones included.
        open_kinds: names of the kinds in the open chain; all others are confidential.
    """

    def __init__(self, book: PolicyBook, open_kinds: frozenset[str]) -> None:
        self._book = book
        self._open_kinds = open_kinds
        self._lines = lru_cache(maxsize=None)(self._covering)

    # --- what the port asks ---

    def visible(self, actor: Actor, kind: str) -> Predicate:
        """Return which records of a kind the actor may know of."""
        declared = self._declared(kind)
        if not actor.known or declared is None:
            return Nothing
        grants, denies = self._speaking(SEE, kind, actor.mark)
        granted = _any(_reach(one, actor, declared) for one in grants)
        denied = _any(_reach(one, actor, declared) for one in denies)
        if denied == Nothing or granted == Nothing:
            return granted
        if denied == Everything:
            return Nothing
        allowed = Not(_definite(denied))
        return allowed if granted == Everything else And((granted, allowed))

    def permits(self, actor: Actor, act: str, record: Record | None) -> Permission:
        """Say whether the actor may do an act."""
        return self._decided(actor, act, act.partition(".")[0], record)[0]

    # --- why ---

    def explain(self, actor: Actor, act: str, record: Record | None) -> Explanation:
        """Say which line decides; `see` is asked of the record's own kind."""
        kind = act.partition(".")[0] if act != SEE else _kind_of(record)
        permission, placed = self._decided(actor, act, kind, record)
        if placed is None:
            return Explanation(act=act, permission=permission, zh=permission.zh, en=permission.en)
        line = placed.line
        return Explanation(
            act=act,
            permission=permission,
            effect=line.effect.value,
            scope=line.scope.value,
            file=placed.file,
            number=placed.number,
            basis=line.basis,
            zh=line.zh,
            en=line.en,
        )

    def masked(self, actor: Actor, kind: str) -> frozenset[str]:
        """Return the fields masked for whoever holds only roles they are masked for."""
        roles = set(actor.posts)
        return frozenset(
            field
            for mask in self._book.masks
            if mask.kind == kind and (ANYONE in mask.roles or roles <= set(mask.roles))
            for field in mask.fields
        )

    def book(self) -> PolicyBook:
        """Return the lines in force."""
        return self._book

    # --- deciding ---

    def _declared(self, kind: str) -> RecordKind[Record] | None:
        known = kind in self._open_kinds and kind in SCOPES
        return KINDS_BY_NAME.get(kind) if known else None

    def _speaking(
        self, act: str, kind: str, mark: Mark | None
    ) -> tuple[tuple[PlacedLine, ...], tuple[PlacedLine, ...]]:
        grants, denies = self._lines(act, kind)
        if mark is None:
            return grants, denies
        return (
            tuple(one for one in grants if one.line.speaks_of(mark)),
            tuple(one for one in denies if one.line.speaks_of(mark)),
        )

    def _covering(
        self, act: str, kind: str
    ) -> tuple[tuple[PlacedLine, ...], tuple[PlacedLine, ...]]:
        found = [one for one in self._book.lines if one.line.covers(act, kind)]
        return (
            tuple(sorted(_grants(found), key=lambda one: one.line.scope is Scope.OWNER)),
            tuple(one for one in found if one.line.effect is Effect.DENY),
        )

    def _decided(
        self, actor: Actor, act: str, kind: str, record: Record | None
    ) -> tuple[Permission, PlacedLine | None]:
        if not actor.known:
            return _UNKNOWN, None
        declared = self._declared(kind)
        if declared is None:
            return _CLOSED, None
        mark = record.mark if isinstance(record, ClosedFile) else actor.mark
        grants, denies = self._speaking(act, kind, mark)
        for placed in denies:
            if _meets(placed, actor, declared, record):
                return _answer(placed, granted=False), placed
        for placed in grants:
            if _meets(placed, actor, declared, record):
                return _answer(placed, granted=True), placed
        return _NO_LINE, None


def _grants(lines: Iterable[PlacedLine]) -> Iterator[PlacedLine]:
    return (one for one in lines if one.line.effect is Effect.GRANT)


def _answer(placed: PlacedLine, *, granted: bool) -> Permission:
    line = placed.line
    return Permission(
        granted=granted,
        code="" if granted else "access.denied",
        zh=line.zh,
        en=line.en,
        line=line.code,
        with_owner=granted and line.scope is Scope.OWNER,
    )


def _kind_of(record: Record | None) -> str:
    found = [name for name, kind in KINDS_BY_NAME.items() if isinstance(record, kind.cls)]
    return found[0] if found else ""


def _meets(
    placed: PlacedLine, actor: Actor, kind: RecordKind[Record], record: Record | None
) -> bool:
    """Say whether a line is about this record, or about opening one in the unit worked in."""
    if record is None:
        return any(_opens(placed, actor, held) for held in _holding(placed, actor))
    reach = _reach(placed, actor, kind)
    if reach in (Everything, Nothing):
        return reach == Everything
    path = actor.path if record.unit == actor.unit else ""
    own = {"id": record.id, "unit": record.unit, "file": actor.file or OPEN}
    columns = {**own, **kind.columns_of(record)}
    return matches(reach, columns, kind.many_of(record), path) is True


def _opens(placed: PlacedLine, actor: Actor, held: Held) -> bool:
    """Say whether a post reaches the unit in which a record is opened; it names nobody yet."""
    match placed.line.scope:
        case Scope.ALL:
            return True
        case Scope.GRANTED:
            return actor.file is not None
        case Scope.SUBSTITUTE:
            return False
        case Scope.BELOW:
            return _under(actor.path, held.path) and actor.unit != held.unit
        case Scope.SUBTREE:
            return actor.unit == held.unit or _under(actor.path, held.path)
        case _:
            return actor.unit == held.unit


def _under(path: str, above: str) -> bool:
    return bool(above) and path.startswith(above.rstrip("/") + "/")


# --- from a line to a predicate ---


def _holding(placed: PlacedLine, actor: Actor) -> Iterator[Held]:
    """Yield the posts by which the actor comes under a line."""
    roles = placed.line.roles
    for held in actor.capacities:
        if held.role in roles or (ANYONE in roles and held.role != FOUNDER):
            yield held


def _reach(placed: PlacedLine, actor: Actor, kind: RecordKind[Record]) -> Predicate:
    """Return the records of a kind that a line is about for an actor."""
    return _any(_scoped(placed, held, actor, kind) for held in _holding(placed, actor))


def _scoped(placed: PlacedLine, held: Held, actor: Actor, kind: RecordKind[Record]) -> Predicate:
    scope = placed.line.scope
    if scope is Scope.ALL or held.role == FOUNDER:
        return Everything
    if scope is Scope.GRANTED:
        return Nothing if actor.file is None else Eq("file", actor.file)
    if scope in (Scope.UNIT, Scope.OWNER):
        return Eq("unit", held.unit)
    if scope in (Scope.SUBTREE, Scope.BELOW):
        if not held.path:
            return Nothing
        return (
            Under(held.path)
            if scope is Scope.SUBTREE
            else And((Under(held.path), Not(Eq("unit", held.unit))))
        )
    declared = SCOPES[kind.name]
    if scope is Scope.SUBSTITUTE:
        return _of_office(actor, kind, declared)
    if declared.owners:
        return _of_owner(placed, held)
    named = _named(kind, *_own(scope, held, actor, declared))
    return named if named == Nothing else And((Eq("unit", held.unit), named))


def _own(
    scope: Scope, held: Held, actor: Actor, declared: RecordScope
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields that name whom a scope means, and the ids it means by a post."""
    if scope is Scope.SELF:
        return declared.persons, (actor.id,)
    if held.overseen is not (scope is Scope.OVERSEEN) or not declared.departments:
        return (), ()
    return declared.departments, held.departments


def _of_office(actor: Actor, kind: RecordKind[Record], declared: RecordScope) -> Predicate:
    """Return what names the office, for whoever stands in for it; there are few of them."""
    office = actor.stands_for
    named = _named(kind, declared.persons + declared.departments, office) if office else Nothing
    return named if named == Nothing else And((Eq("unit", actor.unit), named))


def _of_owner(placed: PlacedLine, held: Held) -> Predicate:
    """Whose a clock is, its owner says: the view shows it to whoever sees the owner.

    So a grant reaches as far as that, and a denial of seeing is the owner's as well. Any other
    denial cannot be told apart here and holds for all.
    """
    if placed.line.effect is Effect.DENY and SEE in placed.line.acts:
        return Nothing
    return Eq("unit", held.unit)


def _named(kind: RecordKind[Record], fields: tuple[str, ...], ids: tuple[str, ...]) -> Predicate:
    """Return the records that name one of the ids; where they name nobody it is false."""
    many = {field.name for field in kind.many}
    parts: list[Predicate] = []
    for field in fields if ids else ():
        if field in many:
            parts += [Has(field, id) for id in ids]
        elif field == "id":
            parts.append(In(field, ids))
        else:
            parts.append(Eq(field, ids[0]) if len(ids) == 1 else In(field, ids))
    return _any(parts)


def _definite(reach: Predicate) -> Predicate:
    """Return the same, false and not unknown where a field holds nothing: no deny meets that."""
    match reach:
        case Or(parts):
            return Or(tuple(_definite(part) for part in parts))
        case And(parts):
            return And(tuple(_definite(part) for part in parts))
        case Eq(field, _) | In(field, _) if field not in ("id", "unit", "file"):
            return And((Not(Eq(field, None)), reach))
        case _:
            return reach


def _any(parts: Iterable[Predicate]) -> Predicate:
    """Return the alternative of some predicates, folded: what a wider one says is left out."""
    several = [one for part in parts for one in _alternatives(part)]
    if len(several) < 2:
        return several[0] if several else Nothing
    found = dict.fromkeys(several)
    if Everything in found:
        return Everything
    for part in tuple(found):
        if isinstance(part, And) and any(wider in found for wider in part.parts):
            del found[part]
    for part in tuple(found):
        match part:
            case And((Under() as whole, Not(Eq() as own))) if own in found:
                del found[part], found[own]
                found[whole] = None
    return _factored(tuple(found))


def _alternatives(part: Predicate) -> tuple[Predicate, ...]:
    return part.parts if isinstance(part, Or) else (part,)


def _factored(parts: tuple[Predicate, ...]) -> Predicate:
    """Return the alternative with the unit all its parts are of said once."""
    if len(parts) == 1:
        return parts[0]
    units = {part.parts[0] if isinstance(part, And) else None for part in parts}
    if len(units) == 1 and isinstance(unit := next(iter(units)), Eq):
        return And((unit, _any(part.parts[1] for part in parts if isinstance(part, And))))
    return Or(parts)
