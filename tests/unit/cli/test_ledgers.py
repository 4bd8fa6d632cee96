"""Every ledger from the command line: listed, shown, exported, imported, acted on in bulk."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from supervision.cli.words import KINDS
from supervision.domain.ledger_entries import ENTRIES
from supervision.reporting.ledgers import LEDGERS

Type = Callable[..., Any]

HEADS = "立项编号,事项名称,事项类别,状态,牵头部门,督办人,立项日期,办结日期,工作要求"
ROWS = (
    "马检督立〔2021〕7号,卷宗专项,执法督察,已办结,一部,黄三,2021-3-5,2021-4-1,自查；整改",
    "马检督立〔2021〕8号,'=专项,内部审计,办理中,二部,mw003,2021-5-5,,",
)
BAD = "马检督立〔2021〕9号,坏行,内部审计,办理中,三部,张五,2021-5-5,,"


def done(answer: Any) -> Any:
    assert answer.code == 0, answer.err
    return answer


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "旧台账.csv"
    path.write_text("\n".join((HEADS, *ROWS, BAD)), "gb18030")
    return path


@pytest.fixture
def filled(at: Type, old: Path) -> str:
    """Import the old ledger; give the import's id."""
    return str(done(at("ledger", "import", "item", str(old), "--json")).json["id"])


# --- every kind ---


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_ledger_is_listed_and_exported(
    at: Type, tmp_path: Path, kind: str, lang: str
) -> None:
    told = done(at("ledger", "list", kind, "--lang", lang, "--limit", "3"))
    assert told.out
    target = tmp_path / "out.csv"
    count = done(at("ledger", "export", kind, "--to", str(target), "--lang", lang, "--json"))
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == count.json["count"] + 1


@pytest.mark.parametrize("kind", ["department", "officer"])
def test_a_ledger_shows_a_record_with_its_history(at: Type, kind: str) -> None:
    listed = done(at("ledger", "list", kind, "--json")).json["records"]
    shown = done(at("ledger", "show", kind, listed[0]["id"], "--json")).json
    assert shown["fields"]["id"] == listed[0]["id"]
    assert shown["entries"][0]["tag"] == f"{kind}.registered"
    assert "次变更" in done(at("ledger", "show", kind, listed[0]["id"][-6:])).out


# --- lists ---


def test_a_list_is_filtered_ordered_and_searched(at: Type, filled: str) -> None:
    def titles(*words: str) -> list[str]:
        found = done(at("ledger", "list", "item", *words, "--columns", "title", "--json")).json
        return [one["values"]["title"] for one in found["records"]]

    assert titles("--order", "-opened_on") == ["=专项", "卷宗专项"]
    assert titles("--order", "立项日期") == ["卷宗专项", "=专项"]
    assert titles("--where", "状态=已办结") == ["卷宗专项"]
    assert titles("--where", "lead=第二检察部") == ["=专项"]
    assert titles("--where", "督办人=黄三", "--where", "kind=执法督察") == ["卷宗专项"]
    assert titles("--where", "opened_on=2021-04-01..2021年12月31日") == ["=专项"]
    assert titles("--where", "closed_on=") == ["=专项"]
    assert titles("--where", f"imported={filled[-6:]}", "--search", "卷 宗") == ["卷宗专项"]
    number = "马检督立〔2021〕7号"
    assert titles("--where", f"id={number}") == titles("--where", f"number={number}")
    assert done(at("ledger", "list", "ledger_import", "--where", "台账=督察事项")).out


def test_a_list_goes_on_behind_the_last_record(at: Type, filled: str) -> None:
    first = done(at("ledger", "list", "item", "--limit", "1", "--order", "opened_on"))
    assert "列出 1 项，共 2 项。接着列：--after " in first.out
    after = first.out.strip()[-6:]
    words = ("ledger", "list", "item", "--limit", "1", "--order", "opened_on", "--after", after)
    assert "=专项" in done(at(*words)).out
    more = done(at("ledger", "list", "item", "--limit", "1", "--search", "专项"))
    assert "还有更多" in more.out
    assert "没有符合条件的记录" in done(at("ledger", "list", "item", "--search", "无")).out


