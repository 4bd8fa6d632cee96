"""Old records entered from a ledger (历史台账录入): as they stood there, with dates and numbers.

An old record has been through its course before this office kept it, so no step of a workflow
is taken again: one change carries the record in its last state. What is asked of it is what
statistics and later acts need: the dates its state implies, in their order, none ahead. Nobody
enters as verified or closed what concerns himself: that would be verifying it.

A kind joins by a declaration here, the change `entered` in its own module, a field and a column
`imported`, and its ledger in `supervision.reporting.ledgers`.
"""

from __future__ import annotations

from collections.abc import Mapping

from supervision.domain.entering import (
    Entering,
    Entry,
    check_stands,
    check_unconcerned,
    in_order,
    need,
    none_ahead,
    written,
)
from supervision.domain.finding_changes import FindingVoided
from supervision.domain.finding_values import FindingState, Rectification, Source
from supervision.domain.finding_workflow import concerned_by
from supervision.domain.findings import FINDING, Finding, FindingEntered
from supervision.domain.follow_up_entries import FOLLOW_UP_ENTRIES
from supervision.domain.handling_unit_entries import HANDLING_UNIT_ENTRY
from supervision.domain.item_changes import ItemVoided
from supervision.domain.item_commands import ItemState
from supervision.domain.item_steps import concerned_by_item
from supervision.domain.items import ITEM, Item, ItemEntered
from supervision.domain.ladders import Recipient, rung_of
from supervision.domain.measure_changes import MeasureState, MeasureVoided
from supervision.domain.measure_workflow import concerned_by_measure
from supervision.domain.measures import MEASURE, Measure, MeasureEntered
from supervision.domain.paper_entries import PAPER_ENTRIES
from supervision.domain.practice_entries import PRACTICE_ENTRIES
from supervision.domain.reviews import REVIEW
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
    kind = entering.tables.kind(item.kind)
    check_stands(item, _I.VOIDED)
    if item.state not in _PROPOSED:
        need(item, "opened_on")
    if item.state in _ITEM_ENDED:
        need(item, "closed_on")
    if item.state is _I.SUSPENDED:
        need(item, "paused_in")
    if item.state is _I.MERGED:
        need(item, "into")
    in_order(item, "starts_on", "warn_on", "due_on")
    in_order(item, "opened_on", "closed_on")
    on = entering.deed.act.on
    none_ahead(item, on, "opened_on", "closed_on")
    check_unconcerned(item, _ITEM_ENDED, entering, concerned_by_item(item, kind))
    item = written(item, entering, on=item.opened_on or item.starts_on or on)
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
    _F.GROUPED: ("group_lead",),
}


def decide_enter_finding(finding: Finding, entering: Entering) -> tuple[FindingEntered]:
    """Enter an old finding (录入历史问题).

    Raises:
        Refused: as `decide_enter_item`; `finding.due_missing`; independence is asked of what was verified, closed,
            waived or found to be no problem.
    """
    check_stands(finding, _F.VOIDED)
    need(finding, *_IMPLIED.get(finding.state, ()))
    claim = finding.claim
    if claim and claim.due_on is None and claim.mode is not Rectification.LASTING:
        raise Refused("finding.due_missing", mode=claim.mode.value)
    in_order(finding, "found_on", "submitted_on", "verified_on", "closed_on")
    acts = ("found_on", "submitted_on", "verified_on", "closed_on")
    none_ahead(finding, entering.deed.act.on, *acts)
    check_unconcerned(finding, _FINDING_ENDED, entering, concerned_by(finding))
    finding = written(finding, entering, on=finding.found_on)
    return (FindingEntered(act=entering.deed.act, line=entering.line, record=finding),)


# ---------------------------------------------------------------------------- measures

_M = MeasureState
_DONE: Mapping[MeasureState, tuple[str, ...]] = {
    _M.RECEIVED: ("received_on",),
    _M.ANSWERED: ("answered_on",),
    _M.ACCEPTED: ("accepted_on",),
    _M.CLOSED: ("closed_on",),
}


def decide_enter_measure(measure: Measure, entering: Entering) -> tuple[MeasureEntered]:
    """Enter an old measure (录入历史措施).

    Raises:
        Refused: as `decide_enter_item`; `measure.unknown_rung`, `measure.recipient`;
            independence is asked of an accepted answer.
    """
    check_stands(measure, _M.VOIDED)
    ladder, _ = rung_of(measure.rung, entering.ladders)
    to_person = ladder.recipient is Recipient.PERSON
    if (measure.officer if to_person else measure.department) is None:
        raise Refused("measure.recipient", rung=measure.rung, expected=ladder.recipient.value)
    if measure.state is not _M.ISSUED:
        need(measure, "served_on")
    need(measure, *_DONE.get(measure.state, ()))
    acts = (
        "issued_on",
        "served_on",
        "received_on",
        "claimed_on",
        "answered_on",
        "accepted_on",
        "closed_on",
    )
    in_order(measure, *acts)
    none_ahead(measure, entering.deed.act.on, *acts)
    check_unconcerned(measure, (_M.ACCEPTED, _M.CLOSED), entering, concerned_by_measure(measure))
    measure = written(measure, entering, on=measure.issued_on)
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
            "inspectors",
            "inspected",
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
        held_by=((REVIEW, "target"),),
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
            "confirmed_on",
            "concerned",
            "case_number",
            "item",
            "claim.by",
            "assignee",
            "claim.on",
            "claim.mode",
            "claim.plan",
            "claim.due_on",
            "result",
            "submitted_on",
            "verified_on",
            "closed_on",
            "rectified",
            "perfunctory",
            "falsified",
            "returns",
            "group_lead",
            "duplicate_of",
            "waived_until",
            "recurs_from",
        ),
        required=("title", "found_on", "state"),
        defaults={"source": Source.MANUAL, "claim.mode": Rectification.BY_DATE},
        decide=decide_enter_finding,
        void=lambda act: FindingVoided(act=act),
        voided=FindingState.VOIDED,
        held_by=((REVIEW, "target"),),
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
            "received_by",
            "received_on",
            "claimed_by",
            "assignee",
            "claimed_on",
            "plan",
            "answer",
            "answered_on",
            "returns",
            "perfunctory",
            "falsified",
            "accepted_on",
            "result",
            "closed_on",
        ),
        required=("rung", "title", "state", "issued_on"),
        decide=decide_enter_measure,
        void=lambda act: MeasureVoided(act=act),
        voided=MeasureState.VOIDED,
        series=_series_of_rung,
    ),
    *PRACTICE_ENTRIES,
    *FOLLOW_UP_ENTRIES,
    *PAPER_ENTRIES,
    HANDLING_UNIT_ENTRY,
)
ENTRIES: Mapping[str, Entry] = {entry.kind.name: entry for entry in _ENTRIES}
"""The kinds whose old records can be entered, by name."""
