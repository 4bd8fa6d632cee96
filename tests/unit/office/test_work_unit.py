"""The unit of work: what it refuses, what it writes, what it tells."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from supervision.domain.findings import FINDING, OpenFinding
from supervision.domain.ladders import LADDERS
from supervision.domain.measures import IssueMeasure, MeasureState, Service
from supervision.domain.officers import OFFICER
from supervision.domain.records import RecordKind
from supervision.domain.values import OfficerId, UnitId
from supervision.errors import AccessDenied, NotFound, Refused, SupervisionError, UsageError
from supervision.office import findings, measures
from supervision.office.acting import Acting
from supervision.office.office import Office
from supervision.plugins.host import load_plugins
from supervision.ports.access import Actor, Permission
from supervision.ports.notify import Message
from supervision.ports.query import Eq, Predicate
from supervision.testing.offices import SmallOffice, small_office

TITLE = OpenFinding(title="权利告知超期")


def entries(small: SmallOffice) -> int:
    return small.office.checkpoints()[0].seq


def refusal(call: object) -> SupervisionError:
    with pytest.raises(SupervisionError) as caught:
        call()
    return caught.value


def test_leaving_without_commit_writes_nothing() -> None:
    small = small_office()
    before = entries(small)
    with small.office.work(small.head) as work:
        findings.open_finding(work, TITLE)
    assert entries(small) == before


def test_a_work_that_ended_does_nothing_more() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        made = findings.open_finding(work, TITLE)
        work.commit()
        for call in (
            work.commit,
            lambda: work.seal(b"late"),
            lambda: findings.dismiss(work, made, acting=Acting(reason="迟")),
            lambda: work.notify("measure.served", FINDING, made, [small.head]),
        ):
            assert refusal(call).code == "work.ended"


def test_a_stranger_neither_reads_nor_works() -> None:
    small = small_office()
    for opening in (small.office.read, small.office.work):
        with pytest.raises(AccessDenied) as caught, opening("off_stranger"):
            pass
        assert caught.value.code == "access.unknown_officer"


def test_an_unknown_author_is_refused() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        paper = work.seal(b"signed")
        acting = Acting(by=OfficerId("off_nobody"), paper=paper)
        error = refusal(lambda: findings.open_finding(work, TITLE, acting=acting))
    assert error.code == "act.unknown_author"


def test_a_record_of_another_unit_is_not_written_here() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        (opened,) = findings_changes(work.deed())
        error = refusal(lambda: work.stage(FINDING, "fnd_9", (opened,)))
    assert isinstance(error, UsageError)
    assert error.code == "work.other_unit"


def findings_changes(deed: object) -> tuple[object]:
    from supervision.domain.rectification import decide_open

    return decide_open("fnd_9", "unt_elsewhere", TITLE, deed=deed)


def test_staging_nothing_on_nothing_is_not_found() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        assert work.peek(FINDING, "fnd_0") is None
        assert isinstance(refusal(lambda: work.stage(FINDING, "fnd_0", ())), NotFound)
        assert isinstance(refusal(lambda: work.load(FINDING, "fnd_0")), NotFound)


def test_staging_no_change_keeps_the_record() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        made = findings.open_finding(work, TITLE)
        assert work.stage(FINDING, made, ()) == work.load(FINDING, made)
        assert len(work.commit().headers) == 1


def test_a_decomposed_title_is_composed_before_it_is_stored() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        made = findings.open_finding(work, OpenFinding(title="cafe\u0301"))
        assert work.load(FINDING, made).title == "café"
        work.commit()
    assert small.office.verify().ok


@attrs.frozen
class OnlyOwn:
    """Shows each officer only findings of his own title, and permits no voiding."""

    def visible(self, actor: Actor, kind: str) -> Predicate:
        return Eq("title_hidden", 1) if kind == "nothing" else Eq("unit", actor.unit)

    def permits(self, actor: Actor, act: str, record: object) -> Permission:
        granted = act != "finding.voided"
        return Permission(granted=granted, code="" if granted else "test.no", zh="否", en="no")


def with_policy(small: SmallOffice, policy: object) -> Office:
    return Office(attrs.evolve(small.office.parts, policy=policy))


def test_what_the_policy_does_not_permit_is_denied() -> None:
    small = small_office()
    office = with_policy(small, OnlyOwn())
    with office.work(small.head) as work:
        made = findings.open_finding(work, TITLE)
        error = refusal(lambda: findings.void_finding(work, made, acting=Acting(reason="错录")))
    assert isinstance(error, AccessDenied)
    assert (error.code, error.details["reason"]) == ("access.refused", "test.no")


class Elsewhere(OnlyOwn):
    """Shows nothing of this unit."""

    def visible(self, actor: Actor, kind: str) -> Predicate:
        return Eq("unit", "unt_elsewhere")


def test_what_the_policy_does_not_show_does_not_exist() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        made = findings.open_finding(work, TITLE)
        work.commit()
    office = with_policy(small, Elsewhere())
    with office.read(small.head) as view:
        assert view.find(FINDING, made) is None
        assert view.select(FINDING) == ()
        assert view.tally(FINDING)[0].count == 0
        assert isinstance(refusal(lambda: view.get(FINDING, made)), NotFound)
        assert isinstance(refusal(lambda: view.history(FINDING, made)), NotFound)
    office = with_policy(small, OnlyOwn())
    with office.read(small.head) as view:
        assert view.find(FINDING, made) is not None


LOCAL = """
from supervision.plugin import Objection, hookimpl