def test_a_list_is_printed_as_csv_or_json_with_names_or_codes(at: Type, filled: str) -> None:
    words = ("ledger", "list", "item", "--columns", "title，lead,concerned", "--format")
    heads, *rows = done(at(*words, "csv")).out.splitlines()
    assert heads == "事项名称,牵头部门,涉及人员,记录编号"
    assert any(row.startswith("'=专项,第二检察部,,itm_") for row in rows)
    record = done(at(*words, "json")).json["records"][0]
    assert record["values"]["lead"].startswith("dep_")
    assert record["values"]["concerned"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--order", "title"), "不能按“标题”排序，可用："),
        (("--where", "title=专项"), "没有可筛选的字段“标题”，可用："),
        (("--columns", "none"), "没有栏目“none”，可用："),
        (("--where", "state"), "须写成 字段=值"),
        (("--where", "state=别的"), "不是认得的值"),
        (("--where", "concerned="), "请写 字段=值"),
    ],
)
def test_what_is_not_declared_is_refused_with_what_there_is(
    at: Type, words: tuple[str, ...], told: str
) -> None:
    answer = at("ledger", "list", "item", *words)
    assert answer.code in (1, 2)
    assert told in answer.err


def test_own_fields_are_columns_in_and_out(at: Type, office: Path, tmp_path: Path) -> None:
    with (office / "office.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[fields.item]]\nname = "area"\ntype = "text"\nlabel = "区域"\n')
    old = tmp_path / "old.csv"
    old.write_text("事项名称,事项类别,状态,区域\n甲,执法督察,拟立项,东区\n", "utf-8")
    assert done(at("ledger", "import", "item", str(old), "--json")).json["entered"] == 1
    shown = done(
        at("ledger", "list", "item", "--columns", "事项名称,区域,state", "--format", "csv")
    )
    assert shown.out.splitlines()[1].startswith("甲,东区,拟立项,itm_")


def test_columns_made_of_other_fields_are_listed(at: Type) -> None:
    words = ("measure", "issue", "--rung", "整改通知", "--title", "整改", "--department", "一部")
    id = done(at(*words, "--json")).json["id"]
    done(at("measure", "serve", id, "--service", "书面"))
    columns = ("--columns", "owner_kind,owner_id,due_on,next_alarm_at,provisional,state,purpose")
    [record] = done(at("ledger", "list", "clock", *columns, "--json")).json["records"]
    assert record["values"]["owner_id"] == id
    assert record["texts"]["owner_kind"] == "督察措施"
    assert record["values"]["next_alarm_at"].endswith("+08:00")
    where = ("--where", "owner_kind=督察措施")
    assert done(at("ledger", "list", "clock", *where, "--json")).json["count"] == 1


# --- import and undo ---


def test_a_dry_run_tells_and_stores_nothing(at: Type, old: Path) -> None:
    told = done(at("ledger", "import", "督察事项", str(old), "--dry-run")).out
    assert "试读：3 行，可录入 2 项，退回 1 行。没有存入任何内容。" in told
    assert "4  牵头部门  三部  没有名为“三部”" in told
    assert done(at("ledger", "list", "item", "--json")).json["count"] == 0


def test_an_import_tells_what_it_refused_and_knows_the_file_again(at: Type, old: Path) -> None:
    told = done(at("ledger", "import", "item", str(old), "--rejected", "1")).out
    assert "已录入 2 项，退回 1 行，共 3 行。" in told
    assert "还有 1 处" in told
    assert "以前已经导入过" in done(at("ledger", "import", "item", str(old))).out


def test_faults_of_decisions_are_told_with_headings(at: Type, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text(
        "存在问题,发现日期,状态,销号时间,整改措施\n"
        "甲,2021-3-5,已销号,2021-3-1,\n乙,2021-3-5,已登记,,改\n丙,2021-3-5,已销号,,\n",
        "utf-8",
    )
    told = done(at("ledger", "import", "finding", str(path))).out
    assert "“销号日期”2021-03-01 早于“发现日期”2021-03-05" in told
    assert "还须填写 认领人、认领日期" in told
    assert "状态为“已销号”的记录须填写“销号日期”" in told
    path.write_text("Title,Found on,State\nx,2021-3-5,Closed\n", "utf-8")
    english = done(at("ledger", "import", "finding", str(path), "--lang", "en")).out
    assert "A record in state “Closed” needs “Closed on”." in english


def test_a_mapping_file_is_used(at: Type, tmp_path: Path) -> None:
    path, toml = tmp_path / "old.csv", tmp_path / "map.toml"
    path.write_text("序号,内容\n1,甲\n", "utf-8")
    toml.write_text(
        'ignored = ["序号"]\n[columns]\n"内容" = "title"\n'
        '[defaults]\nkind = "执法督察"\nstate = "拟立项"\n',
        "utf-8",
    )
    words = ("ledger", "import", "item", str(path))
    assert at(*words).code == 2
    answer = done(at(*words, "--mapping", str(toml), "--json")).json
    assert (answer["entered"], answer["unmapped"]) == (1, [])


def test_an_import_is_undone_visibly(at: Type, filled: str) -> None:
    assert at("ledger", "undo", filled[-6:]).code == 1
    told = done(at("ledger", "undo", filled[-6:], "--reason", "导错了文件"))
    assert "作废 2 项，保留 0 项" in told.out
    states = {
        one["values"]["state"]
        for one in done(at("ledger", "list", "item", "--json")).json["records"]
    }
    assert states == {"voided"}
    assert "已撤销" in done(at("ledger", "list", "ledger_import")).out


def test_an_export_is_imported_again_with_the_same_values(
    at: Type, filled: str, tmp_path: Path
) -> None:
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    done(at("ledger", "export", "item", "--to", str(before), "--order", "number"))
    done(at("ledger", "undo", filled, "--reason", "重导"))
    again = done(at("ledger", "import", "item", str(before), "--json")).json
    assert (again["entered"], again["rejected"]) == (2, 0)
    where = ("--where", f"imported={again['id']}", "--order", "number")
    done(at("ledger", "export", "item", "--to", str(after), *where))

    def rows(path: Path) -> list[list[str]]:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [row[:-2] for row in csv.reader(file)]  # import and id differ

    assert rows(before) == rows(after)


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_programs_get_codes_and_ids(at: Type, filled: str, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"out.{form}"
    answer = done(
        at("ledger", "export", "item", "--to", str(target), "--order", "number", "--json")
    )
    assert answer.json["format"] == form
    text = target.read_text("utf-8")
    records = json.loads(text) if form == "json" else list(map(json.loads, text.splitlines()))
    assert [one["state"] for one in records] == ["closed", "in_progress"]
    assert records[0]["requirements.text"] == ["自查", "整改"]
    assert at("ledger", "export", "item", "--to", str(tmp_path)).code == 2


def test_importable_kinds_are_offered() -> None:
    assert set(ENTRIES) <= set(LEDGERS)


# --- bulk ---


def opened(at: Type, count: int) -> list[str]:
    words = ("finding", "open", "--department", "一部", "--json", "--title")
    return [done(at(*words, f"告知逾期 {n}")).json["id"] for n in range(count)]


def test_many_records_are_acted_on_with_one_reason(at: Type) -> None:
    ids = opened(at, 3)
    claim = ("ledger", "bulk", "finding", "claim", "--where", "部门=一部", "--reason", "集中认领")
    told = done(at(*claim, "--set", "plan=补正", "--set", "due_on=2099-1-1", "--as", "mw101"))
    assert told.out.startswith("认领：办理 3 件，退回 0 件。日志新增 3 条。")
    words = ("ledger", "bulk", "问题", "核验", "--ids", f"{ids[0]},{ids[1][-6:]}")
    answer = done(at(*words, "--reason", "核验", "--as", "mw003"))
    assert "办理 0 件，退回 2 件" in answer.out
    assert "退回的记录：" in answer.out
    told = done(at(*words, "--reason", "核验", "--all-or-nothing", "--as", "mw003", "--json")).json
    assert (told["done"], [one["code"] for one in told["refused"]]) == ([], ["workflow.step"] * 2)
    none = done(at(*words, "--reason", "核验", "--all-or-nothing", "--as", "mw003"))
    assert "没有写入任何内容" in none.out
    history = at("history", "finding", ids[0]).out
    assert "理由：集中认领" in history


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("verify", "--reason", "x"), "没有写明办理哪些记录"),
        (("verify", "--where", "state=已登记"), "必须说明理由"),
        (("serve", "--where", "state=已登记", "--reason", "x"), "没有可批量办理的行为"),
        (("claim", "--where", "state=已登记", "--reason", "x"), "请用 --set plan=值 写明"),
        (("claim", "--search", "x", "--reason", "x", "--set", "plan"), "须写成 名称=值"),
    ],
)
def test_a_bulk_act_that_says_too_little_is_refused(
    at: Type, words: tuple[str, ...], told: str
) -> None:
    answer = at("ledger", "bulk", "finding", *words)
    assert answer.code in (1, 2)
    assert told in answer.err


