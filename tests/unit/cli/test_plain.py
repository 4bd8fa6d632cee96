"""Results as JSON: every key there, nothing but text, whole numbers, truth, lists and objects."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from supervision.cli.plain import plain
from supervision.domain.findings import Finding, FindingState, Source
from supervision.domain.values import OFFICE_ZONE, Instant, instant


@attrs.frozen(kw_only=True)
class Sample:
    at: Instant
    again: Instant | None = None
    points: Fraction = Fraction(-5, 2)
    path: Path = Path("a/b")
    parts: frozenset[str] = frozenset({"b", "a"})
    days: tuple[dt.date, ...] = (dt.date(2026, 3, 2),)


def test_values_have_their_text() -> None:
    at = instant(dt.datetime(2026, 3, 2, 9, 30, tzinfo=OFFICE_ZONE))
    assert plain(Sample(at=at)) == {
        "at": "2026-03-02T09:30:00+08:00",
        "again": None,
        "points": "-5/2",
        "path": "a/b",
        "parts": ["a", "b"],
        "days": ["2026-03-02"],
    }


def test_no_field_of_a_record_is_left_out() -> None:
    finding = Finding(
        id="fnd_1",
        unit="unt_1",
        title="一",
        source=Source.MANUAL,
        found_on=dt.date(2026, 3, 2),
        state=FindingState.REGISTERED,
    )
    found = plain(finding)
    assert isinstance(found, dict)
    assert list(found) == [field.name for field in attrs.fields(Finding)]
    assert found["state"] == "registered"


def test_a_float_has_no_text() -> None:
    with pytest.raises(TypeError):
        plain(0.5)
