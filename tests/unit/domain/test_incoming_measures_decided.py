"""Decisions about measures between units (收到的督察文书): who acts, and news brought twice."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.incoming_measures import (
    IncomingMeasure,
    IncomingState,
    MeasureDocument,
    News,
    Parcel,
    evolve,
)
from supervision.domain.incoming_steps import (
    check_addressee,
    decide_answer_incoming,
    decide_claim_incoming,
    decide_news,
    decide_news_back,
    decide_receive_incoming,
)
from supervision.domain.measures import Measure, MeasureState
from supervision.domain.posts import Role
from supervision.domain.separation import Deed, Standing
from supervision.domain.units import Unit
from supervision.domain.values import DepartmentId, Instant, OfficerId, UnitId
from supervision.errors import Refused

DAY = dt.date(2026, 3, 2)
FIRST, SECOND = DepartmentId("dep_1"), DepartmentId("dep_2")
DOCUMENT = MeasureDocument(
    rung="hint_letter", title="提示函", text="请答复", number=None, issued_on=DAY, served_on=DAY
)


def parcel(news: News, **fields: object) -> Parcel:
    whole = {
        "id": "prc_1",
        "at": Instant(0),
        "unit": UnitId("unt_a"),
        "to_unit": UnitId("unt_b"),
        "measure": "msr_1",
        "on": DAY,
        **fields,
    }
    return Parcel(news=news, **whole)


def deed(*departments: DepartmentId, office: bool = False, days: int = 0) -> Deed:
    who = OfficerId("off_1")
    roles = frozenset({Role.INSPECTOR}) if office else frozenset()
    standing = Standing(officer=who, departments=frozenset(departments), roles=roles)
    return Deed(act=Act(by=who, on=DAY + dt.timedelta(days=days)), standing=standing)


def arrived() -> IncomingMeasure:
    (change,) = decide_news(None, parcel(News.SERVED, document=DOCUMENT))
    return evolve(None, change)


def received() -> IncomingMeasure:
    one = arrived()
    return evolve(one, decide_receive_incoming(one, deed=deed(office=True))[0])


def claimed() -> IncomingMeasure:
    one = received()
    return evolve(one, decide_claim_incoming(one, FIRST, "核查", deed=deed(FIRST))[0])


def answered() -> IncomingMeasure:
    one = claimed()
    return evolve(one, decide_answer_incoming(one, "已办", deed=deed(FIRST))[0])


def code(act: object) -> str:
    with pytest.raises(Refused) as error:
        act()
    return error.value.code


def test_several_departments_claim_each_once() -> None:
    one = claimed()
    two = evolve(one, decide_claim_incoming(one, SECOND, "配合", deed=deed(SECOND))[0])
    assert two.departments == (FIRST, SECOND)
    assert two.title == "提示函"
    again = lambda: decide_claim_incoming(two, FIRST, "再", deed=deed(FIRST))
    assert code(again) == "incoming.claimed"
    other = lambda: decide_claim_incoming(one, SECOND, "代", deed=deed(FIRST))
    assert code(other) == "incoming.not_of_department"


def test_who_claimed_answers_or_the_office() -> None:
    one = claimed()
    decide_answer_incoming(one, "已办", deed=deed(office=True))
    stranger = lambda: decide_answer_incoming(one, "已办", deed=deed(SECOND))
    assert code(stranger) == "separation.role"


def test_nothing_is_done_before_it_was_served() -> None:
    early = lambda: decide_receive_incoming(arrived(), deed=deed(office=True, days=-1))
    assert code(early) == "incoming.before"


def test_news_that_has_come_before_changes_nothing() -> None:
    """INCOMING-3."""
    served = parcel(News.SERVED, document=DOCUMENT)
    returned = parcel(News.RETURNED, turn=1, text="补")
    assert decide_news(arrived(), served) == ()
    assert decide_news(None, returned) == ()
    one = answered()
    back = evolve(one, decide_news(one, returned)[0])
    assert (back.state, back.returns) == (IncomingState.CLAIMED, 1)
    assert decide_news(back, returned) == ()
    accepted = evolve(one, decide_news(one, parcel(News.ACCEPTED))[0])
    assert decide_news(accepted, parcel(News.ACCEPTED)) == ()
    gone = evolve(one, decide_news(one, parcel(News.VOIDED))[0])
    assert gone.state is IncomingState.WITHDRAWN
    assert decide_news(gone, parcel(News.CLOSED)) == ()


def test_the_issuers_measure_takes_news_in_its_order_only() -> None:
    act = Act(by=OfficerId("off_9"), on=DAY)
    measure = Measure(
        id="msr_1",
        unit="unt_a",
        rung="hint_letter",
        title="提示函",
        state=MeasureState.SERVED,
        issued_on=DAY,
    )

    def news(one: Parcel, state: MeasureState, returns: int = 0) -> int:
        now = attrs.evolve(measure, state=state, returns=returns)
        return len(decide_news_back(now, one, act))

    came = parcel(News.ANSWERED, text="已办")
    assert news(parcel(News.RECEIVED), MeasureState.SERVED) == 1
    assert news(parcel(News.RECEIVED), MeasureState.RECEIVED) == 0
    assert news(parcel(News.CLAIMED, text="核查"), MeasureState.RECEIVED) == 1
    assert news(parcel(News.CLAIMED, text="核查"), MeasureState.CLAIMED) == 0
    assert news(came, MeasureState.CLAIMED) == 1
    assert news(came, MeasureState.CLAIMED, returns=1) == 0
    assert news(came, MeasureState.VOIDED) == 0


def test_a_measure_goes_up_or_down_and_not_aside() -> None:
    def unit(path: str) -> Unit:
        code = path.rpartition("/")[2]
        return Unit(
            id=f"unt_{code}", unit=f"unt_{code}", code=code, name=code, path=path, prefix=""
        )

    low, high, aside = unit("/fj/fz/mw"), unit("/fj/fz"), unit("/fj/fz/gl")
    check_addressee(low, high)
    check_addressee(high, low)
    assert code(lambda: check_addressee(low, aside)) == "measure.unit_unrelated"
