"""The exporters of the core pass the kit."""

from __future__ import annotations

import pytest

from supervision.builtin.csv_exporter import CSV_EXPORTER
from supervision.builtin.json_exporter import JSON_EXPORTER
from supervision.ports.assessment import AssessmentExporter, Exporter
from supervision.testing.exporter_conformance import ExporterConformance


class TestShippedExporters(ExporterConformance):
    @pytest.fixture(params=[CSV_EXPORTER, JSON_EXPORTER], ids=lambda offer: offer.name)
    def exporter(self, request: pytest.FixtureRequest) -> Exporter:
        offer: AssessmentExporter = request.param
        return offer.open()
