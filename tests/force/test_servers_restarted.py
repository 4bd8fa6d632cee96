"""Connections are cut, and the server goes away and comes back, while acts are under way: every
act the office acknowledged is there, every one it refused is not, and it works on by itself.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

import force_offices as fo
import pytest
from force_postgresql import await_end_of_all, store_table
from force_record import Record

from supervision.messages.en import TEXTS as EN
from supervision.messages.zh import TEXTS as ZH
from supervision_store_sql.settings import PostgresqlSettings

ADVICE = {
    "storage.lost": ("请稍后重做", "again later"),
    "storage.unreachable": ("请核对服务器是否运行", "Check that the server runs"),
}
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
IN_DOUBT = ("请先查看记录", "look at the record first")


def hear_done(server, times: int) -> list[dict[str, object]]:
    """Listen until so many more acts were acknowledged; return everything said."""
    until = time.monotonic() + 120
    said = []
    while sum("done" in one for one in said) < times:
        one = server.hear(60)
        assert one is not None, "the child has fallen silent"
        assert time.monotonic() < until, "the child does not get any further"
        said.append(one)
    return said


@pytest.mark.slow
@pytest.mark.postgresql_own
def test_connections_cut_and_servers_restarted_in_mid_load_cost_no_acknowledged_act(
    server, own_server, tmp_path: Path, chance: random.Random, kills: int
) -> None:
    schema = f"sv_{chance.getrandbits(40):x}"
    settings = PostgresqlSettings(
        url=f"{own_server.url}&application_name={schema}", schema=schema, lock_timeout_ms=20_000
    )
    record = Record.begun(fo.founded(tmp_path, store_table(settings)))
    child = server.start("acts", office=str(record.toml), seed=chance.getrandbits(32))
    assert server.hear(30) == {"ready": True}
    said = []
    for _ in range(max(kills // 5, 3)):
        said += server.listen(chance.uniform(0.02, 0.2))
        for _ in range(3):  # the connections are cut, and nothing else happens
            own_server.execute(CUT, (schema,))
            said += server.listen(chance.uniform(0.02, 0.1))
        own_server.stop(crash=chance.random() < 0.5)
        said += server.listen(chance.uniform(0, 0.2))
        own_server.start()
        said += hear_done(server, 5)  # it works on by itself
    server.kill(child)
    said += server.end()[0]
    await_end_of_all(settings)
    record.hear(said)
    record.check()
    print(dict(record.counts))
    assert record.counts["acknowledged"] >= 15
    told = {one["unavailable"] for one in said if "unavailable" in one}
    assert told <= ADVICE.keys()
    assert "storage.unreachable" in told
    assert {one["doubt"] for one in said if "doubt" in one} <= {"storage.in_doubt"}


@pytest.mark.parametrize("code", [*ADVICE, "storage.in_doubt"])
def test_sentence_says_what_to_do(code: str) -> None:
    zh, en = ADVICE.get(code, IN_DOUBT)
    assert zh in ZH[code]
    assert en in EN[code]
