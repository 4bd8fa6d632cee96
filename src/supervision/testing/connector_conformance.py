"""What every case connector must do (案件连接器符合性). Numbers: `docs/spec/contributions.md`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from supervision.builtin.memory_cases import MemoryCases
from supervision.domain.cases import Card, CaseTrace, Precision, event_order
from supervision.domain.values import day_of, start_of
from supervision.errors import CaseSourceError
from supervision.ports.cases import CaseConnector, CaseSource, Delivered, Rejected
from supervision.testing.strictness import Conformance

__all__ = ["ConnectorConformance"]

_CODE = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


class ConnectorConformance(Conformance):
    """Tests of case connectors (案件连接器测试). Inherit, give the first three fixtures.

    Give exports that show what the connector can: several cases, parties, events known to the
    minute, a row that is rejected.
    """

    @pytest.fixture
    def connector(self) -> CaseConnector:
        """Give the connector. To be overridden."""
        raise NotImplementedError("give a fixture `connector`")

    @pytest.fixture
    def export(self) -> tuple[Path, ...]:
        """Give the paths of an export with several cases. To be overridden."""
        raise NotImplementedError("give a fixture `export`")

    @pytest.fixture
    def other_export(self) -> tuple[Path, ...]:
        """Give the paths of the same export with another content. To be overridden."""
        raise NotImplementedError("give a fixture `other_export`")

    @pytest.fixture
    def settings(self) -> Mapping[str, object]:
        """Give the connector's settings table. May be overridden."""
        return {}

    @pytest.fixture
    def source(
        self,
        connector: CaseConnector,
        export: tuple[Path, ...],
        settings: Mapping[str, object],
    ) -> CaseSource:
        """Give the opened export."""
        return connector.open(export, settings)

    @pytest.fixture
    def delivered(self, source: CaseSource) -> tuple[Delivered, ...]:
        """Give all the opened export yields."""
        return tuple(source.deliver())

    @pytest.fixture
    def cases(self, delivered: tuple[Delivered, ...]) -> tuple[CaseTrace, ...]:
        """Give the cases of the export."""
        return tuple(one for one in delivered if isinstance(one, CaseTrace))

    def test_it_yields_cases_and_rejected_rows_and_nothing_else(
        self, delivered: tuple[Delivered, ...]
    ) -> None:
        """CONNECTOR-1."""
        assert {type(one) for one in delivered} <= {CaseTrace, Rejected}

    def test_each_case_comes_once_under_a_sound_number(self, cases: tuple[CaseTrace, ...]) -> None:
        """CONNECTOR-2."""
        numbers = [trace.case.number for trace in cases]
        assert len(numbers) > 1, "give an export of several cases"
        assert len(numbers) == len(set(numbers))
        assert all(number and number == number.strip() for number in numbers)

    def test_parties_come_by_key_and_events_in_order(self, cases: tuple[CaseTrace, ...]) -> None:
        """CONNECTOR-3."""
        for trace in cases:
            keys = [party.key for party in trace.parties]
            assert keys == sorted(set(keys))
            assert list(trace.events) == sorted(trace.events, key=event_order)
            ids = [event.id for event in trace.events]
            assert len(ids) == len(set(ids))
            assert all(ids)
            assert {event.party for event in trace.events} <= {None, *keys}

    def test_the_day_of_an_event_is_that_of_its_instant(self, cases: tuple[CaseTrace, ...]) -> None:
        """CONNECTOR-4."""
        for event in (event for trace in cases for event in trace.events):
            assert event.day == day_of(event.occurred_at)
            if event.precision is Precision.DAY:
                assert event.occurred_at == start_of(event.day)

    def test_what_is_not_known_is_none_and_never_an_empty_text(
        self, cases: tuple[CaseTrace, ...]
    ) -> None:
        """CONNECTOR-5."""
        for trace in cases:
            case = trace.case
            cards: list[Card] = [*case.card]
            cards += [card for party in trace.parties for card in party.card]
            cards += [card for event in trace.events for card in event.card]
            assert "" not in (case.unit, case.department, case.handler)
            assert all(card.name and card.text for card in cards)
            assert case.line

    def test_a_rejected_row_says_where_and_why(self, delivered: tuple[Delivered, ...]) -> None:
        """CONNECTOR-6."""
        for row in (one for one in delivered if isinstance(one, Rejected)):
            assert row.source
            assert row.line >= 1
            assert _CODE.fullmatch(row.code)

    def test_the_same_export_opened_again_is_the_same_import(
        self,
        connector: CaseConnector,
        source: CaseSource,
        delivered: tuple[Delivered, ...],
        export: tuple[Path, ...],
        settings: Mapping[str, object],
    ) -> None:
        """CONNECTOR-7."""
        again = connector.open(export, settings)
        assert _DIGEST.fullmatch(source.digest)
        assert again.digest == source.digest
        assert tuple(again.deliver()) == delivered

    def test_another_content_has_another_digest(
        self,
        connector: CaseConnector,
        source: CaseSource,
        other_export: tuple[Path, ...],
        settings: Mapping[str, object],
    ) -> None:
        """CONNECTOR-7."""
        assert connector.open(other_export, settings).digest != source.digest

    def test_imported_again_nothing_changes(self, cases: tuple[CaseTrace, ...]) -> None:
        """CONNECTOR-8."""
        store = MemoryCases()
        assert store.ingest(cases).created == len(cases)
        report = store.ingest(cases)
        assert (report.created, report.changed, report.unchanged) == (0, 0, len(cases))

    def test_the_export_is_only_read(
        self,
        connector: CaseConnector,
        export: tuple[Path, ...],
        settings: Mapping[str, object],
    ) -> None:
        """CONNECTOR-9."""
        before = _contents(export)
        list(connector.open(export, settings).deliver())
        assert _contents(export) == before

    def test_size_and_unmapped_headers_can_be_asked_before_delivery(
        self, source: CaseSource
    ) -> None:
        """CONNECTOR-10."""
        assert source.size >= 0
        assert all(isinstance(header, str) for header in source.unmapped())

    def test_a_path_that_is_not_there_is_refused_at_once(
        self, connector: CaseConnector, settings: Mapping[str, object], tmp_path: Path
    ) -> None:
        """CONNECTOR-11."""
        with pytest.raises(CaseSourceError) as caught:
            connector.open((tmp_path / "not there",), settings)
        assert _CODE.fullmatch(caught.value.code)

    def test_an_unknown_setting_is_refused(
        self,
        connector: CaseConnector,
        export: tuple[Path, ...],
        settings: Mapping[str, object],
    ) -> None:
        """CONNECTOR-12."""
        with pytest.raises(CaseSourceError) as caught:
            connector.open(export, {**settings, "no_such_setting": 1})
        assert _CODE.fullmatch(caught.value.code)


def _contents(paths: tuple[Path, ...]) -> dict[Path, bytes]:
    """Return every file at or below the paths with its content."""
    inside = [file for path in paths for file in (path, *path.rglob("*"))]
    return {file: file.read_bytes() for file in inside if file.is_file()}
