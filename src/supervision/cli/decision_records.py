"""Decisions on the command line (决策部署): list, show, register, conclude, figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import coded_of, id_of, ids_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, WHOLE
from supervision.cli.words import choice_of
from supervision.domain.bases import BASIS
from supervision.domain.decision_works import DecisionWork
from supervision.domain.decisions import (
    DECISION,
    CorrectDecision,
    Decision,
    DecisionState,
    RegisterDecision,
)
from supervision.domain.items import ITEM
from supervision.office import decisions
from supervision.office.decision_follow_up import FollowUp, follow_up
from supervision.ports.query import And, Eq, Order, Predicate

__all__ = ["DecisionList", "DecisionShown", "decision", "works_table"]

decision = group(
    "decision",
    "决策部署：登记、督察核查、要求报告和材料",
    "Decisions: register, check their execution, ask for reports and materials",
)

_WHICH = Text("编号", "DECISION")
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("来源", "issuer", keep=True),
    Column("日期", "issued", keep=True),
    Column("状态", "state", keep=True),
    Column("标题", "title"),
)
_WORK_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("状态", "state", keep=True),
    Column("落实情况", "outcome", keep=True),
    Column("承担部门", "departments"),
    Column("期限", "due", keep=True),
    Column("标题", "title"),
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "决策部署的编号，可只写末尾 6 位",
        "the decision's id; its last 6 letters do",
        label=_WHICH,
    )(function)


def works_table(session: Session, works: tuple[DecisionWork, ...], naming: Naming) -> None:
    """Print works as a table."""
    session.screen.table(
        _WORK_COLUMNS,
        [
            (
                short(one.id),
                naming.value(one.state),
                naming.value(one.outcome),
                naming.all(one.departments),
                day_text(one.due_on),
                one.title,
            )
            for one in works
        ],
    )


# ---------------------------------------------------------------------------- reading


@attrs.frozen(kw_only=True)
class DecisionList:
    """Decisions that match (决策部署清单).

    Attributes:
        decisions: the decisions, oldest first; at most `--limit`.
        count: how many match in all.
    """

    decisions: tuple[Decision, ...]
    count: int


@attrs.frozen(kw_only=True)
class DecisionShown:
    """A decision and its works (决策部署及其工作).

    Attributes:
        decision: the decision.
        works: its works, in the order they were entered.
    """

    decision: Decision
    works: tuple[DecisionWork, ...]


@option("--state", kind=choice_of(DecisionState), zh="只列此状态", en="only in this state")
@option("--issuer", zh="只列此来源", en="only of this issuer")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出决策部署", "List decisions", result=DecisionList, within=decision)
def list_(session: Session, state: str | None, issuer: str | None, limit: int) -> None:
    """List decisions."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = []
        if state:
            parts.append(Eq("state", state))
        if issuer:
            parts.append(Eq("issuer", coded_of(session.office.rules, "issuer", issuer)))
        records, count = limited(view, DECISION, And(tuple(parts)), (Order("issued_on"),), limit)

        def shown(listed: DecisionList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        naming.coded("issuer", one.issuer),
                        day_text(one.issued_on),
                        naming.value(one.state),
                        one.title,
                    )
                    for one in listed.decisions
                ],
            )
            shown_rest(session.screen, len(listed.decisions), listed.count)

        session.tell(DecisionList(decisions=records, count=count), shown)


@_which
@command(
    "show",
    "显示一项决策部署及其工作",
    "Show a decision and its works",
    result=DecisionShown,
    within=decision,
)
def show(session: Session, which: str) -> None:
    """Show a decision."""
    with session.reading() as view:
        record = view.get(DECISION, id_of(view, DECISION, which))
        naming = Naming(view, session)

        def shown(found: DecisionShown) -> None:
            shown_record(session.screen, found.decision, DECISION, naming)
            if found.works:
                works_table(session, found.works, naming)

        works = decisions.works_of(view, record.id)
        session.tell(DecisionShown(decision=record, works=works), shown)


