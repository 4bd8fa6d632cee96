"""One item, from its proposal to the archive (一个督察事项的全过程)."""

from __future__ import annotations

import datetime as dt

from mawei_story.cast import Words
from mawei_story.scene import Scene
from supervision.domain.item_steps import Move
from supervision.domain.items import ITEM, Item, ItemState, ProposeItem, Requirement
from supervision.domain.values import OfficerId
from supervision.office import items

__all__ = ["run_item"]

_ROUTE: dict[ItemState, tuple[str, str, Move]] = {
    ItemState.DRAFT: ("2022-07-05 15:00", "inspector", Move(step="submit")),
    ItemState.IN_REVIEW: (
        "2022-07-06 16:00",
        "chief",
        Move(step="open", note="同意立项，限期一周办结。"),
    ),
    ItemState.OPENED: ("2022-07-06 16:30", "head", Move(step="assign")),
    ItemState.ASSIGNED: ("2022-07-07 09:00", "lead", Move(step="sign")),
    ItemState.SIGNED: ("2022-07-07 09:30", "lead", Move(step="start")),
    ItemState.IN_PROGRESS: (
        "2022-07-12 11:00",
        "lead",
        Move(step="report", note="已自查上半年全部案件，问题清单附后。"),
    ),
    ItemState.REPORTED: (
        "2022-07-13 10:00",
        "inspector",
        Move(step="propose_closing", effect="建立了权利告知三日内双人核对制度。"),
    ),
    ItemState.CLOSING: ("2022-07-14 10:00", "chief", Move(step="close", note="同意办结。")),
    ItemState.CLOSED: ("2022-07-15 09:00", "inspector", Move(step="archive")),
}
"""From each state of the item: when, who, which step."""


def run_item(scene: Scene) -> None:
    """Let one item run its whole course, from wherever it stands."""
    title = Words("督察事项", "A supervised item")
    with scene.office.read(scene.cast.inspector) as view:
        known = view.select(ITEM, limit=1)
    item = known[0] if known else _propose(scene)
    steps = 0
    while item.state in _ROUTE:
        when, who, move = _ROUTE[item.state]
        with scene.work(when, _player(scene, who, item)) as work:
            if item.state is ItemState.REPORTED:
                for place, one in enumerate(item.requirements):
                    if one.settled_on is None:
                        items.settle(work, item.id, place)
            item = items.move(work, item.id, move)
        steps += 1
    if steps:
        scene.tell(
            title,
            f"{item.number}《{item.title}》自立项到归档走了 {steps} 步。",
            f"{item.number} took {steps} steps from its proposal to the archive.",
        )
    else:
        scene.tell(title, f"{item.number}已归档。", f"{item.number} is in the archive.")


def _propose(scene: Scene) -> Item:
    lead = scene.cast.directory.resolve_department("第二检察部", scene.office.unit).id
    with scene.work("2022-07-05 14:00", scene.cast.inspector) as work:
        id = items.propose(
            work,
            ProposeItem(
                title="审查起诉环节权利告知专项督察",
                kind="item.enforcement",
                source="院党组 2022 年第 9 次会议",
                requirements=(
                    Requirement(text="逐案核对权利告知日期", department=lead),
                    Requirement(text="提出防止再次发生的办法", department=lead),
                ),
                lead=lead,
                supervisor=scene.cast.inspector,
                starts_on=dt.date(2022, 7, 6),
                warn_on=dt.date(2022, 7, 12),
                due_on=dt.date(2022, 7, 13),
                expected_effect="权利告知逾期明显减少",
            ),
        )
        return work.load(ITEM, id)


def _player(scene: Scene, who: str, item: Item) -> OfficerId:
    if who == "lead" and item.lead is not None:
        return scene.cast.head_of(item.lead)
    players = {"chief": scene.cast.chief, "head": scene.cast.head}
    return players.get(who, scene.cast.inspector)
