"""What people see: aligned tables, plain lines of progress, canonical JSON."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from supervision.cli import screen as screens
from supervision.cli.screen import Column, Screen
from supervision.cli.texts import Text, width


def test_columns_are_aligned_over_chinese_characters(capsys: pytest.CaptureFixture[str]) -> None:
    columns = (Column("部门", "department"), Column("数量", "count", right=True))
    Screen().table(columns, [("第一检察部", "3"), ("db", "12")])
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["部门        数量", "第一检察部     3", "db            12"]
    assert len({width(line) for line in lines}) == 1


def test_a_table_that_is_piped_is_not_folded(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().table((Column("标题", "title"),), [("长" * 300,)])
    assert "长" * 300 in capsys.readouterr().out


def test_a_table_without_rows_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().table((Column("标题", "title"),), [])
    assert capsys.readouterr().out == ""


def test_markup_in_a_text_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().table((Column("标题", "title"),), [("[bold]x[/] :smile: [1]",)])
    assert "[bold]x[/] :smile: [1]" in capsys.readouterr().out


def test_json_is_sorted_and_readable(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().data({"乙": 1, "甲": None})
    assert capsys.readouterr().out == '{\n  "乙": 1,\n  "甲": null\n}\n'


def test_pairs_without_a_value_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    Screen().pairs([("标题", "一"), ("案号", ""), ("id", "二\n三")])
    assert capsys.readouterr().out == "标题  一\nid    二\n      三\n"


def test_progress_away_from_a_terminal_is_plain_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(screens, "_EVERY", 0.0)
    with Screen(lang="en").progress(Text("读", "Reading"), 2) as step:
        step()
        step()
    assert capsys.readouterr().err == "Reading 1/2\nReading 2/2\n"


def test_progress_is_quiet_when_it_is_quick(capsys: pytest.CaptureFixture[str]) -> None:
    with Screen().progress(Text("读", "Reading"), 0) as step:
        step()
    assert capsys.readouterr().err == ""


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_there_is_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with Screen().progress(Text("读取案件", "Reading"), 2) as step:
        step()
        step()
    assert "读取案件" in terminal.getvalue()


def test_on_a_terminal_long_lines_are_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "20")
    Screen().say(Text("检务督察" * 6, "x"))
    Screen().hanging("一  ", "检务督察" * 5)
    Screen().pairs([("一", "检务督察" * 6)])
    assert [line for line in terminal.getvalue().splitlines() if width(line) > 24] == []


def test_a_reader_that_goes_away_is_no_error() -> None:
    code = "import sys; from supervision.cli.main import main; sys.exit(main(['--help']))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        error = process.stderr.read()
    assert b"Traceback" not in error


def test_a_terminal_without_chinese_shows_question_marks() -> None:
    code = "import sys; from supervision.cli.main import main; sys.exit(main(['--help']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "latin-1", "PATH": ""},
    )
    assert b"?" in done.stdout
    assert done.stderr == b""
