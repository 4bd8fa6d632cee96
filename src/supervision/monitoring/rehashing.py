"""Which detection becomes which when an anchor changes (指纹更替方案). Pure.

An old detection is matched with what the rule sees now in the same case, of the same party,
document and linked case: the fact that began on the same day, or the only one there is. Of several
of one day each goes on as the one it shares its events with. What matches nothing keeps its id; the
next complete sweep decides whether it is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import attrs

from supervision.domain.detections import Detection, Sight, Subject
from supervision.domain.sightings import SeenEvent
from supervision.monitoring.reconcile import Placed

__all__ = ["Move", "RuleRehash", "plan_rehash", "rehash_of"]

_Matter: TypeAlias = tuple[str | None, ...]


@attrs.frozen(kw_only=True)
class Move:
    """Detections and the id they go on under (编号更替).

    Attributes:
        rule: code of the rule.
        id: the id.
        of: the detections, sorted; `(id,)` when the id stays.
    """

    rule: str
    id: str
    of: tuple[str, ...]


@attrs.frozen(kw_only=True)
class RuleRehash:
    """What becomes of the detections of one rule (一条规则的更替), in detections (件).

    Attributes:
        unit: the unit.
        rule: code of the rule.
        fingerprint: its present fingerprint.
        kept: those that keep their id.
        changed: those that get another, each by itself.
        collided: those of which several become one.
        moves: every one of them.
    """

    unit: str
    rule: str
    fingerprint: str
    kept: int
    changed: int
    collided: int
    moves: tuple[Move, ...]


def plan_rehash(old: Iterable[Detection], placed: Mapping[str, Placed]) -> tuple[Move, ...]:
    """Match the detections of another fingerprint with what their rules see now.

    Args:
        old: detections of a unit whose fingerprint is not their rule's.
        placed: what the rules see now, by id.
    """
    seen: dict[_Matter, list[Placed]] = {}
    for _, one in sorted(placed.items()):
        seen.setdefault(_matter(one.subject, one.sight), []).append(one)
    known = {one.id: one for one in old}
    waiting: dict[_Matter, list[Detection]] = {}
    for _, detection in sorted(known.items()):
        waiting.setdefault(_matter(detection.subject, detection.sight), []).append(detection)
    target: dict[str, str] = {}
    for matter, olds in waiting.items():
        target |= _targets(olds, seen.get(matter, []))
    groups: dict[str, list[str]] = {}
    for id, new in sorted(target.items()):
        groups.setdefault(new, []).append(id)
    return tuple(
        Move(rule=known[of[0]].subject.rule, id=new, of=tuple(of))
        for new, of in sorted(groups.items())
    )


def _matter(subject: Subject, sight: Sight) -> _Matter:
    """Return what a detection is about, whatever its anchor.

    A figure is about no case, so it is told by line, department and handler.
    """
    facts = sight.facts
    about = (subject.rule, subject.case, subject.party, facts.document, facts.linked)
    if subject.case:
        return about
    return (*about, subject.line, sight.department, sight.handler)


def _targets(olds: list[Detection], seen: list[Placed]) -> dict[str, str]:
    """Say which id each of the detections of one matter goes on under."""
    present = {one.id for one in seen}
    target = {old.id: old.id for old in olds if old.id in present}
    for old in olds:
        same_day = [one for one in seen if one.subject.began_on == old.subject.began_on]
        fitting = same_day or (seen if len(seen) == 1 else [])
        if old.id in target or not fitting:
            target.setdefault(old.id, old.id)
            continue
        free = [one for one in fitting if one.id not in target.values()] or fitting
        target[old.id] = max(free, key=lambda one: _likeness(old.sight, one.sight)).id
    return target


def _likeness(old: Sight, new: Sight) -> tuple[int, int]:
    """Count the events both saw: by what stands for them, and by kind and day."""
    tokens = _told(old, lambda one: one.id) & _told(new, lambda one: one.id)
    days = _told(old, lambda one: (one.day, one.at)) & _told(new, lambda one: (one.day, one.at))
    return len(tokens), len(days)


def _told(sight: Sight, by: Callable[[SeenEvent], object]) -> set[tuple[object, ...]]:
    return {(one.role, one.type, by(one)) for one in sight.facts.events}


def rehash_of(unit: str, rule: str, fingerprint: str, moves: Iterable[Move]) -> RuleRehash:
    """Count what becomes of the detections of one rule."""
    own = tuple(one for one in moves if one.rule == rule)
    alone = [one for one in own if len(one.of) == 1]
    kept = sum(one.of == (one.id,) for one in alone)
    return RuleRehash(
        unit=unit,
        rule=rule,
        fingerprint=fingerprint,
        kept=kept,
        changed=len(alone) - kept,
        collided=sum(len(one.of) for one in own if len(one.of) > 1),
        moves=own,
    )
