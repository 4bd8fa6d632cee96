"""Every kind of record is a ledger; its cells are what its class says, and safe in spreadsheets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.domain.checklists import CHECKLIST
from supervision.domain.clocks import CLOCK
from supervision.domain.contacts import CONTACT
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.findings import FINDING, Severity
from supervision.domain.interviews import INTERVIEW
from supervision.domain.items import ITEM
from supervision.domain.kinds import KINDS
from supervision.domain.measures import MEASURE
from supervision.domain.officers import OFFICER
from supervision.domain.reports import REPORT
from supervision.domain.score_entries import SCORE_ENTRY
from supervision.reporting.cells import Form, cell_of, guarded, unguarded
from supervision.reporting.ledgers import LEDGERS, ledger_of
from supervision.reporting.registers import REGISTERS
from supervision.reporting.statistics import CountUnit


def test_every_kind_of_record_has_a_ledger_with_columns() -> None:
    assert set(LEDGERS) == {kind.name for kind in KINDS}
    assert [code for code, ledger in LEDGERS.items() if not ledger.columns] == []
    assert [code for code, one in LEDGERS.items() if not any(c.listed for c in one.columns)] == []


@pytest.mark.parametrize("ledger", LEDGERS.values(), ids=lambda ledger: ledger.code)
def test_a_ledger_is_ordered_by_declared_fields_and_shows_nothing_sealed(ledger: object) -> None:
    order = {field.removeprefix("-") for field in ledger.order}
    assert order <= set(ledger.fields)
    for column in ledger.columns:
        form = ledger.cell(column.path).form
        assert form not in (Form.SEALED, Form.NESTED), column.path


def test_a_declared_ledger_says_what_is_counted() -> None:
    for kind in (ITEM, FINDING, MEASURE, OFFICER, SCORE_ENTRY):
        assert ledger_of(kind).unit is not None


_BELOW = {"unit", "department", "basis", "problem_code", "register", "import", "clock"}
_CLOSED = {"closed_file", "access_request", "informer"}
_AS_DECLARED = {"recusal", "incoming_measure"}
"""Their ledgers follow from the kind alone; no counting is declared for them."""
_FROM_SWEEPS = {"sweep_run", "detection", "triage", "score_entry"}
_ADMINISTERED = {"account"}


def test_what_people_work_in_has_a_declaration_of_its_own() -> None:
    automatic = {one.code for one in LEDGERS.values() if one.title is None}
    assert automatic == _BELOW | _AS_DECLARED | _CLOSED | _FROM_SWEEPS | _ADMINISTERED


def test_a_ledger_is_counted_as_its_statistic_is() -> None:
    units: dict[str, set[CountUnit]] = {}
    for one in REGISTERS.values():
        if one.counted is None:
            units.setdefault(one.kind.name, set()).add(one.unit)
    for kind, counted in units.items():
        assert LEDGERS[kind].unit in counted, kind


@pytest.mark.parametrize(
    ("kind", "path", "form", "many"),
    [
        (FINDING, "claim.due_on", Form.DAY, False),
        (FINDING, "persons.officer", Form.OFFICER, True),
        (FINDING, "severity", Form.VALUE, False),
        (FINDING, "due_on", Form.DAY, False),
        (FINDING, "item", Form.RECORD, False),
        (FINDING, "perfunctory", Form.YES, False),
        (FINDING, "evidence", Form.SEALED, True),
        (FINDING, "claim", Form.NESTED, False),
        (ITEM, "requirements.text", Form.TEXT, True),
        (ITEM, "co_departments", Form.DEPARTMENT, True),
        (ITEM, "kind", Form.ITEM_KIND, False),
        (CLOCK, "owner_id", Form.TEXT, False),
        (CLOCK, "due_on", Form.DAY, False),
        (CLOCK, "late_days", Form.WHOLE, False),
        (CHECKLIST, "points.text", Form.TEXT, True),
        (CONTACT, "about", Form.TEXT, False),
        (DECISION_WORK, "outcome", Form.VALUE, False),
        (INTERVIEW, "departments", Form.DEPARTMENT, True),
        (INTERVIEW, "capacities", Form.CAPACITY, True),
        (REPORT, "period", Form.TEXT, False),
        (FINDING, "codes", Form.TEXT, True),
        (SCORE_ENTRY, "title.nowhere", Form.TEXT, False),
    ],
)
def test_a_cell_is_what_the_class_says(kind: object, path: str, form: Form, many: bool) -> None:
    cell = cell_of(kind, path)
    assert (cell.form, cell.many) == (form, many)


def test_the_enumeration_of_a_cell_is_known() -> None:
    assert cell_of(FINDING, "severity").values is Severity


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        (" @SUM", "' @SUM"),
        ("－5", "'－5"),
        ("\t", "'\t"),
        ("007", "'007"),
        ("350105199001011234", "'350105199001011234"),
        ("1E5", "'1E5"),
        ("'007", "''007"),
        ("2021-03-05", "2021-03-05"),
        ("0", "0"),
        ("马检督改〔2021〕7号", "马检督改〔2021〕7号"),
        ("'t Hooft", "'t Hooft"),
    ],
)
def test_what_a_spreadsheet_would_change_is_guarded(text: str, safe: str) -> None:
    assert guarded(text) == safe


@given(st.text(alphabet="'=+-@0 1Ee\t张", max_size=12) | st.text(max_size=12))
def test_every_text_comes_back_from_its_guard(text: str) -> None:
    assert unguarded(guarded(text)) == text
