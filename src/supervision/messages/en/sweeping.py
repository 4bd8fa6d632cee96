"""Triage and running of monitoring, in English (流程监控的研判与运行)."""

from __future__ import annotations

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {
    "case.not_found": "The case store has no case {number}. Check how the number is written; if it was not imported, use import cases first.",
    "finding.reopen_late": "Finding {id} is not struck off, or was longer ago than the {days} days this office declares; it cannot be taken up again. Open a new finding linked to it.",
    "rule.anchor_differs": "Rule {rule} version {version} has another anchor than {other}; all versions of a code need the same. Give it a code of its own, or make the anchors equal and bring detections over (sweep rehash).",
    "sweep.rehash_fault": "Rule {rule} could not judge (case {case}), so its detections cannot be brought over. Mend it first.",
    "sweep.rehash_needed": "The anchor of rule {rule} has changed and its detections have not been brought over; what it sees is not used. Look with sweep rehash --dry-run, then bring them over.",
    "sweep.superseded": "Run {id} was superseded by the later run {by} and writes no more. The later one counts; nothing has to be done.",
    "triage.finding_ended": "Finding {id} has ended ({state}); its detections cannot be changed any more.",
    "triage.no_finding": "Detection {id} supports no finding to be retracted from.",
    "triage.replaced": "Detection {id} was replaced by {by}; triage that one.",
}
