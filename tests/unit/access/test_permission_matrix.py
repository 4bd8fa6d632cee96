"""The permission matrix: the lines of `procuratorate` say what the committed table says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import permission_matrix as matrix
import pytest

from supervision.builtin.procuratorate import procuratorate_book
from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.domain.policies import SEE
from supervision.domain.post_separation import ADMINISTRATION
from supervision.domain.posts import Role
from supervision.domain.scopes import SCOPES

KNOWN_TO_ALL = frozenset(
    {"unit", "department", "officer", "handling_unit", "basis", "problem_code"}
)
"""Kinds everybody in service knows of."""
BUSINESS = tuple(kind.name for kind in KINDS if kind.name not in KNOWN_TO_ALL)
OFFICERS = ("system_admin", "security_admin", "auditor")


@pytest.fixture(scope="module")
def rows() -> dict[str, dict[str, str]]:
    return {row["act"]: row for row in matrix.committed()}


def granted(rows: dict[str, dict[str, str]], *roles: str) -> Iterator[tuple[str, str, str]]:
    """Yield act, role and places wherever one of the roles may."""
    for act, row in rows.items():
        yield from ((act, role, row[role]) for role in roles if row[role] != "-")


def test_every_act_and_every_role_is_in_the_table(rows: dict[str, dict[str, str]]) -> None:
    assert list(rows) == [act for act, _ in matrix.acts()]
    for row in rows.values():
        assert tuple(row) == ("act", *(role.value for role in Role), "closed", "recused")


def test_every_kind_says_who_its_own_are() -> None:
    for kind in KINDS:
        scope, record = SCOPES[kind.name], matrix.records()[kind.name]
        for names in (scope.persons, scope.departments):
            assert not names or matrix._values(kind, record, names), kind.name


def test_the_lines_say_what_the_table_says(rows: dict[str, dict[str, str]]) -> None:
    made = {row["act"]: row for row in csv.DictReader(io.StringIO(matrix.table()))}
    assert {act: row for act, row in made.items() if rows.get(act) != row} == {}


def test_the_three_officers_have_no_part_in_business(rows: dict[str, dict[str, str]]) -> None:
    for act, role, places in granted(rows, *OFFICERS):
        assert act.partition(".")[0] in ADMINISTRATION, (act, role, places)


def test_every_kind_is_business_or_administration() -> None:
    (line,) = (
        one.line for one in procuratorate_book().lines if one.line.code == "three.no-business"
    )
    for kind in KINDS:
        for act in (SEE, *(change.tag for change in kind.changes)):
            assert line.covers(act, kind.name) is (kind.name not in ADMINISTRATION), act


def test_the_auditor_changes_nothing(rows: dict[str, dict[str, str]]) -> None:
    assert {act.partition(".")[2] for act, _, _ in granted(rows, "auditor")} == {"see"}


def test_an_account_takes_two_of_the_three(rows: dict[str, dict[str, str]]) -> None:
    proposing = {act for act, _, _ in granted(rows, "system_admin")}
    confirming = {act for act, _, _ in granted(rows, "security_admin")}
    assert "account.proposed" in proposing - confirming
    assert "account.confirmed" in confirming - proposing
    assert "account.ended" in proposing & confirming
    with_account = (".see", "officer.post_taken", "officer.post_left")
    others = {one for one in confirming if not one.endswith(with_account)}
    assert {one.partition(".")[0] for one in others} == {"account"}
    for act in (one for one in rows if one.startswith("account.")):
        others = {role for role in matrix.ROLES if rows[act][role] != "-"} - {*OFFICERS}
        known = act in ("account.see", "account.founded", "account.ended")
        assert others == ({"chief"} if known else set()), act


def test_a_grant_lets_read_and_keep_the_file_and_do_nothing_else(
    rows: dict[str, dict[str, str]],
) -> None:
    for act, role, places in granted(rows, *matrix.ROLES):
        by_grant_alone = places == "f" and not act.endswith(f".{SEE}")
        assert not by_grant_alone or KINDS_BY_NAME[act.partition(".")[0]].closed, (act, role)


def test_nobody_acts_in_a_unit_below(rows: dict[str, dict[str, str]]) -> None:
    for act, role, places in granted(rows, *matrix.ROLES):
        assert "b" not in places or act.endswith(".see"), (act, role)


def test_a_department_acts_on_nothing_of_others(rows: dict[str, dict[str, str]]) -> None:
    # The first are known only with their record, the last is addressed to the whole unit.
    shared = ("clock.", "attachment.", "incoming_measure.")
    for act, role, places in granted(rows, "head", "deputy_head", "liaison", "internal_clerk"):
        alone = not act.startswith(shared) and act.partition(".")[0] in BUSINESS
        assert not (alone and {"u", "b"} & set(places)), (act, role, places)


def test_a_handler_knows_of_nothing_but_what_names_him(rows: dict[str, dict[str, str]]) -> None:
    shared = ("clock.", "attachment.")
    for act, role, places in granted(
        rows, "prosecutor", "assistant", "clerk", "committee", "reviewer"
    ):
        if act.partition(".")[0] in BUSINESS and not act.startswith(shared):
            kept = act.endswith(f".{SEE}") or KINDS_BY_NAME[act.partition(".")[0]].closed
            assert set(places) <= ({"s", "f", "o"} if kept else {"s", "o"}), (act, role)


def test_what_ends_a_matter_is_no_act_of_the_department(rows: dict[str, dict[str, str]]) -> None:
    ends = [
        "finding.verified",
        "finding.closed",
        "finding.dismissed",
        "finding.waived",
        "finding.voided",
        "finding.extended",
        "measure.accepted",
        "measure.closed",
        "measure.voided",
        "review.planned",
        "report_request.assessed",
        "material_list.accepted",
        "decision_work.settled",
        "circular.closed",
        "item.voided",
        "item.requirement_settled",
        "clock.extended",
        "clock.corrected",
        "attachment.voided",
        "recusal.granted",
        "recusal.ended",
        "destruction.approved",
        "hold.lifted",
        "incoming_measure.received",
    ]
    below = ("head", "deputy_head", "liaison", "internal_clerk", "prosecutor", "assistant", "clerk")
    for act in ends:
        assert [role for role in below if set(rows[act][role]) - {"-", "o"}] == [], act


def test_whoever_may_act_on_a_record_may_know_of_it(rows: dict[str, dict[str, str]]) -> None:
    opening = {"finding.opened", "inspection.begun", "closed_file.opened"}
    for act, role, places in granted(rows, *matrix.ROLES):
        seen = rows[f"{act.partition('.')[0]}.see"][role]
        wide = {*seen, "o"} if "u" in seen else set(seen)
        assert act in opening or set(places) <= wide, (act, role, places, seen)


def test_a_substitute_judges_findings_and_measures_and_nothing_else(
    rows: dict[str, dict[str, str]],
) -> None:
    acts = {act for act, _, places in granted(rows, *matrix.ROLES) if "o" in places}
    assert {act.partition(".")[0] for act in acts} == {"finding", "measure"}
    assert {"finding.see", "finding.verified", "finding.closed", "measure.accepted"} <= acts
    assert not acts & {"finding.opened", "finding.claimed", "measure.issued", "measure.answered"}
    assert not any("o" in places for _, _, places in granted(rows, *OFFICERS))
