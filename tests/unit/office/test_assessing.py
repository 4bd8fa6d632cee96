"""The scheme an office assesses by: offered or its own, with the values it decided."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from supervision.builtin.csv_exporter import CSV_EXPORTER
from supervision.config import OfficeConfig, parse_config
from supervision.domain.schemes import Scheme
from supervision.errors import ConfigError, UsageError
from supervision.office.assessing import (
    Assessment,
    assessment_of,
    export_sheet,
    exporter_of,
    schemes_of,
)
from supervision.plugins.binding import Bindings, bind
from supervision.plugins.host import load_plugins
from supervision.plugins.provenance import Provenance
from supervision.plugins.registry import Offer, assemble
from supervision.ports.assessment import AssessmentScheme, SchemeText
from supervision.testing.offices import small_office
from supervision.testing.scores import SAMPLE_SCHEME, make_sheet

WHO = Provenance(plugin="acme", distribution="acme-plugin", version="1.2", module="acme.plugin")
HEAD = """
[office]
name = "马尾区人民检察院检务督察办公室"
unit = "350105"
[store]
backend = "memory"
[access]
policy = "open-office"
[assessment]
"""
MAWEI = Path(__file__).parents[3] / "examples" / "mawei" / "scheme.toml"


def opened(more: str, folder: Path, *offered: AssessmentScheme) -> tuple[OfficeConfig, Bindings]:
    config = parse_config(HEAD + more, folder=folder)
    shipped = load_plugins([]).registry.offers()
    registry, _ = assemble([*shipped, *(Offer(one, WHO) for one in offered)])
    return config, bind(config, registry)


def read(more: str, folder: Path, *offered: AssessmentScheme) -> tuple[Scheme, ...]:
    return schemes_of(*opened(more, folder, *offered))


def offer(*items: SchemeText | Scheme) -> AssessmentScheme:
    return AssessmentScheme(name="mw", zh="办法", en="Scheme", load=lambda: items)


def test_office_without_a_scheme_has_none(tmp_path: Path) -> None:
    assert read("", tmp_path) == ()


def test_offered_scheme_is_read_with_all_its_versions(tmp_path: Path) -> None:
    old = attrs.evolve(SAMPLE_SCHEME, valid_until=dt.date(2026, 12, 31))
    new = attrs.evolve(SAMPLE_SCHEME, version=2, valid_from=dt.date(2027, 1, 1))
    found = read('scheme = "mw"\n', tmp_path, offer(new, old))
    assert [scheme.version for scheme in found] == [1, 2]


def test_values_the_scheme_leaves_open_come_from_the_toml(tmp_path: Path) -> None:
    text = MAWEI.read_text("utf-8").replace('value = "-1"\n', "")
    given = offer(SchemeText(name="s.toml", text=text))
    (scheme,) = read(
        'scheme = "mw"\n[assessment.parameters]\nlate_answer = "-0.5"\n', tmp_path, given
    )
    assert scheme.parameters[0].value == Fraction(-1, 2)
    with pytest.raises(ConfigError) as error:
        read('scheme = "mw"\n', tmp_path, given)
    assert [one.code for one in error.value.problems] == ["scheme.parameter_missing"]


def test_own_file_may_bear_the_mark_and_line_ends_of_windows(tmp_path: Path) -> None:
    text = MAWEI.read_text("utf-8").replace("\n", "\r\n")
    (tmp_path / "scheme.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    (scheme,) = read('file = "scheme.toml"\n', tmp_path)
    assert scheme.code == "mw-assessment"


@pytest.mark.parametrize(("content", "code"), [(None, "file.missing"), (b"\xff", "file.text")])
def test_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / "scheme.toml").write_bytes(content)
    with pytest.raises(ConfigError) as error:
        read('file = "scheme.toml"\n', tmp_path)
    assert error.value.code == code


def test_two_schemes_in_one_place_are_told(tmp_path: Path) -> None:
    other = attrs.evolve(SAMPLE_SCHEME, code="other")
    with pytest.raises(ConfigError) as error:
        read('scheme = "mw"\n', tmp_path, offer(SAMPLE_SCHEME, other))
    assert error.value.code == "scheme.several"
    assert error.value.details["found"] == ("mw", "other")


def test_exporter_is_found_by_name(tmp_path: Path) -> None:
    _, bindings = opened("", tmp_path)
    assert {"csv", "json"} <= set(bindings.exporters)
    sheet = export_sheet(
        exporter_of(bindings.exporters, "csv"), make_sheet(), tmp_path / "a" / "b" / "s.csv"
    )
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbf")


def test_exporter_nobody_offers_is_told_with_the_offered_ones(tmp_path: Path) -> None:
    _, bindings = opened("", tmp_path)
    with pytest.raises(UsageError) as refusal:
        exporter_of(bindings.exporters, "xlsx")
    assert refusal.value.code == "export.unknown"
    assert "csv" in str(refusal.value.details["known"])


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError) as refusal:
        export_sheet(CSV_EXPORTER.open(), make_sheet(), tmp_path / "file" / "s.csv")
    assert refusal.value.code == "export.target"


def test_office_opened_from_its_toml_knows_its_scheme_and_exporters(tmp_path: Path) -> None:
    (tmp_path / "scheme.toml").write_bytes(MAWEI.read_bytes())
    config, bindings = opened('file = "scheme.toml"\n', tmp_path)
    assessment = assessment_of(config, bindings)
    assert [scheme.code for scheme in assessment.schemes] == ["mw-assessment"]
    assert assessment.exporter("json")


def test_office_built_by_hand_has_neither() -> None:
    assert small_office().office.assessment == Assessment()
