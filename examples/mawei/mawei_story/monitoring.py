"""From the export to findings (导入、巡查、研判)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from mawei_story.cast import Words
from mawei_story.scene import Scene
from supervision import Acting
from supervision.domain.detections import DETECTION, Decision, Detection
from supervision.domain.sweep_runs import SWEEP_RUN, RunState
from supervision.domain.triages import TRIAGE
from supervision.office import triages
from supervision.office.imports import import_cases
from supervision.office.sweeps import sweep
from supervision.ports.query import Eq, Order

__all__ = ["import_exports", "run_rules", "triage"]

_GROUPED = "ARCHIVED"
"""Late archives are grouped into one finding a department: thirty letters help nobody."""


def import_exports(scene: Scene) -> None:
    """Import the CSV files, as the case system exported them."""
    scene.clock.turn("2022-07-04 09:30")
    exports = (scene.folder / "exports",)
    with scene.watch(Words("导入", "Importing"), 0) as step:
        done = import_cases(scene.office, scene.cast.inspector, exports, progress=step)
    title = Words("导入案件", "Import cases")
    if not done.new or done.record is None:
        scene.tell(title, "以前已经导入，没有变化。", "Imported before; nothing changed.")
        return
    count, refused = done.cases, len(done.rejected)
    scene.tell(
        title,
        f"读入 {count} 个案件、{done.record.events} 个事件，退回 {refused} 处。",
        f"{count} cases with {done.record.events} events read, {refused} places refused.",
    )


def run_rules(scene: Scene) -> None:
    """Sweep all cases once."""
    title = Words("巡查", "Sweep")
    with scene.office.read(scene.cast.inspector) as view:
        if view.select(SWEEP_RUN, Eq("state", RunState.COMPLETE.value), limit=1):
            scene.tell(title, "以前已经巡查。", "Swept before.")
            return
    scene.clock.turn("2022-07-04 14:00")
    cases, _ = scene.office.cases.count()
    with scene.watch(Words("巡查", "Sweeping"), cases) as step:
        report = sweep(scene.office, scene.cast.inspector, scene.office.watch, progress=step)
    tallies = [one for run in report.runs if run.result for one in run.result.tallies]
    seen = sum(one.created for one in tallies)
    rules = sum(1 for one in tallies if one.created)
    scene.tell(
        title,
        f"{len(tallies)} 条规则，{rules} 条有发现，新发现 {seen} 项。",
        f"{len(tallies)} rules, {rules} of them saw something: {seen} detections.",
    )


def triage(scene: Scene) -> None:
    """Confirm what the rules saw; late archives are grouped by department."""
    title = Words("研判", "Triage")
    with scene.office.read(scene.cast.inspector) as view:
        done = view.select(TRIAGE, limit=1)
        waiting = view.select(
            DETECTION, Eq("decision", Decision.WAITING.value), (Order("case_number"),)
        )
    if done or not waiting:
        scene.tell(title, "没有等待研判的发现。", "Nothing waits.")
        return
    book = scene.office.watch.book
    together = _by_department(one for one in waiting if one.subject.rule == _GROUPED)
    alone = [one.id for one in waiting if one.subject.rule != _GROUPED]
    with scene.work("2022-07-05 09:30", scene.cast.inspector) as work:
        opened = 0
        if alone:
            how = Acting(reason="经核对案卷，问题属实。")
            opened += len(triages.confirm(work, alone, book=book, acting=how).findings)
        for department, group in sorted(together.items()):
            title_zh = f"{scene.cast.name(department)}{len(group)}件案件归档逾期"
            how = Acting(reason="同一部门、同一问题，并案督促整改。")
            ids = [one.id for one in group]
            triages.group(work, ids, book=book, title=title_zh, acting=how)
            opened += 1
    scene.tell(
        title,
        f"{len(waiting)} 项发现经研判立问题 {opened} 个，其中归档逾期按部门并案。",
        f"{len(waiting)} detections became {opened} findings, late archives grouped by department.",
    )


def _by_department(detections: Iterable[Detection]) -> dict[str, list[Detection]]:
    groups: dict[str, list[Detection]] = defaultdict(list)
    for one in detections:
        if one.sight.department is not None:
            groups[one.sight.department].append(one)
    return groups
