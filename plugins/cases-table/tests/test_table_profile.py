"""A profile is data: the packaged one is sound, an office's own one is checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervision.domain.cases import CaseTrace
from supervision.errors import CaseSourceError
from supervision_cases_table.profile import Target, read_profile
from supervision_cases_table.source import open_table

OWN = """
name = "own"
zh = "自定"
en = "own"
number = ["no"]
party = ["who"]
accepted = "in"
serial_dates = "1900"
[[columns]]
key = "no"
format = "number"
aliases = ["号"]
[[columns]]
key = "kind"
to = "line"
open = true
aliases = ["类"]
[[columns]]
key = "who"
scope = "party"
aliases = ["人"]
[[columns]]
key = "in"
to = "event"
event = "accepted"
aliases = ["入"]
"""


def problems(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CaseSourceError) as caught:
        read_profile(path)
    assert caught.value.code == "cases.bad_profile"
    assert caught.value.details["path"] == str(path)
    return [(problem.path, problem.code) for problem in caught.value.problems]


def test_the_packaged_profile_is_sound() -> None:
    profile, text = read_profile()
    assert profile.name == "criminal"
    assert "[[columns]]" in text
    events = {column.event for column in profile.columns if column.to is Target.EVENT}
    assert {
        "accepted", "rights_told", "victim_told", "lawyer_ensured", "opinion_heard", "plea_signed",
        "returned", "returned_again", "extended", "decided", "served", "published", "archived",
        "detained", "arrested", "bailed", "family_told", "transferred",
    } <= events  # fmt: skip


def test_an_office_may_replace_the_profile(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    (tmp_path / "a.csv").write_text("号,类,人,入\n12345,民事,张三,44260\n", "utf-8")
    (trace,) = open_table((tmp_path / "a.csv",), {"profile": str(tmp_path / "own.toml")}).deliver()
    assert isinstance(trace, CaseTrace)
    assert trace.case.line == "民事"
    assert trace.events[0].day.isoformat() == "2021-03-05"


def test_another_profile_is_another_import(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("号,类,人,入\n12345,民事,张三,44260\n", "utf-8")
    digests = set()
    for text in (OWN, OWN + "# changed\n"):
        (tmp_path / "own.toml").write_text(text, "utf-8")
        digests.add(
            open_table((tmp_path / "a.csv",), {"profile": str(tmp_path / "own.toml")}).digest
        )
    assert len(digests) == 2


def test_where_the_profile_lies_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("号,类,人,入\n12345,民事,张三,44260\n", "utf-8")
    digests = set()
    for name in ("own.toml", "other.toml"):
        (tmp_path / name).write_text(OWN, "utf-8")
        chosen = {"profile": str(tmp_path / name)}
        digests.add(open_table((tmp_path / "a.csv",), chosen).digest)
    assert len(digests) == 1


def test_a_missing_profile_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseSourceError) as caught:
        read_profile(tmp_path / "none.toml")
    assert caught.value.code == "cases.no_profile"


def test_settings_are_strict(tmp_path: Path) -> None:
    with pytest.raises(CaseSourceError) as caught:
        open_table((tmp_path,), {"profil": "x", "limit_mb": "2"})
    assert caught.value.code == "cases.settings"
    assert sorted(problem.path for problem in caught.value.problems) == [
        "settings.limit_mb",
        "settings.profil",
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('name = "own"', "name = ", ("", "cases.profile_toml")),
        ('name = "own"', "name = 1", ("profile.name", "codec.type")),
        ('zh = "自定"', 'zh = "自定"\ncolour = 1', ("profile.colour", "codec.unknown_key")),
        ('["no"]', "[]", ("profile.number", "cases.profile_key")),
        ('["no"]', '["none"]', ("profile.number", "cases.profile_key")),
        ('["no"]', '["who"]', ("profile.number", "cases.profile_key")),
        ('["who"]', '["no"]', ("profile.party", "cases.profile_key")),
        ('accepted = "in"', 'accepted = "no"', ("profile.accepted", "cases.profile_key")),
        ('["人"]', '["人", "号"]', ("profile.columns", "cases.profile_twice")),
        ('["人"]', '["人", " 号："]', ("profile.columns", "cases.profile_twice")),
        (
            'accepted = "in"',
            'accepted = "in"\nignored = ["号"]',
            ("profile.columns", "cases.profile_twice"),
        ),
        ('key = "kind"', 'key = "no"', ("profile.columns", "cases.profile_twice")),
        ('["人"]', "[]", ("profile.columns[2].aliases", "cases.profile_key")),
        ('event = "accepted"', "", ("profile.columns[3].event", "cases.profile_event")),
        ('to = "line"', 'event = "x"', ("profile.columns[1].event", "cases.profile_event")),
        ('to = "line"', 'to = "custody"', ("profile.columns[1].values", "cases.profile_custody")),
        (
            'to = "line"',
            'to = "line"\nscope = "party"',
            ("profile.columns[1].scope", "cases.profile_scope"),
        ),
        (
            'party = ["who"]',
            'party = ["who"]\ndocument = ["no"]',
            ("profile.document", "cases.profile_key"),
        ),
        ('to = "line"', 'to = "link"', ("profile.columns[1].link", "cases.profile_link")),
        ('to = "line"', 'link = "arrest"', ("profile.columns[1].link", "cases.profile_link")),
        (
            'to = "line"',
            'to = "document_type"',
            ("profile.columns[1].scope", "cases.profile_scope"),
        ),
        ('["类"]', '["类{n}"]', ("profile.columns[1].aliases", "cases.profile_scope")),
        ('["类"]', '["类{p}"]', ("profile.columns[1].aliases", "cases.profile_scope")),
        (
            "open = true",
            'values = [{value = "a", texts = ["x"]}, {value = "b", texts = ["Ｘ"]}]',
            ("profile.columns[1].values", "cases.profile_twice"),
        ),
    ],
)
def test_a_faulty_profile_is_refused_with_the_key(
    tmp_path: Path, old: str, new: str, expected: tuple[str, str]
) -> None:
    assert old in OWN
    found = problems(tmp_path, OWN.replace(old, new, 1))
    path, code = expected
    assert (path or str(tmp_path / "own.toml"), code) in found


def test_a_profile_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(OWN.encode("gb18030"))
    with pytest.raises(CaseSourceError) as caught:
        read_profile(path)
    assert [problem.code for problem in caught.value.problems] == ["cases.profile_toml"]
