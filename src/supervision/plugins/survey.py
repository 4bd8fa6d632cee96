"""The survey of plugins (插件一览), for `supervision plugins` and `supervision doctor`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from supervision.errors import Problem
from supervision.plugins.discovery import Installed, installed
from supervision.plugins.host import BUILTIN, load_report
from supervision.plugins.provenance import Provenance
from supervision.plugins.registry import Offer

__all__ = ["Survey", "survey"]


@attrs.frozen(kw_only=True)
class Survey:
    """What is installed, enabled, offered and wrong (插件一览).

    Attributes:
        installed: every installed plugin; those not enabled were not imported.
        enabled: the plugins that were loaded, the in-tree one first.
        offers: what they offer, by type and name.
        faults: everything that would stop the office from opening.
    """

    installed: tuple[Installed, ...]
    enabled: tuple[Provenance, ...]
    offers: tuple[Offer, ...]
    faults: tuple[Problem, ...]


def survey(
    enable: Sequence[str] = (),
    *,
    found: Iterable[Installed] | None = None,
    builtin: str | None = BUILTIN,
) -> Survey:
    """Look at all plugins without opening an office; nothing disabled is imported.

    Args:
        enable: `[plugins] enable` of the office, or nothing.
        found: what is installed; by default what this interpreter has.
        builtin: module of the in-tree contributions; `None` for none.
    """
    here = tuple(installed() if found is None else found)
    host, faults = load_report(enable, found=here, builtin=builtin)
    return Survey(
        installed=here, enabled=host.plugins, offers=host.registry.offers(), faults=faults
    )
