"""The registry (登记表): what all enabled plugins offer, by contribution type and name.

One generic registry for every type; it keeps who offers what, and refuses two providers of one
name instead of letting the order of installation decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TypeVar, cast

import attrs

from supervision.errors import PluginError, Problem
from supervision.plugins.provenance import Provenance
from supervision.ports.contributions import Contribution

__all__ = ["NAME", "Offer", "Registry", "assemble"]

C = TypeVar("C")

NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*", re.ASCII)
"""Form of a contribution's name: as it is written in the TOML without quotes."""


@attrs.frozen
class Offer:
    """A contribution and who offers it (贡献及其来源)."""

    contribution: Contribution
    provenance: Provenance

    @property
    def name(self) -> str:
        """The contribution's name."""
        return self.contribution.name

    @property
    def type(self) -> str:
        """The name of the contribution's type, such as `StorageBackend`."""
        return type(self.contribution).__name__


@attrs.frozen
class Registry:
    """What is offered (登记表). Built by `assemble`; never changes.

    Example:
        >>> registry, problems = assemble([])
        >>> registry.names(type(None)), problems
        ((), ())
    """

    _offers: Mapping[tuple[type, str], Offer]

    def offers(self) -> tuple[Offer, ...]:
        """Return everything offered, by type and name."""
        return tuple(sorted(self._offers.values(), key=lambda offer: (offer.type, offer.name)))

    def all(self, cls: type[C]) -> tuple[C, ...]:
        """Return every contribution of a type, by name."""
        return tuple(
            cast(C, offer.contribution)
            for offer in self.offers()
            if type(offer.contribution) is cls
        )

    def names(self, cls: type) -> tuple[str, ...]:
        """Return the names offered of a type."""
        return tuple(sorted(name for found, name in self._offers if found is cls))

    def find(self, cls: type[C], name: str) -> C | None:
        """Return a contribution, or `None` when nobody offers it."""
        offer = self._offers.get((cls, name))
        return None if offer is None else cast(C, offer.contribution)

    def get(self, cls: type[C], name: str) -> C:
        """Return a contribution.

        Raises:
            PluginError: `plugin.no_provider` with the names that are offered.
        """
        found = self.find(cls, name)
        if found is None:
            known = self.names(cls)
            raise PluginError("plugin.no_provider", type=cls.__name__, name=name, known=known)
        return found

    def provenance(self, cls: type, name: str) -> Provenance:
        """Return who offers a contribution.

        Raises:
            PluginError: `plugin.no_provider`.
        """
        self.get(cls, name)
        return self._offers[cls, name].provenance

    def nearest(self, cls: type, name: str) -> str | None:
        """Return the offered name that resembles a mistyped one most, if any does."""
        close = get_close_matches(name, self.names(cls), n=1)
        return close[0] if close else None


def assemble(offers: Iterable[Offer]) -> tuple[Registry, tuple[Problem, ...]]:
    """Build the registry of all offers, and tell every offer that cannot stand in it.

    Problems: `plugin.name` for a name of the wrong form, `plugin.duplicate` with every provider
    of one name. The first provider stands in the registry, so that later checks can go on.
    """
    problems: list[Problem] = []
    kept: dict[tuple[type, str], list[Offer]] = {}
    for offer in offers:
        name: object = offer.contribution.name
        if not isinstance(name, str) or not NAME.fullmatch(name):
            details = {"type": offer.type, "name": repr(name), **offer.provenance.details()}
            problems.append(Problem(offer.provenance.plugin, "plugin.name", details))
            continue
        kept.setdefault((type(offer.contribution), name), []).append(offer)
    for (cls, name), rivals in kept.items():
        if len(rivals) > 1:
            details = {
                "type": cls.__name__,
                "name": name,
                "providers": tuple(str(rival.provenance) for rival in rivals),
            }
            problems.append(Problem(f"{cls.__name__} {name}", "plugin.duplicate", details))
    return Registry({key: rivals[0] for key, rivals in kept.items()}), tuple(problems)
