"""The fixed clock and the foreseeable ids of the kit."""

import datetime as dt

from supervision.domain.values import OFFICE_ZONE, instant, moment
from supervision.ids import is_id
from supervision.testing import FixedClock, SequentialIds
from supervision.testing.capabilities import needed_by


def test_clock_stands_still_until_it_is_moved() -> None:
    clock = FixedClock()
    assert clock() == clock()
    assert moment(clock()) == dt.datetime(2026, 3, 2, 9, 0, tzinfo=OFFICE_ZONE)
    clock.advance(days=1, hours=2, minutes=3, seconds=4)
    assert moment(clock()) == dt.datetime(2026, 3, 3, 11, 3, 4, tzinfo=OFFICE_ZONE)


def test_clock_can_be_set_backwards() -> None:
    clock = FixedClock(dt.datetime(2026, 3, 2, tzinfo=OFFICE_ZONE))
    earlier = dt.datetime(2025, 12, 31, 23, 59, tzinfo=OFFICE_ZONE)
    clock.set(earlier)
    assert clock() == instant(earlier)


def test_ids_count_and_have_the_form_of_real_ones() -> None:
    ids = SequentialIds()
    made = [ids.new("fnd", 0) for _ in range(40)]
    assert made == sorted(set(made))
    assert all(is_id(id, "fnd") for id in made)


def test_unmarked_test_needs_no_capability() -> None:
    assert needed_by(None) is None
