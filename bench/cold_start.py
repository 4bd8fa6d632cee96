"""Row `cold-start` (冷启动): `supervision --help` beside the bare interpreter.

The help of the root must import click and nothing else of third parties, so that completion
and scripts stay quick. Best of N: everything above the best is the machine's noise.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

from bench.rows import Measured, Size

__all__ = ["FOREIGN", "loaded_by_help", "measure"]

ROUNDS = {Size.FULL: 15, Size.SMALL: 3}
BOUND = 700
"""At most seven times the bare interpreter (issue 2, “What must hold”)."""
FOREIGN = ("attr", "attrs", "cattr", "cattrs", "pluggy", "rich", "sqlalchemy")
"""What the help must not load."""
_HELP = "import sys; sys.argv[0] = 'supervision'; from supervision.cli.main import main; main(['--help'])"
_MODULES = f"{_HELP}; print(*sorted(sys.modules), file=sys.stderr)"


def _run(code: str) -> int:
    """Run code in a new interpreter; return the nanoseconds it took."""
    begun = time.perf_counter_ns()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter_ns() - begun


def loaded_by_help() -> Sequence[str]:
    """Return the top-level modules the help has loaded that a bare interpreter has not."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _MODULES],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**environment, "PYTHONUTF8": "1"},
    )
    tops = {name.partition(".")[0] for name in done.stderr.split()}
    return sorted(tops - set(sys.stdlib_module_names) - {"__main__"})


def measure(size: Size) -> Sequence[Measured]:
    """Measure, taking turns so that a busy moment hurts both alike."""
    _run(_HELP), _run("pass")  # byte code and file cache
    pairs = [(_run(_HELP), _run("pass")) for _ in range(ROUNDS[size])]
    ours, peer = zip(*pairs, strict=True)
    modules = loaded_by_help()
    return [
        Measured(
            name="cold-start",
            what="supervision --help",
            against="python -c pass",
            ours=min(ours),
            peer=min(peer),
            bound=BOUND,
            notes={
                "rounds": ROUNDS[size],
                "loaded": modules,
                "foreign": [m for m in modules if m in FOREIGN],
            },
            ours_median=round(statistics.median(ours)),
            peer_median=round(statistics.median(peer)),
        )
    ]
