"""Which detection becomes which when an anchor changes (指纹更替方案). Pure.

An old detection is matched with what the rule sees now in the same case and of the same party:
the fact that began on the same day, or the only one there is. What matches nothing keeps its id;
the next complete sweep decides whether it is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from supervision.domain.detections import Detection
from supervision.monitoring.reconcile import Placed

__all__ = ["Move", "RuleRehash", "plan_rehash", "rehash_of"]


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
    by_matter: dict[tuple[str, str, str | None], list[Placed]] = {}
    for _, one in sorted(placed.items()):
        matter = (one.subject.rule, one.subject.case, one.subject.party)
        by_matter.setdefault(matter, []).append(one)
    known = {one.id: one for one in old}
    target = {
        id: _target(one, by_matter.get((one.subject.rule, one.subject.case, one.subject.party), []))
        for id, one in sorted(known.items())
    }
    groups: dict[str, list[str]] = {}
    for id, new in target.items():
        groups.setdefault(new, []).append(id)
    return tuple(
        Move(rule=known[of[0]].subject.rule, id=new, of=tuple(of))
        for new, of in sorted(groups.items())
    )


def _target(old: Detection, seen: list[Placed]) -> str:
    same_day = [one for one in seen if one.subject.began_on == old.subject.began_on]
    fitting = same_day or (seen if len(seen) == 1 else [])
    if any(one.id == old.id for one in fitting) or not fitting:
        return old.id
    return fitting[0].id


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
