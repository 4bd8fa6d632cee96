"""Several processes at work in one office at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import force_offices as fo
import pytest

PROCESSES, UNITS = 4, 150


@pytest.mark.slow
def test_four_processes_lose_no_update_that_reads_first(
    run_at_once: Callable[..., list[list[dict]]], new_office: Callable[[], Path]
) -> None:
    toml = new_office()
    with fo.opened(toml) as office:
        before = {chain: len(numbers) for chain, numbers in fo.numbers_of(office).items()}
    gate = toml.with_name("gate")
    jobs = [{"job": "numbers", "office": str(toml), "times": UNITS, "gate": str(gate)}]
    said = run_at_once(jobs * PROCESSES, gate)
    told = [[one["number"] for one in lines if "number" in one] for lines in said]
    assert [len(own) for own in told] == [UNITS] * PROCESSES
    wanted = {f"马检督改〔{year_of(told)}〕{number}号" for number in range(1, 601)}
    assert {number for own in told for number in own} == wanted
    with fo.opened(toml) as office:
        report = office.verify()
        assert report.ok, report.faults
        numbers = fo.numbers_of(office)[str(fo.UNIT)]
        assert numbers == list(range(1, len(numbers) + 1))
        # The register was opened once; every number is one entry.
        assert len(numbers) == before[str(fo.UNIT)] + PROCESSES * UNITS + 1


def year_of(told: list[list[str]]) -> str:
    return told[0][0].partition("〔")[2].partition("〕")[0]
