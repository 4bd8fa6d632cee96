"""What a record is about (记录所涉的记录): by its kind, from the fields it has.

Whoever keeps out of a record (回避) keeps out of what is about it, and of what is about that: the
measure on a finding, the attachment of the measure, the clock of either. A finding is about its
item and its case, so that a recusal from an item or a case reaches everything below it. Where a
record only names what it has brought about, such as the findings of a check, it is not about them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from supervision.domain.references import Reference

__all__ = ["CASE", "SUBJECTS", "covered", "subjects_of"]

CASE = "case"
"""The kind of a reference to a case, by its number: cases are not records of ours."""


def _to(kind: str, *ids: str | None) -> Iterator[Reference]:
    return (Reference(kind=kind, id=id) for id in ids if id)


def _measure(one: Any) -> Iterator[Reference]:
    yield from _to("finding", *one.findings)
    yield from _to("item", one.item)
    yield from _to("measure", one.follows)


def _finding(one: Any) -> Iterator[Reference]:
    yield from _to("item", one.item)
    yield from _to(CASE, one.case_number)
    yield from _to("finding", one.duplicate_of, one.group_lead, one.recurs_from)


def _instruction(one: Any) -> Iterator[Reference]:
    yield from _to(one.about_kind, one.about)
    yield from _to("item", one.item)


def _opinion(one: Any) -> Iterator[Reference]:
    yield from _to("meeting", one.meeting)
    if one.about is not None:
        yield one.about


def _interview(one: Any) -> Iterator[Reference]:
    yield from _to("finding", *one.findings)
    yield from _to("measure", *one.measures)
    yield from _to("item", one.item)


def _asked(one: Any) -> Iterator[Reference]:
    yield from _to("decision_work", one.work)
    yield from _to("decision", one.decision)


def _detection(one: Any) -> Iterator[Reference]:
    yield from _to("finding", one.finding)
    yield from _to(CASE, one.subject.case)


def _triage(one: Any) -> Iterator[Reference]:
    yield from _to("finding", *one.findings)
    yield from _to("detection", *one.detections)


def _hold(one: Any) -> Iterator[Reference]:
    if one.about is not None:
        yield one.about
    yield from _to(CASE, one.case_number)


_SUBJECTS: Mapping[str, Callable[[Any], Iterable[Reference]]] = {
    "finding": _finding,
    "measure": _measure,
    "review": lambda one: _to(one.target_kind, one.target),
    "instruction": _instruction,
    "opinion": _opinion,
    "inspection": lambda one: _to("item", one.item),
    "contact": lambda one: (one.about,),
    "decision": lambda one: _to("item", one.item),
    "decision_work": lambda one: _to("decision", one.decision),
    "report_request": _asked,
    "material_list": _asked,
    "interview": _interview,
    "circular": lambda one: _to("finding", *one.findings),
    "clock": lambda one: _to(one.owner.kind, one.owner.id),
    "detection": _detection,
    "triage": _triage,
    "score_entry": lambda one: [Reference(kind=ref.kind, id=ref.id) for ref in one.records],
    "attachment": lambda one: _to(one.owner.kind, one.owner.id),
    "hold": _hold,
    "destruction": lambda one: [Reference(kind=to.kind, id=to.id) for to in one.targets],
}
"""By the kind's name; other kinds are about nothing but themselves."""
SUBJECTS = frozenset(_SUBJECTS)
"""Names of the kinds that are about others."""


def subjects_of(kind: str, record: object) -> tuple[Reference, ...]:
    """Return the records one is directly about, each once (所涉记录)."""
    subjects = _SUBJECTS.get(kind)
    return tuple(dict.fromkeys(subjects(record))) if subjects is not None else ()


def covered(
    begin: Iterable[Reference],
    by: Mapping[Reference, str],
    find: Callable[[Reference], object | None],
) -> str | None:
    """Return what covers a record: it, or something it is about at any remove.

    Args:
        begin: the record and what it is about.
        by: what is sought, each with what to return for it.
        find: the record of a reference; `None` where there is none.
    """
    seen = dict.fromkeys(begin)
    waiting = list(seen)
    while waiting:
        one = waiting.pop(0)
        if one in by:
            return by[one]
        record = find(one)
        further = subjects_of(one.kind, record) if record is not None else ()
        for subject in further:
            if subject not in seen:
                seen[subject] = None
                waiting.append(subject)
    return None
