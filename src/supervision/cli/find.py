"""`supervision find` (查找): records by id, document or case number, staff number, title."""

from __future__ import annotations

from supervision.cli.grammar import argument, command, option
from supervision.cli.lookup import short
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import WHOLE
from supervision.cli.words import VALUES, kind_name
from supervision.office.search import Found, Hit
from supervision.office.search import find as search

__all__ = ["find"]

_NONE = Text("没有找到“{sought}”。", "“{sought}” was not found.")
_MORE = Text(
    "可能还有更多，请写得更具体，或用 --limit。",
    "There may be more; be more specific, or use --limit.",
)
_COLUMNS = (
    Column("种类", "kind", keep=True),
    Column("编号", "id", keep=True),
    Column("状态", "state"),
    Column("标题", "title"),
)
_STATES = {
    "item": "ItemState",
    "finding": "FindingState",
    "measure": "MeasureState",
    "detection": "Decision",
    "decision": "DecisionState",
    "decision_work": "DecisionWorkState",
    "report_request": "RequestState",
    "material_list": "MaterialState",
    "interview": "InterviewState",
}


@option("--limit", kind=WHOLE, default=50, zh="最多列出多少条", en="at most so many")
@argument(
    "text",
    "编号、文号、案号、工号，或标题中的文字",
    "an id, document or case number, staff number, or words of a title",
    label=Text("文字", "TEXT"),
)
@command(
    "find",
    "按文字、案号、文号查找记录",
    "Find records by text, case or document number",
    result=Found,
)
def find(session: Session, text: str, limit: int) -> None:
    """Find records."""
    with session.reading() as view:
        found = search(view, text, limit=limit)

    def shown(one: Found) -> None:
        if not one.hits:
            session.screen.say(_NONE, sought=text)
            return
        session.screen.table(_COLUMNS, [_row(hit, session.lang) for hit in one.hits])
        if one.more:
            session.screen.say(_MORE)

    session.tell(found, shown)


def _row(hit: Hit, lang: str) -> tuple[str, ...]:
    state = VALUES.get(_STATES.get(hit.kind, ""), {}).get(hit.state)
    return (
        kind_name(hit.kind, lang),
        short(hit.id),
        state.of(lang) if state else hit.state,
        hit.title,
    )
