"""Bases and problem codes."""

import datetime as dt
from collections.abc import Iterable
from typing import TypeVar

import pytest

from supervision.domain.acts import Act
from supervision.domain.bases import (
    BASIS,
    Basis,
    BasisEnded,
    CorrectBasis,
    RegisterBasis,
    basis_id,
    decide_correct_basis,
    decide_end_basis,
    decide_register_basis,
    evolve_basis,
    in_force,
)
from supervision.domain.problem_codes import (
    PROBLEM_CODE,
    CorrectProblemCode,
    ProblemCode,
    ProblemCodeEnded,
    RegisterProblemCode,
    decide_correct_problem_code,
    decide_end_problem_code,
    decide_register_problem_code,
    decide_revise_problem_code,
    evolve_problem_code,
    may_be_chosen,
    problem_code_id,
)
from supervision.domain.records import Record, RecordKind
from supervision.domain.validity import valid_on
from supervision.domain.values import OfficerId, UnitId
from supervision.errors import JournalError, Refused

R = TypeVar("R", bound=Record)
MW = UnitId("unt_1")
ACT = Act(by=OfficerId("off_1"), on=dt.date(2026, 3, 2))
DAY = dt.date(2026, 1, 1)


def play(kind: RecordKind[R], record: R | None, changes: Iterable[object]) -> R:
    for change in changes:
        record = kind.evolve(record, change)
    assert record is not None
    return record


def basis(**settings: object) -> Basis:
    fields = {"code": "procedure-665", "regulation": "人民检察院刑事诉讼规则"}
    command = RegisterBasis(**{**fields, "article": "第六百六十五条", **settings})
    record: Basis = play(BASIS, None, decide_register_basis(None, command, unit=MW, act=ACT))
    return record


def entry(**settings: object) -> RegisterProblemCode:
    fields = {"code": "doc.late", "axis": "nature", "edition": "2026", "zh": "文书送达逾期"}
    return RegisterProblemCode(**{**fields, **settings})


def code(**settings: object) -> ProblemCode:
    changes = decide_register_problem_code(None, entry(**settings), unit=MW, act=ACT)
    record: ProblemCode = play(PROBLEM_CODE, None, changes)
    return record


@pytest.mark.parametrize(
    ("first", "last", "valid"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (dt.date(2026, 1, 2), None, False),
        (None, dt.date(2025, 12, 31), False),
    ],
)
def test_validity_includes_both_ends(
    first: dt.date | None, last: dt.date | None, valid: bool
) -> None:
    assert valid_on(first, last, DAY) is valid


# --- bases ---


def test_basis_id_follows_its_code() -> None:
    assert basis().id == basis_id(MW, "procedure-665")


def test_basis_is_entered_once() -> None:
    command = RegisterBasis(code="procedure-665", regulation="x", article="x")
    with pytest.raises(Refused) as refused:
        decide_register_basis(basis(), command, unit=MW, act=ACT)
    assert refused.value.code == "basis.exists"


def test_basis_is_in_force_until_it_ends() -> None:
    record = basis(valid_from=dt.date(2019, 12, 30))
    record = play(BASIS, record, decide_end_basis(record, until=DAY, act=ACT))
    assert in_force(record, DAY)
    assert not in_force(record, DAY + dt.timedelta(days=1))


def test_basis_ends_once() -> None:
    with pytest.raises(Refused) as refused:
        decide_end_basis(basis(valid_until=DAY), until=DAY, act=ACT)
    assert refused.value.code == "basis.ended"


def test_validity_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide_end_basis(basis(valid_from=DAY), until=dt.date(2025, 1, 1), act=ACT)
    assert refused.value.code == "validity.range"


def test_basis_is_corrected_and_cleared() -> None:
    record = basis(document="高检发释字〔2019〕4号", valid_until=DAY)
    command = CorrectBasis(
        regulation="刑诉规则", article="第一条", text="全文", cleared=("document", "valid_until")
    )
    record = play(BASIS, record, decide_correct_basis(record, command, act=ACT))
    assert (record.regulation, record.article, record.text) == ("刑诉规则", "第一条", "全文")
    assert (record.document, record.valid_until) == ("", None)


def test_basis_correction_keeps_the_validity_in_order() -> None:
    with pytest.raises(Refused) as refused:
        decide_correct_basis(
            basis(valid_until=DAY), CorrectBasis(valid_from=dt.date(2026, 2, 1)), act=ACT
        )
    assert refused.value.code == "validity.range"


def test_basis_correction_without_effect_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide_correct_basis(basis(), CorrectBasis(), act=ACT)
    assert refused.value.code == "correction.empty"


def test_basis_life_must_begin_with_registration() -> None:
    with pytest.raises(JournalError):
        evolve_basis(None, BasisEnded(act=ACT, until=DAY))


# --- problem codes ---


def test_code_id_follows_the_code() -> None:
    assert code().id == problem_code_id(MW, "doc.late")


def test_code_is_entered_once() -> None:
    with pytest.raises(Refused) as refused:
        decide_register_problem_code(code(), entry(), unit=MW, act=ACT)
    assert refused.value.code == "problem_code.exists"


def test_code_is_not_its_own_parent() -> None:
    for decide in (
        lambda: code(parent="doc.late"),
        lambda: decide_correct_problem_code(code(), CorrectProblemCode(parent="doc.late"), act=ACT),
    ):
        with pytest.raises(Refused) as refused:
            decide()
        assert refused.value.code == "problem_code.own_parent"


def test_new_edition_revises_a_code() -> None:
    record = code()
    changes = decide_revise_problem_code(
        record, entry(edition="2027", zh="文书超期送达", parent="doc"), act=ACT
    )
    record = play(PROBLEM_CODE, record, changes)
    assert (record.edition, record.zh, record.parent) == ("2027", "文书超期送达", "doc")


def test_same_edition_changes_nothing() -> None:
    assert decide_revise_problem_code(code(), entry(), act=ACT) == ()


def test_revision_of_another_code_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        decide_revise_problem_code(code(), entry(code="other"), act=ACT)
    assert refused.value.code == "problem_code.other"


def test_ended_code_may_not_be_chosen_any_more() -> None:
    record = code()
    record = play(PROBLEM_CODE, record, decide_end_problem_code(record, until=DAY, act=ACT))
    assert may_be_chosen(record, DAY)
    assert not may_be_chosen(record, dt.date(2026, 1, 2))
    with pytest.raises(Refused) as refused:
        decide_end_problem_code(record, until=DAY, act=ACT)
    assert refused.value.code == "problem_code.ended"


def test_code_is_corrected() -> None:
    record = code(en="late")
    command = CorrectProblemCode(zh="文书迟延", basis="procedure-665", cleared=("en",))
    record = play(PROBLEM_CODE, record, decide_correct_problem_code(record, command, act=ACT))
    assert (record.zh, record.en, record.basis) == ("文书迟延", "", "procedure-665")


def test_code_correction_of_the_other_fields_leaves_the_title() -> None:
    record = code()
    command = CorrectProblemCode(en="late")
    record = play(PROBLEM_CODE, record, decide_correct_problem_code(record, command, act=ACT))
    assert (record.zh, record.en) == ("文书送达逾期", "late")


def test_code_life_must_begin_with_registration() -> None:
    with pytest.raises(JournalError):
        evolve_problem_code(None, ProblemCodeEnded(act=ACT, until=DAY))
