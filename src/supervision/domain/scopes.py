"""What is one's own (范围字段): which columns of a kind name persons, and which departments.

Every kind stands in the table, also one that names nobody: a kind that is missing is closed to
every policy that is made of lines. A record that belongs to another one (a clock, a piece of
evidence) is known to whoever knows that one, and to nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

__all__ = ["ANY", "OWNED", "SCOPES", "RecordScope"]


@attrs.frozen(kw_only=True)
class RecordScope:
    """How a kind of records names whom it concerns (范围字段).

    Attributes:
        persons: columns and multi-valued fields that hold officers' ids.
        departments: those that hold departments' ids.
        owners: for records that belong to another one, the kinds it may be of, or `ANY`; the
            columns `owner_kind` and `owner_id` say which it is.
    """

    persons: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


_WHOLE = RecordScope()
"""It concerns the unit as a whole and names nobody."""
_CLOCKED = (
    "item",
    "finding",
    "measure",
    "review",
    "instruction",
    "decision_work",
    "report_request",
    "material_list",
    "recusal",
)
ANY = "*"
"""As an owner: a record of any other kind."""

SCOPES: Mapping[str, RecordScope] = {
    # the directory and the standards
    "unit": _WHOLE,
    "department": RecordScope(departments=("id",)),
    "officer": RecordScope(persons=("id",), departments=("departments",)),
    "handling_unit": RecordScope(persons=("officers",), departments=("department",)),
    "basis": _WHOLE,
    "problem_code": _WHOLE,
    "checklist": _WHOLE,
    # what is counted and what comes in
    "register": _WHOLE,
    "import": _WHOLE,
    "ledger_import": _WHOLE,
    # the work of supervision
    "item": RecordScope(
        persons=("supervisor", "inspectors", "concerned", "asked"),
        departments=("lead", "co_departments", "inspected", "addressees"),
    ),
    "finding": RecordScope(
        persons=("assignee", "officers", "concerned"), departments=("department",)
    ),
    "measure": RecordScope(persons=("officer", "assignee"), departments=("department",)),
    "review": RecordScope(persons=("checkers",), departments=("departments",)),
    "instruction": RecordScope(persons=("leader", "officer"), departments=("department",)),
    "meeting": RecordScope(persons=("attended_by",)),
    "opinion": RecordScope(persons=("given_by",), departments=("department",)),
    "plan_entry": RecordScope(departments=("departments",)),
    # Who was criticised or is concerned learns it from a finding: an inspection may be covert.
    "inspection": RecordScope(persons=("inspectors",), departments=("departments",)),
    "contact": RecordScope(persons=("contacted_by", "officers"), departments=("department",)),
    "decision": _WHOLE,
    "decision_work": RecordScope(persons=("concerned",), departments=("departments",)),
    "report_request": RecordScope(departments=("department",)),
    "material_list": RecordScope(departments=("department",)),
    "interview": RecordScope(
        persons=("officers", "interviewers", "concerned"), departments=("departments",)
    ),
    "circular": RecordScope(persons=("officers",), departments=("departments",)),
    "clock": RecordScope(owners=_CLOCKED),
    # monitoring and assessment
    "sweep_run": _WHOLE,
    "detection": RecordScope(persons=("handler",), departments=("department",)),
    "triage": _WHOLE,
    "score_entry": RecordScope(persons=("officer",), departments=("department",)),
    "report": RecordScope(persons=("addressee", "drawn_by", "issued_by")),
    "attachment": RecordScope(owners=(ANY,)),
    # administration and keeping
    "account": RecordScope(persons=("officer",)),
    "hold": _WHOLE,
    "destruction": RecordScope(persons=("proposed_by",)),
    "aggregate_return": _WHOLE,
    # who keeps out, and what other units sent
    "recusal": RecordScope(persons=("officer",)),
    "incoming_measure": RecordScope(departments=("departments",)),
    # These lie in closed files only; who is let in, a grant says.
    "closed_file": RecordScope(persons=("holders",)),
    "access_request": RecordScope(persons=("requester",)),
    "informer": _WHOLE,
}
"""By kind's name; a test compares it with the kinds."""

OWNED: Mapping[str, tuple[str, ...]] = {
    name: scope.owners for name, scope in SCOPES.items() if scope.owners
}
"""Kinds whose records belong to others, with the kinds of their owners."""
