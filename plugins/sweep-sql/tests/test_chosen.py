"""Engines and the case store as the office's TOML chooses them, through the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supervision.cli.main import main

OFFICE = """\
[office]
name = "督察"
unit = "mw"
[plugins]
enable = [
  "supervision_store_sql.plugin",
  "supervision_cases_table.plugin",
  "supervision_sweep_sql.plugin",
]
[store]
backend = "sqlite"
path = "records.sqlite"
[access]
policy = "open-office"
[cases]
{cases}
[monitoring]
rules = ["rules.toml"]
{monitoring}
"""
PEOPLE = """\
[[units]]
code = "mw"
path = "/fj/mw"
name = "测试院"
prefix = "马检"
[[departments]]
unit = "mw"
code = "dc"
name = "检务督察部"
kind = "supervision"
[[departments]]
unit = "mw"
code = "yb"
name = "一部"
kind = "business"
[[officers]]
unit = "mw"
number = "mw002"
name = "陈二"
category = "prosecutor"
posts = [{ role = "supervision_head", department = "dc", since = 2020-01-01 }]
"""
RULES = """\
[[rules]]
type = "deadline"
code = "SERVED"
name = { zh = "文书送达逾期", en = "Documents served late" }
basis = "gz"
valid_from = 2019-12-30
certainty = "confirmed"
severity = "slight"
problem_code = "document.served_late"
start = { events = ["decided"] }
end = { events = ["served"] }
limit = { count = 3, unit = "day" }
sentences = [
  { stage = "overdue", zh = "{case}应于{due}前送达", en = "{case}: not served by {due}" },
  { stage = "late_done", zh = "{case}应于{due}前送达，{end}送达", en = "{case}: served on {end}" },
]
"""
HEAD = "统一受案号,案件名称,案件类别,承办部门,受理日期,审结日期,文书送达日期\n"
LATE, FINE, OPEN = "2026-02-20", "2026-02-03", ""
PARQUET = 'backend = "parquet"\nfolder = "cases"'
SQLITE = 'backend = "sqlite"\npath = "cases.sqlite"'
INCREMENTAL = 'engine = "duckdb"\nincremental = true'


def export(**served: str) -> str:
    rows = (
        f"35010520260000{number[1:]},某案,审查起诉,一部,2026-01-05,2026-02-02,{day}"
        for number, day in served.items()
    )
    return HEAD + "\n".join(rows) + "\n"


class Desk:
    """An office on disk, and its command line."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self._exports = 0

    def type(self, *words: str) -> tuple[int, str]:
        self._capsys.readouterr()
        code = main(("--office", str(self.folder / "office.toml"), "--as", "mw002", *words))
        out, err = self._capsys.readouterr()
        return code, out + err

    def deliver(self, **served: str) -> None:
        self._exports += 1
        file = self.folder / f"{self._exports}.csv"
        file.write_text(export(**served), "utf-8")
        code, told = self.type("import", "cases", str(file))
        assert code == 0, told

    def sweep(self, *words: str) -> Any:
        code, told = self.type("sweep", *words, "--json")
        assert code == 0, told
        return json.loads(told)

    def configure(self, cases: str, monitoring: str) -> None:
        text = OFFICE.format(cases=cases, monitoring=monitoring)
        (self.folder / "office.toml").write_text(text, "utf-8")


Opened = Callable[[str, str], Desk]


@pytest.fixture
def opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Opened:
    def made(cases: str, monitoring: str) -> Desk:
        desk = Desk(tmp_path, capsys)
        (tmp_path / "people.toml").write_text(PEOPLE, "utf-8")
        (tmp_path / "rules.toml").write_text(RULES, "utf-8")
        desk.configure(cases, monitoring)
        words = ("init", str(tmp_path), "--people", str(tmp_path / "people.toml"))
        code = main((*words, "--as", "mw002"))
        assert code == 0, capsys.readouterr().err
        return desk

    return made


