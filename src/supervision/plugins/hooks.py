"""Hook implementations of one plugin (钩子实现): found, checked, ready to be called.

pluggy keeps the markers and the order of implementations. It is lenient where a silent mistake
would leave an office without a check it relies on: a function without the marker, an argument
with a default value, a name with a typing error, a wrapper. Here each of these is a fault.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from types import ModuleType

import attrs
import pluggy

from supervision.errors import Problem
from supervision.plugins import hookspecs
from supervision.plugins.provenance import Provenance

__all__ = ["HOOKS", "Implementation", "check", "implementations", "manager"]

HOOKS = ("supervision_offers", "supervision_review", "supervision_committed")
_PREFIX = "supervision_"
_UNNAMED = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
_MARK = f"{hookspecs.GROUP}_impl"


@attrs.frozen
class Implementation:
    """One plugin's implementation of a hook (钩子实现).

    Attributes:
        provenance: the plugin.
        hook: name of the hook.
        function: the function.
        arguments: names of the arguments it uses.
    """

    provenance: Provenance
    hook: str
    function: Callable[..., object]
    arguments: tuple[str, ...]

    def call(self, **given: object) -> object:
        """Call the function with the arguments it names."""
        return self.function(**{name: given[name] for name in self.arguments})


def _marked(plugin: object) -> Iterator[tuple[str, Callable[..., object], dict[str, object]]]:
    """Yield name, function and marker options of every marked function of a plugin."""
    for name in dir(plugin):
        function = getattr(plugin, name)
        options = getattr(function, _MARK, None)
        if inspect.isroutine(function) and isinstance(options, dict):
            yield options.get("specname") or name, function, options


def check(plugin: object, provenance: Provenance) -> tuple[Problem, ...]:
    """Return the faults of a plugin's hook implementations. Imported modules are not called.

    Problems: `plugin.hook_unknown`, `plugin.hook_wrapper`, `plugin.hook_argument`,
    `plugin.hook_default`, `plugin.hook_unmarked`, `plugin.hook_none`.
    """
    problems: list[Problem] = []

    def tell(code: str, hook: str, **details: str | tuple[str, ...]) -> None:
        said = {**provenance.details(), "hook": hook, **details}
        problems.append(Problem(provenance.plugin, code, said))

    known = set()
    for name, function, options in _marked(plugin):
        known.add(getattr(function, "__name__", name))
        if name not in HOOKS:
            tell("plugin.hook_unknown", name, known=HOOKS, nearest=_nearest(name))
            continue
        if options.get("hookwrapper") or options.get("wrapper"):
            tell("plugin.hook_wrapper", name)
        allowed = tuple(inspect.signature(getattr(hookspecs, name)).parameters)
        for argument in inspect.signature(function).parameters.values():
            if argument.name not in allowed or argument.kind in _UNNAMED:
                tell("plugin.hook_argument", name, argument=str(argument), known=allowed)
            elif argument.default is not argument.empty:
                tell("plugin.hook_default", name, argument=argument.name)
    if isinstance(plugin, ModuleType):
        for name, function in vars(plugin).items():
            own = inspect.isfunction(function) and function.__module__ == plugin.__name__
            if own and name.startswith(_PREFIX) and name not in known:
                tell("plugin.hook_unmarked", name)
    if not known and not problems:
        tell("plugin.hook_none", ", ".join(HOOKS))
    return tuple(problems)


def _nearest(name: str) -> str:
    return (get_close_matches(name, HOOKS, n=1, cutoff=0.0) or HOOKS)[0]


def manager() -> pluggy.PluginManager:
    """Return a fresh plugin manager that knows our hooks; each office has its own."""
    made = pluggy.PluginManager(hookspecs.GROUP)
    made.add_hookspecs(hookspecs)
    return made


def implementations(
    plugins: pluggy.PluginManager, provenances: dict[str, Provenance], hook: str
) -> tuple[Implementation, ...]:
    """Return the implementations of a hook in the order they are to be called.

    pluggy keeps the last registered first; we call in the order of `[plugins] enable`, except
    that `tryfirst` and `trylast` are heeded.
    """
    found = getattr(plugins.hook, hook).get_hookimpls()
    ordered = sorted(found, key=lambda one: (one.trylast, not one.tryfirst))
    return tuple(
        Implementation(provenances[one.plugin_name], hook, one.function, tuple(one.argnames))
        for one in ordered
    )
