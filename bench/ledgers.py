"""Row `import` (台账导入): an old ledger of findings becomes records, 1,000 rows a unit of work.

Ours reads the CSV, understands dates, words and names, decides every row, and writes a record
and a journal entry for it. The peer is a raw batched insert of the same rows: `sqlite3` repeats
the very statements, records, journal entries and hashes, which were encoded before.
"""

from __future__ import annotations

import csv
import tempfile
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

from bench.raw_sqlite import Raw, recorded
from bench.rows import Measured, Size
from bench.sample_office import FACTS, PLAN, STORE, contents, copied, founded, opened
from bench.timing import compared, in_turns
from supervision.domain.officers import officer_id
from supervision.domain.units import unit_id
from supervision.office.ledger_imports import import_ledger
from supervision.office.office import Office

__all__ = ["ledger_import"]

_ROWS = {Size.FULL: 10_000, Size.SMALL: 500}
_ROUNDS = {Size.FULL: 7, Size.SMALL: 2}
_BOUND = 500  # at most five times a raw batched insert (issue 4)
_HEAD = officer_id(unit_id("mw"), "102")
_COLUMNS = (
    "发现日期",
    "存在问题",
    "状态",
    "程度",
    "具体情况",
    "责任部门",
    "责任人",
    "案号",
    "认领人",
    "认领日期",
    "整改措施",
    "整改期限",
    "整改情况",
    "报送日期",
    "核验日期",
    "销号日期",
)


def _ledger(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for number in range(1, rows + 1):
            month, day = 1 + number % 9, 1 + number % 28
            writer.writerow(
                (
                    f"2021年{month}月{day}日",
                    f"权利告知逾期 {number}",
                    "已销号",
                    "较重",
                    FACTS,
                    "第一检察部",
                    "人员201",
                    f"闽马检刑诉受〔2021〕{number}号",
                    "人员201",
                    f"2021-{month:02}-{day:02}",
                    PLAN,
                    f"2021/{month + 1}/{day}",
                    "已经全部补正并通报。",
                    f"2021.{month + 1}.{day}",
                    f"2021-{month + 2:02}-{day:02}",
                    f"2021-{month + 3:02}-{day:02}",
                )
            )


class _Ours:
    """The import through a really opened office (本库)."""

    def __init__(self, base: Path, ledger: Path) -> None:
        self._base = base
        self._folder = base.with_name("ours")
        self._ledger = ledger
        self._office: Office

    def prepare(self) -> None:
        self._office = opened(copied(self._base, self._folder))

    def run(self) -> int:
        return import_ledger(self._office, _HEAD, "finding", self._ledger).entered

    def finish(self) -> object:
        self._office.close()
        return contents(self._folder / STORE)


def _held(base: Path, ledger: Path, rows: int) -> int:
    """Return how much memory the import of so many rows holds at most, in kB."""
    _ledger(ledger, rows)
    ours = _Ours(base, ledger)
    ours.prepare()
    tracemalloc.start()
    ours.run()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    ours.finish()
    return peak // 1024


def ledger_import(size: Size) -> Sequence[Measured]:
    """Measure the import beside a raw batched insert of the same rows."""
    rows = _ROWS[size]
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        base, ledger = Path(place) / "base", Path(place) / "ledger.csv"
        founded(base)
        _ledger(ledger, rows)
        script = recorded(
            base,
            base.with_name("recorded"),
            lambda office: import_ledger(office, _HEAD, "finding", ledger),
        )
        times = in_turns(
            {"ours": _Ours(base, ledger), "raw": Raw(base, base.with_name("raw"), script, 0, rows)},
            _ROUNDS[size],
        )
        held = " and ".join(f"{_held(base, ledger, part)} of {part}" for part in (rows // 4, rows))
    return [
        compared(
            "import",
            "import of a ledger: read, decide, encode, chain",
            "sqlite3: same statements and hash, in the same batches",
            (times["ours"], times["raw"]),
            _BOUND,
            {"rows": rows, "peak kB held while importing so many rows": held},
        )
    ]
