"""Closed files: no act in the open depends on them, and what binds in one binds only there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest

from supervision.domain.clocks import CLOCK, Owner, Term
from supervision.domain.closed_file_changes import OpenClosedFile, Purpose
from supervision.domain.destructions import Ground
from supervision.domain.findings import OpenFinding, Responsible
from supervision.domain.handovers import HandOver
from supervision.domain.holds import HoldScope, PlaceHold
from supervision.domain.item_commands import ProposeItem
from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.periods import parse_period
from supervision.domain.records import Record
from supervision.domain.recusals import AskRecusal, RecusalGround
from supervision.domain.references import Reference
from supervision.domain.timekeeping import StartClock
from supervision.domain.values import Sealed
from supervision.errors import NotFound, Refused
from supervision.office import (
    archives,
    attachments,
    clocks,
    closed_files,
    destructions,
    findings,
    handovers,
    holds,
    items,
    recusals,
    reports,
)
from supervision.office.acting import Acting
from supervision.office.archive_check import check_archive
from supervision.office.office import Office
from supervision.office.staging import OPEN_ONLY
from supervision.ports.access import Actor, Permission, Policy
from supervision.ports.query import Predicate
from supervision.testing.fakes import RecordingChannel
from supervision.testing.offices import SmallOffice, small_office

WHY = "办理需要"
MARCH = parse_period("2026-03")
REASON = Acting(reason="情况变化")


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


@pytest.fixture
def file(small: SmallOffice) -> str:
    with small.office.new_file(small.head) as work:
        command = OpenClosedFile(
            title="某事项", purpose=Purpose.DISCIPLINE, approved_by=small.chief
        )
        id = closed_files.open_file(work, command)
        work.commit()
    return id


def put(small: SmallOffice, file: str | None, **more: Any) -> str:
    with small.office.work(small.head, file=file) as work:
        command = OpenFinding(title="某问题", facts="经查，情况属实。", **more)
        id = findings.open_finding(work, command)
        work.commit()
    return id


def refused(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.code


# ---------------------------------------------------------------------------- what binds


def test_a_recusal_in_a_file_binds_only_there(small: SmallOffice, file: str) -> None:
    public, inside = put(small, None), put(small, file)
    with small.office.work(small.head, file=file) as work:
        for id in (public, inside):
            about = Reference(kind="finding", id=id)
            asked = AskRecusal(officer=small.head, about=about, ground=RecusalGround.INTEREST)
            recusals.ask_recusal(work, asked, acting=REASON)
        work.commit()
    with small.office.work(small.head) as work:
        findings.void_finding(work, public, acting=REASON)
    with small.office.work(small.head, file=file) as work, pytest.raises(Refused) as caught:
        findings.void_finding(work, inside, acting=REASON)
    assert refused(caught) == "separation.recused"


def held(small: SmallOffice, file: str | None, id: str) -> None:
    with small.office.work(small.head, file=file) as work:
        about = Reference(kind="finding", id=id)
        ordered = PlaceHold(scope=HoldScope.RECORD, ordered_by="检察长", about=about)
        holds.place_hold(work, ordered, acting=REASON)
        work.commit()


def proposed(small: SmallOffice, file: str | None, id: str) -> str:
    with small.office.work(small.head, file=file) as work:
        list_ = destructions.propose_destruction(
            work, Ground.PERSONAL, (("finding", id, "evidence"),), acting=REASON
        )
        work.commit()
    return list_


def test_a_hold_in_a_file_keeps_what_lies_in_that_file(small: SmallOffice, file: str) -> None:
    public, inside = put(small, None), put(small, file)
    held(small, file, public)
    held(small, file, inside)
    assert proposed(small, None, public)
    with pytest.raises(Refused) as caught:
        proposed(small, file, inside)
    assert refused(caught) == "destruction.held"


def test_a_list_in_a_file_names_only_its_records(small: SmallOffice, file: str) -> None:
    public, inside = put(small, None), put(small, file)
    with pytest.raises(Refused) as caught:
        proposed(small, file, public)
    assert refused(caught) == "work.outside_file"
    assert proposed(small, file, inside)
    with small.office.work(small.head, file=file) as work:
        closed_files.release_file(work, "已经通报")
        work.commit()
    with pytest.raises(Refused) as caught:
        proposed(small, None, inside)
    assert refused(caught) == "work.released"


def test_what_lies_in_a_closed_file_is_still_kept_and_destroyed(
    small: SmallOffice, file: str
) -> None:
    one, other = put(small, file), put(small, file)
    with small.office.work(small.head, file=file) as work:
        closed_files.close_file(work, acting=REASON)
        work.commit()
    held(small, file, one)
    assert proposed(small, file, other)


def test_accounts_returns_and_measures_of_others_lie_in_no_file() -> None:
    assert set(KINDS_BY_NAME) >= OPEN_ONLY
    assert {"account", "aggregate_return", "incoming_measure"} <= OPEN_ONLY


def test_work_is_handed_over_where_it_lies(small: SmallOffice, file: str) -> None:
    public = put(small, None, department=small.first)
    inside = put(small, file, department=small.first)
    with small.office.work(small.head, file=file) as work:
        closed_files.release_file(work, "已经通报")
        work.commit()
    command = HandOver(from_department=small.first, to_department=small.second)
    moved = []
    for place in (None, file):
        with small.office.work(small.head, file=place) as work:
            done = handovers.hand_over(work, command, acting=REASON)
            moved.append([one.id for one in done])
            work.commit()
    assert moved == [[public], [inside]]


# ---------------------------------------------------------------------------- sealed contents


def test_a_digest_alone_opens_nothing(small: SmallOffice, file: str) -> None:
    owner = put(small, file)
    with small.office.work(small.head, file=file) as work:
        about = attachments.AttachedTo(kind="finding", id=owner)
        id = attachments.add_attachment(work, about, "笔录", "笔录.txt", "内容".encode())
        work.commit()
    with small.office.read(small.head, file, why=WHY) as view:
        kept = view.get(attachments.ATTACHMENT, id)
        assert view.unseal(kept.versions[0].content) == "内容".encode()
    for officer in (small.head, small.inspector):
        with small.office.read(officer) as view:
            assert view.unseal(kept.versions[0].content) is None
    with small.office.read(small.head, file, why=WHY) as view:
        assert view.unseal(kept.versions[0].content) is None, "nothing was handed out yet"
        view.history(attachments.ATTACHMENT, id)
        assert view.unseal(kept.versions[0].content) is not None


def test_every_kind_says_which_fields_hold_sealed_values() -> None:
    for kind in KINDS:
        attrs.resolve_types(kind.cls)
        holding = {
            field.name for field in attrs.fields(kind.cls) if Sealed in set(_types(field.type))
        }
        assert holding == set(kind.sealed), kind.name


def _types(of: Any, seen: frozenset[Any] = frozenset()) -> Iterator[Any]:
    if of in seen:
        return
    yield of
    for part in get_args(of):
        yield from _types(part, seen | {of})
    if isinstance(of, type) and attrs.has(of):
        attrs.resolve_types(of)
        for field in attrs.fields(of):
            yield from _types(field.type, seen | {of})


# ---------------------------------------------------------------------------- clocks


def told(small: SmallOffice) -> tuple[Office, RecordingChannel]:
    channel = RecordingChannel()
    return Office(attrs.evolve(small.office.parts, channels={"recording": channel})), channel


def started(small: SmallOffice, file: str | None, id: str) -> str:
    with small.office.work(small.head, file=file) as work:
        term = Term(started_at=small.clock(), limit=Limit(count=1, unit=LimitUnit.DAY))
        owner = Owner(kind="finding", id=id)
        clock = clocks.start_clock(work, StartClock(owner=owner, purpose="rectify", term=term))
        work.commit()
    return clock


def test_clocks_in_files_ring_for_holders_and_nobody_else_is_told(
    small: SmallOffice, file: str
) -> None:
    public = started(small, None, put(small, None, department=small.first))
    responsible = (Responsible(officer=small.prosecutor),)
    inside = started(small, file, put(small, file, department=small.first, persons=responsible))
    office, channel = told(small)
    small.clock.advance(days=5)
    assert clocks.tick(office, small.inspector).rung == (public,)
    assert office.deliver().sent == 1
    closed = [one for one in channel.messages if one.topic == "closed"]
    assert [one.to for one in closed] == [(small.head,)], "the custodian; nobody of the department"
    assert inside not in str(closed)
    with office.read(small.head, file, why=WHY) as view:
        assert view.get(CLOCK, inside).next_alarm_at is None
        assert view.history(CLOCK, inside)[-1].header.tag == "clock.alarmed"
    assert clocks.tick(office, small.inspector) == clocks.Tick()
    assert office.verify(files={file}).ok


def test_clocks_of_a_released_file_ring_in_its_chain_and_openly(
    small: SmallOffice, file: str
) -> None:
    inside = started(small, file, put(small, file, department=small.first))
    with small.office.work(small.head, file=file) as work:
        closed_files.release_file(work, "已经通报")
        work.commit()
    office, channel = told(small)
    small.clock.advance(days=5)
    assert clocks.tick(office, small.inspector).rung == (inside,)
    office.deliver()
    assert [one.topic for one in channel.messages] == ["clock"]


def test_clocks_of_a_file_that_was_closed_do_not_ring(small: SmallOffice, file: str) -> None:
    started(small, file, put(small, file, department=small.first))
    with small.office.work(small.head, file=file) as work:
        closed_files.close_file(work, acting=REASON)
        work.commit()
    office, channel = told(small)
    small.clock.advance(days=5)
    assert clocks.tick(office, small.inspector) == clocks.Tick()
    office.deliver()
    assert channel.messages == []


@attrs.frozen
class NoAlarms:
    """A policy of the house that lets no clock ring."""

    house: Policy

    def visible(self, actor: Actor, kind: str) -> Predicate:
        return self.house.visible(actor, kind)

    def permits(self, actor: Actor, act: str, record: Record | None) -> Permission:
        if act == "clock.alarmed":
            return Permission(granted=False, code="access.no")
        return self.house.permits(actor, act, record)


def test_a_refusal_in_a_file_does_not_end_the_tick(small: SmallOffice, file: str) -> None:
    id = started(small, file, put(small, file))
    small.clock.advance(days=5)
    office = Office(attrs.evolve(small.office.parts, policy=NoAlarms(small.office.policy)))
    assert clocks.tick(office, small.inspector) == clocks.Tick()
    with small.office.read(small.head, file, why=WHY) as view:
        assert view.get(CLOCK, id).next_alarm_at is not None


# ---------------------------------------------------------------------------- proof


def test_a_report_with_a_released_file_is_drawn_up_again_the_same(
    small: SmallOffice, file: str
) -> None:
    put(small, None)
    inside = put(small, file, department=small.first)
    before = reports.draft_report(small.office, small.head, MARCH)
    with small.office.work(small.head, file=file) as work:
        closed_files.release_file(work, "已经通报")
        work.commit()
    draft = reports.draft_report(small.office, small.head, MARCH)
    assert draft.text != before.text, "it counts what was released"
    with small.office.work(small.head) as work:
        id = reports.issue_report(work, draft)
        work.commit()
    small.clock.advance(days=1)
    with small.office.work(small.head, file=file) as work:
        findings.void_finding(work, inside, acting=REASON)
        work.commit()
    assert reports.read_report(small.office, small.head, id).redrawn
    again = reports.draft_report(
        small.office, small.head, MARCH, as_of=draft.content.as_of, seq=draft.content.seq + 1
    )
    assert again.content.seq == draft.content.seq + 1


def test_an_archive_made_in_a_file_bears_the_checkpoint_of_that_file(
    small: SmallOffice, file: str, tmp_path: Path
) -> None:
    with small.office.work(small.head, file=file) as work:
        item = items.propose(work, ProposeItem(title="作风督察", kind="item.style"))
        work.commit()
    folder = tmp_path / "archive"
    with small.office.read(small.head, file, why=WHY) as view:
        records = archives.archived_with(view, item)
        archives.export_archive(small.office, view, records, folder, "item")
    report = check_archive(folder, small.office.digests)
    assert report.ok
    assert report.manifest.file_checkpoint in {
        one.line() for one in small.office.checkpoints({file})
    }
    with small.office.read(small.head) as view, pytest.raises(NotFound):
        archives.archived_with(view, item)
