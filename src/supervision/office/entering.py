"""Entering files of people, bases and problem codes (录入文件): once, or again and again.

Each function compares what a file says with what the office holds and stages the difference.
Entering the same file again stages nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import attrs

from supervision.domain.bases import BASIS, CorrectBasis, RegisterBasis, basis_id
from supervision.domain.departments import (
    DEPARTMENT,
    CorrectDepartment,
    RegisterDepartment,
    department_id,
)
from supervision.domain.names import FormerName
from supervision.domain.officers import OFFICER, Officer, officer_id
from supervision.domain.posts import Post, same_place
from supervision.domain.problem_codes import PROBLEM_CODE, RegisterProblemCode, problem_code_id
from supervision.domain.units import UNIT, CorrectUnit, RegisterUnit, unit_id
from supervision.domain.values import OfficerId, UnitId
from supervision.errors import Refused
from supervision.office.acting import Acting
from supervision.office.bases import (
    correct_basis,
    register_basis,
    register_problem_code,
    revise_problem_code,
)
from supervision.office.dictionary_files import BasesFile, BasisEntry, ProblemCodesFile
from supervision.office.office import Office
from supervision.office.people import (
    close_department,
    correct_department,
    correct_officer,
    correct_post,
    correct_unit,
    grade_officer,
    leave_post,
    register_department,
    register_officer,
    register_unit,
    rename_department,
    rename_officer,
    rename_unit,
    take_post,
)
from supervision.office.people_file import (
    DepartmentEntry,
    FormerEntry,
    OfficerEntry,
    PeopleFile,
    PostEntry,
    UnitEntry,
    former_names,
)
from supervision.office.work import Work

__all__ = [
    "Entered",
    "enter_bases",
    "enter_officers",
    "enter_people",
    "enter_problem_codes",
    "load_people",
]


@attrs.frozen
class Entered:
    """What entering a file did, in records (录入结果)."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: Entered) -> Entered:
        return Entered(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
        )


_CREATED, _CHANGED, _UNCHANGED = Entered(created=1), Entered(changed=1), Entered(unchanged=1)


def load_people(office: Office, actor_id: str, people: PeopleFile, *, reason: str = "") -> Entered:
    """Enter a people file, one unit of work for each unit in it (录入机构人员).

    Args:
        office: the office. An empty one takes the file from whomever `actor_id` names.
        actor_id: who enters it.
        people: what `read_people` returned.
        reason: one line for the journal.

    Raises:
        Refused: what the people's decisions refuse; units entered before stay.
    """
    done = Entered()
    for unit in people.units:
        with office.work(actor_id, unit_id(unit.code)) as work:
            entered = enter_people(work, people, acting=Acting(reason=reason))
            if entered.created or entered.changed:
                work.commit()
        done += entered
    return done


def enter_people(work: Work, people: PeopleFile, *, acting: Acting = Acting()) -> Entered:
    """Stage what the file says of the unit of this work (录入机构人员). Does not commit.

    Raises:
        Refused: `people.no_unit` when the file does not have the unit, and what the decisions
            about people refuse.
    """
    units = [entry for entry in people.units if unit_id(entry.code) == work.unit]
    if not units:
        raise Refused("people.no_unit", unit=work.unit)
    done = _unit(work, units[0], acting)
    code = units[0].code
    departments = [entry for entry in people.departments if entry.unit == code]
    entered = [_department(work, department, acting) for department in departments]
    for index, department in enumerate(departments):  # an heir may stand further down
        if _closing(work, department, acting) and entered[index] == _UNCHANGED:
            entered[index] = _CHANGED
    done = sum(entered, done)
    for officer in people.officers:
        if officer.unit == code:
            done += _officer(work, officer, acting)
    return done


def enter_officers(
    work: Work, officers: Iterable[OfficerEntry], *, acting: Acting = Acting()
) -> Entered:
    """Stage what a table says of officers and posts (录入人员表). Does not commit.

    Their departments must be entered already.
    """
    return sum((_officer(work, officer, acting) for officer in officers), Entered())


