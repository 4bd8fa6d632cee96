"""What an office assesses by (考评设置): its scheme with the values it decided, its exporters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs

from supervision.assessment.loading import read_schemes
from supervision.config.model import OfficeConfig
from supervision.domain.ladders import LADDERS, Ladder
from supervision.domain.schemes import Scheme
from supervision.errors import ConfigError, UsageError
from supervision.plugins.binding import Bindings, Bound
from supervision.plugins.opening import guarded_scheme, open_exporter
from supervision.ports.assessment import (
    AssessmentExporter,
    Exporter,
    SchemeItem,
    SchemeText,
    ScoreSheet,
)

__all__ = ["Assessment", "assessment_of", "export_sheet", "exporter_of", "schemes_of"]


@attrs.frozen(kw_only=True)
class Assessment:
    """What an office assesses by (考评设置).

    Attributes:
        schemes: all versions of its scheme; none where the TOML names none.
        exporters: every exporter offered, by name.
    """

    schemes: tuple[Scheme, ...] = ()
    exporters: Mapping[str, Bound[AssessmentExporter]] = attrs.field(factory=dict)

    def exporter(self, name: str) -> Exporter:
        """Make the exporter of that name.

        Raises:
            UsageError: `export.unknown` with the names offered.
        """
        return exporter_of(self.exporters, name)


def assessment_of(
    config: OfficeConfig, bindings: Bindings, ladders: Mapping[str, Ladder] = LADDERS
) -> Assessment:
    """Read everything an office assesses by, as its TOML says (读取考评设置).

    Raises:
        ConfigError: as `schemes_of`.
        PluginFailure: an offered scheme could not be loaded.
    """
    schemes = schemes_of(config, bindings, ladders)
    return Assessment(schemes=schemes, exporters=bindings.exporters)


def schemes_of(
    config: OfficeConfig, bindings: Bindings, ladders: Mapping[str, Ladder] = LADDERS
) -> tuple[Scheme, ...]:
    """Read all versions of the scheme the TOML names (读取考评方案); none when it names none.

    Raises:
        ConfigError: `scheme.invalid` with every problem, `scheme.several` when a file holds
            more than one scheme, `file.missing`, `file.text`.
        PluginFailure: an offered scheme could not be loaded.
    """
    items: list[tuple[str, SchemeItem]] = []
    file = config.assessment.file
    if bindings.scheme is not None:
        name = bindings.scheme.contribution.name
        items = [(name, item) for item in guarded_scheme(bindings.scheme).load()]
    elif file is not None:
        items = [(str(file.parent), _file(file))]
    schemes = read_schemes(items, config.assessment.parameters, ladders=ladders)
    codes = tuple(sorted({scheme.code for scheme in schemes}))
    if len(codes) > 1:
        raise ConfigError("scheme.several", found=codes)
    return schemes


def _file(path: Path) -> SchemeText:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError("file.missing", file=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("file.text", file=str(path), byte=error.start) from error
    return SchemeText(name=path.name, text=text.replace("\r\n", "\n"))


def exporter_of(exporters: Mapping[str, Bound[AssessmentExporter]], name: str) -> Exporter:
    """Make one of the exporters offered (考评导出).

    Raises:
        UsageError: `export.unknown` with the names offered.
        PluginFailure: it could not be made.
    """
    bound = exporters.get(name)
    if bound is None:
        raise UsageError("export.unknown", found=name, known=tuple(sorted(exporters)))
    return open_exporter(bound)


def export_sheet(exporter: Exporter, sheet: ScoreSheet, target: Path, language: str = "zh") -> Path:
    """Write a sheet to a file, making its folder (导出考评表); return the file.

    Raises:
        UsageError: `export.target`.
        PluginFailure: the exporter failed.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError("export.target", path=str(target), reason=reason) from error
    exporter.export(sheet, target, language)
    return target
