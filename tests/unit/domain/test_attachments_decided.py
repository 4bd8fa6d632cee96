"""Evidence: which files are taken, and what may be decided about them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.attachment_types import (
    ATTACHMENT_RULES,
    AttachmentRules,
    FileType,
    check_content,
)
from supervision.domain.attachments import (
    AddAttachment,
    AttachedTo,
    Attachment,
    AttachmentState,
    AttachmentVersion,
    CorrectAttachment,
    decide_add_attachment,
    decide_correct_attachment,
    decide_replace_attachment,
    decide_void_attachment,
    evolve_attachment,
    version_of,
)
from supervision.domain.posts import Role
from supervision.domain.separation import Concerned, Deed, Standing
from supervision.domain.values import OfficerId, Sealed
from supervision.errors import Refused

ME = OfficerId("off_1")
TODAY = dt.date(2026, 3, 2)


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def refused(decide: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        decide()
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("整改报告.pdf", b"%PDF-1.7 ..."),
        ("SCAN.PDF", b"%PDF-1.4"),
        ("公文.ofd", packed("OFD.xml")),
        ("通知.docx", packed("[Content_Types].xml", "word/document.xml")),
        ("台账.xlsx", packed("xl/workbook.xml")),
        ("通知.wps", bytes.fromhex("d0cf11e0a1b11ae1") + b"..."),
        ("台账.et", bytes.fromhex("d0cf11e0a1b11ae1") + b"..."),
        ("照片.jpg", b"\xff\xd8\xff\xe0..."),
        ("照片.jpeg", b"\xff\xd8\xff\xe1..."),
        ("截图.png", b"\x89PNG\r\n\x1a\n..."),
        ("说明.txt", "已经整改".encode()),
        ("说明.txt", "已经整改".encode("gb18030")),
    ],
)
def test_files_of_the_list_are_taken(name: str, content: bytes) -> None:
    kind = check_content(name, content, ATTACHMENT_RULES)
    assert kind.extension == name.rpartition(".")[2].lower()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("材料.zip", packed("a.txt"), "attachment.type"),
        ("程序.exe", b"MZ", "attachment.type"),
        ("没有扩展名", b"%PDF-1.7", "attachment.type"),
        ("空.pdf", b"", "attachment.empty"),
        ("改名.pdf", packed("a.txt"), "attachment.content"),
        ("改名.docx", packed("a.txt"), "attachment.content"),
        ("改名.xlsx", packed("word/document.xml"), "attachment.content"),
        ("坏的.docx", b"PK\x03\x04 truncated", "attachment.content"),
        ("二进制.txt", b"MZ\x00\x01", "attachment.content"),
        ("乱码.txt", b"\xff\xff", "attachment.content"),
    ],
)
def test_what_is_not_of_the_list_or_not_what_it_says_is_refused(
    name: str, content: bytes, code: str
) -> None:
    assert refused(lambda: check_content(name, content, ATTACHMENT_RULES)) == code


def test_sizes_are_limited_for_all_and_for_a_type() -> None:
    rules = AttachmentRules(
        types=(FileType(extension="txt"), FileType(extension="csv", largest=3)), largest=5
    )
    assert check_content("a.txt", b"12345", rules)
    assert refused(lambda: check_content("a.txt", b"123456", rules)) == "attachment.too_large"
    assert refused(lambda: check_content("a.csv", b"1234", rules)) == "attachment.too_large"


def test_a_part_is_asked_only_of_packed_files() -> None:
    odd = FileType(extension="odd", magic=("41",), part="inside")
    assert not odd.fits(b"A")


# --- decisions ---


def version(sha256: str = "aa") -> AttachmentVersion:
    sealed = Sealed(digest=f"sha256:{sha256}", size=1)
    return AttachmentVersion(
        content=sealed, file_name=sealed, extension="pdf", sha256=sha256, handed_in=TODAY
    )


def deed(*roles: Role, reason: str = "") -> Deed:
    standing = Standing(officer=ME, roles=frozenset(roles))
    return Deed(act=Act(by=ME, on=TODAY), standing=standing, reason=reason)


def added(
    about_on: dt.date | None = None, title: str = "卷宗扫描件", beside: int = 0
) -> Attachment:
    command = AddAttachment(
        owner=AttachedTo(kind="finding", id="fnd_1"), title=title, about_on=about_on
    )
    (change,) = decide_add_attachment(
        "att_1", "unt_1", command, version(), deed=deed(), beside=beside, most=2
    )
    return evolve_attachment(None, change)


def test_the_day_it_is_about_stands_apart_from_the_day_it_was_handed_in() -> None:
    one = added(about_on=dt.date(2025, 12, 1), title=" 卷宗扫描件 ")
    assert (one.title, one.about_on) == ("卷宗扫描件", dt.date(2025, 12, 1))
    assert (one.current.handed_in, one.state) == (TODAY, AttachmentState.HELD)


def test_it_is_not_about_a_day_to_come_and_has_a_title() -> None:
    assert refused(lambda: added(about_on=TODAY + dt.timedelta(days=1))) == "attachment.future"
    assert refused(lambda: added(title="a\nb")) == "text.line"
    assert refused(lambda: added(beside=2)) == "attachment.too_many"


def test_a_new_version_leaves_the_old_one() -> None:
    one = added()
    (change,) = decide_replace_attachment(one, version("bb"), deed=deed(reason="补页"))
    two = evolve_attachment(one, change)
    assert [found.sha256 for found in two.versions] == ["aa", "bb"]
    assert (version_of(two).sha256, version_of(two, 1).sha256) == ("bb", "aa")
    for number in (0, 3):
        assert refused(lambda number=number: version_of(two, number)) == "attachment.no_version"


def test_the_same_content_is_no_new_version() -> None:
    code = "attachment.same"
    assert (
        refused(lambda: decide_replace_attachment(added(), version(), deed=deed(reason="x")))
        == code
    )
    code = "act.reason_missing"
    assert refused(lambda: decide_replace_attachment(added(), version("b"), deed=deed())) == code


def test_title_and_day_are_corrected_with_a_reason() -> None:
    one = added(about_on=TODAY)
    right = CorrectAttachment(title="扫描件", cleared=("about_on",))
    (change,) = decide_correct_attachment(one, right, deed=deed(reason="录错"))
    two = evolve_attachment(one, change)
    assert (two.title, two.about_on) == ("扫描件", None)
    later = CorrectAttachment(about_on=TODAY + dt.timedelta(days=1))
    assert (
        refused(lambda: decide_correct_attachment(one, later, deed=deed(reason="x")))
        == "attachment.future"
    )
    empty = CorrectAttachment()
    assert (
        refused(lambda: decide_correct_attachment(one, empty, deed=deed(reason="x")))
        == "correction.empty"
    )


def test_voiding_belongs_to_the_office_and_is_independent() -> None:
    one = added()
    act = deed(Role.INSPECTOR, reason="误传")
    named = Concerned(officers=frozenset({ME}))
    assert (
        refused(lambda: decide_void_attachment(one, deed=act, concerned=named))
        == "separation.named"
    )
    outside = deed(Role.HEAD, reason="误传")
    assert (
        refused(lambda: decide_void_attachment(one, deed=outside, concerned=Concerned()))
        == "separation.role"
    )
    (change,) = decide_void_attachment(one, deed=act, concerned=Concerned())
    voided = evolve_attachment(one, change)
    assert voided == attrs.evolve(one, state=AttachmentState.VOIDED)
    for step in (
        lambda: decide_void_attachment(voided, deed=act, concerned=Concerned()),
        lambda: decide_replace_attachment(voided, version("b"), deed=act),
        lambda: decide_correct_attachment(voided, CorrectAttachment(title="x"), deed=act),
    ):
        assert refused(step) == "workflow.step"
