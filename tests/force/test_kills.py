"""Processes killed at random points of their work: what was acknowledged is there, nothing else
is there by half, and proof holds.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path

import force_offices as fo
import pytest
from force_record import Record

KILLS_PER_OFFICE = 40
TEARS = 30


def work_and_be_killed(server, chance, toml) -> tuple[list, int]:
    """Start a worker, kill it at a moment picked by chance; return what it said."""
    child = server.start("acts", office=str(toml), seed=chance.getrandbits(32))
    way = chance.random()
    said = []
    if way < 0.15:  # while it opens the office
        said += server.listen(chance.uniform(0, 0.06))
    elif way < 0.5:  # at any moment of its work
        said.append(server.hear(60))
        said += server.listen(chance.uniform(0.001, 0.06))
    else:  # in a commit
        plans = chance.randint(1, 6)
        while plans:
            one = server.hear(60)
            plans -= "plan" in one
            said.append(one)
        said += server.listen(
            chance.choice((0, chance.uniform(0, 0.001), chance.uniform(0, 0.006)))
        )
    server.kill(child)
    last, code = server.end()
    assert code == -9
    return said + last


@pytest.mark.slow
def test_killed_at_any_point_an_office_holds_what_it_acknowledged_and_no_half_act(
    server, new_office, chance: random.Random, kills: int
) -> None:
    counts: Counter = Counter()
    for number in range(kills):
        if number % KILLS_PER_OFFICE == 0:
            record = Record.begun(new_office(), counts)
        said = work_and_be_killed(server, chance, record.toml)
        assert not [one for one in said if "unavailable" in one or "doubt" in one]
        record.hear(said)
        record.check()
        counts["kills"] += 1
    print(dict(counts))
    assert counts["acknowledged"] > kills // 3  # a database elsewhere takes longer for an act
    if kills >= 100:  # chance must have struck within commits
        assert counts["cut off"] > kills // 50
    if kills >= 500:
        assert counts["kept though not acknowledged"]


@pytest.mark.slow
def test_office_whose_making_was_killed_is_made_again(
    server, plan_office, chance: random.Random, kills: int
) -> None:
    for _ in range(max(kills // 10, 5)):
        toml = plan_office()
        child = server.start("creates", office=str(toml))
        server.listen(chance.uniform(0, 0.3))
        server.kill(child)
        server.end()
        fo.begin(toml)
        with fo.opened(toml) as office:
            report = office.verify()
            assert report.ok, report.faults
            entries = {chain: len(numbers) for chain, numbers in fo.numbers_of(office).items()}
            assert entries == {fo.UNIT: 9, fo.OTHER_UNIT: 1}


@pytest.mark.slow
def test_messages_are_delivered_though_the_process_is_killed_while_it_delivers(
    server, tmp_path: Path, chance: random.Random, kills: int
) -> None:
    toml = fo.founded(tmp_path, more='[channels.file]\nfolder = "out"')
    for _ in range(max(kills // 10, 5)):
        child = server.start("deliveries", office=str(toml), seed=chance.getrandbits(32))
        while not server.hear(60).get("done", {}).get("messages"):
            pass
        server.listen(chance.uniform(0, 0.04))
        server.kill(child)
        server.end()
    with fo.opened(toml) as office:
        office.deliver()
        assert office.deliver().sent == 0
        posted = fo.messages_of(office)
        assert office.verify().ok
    assert posted
    # A message sent twice is one file: its name is the message's id, and it appears whole.
    assert {file.stem for file in (tmp_path / "out").glob("msg_*.txt")} == posted


@pytest.mark.slow
def test_power_cut_that_tears_the_write_ahead_log_keeps_whole_acts_only(
    server, tmp_path: Path, chance: random.Random
) -> None:
    """A kill loses nothing that was written; a power cut may. What was not forced to the disk
    is cut away here, or overwritten, behind any byte of the log.
    """
    folder = tmp_path / "office"
    folder.mkdir()
    record = Record.begun(fo.founded(folder))
    child = server.start("acts", office=str(record.toml), seed=chance.getrandbits(32), times=25)
    states = [record.journal]
    while "finished" not in (one := server.hear(60)):
        if "done" in one:
            state = {chain: list(entries) for chain, entries in states[-1].items()}
            for chain, entries in one["done"]["entries"].items():
                state.setdefault(chain, []).extend(entries)
            states.append(state)
    server.kill(child)
    server.end()
    log = (folder / "office.sqlite-wal").read_bytes()
    found = set()
    for number in range(TEARS):
        torn = tmp_path / f"torn-{number}"
        shutil.copytree(folder, torn)
        (torn / "office.sqlite-shm").unlink()  # memory, gone with the power
        end = chance.randrange(len(log))
        rest = chance.randbytes(len(log) - end) if chance.random() < 0.5 else b""
        (torn / "office.sqlite-wal").write_bytes(log[:end] + rest)
        with fo.opened(torn / "office.toml") as office:
            report = office.verify()
            assert report.ok, report.faults
            journal = fo.journal_of(office)
        assert journal in states
        found.add(states.index(journal))
    assert len(found) > 5
