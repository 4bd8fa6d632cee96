from functools import partial
from pathlib import Path

import pytest
from example_plugin.plugin import STORE, StoreSettings

import supervision.plugin as sv
from supervision.testing import SAMPLE_SHAPES, OpenStore, StorageConformance


class TestTextStore(StorageConformance):
    @pytest.fixture
    def open_store(self, tmp_path: Path) -> OpenStore:
        settings = StoreSettings(path=tmp_path / "office.jsonl", wait_ms=20_000)
        STORE.create(settings, SAMPLE_SHAPES, "sample/1").close()
        return partial(STORE.open, settings, SAMPLE_SHAPES, "sample/1")

    @pytest.fixture
    def open_impatient_store(self, open_store: OpenStore, tmp_path: Path) -> OpenStore:
        settings = StoreSettings(path=tmp_path / "office.jsonl", wait_ms=50)
        return partial(STORE.open, settings, SAMPLE_SHAPES, "sample/1")


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    settings = StoreSettings(path=tmp_path / "office.jsonl")
    STORE.create(settings, SAMPLE_SHAPES, "sample/1").close()
    with pytest.raises(sv.StorageError, match=r"storage\.format"):
        STORE.open(settings, SAMPLE_SHAPES, "sample/2")
