"""Every state, step, change and field has a name in both languages."""

from __future__ import annotations

import enum
import typing
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from supervision.cli.fields import FIELDS, field_name
from supervision.cli.words import ITEM_STEPS, KINDS, STEPS, TAGS, VALUES, value_name
from supervision.domain.circular_steps import CIRCULAR_WORKFLOW
from supervision.domain.clocks import ClockState, Lamp
from supervision.domain.contacts import CONTACT_WORKFLOW
from supervision.domain.decision_steps import DECISION_WORKFLOW
from supervision.domain.decision_work_steps import WORK_WORKFLOW
from supervision.domain.departments import DepartmentKind
from supervision.domain.destructions import DESTRUCTION_WORKFLOW
from supervision.domain.findings import FindingState
from supervision.domain.holds import HOLD_WORKFLOW
from supervision.domain.inspection_plans import PLAN_WORKFLOW
from supervision.domain.inspection_steps import INSPECTION_WORKFLOW, SELF_CHECK_WORKFLOW
from supervision.domain.instruction_steps import INSTRUCTION_WORKFLOW
from supervision.domain.interview_steps import INTERVIEW_WORKFLOW
from supervision.domain.item_kinds import WORKFLOWS
from supervision.domain.kinds import KINDS as RECORD_KINDS
from supervision.domain.material_steps import MATERIAL_WORKFLOW
from supervision.domain.measure_steps import MEASURE_WORKFLOW
from supervision.domain.meetings import MEETING_WORKFLOW
from supervision.domain.opinion_steps import OPINION_WORKFLOW
from supervision.domain.rectification import FINDING_WORKFLOW
from supervision.domain.report_steps import REPORT_WORKFLOW
from supervision.domain.review_steps import REVIEW_WORKFLOW

CODES_ONLY = {"ColumnType", "ExtraType", "EventRole", "Precision"}
"""Enumerations whose members are said by their codes."""


def flat(hint: Any) -> Iterator[type[Any]]:
    if isinstance(hint, type):
        yield hint
    for part in typing.get_args(hint):
        yield from flat(part)


def classes() -> list[type[Any]]:
    """Return every class that stands in a record. Two of them may bear one name (Decision)."""
    found: list[type[Any]] = []
    waiting: list[type[Any]] = [kind.cls for kind in RECORD_KINDS]
    while waiting:
        cls = waiting.pop()
        if cls in found:
            continue
        found.append(cls)
        if attrs.has(cls):
            for hint in typing.get_type_hints(cls).values():
                waiting += [
                    one for one in flat(hint) if attrs.has(one) or issubclass(one, enum.Enum)
                ]
    return found


def test_every_field_of_every_record_has_a_name() -> None:
    missing = {
        f"{cls.__name__}.{field.name}"
        for cls in classes()
        if attrs.has(cls)
        for field in attrs.fields(cls)
        if field.name not in FIELDS
    }
    assert missing == set()


def test_every_value_of_an_enumeration_has_a_name() -> None:
    enums = [cls for cls in classes() if issubclass(cls, enum.Enum)]
    missing = {
        f"{cls.__name__}.{one.value}"
        for cls in enums
        if cls.__name__ not in CODES_ONLY
        for one in cls
        if str(one.value) not in VALUES.get(cls.__name__, {})
    }
    assert missing == set()


def test_no_name_is_of_something_that_is_not_there() -> None:
    enums = {cls.__name__: cls for cls in classes() if issubclass(cls, enum.Enum)}
    enums |= {cls.__name__: cls for cls in (ClockState, Lamp, DepartmentKind)}
    for name, texts in VALUES.items():
        if name in enums:
            assert set(texts) == {str(one.value) for one in enums[name]}, name


def test_every_kind_and_every_change_has_a_name() -> None:
    assert set(KINDS) == {kind.name for kind in RECORD_KINDS}
    assert set(TAGS) == {change.tag for kind in RECORD_KINDS for change in kind.changes}


TABLES = [
    FINDING_WORKFLOW,
    MEASURE_WORKFLOW,
    CIRCULAR_WORKFLOW,
    REVIEW_WORKFLOW,
    INSTRUCTION_WORKFLOW,
    DECISION_WORKFLOW,
    WORK_WORKFLOW,
    REPORT_WORKFLOW,
    MATERIAL_WORKFLOW,
    INTERVIEW_WORKFLOW,
    MEETING_WORKFLOW,
    OPINION_WORKFLOW,
    PLAN_WORKFLOW,
    INSPECTION_WORKFLOW,
    SELF_CHECK_WORKFLOW,
    CONTACT_WORKFLOW,
    HOLD_WORKFLOW,
    DESTRUCTION_WORKFLOW,
    *WORKFLOWS.values(),
]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.code)
def test_every_step_has_a_name(table: Any) -> None:
    names = {step.name for step in table.steps}
    assert names <= set(STEPS) | set(ITEM_STEPS)


def test_a_value_is_called_by_its_name() -> None:
    assert value_name(FindingState.CLOSED, "zh") == "已销号"


def test_a_field_of_a_kind_goes_before_a_field_of_any() -> None:
    assert field_name("item", "closed_on", "zh") != field_name("finding", "closed_on", "zh")
    assert field_name("", "unheard_of", "zh") == "unheard_of"
