"""What a rule tells people about a detection (提示语): its sentence with the facts put in."""

from __future__ import annotations

from fractions import Fraction

from supervision.domain.detections import Detection
from supervision.domain.rules import RuleHead, Stage
from supervision.domain.sightings import EventRole, Facts, Sighting
from supervision.domain.values import format_points

__all__ = ["sentence_of", "title_of", "told_of", "values_of"]

_UNKNOWN = "—"
_SHOWN = 6
"""Letters of a party's token that are printed: enough to tell the parties of a case apart."""
_DECIMALS = 2
_CLOSING = {EventRole.END, EventRole.RESTARTED, EventRole.PAUSED}


def title_of(head: RuleHead, detection: Detection, language: str = "zh") -> str:
    """Return the rule's name with the case number, as the title of a finding.

    A figure is about no single case and is named by its period.
    """
    about = detection.subject.case or detection.sight.facts.period or _UNKNOWN
    if language == "en":
        return f"{head.name.en} ({about})"
    return f"{head.name.zh}（{about}）"


def sentence_of(head: RuleHead, detection: Detection, language: str = "zh", party: str = "") -> str:
    """Return the rule's sentence for the detection's stage with days and numbers put in.

    What the facts do not say prints as `—`; a stage the rule has no sentence for prints the
    rule's name.

    Args:
        head: the rule.
        detection: the detection.
        language: `zh` or `en`.
        party: the party's name for the screen of somebody who may read the case; without it
            the end of the token, which is all that records may carry.
    """
    return _told(head, detection.sight.stage, values_of(detection, party), language)


def told_of(head: RuleHead, sighting: Sighting, language: str = "zh") -> str:
    """Return the rule's sentence for what it saw, before that becomes a record (试运行提示语).

    The party is told by the key the connector gives, for somebody who may read the case.
    """
    values = _values(sighting.case, sighting.party, sighting.facts)
    return _told(head, sighting.stage, values, language)


def _told(head: RuleHead, stage: Stage, values: dict[str, str], language: str) -> str:
    for sentence in head.sentences:
        if sentence.stage is stage:
            template = sentence.en if language == "en" else sentence.zh
            return template.format_map(_Known(values))
    return head.name.en if language == "en" else head.name.zh


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return _UNKNOWN


def values_of(detection: Detection, party: str = "") -> dict[str, str]:
    """Return the values of the placeholders the facts can fill."""
    token = detection.subject.party
    shown = None if token is None else party or token[-_SHOWN:]
    facts = detection.sight.facts
    values = _values(detection.subject.case, shown, facts)
    if facts.document is not None:
        values["document"] = facts.document[-_SHOWN:]
    return values


def _values(case: str, party: str | None, facts: Facts) -> dict[str, str]:
    known = {
        "case": case or None,
        "party": party,
        "due": None if facts.due_on is None else facts.due_on.isoformat(),
        "days": None if facts.late_days is None else str(facts.late_days),
        "count": None if facts.count is None else str(facts.count),
        "fields": "、".join(facts.fields) or None,
        "linked": facts.linked,
        "document": facts.document,
        "period": facts.period,
        "value": _value(facts),
    }
    values = {name: text for name, text in known.items() if text is not None}
    for event in facts.events:
        values.setdefault(event.role.value, event.day.isoformat())
    if facts.late_days is not None and facts.events[-1].role in _CLOSING:
        values["end"] = facts.events[-1].day.isoformat()
    return values


def _value(facts: Facts) -> str | None:
    if facts.top is None or facts.bottom is None:
        return None
    return format_points(Fraction(facts.top, facts.bottom), _DECIMALS)
