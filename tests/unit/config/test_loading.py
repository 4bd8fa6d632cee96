"""The office's TOML is read strictly: all problems at once, each with key path and line."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import pytest

from supervision.config import OfficeConfig, load_config, parse_config
from supervision.config.model import Choice, Language, Series
from supervision.config.reader import TABLES
from supervision.domain.fields import ExtraField
from supervision.domain.values import ExtraType
from supervision.errors import ConfigError, Problem
from supervision.messages import render_error

SMALL = """\
[office]
name = "马尾区人民检察院检务督察办公室"
unit = "350105"
[store]
backend = "memory"
[access]
policy = "open-office"
"""
FULL = """\
# 马尾区人民检察院检务督察办公室
[office]
name = "马尾区人民检察院检务督察办公室"
unit = "350105"
language = "en"

[store]
backend = "sqlite"
path = "data/office.db"

[cases]
backend = "sqlite"
path = "data/cases.db"

[plugins]
enable = ["store-sql", "cases-table"]

[plugins.settings.acme]
url = "sms:"

[access]
policy = "by-department"
strict = true
[access.identities.ldap]
server = "ldap.example"

[journal]
digest = "sm3"

[calendar]
source = "cn"
folder = "calendars"

[monitoring]
engine = "reference"
packs = ["criminal"]
rules = ["rules/local.toml"]
go_live = 2026-01-01
[monitoring.parameters.R-1]
times = 3

[assessment]
file = "scheme.toml"
parameters = { late = "0.5", kept = 2 }

[channels.letters]
use = "file"
folder = "out"
[channels.sms]

[connectors.table]
profile = "./own.toml"

[identities]
"zhang.san" = "350105-001"

[[fields.item]]
name = "meeting_no"
label = "会议编号"
type = "text"
required = true
since = 2026-03-01
searchable = true
[[fields.finding]]
name = "channel"
type = "choice"
choices = ["来信", "来访"]

[[series]]
name = "notice"
prefix = "马检督改"
[[series]]
name = "closed"
prefix = "马检督密"

[overrides]
files = ["ladders.toml"]
"""


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, folder=Path("/office"))
    assert caught.value.code == "config.invalid"
    assert caught.value.details["count"] == len(caught.value.problems)
    return caught.value.problems


def told(text: str) -> list[tuple[str, str, object]]:
    return [(one.path, one.code, one.details["line"]) for one in problems_of(text)]


def test_small_office_needs_name_unit_store_and_policy() -> None:
    config = parse_config(SMALL, folder=Path("/office"))
    assert (config.office.unit, config.office.language) == ("350105", Language.ZH)
    assert (config.store, config.access) == (Choice(name="memory"), Choice(name="open-office"))
    assert (config.cases, config.digest, config.calendar.name) == (None, "sha256", "plain")
    assert config.source == "TOML"
    assert (config.line("access.policy"), config.line("access.more")) == (7, 6)


def test_full_office_is_read_completely() -> None:
    config = parse_config(FULL, folder=Path("/office"))
    assert config.office.language is Language.EN
    assert config.store == Choice(name="sqlite", settings={"path": "data/office.db"})
    assert config.cases == Choice(name="sqlite", settings={"path": "data/cases.db"})
    assert config.plugins.enable == ("store-sql", "cases-table")
    assert config.plugins.settings == {"acme": {"url": "sms:"}}
    assert config.access == Choice(name="by-department", settings={"strict": True})
    assert config.identity_sources == (Choice(name="ldap", settings={"server": "ldap.example"}),)
    assert config.digest == "sm3"
    assert config.calendar == Choice(name="cn", settings={"folder": "calendars"})
    assert config.monitoring.packs == ("criminal",)
    assert config.monitoring.go_live == dt.date(2026, 1, 1)
    assert config.rule_parameters == {"R-1": {"times": 3}}
    assert config.assessment.parameters == {"late": Fraction(1, 2), "kept": Fraction(2)}
    assert [(one.name, one.choice.name) for one in config.channels] == [
        ("letters", "file"),
        ("sms", "sms"),
    ]
    assert config.connectors == {"table": {"profile": "./own.toml"}}
    assert config.identities == {"zhang.san": "350105-001"}
    assert config.fields["item"] == (
        ExtraField(
            name="meeting_no",
            label="会议编号",
            type=ExtraType.TEXT,
            required=True,
            since=dt.date(2026, 3, 1),
            searchable=True,
        ),
    )
    assert config.fields["finding"][0].choices == ("来信", "来访")
    assert config.series == (
        Series(name="notice", prefix="马检督改"),
        Series(name="closed", prefix="马检督密"),
    )


def test_relative_paths_start_from_the_folder_of_the_toml() -> None:
    config = parse_config(FULL, folder=Path("/office"))
    assert config.monitoring.rules == (Path("/office/rules/local.toml"),)
    assert config.assessment.file == Path("/office/scheme.toml")
    assert config.overrides.files == (Path("/office/ladders.toml"),)


def test_file_and_folder_both_open_the_office(tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    for path in (file, tmp_path, str(file)):
        config = load_config(path)
        assert (config.file, config.folder, config.source) == (file, tmp_path, str(file))


def test_environment_does_not_override_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPERVISION_STORE_BACKEND", "other")
    monkeypatch.setenv("STORE_BACKEND", "other")
    assert parse_config(SMALL).store.name == "memory"


def test_missing_policy_names_the_one_that_ships() -> None:
    (problem,) = problems_of(SMALL.replace('[access]\npolicy = "open-office"\n', ""))
    assert (problem.path, problem.code) == ("access.policy", "config.policy_missing")
    assert problem.details["shipped"] == "open-office"


def test_all_problems_come_together_in_the_order_of_lines() -> None:
    text = """\
