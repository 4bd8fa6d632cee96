"""流程监控的研判与运行（中文）· triage and running of monitoring, in Chinese."""

from __future__ import annotations

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {
    "case.not_found": "案件库里没有案号 {number}。请核对案号的写法；没有导入的，请先用 import cases 导入。",
    "finding.reopen_late": "问题 {id} 没有销号，或销号已超过本院规定的 {days} 日，不能重新办理。请作为新问题登记并关联原问题。",
    "rule.anchor_differs": "规则 {rule} 第 {version} 版与 {other} 的锚点不同，同一代码的各版本锚点须一致。请另立代码，或统一锚点并更替编号（sweep rehash）。",
    "sweep.rehash_fault": "规则 {rule} 没有判断成功（案件 {case}），不能更替编号。请先排除故障。",
    "sweep.rehash_needed": "规则 {rule} 的锚点已变，原有发现尚未更替编号，本次不采用其所见。请先运行 sweep rehash --dry-run 查看影响，再更替。",
    "sweep.superseded": "批次 {id} 已被后开始的批次 {by} 取代，不再写入。结果以后者为准，无需处理。",
    "triage.finding_ended": "问题 {id} 已了结（{state}），不能增减它的监控发现。",
    "triage.no_finding": "监控发现 {id} 没有对应的问题，无从撤回。",
    "triage.replaced": "监控发现 {id} 已更替为 {by}，请在后者上研判。",
}
