"""Write `docs/reference/errors.md` from the sentences in `supervision.messages`.

Run it from the root after adding a code: `python docs/errors_page.py`. A test compares the page
with what this script would write, so the page is never edited by hand.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from supervision.messages import en, zh

PAGE = Path(__file__).parent / "reference" / "errors.md"
CODE = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")

AREAS = {
    "account": ("账号", "Accounts"),
    "access": ("权限与身份", "Access and identity"),
    "act": ("行为", "Acts"),
    "activity": ("督察活动", "Activities"),
    "assessment": ("考评", "Assessment"),
    "archival": ("归档导出", "Archives"),
    "basis": ("依据", "Bases"),
    "calendar": ("工作日历", "Working calendars"),
    "case": ("案件时间线", "Case timelines"),
    "cases": ("案件导入", "Case imports"),
    "circular": ("通报", "Circulars"),
    "checklist": ("检查清单", "Checklists"),
    "cli": ("命令行", "Command line"),
    "clock": ("期限", "Clocks"),
    "codec": ("编解码", "Codec"),
    "config": ("配置", "Configuration"),
    "contact": ("跟踪联系", "Contacts"),
    "correction": ("更正", "Corrections"),
    "decision": ("决策部署", "Decisions"),
    "entry": ("历史台账录入", "Entering old records"),
    "ledger": ("台账", "Ledgers"),
    "ledger_import": ("台账导入", "Imports of ledgers"),
    "department": ("部门", "Departments"),
    "destruction": ("销毁", "Destruction"),
    "hold": ("保全", "Legal holds"),
    "retention": ("保管期限", "Retention"),
    "return": ("上报汇总", "Aggregate returns"),
    "detection": ("监控发现", "Detections"),
    "attachment": ("证据材料", "Evidence"),
    "closed_file": ("密卷", "Closed files"),
    "access_request": ("知悉申请", "Access requests"),
    "informer": ("线索来源人", "Informers"),
    "handling_unit": ("办案单元", "Handling units"),
    "handover": ("交接", "Handing over"),
    "repeats": ("重复问题", "Repeats"),
    "directory": ("名录", "Directory"),
    "export": ("导出", "Exports"),
    "field": ("字段", "Fields"),
    "file": ("文件", "Files"),
    "finding": ("问题", "Findings"),
    "import": ("导入", "Imports"),
    "instruction": ("批示", "Instructions"),
    "interview": ("谈话", "Interviews"),
    "inspection": ("督察检查", "Inspections"),
    "item": ("督察事项", "Items"),
    "journal": ("日志", "Journal"),
    "limit": ("限期", "Limits"),
    "material": ("材料清单", "Material lists"),
    "measure": ("督察措施", "Measures"),
    "milestone": ("整改节点", "Milestones"),
    "meeting": ("列席会议", "Meetings attended"),
    "identity": ("本地账号", "Local identities"),
    "monitoring": ("流程监控", "Monitoring"),
    "notify": ("通知", "Notifications"),
    "objection": ("异议", "Objections"),
    "office": ("办公室", "Office"),
    "officer": ("人员", "Officers"),
    "opinion": ("意见建议", "Opinions"),
    "people": ("人员名册", "People"),
    "period": ("期间", "Periods"),
    "plan": ("检查计划", "Plan of inspections"),
    "plugin": ("插件", "Plugins"),
    "policy": ("权限规则", "Policies"),
    "post": ("职务", "Posts"),
    "problem_code": ("问题分类", "Problem codes"),
    "profile": ("导入方案", "Import profiles"),
    "ratio": ("案-件比", "Case-to-item ratio"),
    "record": ("记录", "Records"),
    "recusal": ("回避", "Recusals"),
    "incoming": ("收到的督察文书", "Measures received"),
    "register": ("编号登记", "Registers"),
    "review": ("审查、回头看", "Reviews"),
    "report": ("专报、要求报告", "Reports to the chief, report requests"),
    "routing": ("转交", "Routing"),
    "rule": ("监控规则", "Rules"),
    "scheme": ("考评方案", "Assessment schemes"),
    "score": ("考评记录", "Scores"),
    "separation": ("职责分离", "Separation of duties"),
    "statistics": ("统计", "Statistics"),
    "storage": ("存储", "Storage"),
    "sweep": ("监控批次", "Sweeps"),
    "text": ("名称与代码", "Names and codes"),
    "triage": ("研判", "Triage"),
    "unit": ("院", "Units"),
    "validity": ("有效期", "Validity"),
    "value": ("通用值", "Values"),
    "verify": ("核验", "Verification"),
    "work": ("工作单元", "Unit of work"),
    "workflow": ("流程", "Workflows"),
}
"""Chinese and English title of the first part of a code."""

HEAD = """\
# 错误代码 · Error codes

每个错误都有稳定的代码，不随语言和措辞改变；程序依代码处理，人看下面的说明。花括号里是错误的细节（`error.details`），显示时换成实际的值。一个输入有多处错误时，`error.problems` 逐处列出位置和代码。

Every error has a stable code that does not change with language or wording: programs go by the code, people read the sentence. In braces stand details of the error (`error.details`), replaced by their values. Where an input can have several faults, `error.problems` lists each with its place and code.

```python
from supervision import SupervisionError, explain, open_office

try:
    office = open_office("office.toml")
except SupervisionError as error:
    print(error.code)
    print(explain(error, "zh"))
```

本页由 `python docs/errors_page.py` 生成。This page is written by `python docs/errors_page.py`.
"""


def codes() -> list[str]:
    """Return every code of an error or problem, by area; texts of notifications are none."""
    return sorted(code for code in zh.TEXTS if CODE.fullmatch(code))


def page() -> str:
    """Return the page."""
    parts = [HEAD]
    for area, found in groupby(codes(), key=lambda code: code.partition(".")[0]):
        chinese, english = AREAS.get(area, (area, area))
        parts.append(f"## {chinese} · {english}\n")
        parts += [
            f"### `{code}`\n\n{_shown(zh.TEXTS[code])}\n\n{_shown(en.TEXTS.get(code, ''))}\n"
            for code in found
        ]
    return "\n".join(parts)


def _shown(template: str) -> str:
    """Write a template as Markdown: placeholders as code, lists of lines as one placeholder."""
    plain = re.sub(r"\{(\w+):lines\}", r"{\1}", template)
    doubled = re.sub(r"(?<!\{)\{(\w+)\}(?!\})", r"`{\1}`", plain)
    text = doubled.replace("{{", "{").replace("}}", "}").replace("\n", " ")
    return re.sub(r"([*<>])", r"\\\1", text)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
