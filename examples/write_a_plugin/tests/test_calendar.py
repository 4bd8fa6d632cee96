from pathlib import Path

import pytest
from example_plugin.plugin import CALENDAR, CalendarSettings

import supervision.plugin as sv
from supervision.testing import CalendarConformance

DAYS = "2026\n2026-10-01 休\n2026-10-02 休\n2026-10-10 班\n"


class TestDays(CalendarConformance):
    @pytest.fixture
    def calendar_source(self) -> sv.CalendarSource[CalendarSettings]:
        return CALENDAR

    @pytest.fixture
    def settings(self, tmp_path: Path) -> CalendarSettings:
        return written(tmp_path / "days.txt", DAYS)


def written(path: Path, text: str) -> CalendarSettings:
    path.write_text(text, "utf-8")
    return CalendarSettings(days=path)


@pytest.mark.parametrize("line", ["2026-13-01 休", "2026-10-01", "2026-10-01 假", "2025-10-01 休"])
def test_a_slip_of_the_pen_is_told(tmp_path: Path, line: str) -> None:
    with pytest.raises(sv.ConfigError):
        CALENDAR.open(written(tmp_path / "days.txt", f"2026\n{line}\n"))
