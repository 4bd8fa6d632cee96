"""Closed files are decided by two persons, and neither is the one it is for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from supervision.domain import closed_file_steps as steps
from supervision.domain.acts import Act
from supervision.domain.closed_file_changes import OpenClosedFile, ProposeGrant, Purpose
from supervision.domain.closed_files import (
    Admission,
    ClosedFile,
    ClosedFileState,
    admission,
    evolve_closed_file,
)
from supervision.domain.marks import Mark, exceeds, file_in, is_open, opened
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import OfficerId
from supervision.errors import Refused

DAY = dt.date(2026, 3, 2)
KEEPER, APPROVER, OTHER = OfficerId("off_1"), OfficerId("off_2"), OfficerId("off_3")


def deed(by: OfficerId, reason: str = "情况变化") -> Deed:
    return Deed(act=Act(by=by, on=DAY), standing=Standing(officer=by), reason=reason)


def after(file: ClosedFile | None, changes: tuple[object, ...]) -> ClosedFile:
    for change in changes:
        file = evolve_closed_file(file, change)
    assert file is not None
    return file


@pytest.fixture
def file() -> ClosedFile:
    command = OpenClosedFile(title="某事项", purpose=Purpose.CHIEF, approved_by=APPROVER)
    changes = steps.decide_open_closed_file(
        "fil_1", "u", command, deed=deed(KEEPER), highest=Mark.WORK_SECRET
    )
    return after(None, changes)


def proposed(file: ClosedFile, **more: object) -> ClosedFile:
    command = ProposeGrant(officer=OTHER, reason="协助", **more)
    return after(file, steps.decide_propose_grant(file, command, deed=deed(KEEPER)))


def granted(file: ClosedFile, **more: object) -> ClosedFile:
    file = proposed(file, **more)
    number = len(file.grants)
    return after(file, steps.decide_approve_grant(file, number, deed=deed(APPROVER)))


def code(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_who_opens_a_file_does_not_approve_it() -> None:
    command = OpenClosedFile(title="x", purpose=Purpose.OTHER, approved_by=KEEPER)

    def open_(command: OpenClosedFile) -> object:
        return steps.decide_open_closed_file(
            "fil_1", "u", command, deed=deed(KEEPER), highest=Mark.INTERNAL
        )

    assert code(lambda: open_(command)) == "closed_file.same_person"
    high = attrs.evolve(command, approved_by=APPROVER, mark=Mark.WORK_SECRET)
    assert code(lambda: open_(high)) == "access.mark_too_high"


def test_only_keepers_propose_and_not_for_those_who_may_enter(file: ClosedFile) -> None:
    def propose(by: OfficerId, officer: OfficerId, until: dt.date | None = None) -> str:
        command = ProposeGrant(officer=officer, reason="协助", until=until)
        return code(lambda: steps.decide_propose_grant(file, command, deed=deed(by)))

    assert propose(OTHER, OTHER) == "closed_file.not_keeper"
    assert propose(KEEPER, KEEPER) == "closed_file.own_grant"
    assert propose(KEEPER, APPROVER) == "closed_file.granted"
    assert propose(KEEPER, OTHER, DAY - dt.timedelta(days=1)) == "closed_file.grant_range"
    for known in (proposed(file), granted(file)):
        command = ProposeGrant(officer=OTHER, reason="协助")
        with pytest.raises(Refused) as caught:
            steps.decide_propose_grant(known, command, deed=deed(APPROVER))
        assert caught.value.code == "closed_file.granted"


def test_a_grant_is_approved_by_another_keeper(file: ClosedFile) -> None:
    waiting = proposed(file)
    for by, refused in (
        (KEEPER, "closed_file.same_person"),
        (OTHER, "closed_file.not_keeper"),
    ):
        with pytest.raises(Refused) as caught:
            steps.decide_approve_grant(waiting, 1, deed=deed(by))
        assert caught.value.code == refused
    assert code(lambda: steps.decide_approve_grant(waiting, 2, deed=deed(APPROVER))) == (
        "closed_file.no_grant"
    )
    own = attrs.evolve(waiting, custodians=(KEEPER, OTHER))
    assert code(lambda: steps.decide_approve_grant(own, 1, deed=deed(OTHER))) == (
        "closed_file.own_grant"
    )
    refused_one = after(waiting, steps.decide_refuse_grant(waiting, 1, deed=deed(APPROVER)))
    assert admission(refused_one, OTHER, DAY) is None


def test_a_grant_ends_at_once_by_a_keeper_or_by_its_holder(file: ClosedFile) -> None:
    held = granted(file)
    assert admission(held, OTHER, DAY) == Admission()
    assert held.holders == (KEEPER, APPROVER, OTHER)
    for by in (KEEPER, OTHER):
        ended = after(held, steps.decide_end_grant(held, 1, deed=deed(by)))
        assert admission(ended, OTHER, DAY) is None
    stranger = OfficerId("off_9")
    assert code(lambda: steps.decide_end_grant(held, 1, deed=deed(stranger))) == (
        "closed_file.not_keeper"
    )


def test_a_grant_shows_what_it_names_and_a_whole_one_everything(file: ClosedFile) -> None:
    some = granted(file, records=("b", "a"))
    assert admission(some, OTHER, DAY) == Admission(records=("a", "b"))
    assert admission(some, OTHER, DAY - dt.timedelta(days=1)) is None
    assert (
        code(lambda: steps.decide_hand_over_custody(some, OTHER, deed=deed(KEEPER)))
        == "closed_file.not_admitted"
    )


def test_custody_is_handed_over_by_a_custodian(file: ClosedFile) -> None:
    held = granted(file)
    assert code(lambda: steps.decide_hand_over_custody(held, OTHER, deed=deed(APPROVER))) == (
        "closed_file.not_custodian"
    )
    assert code(lambda: steps.decide_hand_over_custody(held, APPROVER, deed=deed(KEEPER))) == (
        "closed_file.custody"
    )
    handed = after(held, steps.decide_hand_over_custody(held, OTHER, deed=deed(KEEPER)))
    assert (handed.custodians, admission(handed, KEEPER, DAY)) == ((OTHER,), None)


def test_a_file_is_released_on_an_event_that_has_happened(file: ClosedFile) -> None:
    def release(of: ClosedFile, by: OfficerId = KEEPER, on: dt.date | None = None) -> object:
        return steps.decide_release_closed_file(of, "已通报", deed=deed(by), happened_on=on)

    assert code(lambda: release(file, OTHER)) == "closed_file.not_keeper"
    assert code(lambda: release(file, on=DAY + dt.timedelta(days=1))) == "act.future"
    identity = attrs.evolve(file, purpose=Purpose.IDENTITY)
    assert code(lambda: release(identity)) == "closed_file.identity"
    gone = after(file, release(file))
    assert (gone.released, gone.state, gone.event) == (True, ClosedFileState.RELEASED, "已通报")
    assert code(lambda: release(gone)) == "closed_file.ended"


def test_a_closed_file_is_closed_for_good(file: ClosedFile) -> None:
    closed = after(file, steps.decide_close_closed_file(file, deed=deed(KEEPER)))
    assert closed.state is ClosedFileState.CLOSED
    assert code(lambda: steps.decide_close_closed_file(closed, deed=deed(KEEPER))) == (
        "closed_file.ended"
    )
    assert code(lambda: steps.decide_close_closed_file(file, deed=deed(KEEPER, ""))) == (
        "act.reason_missing"
    )


def test_entering_is_counted(file: ClosedFile) -> None:
    seen = after(file, steps.decide_view_closed_file(deed(KEEPER).act, "承办", "read"))
    assert seen.views == 1


def test_marks_are_ordered_and_places_are_told_apart() -> None:
    assert not exceeds(Mark.WORK_SECRET, Mark.WORK_SECRET)
    assert exceeds(Mark.TOP_SECRET, Mark.CONFIDENTIAL)
    assert [is_open(one) for one in ("open", opened("fil_1"), "fil_1", "opened")] == [
        True, True, False, False
    ]  # fmt: skip
    assert [file_in(one) for one in ("open", opened("fil_1"), "fil_1")] == [None, "fil_1", "fil_1"]
