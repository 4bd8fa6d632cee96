"""`supervision ledger` (台账): list, show, export, import, bulk act, for every kind of record."""

from __future__ import annotations

from supervision.cli.grammar import Group
from supervision.cli.table import Row
from supervision.cli.texts import Text

__all__ = ["ledger"]

ledger = Group(
    "ledger",
    about=Text("台账：查询、导出、导入、批量办理", "Ledgers: list, export, import, act in bulk"),
    rows=(
        Row("list", "列出台账", "List a ledger", "supervision.cli.ledger_lists:list_"),
        Row(
            "show",
            "显示一条记录及其历史",
            "Show a record with its history",
            "supervision.cli.ledger_lists:show",
        ),
        Row(
            "export",
            "导出台账为 CSV 或 JSON",
            "Export a ledger as CSV or JSON",
            "supervision.cli.ledger_lists:export",
        ),
        Row(
            "import",
            "导入历史台账（CSV）",
            "Import an old ledger (CSV)",
            "supervision.cli.ledger_import:import_",
        ),
        Row("undo", "撤销一次导入", "Undo an import", "supervision.cli.ledger_import:undo"),
        Row(
            "bulk",
            "对多条记录批量办理，一个理由",
            "Take one act on many records, with one reason",
            "supervision.cli.ledger_bulk:bulk",
        ),
    ),
)
