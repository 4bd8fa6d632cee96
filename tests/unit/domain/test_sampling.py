"""A sample depends on the seed and the ids, and on nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from supervision.domain.sampling import drawn

IDS = st.sets(st.text("abc123", min_size=1, max_size=4), max_size=12)


@given(ids=IDS, count=st.integers(0, 14), seed=st.text(max_size=3), data=st.data())
def test_any_order_gives_the_same_sample(
    ids: set[str], count: int, seed: str, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(sorted(ids)))
    sample = drawn(shuffled, count, seed)
    assert sample == drawn(sorted(ids), count, seed)
    assert len(sample) == min(count, len(ids))
    assert set(sample) <= ids


@given(ids=IDS, count=st.integers(0, 12), seed=st.text(max_size=3))
def test_a_larger_sample_holds_the_smaller(ids: set[str], count: int, seed: str) -> None:
    assert set(drawn(ids, count, seed)) <= set(drawn(ids, count + 1, seed))


def test_another_seed_draws_others() -> None:
    ids = [f"fnd_{number}" for number in range(50)]
    assert drawn(ids, 5, "2026-11") != drawn(ids, 5, "2026-12")