_FIGURES = {
    "decisions": Text("决策部署（件）", "decisions"),
    "works": Text("督察工作（项）", "works"),
    "checked": Text("已核查（项）", "works checked"),
    "carried_out": Text("已落实（项）", "carried out"),
    "partly": Text("部分落实（项）", "partly carried out"),
    "not_carried_out": Text("未落实（项）", "not carried out"),
    "not_due": Text("未到期（项）", "not yet due"),
    "settled": Text("已办结（项）", "settled"),
    "rectifications": Text("整改事项（项）", "rectifications"),
    "rectified": Text("已销号（项）", "rectified"),
    "reports": Text("要求报告（份）", "reports asked"),
    "late": Text("逾期报告（份）", "late"),
    "false": Text("虚假报告（份）", "false"),
    "concealed": Text("瞒报（份）", "concealed"),
    "refused": Text("拒报（份）", "refused"),
}


@option("--until", kind=DAY, zh="部署日期止", en="deployed until")
@option("--since", kind=DAY, zh="部署日期起", en="deployed since")
@command(
    "follow-up",
    "督察计数：多少项工作、多少项整改",
    "Figures: so many works, so many rectifications",
    result=FollowUp,
    within=decision,
)
def follow_up_(session: Session, since: dt.date | None, until: dt.date | None) -> None:
    """Count the follow-up."""
    with session.reading() as view:
        figures = follow_up(view, first=since, last=until)
    session.tell(
        figures,
        lambda found: session.screen.pairs(
            [(text.of(session.lang), str(getattr(found, name))) for name, text in _FIGURES.items()]
        ),
    )


# ---------------------------------------------------------------------------- acts


@acting
@option("--basis", multiple=True, zh="依据的编号", en="id of a basis")
@option("--item", zh="所属督察事项", en="the item that follows it up")
@option("--document", default="", zh="文件或会议编号", en="number of its document or meeting")
@option("--content", default="", zh="决策内容", en="what was decided")
@option(
    "--issued-on", kind=DAY, zh="决策日期，默认行为日期", en="day of issue; by default the act's"
)
@option(
    "--issuer",
    required=True,
    zh="来源，名称或代码，如：区委 district_committee、党组 party_group",
    en="issuer, by name or code, such as party_group",
)
@option("--title", required=True, zh="标题，一行", en="title, one line")
@command("register", "登记一项决策部署", "Register a decision", result=Acted, within=decision)
def register(
    session: Session,
    title: str,
    issuer: str,
    issued_on: dt.date | None,
    content: str,
    document: str,
    item: str | None,
    basis: tuple[str, ...],
    **particulars: object,
) -> None:
    """Register a decision."""
    with act(session, DECISION, Particulars.of(particulars)) as doing:
        view = doing.work.view
        asked = RegisterDecision(
            title=title,
            issuer=coded_of(session.office.rules, "issuer", issuer),
            issued_on=issued_on,
            content=content,
            document=document,
            item=id_of(view, ITEM, item) if item else None,
            basis=ids_of(view, BASIS, basis),
        )
        doing.done(decisions.register_decision(doing.work, asked, acting=doing.acting))


@acting
@option("--document", zh="文件或会议编号", en="number of its document or meeting")
@option("--content", zh="决策内容", en="what was decided")
@option("--issued-on", kind=DAY, zh="决策日期", en="day of issue")
@option("--issuer", zh="来源", en="issuer")
@option("--title", zh="标题", en="title")
@_which
@command(
    "correct", "更正，须写理由", "Correct an entry, with a reason", result=Acted, within=decision
)
def correct(
    session: Session,
    which: str,
    title: str | None,
    issuer: str | None,
    issued_on: dt.date | None,
    content: str | None,
    document: str | None,
    **particulars: object,
) -> None:
    """Correct a decision."""
    with act(session, DECISION, Particulars.of(particulars), which) as doing:
        correction = CorrectDecision(
            title=title,
            issuer=coded_of(session.office.rules, "issuer", issuer) if issuer else None,
            issued_on=issued_on,
            content=content,
            document=document,
        )
        decisions.correct_decision(doing.work, doing.id, correction, acting=doing.acting)


@acting
@_which
@command(
    "conclude",
    "完结；各项工作须已办结",
    "Conclude it; all its works are settled",
    result=Acted,
    within=decision,
)
def conclude(session: Session, which: str, **particulars: object) -> None:
    """Conclude a decision."""
    with act(session, DECISION, Particulars.of(particulars), which) as doing:
        decisions.conclude_decision(doing.work, doing.id, acting=doing.acting)


@acting
@_which
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=decision)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void a decision."""
    with act(session, DECISION, Particulars.of(particulars), which) as doing:
        decisions.void_decision(doing.work, doing.id, acting=doing.acting)
