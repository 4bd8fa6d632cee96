"""Makes a year of case exports for the reference office (参考单位的案件导出表).

Everything is invented, and the same on every run and machine: each choice is a SHA-256 of what
is chosen for, never `random`. The exports look as an office gets them: four CSV files, GB 18030
and UTF-8, a title above a header, a total below, dates in several forms, one row per party, a
month that was exported twice. Faults of known number are injected, one in a case, and listed in
`faults.json` with the rule that must see them; all other cases keep every limit, many of them on
its very last day. Some rows and cells cannot be read, and these are listed as well.

Only Saturdays and Sundays are days off here, as in the plain calendar. The cases were accepted in
2021 and all are closed and archived, or never will be, by the end of June 2022.

    python generate.py build/mawei
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from mawei_exports.cases import make_cases
from mawei_exports.faults import Fault, inject
from mawei_exports.sheets import Sheet, Unreadable, make_sheets
from mawei_exports.weeks import Week, make_weeks

__all__ = ["Summary", "generate", "main"]

COSTS_AN_EVENT = ("cases.no_such_day", "cases.date_serial", "cases.date_range", "cases.bad_date")


@dataclass(frozen=True)
class Summary:
    """What was made (生成结果); `events` and `cases` are those an import must deliver."""

    cases: int
    parties: int
    rows: int
    events: int
    files: tuple[str, ...]
    faults: tuple[Fault, ...]
    unreadable: tuple[Unreadable, ...]
    weeks: tuple[Week, ...]


def generate(folder: Path, *, cases: int = 2000) -> Summary:
    """Write the exports into `folder/exports`, two weeks of corrections into
    `folder/corrections`, and the lists of faults beside them.

    Args:
        folder: made if needed; files of the same names are replaced.
        cases: how many cases, at least 1000.

    Returns:
        What was made, as written to `faults.json`.
    """
    made = make_cases(cases)
    faults, faulty = inject(made)
    sheets = make_sheets(made, faulty)
    write(folder / "exports", sheets)
    columns = [*zip(sheets[-1].headers, sheets[-1].keys, strict=True)]
    weeks = make_weeks(made, faults, faulty, columns)
    write(folder / "corrections", [sheet for sheet, _ in weeks])
    unreadable = tuple(one for sheet in sheets for one in sheet.unreadable)
    events = sum(len(case.days) + sum(len(one.days) for one in case.people) for case in made)
    summary = Summary(
        cases=len(made),
        parties=sum(len(case.people) for case in made),
        rows=sum(sheet.rows for sheet in sheets),
        events=events - len({one.case for one in unreadable if one.code in COSTS_AN_EVENT}),
        files=tuple(sheet.name for sheet in sheets),
        faults=tuple(faults),
        unreadable=unreadable,
        weeks=tuple(week for _, week in weeks),
    )
    text = json.dumps(asdict(summary), ensure_ascii=False, indent=1)
    (folder / "faults.json").write_text(text + "\n", "utf-8")
    return summary


def write(folder: Path, sheets: Iterable[Sheet]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in sheets:
        mark = b"\xef\xbb\xbf" if sheet.encoding == "utf-8-sig" else b""
        content = b"".join(line.removeprefix(mark) for line in sheet.lines)
        (folder / sheet.name).write_bytes(mark + content)


def main() -> None:
    parser = argparse.ArgumentParser(description="生成参考单位的案件导出表 · make case exports")
    parser.add_argument("folder", type=Path, help="目标文件夹 · where to write")
    parser.add_argument("--cases", type=int, default=2000, help="案件数 · number of cases")
    chosen = parser.parse_args()
    summary = generate(chosen.folder, cases=chosen.cases)
    rules = Counter(fault.rule for fault in summary.faults)
    print(f"{summary.cases} cases, {summary.parties} parties, {summary.events} events")
    print(f"{len(summary.faults)} faults: " + ", ".join(f"{rule} {n}" for rule, n in rules.items()))
    print(f"{len(summary.unreadable)} unreadable rows and cells")


if __name__ == "__main__":
    main()
