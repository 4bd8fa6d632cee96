"""Cases as the case system tells them (案件): never journalled, only what rules need.

Names of units, departments and persons stand here as the export writes them; they are
resolved to ids when a sweep turns a sighting into a detection.
"""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from supervision.domain.values import Instant

__all__ = [
    "Card",
    "Case",
    "CaseTrace",
    "Document",
    "Event",
    "Link",
    "LinkedCase",
    "Party",
    "Precision",
    "event_order",
]


class Precision(enum.Enum):
    """How exactly a time is known (时间精度)."""

    DAY = "day"
    MINUTE = "minute"


@attrs.frozen
class Card:
    """One field of a case card or person card (案卡项), canonical text."""

    name: str
    text: str


@attrs.frozen(kw_only=True)
class Party:
    """A party of a case (当事人), with the coercive measure (强制措施).

    Attributes:
        key: the connector's stable key within the case; never an ordinal.
        custody: whether the person is held (羁押); `None` when the export does not say.
        card: further fields.
    """

    key: str
    custody: bool | None = None
    card: tuple[Card, ...] = ()


@attrs.frozen(kw_only=True)
class Document:
    """A document of a case (文书), such as a notice or a record.

    Attributes:
        key: the connector's stable key within the case; never an ordinal.
        type: code of the document type, such as `rights_notice`.
        party: key of the party it concerns, if any.
        card: further fields.
    """

    key: str
    type: str
    party: str | None = None
    card: tuple[Card, ...] = ()


@attrs.frozen(kw_only=True)
class Link:
    """A link from a case to another (案件关联), such as from prosecution to its arrest case.

    Attributes:
        kind: code of the kind, such as `arrest`, `joined` or `split`.
        number: number of the other case.
    """

    kind: str
    number: str


@attrs.frozen(kw_only=True)
class Event:
    """Something that happened in a case (案件事件).

    Attributes:
        id: the connector's stable id.
        type: code of the event type, such as `accepted`.
        occurred_at: the instant; for precision `DAY` the start of the day.
        day: the office-time day.
        precision: day or minute. Two events known only to the day never breach an order.
        sequence: order among events of the same instant.
        party: key of the party it concerns, if any.
        document: key of the document it concerns, if any.
        entered_at: when it was entered in the case system, if known.
        entered_by: by whom, as the export writes it.
        card: further fields, such as the result.
    """

    id: str
    type: str
    occurred_at: Instant
    day: dt.date
    precision: Precision = Precision.DAY
    sequence: int = 0
    party: str | None = None
    document: str | None = None
    entered_at: Instant | None = None
    entered_by: str | None = None
    card: tuple[Card, ...] = ()


@attrs.frozen(kw_only=True)
class Case:
    """A case (案件) as one row of the case system.

    Attributes:
        number: the unified case number (统一受案号), canonical text.
        line: business line (业务条线), such as `审查起诉`.
        unit, department, handler: as the export writes them; `None` when absent.
        accepted_on: day of acceptance.
        card: further fields by canonical name.
    """

    number: str
    line: str
    unit: str | None = None
    department: str | None = None
    handler: str | None = None
    accepted_on: dt.date | None = None
    card: tuple[Card, ...] = ()


def event_order(event: Event) -> tuple[int, int, str]:
    """Return the key by which events of a case are ordered."""
    return (event.occurred_at, event.sequence, event.id)


@attrs.frozen(kw_only=True)
class LinkedCase:
    """A case another is linked to (关联案件), as the case store holds it.

    Attributes:
        kind: kind of the link.
        case: the other case.
        events: its events in order.
    """

    kind: str
    case: Case
    events: tuple[Event, ...] = ()


@attrs.frozen(kw_only=True)
class CaseTrace:
    """A case with its parties by key and its events in order (案件轨迹).

    Attributes:
        case: the case.
        parties: by key.
        events: in order.
        documents: by key.
        links: to other cases, by kind and number.
        linked: those of them the case store holds, in the order of `links`. A connector leaves
            it empty; the store fills it when the case is read.
    """

    case: Case
    parties: tuple[Party, ...] = ()
    events: tuple[Event, ...] = ()
    documents: tuple[Document, ...] = ()
    links: tuple[Link, ...] = ()
    linked: tuple[LinkedCase, ...] = ()
