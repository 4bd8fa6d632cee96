"""Write the reference pages that follow from declarations: records, workflows, counting, api.

Run it from the root after changing a record, a table, a register or a use case:
`python docs/reference_pages.py`. A test compares each page with what this script would write, so
they are never edited by hand.
"""

from __future__ import annotations

import ast
import enum
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs

import supervision
from supervision.cli.ledger_cells import head_of, title_of
from supervision.cli.words import ITEM_STEPS, VALUES, step_name
from supervision.domain.activities import ACTIVITY_TABLES
from supervision.domain.attachments import ATTACHMENT_WORKFLOW
from supervision.domain.circular_steps import CIRCULAR_WORKFLOW
from supervision.domain.contacts import CONTACT_WORKFLOW
from supervision.domain.decision_steps import DECISION_WORKFLOW
from supervision.domain.decision_work_steps import WORK_WORKFLOW
from supervision.domain.destructions import DESTRUCTION_WORKFLOW
from supervision.domain.holds import HOLD_WORKFLOW
from supervision.domain.incoming_steps import INCOMING_WORKFLOW
from supervision.domain.inspection_plans import PLAN_WORKFLOW
from supervision.domain.inspection_steps import INSPECTION_WORKFLOW, SELF_CHECK_WORKFLOW
from supervision.domain.instruction_steps import INSTRUCTION_WORKFLOW
from supervision.domain.interview_kinds import CAPACITIES, TALKS
from supervision.domain.interview_steps import INTERVIEW_WORKFLOW
from supervision.domain.issuers import ISSUERS
from supervision.domain.item_kinds import DEFAULT_WORKFLOW, ITEM_TABLES, WORKFLOWS
from supervision.domain.kinds import KINDS
from supervision.domain.ladders import LADDERS, ClockFrom, OnReroute
from supervision.domain.ledger_entries import ENTRIES
from supervision.domain.limits import Limit
from supervision.domain.material_steps import MATERIAL_WORKFLOW
from supervision.domain.measure_steps import MEASURE_WORKFLOW
from supervision.domain.meetings import MEETING_WORKFLOW
from supervision.domain.opinion_steps import OPINION_WORKFLOW
from supervision.domain.records import RecordKind
from supervision.domain.rectification import FINDING_WORKFLOW
from supervision.domain.recusal_steps import RECUSAL_WORKFLOW
from supervision.domain.report_steps import REPORT_WORKFLOW
from supervision.domain.review_steps import REVIEW_WORKFLOW
from supervision.domain.series import SERIES
from supervision.domain.workflows import Step, Workflow
from supervision.office.bulk import BULK_ACTS
from supervision.ports.query import Key, Month
from supervision.reporting.ledgers import LEDGERS, Ledger
from supervision.reporting.registers import REGISTERS
from supervision.reporting.statistics import Counted, Different, Each, Statistic

REFERENCE = Path(__file__).parent / "reference"

_TERM = re.compile(r"\s*\(([^()]*[\u4e00-\u9fff][^()]*)\)")
_WRITTEN = (
    "本页由 `python docs/reference_pages.py` 生成。"
    "This page is written by `python docs/reference_pages.py`.\n"
)


def _first_line(thing: object) -> str:
    """Return the first sentence of a docstring, on one line."""
    text = inspect.getdoc(thing) or ""
    return " ".join(text.partition("\n\n")[0].split())


