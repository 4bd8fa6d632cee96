"""Retention, holds, destruction, archives and returns from the command line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from supervision.codec import decode
from supervision.domain.aggregate_returns import ReturnContent
from supervision.domain.officers import officer_id
from supervision.domain.units import unit_id
from supervision.office.returns import ReturnFile, checksum_of, written_return

Type = Callable[..., Any]

HEAD, INSPECTOR, CHIEF, FIRST = "mw002", "mw003", "mw001", "mw101"
BECAUSE = ("--reason", "保管期满")


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


@pytest.fixture
def contact(at: Type, office: Path, tmp_path: Path) -> str:
    """A contact of two years ago, with a scan, in an office that keeps contacts six months."""
    toml = office / "office.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[retention.terms]\ncontact = "6个月"\n', "utf-8")
    words = ("finding", "open", "--title", "卷宗目录不全", "--department", "一部", "--json")
    finding = done(at(*words)).json["id"]
    made = ("contact", "make", f"finding:{finding}", "--means", "书面", "--said", "已催")
    words = (*made, "--department", "一部", "--contacted-on", "2024-01-05")
    id = str(done(at(*words, "--json")).json["id"])
    scan = tmp_path / "回单.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    done(at("attachment", "add", "跟踪联系", id, str(scan), "--title", "回单"))
    return id


def test_the_schedule_says_what_the_office_has_to_decide(at: Type, contact: str) -> None:
    lines = {one["kind"]: one for one in done(at("retention", "schedule", "--json")).json["lines"]}
    assert lines["contact"]["term"] == "6m"
    assert lines["item"]["term"] is None
    assert "档案法实施条例" in lines["item"]["basis"][0]["regulation"]
    shown = done(at("retention", "schedule"))
    assert "[retention.terms]" in shown.out


def test_a_contact_is_held_freed_destroyed_by_two_and_verified(at: Type, contact: str) -> None:
    due = done(at("retention", "due", "--json")).json
    assert [one["id"] for one in due["records"]] == [contact]
    assert "2024-07-05" in done(at("retention", "due", "--kind", "跟踪联系")).out
    place = ("retention", "hold", "--of", "跟踪联系", contact, "--ordered-by", "监委")
    hold = done(at(*place, "--reason", "调查", "--json")).json["id"]
    assert "监委" in done(at("retention", "holds")).out
    wanted = ("retention", "propose", "--of", "跟踪联系", contact, *BECAUSE, "--as", INSPECTOR)
    refused = at(*wanted)
    assert refused.code == 1
    assert "保全" in refused.err
    assert at("retention", "propose", "--due-of", "跟踪联系", *BECAUSE).code == 1
    done(at("retention", "lift", hold[-6:], "--reason", "结束"))
    assert done(at("retention", "holds", "--lifted", "--json")).json["count"] == 1

    words = ("retention", "propose", "--due-of", "跟踪联系", *BECAUSE, "--as", INSPECTOR)
    id = done(at(*words, "--json")).json["id"]
    assert "待批" in done(at("retention", "list", "--state", "proposed")).out
    assert at("retention", "approve", id, *BECAUSE, "--as", FIRST).code == 1
    done(at("retention", "approve", id, *BECAUSE, "--as", CHIEF))
    run = done(at("retention", "execute", id, "--as", INSPECTOR, "--json")).json
    assert len(run["erased"]) == 2
    assert run["kept"] == []
    assert "已销毁" in done(at("retention", "show", id)).out
    verified = done(at("verify", "--json")).json
    assert verified["ok"]
    assert verified["erased"] == 2


def test_a_list_is_refused_and_a_name_is_erased(at: Type, contact: str) -> None:
    words = ("retention", "propose", "--of", "跟踪联系", contact, *BECAUSE, "--as", INSPECTOR)
    id = done(at(*words, "--json")).json["id"]
    assert (
        done(at("retention", "refuse", id, "--reason", "留存", "--json")).json["state"] == "refused"
    )
    officer = officer_id(unit_id("mw"), "mw102")
    words = ("retention", "propose", "--of", "人员", officer, "--field", "name")
    answer = at(*words, "--reason", "本人申请", "--as", INSPECTOR, "--json")
    name = done(answer).json["id"]
    done(at("retention", "approve", name, *BECAUSE, "--as", HEAD))
    shown = done(at("retention", "execute", name, "--as", INSPECTOR))
    assert "已清除密封内容 1 份" in shown.out


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ('item = "soon"', "retention.term"),
        ('sweep_run = "5m"', "retention.too_short"),
        ('officer = "1y"', "retention.no_line"),
    ],
)
def test_wrong_terms_keep_the_office_shut(at: Type, office: Path, terms: str, code: str) -> None:
    toml = office / "office.toml"
    toml.write_text(toml.read_text("utf-8") + f"\n[retention.terms]\n{terms}\n", "utf-8")
    answer = at("todo", "--json")
    assert answer.code != 0
    assert answer.json["error"]["code"] == "config.retention"
    assert [one["code"] for one in answer.json["error"]["problems"]] == [code]


def test_own_lines_replace_the_packaged_ones(at: Type, office: Path) -> None:
    toml = office / "office.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[retention]\nschedule = "own.toml"\n', "utf-8")
    answer = at("todo", "--json")
    assert answer.json["error"]["problems"][0]["code"] == "config.overrides_file"
    (office / "own.toml").write_text('[[lines]]\nkind = "clock"\n', "utf-8")
    assert "own.toml: lines[0]" in at("todo", "--json").json["error"]["problems"][0]["path"]
    (office / "own.toml").write_text(
        '[[lines]]\nkind = "clock"\nended = "ended_on"\nterm = "10年"\n', "utf-8"
    )
    lines = {one["kind"]: one for one in done(at("retention", "schedule", "--json")).json["lines"]}
    assert lines["clock"]["term"] == "10y"


def test_an_archive_is_written_and_checked(at: Type, type_in: Type, tmp_path: Path) -> None:
    words = ("item", "propose", "--title", "专项", "--kind", "item.style", "--json")
    item = done(at(*words)).json["id"]
    folder = tmp_path / "archive"
    assert at("archive", "export", str(folder)).code == 2
    assert at("archive", "export", str(folder), "--closed-in", "2019").code == 1
    told = done(at("archive", "export", str(folder), "--item", item[-6:], "--json")).json
    assert told["records"] >= 1
    checked = done(type_in("archive", "check", str(folder), "--digest", told["digest"]))
    assert "归档包完好" in checked.out
    page = next(folder.rglob("*.md"))
    assert "专项" in page.read_text("utf-8")
    page.write_text("forged", "utf-8")
    broken = type_in("archive", "check", str(folder))
    assert broken.code == 3
    assert page.name in broken.out


def test_a_return_is_written_and_refused_by_its_own_unit(at: Type, tmp_path: Path) -> None:
    """RETURN-1, RETURN-2, RETURN-3."""
    file, sheet = tmp_path / "return.json", tmp_path / "return.csv"
    words = ("return", "export", "--period", "2024-10", "--out", str(file), "--csv", str(sheet))
    told = done(at(*words, "--json")).json
    assert told["period"] == "2024-10"
    assert told["statistics"] > 10
    assert "统计" in sheet.read_text("utf-8-sig")
    assert at("return", "export", "--period", "2090", "--out", str(file)).code == 1
    refused = at("return", "import", str(file))
    assert refused.code == 1
    assert "/mw" in refused.err
    forged = json.loads(file.read_text("utf-8"))
    forged["content"]["counts"][0]["total"] += 1
    file.write_text(json.dumps(forged), "utf-8")
    assert at("return", "import", str(file), "--json").json["error"]["code"] == "return.checksum"
    file.write_bytes(b"\xff\xfe\x00")
    assert at("return", "import", str(file), "--json").json["error"]["code"] == "return.text"
    assert done(at("return", "list", "--all", "--json")).json["count"] == 0
    csv = tmp_path / "rollup.csv"
    words = ("return", "rollup", "findings", "--period", "2024-10", "--by", "state")
    table = done(at(*words, "--share", "closed", "--csv", str(csv), "--json")).json
    assert table["rows"][0]["keys"][1] == "own records"
    assert "本系统" in done(at("return", "rollup", "findings", "--period", "2024-10")).out
    assert at("return", "rollup", "officers", "--period", "2024-10").code == 2
    assert at("return", "rollup", "findings", "--period", "2024-10", "--by", "x").code == 2
    assert at("return", "rollup", "findings", "--period", "2024-10", "--share", "x").code == 2


def test_a_return_of_a_unit_below_is_received(at: Type, office: Path, tmp_path: Path) -> None:
    file = tmp_path / "return.json"
    done(at("return", "export", "--period", "2024-10", "--out", str(file)))
    made = decode(ReturnFile, file.read_text("utf-8").strip())
    below = attrs.evolve(made.content, unit="sub", path=f"{made.content.path}/sub")

    def write(content: ReturnContent) -> None:
        forged = attrs.evolve(made, content=content, checksum=checksum_of(content))
        file.write_text(written_return(forged), "utf-8")

    write(below)
    id = done(at("return", "import", str(file), "--json")).json["id"]
    again = done(at("return", "import", str(file), "--json")).json
    assert (again["id"], again["entries"]) == (id, 0)
    assert "2024-10" in done(at("return", "list")).out
    assert "sub" in done(at("return", "show", id)).out
    table = done(at("return", "rollup", "findings", "--period", "2024-10", "--json")).json
    assert [row["keys"][1] for row in table["rows"]] == ["own records", "return"]
    table = done(at("return", "rollup", "findings", "--period", "2024-Q4", "--json")).json
    assert table["rows"][1]["values"] == [None]
    counts = (attrs.evolve(below.counts[0], total=0, cells=()), *below.counts[1:])
    fixed = attrs.evolve(below, made_on=below.made_on.replace(day=1), counts=counts)
    fixed = attrs.evolve(fixed, period="2024-11")
    write(fixed)
    assert at("return", "import", str(file), "--replace", "--reason", "更正").code == 1
    write(attrs.evolve(below, made_on=dt.date(2025, 1, 2)))
    assert at("return", "import", str(file)).code == 1
    done(at("return", "import", str(file), "--replace", "--reason", "更正"))
    assert done(at("return", "list", "--all", "--json")).json["count"] == 2
    assert done(at("return", "list", "--json")).json["count"] == 1
    assert done(at("verify", "--json")).json["ok"]
