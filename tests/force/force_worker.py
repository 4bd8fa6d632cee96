"""The process that is killed. Run as a script, it imports everything once and then forks a child
for every line on its standard input, so that a child is at work within milliseconds. With an
argument it does that one job itself.

A line, or the argument, is a JSON object: `job` names a function here, the rest are its arguments. A child says
what it does in lines of JSON on standard output; the server adds how it ended.
"""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

import force_acts
import force_disk
import force_monitoring
import force_offices as fo

from supervision.errors import SupervisionError
from supervision.office.opening import upgrade_office
from supervision.office.registers import take_number


def say(**what: object) -> None:
    """Write one line in one piece: a pipe takes up to 4,096 bytes whole or not at all."""
    line = json.dumps(what).encode() + b"\n"
    if len(line) > 4096:
        raise AssertionError(f"a line of {len(line)} bytes may be torn")
    os.write(1, line)


def wait_for_the_end() -> None:
    """Stay until killed: whoever aims at a process that is gone may hit another one."""
    say(finished=True)
    signal.pause()


def acts(office: str, seed: int, times: int | None = None) -> None:
    """Act through an opened office, for ever; or so many times, and then wait to be killed."""
    with fo.opened(Path(office)) as opened:
        say(ready=True)
        force_acts.act_on(opened, random.Random(seed), say, times)
        wait_for_the_end()


def creates(office: str) -> None:
    """Make an office and enter its people."""
    fo.begin(Path(office))
    wait_for_the_end()


def deliveries(office: str, seed: int) -> None:
    """Act and deliver in turn, for ever."""
    with fo.opened(Path(office)) as opened:
        say(ready=True)
        while True:
            force_acts.act_on(opened, random.Random(seed), say, 5)
            opened.deliver()
            seed += 1


def numbers(office: str, times: int, gate: str) -> None:
    """Take the register's next number so many times, each in its own unit of work; begin when
    the gate is open, which is a file."""
    with fo.opened(Path(office)) as opened:
        say(ready=True)
        while not Path(gate).exists():
            time.sleep(0.002)
        for _ in range(times):
            with opened.work(fo.HEAD) as work:
                number = take_number(work, "notice", owner_kind="measure", owner_id="-")
                work.commit()
            say(number=number)


def fill_small_disk(folder: str) -> None:
    """Fill the small file system mounted on a folder."""
    force_disk.fill_small_disk(folder, say)


def fill_small_disk_of_server(folder: str) -> None:
    """Fill the small file system mounted on a folder under a server's data."""
    force_disk.fill_small_disk_of_server(folder, say)


def outgrow_file_size(folder: str) -> None:
    """Outgrow the size a file may have."""
    force_disk.outgrow_file_size(folder, say)


def upgrade(office: str) -> None:
    """Upgrade an office, and wait to be killed."""
    upgrade_office(Path(office))
    wait_for_the_end()


def imports(office: str, file: str, deadly: bool = False, stay: bool = False) -> None:
    """Import a file of cases."""
    say(new=force_monitoring.import_into(office, file, deadly=deadly))
    if stay:
        wait_for_the_end()


def sweeps(office: str, asked: int | None = None) -> None:
    """Sweep once, as long as the clock is not asked that often."""
    say(asked=force_monitoring.sweep_over(office, asked))


JOBS = {
    job.__name__: job
    for job in (
        acts,
        creates,
        deliveries,
        numbers,
        fill_small_disk,
        fill_small_disk_of_server,
        outgrow_file_size,
        upgrade,
        imports,
        sweeps,
    )
}


def run(job: str, **arguments: object) -> None:
    """Do a job in this process and end it."""
    code = 1
    try:
        say(pid=os.getpid())
        JOBS[job](**arguments)
        code = 0
    except SupervisionError as error:
        say(error=error.code, type=type(error).__name__)
    except BaseException:  # noqa: BLE001  # told to the test, which fails
        say(crash=traceback.format_exc()[-3000:])
    finally:
        os._exit(code)


def warm_up() -> None:
    """Live through an office, so that everything imported on demand is there before forking."""
    with tempfile.TemporaryDirectory() as folder, fo.opened(fo.founded(Path(folder))) as office:
        force_acts.act_on(office, random.Random(1), lambda **_: None, 50)
        office.verify()


def serve() -> None:
    """Fork a child per line until the input ends."""
    warm_up()
    gone = None
    for line in sys.stdin:
        if gone is not None:
            os.waitpid(gone, 0)
        gone = os.fork()
        if gone == 0:
            run(**json.loads(line))
        # The process id stays taken until the next line: whoever means to kill a child that has
        # just ended hits nobody else.
        ended = os.waitid(os.P_PID, gone, os.WEXITED | os.WNOWAIT)
        say(exit=ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status)


if __name__ == "__main__":
    # The driver warns of every connection that breaks off in mid-statement; here it is meant to.
    logging.getLogger("psycopg").addHandler(logging.NullHandler())
    if len(sys.argv) > 1:
        run(**json.loads(sys.argv[1]))
    serve()
