"""A local identity source with quick hashing and a clock to be moved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from supervision_identity_local.settings import LocalSettings
from supervision_identity_local.source import LocalIdentity

START = 1_772_000_000


class Clock:
    """Seconds since 1970, moved by hand."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> int:
        return self.at

    def advance(self, *, minutes: int = 0, days: int = 0) -> None:
        self.at += minutes * 60 + days * 86_400


@pytest.fixture
def clock() -> Clock:
    return Clock()


Opener = Callable[..., LocalIdentity]


@pytest.fixture
def opened(tmp_path: Path, clock: Clock) -> Opener:
    def make(**given: object) -> LocalIdentity:
        table: dict[str, object] = {
            "file": tmp_path / "users.sqlite",
            "basis": "本院信息安全管理规定第十条",
            "least_length": 10,
            "classes": 3,
            "history": 2,
            "max_age_days": 90,
            "failures": 3,
            "within_minutes": 10,
            "locked_minutes": 15,
            "time_cost": 1,
            "memory_kib": 16,
            "parallelism": 1,
        }
        return LocalIdentity(LocalSettings(**{**table, **given}), clock)

    return make
