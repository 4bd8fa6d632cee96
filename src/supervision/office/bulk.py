"""Bulk acts with one reason (批量办理): one act on many records, each decided by itself.

Every record is taken through the same function as a single act, so the same rules refuse it. A
refused record leaves no trace and is told with its reason; the others stand, unless all are to
stand or fall together. A kind joins by lines in `BULK_ACTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from supervision.domain.acts import check_reason
from supervision.domain.findings import FINDING, Rectification
from supervision.domain.item_commands import Move
from supervision.domain.item_kinds import WORKFLOWS
from supervision.domain.item_steps import OWN_DECISION
from supervision.domain.items import ITEM
from supervision.domain.measures import MEASURE, Service
from supervision.errors import (
    AccessDenied,
    Detail,
    NotFound,
    Refused,
    StaleVersion,
    SupervisionError,
    UsageError,
)
from supervision.office import findings, items, measures
from supervision.office.acting import Acting
from supervision.office.bulk_acts import DAY, DEPARTMENT, TEXT, WHOLE, BulkAct, Given, plain
from supervision.office.code_names import codes_of
from supervision.office.directory import Directory
from supervision.office.finding_links import group_finding, reroute_finding, ungroup_finding
from supervision.office.ledger_texts import TextReader, Words, words_of_labels
from supervision.office.office import Office
from supervision.office.practice_acts import PRACTICE_ACTS
from supervision.office.work import Work
from supervision.reporting.cells import Cell, Form

__all__ = ["AT_ONCE", "BULK_ACTS", "BulkAct", "BulkDone", "BulkRefusal", "act_of", "bulk"]

AT_ONCE = 200
"""Records of one unit of work."""

_REFUSALS = (Refused, NotFound, AccessDenied, StaleVersion)
"""What one record may be refused with; a store that fails ends everything."""


@attrs.frozen(kw_only=True)
class BulkRefusal:
    """A record that was refused, and why (退回的记录)."""

    id: str
    code: str
    details: Mapping[str, Detail]


@attrs.frozen(kw_only=True)
class BulkDone:
    """What a bulk act did (批量办理结果).

    Attributes:
        done: ids of the records the act was taken on.
        refused: those it was refused on. With all or nothing and one refused, `done` is empty.
        entries: journal entries written.
    """

    done: tuple[str, ...]
    refused: tuple[BulkRefusal, ...]
    entries: int


# ---------------------------------------------------------------------------- the table

_ITEM = Cell(form=Form.RECORD, record=ITEM)
_MODE = Cell(form=Form.VALUE, values=Rectification)
_SERVICE = Cell(form=Form.VALUE, values=Service)
_FINDING = Cell(form=Form.RECORD, record=FINDING)


def _claim(work: Work, id: str, given: Given, acting: Acting) -> object:
    known = work.load(FINDING, id).department
    chosen = given.get("department") or known
    if chosen is None:
        raise Refused("field.missing", field="department")
    mode = given.get("mode", Rectification.BY_DATE)
    due_on = given.get("due_on")
    return findings.claim(
        work, id, department=chosen, mode=mode, plan=given["plan"], due_on=due_on, acting=acting
    )


def _step(name: str) -> BulkAct:
    def run(work: Work, id: str, given: Given, acting: Acting) -> object:
        return items.move(work, id, Move(step=name, **given), acting=acting)

    asks = {"note": TEXT, "lead": DEPARTMENT, "effect": TEXT, "into": _ITEM}
    return BulkAct(kind=ITEM, name=name, run=run, asks=asks)


def _settle(work: Work, id: str, given: Given, acting: Acting) -> object:
    return items.settle(work, id, given["index"] - 1, acting=acting)


_STEPS = dict.fromkeys(
    step.name
    for table in WORKFLOWS.values()
    for step in table.steps
    if step.name not in OWN_DECISION
)
"""Steps of every kind of item; a step the record's own table does not know is refused."""

_ACTS: tuple[BulkAct, ...] = (
    *(_step(name) for name in _STEPS),
    BulkAct(kind=ITEM, name="settle", run=_settle, asks={"index": WHOLE}, needed=("index",)),
    plain(ITEM, "void", items.void_item),
    BulkAct(
        kind=FINDING,
        name="claim",
        run=_claim,
        asks={
            "department": DEPARTMENT,
            "plan": TEXT,
            "due_on": DAY,
            "mode": _MODE,
        },
        needed=("plan",),
    ),
    plain(FINDING, "confirm", findings.confirm_finding),
    plain(FINDING, "reroute", reroute_finding, department=DEPARTMENT),
    plain(FINDING, "group", group_finding, lead=_FINDING),
    plain(FINDING, "ungroup", ungroup_finding),
    plain(FINDING, "extend", findings.extend_finding, due_on=DAY),
    plain(FINDING, "submit", findings.submit, result=TEXT),
    plain(FINDING, "return", findings.return_finding),
    plain(FINDING, "verify", findings.verify),
    plain(FINDING, "close", findings.close),
    plain(FINDING, "dismiss", findings.dismiss),
    plain(FINDING, "waive", findings.waive, until=DAY),
    plain(FINDING, "reinstate", findings.reinstate),
    plain(FINDING, "void", findings.void_finding),
    plain(MEASURE, "serve", measures.serve, optional=("note",), service=_SERVICE, note=TEXT),
    plain(MEASURE, "receive", measures.receive),
    plain(
        MEASURE,
        "claim",
        measures.claim_measure,
        optional=("due_on", "mode"),
        plan=TEXT,
        due_on=DAY,
        mode=_MODE,
    ),
    plain(MEASURE, "answer", measures.answer, answer=TEXT),
    plain(MEASURE, "return", measures.return_answer),
    plain(MEASURE, "accept", measures.accept),
    plain(MEASURE, "close", measures.close_measure),
    plain(MEASURE, "void", measures.void_measure),
    *PRACTICE_ACTS,
)
BULK_ACTS: Mapping[tuple[str, str], BulkAct] = {(act.kind.name, act.name): act for act in _ACTS}
"""The acts that may be taken on many records, by kind and name."""


