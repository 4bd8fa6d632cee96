"""Checkpoints: one printable line and back."""

from __future__ import annotations

import datetime as dt

import pytest

from supervision.domain.values import OFFICE_ZONE, instant
from supervision.errors import JournalError
from supervision.journal.checkpoints import Checkpoint
from supervision.journal.entry import ChainId

POINT = Checkpoint(
    chain=ChainId("unt_1/closed"),
    seq=12,
    digest_name="sha256",
    digest="00ff",
    at=instant(dt.datetime(2026, 3, 2, 9, 0, tzinfo=OFFICE_ZONE)),
)


def test_the_line_is_short_and_readable() -> None:
    assert POINT.line() == (
        "supervision.checkpoint/1 unt_1/closed 12 sha256:00ff 2026-03-02T09:00:00+08:00"
    )


def test_a_line_broken_by_a_printer_is_read_again() -> None:
    assert Checkpoint.parse(POINT.line().replace(" ", "\n  ")) == POINT


@pytest.mark.parametrize(
    "line",
    [
        "",
        "nonsense",
        "supervision.checkpoint/2 unt_1 1 sha256:00 2026-03-02T09:00:00+08:00",
        "supervision.checkpoint/1 unt_1 01 sha256:00 2026-03-02T09:00:00+08:00",
        "supervision.checkpoint/1 unt_1 1 sha256:xx 2026-03-02T09:00:00+08:00",
        "supervision.checkpoint/1 unt_1 1 sha256:00 yesterday",
        "supervision.checkpoint/1 unt_1 1 sha256:00 2026-03-02T09:00:00",
    ],
)
def test_what_is_no_checkpoint_line_is_refused(line: str) -> None:
    with pytest.raises(JournalError) as caught:
        Checkpoint.parse(line)
    assert caught.value.code == "journal.checkpoint_line"
