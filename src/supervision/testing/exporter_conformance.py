"""What every exporter must do (考评导出符合性). Numbers: `docs/spec/contributions.md`."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from supervision.errors import UsageError
from supervision.ports.assessment import Exporter, ScoreSheet
from supervision.testing.scores import make_sheet
from supervision.testing.strictness import Conformance

__all__ = ["ExporterConformance"]


class ExporterConformance(Conformance):
    """Tests of exporters of score sheets (考评导出测试). Inherit, and give `exporter`."""

    @pytest.fixture
    def exporter(self) -> Exporter:
        """Give the exporter. To be overridden."""
        raise NotImplementedError("give a fixture `exporter`")

    @pytest.fixture
    def target(self, tmp_path: Path) -> Path:
        """Give a file in an empty folder, with a Chinese name."""
        return tmp_path / "考评表"

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_sheet_is_written_to_the_target_and_nowhere_else(
        self, exporter: Exporter, target: Path, language: str
    ) -> None:
        """EXPORT-1."""
        exporter.export(make_sheet(), target, language)
        assert target.stat().st_size > 0
        assert list(target.parent.iterdir()) == [target]

    def test_empty_sheet_is_written(self, exporter: Exporter, target: Path) -> None:
        """EXPORT-2."""
        empty = attrs.evolve(make_sheet(), lines=(), departments=(), persons=())
        exporter.export(empty, target)
        assert target.stat().st_size > 0

    def test_older_file_is_replaced(self, exporter: Exporter, target: Path) -> None:
        """EXPORT-3."""
        exporter.export(make_sheet(), target)
        first = target.read_bytes()
        target.write_bytes(b"x" * 1_000_000)
        exporter.export(make_sheet(), target)
        assert target.read_bytes() == first

    def test_same_sheet_gives_the_same_bytes(self, exporter: Exporter, target: Path) -> None:
        """EXPORT-4."""
        exporter.export(make_sheet(), target)
        first = target.read_bytes()
        exporter.export(make_sheet(), target)
        assert target.read_bytes() == first

    @pytest.mark.parametrize("text", ["=1+1", '甲"乙,丙;\t丁', "𠮷\u3000〔2026〕", "<b>&</b>", "-"])
    def test_no_text_breaks_the_file(self, exporter: Exporter, target: Path, text: str) -> None:
        """EXPORT-5."""
        exporter.export(make_sheet(department=text, officer=text), target)
        assert target.stat().st_size > 0

    def test_target_in_no_folder_is_refused_and_nothing_is_left(
        self, exporter: Exporter, tmp_path: Path
    ) -> None:
        """EXPORT-6."""
        with pytest.raises(UsageError) as refusal:
            exporter.export(make_sheet(), tmp_path / "none" / "sheet")
        assert refusal.value.code == "export.target"
        assert list(tmp_path.iterdir()) == []

    def test_folder_in_place_of_the_target_is_refused_and_nothing_is_left(
        self, exporter: Exporter, target: Path
    ) -> None:
        """EXPORT-7."""
        target.mkdir()
        sheet: ScoreSheet = make_sheet()
        with pytest.raises(UsageError) as refusal:
            exporter.export(sheet, target)
        assert refusal.value.code == "export.target"
        assert list(target.parent.iterdir()) == [target]
