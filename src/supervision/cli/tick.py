"""`supervision tick` (例行推进): ring the clocks that fell due, deliver what waits in the outbox."""

from __future__ import annotations

import attrs

from supervision.cli.faults import DONE, FAILED
from supervision.cli.grammar import command
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.office.clocks import tick as ring
from supervision.office.parcels import carry
from supervision.office.receivers import alarmed

__all__ = ["Ticked", "tick"]

_DONE = Text(
    "预警 {rung} 个，重新推算 {recomputed} 个，投递通知 {sent} 条。",
    "{rung} alarms, {recomputed} clocks recomputed, {sent} messages delivered.",
)
_CARRIED = Text("送达往来件 {carried} 件。", "{carried} parcels carried to other units.")
_FAILED = Text(
    "没有投递成功，下次再试：{failure}", "Not delivered; it will be tried again: {failure}"
)


@attrs.frozen(kw_only=True)
class Ticked:
    """What a tick did (例行推进结果).

    Attributes:
        rung: ids of clocks that gave an alarm.
        recomputed: ids of provisional clocks computed again.
        carried: parcels carried to other units.
        sent: messages delivered.
        failures: parcels that could not be carried and messages that a channel did not take, as
            `parcel: error` or `channel: error`.
    """

    rung: tuple[str, ...]
    recomputed: tuple[str, ...]
    carried: int
    sent: int
    failures: tuple[str, ...]


@command(
    "tick",
    "期限预警并投递通知（供定时任务调用）",
    "Ring clocks and deliver messages (for a scheduler)",
    more=Text(
        "可以随时运行：做过的不会重复做。没有投递成功的下次再试，退出码为 3。",
        "Run it as often as you like: what was done is not done again. What a channel did not take "
        "is tried again next time; the exit code is then 3.",
    ),
    result=Ticked,
)
def tick(session: Session) -> int:
    """Ring clocks and deliver messages."""
    done = ring(session.office, session.actor, receivers=alarmed)
    carried = carry(session.office, session.actor)
    delivery = session.office.deliver()
    result = Ticked(
        rung=done.rung,
        recomputed=done.recomputed,
        carried=carried.carried,
        sent=delivery.sent,
        failures=(*carried.failures, *delivery.failures),
    )

    def shown(one: Ticked) -> None:
        session.screen.say(_DONE, rung=len(one.rung), recomputed=len(one.recomputed), sent=one.sent)
        if one.carried:
            session.screen.say(_CARRIED, carried=one.carried)
        for failure in one.failures:
            session.screen.say(_FAILED, failure=failure)

    session.tell(result, shown)
    return FAILED if result.failures else DONE
