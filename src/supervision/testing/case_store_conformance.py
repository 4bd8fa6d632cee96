"""What every case store must do (案件库符合性). Numbers are those of `docs/spec/storage.md`."""

# a test asserts

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TypeAlias

import attrs
import pytest

from supervision.domain.cases import Card, CaseTrace, Document, Link, LinkedCase, Party
from supervision.errors import UsageError
from supervision.ports.cases import CaseFilter, CaseStore, IngestReport
from supervision.testing.samples import make_event, make_trace
from supervision.testing.strictness import Conformance
from supervision.testing.workers import run_threads

__all__ = ["CaseStoreConformance", "OpenCaseStore"]

OpenCaseStore: TypeAlias = Callable[[], CaseStore]

_DAY = dt.date(2026, 3, 2)
_LATER = dt.date(2026, 3, 20)


def _full_trace() -> CaseTrace:
    """Return a case in which every field says something."""
    trace = make_trace(
        "闽检受〔2026〕1号",
        make_event("e1", _DAY, code="accepted"),
        make_event("e2", _DAY, code="rights_told", minute=600, party="p1", sequence=1),
        make_event("e3", _DAY, code="rights_told", minute=600, party="p2", sequence=2),
        make_event("e4", _LATER, code="decided", card=(Card("结果", "起诉"), Card("备注", "“”"))),
        parties=(
            Party(key="p1", custody=True, card=(Card("姓名", "\U00020000某"),)),
            Party(key="p2", custody=False),
            Party(key="p3"),
        ),
        card=(Card("案由", "盗窃"), Card("备注", "一\n二")),
    )
    about = attrs.evolve(trace.events[0], document="d1")
    return attrs.evolve(
        trace,
        events=(about, *trace.events[1:]),
        documents=(
            Document(key="d1", type="rights_notice", party="p1", card=(Card("瑕疵", "1"),)),
            Document(key="d2", type="deed"),
        ),
        links=(Link(kind="arrest", number="none"), Link(kind="joined", number="none")),
    )


