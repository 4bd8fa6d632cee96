"""Evidence in the office: kept sealed, read back with both digests, never lost silently."""

from __future__ import annotations

import datetime as dt
import hashlib

import attrs
import pytest

from supervision.domain.attachment_types import AttachmentRules, FileType
from supervision.domain.attachments import (
    ATTACHMENT,
    AttachedTo,
    AttachmentState,
    CorrectAttachment,
)
from supervision.domain.findings import OpenFinding, Responsible
from supervision.domain.items import ProposeItem
from supervision.domain.opinions import GiveOpinion
from supervision.domain.values import OfficerId
from supervision.errors import JournalError, NotFound, Refused
from supervision.journal.entry import open_chain
from supervision.office import attachments, findings, items, opinions
from supervision.office.acting import Acting
from supervision.office.office import Office
from supervision.ports.access import Actor, Permission
from supervision.ports.query import Everything, Nothing, Predicate
from supervision.ports.store import Blob
from supervision.testing.offices import SmallOffice, small_office

PDF = b"%PDF-1.7 rectified"
WHY = Acting(reason="补正")


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def finding(small: SmallOffice, **fields: object) -> AttachedTo:
    with small.office.work(small.head) as work:
        id = findings.open_finding(work, OpenFinding(title="目录不全", **fields))
        work.commit()
    return AttachedTo(kind="finding", id=id)


def added(small: SmallOffice, owner: AttachedTo, **more: object) -> str:
    with small.office.work(small.first_head) as work:
        id = attachments.add_attachment(
            work,
            owner,
            "整改报告",
            "D:\\材料\\张三整改.pdf",
            PDF,
            **more,
        )
        work.commit()
    return id


def content(small: SmallOffice, id: str, number: int | None = None) -> attachments.AttachedContent:
    with small.office.read(small.head) as view:
        return attachments.content_of(small.office, view, id, number)


def test_what_was_attached_is_read_back(small: SmallOffice) -> None:
    id = added(small, finding(small), about_on=dt.date(2025, 12, 1))
    found = content(small, id)
    assert (found.content, found.file_name, found.number) == (PDF, "张三整改.pdf", 1)
    version = found.attachment.current
    assert version.sha256 == hashlib.sha256(PDF).hexdigest()
    assert version.content.digest != f"sha256:{version.sha256}"
    assert found.attachment.about_on == dt.date(2025, 12, 1)


def test_the_journal_holds_neither_content_nor_file_name(small: SmallOffice) -> None:
    id = added(small, finding(small))
    with small.office.read(small.head) as view:
        payloads = "".join(entry.payload for entry in view.history(ATTACHMENT, id))
    assert "rectified" not in payloads
    assert "张三" not in payloads
    assert small.office.verify().ok


def test_an_old_version_stays_and_is_read_by_its_number(small: SmallOffice) -> None:
    id = added(small, finding(small))
    with small.office.work(small.first_head) as work:
        attachments.replace_attachment(work, id, "b.txt", "补页".encode(), acting=WHY)
        work.commit()
    assert content(small, id).content == "补页".encode()
    assert content(small, id, 1).content == PDF
    with small.office.read(small.head) as view, pytest.raises(Refused, match="no_version"):
        attachments.content_of(small.office, view, id, 3)


def test_a_late_entry_was_handed_in_on_its_own_day(small: SmallOffice) -> None:
    day = dt.date(2026, 2, 1)
    id = added(small, finding(small, found_on=day), acting=Acting(on=day))
    assert content(small, id).attachment.current.handed_in == day


def test_refused_files_leave_nothing(small: SmallOffice) -> None:
    owner = finding(small)
    with small.office.work(small.first_head) as work:
        with pytest.raises(Refused, match=r"attachment\.type"):
            attachments.add_attachment(work, owner, "t", "a.zip", PDF)
        with pytest.raises(Refused, match=r"attachment\.content"):
            attachments.add_attachment(work, owner, "t", "a.png", PDF)
        assert work.commit().headers == ()


def test_types_and_limits_are_the_offices(small: SmallOffice) -> None:
    rules = AttachmentRules(types=(FileType(extension="csv"),), largest=10, most=1)
    office = Office(
        attrs.evolve(small.office.parts, rules=attrs.evolve(small.office.rules, attachments=rules))
    )
    owner = finding(small)
    with office.work(small.head) as work:
        with pytest.raises(Refused, match=r"attachment\.type"):
            attachments.add_attachment(work, owner, "t", "a.pdf", PDF)
        with pytest.raises(Refused, match=r"attachment\.too_large"):
            attachments.add_attachment(work, owner, "t", "a.csv", b"12345678901")
        attachments.add_attachment(work, owner, "t", "a.csv", b"1,2")
        work.commit()
    with office.work(small.head) as work, pytest.raises(Refused, match=r"attachment\.too_many"):
        attachments.add_attachment(work, owner, "t", "b.csv", b"3,4")


@pytest.mark.parametrize("kind", ["finding", "no_such_kind"])
def test_evidence_belongs_to_a_record_that_is_there(small: SmallOffice, kind: str) -> None:
    with small.office.work(small.head) as work, pytest.raises(NotFound):
        attachments.add_attachment(work, AttachedTo(kind=kind, id="x"), "t", "a.pdf", PDF)


def test_evidence_is_not_attached_to_evidence(small: SmallOffice) -> None:
    owner = AttachedTo(kind="attachment", id=added(small, finding(small)))
    with small.office.work(small.head) as work, pytest.raises(Refused, match="to_attachment"):
        attachments.add_attachment(work, owner, "t", "a.pdf", PDF)


