"""The table of commands (命令表): name, help in both languages, and where the command lives.

A literal table, so that `supervision --help` imports none of the commands.
"""

from __future__ import annotations

from typing import NamedTuple

from supervision.cli.texts import Text

__all__ = ["COMMANDS", "SECTIONS", "Row", "Section"]


class Row(NamedTuple):
    """One command (命令): its name, one line of help, `module:attribute` of the click command."""

    name: str
    zh: str
    en: str
    target: str

    @property
    def about(self) -> Text:
        """The line of help in both languages."""
        return Text(self.zh, self.en)


class Section(NamedTuple):
    """Commands that belong together on the help page (命令分组)."""

    title: Text
    rows: tuple[Row, ...]


SECTIONS: tuple[Section, ...] = (
    Section(
        Text("建立与导入", "Setting up and importing"),
        (
            Row("init", "建立一个督察办公室", "Set up an office", "supervision.cli.init:init"),
            Row(
                "import",
                "导入案件、人员、问题分类",
                "Import cases, people, problem codes",
                "supervision.cli.imports:imports",
            ),
            Row(
                "people",
                "查看院、部门、人员及职务",
                "Show unit, departments, officers and posts",
                "supervision.cli.people:people",
            ),
        ),
    ),
    Section(
        Text("流程监控", "Monitoring"),
        (
            Row(
                "sweep",
                "按规则巡查全部案件",
                "Run the rules over all cases",
                "supervision.cli.sweep:sweep",
            ),
            Row(
                "triage",
                "研判监控发现：确认、排除、并案",
                "Judge detections: confirm, dismiss, group",
                "supervision.cli.triage:triage",
            ),
        ),
    ),
    Section(
        Text("办理", "Daily work"),
        (
            Row("todo", "我的待办", "What waits for me", "supervision.cli.todo:todo"),
            Row(
                "item",
                "督察事项：立项、流转、办结",
                "Items: propose, move, settle",
                "supervision.cli.item:item",
            ),
            Row(
                "finding",
                "问题：登记、认领、整改、核验、销号",
                "Findings: open, claim, put right, verify, close",
                "supervision.cli.finding:finding",
            ),
            Row(
                "measure",
                "督察措施：签发、送达、反馈、采纳",
                "Measures: issue, serve, answer, accept",
                "supervision.cli.measure:measure",
            ),
            Row(
                "tick",
                "期限预警并投递通知（供定时任务调用）",
                "Ring clocks and deliver messages (for a scheduler)",
                "supervision.cli.tick:tick",
            ),
        ),
    ),
    Section(
        Text("查询与考评", "Looking up and assessing"),
        (
            Row(
                "find",
                "按文字、案号、文号查找记录",
                "Find records by text, case or document number",
                "supervision.cli.find:find",
            ),
            Row(
                "history",
                "一条记录的全部变更，逐字段",
                "All changes of a record, field by field",
                "supervision.cli.history:history",
            ),
            Row("stats", "统计", "Statistics", "supervision.cli.stats_ratio:stats"),
            Row(
                "report",
                "检务督察专报：起草、签发、复读、作废",
                "Reports to the chief: draw up, issue, read again, void",
                "supervision.cli.report:report",
            ),
            Row("score", "考评计分", "Assessment scores", "supervision.cli.score:score"),
            Row(
                "export",
                "导出考评表",
                "Export the assessment sheet",
                "supervision.cli.export:export",
            ),
        ),
    ),
    Section(
        Text("证明与维护", "Proof and upkeep"),
        (
            Row(
                "verify",
                "核验日志，打印检查点",
                "Verify the journal, print checkpoints",
                "supervision.cli.verify:verify",
            ),
            Row(
                "plugins",
                "已安装、已启用的插件",
                "Plugins installed and enabled",
                "supervision.cli.plugins:plugins",
            ),
            Row(
                "doctor",
                "检查运行环境",
                "Check the surroundings",
                "supervision.cli.doctor:doctor",
            ),
            Row(
                "upgrade",
                "把存储升级到本版本的格式",
                "Bring the store to this version's format",
                "supervision.cli.upgrade:upgrade",
            ),
            Row(
                "demo",
                "在示范院里把全过程走一遍",
                "Run the whole course in the reference office",
                "supervision.cli.demo:demo",
            ),
            Row(
                "x",
                "插件提供的命令",
                "Commands that plugins offer",
                "supervision.cli.extension:extension",
            ),
        ),
    ),
)

COMMANDS: tuple[Row, ...] = tuple(row for section in SECTIONS for row in section.rows)
