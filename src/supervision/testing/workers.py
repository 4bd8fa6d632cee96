"""What the kit's threads and processes do (并发样例)."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence

from supervision.journal.entry import ChainId
from supervision.ports.store import Store, Transaction, Write
from supervision.testing.samples import SAMPLE_CHAIN, make_entries, make_row

__all__ = ["add_one", "count_up", "run_processes", "run_threads", "write_then_die"]


def add_one(transaction: Transaction, id: str, chain: ChainId = SAMPLE_CHAIN) -> int:
    """Read a row's version and write the next one with its entry: a small unit of work."""
    found = transaction.get("sample", id)
    version = found.version if found else 0
    transaction.write([Write(row=make_row(id, version + 1), expected=version)])
    transaction.append(make_entries(1, chain=chain, after=transaction.head(chain), id=id))
    return version + 1


def count_up(open_store: Callable[[], Store], id: str, times: int) -> None:
    """Open the store and add one so many times, each in its own transaction."""
    store = open_store()
    for _ in range(times):
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            add_one(transaction, id)
            transaction.commit()
    store.close()


def write_then_die(open_store: Callable[[], Store]) -> None:
    """Commit `smp_kept`, write `smp_lost` without commit, and die without any clean-up."""
    store = open_store()
    with store.begin(write=[SAMPLE_CHAIN]) as transaction:
        add_one(transaction, "smp_kept")
        transaction.commit()
    add_one(store.begin(write=[SAMPLE_CHAIN]), "smp_lost")
    os._exit(9)


def run_processes(target: Callable[..., None], *arguments: Sequence[object]) -> list[int | None]:
    """Run `target` once per tuple of arguments, all at once; return the exit codes.

    Processes are spawned, so `target` and the arguments must be picklable.
    """
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=target, args=tuple(values)) for values in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def run_threads(*functions: Callable[[], object]) -> list[object]:
    """Run the functions at once, each on its own thread; return results or exceptions."""
    results: list[object] = [None] * len(functions)

    def run(place: int, function: Callable[[], object]) -> None:
        try:
            results[place] = function()
        except Exception as error:  # noqa: BLE001  # handed to the test as a result
            results[place] = error

    threads = [
        threading.Thread(target=run, args=(place, function))
        for place, function in enumerate(functions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
