"""Closed files: what lies in one does not exist for whoever holds no grant."""

from __future__ import annotations

import datetime as dt

import pytest

from supervision.domain.access_requests import AccessState
from supervision.domain.closed_file_changes import OpenClosedFile, ProposeGrant, Purpose
from supervision.domain.closed_files import CLOSED_FILE, GrantState
from supervision.domain.findings import FINDING, OpenFinding, Source
from supervision.domain.marks import Mark
from supervision.domain.officers import OFFICER
from supervision.domain.values import OfficerId
from supervision.errors import AccessDenied, NotFound, Refused, SupervisionError
from supervision.office import closed_files, findings
from supervision.office.acting import Acting
from supervision.office.staging import check_place
from supervision.office.work import Work
from supervision.ports.query import Eq
from supervision.testing.offices import SmallOffice, small_office

WHY = "办理需要"
REASON = Acting(reason="情况变化")


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def opened(small: SmallOffice, purpose: Purpose = Purpose.DISCIPLINE) -> str:
    """Open a file: the head keeps it, the chief approved it."""
    with small.office.new_file(small.head) as work:
        command = OpenClosedFile(title="某事项", purpose=purpose, approved_by=small.chief)
        file = closed_files.open_file(work, command)
        work.commit()
    return file


def found(work: Work, title: str) -> str:
    return findings.open_finding(
        work, OpenFinding(title=title, source=Source.MANUAL, facts="经查，情况属实。")
    )


def put(small: SmallOffice, file: str | None, title: str = "卷内问题") -> str:
    with small.office.work(small.head, file=file) as work:
        id = found(work, title)
        work.commit()
    return id


def granted(small: SmallOffice, file: str, officer: OfficerId, **more: object) -> int:
    with small.office.work(small.head, file=file) as work:
        command = ProposeGrant(officer=officer, reason="协助办理", **more)
        number = closed_files.propose_grant(work, command)
        work.commit()
    with small.office.work(small.chief, file=file) as work:
        closed_files.approve_grant(work, number)
        work.commit()
    return number


def refusal(error: pytest.ExceptionInfo[SupervisionError]) -> tuple[str, dict[str, object]]:
    return error.value.code, dict(error.value.details)


def sees(small: SmallOffice, officer: OfficerId, file: str) -> bool:
    try:
        with small.office.read(officer, file, why=WHY):
            return True
    except NotFound:
        return False


def test_a_record_in_a_file_does_not_exist_in_the_open(small: SmallOffice) -> None:
    file = opened(small)
    inside, outside = put(small, file), put(small, None, "公开问题")
    with small.office.read(small.head) as view:
        assert view.find(FINDING, inside) is None
        assert [one.id for one in view.select(FINDING)] == [outside]
        assert [one.count for one in view.tally(FINDING)] == [1]
        assert view.find(CLOSED_FILE, file) is None
        with pytest.raises(NotFound):
            view.history(FINDING, inside)
    with small.office.read(small.head, file, why=WHY) as view:
        assert {one.id for one in view.select(FINDING)} == {inside, outside}
        assert len(view.history(FINDING, inside)) == 1
        assert view.get(CLOSED_FILE, file).title == "某事项"


def test_a_file_that_is_not_granted_answers_like_one_that_never_was(small: SmallOffice) -> None:
    file = opened(small)
    for guess in (file, "fil_9", small.unit):
        for begin in (small.office.read, small.office.work):
            with pytest.raises(NotFound) as caught, begin(small.inspector, file=guess):
                pass
            assert refusal(caught) == ("record.not_found", {"kind": "closed_file", "id": guess})


def test_a_record_in_the_open_is_not_changed_in_a_file(small: SmallOffice) -> None:
    file = opened(small)
    outside = put(small, None)
    with small.office.work(small.head, file=file) as work, pytest.raises(Refused) as caught:
        findings.void_finding(work, outside, acting=REASON)
    assert caught.value.code == "work.outside_file"


