"""`supervision ledger bulk` (批量办理): one act on many records, with one reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from supervision.cli.acts import Particulars, acting_of
from supervision.cli.grammar import acting, argument, command, flag, option
from supervision.cli.ledger_asked import asked_of, names_of_values, selecting
from supervision.cli.ledger_cells import unit_of
from supervision.cli.lookup import ids_of, short
from supervision.cli.readable import readable
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import Choice
from supervision.cli.words import ITEM_STEPS, KINDS, step_name
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.records import RecordKind
from supervision.errors import SupervisionError, UsageError
from supervision.messages import render_error
from supervision.office.bulk import BULK_ACTS, BulkAct, BulkRefusal, act_of
from supervision.office.bulk import bulk as take
from supervision.office.directory import Directory
from supervision.office.ledgers import ids_asked
from supervision.office.views import ReadView
from supervision.reporting.ledgers import LEDGERS

__all__ = ["BulkTold", "bulk"]

_WORKING = Text("批量办理", "Acting in bulk")
_DONE = Text(
    "{act}：办理 {done} {unit}，退回 {refused} {unit}。日志新增 {entries} 条。",
    "{act}: {done} done, {refused} refused. {entries} journal entries.",
)
_NOTHING = Text(
    "有 {refused} {unit}不能办理，按“全部或全不”没有写入任何内容。",
    "{refused} cannot be done; all or nothing was asked for, so nothing was written.",
)
_REFUSED = Text("退回的记录：", "Records refused:")
_COLUMNS = (Column("编号", "id", keep=True), Column("原因", "reason"))
_KINDS = tuple(dict.fromkeys(kind for kind, _ in BULK_ACTS))


@attrs.frozen(kw_only=True)
class BulkTold:
    """What a bulk act did (批量办理结果).

    Attributes:
        kind, act: kind of the records, and the act.
        done: ids of the records it was taken on.
        refused: those it was refused on, with code and details.
        entries: journal entries written.
    """

    kind: str
    act: str
    done: tuple[str, ...]
    refused: tuple[BulkRefusal, ...]
    entries: int


def _called(kind: str, act: str, lang: str) -> str:
    """Return what an act is called."""
    if kind == "item" and act in ITEM_STEPS:
        return ITEM_STEPS[act].of(lang)
    return step_name(act, lang, kind)


def _act(kind: str, text: str) -> BulkAct:
    if (kind, text) in BULK_ACTS:
        return BULK_ACTS[kind, text]
    names = [name for of, name in BULK_ACTS if of == kind]
    for name in names:
        if text in (_called(kind, name, lang) for lang in ("zh", "en")):
            return BULK_ACTS[kind, name]
    return act_of(kind, text)


@acting
@flag("--all-or-nothing", "together", zh="有一条不能办，就都不办", en="all of them, or none")
@option(
    "--set",
    "given",
    multiple=True,
    zh="行为需要的内容：名称=值，如 plan=…、due_on=…、lead=…",
    en="what the act needs: NAME=VALUE, such as plan=…, due_on=…, lead=…",
)
@option("--ids", multiple=True, zh="记录的编号，可用逗号隔开", en="ids of records, between commas")
@selecting
@argument(
    "act",
    "办什么：命令的名称，如 verify、close；或中文名称",
    "which act, as its command is called, such as verify, close",
    label=Text("行为", "ACT"),
)
@argument(
    "kind",
    "哪个台账",
    "which ledger",
    label=Text("台账", "LEDGER"),
    kind=Choice({name: KINDS[name] for name in _KINDS}),
)
@command(
    "bulk",
    "对多条记录批量办理，一个理由",
    "Take one act on many records, with one reason",
    more=Text(
        "每条记录按各自的规则决定：不能办的退回并说明原因，其余照办。",
        "Every record is decided by itself: what is refused is told why, the others are done.",
    ),
    result=BulkTold,
)
def bulk(
    session: Session,
    kind: str,
    act: str,
    conditions: tuple[str, ...],
    words: str,
    ids: tuple[str, ...],
    given: tuple[str, ...],
    together: bool,
    **particulars: object,
) -> None:
    """Take one act on many records."""
    asked = Particulars.of(particulars)
    chosen = _act(kind, act)
    with session.reading() as view:
        which = _chosen(session, view, KINDS_BY_NAME[kind], ids, conditions, words)
    with session.screen.progress(_WORKING, len(which)) as step:
        done = take(
            session.office,
            session.actor,
            chosen,
            which,
            given=_given(given),
            reason=asked.reason,
            acting=lambda work: acting_of(work, Directory.of(work.view), asked),
            all_or_nothing=together,
            words=names_of_values,
            progress=step,
        )
    result = BulkTold(
        kind=kind, act=chosen.name, done=done.done, refused=done.refused, entries=done.entries
    )
    session.tell(result, lambda told: _shown(session, told, together))


def _chosen(
    session: Session,
    view: ReadView,
    kind: RecordKind[Any],
    ids: tuple[str, ...],
    conditions: tuple[str, ...],
    words: str,
) -> tuple[str, ...]:
    texts = [one.strip() for text in ids for one in text.replace("，", ",").split(",")]
    if texts:
        return ids_of(view, kind, [one for one in texts if one])
    if not conditions and not words:
        raise UsageError("ledger.nothing_chosen")
    return ids_asked(view, asked_of(session, view, LEDGERS[kind.name], conditions, (), words))


def _given(texts: tuple[str, ...]) -> Mapping[str, str]:
    given = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not value.strip():
            raise UsageError("ledger.given", found=text)
        given[name.strip()] = value.strip()
    return given


def _shown(session: Session, told: BulkTold, together: bool) -> None:
    screen, unit = session.screen, unit_of(LEDGERS[told.kind], session.lang)
    act = _called(told.kind, told.act, session.lang)
    if told.refused and together:
        screen.say(_NOTHING, refused=len(told.refused), unit=unit)
    else:
        counts = {"done": len(told.done), "refused": len(told.refused)}
        screen.say(_DONE, act=act, unit=unit, entries=told.entries, **counts)
    if told.refused:
        screen.head(_REFUSED)
        screen.table(
            _COLUMNS, [(short(one.id), _why(session, told.kind, one)) for one in told.refused]
        )


def _why(session: Session, kind: str, refusal: BulkRefusal) -> str:
    error = SupervisionError(refusal.code, problems=(), **refusal.details)
    return render_error(readable(error, session, kind), session.lang)
