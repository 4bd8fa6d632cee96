"""Opening bound contributions behind the guard (启用): factories and what they return.

Whatever leaves here is one of our Protocols, shielded: its foreign errors are `PluginFailure`,
and an answer of the wrong kind is one too. A policy that answers nonsense grants nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

import attrs

from supervision.domain.calendars import WorkCalendar
from supervision.domain.cases import CaseTrace
from supervision.domain.function_rules import Check, FunctionRule, SweepContext
from supervision.domain.policies import PolicyBook
from supervision.domain.records import Record
from supervision.domain.rules import Rule
from supervision.domain.schemes import Scheme
from supervision.domain.sightings import Sighting
from supervision.errors import ConfigError, PluginError, PluginFailure
from supervision.journal.entry import Digester
from supervision.plugins.binding import Bound
from supervision.plugins.guard import collect, guarded, shield, wrapped
from supervision.plugins.provenance import Provenance
from supervision.plugins.registry import Registry
from supervision.ports.access import (
    AccessPolicy,
    Actor,
    Credentials,
    Explaining,
    Explanation,
    Identifier,
    IdentitySource,
    Permission,
    Policy,
)
from supervision.ports.assessment import (
    AssessmentExporter,
    AssessmentScheme,
    Exporter,
    SchemeText,
)
from supervision.ports.backends import Rebuild, StorageBackend, UpgradeReport
from supervision.ports.calendars import CalendarSource
from supervision.ports.cases import CaseConnector, CaseSource, CaseStore
from supervision.ports.contributions import Command, Digest
from supervision.ports.monitoring import (
    Engine,
    RulePack,
    RuleText,
    StandingEngine,
    SweepEngine,
)
from supervision.ports.notify import Channel, NotificationChannel
from supervision.ports.query import Predicate
from supervision.ports.store import Shape, Store

if TYPE_CHECKING:
    import click

__all__ = [
    "create_store",
    "guarded_pack",
    "guarded_scheme",
    "load_command",
    "open_calendar",
    "open_cases",
    "open_channel",
    "open_credentials",
    "open_digest",
    "open_digests",
    "open_engine",
    "open_exporter",
    "open_identifier",
    "open_policy",
    "open_source",
    "open_standing",
    "open_store",
    "upgrade_store",
]

T = TypeVar("T")

_PREDICATES = get_args(Predicate)


def _made(bound: Bound[Any], what: str, call: Callable[[], T]) -> T:
    with guarded(bound.provenance, f"{type(bound.contribution).__name__}.{what}"):
        return call()


def _checked(provenance: Provenance, what: str, answer: object, *expected: type) -> None:
    if not isinstance(answer, expected):
        raise PluginFailure(
            "plugin.answer",
            plugin=provenance.plugin,
            distribution=provenance.distribution,
            version=provenance.version,
            what=what,
            expected=tuple(cls.__name__ for cls in expected),
            found=type(answer).__name__,
        )


def create_store(
    bound: Bound[StorageBackend[Any]], shapes: tuple[Shape, ...], layout: str
) -> Store:
    """Make an empty store. Raises what `StorageBackend.create` may, or `PluginFailure`."""
    backend = bound.contribution
    store = _made(bound, "create", lambda: backend.create(bound.settings, shapes, layout))
    return shield(bound.provenance, store, nested=("begin", "join"))


def open_store(bound: Bound[StorageBackend[Any]], shapes: tuple[Shape, ...], layout: str) -> Store:
    """Open the store made before. Raises what `StorageBackend.open` may, or `PluginFailure`."""
    backend = bound.contribution
    store = _made(bound, "open", lambda: backend.open(bound.settings, shapes, layout))
    return shield(bound.provenance, store, nested=("begin", "join"))


def upgrade_store(
    bound: Bound[StorageBackend[Any]], shapes: tuple[Shape, ...], layout: str, rebuild: Rebuild
) -> UpgradeReport | None:
    """Bring a store to this format; `None` when the backend has no upgrade."""
    upgrade = bound.contribution.upgrade
    if upgrade is None:
        return None
    return _made(bound, "upgrade", lambda: upgrade(bound.settings, shapes, layout, rebuild))


def open_cases(bound: Bound[StorageBackend[Any]]) -> CaseStore:
    """Open the case store of a backend that `bind` has found to have one."""
    factory = bound.contribution.open_cases
    if factory is None:
        raise PluginError("plugin.no_cases", name=bound.contribution.name)
    return shield(bound.provenance, _made(bound, "open_cases", lambda: factory(bound.settings)))


def open_source(bound: Bound[CaseConnector], paths: tuple[Path, ...]) -> CaseSource:
    """Open case exports with a connector."""
    connector = bound.contribution
    table: Mapping[str, object] = bound.settings
    source = _made(bound, "open", lambda: connector.open(paths, table))
    return shield(bound.provenance, source)


def open_policy(bound: Bound[AccessPolicy[Any]], open_kinds: frozenset[str]) -> Policy:
    """Make the access policy, told which kinds are in the open chain."""
    factory = bound.contribution.open
    policy = _made(bound, "open", lambda: factory(bound.settings, open_kinds))
    return _GuardedPolicy(bound.provenance, policy)


def open_identifier(bound: Bound[IdentitySource[Any]]) -> Identifier:
    """Make an identity source's identifier."""
    factory = bound.contribution.open
    return shield(bound.provenance, _made(bound, "open", lambda: factory(bound.settings)))