class CaseStoreConformance(Conformance):
    """Tests of the case store port (案件库接口测试). Inherit, and give `open_store`.

    `open_store` is a callable that opens an empty case store.
    """

    @pytest.fixture
    def open_store(self) -> OpenCaseStore:
        """Give a callable that opens the case store under test. To be overridden."""
        raise NotImplementedError("give a fixture `open_store`")

    @pytest.fixture
    def cases(self, open_store: OpenCaseStore) -> Iterator[CaseStore]:
        """Give the opened, empty case store."""
        store = open_store()
        yield store
        store.close()

    def test_a_case_is_read_back_exactly(self, cases: CaseStore) -> None:
        """CASES-1."""
        trace = _full_trace()
        bare = make_trace("bare", unit=None, department=None, handler=None)
        cases.ingest([trace, bare])
        assert list(cases.traces()) == [bare, trace]

    def test_an_empty_store_has_nothing(self, cases: CaseStore) -> None:
        """CASES-2."""
        assert cases.count() == (0, 0)
        assert cases.watermark() == 0
        assert list(cases.traces()) == []

    def test_an_ingest_reports_created_changed_and_unchanged(self, cases: CaseStore) -> None:
        """CASES-3."""
        first = [make_trace(str(number), make_event("e1", _DAY)) for number in range(4)]
        assert cases.ingest(first) == IngestReport(
            created=4, changed=0, unchanged=0, events=4, watermark=1
        )
        second = [
            first[0],
            make_trace("1", make_event("e1", _LATER), make_event("e2", _LATER)),
            make_trace("2", make_event("e1", _DAY), handler="乙"),
            make_trace("9"),
        ]
        assert cases.ingest(second) == IngestReport(
            created=1, changed=2, unchanged=1, events=4, watermark=2
        )
        assert cases.count() == (5, 5)

    def test_the_same_again_changes_nothing(self, cases: CaseStore) -> None:
        """CASES-3, CASES-6."""
        cases.ingest([_full_trace()])
        report = cases.ingest([_full_trace()])
        assert report == IngestReport(created=0, changed=0, unchanged=1, events=4, watermark=1)
        assert cases.ingest([]).watermark == cases.watermark() == 1

    def test_a_new_snapshot_replaces_the_case_and_what_it_mentions(self, cases: CaseStore) -> None:
        """CASES-4."""
        cases.ingest([_full_trace()])
        corrected = make_event("e2", _LATER, code="rights_told", party="p1")
        held = Party(key="p1", custody=False)
        cases.ingest([make_trace("闽检受〔2026〕1号", corrected, parties=(held,), handler=None)])
        [trace] = cases.traces()
        assert trace.case.handler is None
        assert trace.case.card == ()
        assert trace.parties[0] == held
        assert corrected in trace.events

    def test_what_a_snapshot_does_not_mention_is_kept(self, cases: CaseStore) -> None:
        """CASES-4."""
        first = _full_trace()
        cases.ingest([first])
        cases.ingest([make_trace("闽检受〔2026〕1号", make_event("e5", _LATER), parties=())])
        [trace] = cases.traces()
        assert trace.parties == first.parties
        assert {event.id for event in trace.events} == {"e1", "e2", "e3", "e4", "e5"}

    def test_documents_and_links_are_replaced_and_kept_alike(self, cases: CaseStore) -> None:
        """CASES-4."""
        first = _full_trace()
        cases.ingest([first])
        other = Document(key="d2", type="deed", party="p2")
        again = attrs.evolve(
            make_trace("闽检受〔2026〕1号"), documents=(other,), links=(Link(kind="a", number="9"),)
        )
        cases.ingest([again])
        [trace] = cases.traces()
        assert trace.documents == (first.documents[0], other)
        assert trace.links == (Link(kind="a", number="9"), *first.links)

    def test_linked_cases_are_read_along_wherever_they_lie(self, cases: CaseStore) -> None:
        """CASES-11."""
        event = make_event("e1", _DAY)
        links = tuple(Link(kind="arrest", number=number) for number in ("1", "9"))
        stale = LinkedCase(kind="arrest", case=make_trace("old").case)
        linking = attrs.evolve(make_trace("2", event), links=links, linked=(stale,))
        cases.ingest([linking, make_trace("1", event, unit="乙院")])
        expected = LinkedCase(
            kind="arrest", case=make_trace("1", unit="乙院").case, events=(event,)
        )
        [trace] = cases.traces(CaseFilter(numbers=("2",)))
        assert trace.linked == (expected,)
        assert cases.ingest([linking]).unchanged == 1

    def test_a_case_missing_from_an_import_is_kept(self, cases: CaseStore) -> None:
        """CASES-4."""
        cases.ingest([make_trace("1"), make_trace("2")])
        cases.ingest([make_trace("3")])
        assert [trace.case.number for trace in cases.traces()] == ["1", "2", "3"]

    def test_events_come_in_order_whatever_order_they_arrived_in(self, cases: CaseStore) -> None:
        """CASES-5."""
        events = [
            make_event("b", _DAY, minute=5, sequence=1),
            make_event("a", _DAY, minute=5, sequence=2),
            make_event("d", _DAY),
            make_event("c", _DAY, minute=5, sequence=1),
            make_event("z", dt.date(2025, 12, 31)),
        ]
        cases.ingest([make_trace("1", *events)])
        [trace] = cases.traces()
        assert [event.id for event in trace.events] == ["z", "d", "b", "c", "a"]

    def test_cases_come_by_number_and_parties_by_key(self, cases: CaseStore) -> None:
        """CASES-5."""
        numbers = ["2", "10", "\U00020000", "\uff5e", "受"]
        parties = (Party(key="乙"), Party(key="b"), Party(key="B"))
        cases.ingest(make_trace(number, parties=parties) for number in numbers)
        traces = list(cases.traces())
        assert [trace.case.number for trace in traces] == sorted(numbers)
        assert [party.key for party in traces[0].parties] == ["B", "b", "乙"]

    def test_the_watermark_separates_what_is_new(self, cases: CaseStore) -> None:
        """CASES-6."""
        cases.ingest([make_trace("1"), make_trace("2"), make_trace("3")])
        mark = cases.watermark()
        cases.ingest([make_trace("2", make_event("e1", _DAY)), make_trace("1"), make_trace("4")])
        assert [trace.case.number for trace in cases.traces(after=mark)] == ["2", "4"]
        assert list(cases.traces(after=cases.watermark())) == []

    @pytest.mark.parametrize(
        ("scope", "numbers"),
        [
            (CaseFilter(), ["1", "2", "3", "4"]),
            (CaseFilter(units=("甲院",)), ["1", "2"]),
            (CaseFilter(units=("甲院", "乙院")), ["1", "2", "3"]),
            (CaseFilter(departments=("一部",)), ["1", "3"]),
            (CaseFilter(units=("甲院",), departments=("一部",)), ["1"]),
            (CaseFilter(numbers=("4", "2", "none")), ["2", "4"]),
            (CaseFilter(units=("丙院",)), []),
            (CaseFilter(numbers=tuple(str(number) for number in range(3, 3_000))), ["3", "4"]),
        ],
        ids=["all", "unit", "units", "department", "both", "numbers", "none", "many numbers"],
    )
    def test_a_scope_chooses_cases(
        self, cases: CaseStore, scope: CaseFilter, numbers: list[str]
    ) -> None:
        """CASES-7."""
        event = make_event("e1", _DAY)
        cases.ingest(
            [
                make_trace("1", event, unit="甲院", department="一部"),
                make_trace("2", event, unit="甲院", department="二部"),
                make_trace("3", event, unit="乙院", department="一部"),
                make_trace("4", event, unit=None, department=None),
            ]
        )
        found = list(cases.traces(scope))
        assert [trace.case.number for trace in found] == numbers
        assert all(trace.events == (event,) for trace in found)

    def test_an_ingest_that_breaks_off_stores_nothing(self, cases: CaseStore) -> None:
        """CASES-8."""
        cases.ingest([make_trace("1")])

        def broken() -> Iterator[CaseTrace]:
            for number in range(2, 1_000):
                yield make_trace(str(number), make_event("e1", _DAY))
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            cases.ingest(broken())
        assert cases.count() == (1, 0)
        assert cases.watermark() == 1
        cases.ingest([make_trace("2")])

    def test_reading_sees_one_state_while_an_ingest_goes_on(self, cases: CaseStore) -> None:
        """CASES-9."""
        cases.ingest(make_trace(f"{number:04}", make_event("e1", _DAY)) for number in range(1_500))
        reading = cases.traces()
        next(reading)
        cases.ingest(
            make_trace(f"{number:04}", make_event("e1", _LATER)) for number in range(1_600)
        )
        rest = list(reading)
        assert len(rest) == 1_499
        assert {trace.events[0].day for trace in rest} == {_DAY}

    def test_threads_ingest_one_after_the_other(self, cases: CaseStore) -> None:
        """CASES-9."""

        def ingest(start: int) -> Callable[[], object]:
            return lambda: cases.ingest(
                make_trace(str(number), make_event(f"e{start}", _DAY))
                for number in range(start, start + 60)
            )

        outcomes = run_threads(ingest(0), ingest(30), ingest(60), lambda: list(cases.traces()))
        assert not [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        assert cases.count() == (120, 180)
        assert cases.watermark() == 3

    def test_a_closed_case_store_refuses(self, cases: CaseStore) -> None:
        """CASES-10."""
        cases.close()
        cases.close()
        for attempt in (cases.count, cases.watermark, lambda: cases.ingest([])):
            with pytest.raises(UsageError) as caught:
                attempt()
            assert caught.value.code == "storage.closed"
