"""Binding (绑定): what the office's TOML names, found in the registry and given its settings.

All that is wrong is told at once, with key path and line: a name nobody offers, a setting a
contribution does not know, a settings table of a plugin that is not enabled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

import attrs

from supervision.config.loading import invalid
from supervision.config.model import Choice, OfficeConfig
from supervision.config.own import Table, fill, rooted
from supervision.errors import Detail, PluginFailure, Problem, UsageError
from supervision.plugins.guard import guarded
from supervision.plugins.provenance import Provenance
from supervision.plugins.registry import Registry
from supervision.ports.access import AccessPolicy, IdentitySource
from supervision.ports.assessment import AssessmentExporter, AssessmentScheme
from supervision.ports.backends import StorageBackend
from supervision.ports.calendars import CalendarSource
from supervision.ports.cases import CaseConnector
from supervision.ports.contributions import Digest
from supervision.ports.monitoring import RulePack, SweepEngine
from supervision.ports.notify import NotificationChannel
from supervision.ports.settings import NoSettings, SettingsSection

__all__ = ["Bindings", "Bound", "PluginSettings", "bind"]

C = TypeVar("C")
S = TypeVar("S")


@attrs.frozen
class Bound(Generic[C]):
    """A contribution with its settings and its provenance (已绑定的贡献).

    Attributes:
        contribution: the contribution.
        settings: its settings, of the class it declares.
        provenance: who offers it.
    """

    contribution: C
    settings: Any
    provenance: Provenance


@attrs.frozen
class PluginSettings:
    """The filled settings sections of all enabled plugins (插件设置)."""

    _models: Mapping[str, object] = attrs.field(factory=dict)

    def of(self, section: SettingsSection[S]) -> S:
        """Return the model of a section.

        Raises:
            UsageError: `plugin.section` when no enabled plugin offers it.
        """
        model = self._models.get(section.name)
        if not isinstance(model, section.model):
            raise UsageError("plugin.section", section=section.name, known=tuple(self._models))
        return model


@attrs.frozen(kw_only=True)
class Bindings:
    """Everything the office's TOML chose (绑定结果).

    Attributes:
        store: backend of records and journal.
        cases: backend of the case store; `None` without `[cases]`.
        policy: the access policy.
        identity_sources: sources asked who is acting, in order.
        digest: digest of new entries.
        digests: every digest offered, for old entries.
        calendar: the calendar source.
        engine: the sweep engine.
        packs: rule packs, in order.
        scheme: the assessment scheme a plugin offers, if one is chosen.
        exporters: every exporter offered, by name.
        channels: channels by the name of their table.
        connectors: case connectors by name, with their plain settings tables.
        settings: settings sections of plugins.
    """

    store: Bound[StorageBackend[Any]]
    cases: Bound[StorageBackend[Any]] | None
    policy: Bound[AccessPolicy[Any]]
    identity_sources: tuple[Bound[IdentitySource[Any]], ...]
    digest: Bound[Digest]
    digests: tuple[Bound[Digest], ...]
    calendar: Bound[CalendarSource[Any]]
    engine: Bound[SweepEngine[Any]]
    packs: tuple[Bound[RulePack], ...]
    scheme: Bound[AssessmentScheme] | None
    exporters: Mapping[str, Bound[AssessmentExporter]]
    channels: Mapping[str, Bound[NotificationChannel[Any]]]
    connectors: Mapping[str, Bound[CaseConnector]]
    settings: PluginSettings


def bind(config: OfficeConfig, registry: Registry) -> Bindings:
    """Find everything the TOML names, and fill all settings (绑定).

    Raises:
        ConfigError: `config.invalid` with every problem, its key path and line.
    """
    binder = _Binder(config, registry)
    bindings = binder.bindings()
    if binder.problems or bindings is None:
        raise invalid(config.source, binder.problems, config.lines)
    return bindings


class _Binder:
    def __init__(self, config: OfficeConfig, registry: Registry) -> None:
        self._config = config
        self._registry = registry
        self.problems: list[Problem] = []

    def bindings(self) -> Bindings | None:
        """Return the bindings, `None` when one that must be there could not be made."""
        config = self._config
        store = self._store()
        cases = self._cases()
        policy = self._bound(AccessPolicy, config.access, "access", "policy")
        sources = [
            self._bound(IdentitySource, choice, f"access.identities.{choice.name}", "")
            for choice in config.identity_sources
        ]
        digest = self._plain(Digest, config.digest, "journal.digest")
        calendar = self._bound(CalendarSource, config.calendar, "calendar", "source")
        engine = self._engine(cases)
        packs = [
            self._plain(RulePack, name, f"monitoring.packs[{place}]")
            for place, name in enumerate(config.monitoring.packs)
        ]
        chosen = config.assessment.scheme
        scheme = self._plain(AssessmentScheme, chosen, "assessment.scheme") if chosen else None
        channels = {
            table.name: self._bound(
                NotificationChannel, table.choice, f"channels.{table.name}", "use"
            )
            for table in config.channels
        }
        connectors = dict(self._connectors())
        settings = PluginSettings(dict(self._sections()))
        if not (store and policy and digest and calendar and engine):
            return None
        return Bindings(
            store=store,
            cases=cases,
            policy=policy,
            identity_sources=tuple(source for source in sources if source),
            digest=digest,
            digests=tuple(self._offered(Digest).values()),
            calendar=calendar,
            engine=engine,
            packs=tuple(pack for pack in packs if pack),
            scheme=scheme,
            exporters=self._offered(AssessmentExporter),
            channels={name: channel for name, channel in channels.items() if channel},
            connectors=connectors,
            settings=settings,
        )

    def _tell(self, path: str, code: str, **details: Detail) -> None:
        self.problems.append(Problem(path, code, details))

    def _offered(self, cls: type[C]) -> dict[str, Bound[C]]:
        """Return everything offered of a type without settings, by name."""
        registry = self._registry
        return {
            name: Bound(registry.get(cls, name), NoSettings(), registry.provenance(cls, name))
            for name in registry.names(cls)
        }

    def _plain(self, cls: type[C], name: str, path: str) -> Bound[C] | None:
        """Find a contribution without settings."""
        found = self._registry.find(cls, name)
        if found is None:
            self._tell(
                path,
                "config.not_offered",
                type=cls.__name__,
                name=name,
                known=self._registry.names(cls),
                nearest=self._registry.nearest(cls, name),
            )
            return None
        return Bound(found, NoSettings(), self._registry.provenance(cls, name))

    def _bound(self, cls: type[C], choice: Choice, path: str, key: str) -> Bound[C] | None:
        """Find a contribution and fill its settings."""
        found = self._plain(cls, choice.name, f"{path}.{key}" if key else path)
        if found is None:
            return None
        settings_class = cast(type, getattr(found.contribution, "settings", NoSettings))
        settings = self._filled(settings_class, choice.settings, path, found.provenance)
        return None if settings is None else attrs.evolve(found, settings=settings)

    def _filled(self, cls: type, table: Table, path: str, provenance: Provenance) -> object | None:
        """Fill a class that a plugin wrote; its validators are foreign code."""
        try:
            with guarded(provenance, f"{cls.__name__} of [{path}]"):
                found, problems = fill(cls, table, where=path, folder=self._config.folder)
        except PluginFailure as failure:
            self.problems.append(Problem(path, failure.code, failure.details))
            return None
        self.problems += problems
        return found

    def _cases(self) -> Bound[StorageBackend[Any]] | None:
        choice = self._config.cases
        if choice is None:
            return None
        found = self._bound(StorageBackend, choice, "cases", "backend")
        if found is not None and found.contribution.open_cases is None:
            able = tuple(
                backend.name
                for backend in self._registry.all(StorageBackend)
                if backend.open_cases is not None
            )
            self._tell("cases.backend", "config.no_case_store", name=choice.name, known=able)
            return None
        return found

    def _store(self) -> Bound[StorageBackend[Any]] | None:
        choice = self._config.store
        found = self._bound(StorageBackend, choice, "store", "backend")
        if found is not None and not found.contribution.keeps_records:
            able = tuple(
                backend.name
                for backend in self._registry.all(StorageBackend)
                if backend.keeps_records
            )
            self._tell("store.backend", "config.cases_only", name=choice.name, known=able)
            return None
        return found

    def _engine(self, cases: Bound[StorageBackend[Any]] | None) -> Bound[SweepEngine[Any]] | None:
        """Bind the engine; what it is to read itself has to lie in a case store it knows."""
        table, registry = self._config.monitoring, self._registry
        for name in self._config.engines:
            self._plain(SweepEngine, name, f"monitoring.engines.{name}")
        found = self._plain(SweepEngine, table.engine, "monitoring.engine")
        if found is None:
            return None
        if table.incremental and not found.contribution.stands_on:
            able = tuple(one.name for one in registry.all(SweepEngine) if one.stands_on)
            path = "monitoring.incremental"
            self._tell(path, "config.not_incremental", name=table.engine, known=able)
        elif table.incremental and not _stands(found.contribution, cases):
            known = found.contribution.stands_on
            path = "monitoring.incremental"
            self._tell(path, "config.incremental_cases", name=table.engine, known=known)
        own = self._config.engines.get(table.engine, {})
        path = f"monitoring.engines.{table.engine}"
        settings = self._filled(found.contribution.settings, own, path, found.provenance)
        return None if settings is None else attrs.evolve(found, settings=settings)

    def _connectors(self) -> Iterator[tuple[str, Bound[CaseConnector]]]:
        """Bind every offered connector; its table, if any, is checked when it is opened."""
        for name in self._config.connectors:
            self._plain(CaseConnector, name, f"connectors.{name}")
        for connector in self._registry.all(CaseConnector):
            table = rooted(self._config.connectors.get(connector.name, {}), self._config.folder)
            provenance = self._registry.provenance(CaseConnector, connector.name)
            yield connector.name, Bound(connector, table, provenance)

    def _sections(self) -> Iterator[tuple[str, object]]:
        tables = self._config.plugins.settings
        for name in tables:
            self._plain(SettingsSection, name, f"plugins.settings.{name}")
        for section in self._registry.all(SettingsSection):
            path = f"plugins.settings.{section.name}"
            provenance = self._registry.provenance(SettingsSection, section.name)
            model = self._filled(section.model, tables.get(section.name, {}), path, provenance)
            if model is not None:
                yield section.name, model


def _stands(engine: SweepEngine[Any], cases: Bound[StorageBackend[Any]] | None) -> bool:
    return cases is not None and cases.contribution.name in engine.stands_on
