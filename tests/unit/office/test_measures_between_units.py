"""A measure to another unit (发往他院的督察文书): two units of work, joined by the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from supervision.builtin.line_policy import LinePolicy
from supervision.builtin.procuratorate import procuratorate_book
from supervision.domain.departments import DepartmentKind, RegisterDepartment, department_id
from supervision.domain.findings import FINDING, OpenFinding
from supervision.domain.incoming_measures import (
    INCOMING,
    IncomingMeasure,
    IncomingState,
    incoming_id,
)
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.measures import MEASURE, IssueMeasure, Measure, MeasureState, Service
from supervision.domain.officers import Category, officer_id
from supervision.domain.posts import Post, Role
from supervision.domain.recusals import AskRecusal, RecusalGround
from supervision.domain.references import Reference
from supervision.domain.separation_rules import SeparationRules
from supervision.domain.units import RegisterUnit, unit_id
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.errors import AccessDenied, NotFound, Refused
from supervision.journal.entry import open_chain
from supervision.office import findings, incoming, measures, parcels, recusals
from supervision.office.acting import Acting
from supervision.office.carrying import BROUGHT, carrying
from supervision.office.office import Office
from supervision.office.people import (
    register_department,
    register_officer,
    register_unit,
    take_post,
)
from supervision.office.todo import todo
from supervision.office.work import Work
from supervision.testing.offices import SmallOffice, small_office

Act = Callable[[Work], object]
BECAUSE = Acting(reason="未附材料")


@attrs.frozen(kw_only=True)
class TwoUnits:
    """The small office, and the superior unit in the same store (上下级院)."""

    small: SmallOffice
    city: UnitId
    city_head: OfficerId
    city_department: DepartmentId
    city_member: OfficerId

    def do(self, who: OfficerId, act: Act, unit: UnitId | None = None) -> object:
        with self.small.office.work(who, unit) as work:
            found = act(work)
            work.commit()
        return found

    def tick(self) -> parcels.Carried:
        return parcels.carry(self.small.office, self.small.head)

    def issued(self, to_unit: str | None = None, **fields: object) -> str:
        command = IssueMeasure(
            rung="hint_letter",
            title="请协助核查",
            text="请于十日内答复",
            to_unit=to_unit or self.city,
            **fields,
        )
        return str(self.do(self.small.head, lambda work: measures.issue(work, command)))

    def served(self) -> str:
        id = self.issued()
        self.do(self.small.head, lambda work: measures.serve(work, id, Service.NETWORK))
        return id

    def answered(self) -> str:
        id = self.served()
        self.tick()
        here = incoming_id(id)
        self.do(self.city_head, lambda work: incoming.receive_incoming(work, here), self.city)
        self.do(
            self.city_member,
            lambda work: incoming.claim_incoming(work, here, self.city_department, "核查"),
            self.city,
        )
        self.do(
            self.city_member,
            lambda work: incoming.answer_incoming(
                work, here, "已核查", references=("市检〔2026〕3号",)
            ),
            self.city,
        )
        return id

    def waits(self, who: OfficerId) -> list[str]:
        with self.small.office.work(who, self.city) as work:
            return [one.action for one in todo(work.view, work.now)]

    def measure(self, id: str) -> Measure:
        with self.small.office.read(self.small.head) as view:
            return view.get(MEASURE, id)

    def incoming(self, measure: str) -> IncomingMeasure | None:
        with self.small.office.read(self.small.head) as view:
            return view.find(INCOMING, incoming_id(measure))


@pytest.fixture
def two() -> TwoUnits:
    small = small_office()
    city = unit_id("fz")
    since = dt.date(2020, 1, 1)
    with small.office.work("founder", city) as work:
        register_unit(
            work, RegisterUnit(code="fz", name="福州市人民检察院", prefix="榕检", path="/fj/fz")
        )
        for code, kind in (("dc", DepartmentKind.SUPERVISION), ("d1", DepartmentKind.BUSINESS)):
            register_department(work, RegisterDepartment(code=code, name=code, kind=kind))
        for number, role, code in (
            ("901", Role.SUPERVISION_HEAD, "dc"),
            ("902", Role.HEAD, "d1"),
        ):
            officer = register_officer(work, number, number, Category.PROSECUTOR)
            post = Post(role=role, unit=city, department=department_id(city, code), from_=since)
            take_post(work, officer, post)
        work.commit()
    return TwoUnits(
        small=small,
        city=city,
        city_head=officer_id(city, "901"),
        city_department=department_id(city, "d1"),
        city_member=officer_id(city, "902"),
    )


def test_a_measure_arrives_at_the_next_tick_and_only_once(two: TwoUnits) -> None:
    """INCOMING-2."""
    id = two.served()
    assert two.incoming(id) is None
    assert two.tick() == parcels.Carried(carried=1)
    arrived = two.incoming(id)
    assert arrived is not None
    assert (arrived.unit, arrived.from_unit) == (two.city, two.small.unit)
    assert arrived.state is IncomingState.ARRIVED
    assert arrived.document.text == "请于十日内答复"
    assert arrived.document.due_on is not None
    assert two.tick() == parcels.Carried()
    assert two.small.office.verify().ok


def test_the_answer_comes_back_and_the_issuer_judges_it(two: TwoUnits) -> None:
    """INCOMING-4."""
    id = two.answered()
    assert two.measure(id).state is MeasureState.SERVED
    assert two.tick().carried == 3
    back = two.measure(id)
    assert (back.state, back.answer) == (MeasureState.ANSWERED, "已核查")
    assert back.claimed_by == two.city_member
    assert back.references == ("市检〔2026〕3号",)
    two.do(two.small.inspector, lambda work: measures.accept(work, id))
    two.do(two.small.head, lambda work: measures.close_measure(work, id))
    assert two.tick().carried == 2
    ended = two.incoming(id)
    assert ended is not None
    assert ended.state is IncomingState.CLOSED
    assert two.small.office.verify().ok


def test_a_returned_answer_is_answered_again(two: TwoUnits) -> None:
    id = two.answered()
    two.tick()
    two.do(two.small.inspector, lambda work: measures.return_answer(work, id, acting=BECAUSE))
    two.tick()
    returned = two.incoming(id)
    assert returned is not None
    assert (returned.state, returned.returns) == (IncomingState.CLAIMED, 1)
    assert returned.return_reason == "未附材料"
    two.do(
        two.city_head,
        lambda work: incoming.answer_incoming(work, incoming_id(id), "补充材料"),
        two.city,
    )
    two.tick()
    assert two.measure(id).answer == "补充材料"


def test_what_arrived_waits_for_who_may_act(two: TwoUnits) -> None:
    id = two.served()
    two.tick()
    here = incoming_id(id)
    assert two.waits(two.city_head) == ["incoming_measure.receive"]
    two.do(two.city_head, lambda work: incoming.receive_incoming(work, here), two.city)
    assert two.waits(two.city_head) == []
    assert two.waits(two.city_member) == ["incoming_measure.claim"]
    two.do(
        two.city_member,
        lambda work: incoming.claim_incoming(work, here, two.city_department, "核查"),
        two.city,
    )
    assert two.waits(two.city_member) == ["incoming_measure.answer"]


def test_a_voided_measure_is_withdrawn(two: TwoUnits) -> None:
    id = two.served()
    two.tick()
    two.do(two.small.head, lambda work: measures.void_measure(work, id, acting=BECAUSE))
    two.tick()
    gone = two.incoming(id)
    assert gone is not None
    assert gone.state is IncomingState.WITHDRAWN


class Died(Exception):
    """The process dies here."""


def test_who_dies_between_the_two_units_of_work_brings_it_again(
    two: TwoUnits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """INCOMING-3: brought, but not noted as carried; the next tick brings it again."""
    id = two.answered()

    def die(*_: object) -> None:
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(parcels, "_note", die)
        with pytest.raises(Died):
            two.tick()
    before = entries(two)
    assert two.measure(id).state is MeasureState.RECEIVED
    assert two.tick().carried == 3
    assert two.measure(id).state is MeasureState.ANSWERED
    assert entries(two) == before + 2
    assert two.small.office.verify().ok


def test_old_news_brought_again_changes_nothing(
    two: TwoUnits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer the issuer returned in the meantime does not come back as a new one."""
    id = two.answered()
    with monkeypatch.context() as patch:
        patch.setattr(parcels, "_note", lambda *_: None)
        two.tick()
    two.do(two.small.inspector, lambda work: measures.return_answer(work, id, acting=BECAUSE))
    assert two.tick().carried == 4
    assert two.measure(id).state is MeasureState.CLAIMED


