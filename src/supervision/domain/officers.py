"""Officers (人员): who may act, and in which capacity on which day.

The name is sealed: the journal carries only the officer's id, and erasing the blob of the name
leaves the chain whole.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun, check_correction, corrected
from supervision.domain.names import check_text
from supervision.domain.post_separation import (
    SEPARATED_POSTS,
    SeparatedPosts,
    check_apart,
    check_two_persons,
)
from supervision.domain.posts import Post, Relation, Role, check_post, holds
from supervision.domain.records import ChangeType, Column, Many, RecordKind
from supervision.domain.values import DepartmentId, OfficerId, Sealed, UnitId
from supervision.errors import Refused
from supervision.ids import derived_id

__all__ = [
    "OFFICER",
    "Category",
    "CorrectOfficer",
    "Officer",
    "OfficerChange",
    "OfficerCorrected",
    "OfficerGraded",
    "OfficerRegistered",
    "OfficerRenamed",
    "Post",
    "PostCorrected",
    "PostLeft",
    "PostTaken",
    "RegisterOfficer",
    "Relation",
    "Role",
    "decide_correct_officer",
    "decide_correct_post",
    "decide_grade_officer",
    "decide_leave_post",
    "decide_register_officer",
    "decide_rename_officer",
    "decide_take_post",
    "evolve_officer",
    "holds",
    "officer_id",
    "posts_on",
    "roles_on",
]


def officer_id(unit: UnitId, staff_number: str) -> OfficerId:
    """Return the id of the officer the unit registered under this staff number."""
    return OfficerId(derived_id("off", unit, staff_number))


class Category(enum.Enum):
    """Personnel category (人员类别), as 检察官法 and the staffing rules divide it."""

    PROSECUTOR = "prosecutor"
    """检察官"""
    AUXILIARY = "auxiliary"
    """检察辅助人员"""
    ADMINISTRATIVE = "administrative"
    """司法行政人员"""
    CONTRACT = "contract"
    """聘用制人员"""


@attrs.frozen(kw_only=True)
class Officer:
    """A person of the unit (人员).

    Attributes:
        id, unit: the id; the unit that keeps the record.
        staff_number: number in the personnel register (工号).
        name: sealed; unsealed by the directory only.
        category: personnel category.
        rank: rank (职级、检察官等级), such as 四级高级检察官; as the personnel order writes it.
        establishment: kind of authorised post (编制), such as 政法专项编制.
        posts: in the order they were entered.
        former_names: sealed names before the present one, oldest first.

    Example:
        >>> officer = Officer(id=OfficerId("off_1"), unit=UnitId("u"), staff_number="mw001",
        ...                   name=Sealed(digest="sha256:00", size=6),
        ...                   category=Category.PROSECUTOR)
        >>> roles_on(officer, dt.date(2026, 1, 1))
        frozenset()
    """

    id: OfficerId
    unit: UnitId
    staff_number: str
    name: Sealed
    category: Category
    rank: str = ""
    establishment: str = ""
    posts: tuple[Post, ...] = ()
    former_names: tuple[Sealed, ...] = ()


def posts_on(officer: Officer, on: dt.date) -> tuple[Post, ...]:
    """Return the posts the officer holds on that day (当日职务)."""
    return tuple(post for post in officer.posts if holds(post, on))


def roles_on(officer: Officer, on: dt.date) -> frozenset[Role]:
    """Return the capacities the officer has on that day, in whatever department."""
    return frozenset(post.role for post in posts_on(officer, on))


# ---------------------------------------------------------------------------- changes


@attrs.frozen(kw_only=True)
class OfficerRegistered:
    """The officer is entered (登记人员)."""

    act: Act
    id: OfficerId
    unit: UnitId
    staff_number: str
    name: Sealed
    category: Category
    rank: str = ""
    establishment: str = ""


@attrs.frozen(kw_only=True)
class OfficerGraded:
    """Category, rank or establishment are others from this day on (晋升、转任、入额)."""

    act: Act
    category: Category
    rank: str
    establishment: str


@attrs.frozen(kw_only=True)
class OfficerRenamed:
    """The officer bears a new name (改名)."""

    act: Act
    name: Sealed


@attrs.frozen(kw_only=True)
class OfficerCorrected:
    """What was entered wrongly (更正)."""

    act: Act
    staff_number: str | None = None
    name: Sealed | None = None
    category: Category | None = None
    rank: str | None = None
    establishment: str | None = None
    cleared: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class PostTaken:
    """The officer takes a post (任职)."""

    act: Act
    post: Post


@attrs.frozen(kw_only=True)
class PostLeft:
    """The officer leaves the post that began as `post` says (离任); `until` is its last day."""

    act: Act
    post: Post
    until: dt.date


@attrs.frozen(kw_only=True)
class PostCorrected:
    """A post was entered wrongly (更正职务): `was` gives way to `now`, or to nothing (作废)."""

    act: Act
    was: Post
    now: Post | None = None


OfficerChange: TypeAlias = (
    OfficerRegistered
    | OfficerRenamed
    | OfficerGraded
    | OfficerCorrected
    | PostTaken
    | PostLeft
    | PostCorrected
)


# ---------------------------------------------------------------------------- decisions


@attrs.frozen(kw_only=True)
class RegisterOfficer:
    """Asks to enter an officer (登记人员). The name is sealed by the unit of work before."""

    staff_number: str
    name: Sealed
    category: Category
    rank: str = ""
    establishment: str = ""


@attrs.frozen(kw_only=True)
class CorrectOfficer:
    """Asks to correct an officer's entry (更正人员). `None` leaves a field alone."""

    staff_number: str | None = None
    name: Sealed | None = None
    category: Category | None = None
    rank: str | None = None
    establishment: str | None = None


