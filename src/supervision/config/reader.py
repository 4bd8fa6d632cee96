"""Table by table through the office's TOML (逐表读取): every problem is kept on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import attrs

from supervision.codec import structure
from supervision.config.model import (
    FIELD_KINDS,
    FILE_KEYS,
    AdministrationTable,
    AssessmentTable,
    AttachmentsTable,
    ChannelTable,
    Choice,
    FilesTable,
    MonitoringTable,
    OfficeConfig,
    OfficeTable,
    OverridesTable,
    PluginsTable,
    RetentionTable,
    SeparationTable,
    Series,
)
from supervision.config.own import Table, fill
from supervision.domain.fields import ExtraField
from supervision.domain.values import ExtraType
from supervision.errors import CodecError, Detail, Problem

__all__ = ["TABLES", "TableReader"]

T = TypeVar("T")

TABLES = (
    "office",
    "store",
    "cases",
    "plugins",
    "access",
    "journal",
    "calendar",
    "monitoring",
    "assessment",
    "channels",
    "connectors",
    "identities",
    "fields",
    "series",
    "overrides",
    "attachments",
    "administration",
    "retention",
    "separation",
)
"""Every top-level table."""

_EXTENSION = re.compile(r"[a-z0-9]+", re.ASCII)
_HEX = re.compile(r"([0-9a-f]{2})+", re.ASCII)
_WORD = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@attrs.frozen(kw_only=True)
class _Journal:
    digest: str = "sha256"


@attrs.frozen(kw_only=True)
class _Fields:
    item: tuple[ExtraField, ...] = ()
    finding: tuple[ExtraField, ...] = ()
    measure: tuple[ExtraField, ...] = ()


@attrs.frozen(kw_only=True)
class _Enabled:
    enable: tuple[str, ...] = ()


class TableReader:
    """Reads a parsed TOML (配置读取器). `problems` holds what was wrong so far."""

    def __init__(self, plain: dict[str, object], folder: Path) -> None:
        self._plain = plain
        self._folder = folder
        self.problems: list[Problem] = []

    def config(self, file: Path | None, lines: Mapping[str, int]) -> OfficeConfig | None:
        """Return the configuration, `None` when a part without which it cannot be is wrong."""
        for name in self._plain:
            if name not in TABLES:
                close = get_close_matches(name, TABLES, n=1)
                nearest = close[0] if close else None
                self._tell(name, "config.unknown_table", key=name, known=TABLES, nearest=nearest)
        self.problems += _floats(self._plain, "")
        office = self._fill(OfficeTable, "office", required=True)
        store = self._choice("store", "backend", required=True)
        cases = self._choice("cases", "backend")
        plugins = self._plugins()
        access, sources = self._access()
        files = self._closed_files()
        journal = self._fill(_Journal, "journal")
        calendar = self._choice("calendar", "source") or Choice(name="plain")
        monitoring, rule_parameters, engines = self._monitoring()
        assessment = self._assessment()
        channels = tuple(self._channels())
        connectors = self._tables("connectors")
        identities = self._identities()
        fields = self._fields()
        series = self._series()
        overrides = self._fill(OverridesTable, "overrides")
        attachments = self._attachments()
        administration = self._fill(AdministrationTable, "administration")
        retention = self._fill(RetentionTable, "retention")
        separation = self._separation()
        if not (office and store and access and journal and monitoring and assessment and files):
            return None
        return OfficeConfig(
            folder=self._folder,
            file=file,
            office=office,
            store=store,
            cases=cases,
            plugins=plugins,
            access=access,
            identity_sources=sources,
            digest=journal.digest,
            calendar=calendar,
            monitoring=monitoring,
            rule_parameters=rule_parameters,
            engines=engines,
            assessment=assessment,
            channels=channels,
            connectors=connectors,
            identities=identities,
            fields=fields,
            series=series,
            overrides=overrides or OverridesTable(),
            attachments=attachments,
            administration=administration or AdministrationTable(),
            retention=retention or RetentionTable(),
            separation=separation,
            files=files,
            lines=lines,
        )

    def _tell(self, path: str, code: str, **details: Detail) -> None:
        self.problems.append(Problem(path, code, details))

    def _fill(self, cls: type[T], path: str, *, required: bool = False) -> T | None:
        """Fill a table whose class is ours."""
        table = self._table(path, required=required)
        return None if table is None else self._filled(cls, table, path)

    def _filled(self, cls: type[T], table: Table, path: str) -> T | None:
        found, problems = fill(cls, table, where=path, folder=self._folder)
        self.problems += problems
        return found

    def _table(self, path: str, *, required: bool = False) -> Table | None:
        """Return a top-level table; empty when it is missing and may be."""
        if path not in self._plain:
            if required:
                self._tell(path, "config.missing_table", key=path)
                return None
            return {}
        return self._as_table(self._plain[path], path)

    def _as_table(self, found: object, path: str) -> Table | None:
        if isinstance(found, dict):
            return found
        self._tell(path, "codec.type", expected="table", found=repr(found)[:60])
        return None

    def _tables(self, path: str) -> Mapping[str, Table]:
        """Return the tables within a table, by name."""
        return self._named(self._table(path) or {}, path)

    def _named(self, around: object, path: str) -> Mapping[str, Table]:
        parts = self._as_table(around, path) or {}
        found = {name: self._as_table(part, f"{path}.{name}") for name, part in parts.items()}
        return {name: table for name, table in found.items() if table is not None}

    def _choice(self, path: str, key: str, *, required: bool = False) -> Choice | None:
        """Split a table into the name under `key` and the settings of what it names."""
        if path not in self._plain and not required:
            return None
        table = self._table(path, required=required)
        return None if table is None else self._split(table, path, key)

    def _split(
        self, table: Table, path: str, key: str, default: str | None = None
    ) -> Choice | None:
        name = table.get(key, default)
        if name is None:
            self._tell(f"{path}.{key}", "codec.missing_key", key=key)
        elif not isinstance(name, str) or not name:
            self._tell(f"{path}.{key}", "codec.type", expected="text", found=repr(name)[:60])
        else:
            return Choice(name=name, settings={k: v for k, v in table.items() if k != key})
        return None

    def _plugins(self) -> PluginsTable:
        table = dict(self._table("plugins") or {})
        settings = self._named(table.pop("settings", {}), "plugins.settings")
        enabled = self._filled(_Enabled, table, "plugins") or _Enabled()
        return PluginsTable(enable=enabled.enable, settings=settings)

    def _access(self) -> tuple[Choice | None, tuple[Choice, ...]]:
        """Read `[access]`. Its absence is told with the policy that ships, never mended."""
        table = self._as_table(self._plain.get("access", {}), "access")
        if table is None:
            return None, ()
        if "policy" not in table:
            self._tell("access.policy", "config.policy_missing", shipped="open-office")
            return None, ()
        around = self._named(table.get("identities", {}), "access.identities")
        sources = [Choice(name=name, settings=part) for name, part in around.items()]
        apart = {"identities", *FILE_KEYS}
        rest = {name: part for name, part in table.items() if name not in apart}
        return self._split(rest, "access", "policy"), tuple(sources)

    def _closed_files(self) -> FilesTable | None:
        """Read the keys of `[access]` that every office has, whatever its policy."""
        table = self._plain.get("access", {})
        own = {k: v for k, v in table.items() if k in FILE_KEYS} if isinstance(table, dict) else {}
        return self._filled(FilesTable, own, "access")

    def _monitoring(
        self,
    ) -> tuple[MonitoringTable | None, Mapping[str, Table], Mapping[str, Table]]:
        table = dict(self._table("monitoring") or {})
        parameters = self._named(table.pop("parameters", {}), "monitoring.parameters")
        engines = self._named(table.pop("engines", {}), "monitoring.engines")
        return self._filled(MonitoringTable, table, "monitoring"), parameters, engines

    def _assessment(self) -> AssessmentTable | None:
        table = dict(self._table("assessment") or {})
        given = self._as_table(table.pop("parameters", {}), "assessment.parameters") or {}
        values: dict[str, Fraction] = {}
        for name, value in given.items():
            try:
                values[name] = structure(Fraction, value, where=f"assessment.parameters.{name}")
            except CodecError as error:
                self.problems += error.problems
        filled = self._filled(AssessmentTable, table, "assessment")
        if filled and filled.scheme and filled.file:
            self._tell("assessment.file", "config.two_schemes")
        return attrs.evolve(filled, parameters=values) if filled else None

    def _channels(self) -> Iterator[ChannelTable]:
        for name, table in self._tables("channels").items():
            choice = self._split(table, f"channels.{name}", "use", default=name)
            if choice is not None:
                yield ChannelTable(name=name, choice=choice)

    def _identities(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for user, officer in (self._table("identities") or {}).items():
            if isinstance(officer, str) and officer:
                found[user] = officer
            else:
                path = f"identities.{user}"
                self._tell(path, "codec.type", expected="text", found=repr(officer)[:60])
        return found

    def _fields(self) -> Mapping[str, tuple[ExtraField, ...]]:
        filled = self._fill(_Fields, "fields") or _Fields()
        fields: dict[str, tuple[ExtraField, ...]] = {
            kind: getattr(filled, kind) for kind in FIELD_KINDS
        }
        for kind, declared in fields.items():
            for place, field in enumerate(declared):
                path = f"fields.{kind}[{place}]"
                if not _WORD.fullmatch(field.name):
                    self._tell(f"{path}.name", "config.field_name", name=field.name)
                if field.name in [other.name for other in declared[:place]]:
                    self._tell(f"{path}.name", "config.field_twice", name=field.name, kind=kind)
                if (field.type is ExtraType.CHOICE) != bool(field.choices):
                    self._tell(f"{path}.choices", "config.field_choices", name=field.name)
        return {kind: declared for kind, declared in fields.items() if declared}

    def _series(self) -> tuple[Series, ...]:
        """Read `[[series]]`; each problem by itself, since the top level is a list here."""
        listed = self._plain.get("series", [])
        try:
            series = structure(tuple[Series, ...], listed, where="series")
        except CodecError as error:
            self.problems += error.problems
            return ()
        for place, one in enumerate(series):
            if one.name in [other.name for other in series[:place]]:
                self._tell(f"series[{place}].name", "config.series_twice", name=one.name)
            if one.prefix in [other.prefix for other in series[:place]]:
                self._tell(f"series[{place}].prefix", "config.prefix_twice", prefix=one.prefix)
        return series

    def _attachments(self) -> AttachmentsTable:
        table = self._fill(AttachmentsTable, "attachments") or AttachmentsTable()
        for name in ("largest", "most"):
            if getattr(table, name) < 1:
                self._tell(f"attachments.{name}", "config.attachment_limit", key=name)
        for place, one in enumerate(table.types):
            path = f"attachments.types[{place}]"
            if not _EXTENSION.fullmatch(one.extension):
                self._tell(f"{path}.extension", "config.attachment_extension", found=one.extension)
            if one.largest is not None and one.largest < 1:
                self._tell(f"{path}.largest", "config.attachment_limit", key="largest")
            for magic in one.magic:
                if not _HEX.fullmatch(magic):
                    self._tell(f"{path}.magic", "config.attachment_magic", found=magic)
        known = table.known()
        for place, name in enumerate(table.allow):
            if name not in known:
                path = f"attachments.allow[{place}]"
                self._tell(path, "config.attachment_type", found=name, known=tuple(known))
        return table

    def _separation(self) -> SeparationTable:
        """Read `[separation]`. Who departs from what ships says why, and on what it rests."""
        table = self._fill(SeparationTable, "separation") or SeparationTable()
        if table.substitute_for_office and not table.substitute_basis.strip():
            self._tell("separation.substitute_basis", "codec.missing_key", key="substitute_basis")
        for place, line in enumerate(table.recusal.deciders):
            path = f"separation.recusal.deciders[{place}]"
            if not line.by:
                self._tell(f"{path}.by", "codec.missing_key", key="by")
            for key in ("basis", "reason"):
                if not getattr(line, key).strip():
                    self._tell(f"{path}.{key}", "codec.missing_key", key=key)
        return table


def _floats(value: object, path: str) -> Iterator[Problem]:
    """Yield every floating point number: exact numbers are written as text."""
    if isinstance(value, float):
        yield Problem(path, "codec.float", {"found": str(value)})
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _floats(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _floats(part, f"{path}[{place}]")