[office]
name = 7
unt = "350105"
[store]
path = "x"
[journal]
digest = 1
[monitoring]
go_live = "soon"
rules = "local.toml"
[acces]
[[fields.item]]
name = "ok"
type = "word"
"""
    assert told(text) == [
        ("access.policy", "config.policy_missing", None),
        ("office.unit", "codec.missing_key", 1),
        ("office.name", "codec.type", 2),
        ("office.unt", "codec.unknown_key", 3),
        ("store.backend", "codec.missing_key", 4),
        ("journal.digest", "codec.type", 7),
        ("monitoring.go_live", "codec.type", 9),
        ("monitoring.rules", "codec.type", 10),
        ("acces", "config.unknown_table", 11),
        ("fields.item[0].type", "codec.choice", 14),
    ]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("[stores]\n", ("stores", "config.unknown_table", 8)),
        ("stray = 1\n", ("access.stray", None, None)),
        ("[cases]\n", ("cases.backend", "codec.missing_key", 8)),
        ("[cases]\nbackend = ''\n", ("cases.backend", "codec.type", 9)),
        ("[plugins]\nenable = 'a'\n", ("plugins.enable", "codec.type", 9)),
        ("[plugins]\nenable = ['a', 1]\n", ("plugins.enable[1]", "codec.type", 9)),
        ("[plugins]\nsettings = 1\n", ("plugins.settings", "codec.type", 9)),
        ("[plugins.settings]\na = 1\n", ("plugins.settings.a", "codec.type", 9)),
        ("[plugins]\nenabled = []\n", ("plugins.enabled", "codec.unknown_key", 9)),
        ("[channels]\nfile = 1\n", ("channels.file", "codec.type", 9)),
        ("[channels.file]\nuse = 1\n", ("channels.file.use", "codec.type", 9)),
        ("[access.identities]\nx = 1\n", ("access.identities.x", "codec.type", 9)),
        ("[identities]\nroot = 1\n", ("identities.root", "codec.type", 9)),
        ("[monitoring.parameters]\nx = 1\n", ("monitoring.parameters.x", "codec.type", 9)),
        ("[connectors]\nx = 1\n", ("connectors.x", "codec.type", 9)),
        ("[store.more]\nratio = 0.5\n", ("store.more.ratio", "codec.float", 9)),
        ("[store.more]\nratios = [1, 0.5]\n", ("store.more.ratios[1]", "codec.float", 9)),
        ("[assessment]\nscheme = 'a'\nfile = 'b'\n", ("assessment.file", "config.two_schemes", 10)),
        ("[assessment]\nparameters = 1\n", ("assessment.parameters", "codec.type", 9)),
        (
            "[assessment.parameters]\nlate = 'x'\n",
            ("assessment.parameters.late", "codec.type", 9),
        ),
        ("[fields]\nofficer = []\n", ("fields.officer", "codec.unknown_key", 9)),
        (
            "[[fields.item]]\nname = 'A'\ntype = 'text'\n",
            ("fields.item[0].name", "config.field_name", 9),
        ),
        (
            "[[fields.item]]\nname='a'\ntype='text'\n[[fields.item]]\nname='a'\ntype='int'\n",
            ("fields.item[1].name", "config.field_twice", 12),
        ),
        (
            "[[fields.item]]\nname='a'\ntype='choice'\n",
            ("fields.item[0].choices", "config.field_choices", 8),
        ),
        (
            "[[fields.item]]\nname='a'\ntype='text'\nchoices=['x']\n",
            ("fields.item[0].choices", "config.field_choices", 11),
        ),
        ("[series]\nname = 'a'\n", ("series", "codec.type", 8)),
        (
            "[[series]]\nname='a'\nprefix='x'\n[[series]]\nname='a'\nprefix='y'\n",
            ("series[1].name", "config.series_twice", 12),
        ),
        (
            "[[series]]\nname='a'\nprefix='x'\n[[series]]\nname='b'\nprefix='x'\n",
            ("series[1].prefix", "config.prefix_twice", 13),
        ),
        ("[overrides]\nfiles = [1]\n", ("overrides.files[0]", "codec.value", 9)),
    ],
)
def test_each_problem_is_told_with_path_and_line(
    more: str, expected: tuple[str, str | None, int | None]
) -> None:
    if expected[1] is None:  # a key behind [access] is a setting of the policy
        assert parse_config(SMALL + more).access.settings == {"stray": 1}
    else:
        assert told(SMALL + more) == [expected]


def test_table_that_is_no_table_is_told() -> None:
    text = "office = 1\nstore = 2\naccess = 3\n"
    assert [one[:2] for one in told(text)] == [
        ("office", "codec.type"),
        ("store", "codec.type"),
        ("access", "codec.type"),
    ]


def test_required_tables_are_told_when_they_are_missing() -> None:
    assert [one[:2] for one in told("")] == [
        ("office", "config.missing_table"),
        ("store", "config.missing_table"),
        ("access.policy", "config.policy_missing"),
    ]


def test_wrong_syntax_is_told_with_line_and_column() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config("[office]\nname = \n")
    assert caught.value.code == "config.toml"
    assert (caught.value.details["line"], caught.value.details["column"]) == (2, 8)


def test_syntax_error_at_the_end_is_told_with_the_last_line() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config('[office]\nname = "x')
    assert caught.value.details["line"] == 2


def test_text_nested_beyond_reason_is_told() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config("x = " + "[" * 100_000)
    assert caught.value.code == "config.toml"


def test_windows_line_ends_count_as_one(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_bytes((SMALL + "[stor]\n").replace("\n", "\r\n").encode())
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert [one.details["line"] for one in caught.value.problems] == [8]


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert caught.value.code == "config.missing_file"
    assert str(caught.value.details["file"]).endswith("office.toml")


def test_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "office.toml").mkdir()
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert caught.value.code == "config.unreadable"


def test_file_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_bytes(SMALL.encode("gb18030"))
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path)
    assert (caught.value.code, caught.value.details["line"]) == ("config.encoding", 2)


def test_report_is_readable_in_both_languages() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(SMALL + "[stor]\n[cases]\n")
    assert render_error(caught.value, "en").splitlines() == [
        "TOML has 2 faults. The office was not opened.",
        "  - stor (line 8): The table or key stor is unknown; the nearest is store. Known: "
        + ", ".join(TABLES)
        + ".",
        "  - cases.backend (line 9): The required key backend is missing.",
    ]
    assert "cases.backend（第 9 行）：缺少必填项 backend。" in render_error(caught.value, "zh")


def test_two_offices_have_two_configurations() -> None:
    one: OfficeConfig = parse_config(SMALL)
    assert one == parse_config(SMALL + "\n# comment\n")
    assert one != parse_config(SMALL.replace("350105", "350106"))
