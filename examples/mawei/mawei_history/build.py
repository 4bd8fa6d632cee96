"""Lets the two years happen, once (建立两年台账)."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mawei_exports.days import DAY
from mawei_story.cast import StoryClock

from mawei_history.cases import write_exports
from mawei_history.casework import casework
from mawei_history.deployments import deployments
from mawei_history.diary import Course, Diary
from mawei_history.plan import INTEGRITY_TALKS, REPORTED
from mawei_history.projects import projects
from mawei_history.rectifying import talk
from mawei_history.sittings import sittings
from mawei_history.staff import Staff
from mawei_history.visits import style_checklist, visits
from supervision import Office, create_office, open_office
from supervision.domain.interviews import SpokenTo
from supervision.domain.periods import parse_period
from supervision.domain.posts import Role
from supervision.domain.values import OfficerId, day_of
from supervision.office import checklists
from supervision.office.dictionary_files import read_problem_codes
from supervision.office.entering import enter_problem_codes, load_people
from supervision.office.identity import acting_officer
from supervision.office.imports import import_cases
from supervision.office.people_file import PeopleFile, read_people
from supervision.office.reports import draft_report, issue_report

__all__ = ["END", "history"]

HERE = Path(__file__).parent / "office"
PEOPLE = Path(__file__).parents[1] / "people.toml"
FILES = ("office.toml", "profile.toml", "problem_codes.toml")
BEGIN = "2020-01-02 09:00"
END = "2022-02-20 09:00"
"""When the figures are counted: everything of January 2022 has come to its end."""


@contextmanager
def history(folder: Path) -> Iterator[tuple[Office, OfficerId, bool]]:
    """Open the office that keeps the two years' books; make it first where there is none.

    It is made beside its place and moved there when it is complete: a run that was broken off
    leaves nothing behind that looks like an office.

    Args:
        folder: where it lies.

    Yields:
        The office at the end of the two years, who heads supervision, whether it was made now.
    """
    created = not (folder / "office.toml").is_file()
    if created:
        partial = folder.with_name(f"{folder.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        _make(partial)
        partial.rename(folder)
    clock = StoryClock()
    clock.turn(END)
    with open_office(folder / "office.toml", now=clock) as office:
        yield office, OfficerId(acting_officer(office, _head(_people(folder)))), created


def _make(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(HERE / name, folder / name)
    earlier = (HERE / "earlier_people.toml").read_text("utf-8")
    (folder / "people.toml").write_text(PEOPLE.read_text("utf-8") + earlier, "utf-8")
    write_exports(folder / "exports")
    clock = StoryClock()
    clock.turn(BEGIN)
    with create_office(folder / "office.toml", now=clock) as office:
        staff, checklist = _founded(office, folder)
        _live(office, clock, staff, checklist)
        clock.turn(END)
        import_cases(office, staff.inspectors[0], (folder / "exports",))


def _people(folder: Path) -> PeopleFile:
    return read_people(folder / "people.toml")


def _head(people: PeopleFile) -> str:
    return next(
        one.number
        for one in people.officers
        if any(post.role is Role.SUPERVISION_HEAD for post in one.posts)
    )


def _founded(office: Office, folder: Path) -> tuple[Staff, str]:
    """Enter people, dictionary and checklist."""
    people = _people(folder)
    head = OfficerId(acting_officer(office, _head(people)))
    load_people(office, head, people)
    with office.work(head) as work:
        enter_problem_codes(work, read_problem_codes(folder / "problem_codes.toml"))
        checklist = checklists.issue_checklist(work, style_checklist())
        work.commit()
    with office.read(head) as view:
        return Staff.of(view, office.unit, day_of(office.now())), checklist


def _live(office: Office, clock: StoryClock, staff: Staff, checklist: str) -> None:
    """Let all courses take their turns; month by month the chief gets his report."""
    diary = Diary(office, clock)
    for course in (
        *sittings(staff),
        *deployments(staff),
        *casework(staff),
        *visits(staff, checklist),
        *projects(staff),
        *_integrity(staff),
    ):
        diary.add(course)
    for month in REPORTED:
        period = parse_period(month)
        diary.run(period.last)
        clock.turn(f"{(period.last + 3 * DAY).isoformat()} 10:00")
        draft = draft_report(office, staff.head, period, proposals=("继续抓好整改销号。",))
        with office.work(staff.head) as work:
            issue_report(work, draft)
            work.commit()
    diary.run(dt.date.fromisoformat(END[:10]))


def _integrity(staff: Staff) -> Iterator[Course]:
    for place, day in enumerate(INTEGRITY_TALKS):
        department = staff.departments[place % len(staff.departments)]
        person = SpokenTo(officer=staff.heads[department], department=department)
        yield talk(staff, "integrity", "廉政谈话", person, day, staff.inspectors[0])