def decide_register_officer(
    officer: Officer | None, command: RegisterOfficer, *, unit: UnitId, act: Act
) -> tuple[OfficerChange, ...]:
    """Enter an officer (登记人员).

    Raises:
        Refused: `officer.exists`, `text.empty`, `text.line`.
    """
    if officer is not None:
        raise Refused("officer.exists", staff_number=command.staff_number)
    number = check_text(command.staff_number, place="staff_number")
    return (
        OfficerRegistered(
            act=act,
            id=officer_id(unit, number),
            unit=unit,
            staff_number=number,
            name=command.name,
            category=command.category,
            rank=_line(command.rank, "rank"),
            establishment=_line(command.establishment, "establishment"),
        ),
    )


def _line(text: str, place: str) -> str:
    return check_text(text, place=place) if text.strip() else ""


def decide_grade_officer(
    officer: Officer,
    *,
    act: Act,
    category: Category | None = None,
    rank: str | None = None,
    establishment: str | None = None,
) -> tuple[OfficerChange, ...]:
    """Give the officer another category, rank or establishment (晋升、转任、入额).

    Args:
        officer: the officer.
        act: who enters it; its day is the day it takes effect.
        category, rank, establishment: the new ones; `None` leaves one alone.

    Raises:
        Refused: `officer.same_grade` when nothing changes, `text.line`.
    """
    change = OfficerGraded(
        act=act,
        category=category or officer.category,
        rank=officer.rank if rank is None else _line(rank, "rank"),
        establishment=(
            officer.establishment
            if establishment is None
            else _line(establishment, "establishment")
        ),
    )
    if _graded(officer, change) == officer:
        raise Refused("officer.same_grade", officer=officer.id)
    return (change,)


def _graded(officer: Officer, change: OfficerGraded) -> Officer:
    return attrs.evolve(
        officer,
        category=change.category,
        rank=change.rank,
        establishment=change.establishment,
    )


def decide_rename_officer(officer: Officer, name: Sealed, *, act: Act) -> tuple[OfficerChange, ...]:
    """Give the officer a new name (改名); the old one stays, sealed, as a former name.

    Raises:
        Refused: `officer.same_name` when it is the very same sealed value.
    """
    if name == officer.name:
        raise Refused("officer.same_name", officer=officer.id)
    return (OfficerRenamed(act=act, name=name),)


def decide_correct_officer(
    officer: Officer, command: CorrectOfficer, *, act: Act
) -> tuple[OfficerChange, ...]:
    """Correct what was entered wrongly (更正).

    Raises:
        Refused: `correction.empty`, `text.empty`, `text.line`.
    """
    number = command.staff_number
    change = OfficerCorrected(
        act=act,
        staff_number=check_text(number, place="staff_number") if number is not None else None,
        name=command.name,
        category=command.category,
        rank=_line(command.rank, "rank") if command.rank is not None else None,
        establishment=(
            _line(command.establishment, "establishment")
            if command.establishment is not None
            else None
        ),
    )
    check_correction(officer, change)
    return (change,)


def decide_take_post(
    officer: Officer,
    post: Post,
    *,
    act: Act,
    separated: tuple[SeparatedPosts, ...] = SEPARATED_POSTS,
    confirmed: bool = False,
) -> tuple[OfficerChange, ...]:
    """Let the officer take a post (任职). A post long over may be entered late, with its end.

    Args:
        officer: the officer.
        post: the post.
        act: who enters it.
        separated: posts that must not be held together.
        confirmed: whether a second person has confirmed it, as an account of one of the three
            officers asks.

    Raises:
        Refused: `officer.post_held` when the same post is held on one of its days,
            `officer.post_range` when it ends before it begins,
            `officer.oversees_nothing` when 分管 names no department,
            `officer.three_officers` when another post forbids it, `officer.two_persons` when it
            is one of the three officers' and nobody has confirmed it.
    """
    check_two_persons(post.role, confirmed=confirmed)
    check_post(post, officer.posts)
    check_apart(post, officer.posts, separated)
    return (PostTaken(act=act, post=post),)


