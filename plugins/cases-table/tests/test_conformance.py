"""The connector `table` passes the kit."""

from pathlib import Path

import pytest

from supervision.plugin import CaseConnector
from supervision.testing import ConnectorConformance
from supervision_cases_table.plugin import supervision_offers

_HEAD = "统一受案号,犯罪嫌疑人姓名,案由,承办人,受理日期,权利告知日期,审结日期,没有这一列"
_ROWS = (
    "350105210001,张三,盗窃,甲,2026-03-02,2026-03-03 09:30,2026-03-12,",
    "350105210001,李四,盗窃,甲,2026-03-02,2026-03-03 10:00,2026-03-12,",
    "350105210002,王五,诈骗,,2026年3月35日,,,x",
)


class TestTable(ConnectorConformance):
    @pytest.fixture
    def connector(self) -> CaseConnector:
        [connector] = supervision_offers()
        return connector

    @pytest.fixture
    def export(self, tmp_path: Path) -> tuple[Path, ...]:
        return (_written(tmp_path / "审查起诉.csv", *_ROWS),)

    @pytest.fixture
    def other_export(self, tmp_path: Path) -> tuple[Path, ...]:
        return (_written(tmp_path / "审查起诉2.csv", *_ROWS[:2]),)


def _written(path: Path, *rows: str) -> Path:
    path.write_text("\n".join((_HEAD, *rows)), "utf-8")
    return path