def open_credentials(sources: tuple[Bound[IdentitySource[Any]], ...]) -> Credentials | None:
    """Open what gives out passwords and keys: that of the first source that has it."""
    for bound in sources:
        factory = bound.contribution.credentials
        if factory is not None:
            made = _made(bound, "credentials", partial(factory, bound.settings))
            return shield(bound.provenance, made)
    return None


def open_channel(bound: Bound[NotificationChannel[Any]]) -> Channel:
    """Open a notification channel."""
    factory = bound.contribution.open
    return shield(bound.provenance, _made(bound, "open", lambda: factory(bound.settings)))


def open_engine(bound: Bound[SweepEngine[Any]]) -> Engine:
    """Make the sweep engine."""
    factory = bound.contribution.open
    return shield(bound.provenance, _made(bound, "open", lambda: factory(bound.settings)))


def open_standing(
    bound: Bound[SweepEngine[Any]], cases: Bound[StorageBackend[Any]] | None
) -> StandingEngine | None:
    """Make the engine that keeps what it saw; `None` where engine or case store has no such."""
    engine = bound.contribution
    factory = engine.open_standing
    if factory is None or cases is None or cases.contribution.name not in engine.stands_on:
        return None
    made = _made(bound, "open_standing", lambda: factory(bound.settings, cases.settings))
    return shield(bound.provenance, made)


def open_calendar(bound: Bound[CalendarSource[Any]]) -> WorkCalendar:
    """Read the working calendar."""
    factory = bound.contribution.open
    calendar = _made(bound, "open", lambda: factory(bound.settings))
    _checked(bound.provenance, "CalendarSource.open", calendar, WorkCalendar)
    return calendar


def guarded_pack(bound: Bound[RulePack]) -> RulePack:
    """Return the pack with its `load` behind the guard and its rules read to the end."""
    pack = bound.contribution

    def load() -> tuple[Any, ...]:
        items = collect(bound.provenance, "RulePack.load", pack.load, object)
        for item in items:
            kinds = (RuleText, FunctionRule, *get_args(Rule))
            _checked(bound.provenance, "RulePack.load", item, *kinds)
        return tuple(
            attrs.evolve(item, check=_guarded_check(bound.provenance, item))
            if isinstance(item, FunctionRule)
            else item
            for item in items
        )

    return attrs.evolve(pack, load=load)


