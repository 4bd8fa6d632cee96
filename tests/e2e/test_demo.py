"""`supervision demo`: from a case export to a verified journal, and nothing new the second time."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from supervision.cli.main import main

pytestmark = pytest.mark.slow


class Answer(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Play = Callable[..., Answer]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """The first run, once for the module."""
    import contextlib
    import io

    folder = tmp_path_factory.mktemp("demo") / "office"
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["demo", "--dir", str(folder), "--json"])
    return folder, Answer(code, out.getvalue(), err.getvalue())


@pytest.fixture
def folder(first: tuple[Path, Answer], tmp_path: Path) -> Path:
    """A copy of the office the first run left."""
    return Path(shutil.copytree(first[0], tmp_path / "demo"))


@pytest.fixture
def play(capsys: pytest.CaptureFixture[str]) -> Play:
    def run(*words: str) -> Answer:
        capsys.readouterr()
        code = main(words)
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return run


def made(folder: Path) -> Any:
    return json.loads((folder / "faults.json").read_text("utf-8"))


def test_it_finds_every_injected_fault_and_no_other(first: tuple[Path, Answer]) -> None:
    folder, answer = first
    assert answer.code == 0, answer.err
    expected = answer.json["expected"]
    assert expected["injected"] == expected["found"] == len(made(folder)["faults"])
    assert expected["missed"] == expected["extra"] == []
    assert expected["unreadable_missed"] == expected["unreadable_extra"] == []


def test_it_reads_a_year_of_cases(first: tuple[Path, Answer]) -> None:
    folder, answer = first
    counts = answer.json["counts"]
    assert (counts["cases"], counts["events"]) == (made(folder)["cases"], made(folder)["events"])
    assert counts["cases"] == 2000
    assert counts["rejected"] == len(made(folder)["unreadable"])


def test_everything_comes_to_its_end(first: tuple[Path, Answer]) -> None:
    counts = first[1].json["counts"]
    assert counts["findings"] == counts["findings_closed"] > 0
    assert counts["measures"] == counts["measures_accepted"] > 0
    assert counts["items"] == counts["items_archived"] == 1
    assert (counts["measures_late"], counts["answers_returned"]) == (1, 1)


def test_two_weeks_of_corrections_are_counted(first: tuple[Path, Answer]) -> None:
    folder, answer = first
    weeks = answer.json["weeks"]
    assert all(week["agrees"] for week in weeks)
    expected = made(folder)["weeks"]
    for name in ("created", "changed", "returned", "gone", "unchanged"):
        assert [week[name] for week in weeks] == [week[name] for week in expected]
    assert all(weeks[-1][name] > 0 for name in ("created", "returned", "gone", "unchanged"))


def test_the_journal_is_proven_and_checkpoints_hold(first: tuple[Path, Answer]) -> None:
    proof, history = first[1].json["proof"], first[1].json["history"]
    assert proof["ok"] is history["ok"] is True
    assert proof["entries"] + history["entries"] == first[1].json["new_entries"]
    assert proof["checkpoints_held"] >= 1


def test_published_figures_stand_beside_those_counted(first: tuple[Path, Answer]) -> None:
    figures = first[1].json["published"]
    assert all(one["agrees"] for one in figures)
    assert {one["key"] for one in figures} >= {"meetings", "decision_rectifications", "notices"}
    assert all({"computed", "published", "exact", "unit"} <= one.keys() for one in figures)
    (ratio,) = (one for one in figures if one["key"] == "ratio_after")
    assert (ratio["computed"], ratio["published"], ratio["unit"]) == ("1:1.54", "1:1.54", None)


def test_it_says_where_everything_lies(first: tuple[Path, Answer]) -> None:
    for path in first[1].json["files"].values():
        assert Path(path).exists(), path


def test_a_second_run_creates_nothing_new(folder: Path, play: Play) -> None:
    sheet = (folder / "assessment-2022.csv").read_bytes()
    again = play("demo", "--dir", str(folder), "--json")
    assert again.code == 0, again.err
    assert (again.json["created"], again.json["new_entries"]) == (False, 0)
    assert (folder / "assessment-2022.csv").read_bytes() == sheet
    third = play("demo", "--dir", str(folder))
    assert "没有新增任何内容" in third.out
    assert "没有遗漏" in third.out
    assert "核验通过" in third.out
    assert "台账核验通过" in third.out
    assert "1:2.02" in third.out


def test_it_is_told_in_english_too(folder: Path, play: Play) -> None:
    answer = play("demo", "--dir", str(folder), "--lang", "en")
    assert "this run created nothing new" in answer.out
    assert "The proof holds" in answer.out
    assert "Rectification notices" in answer.out


def test_a_run_that_was_broken_off_goes_on(
    tmp_path: Path, play: Play, first: tuple[Path, Answer]
) -> None:
    """Only the office's files are there, as if the machine had stopped before the import."""
    folder = tmp_path / "demo"
    folder.mkdir()
    for name in (".supervision-demo", "faults.json"):
        shutil.copy(first[0] / name, folder)
    shutil.copytree(first[0] / "exports", folder / "exports")
    answer = play("demo", "--dir", str(folder), "--json")
    assert answer.code == 0, answer.err
    assert answer.json["counts"] == first[1].json["counts"]


def test_figures_are_counted_from_the_records(
    folder: Path, play: Play, first: tuple[Path, Answer]
) -> None:
    """One journalled record less: the figure changes, and the proof says which is missing."""
    with closing(sqlite3.connect(folder / "records.sqlite")) as connection, connection:
        (id,) = connection.execute("select id from sv_row_finding order by id limit 1").fetchone()
        connection.execute("delete from sv_row_finding where id = ?", (id,))
        connection.execute("delete from sv_many_finding where id = ?", (id,))
    connection.close()
    answer = play("stats", "findings", "--office", str(folder), "--as", "mw051", "--json")
    before = first[1].json["counts"]["findings"]
    assert answer.json["tables"][0]["total"] == [before - 1]
    proof = play("verify", "--office", str(folder), "--json")
    assert proof.code == 3
    assert any(id in fault["place"] for fault in proof.json["faults"])


def test_a_fault_that_is_not_on_the_list_fails_the_demo(folder: Path, play: Play) -> None:
    listed = made(folder)
    kept = listed["faults"].pop()
    listed["faults"][0]["due"] = "2021-01-01"
    (folder / "faults.json").write_text(json.dumps(listed), "utf-8")
    answer = play("demo", "--dir", str(folder))
    assert answer.code == 1
    assert "遗漏" in answer.out
    assert f"多报：{kept['rule']}" in answer.out


def test_fresh_begins_anew(folder: Path, play: Play) -> None:
    (folder / "note.txt").write_text("mine", "utf-8")
    answer = play("demo", "--dir", str(folder), "--fresh", "--json")
    assert answer.code == 0
    assert answer.json["created"] is True
    assert not (folder / "note.txt").exists()


def test_a_folder_with_something_else_in_it_is_not_touched(tmp_path: Path, play: Play) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    answer = play("demo", "--dir", str(tmp_path), "--fresh")
    assert answer.code == 2
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]
    assert "Traceback" not in answer.err


def test_an_office_of_an_older_version_asks_for_fresh(folder: Path, play: Play) -> None:
    with closing(sqlite3.connect(folder / "records.sqlite")) as connection, connection:
        connection.execute("update sv_meta set value = '0-older' where name = 'format'")
    connection.close()
    answer = play("demo", "--dir", str(folder))
    assert answer.code == 2
    assert "--fresh" in answer.err
