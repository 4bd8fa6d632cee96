"""流程监控的研判与运行（中文）· triage and running of monitoring, in Chinese."""

from __future__ import annotations

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {
    "case.not_found": "案件库里没有案号 {number}。请核对案号的写法；没有导入的，请先用 import cases 导入。",
    "finding.reopen_late": "问题 {id} 没有销号，或销号已超过本院规定的 {days} 日，不能重新办理。请作为新问题登记并关联原问题。",
    "rule.anchor_differs": "规则 {rule} 第 {version} 版与 {other} 的锚点不同，同一代码的各版本锚点须一致。请另立代码，或统一锚点并更替编号（sweep rehash）。",
    "sweep.incremental_scope": "增量巡查是用全部规则巡查全部案件。请去掉限定的范围，或者去掉 --incremental。没有写入。",
    "sweep.not_incremental": '本办公室不能增量巡查：引擎 {engine} 与案件库不相配。请设 [monitoring] engine = "duckdb"、[cases] backend = "parquet"（都由插件 sweep-sql 提供），并导入案件。',
    "sweep.standing": "增量巡查保存的结果不能使用：{path}（{error}）。如果另一次巡查正在进行，请等它结束；否则请删除这个文件，下一次巡查会重新计算全部案件。没有写入。",
    "sweep.bad_address": '服务器地址无效。请在 [monitoring.engines.postgresql] 中写 url = "postgresql://用户@主机:端口/数据库"，不带口令。',
    "sweep.password_in_address": '[monitoring.engines.postgresql] 的 url 里写了口令。请去掉，改在那里写 password = {{ env = "…" }} 或 {{ file = "…" }}。',
    "sweep.no_driver": '缺少驱动程序 {driver}。请运行 pip install "procuratorial-supervision-sweep-sql[{extra}]"，或者在 [monitoring] engine、[cases] backend 中另选。',
    "sweep.rehash_fault": "规则 {rule} 没有判断成功（案件 {case}），不能更替编号。请先排除故障。",
    "sweep.rehash_needed": "规则 {rule} 的锚点已变，原有发现尚未更替编号，本次不采用其所见。请先运行 sweep rehash --dry-run 查看影响，再更替。",
    "sweep.superseded": "批次 {id} 已被后开始的批次 {by} 取代，不再写入。结果以后者为准，无需处理。",
    "triage.finding_ended": "问题 {id} 已了结（{state}），不能增减它的监控发现。",
    "triage.no_finding": "监控发现 {id} 没有对应的问题，无从撤回。",
    "triage.replaced": "监控发现 {id} 已更替为 {by}，请在后者上研判。",
}
