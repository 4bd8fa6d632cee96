"""The SQLite store and the case store in SQLite pass the kit."""

from functools import partial
from pathlib import Path

import pytest

from supervision.testing import SAMPLE_SHAPES, CaseStoreConformance, StorageConformance
from supervision.testing.case_store_conformance import OpenCaseStore
from supervision.testing.storage.content import OpenStore
from supervision_store_sql.backend import create_sqlite, open_sqlite, open_sqlite_cases
from supervision_store_sql.settings import SqliteSettings


class TestSqliteStore(StorageConformance):
    @pytest.fixture
    def open_store(self, tmp_path: Path) -> OpenStore:
        settings = SqliteSettings(path=tmp_path / "office.sqlite", busy_timeout_ms=20_000)
        create_sqlite(settings, SAMPLE_SHAPES, "sample/1").close()
        return partial(open_sqlite, settings, SAMPLE_SHAPES, "sample/1")

    @pytest.fixture
    def open_impatient_store(self, open_store: OpenStore, tmp_path: Path) -> OpenStore:
        settings = SqliteSettings(path=tmp_path / "office.sqlite", busy_timeout_ms=50)
        return partial(open_sqlite, settings, SAMPLE_SHAPES, "sample/1")


class TestSqliteCases(CaseStoreConformance):
    @pytest.fixture
    def open_store(self, tmp_path: Path) -> OpenCaseStore:
        return partial(open_sqlite_cases, SqliteSettings(path=tmp_path / "cases.sqlite"))
