"""`supervision review` (回头看): plan, complete, call off; what fails opens a new finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import department_of, id_of, officer_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, INPUT, WHOLE, Choice
from supervision.cli.words import KINDS, choice_of
from supervision.domain.findings import FINDING, OpenFinding
from supervision.domain.items import ITEM
from supervision.domain.records import RecordKind
from supervision.domain.reviews import (
    REVIEW,
    CorrectReview,
    PlanReview,
    Review,
    ReviewOutcome,
    ReviewState,
)
from supervision.office import reviews
from supervision.ports.query import And, Eq, Has, Order, Predicate

__all__ = ["ReviewList", "review"]

review = group("review", "回头看：安排、完成、取消", "Reviews: plan, complete, call off")

_TARGETS: Mapping[str, RecordKind[Any]] = {kind.name: kind for kind in (ITEM, FINDING)}
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("状态", "state", keep=True),
    Column("对象", "of", keep=True),
    Column("次数", "turn"),
    Column("期限", "due", keep=True),
    Column("结果", "outcome", keep=True),
    Column("标题", "title"),
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "回头看的编号（可只写末尾 6 位）",
        "the review's id (its last 6 letters do)",
        label=Text("编号", "REVIEW"),
    )(function)


@attrs.frozen(kw_only=True)
class ReviewList:
    """Reviews that match (回头看清单).

    Attributes:
        reviews: the reviews, earliest due first; at most `--limit`.
        count: how many match in all.
    """

    reviews: tuple[Review, ...]
    count: int


@option("--state", kind=choice_of(ReviewState), zh="只列此状态", en="only in this state")
@option("--outcome", kind=choice_of(ReviewOutcome), zh="只列此结果", en="only with this outcome")
@option("--department", zh="只列此部门整改的", en="only what this department put right")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出回头看", "List reviews", result=ReviewList, within=review)
def list_(
    session: Session, state: str | None, outcome: str | None, department: str | None, limit: int
) -> None:
    """List reviews."""
    with session.reading() as view:
        naming = Naming(view, session)
        asked = {"state": state, "outcome": outcome}
        parts: list[Predicate] = [Eq(field, value) for field, value in asked.items() if value]
        if department:
            unit = session.office.unit
            parts.append(Has("departments", department_of(naming.directory, department, unit)))
        records, count = limited(view, REVIEW, And(tuple(parts)), (Order("due_on"),), limit)

        def shown(listed: ReviewList) -> None:
            rows = [
                (
                    short(one.id),
                    naming.value(one.state),
                    f"{KINDS[one.target_kind].of(session.lang)} {short(one.target)}",
                    str(one.turn),
                    day_text(one.due_on),
                    naming.value(one.outcome),
                    one.title,
                )
                for one in listed.reviews
            ]
            session.screen.table(_COLUMNS, rows)
            shown_rest(session.screen, len(listed.reviews), listed.count)

        session.tell(ReviewList(reviews=records, count=count), shown)


@_which
@command("show", "显示一次回头看", "Show a review", result=Review, within=review)
def show(session: Session, which: str) -> None:
    """Show a review."""
    with session.reading() as view:
        record = view.get(REVIEW, id_of(view, REVIEW, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, REVIEW, naming))


@acting
@option("--title", default="", zh="标题；默认用对象的标题", en="title; by default the target's")
@option("--due", kind=DAY, zh="应在何日之前完成", en="by when")
@option(
    "--checker",
    "checkers",
    multiple=True,
    required=True,
    zh="由谁检查；整改部门和涉及的人员不能检查",
    en="who checks; nobody of the rectifying department, nobody concerned",
)
@argument("target", "对象的编号", "id of what is reviewed", label=Text("对象", "TARGET"))
@argument(
    "kind",
    "对象的种类：督察事项 item 或问题 finding",
    "what is reviewed: item or finding",
    label=Text("种类", "KIND"),
    kind=Choice({name: KINDS[name] for name in _TARGETS}),
)
@command("plan", "安排回头看", "Plan a review", result=Acted, within=review)
def plan(
    session: Session,
    kind: str,
    target: str,
    checkers: tuple[str, ...],
    due: dt.date | None,
    title: str,
    **particulars: object,
) -> None:
    """Plan a review."""
    with act(session, REVIEW, Particulars.of(particulars)) as doing:
        asked = PlanReview(
            target_kind=kind,
            target=id_of(doing.work.view, _TARGETS[kind], target),
            checkers=tuple(officer_of(doing.directory, one) for one in checkers),
            due_on=due,
            title=title,
        )
        doing.done(reviews.plan_review(doing.work, asked, acting=doing.acting))


@acting
@option(
    "--evidence", multiple=True, kind=INPUT, zh="佐证材料，密封保存", en="evidence, kept sealed"
)
@option("--department", zh="新问题的整改部门；默认同前", en="who puts it right now; as before")
@option(
    "--finding",
    "titles",
    multiple=True,
    zh="反弹时立的新问题的标题；默认同对象",
    en="title of a new finding where it fails; by default the target's",
)
@option("--result", required=True, zh="检查情况", en="what was seen")
@option(
    "--outcome",
    kind=choice_of(ReviewOutcome),
    required=True,
    zh="结果；反弹的同时立新问题",
    en="outcome; what fails opens a new finding",
)
@_which
@command("complete", "完成回头看", "Say what it found", result=Acted, within=review)
def complete(
    session: Session,
    which: str,
    outcome: str,
    result: str,
    titles: tuple[str, ...],
    department: str | None,
    evidence: tuple[Path, ...],
    **particulars: object,
) -> None:
    """Complete a review."""
    with act(session, REVIEW, Particulars.of(particulars), which) as doing:
        work = doing.work
        record = work.load(REVIEW, doing.id)
        charged = (
            department_of(doing.directory, department, work.unit)
            if department
            else next(iter(record.departments), None)
        )
        wanted = titles or ((record.title,) if department else ())
        reviews.complete_review(
            work,
            doing.id,
            ReviewOutcome(outcome),
            result,
            findings=tuple(
                OpenFinding(title=one, facts=result, department=charged) for one in wanted
            ),
            evidence=tuple(work.seal(path.read_bytes()) for path in evidence),
            acting=doing.acting,
        )


@acting
@option("--title", zh="标题", en="title")
@option("--due", kind=DAY, zh="应在何日之前完成", en="by when")
@option("--checker", "checkers", multiple=True, zh="由谁检查；写全部", en="who checks, all")
@_which
@command("correct", "更正，须写理由", "Correct it, with a reason", result=Acted, within=review)
def correct(
    session: Session,
    which: str,
    checkers: tuple[str, ...],
    due: dt.date | None,
    title: str | None,
    **particulars: object,
) -> None:
    """Correct a review."""
    with act(session, REVIEW, Particulars.of(particulars), which) as doing:
        correction = CorrectReview(
            title=title,
            checkers=tuple(officer_of(doing.directory, one) for one in checkers) or None,
            due_on=due,
        )
        reviews.correct_review(doing.work, doing.id, correction, acting=doing.acting)


@acting
@_which
@command("cancel", "取消，须写理由", "Call it off, with a reason", result=Acted, within=review)
def cancel(session: Session, which: str, **particulars: object) -> None:
    """Call a review off."""
    with act(session, REVIEW, Particulars.of(particulars), which) as doing:
        reviews.cancel_review(doing.work, doing.id, acting=doing.acting)


@acting
@_which
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=review)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void a review."""
    with act(session, REVIEW, Particulars.of(particulars), which) as doing:
        reviews.void_review(doing.work, doing.id, acting=doing.acting)