def entries(two: TwoUnits) -> int:
    with two.small.office.store.begin() as transaction:
        return transaction.head(open_chain(two.small.unit)).seq


def test_nothing_but_the_document_travels(two: TwoUnits) -> None:
    """INCOMING-5."""
    finding = str(
        two.do(
            two.small.head,
            lambda work: findings.open_finding(work, OpenFinding(title="不外传的问题")),
        )
    )
    id = two.issued(findings=(finding,))
    two.do(two.small.head, lambda work: measures.serve(work, id, Service.NETWORK))
    two.tick()
    with two.small.office.store.begin() as transaction:
        told = [one.payload for one in transaction.entries(open_chain(two.city))]
    assert not any(finding in one or "不外传的问题" in one for one in told)
    with two.small.office.read(two.small.head) as view:
        assert view.get(FINDING, finding).title == "不外传的问题"


def test_only_the_receiving_unit_acts_on_what_it_received(two: TwoUnits) -> None:
    id = two.served()
    two.tick()
    for act in (
        lambda work: measures.receive(work, id),
        lambda work: measures.reroute_measure(work, id, two.small.first, acting=BECAUSE),
    ):
        with pytest.raises(Refused) as error:
            two.do(two.small.head, act)
        assert error.value.code in ("measure.not_recipient", "measure.reroute_unit")


