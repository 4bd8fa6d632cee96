"""Local users: the rule for passwords, lock-out, one-time passwords, keys, the file."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision.errors import SupervisionError
from supervision.messages import LANGUAGES, render_error
from supervision.plugin import (
    AccessDenied,
    Claim,
    ConfigError,
    Identified,
    IdentitySource,
    Refused,
    StorageError,
    StorageUnavailable,
)
from supervision_identity_local.plugin import supervision_offers
from supervision_identity_local.source import LocalIdentity

Opener = Callable[..., LocalIdentity]
FIRST, SECOND, THIRD, FOURTH = (f"Maren{n}-qidong" for n in range(4))


def enter(local: LocalIdentity, password: str, login: str = "zhou") -> Identified | None:
    return local.identify(Claim(user=login, password=password))


def known(local: LocalIdentity, password: str = FIRST, login: str = "zhou") -> LocalIdentity:
    local.change_password(login, local.give_password(login, "off_1"), password)
    return local


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(SupervisionError) as refused:
        call()
    error = refused.value
    for lang in LANGUAGES:
        assert error.code not in render_error(error, lang)
    return error.code


def test_a_password_given_out_serves_only_to_be_changed(opened: Opener) -> None:
    local = opened()
    given = local.give_password("zhou", "off_1")
    assert code_of(lambda: enter(local, given)) == "identity.password_change"
    local.change_password("zhou", given, FIRST)
    assert enter(local, FIRST) == Identified(officer="off_1", login="zhou")
    assert code_of(lambda: enter(local, given)) == "identity.denied"


def test_a_password_given_out_and_not_used_in_time_is_good_for_nothing(
    opened: Opener, clock: object
) -> None:
    local = opened()
    given = local.give_password("zhou", "off_1")
    clock.advance(days=7)
    assert code_of(lambda: enter(local, given)) == "identity.password_change"
    clock.advance(minutes=1)
    assert code_of(lambda: enter(local, given)) == "identity.one_time_over"
    assert code_of(lambda: local.change_password("zhou", given, FIRST)) == "identity.one_time_over"
    assert code_of(lambda: enter(local, "wrong")) == "identity.denied"
    again = local.give_password("zhou", "off_1")
    clock.advance(days=6)
    local.change_password("zhou", again, FIRST)
    clock.advance(days=30)
    assert enter(local, FIRST)


def test_how_long_a_password_given_out_serves_is_a_setting(opened: Opener, clock: object) -> None:
    given = opened().give_password("zhou", "off_1")
    clock.advance(days=2)
    assert code_of(lambda: enter(opened(one_time_days=1), given)) == "identity.one_time_over"
    clock.advance(days=1000)
    endless = opened(one_time_days=0)
    assert code_of(lambda: enter(endless, given)) == "identity.password_change"


@pytest.mark.parametrize(
    "password", ["Ab1-", "maren-qidong", "MAREN-QIDONG", "Maren-zhou-8", "x" * 2000]
)
def test_a_password_outside_the_rule_is_refused(opened: Opener, password: str) -> None:
    local = opened()
    given = local.give_password("zhou", "off_1")
    refused = code_of(lambda: local.change_password("zhou", given, password))
    assert refused == "identity.password_rule"


def test_an_earlier_password_comes_back_only_after_others(opened: Opener) -> None:
    local = known(opened())
    local.change_password("zhou", FIRST, SECOND)
    for used in (FIRST, SECOND):
        refused = code_of(lambda used=used: local.change_password("zhou", SECOND, used))
        assert refused == "identity.password_again"
    local.change_password("zhou", SECOND, THIRD)
    local.change_password("zhou", THIRD, FOURTH)
    local.change_password("zhou", FOURTH, FIRST)
    given = local.give_password("zhou", "off_1")
    refused = code_of(lambda: local.change_password("zhou", given, FIRST))
    assert refused == "identity.password_again"


def test_an_old_password_has_to_be_changed(opened: Opener, clock: object) -> None:
    local = known(opened())
    clock.advance(days=91)
    assert code_of(lambda: enter(local, FIRST)) == "identity.password_change"
    local.change_password("zhou", FIRST, SECOND)
    assert enter(local, SECOND)
    ageless = opened(max_age_days=0)
    clock.advance(days=1000)
    assert enter(ageless, SECOND)


def test_failures_within_the_time_lock_out_and_time_or_an_administrator_opens(
    opened: Opener, clock: object
) -> None:
    local = known(opened())

    def fail(times: int) -> None:
        for _ in range(times):
            assert code_of(lambda: enter(local, "wrong")) == "identity.denied"

    fail(2)
    assert enter(local, FIRST)
    fail(3)
    assert code_of(lambda: enter(local, FIRST)) == "identity.denied"
    clock.advance(minutes=16)
    assert enter(local, FIRST)
    fail(3)
    local.forgive("zhou")
    assert enter(local, FIRST)


def test_failures_far_apart_do_not_lock_out(opened: Opener, clock: object) -> None:
    local = known(opened())
    for _ in range(6):
        assert code_of(lambda: enter(local, "wrong")) == "identity.denied"
        clock.advance(minutes=6)
    assert enter(local, FIRST)


def test_an_unknown_user_costs_the_same_work(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher

    verified: list[list[str]] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str, password: str) -> object:
        verified.append(kept.split("$")[:4])
        return verify(self, kept, password)

    local = known(opened())
    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for login in ("zhou", "nobody"):
        assert code_of(lambda login=login: enter(local, "wrong", login)) == "identity.denied"
    assert len(verified) == 2
    assert verified[0] == verified[1]


def test_a_password_is_hashed_anew_when_the_parameters_change(
    opened: Opener, tmp_path: Path
) -> None:
    known(opened())

    def kept() -> str:
        with sqlite3.connect(tmp_path / "users.sqlite") as db:
            (row,) = db.execute("SELECT hash FROM users").fetchall()
        db.close()
        return str(row[0])

    before = kept()
    assert before.startswith("$argon2id$")
    stronger = opened(time_cost=2)
    assert enter(stronger, FIRST)
    assert "t=2" in kept()
    assert FIRST not in (tmp_path / "users.sqlite").read_bytes().decode("latin-1")
    assert enter(stronger, FIRST)


def test_composed_and_decomposed_letters_are_the_same_password(opened: Opener) -> None:
    local = known(opened(), "Caf\u00e9-maren-8")
    assert enter(local, "Cafe\u0301-maren-8")


def test_a_key_has_a_scope_and_an_end_and_is_revoked(opened: Opener, clock: object) -> None:
    local = opened()
    last = dt.date(2026, 3, 1)
    key = local.give_key("sync", "off_2", "key_1", ("finding", "item.proposed"), last)
    found = local.identify(Claim(token=key))
    assert found == Identified(
        officer="off_2", login="sync", key="key_1", scope=("finding", "item.proposed")
    )
    clock.advance(days=30)
    assert code_of(lambda: local.identify(Claim(token=key))) == "identity.denied"
    other = local.give_key("sync", "off_2", "key_2", ("finding",), dt.date(2030, 1, 1))
    assert local.identify(Claim(token=other))
    local.take_key("key_2")
    local.take_key("key_2")
    assert code_of(lambda: local.identify(Claim(token=other))) == "identity.denied"


def test_claims_of_others_are_left_to_them(opened: Opener) -> None:
    local = opened()
    for claim in (Claim(os_user="root"), Claim(user="zhou"), Claim(token="Bearer of others")):
        assert local.identify(claim) is None


def test_the_file_is_its_owners_only(opened: Opener, tmp_path: Path) -> None:
    local = known(opened())
    file = tmp_path / "users.sqlite"
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    with pytest.raises(StorageError):
        enter(local, FIRST)
    assert code_of(lambda: enter(local, FIRST)) == "identity.file_open"


def test_a_file_that_cannot_be_used_closes_the_door(opened: Opener, tmp_path: Path) -> None:
    nowhere = opened(file=tmp_path / "no" / "users.sqlite")
    assert code_of(lambda: enter(nowhere, FIRST)) == "identity.file"
    spoilt = tmp_path / "spoilt.sqlite"
    spoilt.write_bytes(b"no database" * 200)
    spoilt.chmod(0o600)
    with pytest.raises(StorageUnavailable):
        enter(opened(file=spoilt), FIRST)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("failures", 0, "identity.setting"),
        ("classes", 5, "identity.setting"),
        ("history", -1, "identity.setting"),
        ("one_time_days", -1, "identity.setting"),
        ("basis", " ", "identity.basis"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_when_opened(
    opened: Opener, name: str, value: object, code: str
) -> None:
    with pytest.raises(ConfigError):
        opened(**{name: value})
    assert code_of(lambda: opened(**{name: value})) == code


def test_what_is_refused_is_of_its_kind(opened: Opener) -> None:
    with pytest.raises(AccessDenied):
        enter(opened(), FIRST)
    local = opened()
    given = local.give_password("zhou", "off_1")
    with pytest.raises(Refused):
        local.change_password("zhou", given, "short")


def test_it_offers_one_source_that_asks_for_proof_and_loads_nothing() -> None:
    (offer,) = supervision_offers()
    assert isinstance(offer, IdentitySource)
    assert (offer.name, offer.proves) == ("local", True)
    program = (
        "import sys, supervision_identity_local.plugin; "
        "sys.exit(any(name in sys.modules for name in ('argon2', 'sqlite3')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
