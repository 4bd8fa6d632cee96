"""What a parcel may do where it arrives (往来件的权限): bring its news, and nothing else.

Nobody of the sending unit acts in the receiving one, so no line of a policy grants it; whoever
runs the tick carries parcels of others, and need not even know of what is in them. So the carrier
is let do exactly what a parcel tells, in the unit of work that brings it. Whom the news is sent to
stays with the office's policy.
"""

from __future__ import annotations

import attrs

from supervision.domain.clocks import CLOCK
from supervision.domain.incoming_measures import INCOMING
from supervision.domain.measures import MEASURE
from supervision.domain.records import Record
from supervision.office.office import Office
from supervision.ports.access import Actor, Permission, Policy
from supervision.ports.query import Everything, Predicate

__all__ = ["BROUGHT", "carrying"]

BROUGHT = frozenset(
    {
        "incoming_measure.arrived",
        "incoming_measure.returned",
        "incoming_measure.ended",
        "measure.received",
        "measure.claimed",
        "measure.answered",
        "clock.started",
    }
)
"""Changes a parcel brings."""
_TOUCHED = frozenset({INCOMING.name, MEASURE.name, CLOCK.name})


@attrs.frozen
class _Carrier:
    """Lets one officer bring parcels (送达人), and leaves all else to another policy."""

    policy: Policy
    carrier: str

    def visible(self, actor: Actor, kind: str) -> Predicate:
        if actor.known and actor.id == self.carrier and kind in _TOUCHED:
            return Everything
        return self.policy.visible(actor, kind)

    def permits(self, actor: Actor, act: str, record: Record | None) -> Permission:
        if actor.known and actor.id == self.carrier and act in BROUGHT:
            return Permission(granted=True)
        return self.policy.permits(actor, act, record)


def carrying(office: Office, carrier: str) -> Office:
    """Return the office as somebody may use it to bring parcels (送达往来件).

    It shares store and clock with the office it is made of: close one of them only.
    """
    return Office(attrs.evolve(office.parts, policy=_Carrier(office.policy, carrier)))