def test_a_unit_that_is_not_there_or_beside_is_refused(two: TwoUnits) -> None:
    with pytest.raises(NotFound):
        two.issued("unt_none")
    for fields in ({"to_unit": two.small.unit}, {"department": two.small.first}):
        with pytest.raises(Refused) as error:
            two.issued(**fields)
        assert error.value.code in ("measure.unit_recipient", "measure.unit_unrelated")


def test_what_cannot_be_brought_waits_and_is_told(two: TwoUnits) -> None:
    id = two.answered()
    two.do(
        two.city_member,
        lambda work: recusals.ask_recusal(
            work,
            AskRecusal(
                officer=two.city_member,
                about=Reference(kind="measure", id=id),
                ground=RecusalGround.INTEREST,
            ),
        ),
    )
    done = two.tick()
    assert done.carried == 1
    assert "separation.recused" in done.failures[0]
    assert two.measure(id).state is MeasureState.RECEIVED


def test_a_recused_officers_tick_still_brings_what_others_did(two: TwoUnits) -> None:
    id = two.answered()
    two.do(
        two.small.head,
        lambda work: recusals.ask_recusal(
            work,
            AskRecusal(
                officer=two.small.head,
                about=Reference(kind="measure", id=id),
                ground=RecusalGround.INTEREST,
            ),
        ),
    )
    assert two.tick().carried == 3


def test_where_the_office_is_the_object_the_superior_judges_or_the_substitute(
    two: TwoUnits,
) -> None:
    """RECUSAL-11, RECUSAL-12."""
    small = two.small
    command = OpenFinding(title="督察部门超期", department=small.supervision)
    finding = str(two.do(small.head, lambda work: findings.open_finding(work, command)))
    void = lambda work: findings.void_finding(work, finding, acting=BECAUSE)
    codes = [refused(two, small.head, void)]
    rules = SeparationRules(substitute="d2", substitute_basis="本院督察工作办法第五条")
    small.office.rules = attrs.evolve(small.office.rules, separation=rules)
    codes.append(refused(two, small.head, void))
    codes.append(refused(two, small.first_head, void))
    assert codes == [
        "separation.no_substitute",
        "separation.office_object",
        "separation.office_object",
    ]
    two.do(small.second_head, void)
    again = str(two.do(small.head, lambda work: findings.open_finding(work, command)))
    two.do(
        two.city_head,
        lambda work: findings.void_finding(work, again, acting=BECAUSE),
        small.unit,
    )


def test_what_concerns_the_chief_is_judged_by_nobody_below_him(two: TwoUnits) -> None:
    """RECUSAL-12."""
    small = two.small
    command = OpenFinding(title="检察长", department=small.first, concerned=(small.chief,))
    finding = str(two.do(small.head, lambda work: findings.open_finding(work, command)))
    void = lambda work: findings.void_finding(work, finding, acting=BECAUSE)
    assert refused(two, small.head, void) == "separation.no_substitute"
    rules = SeparationRules(substitute="301", substitute_basis="上级院指定")
    small.office.rules = attrs.evolve(small.office.rules, separation=rules)
    two.do(small.second_head, void)


def refused(two: TwoUnits, who: OfficerId, act: Act) -> str:
    with pytest.raises(Refused) as error:
        two.do(who, act)
    return error.value.code


# ---------------------------------------------------------------------------- under lines


def under_lines(two: TwoUnits) -> TwoUnits:
    policy = LinePolicy(procuratorate_book(), frozenset(KINDS_BY_NAME))
    office = Office(attrs.evolve(two.small.office.parts, policy=policy))
    return attrs.evolve(two, small=attrs.evolve(two.small, office=office))


def with_substitute(two: TwoUnits, substitute: str) -> TwoUnits:
    there = under_lines(two)
    rules = SeparationRules(substitute=substitute, substitute_basis="本院督察工作办法第五条")
    there.small.office.rules = attrs.evolve(there.small.office.rules, separation=rules)
    return there