def test_people_and_files_of_others_do_not_lie_in_a_file(small: SmallOffice) -> None:
    file = opened(small)
    with small.office.work(small.head, file=file) as work:
        with pytest.raises(Refused) as caught:
            check_place(work.view.place, OFFICER, "off_9", file)
        assert caught.value.code == "work.only_open"
        with pytest.raises(Refused) as caught:
            check_place(work.view.place, CLOSED_FILE, "fil_9", file)
        assert caught.value.code == "work.outside_file"
    with small.office.work(small.head) as work, pytest.raises(Refused) as caught:
        closed_files.open_file(
            work, OpenClosedFile(title="x", purpose=Purpose.OTHER, approved_by=small.chief)
        )
    assert caught.value.code == "work.only_closed"


def test_a_grant_opens_the_file_at_once_and_its_end_closes_it_at_once(small: SmallOffice) -> None:
    file = opened(small)
    inside = put(small, file)
    assert not sees(small, small.inspector, file)
    number = granted(small, file, small.inspector)
    with small.office.read(small.inspector, file, why=WHY) as view:
        assert view.get(FINDING, inside).title == "卷内问题"
    with small.office.work(small.head, file=file) as work:
        closed_files.end_grant(work, number, acting=REASON)
        work.commit()
    assert not sees(small, small.inspector, file)


def test_a_grant_holds_from_its_first_day_to_its_last(small: SmallOffice) -> None:
    file = opened(small)
    with small.office.work(small.head) as work:
        today = work.today
    first, last = today + dt.timedelta(days=2), today + dt.timedelta(days=3)
    granted(small, file, small.inspector, from_=first, until=last)
    seen = []
    for _ in range(5):
        seen.append(sees(small, small.inspector, file))
        small.clock.advance(days=1)
    assert seen == [False, False, True, True, False]


def test_a_grant_for_some_records_shows_only_these_and_lets_nothing_be_done(
    small: SmallOffice,
) -> None:
    file = opened(small)
    one, other = put(small, file), put(small, file)
    granted(small, file, small.first_head, records=(one,))
    with small.office.read(small.first_head, file, why=WHY) as view:
        assert [record.id for record in view.select(FINDING)] == [one]
        assert (view.find(FINDING, other), view.find(CLOSED_FILE, file)) == (None, None)
        assert view.find(FINDING, one) is not None
    with pytest.raises(AccessDenied) as caught, small.office.work(small.first_head, file=file):
        pass
    assert caught.value.code == "access.only_reads"


def test_nobody_grants_himself_or_alone(small: SmallOffice) -> None:
    file = opened(small)
    with small.office.work(small.head, file=file) as work:
        number = closed_files.propose_grant(
            work, ProposeGrant(officer=small.inspector, reason="协助办理")
        )
        with pytest.raises(Refused) as caught:
            closed_files.approve_grant(work, number)
        assert caught.value.code == "closed_file.same_person"
        with pytest.raises(Refused) as caught:
            closed_files.propose_grant(work, ProposeGrant(officer=small.head, reason="我"))
        assert caught.value.code == "closed_file.own_grant"


def test_who_enters_to_read_is_logged_before_anything_is_shown(small: SmallOffice) -> None:
    file = opened(small)
    with small.office.read(small.chief, file, why=WHY) as view:
        last = view.history(CLOSED_FILE, file)[-1]
    assert (last.header.tag, last.header.actor) == ("closed_file.viewed", small.chief)
    assert WHY in last.payload
    with pytest.raises(Refused) as caught, small.office.read(small.chief, file):
        pass
    assert caught.value.code == "text.empty"


