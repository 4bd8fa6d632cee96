"""The case store in a folder passes the kit."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from supervision.plugin import CaseStore
from supervision.testing import CaseStoreConformance
from supervision_sweep_sql.parquet import ParquetCases


class TestParquetCases(CaseStoreConformance):
    @pytest.fixture
    def open_store(self, tmp_path: Path) -> Callable[[], CaseStore]:
        return partial(ParquetCases, tmp_path / "cases")
