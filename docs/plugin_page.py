"""Write `docs/reference/plugin-names.md` from the names of `supervision.plugin`.

Run it from the root after adding a name: `python docs/plugin_page.py`. A test compares the page
with what this script would write, so the page is never edited by hand.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import supervision.plugin as facade

PAGE = Path(__file__).parent / "reference" / "plugin-names.md"

HEAD = """\
# 插件可用的名称 · Names for plugins

插件只从 `supervision.plugin` 导入名称；库的其余部分在任何版本都可能改变。导入它只加载 attrs 和 pluggy。测试用的名称在 [`supervision.testing`](testing.md)。

A plugin imports its names from `supervision.plugin` and from nowhere else: the rest of the library may change in any release. Importing it loads attrs and pluggy only. Names for tests are in [`supervision.testing`](testing.md).

```python
import supervision.plugin as sv

print(sv.Wording(zh="督察", en="supervision").zh)
```

本页由 `python docs/plugin_page.py` 生成。This page is written by `python docs/plugin_page.py`."""

SECTIONS = {
    "钩子与贡献 · Hook and contributions": (
        "hookimpl Contribution StorageBackend CaseConnector RulePack SweepEngine AssessmentScheme "
        "AssessmentExporter CalendarSource NotificationChannel IdentitySource AccessPolicy Digest "
        "Command SettingsSection"
    ),
    "设置 · Settings": "NoSettings Secret Settings structure",
    "存储 · Stores": (
        "Store Transaction Capability Shape ShapeColumn ColumnType Scalar Row Write Stored Page "
        "Lines Head Blob ChainId Entry Header Rebuild UpgradeReport HeldContent HeldTransaction Catalog "
        "continued_heads page_of lines_of tallies_of fields_of_row JoiningStore ID_LENGTH PATH_LENGTH FILE_LENGTH "
        "DATE_LENGTH TEXT_LENGTH"
    ),
    "查询 · Queries": (
        "Query Predicate Eq In Before After Prefix Has Under And Or Not Everything Nothing Order "
        "Cursor Key Month Tally matches fields_of order_key"
    ),
    "案件 · Cases": (
        "CaseSource Delivered Rejected CaseTrace Case Party Event Card Precision event_order "
        "CaseStore CaseFilter IngestReport merged Document Link LinkedCase linked_cases"
    ),
    "规则与监控 · Rules and monitoring": (
        "Engine StandingEngine StandingSweep SweepContext Sighting RuleFault SeenEvent EventRole Facts seen_event PackItem "
        "RuleText Rule Deadline Required RuleHead RuleRef ref_of Selector FieldTest When Which "
        "Over Answers AnchorPart Extension Pause Stage Sentence Wording Limit LimitUnit Certainty "
        "Nature Severity Forbidden EventOrder Separation Count Pair Direction DataEntry Field "
        "CardTests CardOf FieldRef Agreement Footing Indicator Measure Each Figures By Per Threshold "
        "Figure Yields FunctionRule Grouping Check"
    ),
    "规则的中间表示 · The intermediate form of rules": (
        "compile_rules Program Judgement Plan Feature Take Pick Reading Span EventPair CasePredicate "
        "Lapse Periods Precedence Reversal Excess Pairing Marked Metric Referral judge_all judge_traces "
        "Subjects Sums period_of due Due"
    ),
    "工作日历 · Working calendars": "WorkCalendar CalendarYear",
    "考评 · Assessment": (
        "Exporter ScoreSheet SheetLine SheetTotal Account RecordRef Period format_points Scheme "
        "SchemeItem SchemeText"
    ),
    "通知 · Notifications": "Channel Message",
    "权限与身份 · Access and identity": "Policy Permission Actor Held Explaining Explanation "
    "Identifier Claim Identified Credentials",
    "审查与观察 · Reviews and observers": (
        "Proposal Objection RecordView OfficeAccess Record RecordKind"
    ),
    "值 · Values": (
        "Instant OfficerId UnitId DepartmentId OFFICE_ZONE EARLIEST LATEST instant moment day_of "
        "start_of instant_text Digester"
    ),
    "错误 · Errors": (
        "SupervisionError Refused NotFound AccessDenied StaleVersion UsageError StorageError "
        "StorageUnavailable JournalError CodecError ConfigError CaseSourceError Problem"
    ),
}
"""Every name stands in one section; a test compares them with `__all__`."""

PLAIN = {
    "Check": ("函数", ""),
    "linked_cases": ("附上关联案件", ""),
    "due": ("期限届满", ""),
    "judge_traces": ("逐案判定", ""),
    "period_of": ("周期名称", ""),
    "AccessDenied": ("无权", ""),
    "After": ("晚于、大于", ""),
    "And": ("并且", ""),
    "Before": ("早于、小于", ""),
    "CaseSourceError": ("案件来源错误", ""),
    "ChainId": ("链", ""),
    "CodecError": ("内容错误", ""),
    "ColumnType": ("字段类型", ""),
    "ConfigError": ("配置错误", ""),
    "Contribution": ("贡献", "One of the contributions below."),
    "Cursor": ("游标", ""),
    "DATE_LENGTH": ("日期长度", ""),
    "Delivered": ("给出的一项", ""),
    "DepartmentId": ("部门编号", "The id of a department."),
    "Digester": ("摘要函数", "From bytes to lower-case hexadecimal text."),
    "EARLIEST": ("最早日期", "The first day that is accepted."),
    "Eq": ("等于", ""),
    "Everything": ("全部", "The predicate that is true of every row."),
    "Has": ("含有", ""),
    "Head": ("链首", ""),
    "ID_LENGTH": ("编号长度", ""),
    "FILE_LENGTH": ("归卷长度", ""),
    "In": ("属于", ""),
    "JournalError": ("日志错误", ""),
    "Key": ("统计键", "A field, or the month of a date field."),
    "LATEST": ("最晚日期", "The last day that is accepted."),
    "Month": ("月份", ""),
    "Not": ("并非", ""),
    "NotFound": ("查无记录", ""),
    "Nothing": ("无一", "The predicate that is true of no row."),
    "OFFICE_ZONE": ("办公时间", ""),
    "OfficerId": ("人员编号", "The id of an officer."),
    "Or": ("或者", ""),
    "Order": ("排序", ""),
    "PATH_LENGTH": ("路径长度", ""),
    "PackItem": ("规则包的一项", ""),
    "Page": ("一页", ""),
    "Predicate": ("条件", "Any of the conditions below."),
    "Prefix": ("开头是", ""),
    "Rebuild": ("重建", ""),
    "Refused": ("拒绝", ""),
    "Rule": ("规则", ""),
    "Scalar": ("字段值", ""),
    "SchemeItem": ("方案的一项", ""),
    "ShapeColumn": ("字段形状", ""),
    "StaleVersion": ("版本已旧", ""),
    "StorageError": ("存储错误", ""),
    "StorageUnavailable": ("存储不可用", ""),
    "Stored": ("已存的行", ""),
    "SupervisionError": ("错误总类", ""),
    "TEXT_LENGTH": ("文本长度", ""),
    "Under": ("在其下", ""),
    "UnitId": ("院编号", "The id of a unit."),
    "UsageError": ("用法错误", ""),
    "continued_heads": ("接续后的链首", ""),
    "day_of": ("时刻所在的日期", ""),
    "event_order": ("事件次序", ""),
    "fields_of": ("条件所用的字段", ""),
    "fields_of_row": ("行的字段", ""),
    "instant": ("取时刻", ""),
    "instant_text": ("时刻的文字", ""),
    "matches": ("条件求值", ""),
    "merged": ("快照合并", ""),
    "moment": ("办公时间的时刻", ""),
    "order_key": ("排序键", ""),
    "ref_of": ("规则代码与版本", ""),
    "seen_event": ("所见事件", ""),
    "start_of": ("当日零时", ""),
    "structure": ("严格读取", ""),
}
"""Chinese term, and sentence, of what has none in its docstring."""

_TERM = re.compile(r"\s*\(([^()]*[\u4e00-\u9fff][^()]*)\)")


def _told() -> dict[str, tuple[str, str]]:
    """Return name → module and docstring, also of constants and aliases."""
    source = ast.parse(inspect.getsource(facade))
    homes = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(source)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    return {name: (home, _docstring(home, name, own)) for name, (home, own) in homes.items()}


def _docstring(home: str, name: str, own: str) -> str:
    thing = getattr(facade, name)
    if inspect.isfunction(thing) or (home == "supervision.domain.rules" and inspect.isclass(thing)):
        return inspect.getdoc(thing) or ""
    body = ast.parse(inspect.getsource(import_module(home))).body
    for place, node in enumerate(body):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == own:
            return ast.get_docstring(node) or ""
        targets = node.targets if isinstance(node, ast.Assign) else ()
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        if any(isinstance(one, ast.Name) and one.id == own for one in targets):
            following = body[place + 1] if place + 1 < len(body) else None
            if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
                return str(following.value.value)
    return ""


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield section, name, Chinese term and sentence of every name."""
    told = _told() | {"hookimpl": ("", "Marks the implementation of a hook (钩子标记).")}
    for section, names in SECTIONS.items():
        for name in names.split():
            line = " ".join(told[name][1].partition("\n\n")[0].split())
            found = _TERM.search(line)
            term, sentence = PLAIN.get(name, ("", ""))
            term = found[1] if found else term
            yield section, name, term, _TERM.sub("", line, count=1) or sentence


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    last = ""
    for section, name, term, sentence in rows():
        if section != last:
            parts += [f"\n## {section}\n", "| 名称 · Name | 中文 | 说明 · What it is |"]
            parts += ["| --- | --- | --- |"]
            last = section
        parts.append(f"| `{name}` | {term} | {sentence.replace('|', chr(92) + '|')} |")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
