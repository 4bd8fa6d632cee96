"""What the codes of an office's tables are called (代码名称): kinds, rungs, issuers, talks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeAlias

from supervision.domain.rules import Wording
from supervision.office.parts import LocalRules
from supervision.reporting.cells import Form

__all__ = ["Codes", "codes_of"]

Codes: TypeAlias = Mapping[Form, Mapping[str, Wording]]
"""What codes are called, by the form of the cell that holds them."""


class _Coded(Protocol):
    """A row of a table (代码表)."""

    @property
    def code(self) -> str: ...

    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


def codes_of(rules: LocalRules) -> Codes:
    """Return what the codes of an office are called, by the form of a cell (代码名称)."""
    rungs = (rung for ladder in rules.ladders.values() for rung in ladder.rungs)
    tables: Mapping[Form, Iterable[_Coded]] = {
        Form.ITEM_KIND: rules.items.kinds.values(),
        Form.RUNG: rungs,
        Form.MEETING_KIND: rules.activities.meetings.values(),
        Form.INSPECTION_KIND: rules.activities.inspections.values(),
        Form.ISSUER: rules.issuers.values(),
        Form.TALK: rules.talks.values(),
        Form.CAPACITY: rules.capacities.values(),
    }
    return {
        form: {row.code: Wording(zh=row.zh, en=row.en) for row in rows}
        for form, rows in tables.items()
    }
