"""The office as it knew things on a day (当日所知): for dossiers and reports of a date."""

from __future__ import annotations

import datetime as dt

from supervision.domain.values import start_of
from supervision.errors import NotFound
from supervision.journal.entry import ChainId, closed_chain, open_chain
from supervision.office.inner_views import ProofView
from supervision.office.office import Office

__all__ = ["as_known_on", "ends_at", "ends_on"]

_RELEASED = "closed_file.released"


def ends_on(office: Office, day: dt.date) -> dict[ChainId, int]:
    """Return the last entry of every chain that was entered by the end of a day (当日末条)."""
    too_late = start_of(day + dt.timedelta(days=1))
    ends: dict[ChainId, int] = {}
    with office.store.begin() as transaction:
        proof = ProofView(transaction)
        for chain in proof.chains():
            for entry in proof.entries(chain):
                if entry.header.at >= too_late:
                    break
                ends[chain] = entry.header.seq
    return ends


def ends_at(office: Office, seq: int) -> dict[ChainId, int]:
    """Return the ends of what was in the open after an entry of the unit's open chain (当时末条).

    What a released file holds is proven by a chain of its own. It is taken as it stood at the
    moment of the entry, of the files that had been released by then.
    """
    own = open_chain(office.unit)
    ends = {own: seq}
    with office.store.begin() as transaction:
        proof = ProofView(transaction)
        entry = next(iter(proof.entries(own, max(0, seq - 1))), None)
        moment = entry.header.at if entry is not None else 0
        closed = (one for one in proof.chains() if one.startswith(closed_chain(office.unit, "")))
        for chain in closed:
            known = [one.header for one in proof.entries(chain) if one.header.at <= moment]
            if any(header.tag == _RELEASED for header in known):
                ends[chain] = known[-1].seq
    return ends


def as_known_on(office: Office, day: dt.date) -> Office:
    """Return the office with what had been entered by the end of a day (回到当日), in memory.

    Late entries (补录) made afterwards are not in it. To be closed by the caller.

    Raises:
        NotFound: `office.nothing_yet` when nothing had been entered by then.
    """
    ends = ends_on(office, day)
    if not ends:
        raise NotFound("office.nothing_yet", on=day.isoformat())
    return office.at(ends)
