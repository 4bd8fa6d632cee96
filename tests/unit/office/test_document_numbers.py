"""Document numbers in the office."""

import attrs
import pytest

from supervision.domain.registers import REGISTER, register_id
from supervision.errors import NotFound, Refused
from supervision.office.acting import Acting
from supervision.office.office import Office
from supervision.office.registers import take_number, void_number
from supervision.testing.offices import SmallOffice, small_office


def take(small: SmallOffice, series: str = "notice", office: Office | None = None) -> str:
    with (office or small.office).work(small.head) as work:
        text = take_number(work, series, owner_kind="measure", owner_id="mea_1")
        work.commit()
    return text


def test_numbers_run_on_over_units_of_work() -> None:
    small = small_office()
    assert [take(small) for _ in range(2)] == ["马检督改〔2026〕1号", "马检督改〔2026〕2号"]
    assert take(small, "circular") == "马检督通〔2026〕1号"


def test_two_numbers_of_one_unit_of_work_differ() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        texts = [
            take_number(work, "notice", owner_kind="measure", owner_id=f"mea_{n}", year=2025)
            for n in (1, 2)
        ]
    assert texts == ["马检督改〔2025〕1号", "马检督改〔2025〕2号"]


def test_number_of_an_abandoned_work_is_given_out_again() -> None:
    small = small_office()
    with small.office.work(small.head) as work:
        take_number(work, "notice", owner_kind="measure", owner_id="mea_1")
    assert take(small) == "马检督改〔2026〕1号"


def test_series_of_the_office_goes_first() -> None:
    small = small_office()
    rules = attrs.evolve(small.office.parts.rules, series={"notice": "榕马督整"})
    office = Office(attrs.evolve(small.office.parts, rules=rules))
    assert take(small, office=office) == "榕马督整〔2026〕1号"
    assert take(small, "circular", office) == "马检督通〔2026〕1号"


def test_unknown_series_is_refused() -> None:
    small = small_office()
    with small.office.work(small.head) as work, pytest.raises(Refused) as refused:
        take_number(work, "none", owner_kind="measure", owner_id="mea_1")
    assert refused.value.code == "register.unknown_series"


def test_voided_number_stays_visible() -> None:
    small = small_office()
    take(small)
    with small.office.work(small.head) as work:
        register = void_number(work, "notice", 2026, 1, acting=Acting(reason="文件撤回"))
        work.commit()
    assert [gone.number for gone in register.voided] == [1]
    assert take(small) == "马检督改〔2026〕2号"
    with small.office.read(small.head) as view:
        id = register_id(small.unit, "notice", 2026)
        reasons = [entry.header.reason for entry in view.history(REGISTER, id)]
    assert reasons == ["", "", "文件撤回", ""]


def test_voiding_needs_a_reason_and_a_register() -> None:
    small = small_office()
    take(small)
    with small.office.work(small.head) as work:
        with pytest.raises(Refused) as refused:
            void_number(work, "notice", 2026, 1)
        assert refused.value.code == "act.reason_missing"
        with pytest.raises(NotFound):
            void_number(work, "circular", 2026, 1, acting=Acting(reason="x"))
