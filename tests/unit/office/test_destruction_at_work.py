"""Destruction by two persons erases contents, leaves the proof whole, and stops at a hold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import attrs
import pytest

from supervision.config.retention import packaged_schedule
from supervision.domain.attachments import ATTACHMENT, AttachedTo, Attachment
from supervision.domain.destructions import DESTRUCTION, DestructionState, Ground
from supervision.domain.findings import FINDING, OpenFinding, Rectification
from supervision.domain.holds import HOLD, HoldScope, PlaceHold
from supervision.domain.kinds import KINDS
from supervision.domain.officers import OFFICER
from supervision.domain.references import Reference
from supervision.errors import Refused
from supervision.journal.entry import open_chain
from supervision.office import attachments, destructions, findings, holds
from supervision.office.acting import Acting
from supervision.office.directory import Directory
from supervision.office.office import Office
from supervision.office.retention import due_records
from supervision.office.shapes import format_of, shapes_of
from supervision.office.work import Work
from supervision.testing.offices import SmallOffice, small_office
from supervision_store_sql.backend import create_sqlite
from supervision_store_sql.settings import SqliteSettings

BECAUSE = Acting(reason="保管期满")
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def small() -> SmallOffice:
    return with_terms(small_office())


def with_terms(made: SmallOffice) -> SmallOffice:
    """The same office, which keeps findings ten years."""
    schedule = packaged_schedule().with_terms({"finding": "10年"})
    rules = attrs.evolve(made.office.rules, retention=schedule)
    return attrs.evolve(made, office=Office(attrs.evolve(made.office.parts, rules=rules)))


def done(small: SmallOffice, who: str, act: Any) -> Any:
    with small.office.work(getattr(small, who)) as work:
        result = act(work)
        work.commit()
    return result


def refusal(small: SmallOffice, who: str, act: Any) -> str:
    with pytest.raises(Refused) as caught, small.office.work(getattr(small, who)) as work:
        act(work)
    return caught.value.code


def closed_finding(small: SmallOffice) -> str:
    """A closed finding of the first department with a scan attached."""
    command = OpenFinding(title="卷宗目录不全", department=small.first, case_number="A〔2026〕1号")
    id = str(done(small, "inspector", lambda work: findings.open_finding(work, command)))

    def claim(work: Work) -> None:
        lasting = Rectification.LASTING
        findings.claim(work, id, department=small.first, mode=lasting, plan="补")
        findings.submit(work, id, "已补")

    done(small, "first_head", claim)
    done(small, "inspector", lambda work: findings.verify(work, id))
    done(small, "head", lambda work: findings.close(work, id))
    attach(small, id)
    return id


def attach(small: SmallOffice, finding: str) -> str:
    owner = AttachedTo(kind="finding", id=finding)
    return str(
        done(
            small,
            "inspector",
            lambda work: attachments.add_attachment(work, owner, "扫描件", "a.pdf", PDF),
        )
    )


def years_pass(small: SmallOffice, years: int = 11) -> None:
    small.clock.advance(days=366 * years)


def propose(small: SmallOffice, *ids: str, who: str = "inspector") -> str:
    named = tuple(("finding", id, "") for id in ids)
    return str(
        done(
            small,
            who,
            lambda work: destructions.propose_destruction(
                work, Ground.EXPIRED, named, acting=BECAUSE
            ),
        )
    )


def approve(small: SmallOffice, id: str, who: str = "chief") -> None:
    done(small, who, lambda work: destructions.approve_destruction(work, id, acting=BECAUSE))


def execute(small: SmallOffice, id: str) -> destructions.Executed:
    found: destructions.Executed = done(
        small, "inspector", lambda work: destructions.execute_destruction(work, id)
    )
    return found


def test_records_are_due_once_their_period_has_ended(small: SmallOffice) -> None:
    id = closed_finding(small)
    with small.office.read(small.inspector) as view:
        schedule = small.office.rules.retention
        closed = view.get(FINDING, id).closed_on
        assert closed is not None
        last = closed.replace(year=closed.year + 10)
        assert due_records(view, schedule, last).records == ()
        due = due_records(view, schedule, last + dt.timedelta(days=1))
        [one] = due.records
        assert (one.id, one.ended_on, one.due_on, one.attachments) == (id, closed, last, 1)
        assert not one.held
        assert not one.listed


def test_a_kind_without_a_term_is_told_and_never_due(small: SmallOffice) -> None:
    closed_finding(small)
    with small.office.read(small.inspector) as view:
        due = due_records(view, packaged_schedule(), dt.date(2090, 1, 1))
    assert due.records == ()
    assert due.no_term == ("finding",)


def test_executing_erases_the_contents_and_leaves_the_proof_whole(small: SmallOffice) -> None:
    """RETENTION-10, RETENTION-12: what was erased by decision is counted, not a fault."""
    id = closed_finding(small)
    years_pass(small)
    before = small.office.verify()
    list_ = propose(small, id)
    approve(small, list_)
    executed = execute(small, list_)
    assert executed.kept == ()
    report = small.office.verify()
    assert report.ok, report.faults
    assert report.erased == len(executed.erased) == 2  # content and file name
    assert report.blobs == before.blobs - 2
    with small.office.read(small.inspector) as view:
        record = view.get(DESTRUCTION, list_)
        assert record.state is DestructionState.EXECUTED
        assert (record.erased, record.kept) == (2, 0)
        [attachment] = view.select(ATTACHMENT)
        assert view.unseal(attachment.current.content) is None
        assert view.get(FINDING, id).title == "卷宗目录不全"
        [due] = due_records(view, small.office.rules.retention, dt.date(2090, 1, 1)).records
        assert due.listed == list_


def test_nobody_approves_his_own_list(small: SmallOffice) -> None:
    id = closed_finding(small)
    years_pass(small)
    list_ = propose(small, id, who="head")
    code = refusal(
        small, "head", lambda work: destructions.approve_destruction(work, list_, acting=BECAUSE)
    )
    assert code == "destruction.same_person"


def test_no_step_is_entered_for_another(small: SmallOffice) -> None:
    id = closed_finding(small)
    years_pass(small)
    list_ = propose(small, id)

    def approve_for_the_chief(work: Work) -> None:
        paper = work.seal(b"signed")
        acting = Acting(by=small.chief, paper=paper, reason="批准")
        destructions.approve_destruction(work, list_, acting=acting)

    assert refusal(small, "inspector", approve_for_the_chief) == "destruction.in_person"


def test_nothing_is_destroyed_before_its_period_ends(small: SmallOffice) -> None:
    id = closed_finding(small)

    def early(work: Work) -> None:
        named = (("finding", id, ""),)
        destructions.propose_destruction(work, Ground.EXPIRED, named, acting=BECAUSE)

    assert refusal(small, "inspector", early) == "destruction.not_due"


@pytest.mark.parametrize("scope", ["record", "about", "case", "attachment"])
def test_a_hold_stops_the_proposal(small: SmallOffice, scope: str) -> None:
    id = closed_finding(small)
    extra = attach(small, id)
    years_pass(small)
    place = {
        "record": PlaceHold(
            scope=HoldScope.RECORD, ordered_by="纪检", about=Reference(kind="finding", id=id)
        ),
        "about": PlaceHold(
            scope=HoldScope.ABOUT, ordered_by="纪检", about=Reference(kind="finding", id=id)
        ),
        "case": PlaceHold(scope=HoldScope.CASE, ordered_by="法院", case_number="A〔2026〕1号"),
        "attachment": PlaceHold(
            scope=HoldScope.RECORD, ordered_by="纪检", about=Reference(kind="attachment", id=extra)
        ),
    }[scope]
    held = done(
        small, "inspector", lambda work: holds.place_hold(work, place, acting=Acting(reason="调查"))
    )

    def try_it(work: Work) -> None:
        named = (("finding", id, ""),)
        destructions.propose_destruction(work, Ground.EXPIRED, named, acting=BECAUSE)

    assert refusal(small, "inspector", try_it) == "destruction.held"
    done(small, "head", lambda work: holds.lift_hold(work, held, acting=Acting(reason="结束")))
    assert propose(small, id)


def test_a_hold_placed_after_the_approval_stops_the_execution(small: SmallOffice) -> None:
    id = closed_finding(small)
    years_pass(small)
    list_ = propose(small, id)
    approve(small, list_)
    place = PlaceHold(
        scope=HoldScope.ABOUT, ordered_by="监委", about=Reference(kind="finding", id=id)
    )
    done(small, "chief", lambda work: holds.place_hold(work, place, acting=Acting(reason="调查")))
    blobs = small.office.verify().blobs
    code = refusal(small, "inspector", lambda work: destructions.execute_destruction(work, list_))
    assert code == "destruction.held"
    assert small.office.verify().blobs == blobs
    with small.office.read(small.head) as view:
        assert view.select(HOLD)[0].scope is HoldScope.ABOUT
        due = due_records(view, small.office.rules.retention, dt.date(2090, 1, 1))
        assert [one.held for one in due.records] == [True]


def test_a_content_another_record_refers_to_is_kept_and_told(small: SmallOffice) -> None:
    """One signed paper, sealed once, proves the opening of two findings."""
    opened: list[str] = []

    def two(work: Work) -> None:
        paper = work.seal(b"signed")
        for title in ("甲", "乙"):
            command = OpenFinding(title=title, department=small.first)
            acting = Acting(by=small.head, paper=paper)
            opened.append(findings.open_finding(work, command, acting=acting))

    done(small, "inspector", two)
    with small.office.work(small.inspector) as work:
        line = destructions.DestructionTarget(kind="finding", id=opened[0])
        there, kept = destructions._contents(work, (line,))
    assert len(there) == 1
    [one] = kept
    assert (one.digest, one.kind, one.id) == (min(there), "finding", opened[1])


def test_an_officers_name_is_erased_through_the_same_act(small: SmallOffice) -> None:
    """RETENTION-11: personal data go by field, before any period ends."""
    named = (("officer", small.second_head, "name"), ("officer", small.second_head, "former_names"))
    acting = Acting(reason="本人申请删除")
    list_ = str(
        done(
            small,
            "inspector",
            lambda work: destructions.propose_destruction(
                work, Ground.PERSONAL, named, acting=acting
            ),
        )
    )
    approve(small, list_)
    assert len(execute(small, list_).erased) == 1
    with small.office.read(small.head) as view:
        assert Directory.of(view).officers[small.second_head].staff_number == "301"
        assert view.unseal(view.get(OFFICER, small.second_head).name) is None
    report = small.office.verify()
    assert report.ok
    assert report.erased == 1


def test_an_officer_decides_nothing_about_his_own_name(small: SmallOffice) -> None:
    def own(work: Work) -> None:
        named = (("officer", small.inspector, "name"),)
        destructions.propose_destruction(work, Ground.PERSONAL, named, acting=BECAUSE)

    assert refusal(small, "inspector", own) == "separation.named"


def test_a_blob_missing_by_hand_is_an_incident(small: SmallOffice) -> None:
    """JOURNAL-18: only the entry of a destruction tells an erasure from a loss."""
    id = closed_finding(small)
    with small.office.read(small.head) as view:
        [attachment] = view.select(ATTACHMENT)
    key = attachment.current.content.digest
    with small.office.store.begin(write=(open_chain(small.unit),)) as writing:
        writing.erase_blob(key)
        writing.commit()
    [fault] = small.office.verify().faults
    assert (fault.code, fault.found) == ("verify.blob_missing", key)
    assert attachment.id in fault.place
    years_pass(small)
    list_ = propose(small, id)
    approve(small, list_)
    assert key not in execute(small, list_).erased
    assert [one.code for one in small.office.verify().faults] == ["verify.blob_missing"]


def test_an_erased_content_that_is_back_is_an_incident(small: SmallOffice) -> None:
    id = closed_finding(small)
    with small.office.read(small.head) as view:
        [attachment] = view.select(ATTACHMENT)
    key = attachment.current.content.digest
    with small.office.store.begin() as reading:
        blob = reading.get_blob(key)
    assert blob is not None
    years_pass(small)
    list_ = propose(small, id)
    approve(small, list_)
    execute(small, list_)
    with small.office.store.begin(write=(open_chain(small.unit),)) as writing:
        writing.put_blob(blob)
        writing.commit()
    assert [one.code for one in small.office.verify().faults] == ["verify.blob_back"]


def test_an_execution_left_without_commit_erases_nothing(tmp_path: Path) -> None:
    """RETENTION-10: contents and entry are one transaction; a store that fails undoes both."""
    made = SqliteSettings(path=tmp_path / "office.db")
    store = create_sqlite(made, shapes_of(KINDS), format_of(KINDS))
    small = with_terms(small_office(store))
    id = closed_finding(small)
    years_pass(small)
    list_ = propose(small, id)
    approve(small, list_)
    before = small.office.verify()
    with small.office.work(small.inspector) as work:
        destructions.execute_destruction(work, list_)
    assert small.office.verify() == before
    with pytest.raises(RuntimeError):
        erase_and_fail(small)
    assert small.office.verify() == before
    assert execute(small, list_).kept == ()
    report = small.office.verify()
    assert report.ok
    assert report.erased == 2
    small.office.close()


def erase_and_fail(small: SmallOffice) -> None:
    """Let the machine fail between the erasing and the commit."""
    keys = {one.current.content.digest for one in held(small)}
    with small.office.store.begin(write=(open_chain(small.unit),)) as transaction:
        for key in keys:
            transaction.erase_blob(key)
        raise RuntimeError


def held(small: SmallOffice) -> tuple[Attachment, ...]:
    with small.office.read(small.head) as view:
        return view.select(ATTACHMENT)


def test_a_whole_record_and_one_of_its_fields_stand_on_one_list_at_a_time(
    small: SmallOffice,
) -> None:
    named = (("officer", small.second_head, "name"),)

    def once(work: Work) -> None:
        destructions.propose_destruction(work, Ground.PERSONAL, named, acting=BECAUSE)

    done(small, "inspector", once)
    assert refusal(small, "inspector", once) == "destruction.listed"
    other = (("officer", small.second_head, "former_names"),)
    done(
        small,
        "inspector",
        lambda work: destructions.propose_destruction(work, Ground.PERSONAL, other, acting=BECAUSE),
    )
