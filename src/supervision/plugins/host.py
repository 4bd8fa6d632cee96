"""The plugin host (插件宿主): loads what the office enables, or says everything that is wrong.

A host belongs to one opened office. It imports enabled plugins only, checks their hooks,
collects what they offer and builds the registry; every fault of every plugin goes into one
`PluginError`, since an administrator should mend a TOML once and not ten times.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import partial, reduce
from importlib import import_module

import attrs

from supervision.domain.records import RecordKind
from supervision.errors import Detail, PluginError, PluginFailure, Problem, Refused
from supervision.journal.entry import Header
from supervision.plugins.discovery import Installed, in_tree, installed, local
from supervision.plugins.guard import attempt, collect, guarded
from supervision.plugins.hooks import Implementation, check, implementations, manager
from supervision.plugins.provenance import Provenance
from supervision.plugins.registry import Offer, Registry, assemble
from supervision.ports.contributions import CONTRIBUTION_TYPES, Contribution, type_of
from supervision.ports.review import Objection, OfficeAccess, Proposal, RecordView

__all__ = ["BUILTIN", "Host", "load_plugins", "load_report"]

BUILTIN = "supervision.builtin.plugin"
"""The in-tree contributions; always enabled, loaded by name like any other plugin."""


@attrs.frozen
class Host:
    """The loaded plugins of one office (插件宿主).

    Attributes:
        plugins: the enabled plugins in their order, the built-in one first.
        registry: what they offer.
    """

    plugins: tuple[Provenance, ...]
    registry: Registry
    _reviews: tuple[Implementation, ...] = ()
    _observers: tuple[Implementation, ...] = ()

    @property
    def reviews(self) -> bool:
        """Whether any plugin reviews changes; if none does, proposals need not be built."""
        return bool(self._reviews)

    @property
    def observes(self) -> bool:
        """Whether any plugin observes commits."""
        return bool(self._observers)

    def review(self, changes: Iterable[Proposal], view: RecordView) -> None:
        """Ask every reviewing plugin about every change of a unit of work (审查).

        Raises:
            Refused: `review.objected`, one problem per objection.
            PluginFailure: a review failed; nothing may be committed then either.
        """
        problems = [
            _objection(change, objection, one.provenance)
            for change in changes
            for one in self._reviews
            for objection in _reviewed(one, change, view)
        ]
        if problems:
            raise Refused("review.objected", problems=problems, count=len(problems))

    def committed(self, office: OfficeAccess, headers: tuple[Header, ...]) -> None:
        """Tell every observing plugin what was committed. Failures are logged, never raised."""
        for one in self._observers:
            attempt(one.provenance, one.hook, partial(one.call, office=office, headers=headers))


def _reviewed(one: Implementation, change: Proposal, view: RecordView) -> tuple[Objection, ...]:
    return collect(one.provenance, one.hook, partial(one.call, change=change, view=view), Objection)


def _objection(change: Proposal, objection: Objection, by: Provenance) -> Problem:
    details: dict[str, Detail] = {
        **by.details(),
        "tag": change.tag,
        "objection": objection.code,
        "reason_zh": objection.zh,
        "reason_en": objection.en,
    }
    return Problem(f"{change.kind} {change.id}", "review.objection", details)


def load_plugins(
    enable: Sequence[str],
    *,
    found: Iterable[Installed] | None = None,
    builtin: str | None = BUILTIN,
) -> Host:
    """Load the enabled plugins (加载插件).

    Args:
        enable: names of installed plugins, or dotted modules.
        found: what is installed; by default what this interpreter has.
        builtin: module of the in-tree contributions; `None` for none.

    Raises:
        PluginError: `plugin.load` with every fault of every plugin in `problems`.
    """
    host, problems = load_report(enable, found=found, builtin=builtin)
    if problems:
        raise PluginError("plugin.load", problems=problems, count=len(problems))
    return host


def load_report(
    enable: Sequence[str],
    *,
    found: Iterable[Installed] | None = None,
    builtin: str | None = BUILTIN,
) -> tuple[Host, tuple[Problem, ...]]:
    """Load like `load_plugins`, and return the faults beside what could be loaded."""
    chosen, problems = _choose(enable, tuple(installed() if found is None else found))
    if builtin is not None:
        chosen.insert(0, in_tree(builtin))
    plugins = manager()
    provenances: dict[str, Provenance] = {}
    offers: list[Offer] = []
    for one in chosen:
        plugin, faults = _imported(one)
        if plugin is not None and plugins.is_registered(plugin):
            first = plugins.get_name(plugin) or ""
            faults = (_fault(one, "plugin.same_module", first=first),)
        elif plugin is not None and not faults:
            plugins.register(plugin, name=one.name)
            provenances[one.name] = one.provenance
        problems.extend(faults)
    for implementation in implementations(plugins, provenances, "supervision_offers"):
        offered, wrong = _offered(implementation)
        offers.extend(offered)
        problems.extend(wrong)
    registry, conflicts = assemble(offers)
    problems.extend(conflicts)
    host = Host(
        tuple(provenances.values()),
        registry,
        implementations(plugins, provenances, "supervision_review"),
        implementations(plugins, provenances, "supervision_committed"),
    )
    return host, tuple(problems)


def _choose(
    enable: Sequence[str], found: tuple[Installed, ...]
) -> tuple[list[Installed], list[Problem]]:
    chosen: list[Installed] = []
    problems: list[Problem] = []
    names = sorted({plugin.name for plugin in found})
    for place, name in enumerate(enable):
        path = f"plugins.enable[{place}]"
        rivals = [plugin for plugin in found if plugin.name == name]
        if name in enable[:place]:
            problems.append(Problem(path, "plugin.twice", {"plugin": name}))
        elif len(rivals) > 1:
            providers = tuple(str(rival.provenance) for rival in rivals)
            details: dict[str, Detail] = {"plugin": name, "providers": providers}
            problems.append(Problem(path, "plugin.ambiguous", details))
        elif rivals:
            chosen += rivals
        elif "." in name:
            chosen.append(local(name))
        else:
            close = get_close_matches(name, names, n=1)
            details = {
                "plugin": name,
                "known": tuple(names),
                "nearest": close[0] if close else None,
            }
            problems.append(Problem(path, "plugin.unknown", details))
    return chosen, problems


def _imported(one: Installed) -> tuple[object | None, tuple[Problem, ...]]:
    """Import a plugin and check its hooks; both run foreign code."""
    try:
        with guarded(one.provenance, "import"):
            module: object = import_module(one.target)
            names = one.attribute.split(".") if one.attribute else []
            plugin = reduce(getattr, names, module)
        with guarded(one.provenance, "hooks"):
            return plugin, check(plugin, one.provenance)
    except PluginFailure as failure:
        error = failure.details["error"]
        return None, (_fault(one, "plugin.import", module=one.provenance.module, error=error),)


def _offered(one: Implementation) -> tuple[list[Offer], list[Problem]]:
    """Collect what one plugin offers; a wrong contribution does not hide the others' faults."""
    offers: list[Offer] = []
    problems: list[Problem] = []
    try:
        things = collect(one.provenance, one.hook, one.call, object)
    except PluginFailure as failure:
        return [], [Problem(one.provenance.plugin, failure.code, failure.details)]
    known = tuple(kind.name for kind in CONTRIBUTION_TYPES)
    for thing in things:
        details: dict[str, Detail] = {**one.provenance.details()}
        if type_of(thing) is not None:
            offers.append(Offer(_contribution(thing), one.provenance))
        elif isinstance(thing, RecordKind):
            details["kind"] = thing.name
            problems.append(Problem(one.provenance.plugin, "plugin.record_kind", details))
        else:
            details |= {"found": type(thing).__name__, "known": known}
            problems.append(Problem(one.provenance.plugin, "plugin.contribution", details))
    return offers, problems


def _contribution(thing: object) -> Contribution:
    return thing  # type: ignore[return-value]  # `type_of` has just found it in the union


def _fault(one: Installed, code: str, **more: Detail) -> Problem:
    return Problem(one.name, code, {**one.provenance.details(), **more})
