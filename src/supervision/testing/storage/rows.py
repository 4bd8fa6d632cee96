"""Rows are stored whole, with their version checked (行)."""

# a test asserts

from __future__ import annotations

import attrs
import pytest

from supervision.domain.marks import OPEN
from supervision.domain.records import Scalar
from supervision.errors import StaleVersion, StorageError, UsageError
from supervision.ports.query import Eq, Has, Or, Prefix, Query
from supervision.ports.store import Row, Store, Stored, Write
from supervision.testing.samples import SAMPLE_CHAIN, make_row
from supervision.testing.storage.content import (
    SAMPLE_FILE,
    SAMPLE_ROWS,
    get_row,
    ids_of,
    put_rows,
)

__all__ = ["RowBehaviour"]

_OTHER_COLUMNS: dict[str, Scalar] = {"state": None, "due": None, "other": None}


class RowBehaviour:
    """Rows are stored whole, with their version checked (行)."""

    def test_a_committed_row_is_read_back_exactly(self, store: Store) -> None:
        """STORAGE-1."""
        row = make_row("smp_1", 1, body='{"文":"a\\n\U00020000 "}', state="open")
        put_rows(store, row)
        assert get_row(store, "smp_1") == Stored("smp_1", 1, row.body, OPEN)

    def test_a_row_never_written_is_none(self, store: Store) -> None:
        """STORAGE-2."""
        assert get_row(store, "smp_1") is None

    def test_an_undeclared_kind_is_refused(self, store: Store) -> None:
        """STORAGE-2."""
        with store.begin() as transaction, pytest.raises(StorageError) as caught:
            transaction.get("nothing", "smp_1")
        assert caught.value.code == "storage.unknown_field"

    def test_a_new_row_expects_that_there_is_none(self, store: Store) -> None:
        """STORAGE-3."""
        put_rows(store, make_row("smp_1"))
        with pytest.raises(StaleVersion) as caught, store.begin(write=[SAMPLE_CHAIN]) as late:
            late.write([Write(row=make_row("smp_1"), expected=0)])
        assert caught.value.code == "storage.stale"
        assert caught.value.details == {
            "kind": "sample", "id": "smp_1", "expected": 0, "found": 1
        }  # fmt: skip

    def test_a_row_is_replaced_with_all_its_fields(self, store: Store) -> None:
        """STORAGE-4."""
        put_rows(store, make_row("smp_1", 1, state="open", tags=("a", "b"), points=1))
        second = make_row("smp_1", 2, state="closed", tags=("b", "c"), due="2026-03-05")
        put_rows(store, second)
        with store.begin() as transaction:
            assert list(transaction.scan("sample")) == [second]
        assert ids_of(store, Has("tags", "a")) == []
        assert ids_of(store, Has("tags", "c")) == ["smp_1"]

    def test_what_has_not_changed_stays_as_it_is(self, store: Store) -> None:
        """STORAGE-47."""
        put_rows(store, make_row("smp_1", 1, state="open", tags=("a", "b"), points=1))
        second = make_row("smp_1", 2, state="closed", tags=("a", "b"), points=1)
        third = make_row("smp_1", 3, state="closed", tags=("c",), points=1)
        for row, changed in ((second, {"state"}), (third, {"tags"})):
            with store.begin(write=[SAMPLE_CHAIN]) as transaction:
                write = Write(row=row, expected=row.version - 1, changed=frozenset(changed))
                transaction.write([write])
                transaction.commit()
            with store.begin() as transaction:
                assert list(transaction.scan("sample")) == [row]
        assert ids_of(store, Has("tags", "a")) == []
        assert ids_of(store, Eq("state", "closed")) == ["smp_1"]

    @pytest.mark.parametrize(("expected", "found"), [(1, 2), (3, 2), (1, 0)])
    def test_stale_version_is_refused(self, store: Store, expected: int, found: int) -> None:
        """STORAGE-4."""
        for version in range(1, found + 1):
            put_rows(store, make_row("smp_1", version))
        with pytest.raises(StaleVersion) as caught, store.begin(write=[SAMPLE_CHAIN]) as late:
            late.write([Write(row=make_row("smp_1", expected + 1), expected=expected)])
        assert caught.value.details["expected"] == expected
        assert caught.value.details["found"] == found

    def test_one_stale_row_among_many_is_named_and_nothing_is_stored(self, store: Store) -> None:
        """STORAGE-5."""
        put_rows(store, *(make_row(f"smp_{number}") for number in range(5)))
        put_rows(store, make_row("smp_3", 2, state="other"))
        writes = [Write(row=make_row(f"smp_{number}", 2), expected=1) for number in range(5)]
        writes.append(Write(row=make_row("smp_new"), expected=0))
        with pytest.raises(StaleVersion) as caught, store.begin(write=[SAMPLE_CHAIN]) as late:
            late.write(writes)
        assert caught.value.details["id"] == "smp_3"
        with store.begin() as transaction:
            versions = {row.id: row.version for row in transaction.scan("sample")}
        assert versions == {"smp_0": 1, "smp_1": 1, "smp_2": 1, "smp_3": 2, "smp_4": 1}

    def test_a_refused_write_ends_its_transaction(self, store: Store) -> None:
        """STORAGE-5."""
        put_rows(store, make_row("smp_1"))
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.write([Write(row=make_row("smp_2"), expected=0)])
            with pytest.raises(StaleVersion):
                transaction.write([Write(row=make_row("smp_1"), expected=0)])
            with pytest.raises(UsageError) as caught:
                transaction.commit()
        assert caught.value.code == "storage.ended"
        assert get_row(store, "smp_2") is None
        put_rows(store, make_row("smp_3"))

    @pytest.mark.parametrize(
        ("row", "field"),
        [
            (make_row("smp_1", state=""), "state"),
            (make_row("smp_1", points="3"), "points"),  # type: ignore[arg-type]  # the mistake is the point
            (make_row("smp_1", points=2**63), "points"),
            (make_row("smp_1", due=20260305), "due"),  # type: ignore[arg-type]  # the mistake is the point
            (make_row("smp_1", state="a\x00b"), "state"),
            (make_row("smp_1", state="\ud800", body="{}"), "state"),
            (make_row("smp_1", state="长" * 501), "state"),
            (make_row("smp_1", tags=("",)), "tags"),
            (make_row("smp_1", body="\udfff"), "body"),
            (attrs.evolve(make_row("smp_1"), columns={"state": None}), "columns"),
            (attrs.evolve(make_row("smp_1"), columns=_OTHER_COLUMNS), "points"),
            (attrs.evolve(make_row("smp_1"), many={"tags": ()}), "columns"),
            (attrs.evolve(make_row("smp_1"), many={"tags": (), "other": ()}), "persons"),
            (attrs.evolve(make_row("smp_1"), many={"tags": ("b", "a"), "persons": ()}), "tags"),
            (attrs.evolve(make_row("smp_1"), many={"tags": ("a", "a"), "persons": ()}), "tags"),
            (make_row("smp_1", unit=""), "unit"),
            (make_row("smp_1", file=""), "file"),
            (make_row("smp_1", file="f" * 70), "file"),
            (make_row("smp_1", path="/" * 256), "path"),
            (make_row("s" * 65), "id"),
        ],
    )
    def test_a_mistyped_row_is_refused(self, store: Store, row: Row, field: str) -> None:
        """STORAGE-6."""
        with pytest.raises(StorageError) as caught:
            put_rows(store, row)
        assert caught.value.code == "storage.bad_row"
        assert caught.value.details["field"] == field

    def test_a_row_says_where_its_record_lies(self, store: Store) -> None:
        """STORAGE-48."""
        rows = (
            make_row("smp_1"),
            make_row("smp_2", file=SAMPLE_FILE),
            make_row("smp_3", file=f"open:{SAMPLE_FILE}"),
            make_row("smp_4", file="fil_other"),
        )
        put_rows(store, *rows)
        opened = Prefix("file", OPEN)
        assert ids_of(store, opened) == ["smp_1", "smp_3"]
        assert ids_of(store, Eq("file", SAMPLE_FILE)) == ["smp_2"]
        assert ids_of(store, Or((opened, Eq("file", "fil_other")))) == ["smp_1", "smp_3", "smp_4"]
        with store.begin() as transaction:
            assert [found.file for row in rows if (found := transaction.get("sample", row.id))] == [
                row.file for row in rows
            ]
            assert [row.file for row in transaction.select(Query(kind="sample")).rows] == [
                row.file for row in rows
            ]
            assert [
                (one.key, one.count) for one in transaction.tally("sample", opened, ["file"])
            ] == [
                (("open",), 1),
                ((f"open:{SAMPLE_FILE}",), 1),
            ]

    def test_a_record_stays_where_it_was_first_written(self, store: Store) -> None:
        """STORAGE-48."""
        put_rows(store, make_row("smp_1", 1, file=SAMPLE_FILE))
        put_rows(store, make_row("smp_1", 2, file=OPEN, state="open"))
        with store.begin() as transaction:
            assert list(transaction.scan("sample")) == [
                make_row("smp_1", 2, file=SAMPLE_FILE, state="open")
            ]

    def test_the_rows_of_a_file_are_given_another_place(self, store: Store) -> None:
        """STORAGE-49."""
        mine = [make_row(f"smp_{number}", file=SAMPLE_FILE, tags=("a",)) for number in (1, 2)]
        others = [make_row("smp_3"), make_row("smp_4", file="fil_other")]
        put_rows(store, *mine, *others)
        with store.begin(write=[SAMPLE_CHAIN]) as transaction:
            transaction.refile("sample", SAMPLE_FILE, f"open:{SAMPLE_FILE}")
            transaction.refile("plain", SAMPLE_FILE, f"open:{SAMPLE_FILE}")
            transaction.commit()
        with store.begin() as transaction:
            found = list(transaction.scan("sample"))
        assert found == [*(attrs.evolve(row, file=f"open:{SAMPLE_FILE}") for row in mine), *others]

    def test_rows_lie_nowhere_that_is_no_text(self, store: Store) -> None:
        """STORAGE-49."""
        put_rows(store, make_row("smp_1", file=SAMPLE_FILE))
        with (
            store.begin(write=[SAMPLE_CHAIN]) as transaction,
            pytest.raises(StorageError) as caught,
        ):
            transaction.refile("sample", SAMPLE_FILE, "")
        assert caught.value.code == "storage.bad_row"
        with store.begin() as transaction, pytest.raises(UsageError) as reading:
            transaction.refile("sample", SAMPLE_FILE, OPEN)
        assert reading.value.code == "storage.not_writing"
        assert ids_of(store, Eq("file", SAMPLE_FILE)) == ["smp_1"]

    @pytest.mark.parametrize(("version", "expected"), [(1, 1), (1, 2), (1, -1)])
    def test_a_version_that_does_not_grow_is_refused(
        self, store: Store, version: int, expected: int
    ) -> None:
        """STORAGE-6."""
        with store.begin(write=[SAMPLE_CHAIN]) as transaction, pytest.raises(UsageError) as caught:
            transaction.write([Write(row=make_row("smp_1", version), expected=expected)])
        assert caught.value.code == "storage.version"

    def test_one_row_twice_in_a_call_is_refused(self, store: Store) -> None:
        """STORAGE-6."""
        twice = [
            Write(row=make_row("smp_1", 1), expected=0),
            Write(row=make_row("smp_1", 2), expected=1),
        ]
        with store.begin(write=[SAMPLE_CHAIN]) as transaction, pytest.raises(UsageError) as caught:
            transaction.write(twice)
        assert caught.value.code == "storage.twice"

    def test_scan_yields_every_row_completely_by_id(self, store: Store) -> None:
        """STORAGE-7."""
        rows = [
            *SAMPLE_ROWS,
            *(make_row(f"smp_{number}", points=number) for number in range(100, 2500)),
        ]
        put_rows(store, *reversed(rows))
        with store.begin() as transaction:
            found = list(transaction.scan("sample"))
            assert list(transaction.scan("plain")) == []
        assert found == sorted(rows, key=lambda row: row.id)
