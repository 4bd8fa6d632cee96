"""What must type-check for a plugin and its tests, and what must not. Read by mypy, never run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import assert_type

import pytest

import supervision.plugin as sv
from supervision.testing import OpenStore, StorageConformance, make_row, small_office


def a_store_may_hold_its_content(catalog: sv.Catalog, chains: Sequence[sv.ChainId]) -> None:
    content = sv.HeldContent.of(rows=[make_row("smp_1")])
    transaction: sv.Transaction = sv.HeldTransaction(catalog, content, chains)
    assert_type(transaction.get("sample", "smp_1"), sv.Stored | None)


def a_store_that_joins_is_a_store(store: sv.JoiningStore, connection: object) -> None:
    plain: sv.Store = store
    assert_type(plain.begin(), sv.Transaction)
    assert_type(store.join(connection, write=()), sv.Transaction)


def a_store_that_only_begins_does_not_join(store: sv.Store) -> None:
    store.join(object(), write=())  # type: ignore[attr-defined]  # is refused


def an_engine_may_keep_what_it_saw(
    engine: sv.StandingEngine, rules: Sequence[sv.Rule], context: sv.SweepContext
) -> None:
    assert_type(engine.sweep(rules, context), sv.StandingSweep)


def an_engine_offers_its_settings(engine: sv.Engine) -> None:
    sv.SweepEngine(name="x", zh="", en="", settings=sv.NoSettings, open=lambda _: engine)
    sv.SweepEngine(name="x", zh="", en="", open=lambda _: engine)  # type: ignore[call-arg]  # settings are named


def settings_are_structured_strictly(plain: object) -> None:
    assert_type(sv.structure(sv.NoSettings, plain), sv.NoSettings)


class TestStore(StorageConformance):
    @pytest.fixture
    def open_store(self, tmp_path: Path) -> OpenStore:
        raise NotImplementedError


def work_in_a_hosts_transaction(connection: object) -> None:
    small = small_office()
    with small.office.joined(connection, small.head) as work:
        receipt = work.commit()
    small.office.after_commit(receipt)
    small.office.after_commit(work)  # type: ignore[arg-type]  # is refused
