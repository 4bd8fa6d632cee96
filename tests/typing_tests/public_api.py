"""What must type-check for a host and for a plugin, and what must not. Read by mypy, never run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_type

from supervision import Office, open_office
from supervision.domain.findings import FINDING, Finding, OpenFinding
from supervision.domain.records import RecordKind
from supervision.office import findings
from supervision.office.views import ReadView
from supervision.office.work import Receipt
from supervision.plugin import Contribution, Digest, hookimpl


def a_host_embeds_the_office(file: str, officer: str) -> None:
    with open_office(file) as office:
        assert_type(office, Office)
        with office.work(officer) as work:
            made = findings.open_finding(work, OpenFinding(title="权利告知超期"))
            assert_type(made, str)
            assert_type(work.load(FINDING, made), Finding)
            assert_type(work.commit(), Receipt)
        with office.read(officer) as view:
            assert_type(view.get(FINDING, made), Finding)
            assert_type(view.find(FINDING, made), Finding | None)
            assert_type(view.select(FINDING), tuple[Finding, ...])


def records_are_frozen(finding: Finding) -> None:
    finding.title = "x"  # type: ignore[misc]  # is refused


def a_title_is_text() -> None:
    OpenFinding(title=5)  # type: ignore[arg-type]  # is refused


def a_view_does_not_write(view: ReadView, kind: RecordKind[Finding]) -> None:
    view.stage(kind, "fnd_1", ())  # type: ignore[attr-defined]  # is refused


@hookimpl
def supervision_offers() -> Iterator[Contribution]:
    yield Digest(name="x", zh="x", en="x", open=lambda: lambda data: data.hex())
    yield "a text is no contribution"  # type: ignore[misc]  # is refused
