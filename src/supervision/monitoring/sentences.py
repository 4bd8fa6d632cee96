"""What a rule tells people about a detection (提示语): its sentence with the facts put in."""

from __future__ import annotations

from supervision.domain.detections import Detection
from supervision.domain.rules import RuleHead
from supervision.domain.sightings import EventRole

__all__ = ["sentence_of", "title_of", "values_of"]

_UNKNOWN = "—"
_SHOWN = 6
"""Letters of a party's token that are printed: enough to tell the parties of a case apart."""
_CLOSING = {EventRole.END, EventRole.RESTARTED, EventRole.PAUSED}


def title_of(head: RuleHead, detection: Detection, language: str = "zh") -> str:
    """Return the rule's name with the case number, as the title of a finding."""
    if language == "en":
        return f"{head.name.en} ({detection.subject.case})"
    return f"{head.name.zh}（{detection.subject.case}）"


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
    for sentence in head.sentences:
        if sentence.stage is detection.sight.stage:
            template = sentence.en if language == "en" else sentence.zh
            return template.format_map(_Values(values_of(detection, party)))
    return head.name.en if language == "en" else head.name.zh


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return _UNKNOWN


def values_of(detection: Detection, party: str = "") -> dict[str, str]:
    """Return the values of the placeholders the facts can fill."""
    facts = detection.sight.facts
    values = {"case": detection.subject.case}
    if detection.subject.party is not None:
        values["party"] = party or detection.subject.party[-_SHOWN:]
    if facts.due_on is not None:
        values["due"] = facts.due_on.isoformat()
    if facts.late_days is not None:
        values["days"] = str(facts.late_days)
    for event in facts.events:
        values.setdefault(event.role.value, event.day.isoformat())
    if facts.late_days is not None and facts.events[-1].role in _CLOSING:
        values["end"] = facts.events[-1].day.isoformat()
    return values
