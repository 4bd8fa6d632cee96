"""The in-tree policy and channel, and the cheap import of the author's facade."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from supervision.builtin.file_channel import FileChannel
from supervision.builtin.open_office import OpenOffice
from supervision.domain.kinds import KINDS
from supervision.domain.values import Instant, OfficerId, UnitId
from supervision.errors import ConfigError, UsageError
from supervision.ports.access import Actor
from supervision.ports.notify import Message
from supervision.ports.query import Everything, Nothing

POLICY = OpenOffice(frozenset({"finding"}))
KNOWN = Actor(id=OfficerId("o"), unit=UnitId("u"), path="/u")
STRANGER = Actor(id=OfficerId("x"), unit=UnitId("u"), path="/u", known=False)


def test_known_officer_sees_and_does_everything_open() -> None:
    assert POLICY.visible(KNOWN, "finding") == Everything
    assert POLICY.permits(KNOWN, "finding.closed", None).granted


def test_unknown_actor_sees_and_does_nothing() -> None:
    assert POLICY.visible(STRANGER, "finding") == Nothing
    refused = POLICY.permits(STRANGER, "finding.closed", None)
    assert (refused.granted, refused.code) == (False, "access.unknown")
    assert refused.zh
    assert refused.en


def test_confidential_kind_is_invisible_to_everybody() -> None:
    assert POLICY.visible(KNOWN, "investigation") == Nothing
    assert POLICY.permits(KNOWN, "investigation.opened", None).code == "access.confidential"


def test_every_change_tag_begins_with_the_name_of_its_kind() -> None:
    """The policy tells the kind of an act by its tag."""
    odd = [
        change.tag
        for kind in KINDS
        for change in kind.changes
        if change.tag.partition(".")[0] != kind.name
    ]
    assert odd == []


def message(id_: str = "msg_1", text: str = "请于三日内签收。") -> Message:
    return Message(
        id=id_,
        at=Instant(1_780_000_000_000_000),
        topic="measure.served",
        kind="measure",
        record="mea_1",
        to=(OfficerId("off_1"), OfficerId("off_2")),
        title="整改通知",
        text=text,
    )


def test_message_becomes_one_utf8_file(tmp_path: Path) -> None:
    FileChannel(tmp_path / "a" / "b").send(message())
    (file,) = (tmp_path / "a" / "b").iterdir()
    assert file.name == "msg_1.txt"
    assert file.read_text("utf-8").splitlines() == [
        "整改通知",
        "",
        "请于三日内签收。",
        "",
        "to: off_1, off_2",
        "at: 2026-05-29T04:26:40+08:00",
        "topic: measure.served",
        "measure: mea_1",
        "id: msg_1",
    ]


def test_same_message_again_changes_nothing(tmp_path: Path) -> None:
    channel = FileChannel(tmp_path)
    channel.send(message())
    channel.send(message(text="other"))
    assert "other" not in (tmp_path / "msg_1.txt").read_text("utf-8")


def test_message_that_cannot_be_written_leaves_no_part(tmp_path: Path) -> None:
    channel = FileChannel(tmp_path)
    with pytest.raises(UnicodeEncodeError):
        channel.send(message(text="\ud800"))
    assert list(tmp_path.iterdir()) == []


def test_message_id_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        FileChannel(tmp_path / "in").send(message("../out"))
    assert caught.value.code == "notify.id"


def test_folder_that_cannot_be_made_is_a_fault_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError) as caught:
        FileChannel(tmp_path / "file" / "folder")
    assert caught.value.code == "notify.folder"


def test_importing_the_facade_loads_nothing_heavy() -> None:
    code = "import sys, supervision.plugin; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = {"cattrs", "click", "rich", "sqlalchemy", "sqlite3", "tomllib", "json"}
    assert heavy & set(found) == set()
    ours = {name for name in found if name.startswith("supervision.")}
    assert not any(name.startswith("supervision.plugins") for name in ours)
