"""Plays the story of the reference office (示范): from a case export to a verified journal.

`supervision demo` calls `play`. The chapters are in `mawei_story`, every one of them a handful of
calls that any other program may make as well. Then `mawei_history` lives through two years in an
office of its own, and what was published about them is counted from its records.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generate import generate
from mawei_history.told import tell_history
from mawei_story.cast import Chapter, StoryClock, Tell, Watch, Words
from mawei_story.closing import assess, deliver
from mawei_story.figures import Outcome, compared, counted, proven
from mawei_story.item_course import run_item
from mawei_story.monitoring import import_exports, run_rules, triage
from mawei_story.rectifying import answer_measures, close_findings, issue_measures
from mawei_story.scene import Scene
from mawei_story.weeks import sweep_again

from supervision import Office, StorageError, create_office, open_office
from supervision.domain.periods import parse_period
from supervision.domain.posts import Role
from supervision.domain.values import OfficerId
from supervision.office.assessing import export_sheet
from supervision.office.dictionary_files import read_bases, read_problem_codes
from supervision.office.entering import enter_bases, enter_problem_codes, load_people
from supervision.office.identity import acting_officer
from supervision.office.people_file import PeopleFile, read_people
from supervision.office.scoring import score_sheet

__all__ = ["Chapter", "Outcome", "play"]

HERE = Path(__file__).parent
FILES = (
    "office.toml",
    "people.toml",
    "bases.toml",
    "problem_codes.toml",
    "rules.toml",
    "scheme.toml",
)
PERIOD = "2022"


def play(
    folder: Path,
    *,
    language: str = "zh",
    tell: Tell = lambda _: None,
    watch: Watch | None = None,
) -> Outcome:
    """Play the whole story in a folder (演示全过程).

    Args:
        folder: where the office lives; made when it is missing.
        language: of sentences about contradictions.
        tell: called after every chapter.
        watch: opens a progress display.

    Returns:
        Every figure.

    Raises:
        StorageError: `storage.format` when another version of the software set the office up.
    """
    begun = time.monotonic()
    watch = watch or _silent
    prepare(folder, tell)
    clock = StoryClock()
    with _opened(folder, clock) as (office, before, anybody):
        scene = Scene(office, folder, clock, anybody, tell, watch)
        import_exports(scene)
        run_rules(scene)
        points = folder / "checkpoints.txt"
        if not points.exists():
            points.write_text(_lines(office), "utf-8")  # held against the journal at the end
        triage(scene)
        issue_measures(scene)
        run_item(scene)
        answer_measures(scene)
        close_findings(scene)
        deliver(scene)
        period = parse_period(PERIOD)
        assess(scene, period)
        sheet = _export(office, scene.cast.head, folder / f"assessment-{PERIOD}.csv", language)
        weeks = sweep_again(scene)
        printed = tuple(points.read_text("utf-8").split("\n")[:-1])
        with watch(Words("核验", "Verifying"), 0) as step:
            proof = proven(office, printed, language, step)
        points.write_text(
            "".join(f"{line}\n" for line in dict.fromkeys((*printed, *proof.lines))), "utf-8"
        )
        counts = counted(office, scene.cast.head)
        expected = compared(office, scene.cast.head, folder / "faults.json")
    books = tell_history(folder / "history", language, tell, watch)
    return Outcome(
        folder=folder,
        officer=scene.cast.head,
        created=not before,
        new_entries=proof.entries - before + books.new_entries,
        counts=counts,
        expected=expected,
        weeks=weeks,
        proof=proof,
        published=books.published,
        history=books.proof,
        files={
            "office": folder / "office.toml",
            "exports": folder / "exports",
            "corrections": folder / "corrections",
            "faults": folder / "faults.json",
            "records": folder / "records.sqlite",
            "cases": folder / "cases.sqlite",
            "messages": folder / "outbox",
            "assessment": sheet,
            "checkpoints": points,
            "history": books.file,
        },
        ok=proof.ok and expected.holds(counts) and all(week.agrees for week in weeks) and books.ok,
        milliseconds=round((time.monotonic() - begun) * 1000),
    )


def prepare(folder: Path, tell: Tell) -> None:
    """Make the folder with the office's files and the case exports (准备文件)."""
    title = Words("生成案件导出表", "Make case exports")
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(HERE / name, folder / name)
    if (folder / "faults.json").is_file() and (folder / "corrections").is_dir():
        told = Words("以前已经生成。", "Made before.")
    else:
        made = generate(folder)
        told = Words(
            f"{len(made.files)} 个文件，{made.cases} 个案件，其中注入问题 {len(made.faults)} 个。",
            f"{made.cases} cases in {len(made.files)} files, {len(made.faults)} faults among them.",
        )
    tell(Chapter(title=title, told=told))


@contextmanager
def _opened(folder: Path, clock: StoryClock) -> Iterator[tuple[Office, int, OfficerId]]:
    """Open the office of an earlier run, or set it up; enter its people and dictionaries.

    Yields:
        The office, how many journal entries it had before, and who founded it.
    """
    file = folder / "office.toml"
    try:
        office = open_office(file, now=clock)
    except StorageError as error:
        if error.code != "storage.missing":
            raise
        office = create_office(file, now=clock)
    with office:
        before = _entries(office)
        people = read_people(folder / "people.toml")
        head = OfficerId(acting_officer(office, _head(people)))
        load_people(office, head, people)
        with office.work(head) as work:
            entered = enter_bases(work, read_bases(folder / "bases.toml"))
            entered += enter_problem_codes(work, read_problem_codes(folder / "problem_codes.toml"))
            if entered.created or entered.changed:
                work.commit()
        yield office, before, head


def _head(people: PeopleFile) -> str:
    """Return the staff number of the head of supervision, who founds the office."""
    return next(
        one.number
        for one in people.officers
        if any(post.role is Role.SUPERVISION_HEAD for post in one.posts)
    )


def _entries(office: Office) -> int:
    return sum(point.seq for point in office.checkpoints())


def _lines(office: Office) -> str:
    return "".join(f"{point.line()}\n" for point in office.checkpoints())


def _export(office: Office, who: OfficerId, target: Path, language: str) -> Path:
    with office.read(who) as view:
        sheet = score_sheet(
            view, office.assessment.schemes, parse_period(PERIOD), made_at=office.now()
        )
    return export_sheet(office.assessment.exporter("csv"), sheet, target, language)


@contextmanager
def _silent(_: Words, __: int) -> Iterator[Callable[[], None]]:
    yield lambda: None