def test_voided_evidence_is_listed_only_when_asked_for(small: SmallOffice) -> None:
    owner = finding(small)
    id, other = added(small, owner), added(small, owner)
    with small.office.work(small.inspector) as work:
        attachments.void_attachment(work, id, acting=WHY)
        attachments.correct_attachment(work, other, CorrectAttachment(title="报告"), acting=WHY)
        work.commit()
    with small.office.read(small.head) as view:
        held = attachments.attachments_of(view, owner)
        all_ = attachments.attachments_of(view, owner, voided=True)
    assert [one.title for one in held] == ["报告"]
    assert {one.state for one in all_} == {AttachmentState.HELD, AttachmentState.VOIDED}
    assert content(small, id).content == PDF


def test_whoever_the_record_concerns_does_not_void_its_evidence(small: SmallOffice) -> None:
    owner = finding(small, persons=(Responsible(officer=small.inspector),))
    id = added(small, owner)
    with small.office.work(small.inspector) as work, pytest.raises(Refused, match="named"):
        attachments.void_attachment(work, id, acting=WHY)


def test_evidence_of_an_item_and_of_an_opinion_is_not_voided_by_those_concerned(
    small: SmallOffice,
) -> None:
    with small.office.work(small.head) as work:
        item = items.propose(
            work,
            ProposeItem(title="专项", kind="item.enforcement", concerned=(small.inspector,)),
        )
        asked = GiveOpinion(matter="自查", text="先难后易", department=small.supervision)
        opinion = opinions.give_opinion(work, asked)
        outside = opinions.give_opinion(
            work, GiveOpinion(matter="自查", text="先难后易", department=small.first)
        )
        work.commit()
    for kind, id, expected in (("item", item, "named"), ("opinion", opinion, "no_substitute")):
        held = added(small, AttachedTo(kind=kind, id=id))
        with small.office.work(small.inspector) as work, pytest.raises(Refused, match=expected):
            attachments.void_attachment(work, held, acting=WHY)
    held = added(small, AttachedTo(kind="opinion", id=outside))
    with small.office.work(small.inspector) as work:
        attachments.void_attachment(work, held, acting=WHY)


def test_evidence_of_a_person_names_nobody(small: SmallOffice) -> None:
    id = added(small, AttachedTo(kind="officer", id=small.prosecutor))
    with small.office.work(small.inspector) as work:
        voided = attachments.void_attachment(work, id, acting=WHY)
    assert voided.state is AttachmentState.VOIDED


# --- content that is gone or no longer the same ---


def blob(small: SmallOffice, id: str) -> str:
    with small.office.read(small.head) as view:
        return view.get(ATTACHMENT, id).current.content.digest


def test_erased_content_is_told_clearly_and_never_taken_for_a_decision(small: SmallOffice) -> None:
    id = added(small, finding(small))
    with small.office.store.begin(write=[open_chain(small.unit)]) as transaction:
        transaction.erase_blob(blob(small, id))
        transaction.commit()
    with pytest.raises(NotFound, match=r"attachment\.erased"):
        content(small, id)
    report = small.office.verify()
    assert [one.code for one in report.faults] == ["verify.blob_missing"]  # nobody decided it
    assert report.erased == 0


def test_an_erased_file_name_is_empty(small: SmallOffice) -> None:
    id = added(small, finding(small))
    with small.office.read(small.head) as view:
        name = view.get(ATTACHMENT, id).current.file_name.digest
    with small.office.store.begin(write=[open_chain(small.unit)]) as transaction:
        transaction.erase_blob(name)
        transaction.commit()
    assert content(small, id).file_name == ""


@pytest.mark.parametrize("salt", [b"other", None])
def test_changed_content_is_never_handed_out(small: SmallOffice, salt: bytes | None) -> None:
    """Other content is found by its SHA-256, another salt by the office's digest."""
    id = added(small, finding(small))
    key = blob(small, id)
    with small.office.store.begin() as transaction:
        found = transaction.get_blob(key)
    assert found is not None
    with small.office.store.begin(write=[open_chain(small.unit)]) as transaction:
        transaction.erase_blob(key)
        changed = (
            Blob(digest=key, salt=salt, content=PDF)
            if salt
            else Blob(digest=key, salt=found.salt, content=b"%PDF-1.7 forged")
        )
        transaction.put_blob(changed)
        transaction.commit()
    with pytest.raises(JournalError, match=r"attachment\.changed"):
        content(small, id)


def test_a_digest_this_machine_lacks_leaves_the_sha256(small: SmallOffice) -> None:
    id = added(small, finding(small))
    office = Office(attrs.evolve(small.office.parts, digests={}))
    with office.read(small.head) as view:
        assert attachments.content_of(office, view, id).content == PDF


# --- who may not see the record does not reach its evidence ---


@attrs.frozen
class Hiding:
    """A policy that hides findings from one officer (测试权限)."""

    officer: OfficerId

    def visible(self, actor: Actor, kind: str) -> Predicate:
        hidden = kind == "finding" and actor.id == self.officer
        return Nothing if hidden else Everything

    def permits(self, actor: Actor, act: str, record: object) -> Permission:
        return Permission(granted=True)


def test_a_hidden_record_hides_its_evidence(small: SmallOffice) -> None:
    owner = finding(small)
    id = added(small, owner)
    office = Office(attrs.evolve(small.office.parts, policy=Hiding(small.second_head)))
    with office.read(small.second_head) as view:
        with pytest.raises(NotFound):
            attachments.content_of(office, view, id)
        with pytest.raises(NotFound):
            attachments.attachments_of(view, owner)
    with office.work(small.second_head) as work, pytest.raises(NotFound):
        attachments.replace_attachment(work, id, "b.pdf", PDF + b"2", acting=WHY)
