"""Closed files, accounts and keys under the policy `procuratorate`: a grant opens, a line narrows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from supervision.builtin.line_policy import LinePolicy
from supervision.builtin.procuratorate import procuratorate_book
from supervision.domain.account_steps import ProposeAccount
from supervision.domain.accounts import ACCOUNT, AccountState
from supervision.domain.closed_file_changes import OpenClosedFile, ProposeGrant, Purpose
from supervision.domain.findings import FINDING, OpenFinding
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.marks import Mark
from supervision.domain.officers import OFFICER, Category
from supervision.domain.policies import PlacedLine, PolicyBook, PolicyLine, PolicyMask, Scope
from supervision.domain.post_separation import THREE_OFFICERS
from supervision.domain.posts import Post, Role
from supervision.domain.values import OfficerId, day_of
from supervision.errors import AccessDenied, NotFound, Refused
from supervision.office import accounts, closed_files, findings, people
from supervision.office.accounts import FirstOfficer
from supervision.office.explaining import explain_act
from supervision.office.office import Office
from supervision.office.scoped import scoped
from supervision.office.work import Work
from supervision.testing.offices import SmallOffice, small_office


def under(small: SmallOffice, book: PolicyBook | None = None) -> SmallOffice:
    policy = LinePolicy(book or procuratorate_book(), frozenset(KINDS_BY_NAME))
    return attrs.evolve(small, office=Office(attrs.evolve(small.office.parts, policy=policy)))


def done(small: SmallOffice, who: OfficerId, act: Callable[[Work], Any], **more: Any) -> Any:
    with small.office.work(who, **more) as work:
        result = act(work)
        work.commit()
    return result


@pytest.fixture
def small() -> SmallOffice:
    return under(small_office())


def opened(small: SmallOffice, who: OfficerId) -> str:
    with small.office.new_file(who) as work:
        command = OpenClosedFile(title="暗访", purpose=next(iter(Purpose)), approved_by=small.chief)
        file = closed_files.open_file(work, command)
        work.commit()
    return file


def granted(small: SmallOffice, file: str, who: OfficerId, **more: Any) -> None:
    command = ProposeGrant(officer=who, reason="外部复核", **more)
    number = done(
        small, small.head, lambda work: closed_files.propose_grant(work, command), file=file
    )
    done(small, small.chief, lambda work: closed_files.approve_grant(work, number), file=file)


def found_in(small: SmallOffice, file: str) -> str:
    command = OpenFinding(title="窗口空岗", department=small.first)
    found: str = done(
        small, small.head, lambda work: findings.open_finding(work, command), file=file
    )
    return found


def test_a_grant_shows_what_no_line_of_the_post_would(small: SmallOffice) -> None:
    file = opened(small, small.head)
    finding, other = found_in(small, file), found_in(small, file)
    with pytest.raises(NotFound), small.office.read(small.prosecutor, file, why="看"):
        pass
    granted(small, file, small.prosecutor, records=(finding,))
    with small.office.read(small.prosecutor, file, why="复核") as view:
        assert [one.id for one in view.select(FINDING)] == [finding]
        assert view.find(FINDING, other) is None
        told = explain_act(view, "see", finding)
        assert (told.permission.line, told.scope) == ("granted.see", "granted")
    with small.office.read(small.prosecutor) as view:
        assert view.select(FINDING) == ()


def test_a_whole_grant_reads_and_acts_no_further_than_the_post(small: SmallOffice) -> None:
    file = opened(small, small.head)
    finding = found_in(small, file)
    granted(small, file, small.prosecutor)
    with small.office.work(small.prosecutor, file=file) as work:
        assert work.load(FINDING, finding)
        with pytest.raises(AccessDenied):
            findings.check_facts(work, finding, "属实")
    granted(small, file, small.inspector)
    done(
        small,
        small.inspector,
        lambda work: findings.check_facts(work, finding, "属实"),
        file=file,
    )


def test_what_lies_in_the_open_is_explained_as_in_the_open(small: SmallOffice) -> None:
    open_ = done(
        small,
        small.inspector,
        lambda work: findings.open_finding(work, OpenFinding(title="甲", department=small.first)),
    )
    file = opened(small, small.head)
    granted(small, file, small.first_head)
    with small.office.read(small.first_head, file, why="看") as view:
        assert explain_act(view, "see", open_).permission.line == "department.see"


def test_who_has_no_line_opens_no_file(small: SmallOffice) -> None:
    with pytest.raises(AccessDenied):
        opened(small, small.prosecutor)


def test_a_line_with_a_mark_is_silent_on_higher_files(small: SmallOffice) -> None:
    book = procuratorate_book()
    lines = tuple(
        attrs.evolve(one, line=attrs.evolve(one.line, mark=Mark.INTERNAL))
        if one.line.code == "closed-file.open"
        else one
        for one in book.lines
    )
    narrow = under(small, attrs.evolve(book, lines=lines))
    assert opened(narrow, small.head)
    with narrow.office.new_file(small.head) as work:
        command = OpenClosedFile(
            title="暗访",
            purpose=next(iter(Purpose)),
            mark=Mark.WORK_SECRET,
            approved_by=small.chief,
        )
        with pytest.raises((AccessDenied, Refused)) as caught:
            closed_files.open_file(work, command)
    assert caught.value.code == "access.refused"


# ---------------------------------------------------------------------------- accounts


@pytest.fixture
def three() -> tuple[SmallOffice, dict[Role, OfficerId], OfficerId]:
    bare = small_office()
    officers: dict[Role, OfficerId] = {}

    def appoint(work: Work) -> OfficerId:
        for number, role in enumerate(THREE_OFFICERS):
            one = people.register_officer(work, f"80{number}", f"管{number}", Category.PROSECUTOR)
            officers[role] = OfficerId(one)
        first = {one: FirstOfficer(officer=officers[one], login=one.value) for one in officers}
        accounts.found_three_officers(work, first)
        return OfficerId(people.register_officer(work, "809", "新任", Category.PROSECUTOR))

    new = done(bare, bare.head, appoint)
    return under(bare), officers, new


def test_one_proposes_an_officer_of_the_three_and_another_confirms(
    three: tuple[SmallOffice, dict[Role, OfficerId], OfficerId],
) -> None:
    small, officers, new = three
    system, security, auditor = (officers[role] for role in THREE_OFFICERS)
    command = ProposeAccount(login="next", officer=new, grants=Role.AUDITOR)
    account = done(small, system, lambda work: accounts.propose_account(work, command))
    for who in (system, auditor, small.head):
        with pytest.raises((AccessDenied, NotFound, Refused)):
            done(small, who, lambda work: accounts.confirm_account(work, account))
    done(small, security, lambda work: accounts.confirm_account(work, account))
    with small.office.read(auditor) as view:
        assert view.get(ACCOUNT, account).state is AccountState.CONFIRMED
        assert [post.role for post in view.get(OFFICER, new).posts] == [Role.AUDITOR]
        assert accounts.administration_log(view)
    with small.office.read(small.chief) as view:
        assert len(view.select(ACCOUNT)) == len(THREE_OFFICERS) + 1
    with small.office.read(small.head) as view:
        assert view.select(ACCOUNT) == ()


def test_the_first_three_are_appointed_once_whoever_sees_them(
    three: tuple[SmallOffice, dict[Role, OfficerId], OfficerId],
) -> None:
    small, officers, _ = three
    first = {
        role: FirstOfficer(officer=one, login=f"{role.value}2") for role, one in officers.items()
    }
    for office in (small.office, blind(small)):
        with office.work(small.chief) as work, pytest.raises(Refused) as caught:
            accounts.found_three_officers(work, first)
        assert caught.value.code == "account.founded"


def blind(small: SmallOffice) -> Office:
    """The office under lines that show the chief no account."""
    book = procuratorate_book()
    lines = tuple(one for one in book.lines if one.line.code != "chief.accounts")
    return under(small, attrs.evolve(book, lines=lines)).office


def test_the_security_officer_gives_no_post_alone(
    three: tuple[SmallOffice, dict[Role, OfficerId], OfficerId],
) -> None:
    small, officers, new = three
    post = Post(role=Role.INSPECTOR, unit=small.unit, from_=dt.date(2026, 1, 1))
    with pytest.raises(AccessDenied) as caught:
        done(
            small,
            officers[Role.SECURITY_ADMIN],
            lambda work: people.take_post(work, new, post),
        )
    assert caught.value.details["reason"] == "access.with_owner"


def test_the_security_officer_gives_and_ends_no_other_post_along_with_an_account(
    three: tuple[SmallOffice, dict[Role, OfficerId], OfficerId],
) -> None:
    small, officers, _ = three
    system, security = officers[Role.SYSTEM_ADMIN], officers[Role.SECURITY_ADMIN]
    command = ProposeAccount(login="zhang", officer=small.prosecutor)
    id = done(small, system, lambda work: accounts.propose_account(work, command))
    post = Post(role=Role.CHIEF, unit=small.unit, from_=dt.date(2026, 1, 1))

    def confirmed_and_promoted(work: Work) -> object:
        accounts.confirm_account(work, id)
        return people.take_post(work, small.prosecutor, post)

    def confirmed_and_dismissed(work: Work) -> object:
        accounts.confirm_account(work, id)
        return people.leave_post(work, small.prosecutor, Role.PROSECUTOR, department=small.first)

    def locked_and_dismissed(work: Work) -> object:
        accounts.change_account(work, id, "lock", reason="离岗")
        return people.leave_post(work, small.prosecutor, Role.PROSECUTOR, department=small.first)

    for act in (confirmed_and_promoted, confirmed_and_dismissed):
        with pytest.raises(AccessDenied) as caught:
            done(small, security, act)
        assert caught.value.details["reason"] == "access.with_owner"
    done(small, security, lambda work: accounts.confirm_account(work, id))
    with pytest.raises(AccessDenied) as caught:
        done(small, security, locked_and_dismissed)
    assert caught.value.details["reason"] == "access.with_owner"


def test_the_security_officer_ends_the_post_an_account_has_brought(
    three: tuple[SmallOffice, dict[Role, OfficerId], OfficerId],
) -> None:
    small, officers, _ = three
    system, security = officers[Role.SYSTEM_ADMIN], officers[Role.SECURITY_ADMIN]
    with small.office.read(security) as view:
        held = {one.grants: one.id for one in view.select(ACCOUNT)}
    auditor = held[Role.AUDITOR]
    done(small, system, lambda work: accounts.propose_end(work, auditor, reason="调离"))
    done(small, security, lambda work: accounts.end_account(work, auditor))
    with small.office.read(small.chief) as view:
        posts = view.get(OFFICER, officers[Role.AUDITOR]).posts
    assert [post.until for post in posts] == [day_of(small.clock())]


# ---------------------------------------------------------------------------- keys


def test_a_key_reads_no_more_than_its_officer(small: SmallOffice) -> None:
    book = procuratorate_book()
    mask = PolicyMask(
        code="m", roles=("head",), kind="finding", fields=("facts",), zh="由", en="why"
    )
    masked = under(small, attrs.evolve(book, masks=(mask,)))
    command = OpenFinding(title="甲", department=small.first, facts="内情")
    finding = done(masked, small.inspector, lambda work: findings.open_finding(work, command))
    narrow = scoped(masked.office, ("finding.claimed",))
    with narrow.read(small.first_head) as view:
        assert view.get(FINDING, finding).facts != "内情"
        assert explain_act(view, "see", finding).permission.line == "department.see"
        assert explain_act(view, "finding.claimed", finding).permission.granted
        told = explain_act(view, "finding.objected", finding)
        assert (told.permission.granted, told.permission.code) == (False, "access.scope")
    assert narrow.policy.book() == attrs.evolve(book, masks=(mask,))


def test_a_key_to_a_policy_without_lines_explains_what_it_can() -> None:
    small = small_office()
    narrow = scoped(small.office, ("finding",))
    with narrow.read(small.head) as view:
        assert view.explain("finding.opened").permission.granted
        assert not view.explain("measure.issued").permission.granted
    assert narrow.policy.book().lines == ()


def test_a_scope_that_reaches_only_in_files_is_a_line_like_others() -> None:
    line = PolicyLine(
        code="x", roles=("anyone",), acts=("see",), scope=Scope.GRANTED, zh="由", en="why"
    )
    assert PlacedLine(line=line).line.speaks_of(None)
    assert line.speaks_of(Mark.TOP_SECRET)
