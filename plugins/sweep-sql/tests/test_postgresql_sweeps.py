"""The engine on PostgreSQL passes the kit."""

from collections.abc import Callable
from functools import partial

import pytest

from supervision.plugin import Engine
from supervision.testing import EngineConformance
from supervision_store_sql.settings import PostgresqlSettings
from supervision_sweep_sql.engine import SqlEngine
from supervision_sweep_sql.postgresql import PostgresqlTables


class TestPostgresql(EngineConformance):
    @pytest.fixture
    def engine(self, new_schema: Callable[[], PostgresqlSettings]) -> Engine:
        return SqlEngine(partial(PostgresqlTables, new_schema().url or ""))
