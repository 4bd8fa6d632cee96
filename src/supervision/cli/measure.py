"""`supervision measure` (督察措施): the answer and its end; see `measure_handling` too."""

from __future__ import annotations

from pathlib import Path

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, command, flag, option
from supervision.cli.measure_handling import measure
from supervision.cli.measure_records import which_measure
from supervision.cli.results import Acted
from supervision.cli.session import Session
from supervision.cli.values import INPUT
from supervision.domain.measures import MEASURE
from supervision.office import measures

__all__ = ["measure"]


@acting
@option(
    "--reference",
    "references",
    multiple=True,
    zh="材料索引：附件编号或案卷号",
    en="where evidence is: id of an attachment, number of a file",
)
@option(
    "--evidence", multiple=True, kind=INPUT, zh="佐证材料，密封保存", en="evidence, kept sealed"
)
@option("--text", required=True, zh="反馈内容", en="the answer")
@which_measure
@command(
    "answer",
    "反馈，连同报送其中的问题",
    "Answer it, reporting its findings",
    result=Acted,
    within=measure,
)
def answer(
    session: Session,
    which: str,
    text: str,
    evidence: tuple[Path, ...],
    references: tuple[str, ...],
    **particulars: object,
) -> None:
    """Answer a measure."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        measures.answer(
            doing.work,
            doing.id,
            text,
            evidence=tuple(doing.work.seal(one.read_bytes()) for one in evidence),
            references=references,
            acting=doing.acting,
        )


@acting
@flag("--falsified", zh="属虚假整改", en="the answer was untrue")
@flag("--perfunctory", zh="属敷衍整改", en="the answer was perfunctory")
@which_measure
@command(
    "return", "退回反馈，须写理由", "Return the answer, with a reason", result=Acted, within=measure
)
def return_(
    session: Session, which: str, perfunctory: bool, falsified: bool, **particulars: object
) -> None:
    """Return an answer."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        measures.return_answer(
            doing.work,
            doing.id,
            perfunctory=perfunctory,
            falsified=falsified,
            acting=doing.acting,
        )


@acting
@which_measure
@command(
    "accept",
    "采纳反馈，核验其中的问题",
    "Accept the answer, verifying its findings",
    result=Acted,
    within=measure,
)
def accept(session: Session, which: str, **particulars: object) -> None:
    """Accept an answer."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        measures.accept(doing.work, doing.id, acting=doing.acting)


@acting
@which_measure
@command(
    "close",
    "销号，连同其中已核验的问题",
    "Close it, striking off its verified findings",
    result=Acted,
    within=measure,
)
def close(session: Session, which: str, **particulars: object) -> None:
    """Close a measure."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        measures.close_measure(doing.work, doing.id, acting=doing.acting)


@acting
@which_measure
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=measure)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void a measure."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        measures.void_measure(doing.work, doing.id, acting=doing.acting)
