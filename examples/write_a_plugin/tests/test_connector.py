from pathlib import Path

import pytest
from example_plugin.plugin import CONNECTOR

import supervision.plugin as sv
from supervision.testing import ConnectorConformance

LINES = (
    '{"number": "1", "line": "审查起诉", "events": [{"type": "accepted", "day": "2026-03-02"}]}',
    '{"number": "2", "line": "审查逮捕", "handler": "甲"}',
    '{"number": "3", "line": "审查起诉", "events": [{"type": "accepted", "day": "2026-02-30"}]}',
    '{"number": "1", "line": "审查起诉", "events": [{"type": "decided", "day": "2026-03-12"}]}',
)


class TestLines(ConnectorConformance):
    @pytest.fixture
    def connector(self) -> sv.CaseConnector:
        return CONNECTOR

    @pytest.fixture
    def export(self, tmp_path: Path) -> tuple[Path, ...]:
        return (written(tmp_path / "cases.jsonl", LINES),)

    @pytest.fixture
    def other_export(self, tmp_path: Path) -> tuple[Path, ...]:
        return (written(tmp_path / "other.jsonl", LINES[:2]),)


def written(path: Path, lines: tuple[str, ...]) -> Path:
    path.write_text("\n".join(lines), "utf-8")
    return path
