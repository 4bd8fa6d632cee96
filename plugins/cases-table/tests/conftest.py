"""A way to read CSV text through the connector in one line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from supervision.domain.cases import CaseTrace, Event, Party
from supervision.ports.cases import Rejected
from supervision_cases_table.source import Account, TableSource, open_table


@attrs.frozen
class Taken:
    """All an import yields."""

    source: TableSource
    cases: tuple[CaseTrace, ...]
    rejected: tuple[Rejected, ...]

    @property
    def account(self) -> Account:
        return self.source.account

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.rejected]

    def only(self) -> CaseTrace:
        (trace,) = self.cases
        return trace

    def events(self) -> dict[str, Event]:
        """Events of the only case by the part of their id behind the case number."""
        number = self.only().case.number
        return {event.id.removeprefix(f"{number}/"): event for event in self.only().events}

    def party(self, key: str) -> Party:
        (found,) = [party for party in self.only().parties if party.key == key]
        return found


Reader = Callable[..., Taken]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def reader(*texts: str, encoding: str = "utf-8", **settings: object) -> Taken:
        folder = tmp_path / f"exports{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for place, text in enumerate(texts, 1):
            (folder / f"{place}审查起诉.csv").write_bytes(text.encode(encoding))
        source = open_table((folder,), settings)
        delivered = tuple(source.deliver())
        return Taken(
            source,
            tuple(one for one in delivered if isinstance(one, CaseTrace)),
            tuple(one for one in delivered if isinstance(one, Rejected)),
        )

    return reader
