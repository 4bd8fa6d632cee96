"""Old records entered from a ledger (历史台账录入): as they stood there, with dates and numbers.

An old record has been through its course before this office kept it, so no step of a workflow
is taken again: one change carries the record in its last state. What is asked of it is what
statistics and later acts need: the dates its state implies, in their order, none ahead. Nobody
enters as verified or closed what concerns himself: that would be verifying it.

A kind joins by a declaration here, the change `entered` in its own module, a field and a column
`imported`, and its ledger in `supervision.reporting.ledgers`.
"""

from __future__ import annotations

import datetime as dt
import enum
import itertools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

import attrs

from supervision.domain.acts import Act
from supervision.domain.fields import ExtraField, check_extras
from supervision.domain.findings import (
    FINDING,
    Finding,
    FindingEntered,
    FindingState,
    FindingVoided,
    Rectification,
    Source,
)
from supervision.domain.item_kinds import ITEM_TABLES, ItemTables
from supervision.domain.item_steps import concerned_by_item
from supervision.domain.items import ITEM, Item, ItemEntered, ItemState, ItemVoided
from supervision.domain.ladders import LADDERS, Ladder, Recipient, rung_of
from supervision.domain.measure_steps import concerned_by_measure
from supervision.domain.measures import (
    MEASURE,
    Measure,
    MeasureEntered,
    MeasureState,
    MeasureVoided,
)
from supervision.domain.names import check_text
from supervision.domain.records import RecordKind
from supervision.domain.rectification import concerned_by
from supervision.domain.separation import Concerned, Deed, check_independent
from supervision.domain.series import ITEM_SERIES
from supervision.errors import Refused

__all__ = [
    "ENTRIES",
    "Entering",
    "Entry",
    "decide_enter_finding",
    "decide_enter_item",
    "decide_enter_measure",
]

R = TypeVar("R")


@attrs.frozen(kw_only=True)
class Entering:
    """How an old record is entered (录入依据).

    Attributes:
        deed: who enters it.
        line: line of the ledger.
        fields: the office's own fields of the kind.
        tables: kinds of items and workflows in force.
        ladders: ladders of measures in force.
    """

    deed: Deed
    line: int
    fields: tuple[ExtraField, ...] = ()
    tables: ItemTables = ITEM_TABLES
    ladders: Mapping[str, Ladder] = LADDERS


@attrs.frozen(kw_only=True)
class Entry:
    """How the old records of a kind are entered (可录入的记录种类).

    Attributes:
        kind: the kind.
        fields: what a ledger may say of a record: field names; with a dot, of a nested value.
        required: fields without which no record can be made.
        defaults: what a field holds where the ledger says nothing of it.
        decide: from the record as it stood to the change that enters it.
        void: the change that voids it when the import is undone.
        voided: the state it has then.
        series: the series its number is taken from; `None` when it bears none.
    """

    kind: RecordKind[Any]
    fields: tuple[str, ...]
    required: tuple[str, ...]
    defaults: Mapping[str, object] = attrs.field(factory=dict)
    decide: Callable[[Any, Entering], tuple[object]]
    void: Callable[[Act], object]
    voided: enum.Enum
    series: Callable[[Any, Entering], str | None]


# ---------------------------------------------------------------------------- what all must meet


def _need(record: object, *fields: str) -> None:
    """Refuse a record that lacks what its state implies."""
    for name in fields:
        if not getattr(record, name):
            raise Refused("entry.missing", field=name, state=_state(record))


def _written(record: R, entering: Entering, *, on: dt.date) -> R:
    """Return the record with its title and own fields as they are written everywhere."""
    old: Any = record
    title = check_text(old.title, place="title")
    extra = check_extras(old.extra, entering.fields, on=on)
    if title == old.title and extra == old.extra:
        return record
    return cast(R, attrs.evolve(old, title=title, extra=extra))


def _state(record: object) -> str:
    state: enum.Enum = getattr(record, "state")  # noqa: B009  # of any kind
    return str(state.value)


