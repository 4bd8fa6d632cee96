"""Where a plugin comes from (来源): its name, and the distribution and version that installed it."""

from __future__ import annotations

import attrs

from supervision.errors import Detail

__all__ = ["LOCAL", "Provenance"]

LOCAL = "(local)"
"""The distribution of a module that no installed distribution claims."""


@attrs.frozen(kw_only=True)
class Provenance:
    """Who stands behind a contribution or hook implementation (来源).

    Attributes:
        plugin: name in `[plugins] enable`: an entry point's name or a dotted module.
        distribution: the installed distribution, `LOCAL` when there is none.
        version: its version; empty for `LOCAL`.
        module: module, or `module:attribute`.
    """

    plugin: str
    distribution: str
    version: str
    module: str

    def __str__(self) -> str:
        return f"{self.distribution} {self.version}".rstrip() + f" ({self.module})"

    def details(self) -> dict[str, Detail]:
        """Return the details every plugin fault carries."""
        return {
            "plugin": self.plugin,
            "distribution": self.distribution,
            "version": self.version,
        }