seen = []


@hookimpl
def supervision_review(change):
    if change.after.title == "不许":
        yield Objection(code="local.no", zh="不许这样写。", en="Not like this.")


@hookimpl
def supervision_committed(headers):
    seen.extend(header.tag for header in headers)
    if "finding.checked" in seen:
        raise RuntimeError("observer broke")
"""


@pytest.fixture
def reviewed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[tuple[SmallOffice, list[str]]]:
    """An office with a plugin of its own that objects to one title and watches commits."""
    package = tmp_path / "office_local"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    (package / "rules.py").write_text(LOCAL, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    host = load_plugins(["office_local.rules"])
    small = small_office()
    office = Office(attrs.evolve(small.office.parts, host=host))
    yield attrs.evolve(small, office=office), sys.modules["office_local.rules"].seen
    for name in ("office_local", "office_local.rules"):
        sys.modules.pop(name, None)


def test_a_review_stops_the_whole_unit_of_work(
    reviewed: tuple[SmallOffice, list[str]],
) -> None:
    small, seen = reviewed
    before = entries(small)
    with small.office.work(small.head) as work:
        findings.open_finding(work, TITLE)
        findings.open_finding(work, OpenFinding(title="不许"))
        error = refusal(work.commit)
    assert isinstance(error, Refused)
    assert (error.code, error.problems[0].code) == ("review.objected", "review.objection")
    assert entries(small) == before
    assert seen == []


def test_a_failing_observer_is_logged_and_stops_nobody(
    reviewed: tuple[SmallOffice, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    small, seen = reviewed
    with caplog.at_level(logging.ERROR), small.office.work(small.head) as work:
        made = findings.open_finding(work, TITLE)
        findings.check_facts(work, made, "属实")
        work.commit()
    assert seen == ["finding.opened", "finding.checked"]
    assert "observer broke" in caplog.text


@attrs.define
class Box:
    """A channel that keeps what it gets, and fails while it is closed."""

    closed: bool = False
    got: list[Message] = attrs.field(factory=list)

    def send(self, message: Message) -> None:
        if self.closed:
            raise Refused("notify.id", id="x")
        self.got.append(message)


def served(small: SmallOffice) -> str:
    with small.office.work(small.head) as work:
        command = IssueMeasure(rung="suggestion", title="建议", department=small.first)
        made = measures.issue(work, command)
        measures.serve(work, made, Service.NETWORK)
        work.commit()
    return made


def test_a_message_waits_until_every_channel_took_it() -> None:
    small = small_office()
    box, other = Box(closed=True), Box()
    channels = {"box": box, "other": other}
    office = Office(attrs.evolve(small.office.parts, channels=channels))
    made = served(small)
    failed = office.deliver()
    assert (failed.sent, len(failed.failures)) == (0, 1)
    box.closed = False
    assert office.deliver().sent == 1
    assert office.deliver().sent == 0
    (message,) = box.got
    assert (message.record, message.to) == (made, (small.first_head,))
    assert message.text.startswith("马检督建〔2026〕1号")
    assert [one.id for one in other.got] == [message.id, message.id]
    assert office.verify().ok


def test_without_a_channel_messages_wait() -> None:
    small = small_office()
    served(small)
    assert small.office.deliver().sent == 0


def test_a_voided_measure_gives_up_its_number_and_its_clock() -> None:
    small = small_office()
    made = served(small)
    with small.office.work(small.head) as work:
        voided = measures.void_measure(work, made, acting=Acting(reason="文书有误"))
        work.commit()
    assert voided.state is MeasureState.VOIDED
    with small.office.read(small.head) as view:
        from supervision.domain.clocks import CLOCK, Result
        from supervision.domain.registers import REGISTER

        (register,) = view.select(REGISTER)
        (clock,) = view.select(CLOCK)
    assert [gone.number for gone in register.voided] == [1]
    assert clock.outcome is not None
    assert clock.outcome.result is Result.CANCELLED


def test_a_refused_measure_and_a_measure_without_answer() -> None:
    small = small_office()
    made = served(small)
    with small.office.work(small.first_head) as work:
        refused = measures.refuse_measure(work, made, acting=Acting(reason="不属本部门"))
        work.commit()
    assert refused.state is MeasureState.REFUSED
    with small.office.work(small.inspector) as work:
        command = IssueMeasure(rung="oral_reminder", title="提醒", department=small.first)
        oral = measures.issue(work, command)
        assert measures.serve(work, oral, Service.MEETING).clock is None
        voiding = small.head
        work.commit()
    with small.office.work(voiding) as work:
        assert measures.void_measure(work, oral, acting=Acting(reason="误发")).number is None


def test_every_rung_of_every_ladder_can_be_issued_by_whom_it_names() -> None:
    small = small_office()
    for ladder in LADDERS.values():
        for rung in ladder.rungs:
            issuer = (
                small.head if "supervision_head" in {r.value for r in rung.issuers} else small.chief
            )
            with small.office.work(issuer) as work:
                command = IssueMeasure(
                    rung=rung.code, title="措施", department=small.first, officer=small.prosecutor
                )
                made = measures.issue(work, command)
                assert made.startswith("msr_")
                work.commit()
    assert small.office.verify().ok


def test_a_measure_about_an_ended_or_foreign_finding_is_refused() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        ended = findings.open_finding(work, TITLE)
        findings.dismiss(work, ended, acting=Acting(reason="不属问题"))
        foreign = findings.open_finding(work, OpenFinding(title="a", department=small.second))
        for about, code in (
            (ended, "measure.finding_ended"),
            (foreign, "measure.finding_of_other"),
        ):
            command = IssueMeasure(
                rung="suggestion", title="a", department=small.first, findings=(about,)
            )
            assert refusal(lambda c=command: measures.issue(work, c)).code == code


def test_a_recurrence_needs_a_closed_finding() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        first = findings.open_finding(work, TITLE)
        again = OpenFinding(title="反弹", recurs_from=first)
        assert refusal(lambda: findings.open_finding(work, again)).code == "finding.recurs_open"


def test_history_shows_only_the_records_own_entries() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        made = findings.open_finding(work, TITLE)
        findings.open_finding(work, TITLE)
        findings.check_facts(work, made, "属实")
        work.commit()
    with small.office.read(small.head) as view:
        tags = [entry.header.tag for entry in view.history(FINDING, made)]
    assert tags == ["finding.opened", "finding.checked"]


def test_names_are_sealed_and_not_in_the_journal(tmp_path: Path) -> None:
    small = small_office()
    with small.office.store.begin() as transaction:
        texts = [entry.payload for entry in transaction.entries(_chain(small))]
    assert not any("林一" in text for text in texts)
    with small.office.read(small.head) as view:
        officer = view.get(OFFICER, small.chief)
        assert view.unseal(officer.name) == "林一".encode()


def _chain(small: SmallOffice) -> object:
    from supervision.journal.entry import open_chain

    return open_chain(UnitId(small.unit))


def test_an_office_without_cases_or_rules_says_so() -> None:
    small = small_office()
    bare = Office(attrs.evolve(small.office.parts, cases=None))
    assert refusal(lambda: bare.cases).code == "office.no_cases"
    assert refusal(lambda: bare.watch).code == "office.no_watch"


def test_a_page_says_where_to_go_on() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        for _ in range(5):
            findings.open_finding(work, TITLE)
        work.commit()
    with small.office.read(small.head) as view:
        kind: RecordKind[object] = FINDING
        first, cursor = view.page(kind, limit=3)
        second, end = view.page(kind, after=cursor, limit=3)
    assert (len(first), len(second), end) == (3, 2, None)


def test_a_voided_item_gives_up_its_number() -> None:
    from supervision.domain.item_steps import Move
    from supervision.domain.items import ProposeItem, Requirement
    from supervision.domain.registers import REGISTER
    from supervision.office import items

    small = small_office()
    with small.office.work(small.head) as work:
        command = ProposeItem(
            title="专项督察", kind="item", source="党组", requirements=(Requirement(text="自查"),)
        )
        made = items.propose(work, command)
        items.move(work, made, Move(step="submit"))
        work.commit()
    with small.office.work(small.chief) as work:
        assert items.move(work, made, Move(step="open")).number == "马检督立〔2026〕1号"
        work.commit()
    with small.office.work(small.head) as work:
        items.move(work, made, Move(step="assign", lead=small.first))
        items.void_item(work, made, acting=Acting(reason="重复立项"))
        work.commit()
    with small.office.read(small.head) as view:
        (register,) = view.select(REGISTER)
    assert [gone.number for gone in register.voided] == [1]


def test_a_reading_that_goes_on_for_long_still_finds_what_it_read_first() -> None:
    small = small_office()
    with small.office.read(small.head) as view:
        officer = view.get(OFFICER, small.head)
        assert not any(view.find(FINDING, f"fnd_{number}") for number in range(1_001))
        assert view.get(OFFICER, small.head) == officer


def test_what_a_work_selects_knows_what_it_has_staged() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        kept = findings.open_finding(work, TITLE)
        gone = findings.open_finding(work, TITLE)
        work.commit()
    registered = Eq("state", "registered")
    with small.office.work(small.head) as work:
        findings.dismiss(work, gone, acting=Acting(reason="不属问题"))
        fresh = findings.open_finding(work, TITLE)
        assert [one.id for one in work.select(FINDING, registered)] == sorted((kept, fresh))
        assert len(work.select(FINDING)) == 3
        assert [one.id for one in work.view.select(FINDING, registered)] == sorted((kept, gone))
        assert work.select(OFFICER, Eq("staff_number", "101"))[0].id == small.chief
