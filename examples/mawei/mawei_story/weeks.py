"""The weeks after (此后两周): days are corrected in the case system, and the rules look again."""

from __future__ import annotations

import json

import attrs

from mawei_story.cast import Words
from mawei_story.scene import Scene
from supervision.domain.sweep_runs import SWEEP_RUN, RunState, SweepRun
from supervision.office.imports import import_cases
from supervision.office.sweeps import sweep
from supervision.ports.query import Eq, Order

__all__ = ["SweptAgain", "sweep_again"]

DAYS = ("2022-07-25", "2022-08-01")


@attrs.frozen(kw_only=True)
class SweptAgain:
    """What a sweep after a week of corrected cases counted (再次巡查), in detections.

    Attributes:
        on: its day.
        run: the run.
        created, changed, returned, gone, unchanged: counted by the run.
        agrees: whether these are what follows from the corrections.
    """

    on: str
    run: str
    created: int
    changed: int
    returned: int
    gone: int
    unchanged: int
    agrees: bool


def sweep_again(scene: Scene) -> tuple[SweptAgain, ...]:
    """Import the corrections of each week and sweep; what was done before is only counted."""
    expected = json.loads((scene.folder / "faults.json").read_text("utf-8"))["weeks"]
    title = Words("更正后再次巡查", "Sweep again after corrections")
    told = []
    for place, (day, week) in enumerate(zip(DAYS, expected, strict=True), start=1):
        if len(_runs(scene)) <= place:
            _week(scene, day, week["file"])
        counted = _counted(_runs(scene)[place], day, week)
        told.append(counted)
        scene.tell(
            title,
            f"{day}：新增 {counted.created} 项，变化 {counted.changed} 项，再现 {counted.returned} 项，"
            f"消失 {counted.gone} 项，不变 {counted.unchanged} 项。",
            f"{day}: {counted.created} new, {counted.changed} changed, {counted.returned} back, "
            f"{counted.gone} gone, {counted.unchanged} as before.",
        )
    return tuple(told)


def _week(scene: Scene, day: str, file: str) -> None:
    scene.clock.turn(f"{day} 09:00")
    files = (scene.folder / "corrections" / file,)
    import_cases(scene.office, scene.cast.inspector, files)
    scene.clock.turn(f"{day} 09:30")
    cases, _ = scene.office.cases.count()
    with scene.watch(Words("再次巡查", "Sweeping again"), cases) as step:
        sweep(scene.office, scene.cast.inspector, scene.office.watch, progress=step)


def _runs(scene: Scene) -> tuple[SweepRun, ...]:
    """Return the runs that came to their end, in order of time."""
    with scene.office.read(scene.cast.inspector) as view:
        complete = Eq("state", RunState.COMPLETE.value)
        runs = view.select(SWEEP_RUN, complete, (Order("day"),))
    return tuple(sorted(runs, key=lambda one: one.as_of))


def _counted(run: SweepRun, day: str, week: dict[str, int]) -> SweptAgain:
    tallies = run.result.tallies if run.result else ()
    found = {
        "created": sum(one.created for one in tallies),
        "changed": sum(one.moved for one in tallies),
        "returned": sum(one.returned for one in tallies),
        "gone": sum(one.gone for one in tallies),
        "unchanged": sum(one.unchanged for one in tallies),
    }
    agrees = all(week[name] == count for name, count in found.items())
    return SweptAgain(on=day, run=run.id, agrees=agrees, **found)
