"""Verification: what each contradiction is called, and where it is placed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import attrs
import pytest

from supervision import codec
from supervision.domain.lives import begun
from supervision.domain.marks import OPEN, is_open
from supervision.domain.records import ChangeType, Column, Many, RecordKind, Scalar
from supervision.domain.values import Instant, Sealed
from supervision.errors import JournalError
from supervision.journal.checkpoints import Checkpoint
from supervision.journal.entry import (
    ChainId,
    Entry,
    Header,
    digest_of,
    digester,
    sealed_digest,
)
from supervision.journal.replay import Replayed, replay
from supervision.journal.verify import (
    Fault,
    Replaying,
    SealedAt,
    VerificationReport,
    check_blobs,
    check_chain,
    check_checkpoint,
    check_rows,
)

CHAIN = ChainId("u")
DIGESTS = {"sha256": digester("sha256")}


@attrs.frozen(kw_only=True)
class Note:
    id: str
    unit: str
    text: str
    words: tuple[str, ...] = ()
    scan: Sealed | None = None


@attrs.frozen(kw_only=True)
class Written:
    id: str
    unit: str
    text: str
    words: tuple[str, ...] = ()
    scan: Sealed | None = None


@attrs.frozen(kw_only=True)
class Rewritten:
    text: str


def evolve(note: Note | None, change: Written | Rewritten) -> Note:
    if isinstance(change, Written):
        return Note(**attrs.asdict(change, recurse=False))
    return attrs.evolve(begun(note, change), text=change.text)


NOTE: RecordKind[Note] = RecordKind(
    name="note",
    prefix="nte",
    cls=Note,
    evolve=evolve,
    changes=(ChangeType("note.written", Written), ChangeType("note.rewritten", Rewritten)),
    indexed=(Column("text"),),
    many=(Many("words"),),
)
KINDS = {"note": NOTE}
SCAN = Sealed(digest="sha256:" + hashlib.sha256(b"salt" + b"scan").hexdigest(), size=4)


@attrs.frozen(kw_only=True)
class Row:
    kind: str
    id: str
    unit: str
    path: str
    file: str
    version: int
    body: str
    columns: Mapping[str, Scalar]
    many: Mapping[str, tuple[str, ...]]


@attrs.frozen(kw_only=True)
class Blob:
    salt: bytes
    content: bytes


def entry(seq: int, prev: str, id: str, version: int, change: object) -> Entry:
    _, tag, tag_version, payload = codec.encode_change(NOTE, change)
    made = Header(
        chain=CHAIN,
        seq=seq,
        kind="note",
        id=id,
        version=version,
        tag=tag,
        tag_version=tag_version,
        at=Instant(seq),
        actor="off_1",
        reason="",
        prev=prev,
        digest_name="sha256",
    )
    return Entry(header=made, payload=payload, digest=digest_of(made, payload, DIGESTS["sha256"]))


def three() -> list[Entry]:
    first = entry(1, "", "n1", 1, Written(id="n1", unit="u", text="a", words=("x",), scan=SCAN))
    second = entry(2, first.digest, "n1", 2, Rewritten(text="b"))
    return [first, second, entry(3, second.digest, "n2", 1, Written(id="n2", unit="u", text="c"))]


def chain_faults(entries: list[Entry], head: tuple[int, str] | None = None) -> list[Fault]:
    end = head or (len(entries), entries[-1].digest if entries else "")
    return check_chain(CHAIN, entries, end, DIGESTS, each=Replaying(kinds=KINDS))[1]


def codes(faults: list[Fault]) -> set[str]:
    return {fault.code for fault in faults}


def rows() -> list[Row]:
    return [
        Row(
            kind="note",
            id=id,
            unit="u",
            path="/u",
            file="open",
            version=replayed.version,
            body=codec.encode(replayed.record),
            columns=NOTE.columns_of(replayed.record),
            many=NOTE.many_of(replayed.record),
        )
        for (_, id), replayed in replay(three(), KINDS).items()
    ]


def row_faults(found: list[Row]) -> list[Fault]:
    return check_rows(found, replay(three(), KINDS), {"u": "/u"})[1]


def test_a_sound_chain_has_no_fault() -> None:
    report, faults = check_chain(CHAIN, three(), (3, three()[2].digest), DIGESTS)
    assert (report.entries, report.digest, faults) == (3, three()[2].digest, [])


def test_an_empty_chain_is_sound() -> None:
    assert check_chain(CHAIN, [], (0, ""), DIGESTS)[1] == []


def test_a_changed_payload_is_found_at_its_entry() -> None:
    entries = three()
    entries[1] = attrs.evolve(entries[1], payload='{"text":"B"}')
    assert [(f.code, f.place) for f in chain_faults(entries)] == [("verify.digest", "u #2")]


def test_a_changed_digest_breaks_its_entry_and_the_next() -> None:
    entries = three()
    entries[1] = attrs.evolve(entries[1], digest="00")
    assert [(f.code, f.place) for f in chain_faults(entries)] == [
        ("verify.digest", "u #2"),
        ("verify.prev", "u #3"),
    ]


@pytest.mark.parametrize("gone", [0, 1])
def test_a_removed_entry_leaves_a_gap(gone: int) -> None:
    entries = three()
    del entries[gone]
    assert {"verify.seq", "verify.prev"} <= codes(chain_faults(entries, (3, entries[-1].digest)))


def test_exchanged_entries_are_found() -> None:
    first, second, third = three()
    assert "verify.seq" in codes(chain_faults([second, first, third]))


def test_a_cut_tail_is_found_by_the_head() -> None:
    entries = three()
    assert codes(chain_faults(entries[:2], (3, entries[2].digest))) == {"verify.head"}


def test_an_entry_of_another_chain_is_found() -> None:
    entries = three()
    moved = attrs.evolve(entries[2].header, chain=ChainId("v"))
    entries[2] = attrs.evolve(entries[2], header=moved)
    assert "verify.chain" in codes(chain_faults(entries))


def test_an_unknown_digest_name_is_found() -> None:
    entries = three()
    header = attrs.evolve(entries[2].header, digest_name="crc32")
    entries[2] = attrs.evolve(entries[2], header=header)
    assert codes(chain_faults(entries)) == {"verify.digest_name"}


def test_a_header_that_cannot_be_digested_is_found() -> None:
    entries = three()
    header = attrs.evolve(entries[2].header, reason="a\nb")
    entries[2] = attrs.evolve(entries[2], header=header)
    assert codes(chain_faults(entries)) == {"verify.digest"}


def test_a_record_whose_replay_failed_is_told_once() -> None:
    first = entry(1, "", "n1", 1, Rewritten(text="no beginning"))
    second = entry(2, first.digest, "n1", 2, Rewritten(text="b"))
    faults = chain_faults([first, second])
    assert [(f.code, f.place) for f in faults] == [("verify.replay", "u #1")]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"kind": "poem"}, "journal.unknown_kind"),
        ({"tag": "note.sung"}, "journal.unknown_tag"),
        ({"tag_version": 2}, "journal.newer_version"),
        ({"version": 7}, "journal.version_gap"),
        ({"id": "n9"}, "journal.other_id"),
        ({"tag": "note.rewritten"}, "journal.payload"),
        ({"payload": "{"}, "journal.payload"),
    ],
)
def test_an_entry_that_cannot_be_applied_says_why(header: dict[str, object], code: str) -> None:
    made = entry(1, "", "n1", 1, Written(id="n1", unit="u", text="a"))
    payload = str(header.pop("payload", made.payload))
    header_changed = attrs.evolve(made.header, **header)
    made = attrs.evolve(made, header=header_changed, payload=payload)
    with pytest.raises(JournalError) as caught:
        replay([made], KINDS)
    assert caught.value.code == code


def test_a_change_without_a_beginning_is_an_incident() -> None:
    with pytest.raises(JournalError) as caught:
        replay([entry(1, "", "n1", 1, Rewritten(text="b"))], KINDS)
    assert caught.value.code == "journal.no_beginning"


def test_a_record_that_changes_in_another_chain_is_an_incident() -> None:
    first, second, _ = three()
    elsewhere = attrs.evolve(second, header=attrs.evolve(second.header, chain="u/closed/fil_1"))
    with pytest.raises(JournalError) as caught:
        replay([first, elsewhere], KINDS)
    assert caught.value.code == "journal.other_chain"


def test_a_change_that_evolves_into_nothing_sensible_is_an_incident() -> None:
    def broken(note: Note | None, change: object) -> Note:
        raise IndexError(7)

    made = entry(1, "", "n1", 1, Written(id="n1", unit="u", text="a"))
    with pytest.raises(JournalError) as caught:
        replay([made], {"note": attrs.evolve(NOTE, evolve=broken)})
    assert caught.value.code == "journal.payload"


def test_replay_continues_given_records() -> None:
    known = replay(three()[:1], KINDS)
    assert replay(three()[1:2], KINDS, known) is known
    assert known["note", "n1"] == Replayed(NOTE, known["note", "n1"].record, 2, CHAIN)


def test_equal_rows_have_no_fault() -> None:
    assert row_faults(rows()) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"version": 9}, "version"),
        ({"unit": "v"}, "unit"),
        ({"path": "/v"}, "path"),
        ({"columns": {"text": "z"}}, "text"),
        ({"columns": {}}, "text"),
        ({"many": {"words": ()}}, "words"),
        ({"body": '{"id":"n1"}'}, "body.scan"),
        ({"body": "[]"}, "body"),
        ({"body": "nonsense"}, "body"),
        (
            {
                "body": codec.encode(Note(id="n1", unit="u", text="b", words=("x",), scan=SCAN))
                + " "
            },
            "body",
        ),
    ],
)
def test_an_edited_row_is_found_by_field(change: dict[str, object], field: str) -> None:
    edited = attrs.evolve(rows()[0], **change)
    faults = row_faults([edited, *rows()[1:]])
    assert field in [fault.field for fault in faults]
    assert {(fault.code, fault.place) for fault in faults} == {("verify.row", "note n1")}


def test_a_foreign_row_and_a_missing_row_are_found() -> None:
    faults = row_faults([attrs.evolve(rows()[0], id="n7"), rows()[1]])
    assert {(f.code, f.place) for f in faults} == {
        ("verify.foreign_row", "note n7"),
        ("verify.missing_row", "note n1"),
    }


def test_rows_of_a_failed_record_are_not_told_again() -> None:
    compared, faults = check_rows(rows(), {}, {}, ignore=frozenset({("note", "n1")}))
    assert compared == 2
    assert [fault.place for fault in faults] == ["note n2"]


def test_a_report_with_a_fault_is_not_ok() -> None:
    sound = VerificationReport(chains=(), rows=0, blobs=0, erased=0, checkpoints=0, faults=())
    fault = Fault(code="verify.blob", place="sha256:00")
    assert (sound.ok, attrs.evolve(sound, faults=(fault,)).ok) == (True, False)


def at(place: str, file: str = OPEN) -> SealedAt:
    return SealedAt(place=place, file=file)


def test_blobs_are_counted_checked_and_may_be_erased_by_decision() -> None:
    blobs = {SCAN.digest: Blob(salt=b"salt", content=b"scan")}
    sealed = {SCAN.digest: at("unit #1"), "sha256:00": at("unit #2")}
    decided = {"sha256:00": "unit #9"}
    assert check_blobs(sealed, decided, blobs.get, DIGESTS) == (1, 1, [])


def test_a_blob_missing_without_a_decision_is_found() -> None:
    """JOURNAL-18."""
    sealed = {"sha256:00": at("unit #2 (finding fnd_1)")}
    checked, erased, faults = check_blobs(sealed, {}, lambda _: None, DIGESTS)
    assert (checked, erased) == (0, 0)
    assert faults == [
        Fault(code="verify.blob_missing", place="unit #2 (finding fnd_1)", found="sha256:00")
    ]


def test_a_blob_that_is_back_after_its_destruction_is_found() -> None:
    blobs = {SCAN.digest: Blob(salt=b"salt", content=b"scan")}
    decided = {SCAN.digest: "unit #9"}
    [fault] = check_blobs({SCAN.digest: at("unit #1")}, decided, blobs.get, DIGESTS)[2]
    assert (fault.code, fault.expected) == ("verify.blob_back", "unit #9")


def test_blobs_of_a_file_not_shown_are_checked_and_not_counted() -> None:
    sealed = {SCAN.digest: at("unit #1", "fil_1"), "sha256:00": at("unit #2", "fil_1")}
    blobs = {SCAN.digest: Blob(salt=b"salt", content=b"scan")}
    decided = {"sha256:00": "unit #9"}
    assert check_blobs(sealed, decided, blobs.get, DIGESTS, shows=is_open) == (0, 0, [])
    [fault] = check_blobs(sealed, {}, blobs.get, DIGESTS, shows=is_open)[2]
    assert (fault.code, fault.file) == ("verify.blob_missing", "fil_1")


def test_an_exchanged_blob_is_found() -> None:
    blobs = {SCAN.digest: Blob(salt=b"salt", content=b"other")}
    faults = check_blobs({SCAN.digest: at("unit #1")}, {}, blobs.get, DIGESTS)[2]
    found = sealed_digest("sha256", DIGESTS["sha256"], b"salt", b"other")
    assert faults == [
        Fault(code="verify.blob", place=SCAN.digest, expected=SCAN.digest, found=found)
    ]


def test_a_blob_of_an_unknown_digest_is_told() -> None:
    faults = check_blobs(
        {"crc32:00": at("unit #1")}, {}, lambda _: Blob(salt=b"", content=b""), DIGESTS
    )[2]
    assert codes(faults) == {"verify.digest_name"}


def test_sealed_values_are_found_in_the_payload() -> None:
    replaying = Replaying(kinds=KINDS)
    check_chain(CHAIN, three(), (3, three()[2].digest), DIGESTS, each=replaying)
    assert {key: one.file for key, one in replaying.sealed.items()} == {SCAN.digest: OPEN}


def point(seq: int, digest: str) -> Checkpoint:
    return Checkpoint(chain=CHAIN, seq=seq, digest_name="sha256", digest=digest, at=Instant(0))


def test_a_checkpoint_that_stands_has_no_fault() -> None:
    assert check_checkpoint(point(2, three()[1].digest), three()[1:]) is None
    assert check_checkpoint(point(0, ""), []) is None


def test_a_rewritten_chain_contradicts_its_checkpoint() -> None:
    fault = check_checkpoint(point(2, "00"), three()[1:])
    assert fault is not None
    assert (fault.code, fault.place) == ("verify.checkpoint", "u #2")


@pytest.mark.parametrize("entries", [[], [2]])
def test_a_chain_cut_below_a_checkpoint_is_found(entries: list[int]) -> None:
    fault = check_checkpoint(point(2, "00"), [three()[one] for one in entries])
    assert fault is not None
    assert fault.code == "verify.cut"