def counts(swept: Any) -> tuple[int, int, int, int, int]:
    (run,) = swept["runs"]
    (tally,) = run["result"]["tallies"]
    seen, created, back, gone = (tally[key] for key in ("seen", "created", "returned", "gone"))
    return seen, created, back, gone, seen - created - back - tally["moved"]


def test_a_configured_office_computes_only_what_changed(opened: Opened) -> None:
    desk = opened(PARQUET, INCREMENTAL)
    desk.deliver(A1=LATE, A2=FINE, A3=LATE)
    first = desk.sweep()
    assert (first["computed"], counts(first)) == (3, (2, 2, 0, 0, 0))
    assert (desk.folder / "cases" / "standing.duckdb").is_file()
    again = desk.sweep()
    assert (again["computed"], counts(again)) == (0, (2, 0, 0, 0, 2))
    desk.deliver(A2=FINE, A3=FINE, A4=OPEN)
    third = desk.sweep()
    assert (third["computed"], counts(third)) == (2, (2, 1, 0, 1, 1))
    full = desk.sweep("--full")
    assert (full["computed"], counts(full)) == (None, (2, 0, 0, 0, 2))


def test_it_says_what_it_did(opened: Opened) -> None:
    desk = opened(PARQUET, INCREMENTAL)
    desk.deliver(A1=LATE)
    assert "重新计算 1 个案件" in desk.type("sweep")[1]
    assert "全量巡查" in desk.type("sweep", "--case", "350105202600001")[1]
    assert "重新计算 0 个案件" in desk.type("sweep")[1]


def test_an_office_not_configured_so_may_be_told_to(opened: Opened) -> None:
    desk = opened(PARQUET, 'engine = "duckdb"')
    desk.deliver(A1=LATE)
    assert desk.sweep()["computed"] is None
    assert desk.sweep("--incremental")["computed"] == 1
    assert desk.sweep("--incremental")["computed"] == 0


def test_another_rule_or_another_case_store_begins_anew(opened: Opened) -> None:
    desk = opened(PARQUET, INCREMENTAL)
    desk.deliver(A1=LATE, A2=FINE)
    desk.sweep()
    rules = desk.folder / "rules.toml"
    rules.write_text(RULES.replace("count = 3", "count = 30"), "utf-8")
    changed = desk.sweep()
    assert (changed["computed"], counts(changed)) == (2, (0, 0, 0, 1, 0))
    held = desk.folder / "cases"
    kept = (held / "standing.duckdb").read_bytes()
    held.rename(desk.folder / "earlier")
    desk.deliver(A5=LATE)
    (held / "standing.duckdb").write_bytes(kept)
    assert desk.sweep()["computed"] == 1


def test_a_scope_is_no_matter_of_increments(opened: Opened) -> None:
    desk = opened(PARQUET, INCREMENTAL)
    desk.deliver(A1=LATE)
    code, told = desk.type("sweep", "--incremental", "--rule", "SERVED")
    assert code == 1
    assert "--incremental" in told
    code, told = desk.type("sweep", "--incremental", "--full")
    assert code == 2
    assert desk.sweep("--rule", "SERVED")["computed"] is None


def test_what_is_kept_and_cannot_be_used_is_told_with_its_place(opened: Opened) -> None:
    desk = opened(PARQUET, INCREMENTAL)
    desk.deliver(A1=LATE)
    kept = desk.folder / "cases" / "standing.duckdb"
    kept.write_bytes(b"no database" * 1000)
    code, told = desk.type("sweep")
    assert code == 3
    assert str(kept) in told
    kept.unlink()
    assert desk.sweep()["computed"] == 1


