"""Offers the connector `table` to the host (插件入口)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from supervision.plugin import CaseConnector, CaseSource, Contribution, hookimpl


def _open(paths: tuple[Path, ...], settings: Mapping[str, object]) -> CaseSource:
    from supervision_cases_table.source import open_table

    return open_table(paths, settings)


@hookimpl
def supervision_offers() -> Iterable[Contribution]:
    """Offer the connector for CSV exports."""
    yield CaseConnector(name="table", title="CSV 导出表 · CSV exports", open=_open)