def _both(thing: object, name: str = "") -> tuple[str, str]:
    """Return the Chinese term of a docstring's first line, and the line without it."""
    line = _first_line(thing)
    found = _TERM.search(line)
    if found is None:
        return _TERMS.get(name, ""), line
    return found[1], _TERM.sub("", line, count=1)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "| " + " | ".join("---" for _ in heads) + " |"]
    lines += ["| " + " | ".join(_cell(text) for text in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|") or "—"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


# ---------------------------------------------------------------------------- records

_RECORDS = f"""\
# 记录 · Records

每种记录只有一处声明（`RecordKind`），编解码、数据列、查询、核验都从它而来。记录的一生是一串变更；日志条目写的是变更，数据行由变更推演而成。下面列出每种记录的编号前缀、变更、可查询的字段、建有索引的字段和密封字段。插件在 1.x 不能增加记录种类。

Every kind of record has one declaration (`RecordKind`) from which codec, columns, queries and verification follow. The life of a record is a sequence of changes: journal entries carry the changes, and the row is evolved from them. Below: prefix of the ids, changes, fields that queries may use, those with an index, and sealed fields. A plugin cannot add a kind in 1.x.

- 所有记录都有 `id` 和 `unit`，二者总能查询。*Every record has `id` and `unit`; both can always be queried.*
- “人”一栏：变更带有行为要素 `act`（谁、哪一天、纸质原件）；没有的由程序作出。*Column “person”: the change carries an `act` (who, which day, paper); one without is made by the machine.*
- 还没有的种类：督察活动、决策部署、约谈、立案。*Kinds that are not there yet: activity, decision, interview, investigation.*
- 还没有的种类：督察活动、立案、回头看、批示。*Kinds that are not there yet: activity, investigation, review, instruction.*
- 还没有的种类：决策部署、约谈、立案、回头看、批示。*Kinds that are not there yet: decision, interview, investigation, review, instruction.*

{_WRITTEN}"""


def records() -> str:
    """Return the page of record kinds."""
    return "\n".join([_RECORDS, *(_record(kind) for kind in KINDS)])


def _record(kind: RecordKind[Any]) -> str:
    term, line = _both(kind.cls)
    changes = [
        (
            f"`{change.tag}`",
            _both(change.cls)[0],
            f"`{change.cls.__name__}`",
            "✓" if "act" in attrs.fields_dict(change.cls) else "",
            _codes(name for name in attrs.fields_dict(change.cls) if name not in _APART),
        )
        for change in kind.changes
    ]
    fields = (name for name in attrs.fields_dict(kind.cls) if name not in ("id", "unit"))
    indexed = (f"`{column.name}` ({column.type.value})" for column in kind.indexed)
    indexes = ("(" + _codes(leading) + ")" for leading in kind.indexes)
    chain = "涉密 · closed" if kind.closed else "公开 · open"
    return "\n".join(
        [
            f"## {term} · `{kind.name}`\n",
            f"`{kind.cls.__module__}.{kind.cls.__name__}` — {line}\n",
            f"- 编号前缀 · prefix: `{kind.prefix}`; 链 · chain: {chain}",
            f"- 字段 · fields: {_codes(fields)}",
            f"- 可查询字段 · queryable: {', '.join(indexed) or '—'}",
            f"- 索引 · indexes: {', '.join(indexes) or '—'}",
            f"- 多值字段 · multi-valued: {_codes(one.name for one in kind.many) or '—'}",
            f"- 密封字段 · sealed: {_codes(kind.sealed) or '—'}\n",
            _table(
                ("变更 · Change", "中文", "类 · Class", "人 · Person", "内容 · Content"), changes
            ),
        ]
    )


_APART = ("act", "id", "unit")


# ---------------------------------------------------------------------------- workflows

_WORKFLOWS = f"""\
# 流程、阶梯与类别 · Workflows, ladders, kinds

随附的流程表、措施阶梯、事项类别和文号系列都是数据。问题、措施、回头看、批示的流程固定；事项的流程、阶梯和类别可由本院文件替换或补充（见[操作指南](../how-to/local-rules.md)）。随附的期限取自示范的做法，各院应按自己的办法填写。

The shipped workflow tables, ladders of measures, kinds of items and number series are data. The tables of findings, measures, reviews and instructions are fixed; those of items, the ladders and the kinds can be replaced or extended by the office's files (see the [guide](../how-to/local-rules.md)). The limits that ship follow the model practice; every office should enter its own.

- “无关人员”：所涉人员和所涉部门的人不能办。*“Independent”: refused to persons and departments concerned.*
- “何人”为空：权限规则所许可的人；其中认领、整改、反馈、签收等还限于本部门或本人。*Empty “who”: whoever the access policy permits; claiming, answering and the like are further limited to the department or person addressed.*

{_WRITTEN}"""


_SERIES = """\
文号 = 院的代字 + 下面的文字 + 〔年〕号；`[[series]]` 替换年份之前的全部文字。

A document number is the unit's prefix, the text below, 〔year〕 and the number; `[[series]]` replaces all of the text before the year.
"""


_TALKS = """\
“自定”一栏列出没有来源可循、由示范院自行决定的项；各院须按自己的办法填写。

The column “own choice” names what no source decides: the reference office chose it, and every office should enter its own.
"""


def workflows() -> str:
    """Return the page of workflow tables, ladders, kinds of items and series."""
    parts = [_WORKFLOWS, "## 流程表 · Workflow tables\n"]
    parts += [
        _workflow(FINDING_WORKFLOW),
        _workflow(MEASURE_WORKFLOW),
        _workflow(REVIEW_WORKFLOW),
        _workflow(INSTRUCTION_WORKFLOW),
        *(_workflow(table) for table in WORKFLOWS.values()),
        _workflow(CIRCULAR_WORKFLOW),
        _workflow(ATTACHMENT_WORKFLOW),
        _workflow(DEFAULT_WORKFLOW),
        _workflow(DECISION_WORKFLOW),
        _workflow(WORK_WORKFLOW),
        _workflow(REPORT_WORKFLOW),
        _workflow(MATERIAL_WORKFLOW),
        _workflow(INTERVIEW_WORKFLOW),
        _workflow(MEETING_WORKFLOW),
        _workflow(OPINION_WORKFLOW),
        _workflow(RECUSAL_WORKFLOW),
        _workflow(INCOMING_WORKFLOW),
        _workflow(PLAN_WORKFLOW),
        _workflow(INSPECTION_WORKFLOW),
        _workflow(SELF_CHECK_WORKFLOW),
        _workflow(CONTACT_WORKFLOW),
        _workflow(HOLD_WORKFLOW),
        _workflow(DESTRUCTION_WORKFLOW),
        "## 措施阶梯 · Ladders of measures\n",
        *(_ladder(code) for code in LADDERS),
        "## 事项类别 · Kinds of items\n",
        _kinds(),
        "## 决策部署来源 · Issuers of decisions\n",
        _table(
            ("来源 · Issuer", "英文 · English"),
            [(f"{one.zh} `{one.code}`", one.en) for one in ISSUERS.values()],
        ),
        "## 谈话种类与身份 · Kinds of talks, capacities\n",
        _TALKS,
        _talks(),
        _table(
            ("身份 · Capacity", "英文 · English"),
            [(f"{one.zh} `{one.code}`", one.en) for one in CAPACITIES.values()],
        ),
        "## 会议类别 · Kinds of meetings\n",
        _meeting_kinds(),
        "## 检查类别 · Kinds of inspections\n",
        _inspection_kinds(),
        "## 文号系列 · Number series\n",
        _SERIES,
        _table(
            ("系列 · Series", "文字 · Text"),
            [(f"`{code}`", text) for code, text in SERIES.items()],
        ),
    ]
    return "\n".join(parts)


def _talks() -> str:
    heads = (
        "种类 · Kind",
        "英文 · English",
        "最少谈话人 · Interviewers",
        "权利告知 · Rights notice",
        "依据 · Basis",
        "自定 · Own choice",
        "系列 · Series",
    )
    rows = [
        (
            f"{one.zh} `{one.code}`",
            one.en,
            str(one.interviewers),
            "✓" if one.rights_notice else "",
            one.basis,
            _codes(one.own_choice),
            f"`{one.series}`" if one.series else "",
        )
        for one in TALKS.values()
    ]
    return _table(heads, rows)


def _named(value: enum.Enum) -> str:
    return f"{VALUES[type(value).__name__][str(value.value)].zh} `{value.value}`"


def _workflow(workflow: Workflow[Any]) -> str:
    heads = (
        "步骤 · Step",
        "由 · From",
        "到 · To",
        "何人 · Who",
        "无关人员 · Independent",
        "须有理由 · Reason",
    )
    rows = [_step(workflow.code, step) for step in workflow.steps]
    title = f"### {workflow.zh} · `{workflow.code}`\n\n{workflow.en}.\n"
    return f"{title}\n{_table(heads, rows)}"


_STEPS = {
    ("circular", "close"): "办结",
    ("circular", "confirm"): "落实反馈",
    ("circular", "issue"): "印发",
    ("finding", "close"): "销号",
    ("finding", "confirm"): "确认问题",
    ("finding", "dismiss"): "认定不属问题",
    ("finding", "submit"): "报送整改",
    ("measure", "close"): "销号",
    ("measure", "refuse"): "提出异议",
    ("decision_work", "settle"): "落实办结",
    ("report_request", "report"): "报告",
    ("material_list", "accept"): "收讫",
    ("interview", "sign"): "核对签名",
}
"""Steps whose name in general says less than the table can."""


def _step(code: str, step: Step[Any]) -> tuple[str, ...]:
    named = ITEM_STEPS.get(step.name) if code in WORKFLOWS else None
    zh = named.zh if named else step_name(step.name, "zh", code)
    zh = _STEPS.get((code, step.name), zh)
    return (
        f"{zh} `{step.name}`",
        "<br>".join(_named(state) for state in step.sources),
        _named(step.target) if step.target else "",
        "<br>".join(_named(role) for role in step.roles),
        "✓" if step.independent else "",
        "✓" if step.reason else "",
    )


def _limit(limit: Limit | None) -> str:
    return f"{limit.count} {VALUES['LimitUnit'][limit.unit.value].zh}" if limit else ""


def _ladder(code: str) -> str:
    ladder = LADDERS[code]
    heads = (
        "措施 · Rung",
        "英文 · English",
        "反馈期限 · Limit",
        "之后 · Then",
        "签发 · Issued by",
        "系列 · Series",
        "备注 · Notes",
    )
    rows = [
        (
            f"{rung.zh} `{rung.code}`",
            rung.en,
            _limit(rung.limit),
            _codes(rung.successors),
            "<br>".join(_named(role) for role in rung.issuers),
            f"`{rung.series}`" if rung.series else "",
            "；".join(
                note
                for note, holds in (
                    ("只作建议 · proposal only", rung.proposal),
                    ("默认不计分 · not scored", not rung.scored),
                    ("自签收起算 · from receipt", rung.clock_from is ClockFrom.RECEIVED),
                    ("异议中止期限 · objections pause", rung.objection_pauses),
                    ("转交继续计算 · runs on", rung.on_reroute is OnReroute.RUNS_ON),
                )
                if holds
            ),
        )
        for rung in ladder.rungs
    ]
    return f"### {ladder.zh} · `{ladder.code}` ({ladder.en})\n\n{_table(heads, rows)}"


def _kinds() -> str:
    heads = (
        "类别 · Kind",
        "英文 · English",
        "流程 · Workflow",
        "期限 · Limit",
        "预警 · Warnings",
        "立项条件 · To open",
        "督察人员不少于 · Inspectors",
        "审批 · Approved by",
        "出处 · Source",
    )
    rows = []
    for code in ITEM_TABLES.kinds:
        kind = ITEM_TABLES.kind(code)
        rows.append(
            (
                f"{kind.zh} `{kind.code}`",
                kind.en,
                f"`{kind.workflow}`",
                _limit(kind.limit),
                "；".join(_limit(one) for one in kind.warnings or ()),
                _codes(kind.opening),
                str(kind.inspectors or ""),
                "<br>".join(_named(role) for role in kind.approvers),
                kind.basis,
            )
        )
    return _table(heads, rows)


def _meeting_kinds() -> str:
    kinds = ACTIVITY_TABLES.meetings.values()
    return _table(
        ("类别 · Kind", "英文 · English"), [(f"{kind.zh} `{kind.code}`", kind.en) for kind in kinds]
    )


def _inspection_kinds() -> str:
    heads = (
        "类别 · Kind",
        "英文 · English",
        "检查人数 · Inspectors",
        "自查人数 · Self-check",
        "同类期间（日） · Similar within days",
        "依据 · Basis",
    )
    rows = [
        (
            f"{kind.zh} `{kind.code}`",
            kind.en,
            str(kind.inspectors),
            str(kind.self_inspectors),
            str(kind.similar_days or ""),
            kind.basis,
        )
        for kind in ACTIVITY_TABLES.inspections.values()
    ]
    return _table(heads, rows)


# ---------------------------------------------------------------------------- counting

_COUNTING = f"""\
# 统计口径 · Units of count

每个台账写明计数单位、计入什么、按哪个日期截取、可按什么分组。不同台账的数字互有重叠，绝不相加。合计另行计数，不由各行相加得出，因此可以核对各行是否齐全。

Every register declares its unit of count, what it counts, the date a stretch of days is taken from, and what it may be counted by. Figures of different registers overlap and are never added. The total is counted apart and not added up from the rows, so it shows whether the rows are complete.

命令 · command: `supervision stats 台账 --by 分组`, `supervision stats tree 台账`; 代码 · code: `supervision.office.statistics.count`, `compare`, `roll_up`. 行为 · behaviour: [STAT](../spec/statistics.md).

新的记录种类在 `supervision.reporting.registers` 写一处声明即可统计、对比、汇总并进入专报。*A new kind of record joins statistics, comparison, roll-up and the report by one declaration in `supervision.reporting.registers`.*
谈话的“人”“人次”由 `supervision interview count` 计数。*Persons spoken to (人, 人次) are counted by `supervision interview count`.*
统计单位“场次”“人”已定义，还没有台账使用；督察活动由 `supervision.office.activities` 计数。*The units 场次 and 人 are defined but no register uses them yet; activities are counted by `supervision.office.activities`.*

{_WRITTEN}"""


def counting() -> str:
    """Return the page of registers and their units of count."""
    return "\n".join([_COUNTING, *(_register(one) for one in REGISTERS.values())])


def _register(register: Statistic) -> str:
    heads = ("分组 · By", "中文", "英文 · English", "字段 · Field")
    rows = [
        (
            f"`{one.code}`",
            one.title.zh,
            one.title.en,
            _key(one.key),
        )
        for one in register.dimensions
    ]
    days = _codes(day.field for day in register.days)
    return "\n".join(
        [
            f"## {register.title.zh} · `{register.code}`\n",
            f"- 单位 · unit: **{register.unit.value}** (`{register.unit.name}`)",
            f"- 计入 · counted: {register.note.zh}。{register.note.en}.",
            f"- 记录 · records: `{register.kind.name}`; 日期 · days: {days}",
            f"- 计数对象 · what is counted: {_counted(register.counted)}",
            f"- 专报 · monthly report: {'✓' if register.reported else '—'}\n",
            _table(heads, rows),
        ]
    )


def _key(key: Key | Each) -> str:
    match key:
        case Month(field):
            return f"`{field}` 的月份 · month"
        case Each(field):
            return f"`{field}` 的每个值 · each value"
        case _:
            return f"`{key}`"


def _counted(counted: Counted) -> str:
    match counted:
        case Each(field):
            return f"`{field}` 的每个值 · each value"
        case Different(field):
            return f"`{field}` 的不同值 · different values"
        case _:
            return "记录 · the records"


# ---------------------------------------------------------------------------- ledgers

_LEDGERS = f"""\
# 台账 · Ledgers

每种记录都是一个台账。`supervision ledger list 台账` 查询，`export` 导出；有“录入”一栏的可以从旧台账导入，`✓` 是必需的列；有“批量办理”的可以一次办理多条。没有专门声明的台账由记录的字段自动构成。约定见[规格](../spec/ledgers.md)。

Every kind of record is a ledger: `supervision ledger list LEDGER` lists it, `export` exports it. One with a column “Entered” can be imported from an old ledger, where `✓` is needed; one with bulk acts is acted on by many at once. A ledger nobody declared is made of the record's fields. What is promised: [specification](../spec/ledgers.md).

{_WRITTEN}"""


def ledgers() -> str:
    """Return the page of ledgers."""
    return "\n".join([_LEDGERS, *(_ledger(one) for one in LEDGERS.values())])


def _ledger(ledger: Ledger) -> str:
    entry = ENTRIES.get(ledger.code)
    heads = ["栏目 · Column", "中文", "英文 · English"]
    heads += ["也可叫 · Also called", "录入 · Entered"] if entry else []
    rows = []
    for column in ledger.columns:
        head = head_of(ledger, column)
        row = [f"`{column.path}`", head.zh, head.en]
        if entry:
            entered = "✓" if column.path in entry.required else "○"
            row += ["、".join(column.aliases), entered if column.path in entry.fields else ""]
        rows.append(row)
    unit = f"**{ledger.unit.value}** (`{ledger.unit.name}`)" if ledger.unit else "条 · records"
    acts = [name for kind, name in BULK_ACTS if kind == ledger.code]
    lines = [
        f"## {title_of(ledger, 'zh')} · `{ledger.code}`\n",
        f"- 单位 · unit: {unit}",
        f"- 筛选和排序 · filter and order: {_codes(ledger.fields)}",
    ]
    lines += [f"- 只筛选 · filter only: {_codes(ledger.many)}"] if ledger.many else []
    lines += [f"- 批量办理 · bulk acts: {_codes(acts)}"] if acts else []
    return "\n".join([*lines, "", _table(heads, rows)])


# ---------------------------------------------------------------------------- api

_API = f"""\
# 程序接口 · API

`import supervision` 不启动任何东西，名称在第一次使用时才加载。用例是 `supervision.office.<复数名词>` 里的函数，一个行为一个函数；除写明“自行提交”的以外都不提交，由 `work.commit()` 一次提交。插件作者用 `supervision.plugin`（见[钩子与贡献](hooks.md)），存储作者另用 `supervision.testing`。

`import supervision` starts nothing; a name is loaded when it is first used. Use cases are functions in `supervision.office.<plural noun>`, one per act. None commits except where it says so: `work.commit()` commits all at once. Plugin authors use `supervision.plugin` (see [hooks](hooks.md)), store authors also `supervision.testing`.

可运行的例子见[嵌入自己的系统](../how-to/embed-in-a-system.md)。还没有网络接口（HTTP）。
*For runnable examples see [embed it](../how-to/embed-in-a-system.md). There is no network interface (HTTP) yet.*

{_WRITTEN}"""

_USE_CASES = (
    "opening",
    "people",
    "bases",
    "people_file",
    "people_table",
    "handling_units",
    "handovers",
    "dictionary_files",
    "entering",
    "imports",
    "sweeps",
    "triages",
    "items",
    "findings",
    "measures",
    "decisions",
    "decision_works",
    "report_requests",
    "material_lists",
    "decision_follow_up",
    "interviews",
    "sealed_texts",
    "meetings",
    "opinions",
    "recusals",
    "incoming",
    "parcels",
    "checklists",
    "inspection_plans",
    "inspections",
    "contacts",
    "activities",
    "attachments",
    "retention",
    "holds",
    "destructions",
    "archives",
    "archive_check",
    "returns",
    "closed_files",
    "clocks",
    "registers",
    "scoring",
    "assessing",
    "todo",
    "search",
    "history",
    "statistics",
    "ratios",
    "reports",
    "naming",
    "dossiers",
    "repeats",
    "past",
    "directory",
    "identity",
    "acting",
    "ledgers",
    "ledger_imports",
    "bulk",
)
"""Modules of `supervision.office` that embedding programs call, in the order of the work."""

_CLASSES = (
    ("Office", "supervision.office.office", "`name`, `unit`, `rules`, `settings`, `parts`"),
    (
        "Work",
        "supervision.office.work",
        "`office`, `actor`, `unit`, `now`, `today`, `view`, `file`",
    ),
    ("ReadView", "supervision.office.views", "`actor`, `settings`, `place`"),
)


def api() -> str:
    """Return the page of public names and use cases."""
    parts = [_API, "## 公开名称 · Public names\n"]
    rows = []
    for name in supervision.__all__:
        zh, en = _both(getattr(supervision, name), name)
        rows.append((f"`{name}`", zh, en))
    parts.append(_table(("名称 · Name", "中文", "说明 · What it is"), rows))
    for cls, module, attributes in _CLASSES:
        zh, _ = _both(getattr(import_module(module), cls))
        parts.append(f"## {zh} · `{cls}`\n\n属性 · attributes: {attributes}.\n")
        parts.append(_table(_HEADS, _methods(module, cls)))
    parts.append("## 用例 · Use cases\n")
    for name in _USE_CASES:
        parts += _module(f"supervision.office.{name}")
    return "\n".join(parts)


_TERMS = {
    "AccessDenied": "无权",
    "CaseSourceError": "案件来源错误",
    "CodecError": "内容错误",
    "ConfigError": "配置错误",
    "JournalError": "日志错误",
    "NotFound": "查无记录",
    "PluginError": "插件错误",
    "PluginFailure": "插件故障",
    "Refused": "拒绝",
    "StaleVersion": "版本已旧",
    "StorageError": "存储错误",
    "StorageUnavailable": "存储不可用",
    "SupervisionError": "错误总类",
    "UsageError": "用法错误",
    "act": "行为要素",
    "after_commit": "提交后通知",
    "cases": "案件库",
    "close": "关闭",
    "commit": "提交",
    "compose": "编写通知",
    "deed": "行为",
    "deed_of": "行为",
    "each": "逐条读取",
    "find": "查找一条",
    "finding_for": "拟立问题",
    "former_names": "曾用名",
    "get": "读取一条",
    "history": "日志条目",
    "load": "读取",
    "load_config": "读取配置",
    "new_id": "新编号",
    "notify": "通知",
    "now": "现在时刻",
    "os_user": "系统用户",
    "page": "分页读取",
    "parse_config": "解析配置",
    "path": "院的路径",
    "peek": "查看",
    "read": "打开视图",
    "seal": "密封",
    "select": "选取",
    "stage": "暂存变更",
    "standing": "任职身份",
    "stored": "读取及版本",
    "system_now": "本机时刻",
    "tally": "计数",
    "tick": "例行推进",
    "unseal": "启封",
    "watch": "监控设置",
    "work": "开始办理",
}
"""What a name is called whose docstring has no Chinese term."""

_HEADS = ("名称与参数 · Name and parameters", "中文", "说明 · What it does")


def _module(name: str) -> Iterator[str]:
    module = import_module(name)
    zh, en = _both(module)
    yield f"### `{name}`\n\n{zh}{'：' if zh else ''}{en}\n"
    rows = []
    for public in module.__all__:
        thing = getattr(module, public)
        term, line = _both(thing, public)
        if inspect.isclass(thing):
            fields = attrs.fields_dict(thing) if attrs.has(thing) else {}
            rows.append((f"`class {public}({', '.join(fields)})`", term, line))
        elif inspect.isfunction(thing):
            rows.append((f"`{public}{_signatures(name)[public]}`", term, line))
    yield _table(_HEADS, rows)


def _methods(module: str, cls: str) -> Iterator[tuple[str, str, str]]:
    signatures = _signatures(module, cls)
    for name, text in signatures.items():
        if not name.startswith("_"):
            zh, en = _both(inspect.getattr_static(getattr(import_module(module), cls), name), name)
            yield f"`{name}{text}`", zh, en


def _signatures(module: str, cls: str = "") -> Mapping[str, str]:
    """Return parameters and result of every function as the source writes them."""
    body: list[ast.stmt] = ast.parse(inspect.getsource(import_module(module))).body
    if cls:
        body = next(n for n in body if isinstance(n, ast.ClassDef) and n.name == cls).body
    return {node.name: _signature(node) for node in body if isinstance(node, ast.FunctionDef)}


def _signature(node: ast.FunctionDef) -> str:
    decorators = {ast.unparse(one) for one in node.decorator_list}
    if decorators & {"property", "cached_property"}:
        return f": {ast.unparse(node.returns)}" if node.returns else ""
    arguments = ast.unparse(node.args)
    for first in ("self", "cls"):
        arguments = re.sub(rf"^{first}(, |$)", "", arguments)
    returns = ast.unparse(node.returns) if node.returns else "None"
    if "contextmanager" in decorators:  # used as `with office.read(…) as view:`
        returns = f"with {returns.removeprefix('Iterator[').removesuffix(']')}"
    return f"({arguments}) -> {returns}"


PAGES: Mapping[str, Callable[[], str]] = {
    "records.md": records,
    "workflows.md": workflows,
    "counting.md": counting,
    "ledgers.md": ledgers,
    "api.md": api,
}
"""Every page this script writes, by its name in the reference."""


if __name__ == "__main__":
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), "utf-8")
