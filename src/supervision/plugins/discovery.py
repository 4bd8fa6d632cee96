"""Discovery (发现): which plugins are installed, without importing any of them.

Our own loop over the entry points of the group, since every fault of a plugin must name the
distribution and version it came from, and since installed does not mean enabled.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import (
    Distribution,
    EntryPoint,
    PackageNotFoundError,
    distribution,
    entry_points,
    packages_distributions,
)

import attrs

from supervision.plugins.hookspecs import GROUP
from supervision.plugins.provenance import LOCAL, Provenance

__all__ = ["CORE", "Installed", "in_tree", "installed", "local"]

CORE = "procuratorial-supervision"
"""The distribution of the core and its in-tree contributions."""


@attrs.frozen
class Installed:
    """An installed plugin (已安装插件), not imported.

    Attributes:
        provenance: its name, distribution, version and module.
        target: module to import.
        attribute: dotted attribute of the module that is the plugin; empty for the module.
    """

    provenance: Provenance
    target: str
    attribute: str = ""

    @property
    def name(self) -> str:
        """The name that enables it."""
        return self.provenance.plugin


def installed(points: Iterable[EntryPoint] | None = None) -> tuple[Installed, ...]:
    """Return every installed plugin, by name and distribution.

    A distribution that stands twice on `sys.path` counts once, where an import would find it.
    Two distributions may use one name; enabling that name is then a fault.

    Args:
        points: entry points of the group; by default those of this interpreter.
    """
    found = entry_points(group=GROUP) if points is None else points
    plugins = [_of(point) for point in found]
    return tuple(sorted(plugins, key=lambda plugin: (plugin.name, str(plugin.provenance))))


def local(module: str) -> Installed:
    """Return the plugin a dotted module name means: one that no entry point announces."""
    claimed = packages_distributions().get(module.partition(".")[0])
    return _at(module, claimed[0] if claimed else LOCAL)


def in_tree(module: str) -> Installed:
    """Return a plugin of the core itself. Asking which distribution claims it would be slow."""
    return _at(module, CORE)


def _at(module: str, source: str) -> Installed:
    try:
        version = "" if source == LOCAL else distribution(source).version
    except PackageNotFoundError:  # the core run from its sources
        version = ""
    return Installed(
        Provenance(plugin=module, distribution=source, version=version, module=module), module
    )


def _of(point: EntryPoint) -> Installed:
    source: Distribution | None = point.dist
    match = EntryPoint.pattern.match(point.value)
    return Installed(
        Provenance(
            plugin=point.name,
            distribution=(source.name if source else None) or LOCAL,
            version=(source.version if source else None) or "",
            module=point.value,
        ),
        match["module"] if match else point.value,
        (match["attr"] or "") if match else "",
    )
