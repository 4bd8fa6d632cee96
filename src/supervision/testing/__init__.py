"""The conformance kit (符合性测试) and factories. Needs pytest.

Who writes a store, connector, engine, calendar, exporter, channel, policy or identity source
proves it by
inheriting one class and giving one to three fixtures:

    class TestOurStore(StorageConformance):
        @pytest.fixture
        def open_store(self, tmp_path):
            return functools.partial(OurStore, tmp_path / "office", SAMPLE_SHAPES)

Importing this package loads nothing; a name is loaded when it is first used. Strategies for
property tests stand in `supervision.testing.strategies`, which needs hypothesis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from supervision.testing.calendar_conformance import CalendarConformance
    from supervision.testing.capabilities import needs
    from supervision.testing.case_store_conformance import CaseStoreConformance, OpenCaseStore
    from supervision.testing.channel_conformance import ChannelConformance, OpenChannel, Received
    from supervision.testing.connector_conformance import ConnectorConformance
    from supervision.testing.engine_conformance import EngineConformance
    from supervision.testing.engine_samples import (
        SAMPLE_CALENDAR,
        SAMPLE_RULES,
        make_population,
    )
    from supervision.testing.exporter_conformance import ExporterConformance
    from supervision.testing.fakes import RecordingChannel, make_message
    from supervision.testing.identity_conformance import IdentityConformance
    from supervision.testing.joined_conformance import (
        HostApplication,
        JoinedConformance,
        OpenHost,
    )
    from supervision.testing.offices import SmallOffice, small_office
    from supervision.testing.policy_conformance import OpenPolicy, PolicyConformance
    from supervision.testing.samples import (
        SAMPLE_CHAIN,
        SAMPLE_PATH,
        SAMPLE_SHAPES,
        SAMPLE_UNIT,
        make_blob,
        make_entries,
        make_event,
        make_row,
        make_trace,
    )
    from supervision.testing.scores import make_finding, make_sheet
    from supervision.testing.sources import FixedClock, SequentialIds
    from supervision.testing.storage_conformance import OpenStore, StorageConformance
    from supervision.testing.strictness import Conformance, provisional

__all__ = [
    "SAMPLE_CALENDAR",
    "SAMPLE_CHAIN",
    "SAMPLE_PATH",
    "SAMPLE_RULES",
    "SAMPLE_SHAPES",
    "SAMPLE_UNIT",
    "CalendarConformance",
    "CaseStoreConformance",
    "ChannelConformance",
    "Conformance",
    "ConnectorConformance",
    "EngineConformance",
    "ExporterConformance",
    "FixedClock",
    "HostApplication",
    "IdentityConformance",
    "JoinedConformance",
    "OpenCaseStore",
    "OpenChannel",
    "OpenHost",
    "OpenPolicy",
    "OpenStore",
    "PolicyConformance",
    "Received",
    "RecordingChannel",
    "SequentialIds",
    "SmallOffice",
    "StorageConformance",
    "make_blob",
    "make_entries",
    "make_event",
    "make_finding",
    "make_message",
    "make_population",
    "make_row",
    "make_sheet",
    "make_trace",
    "needs",
    "provisional",
    "small_office",
]

_HOMES = {
    "calendar_conformance": ("CalendarConformance",),
    "capabilities": ("needs",),
    "case_store_conformance": ("CaseStoreConformance", "OpenCaseStore"),
    "channel_conformance": ("ChannelConformance", "OpenChannel", "Received"),
    "connector_conformance": ("ConnectorConformance",),
    "engine_conformance": ("EngineConformance",),
    "engine_samples": ("SAMPLE_CALENDAR", "SAMPLE_RULES", "make_population"),
    "exporter_conformance": ("ExporterConformance",),
    "fakes": ("RecordingChannel", "make_message"),
    "identity_conformance": ("IdentityConformance",),
    "joined_conformance": ("HostApplication", "JoinedConformance", "OpenHost"),
    "offices": ("SmallOffice", "small_office"),
    "policy_conformance": ("OpenPolicy", "PolicyConformance"),
    "samples": (
        "SAMPLE_CHAIN",
        "SAMPLE_PATH",
        "SAMPLE_SHAPES",
        "SAMPLE_UNIT",
        "make_blob",
        "make_entries",
        "make_event",
        "make_row",
        "make_trace",
    ),
    "scores": ("make_finding", "make_sheet"),
    "sources": ("FixedClock", "SequentialIds"),
    "storage_conformance": ("OpenStore", "StorageConformance"),
    "strictness": ("Conformance", "provisional"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
