"""What a store that joins a host must do (加入宿主符合性). Numbers: `docs/spec/joining.md`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeAlias, cast

import pytest

from supervision.errors import StaleVersion, StorageUnavailable, UsageError
from supervision.journal.entry import ChainId
from supervision.ports.joining import JoiningStore
from supervision.ports.store import Capability, Head, Transaction, Write
from supervision.testing.samples import SAMPLE_CHAIN, make_blob, make_row
from supervision.testing.storage.content import OpenStore, get_row
from supervision.testing.strictness import Conformance
from supervision.testing.workers import add_one

__all__ = ["HostApplication", "JoinedConformance", "OpenHost"]

_CHAINS: tuple[ChainId, ...] = (SAMPLE_CHAIN,)


class HostApplication(Protocol):
    """An application with a table of its own in the store's database (宿主应用).

    It has one connection. Its table holds texts.
    """

    @property
    def connection(self) -> object:
        """What is given to `join`."""
        ...

    def read(self) -> list[str]:
        """Read the texts on the connection, beginning a reading transaction if there is none."""
        ...

    def write(self, text: str) -> None:
        """Insert a text on the connection, in the transaction that is open or in a new one."""
        ...

    def commit(self) -> None:
        """End the transaction and keep everything."""
        ...

    def rollback(self) -> None:
        """End the transaction and undo everything."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


OpenHost: TypeAlias = Callable[[], HostApplication]


