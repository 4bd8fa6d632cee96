"""Parcels between units (往来件): put into the outbox with their cause, carried by the next tick.

Two units of work, never one: a parcel is stored together with the act it tells of, in the acting
unit; the tick brings it to the other unit in a unit of work of its own, and only then notes that it
was carried. Whoever dies between the two brings it again, and news already there changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from supervision.codec import decode
from supervision.domain.acts import Act
from supervision.domain.incoming_measures import INCOMING, News, Parcel, incoming_id
from supervision.domain.incoming_steps import decide_news, decide_news_back
from supervision.domain.measures import MEASURE
from supervision.domain.separation import Deed, Standing
from supervision.errors import SupervisionError
from supervision.journal.entry import open_chain
from supervision.office.acting import Acting
from supervision.office.carrying import carrying
from supervision.office.inner_views import QueueView
from supervision.office.measure_clocks import start_answer_clock
from supervision.office.outbox import parcel_row
from supervision.office.receivers import heads_of_supervision
from supervision.office.shapes import MESSAGE_SHAPE
from supervision.office.work import Work

if TYPE_CHECKING:
    from supervision.office.office import Office

__all__ = ["Carried", "carry"]

_FROM_ISSUER = (News.SERVED, News.RETURNED, News.ACCEPTED, News.CLOSED, News.VOIDED)


@attrs.frozen(kw_only=True)
class Carried:
    """What was carried (送达往来件): parcels, and failures as `parcel: error`."""

    carried: int = 0
    failures: tuple[str, ...] = ()


def carry(office: Office, actor_id: str) -> Carried:
    """Carry every waiting parcel to its unit, in the order of posting (送达往来件).

    What one measure's parcel cannot do waits, and all later ones of that measure with it.
    """
    with office.store.begin() as transaction:
        waiting = QueueView(transaction).waiting(MESSAGE_SHAPE.kind, "parcel")
    bringing = carrying(office, actor_id)
    failures: list[str] = []
    stuck: set[str] = set()
    carried = 0
    for row in waiting:
        parcel = decode(Parcel, row.body)
        if parcel.measure in stuck:
            continue
        try:
            _bring(bringing, actor_id, parcel)
        except SupervisionError as error:
            failures.append(f"{parcel.id}: {error}")
            stuck.add(parcel.measure)
            continue
        _note(office, parcel, row.version)
        carried += 1
    return Carried(carried=carried, failures=tuple(failures))


def _bring(office: Office, actor_id: str, parcel: Parcel) -> None:
    with office.work(actor_id, parcel.to_unit) as work:
        news = _to_receiver if parcel.news in _FROM_ISSUER else _to_issuer
        if news(work, parcel):
            work.commit()


def _to_receiver(work: Work, parcel: Parcel) -> bool:
    id = incoming_id(parcel.measure)
    changes = decide_news(work.peek(INCOMING, id), parcel)
    if changes:
        work.stage(INCOMING, id, changes)
        topic = f"incoming_measure.{parcel.news.value}"
        work.notify(topic, INCOMING, id, heads_of_supervision(work))
    return bool(changes)


def _to_issuer(work: Work, parcel: Parcel) -> bool:
    measure = work.load(MEASURE, parcel.measure)
    if parcel.by is None:  # news of the receiver always says who acted
        return False
    act = Act(by=parcel.by, on=parcel.on)
    if not decide_news_back(measure, parcel, act):
        return False
    clock = measure.clock
    if clock is None and parcel.news is not News.ANSWERED:
        deed = Deed(act=act, standing=Standing(officer=act.by))
        clock = start_answer_clock(work, measure, deed, Acting())
    changes = decide_news_back(measure, parcel, act, clock=clock)
    work.stage(MEASURE, parcel.measure, changes)
    if parcel.news is News.ANSWERED:
        to = heads_of_supervision(work)
        work.notify("measure.answered_by_unit", MEASURE, measure.id, to)
    return True


def _note(office: Office, parcel: Parcel, version: int) -> None:
    with office.store.begin(write=(open_chain(office.unit),)) as transaction:
        transaction.write(
            [parcel_row(parcel, office.unit, office.path, carried=True, expected=version)]
        )
        transaction.commit()
