"""Ledgers of keeping (保管台账): holds, destructions, and the returns received."""

from __future__ import annotations

from supervision.domain.aggregate_returns import AGGREGATE_RETURN
from supervision.domain.destructions import DESTRUCTION
from supervision.domain.holds import HOLD
from supervision.domain.rules import Wording
from supervision.reporting.ledger_columns import Ledger, listed, more
from supervision.reporting.statistics import CountUnit

__all__ = ["KEEPING_LEDGERS"]

KEEPING_LEDGERS: tuple[Ledger, ...] = (
    Ledger(
        kind=HOLD,
        title=Wording(zh="保全台账", en="Ledger of legal holds"),
        unit=CountUnit.ITEM,
        order=("-placed_on",),
        columns=(
            listed("placed_on", "保全日期", "Placed on"),
            listed("state", "状态", "State"),
            listed("scope", "保全范围", "Scope"),
            listed("about.kind", "保全记录种类", "Kind of record"),
            listed("about.id", "保全记录", "Record"),
            listed("case_number", "案号", "Case number"),
            listed("ordered_by", "要求机关", "Ordered by"),
            more("placed_by", "保全人", "Placed by"),
            more("lifted_on", "解除日期", "Lifted on"),
            more("lifted_by", "解除人", "Lifted by"),
        ),
    ),
    Ledger(
        kind=DESTRUCTION,
        title=Wording(zh="销毁台账", en="Ledger of destructions"),
        unit=CountUnit.COPY,
        order=("-proposed_on",),
        columns=(
            listed("proposed_on", "提出日期", "Proposed on"),
            listed("state", "状态", "State"),
            listed("ground", "销毁理由", "Ground"),
            listed("proposed_by", "提出人", "Proposed by"),
            listed("decided_by", "决定人", "Decided by"),
            listed("decided_on", "决定日期", "Decided on"),
            listed("executed_by", "执行人", "Executed by"),
            listed("executed_on", "执行日期", "Executed on"),
            more("erased", "清除份数", "Contents erased"),
            more("kept", "保留份数", "Contents kept"),
            more("targets.kind", "清单记录种类", "Kinds of records"),
            more("targets.id", "清单记录", "Records"),
        ),
    ),
    Ledger(
        kind=AGGREGATE_RETURN,
        title=Wording(zh="上报汇总台账", en="Ledger of returns received"),
        unit=CountUnit.COPY,
        order=("-first",),
        columns=(
            listed("content.path", "院", "Unit"),
            listed("content.period", "周期", "Period"),
            listed("state", "状态", "State"),
            listed("content.made_on", "编制日期", "Made on"),
            listed("imported_on", "接收日期", "Received on"),
            more("imported_by", "接收人", "Received by"),
            more("checksum", "校验值", "Checksum"),
            more("replaced_by", "更正的上报", "Replaced by"),
        ),
    ),
)
"""What `ledgers` lists of keeping and returning."""