def test_a_released_file_is_in_the_open_but_for_its_grants_and_its_log(
    small: SmallOffice,
) -> None:
    file = opened(small)
    inside = put(small, file)
    with small.office.work(small.head, file=file) as work:
        closed_files.release_file(work, "检查结果已通报")
        work.commit()
    with small.office.read(small.inspector) as view:
        assert [one.id for one in view.select(FINDING)] == [inside]
        assert len(view.history(FINDING, inside)) == 1
        assert view.find(CLOSED_FILE, file) is None
    with small.office.work(small.head) as work, pytest.raises(Refused) as caught:
        findings.void_finding(work, inside, acting=REASON)
    assert caught.value.code == "work.released"
    with small.office.work(small.first_head, file=file) as work:
        assert work.view.find(CLOSED_FILE, file) is None
    with small.office.work(small.head, file=file) as work:
        findings.void_finding(work, inside, acting=REASON)
        later = found(work, "后续问题")
        work.commit()
    with small.office.read(small.inspector) as view:
        assert view.find(FINDING, later) is not None
    assert small.office.verify().ok
    assert small.office.verify(files={file}).ok


def test_what_lies_in_a_file_is_found_again_by_replay(small: SmallOffice) -> None:
    file = opened(small)
    inside = put(small, file)
    ends = {point.chain: point.seq for point in small.office.checkpoints({file})}
    past = small.office.at(ends)
    with past.read(small.head) as view:
        assert view.find(FINDING, inside) is None
    with past.store.begin() as transaction:
        rows = {row.id: row.file for row in transaction.scan("finding")}
    assert rows == {inside: file}


def test_a_file_of_a_row_that_was_changed_by_hand_is_found(small: SmallOffice) -> None:
    file = opened(small)
    put(small, file)
    with small.office.store.begin(write=[small.unit]) as transaction:
        transaction.refile("finding", file, "open")
        transaction.commit()
    told = small.office.verify()
    assert [fault.code for fault in told.faults] == ["verify.closed"]
    named = small.office.verify(files={file}).faults
    assert [(fault.code, fault.field) for fault in named] == [("verify.row", "file")]


def test_verification_and_checkpoints_tell_nothing_of_files(small: SmallOffice) -> None:
    before = (small.office.verify(), small.office.checkpoints())
    file = opened(small)
    put(small, file)
    assert (small.office.verify(), small.office.checkpoints()) == before
    assert len(small.office.checkpoints({file})) == 2


def test_custody_goes_to_somebody_who_may_enter_already(small: SmallOffice) -> None:
    file = opened(small)
    with small.office.work(small.head, file=file) as work, pytest.raises(Refused) as caught:
        closed_files.hand_over_custody(work, small.inspector, acting=REASON)
    assert caught.value.code == "closed_file.not_admitted"
    granted(small, file, small.inspector)
    with small.office.work(small.head, file=file) as work:
        closed_files.hand_over_custody(work, small.inspector, acting=REASON)
        work.commit()
    assert not sees(small, small.head, file)
    assert sees(small, small.inspector, file)


def test_a_closed_file_takes_nothing_more(small: SmallOffice) -> None:
    file = opened(small)
    with small.office.work(small.head, file=file) as work:
        closed_files.close_file(work, acting=REASON)
        work.commit()
    with pytest.raises(Refused) as caught:
        put(small, file)
    assert caught.value.code == "closed_file.ended"


def test_a_mark_above_the_highest_is_refused(small: SmallOffice) -> None:
    command = OpenClosedFile(
        title="x", purpose=Purpose.OTHER, approved_by=small.chief, mark=Mark.SECRET
    )
    with small.office.new_file(small.head) as work, pytest.raises(Refused) as caught:
        closed_files.open_file(work, command)
    assert caught.value.code == "access.mark_too_high"