def enter_bases(work: Work, file: BasesFile, *, acting: Acting = Acting()) -> Entered:
    """Stage what the file says of bases (录入依据). Does not commit."""
    done = Entered()
    for entry in file.bases:
        done += _basis(work, entry, acting)
    return done


def enter_problem_codes(
    work: Work, file: ProblemCodesFile, *, acting: Acting = Acting()
) -> Entered:
    """Stage what the file says of problem codes (录入问题分类). Does not commit."""
    done = Entered()
    for entry in file.codes:
        command = RegisterProblemCode(edition=file.edition, **attrs.asdict(entry, recurse=False))
        before = work.peek(PROBLEM_CODE, problem_code_id(work.unit, entry.code))
        if before is None:
            register_problem_code(work, command, acting=acting)
            done += _CREATED
        else:
            after = revise_problem_code(work, command, acting=acting)
            done += _UNCHANGED if after == before else _CHANGED
    return done


# ---------------------------------------------------------------------------- each record


def _until(former: tuple[FormerEntry, ...], name: str) -> dt.date | None:
    return next((entry.until for entry in former if entry.name == name), None)


def _same_former(held: tuple[FormerName, ...], former: tuple[FormerEntry, ...]) -> bool:
    """Compare by name, and by last day where the file knows it."""
    return len(held) == len(former) and all(
        one.name == entry.name and entry.until in (None, one.until)
        for one, entry in zip(held, former, strict=True)
    )


