"""Registers of document numbers, and entries of imports."""

import datetime as dt

import pytest

from supervision.domain.acts import Act
from supervision.domain.imports import (
    IMPORT,
    SHOWN_PLACES,
    CompleteImport,
    Import,
    RejectedGroup,
    RejectedPlace,
    decide_complete_import,
    import_id,
)
from supervision.domain.registers import (
    REGISTER,
    NumberTaken,
    NumberVoided,
    Register,
    TakeNumber,
    VoidedNumber,
    decide_take_number,
    decide_void_number,
    evolve_register,
    number_parts,
    number_text,
    register_id,
)
from supervision.domain.values import Instant, OfficerId, Sealed, UnitId
from supervision.errors import JournalError, Refused

MW = UnitId("unt_1")
ACT = Act(by=OfficerId("off_1"), on=dt.date(2026, 3, 2))


def take(
    register: Register | None, series: str = "circular", year: int = 2026, prefix: str = "马检督通"
) -> tuple[Register, str]:
    command = TakeNumber(
        series=series, year=year, prefix=prefix, owner_kind="measure", owner_id="mea_1"
    )
    text = ""
    for change in decide_take_number(register, command, unit=MW, act=ACT):
        register = evolve_register(register, change)
        if isinstance(change, NumberTaken):
            text = change.text
    assert register is not None
    return register, text


def test_number_follows_the_standard() -> None:
    """GB/T 9704: hexagonal brackets, four-digit year, no 第, no leading zero."""
    assert number_text("马检督通", 2026, 3) == "马检督通〔2026〕3号"


def test_printed_number_is_read_again() -> None:
    assert number_parts("马检督通〔2026〕13号") == (2026, 13)


@pytest.mark.parametrize(
    "text", ["马检督通[2026]3号", "〔2026〕3号", "马检〔2026〕03号", "马检〔2026〕第3号"]
)
def test_text_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        number_parts(text)
    assert refused.value.code == "register.number_text"


def test_first_number_opens_the_register() -> None:
    register, text = take(None)
    assert text == "马检督通〔2026〕1号"
    assert register.id == register_id(MW, "circular", 2026)
    assert (register.next, register.prefix) == (2, "马检督通")


def test_numbers_have_no_gap() -> None:
    register = None
    texts = []
    for _ in range(3):
        register, text = take(register)
        texts.append(text)
    assert texts == [f"马检督通〔2026〕{number}号" for number in (1, 2, 3)]


def test_every_series_and_year_has_its_own_register() -> None:
    ids = {register_id(MW, "circular", 2026), register_id(MW, "notice", 2026)}
    ids |= {register_id(MW, "circular", 2027), register_id(UnitId("unt_2"), "circular", 2026)}
    assert len(ids) == 4


def test_register_of_another_series_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        take(take(None)[0], series="notice")
    assert refused.value.code == "register.other"


def test_prefix_stays_the_same_within_a_year() -> None:
    with pytest.raises(Refused) as refused:
        take(take(None)[0], prefix="榕检督通")
    assert refused.value.code == "register.prefix"


@pytest.mark.parametrize("year", [26, 1991, 2101])
def test_year_has_four_digits_and_sense(year: int) -> None:
    with pytest.raises(Refused) as refused:
        take(None, year=year)
    assert refused.value.code == "register.year"


def test_voided_number_stays_visible_and_is_not_given_out_again() -> None:
    register, _ = take(take(None)[0])
    for change in decide_void_number(register, 2, act=ACT):
        register = evolve_register(register, change)
    assert register.voided == (VoidedNumber(number=2, on=dt.date(2026, 3, 2)),)
    assert take(register)[1] == "马检督通〔2026〕3号"
    with pytest.raises(Refused) as refused:
        decide_void_number(register, 2, act=ACT)
    assert refused.value.code == "register.voided"


@pytest.mark.parametrize("number", [0, 2])
def test_number_never_given_out_is_not_voided(number: int) -> None:
    with pytest.raises(Refused) as refused:
        decide_void_number(take(None)[0], number, act=ACT)
    assert refused.value.code == "register.not_taken"


def test_register_life_must_begin_with_its_opening() -> None:
    with pytest.raises(JournalError):
        REGISTER.evolve(None, NumberVoided(act=ACT, number=1))


# --- imports ---


def place(line: int, column: str = "受理日期", code: str = "cases.bad_date") -> RejectedPlace:
    return RejectedPlace(line=line, column=column, code=code)


def completed(*rejected: RejectedPlace, **settings: object) -> Import:
    fields = {
        "connector": "table",
        "digest": "sha256:00",
        "created": 3,
        "changed": 2,
        "unchanged": 1,
        "events": 40,
        "rejected": rejected,
        "originals": Sealed(digest="sha256:01", size=9) if rejected else None,
        "watermark": 1,
        "completed_at": Instant(1_780_000_000_000_000),
        **settings,
    }
    command = CompleteImport(**fields)
    (change,) = decide_complete_import(None, command, unit=MW, act=ACT)
    return IMPORT.evolve(None, change)


def test_same_source_is_the_same_import() -> None:
    done = completed()
    assert done.id == import_id(MW, "sha256:00")
    command = CompleteImport(
        connector="table",
        digest="sha256:00",
        created=0,
        changed=0,
        unchanged=6,
        events=40,
        watermark=1,
        completed_at=Instant(1_780_000_000_000_001),
    )
    assert decide_complete_import(done, command, unit=MW, act=ACT) == ()


def test_rejected_rows_are_told_by_place_and_counted_by_reason() -> None:
    done = completed(place(9), place(3), place(4, "", "cases.no_number"))
    assert [one.line for one in done.places] == [3, 4, 9]
    assert done.rejected == 3
    assert done.groups == (
        RejectedGroup(code="cases.bad_date", column="受理日期", count=2),
        RejectedGroup(code="cases.no_number", count=1),
    )


def test_payload_shows_a_thousand_places_and_counts_all() -> None:
    done = completed(*(place(line) for line in range(2, 1_203)))
    assert len(done.places) == SHOWN_PLACES
    assert done.rejected == 1_201
    assert done.groups[0].count == 1_201


def test_rejected_rows_need_their_sealed_originals() -> None:
    with pytest.raises(Refused) as refused:
        completed(place(2), originals=None)
    assert refused.value.code == "import.originals"


def test_negative_count_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        completed(events=-1)
    assert refused.value.code == "import.counts"


def test_columns_of_an_import() -> None:
    columns = IMPORT.columns_of(completed(place(2)))
    assert columns == {
        "connector": "table",
        "digest": "sha256:00",
        "rejected": 1,
        "completed_on": "2026-05-29",
    }
