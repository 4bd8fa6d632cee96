"""Old records are entered as they stood, if what their state implies is there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.findings import (
    FINDING,
    Claim,
    Finding,
    FindingState,
    Rectification,
    Responsible,
    Source,
)
from supervision.domain.items import ITEM, Item, ItemState
from supervision.domain.ledger_entries import ENTRIES, Entering
from supervision.domain.ledger_imports import (
    LEDGER_IMPORT,
    SHOWN,
    CompleteLedgerImport,
    LedgerImport,
    LedgerImportState,
    decide_complete_ledger_import,
    decide_open_ledger_import,
    decide_undo_ledger_import,
    entered_id,
    evolve_ledger_import,
    ledger_import_id,
)
from supervision.domain.measures import MEASURE, Measure, MeasureState
from supervision.domain.officers import Role
from supervision.domain.registers import (
    NumbersEntered,
    TakeNumber,
    decide_enter_numbers,
    decide_take_number,
    evolve_register,
    register_id,
)
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, Instant, OfficerId, Sealed, UnitId
from supervision.errors import Refused
from supervision.reporting.ledgers import LEDGERS

DAY = dt.date(2021, 3, 5)
TODAY = dt.date(2026, 3, 2)
UNIT = UnitId("unt_1")
DEPARTMENT = DepartmentId("dep_1")
OFFICER = OfficerId("off_1")


def deed(*roles: Role, officer: str = "off_9", reason: str = "", department: str = "") -> Deed:
    standing = Standing(
        officer=OfficerId(officer),
        roles=frozenset(roles or (Role.SUPERVISION_HEAD,)),
        departments=frozenset({DepartmentId(department)} if department else ()),
    )
    return Deed(act=Act(by=OfficerId(officer), on=TODAY), standing=standing, reason=reason)


def entering(**changes: Any) -> Entering:
    return Entering(deed=deed(**changes), line=2)


def item(**changes: Any) -> Item:
    fields = {
        "title": "专项督察",
        "kind": "item.enforcement",
        "state": ItemState.CLOSED,
        "opened_on": DAY,
        "closed_on": DAY,
        "imported": "lim_1",
    }
    return Item(id="itm_1", unit=UNIT, **(fields | changes))


def finding(**changes: Any) -> Finding:
    fields = {
        "title": "告知逾期",
        "source": Source.MANUAL,
        "found_on": DAY,
        "state": FindingState.CLOSED,
        "closed_on": DAY,
        "imported": "lim_1",
    }
    return Finding(id="fnd_1", unit=UNIT, **(fields | changes))


def measure(**changes: Any) -> Measure:
    fields = {
        "rung": "rectification_notice",
        "title": "整改通知",
        "state": MeasureState.ACCEPTED,
        "issued_on": DAY,
        "department": DEPARTMENT,
        "served_on": DAY,
        "accepted_on": DAY,
        "imported": "lim_1",
    }
    return Measure(id="msr_1", unit=UNIT, **(fields | changes))


@pytest.mark.parametrize(
    ("kind", "record"), [(ITEM, item()), (FINDING, finding()), (MEASURE, measure())]
)
def test_an_old_record_is_entered_and_voided_as_a_whole(kind: Any, record: Any) -> None:
    entry = ENTRIES[kind.name]
    [change] = entry.decide(record, entering())
    entered = kind.evolve(None, change)
    assert (entered, change.line) == (record, 2)
    voided = kind.evolve(entered, entry.void(deed().act))
    assert voided == attrs.evolve(record, state=entry.voided)


def test_a_title_is_written_as_everywhere() -> None:
    [change] = ENTRIES["finding"].decide(finding(title=" 告知逾期 "), entering())
    assert change.record.title == "告知逾期"


_REFUSED: list[tuple[str, Any, str]] = [
    ("item", item(title=" "), "text.empty"),
    ("item", item(kind="item.none"), "item.unknown_kind"),
    ("item", item(state=ItemState.VOIDED), "entry.voided"),
    ("item", item(opened_on=None), "entry.missing"),
    ("item", item(closed_on=None), "entry.missing"),
    ("item", item(state=ItemState.SUSPENDED), "entry.missing"),
    ("item", item(state=ItemState.MERGED), "entry.missing"),
    ("item", item(due_on=DAY, warn_on=DAY + dt.timedelta(1)), "entry.order"),
    ("item", item(closed_on=DAY - dt.timedelta(1)), "entry.order"),
    ("item", item(closed_on=TODAY + dt.timedelta(1)), "entry.ahead"),
    ("item", item(concerned=(OfficerId("off_9"),)), "separation.named"),
    ("finding", finding(state=FindingState.VOIDED), "entry.voided"),
    ("finding", finding(closed_on=None), "entry.missing"),
    ("finding", finding(closed_on=DAY - dt.timedelta(1)), "entry.order"),
    ("finding", finding(closed_on=TODAY + dt.timedelta(1)), "entry.ahead"),
    (
        "finding",
        finding(claim=Claim(by=OFFICER, on=DAY, mode=Rectification.BY_DATE, plan="改")),
        "finding.due_missing",
    ),
    (
        "finding",
        finding(persons=(Responsible(officer=OfficerId("off_9")),)),
        "separation.named",
    ),
    ("measure", measure(state=MeasureState.VOIDED), "entry.voided"),
    ("measure", measure(rung="none"), "measure.unknown_rung"),
    ("measure", measure(department=None), "measure.recipient"),
    ("measure", measure(rung="reminder_talk"), "measure.recipient"),
    ("measure", measure(served_on=None), "entry.missing"),
    ("measure", measure(accepted_on=None), "entry.missing"),
    ("measure", measure(state=MeasureState.ANSWERED), "entry.missing"),
    ("measure", measure(served_on=DAY - dt.timedelta(1)), "entry.order"),
    ("measure", measure(accepted_on=TODAY + dt.timedelta(1)), "entry.ahead"),
]


@pytest.mark.parametrize(("kind", "record", "code"), _REFUSED)
def test_what_the_state_implies_must_be_there(kind: str, record: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        ENTRIES[kind].decide(record, entering())
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("item", item(state=ItemState.DRAFT, opened_on=None, closed_on=None)),
        ("item", item(state=ItemState.IN_PROGRESS, closed_on=None)),
        ("item", item(state=ItemState.SUSPENDED, paused_in=ItemState.SIGNED)),
        ("item", item(state=ItemState.MERGED, into="itm_2")),
        ("finding", finding(state=FindingState.REGISTERED, closed_on=None)),
        ("finding", finding(state=FindingState.WAIVED, waived_until=DAY)),
        (
            "finding",
            finding(claim=Claim(by=OFFICER, on=DAY, mode=Rectification.LASTING, plan="长期")),
        ),
        ("measure", measure(state=MeasureState.ISSUED, served_on=None)),
        ("measure", measure(state=MeasureState.CLAIMED)),
        ("measure", measure(rung="reminder_talk", officer=OFFICER)),
    ],
)
def test_an_old_record_may_be_open_still(kind: str, record: Any) -> None:
    [change] = ENTRIES[kind].decide(record, entering())
    assert change.record == record


def test_nobody_of_the_department_enters_its_finding_as_closed() -> None:
    with pytest.raises(Refused, match=r"separation\.department"):
        ENTRIES["finding"].decide(finding(department=DEPARTMENT), entering(department="dep_1"))


def test_every_field_that_may_be_entered_is_a_column_with_a_title() -> None:
    for entry in ENTRIES.values():
        ledger = LEDGERS[entry.kind.name]
        titled = {column.path for column in ledger.columns if column.title is not None}
        assert set(entry.fields) <= titled
        assert set(entry.required) <= set(entry.fields)


def test_numbers_come_from_the_series_of_the_document() -> None:
    assert ENTRIES["item"].series(item(), entering()) == "item"
    assert ENTRIES["finding"].series(finding(), entering()) is None
    assert ENTRIES["measure"].series(measure(), entering()) == "notice"


# --- the register of numbers ---


def test_old_numbers_raise_the_register_and_never_lower_it() -> None:
    act = deed().act
    keys = {"unit": UNIT, "series": "notice", "year": 2021, "prefix": "马检督改"}
    opened, entered = decide_enter_numbers(None, 7, act=act, **keys)
    register = evolve_register(evolve_register(None, opened), entered)
    assert (register.id, register.next) == (register_id(UNIT, "notice", 2021), 8)
    assert decide_enter_numbers(register, 7, act=act, **keys) == ()
    assert decide_enter_numbers(register, 9, act=act, **(keys | {"prefix": "旧"})) == ()
    assert decide_enter_numbers(register, 8, act=act, **keys) == (
        NumbersEntered(act=act, highest=8),
    )
    take = TakeNumber(
        series="notice", year=2021, prefix="马检督改", owner_kind="measure", owner_id="msr_1"
    )
    [taken] = decide_take_number(register, take, unit=UNIT, act=act)
    assert taken.number == 8


# --- the import itself ---


def opened(**changes: Any) -> LedgerImport:
    [change] = decide_open_ledger_import(
        None, "lim_1", UNIT, "item", "sha256:00", deed=deed(), opened_at=Instant(1)
    )
    return attrs.evolve(evolve_ledger_import(None, change), **changes)


def counts(**changes: Any) -> CompleteLedgerImport:
    fields: dict[str, Any] = {"rows": 3, "entered": 2, "rejected": 1, "completed_at": Instant(2)}
    sealed = Sealed(digest="sha256:1", size=1)
    return CompleteLedgerImport(**(fields | {"originals": sealed} | changes))


def test_an_import_opens_once_and_goes_on_when_it_was_cut_off() -> None:
    known = opened()
    again = {"id": "lim_1", "unit": UNIT, "kind": "item", "digest": "sha256:00"}
    at = Instant(3)
    assert decide_open_ledger_import(known, **again, deed=deed(), opened_at=at) == ()
    complete = attrs.evolve(known, state=LedgerImportState.COMPLETE)
    with pytest.raises(Refused, match=r"ledger_import\.known"):
        decide_open_ledger_import(complete, **again, deed=deed(), opened_at=at)


def test_only_the_office_of_supervision_imports() -> None:
    with pytest.raises(Refused, match=r"separation\.role"):
        decide_open_ledger_import(
            None, "lim_1", UNIT, "item", "x", deed=deed(Role.HEAD), opened_at=Instant(1)
        )


def test_a_complete_import_foots_and_keeps_what_it_refused() -> None:
    [change] = decide_complete_ledger_import(opened(), counts(), deed=deed())
    done = evolve_ledger_import(opened(), change)
    assert (done.state, done.entered) == (LedgerImportState.COMPLETE, 2)
    for wrong, code in (
        (counts(originals=None), "import.originals"),
        (counts(rows=4), "ledger_import.counts"),
    ):
        with pytest.raises(Refused, match=code):
            decide_complete_ledger_import(opened(), wrong, deed=deed())
    with pytest.raises(Refused, match=r"ledger_import\.known"):
        decide_complete_ledger_import(done, counts(), deed=deed())


def test_undoing_needs_the_head_and_a_reason_and_happens_once() -> None:
    [change] = decide_undo_ledger_import(
        opened(),
        deed=deed(reason="导错"),
        undone_at=Instant(5),
        voided=2,
        kept=("itm_1",) * (SHOWN + 1),
    )
    undone = evolve_ledger_import(opened(), change)
    assert (undone.state, undone.voided, len(undone.kept)) == (LedgerImportState.UNDONE, 2, SHOWN)
    for who, code in (
        (deed(Role.INSPECTOR, reason="导错"), "separation.role"),
        (deed(), "act.reason_missing"),
    ):
        with pytest.raises(Refused, match=code):
            decide_undo_ledger_import(opened(), deed=who, undone_at=Instant(5), voided=0)
    with pytest.raises(Refused, match=r"ledger_import\.undone"):
        decide_undo_ledger_import(undone, deed=deed(reason="再"), undone_at=Instant(6), voided=0)


def test_the_same_file_is_the_same_import_until_it_is_undone() -> None:
    first = ledger_import_id(UNIT, "item", "sha256:00")
    assert first == ledger_import_id(UNIT, "item", "sha256:00", 1)
    assert first != ledger_import_id(UNIT, "item", "sha256:00", 2)
    assert first.startswith(LEDGER_IMPORT.prefix)
    assert entered_id("itm", first, 2) == entered_id("itm", first, 2) != entered_id("itm", first, 3)
