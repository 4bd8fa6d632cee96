"""Triage and running of monitoring, in English (流程监控的研判与运行)."""

from __future__ import annotations

__all__ = ["TEXTS"]

TEXTS: dict[str, str] = {
    "case.not_found": "The case store has no case {number}. Check how the number is written; if it was not imported, use import cases first.",
    "finding.reopen_late": "Finding {id} is not struck off, or was longer ago than the {days} days this office declares; it cannot be taken up again. Open a new finding linked to it.",
    "rule.anchor_differs": "Rule {rule} version {version} has another anchor than {other}; all versions of a code need the same. Give it a code of its own, or make the anchors equal and bring detections over (sweep rehash).",
    "sweep.incremental_scope": "An incremental sweep is one of all rules over all cases. Leave out the scope or --incremental. Nothing was written.",
    "sweep.not_incremental": 'This office cannot sweep incrementally: engine {engine} and its case store do not go together. Set [monitoring] engine = "duckdb" and [cases] backend = "parquet", both of the plugin sweep-sql, and import the cases.',
    "sweep.standing": "What incremental sweeps keep cannot be used: {path} ({error}). If another sweep is at work, wait for its end; else delete this file: the next sweep computes all cases anew. Nothing was written.",
    "sweep.bad_address": 'The address of the server is wrong. Write url = "postgresql://user@host:port/database" in [monitoring.engines.postgresql], without a password.',
    "sweep.password_in_address": 'There is a password in url of [monitoring.engines.postgresql]. Remove it and write password = {{ env = "…" }} or {{ file = "…" }} there.',
    "sweep.no_driver": 'The driver {driver} is missing. Run pip install "procuratorial-supervision-sweep-sql[{extra}]", or choose another engine in [monitoring] engine and another case store in [cases] backend.',
    "sweep.rehash_fault": "Rule {rule} could not judge (case {case}), so its detections cannot be brought over. Mend it first.",
    "sweep.rehash_needed": "The anchor of rule {rule} has changed and its detections have not been brought over; what it sees is not used. Look with sweep rehash --dry-run, then bring them over.",
    "sweep.superseded": "Run {id} was superseded by the later run {by} and writes no more. The later one counts; nothing has to be done.",
    "triage.finding_ended": "Finding {id} has ended ({state}); its detections cannot be changed any more.",
    "triage.no_finding": "Detection {id} supports no finding to be retracted from.",
    "triage.replaced": "Detection {id} was replaced by {by}; triage that one.",
}
