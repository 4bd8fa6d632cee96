"""Four of the ten rules in PM4Py (流程挖掘对照), which is measured beside ours and nowhere else.

R2, R4, R6 and R8 are those its public filters can say: a step eventually followed by another, how
often an activity occurs, an attribute's value. As ours, it starts from the Parquet files.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.workload import KINDS

__all__ = ["judge_four", "read_log"]

_CASE, _ACTIVITY, _TIME = "case:concept:name", "concept:name", "time:timestamp"


def read_log(folders: Sequence[Path]) -> Any:
    """Return the events as PM4Py wants them, in the order of each case."""
    import pandas as pd

    parts = [
        pd.read_parquet(one / "event.parquet", columns=["c", "k", "kind", "at_", "f0"])
        for one in folders
    ]
    log = pd.concat(parts).sort_values(["c", "k"])
    log[_CASE] = log["c"].astype(str)
    log[_ACTIVITY] = log["kind"].map(dict(enumerate(KINDS)))
    log[_TIME] = pd.to_datetime(log["at_"], unit="us", utc=True)
    log["defect"] = log["f0"]
    return log[[_CASE, _ACTIVITY, _TIME, "defect"]].reset_index(drop=True)


def _cases(log: Any) -> set[int]:
    return {int(one) for one in log[_CASE].unique()}


def judge_four(log: Any) -> dict[str, set[int]]:
    """Return the cases each of the four rules finds."""
    import pm4py

    def with_activity(name: str, source: Any = log) -> Any:
        return pm4py.filter_event_attribute_values(
            source, _ACTIVITY, {name}, level="case", retain=True
        )

    def followed(first: str, second: str) -> set[int]:
        return _cases(pm4py.filter_eventually_follows_relation(log, {(first, second)}, retain=True))

    decided, ensured = with_activity("decided"), with_activity("lawyer_ensured")
    counted = pm4py.filter_activities_rework(log, "returned", 3)
    marked = pm4py.filter_event_attribute_values(log, "defect", {"1"}, level="case", retain=True)
    return {
        "R2": _cases(decided) - followed("questioned", "decided"),
        "R4": _cases(counted),
        "R6": followed("plea_signed", "lawyer_ensured") & _cases(ensured),
        "R8": _cases(marked),
    }
