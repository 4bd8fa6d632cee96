"""When a detection was last seen (最近发现): derived from closed runs, stored nowhere."""

from __future__ import annotations

from collections.abc import Iterable

from supervision.domain.detections import Detection, lies_within
from supervision.domain.rules import RuleRef
from supervision.domain.sweep_runs import RunState, SweepRun

__all__ = ["last_seen"]


def last_seen(detection: Detection, runs: Iterable[SweepRun]) -> SweepRun | None:
    """Derive the last run that saw a detection from the runs of its unit (最近发现).

    Unchanged sightings write nothing, so the last one is the latest closed run in whose scope
    the detection lies and whose rule did not fail, or the one that changed it; both before the
    run that no longer saw it. `None` when `runs` lack all of these.
    """
    runs = sorted(runs, key=lambda run: (run.as_of, run.id))
    if detection.gone_run is not None:
        places = [place for place, run in enumerate(runs) if run.id == detection.gone_run]
        runs = runs[: places[0]] if places else []
    ref = RuleRef(code=detection.subject.rule, version=detection.sight.rule_version)
    for run in reversed(runs):
        if run.id == detection.changed_run:
            return run
        if (
            run.state in (RunState.COMPLETE, RunState.PARTIAL)
            and run.scope is not None
            and lies_within(detection, run.scope)
            and not (run.result and any(fault.rule == ref for fault in run.result.faults))
        ):
            return run
    return None
