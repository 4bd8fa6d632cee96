"""The kit as a pytest plugin (pytest 插件), found by pytest through its entry point.

It is loaded in every pytest run of an environment the library is installed in, also in those
that have nothing to do with it. So it imports nothing of the library until a test asks for it,
every name it adds begins with `supervision_`, and it changes no result but those of the kit.
Switch it off with `-p no:supervision`; the conformance classes work without it.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from supervision.testing.offices import SmallOffice
    from supervision.testing.sources import FixedClock, SequentialIds

__all__ = ["ASSERTING", "GAP", "MARKERS", "NOT_DECLARED", "PROVISIONAL"]

ASSERTING = (
    "supervision.testing.calendar_conformance",
    "supervision.testing.case_store_conformance",
    "supervision.testing.channel_conformance",
    "supervision.testing.connector_conformance",
    "supervision.testing.engine_conformance",
    "supervision.testing.exporter_conformance",
    "supervision.testing.identity_conformance",
    "supervision.testing.joined_conformance",
    "supervision.testing.policy_conformance",
    "supervision.testing.rule_strategies",
    "supervision.testing.storage",
)
"""Modules whose assertions pytest shall explain. A test compares them with the kit."""

MARKERS = (
    "supervision_needs(capability): a store passes this test only if it declares the capability",
    "supervision_provisional(since): this test counts only from the minor release after `since`",
)

GAP = "declared gap: "
PROVISIONAL = "provisional since "
NOT_DECLARED = "not declared by this store: "
"""How the reasons begin that pytest shows for what does not conform, as declared."""

_KIT = "supervision.testing.strictness"

pytest.register_assert_rewrite(*(name for name in ASSERTING if name not in sys.modules))


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers, so that `--strict-markers` knows them."""
    for line in MARKERS:
        config.addinivalue_line("markers", line)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the kit, so that `-m` can choose among them."""
    if _KIT not in sys.modules:
        return
    from supervision.testing.capabilities import needed_by
    from supervision.testing.strictness import provisional_of

    for item in items:
        function = getattr(item, "function", None)
        if new := provisional_of(function):
            item.add_marker(pytest.mark.supervision_provisional(since=new.since))
        if needed := needed_by(function):
            item.add_marker(pytest.mark.supervision_needs(needed.value))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a provisional test that passes be a test that passes, not an unexpected pass."""
    report = yield
    if report.passed and _reason(report).startswith(PROVISIONAL):
        del report.wasxfail
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what an implementation does not do, which no green bar may hide."""
    lines = [
        f"{report.nodeid}: {_reason(report)}"
        for report in terminalreporter.stats.get("xfailed", ())
        if _reason(report).startswith((GAP, PROVISIONAL, NOT_DECLARED))
    ]
    if lines:
        terminalreporter.section("supervision: not conforming, as declared")
        for line in lines:
            terminalreporter.line(line)


def _reason(report: pytest.TestReport) -> str:
    return str(getattr(report, "wasxfail", "")).removeprefix("reason: ")


@pytest.fixture
def supervision_clock() -> FixedClock:
    """A clock that stands still until it is moved (固定时钟)."""
    from supervision.testing.sources import FixedClock

    return FixedClock()


@pytest.fixture
def supervision_ids() -> SequentialIds:
    """Ids that count from 1 (顺序编号)."""
    from supervision.testing.sources import SequentialIds

    return SequentialIds()


@pytest.fixture
def supervision_office() -> Iterator[SmallOffice]:
    """A small office in memory with its people (测试办公室)."""
    from supervision.testing.offices import small_office

    small = small_office()
    with small.office:
        yield small
