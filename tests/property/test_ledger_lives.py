"""Random lives of old ledgers: imported, acted on, undone; what was not imported is untouched.

Beside the machine stand two properties: an import and its undoing leave exactly the other
records as they were, and what is exported comes back from its file with the same values.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from lives import INDEX, REASON, WHO, Lives, live, memory, sqlite, tags_of

from supervision.builtin.ledger_files import write_csv
from supervision.cli.ledger_cells import Cells
from supervision.cli.naming import Naming
from supervision.cli.session import Session
from supervision.domain.findings import FINDING, Finding, FindingState, OpenFinding
from supervision.domain.items import ITEM
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.ledger_entries import ENTRIES
from supervision.domain.ledger_imports import LEDGER_IMPORT, LedgerImportState
from supervision.domain.records import RecordKind
from supervision.domain.registers import REGISTER
from supervision.errors import Refused
from supervision.office import findings, ledger_imports
from supervision.office.acting import Acting
from supervision.office.ledger_imports import LedgerImported, import_ledger, undo_import
from supervision.office.work import Work
from supervision.ports.query import Eq
from supervision.ports.store import Store
from supervision.reporting.ledgers import LEDGERS
from supervision.testing.offices import SmallOffice, small_office

DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2026, 12, 31)).map(str) | st.sampled_from(["", "昨天"])
STATES = st.sampled_from(["已登记", "已销号", "不属问题", "作废", "已提交"])
ROW = st.fixed_dictionaries(
    {
        "问题": st.sampled_from(["告知逾期", "=1+1", "007", " ", "'引号"]),
        "发现日期": DAYS,
        "状态": STATES,
        "责任部门": st.sampled_from(["", "第一检察部", "d2", "第九检察部", "检务督察部"]),
        "责任人": st.sampled_from(["", "李五", "202、301", "陈二"]),
        "销号日期": DAYS,
    }
)
ROWS = st.lists(ROW, min_size=1, max_size=6)


def written(rows: list[dict[str, str]], folder: Path, name: str) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def held(small: SmallOffice, kind: RecordKind[Any]) -> dict[str, object]:
    with small.office.read(small.head) as view:
        return {one.id: one for one in view.select(kind)}


OLD = {
    "item": {
        "立项编号": "马检督立〔2021〕7号",
        "督察事项": "卷宗专项",
        "事项类别": "执法督察",
        "办理状态": "已办结",
        "承办部门": "第一检察部",
        "立项时间": "2021-3-5",
        "办结时间": "2021-4-1",
    },
    "finding": {"问题": "告知逾期", "发现日期": "2021-3-5", "状态": "已登记"},
    "measure": {
        "措施种类": "口头提醒",
        "标题": "整改",
        "状态": "已签发",
        "issued_on": "2021-3-5",
        "department": "第一检察部",
    },
    "meeting": {
        "会议日期": "2021-3-5",
        "会议": "2021年第3次检委会",
        "类别": "检委会",
        "列席人": "黄三",
    },
    "opinion": {
        "提出日期": "2021-3-5",
        "所涉工作": "归档",
        "意见建议": "逐件说明",
        "部门": "第一检察部",
        "是否采纳": "已采纳",
    },
    "inspection": {
        "检查时间": "2021-5-6",
        "主题": "会风",
        "类别": "检风检纪",
        "被检查部门": "第一检察部",
        "检查人员": "黄三",
        "状态": "已有结论",
        "结论日期": "2021-5-7",
    },
    "interview": {
        "编号": "马检督谈〔2021〕2号",
        "谈话类别": "约谈",
        "事由": "逾期",
        "谈话对象": "张四",
        "谈话时间": "2021-7-1",
        "状态": "已谈话（待签名）",
        "谈话人": "黄三",
    },
    "decision": {
        "决策日期": "2021-1-10",
        "决策部署": "常态化",
        "来源": "上级院",
        "文号": "闽检发〔2021〕3号",
        "状态": "督察中",
    },
    "decision_work": {
        "决策": "闽检发〔2021〕3号",
        "工作任务": "起底",
        "责任部门": "第一检察部",
        "部署日期": "2021-1-12",
        "状态": "督察中",
    },
    "contact": {
        "联系日期": "2021-6-1",
        "联系方式": "电话",
        "部门": "第一检察部",
        "联系情况": "催办",
        "联系人": "黄三",
        "关联记录种类": "decision",
        "关联记录": "闽检发〔2021〕3号",
    },
    "instruction": {
        "批示日期": "2021-6-1",
        "批示人": "区委书记",
        "批示": "请限期说明",
        "文件": "马委〔2021〕5号",
        "状态": "待落实",
    },
    "review": {
        "回头看事项": "卷宗专项",
        "对象种类": "item",
        "对象": "马检督立〔2021〕7号",
        "安排日期": "2021-6-1",
        "状态": "已完成",
        "结果": "未反弹",
        "完成日期": "2021-6-8",
    },
    "plan_entry": {
        "年度": "2021",
        "月份": "5",
        "检查主题": "会风",
        "检查类别": "检风检纪",
        "状态": "已列入计划",
        "制定日期": "2021-1-5",
    },
    "report_request": {
        "决策部署工作": "起底",
        "报告部门": "第一检察部",
        "报告": "起底情况",
        "要求日期": "2021-2-1",
        "报告期限": "2021-3-1",
        "报告日期": "2021-3-2",
        "状态": "reported",
    },
    "material_list": {
        "决策部署工作": "起底",
        "提供部门": "第一检察部",
        "清单": "起底材料",
        "要求日期": "2021-2-1",
        "提供期限": "2021-3-1",
        "材料": "台账；名单",
        "状态": "asked",
    },
    "circular": {
        "文号": "马检督通〔2021〕3号",
        "通报名称": "关于卷宗的通报",
        "状态": "issued",
        "印发日期": "2021-6-2",
        "通报对象": "第一检察部、第二检察部",
    },
    "handling_unit": {
        "办案组": "李五办案组",
        "所属部门": "第一检察部",
        "主办检察官": "李五",
        "状态": "disbanded",
        "组建时间": "2020-1-2",
        "撤销时间": "2021-6-30",
    },
}
"""A row of the ledger of every kind whose old records can be entered."""


class LedgerLives(Lives):
    """Everybody imports, acts and undoes (随机人生)."""

    kinds = (LEDGER_IMPORT,)
    also = tags_of("entered", "numbers_entered") | {"plan_entry.voided"}
    courses = ("every_ledger_is_imported", "an_import_is_undone", "a_plan_is_undone")

    def every_ledger_is_imported(self) -> None:
        small = self.small
        for kind, row in OLD.items():
            path = written([row], Path(self.folder.name), f"{kind}.csv")
            done = import_ledger(small.office, small.head, kind, path)
            assert done.faults == (), done.faults
            if done.new and kind == "finding":
                self.made["file"].append(str(path))
                self.keep("import", done.id)

    def an_import_is_undone(self) -> None:
        row = {
            "问题": f"目录不全{len(self.made['import'])}",
            "发现日期": "2021-3-5",
            "状态": "已登记",
        }
        path = written([row], Path(self.folder.name), "undone.csv")
        done = import_ledger(self.small.office, self.small.head, "finding", path)
        if done.new:
            self.keep("import", done.id)
            self.undo_fully(done.id)

    def a_plan_is_undone(self) -> None:
        row = OLD["plan_entry"] | {"检查主题": f"会风{len(self.made['import'])}"}
        path = written([row], Path(self.folder.name), "plan.csv")
        done = import_ledger(self.small.office, self.small.head, "plan_entry", path)
        if done.new:
            self.keep("import", done.id)
            self.undo_fully(done.id)

    def undo_fully(self, id: str) -> None:
        small = self.small
        undo_import(small.office, small.head, id, acting=lambda _: Acting(reason="导错了文件"))

    def attempted(self, act: Callable[[], object]) -> object | None:
        """Try something that commits by itself; what is refused before it begins wrote nothing."""
        before = self.head()
        try:
            return act()
        except Refused:
            assert self.head() == before
            return None

    @rule(who=WHO, rows=ROWS, dry_run=st.booleans())
    def import_rows(self, who: str, rows: list[dict[str, str]], dry_run: bool) -> None:
        small, number = self.small, len(self.made["file"])
        path = written(rows, Path(self.folder.name), f"{number}.csv")
        before = self.head()
        done = self.attempted(
            lambda: import_ledger(
                small.office, getattr(small, who), "finding", path, dry_run=dry_run
            )
        )
        if not isinstance(done, LedgerImported):
            assert who not in ("head", "inspector")
            return
        assert done.rows == done.entered + done.rejected
        assert (self.head() == before) == (dry_run or not done.new)
        if done.new:
            self.made["file"].append(str(path))
            self.keep("import", done.id)

    @precondition(lambda self: self.made["file"])
    @rule(which=INDEX)
    def import_again(self, which: int) -> None:
        path = self.one("file", which)
        assert path is not None
        done = import_ledger(self.small.office, self.small.head, "finding", Path(path))
        if done.new:
            self.keep("import", done.id)

    @precondition(lambda self: self.made["import"])
    @rule(which=INDEX, who=WHO, reason=REASON, keep=st.booleans())
    def undo(self, which: int, who: str, reason: str, keep: bool) -> None:
        id = self.one("import", which)
        assert id is not None
        before = held(self.small, FINDING)
        done = self.attempted(
            lambda: undo_import(
                self.small.office,
                getattr(self.small, who),
                id,
                keep_touched=keep,
                acting=lambda _: Acting(reason=reason),
            )
        )
        if done is None:
            return
        assert who == "head"
        for one in held(self.small, FINDING).values():
            was: Any = before[one.id]
            if was != one:
                assert was.imported == id
                assert one == attrs.evolve(was, state=FindingState.VOIDED)

    @rule(title=st.sampled_from(["告知逾期", "卷宗"]))
    def open_finding(self, title: str) -> None:
        command = OpenFinding(title=title, department=self.small.first)
        self.attempt(
            "inspector", lambda work, how: findings.open_finding(work, command, acting=how)
        )

    @rule(which=INDEX, who=WHO, dismiss=st.booleans())
    def act_on_any(self, which: int, who: str, dismiss: bool) -> None:
        ids = sorted(held(self.small, FINDING))
        if not ids:
            return
        id = ids[which % len(ids)]

        def take(work: Work, acting: Acting) -> object:
            if dismiss:
                return findings.dismiss(work, id, acting=acting)
            return findings.check_facts(work, id, "属实", acting=acting)

        self.attempt(who, take, reason="核查")

    @invariant()
    def every_import_foots_with_its_records(self) -> None:
        if not hasattr(self, "small"):
            return
        with self.small.office.read(self.small.head) as view:
            for one in view.select(LEDGER_IMPORT):
                records = view.select(KINDS_BY_NAME[one.kind], Eq("imported", one.id))
                assert len(records) == one.entered
                if one.state is LedgerImportState.UNDONE:
                    alive = {r.id for r in records if r.state.value != "voided"}
                    assert alive <= set(one.kept)
                    assert one.voided + len(one.kept) == one.entered


@pytest.mark.parametrize("opener", [memory, sqlite])
def test_imports_and_their_undoing_are_proven(
    opener: Callable[[Path], Store | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_imports, "AT_ONCE", 2)
    live(LedgerLives, opener, times=30 if opener is memory else 10)


QUIET = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@given(before=ROWS, rows=ROWS)
@QUIET
def test_import_then_undo_leaves_exactly_the_other_records(
    before: list[dict[str, str]], rows: list[dict[str, str]]
) -> None:
    small = small_office()
    with TemporaryDirectory() as folder:
        first = written(before, Path(folder), "first.csv")
        import_ledger(small.office, small.head, "finding", first)
        others = held(small, FINDING), held(small, ITEM), held(small, REGISTER)
        second = written([*rows, rows[0]], Path(folder), "second.csv")
        done = import_ledger(small.office, small.head, "finding", second)
        if not done.new:
            return
        undone = undo_import(
            small.office, small.head, done.id, acting=lambda _: Acting(reason="导错")
        )
        assert (undone.voided, undone.kept) == (done.entered, ())
        left: dict[str, Any] = held(small, FINDING)
        mine = {id: one for id, one in left.items() if one.imported == done.id}
        assert {one.state for one in mine.values()} <= {FindingState.VOIDED}
        rest = {id: one for id, one in left.items() if id not in mine}
        assert (rest, held(small, ITEM), held(small, REGISTER)) == others
        assert small.office.verify().ok


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs", "Cf")),
    min_size=1,
    max_size=12,
)


@given(
    titles=st.lists(TEXTS | st.sampled_from(["=1", "007", "'007", "1E5"]), min_size=1, max_size=4)
)
@QUIET
def test_what_is_exported_is_imported_with_the_same_values(titles: list[str]) -> None:
    small, ledger = small_office(), LEDGERS["finding"]
    session = Session()
    session.use(small.office)
    with TemporaryDirectory() as folder:
        with small.office.work(small.head) as work:
            for number, title in enumerate(titles):
                command = OpenFinding(
                    title=title,
                    facts=title * 2,
                    department=small.first if number % 2 else None,
                    concerned=(small.prosecutor, small.second_head),
                    case_number=title,
                )
                findings.open_finding(work, command)
            work.commit()
        path = Path(folder) / "out.csv"
        paths = [one.path for one in ledger.columns if one.path in ENTRIES["finding"].fields]
        with small.office.read(small.head) as view:
            cells = Cells(ledger, view, Naming(view, session))
            old = view.select(FINDING)
            rows = [[cells.text(one, path) for path in paths] for one in old]
        write_csv(path, [paths, *rows])
        done = import_ledger(small.office, small.head, "finding", path)
        assert done.faults == ()
        with small.office.read(small.head) as view:
            new = view.select(FINDING, Eq("imported", done.id))
        assert {_values(one) for one in new} == {_values(one) for one in old}


def _values(finding: Finding) -> Finding:
    """Return the finding without what tells it from its like."""
    return attrs.evolve(finding, id="", imported=None)
