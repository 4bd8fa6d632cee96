"""The two years of the reference office: every published figure is counted, and from records."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from supervision import Acting, Office, ReadView
from supervision.cli.main import main
from supervision.domain.circulars import CIRCULAR
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.departments import DEPARTMENT
from supervision.domain.findings import FINDING
from supervision.domain.inspections import INSPECTION
from supervision.domain.interviews import INTERVIEW
from supervision.domain.items import ITEM, ItemState
from supervision.domain.kinds import KINDS
from supervision.domain.measures import MEASURE, IssueMeasure
from supervision.domain.meetings import MEETING
from supervision.domain.opinions import OPINION
from supervision.domain.records import RecordKind
from supervision.domain.values import OfficerId
from supervision.office import interviews, measures
from supervision.ports.query import And, Eq, Everything, Has, Predicate, Prefix

pytestmark = pytest.mark.slow

MAWEI = Path(__file__).parents[2] / "examples" / "mawei"

AS_PUBLISHED = {
    "meetings": "80+",
    "works_with_opinions": "320+",
    "decision_works_checked": "291",
    "decision_rectifications": "79",
    "ratio_before": "1:2.02",
    "ratio_after": "1:1.54",
    "case_problems": "20+",
    "handlers_talked_to": "7",
    "file_problems": "30+",
    "integrity_talks": "6",
    "special_inspections": "9",
    "inspection_problems": "31",
    "criticised": "2",
    "items": "190+",
    "notices": "15",
    "talks": "16",
    "rectified_after_talks": "23",
    "talks_with_heads": "8",
    "talks_with_prosecutors": "8",
    "rectified_after_both": "35",
}
"""What the source says, written down once more and not taken from the example."""


@pytest.fixture(scope="module")
def example() -> Iterator[Callable[[str], Any]]:
    """Import modules of the example."""
    sys.path.insert(0, str(MAWEI))
    yield lambda name: importlib.import_module(f"mawei_history.{name}")
    sys.path.remove(str(MAWEI))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, example: Callable[[str], Any]) -> Path:
    """The office of the two years, made once for the module."""
    folder = tmp_path_factory.mktemp("history") / "office"
    # What a run that was broken off has left behind is no office.
    broken = folder.with_name("office.partial")
    broken.mkdir()
    (broken / "office.toml").write_text("[office]", "utf-8")
    with example("build").history(folder) as (_, _, created):
        assert created
    assert not broken.exists()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "office"))


@pytest.fixture
def compared(example: Callable[[str], Any]) -> Callable[[Path], dict[str, Any]]:
    """Count everything in an office that was made before."""

    def compare(folder: Path) -> dict[str, Any]:
        with example("build").history(folder) as (office, who, created):
            assert not created
            found = example("published").compare_published(office, who)
        return {one.key: one for one in found}

    return compare


Compare = Callable[[Path], dict[str, Any]]


@pytest.fixture(scope="module")
def counted(made: Path, example: Callable[[str], Any]) -> dict[str, Any]:
    """Every figure of the untouched office, counted once for the module."""
    with example("build").history(made) as (office, who, _):
        found = example("published").compare_published(office, who)
    return {one.key: one for one in found}


def test_every_published_figure_is_there_as_the_source_has_it(counted: dict[str, Any]) -> None:
    assert {key: one.published for key, one in counted.items()} == AS_PUBLISHED


@pytest.mark.parametrize("key", AS_PUBLISHED)
def test_what_is_counted_is_what_was_published(counted: dict[str, Any], key: str) -> None:
    one, published = counted[key], AS_PUBLISHED[key]
    assert one.exact is (not published.endswith("+"))
    if one.exact:
        assert str(one.computed) == published
    else:
        assert one.computed >= int(published.removesuffix("+"))
    assert one.agrees


def test_its_journal_is_proven(made: Path, example: Callable[[str], Any]) -> None:
    with example("build").history(made) as (office, _, _):
        assert office.verify().ok


def test_opening_it_again_writes_nothing(made: Path, example: Callable[[str], Any]) -> None:
    with example("build").history(made) as (office, _, _):
        before = office.checkpoints()
    with example("build").history(made) as (office, who, created):
        example("published").compare_published(office, who)
        assert not created
        assert office.checkpoints() == before


def test_everything_has_come_to_its_end(made: Path, example: Callable[[str], Any]) -> None:
    ends = {
        "item": {"archived"},
        "finding": {"closed"},
        "measure": {"closed"},
        "review": {"done"},
        "decision": {"concluded"},
        "decision_work": {"settled"},
        "report_request": {"assessed"},
        "interview": {"signed"},
        "circular": {"closed"},
        "inspection": {"concluded"},
        "instruction": {"closed"},
        "clock": {"stopped"},
    }
    kinds = {kind.name: kind for kind in KINDS}
    with example("build").history(made) as (office, who, _), office.read(who) as view:
        for name, states in ends.items():
            assert {one.key[0] for one in view.tally(kinds[name], by=("state",))} == states, name


def test_no_act_lies_outside_the_two_years_it_is_about(made: Path) -> None:
    """Everything begins within them; what is begun in January 2022 may end in February."""
    with closing(sqlite3.connect(made / "records.sqlite")) as connection:
        texts = [row[0] for row in connection.execute("select payload from sv_entry")]
    days = sorted(json.loads(text)["act"]["on"] for text in texts if "act" in json.loads(text))
    assert days[0] >= "2020-01-01"
    assert days[-1] <= "2022-02-28"


# ---------------------------------------------------------------------------- counted


def _one(view: ReadView, kind: RecordKind[Any], where: Predicate) -> str:
    return str(view.select(kind, where, limit=1)[0].id)


def _of(view: ReadView, kind: RecordKind[Any], where: Predicate) -> str:
    return str(view.select(kind, where, limit=1)[0].findings[0])


def _talked(capacity: str) -> Predicate:
    return And((Eq("talk", "admonishing"), Has("capacities", capacity)))


def _lone_opinion(view: ReadView) -> str:
    """An opinion on a work nothing else was said about."""
    works = [one.work for one in view.each(OPINION)]
    return next(one.id for one in view.each(OPINION) if works.count(one.work) == 1)


TAKEN: dict[str, tuple[RecordKind[Any], Callable[[ReadView], str]]] = {
    "meetings": (MEETING, lambda view: _one(view, MEETING, Everything)),
    "works_with_opinions": (OPINION, _lone_opinion),
    "decision_works_checked": (DECISION_WORK, lambda view: _one(view, DECISION_WORK, Everything)),
    "decision_rectifications": (
        FINDING,
        lambda view: _one(view, FINDING, Eq("problem_code", "decision")),
    ),
    "case_problems": (
        FINDING,
        lambda view: _one(view, FINDING, Prefix("problem_code", "handling")),
    ),
    "handlers_talked_to": (INTERVIEW, lambda view: _one(view, INTERVIEW, Eq("talk", "reminder"))),
    "file_problems": (FINDING, lambda view: _of(view, MEASURE, Eq("rung", "suggestion"))),
    "integrity_talks": (INTERVIEW, lambda view: _one(view, INTERVIEW, Eq("talk", "integrity"))),
    "special_inspections": (
        INSPECTION,
        lambda view: _one(view, INSPECTION, Eq("focus", "thematic")),
    ),
    "inspection_problems": (
        FINDING,
        lambda view: _one(view, FINDING, Prefix("problem_code", "style")),
    ),
    "criticised": (CIRCULAR, lambda view: _one(view, CIRCULAR, Everything)),
    "items": (ITEM, lambda view: _one(view, ITEM, Eq("state", ItemState.ARCHIVED.value))),
    "notices": (MEASURE, lambda view: _one(view, MEASURE, Eq("rung", "rectification_notice"))),
    "talks": (INTERVIEW, lambda view: _one(view, INTERVIEW, _talked("interviewee"))),
    "rectified_after_talks": (
        FINDING,
        lambda view: _of(view, INTERVIEW, _talked("interviewee")),
    ),
    "talks_with_heads": (
        INTERVIEW,
        lambda view: _one(view, INTERVIEW, _talked("department_head")),
    ),
    "talks_with_prosecutors": (
        INTERVIEW,
        lambda view: _one(view, INTERVIEW, _talked("prosecutor")),
    ),
    "rectified_after_both": (FINDING, lambda view: _of(view, INTERVIEW, _talked("prosecutor"))),
}
"""For each figure, a record without which it is one less."""


@pytest.mark.parametrize("key", TAKEN)
def test_one_record_less_and_the_figure_is_one_less(
    counted: dict[str, Any],
    folder: Path,
    example: Callable[[str], Any],
    compared: Compare,
    key: str,
) -> None:
    kind, chosen = TAKEN[key]
    with example("build").history(folder) as (office, who, _), office.read(who) as view:
        id = chosen(view)
    with closing(sqlite3.connect(folder / "records.sqlite")) as connection, connection:
        connection.execute(f"delete from sv_row_{kind.name} where id = ?", (id,))
    before, after = counted[key], compared(folder)[key]
    assert after.computed == before.computed - 1
    assert after.agrees is (not before.exact and before.computed > int(before.published[:-1]))
    with example("build").history(folder) as (office, _, _):
        assert not office.verify().ok  # and whoever took it away is found out


@pytest.mark.parametrize(("key", "year"), [("ratio_before", "2020"), ("ratio_after", "2021")])
def test_the_ratio_is_computed_from_the_events(
    folder: Path, compared: Compare, key: str, year: str
) -> None:
    with closing(sqlite3.connect(folder / "cases.sqlite")) as connection, connection:
        gone = connection.execute(
            "delete from sv_event where type = 'appealed' and number like ?", (f"3501050{year}%",)
        )
        assert gone.rowcount > 0
    found = compared(folder)
    assert not found[key].agrees
    others = {"ratio_before", "ratio_after"} - {key}
    assert all(found[one].agrees for one in others)


def test_a_voided_record_is_not_counted_and_the_proof_holds(
    folder: Path, example: Callable[[str], Any], compared: Compare
) -> None:
    """By the acts of daily work: a talk was entered twice, and the journal says so."""
    mistake = Acting(reason="重复登记")
    with example("build").history(folder) as (office, who, _):
        with office.read(who) as view:
            talk = _one(view, INTERVIEW, Eq("talk", "integrity"))
        with office.work(who) as work:
            interviews.void_interview(work, talk, acting=mistake)
            work.commit()
        assert office.verify().ok
    found = compared(folder)
    assert found["integrity_talks"].computed == 5
    assert [key for key, one in found.items() if not one.agrees] == ["integrity_talks"]


def test_what_is_new_is_counted_too(
    folder: Path, example: Callable[[str], Any], compared: Compare
) -> None:
    """Nothing is looked up: a sixteenth notice makes sixteen, which was not published."""
    with example("build").history(folder) as (office, who, _):
        _issue_notice(office, who)
    found = compared(folder)["notices"]
    assert (found.computed, found.agrees) == (16, False)


def _issue_notice(office: Office, who: OfficerId) -> None:
    with office.read(who) as view:
        department = view.select(DEPARTMENT, limit=1)[0].id
    with office.work(who) as work:
        notice = IssueMeasure(rung="rectification_notice", title="整改通知", department=department)
        measures.issue(work, notice, acting=Acting(on=dt.date(2022, 1, 28)))
        work.commit()


def test_a_broken_figure_fails_the_demonstration(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`supervision demo` finds the office of the two years, counts anew, and says what differs."""
    folder = tmp_path / "demo"
    shutil.copytree(made, folder / "history")
    (folder / ".supervision-demo").touch()
    with closing(sqlite3.connect(folder / "history" / "records.sqlite")) as connection, connection:
        connection.execute("delete from sv_row_measure where f_rung = 'rectification_notice'")
    assert main(["demo", "--dir", str(folder), "--json"]) == 1
    out = json.loads(capsys.readouterr().out)
    figures = {one["key"]: one for one in out["published"]}
    assert figures["notices"] == {
        "key": "notices",
        "computed": 0,
        "published": "15",
        "exact": True,
        "unit": {"zh": "份", "en": "copies"},
        "agrees": False,
        "zh": "发出整改通知",
        "en": "Rectification notices",
    }
    assert out["history"]["ok"] is False
    assert main(["demo", "--dir", str(folder)]) == 1
    shown = capsys.readouterr().out
    assert "不符" in shown
    assert "核验发现矛盾" in shown
