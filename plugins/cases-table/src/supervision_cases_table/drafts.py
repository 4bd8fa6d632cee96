"""Cases put together from rows (拼合案件): over parties, repeated rows and overlapping files.

Rows are read in order: files as they were named, a folder's files by name, lines downward.
Of two different values for the same thing the later one holds, since exports are snapshots and
the later file is the newer one; the earlier value is reported as `cases.conflict` at its own
place, so nothing is replaced in silence. An empty or unknown cell never removes a value.

All cases are held in memory until the last row is read, because any row may add to any case. A
year of 2,000 cases with 45,000 events took 38 MB in all (measured), so a district's ten years
fit into 400 MB. A whole province wants another connector, not this one.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from supervision.plugin import (
    Card,
    Case,
    CaseTrace,
    Document,
    Event,
    Link,
    Party,
    Rejected,
    event_order,
)
from supervision_cases_table.dates import When
from supervision_cases_table.profile import Column, Profile, Scope, Target
from supervision_cases_table.rows import Cell, Row, Slot

__all__ = ["Drafts"]

_FILE_LINE: Slot = ("", 0, "")
"""Where the business line stands that a file's title or name tells; a column's is stronger."""


@attrs.define
class _Draft:
    """A case being put together."""

    number: str
    parties: dict[str, None] = attrs.Factory(dict)
    recipients: dict[str, str] = attrs.Factory(dict)
    """Documents, and whose they are; empty for nobody's."""
    cells: dict[Slot, Cell] = attrs.Factory(dict)


class Drafts:
    """The cases of one import while their rows come in (案件草稿).

    Args:
        profile: says what each column becomes.
        unit: unit of cases whose rows name none.
    """

    def __init__(self, profile: Profile, unit: str) -> None:
        self._profile = profile
        self._unit = unit
        self._drafts: dict[str, _Draft] = {}
        lines = (column.key for column in profile.columns if column.to is Target.LINE)
        self._line_keys = frozenset(lines)

    def lacks_line(self, row: Row, line: str) -> bool:
        """Say whether neither the row, its file nor an earlier row names the business line."""
        if line or row.number in self._drafts:
            return False
        return not any(cell.slot[0] in self._line_keys for cell in row.cells)

    def add(self, row: Row, line: str) -> tuple[Rejected, ...]:
        """Take a row; `line` is its file's business line, empty when unknown.

        Returns:
            The values it displaced, as `cases.conflict` at their own places.
        """
        draft = self._drafts.setdefault(row.number, _Draft(row.number))
        draft.parties.update(dict.fromkeys(row.parties))
        if row.document:
            draft.recipients[row.document] = row.recipient or draft.recipients.get(row.document, "")
        cells = row.cells
        if line and not any(cell.slot[0] in self._line_keys for cell in cells):
            cells = (*cells, Cell(_FILE_LINE, line, row.place, line))
        displaced = []
        for cell in cells:
            earlier = draft.cells.get(cell.slot)
            if earlier is not None and earlier.value != cell.value:
                displaced.append(earlier.place.rejected(earlier.text, "cases.conflict", row.number))
            draft.cells[cell.slot] = cell
        return tuple(displaced)

    def traces(self) -> Iterator[CaseTrace]:
        """Yield the finished cases, in the order in which they first appeared."""
        for draft in self._drafts.values():
            yield self._trace(draft)

    def _trace(self, draft: _Draft) -> CaseTrace:
        texts: dict[Target, str] = {}
        cards: dict[tuple[Scope, str], list[Card]] = {}
        custody: dict[str, bool] = {}
        types: dict[str, str] = {}
        links: list[Link] = []
        events: list[Event] = []
        accepted = None
        for (key, repeat, owner), cell in draft.cells.items():
            column = self._profile.by_key.get(key)
            if column is None:
                texts.setdefault(Target.LINE, str(cell.value))
            elif isinstance(cell.value, When):
                events.append(self._event(draft, column, repeat, owner, cell.value))
                if key == self._profile.accepted:
                    accepted = cell.value.day
            elif isinstance(cell.value, bool):
                custody[owner] = cell.value
            elif column.to is Target.CARD:
                scope = column.scope if owner else Scope.CASE
                cards.setdefault((scope, owner), []).append(Card(key, cell.value))
            elif column.to is Target.DOCUMENT_TYPE:
                types[owner] = cell.value
            elif column.to is Target.LINK:
                links.append(Link(kind=column.link, number=owner))
            else:
                texts[column.to] = cell.value
        return CaseTrace(
            case=Case(
                number=draft.number,
                line=texts[Target.LINE],
                unit=texts.get(Target.UNIT, self._unit) or None,
                department=texts.get(Target.DEPARTMENT),
                handler=texts.get(Target.HANDLER),
                accepted_on=accepted,
                card=_sorted(cards.get((Scope.CASE, ""), ())),
            ),
            parties=tuple(
                Party(
                    key=key,
                    custody=custody.get(key),
                    card=_sorted(cards.get((Scope.PARTY, key), ())),
                )
                for key in sorted(draft.parties)
            ),
            documents=tuple(
                Document(
                    key=key,
                    type=types.get(key, ""),
                    party=draft.recipients[key] or None,
                    card=_sorted(cards.get((Scope.DOCUMENT, key), ())),
                )
                for key in sorted(draft.recipients)
            ),
            links=tuple(sorted(set(links), key=lambda link: (link.kind, link.number))),
            events=tuple(sorted(events, key=event_order)),
        )

    def _event(self, draft: _Draft, column: Column, repeat: int, owner: str, when: When) -> Event:
        """Make an event whose id stays the same as long as case, owner and column do."""
        name = f"{column.key}_{repeat}" if repeat else column.key
        document = owner if column.scope is Scope.DOCUMENT else ""
        party = owner if column.scope is Scope.PARTY else draft.recipients.get(document, "")
        return Event(
            id="/".join(part for part in (draft.number, owner, name) if part),
            type=column.event,
            occurred_at=when.at,
            day=when.day,
            precision=when.precision,
            sequence=self._profile.sequences[column.key] + 100 * repeat,
            party=party or None,
            document=document or None,
        )


def _sorted(cards: list[Card] | tuple[Card, ...]) -> tuple[Card, ...]:
    return tuple(sorted(cards, key=lambda card: card.name))