def decide_leave_post(
    officer: Officer,
    role: Role,
    *,
    act: Act,
    department: DepartmentId | None = None,
    relation: Relation = Relation.SERVES,
    until: dt.date | None = None,
    confirmed: bool = False,
) -> tuple[OfficerChange, ...]:
    """Let the officer leave a post (离任).

    Args:
        officer: the officer.
        role: the capacity left.
        act: who enters it, on which day.
        department: the department of the post; `None` for a post of the whole unit.
        relation: serves or oversees.
        until: its last day; by default the day of the act.
        confirmed: as in `decide_take_post`.

    Raises:
        Refused: `officer.no_post` when no such post lasts, `officer.post_range`,
            `officer.two_persons` when it is one of the three officers' and nobody has confirmed
            that it ends.
    """
    check_two_persons(role, confirmed=confirmed)
    last, lasting = until or act.on, (role, department, relation, None)
    for post in officer.posts:
        if (post.role, post.department, post.relation, post.until) == lasting:
            if last < post.from_:
                raise Refused(
                    "officer.post_range", begin=post.from_.isoformat(), end=last.isoformat()
                )
            return (PostLeft(act=act, post=post, until=last),)
    raise Refused("officer.no_post", role=role.value, officer=officer.id)


def decide_correct_post(
    officer: Officer,
    was: Post,
    now: Post | None,
    *,
    act: Act,
    separated: tuple[SeparatedPosts, ...] = SEPARATED_POSTS,
) -> tuple[OfficerChange, ...]:
    """Put right a post that was entered wrongly, or void it with `now=None` (更正、作废职务).

    Raises:
        Refused: `officer.no_post` when the officer has no such post, `correction.empty`,
            `officer.post_held`, `officer.post_range`, `officer.oversees_nothing`,
            `officer.three_officers`; `officer.two_persons` when it is, or would be, a post of one
            of the three officers.
    """
    if was not in officer.posts:
        raise Refused("officer.no_post", role=was.role.value, officer=officer.id)
    if was == now:
        raise Refused("correction.empty")
    check_two_persons(was.role)
    if now is not None:
        check_two_persons(now.role)
        others = tuple(post for post in officer.posts if post != was)
        check_post(now, others)
        check_apart(now, others, separated)
    return (PostCorrected(act=act, was=was, now=now),)


def _replaced(posts: tuple[Post, ...], was: Post, now: Post | None) -> tuple[Post, ...]:
    swapped = (now if post == was else post for post in posts)
    return tuple(post for post in swapped if post is not None)


def evolve_officer(officer: Officer | None, change: OfficerChange) -> Officer:
    """Build the officer after `change`."""
    if isinstance(change, OfficerRegistered):
        return Officer(
            id=change.id,
            unit=change.unit,
            staff_number=change.staff_number,
            name=change.name,
            category=change.category,
            rank=change.rank,
            establishment=change.establishment,
        )
    officer = begun(officer, change)
    if isinstance(change, OfficerGraded):
        return _graded(officer, change)
    if isinstance(change, OfficerRenamed):
        return attrs.evolve(
            officer, name=change.name, former_names=(*officer.former_names, officer.name)
        )
    if isinstance(change, PostTaken):
        return attrs.evolve(officer, posts=(*officer.posts, change.post))
    if isinstance(change, PostLeft):
        ended = attrs.evolve(change.post, until=change.until)
        return attrs.evolve(officer, posts=_replaced(officer.posts, change.post, ended))
    if isinstance(change, PostCorrected):
        return attrs.evolve(officer, posts=_replaced(officer.posts, change.was, change.now))
    return corrected(officer, change)


def _open_departments(officer: Officer) -> tuple[object, ...]:
    return tuple(post.department for post in officer.posts if post.until is None)


def _open_roles(officer: Officer) -> tuple[object, ...]:
    return tuple(post.role for post in officer.posts if post.until is None)


OFFICER: RecordKind[Officer] = RecordKind(
    name="officer",
    prefix="off",
    cls=Officer,
    changes=(
        ChangeType("officer.registered", OfficerRegistered),
        ChangeType("officer.renamed", OfficerRenamed),
        ChangeType("officer.graded", OfficerGraded),
        ChangeType("officer.corrected", OfficerCorrected),
        ChangeType("officer.post_taken", PostTaken),
        ChangeType("officer.post_left", PostLeft),
        ChangeType("officer.post_corrected", PostCorrected),
    ),
    evolve=evolve_officer,
    indexed=(Column("staff_number"), Column("category")),
    indexes=(("staff_number",),),
    many=(Many("departments", _open_departments), Many("roles", _open_roles)),
    sealed=("name", "former_names"),
)
