"""What every store must do (存储符合性). Numbers are those of `docs/spec/storage.md`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from supervision.ports.store import Store
from supervision.testing.capabilities import needed_by
from supervision.testing.pytest_plugin import NOT_DECLARED
from supervision.testing.storage.content import OpenStore
from supervision.testing.storage.journal import JournalBehaviour
from supervision.testing.storage.lifetime import LifetimeBehaviour
from supervision.testing.storage.queries import QueryBehaviour
from supervision.testing.storage.rows import RowBehaviour
from supervision.testing.storage.transactions import TransactionBehaviour
from supervision.testing.strictness import Conformance

__all__ = ["OpenStore", "StorageConformance"]


class StorageConformance(
    RowBehaviour,
    QueryBehaviour,
    JournalBehaviour,
    TransactionBehaviour,
    LifetimeBehaviour,
    Conformance,
):
    """Tests of the storage port (存储接口测试). Inherit, and give the fixture `open_store`.

    `open_store` is a callable that opens one store with `SAMPLE_SHAPES`, empty at the first
    call. For a store that declares `DURABLE` every further call opens the same one again, and
    the callable is picklable, since another process will call it.

    Example: see `supervision.testing`.
    """

    @pytest.fixture
    def open_store(self) -> OpenStore:
        """Give a callable that opens the store under test. To be overridden."""
        raise NotImplementedError("give a fixture `open_store`")

    @pytest.fixture
    def open_impatient_store(self, open_store: OpenStore) -> OpenStore:
        """Give a callable like `open_store` whose writers wait shortly. May be overridden."""
        return open_store

    @pytest.fixture
    def opening(self, open_store: OpenStore) -> Iterator[OpenStore]:
        """Give `open_store` such that whatever it opened is closed after the test."""
        opened: list[Store] = []

        def open_and_remember() -> Store:
            opened.append(open_store())
            return opened[-1]

        yield open_and_remember
        for store in opened:
            store.close()

    @pytest.fixture
    def store(self, opening: OpenStore) -> Store:
        """Give the opened, empty store."""
        return opening()

    @pytest.fixture(autouse=True)
    def _undeclared_is_expected_to_fail(self, request: pytest.FixtureRequest, store: Store) -> None:
        needed = needed_by(getattr(request, "function", None))
        if needed is not None and needed not in store.capabilities:
            reason = f"{NOT_DECLARED}{needed.value}"
            request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