def _in_order(record: object, *fields: str) -> None:
    """Refuse days that follow each other in another order than the acts they are of."""
    days = [(name, getattr(record, name)) for name in fields if getattr(record, name) is not None]
    for (before, first), (after, then) in itertools.pairwise(days):
        if first > then:
            raise Refused(
                "entry.order",
                field=after,
                found=then.isoformat(),
                before=before,
                earlier=first.isoformat(),
            )


def _none_ahead(record: object, on: dt.date, *fields: str) -> None:
    """Refuse days of acts that lie after the day of entry."""
    for name in fields:
        day = getattr(record, name)
        if day is not None and day > on:
            raise Refused("entry.ahead", field=name, found=day.isoformat(), today=on.isoformat())


def _check_state(record: object, voided: enum.Enum) -> None:
    if getattr(record, "state") is voided:  # noqa: B009
        raise Refused("entry.voided", field="state")


def _check_independent(
    record: object, ended: Iterable[enum.Enum], entering: Entering, concerned: Concerned
) -> None:
    if getattr(record, "state") in ended:  # noqa: B009
        check_independent("enter", entering.deed.standing, concerned)


# ---------------------------------------------------------------------------- items

_I = ItemState
_PROPOSED = (_I.DRAFT, _I.IN_REVIEW, _I.REFUSED, _I.RETURNED, _I.WITHDRAWN)
_ITEM_ENDED = (_I.CLOSED, _I.ARCHIVED)


def decide_enter_item(item: Item, entering: Entering) -> tuple[ItemEntered]:
    """Enter an old item (录入历史事项).

    Raises:
        Refused: `text.*`, `item.unknown_kind`, `field.*`; `entry.missing` when its state
            implies a date, a number or an item that is not there; `entry.order`,
            `entry.ahead`, `entry.voided`; `separation.*` when it is closed and concerns who
            enters it.
    """
    entering.tables.kind(item.kind)
    _check_state(item, _I.VOIDED)
    if item.state not in _PROPOSED:
        _need(item, "opened_on")
    if item.state in _ITEM_ENDED:
        _need(item, "closed_on")
    if item.state is _I.SUSPENDED:
        _need(item, "paused_in")
    if item.state is _I.MERGED:
        _need(item, "into")
    _in_order(item, "starts_on", "warn_on", "due_on")
    _in_order(item, "opened_on", "closed_on")
    on = entering.deed.act.on
    _none_ahead(item, on, "opened_on", "closed_on")
    _check_independent(item, _ITEM_ENDED, entering, concerned_by_item(item))
    item = _written(item, entering, on=item.opened_on or item.starts_on or on)
    return (ItemEntered(act=entering.deed.act, line=entering.line, record=item),)


# ---------------------------------------------------------------------------- findings

_F = FindingState
_FINDING_ENDED = (_F.VERIFIED, _F.CLOSED, _F.NOT_A_PROBLEM, _F.WAIVED)
_IMPLIED: Mapping[FindingState, tuple[str, ...]] = {
    _F.SUBMITTED: ("department", "submitted_on"),
    _F.CLAIMED: ("department",),
    _F.VERIFIED: ("verified_on",),
    _F.CLOSED: ("closed_on",),
    _F.WAIVED: ("waived_until",),
    _F.DUPLICATE: ("duplicate_of",),
}


def decide_enter_finding(finding: Finding, entering: Entering) -> tuple[FindingEntered]:
    """Enter an old finding (录入历史问题).

    Raises:
        Refused: as `decide_enter_item`; `finding.due_missing`; independence is asked of what was verified, closed,
            waived or found to be no problem.
    """
    _check_state(finding, _F.VOIDED)
    _need(finding, *_IMPLIED.get(finding.state, ()))
    claim = finding.claim
    if claim and claim.due_on is None and claim.mode is not Rectification.LASTING:
        raise Refused("finding.due_missing", mode=claim.mode.value)
    _in_order(finding, "found_on", "submitted_on", "verified_on", "closed_on")
    acts = ("found_on", "submitted_on", "verified_on", "closed_on")
    _none_ahead(finding, entering.deed.act.on, *acts)
    _check_independent(finding, _FINDING_ENDED, entering, concerned_by(finding))
    finding = _written(finding, entering, on=finding.found_on)
    return (FindingEntered(act=entering.deed.act, line=entering.line, record=finding),)


