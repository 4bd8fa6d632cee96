"""What lines say of an officer and a kind: scopes, denials, folding, and nothing where in doubt."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.builtin.line_policy import LinePolicy
from supervision.builtin.procuratorate import procuratorate_book
from supervision.domain.closed_files import ClosedFile, Purpose
from supervision.domain.findings import FINDING, Finding, FindingState, Source
from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.domain.marks import Mark
from supervision.domain.policies import (
    ANYONE,
    SEE,
    Effect,
    PlacedLine,
    PolicyBook,
    PolicyLine,
    PolicyMask,
    Scope,
)
from supervision.domain.scopes import SCOPES
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.ports.access import Actor, Held
from supervision.ports.query import Eq, Everything, Has, Nothing, Or, Under, matches

KINDS_OPEN = frozenset(KINDS_BY_NAME)
MW, FZ = UnitId("unt_mw"), UnitId("unt_fz")


def line(scope: Scope, *acts: str, role: str = "head", **more: object) -> PlacedLine:
    made = PolicyLine(
        code=f"{role}.{scope.value}",
        roles=(role,),
        acts=acts or (SEE, "finding.*"),
        scope=scope,
        zh="由",
        en="why",
        **more,
    )
    return PlacedLine(line=made, file="p.toml", number=7)


def policy(*lines: PlacedLine, masks: tuple[PolicyMask, ...] = ()) -> LinePolicy:
    book = PolicyBook(code="p", zh="试", en="trial", lines=lines, masks=masks)
    return LinePolicy(book, KINDS_OPEN)


def officer(*held: Held, **more: object) -> Actor:
    told = {"id": "off_1", "unit": MW, "path": "/fz/mw", "held": held} | more
    return Actor(posts=tuple(one.role for one in held), **told)


def post(role: str = "head", unit: UnitId = MW, path: str = "/fz/mw", **more: object) -> Held:
    return Held(role=role, unit=unit, path=path, departments=(DepartmentId("dep_1"),), **more)


def finding(**more: object) -> Finding:
    told = {
        "id": "fnd_1",
        "unit": MW,
        "title": "甲",
        "source": next(iter(Source)),
        "found_on": dt.date(2026, 3, 2),
        "state": next(iter(FindingState)),
    }
    return Finding(**(told | more))


def shown(rules: LinePolicy, actor: Actor, record: Finding, path: str = "/fz/mw") -> bool:
    columns = {"id": record.id, "unit": record.unit, **FINDING.columns_of(record)}
    allowed = rules.visible(actor, "finding")
    return matches(allowed, columns, FINDING.many_of(record), path) is True


OWN = {"department": "dep_1"}
OTHERS = {"department": "dep_2"}
MINE = {"assignee": "off_1"}
NOBODYS: dict[str, object] = {}
BELOW = {"unit": UnitId("unt_below")}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope.SELF, [False, False, True, False]),
        (Scope.DEPARTMENT, [True, False, False, False]),
        (Scope.OVERSEEN, [False, False, False, False]),
        (Scope.UNIT, [True, True, True, True]),
        (Scope.SUBTREE, [True, True, True, True]),
        (Scope.BELOW, [False, False, False, False]),
        (Scope.ALL, [True, True, True, True]),
    ],
)
def test_a_scope_reaches_so_far(scope: Scope, expected: list[bool]) -> None:
    rules, actor = policy(line(scope)), officer(post())
    records = [finding(**one) for one in (OWN, OTHERS, MINE, NOBODYS)]
    assert [shown(rules, actor, one) for one in records] == expected
    assert [rules.permits(actor, "finding.closed", one).granted for one in records] == expected


def test_a_substitute_reaches_what_names_the_office_and_opens_nothing() -> None:
    rules = policy(line(Scope.SUBSTITUTE))
    records = [finding(**one) for one in (OWN, OTHERS, MINE, NOBODYS, {**OTHERS, **BELOW})]
    stands_in = attrs.evolve(officer(post()), stands_for=("dep_2", "off_1"))
    reached = [False, True, True, False, False]
    assert [shown(rules, stands_in, one) for one in records] == reached
    assert [rules.permits(stands_in, "finding.closed", one).granted for one in records] == reached
    assert not rules.permits(stands_in, "finding.opened", None).granted
    assert not any(shown(rules, officer(post()), one) for one in records)


def test_overseeing_is_not_serving() -> None:
    rules = policy(line(Scope.OVERSEEN))
    assert shown(rules, officer(post(overseen=True)), finding(**OWN))
    assert not shown(rules, officer(post()), finding(**OWN))
    serving = policy(line(Scope.DEPARTMENT))
    assert not shown(serving, officer(post(overseen=True)), finding(**OWN))


def test_a_superior_reaches_below_by_its_own_post() -> None:
    rules = policy(line(Scope.BELOW, role="inspector"))
    above = officer(post("inspector", FZ, "/fz"))
    assert shown(rules, above, finding())
    assert not shown(rules, above, finding(unit=FZ), path="/fz")
    assert not shown(rules, officer(post("inspector", FZ, "")), finding())
    assert rules.permits(above, "finding.opened", None).granted
    assert not rules.permits(officer(post("inspector")), "finding.opened", None).granted


def test_a_post_in_another_unit_gives_no_right_here() -> None:
    rules = policy(line(Scope.UNIT, role="inspector"), line(Scope.DEPARTMENT))
    elsewhere = officer(post("inspector", FZ, "/fz"), post("head", FZ, "/fz"))
    assert not shown(rules, elsewhere, finding(**OWN))
    assert not rules.permits(elsewhere, "finding.opened", None).granted


def test_a_role_counts_only_with_its_own_department() -> None:
    clerk = Held(role="clerk", unit=MW, path="/fz/mw", departments=(DepartmentId("dep_2"),))
    rules = policy(line(Scope.DEPARTMENT))
    assert not shown(rules, officer(post(), clerk), finding(**OTHERS))


def test_a_denial_wins_and_spares_what_names_nobody() -> None:
    deny = line(Scope.SELF, effect=Effect.DENY)
    rules, actor = policy(line(Scope.UNIT), deny), officer(post())
    assert [shown(rules, actor, finding(**one)) for one in (MINE, OTHERS, NOBODYS)] == [
        False,
        True,
        True,
    ]
    refused = rules.permits(actor, "finding.closed", finding(**MINE))
    assert (refused.granted, refused.code, refused.line) == (False, "access.denied", "head.self")
    total = policy(line(Scope.UNIT), line(Scope.ALL, effect=Effect.DENY))
    assert total.visible(actor, "finding") == Nothing
    assert not total.permits(actor, "finding.opened", None).granted
    departments = policy(line(Scope.ALL), line(Scope.DEPARTMENT, effect=Effect.DENY))
    assert [shown(departments, actor, finding(**one)) for one in (OWN, OTHERS, NOBODYS)] == [
        False,
        True,
        True,
    ]


def test_a_denial_of_acts_leaves_seeing_alone() -> None:
    deny = line(Scope.UNIT, "finding.closed", effect=Effect.DENY)
    rules, actor = policy(line(Scope.UNIT), deny), officer(post())
    assert rules.visible(actor, "finding") == Eq("unit", MW)
    assert not rules.permits(actor, "finding.closed", finding()).granted
    assert rules.permits(actor, "finding.voided", finding()).granted


def test_what_belongs_to_a_record_is_left_to_the_owner() -> None:
    grant = line(Scope.SELF, SEE, "clock.*")
    assert policy(grant).visible(officer(post()), "clock") == Eq("unit", MW)
    unseen = line(Scope.SELF, SEE, effect=Effect.DENY)
    assert policy(grant, unseen).visible(officer(post()), "clock") == Eq("unit", MW)
    kept = line(Scope.DEPARTMENT, "clock.*", effect=Effect.DENY)
    assert policy(grant, kept).visible(officer(post()), "clock") == Eq("unit", MW)
    assert not policy(grant, kept).permits(officer(post()), "clock.stopped", None).granted


def test_a_grant_along_with_the_owner_comes_last() -> None:
    following, plain = line(Scope.OWNER, "clock.*"), line(Scope.UNIT, "clock.*")
    actor = officer(post())
    assert policy(following).permits(actor, "clock.stopped", None).with_owner
    assert not policy(following, plain).permits(actor, "clock.stopped", None).with_owner


def test_a_grant_reaches_what_lies_in_the_file_and_nothing_in_the_open() -> None:
    rules = policy(line(Scope.GRANTED))
    inside = officer(post(), file="fil_1", mark=Mark.SECRET)
    assert rules.visible(inside, "finding") == Eq("file", "fil_1")
    assert rules.permits(inside, "finding.closed", finding()).granted
    assert rules.permits(inside, "finding.opened", None).granted
    assert rules.visible(officer(post()), "finding") == Nothing
    assert not rules.permits(officer(post()), "finding.closed", finding()).granted
    assert not rules.permits(officer(post()), "finding.opened", None).granted


@pytest.mark.parametrize(
    ("mark", "seen"), [(None, True), (Mark.INTERNAL, True), (Mark.SECRET, True)]
)
def test_a_line_speaks_of_files_up_to_its_mark(mark: Mark | None, *, seen: bool) -> None:
    rules = policy(line(Scope.UNIT, mark=Mark.SECRET))
    inside = officer(post(), file="fil_1", mark=mark)
    assert (rules.visible(inside, "finding") != Nothing) is seen
    assert rules.permits(inside, "finding.closed", finding()).granted is seen
    higher = attrs.evolve(inside, mark=Mark.TOP_SECRET)
    assert rules.visible(higher, "finding") == Nothing
    assert not rules.permits(higher, "finding.closed", finding()).granted
    denied = policy(line(Scope.ALL), line(Scope.ALL, effect=Effect.DENY, mark=Mark.SECRET))
    assert rules.visible(inside, "finding") != Nothing
    assert denied.visible(inside, "finding") == Nothing
    assert denied.visible(higher, "finding") == Everything


def test_a_file_is_opened_up_to_the_mark_of_the_line() -> None:
    rules = policy(line(Scope.UNIT, "closed_file.opened", mark=Mark.WORK_SECRET))
    inside = officer(post(), file="fil_1")
    for mark, may in ((Mark.WORK_SECRET, True), (Mark.SECRET, False)):
        file = ClosedFile(
            id="fil_1",
            unit=MW,
            title="甲",
            purpose=next(iter(Purpose)),
            mark=mark,
            opened_on=dt.date(2026, 3, 2),
            custodians=(inside.id,),
            approver=OfficerId("off_2"),
        )
        assert rules.permits(inside, "closed_file.opened", file).granted is may


def test_conditions_fold_to_the_widest() -> None:
    actor = officer(post())
    lines = [line(Scope.SELF), line(Scope.DEPARTMENT), line(Scope.UNIT), line(Scope.BELOW)]
    assert policy(*lines).visible(actor, "finding") == Under("/fz/mw")
    assert policy(*lines[:3]).visible(actor, "finding") == Eq("unit", MW)
    assert policy(*lines, line(Scope.ALL)).visible(actor, "finding") == Everything
    nobody = policy(line(Scope.ALL), line(Scope.SELF, effect=Effect.DENY))
    assert nobody.visible(actor, "register") == Everything
    both = policy(*lines[:2]).visible(actor, "measure")
    assert len(both.parts) == 2
    assert both.parts[0] == Eq("unit", MW)
    apart = policy(line(Scope.UNIT), line(Scope.BELOW, role="inspector"))
    two = officer(post(), post("inspector", FZ, "/fz"))
    assert isinstance(apart.visible(two, "finding"), Or)


def test_several_departments_are_one_condition() -> None:
    many = Held(
        role="head",
        unit=MW,
        path="/fz/mw",
        departments=(DepartmentId("dep_1"), DepartmentId("dep_2")),
    )
    rules = policy(line(Scope.DEPARTMENT))
    assert shown(rules, officer(many), finding(**OTHERS))
    named = rules.visible(officer(many), "item")
    assert Has("co_departments", "dep_2") in named.parts[1].parts
    assert rules.visible(officer(many), "department") != Nothing


def test_a_stranger_an_unknown_role_and_an_unknown_kind_see_nothing() -> None:
    rules = policy(line(Scope.ALL))
    assert rules.visible(officer(post(), known=False), "finding") == Nothing
    assert rules.permits(officer(post(), known=False), "finding.closed", None).code == (
        "access.unknown"
    )
    assert rules.visible(officer(post("janitor")), "finding") == Nothing
    assert rules.permits(officer(post("janitor")), "finding.closed", None).code == (
        "access.no_line"
    )
    assert rules.visible(officer(post()), "no_such_kind") == Nothing
    assert rules.permits(officer(post()), "no_such_kind.opened", None).code == (
        "access.confidential"
    )
    closed = LinePolicy(procuratorate_book(), KINDS_OPEN - {"finding"})
    assert closed.visible(officer(post("inspector")), "finding") == Nothing


def test_a_line_may_leave_kinds_out() -> None:
    rules = policy(line(Scope.ALL, SEE, "*", but=("finding",)))
    assert rules.visible(officer(post()), "finding") == Nothing
    assert rules.visible(officer(post()), "measure") == Everything
    assert not rules.permits(officer(post()), "finding.closed", None).granted


def test_seeing_is_meant_by_no_pattern() -> None:
    assert policy(line(Scope.ALL, "*")).visible(officer(post()), "finding") == Nothing


def test_an_explanation_names_line_place_reason_and_basis() -> None:
    rules, actor = policy(line(Scope.UNIT, basis="gz-665")), officer(post())
    told = rules.explain(actor, "see", finding())
    assert (told.permission.granted, told.permission.line) == (True, "head.unit")
    assert (told.effect, told.scope, told.file, told.number) == ("grant", "unit", "p.toml", 7)
    assert (told.basis, told.zh, told.en) == ("gz-665", "由", "why")
    none = rules.explain(actor, "measure.closed", None)
    assert (none.permission.code, none.effect, none.file) == ("access.no_line", "", "")
    assert none.zh
    assert none.en
    assert rules.explain(actor, "see", None).permission.code == "access.confidential"


def test_a_mask_is_lifted_by_any_other_post() -> None:
    mask = PolicyMask(
        code="m", roles=("liaison",), kind="finding", fields=("facts",), zh="由", en="why"
    )
    rules = policy(masks=(mask, attrs.evolve(mask, roles=(ANYONE,), kind="measure")))
    assert rules.masked(officer(post("liaison")), "finding") == {"facts"}
    assert rules.masked(officer(post("liaison"), post("inspector")), "finding") == frozenset()
    assert rules.masked(officer(post("chief")), "measure") == {"facts"}
    assert rules.masked(officer(post("liaison")), "item") == frozenset()


def test_an_actor_told_by_roles_alone_holds_them_where_he_works() -> None:
    plain = Actor(
        id=OfficerId("off_1"),
        unit=MW,
        path="/fz/mw",
        departments=(DepartmentId("dep_1"),),
        posts=("head",),
    )
    assert shown(policy(line(Scope.DEPARTMENT)), plain, finding(**OWN))


def test_the_founder_enters_the_directory_and_nothing_else() -> None:
    rules = LinePolicy(procuratorate_book(), KINDS_OPEN)
    founder = Actor(id=OfficerId("off_1"), unit=MW, path="", posts=("founder",))
    assert rules.permits(founder, "unit.registered", None).granted
    assert rules.visible(founder, "officer") == Everything
    assert not rules.permits(founder, "finding.opened", None).granted
    assert rules.visible(founder, "finding") == Nothing


def test_every_kind_stands_in_the_table_of_scopes_with_columns_it_has() -> None:
    assert set(SCOPES) == {kind.name for kind in KINDS}
    for kind in KINDS:
        scope = SCOPES[kind.name]
        fields = {"id", *(one.name for one in kind.indexed), *(one.name for one in kind.many)}
        owners = {"owner_kind", "owner_id"} if scope.owners else set()
        assert {*scope.persons, *scope.departments, *owners} <= fields, kind.name
