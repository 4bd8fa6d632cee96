"""案件表格接入：读取业务系统导出的 CSV。Case connector for CSV exports of a case system.

The office enables it as `cases-table`; `supervision import --connector table` uses it. A program
that wants the cases without an office calls `supervision_cases_table.source.open_table`.
Importing this package loads nothing.
"""
