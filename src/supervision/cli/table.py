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
                "院、部门、人员及职务：查看、任职、合并、交接",
                "Unit, departments, officers, posts: list, post, merge, hand over",
                "supervision.cli.people_acts:people",
            ),
            Row(
                "access",
                "权限：由哪一条决定、列出条款，申请知悉",
                "Access: which line decides, all lines; ask to know of a matter",
                "supervision.cli.access_requests:access",
            ),
            Row(
                "handling-unit",
                "办案单元：组建、加入、退出、撤销",
                "Handling units: form, join, leave, disband",
                "supervision.cli.handling_unit:handling_unit",
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
                "supervision.cli.sweep_runs:sweep",
            ),
            Row(
                "rules",
                "监控规则：检查、释义、试运行",
                "Rules: check, explain, try",
                "supervision.cli.rules:rules",
            ),
            Row(
                "triage",
                "研判监控发现：确认、排除、并案",
                "Judge detections: confirm, dismiss, group",
                "supervision.cli.triage_support:triage",
            ),
            Row(
                "case",
                "案件：时间线",
                "Cases: their timeline",
                "supervision.cli.case:case",
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
                "review",
                "回头看：安排、完成、取消",
                "Reviews: plan, complete, call off",
                "supervision.cli.review:review",
            ),
            Row(
                "instruction",
                "批示：登记、转为要求、反馈、办结",
                "Instructions: receive, require, answer",
                "supervision.cli.instruction:instruction",
            ),
            Row(
                "recusal",
                "回避：提出、决定、复议、解除",
                "Recusals: ask, decide, reconsider, end",
                "supervision.cli.recusal:recusal",
            ),
            Row(
                "incoming",
                "他院发来的督察文书：签收、认领、答复",
                "Measures from other units: sign for, claim, answer",
                "supervision.cli.incoming:incoming",
            ),
            Row(
                "meeting",
                "列席会议",
                "Meetings attended",
                "supervision.cli.meeting:meeting",
            ),
            Row(
                "opinion",
                "意见建议及采纳情况",
                "Opinions and how they were taken",
                "supervision.cli.opinion:opinion",
            ),
            Row(
                "plan",
                "年度检查计划",
                "The yearly plan of inspections",
                "supervision.cli.plan:plan",
            ),
            Row(
                "checklist",
                "检查清单及其版本",
                "Checklists and their versions",
                "supervision.cli.checklist:checklist",
            ),
            Row(
                "inspection",
                "督察检查：逐项结果、问题、结论",
                "Inspections: results, problems, conclusion",
                "supervision.cli.inspection:inspection",
            ),
            Row(
                "contact",
                "跟踪联系：网络、电话、书面、会议",
                "Contacts: network, telephone, paper, meeting",
                "supervision.cli.contact:contact",
            ),
            Row(
                "decision",
                "决策部署：登记、督察核查、要求报告和材料",
                "Decisions: register, check their execution, ask for reports and materials",
                "supervision.cli.decision:decision",
            ),
            Row(
                "interview",
                "约谈、谈话：拟定、谈话、签名",
                "Talks: plan, hold, sign",
                "supervision.cli.interview:interview",
            ),
            Row(
                "circular",
                "通报：拟制、印发、送达、签收、落实反馈",
                "Circulars: draft, issue, serve, sign for, confirm",
                "supervision.cli.circular:circular",
            ),
            Row(
                "attachment",
                "证据材料：附卷、换版、读取、作废",
                "Evidence: attach, replace, read back, void",
                "supervision.cli.attachment:attachment",
            ),
            Row(
                "file",
                "密卷：立卷、授权、移交、解除、封存",
                "Closed files: open, grant, hand over, release, close",
                "supervision.cli.closed_file:file",
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
            Row(
                "return",
                "上报汇总：只有数字，下级院上报、上级院汇总",
                "Aggregate returns: counts only, from units below",
                "supervision.cli.aggregate_return:aggregate_return",
            ),
            Row(
                "ledger",
                "台账：查询、导出、导入、批量办理",
                "Ledgers: list, export, import, act in bulk",
                "supervision.cli.ledger:ledger",
            ),
            Row(
                "dossier",
                "人员或部门的档案，截至某日",
                "Everything about a person or department as of a day",
                "supervision.cli.dossier:dossier",
            ),
            Row(
                "repeats",
                "重复出现的问题，按部门、人员、条款、分类",
                "Repeated problems by department, person, provision, code",
                "supervision.cli.repeats:repeats",
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
                "retention",
                "保管期限、保全与销毁",
                "Retention periods, legal holds, destruction",
                "supervision.cli.retention:retention",
            ),
            Row(
                "archive",
                "归档导出与核验",
                "Archives: export and check",
                "supervision.cli.archive:archive",
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
                "account",
                "账号与三员：提出、确认、锁定、口令与密钥、日志",
                "Accounts, the three officers: propose, confirm, lock, log",
                "supervision.cli.account_credentials:account",
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
