"""The in-tree contributions (内置贡献), offered through the same hook as any plugin's.

The host loads this module by its dotted name with every office. What it offers has no special
right: a plugin may offer other stores, engines or policies, and the TOML chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from supervision.plugin import Contribution, Digest, hookimpl

__all__ = ["supervision_offers"]


@hookimpl
def supervision_offers() -> Iterator[Contribution]:
    """Offer stores, engine, calendar, policy, exporters, channel and digests of the core."""
    from supervision.builtin.csv_exporter import CSV_EXPORTER
    from supervision.builtin.file_channel import FILE_CHANNEL
    from supervision.builtin.json_exporter import JSON_EXPORTER
    from supervision.builtin.memory_store import MEMORY
    from supervision.builtin.open_office import OPEN_OFFICE
    from supervision.builtin.plain_calendar import PLAIN_CALENDAR
    from supervision.builtin.procuratorate import PROCURATORATE
    from supervision.builtin.reference_engine import REFERENCE_ENGINE

    yield MEMORY
    yield REFERENCE_ENGINE
    yield PLAIN_CALENDAR
    yield OPEN_OFFICE
    yield PROCURATORATE
    yield CSV_EXPORTER
    yield JSON_EXPORTER
    yield FILE_CHANNEL
    yield Digest(name="sha256", zh="SHA-256", en="SHA-256", open=partial(_digester, "sha256"))
    yield Digest(
        name="sm3", zh="SM3（国密杂凑算法）", en="SM3 (GB/T 32905)", open=partial(_digester, "sm3")
    )


def _digester(name: str) -> Callable[[bytes], str]:
    from supervision.journal.entry import digester

    return digester(name)