def about(two: TwoUnits, **named: object) -> str:
    command = OpenFinding(title="督察部门超期", **named)
    return str(two.do(two.small.head, lambda work: findings.open_finding(work, command)))


def seen(two: TwoUnits, who: OfficerId) -> set[str]:
    with two.small.office.read(who) as view:
        return {one.id for one in (*view.select(FINDING), *view.select(MEASURE))}


def waiting(two: TwoUnits, who: OfficerId) -> list[tuple[str, str]]:
    with two.small.office.read(who) as view:
        return [(one.action, one.record) for one in todo(view, two.small.office.now())]


def test_under_lines_a_substitute_sees_what_is_about_the_office_and_nothing_else(
    two: TwoUnits,
) -> None:
    """RECUSAL-11."""
    there = with_substitute(two, "d2")
    small = there.small
    of_office = about(there, department=small.supervision)
    of_chief = about(there, department=small.first, concerned=(small.chief,))
    of_others = about(there, department=small.first)
    assert seen(there, small.second_head) == {of_office, of_chief}
    assert seen(there, small.first_head) == {of_chief, of_others}
    assert seen(with_substitute(two, "301"), small.second_head) == {of_office, of_chief}
    assert seen(under_lines(two), small.second_head) == set()


def test_under_lines_a_substitute_verifies_and_closes_in_place_of_the_office(
    two: TwoUnits,
) -> None:
    """RECUSAL-11, RECUSAL-12."""
    there = with_substitute(two, "d2")
    small = there.small
    finding = about(there, department=small.supervision)
    issue = IssueMeasure(
        rung="suggestion",
        title="整改",
        department=small.supervision,
        findings=(finding,),
        text="改",
    )
    measure = str(there.do(small.head, lambda work: measures.issue(work, issue)))
    head, judge = small.head, small.second_head
    there.do(head, lambda work: measures.serve(work, measure, Service.PAPER))
    due = dt.date(2026, 3, 20)
    there.do(head, lambda work: measures.claim_measure(work, measure, "补录", due_on=due))
    there.do(head, lambda work: measures.answer(work, measure, "已补录"))
    accept = lambda work: measures.accept(work, measure)
    assert refused(there, head, accept) == "separation.office_object"
    with pytest.raises(NotFound):
        there.do(small.first_head, accept)
    assert waiting(there, judge) == [("measure.accept", measure)]
    assert not {measure, finding} & {id for _, id in waiting(there, head)}
    there.do(judge, accept)
    there.do(judge, lambda work: measures.close_measure(work, measure))
    with pytest.raises(AccessDenied):
        there.do(judge, lambda work: findings.open_finding(work, OpenFinding(title="另一件")))
    assert small.office.verify().ok


def test_under_lines_the_superior_judges_in_a_unit_below_only_what_is_about_its_office(
    two: TwoUnits,
) -> None:
    """RECUSAL-12."""
    there = under_lines(two)
    small = there.small
    own, other = about(there, department=small.supervision), about(there, department=small.first)

    def void(id: str) -> object:
        act = lambda work: findings.void_finding(work, id, acting=BECAUSE)
        return there.do(there.city_head, act, small.unit)

    void(own)
    with pytest.raises(AccessDenied):
        void(other)


def test_parcels_pass_where_nobody_of_one_unit_acts_in_the_other(two: TwoUnits) -> None:
    there = under_lines(two)
    id = there.answered()
    assert there.tick().failures == ()
    with there.small.office.read(there.small.head) as view:
        measure = view.get(MEASURE, id)
        assert (measure.state, measure.answer) == (MeasureState.ANSWERED, "已核查")
    with there.small.office.work(there.small.head, there.city) as work:
        assert work.peek(INCOMING, incoming_id(id)) is None


def test_who_carries_parcels_may_do_nothing_else_there(two: TwoUnits) -> None:
    there = under_lines(two)
    id = incoming_id(there.served())
    there.tick()
    bringing = carrying(there.small.office, there.small.head)
    acts = {change.tag for kind in KINDS_BY_NAME.values() for change in kind.changes}
    assert acts >= BROUGHT
    with bringing.work(there.small.head, there.city) as work:
        permitted = {act for act in acts if bringing.policy.permits(work.actor, act, None).granted}
        assert permitted == BROUGHT
        assert work.view.select(FINDING) == ()
        with pytest.raises(AccessDenied):
            incoming.receive_incoming(work, id)
    with bringing.work(there.small.prosecutor, there.city) as work:
        assert work.peek(INCOMING, id) is None
        assert not bringing.policy.permits(work.actor, next(iter(BROUGHT)), None).granted
