"""Policies read from TOML: the packaged one, an office's own lines, every fault with its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from supervision.builtin.policy_files import read_overlay, read_policy
from supervision.builtin.procuratorate import PROCURATORATE, LineSettings, procuratorate_book
from supervision.domain.kinds import KINDS
from supervision.domain.policies import Effect, PolicyBook, Scope
from supervision.domain.values import OfficerId, UnitId
from supervision.errors import ConfigError
from supervision.messages import render_problem
from supervision.ports.access import Actor
from supervision.ports.query import Eq, Nothing

OPEN = frozenset(kind.name for kind in KINDS if not kind.closed)
HEAD = 'code = "p"\nzh = "试"\nen = "trial"\n'
LINE = """\
[[lines]]
code = "a"
roles = ["inspector"]
acts = ["see"]
kinds = ["finding"]
scope = "unit"
zh = "理由"
en = "reason"
"""


def problems(read: Callable[[], object]) -> list[tuple[str, str, object]]:
    with pytest.raises(ConfigError) as caught:
        read()
    assert caught.value.code == "policy.invalid"
    for one in caught.value.problems:
        for lang in ("zh", "en"):
            assert render_problem(one, lang)
    return [(one.path, one.code, one.details.get("line")) for one in caught.value.problems]


def test_the_packaged_lines_stand_at_their_places() -> None:
    book = procuratorate_book()
    first = book.lines[0]
    assert (first.line.code, first.line.effect) == ("three.no-business", Effect.DENY)
    assert (first.file, first.number) == ("procuratorate.toml", 11)
    assert all(one.line.zh.endswith("。") and one.line.en.endswith(".") for one in book.lines)


def test_every_wrong_thing_is_told_with_its_line() -> None:
    text = (
        HEAD
        + LINE.replace('"inspector"', '"inspecter"')
        + LINE.replace('["see"]', '["finding.clossed"]').replace('"a"', '"b"')
        + LINE.replace('["finding"]', '["findings"]').replace('"理由"', '" "')
    )
    assert problems(lambda: read_policy(text, "p.toml")) == [
        ("p.toml: lines[0].roles", "policy.role", 6),
        ("p.toml: lines[1].acts", "policy.act", 15),
        ("p.toml: lines[2].code", "policy.code_twice", 21),
        ("p.toml: lines[2].zh", "policy.empty", 26),
        ("p.toml: lines[2].kinds", "policy.kind", 24),
    ]


def test_a_line_without_roles_or_acts_is_none() -> None:
    text = HEAD + LINE.replace('["inspector"]', "[]").replace('["see"]', "[]")
    assert [one[:2] for one in problems(lambda: read_policy(text, "p.toml"))] == [
        ("p.toml: lines[0].roles", "policy.role"),
        ("p.toml: lines[0].acts", "policy.act"),
    ]


def test_a_misspelt_key_is_refused() -> None:
    text = HEAD + LINE + 'rol = ["x"]\n'
    assert problems(lambda: read_policy(text, "p.toml")) == [
        ("p.toml: lines[0].rol", "codec.unknown_key", 12)
    ]
    assert problems(lambda: read_policy("= 1", "p.toml"))[0][:2] == ("p.toml", "policy.toml")


def test_only_what_can_be_masked_is() -> None:
    mask = (
        '[[masks]]\ncode = "m"\nroles = ["head"]\nkind = "finding"\n'
        'fields = ["facts", "state"]\nzh = "由"\nen = "why"\n'
    )
    assert problems(lambda: read_policy(HEAD + mask, "p.toml")) == [
        ("p.toml: masks[0].fields", "policy.field", 8)
    ]
    unknown = mask.replace('"finding"', '"findings"')
    assert problems(lambda: read_policy(HEAD + unknown, "p.toml")) == [
        ("p.toml: masks[0].kind", "policy.kind", 7)
    ]


# ---------------------------------------------------------------------------- an office's own


def overlay(tmp_path: Path, text: str, book: PolicyBook | None = None) -> PolicyBook:
    file = tmp_path / "local.toml"
    file.write_text(text, "utf-8")
    return read_overlay(book or read_policy(HEAD + LINE, "p.toml"), file)


def test_an_office_adds_a_line_and_puts_one_in_the_place_of_another(tmp_path: Path) -> None:
    own = LINE.replace('"unit"', '"department"') + LINE.replace('"a"', '"local"')
    book = overlay(tmp_path, own)
    told = [(one.line.code, one.line.scope, one.file, one.number) for one in book.lines]
    assert told == [
        ("a", Scope.DEPARTMENT, "local.toml", 1),
        ("local", Scope.UNIT, "local.toml", 9),
    ]


def test_an_office_switches_a_line_and_a_mask_off_with_a_reason(tmp_path: Path) -> None:
    off = '[[off]]\ncode = "{}"\nzh = "本院另有规定"\nen = "ruled otherwise here"\n'
    text = off.format("own.see") + off.format("circular.persons")
    book = overlay(tmp_path, text, procuratorate_book())
    assert "own.see" not in {one.line.code for one in book.lines}
    assert "circular.persons" not in {one.code for one in book.masks}


def test_switching_off_what_is_not_there_or_without_a_reason_is_refused(tmp_path: Path) -> None:
    text = '[[off]]\ncode = "z"\nzh = ""\nen = "why"\n'
    assert problems(lambda: overlay(tmp_path, text)) == [
        ("local.toml: off[0].code", "policy.no_line", 2),
        ("local.toml: off[0].zh", "policy.empty", 3),
    ]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    settings = LineSettings(lines=tmp_path / "none.toml")
    told = problems(lambda: PROCURATORATE.open(settings, OPEN))
    assert told == [("none.toml", "policy.file", None)]


def test_the_policy_opens_with_local_lines(tmp_path: Path) -> None:
    actor = Actor(id=OfficerId("o"), unit=UnitId("u"), path="/u", posts=("committee",))
    assert PROCURATORATE.open(LineSettings(), OPEN).visible(actor, "meeting") == Nothing
    file = tmp_path / "local.toml"
    file.write_text(
        LINE.replace('"inspector"', '"committee"').replace('"finding"', '"meeting"'), "utf-8"
    )
    policy = PROCURATORATE.open(LineSettings(lines=file), OPEN)
    assert policy.visible(actor, "meeting") == Eq("unit", "u")