def test_an_informer_is_known_only_in_a_file_of_his_own(small: SmallOffice) -> None:
    matter, identity = opened(small), opened(small, Purpose.IDENTITY)
    with small.office.work(small.head, file=matter) as work, pytest.raises(Refused) as caught:
        closed_files.register_informer(work, "甲一", work.seal("李某".encode()))
    assert caught.value.code == "informer.not_here"
    with small.office.work(small.head, file=identity) as work:
        id = closed_files.register_informer(work, "甲一", work.seal("李某".encode()))
        closed_files.correct_informer(work, id, work.seal("王某".encode()), acting=REASON)
        work.commit()
    with small.office.work(small.head, file=identity) as work, pytest.raises(Refused) as caught:
        closed_files.release_file(work, "不得解除")
    assert caught.value.code == "closed_file.identity"


def test_a_request_is_seen_by_who_made_it_and_who_decides(small: SmallOffice) -> None:
    with small.office.new_file(small.inspector, prefix="acr") as work:
        request = closed_files.request_access(work, "某案线索", "承办相关事项")
        work.commit()
    lists = {}
    for officer in (small.inspector, small.chief, small.first_head):
        with small.office.read(officer) as view:
            lists[officer] = [one.id for one in closed_files.access_requests(view, small.office)]
    assert lists == {small.inspector: [request], small.chief: [request], small.first_head: []}
    with pytest.raises(NotFound), small.office.work(small.first_head, file=request):
        pass


def test_a_request_is_granted_only_where_two_persons_granted_it(small: SmallOffice) -> None:
    file = opened(small)
    with small.office.new_file(small.inspector, prefix="acr") as work:
        request = closed_files.request_access(work, "某案线索", "承办相关事项")
        work.commit()

    def grant() -> AccessState:
        with small.office.read(small.chief, file, why=WHY) as view:
            seen = view.get(CLOSED_FILE, file)
        with small.office.work(small.chief, file=request) as work:
            state = closed_files.grant_access(work, "同意知悉", answered_by=seen).state
            work.commit()
        return state

    with pytest.raises(Refused) as caught:
        grant()
    assert caught.value.code == "access_request.no_grant"
    granted(small, file, small.inspector, request=request)
    assert grant() is AccessState.GRANTED
    with pytest.raises(Refused) as caught:
        grant()
    assert caught.value.code == "access_request.decided"


def test_a_request_is_refused_with_a_sentence_and_not_by_its_maker(small: SmallOffice) -> None:
    with small.office.new_file(small.head, prefix="acr") as work:
        request = closed_files.request_access(work, "某案线索", "承办相关事项")
        work.commit()
    with small.office.work(small.head, file=request) as work:
        with pytest.raises(Refused) as caught:
            closed_files.refuse_access(work, "不予同意")
        assert caught.value.code == "access_request.own"
        with pytest.raises(Refused) as caught:
            found(work, "不属于申请")
        assert caught.value.code == "work.outside_file"
    with small.office.work(small.chief, file=request) as work:
        assert closed_files.refuse_access(work, "没有可以答复的内容").answer
        work.commit()


def test_a_refused_grant_lets_nobody_in(small: SmallOffice) -> None:
    file = opened(small)
    with small.office.work(small.head, file=file) as work:
        closed_files.propose_grant(work, ProposeGrant(officer=small.inspector, reason="协助"))
        work.commit()
    with small.office.work(small.chief, file=file) as work:
        done = closed_files.refuse_grant(work, 1, acting=REASON)
        assert done.grants[0].state is GrantState.REFUSED
        work.commit()
    assert not sees(small, small.inspector, file)


def test_held_files_are_those_one_may_enter_today(small: SmallOffice) -> None:
    file = opened(small)
    held = {}
    for officer in (small.head, small.chief, small.inspector):
        with small.office.read(officer) as view, small.office.work(officer) as work:
            held[officer] = [one.id for one in closed_files.held_files(view, work.today)]
    assert held == {small.head: [file], small.chief: [file], small.inspector: []}


def test_a_limited_predicate_stays_one_question(small: SmallOffice) -> None:
    file = opened(small)
    inside = put(small, file)
    with small.office.read(small.head, file, why=WHY) as view:
        assert view.select(FINDING, Eq("file", file))[0].id == inside