@pytest.mark.parametrize(
    ("cases", "monitoring", "said"),
    [
        (PARQUET, "incremental = true", "duckdb"),
        (SQLITE, INCREMENTAL, "parquet"),
        (SQLITE, 'engine = "postgresql"', "monitoring.engines.postgresql.url"),
        (SQLITE, "[monitoring.engines.duckbd]", "duckdb"),
        (
            SQLITE,
            'engine = "postgresql"\n[monitoring.engines.postgresql]\nurl = ""\npassword = "open"',
            "monitoring.engines.postgresql.password",
        ),
    ],
)
def test_settings_that_do_not_go_together_are_refused_with_their_line(
    opened: Opened, cases: str, monitoring: str, said: str
) -> None:
    desk = opened(SQLITE, "")
    desk.configure(cases, monitoring)
    code, told = desk.type("sweep")
    assert code == 2
    assert said in told
    assert "行" in told


def test_an_office_that_cannot_is_told_what_to_choose(opened: Opened) -> None:
    desk = opened(SQLITE, 'engine = "duckdb"')
    desk.deliver(A1=LATE)
    code, told = desk.type("sweep", "--incremental")
    assert code == 2
    assert 'backend = "parquet"' in told


def test_a_case_store_is_no_store_of_records(opened: Opened) -> None:
    desk = opened(SQLITE, "")
    file = desk.folder / "office.toml"
    text = file.read_text("utf-8").replace(
        '"sqlite"\npath = "records.sqlite"', '"parquet"\nfolder = "x"'
    )
    file.write_text(text, "utf-8")
    code, told = desk.type("sweep")
    assert code == 2
    assert "store.backend" in told
    assert "sqlite" in told


@pytest.mark.postgresql  # without its driver nothing else is told
@pytest.mark.parametrize(
    ("url", "expected", "said"),
    [
        ("postgresql://sweeper:open@nowhere/db", 2, "password ="),
        ("mysql://nowhere/db", 2, "postgresql://"),
        ("postgresql://nowhere:no/db?x=1", 2, "postgresql://"),
        ("postgresql://sweeper@/db?host=/nowhere", 3, "/nowhere"),
    ],
)
def test_a_server_that_cannot_be_reached_writes_nothing(
    opened: Opened, url: str, expected: int, said: str
) -> None:
    table = f'engine = "postgresql"\n[monitoring.engines.postgresql]\nurl = "{url}"'
    desk = opened(SQLITE, "")
    desk.deliver(A1=LATE)
    desk.configure(SQLITE, table)
    code, told = desk.type("sweep")
    assert code == expected
    assert said in told
    assert ":open@" not in told
    desk.configure(SQLITE, "")
    assert json.loads(desk.type("sweep", "history", "--json")[1])["runs"] == []


@pytest.mark.parametrize(("driver", "engine"), [("duckdb", "duckdb"), ("psycopg", "postgresql")])
def test_a_missing_driver_is_told(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, driver: str, engine: str
) -> None:
    desk = opened(SQLITE, "")
    table = '[monitoring.engines.postgresql]\nurl = "postgresql://nowhere"'
    desk.configure(SQLITE, f'engine = "{engine}"\n{table}')
    monkeypatch.setitem(sys.modules, driver, None)
    code, told = desk.type("sweep")
    assert code == 2
    assert f"sweep-sql[{engine}]" in told


@pytest.mark.postgresql
def test_a_server_computes_and_its_password_is_named_not_written(
    opened: Opened, new_schema: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = new_schema()
    password = server.password.value if server.password else "not asked for"
    monkeypatch.setenv("SWEEP_PASSWORD", password)
    table = f"""engine = "postgresql"
[monitoring.engines.postgresql]
url = "{server.url}"
password = {{ env = "SWEEP_PASSWORD" }}"""
    desk = opened(SQLITE, table)
    desk.deliver(A1=LATE, A2=FINE, A3=OPEN)
    swept = desk.sweep()
    assert counts(swept) == (2, 2, 0, 0, 0)
    assert swept["runs"][0]["engine"] == "postgresql"
    desk.configure(SQLITE, "")
    assert counts(desk.sweep()) == (2, 0, 0, 0, 2)
