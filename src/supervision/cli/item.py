"""`supervision item` (督察事项): every act after its proposal; see `item_records` too."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import Callback, acting, argument, command, option
from supervision.cli.item_records import item, requirement_of, which_item
from supervision.cli.lookup import department_of, id_of
from supervision.cli.results import Acted
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import DAY, EXACT, WHOLE
from supervision.cli.words import ITEM_STEPS, choice_of
from supervision.domain.item_commands import Move
from supervision.domain.item_progress import MeasureEffect, ProgressChannel
from supervision.domain.items import ITEM
from supervision.office import items

__all__ = ["item"]

_STEPS = {name.zh: code for code, name in ITEM_STEPS.items()}
_CHANNEL = choice_of(ProgressChannel)


def _number(function: Callback) -> Callback:
    return argument(
        "number",
        "第几项要求，从 1 数起",
        "which requirement, from 1",
        label=Text("第几项", "NUMBER"),
        kind=WHOLE,
    )(function)


@acting
@option("--into", zh="并入的事项（merge）", en="item to merge into (merge)")
@option(
    "--effect", default="", zh="工作成效（propose_closing）", en="effect reached (propose_closing)"
)
@option("--lead", zh="交办或转办的部门", en="department to assign or transfer to")
@option("--channel", kind=_CHANNEL, zh="跟踪方式", en="how it was learned")
@option("--note", default="", zh="反馈、意见或批示", en="report, opinion or instruction")
@argument(
    "step",
    "步骤，名称或代码；随附流程有：" + "、".join(f"{t.zh} {n}" for n, t in ITEM_STEPS.items()),
    "the step; of the shipped workflows: " + ", ".join(ITEM_STEPS),
    label=Text("步骤", "STEP"),
)
@which_item
@command(
    "move",
    "按流程流转一步",
    "Take a step of the workflow",
    result=Acted,
    within=item,
)
def move(
    session: Session,
    which: str,
    step: str,
    note: str,
    channel: str | None,
    lead: str | None,
    effect: str,
    into: str | None,
    **particulars: object,
) -> None:
    """Take a step with an item."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        asked = Move(
            step=_STEPS.get(step, step),
            note=note,
            channel=ProgressChannel(channel) if channel else None,
            lead=department_of(doing.directory, lead, doing.work.unit) if lead else None,
            effect=effect,
            into=id_of(doing.work.view, ITEM, into) if into else None,
        )
        items.move(doing.work, doing.id, asked, acting=doing.acting)


@acting
@option("--requirement", "number", kind=WHOLE, zh="关于第几项要求", en="about which requirement")
@option("--channel", kind=_CHANNEL, required=True, zh="跟踪方式", en="how it was learned")
@option("--text", required=True, zh="进展", en="what was learned")
@which_item
@command("progress", "登记进展", "Enter progress", result=Acted, within=item)
def progress(
    session: Session,
    which: str,
    text: str,
    channel: str,
    number: int | None,
    **particulars: object,
) -> None:
    """Enter progress."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        items.progress(
            doing.work,
            doing.id,
            text,
            ProgressChannel(channel),
            requirement=None if number is None else number - 1,
            acting=doing.acting,
        )


@acting
@option("--before-on", kind=DAY, zh="办前值的日期", en="day the value before is of")
@option("--before", kind=EXACT, zh="办前值", en="value before")
@option("--unit", default="", zh="单位", en="unit")
@option("--after-on", kind=DAY, zh="办后值的日期；默认行为日期", en="day the value after is of")
@option("--after", kind=EXACT, required=True, zh="办后值", en="value after")
@option("--indicator", required=True, zh="成效指标", en="code of the indicator")
@which_item
@command("effect", "登记成效指标的值", "Enter what an indicator reached", result=Acted, within=item)
def effect(
    session: Session,
    which: str,
    indicator: str,
    after: Fraction,
    after_on: dt.date | None,
    unit: str,
    before: Fraction | None,
    before_on: dt.date | None,
    **particulars: object,
) -> None:
    """Enter an effect."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        asked = MeasureEffect(
            indicator=indicator,
            after=after,
            after_on=after_on,
            unit=unit,
            before=before,
            before_on=before_on,
        )
        items.measure_effect(doing.work, doing.id, asked, acting=doing.acting)


# ---------------------------------------------------------------------------- requirements


@acting
@argument(
    "text",
    "要求；可写成“内容|部门、部门|日期|人员、人员”",
    "what is asked; may be TEXT|DEPARTMENTS|DATE|OFFICERS",
    label=Text("要求", "REQUIREMENT"),
)
@which_item
@command("require", "追加工作要求", "Ask for something more", result=Acted, within=item)
def require(session: Session, which: str, text: str, **particulars: object) -> None:
    """Add a requirement."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        asked = requirement_of(text, doing.directory, doing.work.unit)
        items.add_requirement(doing.work, doing.id, asked, acting=doing.acting)


@acting
@option("--channel", kind=_CHANNEL, zh="反馈方式", en="how it was reported")
@option("--text", required=True, zh="反馈内容", en="the report")
@_number
@which_item
@command("answer", "反馈一项要求", "Report a requirement done", result=Acted, within=item)
def answer(
    session: Session,
    which: str,
    number: int,
    text: str,
    channel: str | None,
    **particulars: object,
) -> None:
    """Report a requirement done."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        items.report_requirement(
            doing.work,
            doing.id,
            number - 1,
            text,
            channel=ProgressChannel(channel) if channel else None,
            acting=doing.acting,
        )


@acting
@_number
@which_item
@command(
    "return",
    "退回一项要求的反馈，须写理由",
    "Return the report on a requirement, with a reason",
    result=Acted,
    within=item,
)
def return_(session: Session, which: str, number: int, **particulars: object) -> None:
    """Return the report on a requirement."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        items.return_requirement(doing.work, doing.id, number - 1, acting=doing.acting)


@acting
@_number
@which_item
@command("settle", "一项要求办结", "Find a requirement done", result=Acted, within=item)
def settle(session: Session, which: str, number: int, **particulars: object) -> None:
    """Find a requirement done."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        items.settle(doing.work, doing.id, number - 1, acting=doing.acting)


@acting
@_number
@which_item
@command(
    "drop",
    "取消一项要求，须写理由",
    "Ask for a requirement no longer, with a reason",
    result=Acted,
    within=item,
)
def drop(session: Session, which: str, number: int, **particulars: object) -> None:
    """Drop a requirement."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        items.drop_requirement(doing.work, doing.id, number - 1, acting=doing.acting)


@acting
@which_item
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=item)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void an item."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        items.void_item(doing.work, doing.id, acting=doing.acting)