def act_of(kind: str, name: str) -> BulkAct:
    """Return a bulk act.

    Raises:
        UsageError: `ledger.no_act` with the acts of the kind.
    """
    found = BULK_ACTS.get((kind, name))
    if found is None:
        known = tuple(act.name for act in _ACTS if act.kind.name == kind)
        raise UsageError("ledger.no_act", ledger=kind, act=name, known=known)
    return found


# ---------------------------------------------------------------------------- doing it


def bulk(
    office: Office,
    actor_id: str,
    act: BulkAct,
    ids: Sequence[str],
    *,
    given: Mapping[str, str] | None = None,
    reason: str,
    acting: Callable[[Work], Acting] = lambda _: Acting(),
    all_or_nothing: bool = False,
    words: Words = words_of_labels,
    progress: Callable[[], None] = lambda: None,
) -> BulkDone:
    """Take one act on many records, with one reason (批量办理). Commits by itself.

    Args:
        office: the office.
        actor_id: who acts.
        act: the act, see `act_of`.
        ids: the records; one named twice is taken once.
        given: what the act asks for, as people write it.
        reason: why; compulsory, and the same for all.
        acting: for whom, on which day, on which paper.
        all_or_nothing: write nothing when one record is refused.
        words: what people call the members of enumerations.
        progress: called with every record.

    Raises:
        Refused: `act.reason_missing`; `ledger.*` for what cannot be read.
        UsageError: `ledger.no_ask`, `ledger.ask_missing`.
        AccessDenied: `access.unknown_officer`.
        StorageUnavailable, PluginFailure: what was committed before stands.
    """
    reason = check_reason(reason, compulsory=True)
    values = _read(office, actor_id, act, given or {}, words)
    run = _Bulk(
        office=office,
        actor_id=actor_id,
        act=act,
        given=values,
        acting=lambda work: attrs.evolve(acting(work), reason=reason),
        progress=progress,
    )
    chosen = tuple(dict.fromkeys(ids))
    if all_or_nothing:
        run.together(chosen)
    else:
        for start in range(0, len(chosen), AT_ONCE):
            run.batch(chosen[start : start + AT_ONCE])
    return BulkDone(done=tuple(run.done), refused=tuple(run.refused), entries=run.entries)


def _read(
    office: Office, actor_id: str, act: BulkAct, given: Mapping[str, str], words: Words
) -> Given:
    for name in given:
        if name not in act.asks:
            raise UsageError("ledger.no_ask", act=act.name, name=name, known=tuple(act.asks))
    for name in act.needed:
        if name not in given:
            raise UsageError("ledger.ask_missing", act=act.name, name=name)
    with office.read(actor_id) as view:
        rules = office.rules
        reader = TextReader(
            view,
            Directory.of(view),
            office.unit,
            codes=codes_of(rules),
            words=words,
        )
        return {name: reader.one(act.asks[name], text.strip()) for name, text in given.items()}


@attrs.define(kw_only=True)
class _Bulk:
    """A bulk act under way (批量办理中)."""

    office: Office
    actor_id: str
    act: BulkAct
    given: Given
    acting: Callable[[Work], Acting]
    progress: Callable[[], None]
    done: list[str] = attrs.field(factory=list)
    refused: list[BulkRefusal] = attrs.field(factory=list)
    entries: int = 0

    def batch(self, ids: Sequence[str]) -> None:
        """Take the act on a batch; whoever is refused is left out."""
        with self.office.work(self.actor_id) as work:
            taken, refused = self._take(work, ids)
            if not taken:
                self.refused += refused
                return
            try:
                receipt = work.commit()
            except _REFUSALS as error:
                objection = error
            else:
                self.done += taken
                self.refused += refused
                self.entries += len(receipt.headers)
                return
        # A plugin objected to what it saw of the whole batch: each record stands for itself.
        if len(taken) == 1:
            self.refused += [*refused, _refusal(taken[0], objection)]
            return
        self.refused += refused
        for id in taken:
            self.batch((id,))

    def together(self, ids: Sequence[str]) -> None:
        """Take the act on all, or on none."""
        with self.office.work(self.actor_id) as work:
            taken, refused = self._take(work, ids)
            self.refused += refused
            if not refused:
                self.entries = len(work.commit().headers)
                self.done += taken

    def _take(self, work: Work, ids: Iterable[str]) -> tuple[list[str], list[BulkRefusal]]:
        acting = self.acting(work)
        taken: list[str] = []
        refused: list[BulkRefusal] = []
        for id in ids:
            self.progress()
            try:
                with work.apart():
                    self.act.run(work, id, self.given, acting)
            except _REFUSALS as error:
                refused.append(_refusal(id, error))
            else:
                taken.append(id)
        return taken, refused


def _refusal(id: str, error: SupervisionError) -> BulkRefusal:
    return BulkRefusal(id=id, code=error.code, details=error.details)
