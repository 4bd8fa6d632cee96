"""Finding records by what an officer types."""

from __future__ import annotations

import attrs
import pytest

from supervision.domain.findings import FINDING, OpenFinding, Responsible
from supervision.domain.item_steps import Move
from supervision.domain.items import ProposeItem, Requirement
from supervision.domain.measures import IssueMeasure
from supervision.domain.problem_codes import (
    PROBLEM_CODE,
    RegisterProblemCode,
    decide_register_problem_code,
    problem_code_id,
)
from supervision.errors import Refused
from supervision.office import findings, items, measures
from supervision.office.office import Office
from supervision.office.search import Found, find
from supervision.ports.access import Actor, Permission
from supervision.ports.query import Everything, Nothing, Predicate
from supervision.testing.offices import SmallOffice, small_office


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def opened(small: SmallOffice, title: str, **fields: object) -> str:
    with small.office.work(small.inspector) as work:
        id = findings.open_finding(work, OpenFinding(title=title, **fields))
        work.commit()
    return id


def found(small: SmallOffice, text: str, **bounds: int) -> Found:
    with small.office.read(small.head) as view:
        return find(view, text, **bounds)


def ids(small: SmallOffice, text: str) -> list[str]:
    return [hit.id for hit in found(small, text).hits]


def test_record_is_found_by_its_id(small: SmallOffice) -> None:
    id = opened(small, "具结书后补")
    (hit,) = found(small, id).hits
    assert (hit.kind, hit.title, hit.by, hit.state) == (
        "finding",
        "具结书后补",
        "id",
        "registered",
    )


def test_id_of_nothing_is_not_found(small: SmallOffice) -> None:
    assert found(small, "fnd_00000000000000000000000000") == Found()


def test_every_kind_has_a_title_of_its_own(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        code = RegisterProblemCode(code="plea.deed", axis="nature", edition="1", zh="具结书后补")
        id = problem_code_id(work.unit, "plea.deed")
        changes = decide_register_problem_code(None, code, unit=work.unit, act=work.act())
        work.stage(PROBLEM_CODE, id, changes)
        work.commit()
    titles = [found(small, one).hits[0].title for one in (id, small.unit, small.first)]
    assert titles == ["具结书后补", "马尾区人民检察院", "第一检察部"]


def test_measure_is_found_by_its_number_in_any_brackets(small: SmallOffice) -> None:
    with small.office.work(small.head) as work:
        id = measures.issue(
            work, IssueMeasure(rung="hint_letter", title="提示函", department=small.first)
        )
        number = work.load(measures.MEASURE, id).number
        work.commit()
    assert number is not None
    for typed in (number, number.replace("〔", "[").replace("〕", "]"), f" {number} "):
        assert ids(small, typed) == [id]
    assert found(small, number).hits[0].by == "number"


def test_item_is_found_by_the_number_of_its_opening(small: SmallOffice) -> None:
    with small.office.work(small.inspector) as work:
        id = items.propose(
            work,
            ProposeItem(
                title="专项",
                kind="item.style",
                source="党组",
                requirements=(Requirement(text="查"),),
            ),
        )
        items.move(work, id, Move(step="submit"))
        work.commit()
    with small.office.work(small.chief) as work:
        number = items.move(work, id, Move(step="open")).number
        work.commit()
    assert number is not None
    assert ids(small, number) == [id]


def test_findings_of_a_case_are_found_by_its_number(small: SmallOffice) -> None:
    id = opened(small, "超期", case_number="闽榕马检刑诉受〔2021〕12号")
    assert ids(small, "闽榕马检刑诉受（2021）12号") == [id]


def test_staff_number_finds_the_officer_and_what_names_him(small: SmallOffice) -> None:
    id = opened(small, "超期", persons=(Responsible(officer=small.prosecutor),))
    opened(small, "别人")
    hits = found(small, "202").hits
    assert [(hit.kind, hit.by) for hit in hits] == [
        ("officer", "staff_number"),
        ("finding", "officer"),
    ]
    assert (hits[0].title, hits[1].id) == ("202", id)


def test_words_of_a_title_are_found_whatever_the_spaces_and_case(small: SmallOffice) -> None:
    id = opened(small, "具结书　签署 Late")
    assert ids(small, "结书签") == ids(small, "late") == [id]
    assert ids(small, "没有") == []


def test_record_that_matches_twice_is_listed_once_under_the_better_match(
    small: SmallOffice,
) -> None:
    id = opened(small, "案件 123", case_number="123")
    assert [(hit.id, hit.by) for hit in found(small, "123").hits] == [(id, "case_number")]


def test_answer_is_bounded_and_says_so(small: SmallOffice) -> None:
    for number in range(4):
        opened(small, f"超期 {number}")
    few = found(small, "超期", limit=3)
    assert (len(few.hits), few.more) == (3, True)
    assert not found(small, "超期", limit=4).more


def test_titles_beyond_the_depth_are_not_looked_through_and_it_says_so(small: SmallOffice) -> None:
    old = opened(small, "旧的超期")
    new = opened(small, "新的超期")
    shallow = found(small, "超期", depth=1)
    assert ([hit.id for hit in shallow.hits], shallow.more) == ([new], True)
    assert ids(small, "超期") == [new, old]


@pytest.mark.parametrize(("text", "code"), [("  ", "text.empty"), ("a\nb", "text.line")])
def test_nothing_to_look_for_is_refused(small: SmallOffice, text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        found(small, text)
    assert refusal.value.code == code


@attrs.frozen
class _NoFindings:
    """A policy that hides all findings."""

    def visible(self, actor: Actor, kind: str) -> Predicate:
        return Nothing if kind == FINDING.name else Everything

    def permits(self, actor: Actor, act: str, record: object) -> Permission:
        return Permission(granted=True)


def test_what_the_actor_may_not_see_is_not_found_by_any_way(small: SmallOffice) -> None:
    persons = (Responsible(officer=small.prosecutor),)
    id = opened(small, "超期", case_number="123", persons=persons)
    blind = Office(attrs.evolve(small.office.parts, policy=_NoFindings()))
    with blind.read(small.head) as view:
        hits = [hit for text in (id, "123", "202", "超期") for hit in find(view, text).hits]
    assert {hit.kind for hit in hits} == {"officer"}
