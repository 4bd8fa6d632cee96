"""Recusals at work (回避): who keeps out, of what, and what stays open to him."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from supervision.domain.attachments import AttachedTo
from supervision.domain.clocks import CLOCK, ClockState, Owner
from supervision.domain.findings import FINDING, CorrectFinding, OpenFinding, Rectification
from supervision.domain.handovers import HandOver
from supervision.domain.instructions import ReceiveInstruction
from supervision.domain.limits import Limit, LimitUnit
from supervision.domain.measures import IssueMeasure, Service
from supervision.domain.officers import Category
from supervision.domain.posts import Post, Role
from supervision.domain.reckoning import Term
from supervision.domain.recusal_rules import Meanwhile, RecusalRules
from supervision.domain.recusals import (
    RECUSAL,
    AskRecusal,
    CorrectRecusal,
    RecusalGround,
    RecusalState,
)
from supervision.domain.references import Reference
from supervision.domain.separation_rules import SeparationRules
from supervision.domain.timekeeping import StartClock
from supervision.domain.values import OfficerId
from supervision.errors import NotFound, Refused
from supervision.office import (
    attachments,
    findings,
    instructions,
    measures,
    recusals,
)
from supervision.office.acting import Acting
from supervision.office.clocks import start_clock
from supervision.office.handovers import hand_over
from supervision.office.people import register_officer, take_post
from supervision.office.todo import Todo, todo
from supervision.office.work import Work
from supervision.ports.query import Query
from supervision.ports.store import Store
from supervision.testing.offices import SmallOffice, small_office

Act = Callable[[Work], object]


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def do(small: SmallOffice, who: OfficerId, act: Act) -> object:
    with small.office.work(who) as work:
        found = act(work)
        work.commit()
    return found


def made(small: SmallOffice, who: OfficerId, act: Act) -> str:
    return str(do(small, who, act))


def refusal(small: SmallOffice, who: OfficerId, act: Act) -> Refused:
    with pytest.raises(Refused) as error:
        do(small, who, act)
    return error.value


def asked(officer: OfficerId, finding: str, **fields: object) -> AskRecusal:
    about = Reference(kind="finding", id=finding)
    return AskRecusal(
        officer=officer,
        about=about,
        ground=RecusalGround.CLOSE_RELATIVE,
        **fields,
    )


BECAUSE = Acting(reason="查实")


def opened(small: SmallOffice, **fields: object) -> str:
    command = OpenFinding(title="超期", department=small.first, **fields)
    return made(small, small.head, lambda work: findings.open_finding(work, command))


def noticed(small: SmallOffice, finding: str) -> str:
    command = IssueMeasure(
        rung="hint_letter", title="整改通知", findings=(finding,), department=small.first
    )
    return made(small, small.head, lambda work: measures.issue(work, command))


def granted(small: SmallOffice, officer: OfficerId, finding: str) -> str:
    command = asked(officer, finding)
    id = made(small, officer, lambda work: recusals.ask_recusal(work, command))
    do(small, small.chief, lambda work: recusals.grant_recusal(work, id))
    return id


def attach(work: Work, kind: str, id: str) -> object:
    owner = AttachedTo(kind=kind, id=id)
    return attachments.add_attachment(work, owner, "照片", "a.txt", b"seen")


def about(kind: str, id: str) -> ReceiveInstruction:
    return ReceiveInstruction(text="请说明", about_kind=kind, about=id, source="上级院")


ACTS: dict[str, Callable[[Work, str, str], object]] = {
    "check the facts": lambda work, finding, _: findings.check_facts(work, finding, "属实"),
    "correct the finding": lambda work, finding, _: findings.correct_finding(
        work, finding, CorrectFinding(title="超期归档"), acting=BECAUSE
    ),
    "dismiss the finding": lambda work, finding, _: findings.dismiss(work, finding, acting=BECAUSE),
    "waive the finding": lambda work, finding, _: findings.waive(
        work, finding, work.today + dt.timedelta(days=3), acting=BECAUSE
    ),
    "void the finding": lambda work, finding, _: findings.void_finding(
        work, finding, acting=BECAUSE
    ),
    "issue a measure on it": lambda work, finding, _: measures.issue(
        work,
        IssueMeasure(
            rung="hint_letter",
            title="再发",
            findings=(finding,),
            department=work.load(FINDING, finding).department,
        ),
    ),
    "serve its measure": lambda work, _, measure: measures.serve(work, measure, Service.DIRECT),
    "void its measure": lambda work, _, measure: measures.void_measure(
        work, measure, acting=BECAUSE
    ),
    "attach to the finding": lambda work, finding, _: attach(work, "finding", finding),
    "attach to its measure": lambda work, _, measure: attach(work, "measure", measure),
    "instruct on its measure": lambda work, _, measure: instructions.receive(
        work, about("measure", measure)
    ),
    "open its recurrence": lambda work, finding, _: findings.open_finding(
        work, OpenFinding(title="又超期", recurs_from=finding)
    ),
    "start a clock on its measure": lambda work, _, measure: start_clock(
        work,
        StartClock(
            owner=Owner(kind="measure", id=measure),
            purpose="反馈",
            term=Term(started_at=work.now, limit=Limit(count=3, unit=LimitUnit.DAY)),
        ),
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_who_keeps_out_is_refused_every_act_on_it_and_what_is_about_it(
    small: SmallOffice, act: Callable[[Work, str, str], object]
) -> None:
    """RECUSAL-8."""
    finding = opened(small)
    measure = noticed(small, finding)
    if act is ACTS["open its recurrence"]:
        put_right(small, finding)
    id = granted(small, small.head, finding)
    with pytest.raises(Refused) as error, small.office.work(small.head) as work:
        act(work, finding, measure)
    assert error.value.code == "separation.recused"
    assert error.value.details["recusal"] == id
    # Ended, the same act is taken.
    do(small, small.chief, lambda work: recusals.end_recusal(work, id, acting=BECAUSE))
    do(small, small.head, lambda work: act(work, finding, measure))


def put_right(small: SmallOffice, finding: str) -> None:
    do(
        small,
        small.first_head,
        lambda work: findings.claim(
            work,
            finding,
            department=small.first,
            mode=Rectification.LASTING,
            plan="补",
        ),
    )
    do(small, small.first_head, lambda work: findings.submit(work, finding, "已补"))
    do(small, small.inspector, lambda work: findings.verify(work, finding))
    do(small, small.head, lambda work: findings.close(work, finding))


def test_the_true_author_is_refused_and_so_is_who_enters(small: SmallOffice) -> None:
    finding = opened(small)
    granted(small, small.inspector, finding)

    def for_another(work: Work) -> object:
        acting = Acting(by=small.inspector, paper=work.seal(b"signed"))
        return findings.check_facts(work, finding, "属实", acting=acting)

    assert refusal(small, small.head, for_another).code == "separation.recused"

    def entered(work: Work) -> object:
        acting = Acting(by=small.head, paper=work.seal(b"signed"))
        return findings.check_facts(work, finding, "属实", acting=acting)

    assert refusal(small, small.inspector, entered).code == "separation.recused"
    do(small, small.head, lambda work: findings.check_facts(work, finding, "属实"))


def test_what_was_done_before_may_be_entered_late_by_another(small: SmallOffice) -> None:
    finding = opened(small, found_on=dt.date(2026, 1, 5))
    yesterday = small.office.work
    with yesterday(small.head) as work:
        today = work.today
    small.clock.advance(days=3)
    granted(small, small.inspector, finding)

    def late(work: Work) -> object:
        acting = Acting(by=small.inspector, on=today, paper=work.seal(b"signed"))
        return findings.check_facts(work, finding, "属实", acting=acting)

    do(small, small.head, late)


def test_until_it_is_decided_only_evidence_may_be_secured(small: SmallOffice) -> None:
    """RECUSAL-6."""
    finding = opened(small)
    command = asked(small.inspector, finding)
    id = made(small, small.inspector, lambda work: recusals.ask_recusal(work, command))
    check = lambda work: findings.check_facts(work, finding, "属实")
    assert refusal(small, small.inspector, check).code == "separation.recused"
    do(small, small.inspector, lambda work: attach(work, "finding", finding))
    do(small, small.chief, lambda work: recusals.refuse_recusal(work, id, acting=BECAUSE))
    do(small, small.inspector, check)
    do(
        small,
        small.inspector,
        lambda work: recusals.reconsider_recusal(work, id, acting=BECAUSE),
    )
    do(small, small.inspector, lambda work: findings.check_facts(work, finding, "又查"))


def test_an_office_may_let_him_go_on_until_it_is_decided(small: SmallOffice) -> None:
    finding = opened(small)
    rules = SeparationRules(recusal=RecusalRules(pending=Meanwhile.CONTINUES))
    small.office.rules = attrs.evolve(small.office.rules, separation=rules)
    command = asked(small.inspector, finding)
    do(small, small.inspector, lambda work: recusals.ask_recusal(work, command))
    do(small, small.inspector, lambda work: findings.check_facts(work, finding, "属实"))


def test_a_recusal_from_a_case_reaches_its_findings(small: SmallOffice) -> None:
    finding = opened(small, case_number="闽马检〔2026〕1号")
    command = AskRecusal(
        officer=small.inspector,
        about=Reference(kind="case", id="闽马检〔2026〕1号"),
        ground=RecusalGround.WITNESS,
    )
    do(small, small.inspector, lambda work: recusals.ask_recusal(work, command))
    check = lambda work: findings.check_facts(work, finding, "属实")
    assert refusal(small, small.inspector, check).code == "separation.recused"


def test_the_work_of_who_keeps_out_is_handed_over(small: SmallOffice) -> None:
    finding = opened(small)
    claim = lambda work: findings.claim(
        work, finding, department=small.first, mode=Rectification.LASTING, plan="补"
    )
    do(small, small.first_head, claim)
    granted(small, small.first_head, finding)
    command = HandOver(from_officer=small.first_head, to_officer=small.prosecutor)
    do(small, small.first_head, lambda work: hand_over(work, command, acting=BECAUSE))
    with small.office.read(small.head) as view:
        assert view.get(FINDING, finding).assignee == small.prosecutor


def test_work_is_not_handed_over_to_who_keeps_out(small: SmallOffice) -> None:
    finding = opened(small)
    do(
        small,
        small.first_head,
        lambda work: findings.claim(
            work, finding, department=small.first, mode=Rectification.LASTING, plan="补"
        ),
    )
    granted(small, small.prosecutor, finding)
    command = HandOver(from_officer=small.first_head, to_officer=small.prosecutor)
    over = lambda work: hand_over(work, command, acting=BECAUSE)
    assert refusal(small, small.head, over).code == "handover.concerned"


def test_nobody_judges_a_measure_on_what_concerns_him(small: SmallOffice) -> None:
    """The finding was settled before: still its persons do not accept or close the measure."""
    finding = opened(small, concerned=(small.inspector,))
    measure = noticed(small, finding)
    acts: tuple[tuple[OfficerId, Act], ...] = (
        (small.head, lambda work: measures.serve(work, measure, Service.DIRECT)),
        (small.head, lambda work: findings.dismiss(work, finding, acting=BECAUSE)),
        (small.first_head, lambda work: measures.claim_measure(work, measure, "补")),
        (small.first_head, lambda work: measures.answer(work, measure, "已补")),
    )
    for who, act in acts:
        do(small, who, act)
    accept = lambda work: measures.accept(work, measure)
    assert refusal(small, small.inspector, accept).code == "separation.named"
    back = lambda work: measures.return_answer(work, measure, acting=BECAUSE)
    assert refusal(small, small.inspector, back).code == "separation.named"
    do(small, small.head, accept)


def test_what_he_keeps_out_of_does_not_wait_for_him(small: SmallOffice) -> None:
    finding = opened(small)
    waits = lambda: {one.record for one in _todo(small, small.first_head) if one.kind == "finding"}
    assert finding in waits()
    id = granted(small, small.first_head, finding)
    assert finding not in waits()
    do(small, small.chief, lambda work: recusals.end_recusal(work, id, acting=BECAUSE))
    assert finding in waits()


def _todo(small: SmallOffice, who: OfficerId) -> tuple[Todo, ...]:
    with small.office.read(who) as view:
        return todo(view, small.office.now())


def test_a_reconsideration_has_a_clock_that_its_answer_stops(small: SmallOffice) -> None:
    """RECUSAL-5."""
    finding = opened(small)
    command = asked(small.inspector, finding)
    id = made(small, small.inspector, lambda work: recusals.ask_recusal(work, command))
    do(small, small.chief, lambda work: recusals.refuse_recusal(work, id, acting=BECAUSE))
    do(
        small,
        small.inspector,
        lambda work: recusals.reconsider_recusal(work, id, acting=BECAUSE),
    )
    with small.office.read(small.head) as view:
        clock = view.get(CLOCK, view.get(RECUSAL, id).clock or "")
        assert clock.state is ClockState.RUNNING
    do(small, small.chief, lambda work: recusals.refuse_recusal(work, id, acting=BECAUSE))
    with small.office.read(small.head) as view:
        assert view.get(CLOCK, clock.id).state is ClockState.STOPPED
    again = lambda work: recusals.reconsider_recusal(work, id, acting=BECAUSE)
    assert refusal(small, small.inspector, again).code == "recusal.final"


def test_the_chiefs_own_is_decided_by_the_committee_without_him(small: SmallOffice) -> None:
    """RECUSAL-3."""
    finding = opened(small)
    deputy = made(
        small,
        small.head,
        lambda work: register_officer(work, "104", "吴七", Category.PROSECUTOR),
    )
    since = dt.date(2020, 1, 1)
    post = Post(role=Role.DEPUTY, unit=small.unit, from_=since)
    do(small, small.head, lambda work: take_post(work, OfficerId(deputy), post))
    command = asked(small.chief, finding)
    id = made(small, small.chief, lambda work: recusals.ask_recusal(work, command))
    grant = lambda work: recusals.grant_recusal(work, id)
    assert refusal(small, small.chief, grant).code == "separation.role"
    who = OfficerId(deputy)
    assert refusal(small, who, grant).code == "field.missing"
    with_him = lambda work: recusals.grant_recusal(work, id, attended=(who, small.chief))
    assert refusal(small, who, with_him).code == "recusal.attended"
    do(small, who, lambda work: recusals.grant_recusal(work, id, attended=(who, small.head)))


def test_an_ordered_one_holds_at_once_and_is_corrected_and_voided(small: SmallOffice) -> None:
    finding = opened(small)
    command = asked(small.inspector, finding)
    order = lambda work: recusals.order_recusal(work, command, acting=BECAUSE)
    id = made(small, small.chief, order)
    assert refusal(small, small.chief, order).code == "recusal.twice"
    right = CorrectRecusal(ground=RecusalGround.OTHER, detail="同学")
    correct = lambda work: recusals.correct_recusal(work, id, right, acting=BECAUSE)
    assert refusal(small, small.inspector, correct).code == "separation.named"
    do(small, small.head, correct)
    void = lambda work: recusals.void_recusal(work, id, acting=BECAUSE)
    do(small, small.head, void)
    do(small, small.inspector, lambda work: findings.check_facts(work, finding, "属实"))
    with small.office.read(small.head) as view:
        assert view.get(RECUSAL, id).state is RecusalState.VOIDED


def test_a_request_from_outside_names_a_record_that_is_there(small: SmallOffice) -> None:
    finding = opened(small)

    def ask(work: Work) -> object:
        command = asked(small.inspector, finding, requester=work.seal("赵某".encode()))
        return recusals.ask_recusal(work, command)

    do(small, small.head, ask)
    with pytest.raises(NotFound):
        do(
            small,
            small.inspector,
            lambda work: recusals.ask_recusal(work, asked(small.inspector, "fnd_none")),
        )


def test_an_officer_without_recusals_costs_one_question(small: SmallOffice) -> None:
    finding = opened(small)
    store = Counting(small.office.store)
    small.office.store = store
    do(small, small.head, lambda work: findings.check_facts(work, finding, "属实"))
    assert store.asked.count("recusal") == 1


class Counting:
    """A store that writes down what was selected."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked: list[str] = []

    def begin(self, **how: Any) -> Any:
        transaction = self._store.begin(**how)
        select, asked = transaction.select, self.asked

        def counted(query: Query) -> object:
            asked.append(query.kind)
            return select(query)

        transaction.select = counted
        return transaction

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)
