"""Cases from text files with one case per line, as JSON (案件文件).

{"number": "…1号", "line": "审查起诉", "events": [{"type": "accepted", "day": "2026-03-02"}]}
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

import supervision.plugin as sv


@attrs.frozen(kw_only=True)
class Happened:
    type: str
    day: dt.date


@attrs.frozen(kw_only=True)
class CaseLine:
    number: str
    line: str
    department: str | None = None
    handler: str | None = None
    events: tuple[Happened, ...] = ()

    def trace(self) -> sv.CaseTrace:
        events = [
            sv.Event(
                id=f"{self.number}/{one.type}/{one.day}",
                type=one.type,
                occurred_at=sv.start_of(one.day),
                day=one.day,
            )
            for one in dict.fromkeys(self.events)
        ]
        return sv.CaseTrace(
            case=sv.Case(
                number=self.number,
                line=self.line,
                department=self.department,
                handler=self.handler,
                accepted_on=next((e.day for e in self.events if e.type == "accepted"), None),
            ),
            events=tuple(sorted(events, key=sv.event_order)),
        )


@attrs.frozen
class LineSource:
    files: tuple[tuple[str, bytes], ...]

    @property
    def digest(self) -> str:
        parts = (hashlib.sha256(content).digest() for _, content in self.files)
        return f"sha256:{hashlib.sha256(b''.join(parts)).hexdigest()}"

    @property
    def size(self) -> int:
        return sum(content.count(b"\n") + 1 for _, content in self.files)

    def unmapped(self) -> tuple[str, ...]:
        return ()

    def deliver(self) -> Iterator[sv.Delivered]:
        cases: dict[str, sv.CaseTrace] = {}
        for source, content in self.files:
            for number, line in enumerate(content.splitlines(), 1):
                try:
                    case = sv.structure(CaseLine, json.loads(line)).trace()
                except (ValueError, sv.SupervisionError):
                    text = line.decode(errors="backslashreplace")
                    yield sv.Rejected(
                        source=source, line=number, column="", text=text, code="lines.unreadable"
                    )
                else:
                    cases[case.case.number] = sv.merged(cases.get(case.case.number), case)
        yield from cases.values()


def open_lines(paths: tuple[Path, ...], settings: Mapping[str, object]) -> LineSource:
    if settings:
        raise sv.CaseSourceError("lines.settings", found=tuple(settings))
    try:
        return LineSource(tuple((path.name, path.read_bytes()) for path in paths))
    except OSError as error:
        raise sv.CaseSourceError("lines.unreadable", reason=str(error)) from error
