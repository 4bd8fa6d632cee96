"""The engines pass the kit."""

import pytest

from supervision.plugin import Engine, NoSettings
from supervision.testing import EngineConformance
from supervision_sweep_sql.plugin import DUCKDB_ENGINE, SQLITE_ENGINE


class TestSqlite(EngineConformance):
    @pytest.fixture
    def engine(self) -> Engine:
        return SQLITE_ENGINE.open(NoSettings())


class TestDuckdb(EngineConformance):
    @pytest.fixture
    def engine(self) -> Engine:
        return DUCKDB_ENGINE.open(NoSettings())
