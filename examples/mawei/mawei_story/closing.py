"""At the end (投递、计分): messages leave, points are posted."""

from __future__ import annotations

from mawei_story.cast import Words
from mawei_story.scene import Scene
from supervision.domain.periods import Period
from supervision.office.clocks import tick
from supervision.office.receivers import alarmed
from supervision.office.scoring import score

__all__ = ["assess", "deliver"]


def deliver(scene: Scene) -> None:
    """Ring clocks and deliver what waits in the outbox."""
    scene.clock.turn("2022-07-22 08:00")
    tick(scene.office, scene.cast.inspector, receivers=alarmed)
    sent = scene.office.deliver().sent
    title = Words("通知", "Messages")
    if sent:
        scene.tell(title, f"投递通知 {sent} 条。", f"{sent} messages delivered.")
    else:
        scene.tell(title, "没有待投递的通知。", "Nothing waits.")


def assess(scene: Scene, period: Period) -> None:
    """Bring the score ledger to what the records say."""
    scene.clock.turn("2022-07-22 09:00")
    with scene.office.work(scene.cast.head) as work:
        done = score(work, scene.office.assessment.schemes, period)
        if done.posted or done.reversed:
            work.commit()
    posted, kept = len(done.posted), done.kept
    scene.tell(
        Words("考评计分", "Scores"),
        f"新记 {posted} 笔，原有 {kept} 笔不变。",
        f"{posted} entries posted, {kept} as before.",
    )
