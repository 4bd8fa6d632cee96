"""`supervision export` (导出): the assessment sheet, by an exporter the office's plugins offer."""

from __future__ import annotations

from pathlib import Path

import attrs

from supervision.cli.grammar import command, group, option
from supervision.cli.score import period_of_text, period_option
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import OUTPUT
from supervision.office.assessing import export_sheet
from supervision.office.scoring import score_sheet

__all__ = ["Exported", "export"]

export = group("export", "导出考评表", "Export the assessment sheet")

_DONE = Text("已导出 {lines} 笔考评记录：{file}", "{lines} score entries exported: {file}")


@attrs.frozen(kw_only=True)
class Exported:
    """A sheet was exported (已导出).

    Attributes:
        file: the file.
        exporter: name of the exporter.
        period: code of the period.
        lines: entries on the sheet.
    """

    file: Path
    exporter: str
    period: str
    lines: int


@option("--exporter", default="csv", zh="导出方式的名称", en="name of the exporter")
@option("--to", "target", kind=OUTPUT, required=True, zh="写到哪个文件", en="file to write")
@period_option
@command("score", "导出考评表", "Export the assessment sheet", result=Exported, within=export)
def score(session: Session, period: str | None, target: Path, exporter: str) -> None:
    """Export the assessment sheet."""
    stretch = period_of_text(session, period)
    assessment = session.office.assessment
    chosen = assessment.exporter(exporter)
    with session.reading() as view:
        sheet = score_sheet(view, assessment.schemes, stretch, made_at=session.office.now())
    file = export_sheet(chosen, sheet, target, session.lang)
    result = Exported(file=file, exporter=exporter, period=stretch.code, lines=len(sheet.lines))
    session.tell(result, lambda one: session.screen.say(_DONE, lines=one.lines, file=one.file))
