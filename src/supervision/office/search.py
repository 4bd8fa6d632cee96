"""Finding records (查找): by id, number, case number, staff number, or words of a title.

Everything goes through the view: what the actor may not see is not found, and its number is no
hint that it exists. Titles are not indexed, so the words are looked for in the records
themselves, as far as a bound; the answer says when there was more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from supervision.domain.circulars import CIRCULAR
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.decisions import DECISION
from supervision.domain.detections import DETECTION
from supervision.domain.findings import FINDING
from supervision.domain.interviews import INTERVIEW
from supervision.domain.items import ITEM
from supervision.domain.kinds import KINDS
from supervision.domain.material_lists import MATERIAL_LIST
from supervision.domain.measures import MEASURE
from supervision.domain.names import check_text, folded
from supervision.domain.officers import OFFICER
from supervision.domain.records import Record, RecordKind
from supervision.domain.report_requests import REPORT_REQUEST
from supervision.ids import is_id
from supervision.office.views import ReadView
from supervision.ports.query import Eq, Has, In, Or, Order, Predicate

__all__ = ["Found", "Hit", "find", "title_of"]

_TITLES = ("title", "name", "zh", "regulation", "staff_number", "code", "matter", "text", "said")
_TITLED: tuple[RecordKind[Any], ...] = (
    ITEM,
    FINDING,
    MEASURE,
    CIRCULAR,
    DECISION,
    DECISION_WORK,
    REPORT_REQUEST,
    MATERIAL_LIST,
    INTERVIEW,
)
_BRACKETS = str.maketrans(
    {**dict.fromkeys("([{（【［〔", "〔"), **dict.fromkeys(")]}）】］〕", "〕")}
)


@attrs.frozen(kw_only=True)
class Hit:
    """A record that was found (查找结果).

    Attributes:
        kind, id: the record.
        title: its title; its number, staff number or rule where it has none.
        by: what matched: `id`, `number`, `case_number`, `staff_number`, `officer`, `title`.
        state: where it stands; empty where there is no such thing.
    """

    kind: str
    id: str
    title: str
    by: str
    state: str = ""


@attrs.frozen(kw_only=True)
class Found:
    """What a search gave (查找结果集).

    Attributes:
        hits: exact matches first.
        more: whether there may be more than was asked for or looked through.
    """

    hits: tuple[Hit, ...] = ()
    more: bool = False


def find(view: ReadView, text: str, *, limit: int = 50, depth: int = 20_000) -> Found:
    """Find records by what an officer types (查找).

    Args:
        view: what the actor may see.
        text: an id, a document or case number, a staff number, or words of a title. White
            space and the form of brackets make no difference.
        limit: at most so many hits.
        depth: at most so many titles of each kind are looked through, the newest first.

    Raises:
        Refused: `text.empty`, `text.line`.
    """
    text = check_text(text, place="text")
    search = _Search(view=view, text=text, depth=depth)
    hits: dict[str, Hit] = {}
    for hit in search.hits():
        if hit.id in hits:
            continue
        if len(hits) == limit:
            return Found(hits=tuple(hits.values()), more=True)
        hits[hit.id] = hit
    return Found(hits=tuple(hits.values()), more=search.cut)


@attrs.define(kw_only=True)
class _Search:
    view: ReadView
    text: str
    depth: int
    cut: bool = False

    def hits(self) -> Iterator[Hit]:
        yield from self._by_id()
        yield from self._by_number()
        yield from self._by_staff_number()
        yield from self._by_title()

    def _by_id(self) -> Iterator[Hit]:
        for kind in KINDS:
            if is_id(self.text, kind.prefix):
                record = self.view.find(kind, self.text)
                if record is not None:
                    yield _hit(kind, record, "id")

    def _by_number(self) -> Iterator[Hit]:
        """Ask for the number as typed and in the brackets of GB/T 9704."""
        typed = folded(self.text)
        forms = tuple(dict.fromkeys((self.text, typed, typed.translate(_BRACKETS))))
        asked: tuple[tuple[RecordKind[Any], str, str], ...] = (
            (ITEM, "number", "number"),
            (MEASURE, "number", "number"),
            (INTERVIEW, "number", "number"),
            (DECISION, "document", "number"),
            (CIRCULAR, "number", "number"),
            (FINDING, "case_number", "case_number"),
            (DETECTION, "case_number", "case_number"),
        )
        for kind, field, by in asked:
            for record in self.view.each(kind, In(field, forms)):
                yield _hit(kind, record, by)

    def _by_staff_number(self) -> Iterator[Hit]:
        """Find the officer, and the records that name the officer."""
        for officer in self.view.select(OFFICER, Eq("staff_number", folded(self.text))):
            yield _hit(OFFICER, officer, "staff_number")
            named: tuple[tuple[RecordKind[Any], Predicate], ...] = (
                (FINDING, Has("officers", officer.id)),
                (MEASURE, Eq("officer", officer.id)),
                (ITEM, Or((Eq("supervisor", officer.id), Has("concerned", officer.id)))),
                (DETECTION, Eq("handler", officer.id)),
                (INTERVIEW, Or((Has("officers", officer.id), Has("interviewers", officer.id)))),
            )
            for kind, where in named:
                for record in self.view.each(kind, where):
                    yield _hit(kind, record, "officer")

    def _by_title(self) -> Iterator[Hit]:
        words = folded(self.text).casefold()
        for kind in _TITLED:
            for record in self._newest(kind):
                if words in folded(record.title).casefold():
                    yield _hit(kind, record, "title")

    def _newest(self, kind: RecordKind[Any]) -> Iterable[Any]:
        """Yield records from the newest id on: ids begin with the moment they were made."""
        newest_first = (Order("id", descending=True),)
        for number, record in enumerate(self.view.each(kind, order=newest_first)):
            if number == self.depth:
                self.cut = True
                return
            yield record


def _hit(kind: RecordKind[Any], record: Record, by: str) -> Hit:
    state = getattr(record, "state", None) or getattr(record, "decision", None)
    return Hit(
        kind=kind.name,
        id=record.id,
        title=title_of(record),
        by=by,
        state=state.value if state is not None else "",
    )


def title_of(record: Record) -> str:
    """Return what to call a record: its title, else its name, words, number, rule, id (记录称谓)."""
    for name in _TITLES:
        text = getattr(record, name, None)
        if isinstance(text, str) and text:
            return text
    subject = getattr(record, "subject", None)  # a detection is called by its rule and case
    return f"{subject.rule} {subject.case}" if subject is not None else record.id