def _guarded_check(provenance: Provenance, rule: FunctionRule) -> Check:
    """Return the rule's function behind the guard, step by step: it may see very much."""
    what = f"FunctionRule.check {rule.head.code}"

    def check(cases: Iterable[CaseTrace], context: SweepContext) -> Iterator[Sighting]:
        end = object()
        with guarded(provenance, what):
            found = iter(rule.check(cases, context))
        while True:
            with guarded(provenance, what):
                one = next(found, end)
            if one is end:
                return
            _checked(provenance, what, one, Sighting)
            yield cast(Sighting, one)

    return check


def guarded_scheme(bound: Bound[AssessmentScheme]) -> AssessmentScheme:
    """Return the scheme with its `load` behind the guard and read to the end."""
    scheme = bound.contribution

    def load() -> tuple[Any, ...]:
        items = collect(bound.provenance, "AssessmentScheme.load", scheme.load, object)
        for item in items:
            _checked(bound.provenance, "AssessmentScheme.load", item, SchemeText, Scheme)
        return items

    return attrs.evolve(scheme, load=load)


def open_exporter(bound: Bound[AssessmentExporter]) -> Exporter:
    """Make an exporter of score sheets."""
    return shield(bound.provenance, _made(bound, "open", bound.contribution.open))


def load_command(registry: Registry, name: str) -> click.Command:
    """Load the command a plugin offers under `supervision x`.

    Raises:
        PluginError: `plugin.no_provider` with the commands there are.
        PluginFailure: it cannot be loaded, or is no click command.
    """
    import click

    command = registry.get(Command, name)
    provenance = registry.provenance(Command, name)
    with guarded(provenance, "Command.load"):
        loaded = command.load()
    _checked(provenance, "Command.load", loaded, click.Command)
    return loaded


def open_digest(bound: Bound[Digest]) -> Digester:
    """Make the digest function of new entries.

    Raises:
        ConfigError: this machine lacks the algorithm.
    """
    function = _made(bound, "open", bound.contribution.open)
    return wrapped(bound.provenance, f"Digest {bound.contribution.name}", function)


def open_digests(bounds: Iterable[Bound[Digest]]) -> dict[str, Digester]:
    """Make every digest this machine has; old entries may need any of them."""
    return dict(_present(bounds))


def _present(bounds: Iterable[Bound[Digest]]) -> Iterator[tuple[str, Digester]]:
    for bound in bounds:
        try:
            yield bound.contribution.name, open_digest(bound)
        except ConfigError:  # told when an entry asks for it
            continue


class _GuardedPolicy:
    """A policy whose every answer is checked (受防护的权限规则)."""

    def __init__(self, provenance: Provenance, policy: Policy) -> None:
        self._provenance = provenance
        self._policy = shield(provenance, policy)
        self._told = shield(provenance, policy) if isinstance(policy, Explaining) else None

    def visible(self, actor: Actor, kind: str) -> Predicate:
        answer = self._policy.visible(actor, kind)
        _checked(self._provenance, "Policy.visible", answer, *_PREDICATES)
        return answer

    def permits(self, actor: Actor, act: str, record: Record | None) -> Permission:
        answer = self._policy.permits(actor, act, record)
        _checked(self._provenance, "Policy.permits", answer, Permission)
        return answer

    def explain(self, actor: Actor, act: str, record: Record | None) -> Explanation:
        if self._told is None:
            return Explanation(act=act, permission=self.permits(actor, act, record))
        answer = self._told.explain(actor, act, record)
        _checked(self._provenance, "Policy.explain", answer, Explanation)
        return answer

    def masked(self, actor: Actor, kind: str) -> frozenset[str]:
        if self._told is None:
            return frozenset()
        answer = self._told.masked(actor, kind)
        _checked(self._provenance, "Policy.masked", answer, frozenset)
        return answer

    def book(self) -> PolicyBook:
        if self._told is None:
            return PolicyBook(code="", zh="", en="")
        answer = self._told.book()
        _checked(self._provenance, "Policy.book", answer, PolicyBook)
        return answer