def test_what_follows_up_comes_back_from_its_export(at: Type, filled: str, tmp_path: Path) -> None:
    """Kinds of records are read by the names a list has for them."""
    path, out = tmp_path / "联系.csv", tmp_path / "out.csv"
    heads = "关联记录种类,关联记录,联系时间,联系方式,联系部门,联系情况,联系人"
    row = "督察事项,马检督立〔2021〕7号,2021-3-20,电话,一部,催办,黄三"
    path.write_text(f"{heads}\n{row}\n", "utf-8")
    assert done(at("ledger", "import", "contact", str(path), "--json")).json["entered"] == 1
    done(at("ledger", "export", "contact", "--to", str(out)))
    told = done(at("ledger", "import", "contact", str(out), "--json")).json
    assert (told["entered"], told["rejected"], told["faults"]) == (1, 0, [])


def test_a_list_calls_what_a_record_is_about_by_its_number(
    at: Type, filled: str, tmp_path: Path
) -> None:
    path = tmp_path / "批示.csv"
    rows = (
        "批示日期,批示人,批示内容,批示对象种类,批示对象,状态",
        "2021-3-20,区委书记,请说明,督察事项,马检督立〔2021〕7号,待落实",
        "2021-3-21,区委书记,请说明,文件,马委〔2021〕5号,待落实",
    )
    path.write_text("\n".join(rows), "utf-8")
    assert done(at("ledger", "import", "instruction", str(path), "--json")).json["entered"] == 2
    listed = done(at("ledger", "list", "instruction", "--columns", "about")).out
    assert "马检督立〔2021〕7号" in listed
    assert "马委〔2021〕5号" in listed


def test_a_sample_is_drawn_again_by_its_seed(at: Type, filled: str) -> None:
    """LEDGER-31."""

    def drawn(*words: str) -> list[str]:
        answer = done(at("ledger", "list", "item", "--sample", "1", *words, "--json"))
        return [one["id"] for one in answer.json["records"]]

    assert filled
    assert drawn("--seed", "2026-11") == drawn("--seed", "2026-11", "--order", "-opened_on")
    every = {one for seed in range(12) for one in drawn("--seed", str(seed))}
    assert len(every) == 2
    assert drawn("--seed", "a", "--where", "state=中止") == []


@pytest.mark.parametrize(
    "words",
    [("--sample", "2"), ("--seed", "a"), ("--sample", "2", "--seed", "a", "--after", "x")],
    ids=["seedless", "countless", "paged"],
)
def test_a_sample_needs_its_seed(at: Type, words: tuple[str, ...]) -> None:
    answer = at("ledger", "list", "item", *words, "--json")
    assert answer.json["error"]["code"] == "ledger.sample"
