"""The store and the case store in PostgreSQL pass the kit."""

from collections.abc import Callable
from functools import partial

import attrs
import pytest

from supervision.testing import SAMPLE_SHAPES, CaseStoreConformance, StorageConformance
from supervision.testing.case_store_conformance import OpenCaseStore
from supervision.testing.storage.content import OpenStore
from supervision_store_sql.postgresql_backend import (
    create_postgresql,
    open_postgresql,
    open_postgresql_cases,
)
from supervision_store_sql.settings import PostgresqlSettings


class TestPostgresqlStore(StorageConformance):
    @pytest.fixture
    def settings(self, new_schema: Callable[[], PostgresqlSettings]) -> PostgresqlSettings:
        return attrs.evolve(new_schema(), lock_timeout_ms=20_000)

    @pytest.fixture
    def open_store(self, settings: PostgresqlSettings) -> OpenStore:
        create_postgresql(settings, SAMPLE_SHAPES, "sample/1").close()
        return partial(open_postgresql, settings, SAMPLE_SHAPES, "sample/1")

    @pytest.fixture
    def open_impatient_store(
        self, open_store: OpenStore, settings: PostgresqlSettings
    ) -> OpenStore:
        impatient = attrs.evolve(settings, lock_timeout_ms=50)
        return partial(open_postgresql, impatient, SAMPLE_SHAPES, "sample/1")


class TestPostgresqlCases(CaseStoreConformance):
    @pytest.fixture
    def open_store(self, new_schema: Callable[[], PostgresqlSettings]) -> OpenCaseStore:
        return partial(open_postgresql_cases, new_schema())
