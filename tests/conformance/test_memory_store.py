"""The store and case store in memory pass the kit."""

import pytest

from supervision.builtin.memory_cases import MemoryCases
from supervision.builtin.memory_store import MemoryStore
from supervision.testing import SAMPLE_SHAPES, CaseStoreConformance, StorageConformance
from supervision.testing.case_store_conformance import OpenCaseStore
from supervision.testing.storage.content import OpenStore


class TestMemoryStore(StorageConformance):
    @pytest.fixture
    def open_store(self) -> OpenStore:
        return lambda: MemoryStore(SAMPLE_SHAPES)

    @pytest.fixture
    def open_impatient_store(self) -> OpenStore:
        return lambda: MemoryStore(SAMPLE_SHAPES, busy_timeout_ms=50)


class TestMemoryCases(CaseStoreConformance):
    @pytest.fixture
    def open_store(self) -> OpenCaseStore:
        return MemoryCases
