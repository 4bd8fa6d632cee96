"""Sentences in Chinese (中文提示), by code. Same keys and placeholders as in `en`.

A placeholder is a detail of the error. A detail given in two languages as `reason_zh` and
`reason_en` stands here as `{reason}`. A sentence says what is wrong and what to do next.
"""

from supervision.messages.zh import (
    accounts,
    cases,
    closed_files,
    command_line,
    following,
    items,
    ledgers,
    offices,
    people,
    policies,
    recusing,
    retention,
    scores,
    standards,
    stores,
    sweeping,
    values,
)

__all__ = ["TERMS", "TEXTS"]

TERMS: dict[str, str] = {
    "bool": "真假值（true 或 false）",
    "choice": "可选值之一",
    "complete": "全部声明的字段",
    "cursor": "与排序字段相符的游标",
    "date": "日期（YYYY-MM-DD）",
    "decimal": "小数",
    "department": "部门",
    "fraction": "精确数（整数、小数文本或分数文本）",
    "int": "整数",
    "integer": "整数",
    "limit": "不小于 1 的条数",
    "list": "列表",
    "many": "按字符顺序排列、互不重复的文本",
    "person": "人员",
    "table": "表",
    "text": "文本",
}
"""What the codec expected (值的类型), for the detail `expected`."""

TEXTS: dict[str, str] = {
    **values.TEXTS,
    **stores.TEXTS,
    **offices.TEXTS,
    **people.TEXTS,
    **accounts.TEXTS,
    **recusing.TEXTS,
    **policies.TEXTS,
    **cases.TEXTS,
    **closed_files.TEXTS,
    **sweeping.TEXTS,
    **following.TEXTS,
    **items.TEXTS,
    **standards.TEXTS,
    **ledgers.TEXTS,
    **scores.TEXTS,
    **retention.TEXTS,
    **command_line.TEXTS,
}