class JoinedConformance(Conformance):
    """Tests of joining a host's transaction (加入宿主测试). Inherit, and give the fixtures.

    The store is one whose `begin` waits shortly for another writer.
    """

    @pytest.fixture
    def open_store(self) -> OpenStore:
        """Give a callable that opens the store under test. To be overridden."""
        raise NotImplementedError("give a fixture `open_store`")

    @pytest.fixture
    def open_host(self) -> OpenHost:
        """Give a callable that opens a host in the store's database. To be overridden."""
        raise NotImplementedError("give a fixture `open_host`")

    @pytest.fixture
    def open_stranger(self) -> OpenHost:
        """Give a callable that opens a host in another database. To be overridden."""
        raise NotImplementedError("give a fixture `open_stranger`")

    @pytest.fixture
    def store(self, open_store: OpenStore) -> Iterator[JoiningStore]:
        """Give the opened, empty store."""
        store = open_store()
        yield cast(JoiningStore, store)
        store.close()

    @pytest.fixture
    def host(self, store: JoiningStore, open_host: OpenHost) -> Iterator[HostApplication]:  # noqa: ARG002  # it is opened first
        """Give a host in the store's database, once the store is there."""
        host = open_host()
        yield host
        host.close()

    def test_it_says_that_it_joins(self, store: JoiningStore) -> None:
        """JOIN-1."""
        assert Capability.JOINED in store.capabilities

    def test_both_are_there_when_the_host_commits_and_not_before(
        self, store: JoiningStore, host: HostApplication
    ) -> None:
        """JOIN-2, JOIN-3."""
        blob = make_blob(b"sealed")
        host.write("ours too")
        with store.join(host.connection, write=_CHAINS) as joined:
            add_one(joined, "smp_1")
            joined.put_blob(blob)
            joined.commit()
        assert get_row(store, "smp_1") is None
        host.commit()
        assert host.read() == ["ours too"]
        with store.begin() as transaction:
            assert transaction.get("sample", "smp_1") is not None
            assert transaction.head(SAMPLE_CHAIN).seq == 1
            assert transaction.get_blob(blob.digest) == blob

    def test_neither_is_there_when_the_host_rolls_back(
        self, store: JoiningStore, host: HostApplication
    ) -> None:
        """JOIN-2."""
        host.write("lost")
        with store.join(host.connection, write=_CHAINS) as joined:
            add_one(joined, "smp_1")
            joined.commit()
        host.rollback()
        assert host.read() == []
        assert get_row(store, "smp_1") is None
        with store.begin() as transaction:
            assert transaction.head(SAMPLE_CHAIN) == Head(0, "")

    def test_leaving_without_commit_takes_back_ours_alone(
        self, store: JoiningStore, host: HostApplication
    ) -> None:
        """JOIN-4."""
        host.write("before")
        with store.join(host.connection, write=_CHAINS) as joined:
            host.write("meanwhile")
            add_one(joined, "smp_1")
        host.commit()
        assert host.read() == ["before", "meanwhile"]
        assert get_row(store, "smp_1") is None

    def test_a_refused_write_takes_back_ours_alone(
        self, store: JoiningStore, host: HostApplication
    ) -> None:
        """JOIN-4."""
        host.write("kept")
        with store.join(host.connection, write=_CHAINS) as joined:
            add_one(joined, "smp_1")
            with pytest.raises(StaleVersion) as caught:
                joined.write([Write(row=make_row("smp_2", 3), expected=2)])
        assert caught.value.details["found"] == 0
        host.commit()
        assert host.read() == ["kept"]
        assert get_row(store, "smp_1") is None

    def test_several_acts_join_one_transaction(
        self, store: JoiningStore, host: HostApplication
    ) -> None:
        """JOIN-5."""
        host.write("one commit")
        for expected in (1, 2, 3):
            with store.join(host.connection, write=_CHAINS) as joined:
                assert add_one(joined, "smp_1") == expected
                joined.commit()
        host.commit()
        with store.begin() as transaction:
            entries = list(transaction.entries(SAMPLE_CHAIN))
        assert [entry.header.seq for entry in entries] == [1, 2, 3]

    def test_other_writers_wait_for_the_host(
        self, store: JoiningStore, host: HostApplication
    ) -> None:
        """JOIN-6."""
        host.write("first")
        with store.join(host.connection, write=_CHAINS) as joined:
            add_one(joined, "smp_1")
            joined.commit()
        with pytest.raises(StorageUnavailable) as caught:
            store.begin(write=_CHAINS)
        assert caught.value.code == "storage.busy"
        host.commit()
        with store.begin(write=_CHAINS) as transaction:
            assert add_one(transaction, "smp_1") == 2

    def test_a_host_without_transaction_is_refused(
        self, store: JoiningStore, host: HostApplication
    ) -> None:
        """JOIN-7."""
        assert _refusal(lambda: store.join(host.connection, write=_CHAINS)) == "storage.host_idle"

    def test_a_host_that_only_reads_is_refused(
        self, store: JoiningStore, host: HostApplication
    ) -> None:
        """JOIN-7."""
        host.read()
        refusal = _refusal(lambda: store.join(host.connection, write=_CHAINS))
        assert refusal in ("storage.host_reading", "storage.host_idle")

    def test_a_host_that_only_reads_is_refused_while_another_writes(
        self, store: JoiningStore, host: HostApplication, open_host: OpenHost
    ) -> None:
        """JOIN-7."""
        other = open_host()
        host.read()
        other.write("by another")
        refusal = _refusal(lambda: store.join(host.connection, write=_CHAINS))
        assert refusal in ("storage.host_reading", "storage.host_idle")
        other.commit()
        other.close()

    def test_a_host_in_another_database_is_refused(
        self, store: JoiningStore, open_stranger: OpenHost
    ) -> None:
        """JOIN-8."""
        stranger = open_stranger()
        stranger.write("elsewhere")
        refusal = _refusal(lambda: store.join(stranger.connection, write=_CHAINS))
        assert refusal == "storage.host_elsewhere"
        stranger.rollback()
        stranger.close()

    @pytest.mark.parametrize("thing", [None, "sqlite:///office.sqlite", object()], ids=repr)
    def test_what_is_no_connection_is_refused(self, store: JoiningStore, thing: object) -> None:
        """JOIN-8."""
        assert _refusal(lambda: store.join(thing, write=_CHAINS)) == "storage.host_kind"

    @pytest.mark.parametrize("ending", ["commit", "rollback", "commit, another, write again"])
    def test_a_host_that_ends_its_transaction_too_early_is_refused(
        self, store: JoiningStore, host: HostApplication, ending: str
    ) -> None:
        """JOIN-9."""
        host.write("early")
        joined = store.join(host.connection, write=_CHAINS)
        if ending == "rollback":
            host.rollback()
        else:
            host.commit()
        if "another" in ending:
            with store.begin(write=_CHAINS) as transaction:
                add_one(transaction, "smp_1")
                transaction.commit()
            host.write("again")
        with joined:
            assert _refusal(lambda: _write(joined)) == "storage.host_ended"
        host.rollback()
        with store.begin() as transaction:
            assert transaction.head(SAMPLE_CHAIN).seq == ("another" in ending)

    def test_nothing_is_erased_within_a_hosts_transaction(
        self, store: JoiningStore, host: HostApplication
    ) -> None:
        """JOIN-10."""
        host.write("any")
        with store.join(host.connection, write=_CHAINS) as joined:
            assert _refusal(lambda: joined.erase_blob("sha256:x")) == "storage.host_erase"
        host.rollback()

    def test_without_chains_it_only_reads(self, store: JoiningStore, host: HostApplication) -> None:
        """JOIN-11."""
        host.write("any")
        with store.join(host.connection, write=()) as joined:
            assert joined.get("sample", "smp_1") is None
            assert _refusal(lambda: _write(joined)) == "storage.not_writing"
        host.rollback()

    def test_a_closed_store_joins_nothing(self, store: JoiningStore, host: HostApplication) -> None:
        """JOIN-11."""
        host.write("any")
        store.close()
        assert _refusal(lambda: store.join(host.connection, write=_CHAINS)) == "storage.closed"
        host.rollback()


def _write(joined: Transaction) -> None:
    joined.write([Write(row=make_row("smp_9"), expected=0)])


def _refusal(attempt: Callable[[], object]) -> str:
    """Return the code of the refusal."""
    with pytest.raises(UsageError) as caught:
        attempt()
    return caught.value.code
