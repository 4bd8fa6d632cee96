"""What the plugin offers (插件入口). The modules that do the work are imported when they are used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

import supervision.plugin as sv


@attrs.frozen(kw_only=True)
class CalendarSettings:
    days: Path


@attrs.frozen(kw_only=True)
class StoreSettings:
    path: Path
    wait_ms: int = 5_000


def open_calendar(settings: CalendarSettings) -> sv.WorkCalendar:
    from example_plugin.calendar import read_calendar

    return read_calendar(settings.days)


def open_exporter() -> sv.Exporter:
    from example_plugin.exporter import MarkdownExporter

    return MarkdownExporter()


def open_cases(paths: tuple[Path, ...], settings: Mapping[str, object]) -> sv.CaseSource:
    from example_plugin.connector import open_lines

    return open_lines(paths, settings)


def create_store(settings: StoreSettings, shapes: tuple[sv.Shape, ...], layout: str) -> sv.Store:
    from example_plugin.store import TextStore

    if settings.path.exists():
        raise sv.StorageError("storage.exists", path=str(settings.path))
    store = TextStore(settings.path, shapes, layout, settings.wait_ms)
    store.save(sv.HeldContent.of())
    return store


def open_store(settings: StoreSettings, shapes: tuple[sv.Shape, ...], layout: str) -> sv.Store:
    from example_plugin.store import TextStore

    if not settings.path.exists():
        raise sv.StorageError("storage.missing", path=str(settings.path))
    store = TextStore(settings.path, shapes, layout, settings.wait_ms)
    store.begin().commit()  # refuses a file of another format
    return store


CALENDAR = sv.CalendarSource(
    name="days",
    zh="节假日文件",
    en="file of days",
    settings=CalendarSettings,
    open=open_calendar,
)
EXPORTER = sv.AssessmentExporter(
    name="markdown", zh="Markdown 表格", en="Markdown table", suffix=".md", open=open_exporter
)
CONNECTOR = sv.CaseConnector(name="lines", title="JSON 行 · JSON lines", open=open_cases)
STORE = sv.StorageBackend(
    name="text",
    zh="文本文件",
    en="text file",
    settings=StoreSettings,
    create=create_store,
    open=open_store,
)


@sv.hookimpl
def supervision_offers() -> Iterator[sv.Contribution]:
    yield from (CALENDAR, EXPORTER, CONNECTOR, STORE)
