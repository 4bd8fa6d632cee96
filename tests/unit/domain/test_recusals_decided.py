"""Decisions about recusals (回避): who asks, who decides, by when, and what is covered."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.calendars import PLAIN
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.posts import Role
from supervision.domain.recusal_rules import (
    DECIDERS,
    RECUSAL_RULES,
    Decider,
    Meanwhile,
    RecusalRules,
)
from supervision.domain.recusal_steps import (
    decide_ask_recusal,
    decide_correct_recusal,
    decide_end_recusal,
    decide_grant_recusal,
    decide_order_recusal,
    decide_reconsider_recusal,
    decide_refuse_recusal,
    decide_void_recusal,
)
from supervision.domain.recusals import (
    AskRecusal,
    CorrectRecusal,
    Recusal,
    RecusalChange,
    RecusalGround,
    RecusalState,
    RecusalWay,
    evolve,
    forbids,
)
from supervision.domain.references import Reference
from supervision.domain.separation import (
    Concerned,
    Deed,
    Standing,
    Substitution,
    check_step,
    stands_apart,
)
from supervision.domain.subjects_of import SUBJECTS, covered, subjects_of
from supervision.domain.values import DepartmentId, OfficerId, Sealed
from supervision.errors import Refused

DAY = dt.date(2026, 3, 2)  # a Monday
ZHANG, CHIEF, HEAD, DEPUTY = map(OfficerId, ("zhang", "chief", "head", "deputy"))
ROLES = {
    ZHANG: frozenset({Role.INSPECTOR}),
    CHIEF: frozenset({Role.CHIEF}),
    HEAD: frozenset({Role.SUPERVISION_HEAD}),
    DEPUTY: frozenset({Role.DEPUTY}),
}
COMMAND = AskRecusal(
    officer=ZHANG,
    about=Reference(kind="finding", id="fnd_1"),
    ground=RecusalGround.CLOSE_RELATIVE,
)


def deed(by: OfficerId, days: int = 0, reason: str = "") -> Deed:
    act = Act(by=by, on=DAY + dt.timedelta(days=days))
    return Deed(act=act, standing=Standing(officer=by, roles=ROLES[by]), reason=reason)


def after(*changes: RecusalChange, of: Recusal | None = None) -> Recusal:
    for change in changes:
        of = evolve(of, change)
    assert of is not None
    return of


def asked(**fields: object) -> Recusal:
    command = attrs.evolve(COMMAND, **fields)
    by = OfficerId(str(fields.get("requested_by", ZHANG)))
    return after(*decide_ask_recusal("rcs_1", "u", command, deed=deed(by)))


def granted() -> Recusal:
    recusal = asked()
    changes = decide_grant_recusal(
        recusal, deed=deed(CHIEF, 1), roles=ROLES[ZHANG], rules=RECUSAL_RULES
    )
    return after(*changes, of=recusal)


def refused(recusal: Recusal, days: int = 1) -> Recusal:
    changes = decide_refuse_recusal(
        recusal,
        deed=deed(CHIEF, days, "不成立"),
        roles=ROLES[ZHANG],
        rules=RECUSAL_RULES,
        calendar=PLAIN,
    )
    return after(*changes, of=recusal)


def test_of_his_own_accord_and_on_request() -> None:
    """RECUSAL-1."""
    own = asked()
    assert (own.way, own.state, own.asked_by) == (RecusalWay.OWN, RecusalState.ASKED, ZHANG)
    requested = asked(requested_by=HEAD)
    assert (requested.way, requested.requested_by) == (RecusalWay.REQUESTED, HEAD)
    outside = attrs.evolve(COMMAND, requester=Sealed(digest="d", size=1))
    (change,) = decide_ask_recusal("rcs_1", "u", outside, deed=deed(HEAD))
    assert change.way is RecusalWay.REQUESTED


@pytest.mark.parametrize(
    ("fields", "by", "code"),
    [
        ({}, HEAD, "recusal.not_own"),
        ({"requested_by": ZHANG}, HEAD, "recusal.requester"),
        (
            {"requested_by": HEAD, "requester": Sealed(digest="d", size=1)},
            HEAD,
            "recusal.requester",
        ),
        ({"ground": RecusalGround.OTHER, "detail": " "}, ZHANG, "field.missing"),
    ],
)
def test_a_request_that_is_none_is_refused(
    fields: dict[str, object], by: OfficerId, code: str
) -> None:
    command = attrs.evolve(COMMAND, **fields)
    with pytest.raises(Refused) as error:
        decide_ask_recusal("rcs_1", "u", command, deed=deed(by))
    assert error.value.code == code


def test_nobody_is_recused_twice_from_one_record() -> None:
    with pytest.raises(Refused) as error:
        decide_ask_recusal("rcs_2", "u", COMMAND, deed=deed(ZHANG), held=(asked(),))
    assert error.value.code == "recusal.twice"


def test_an_order_names_no_requester_and_says_why() -> None:
    """RECUSAL-2."""

    def order(command: AskRecusal, by: OfficerId, reason: str = "查实") -> Recusal:
        return after(
            *decide_order_recusal(
                "rcs_1",
                "u",
                command,
                deed=deed(by, 0, reason),
                roles=ROLES[ZHANG],
                rules=RECUSAL_RULES,
            )
        )

    ordered = order(COMMAND, CHIEF)
    assert (ordered.way, ordered.state, ordered.since) == (
        RecusalWay.ORDERED,
        RecusalState.GRANTED,
        DAY,
    )
    for command, by, reason, code in (
        (attrs.evolve(COMMAND, requested_by=HEAD), CHIEF, "查实", "recusal.requester"),
        (COMMAND, HEAD, "查实", "separation.role"),
        (COMMAND, CHIEF, "", "act.reason_missing"),
    ):
        with pytest.raises(Refused) as error:
            order(command, by, reason)
        assert error.value.code == code


def test_nobody_decides_on_his_own_whatever_the_table_says() -> None:
    """RECUSAL-3."""
    own = Decider(of=Role.INSPECTOR, by=(Role.INSPECTOR,), basis="本院", reason="人少")
    rules = RecusalRules(deciders=(own,))
    with pytest.raises(Refused) as error:
        decide_grant_recusal(asked(), deed=deed(ZHANG, 1), roles=ROLES[ZHANG], rules=rules)
    assert error.value.code == "separation.named"


def test_a_line_of_the_office_goes_before_the_shipped_one() -> None:
    own = Decider(of=Role.CHIEF, by=(Role.SUPERVISION_HEAD,), basis="本院", reason="无副职")
    rules = RecusalRules(deciders=(own,))
    assert rules.decider(frozenset({Role.CHIEF})) is own
    assert rules.decider(frozenset({Role.CLERK})) is DECIDERS[-1]
    assert all(one.basis for one in DECIDERS)


def test_a_refusal_may_be_reconsidered_within_five_days_once() -> None:
    """RECUSAL-5: refused on Tuesday the 3rd, the fifth day is Sunday, carried to Monday the 9th."""
    first = refused(asked())
    assert first.reconsider_until == dt.date(2026, 3, 9)
    with pytest.raises(Refused) as error:
        decide_reconsider_recusal(first, deed=deed(ZHANG, 8, "仍有疑义"))
    assert error.value.code == "recusal.too_late"
    again = after(*decide_reconsider_recusal(first, deed=deed(ZHANG, 7, "仍有疑义")), of=first)
    assert again.state is RecusalState.RECONSIDERING
    final = refused(again, 8)
    assert final.reconsider_until is None
    with pytest.raises(Refused) as error:
        decide_reconsider_recusal(final, deed=deed(ZHANG, 8, "仍有疑义"))
    assert error.value.code == "recusal.final"


def test_for_others_the_office_asks_for_reconsideration() -> None:
    first = refused(asked())
    decide_reconsider_recusal(first, deed=deed(HEAD, 2, "代院外申请人"))
    with pytest.raises(Refused) as error:
        decide_reconsider_recusal(first, deed=deed(CHIEF, 2, "代"))
    assert error.value.code == "separation.role"


def test_no_decision_lies_before_what_it_decides() -> None:
    with pytest.raises(Refused) as error:
        refused(asked(), -1)
    assert error.value.code == "recusal.before"


def test_it_is_ended_corrected_and_voided_by_others_only() -> None:
    held = granted()
    with pytest.raises(Refused) as error:
        decide_end_recusal(
            held, deed=deed(HEAD, 2, "消除"), roles=ROLES[ZHANG], rules=RECUSAL_RULES
        )
    assert error.value.code == "separation.role"
    ended = after(
        *decide_end_recusal(
            held, deed=deed(CHIEF, 2, "消除"), roles=ROLES[ZHANG], rules=RECUSAL_RULES
        ),
        of=held,
    )
    assert ended.ended_on == DAY + dt.timedelta(days=2)
    right = CorrectRecusal(detail="堂兄")
    assert after(*decide_correct_recusal(held, right, deed=deed(HEAD, 2, "笔误")), of=held).detail
    for wrong in (
        CorrectRecusal(ground=RecusalGround.OTHER),
        CorrectRecusal(ground=RecusalGround.OTHER, detail=" "),
    ):
        with pytest.raises(Refused) as error:
            decide_correct_recusal(held, wrong, deed=deed(HEAD, 2, "笔误"))
        assert error.value.code == "field.missing"
    with pytest.raises(Refused) as error:
        decide_void_recusal(held, deed=deed(ZHANG, 2, "误录"))
    assert error.value.code == "separation.role"
    gone = after(*decide_void_recusal(held, deed=deed(HEAD, 2, "误录")), of=held)
    assert gone.state is RecusalState.VOIDED


def on(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


def test_it_forbids_from_the_day_it_was_asked_and_until_it_ends() -> None:
    """RECUSAL-6, RECUSAL-7."""
    held, rules = granted(), RECUSAL_RULES
    assert not forbids(held, "finding.checked", on(-1), rules)
    assert forbids(held, "finding.checked", on(0), rules)
    assert not forbids(held, "attachment.added", on(0), rules)  # it was not decided yet
    assert forbids(held, "attachment.added", on(1), rules)
    ended = attrs.evolve(held, state=RecusalState.ENDED, ended_on=on(3))
    assert forbids(ended, "", on(2), rules)
    assert not forbids(ended, "", on(3), rules)
    assert not forbids(attrs.evolve(held, state=RecusalState.VOIDED), "", on(2), rules)
    assert not forbids(refused(asked()), "", on(2), rules)
    waits = attrs.evolve(refused(asked()), state=RecusalState.RECONSIDERING)
    assert not forbids(waits, "", on(2), rules)
    strict = attrs.evolve(rules, reconsidering=Meanwhile.SUSPENDED)
    assert forbids(waits, "", on(2), strict)
    lenient = attrs.evolve(rules, pending=Meanwhile.CONTINUES)
    assert not forbids(asked(), "", on(0), lenient)


def test_what_is_about_it_at_any_remove_is_covered_and_a_ring_ends() -> None:
    """RECUSAL-8."""
    case = Reference(kind="case", id="c1")
    one, two = Reference(kind="review", id="r1"), Reference(kind="review", id="r2")

    @attrs.frozen
    class Stub:
        target_kind: str
        target: str

    records = {one: Stub("review", "r2"), two: Stub("review", "r1")}
    assert covered([one], {two: "rcs_1"}, records.get) == "rcs_1"
    assert covered([one], {case: "rcs_1"}, records.get) is None
    assert subjects_of("unit", object()) == ()


@pytest.mark.parametrize(
    ("kind", "fields", "about"),
    [
        (
            "finding",
            {
                "item": "i",
                "case_number": "c",
                "duplicate_of": None,
                "group_lead": "f",
                "recurs_from": None,
            },
            ["item i", "case c", "finding f"],
        ),
        (
            "measure",
            {"findings": ("f", "f"), "item": None, "follows": "m"},
            ["finding f", "measure m"],
        ),
        ("review", {"target_kind": "item", "target": "i"}, ["item i"]),
        (
            "instruction",
            {"about_kind": "report", "about": "r", "item": "i"},
            ["report r", "item i"],
        ),
        (
            "opinion",
            {"meeting": "m", "about": Reference(kind="item", id="i")},
            ["meeting m", "item i"],
        ),
        ("opinion", {"meeting": None, "about": None}, []),
        ("inspection", {"item": "i"}, ["item i"]),
        ("contact", {"about": Reference(kind="item", id="i")}, ["item i"]),
        ("decision", {"item": None}, []),
        ("decision_work", {"decision": "d"}, ["decision d"]),
        ("report_request", {"work": "w", "decision": "d"}, ["decision_work w", "decision d"]),
        ("material_list", {"work": "w", "decision": "d"}, ["decision_work w", "decision d"]),
        (
            "interview",
            {"findings": ("f",), "measures": ("m",), "item": "i"},
            ["finding f", "measure m", "item i"],
        ),
        ("circular", {"findings": ("f",)}, ["finding f"]),
        ("clock", {"owner": SimpleNamespace(kind="measure", id="m")}, ["measure m"]),
        ("detection", {"finding": None, "subject": SimpleNamespace(case="c")}, ["case c"]),
        ("triage", {"findings": ("f",), "detections": ("d",)}, ["finding f", "detection d"]),
        ("score_entry", {"records": (SimpleNamespace(kind="finding", id="f"),)}, ["finding f"]),
        ("attachment", {"owner": SimpleNamespace(kind="item", id="i")}, ["item i"]),
        ("hold", {"about": Reference(kind="item", id="i"), "case_number": ""}, ["item i"]),
        ("hold", {"about": None, "case_number": "c"}, ["case c"]),
        ("destruction", {"targets": (SimpleNamespace(kind="contact", id="t"),)}, ["contact t"]),
    ],
)
def test_what_each_kind_is_about(kind: str, fields: dict[str, object], about: list[str]) -> None:
    """RECUSAL-8."""
    known = {field.name for field in attrs.fields(KINDS_BY_NAME[kind].cls)}
    assert fields.keys() <= known
    found = subjects_of(kind, SimpleNamespace(**fields))
    assert [f"{one.kind} {one.id}" for one in found] == about


NOT_ABOUT = {
    "account",
    "closed_file",
    "access_request",
    "informer",
    "aggregate_return",
    "unit",
    "department",
    "officer",
    "handling_unit",
    "basis",
    "problem_code",
    "register",
    "import",
    "ledger_import",
    "item",
    "meeting",
    "checklist",
    "plan_entry",
    "sweep_run",
    "report",
    "recusal",
    "incoming_measure",
}
"""Kinds about nothing but themselves. A new kind stands here or in the table above."""


def test_every_kind_says_what_it_is_about() -> None:
    assert {*SUBJECTS, *NOT_ABOUT} == KINDS_BY_NAME.keys()
    assert SUBJECTS.isdisjoint(NOT_ABOUT)


OFFICE = DepartmentId("dep_supervision")


def substitution(**fields: object) -> Substitution:
    return Substitution(
        departments=frozenset({OFFICE}),
        heads=frozenset({HEAD}),
        chiefs=frozenset({CHIEF}),
        **fields,
    )


@pytest.mark.parametrize(
    ("by", "concerned", "own", "roles", "code"),
    [
        (ZHANG, Concerned(departments=frozenset({OFFICE})), {}, (), "separation.no_substitute"),
        (ZHANG, Concerned(officers=frozenset({HEAD})), {}, (), "separation.no_substitute"),
        (
            ZHANG,
            Concerned(officers=frozenset({HEAD})),
            {"named": "d2"},
            (),
            "separation.office_object",
        ),
        (ZHANG, Concerned(officers=frozenset({HEAD})), {"stands_in": True}, (), None),
        (
            ZHANG,
            Concerned(officers=frozenset({ZHANG})),
            {"stands_in": True},
            (),
            "separation.named",
        ),
        (CHIEF, Concerned(departments=frozenset({OFFICE})), {}, (Role.CHIEF,), None),
        (CHIEF, Concerned(departments=frozenset({OFFICE})), {}, (), None),
        (
            CHIEF,
            Concerned(departments=frozenset({OFFICE})),
            {},
            (Role.SUPERVISION_HEAD,),
            "separation.no_substitute",
        ),
        (DEPUTY, Concerned(officers=frozenset({CHIEF})), {}, (), "separation.no_substitute"),
        (ZHANG, Concerned(), {}, (Role.CHIEF,), "separation.role"),
    ],
)
def test_where_the_office_is_the_object_another_judges(
    by: OfficerId,
    concerned: Concerned,
    own: dict[str, object],
    roles: tuple[Role, ...],
    code: str | None,
) -> None:
    """RECUSAL-11, RECUSAL-12."""
    standing = Standing(officer=by, roles=ROLES[by], substitution=substitution(**own))
    assert stands_apart(standing, concerned, roles) is (code is None)
    if code is not None:
        with pytest.raises(Refused) as error:
            check_step("verify", standing, roles, concerned)
        assert error.value.code == code
