"""What a detection is made of (监控发现的内容): subject, sight, decision, tokens, fingerprint.

A detection's id and the digest of what it saw are derived here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from collections.abc import Iterator

import attrs

from supervision.domain.rules import RuleHead, Stage
from supervision.domain.sightings import Facts, SeenEvent, Sighting
from supervision.domain.values import DepartmentId, OfficerId
from supervision.ids import derived_id

__all__ = [
    "Decision",
    "Sight",
    "Subject",
    "detection_id",
    "event_token",
    "fingerprint_of",
    "party_token",
    "sight_digest",
]

_DIGEST = 24
"""Letters of a sight's digest, 96 bits: it is only ever compared within one detection."""


class Decision(enum.Enum):
    """What was decided about a detection (研判结论)."""

    WAITING = "waiting"
    """待研判."""
    CONFIRMED = "confirmed"
    """已确认, by a person."""
    DISMISSED = "dismissed"
    """已排除, by a person."""
    BY_RULE = "by_rule"
    """规则直接立问题: the rule may open findings itself and did."""


@attrs.frozen(kw_only=True)
class Subject:
    """What a detection is about (发现对象). It never changes; the id is derived from it.

    Attributes:
        rule: code of the rule.
        case: case number.
        line: business line.
        accepted_on: day of acceptance of the case.
        party: token of the party, see `party_token`.
        began_on: day the fact began.
    """

    rule: str
    case: str
    line: str
    accepted_on: dt.date | None = None
    party: str | None = None
    began_on: dt.date


@attrs.frozen(kw_only=True)
class Sight:
    """What the rule last saw (所见). Replaced only by a sighting that differs.

    Attributes:
        rule_version: version of the rule that saw it.
        department, handler: who is concerned; `None` when the export does not say, or says
            it in a way nobody knows.
        stage, level: how far it has gone; how many lead times have passed.
        breached_on: first day of the breach, if there is one.
        facts: what the rule judged by, its events named by `event_token`.
        alarm: the alarm case management raised in the same matter (案管已预警), if the rule
            looks for one.
    """

    rule_version: int
    department: DepartmentId | None = None
    handler: OfficerId | None = None
    stage: Stage
    level: int = 0
    breached_on: dt.date | None = None
    facts: Facts
    alarm: SeenEvent | None = None


def sight_digest(sight: Sight) -> str:
    """Return the digest of a sight (所见摘要): equal for equal sights, whatever wrote them.

    A sweep compares it with the stored one, so that what has not changed is never decoded.
    """
    text = "\n".join(_told(sight))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST]


def _told(sight: Sight) -> Iterator[str]:
    facts = sight.facts
    yield (
        f"{sight.rule_version}|{sight.department}|{sight.handler}|{sight.stage.value}"
        f"|{sight.level}|{sight.breached_on}"
    )
    yield f"{facts.due_on}|{facts.due_at}|{facts.late_days}|{facts.provisional:d}"
    yield f"{facts.count}|{facts.period}|{facts.top}|{facts.bottom}"
    yield f"{facts.linked}|{facts.document}|{'|'.join(facts.fields)}"
    yield _event(sight.alarm) if sight.alarm else ""
    for event in facts.events:
        yield _event(event)


def _event(event: SeenEvent) -> str:
    return f"{event.role.value}|{event.id}|{event.type}|{event.day}|{event.at}"


def fingerprint_of(head: RuleHead) -> str:
    """Return how the rule makes ids (指纹版本): `anchor_version` and the parts of the anchor.

    A detection keeps the one its id was made with. Ids of another fingerprint name other
    facts, so a rule whose fingerprint has changed sees nothing until its detections are
    brought over (`decide_rehash`).
    """
    return f"{head.anchor_version}/{'+'.join(part.value for part in head.anchor)}"


def detection_id(unit: str, sighting: Sighting) -> str:
    """Return the id this fact has in every run: never an ordinal, never the rule's version."""
    party = () if sighting.party is None else (sighting.party,)
    return derived_id("det", sighting.rule.code, unit, sighting.case, *sighting.anchor, *party)


def party_token(case: str, key: str) -> str:
    """Return what stands for a party in records (当事人代号).

    Connectors may have to identify a person by name; records and journal never carry names.
    Whoever may read the case finds the party again by making the token of each.
    """
    return derived_id("pty", case, key)


def event_token(case: str, id: str) -> str:
    """Return what stands for an event in records (事件代号): ids may be made of names too."""
    return derived_id("evt", case, id) if id else ""
