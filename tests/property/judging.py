"""Who judged what, told from the journal alone (独立性核对), with the rule written a second time.

Whoever is named as responsible or concerned, has to put something right or has answered for it,
and whoever serves in the department that has to, has verified, accepted or closed nothing of it.
What the journal says is asked, not `concerned_by_*` and not the posts as they are known today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from supervision.domain.acts import Act
from supervision.domain.item_kinds import ITEM_TABLES
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.posts import Relation
from supervision.journal.entry import Entry
from supervision.journal.replay import Key, Replayed, replay_entry

__all__ = ["judged_by_the_concerned"]

Known = dict[Key, Replayed]
Names = Iterator[str | None]


def _finding(one: Any, _: Known) -> Names:
    yield from (person.officer for person in one.persons)
    yield from one.concerned
    yield one.department
    if one.claim is not None:
        yield one.claim.by


def _measure(one: Any, _: Known) -> Names:
    yield from (one.officer, one.claimed_by, one.department)


def _circular(one: Any, _: Known) -> Names:
    yield from (person.officer for person in one.persons)
    yield from one.concerned


def _item(one: Any, _: Known) -> Names:
    yield from (*one.concerned, *one.inspected)
    for asked in one.requirements:
        yield from (*asked.officers, *asked.addressees)
    if not ITEM_TABLES.kind(one.kind).inspects:
        yield from (one.lead, *one.co_departments)


def _work(one: Any, _: Known) -> Names:
    yield from (*one.concerned, *one.departments)


def _decision(one: Any, known: Known) -> Names:
    for kind, id in list(known):
        work: Any = known[kind, id].record
        voided = kind == "decision_work" and work.state.value == "voided"
        if kind == "decision_work" and work.decision == one.id and not voided:
            yield from _work(work, known)


def _request(one: Any, known: Known) -> Names:
    yield one.department
    yield from _work(known["decision_work", one.work].record, known)
    yield getattr(one, "reported_by", None)


def _review(one: Any, known: Known) -> Names:
    yield from one.departments
    if one.target_kind == "finding":
        yield from _finding(known["finding", one.target].record, known)


def _instruction(one: Any, _: Known) -> Names:
    yield from (one.officer, one.answered_by, one.department)


def _inspection(one: Any, _: Known) -> Names:
    yield from (*one.concerned, *one.criticised, *one.departments)


def _interview(one: Any, _: Known) -> Names:
    yield from (person.officer for person in one.persons)
    yield from one.concerned


_JUDGING: Mapping[str, Callable[[Any, Known], Names]] = {
    "finding.verified": _finding,
    "finding.closed": _finding,
    "finding.returned": _finding,
    "finding.dismissed": _finding,
    "finding.waived": _finding,
    "finding.extended": _finding,
    "finding.objection_answered": _finding,
    "measure.accepted": _measure,
    "measure.closed": _measure,
    "measure.returned": _measure,
    "measure.objection_answered": _measure,
    "circular.issued": _circular,
    "circular.closed": _circular,
    "item.moved": _item,
    "item.effect_measured": _item,
    "item.requirement_settled": _item,
    "item.requirement_returned": _item,
    "item.requirement_dropped": _item,
    "decision.concluded": _decision,
    "decision_work.checked": _work,
    "decision_work.settled": _work,
    "report_request.assessed": _request,
    "material_list.accepted": _request,
    "review.completed": _review,
    "instruction.closed": _instruction,
    "inspection.concluded": _inspection,
    "interview.held": _interview,
    "interview.signed": _interview,
}
_MOVES = ("open", "propose_closing", "close", "deliberate", "hand_over")
"""Steps of items that judge; the others carry out."""
_ENTERED: Mapping[str, tuple[str, ...]] = {
    "finding": ("verified", "closed", "not_a_problem", "waived"),
    "measure": ("accepted", "closed"),
    "item": ("closed", "archived"),
    "decision_work": ("settled",),
}
"""States in which entering an old record verifies it."""


def judged_by_the_concerned(entries: Iterable[Entry]) -> list[str]:
    """Tell every judgement of somebody it was not for, of entries in the order they were made."""
    known: Known = {}
    faults = []
    for entry in entries:
        header = entry.header
        key = header.kind, header.id
        before = known.get(key)
        after, change = replay_entry(entry, before, KINDS_BY_NAME)
        act = getattr(change, "act", None)
        asked = _asked(header.tag, before.record if before else None, after.record, change)
        if asked is not None and isinstance(act, Act):
            names = {name for name in asked[0](asked[1], known) if name}
            his = {act.by, *_departments(known, act.by, act.on)}
            if names & his:
                faults.append(f"{header.tag} {header.id} by {act.by}: {sorted(names & his)}")
        known[key] = after
    return faults


def _asked(
    tag: str, before: Any, after: Any, change: Any
) -> tuple[Callable[[Any, Known], Names], Any] | None:
    kind, _, what = tag.partition(".")
    if what == "entered":
        judged = after.state.value in _ENTERED.get(kind, ())
        return (_JUDGING[f"{kind}.{_LAST[kind]}"], after) if judged else None
    if tag not in _JUDGING or (tag == "item.moved" and change.step not in _MOVES):
        return None
    return _JUDGING[tag], before


_LAST = {"finding": "closed", "measure": "closed", "item": "moved", "decision_work": "settled"}


def _departments(known: Known, officer: str, on: dt.date) -> Iterator[str]:
    """Tell where somebody served on a day, as far as it had been entered by then."""
    held: Any = known["officer", officer].record if ("officer", officer) in known else None
    for post in held.posts if held else ():
        begun = post.from_ <= on and (post.until is None or on <= post.until)
        if begun and post.department and post.relation is Relation.SERVES:
            yield post.department