def _other(held: object, wanted: object, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the wanted values of the fields in which the two differ."""
    return {
        name: getattr(wanted, name)
        for name in names
        if getattr(held, name) != getattr(wanted, name)
    }


def _unit(work: Work, entry: UnitEntry, acting: Acting) -> Entered:
    before = work.peek(UNIT, unit_id(entry.code))
    if before is None:
        register_unit(
            work,
            RegisterUnit(
                code=entry.code,
                name=entry.name,
                prefix=entry.prefix,
                path=entry.path,
                parent=entry.parent,
                former_names=former_names(entry.former),
            ),
            acting=acting,
        )
        return _CREATED
    if entry.path != before.path:
        raise Refused("unit.path_fixed", found=entry.path, expected=before.path)
    unit = before
    if entry.name != unit.name and any(old.name == unit.name for old in entry.former):
        until = _until(entry.former, unit.name)
        unit = rename_unit(work, unit.id, entry.name, until=until, acting=acting)
    other = _other(unit, entry, ("name", "prefix"))
    if not _same_former(unit.former_names, entry.former):
        other["former_names"] = former_names(entry.former)
    if other:
        unit = correct_unit(work, unit.id, CorrectUnit(**other), acting=acting)
    return _UNCHANGED if unit == before else _CHANGED


def _department(work: Work, entry: DepartmentEntry, acting: Acting) -> Entered:
    before = work.peek(DEPARTMENT, department_id(work.unit, entry.code))
    if before is None:
        register_department(
            work,
            RegisterDepartment(
                code=entry.code,
                name=entry.name,
                kind=entry.kind,
                aliases=entry.aliases,
                former_names=former_names(entry.former),
            ),
            acting=acting,
        )
        return _CREATED
    department = before
    if entry.name != before.name and any(old.name == before.name for old in entry.former):
        until = _until(entry.former, before.name)
        department = rename_department(work, before.id, entry.name, until=until, acting=acting)
    other = _other(department, entry, ("name", "kind", "aliases"))
    if not _same_former(department.former_names, entry.former):
        other["former_names"] = former_names(entry.former)
    if other:
        command = CorrectDepartment(**other)
        department = correct_department(work, department.id, command, acting=acting)
    return _UNCHANGED if department == before else _CHANGED


def _closing(work: Work, entry: DepartmentEntry, acting: Acting) -> bool:
    department = work.load(DEPARTMENT, department_id(work.unit, entry.code))
    into = department_id(work.unit, entry.merged_into) if entry.merged_into else None
    if (department.closed_on, department.merged_into) == (entry.closed_on, into):
        return False
    if department.closed_on is not None:
        command = CorrectDepartment(cleared=("closed_on", "merged_into"))
        correct_department(work, department.id, command, acting=acting)
    if entry.closed_on is not None:
        close_department(work, department.id, into=into, on=entry.closed_on, acting=acting)
    return True


def _officer(work: Work, entry: OfficerEntry, acting: Acting) -> Entered:
    id = officer_id(work.unit, entry.number)
    before = work.peek(OFFICER, id)
    if before is None:
        first, *later = (*entry.former, entry.name)
        register_officer(
            work,
            entry.number,
            first,
            entry.category,
            rank=entry.rank or "",
            establishment=entry.establishment or "",
            acting=acting,
        )
        for name in later:
            rename_officer(work, id, name, acting=acting)
    else:
        _name(work, before, entry, acting)
        _grade(work, before, entry, acting)
    _posts(work, id, [_post(work.unit, post) for post in entry.posts], acting)
    if before is None:
        return _CREATED
    return _UNCHANGED if work.load(OFFICER, id) == before else _CHANGED


def _grade(work: Work, officer: Officer, entry: OfficerEntry, acting: Acting) -> None:
    """A category that differs was entered wrongly; rank and establishment change in life."""
    if entry.category != officer.category:
        correct_officer(work, officer.id, category=entry.category, acting=acting)
    rank = officer.rank if entry.rank is None else entry.rank
    establishment = officer.establishment if entry.establishment is None else entry.establishment
    if (rank, establishment) != (officer.rank, officer.establishment):
        grade_officer(work, officer.id, rank=rank, establishment=establishment, acting=acting)


def _name(work: Work, officer: Officer, entry: OfficerEntry, acting: Acting) -> None:
    content = work.view.unseal(officer.name)
    if content is None:  # erased, and not to be brought back by a file
        return
    held = content.decode()
    if held == entry.name:
        return
    if held in entry.former:
        rename_officer(work, officer.id, entry.name, acting=acting)
    else:
        correct_officer(work, officer.id, name=entry.name, acting=acting)


def _post(unit: UnitId, entry: PostEntry) -> Post:
    return Post(
        role=entry.role,
        unit=unit,
        department=department_id(unit, entry.department) if entry.department else None,
        from_=entry.since,
        until=entry.until,
        acting=entry.acting,
        relation=entry.relation,
    )


def _posts(work: Work, id: OfficerId, wanted: list[Post], acting: Acting) -> None:
    """Make the posts those of the file: first what ends or was wrong, then what is new."""
    held = [post for post in work.load(OFFICER, id).posts if post not in wanted]
    missing = [post for post in wanted if post not in work.load(OFFICER, id).posts]
    for was in held:
        now = _match(was, missing)
        if now is None:
            continue
        missing.remove(now)
        if was.until is None and attrs.evolve(now, until=None) == was:
            leave_post(
                work,
                id,
                was.role,
                department=was.department,
                relation=was.relation,
                until=now.until,
                acting=acting,
            )
        else:
            correct_post(work, id, was, now, acting=acting)
    for post in missing:
        take_post(work, id, post, acting=acting)


def _match(was: Post, wanted: list[Post]) -> Post | None:
    """Return the post of the file that `was` should be: the same place, best the same start."""
    same = [post for post in wanted if same_place(post, was)]
    same.sort(key=lambda post: (post.from_ != was.from_, post.from_))
    if same and (same[0].from_ == was.from_ or was.until is same[0].until is None):
        return same[0]
    return None


def _basis(work: Work, entry: BasisEntry, acting: Acting) -> Entered:
    before = work.peek(BASIS, basis_id(work.unit, entry.code))
    fields = attrs.asdict(entry, recurse=False)
    if before is None:
        register_basis(work, RegisterBasis(**fields), acting=acting)
        return _CREATED
    other = _other(before, entry, tuple(name for name in fields if name != "code"))
    if not other:
        return _UNCHANGED
    cleared = tuple(name for name, value in other.items() if value in (None, ""))
    right = {name: value for name, value in other.items() if name not in cleared}
    correct_basis(work, before.id, CorrectBasis(**right, cleared=cleared), acting=acting)
    return _CHANGED
