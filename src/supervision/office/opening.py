"""Opening, creating and upgrading an office (启用办公室) as its TOML says.

Plugins are loaded first, then everything the TOML names is bound; every fault of either step is
told at once and nothing is opened half.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import attrs

from supervision.config import OfficeConfig, load_config
from supervision.config.overrides import read_overrides
from supervision.config.retention import read_retention
from supervision.domain.activities import ActivityTables
from supervision.domain.item_kinds import ItemTables
from supervision.domain.kinds import KINDS, KINDS_BY_NAME
from supervision.domain.values import Instant
from supervision.errors import StorageError, SupervisionError
from supervision.ids import IdSource, RandomIds
from supervision.journal.entry import Digester
from supervision.office.assessing import Assessment, assessment_of
from supervision.office.office import Office
from supervision.office.parts import LocalRules, Parts
from supervision.office.proof import rebuild
from supervision.office.shapes import format_of, shapes_of
from supervision.office.watching import Watch, watch_of
from supervision.plugins.binding import Bindings, bind
from supervision.plugins.host import Host, load_plugins
from supervision.plugins.opening import (
    create_store,
    open_calendar,
    open_cases,
    open_channel,
    open_credentials,
    open_digest,
    open_digests,
    open_identifier,
    open_policy,
    open_store,
    upgrade_store,
)
from supervision.ports.backends import StorageBackend, UpgradeReport
from supervision.ports.store import Store

__all__ = ["create_office", "open_office", "system_now", "upgrade_office"]

SHAPES = shapes_of(KINDS)
FORMAT = format_of(KINDS)


def system_now() -> Instant:
    """Return this machine's time."""
    return Instant(time.time_ns() // 1000)


@attrs.frozen
class _Opening:
    """What an office is opened from: its TOML, its plugins, what the TOML chose."""

    config: OfficeConfig
    host: Host
    bindings: Bindings

    @classmethod
    def of(cls, where: OfficeConfig | Path | str) -> _Opening:
        """Read the TOML, load the plugins, bind what is named."""
        config = where if isinstance(where, OfficeConfig) else load_config(where)
        host = load_plugins(config.plugins.enable)
        return cls(config, host, bind(config, host.registry))

    def blank_store(self) -> Store:
        """Make an empty store in memory."""
        memory = self.host.registry.get(StorageBackend, "memory")
        return memory.create(memory.settings(), SHAPES, FORMAT)

    def digests(self) -> Mapping[str, Digester]:
        """Return the digests of this machine; the chosen one must be among them."""
        digest = self.bindings.digest
        own = {digest.contribution.name: open_digest(digest)}
        return {**open_digests(self.bindings.digests), **own}

    def rules(self) -> LocalRules:
        """Return what is data of this office."""
        config = self.config
        tables = read_overrides(config.overrides.files)
        return LocalRules(
            calendar=open_calendar(self.bindings.calendar),
            fields=config.fields,
            series={one.name: one.prefix for one in config.series},
            items=ItemTables(kinds=tables.item_kinds, workflows=tables.workflows),
            ladders=tables.ladders,
            activities=ActivityTables(
                meetings=tables.meeting_kinds, inspections=tables.inspection_kinds
            ),
            issuers=tables.issuers,
            talks=tables.talks,
            capacities=tables.capacities,
            attachments=config.attachments.rules(),
            separated=config.administration.separated,
            retention=read_retention(config.retention),
            separation=config.separation.rules(),
        )

    def watch(self) -> Watch:
        """Read rules and engine."""
        return watch_of(self.config, self.bindings)

    def assessment(self) -> Assessment:
        """Read scheme and exporters."""
        ladders = read_overrides(self.config.overrides.files).ladders
        return assessment_of(self.config, self.bindings, ladders)

    def office(self, store: Store, now: Callable[[], Instant], ids: IdSource) -> Office:
        """Put the office together around an opened store."""
        bindings, config = self.bindings, self.config
        open_kinds = frozenset(KINDS_BY_NAME)  # what is closed is closed by its file
        return Office(
            Parts(
                name=config.office.name,
                unit=config.office.unit,
                store=store,
                host=self.host,
                policy=open_policy(bindings.policy, open_kinds),
                settings=bindings.settings,
                kinds=KINDS_BY_NAME,
                digests=self.digests(),
                digest_name=config.digest,
                rules=self.rules(),
                channels={n: open_channel(bound) for n, bound in bindings.channels.items()},
                blank_store=self.blank_store,
                now=now,
                ids=ids,
                language=config.office.language.value,
                watch=self.watch,
                assessment=self.assessment,
                connectors=bindings.connectors,
                identifiers=tuple(open_identifier(one) for one in bindings.identity_sources),
                identities=config.identities,
                credentials=open_credentials(bindings.identity_sources),
                proof_needed=not config.administration.trust_named
                and any(one.contribution.proves for one in bindings.identity_sources),
                highest_mark=config.files.highest_mark,
                deciders=config.files.deciders,
                # Last: nothing behind it can fail and leave an opened case store behind.
                cases=open_cases(bindings.cases) if bindings.cases else None,
            )
        )


def _opened(opening: _Opening, store: Store, now: Callable[[], Instant], ids: IdSource) -> Office:
    try:
        return opening.office(store, now, ids)
    except SupervisionError:
        store.close()
        raise


def open_office(
    where: OfficeConfig | Path | str,
    *,
    now: Callable[[], Instant] = system_now,
    ids: IdSource | None = None,
) -> Office:
    """Open an office (打开办公室).

    Args:
        where: its TOML, the folder with its `office.toml`, or a loaded configuration.
        now: the clock, in microseconds UTC.
        ids: source of ids; by default random ones.

    Raises:
        ConfigError: the TOML is wrong; every problem with key path and line.
        PluginError: an enabled plugin cannot be loaded; every fault.
        StorageError: `storage.missing` before `supervision init`, `storage.format` before
            `supervision upgrade`, and others.
    """
    opening = _Opening.of(where)
    store = open_store(opening.bindings.store, SHAPES, FORMAT)
    return _opened(opening, store, now, ids or RandomIds())


def create_office(
    where: OfficeConfig | Path | str,
    *,
    now: Callable[[], Instant] = system_now,
    ids: IdSource | None = None,
) -> Office:
    """Make the empty store of an office and open it (新建办公室). It still knows nobody.

    Raises:
        ConfigError, PluginError: as `open_office`.
        StorageError: `storage.exists`.
    """
    opening = _Opening.of(where)
    store = create_store(opening.bindings.store, SHAPES, FORMAT)
    return _opened(opening, store, now, ids or RandomIds())


def upgrade_office(where: OfficeConfig | Path | str) -> UpgradeReport:
    """Bring an office's store to this version's format (升级).

    The journal stays as it is; rows are rebuilt from it. Verify afterwards.

    Raises:
        StorageError: `storage.no_upgrade` when the backend has none; others of the backend.
        JournalError: an entry cannot be replayed; nothing was changed.
    """
    bound = _Opening.of(where).bindings.store
    report = upgrade_store(bound, SHAPES, FORMAT, partial(rebuild, kinds=KINDS_BY_NAME))
    if report is None:
        raise StorageError("storage.no_upgrade", backend=bound.contribution.name)
    return report
