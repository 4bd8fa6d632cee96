"""Rows as engines hand them out (结果批): columns where the engine has columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from supervision_sweep_sql.judging import REFER
from supervision_sweep_sql.seeing import Row

__all__ = ["ArrowBatch", "Batch", "TupleBatch"]

_VERDICT = 2


class Batch(Protocol):
    """Some rows of one judgement (一批所见)."""

    def __len__(self) -> int:
        """Return the number of rows."""
        ...

    def rows(self) -> Iterator[Row]:
        """Yield the rows."""
        ...

    def referred(self) -> frozenset[int]:
        """Return the numbers of the cases the reference engine is to judge."""
        ...


class TupleBatch:
    """Rows as tuples (行批)."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self) -> Iterator[Row]:
        return iter(self._rows)

    def referred(self) -> frozenset[int]:
        return frozenset(
            row[0] for row in self._rows if row[_VERDICT] == REFER and row[0] is not None
        )


class ArrowBatch:
    """Rows as columns of Arrow (列批)."""

    def __init__(self, batch: Any) -> None:
        self._batch = batch

    def __len__(self) -> int:
        size: int = self._batch.num_rows
        return size

    def rows(self) -> Iterator[Row]:
        columns = [column.to_pylist() for column in self._batch.columns]
        return zip(*columns, strict=True)

    def referred(self) -> frozenset[int]:
        import pyarrow.compute as compute

        verdicts = self._batch.column(_VERDICT)
        if len(self) == 0 or compute.max(verdicts).as_py() != REFER:
            return frozenset()
        chosen = self._batch.column(0).filter(compute.equal(verdicts, REFER))
        return frozenset(chosen.to_pylist())
