"""What the issuer of a measure tells the unit it goes to (发往他院的文书)."""

from __future__ import annotations

from supervision.domain.acts import Act
from supervision.domain.incoming_measures import MeasureDocument, News, Parcel
from supervision.domain.incoming_steps import check_addressee
from supervision.domain.measures import Measure
from supervision.domain.units import UNIT
from supervision.domain.values import UnitId
from supervision.office.measure_clocks import clock_of
from supervision.office.work import Work

__all__ = ["check_unit", "tell_unit"]


def check_unit(work: Work, to_unit: str | None) -> None:
    """Refuse a unit that is not there, or neither above nor below this one.

    Raises:
        NotFound: `record.not_found`.
        Refused: `measure.unit_unrelated`.
    """
    if to_unit is not None:
        check_addressee(work.load(UNIT, work.unit), work.load(UNIT, to_unit))


def tell_unit(work: Work, measure: Measure, news: News, act: Act, reason: str = "") -> None:
    """Tell the unit a measure goes to what became of it, if it goes to one and was served."""
    if measure.to_unit is None or measure.served_on is None:
        return
    document = None
    if news is News.SERVED:
        clock = clock_of(work, measure)
        document = MeasureDocument(
            rung=measure.rung,
            title=measure.title,
            text=measure.text,
            number=measure.number,
            issued_on=measure.issued_on,
            served_on=measure.served_on,
            due_on=clock.due_on if clock else None,
        )
    work.send(
        Parcel(
            id=work.office.ids.new("prc", work.now),
            at=work.now,
            unit=work.unit,
            to_unit=UnitId(measure.to_unit),
            measure=measure.id,
            news=news,
            on=act.on,
            turn=measure.returns,
            text=reason,
            document=document,
        )
    )
