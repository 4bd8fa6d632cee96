"""What the core itself contributes passes the kit, and so do the kit's own stand-ins."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision.builtin.file_channel import FILE_CHANNEL, FileChannelSettings
from supervision.builtin.line_policy import LinePolicy
from supervision.builtin.open_office import OpenOffice
from supervision.builtin.plain_calendar import PLAIN_CALENDAR
from supervision.builtin.procuratorate import procuratorate_book
from supervision.builtin.reference_engine import REFERENCE_ENGINE
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.plugin import Actor, CalendarSource, Engine, NoSettings
from supervision.testing import (
    CalendarConformance,
    ChannelConformance,
    EngineConformance,
    OpenChannel,
    OpenPolicy,
    PolicyConformance,
    Received,
    RecordingChannel,
)


class TestReferenceEngine(EngineConformance):
    @pytest.fixture
    def engine(self) -> Engine:
        return REFERENCE_ENGINE.open(NoSettings())


class TestPlainCalendar(CalendarConformance):
    @pytest.fixture
    def calendar_source(self) -> CalendarSource[NoSettings]:
        return PLAIN_CALENDAR


class TestOpenOffice(PolicyConformance):
    @pytest.fixture
    def open_policy(self) -> OpenPolicy:
        return OpenOffice


class TestProcuratorate(PolicyConformance):
    @pytest.fixture
    def open_policy(self) -> OpenPolicy:
        return lambda kinds: LinePolicy(procuratorate_book(), kinds)

    @pytest.fixture
    def officer(self) -> Actor:
        return Actor(
            id=OfficerId("ofc_1"),
            unit=UnitId("unt_1"),
            path="/fj/fz",
            departments=(DepartmentId("dep_1"), DepartmentId("dep_2")),
            posts=("deputy", "head", "inspector"),
        )


class TestFileChannel(ChannelConformance):
    @pytest.fixture
    def open_channel(self, tmp_path: Path) -> OpenChannel:
        return lambda: FILE_CHANNEL.open(FileChannelSettings(folder=tmp_path / "out"))

    @pytest.fixture
    def received(self, tmp_path: Path) -> Received:
        return lambda: [file.read_text("utf-8") for file in (tmp_path / "out").iterdir()]

    @pytest.fixture
    def break_channel(self, tmp_path: Path) -> Callable[[], None]:
        return lambda: shutil.rmtree(tmp_path / "out")


class TestRecordingChannel(ChannelConformance):
    @pytest.fixture
    def channel(self) -> RecordingChannel:
        return RecordingChannel()

    @pytest.fixture
    def open_channel(self, channel: RecordingChannel) -> OpenChannel:
        return lambda: channel

    @pytest.fixture
    def received(self, channel: RecordingChannel) -> Received:
        return lambda: [f"{one.title} {one.text}" for one in channel.messages]

    @pytest.fixture
    def break_channel(self, channel: RecordingChannel) -> Callable[[], None]:
        return lambda: setattr(channel, "broken", True)
