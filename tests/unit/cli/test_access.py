"""`supervision access`: the deciding line and all lines; an office set up under `procuratorate`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Type = Callable[..., Any]

HEAD, INSPECTOR, FIRST, SECOND = "mw002", "mw003", "mw101", "mw201"


@pytest.fixture
def lined(office: Path) -> Path:
    """The office, under the packaged lines and one of its own."""
    file = office / "office.toml"
    text = file.read_text("utf-8")
    own = 'policy = "procuratorate"\nlines = "access.toml"'
    file.write_text(text.replace('policy = "open-office"', own), "utf-8")
    (office / "access.toml").write_text(
        '[[lines]]\ncode = "local.deny"\neffect = "deny"\nroles = ["inspector"]\n'
        'acts = ["finding.voided"]\nscope = "unit"\nbasis = "bz-1"\n'
        'zh = "本院由部门负责人作废。"\nen = "Here the head voids."\n',
        "utf-8",
    )
    return office


@pytest.fixture
def finding(at: Type, lined: Path) -> str:
    words = ("finding", "open", "--title", "目录不全", "--department", "一部", "--json")
    answer = at(*words, "--as", INSPECTOR)
    assert answer.code == 0, answer.err
    return str(answer.json["id"])


def test_the_deciding_line_is_printed_with_its_place(at: Type, finding: str) -> None:
    told = at("access", "explain", "finding.claimed", finding[-6:], "--as", FIRST)
    assert told.code == 0, told.err
    assert "准许" in told.out
    assert "department.answer" in told.out
    assert "procuratorate.toml" in told.out
    refused = at("access", "explain", "finding.voided", finding, "--as", INSPECTOR)
    assert "不准许" in refused.out
    assert "local.deny（access.toml 第 1 行）" in refused.out
    assert "bz-1" in refused.out
    english = at("access", "explain", "see", finding, "--as", FIRST, "--lang", "en")
    assert english.out.startswith("Granted: know of it")
    assert "own department" in english.out


def test_the_deciding_line_is_data_for_programs(at: Type, finding: str) -> None:
    told = at("access", "explain", "finding.closed", finding, "--as", FIRST, "--json").json
    assert (told["granted"], told["code"], told["line"]) == (False, "access.no_line", "")
    assert told["record"] == finding
    general = at("access", "explain", "finding.opened", "--as", INSPECTOR, "--json").json
    assert (general["granted"], general["line"], general["record"]) == (
        True,
        "supervision.work",
        None,
    )


def test_a_hidden_record_answers_like_one_that_never_was(at: Type, finding: str) -> None:
    answers = [
        at("access", "explain", "finding.claimed", id, "--as", SECOND)
        for id in (finding, "fnd_00000000000000000000ZZZZZZ")
    ]
    assert [one.code for one in answers] == [1, 1]
    assert answers[0].err.replace(finding[-6:], "ZZZZZZ") == answers[1].err


def test_an_unknown_act_is_told(at: Type, finding: str) -> None:
    answer = at("access", "explain", "finding.clossed", finding, "--as", FIRST)
    assert answer.code == 2
    assert "finding.clossed" in answer.err


def test_the_lines_in_force_are_listed(at: Type, lined: Path) -> None:
    shown = at("access", "policy", "--as", HEAD)
    assert "three.no-business" in shown.out
    assert "local.deny" in shown.out
    assert "遮蔽的字段" in shown.out
    data = at("access", "policy", "--as", HEAD, "--json").json
    assert data["policy"] == "procuratorate"
    assert data["lines"][-1]["file"] == "access.toml"
    assert "Masked" in at("access", "policy", "--as", HEAD, "--lang", "en").out


def test_an_office_without_lines_says_so(at: Type, office: Path) -> None:
    assert "没有条款可列" in at("access", "policy", "--as", HEAD).out
    assert at("access", "policy", "--as", HEAD, "--json").json["lines"] == []
    told = at("access", "explain", "finding.opened", "--as", HEAD)
    assert told.out.startswith("准许")


def test_a_wrong_line_stops_the_opening_with_its_place(at: Type, lined: Path) -> None:
    file = lined / "access.toml"
    file.write_text(file.read_text("utf-8").replace('"inspector"', '"inspecter"'), "utf-8")
    answer = at("access", "policy", "--as", HEAD)
    assert answer.code != 0
    assert "inspecter" in answer.err
    assert "第 4 行" in answer.err


@pytest.mark.parametrize("who", ["mw001", "mw002"])
def test_an_office_is_set_up_under_the_lines(
    type_in: Type, people: Path, tmp_path: Path, who: str
) -> None:
    folder = tmp_path / "new"
    words = ("init", str(folder), "--people", str(people), "--policy", "procuratorate")
    answer = type_in(*words, "--as", who)
    assert answer.code == 0, answer.err
    assert 'policy = "procuratorate"' in (folder / "office.toml").read_text("utf-8")
