import pytest
from example_plugin.plugin import EXPORTER

import supervision.plugin as sv
from supervision.testing import ExporterConformance


class TestMarkdown(ExporterConformance):
    @pytest.fixture
    def exporter(self) -> sv.Exporter:
        return EXPORTER.open()