# ---------------------------------------------------------------------------- measures

_M = MeasureState


def decide_enter_measure(measure: Measure, entering: Entering) -> tuple[MeasureEntered]:
    """Enter an old measure (录入历史措施).

    Raises:
        Refused: as `decide_enter_item`; `measure.unknown_rung`, `measure.recipient`;
            independence is asked of an accepted answer.
    """
    _check_state(measure, _M.VOIDED)
    ladder, _ = rung_of(measure.rung, entering.ladders)
    to_person = ladder.recipient is Recipient.PERSON
    if (measure.officer if to_person else measure.department) is None:
        raise Refused("measure.recipient", rung=measure.rung, expected=ladder.recipient.value)
    if measure.state is not _M.ISSUED:
        _need(measure, "served_on")
    if measure.state is _M.ANSWERED:
        _need(measure, "answered_on")
    if measure.state is _M.ACCEPTED:
        _need(measure, "accepted_on")
    acts = ("issued_on", "served_on", "claimed_on", "answered_on", "accepted_on")
    _in_order(measure, *acts)
    _none_ahead(measure, entering.deed.act.on, *acts)
    _check_independent(measure, (_M.ACCEPTED,), entering, concerned_by_measure(measure))
    measure = _written(measure, entering, on=measure.issued_on)
    return (MeasureEntered(act=entering.deed.act, line=entering.line, record=measure),)


def _series_of_rung(measure: Measure, entering: Entering) -> str | None:
    return rung_of(measure.rung, entering.ladders)[1].series


# ---------------------------------------------------------------------------- the table

_ENTRIES = (
    Entry(
        kind=ITEM,
        fields=(
            "title",
            "kind",
            "state",
            "number",
            "source",
            "requirements.text",
            "lead",
            "co_departments",
            "supervisor",
            "concerned",
            "starts_on",
            "due_on",
            "warn_on",
            "opened_on",
            "closed_on",
            "expected_effect",
            "effect",
            "paused_in",
            "into",
        ),
        required=("title", "kind", "state"),
        decide=decide_enter_item,
        void=lambda act: ItemVoided(act=act),
        voided=ItemState.VOIDED,
        series=lambda _item, _entering: ITEM_SERIES,
    ),
    Entry(
        kind=FINDING,
        fields=(
            "title",
            "source",
            "found_on",
            "state",
            "certainty",
            "nature",
            "severity",
            "problem_code",
            "facts",
            "department",
            "persons.officer",
            "concerned",
            "case_number",
            "item",
            "claim.by",
            "claim.on",
            "claim.mode",
            "claim.plan",
            "claim.due_on",
            "result",
            "submitted_on",
            "verified_on",
            "closed_on",
            "perfunctory",
            "returns",
            "duplicate_of",
            "waived_until",
            "recurs_from",
        ),
        required=("title", "found_on", "state"),
        defaults={"source": Source.MANUAL, "claim.mode": Rectification.BY_DATE},
        decide=decide_enter_finding,
        void=lambda act: FindingVoided(act=act),
        voided=FindingState.VOIDED,
        series=lambda _finding, _entering: None,
    ),
    Entry(
        kind=MEASURE,
        fields=(
            "rung",
            "title",
            "state",
            "number",
            "issued_on",
            "department",
            "officer",
            "findings",
            "item",
            "text",
            "follows",
            "served_on",
            "service",
            "claimed_by",
            "claimed_on",
            "plan",
            "answer",
            "answered_on",
            "returns",
            "accepted_on",
        ),
        required=("rung", "title", "state", "issued_on"),
        decide=decide_enter_measure,
        void=lambda act: MeasureVoided(act=act),
        voided=MeasureState.VOIDED,
        series=_series_of_rung,
    ),
)
ENTRIES: Mapping[str, Entry] = {entry.kind.name: entry for entry in _ENTRIES}
"""The kinds whose old records can be entered, by name."""
